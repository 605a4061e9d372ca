"""Stratum 2: organisations. A local unit is its network and its perimeter; any other body its name, where it acts in one place."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .. import reference
from ..names import name_key
from ..record import Organisation, Record
from .clusters import Clustering, pairs_within
from .model import Mention, Question
from .territories import Home, Territories, place_key


@dataclass(frozen=True, slots=True)
class Profile:
    """What two mentions of bodies are compared by."""

    mention: Mention
    names: frozenset[str]
    network: str | None
    place: str | None
    home: Home
    bare: bool
    level: str


class Organisations:
    """The organisation nodes of a set of records."""

    def __init__(self, records: Sequence[Record], territories: Territories, perimeters: Mapping[str, str | None], dates: Mapping[str, str],
                 clustering: Clustering) -> None:  # fmt: skip
        self.questions: list[Question] = []
        self.profiles: dict[Mention, Profile] = {}
        for record in records:
            for item in record.organisations:
                if item.optional:
                    continue
                profile = self._profile(record, item, territories, perimeters.get(record.id))
                self.profiles[profile.mention] = profile
                clustering.add(profile.mention, _keys(profile), item.identifiers)
        self._ask(clustering)
        self.clusters = clustering.solve()
        self.node_of = {mention: node for node, mentions in self.clusters.items() for mention in mentions}
        self.questions = [q for q in self.questions if self.node_of[q.a] != self.node_of[q.b]]

    def units(self) -> dict[str, tuple[str, str]]:
        """Node → (network, place key) of local units."""
        found = {}
        for node, mentions in self.clusters.items():
            for mention in mentions:
                profile = self.profiles[mention]
                if profile.network and profile.place:
                    found[node] = (profile.network, profile.place)
                    break
        return found

    @staticmethod
    def _profile(record: Record, item: Organisation, territories: Territories, perimeter: str | None) -> Profile:
        mention = Mention(record.id, item.id)
        scope = territories.node_of.get(Mention(record.id, item.scope)) if item.scope else None
        where = scope or perimeter
        home = territories.homes.get(where, (None, None)) if where else (None, None)
        names = frozenset(filter(None, (name_key(name) for name in (item.name, item.long) if name)))
        network, rest = network_of(item)
        place = None
        if network and item.level != "network":
            place = _place_of(rest) if rest else territories.place_of(where) if where else None
        return Profile(mention, names, network, place, home, network is not None and not rest, item.level)

    def _ask(self, clustering: Clustering) -> None:
        blocks: dict[object, list[Mention]] = {}
        for mention, profile in self.profiles.items():
            for name in profile.names:
                blocks.setdefault(name, []).append(mention)
            if profile.network and profile.home[0]:
                blocks.setdefault((profile.network, profile.home[0]), []).append(mention)

        def look(a: Mention, b: Mention) -> None:
            one, two = self.profiles[a], self.profiles[b]
            doubt = _doubt(one, two)
            if doubt and not clustering.identified_apart(a, b):
                self.questions.append(Question("organisation", a, b, *doubt))

        # Very common names (« conseil régional ») would give a question for every pair: one a name and record is enough to answer.
        pairs_within((block[:40] for block in blocks.values()), look)


def _place_of(rest: str) -> str:
    """The place key of what a unit's name adds to its network's: a département by name or number is its code."""
    found = reference.find_places(rest, ["departement"])
    return f"departement {found[0].code}" if found else place_key(rest)


def network_of(item: Organisation) -> tuple[str | None, str]:
    """The network (renamings followed) that a body is a unit of, and what its name adds to the network's: « ML BLOIS » gives
    ("mission-locale", "blois"), « Mission Locale » ("mission-locale", "")."""
    named = reference.find_network(item.network) if item.network else None
    key = name_key(item.name)
    for unit_key in (reference.unit_key(item.name), key):
        words = unit_key.split()
        for size in range(len(words), 0, -1):
            found = reference.find_network(" ".join(words[:size]))
            if found is None and named is None:
                continue
            if found is not None and found.units and (named is None or renamed(found.id) == renamed(named.id)):
                return renamed(found.id), " ".join(words[size:])
    if named is not None and named.units:
        shortened = set(key.split()) <= set(name_key(named.name).split())  # « chambre de métiers » for « … et de l'artisanat »
        return renamed(named.id), "" if shortened else key
    return None, ""


@functools.cache
def renamed(network: str) -> str:
    """The id of a network's first name: a pure renaming (one predecessor that has one successor) is the same body."""
    seen = {network}
    while True:
        found = reference.network(network)
        if found is None or len(found.predecessors) != 1:
            return network
        before = reference.network(found.predecessors[0])
        if before is None or len(before.successors) != 1 or before.id in seen:
            return network
        network = before.id
        seen.add(network)


def _keys(profile: Profile) -> list[tuple[int, object]]:
    """Keys under which this body is the same as another: rank 1 a known unit, 2 network and place, 3 name and home."""
    keys: list[tuple[int, object]] = []
    for name in profile.names:
        units = reference.find_units(name)
        if len(units) == 1:
            keys.append((1, ("unit", units[0].id)))
    if profile.network:
        if profile.level == "network":
            keys.append((2, ("network", profile.network)))
        elif profile.place:
            keys.append((2, (profile.network, profile.place)))
        return keys
    departement, region = profile.home
    for name in profile.names:
        body = reference.find_body(name)
        if body is not None:
            keys.append((1, ("body", body.id)))
        national = reference.find_network(name)
        if national is not None and not national.units:
            keys.append((2, ("national", renamed(national.id))))
        if departement and len(name) >= 3:
            keys.append((3, (name, departement)))
        if len(name.split()) >= 3:  # « Communauté de communes du Vexin » is one body wherever it is named; « CFDT » is not
            keys.append((3, (name, region or "")))
        if len(name.split()) >= 4:
            keys.append((3, (name, "anywhere")))
    return keys


def _doubt(one: Profile, two: Profile) -> tuple[str, str] | None:
    if one.network or two.network:
        if one.network != two.network or one.level == "network" or two.level == "network":
            return None
        if (
            one.place
            and two.place
            and one.place != two.place
            and one.bare != two.bare
            and one.home[0]
            and one.home[0] == two.home[0]
        ):
            return (
                "Same network and same département; one of them is named without a place.",
                "Même réseau et même département ; l'une des deux est nommée sans lieu.",
            )
        return None
    if one.names & two.names:
        return "Same name in another territory.", "Même nom dans un autre territoire."
    return None
