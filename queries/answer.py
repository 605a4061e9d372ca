"""Asking: bind the parameters, read, and give one answer in one shape."""

from __future__ import annotations

import difflib
import functools
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module, resources
from typing import TYPE_CHECKING, Any

from ..graph.dates import bounds
from ..graph.errors import QueryError, UnknownName
from . import lookup
from .catalogue import Parameter, Query, Text, catalogue, find_query, part
from .wording import count, number, when

if TYPE_CHECKING:
    from ..graph.store import Store

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gives. `sentence` says it in one sentence; `columns` and `rows` are the table, in the language asked for;
    `notes` what it rests on (coverage, date, thresholds); `data` the same for programs, language-free (JSON values and dates);
    `titles` the headings of the columns."""

    query: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    sentence: Text
    notes: tuple[Text, ...] = ()
    data: Any = None
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its values, as the functions behind `compute` get it. `values` holds the bound value of every declared
    parameter: Scope, Actor, date, id, str, int, float, bool, or None when it was left out."""

    store: Store
    query: Query
    values: Mapping[str, Any]
    language: str

    def read(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of the shared read `name`."""
        return self.store.read(part(name).cypher, parameters)

    def answer(
        self, rows: Sequence[Row], sentence: Text, notes: Sequence[Text] = (), data: Any = None, columns: Sequence[str] = ()
    ) -> Answer:
        """An answer to this question; without `data` the rows are the data."""
        names = tuple(columns or self.query.columns)
        return Answer(
            self.query.name,
            names,
            tuple(rows),
            sentence,
            tuple(notes),
            list(rows) if data is None else data,
            column_titles(names),
        )


Compute = Callable[[Question], Answer]

_COMPUTES = {
    "never_met": "never_met",
    "partners": "company",
    "meetings": "listings",
    "coverage": "listings",
    "people": "listings",
    "territories": "listings",
    "where_from": "proof",
    "actions": "followup",
    "agenda": "agenda",
    "programmes": "programmes",
    "expected_unseen": "network.expected_unseen",
    "introductions": "network.introductions",
    "brokers": "network.structure",
    "components": "network.structure",
    "isolated": "network.structure",
    "circles": "network.circles",
    "cooling": "network.change",
    "new_relations": "network.change",
    "contacts": "network.contacts",
    "seats": "network.seats",
    "compare": "network.compare",
}
"""Name of `compute` → module of this package that holds the function of that name."""


def run(store: Store, name: str, parameters: Mapping[str, Any], language: str = "fr") -> Answer:
    """The answer of `store` to the question `name` (English or French name), in `language` ("fr" or "en").

    `parameters` may be text as a person writes it, or typed values. Raises UnknownName for a question, actor, scope, event or record
    that does not exist (with near misses), QueryError for a wrong or missing value, StoreError when the database cannot answer.
    """
    query = find_query(name)
    if query is None:
        near = difflib.get_close_matches(name, list(catalogue()), n=3, cutoff=0.5)
        raise UnknownName(f"There is no question {name!r}.", f"Il n'y a pas de question « {name} ».", near)
    question = Question(store, query, bind(store, query, parameters), language)
    if query.compute is not None:
        return compute(query.compute)(question)
    rows = store.read(query.cypher, cypher_values(question.values))
    return question.answer(_shown(rows, language), _sentence(query, question, len(rows)), data=rows)


def compute(name: str) -> Compute:
    """The function behind the queries whose header says `compute = name`. Raises QueryError when there is none."""
    if name not in _COMPUTES:
        raise QueryError(
            f"No function computes {name!r}. Mend the query's header.",
            f"Aucune fonction ne calcule {name!r}. Corrigez l'en-tête.",
        )
    function: Compute = getattr(import_module(f".{_COMPUTES[name]}", __package__), name)
    return function


# --- binding ------------------------------------------------------------------------------------------------------------


def bind(store: Store, query: Query, given: Mapping[str, Any]) -> dict[str, Any]:
    """A value for every parameter of `query`: what was given, else its default, else None (False for a flag).

    Raises QueryError for a parameter the question does not have, a missing or a wrong value; UnknownName for an unknown name.
    """
    for name in given:
        if name not in query.parameters:
            known = ", ".join(query.parameters)
            raise QueryError(
                f"{query.name} has no parameter {name!r}. It takes: {known}.",
                f"{query.name} n'a pas de paramètre {name!r}. Paramètres possibles : {known}.",
            )
    values: dict[str, Any] = {}
    for name, parameter in query.parameters.items():
        value = given.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            value = parameter.default
        if value is None:
            if parameter.required:
                shown = parameter.example or parameter.type
                raise QueryError(
                    f'{query.name} needs --{name}. For example: --{name} "{shown}".',
                    f"{query.name} demande --{name}. Par exemple : --{name} « {shown} ».",
                )
            values[name] = False if parameter.type == "flag" else None
        else:
            values[name] = _value(store, parameter, value)
    return values


def cypher_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The bound values as parameters of Cypher: a scope is the list of its ids (empty when left out), an actor its id."""
    plain: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, lookup.Scope):
            plain[name] = list(value.ids)
        elif isinstance(value, lookup.Actor):
            plain[name] = value.id
        else:
            plain[name] = value
    return plain


def _value(store: Store, parameter: Parameter, value: Any) -> Any:
    kind = parameter.type
    if kind == "actor":
        return value if isinstance(value, lookup.Actor) else lookup.resolve_actor(store, str(value))
    if kind == "scope":
        return value if isinstance(value, lookup.Scope) else lookup.resolve_scope(store, str(value))
    if kind == "event":
        return lookup.resolve_event(store, str(value))
    if kind == "record":
        return lookup.resolve_record(store, str(value))
    if kind == "date":
        return value if isinstance(value, date) else parse_day(str(value), last=parameter.name == "until")
    if kind == "flag":
        return value if isinstance(value, bool) else str(value).strip().lower() in ("1", "true", "yes", "oui", "vrai")
    if kind in ("integer", "number"):
        try:
            amount = int(value) if kind == "integer" else float(str(value).replace(",", "."))
        except ValueError:
            amount = -1
        if not 0 <= amount < 10**9:  # NaN too
            raise _wrong(parameter, value, "a number", "un nombre")
        return amount
    if kind == "choice" and value not in parameter.choices:
        raise _wrong(
            parameter, value, "one of " + ", ".join(parameter.choices), "l'une des valeurs " + ", ".join(parameter.choices)
        )
    return str(value)


def parse_day(text: str, *, last: bool = False) -> date:
    """The day that `text` means: ISO or EDTF (`2016`, `2016-06`, `2016-06-23`) or 23/06/2016; the first day of a month or year, its
    last one with `last`. Raises QueryError."""
    parts = text.strip().split("/")
    edtf = "-".join(part.zfill(2) for part in reversed(parts)) if len(parts) > 1 and len(parts[-1]) == 4 else text.strip()
    try:
        found = bounds(edtf)[1 if last else 0]
    except ValueError:
        found = None
    if found is None:
        raise QueryError(
            f"{text!r} is no date. Write 2016-06-23, 23/06/2016, 2016-06 or 2016.",
            f"« {text} » n'est pas une date. Écrivez 2016-06-23, 23/06/2016, 2016-06 ou 2016.",
        )
    return found


def _wrong(parameter: Parameter, value: Any, en: str, fr: str) -> QueryError:
    return QueryError(f"--{parameter.name} {value}: write {en}.", f"--{parameter.name} {value} : écrivez {fr}.")


# --- plain answers ------------------------------------------------------------------------------------------------------


def _sentence(query: Query, question: Question, rows: int) -> Text:
    template = query.some if rows else query.none
    assert template is not None
    found: dict[str, str] = {}
    for language in ("fr", "en"):
        names = {name: _name(value, language) for name, value in question.values.items()}
        found[language] = template[language].format_map({**names, "count": number(rows, language)})
    return found


def _name(value: Any, language: str) -> str:
    if isinstance(value, (lookup.Scope, lookup.Actor)):
        return value.name
    if isinstance(value, date):
        return when(value.isoformat(), language)
    return "…" if value is None else str(value)


def _shown(rows: Sequence[Row], language: str) -> list[Row]:
    return [{key: words(key, value, language) for key, value in row.items()} for row in rows]


def words(column: str, value: Any, language: str) -> Any:
    """`value` of `column` as a person reads it in `language`: codes of kinds, verdicts and states in words, the rest as it is."""
    known = _terms().get(column, {})
    if isinstance(value, str) and value in known:
        return known[value][language]
    return value


def column_titles(names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Headings of columns, by language and column; a column without one keeps its name."""
    titles = dict(_words()["columns"])
    if {"a", "b"} <= set(names) or {"partner", "strength"} <= set(names):
        titles["meetings"] = titles["meetings_shared"]  # of two, not of one
    return {language: {name: titles[name][language] for name in names if name in titles} for language in ("fr", "en")}


@functools.cache
def _words() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))


def _terms() -> Mapping[str, Mapping[str, Text]]:
    terms: Mapping[str, Mapping[str, Text]] = _words()["terms"]
    return terms


__all__ = [
    "Answer",
    "Compute",
    "Question",
    "Row",
    "bind",
    "column_titles",
    "compute",
    "count",
    "cypher_values",
    "parse_day",
    "run",
    "words",
]
