"""Who is asked about in a scope: its partners and resources, on what grounds, since when, and who counts for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations

from ..graph import reference
from ..graph.errors import QueryError
from ..graph.names import fold
from ..graph.resolution import renamed
from .gathering import NAMED, PRESENTING, Gathered, Reader, gather
from .lookup import Scope
from .meetings import Pair, Thresholds, ancestors, by_date, heirs, ordered
from .partners import Basis, Candidate, Partner, Roster, is_resource, roster
from .verdicts import Window

MOST = 1_000
"""Partners of one question; more give more pairs than a person can read, and the embedded engine slows down."""
NETWORK = "network:"
"""What the id of a whole network begins with, where networks are counted instead of their units."""
_BASES: dict[str, Basis] = {"member": "member", "roster": "member", "delegate": "delegate", "scope": "scope"}


@dataclass(frozen=True, slots=True)
class Kinship:
    """How bodies hang together: `standing` maps a body to those it counts for, `wholes` to what it is part of."""

    standing: Mapping[str, tuple[str, ...]]
    wholes: Mapping[str, frozenset[str]]
    names: Mapping[str, str] = field(default_factory=dict)
    """What stands for whole networks, with their names: they are no nodes of the graph."""

    def apart(self, a: str, b: str) -> bool:
        """True for a whole and its part."""
        return a in self.wholes.get(b, ()) or b in self.wholes.get(a, ())


@dataclass(slots=True)
class Ground:
    """On what somebody is a partner, gathered from all reads."""

    bases: set[Basis] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    attended: set[str] = field(default_factory=set)
    spoke: set[str] = field(default_factory=set)
    around: set[str] = field(default_factory=set)
    facts: list[str] = field(default_factory=list)
    starts: list[date] = field(default_factory=list)
    ends: list[date] = field(default_factory=list)
    open_start: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Membership:
    """A scope with those asked about: `found` what is known of it, `grounds` by actor, `chosen` its partners and resources."""

    found: Gathered
    kinship: Kinship
    grounds: Mapping[str, Ground]
    candidates: Sequence[Candidate]
    chosen: Roster
    people: bool

    @property
    def ids(self) -> list[str]:
        """The partners, in the order of the roster."""
        return [partner.id for partner in self.chosen.partners]

    @property
    def names(self) -> dict[str, str]:
        return {candidate.id: candidate.name for candidate in self.candidates}


def asked_about(
    reader: Reader, scope: Scope | None, since: date | None, until: date | None, thresholds: Thresholds, *,
    people: bool = False, everything: bool = False, level: str = "unit",
) -> Membership:  # fmt: skip
    """The partners of `scope` in a period, bodies or `people`; in a committee with `everything`, all whom its lists name.

    Raises QueryError when they are too many for a table of pairs.
    """
    found = gather(reader, scope, since, until, people=people)
    kinship = kinship_of(reader, level, people)
    grounds = grounds_of(reader, found, kinship, people)
    candidates = candidates_of(reader, found, grounds, kinship, people)
    committee = scope is not None and scope.kind != "territory"
    chosen = roster(candidates, thresholds, everybody=everything and committee, committee=committee)
    if people and not everything:
        chosen = recent(chosen, found.as_of, thresholds.months)
    if len(chosen.partners) > MOST:
        raise QueryError(
            f"{len(chosen.partners)} partners are too many for one table of pairs. Narrow the question with --scope or --since.",
            f"{len(chosen.partners)} partenaires font trop de paires pour un tableau. Précisez avec --scope ou --since.",
        )
    return Membership(found, kinship, grounds, candidates, chosen, people)


def kinship_of(reader: Reader, level: str, people: bool) -> Kinship:
    """Who counts for whom: successors for the bodies they follow; at the level "parent" wholes for their parts, at the level
    "network" a network for all its units. People count for themselves."""
    if people:
        return Kinship({}, {})
    parts: list[Pair] = []
    successions: list[Pair] = []
    for row in reader.read("kinship"):
        (parts if row["type"] == "PART_OF" else successions).append((row["start"], row["end"]))
    wholes = ancestors(parts)
    standing = heirs(successions)
    tops: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    if level == "parent":
        tops = {body: tuple(sorted(w for w in above if not wholes.get(w))) for body, above in wholes.items()}
    elif level == "network":
        for row in reader.read("networks"):
            network = network_called(row["network"])
            tops[row["id"]] = (NETWORK + network[0],)
            names[NETWORK + network[0]] = min(network[1], names.get(NETWORK + network[0], network[1]))
    if tops:
        standing = {**tops, **{old: tuple(sorted({t for h in new for t in tops.get(h, (h,))})) for old, new in standing.items()}}
    return Kinship(standing, wholes, names)


def network_called(name: str) -> tuple[str, str]:
    """(id, name in use) of the network that records call `name`; a renamed one keeps its first id: « Pôle emploi » and « France
    Travail » are one, called by the newer name."""
    known = reference.find_network(name)
    if known is None:
        return fold(name), name
    newer = [network for network in reference.networks() if network.renamed_from == known.id]
    return (renamed(known.id), name) if not newer else network_called(newer[0].name)


def grounds_of(reader: Reader, found: Gathered, kinship: Kinship, people: bool) -> dict[str, Ground]:
    """Everybody the records of a scope know, with what makes each a partner."""
    grounds: dict[str, Ground] = {}
    known: dict[str, list[Ground]] = {}

    def of(actor: str) -> list[Ground]:
        if actor not in known:
            known[actor] = [grounds.setdefault(heir, Ground()) for heir in kinship.standing.get(actor, (actor,))]
        return known[actor]

    # The newest local list that names somebody proves best that they belong here; ids would put any first.
    order = {o.id: (not o.inside, -place) for place, o in enumerate(by_date(found.occasions.values()))}
    for event, state, actor, person, fact in sorted(found.namings, key=lambda naming: order[naming.event]):
        if person != people:
            continue
        occasion = found.occasions[event]
        for ground in of(actor):
            if state in NAMED:
                if occasion.inside:
                    ground.named.add(event)
                    ground.facts.append(fact)
                    if occasion.earliest:
                        ground.starts.append(occasion.earliest)
                    if state == "ATTENDED":
                        ground.attended.add(event)
                elif state == "ATTENDED":
                    ground.around.add(event)
                    ground.facts.append(fact)
            elif occasion.inside and found.roles.get((event, actor), frozenset()) & PRESENTING:
                ground.spoke.add(event)
                ground.facts.append(fact)
    if found.scope is not None:
        for row in reader.read("grounds", scope=list(found.scope.ids)):
            for ground in of(row["actor"]):
                ground.bases.add(_BASES[row["basis"]])
                ground.facts.insert(0, row["fact"])
                if row["first"]:
                    ground.starts.append(row["first"])
                else:
                    ground.open_start = ground.open_start or row["basis"] != "delegate"
                if row["last"]:
                    ground.ends.append(row["last"])
                else:
                    ground.open_end = True
    return grounds


def candidates_of(
    reader: Reader, found: Gathered, grounds: Mapping[str, Ground], kinship: Kinship, people: bool
) -> list[Candidate]:
    """Everybody of `grounds` as the rules about partners see them."""
    details = {row["id"]: row for row in reader.read("actors", actors=sorted(grounds))}
    details.update({key: {"name": name, "person": False, "kind": None, "level": "unit"} for key, name in kinship.names.items()})
    wide = set() if people else _wide(reader, found.scope, grounds)
    candidates = []
    for actor, ground in grounds.items():
        row = details.get(actor)
        if row is None or bool(row["person"]) != people:
            continue
        days = sorted(day for event in ground.named if (day := found.occasions[event].latest))
        candidates.append(
            Candidate(
                actor, row["name"], people, row["kind"], row["level"], actor in wide, frozenset(ground.bases),
                frozenset(ground.named), frozenset(ground.attended), frozenset(ground.spoke), frozenset(ground.around),
                days[0] if days else None, days[-1] if days else None,
            )
        )  # fmt: skip
    return _with_their_bodies(reader, candidates) if people else candidates


def _wide(reader: Reader, scope: Scope | None, actors: Collection[str]) -> set[str]:
    """Bodies whose own territory is a region around the scope."""
    if scope is None or not scope.above:
        return set()
    regions = {row["id"] for row in reader.read("regions", territories=list(scope.above))}
    served: dict[str, set[str]] = defaultdict(set)
    for row in reader.read("served", organisations=sorted(actors)):
        served[row["organisation"]].add(row["territory"])
    return {body for body, territories in served.items() if territories <= regions}


def _with_their_bodies(reader: Reader, candidates: Sequence[Candidate]) -> list[Candidate]:
    """People who stand for regional bodies or heads of networks only are as wide as those."""
    bodies: dict[str, set[str]] = defaultdict(set)
    names: dict[str, list[str]] = defaultdict(list)
    for row in reader.read("bodies", people=[candidate.id for candidate in candidates]):
        bodies[row["person"]].add(row["organisation"])
        names[row["person"]].append(row["name"])
    details = {row["id"]: row for row in reader.read("actors", actors=sorted({b for found in bodies.values() for b in found}))}
    wide = {key for key, row in details.items() if is_resource(Candidate(key, row["name"], False, row["kind"], row["level"]))}
    apart = told_apart(candidates, names)
    return [replace(c, name=apart[c.id], wide=bool(bodies.get(c.id)) and bodies[c.id] <= wide) for c in candidates]


def told_apart(candidates: Sequence[Candidate], bodies: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What to call people: by their names, and by their bodies or ids too where two who may not be one share a name."""
    alike: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        alike[fold(candidate.name)].append(candidate)
    called: dict[str, str] = {}
    for group in alike.values():
        own = {one.id: ", ".join(bodies.get(one.id, ())) for one in group}
        for one in group:
            if len(group) == 1:
                called[one.id] = one.name
            elif own[one.id] and list(own.values()).count(own[one.id]) == 1:
                called[one.id] = f"{one.name} ({own[one.id]})"
            else:
                called[one.id] = f"{one.name} [{one.id}]"
    return called


def recent(chosen: Roster, as_of: date | None, months: int) -> Roster:
    """`chosen` without those last seen more than `months` before `as_of`."""
    if as_of is None:
        return chosen
    oldest = as_of - timedelta(days=round(months * 30.44))

    def seen(partner: Partner) -> bool:
        return partner.candidate.last is None or partner.candidate.last >= oldest

    return replace(chosen, partners=tuple(filter(seen, chosen.partners)), occasional=tuple(filter(seen, chosen.occasional)))


def before(actors: Iterable[str], kinship: Kinship) -> list[str]:
    """The actors, and those that count for them."""
    wanted = set(actors)
    return sorted(wanted | {old for old, new in kinship.standing.items() if wanted & set(new)})


def apart_of(reader: Reader, ids: Sequence[str], kinship: Kinship, people: bool, every: bool) -> set[Pair]:
    """The pairs that are no pair: a whole and its part; people of one body."""
    if not people:
        return {ordered(part, whole) for part, wholes in kinship.wholes.items() for whole in wholes}
    if every:
        return set()
    members: dict[str, list[str]] = defaultdict(list)
    for row in reader.read("bodies", people=list(ids)):
        members[row["organisation"]].append(row["person"])
    return {ordered(a, b) for people_of in members.values() for a, b in combinations(people_of, 2)}


def windows_of(asked: Membership, rolls: bool) -> dict[str, Window]:
    """When each was a partner: from the first day on a ground of theirs to the day of the last record, or to the end that a roster
    gives; in a committee whose lists name the absent too (`rolls`), people no longer named have left."""
    found = asked.found
    rolls = rolls and any(naming.state != "ATTENDED" and naming.state in NAMED for naming in found.namings)
    windows = {}
    for partner in asked.chosen.partners:
        ground = asked.grounds[partner.id]
        start = None if ground.open_start else min(ground.starts, default=None)
        end = partner.candidate.last if rolls and partner.candidate.last else found.as_of
        left = max(ground.ends, default=None) if not ground.open_end and not ground.named else None
        windows[partner.id] = Window(start, min(left, end) if left and end else left or end)
    return windows


def acted_together(reader: Reader, ids: Sequence[str], kinship: Kinship) -> set[Pair]:
    """The pairs of `ids` that took on one action together."""
    found: set[Pair] = set()
    for row in reader.read("common_actions", actors=before(ids, kinship)):
        taken = {heir for actor in row["actors"] for heir in kinship.standing.get(actor, (actor,))}
        found.update(combinations(sorted(taken), 2))
    return found
