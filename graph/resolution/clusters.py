"""Constrained clustering of mentions in a fixed order, and the names of the clusters.

The outcome is a function of the set of mentions, edges and bans: edges are taken by rank, then by their sorted ends; one that would
put a banned pair into one cluster is refused and reported. A cluster is named after its anchor, the mention of the earliest dated
record, so that a newer record never changes the id of a node.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from .model import Mention, Refused

NEVER = "9999"
WEAK = 3
"""Rank from which an edge joins only what does not contradict."""


@dataclass(slots=True)
class Clustering:
    """Collects mentions, keys, edges and bans of one stratum; `solve` gives node id → sorted mentions."""

    prefix: str
    dates: Mapping[str, str]
    mentions: set[Mention] = field(default_factory=set)
    edges: dict[tuple[Mention, Mention], int] = field(default_factory=dict)
    bans: dict[Mention, set[Mention]] = field(default_factory=dict)
    keys: dict[tuple[int, object], list[Mention]] = field(default_factory=dict)
    schemes: dict[Mention, Mapping[str, str]] = field(default_factory=dict)
    one_each: bool = False
    """True when two mentions of one record are always two (people, events: a record tells its own apart)."""
    tags: dict[Mention, frozenset[str]] = field(default_factory=dict)
    """What a mention brings that a weak edge (rank 3 and above) must not contradict: the bodies of a person."""
    refused: list[Refused] = field(default_factory=list)

    def add(
        self, mention: Mention, keys: Iterable[tuple[int, object]] = (), identifiers: Mapping[str, str] | None = None
    ) -> None:
        """Add `mention`; mentions that share a key (rank, anything hashable) are joined, smaller ranks first."""
        self.mentions.add(mention)
        for key in keys:
            self.keys.setdefault(key, []).append(mention)
        if identifiers:
            self.schemes[mention] = identifiers
            for item in identifiers.items():
                self.keys.setdefault((0, item), []).append(mention)

    def join(self, a: Mention, b: Mention, rank: int) -> None:
        pair = (a, b) if a < b else (b, a)
        self.edges[pair] = min(rank, self.edges.get(pair, rank))

    def ban(self, a: Mention, b: Mention) -> None:
        self.bans.setdefault(a, set()).add(b)
        self.bans.setdefault(b, set()).add(a)

    def identified_apart(self, a: Mention, b: Mention) -> bool:
        """True when one identifier scheme gives `a` and `b` different ids: no question is left."""
        one, two = self.schemes.get(a, {}), self.schemes.get(b, {})
        return any(one[scheme] != two[scheme] for scheme in one.keys() & two.keys())

    def solve(self) -> dict[str, tuple[Mention, ...]]:
        """The clusters by id. Mentions of different ids under one identifier scheme are never joined."""
        for (rank, _), members in self.keys.items():
            ordered = sorted(set(members))
            for other in ordered[1:]:
                self.join(ordered[0], other, rank)
        parent: dict[Mention, Mention] = {mention: mention for mention in self.mentions}
        groups: dict[Mention, list[Mention]] = {mention: [mention] for mention in self.mentions}
        records: dict[Mention, set[str]] = {mention: {mention.record} for mention in self.mentions} if self.one_each else {}
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
        anchor = min(members, key=lambda mention: (self.dates.get(mention.record, NEVER), mention))
        return f"{self.prefix}{digest(anchor.record, anchor.item)}"


def digest(*parts: str) -> str:
    """12 hex digits that name `parts`."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=6).hexdigest()


def pairs_within(blocks: Iterable[Iterable[Mention]], look: Callable[[Mention, Mention], None]) -> None:
    """Call `look` once for each pair of mentions of different records that share a block."""
    seen: set[tuple[Mention, Mention]] = set()
    for block in blocks:
        ordered = sorted(set(block))
        for i, a in enumerate(ordered):
            for b in ordered[i + 1 :]:
                if a.record != b.record and (a, b) not in seen:
                    seen.add((a, b))
                    look(a, b)
