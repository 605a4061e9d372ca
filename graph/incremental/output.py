"""What is put into the graph, and what stood there."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Changes, Node, Relationship
from ..writer import link_rev, node_rev
from .tables import Tables

SEP = "\x1f"
"""Between the parts of an owner's name: the kind of its items, then ids of nodes and records."""


class Output:
    """Collects what the graph gains and loses in `changes`; without `collect` only what is kept of it is brought up to date."""

    def __init__(self, tables: Tables, collect: bool) -> None:
        self.tables, self.changes, self.collect = tables, Changes(), collect

    def put(self, owner: str, items: Iterable[Node | Relationship]) -> None:
        """Let `owner` stand for exactly `items`."""
        before = {
            identity: (link, rev, kind, start)
            for identity, link, rev, kind, start in self.tables.rows(
                "SELECT id, link, rev, kind, start FROM o WHERE owner = ?", owner
            )
        }
        rows = []
        for item in items:
            if isinstance(item, Node):
                identity, rev, kind, start = item.id, node_rev(item), item.labels[-1], None
            else:
                identity, rev, kind, start = item.fact, link_rev(item), item.type, item.start
            old = before.pop(identity, None)
            if old is not None and old[1] == rev:
                continue
            rows.append((owner, identity, isinstance(item, Relationship), rev, kind, start))
            if not self.collect:
                continue
            if isinstance(item, Node):
                self.changes.nodes.append(item)
                if old is None:
                    self.changes.new_nodes.add(identity)
            else:
                self.changes.links.append(item)
                if old is not None:
                    self.changes.former_links[identity] = (old[2], old[3])
        self.tables.many("INSERT OR REPLACE INTO o VALUES (?, ?, ?, ?, ?, ?)", rows)
        for identity, (link, _, kind, start) in before.items():
            self.tables.run("DELETE FROM o WHERE owner = ? AND id = ?", owner, identity)
            if link:
                self.changes.former_links[identity] = (kind, start)
            else:
                self.changes.gone_nodes[identity] = kind

    def owners(self, prefix: str, kind: str | None = None) -> list[str]:
        """The owners under `prefix` that put something (of type `kind`) into the graph."""
        sql = "SELECT DISTINCT owner FROM o WHERE owner >= ? AND owner < ?" + (" AND kind = ?" if kind else "")
        return self.tables.column(sql, prefix, prefix + "\x7f", *([kind] if kind else []))
