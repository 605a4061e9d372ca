"""The sentences behind what is shown of pairs and partners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .gathering import Gathered, Reader, sources_of
from .membership import Ground, Kinship, before
from .partners import Roster
from .verdicts import Judged

SOURCED = 5_000
"""Pairs whose sentences are read: more would take longer to read than anybody to look at; `where-from` gives any other's."""


class Proof:
    """The sentences behind what is shown: the last shared occasion of a pair, else what makes each of them a partner.

    Of a very long table, the sentences of the first `SOURCED` pairs only."""

    def __init__(
        self, reader: Reader, found: Gathered, grounds: Mapping[str, Ground], kinship: Kinship, people: bool,
        shown: Sequence[Judged], chosen: Roster, called: Mapping[str, str],
    ) -> None:  # fmt: skip
        self.people = people
        self._called = called
        self._presence: dict[tuple[str, str], str] = {}
        for naming in found.namings:
            if naming.state == "ATTENDED" and naming.person == people:
                for heir in kinship.standing.get(naming.actor, (naming.actor,)):
                    self._presence[naming.event, heir] = naming.fact
        outside = {j.last.id for j in shown[:SOURCED] if j.last is not None and j.last.id not in found.occasions}
        if outside:
            actors = before({actor for j in shown[:SOURCED] for actor in j.pair}, kinship)
            for row in reader.read("presences", events=sorted(outside), actors=actors):
                for heir in kinship.standing.get(row["actor"], (row["actor"],)):
                    self._presence[row["event"], heir] = row["fact"]
        self._ground = {actor: ground.facts[0] for actor, ground in grounds.items() if ground.facts}
        facts = [fact for j in shown[:SOURCED] for fact in self._pair_facts(j)]
        facts += [self._ground[p.id] for p in chosen.partners if p.id in self._ground]
        facts += [self._ground[r.id] for r in chosen.resources if r.id in self._ground]
        self._said = sources_of(reader, facts)
        self._pairs = {j.pair for j in shown[:SOURCED]}

    def pair(self, judged: Judged) -> list[dict[str, Any]]:
        if judged.pair not in self._pairs:
            return []
        found: list[dict[str, Any]] = []
        for fact in self._pair_facts(judged):
            for source in self._said.get(fact, ())[:2]:
                if source not in found:
                    found.append(source)
        return found[:5]

    def partner(self, actor: str) -> list[dict[str, Any]]:
        return self._said.get(self._ground.get(actor, ""), [])[:2]

    def _pair_facts(self, judged: Judged) -> list[str]:
        pair = sorted(judged.pair, key=lambda actor: (self._called[actor], actor))  # as it is shown
        if judged.last is None:
            facts = (self._ground.get(actor) for actor in pair)
        else:
            facts = (self._presence.get((judged.last.id, actor)) for actor in pair)
        return [fact for fact in facts if fact]
