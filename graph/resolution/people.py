"""Stratum 3: people. A name and a body are a person; a name alone is a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..names import fold, person_key
from ..record import Record
from .clusters import WEAK, Clustering, pairs_within
from .model import Mention, Question
from .organisations import Organisations

_MANY = 30
"""A name borne in more records than this gives no pairwise questions: it is asked once, for the first pairs."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What two mentions of people are compared by: their key, the bodies they stand for, the networks and départements of those."""

    mention: Mention
    key: str
    bodies: frozenset[str]
    networks: frozenset[tuple[str, str]]
    region: str | None


class People:
    """The person nodes of a set of records."""

    def __init__(
        self,
        records: Sequence[Record],
        organisations: Organisations,
        perimeters: Mapping[str, str | None],
        clustering: Clustering,
    ) -> None:
        self.questions: list[Question] = []
        clustering.one_each = True
        profiles: dict[Mention, Profile] = {}
        for record in records:
            bodies = _bodies(record, organisations)
            for item in record.people:
                if item.optional:
                    continue
                mention = Mention(record.id, item.id)
                if item.incomplete or len(fold(item.name).split()) < 2:
                    clustering.add(mention, (), item.identifiers)
                    continue
                nodes, networks, region = bodies.get(item.id, (frozenset(), frozenset(), None))
                profile = Profile(mention, person_key(item.name), nodes, networks, region)
                profiles[mention] = profile
                keys: list[tuple[int, object]] = [(1, (profile.key, node)) for node in nodes]
                keys += [(2, (profile.key, *network)) for network in networks]
                perimeter = perimeters.get(record.id)
                if perimeter:  # joins whom a record names without a body to whom another names with one, in the same bassin
                    keys.append((WEAK, (profile.key, "in", perimeter)))
                clustering.tags[mention] = nodes
                clustering.add(mention, keys, item.identifiers)
        self.clusters = clustering.solve()
        self.node_of = {mention: node for node, mentions in self.clusters.items() for mention in mentions}
        blocks: dict[str, list[Mention]] = defaultdict(list)
        for mention, profile in profiles.items():
            blocks[profile.key].append(mention)

        asked: set[tuple[str, str]] = set()

        def look(a: Mention, b: Mention) -> None:
            nodes = tuple(sorted((self.node_of[a], self.node_of[b])))
            if nodes[0] == nodes[1] or nodes in asked:
                return
            if clustering.identified_apart(a, b):
                return
            asked.add((nodes[0], nodes[1]))
            self.questions.append(
                Question("person", a, b, "Same name, no body in common.", "Même nom, aucune structure en commun.")
            )

        pairs_within((sorted(block)[:_MANY] for block in blocks.values()), look)


def _bodies(
    record: Record, organisations: Organisations
) -> Mapping[str, tuple[frozenset[str], frozenset[tuple[str, str]], str | None]]:
    """Person → bodies, (network, département) pairs and region, from `represented` links and attendance rows."""
    stated: dict[str, set[str]] = defaultdict(set)
    for link in record.links:
        if link.type == "represented" and not link.optional:
            stated[link.start].add(link.end)
    for row in record.attendance:
        if not row.optional:
            stated[row.who].update(row.on_behalf_of)
    found = {}
    for person, refs in stated.items():
        mentions = [Mention(record.id, ref) for ref in refs if Mention(record.id, ref) in organisations.node_of]
        profiles = [organisations.profiles[mention] for mention in mentions]
        networks = {(p.network, p.home[0]) for p in profiles if p.network and p.home[0]}
        regions = {p.home[1] for p in profiles if p.home[1]}
        found[person] = (
            frozenset(organisations.node_of[mention] for mention in mentions),
            frozenset(networks),
            regions.pop() if len(regions) == 1 else None,
        )
    return found
