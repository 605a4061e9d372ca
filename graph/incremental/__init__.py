"""The ledger: the resolution and the graph of a project's records, kept so that one more record costs what it touches.

`update` takes the records that changed, resolves again the components that their items are in, makes again the facts and nodes that
depend on them, and says what the graph gains and loses. Whatever the history of updates, the outcome is that of `resolution.resolve`
and `facts.build` over the same records.

A projection like the database: it lies in the project's cache, and is built again when it is missing, damaged or of other rules.
"""

from __future__ import annotations

import base64
import pickle
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ..model import Changes, Graph, Node, Relationship
from ..record import Record
from ..resolution import Decision, Mention, Naming
from .decided import Decisions
from .parts import Parts
from .strata import Strata
from .tables import Tables

__all__ = ["Changes", "Ledger", "LedgerError"]

LedgerError = (sqlite3.Error, pickle.UnpicklingError, AssertionError)
"""What a damaged ledger raises: it is to be built again."""


class Ledger:
    """The ledger in the file `path`; in memory without one. Changes are kept by `commit`."""

    def __init__(self, path: Path | None = None) -> None:
        self.tables = Tables(path)

    @property
    def digest(self) -> str | None:
        """The digest given with the last update that was committed; None for an empty ledger."""
        return self.tables.meta("digest")

    def records(self) -> dict[str, str]:
        """Record id → digest of its content, as given to `update`."""
        return dict(self.tables.rows("SELECT id, digest FROM rec"))

    def members(self) -> dict[Mention, str]:
        """Every mention with its node."""
        return {Mention(record, item): node for record, item, node in self.tables.rows("SELECT record, item, node FROM m")}

    def update(
        self,
        changed: Mapping[str, Record | None],
        load: Callable[[str], Record],
        digests: Mapping[str, str] | None = None,
        *,
        decisions: Sequence[Decision | Naming] = (),
        collect: bool = True,
    ) -> Changes:
        """Take in the records that are new or other than before, and those that are gone (None); give what the graph gains and loses.

        `load` gives any other record of the set by its id, as it stands. `digests` are kept with the records (see `records`). Without
        `collect` the changes are made and not given. `decisions` are all those that hold, about territories excepted.
        """
        self.tables.begin()
        cache: dict[str, Record] = {}

        def record(identity: str) -> Record | None:
            if identity in changed:
                return changed[identity]
            if identity not in cache:
                cache[identity] = load(identity)
            return cache[identity]

        before = self._decisions()
        taken, former = Decisions(decisions), Decisions(before)
        strata = Strata(self.tables, record, taken)
        parts = Parts(self.tables, strata, collect)
        changes = parts.update(strata.update({*changed, *taken.touched(former, self.tables)}))
        if tuple(decisions) != before:
            self.tables.set_meta("decisions", base64.b64encode(pickle.dumps(tuple(decisions))).decode())
        self.tables.many("UPDATE rec SET digest = ? WHERE id = ?", ((value, key) for key, value in (digests or {}).items()))
        return changes

    def _decisions(self) -> tuple[Decision | Naming, ...]:
        text = self.tables.meta("decisions")
        found: tuple[Decision | Naming, ...] = pickle.loads(base64.b64decode(text)) if text else ()
        return found

    def commit(self, digest: str) -> None:
        """Keep what was updated, as the state of the project that `digest` names."""
        self.tables.begin()
        self.tables.set_meta("digest", digest)
        self.tables.commit()

    def clear(self) -> None:
        self.tables.clear()

    def close(self) -> None:
        self.tables.close()


def applied(graph: Graph, changes: Changes) -> Graph:
    """`graph` after `changes`."""
    nodes: dict[str, Node] = {key: node for key, node in graph.nodes.items() if key not in changes.gone_nodes}
    nodes.update((node.id, node) for node in changes.nodes)
    links: dict[str, Relationship] = {key: link for key, link in graph.relationships.items() if key not in changes.former_links}
    links.update((link.fact, link) for link in changes.links)
    return Graph(nodes, links)
