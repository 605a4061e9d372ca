"""Who was where, as one network: occasions with all who were there, and how close two are who share some."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..gathering import Gathered, Reader, kind_of, occasion_rows, occasions_of, sources_of, with_sessions
from ..meetings import STRENGTHS, Occasion, Sessions, Strength, Thresholds, by_date, same_session, standing_for, strength
from ..membership import Kinship, before

HALF_LIFE = 24
"""Months after which a shared meeting counts half."""
MONTH = 30.44
"""Days of a month."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What two share: how many occasions, the closest of them, the first and the last."""

    meetings: int
    strength: Strength
    first: Occasion
    last: Occasion

    def as_dict(self) -> dict[str, Any]:
        return {
            "meetings": self.meetings, "strength": self.strength, "first": self.first.date, "last": self.last.date,
            "event": {"id": self.last.id, "name": self.last.name},
        }  # fmt: skip


@dataclass(slots=True)
class Fabric:
    """Occasions, and who was there: people and bodies alike, each with the sessions they sat in."""

    occasions: dict[str, Occasion]
    there: dict[str, dict[str, Sessions]]
    _events: dict[str, list[str]] = field(default_factory=dict)

    @property
    def events(self) -> Mapping[str, list[str]]:
        """Actor → the occasions attended."""
        if not self._events:
            found: dict[str, list[str]] = defaultdict(list)
            for event, present in self.there.items():
                for actor in present:
                    found[actor].append(event)
            self._events = dict(found)
        return self._events

    @property
    def as_of(self) -> date | None:
        return max((o.latest for o in self.occasions.values() if o.latest), default=None)

    def shared(self, a: str, b: str) -> list[Occasion]:
        """The occasions at which two met, oldest first."""
        one, two = sorted((self.events.get(a, []), self.events.get(b, [])), key=len)
        known = set(two)
        both = (event for event in one if event in known)
        return by_date(self.occasions[e] for e in both if same_session(self.there[e][a], self.there[e][b]))

    def tie(self, a: str, b: str, thresholds: Thresholds) -> Tie | None:
        """What `a` and `b` share; None when they never met."""
        occasions = self.shared(a, b)
        if not occasions:
            return None
        closest = min((strength(occasion, thresholds) for occasion in occasions), key=STRENGTHS.index)
        return Tie(len(occasions), closest, occasions[0], occasions[-1])


def company_of(
    reader: Reader, actors: Collection[str], kinship: Kinship, since: date | None = None, until: date | None = None, *,
    people: bool | None = None,
) -> Fabric:  # fmt: skip
    """Every occasion of a period that one of `actors` attended, with all who were there, or only the `people` or bodies among them."""
    found = sorted(reader.read("company", actors=before(actors, kinship), kind=kind_of(people)), key=lambda row: str(row["id"]))
    kept = occasion_rows({row["id"]: row for row in found}, since, until)
    return Fabric(occasions_of(reader, kept), standing_for(with_sessions(reader, kept), kinship.standing))


def fabric_of(found: Gathered, kinship: Kinship, people: bool) -> Fabric:
    """The occasions that were read already, with the people or bodies who were there."""
    return Fabric(dict(found.occasions), standing_for(found.there(people), kinship.standing))


def weight(occasion: Occasion, present: int, as_of: date | None) -> float:
    """How much one shared occasion ties two who were there: one over the others in the room, half as much for each `HALF_LIFE`
    months that have passed. An undated one counts as old."""
    others = max(present, occasion.size or 0, 2) - 1
    if as_of is None or occasion.latest is None:
        return 0.25 / others
    months = max(0, (as_of - occasion.latest).days) / MONTH
    return float(0.5 ** (months / HALF_LIFE)) / others


def last_sources(
    reader: Reader, wanted: Iterable[tuple[Occasion, Sequence[str]]], kinship: Kinship
) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """(event, actor) → the sentences that put the actor there, for the events and actors `wanted`."""
    actors: set[str] = set()
    events: set[str] = set()
    for occasion, who in wanted:
        events.add(occasion.id)
        actors.update(who)
    if not events:
        return {}
    facts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in reader.read("presences", events=sorted(events), actors=before(actors, kinship)):
        for heir in kinship.standing.get(row["actor"], (row["actor"],)):
            facts[row["event"], heir].append(row["fact"])
    said = sources_of(reader, [fact for found in facts.values() for fact in found], most=2)
    return {key: [source for fact in found for source in said.get(fact, ())][:2] for key, found in facts.items()}
