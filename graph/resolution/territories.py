"""Stratum 1: territories. An official place is its code; a bassin is its name in its département or region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .. import reference
from ..names import name_key
from ..record import Record, Territory
from .clusters import Clustering, Doubts
from .model import Mention, Question

_BASSIN = re.compile(r"^(?:bassins?(?: vie| emplois?| formation)*|spro|territoire|zone emploi) ")

_NAMESAKES = ("commune", "departement", "zone_emploi", "epci")

Home = tuple[str | None, str | None]


class Reading(NamedTuple):
    """What one record says of a territory: the key of its node, its kind, the key of its name, the official place it is (kind, code),
    the département and region it lies in."""

    key: tuple[object, ...]
    kind: str
    name: str
    official: tuple[str, str] | None
    home: Home


def read_territories(record: Record) -> Iterator[tuple[Mention, Reading]]:
    """The territories of one record."""
    context = _context(record)
    for item in record.territories:
        if item.optional:
            continue
        official, name = official_place(item, context), place_key(item.name)
        if official is not None:
            found = Reading(
                (official.kind, official.code), item.kind, place_key(official.name), (official.kind, official.code),
                (official.departement, official.region),
            )  # fmt: skip
        elif item.kind == "bassin":
            home = bassin_home(name, context)
            found = Reading(("bassin", name, home if several_homes(name) else None), item.kind, name, None, home)
        else:
            found = Reading((item.kind, name_key(item.name), context), item.kind, name, None, context)
        yield Mention(record.id, item.id), found


def home_among(counted: Mapping[Home, int]) -> Home:
    """Where a territory lies, by how many records put it there: a place before none, then the most frequent."""
    return min(counted, key=lambda home: (home == (None, None), -counted[home], str(home)))


class Territories:
    """The territory nodes of a set of records, with the official place and the home of each."""

    def __init__(self, records: Sequence[Record], clustering: Clustering) -> None:
        self.places: dict[str, tuple[str, str]] = {}
        self.homes: dict[str, Home] = {}
        self.keys: dict[Mention, str] = {}
        self.kinds: dict[str, str] = {}
        read: dict[Mention, Reading] = {}
        for record in records:
            for mention, found in read_territories(record):
                read[mention] = found
                self.keys[mention] = found.name
                clustering.add(mention, [(1, found.key)])
        self.clusters = clustering.solve()
        self.node_of = {mention: node for node, mentions in self.clusters.items() for mention in mentions}
        for node, mentions in self.clusters.items():
            self.kinds[node] = read[mentions[0]].kind
            told = next((read[mention] for mention in mentions if read[mention].official), None)
            if told is not None and told.official is not None:
                self.places[node] = told.official
            self.homes[node] = told.home if told else home_among(Counter(read[mention].home for mention in mentions))
        homes = {mention: found.home for mention, found in read.items() if found.official is None}
        self.questions = self._doubts(clustering, homes)

    def _doubts(self, clustering: Clustering, homes: Mapping[Mention, Home]) -> list[Question]:
        """Bassins of one name, of which one says nothing of where it lies."""
        doubts = Doubts("territory")
        names: dict[str, dict[Home, Mention]] = {}
        for mention in sorted(mention for mention in homes if several_homes(self.keys[mention])):
            names.setdefault(self.keys[mention], {}).setdefault(homes[mention], mention)
        for name, found in names.items():
            unknown = found.pop((None, None), None)
            for other in found.values():
                if unknown is not None:
                    doubts.add(
                        unknown, other, name, "Same name; one record does not say in which département.",
                        "Même nom ; l'un des documents ne dit pas dans quel département.",
                    )  # fmt: skip
        return doubts.questions(clustering, self.clusters)

    def place_of(self, node: str) -> str:
        """The place key of a territory node: a département or region by its code, others by name and, when several places bear
        that name, by where it lies."""
        official = self.places.get(node)
        if official is not None and official[0] in ("departement", "region"):
            return f"{official[0]} {official[1]}"
        return located(self.keys[self.clusters[node][0]], self.homes[node])

    def is_local(self, node: str | None) -> bool:
        """True for a bassin or a commune: few enough people for a full name to be one person's."""
        return node is not None and self.kinds[node] in ("bassin", "commune")

    def keys_of(self, record: Record) -> set[str]:
        """The keys of the territories that the main events of `record` concern."""
        main = {event.id for event in record.events if event.main}
        ends = {link.end for link in record.links if link.type == "concerns" and link.start in main and not link.optional}
        return {self.keys[Mention(record.id, end)] for end in ends if Mention(record.id, end) in self.keys}

    def home_of(self, record: Record) -> Home:
        """The one département and the one region of what a record's main events concern, else of all territories it names."""
        main = {event.id for event in record.events if event.main}
        concerned = {link.end for link in record.links if link.type == "concerns" and link.start in main and not link.optional}
        named = [item.id for item in record.territories if not item.optional]
        for refs in (concerned, named):
            nodes = [self.node_of[Mention(record.id, ref)] for ref in refs if Mention(record.id, ref) in self.node_of]
            homes = {self.homes[node] for node in nodes}
            if refs is named:
                homes.discard((None, None))  # places that no table knows say nothing against the others
            if homes:
                departements, regions = {home[0] for home in homes}, {home[1] for home in homes}
                return _whole(
                    departements.pop() if len(departements) == 1 else None,
                    regions.pop() if len(regions) == 1 else None,
                )
        return None, None


def _whole(departement: str | None, region: str | None) -> Home:
    """The home with the département of a region that has but one."""
    if region and not departement:
        departement = reference.only_departement(region)
    return departement, region


def located(key: str, home: Home) -> str:
    """The place key of a name: with its département or region when several communes bear it."""
    communes = reference.find_places(key, ["commune"])
    if len(communes) > 1 and communes[0].population < 10 * max(1, communes[1].population):
        return f"{key} ({home[0] or home[1] or ''})"
    return key


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


def several_homes(key: str) -> bool:
    """True when places of this name lie in several départements, so that the name alone does not say which is meant."""
    return len({place.departement for place in reference.find_places(key, _NAMESAKES) if place.departement}) > 1


def bassin_home(key: str, context: Home) -> Home:
    """The département and region of a bassin named after a place, through the places of that name; `context` decides between several.
    Without a place of that name, the context itself."""
    found = reference.find_places(key, _NAMESAKES)
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
    """The département and region that a record speaks of, where there is one only; communes count when it names nothing wider."""
    found: list[reference.Place] = []
    for item in record.territories:
        if item.kind in ("departement", "region"):
            found += (
                reference.find_places(item.code or item.name, [item.kind])[:1]
                or reference.find_places(item.name, [item.kind])[:1]
            )
    if not found:
        for item in record.territories:
            if item.kind == "commune":
                named = reference.find_places(item.name, ["commune"])
                exact = reference.place("commune", item.code) if item.code else named[0] if len(named) == 1 else None
                found += [exact] if exact else []
    departements = {place.departement for place in found if place.departement}
    regions = {place.region for place in found}
    return _whole(
        departements.pop() if len(departements) == 1 else None,
        regions.pop() if len(regions) == 1 else None,
    )
