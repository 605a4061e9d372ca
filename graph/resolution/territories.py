"""Stratum 1: territories. An official place is its code; a bassin is its name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from .. import reference
from ..names import name_key
from ..record import Record, Territory
from .clusters import Clustering
from .model import Mention

_BASSIN = re.compile(r"^(?:bassins?(?: vie| emplois?| formation)*|spro|territoire|zone emploi) ")

Home = tuple[str | None, str | None]


class Territories:
    """The territory nodes of a set of records, with the official place and the home of each."""

    def __init__(self, records: Sequence[Record], dates: Mapping[str, str]) -> None:
        clustering = Clustering("t", dates)
        self.places: dict[str, tuple[str, str]] = {}
        self.homes: dict[str, Home] = {}
        self.keys: dict[Mention, str] = {}
        found: dict[Mention, reference.Place | None] = {}
        contexts: dict[Mention, Home] = {}
        for record in records:
            context = _context(record)
            for item in record.territories:
                if item.optional:
                    continue
                mention = Mention(record.id, item.id)
                official = official_place(item, context)
                found[mention], contexts[mention] = official, context
                self.keys[mention] = place_key(item.name)
                if official is not None:
                    key: tuple[object, ...] = (official.kind, official.code)
                elif item.kind == "bassin":
                    key = ("bassin", self.keys[mention])
                else:
                    key = (item.kind, name_key(item.name), context)
                clustering.add(mention, [(1, key)])
        self.clusters = clustering.solve()
        self.node_of = {mention: node for node, mentions in self.clusters.items() for mention in mentions}
        for node, mentions in self.clusters.items():
            official = found[mentions[0]]
            if official is not None:
                self.places[node] = (official.kind, official.code)
                self.homes[node] = (official.departement, official.region)
            else:
                homes = Counter(contexts[mention] for mention in mentions)
                context = min(homes, key=lambda home: (-homes[home], str(home)))
                self.homes[node] = bassin_home(self.keys[mentions[0]], context)

    def place_of(self, node: str) -> str:
        """The place key of a territory node: a département by its code, others by name."""
        official = self.places.get(node)
        if official is not None and official[0] == "departement":
            return f"departement {official[1]}"
        return self.keys[self.clusters[node][0]]


def place_key(name: str) -> str:
    """The key of a place whatever stands before it: « Bassin d'emploi de Blois » and « Blois » give "blois"."""
    key = name_key(name) + " "
    shorter = _BASSIN.sub("", key).strip()
    return shorter or key.strip()


_HEAD = re.compile(
    r"^bassins?(?: d['’]emploi| de vie| emploi)?(?:[- ]formation)? (?:de la |de l['’]|du |des |de |d['’])?", re.IGNORECASE
)


def bare_place(name: str) -> str:
    """The name of a place without what kind of territory it is: « Bassin d'emploi du Vexin » gives « Vexin »."""
    return _HEAD.sub("", name) or name


def official_place(item: Territory, context: Home) -> reference.Place | None:
    """The official place that a territory of a record is; None for a bassin, or a commune whose name fits several equally well."""
    if item.kind == "bassin":
        return None
    if item.code:
        exact = reference.place(item.kind, item.code)
        if exact is not None:
            return exact
    found = reference.find_places(item.name, [item.kind])
    if len(found) <= 1:
        return found[0] if found else None
    near = [place for place in found if place.departement and place.departement == context[0]] or [
        place for place in found if place.region and place.region == context[1]
    ]
    if len(near) == 1:
        return near[0]
    if not near and found[0].population >= 10 * max(1, found[1].population):
        return found[0]  # the town everybody means
    return None


def bassin_home(key: str, context: Home) -> Home:
    """The département and region of a bassin named after a place, through the places of that name; `context` decides between several.
    Without a place of that name, the context itself."""
    found = reference.find_places(key, ["commune", "departement", "zone_emploi", "epci"])
    if not found:
        return context
    for want in (
        [place for place in found if place.departement and place.departement == context[0]],
        [place for place in found if place.region and place.region == context[1]],
        list(found),
    ):
        homes = {(place.departement, place.region) for place in want if place.departement}
        if len(homes) == 1:
            return homes.pop()
    return context


def _context(record: Record) -> Home:
    """The département and region that a record speaks of, where there is one only."""
    departements: set[str] = set()
    regions: set[str | None] = set()
    for item in record.territories:
        if item.kind == "departement":
            found = reference.find_places(item.code or item.name, ["departement"])
            departements.update(place.code for place in found[:1])
            regions.update(place.region for place in found[:1])
        elif item.kind == "region":
            found = reference.find_places(item.name, ["region"])
            regions.update(place.code for place in found[:1])
    departement = next(iter(departements)) if len(departements) == 1 else None
    region = next(iter(regions)) if len(regions) == 1 else None
    return departement, region
