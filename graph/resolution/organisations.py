"""Stratum 2: organisations. A local unit is its network and its perimeter; any other body its name, where it acts in one place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..record import Organisation, Record
from .clusters import Clustering, Doubts, chained
from .model import Mention
from .naming import body_key, gazetteer_keys, network_of, place_of_unit, related_networks
from .spelling import demonym_of, misspelt_name, slips, variants
from .territories import Home, Territories

_LONG = 10
"""Letters of a name from which on one slip of the keyboard is likelier than another body."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What two mentions of bodies are compared by: folded names (also the long one and the acronym), the network it is a unit of and
    the place that makes the unit, where it acts, whether its name says more than the network's, its level."""

    names: frozenset[str]
    network: str | None
    place: str | None
    home: Home
    where: str | None
    bare: bool
    level: str


class Organisations:
    """The organisation nodes of a set of records."""

    def __init__(self, records: Sequence[Record], territories: Territories, perimeters: Mapping[str, str | None],
                 clustering: Clustering) -> None:  # fmt: skip
        self.profiles: dict[Mention, Profile] = {}
        by_profile: dict[Profile, list[Mention]] = defaultdict(list)
        for record in records:
            for mention, profile, item in profiles_of(record, territories, perimeters.get(record.id)):
                self.profiles[mention] = profile
                by_profile[profile].append(mention)
                clustering.add(mention, (), item.identifiers)
        join(by_profile, clustering)
        self.clusters = clustering.solve()
        self.node_of = {mention: node for node, mentions in self.clusters.items() for mention in mentions}
        self.questions = _doubts(by_profile).questions(clustering, self.clusters)

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

    def related(self, records: Sequence[Record]) -> dict[str, set[str]]:
        """Node → nodes that are its successor or predecessor, its whole or its part: a person may pass between them."""
        found: dict[str, set[str]] = defaultdict(set)

        def relate(one: str | None, two: str | None) -> None:
            if one and two and one != two:
                found[one].add(two)
                found[two].add(one)

        for record in records:
            for link in record.links:
                if link.type in ("part_of", "succeeded_by") and not link.optional:
                    relate(self.node_of.get(Mention(record.id, link.start)), self.node_of.get(Mention(record.id, link.end)))
        units = {unit: node for node, unit in sorted(self.units().items())}
        for (network, place), node in units.items():
            for other in related_networks(network):
                relate(node, units.get((other, place)))
        return found


def profiles_of(
    record: Record, territories: Territories, perimeter: str | None
) -> Iterator[tuple[Mention, Profile, Organisation]]:
    """The bodies of one record with what they are compared by."""
    home = territories.home_of(record)
    for item in record.organisations:
        if not item.optional:
            yield Mention(record.id, item.id), _profile(record, item, territories, perimeter, home), item


def join(by_profile: Mapping[Profile, list[Mention]], clustering: Clustering) -> None:
    """Put into `clustering` what joins these mentions, already added. What it does to the mentions of a profile depends on nothing but
    the profiles that share a key of `block_keys` with it, directly or through others."""
    first: dict[Profile, Mention] = {}
    for profile, mentions in by_profile.items():
        first[profile] = min(mentions)
        keys = keys_of(profile)
        if profile.home[1] and not profile.network:
            for mention in mentions:
                clustering.tags[mention] = frozenset([profile.home[1]])
        for head in clustering.bundle(mentions) if keys else ():
            for key in keys:
                clustering.keys.setdefault(key, []).append(head)
    for one, two in _misspelt(by_profile):
        clustering.join(first[one], first[two], 5)


def block_keys(profile: Profile) -> list[str]:
    """What two profiles must have in common for a rule to see both: a key, or a name one slip apart in one département."""
    found = [repr(key) for key in keys_of(profile)]
    for departement, network, name in _slip_names(profile):
        if network or len(name) >= _LONG - 1:
            found += [f"~ {departement} {network} {variant}" for variant in variants(name)]
    return found


def _profile(record: Record, item: Organisation, territories: Territories, perimeter: str | None, home: Home) -> Profile:
    scope = territories.node_of.get(Mention(record.id, item.scope)) if item.scope else None
    where = scope or perimeter
    if where and territories.homes[where] != (None, None):
        home = territories.homes[where]
    network, rest = network_of(item)
    place = None
    if network and item.level != "network":
        place = place_of_unit(network, rest, territories.place_of(where) if where else None, home)
    names = frozenset(body_key(name) for name in (item.name, item.long, item.acronym) if name)
    return Profile(names, network, place, home, where, network is not None and not rest, item.level)


def keys_of(profile: Profile) -> list[tuple[int, object]]:
    """Keys under which this body is the same as another: rank 1 a known unit or body, 2 network and place, 3 name and home."""
    keys = gazetteer_keys(profile.names, profile.network, profile.place, profile.bare)
    if profile.network:
        if profile.level == "network":
            keys.append((2, ("network", profile.network)))
        elif profile.place:
            keys.append((2, (profile.network, profile.place)))
        return keys
    departement, region = profile.home
    for name in profile.names:
        if departement and len(name) >= 3:
            keys.append((3, (name, departement)))
        if len(name.split()) >= 3:  # « Communauté de communes du Vexin » is one body wherever it is named; « CFDT » is not
            keys.append((3, (name, region or "")))
        if len(name.split()) >= 4:
            keys.append((4, (name, "anywhere")))  # but never in two regions: see `Clustering.tags`
    return keys


def _misspelt(profiles: Iterable[Profile]) -> Iterable[tuple[Profile, Profile]]:
    """Pairs of profiles of one département whose names, or the places of whose units, differ by a slip."""
    blocks: dict[tuple[str, str | None], dict[str, Profile]] = defaultdict(dict)
    for profile in sorted(profiles, key=_order):
        for departement, network, name in _slip_names(profile):
            blocks[(departement, network)].setdefault(name, profile)
    for (_, network), named in sorted(blocks.items(), key=str):
        for a, b in slips(named):
            if (network or min(len(a), len(b)) >= _LONG) and misspelt_name(a, b):
                yield named[a], named[b]


def _slip_names(profile: Profile) -> Iterator[tuple[str, str | None, str]]:
    """(département, network, name) under which a slip of the keyboard is looked for: the place of a unit, the names of another body."""
    if not profile.home[0] or profile.level == "network":
        return
    if profile.network:
        if profile.place and " " not in profile.place:
            yield profile.home[0], profile.network, profile.place
    else:
        for name in sorted(profile.names):
            yield profile.home[0], None, name


def _doubts(by_profile: Mapping[Profile, list[Mention]]) -> Doubts:
    """Doubts of a name between places and of a network within a département."""
    doubts = Doubts("organisation")
    names: dict[str, list[Profile]] = defaultdict(list)
    networks: dict[tuple[str, str], list[Profile]] = defaultdict(list)
    nowhere: dict[str, list[Profile]] = defaultdict(list)
    for profile in sorted(by_profile, key=_order):
        if profile.network and profile.level != "network":
            if profile.home[0] and profile.place:
                networks[(profile.network, profile.home[0])].append(profile)
            elif profile.bare and not profile.place:
                nowhere[profile.network].append(profile)
        elif not profile.network:
            for name in sorted(profile.names):
                names[name].append(profile)

    def ask(one: Profile, two: Profile, group: str, en: str, fr: str) -> None:
        doubts.add(min(by_profile[one]), min(by_profile[two]), group, en, fr)

    for (network, _), found in networks.items():
        for one, two in chained(found, 40):
            if one.place != two.place and (_wider(one, two) or _one_place(one, two)):
                ask(one, two, network, "Same network and same département; the places may be one.",
                    "Même réseau et même département ; les lieux peuvent être le même.")  # fmt: skip
    for network, found in nowhere.items():
        mentions = sorted(mention for profile in found for mention in by_profile[profile])
        if len(mentions) > 1:
            doubts.add(mentions[0], mentions[1], network, f"{len(mentions)} mentions of this network without a perimeter.",
                       f"{len(mentions)} mentions de ce réseau sans périmètre.")  # fmt: skip
    for name, found in names.items():
        for one, two in chained(found):
            if _maybe_one(name, one.home, two.home):
                ask(
                    one,
                    two,
                    name,
                    "Same name; not known to be in the same place.",
                    "Même nom ; rien ne dit que c'est au même endroit.",
                )
    return doubts


def _wider(one: Profile, two: Profile) -> bool:
    """True when one is named for a whole département and the other for a place in it."""
    return (one.place or "").startswith("departement ") != (two.place or "").startswith("departement ")


def _one_place(one: Profile, two: Profile) -> bool:
    a, b = one.place or "", two.place or ""
    return demonym_of(a, b) or demonym_of(b, a)


def _maybe_one(name: str, one: Home, two: Home) -> bool:
    """Whether bodies of one name in two places may be one: no départements that differ, or a name that few bear and one region."""
    if one[0] and two[0] and one[0] != two[0]:
        return len(name.split()) >= 3 and one[1] != two[1]
    return not (one[1] and two[1] and one[1] != two[1])


def _order(profile: Profile) -> tuple[object, ...]:
    return (sorted(profile.names), profile.network or "", profile.place or "", str(profile.home), profile.where or "", profile.bare,
            profile.level)  # fmt: skip
