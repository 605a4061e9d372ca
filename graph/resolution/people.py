"""Stratum 3: people. A full name and a body are a person; a name alone is a question."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from .. import reference
from ..names import fold
from ..record import Person, Record
from .clusters import WEAK, Clustering, Doubts, chained
from .model import Mention
from .organisations import Organisations
from .organisations import Profile as BodyProfile
from .spelling import one_slip, slips, variants

SAME, ASK = "same", "ask"
Verdict = tuple[str, str, str]
INITIAL: Verdict = (ASK, "An initial that fits, same body.", "Une initiale qui convient, même structure.")


class Bodies(Protocol):
    """What is known of the organisations when people are looked at."""

    @property
    def node_of(self) -> Mapping[Mention, str]: ...
    @property
    def profiles(self) -> Mapping[Mention, BodyProfile]: ...


@dataclass(frozen=True, slots=True)
class Profile:
    """What two mentions of people are compared by: the words of their name, in alphabetical order and as written; the bodies they
    stand for, their networks by département, regions; what their body may be called elsewhere; the groups they sat in; the bassin
    or town of the record."""

    key: str
    words: tuple[str, ...]
    bodies: frozenset[str]
    networks: frozenset[tuple[str, str]]
    related: frozenset[str]
    regions: frozenset[str]
    groups: frozenset[str]
    local: str | None


class People:
    """The person nodes of a set of records."""

    def __init__(
        self,
        records: Sequence[Record],
        organisations: Organisations,
        node_of: Mapping[Mention, str],
        local: Mapping[str, str | None],
        clustering: Clustering,
    ) -> None:
        clustering.one_each = True
        self.profiles: dict[Mention, Profile] = {}
        by_profile: dict[Profile, list[Mention]] = defaultdict(list)
        related = organisations.related(records)
        for record in records:
            for mention, profile, item in profiles_of(record, organisations, related, node_of, local.get(record.id)):
                clustering.add(mention, (), item.identifiers)
                if profile is not None:
                    self.profiles[mention] = profile
                    by_profile[profile].append(mention)
        doubts = Doubts("person")
        self.clusters = joined(by_profile, clustering, doubts)
        self.node_of = {mention: node for node, mentions in self.clusters.items() for mention in mentions}
        self.questions = doubts.questions(clustering, self.clusters)


def profiles_of(
    record: Record, organisations: Bodies, related: Mapping[str, set[str]], node_of: Mapping[Mention, str], local: str | None
) -> Iterator[tuple[Mention, Profile | None, Person]]:
    """The people of one record with what they are compared by; None for a name that is not whole."""
    stands = _stands(record, organisations, related)
    groups = _groups(record, node_of)
    for item in record.people:
        if item.optional:
            continue
        words = tuple(fold(item.name).split())
        profile = None
        if not item.incomplete and len(words) > 1:
            profile = replace(
                stands.get(item.id, _NOWHERE), key=" ".join(sorted(words)), words=_ordered(item, words),
                groups=frozenset(groups.get(item.id, ())), local=local,
            )  # fmt: skip
        yield Mention(record.id, item.id), profile, item


def block_keys(profile: Profile) -> list[str]:
    """What two profiles must have in common for `related` to be true: the name; or a body, and a word or a word with a slip."""
    found = [f"n {profile.key}"]
    for word in {word for word in profile.key.split() if len(word) > 1}:
        found += [f"b {body} {variant}" for body in profile.bodies for variant in variants(word)]
    return found


def related(one: Profile, two: Profile) -> bool:
    """True when a rule joins these two, or may join them as an initial that fits one person only."""
    said = verdict(one, two)
    return said is not None and (said[0] == SAME or said is INITIAL)


def joined(by_profile: Mapping[Profile, list[Mention]], clustering: Clustering, doubts: Doubts) -> dict[str, tuple[Mention, ...]]:
    """The clusters of these mentions, already added to `clustering`; doubts are noted. What becomes of the mentions of a profile depends
    on nothing but the profiles that `related` joins to it, directly or through others."""
    first = {profile: min(mentions) for profile, mentions in by_profile.items()}
    for profile, mentions in by_profile.items():
        said = verdict(profile, profile)
        for mention in mentions:
            clustering.tags[mention] = profile.bodies
        if said and said[0] == SAME:
            for head in clustering.bundle(mentions):
                if head != first[profile]:
                    clustering.join(first[profile], head, _rank(profile, profile))
        elif said:
            for a, b in chained(sorted(mentions)):
                doubts.add(a, b, profile.key, *said[1:])
    initials: list[tuple[Mention, Mention]] = []
    for one, two in _candidates(by_profile):
        said = verdict(one, two)
        if said and said[0] == SAME:
            clustering.join(first[one], first[two], _rank(one, two))
        elif said:
            doubts.add(first[one], first[two], min(one.key, two.key), *said[1:])
            if said is INITIAL:
                initials.append((first[one], first[two]) if initialled(one.words, two.words) else (first[two], first[one]))
    clustering.looked += initials
    clusters = clustering.solve()
    return clustering.solve() if _join_initials(clustering, clusters, initials) else clusters


_NOWHERE = Profile("", (), frozenset(), frozenset(), frozenset(), frozenset(), frozenset(), None)


def verdict(one: Profile, two: Profile) -> Verdict | None:
    """("same" or "ask", the reason in English, in French) for two people of different records; None for « not the same »."""
    body = bool(one.bodies & two.bodies)
    if one.key == two.key:
        if body or one.networks & two.networks:
            return SAME, "Same name, same body.", "Même nom, même structure."
        if one.bodies & two.related or two.bodies & one.related:
            return (SAME, "Same name; one body is the successor or a part of the other.",
                    "Même nom ; une structure succède à l'autre ou en fait partie.")  # fmt: skip
        if not (one.bodies and two.bodies) and (one.groups & two.groups or (one.local and one.local == two.local)):
            return SAME, "Same name in the same group or bassin.", "Même nom dans le même groupe ou bassin."
        if one.regions and two.regions and not one.regions & two.regions:
            return None
        return ASK, "Same name, no body in common.", "Même nom, aucune structure en commun."
    if not body:
        return None
    if misspelt(one.words, two.words):
        return SAME, "One letter apart, same body.", "À une lettre près, même structure."
    if initialled(one.words, two.words) or initialled(two.words, one.words):
        return INITIAL
    if _longer(one.words, two.words) or _longer(two.words, one.words):
        return ASK, "One name is a part of the other, same body.", "Un nom contient l'autre, même structure."
    if person_slip(one.words, two.words):
        return ASK, "One letter apart, same body.", "À une lettre près, même structure."
    return None


def _rank(one: Profile, two: Profile) -> int:
    """Order of joining: one name before a misspelt one, then what a missing body leaves open (never against the bodies known)."""
    if one.key != two.key:
        return 2
    return 1 if one.bodies and two.bodies else WEAK


def person_slip(one: Sequence[str], two: Sequence[str]) -> tuple[str, str] | None:
    """The two words that differ when all others are equal and these are one slip apart."""
    rest_one, rest_two = [word for word in one if word not in two], [word for word in two if word not in one]
    if len(rest_one) == len(rest_two) == 1 and len(one) == len(two) and one_slip(rest_one[0], rest_two[0]):
        return rest_one[0], rest_two[0]
    return None


def misspelt(one: Sequence[str], two: Sequence[str]) -> bool:
    """True for a slip that is hardly another person's name: in a long word, and not between two given names (« Michel », « Michèle »)."""
    found = person_slip(one, two)
    if found is None:
        return False
    a, b = found
    known = [reference.given_name_rank(word) is not None for word in (a, b)]
    if all(known):
        return False
    return min(len(a), len(b)) >= (5 if any(known) else 6)


def _join_initials(
    clustering: Clustering, clusters: Mapping[str, tuple[Mention, ...]], pairs: Iterable[tuple[Mention, Mention]]
) -> bool:
    """Join « A. Morel » to the only person of the body whom the initial fits; True when there was one. Between several nobody is chosen:
    they stay questions."""
    node_of = {mention: node for node, mentions in clusters.items() for mention in mentions}
    fits: dict[str, dict[str, tuple[Mention, Mention]]] = defaultdict(dict)
    for short, full in sorted(pairs):
        fits[node_of[short]].setdefault(node_of[full], (short, full))
    alone = [next(iter(found.values())) for found in fits.values() if len(found) == 1]
    for short, full in alone:
        clustering.join(short, full, 6)
    return bool(alone)


def initialled(short: Sequence[str], full: Sequence[str]) -> bool:
    """True when `short` is `full` with initials for given names."""
    letters = [word for word in short if len(word) == 1]
    rest = [word for word in short if len(word) > 1]
    others = [word for word in full if word not in rest]
    return (
        bool(letters) and bool(rest) and len(others) == len(full) - len(rest) >= 1
        and all(len(word) > 1 for word in others) and letters == [word[0] for word in others][: len(letters)]
    )  # fmt: skip


def _longer(short: Sequence[str], long: Sequence[str]) -> bool:
    return 2 <= len(short) < len(long) and set(short) < set(long) and all(len(word) > 1 for word in long)


def _candidates(profiles: Iterable[Profile]) -> Iterator[tuple[Profile, Profile]]:
    """Pairs of profiles worth a verdict: of one name; and of one body with a slip, an initial or one more name."""
    names: dict[str, list[Profile]] = defaultdict(list)
    staff: dict[str, dict[str, list[Profile]]] = defaultdict(lambda: defaultdict(list))
    for profile in sorted(profiles, key=_order):
        names[profile.key].append(profile)
        for body in profile.bodies:
            staff[body][profile.key].append(profile)
    for found in names.values():
        yield from itertools.combinations(found, 2)
    seen: set[tuple[str, str]] = set()
    for _, people in sorted(staff.items()):
        words: dict[str, set[str]] = defaultdict(set)
        for key in people:
            for word in key.split():
                if len(word) > 1:
                    words[word].add(key)
        pairs: set[tuple[str, str]] = set()
        for sharing in words.values():
            for a, b in itertools.combinations(sorted(sharing), 2):
                initial = any(len(word) == 1 for key in (a, b) for word in key.split())
                if initial or set(a.split()) < set(b.split()) or set(b.split()) < set(a.split()):
                    pairs.add((a, b))
        for word_pair in slips(words):
            for a, b in itertools.product(words[word_pair[0]], words[word_pair[1]]):
                if a != b and set(a.split()) - {word_pair[0]} == set(b.split()) - {word_pair[1]}:
                    pairs.add((min(a, b), max(a, b)))
        for a, b in sorted(pairs - seen):
            yield people[a][0], people[b][0]


def _order(profile: Profile) -> tuple[object, ...]:
    return (profile.key, profile.words, sorted(profile.bodies), sorted(profile.groups), profile.local or "", sorted(profile.regions),
            sorted(profile.networks), sorted(profile.related))  # fmt: skip


def _ordered(item: Person, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name, given name first where the record tells it apart."""
    if item.given and item.family:
        return (*fold(item.given).split(), *fold(item.family).split())
    return words


def _stands(record: Record, organisations: Bodies, related: Mapping[str, set[str]]) -> dict[str, Profile]:
    """Person → profile with the bodies that `represented` links and attendance rows give, nothing else filled in."""
    stated: dict[str, set[str]] = defaultdict(set)
    for link in record.links:
        if link.type == "represented" and not link.optional:
            stated[link.start].add(link.end)
    for row in record.attendance:
        if not row.optional and row.on_behalf_of:
            stated[row.who].update(row.on_behalf_of)
    found = {}
    for person, refs in stated.items():
        mentions = [Mention(record.id, ref) for ref in refs if Mention(record.id, ref) in organisations.node_of]
        profiles = [organisations.profiles[mention] for mention in mentions]
        nodes = frozenset(organisations.node_of[mention] for mention in mentions)
        found[person] = replace(
            _NOWHERE,
            bodies=nodes,
            networks=frozenset((p.network, p.home[0]) for p in profiles if p.network and p.home[0]),
            related=frozenset(other for node in nodes for other in related.get(node, ())),
            regions=frozenset(p.home[1] for p in profiles if p.home[1]),
        )
    return found


def _groups(record: Record, node_of: Mapping[Mention, str]) -> dict[str, set[str]]:
    """Person → committees whose sessions the record lists them at."""
    sessions: dict[str, set[str]] = defaultdict(set)
    for link in record.links:
        if link.type == "session_of" and not link.optional:
            node = node_of.get(Mention(record.id, link.end))
            if node:
                sessions[link.start].add(node)
    found: dict[str, set[str]] = defaultdict(set)
    if sessions:
        for row in record.attendance:
            if not row.optional and row.event in sessions:
                found[row.who] |= sessions[row.event]
    return found
