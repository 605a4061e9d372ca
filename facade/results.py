"""What a question gives, for programs: rows, a sentence, tables of pandas; a Subgraph as a graph of networkx."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from ..graph.errors import MaillageError
from ..graph.language import Language
from ..queries import Answer

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from ..graph.model import Subgraph

SHOWN = 50
"""Rows that a notebook shows of a table."""


class Rows(list[dict[str, Any]]):
    """Rows by column name."""

    def pandas(self) -> pd.DataFrame:
        """The rows as a table of pandas. Raises MaillageError when pandas is not installed."""
        return _frame(self, None)

    def _repr_html_(self) -> str:
        return _html(list(self[0]) if self else [], self, {})


class Result:
    """An answer: `rows` by column name, `sentence` and `notes` in words, `data` without a language (what `--format json` prints)."""

    def __init__(self, answer: Answer, language: Language) -> None:
        self._answer, self._language = answer, language
        self.columns: tuple[str, ...] = answer.columns
        self.rows = Rows(dict(row) for row in answer.rows)
        self.data: Any = answer.data

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        return self._answer.sentence[self._language]

    @property
    def notes(self) -> list[str]:
        """What the answer rests on: coverage, date, thresholds."""
        return [note[self._language] for note in self._answer.notes]

    def pandas(self) -> pd.DataFrame:
        """The rows as a table of pandas, the columns in their order. Raises MaillageError when pandas is not installed."""
        return _frame(self.rows, self.columns)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"<{self._answer.query}: {self.sentence}>"

    def _repr_html_(self) -> str:
        notes = "".join(f"<p><small>{escape(note)}</small></p>" for note in self.notes)
        titles = self._answer.titles.get(self._language, {})
        return f"<p>{escape(self.sentence)}</p>{_html(self.columns, self.rows, titles)}{notes}"


def to_networkx(subgraph: Subgraph) -> nx.MultiDiGraph:
    """`subgraph` for networkx: nodes by id with `label`, `name` and their properties, edges by fact with `type`, their properties and
    `sentences`, the quotes behind them."""
    import networkx as nx

    quotes: dict[str, list[str]] = {}
    for statement in subgraph.statements:
        quotes.setdefault(statement.fact, []).append(statement.quote)
    graph = nx.MultiDiGraph(**subgraph.notes)
    for node in subgraph.nodes:
        graph.add_node(node.id, label=node.labels[-1], **node.properties)
    for link in subgraph.relationships:
        said = quotes.get(link.fact, [])
        graph.add_edge(link.start, link.end, key=link.fact, type=link.type, **link.properties, sentences=said)
    return graph


def _frame(rows: Iterable[Mapping[str, Any]], columns: Iterable[str] | None) -> pd.DataFrame:
    try:
        import pandas as pd
    except ImportError:
        raise MaillageError(
            "Tables of pandas need pandas. Install it: pip install 'maillage[notebooks]'",
            "Les tableaux pandas demandent pandas. Installez-le : pip install 'maillage[notebooks]'",
        ) from None
    return pd.DataFrame.from_records(list(rows), columns=list(columns) if columns is not None else None)


def _html(columns: Iterable[str], rows: list[dict[str, Any]], titles: Mapping[str, str]) -> str:
    from ..visualisations.terminal import plain

    names = list(columns)
    head = "".join(f"<th>{escape(titles.get(name, name))}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(plain(row.get(name)))}</td>" for name in names) + "</tr>" for row in rows[:SHOWN]
    )
    more = f"<p>… {len(rows)}</p>" if len(rows) > SHOWN else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}" if names else ""
