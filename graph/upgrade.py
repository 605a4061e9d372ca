"""What other rules, or other records, would make of the graph: said before it is done, and when it is done.

The members of each node are noted when a graph is published, so that a plan can say which bodies and people would be joined or split.
"""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .index import RULES
from .model import Graph
from .ontology import ontology
from .project import Project, write_text
from .resolution import Mention, Resolution

if TYPE_CHECKING:
    from .store import Store

KINDS = "ope"
"""First letters of the ids of nodes whose joining and splitting is told: bodies, people, events."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a publication would change. `by_type`: label or type → created, updated, deleted. `joined`: names of nodes that become
    one, and its name; `split`: a node's name and the names of what becomes of it; None where the members of before are not known."""

    by_type: Mapping[str, Mapping[str, int]]
    joined: tuple[tuple[tuple[str, ...], str], ...] | None = ()
    split: tuple[tuple[str, tuple[str, ...]], ...] | None = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "changes": {name: dict(counts) for name, counts in self.by_type.items()},
            "joined": None if self.joined is None else [{"from": list(names), "to": name} for names, name in self.joined],
            "split": None if self.split is None else [{"from": name, "to": list(names)} for name, names in self.split],
        }


def rules() -> str:
    """The version of the rules and of the form of the graph, by which a database is known to be of another Maillage."""
    return f"{RULES}.{ontology().version}"


def note_members(project: Project, digest: str, resolution: Resolution) -> None:
    """Note who is who in the state `digest`. A cache that cannot be written costs a part of the next plan, not facts."""
    told = {node: [list(m) for m in mentions] for node, mentions in resolution.clusters.items()}
    with contextlib.suppress(OSError):
        write_text(project.cache / "members.json", json.dumps({"digest": digest, "members": told}))


def members(project: Project, digest: str | None) -> dict[Mention, str] | None:
    """Mention → node in the state `digest`; None when that is not known."""
    from .forward import members_of

    found = members_of(project, digest) if digest else None
    if found is not None:
        return found
    try:
        data = json.loads((project.cache / "members.json").read_text("utf-8"))
        if digest is None or data["digest"] != digest:
            return None
        return {Mention(*mention): node for node, mentions in data["members"].items() for mention in mentions}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def outlook(
    by_type: Mapping[str, Mapping[str, int]],
    former: Mapping[Mention, str] | None,
    resolution: Resolution,
    graph: Graph,
    store: Store,
) -> Outlook:
    """What publishing `graph` would do to the database of `store`, whose nodes had the members `former`."""
    if former is None:
        return Outlook(by_type, None, None)
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for mention, node in resolution.node_of.items():
        old = former.get(mention)
        if old is not None and node[0] in KINDS:
            before[node].add(old)
            after[old].add(node)
    joined = {node: olds for node, olds in before.items() if len(olds) > 1}
    split = {old: nodes for old, nodes in after.items() if len(nodes) > 1}
    names = _names(store, {*split, *(old for olds in joined.values() for old in olds)})
    return Outlook(
        by_type,
        tuple(
            sorted((tuple(sorted(names.get(old, old) for old in olds)), graph.nodes[node].name) for node, olds in joined.items())
        ),
        tuple(
            sorted((names.get(old, old), tuple(sorted(graph.nodes[node].name for node in nodes))) for old, nodes in split.items())
        ),
    )


def _names(store: Store, nodes: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for label in ("Actor", "Event") if nodes else ():
        rows = store.read(
            f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN n.id AS id, n.name AS name", {"ids": sorted(nodes)}
        )
        found.update((row["id"], row["name"]) for row in rows)
    return found
