"""Stratum 4: events. Invitation, sheet, minutes and article of one meeting are one event: same day, and same committee, same
perimeter with a like title, or two participants in common. An event without a day is never joined by rule."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..dates import is_day
from ..names import fold
from ..record import Event, Record
from .clusters import Clustering, Doubts
from .model import Mention

_EMPTY_WORDS = frozenset(
    [*["compte", "rendu", "cr", "proces", "verbal", "pv", "reunion", "seance", "rencontre", "prochaine", "releve", "decisions"],
     *["invitation", "ordre", "jour", "du", "de", "la", "le", "les", "des", "d", "l", "et", "a", "au", "aux", "en", "pour", "sur"]]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Profile:
    """What two mentions of events are compared by."""

    mention: Mention
    day: str
    committees: frozenset[str]
    perimeter: frozenset[str]
    who: frozenset[str]
    title: frozenset[str]
    kind: str
    time: str | None
    identified: bool
    announced: bool
    """The record announces it (or says that it is off) and does not tell of it."""


def profile(record: Record, event: Event, node_of: Mapping[Mention, str], around: str | None = None) -> Profile | None:
    """The profile of a dated event; None without a day. A next date has the committee and perimeter of the meeting that announces it,
    any event without a perimeter of its own that of its record (`around`)."""
    if not event.date or not is_day(event.date):
        return None
    committees, perimeter = _belongs(record, event.id, node_of)
    for link in record.links:
        if link.type == "next" and link.end == event.id and not link.optional and not (committees or perimeter):
            committees, perimeter = _belongs(record, link.start, node_of)
    if not perimeter and around:
        perimeter = {around}
    who: set[str] = set()
    for row in record.attendance:
        if row.event == event.id and not row.optional:
            for ref in (row.who, *row.on_behalf_of):
                node = node_of.get(Mention(record.id, ref))
                if node:
                    who.add(node)
    title = frozenset(word for word in fold(event.title).split() if word not in _EMPTY_WORDS and not word.isdigit())
    return Profile(
        Mention(record.id, event.id), event.date, frozenset(committees), frozenset(perimeter), frozenset(who), title, event.kind,
        event.time, bool(event.identifiers), event.status != "held",
    )  # fmt: skip


def _belongs(record: Record, event: str, node_of: Mapping[Mention, str]) -> tuple[set[str], set[str]]:
    """The committees (or partnerships) that an event of the record is a session of, and the territories it concerns."""
    committees, perimeter = set(), set()
    for link in record.links:
        if link.start == event and not link.optional:
            node = node_of.get(Mention(record.id, link.end))
            if node and link.type == "session_of":
                committees.add(node)
            elif node and link.type == "concerns":
                perimeter.add(node)
    return committees, perimeter


def verdict(one: Profile, two: Profile) -> tuple[str, str, str] | None:
    """("same" or "ask", reason in English, in French) for two events of one day; None for « not the same »."""
    if one.identified and two.identified:
        return None  # equal identifiers are joined by their key, different ones are two events
    if one.time and two.time and one.time != two.time and not one.who & two.who and not (one.announced or two.announced):
        return None  # an hour announced is often not the hour kept
    if one.committees & two.committees:
        return "same", "same day, same committee", "même jour, même instance"
    if one.committees and two.committees:
        return None
    shared = len(one.who & two.who)
    same_place = bool(one.perimeter) and one.perimeter == two.perimeter
    alike = len(one.title & two.title) / max(1, min(len(one.title), len(two.title)))
    if shared >= 2 and (same_place or alike >= 0.5 or not one.perimeter or not two.perimeter):
        return "same", "same day, shared participants", "même jour, participants communs"
    strangers = len(one.who) >= 3 and len(two.who) >= 3 and not shared
    if same_place and not strangers and (alike >= 0.5 or one.kind == two.kind or one.announced != two.announced):
        return "same", "same day, same perimeter", "même jour, même périmètre"
    elsewhere = one.perimeter and two.perimeter and not one.perimeter & two.perimeter
    if same_place or (alike >= 0.8 and one.title and not elsewhere):
        return "ask", "Same day; title or perimeter alike.", "Même jour ; titre ou périmètre semblable."
    return None


class Events:
    """The event nodes of a set of records."""

    def __init__(
        self,
        records: Sequence[Record],
        node_of: Mapping[Mention, str],
        perimeters: Mapping[str, str | None],
        clustering: Clustering,
    ) -> None:
        clustering.one_each = True
        profiles = self.profiles = dict[Mention, Profile]()
        for record in records:
            for mention, found, event in profiles_of(record, node_of, perimeters.get(record.id)):
                clustering.add(mention, (), event.identifiers)
                if found is not None:
                    profiles[mention] = found
        doubts = Doubts("event")
        join(profiles, clustering, doubts)
        self.clusters = clustering.solve()
        self.node_of = {mention: node for node, mentions in self.clusters.items() for mention in mentions}
        self.questions = doubts.questions(clustering, self.clusters)


def profiles_of(
    record: Record, node_of: Mapping[Mention, str], around: str | None
) -> Iterator[tuple[Mention, Profile | None, Event]]:
    """The events of one record with what they are compared by; None for one without a day."""
    for event in record.events:
        if not event.optional:
            yield Mention(record.id, event.id), profile(record, event, node_of, around), event


def join(profiles: Mapping[Mention, Profile], clustering: Clustering, doubts: Doubts) -> None:
    """Put into `clustering` what joins these events, already added; doubts are noted."""
    plain: dict[str, list[Mention]] = defaultdict(list)
    identified: dict[str, list[Mention]] = defaultdict(list)
    for mention, found in profiles.items():
        (identified if found.identified else plain)[found.day].append(mention)
    for day, mentions in plain.items():
        for a, b in pairs_of_day(mentions, identified.get(day, [])):
            said = verdict(profiles[a], profiles[b]) if a.record != b.record else None
            if said is not None and said[0] == "same":
                clustering.join(a, b, 1)
            elif said is not None:
                doubts.add(a, b, day, said[1], said[2])


def pairs_of_day(plain: Sequence[Mention], identified: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Pairs of a day's events of which one at least bears no identifier: identifiers answer for the others."""
    yield from itertools.combinations(plain, 2)
    yield from itertools.product(plain, identified)
