"""What a roster adds to the graph beside its records: who is expected where, and the project's own territories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .. import reference
from ..model import Node, Relationship, Value
from ..resolution import Mention
from ..stated import derived, said, statement
from .model import Roster


def expected(roster: Roster, node_of: Mapping[Mention, str]) -> Iterator[Node | Relationship]:
    """ACTIVE_IN with the basis roster of everybody expected somewhere, each with the statement of its row."""
    records = {record.id: record for record in roster.records}
    for item in roster.expected:
        actor, territory = node_of.get(item.actor), node_of.get(item.territory)
        if actor is None or territory is None:
            continue
        values: dict[str, Value] = {"basis": "roster"}
        values.update({name: day for name, day in (("first", item.first), ("last", item.last)) if day is not None})
        link = derived("ACTIVE_IN", actor, territory, "roster", **values)
        yield link
        yield from statement(link.fact, link.type, said(records[item.actor.record], item.evidence))


def own_territories(
    roster: Roster, node_of: Mapping[Mention, str], places: Mapping[str, tuple[str, str]], within: Iterable[Relationship]
) -> Iterator[Relationship]:
    """WITHIN of the project's own territories: they lie in what their rows say and in all that is `within` that, and hold those of
    their communes that the graph knows (`places`: node → official place). `share` says how much of one with communes lies there."""
    communes = {code: node for node, (kind, code) in places.items() if kind == "commune"}
    around: dict[str, set[str]] = defaultdict(set)
    shares: dict[tuple[str, str], float] = {}
    for link in within:
        around[link.start].add(link.end)
    for own in roster.own:
        node, parent = node_of.get(own.territory), node_of.get(own.parent) if own.parent else None
        if node and parent and node != parent:
            around[node].add(parent)
            if (share := _share(own.communes, places.get(parent))) is not None:
                shares[node, parent] = share
        for code in own.communes if node else ():
            if code in communes and node:
                around[communes[code]].add(node)
    for start in sorted(around):
        seen: set[str] = set()
        front = set(around[start])
        while front:
            seen |= front
            front = {outer for inner in front for outer in around.get(inner, ())} - seen - {start}
        for end in sorted(seen):
            values: dict[str, Any] = {"share": shares[start, end]} if (start, end) in shares else {}
            yield derived("WITHIN", start, end, "", **values)


def _share(communes: Sequence[str], around: tuple[str, str] | None) -> float | None:
    """The part of the inhabitants of these communes who live in a département or région; None where that is not known. A bassin that
    crosses a border lies in its département by less than 1."""
    if not communes or around is None or around[0] not in ("departement", "region"):
        return None
    known = [place for code in communes if (place := reference.place("commune", code)) is not None]
    everybody = sum(place.population for place in known)
    if not everybody or len(known) < len(communes):
        return None
    return round(sum(place.population for place in known if getattr(place, around[0]) == around[1]) / everybody, 3)
