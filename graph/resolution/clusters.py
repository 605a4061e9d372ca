"""Constrained clustering of mentions in a fixed order, and the names of the clusters.

The outcome is a function of the set of mentions, edges and bans: edges are taken by rank, then by their sorted ends; one that would
put a banned pair into one cluster is refused and reported. A cluster is named after its anchor, the mention of the earliest dated
record, so that a newer record never changes the id of a node.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from .model import Kind, Mention, Question, Refused

NEVER = "9999"
T = TypeVar("T")
WEAK = 3
"""Rank from which an edge joins only what does not contradict."""
BUNDLE = 0.5
"""Rank of the edges between mentions that nothing tells apart: after decisions and identifiers, before every rule. What follows then
depends on the profiles alone, not on how many mentions have each."""


@dataclass(slots=True)
class Clustering:
    """Collects mentions, keys, edges and bans of one stratum; `solve` gives node id → sorted mentions."""

    prefix: str
    dates: Mapping[str, str]
    anchors: Mapping[Mention, str] = field(default_factory=dict)
    """What names each mention within its record (see `anchors`); its local id where nothing does."""
    mentions: set[Mention] = field(default_factory=set)
    edges: dict[tuple[Mention, Mention], float] = field(default_factory=dict)
    bans: dict[Mention, set[Mention]] = field(default_factory=dict)
    keys: dict[tuple[float, object], list[Mention]] = field(default_factory=dict)
    schemes: dict[Mention, Mapping[str, str]] = field(default_factory=dict)
    one_each: bool = False
    """True when two mentions of one record are always two (people, events: a record tells its own apart)."""
    tags: dict[Mention, frozenset[str]] = field(default_factory=dict)
    """What a mention brings that a weak edge (rank 3 and above) must not contradict: the bodies of a person, the region of a body."""
    within: dict[Mention, set[str]] = field(default_factory=dict)
    """With `one_each`: the records of all the mentions that a mention stands for, where it stands for more than itself."""
    looked: list[tuple[Mention, Mention]] = field(default_factory=list)
    """Pairs without an edge on which the outcome depends all the same."""
    refused: list[Refused] = field(default_factory=list)
    taken: list[tuple[Mention, Mention, float]] = field(default_factory=list)
    """The edges that joined two clusters, with their ranks: a path between any two mentions of a cluster."""

    def add(
        self, mention: Mention, keys: Iterable[tuple[float, object]] = (), identifiers: Mapping[str, str] | None = None
    ) -> None:
        """Add `mention`; mentions that share a key (rank, anything hashable) are joined, smaller ranks first."""
        self.mentions.add(mention)
        for key in keys:
            self.keys.setdefault(key, []).append(mention)
        if identifiers:
            self.schemes[mention] = identifiers
            for item in identifiers.items():
                self.keys.setdefault((0, item), []).append(mention)

    def join(self, a: Mention, b: Mention, rank: float) -> None:
        pair = (a, b) if a < b else (b, a)
        self.edges[pair] = min(rank, self.edges.get(pair, rank))

    def ban(self, a: Mention, b: Mention) -> None:
        self.bans.setdefault(a, set()).add(b)
        self.bans.setdefault(b, set()).add(a)

    def bundle(self, mentions: Iterable[Mention]) -> list[Mention]:
        """Join mentions of one profile, those of equal identifiers to one another; give the first of each such bundle."""
        first: dict[tuple[tuple[str, str], ...], Mention] = {}
        for mention in sorted(mentions):
            head = first.setdefault(tuple(sorted(self.schemes.get(mention, {}).items())), mention)
            if head != mention:
                self.join(head, mention, BUNDLE)
        return sorted(first.values())

    def apart(self, one: Iterable[Mention], two: Iterable[Mention]) -> bool:
        """True when a decision or an identifier scheme keeps the clusters `one` and `two` apart: no question is left."""
        others = tuple(two)
        known: dict[str, str] = {}
        banned: set[Mention] = set()
        for mention in one:
            known.update(self.schemes.get(mention, {}))
            banned |= self.bans.get(mention, set())
        if not banned.isdisjoint(others):
            return True
        return any(
            known.get(scheme, value) != value for mention in others for scheme, value in self.schemes.get(mention, {}).items()
        )

    def solve(self) -> dict[str, tuple[Mention, ...]]:
        """The clusters by id. Mentions of different ids under one identifier scheme are never joined."""
        self.refused.clear()
        self.taken.clear()
        for (rank, _), members in self.keys.items():
            ordered = sorted(set(members))
            for other in ordered[1:]:
                self.join(ordered[0], other, rank)
        parent: dict[Mention, Mention] = {mention: mention for mention in self.mentions}
        groups: dict[Mention, list[Mention]] = {mention: [mention] for mention in self.mentions}
        records: dict[Mention, set[str]] = {}
        if self.one_each:
            records = {mention: {mention.record} for mention in self.mentions}
            records.update((mention, set(found)) for mention, found in self.within.items())
        tags: dict[Mention, set[str]] = {mention: set(found) for mention, found in self.tags.items() if found}
        known: dict[Mention, dict[str, str]] = {mention: dict(found) for mention, found in self.schemes.items()}

        def root(mention: Mention) -> Mention:
            while parent[mention] != mention:
                parent[mention] = parent[parent[mention]]
                mention = parent[mention]
            return mention

        for (a, b), rank in sorted(self.edges.items(), key=lambda item: (item[1], item[0])):
            one, two = root(a), root(b)
            if one == two:
                continue
            if len(groups[one]) < len(groups[two]):
                one, two = two, one
            reason = None
            if self.bans and any(self.bans.get(mention, set()) & set(groups[one]) for mention in groups[two]):
                reason = "decided different"
            elif self.one_each and rank > 0 and not records[one].isdisjoint(records[two]):
                reason = "two in one record"
            elif any(known.get(one, {}).get(scheme, value) != value for scheme, value in known.get(two, {}).items()):
                reason = "different identifiers"
            elif rank >= WEAK and tags.get(one) and tags.get(two) and tags[one].isdisjoint(tags[two]):
                reason = "nothing in common"
            if reason:
                self.refused.append(Refused(a, b, reason))
                continue
            self.taken.append((a, b, rank))
            parent[two] = one
            groups[one].extend(groups.pop(two))
            if self.one_each:
                records[one] |= records.pop(two)
            if two in tags:
                tags.setdefault(one, set()).update(tags.pop(two))
            if two in known:
                known.setdefault(one, {}).update(known.pop(two))
        return {self._name(members): tuple(sorted(members)) for members in groups.values()}

    def _name(self, members: list[Mention]) -> str:
        dates, anchors = self.dates, self.anchors
        _, record, anchor = min((dates.get(m.record, NEVER), m.record, anchors.get(m, m.item)) for m in members)
        return f"{self.prefix}{digest(record, anchor)}"


def digest(*parts: str) -> str:
    """12 hex digits that name `parts`."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=6).hexdigest()


@dataclass(slots=True)
class Doubts:
    """Collects doubtful pairs of mentions; `questions` gives one question for each pair of nodes they belong to."""

    kind: Kind
    pairs: dict[tuple[Mention, Mention], tuple[str, str, str]] = field(default_factory=dict)

    def add(self, a: Mention, b: Mention, group: str, en: str, fr: str) -> None:
        """Note a doubt, unless one record tells the two apart itself."""
        if a.record != b.record:
            self.pairs.setdefault((a, b) if a < b else (b, a), (group, en, fr))

    def questions(self, clustering: Clustering, clusters: Mapping[str, tuple[Mention, ...]]) -> list[Question]:
        """The questions that clusters and decisions leave open."""
        node_of = {mention: node for node, mentions in clusters.items() for mention in mentions}
        found: dict[tuple[str, str], Question] = {}
        for (a, b), (group, en, fr) in sorted(self.pairs.items()):
            one, two = node_of[a], node_of[b]
            key = (one, two) if one < two else (two, one)
            if one == two or key in found or clustering.apart(clusters[one], clusters[two]):
                continue
            sides = (len({mention.record for mention in clusters[one]}), len({mention.record for mention in clusters[two]}))
            found[key] = Question(self.kind, a, b, en, fr, group, sides)
        return list(found.values())


def chained(items: Sequence[T], limit: int = 6) -> Iterator[tuple[T, T]]:
    """All pairs of a short sequence; of one longer than `limit` only neighbours, which is enough to join all of them."""
    if len(items) <= limit:
        yield from itertools.combinations(items, 2)
    else:
        yield from itertools.pairwise(items)
