"""What each node of the graph says: labels, name and properties, from all the items of records that are this node."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from . import reference
from .audience import mask
from .dates import bounds
from .model import Node, Value
from .names import fold
from .record import GROUPS, Record
from .resolution import Mention, Resolution
from .resolution.anchors import anchors
from .resolution.clusters import digest
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

_FREE = ("place", "who_text", "long")
"""Texts of records in which an address may stand."""

Items = Sequence[tuple[Any, int]]
"""Items of records, each with how often it stands there."""
Made = tuple[tuple[str, ...], str, dict[str, Value | None]]


def made_node(node: str, labels: tuple[str, ...], name: str, properties: Mapping[str, Value | None]) -> Node:
    """The node with these properties; None and empty lists are left out, e-mail addresses and telephone numbers masked."""
    kept = {key: value for key, value in properties.items() if value is not None and value != []}
    name = mask(name)
    kept.update({key: mask(value) for key in _FREE if isinstance(value := kept.get(key), str)})
    return Node(node, labels, {"name": name, "name_key": fold(name)[:KEY], **kept})


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
        self.status = {node: event_status(item for _, item in found) for node, found in self.items.items() if node[0] == "e"}
        made: dict[str, Made] = {
            node: make(
                node, [(item, 1) for _, item in found], resolution.places.get(node),
                functools.partial(self._scope_of_unit, node) if node in resolution.units else None,
            )
            for node, found in self.items.items()
        }  # fmt: skip
        for node, (labels, name, properties) in self._told_apart(made).items():
            self.add(node, labels, name, properties)
        for record in records:
            node_of_record = record_node(record, self._items_of(record))
            self.by_id[node_of_record.id] = node_of_record

    def _items_of(self, record: Record) -> list[str]:
        named = anchors(record)
        nodes = ((item, named[item], self.node(record, item)) for item in named)
        return [item_line(record.id, item, anchor, node) for item, anchor, node in nodes if node is not None]

    def add(self, node: str, labels: tuple[str, ...], name: str, properties: Mapping[str, Value | None]) -> None:
        """Add a node; None and empty lists are left out."""
        self.by_id[node] = made_node(node, labels, name, properties)

    def node(self, record: Record, ref: str) -> str | None:
        """The node of an item of a record; None for an optional one."""
        return self.resolution.node_of.get(Mention(record.id, ref))

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

    def _scope_of_unit(self, node: str) -> str | None:
        """The place that the first record which gives a unit one says it serves."""
        scopes = (self.node(record, item.scope) for record, item in self.items[node] if item.scope)
        scope = next((scope for scope in scopes if scope is not None), None)
        return self._place_name(scope) if scope is not None else None

    def _place_of_unit(self, node: str) -> str | None:
        """The place that makes a unit: its département or région, else the perimeter of the first record that names it and has one."""
        place = place_of_unit(self.resolution.units[node][1])
        if place is not None:
            return place
        around = (perimeter(record, self.node) for record, _ in self.items[node])
        territory = next((found for found in around if found is not None), None)
        return self._place_name(territory) if territory is not None else None

    def _place_name(self, territory: str) -> str:
        items = [(item, 1) for _, item in self.items[territory]]
        return bare_place(make(territory, items, self.resolution.places.get(territory))[1])


# --- pure functions of the items behind a node -----------------------------------------------------------------------------


def make(node: str, items: Items, official: tuple[str, str] | None = None, scope: Callable[[], str | None] | None = None) -> Made:
    """Labels, name and properties of a node from the items that are it. `official` is the place (kind, code) that a territory is;
    `scope` is asked for the place of a local unit whose records call it by the name of its network only."""
    kind = node[0]
    if kind == "t":
        return _territory(items, official)
    if kind == "o":
        return _organisation(items, scope)
    makers = {"e": _event, "p": _person, "g": _programme, "s": _partnership, "a": _action}
    return makers[kind](items)


def event_status(items: Iterable[Any]) -> str:
    """The state of an event from all that is said of it."""
    states = {item.status for item in items}
    return next(state for state in _STATUS if state in states)


def perimeter(record: Record, node: Callable[[Record, str], str | None]) -> str | None:
    """The one territory node that the record's main events concern; None for none or several."""
    main = {event.id for event in record.events if event.main}
    ends = {link.end for link in record.links if link.type == "concerns" and link.start in main and not link.optional}
    found = {node(record, end) for end in ends} - {None}
    return found.pop() if len(found) == 1 else None


def place_of_unit(key: str) -> str | None:
    """The name of the département or région that a unit's place key means; None for a smaller place."""
    kind, _, code = key.partition(" ")
    place = reference.place(kind, code) if kind in ("departement", "region") else None
    return place.name if place is not None else None


def item_line(record: str, item: str, anchor: str, node: str) -> str:
    """What a record's node keeps of one of its items, so that permalinks and ids of other times find their node without the project:
    the id of the item alone, its node where that is another, its local id (« p0123456789ab>p9876543210fe p3 »; see `leads`)."""
    own = node[0] + digest(record, anchor)
    return f"{own} {item}" if own == node else f"{own}>{node} {item}"


def record_node(record: Record, items: Iterable[str]) -> Node:
    """The node of a record; `items` are the lines of its items."""
    source = record.source
    name = PurePosixPath(source.path).name
    return made_node(
        record.id, ("Record",), f"{name} ({source.part})" if source.part else name,
        {"source": source.path, "part": source.part, "kind": record.kind, "published": record.published,
         "items": sorted(items)},
    )  # fmt: skip


def _event(items: Items) -> Made:
    found = [item for item, _ in items]
    best = min(found, key=lambda item: (_STATUS.index(item.status), not item.main, -len(item.title), item.title))
    status = event_status(found)
    day = best.date or _first(item.date for item in found)
    earliest, latest = bounds(day)
    told = [item for item in found if item.status == status]
    return ("Event",), best.title, {
        "kind": best.kind,
        "date": day,
        "earliest": earliest,
        "latest": latest,
        "time": best.time or _first(item.time for item in found),
        "place": best.place or _first(item.place for item in found),
        "status": status,
        "size": max((item.size for item in told if item.size is not None), default=None),
        "listed": min((item.listed for item in told), key=_LISTED.index),
        "identifiers": _identifiers(items),
    }  # fmt: skip


def _organisation(items: Items, scope: Callable[[], str | None] | None) -> Made:
    names = _counted(items, "name")
    name = _best_name(names)
    if scope is not None and reference.find_network(name) is not None:
        place = scope()
        name = f"{name} ({place})" if place else name
    return ("Actor", "Organisation"), name, {
        "names": sorted(set(names) | {item.long for item, _ in items if item.long}),
        "long": _most(items, "long"),
        "acronym": _most(items, "acronym"),
        "kind": _most(items, "kind"),
        "level": min((item.level for item, _ in items), key=_LEVELS.index),
        "network": _most(items, "network"),
        "identifiers": _identifiers(items),
    }  # fmt: skip


def _territory(items: Items, official: tuple[str, str] | None) -> Made:
    place = reference.place(*official) if official else None
    names = _counted(items, "name")
    name = place.name if place else _best_name(names)
    return ("Territory", TERRITORY_LABEL[place.kind if place else items[0][0].kind]), name, {
        "code": place.code if place else _first(item.code for item, _ in items),
        "names": sorted(names) if set(names) != {name} else None,
    }  # fmt: skip


def _person(items: Items) -> Made:
    names = _counted(items, "name")
    return ("Actor", "Person"), _best_name(names), {
        "given": _most(items, "given"),
        "family": _most(items, "family"),
        "names": sorted(names) if len(names) > 1 else None,
        "incomplete": True if all(item.incomplete for item, _ in items) else None,
        "identifiers": _identifiers(items),
    }  # fmt: skip


def _programme(items: Items) -> Made:
    names = _counted(items, "name")
    return ("Programme",), _best_name(names), {
        "kind": _most(items, "kind"),
        "long": _most(items, "long"),
        "names": sorted(names) if len(names) > 1 else None,
    }  # fmt: skip


def _partnership(items: Items) -> Made:
    first = min((item for item, _ in items), key=lambda item: (item.date or "9999", item.basis, item.status))
    earliest, latest = bounds(first.date)
    return ("Partnership",), first.basis or "partenariat", {
        "status": first.status, "date": first.date, "earliest": earliest, "latest": latest,
    }  # fmt: skip


def _action(items: Items) -> Made:
    item, _ = items[0]
    return ("Action",), item.what, {
        "due": item.due, "latest": bounds(item.due)[1], "status": item.status, "who_text": item.who_text,
    }  # fmt: skip


def _first(values: Iterable[Any]) -> Any:
    return min((value for value in values if value), default=None)


def _counted(items: Items, attribute: str) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for item, number in items:
        found[getattr(item, attribute)] += number
    return found


def _most(items: Items, attribute: str) -> str | None:
    counts = {value: number for value, number in _counted(items, attribute).items() if value}
    return min(counts, key=lambda name: (-counts[name], -len(name), name)) if counts else None


def _best_name(names: Counter[str]) -> str:
    """The name a body or person is shown by: one that says more than a network's, then the most frequent, then the longest."""
    if len(names) == 1:
        return next(iter(names))
    return min(names, key=lambda name: (reference.find_network(name) is not None, name.isupper(), -names[name], -len(name), name))


def _identifiers(items: Iterable[Any]) -> list[str] | None:
    return sorted({f"{scheme}:{value}" for item, _ in items for scheme, value in item.identifiers.items()}) or None
