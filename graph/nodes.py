"""What each node of the graph says: labels, name and properties, from all the items of records that are this node."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from . import reference
from .dates import bounds
from .model import Node, Value
from .names import fold
from .record import GROUPS, Record
from .resolution import Mention, Resolution
from .resolution.territories import bare_place

KEY = 200
"""Characters of a folded name: longer values do not fit the index of Neo4j (8 kB)."""
TERRITORY_LABEL = {
    "bassin": "Bassin", "commune": "Commune", "departement": "Departement", "region": "Region", "zone_emploi": "ZoneEmploi",
    "epci": "Epci",
}  # fmt: skip
_STATUS = ("held", "cancelled", "postponed", "planned", "proposed")
"""Of the states that records give one event, the first wins: who tells of a meeting knows more than who announced it."""
_LISTED = ("complete", "partial", "none")
_LEVELS = ("unit", "body", "collective", "network")

Items = Sequence[tuple[Record, Any]]
Made = tuple[tuple[str, ...], str, dict[str, Value | None]]


class Nodes:
    """The nodes of `records`: `items` are the mentions behind each, `status` the state of each event."""

    def __init__(self, records: Sequence[Record], resolution: Resolution) -> None:
        self.resolution = resolution
        self.by_id: dict[str, Node] = {}
        self.items: dict[str, list[tuple[Record, Any]]] = defaultdict(list)
        for record in records:
            for group in GROUPS:
                for item in getattr(record, group):
                    node = resolution.node_of.get(Mention(record.id, item.id))
                    if node is not None:
                        self.items[node].append((record, item))
        self.status: dict[str, str] = {}
        for node, found in self.items.items():
            if node[0] == "e":
                states = {item.status for _, item in found}
                self.status[node] = next(state for state in _STATUS if state in states)
        makers = {
            "e": self._event, "o": self._organisation, "p": _person, "t": self._territory, "g": _programme, "s": _partnership,
            "a": _action,
        }  # fmt: skip
        made: dict[str, Made] = {node: makers[node[0]](node, found) for node, found in self.items.items()}
        for node, (labels, name, properties) in self._told_apart(made).items():
            self.add(node, labels, name, properties)
        for record in records:
            source = record.source
            name = PurePosixPath(source.path).name
            self.add(
                record.id, ("Record",), f"{name} ({source.part})" if source.part else name,
                {"source": source.path, "part": source.part, "kind": record.kind, "published": record.published},
            )  # fmt: skip

    def add(self, node: str, labels: tuple[str, ...], name: str, properties: Mapping[str, Value | None]) -> None:
        """Add a node; None and empty lists are left out."""
        kept = {key: value for key, value in properties.items() if value is not None and value != []}
        self.by_id[node] = Node(node, labels, {"name": name, "name_key": fold(name)[:KEY], **kept})

    def node(self, record: Record, ref: str) -> str | None:
        """The node of an item of a record; None for an optional one."""
        return self.resolution.node_of.get(Mention(record.id, ref))

    # --- kinds ----------------------------------------------------------------------------------------------------------

    def _event(self, node: str, found: Items) -> Made:
        items = [item for _, item in found]
        best = min(items, key=lambda item: (_STATUS.index(item.status), not item.main, -len(item.title), item.title))
        day = best.date or _first(item.date for item in items)
        earliest, latest = bounds(day)
        told = [item for item in items if item.status == self.status[node]]
        return ("Event",), best.title, {
            "kind": best.kind,
            "date": day,
            "earliest": earliest,
            "latest": latest,
            "time": best.time or _first(item.time for item in items),
            "place": best.place or _first(item.place for item in items),
            "status": self.status[node],
            "size": max((item.size for item in told if item.size is not None), default=None),
            "listed": min((item.listed for item in told), key=_LISTED.index),
            "identifiers": _identifiers(items),
        }  # fmt: skip

    def _organisation(self, node: str, found: Items) -> Made:
        items = [item for _, item in found]
        names = Counter(item.name for item in items)
        name = _best_name(names)
        if node in self.resolution.units and reference.find_network(name) is not None:
            scopes = [self.node(record, item.scope) for record, item in found if item.scope]
            scope = next((scope for scope in scopes if scope is not None), None)
            if scope is not None:
                name = f"{name} ({self._place_name(scope)})"
        return ("Actor", "Organisation"), name, {
            "names": sorted(set(names) | {item.long for item in items if item.long}),
            "long": _most(item.long for item in items),
            "acronym": _most(item.acronym for item in items),
            "kind": _most(item.kind for item in items),
            "level": min((item.level for item in items), key=_LEVELS.index),
            "network": _most(item.network for item in items),
            "identifiers": _identifiers(items),
        }  # fmt: skip

    def _territory(self, node: str, found: Items) -> Made:
        items = [item for _, item in found]
        official = self.resolution.places.get(node)
        place = reference.place(*official) if official else None
        names = Counter(item.name for item in items)
        name = place.name if place else _best_name(names)
        return ("Territory", TERRITORY_LABEL[place.kind if place else items[0].kind]), name, {
            "code": place.code if place else _first(item.code for item in items),
            "names": sorted(names) if set(names) != {name} else None,
        }  # fmt: skip

    def _told_apart(self, made: dict[str, Made]) -> dict[str, Made]:
        """The nodes with the place of each local unit put behind a name that several units bear: « CIO (Blois) »."""
        units: dict[str, list[str]] = defaultdict(list)
        for node, (_, name, _) in made.items():
            if node in self.resolution.units:
                units[name].append(node)
        for name, nodes in units.items():
            for node in nodes if len(nodes) > 1 else ():
                place = self._place_of_unit(node)
                if place is not None:
                    labels, _, properties = made[node]
                    made[node] = (labels, f"{name} ({place})", properties)
        return made

    def _place_of_unit(self, node: str) -> str | None:
        """The place that makes a unit: its département or région, else the perimeter of the first record that names it."""
        kind, _, code = self.resolution.units[node][1].partition(" ")
        place = reference.place(kind, code) if kind in ("departement", "region") else None
        if place is not None:
            return place.name
        for record, _ in self.items[node]:
            main = {event.id for event in record.events if event.main}
            concerned = {self.node(record, link.end) for link in record.links if link.type == "concerns" and link.start in main}
            if len(concerned) == 1:
                (territory,) = concerned
                return self._place_name(territory) if territory is not None else None
        return None

    def _place_name(self, territory: str) -> str:
        return bare_place(self._territory(territory, self.items[territory])[1])


def _person(node: str, found: Items) -> Made:
    items = [item for _, item in found]
    names = Counter(item.name for item in items)
    return ("Actor", "Person"), _best_name(names), {
        "given": _most(item.given for item in items),
        "family": _most(item.family for item in items),
        "names": sorted(names) if len(names) > 1 else None,
        "incomplete": True if all(item.incomplete for item in items) else None,
        "identifiers": _identifiers(items),
    }  # fmt: skip


def _programme(node: str, found: Items) -> Made:
    items = [item for _, item in found]
    names = Counter(item.name for item in items)
    return ("Programme",), _best_name(names), {
        "kind": _most(item.kind for item in items),
        "long": _most(item.long for item in items),
        "names": sorted(names) if len(names) > 1 else None,
    }  # fmt: skip


def _partnership(node: str, found: Items) -> Made:
    first = min((item for _, item in found), key=lambda item: (item.date or "9999", item.basis))
    earliest, latest = bounds(first.date)
    return ("Partnership",), first.basis or "partenariat", {
        "status": first.status, "date": first.date, "earliest": earliest, "latest": latest,
    }  # fmt: skip


def _action(node: str, found: Items) -> Made:
    item = found[0][1]
    return ("Action",), item.what, {
        "due": item.due, "latest": bounds(item.due)[1], "status": item.status, "who_text": item.who_text,
    }  # fmt: skip


def _first(values: Iterable[Any]) -> Any:
    return min((value for value in values if value), default=None)


def _most(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda name: (-counts[name], -len(name), name)) if counts else None


def _best_name(names: Counter[str]) -> str:
    """The name a body or person is shown by: one that says more than a network's, then the most frequent, then the longest."""
    if len(names) == 1:
        return next(iter(names))
    return min(names, key=lambda name: (reference.find_network(name) is not None, name.isupper(), -names[name], -len(name), name))


def _identifiers(items: Iterable[Any]) -> list[str] | None:
    return sorted({f"{scheme}:{value}" for item in items for scheme, value in item.identifiers.items()}) or None
