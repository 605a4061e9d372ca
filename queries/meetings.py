"""Who met whom: occasions, who was there, and the pairs that follow. Pure functions over small values.

Rules (docs/architecture.md, « Haven't met »): an occasion is a held event of a kind at which people meet; two met when both were there
in a shared session; a body meets through whoever was there on its behalf, which the graph already says by its own ATTENDED.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

Listed = Literal["complete", "partial", "none"]
Strength = Literal["table", "room", "plenary"]
Sessions = frozenset[str]
There = Mapping[str, Mapping[str, Sessions]]
"""Event → who was there → the sessions they sat in; empty sessions mean all of it."""
Pair = tuple[str, str]
"""Two ids in alphabetical order."""

STRENGTHS: tuple[Strength, ...] = ("table", "room", "plenary")
WHOLE: Sessions = frozenset()


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers behind a verdict. `table` and `room`: most people at one; `lists`: fewest listed occasions, and `share`: smallest
    part of all occasions listed, for « never » to be said; `regular`: local events that make a regular partner; `fewest`: partners
    below which occasional ones count too; `months`: how long ago a person may have been seen and still be asked about."""

    table: int = 15
    room: int = 40
    lists: int = 3
    share: float = 0.8
    regular: int = 2
    fewest: int = 3
    months: int = 24


@dataclass(frozen=True, slots=True)
class Occasion:
    """A held event at which people meet. `date` is EDTF, `earliest` and `latest` its bounds. `size`: people there, stated or counted
    on a complete list; None when not known. `inside`: it belongs to the scope asked about; `supra`: it is one of several sibling
    territories."""

    id: str
    name: str
    kind: str = "meeting"
    date: str | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    size: int | None = None
    listed: Listed = "none"
    inside: bool = True
    supra: bool = False


def strength(occasion: Occasion, thresholds: Thresholds) -> Strength:
    """How close an occasion brings people: at one table, in one room, or in a plenary (larger, of unknown size, or of several
    territories). A working group that fits a room counts as a table."""
    if occasion.supra or occasion.size is None or occasion.size > thresholds.room:
        return "plenary"
    if occasion.size <= thresholds.table or occasion.kind == "working_group":
        return "table"
    return "room"


def in_period(earliest: dt.date | None, latest: dt.date | None, since: dt.date | None, until: dt.date | None) -> bool:
    """True when a date may lie in a period; with a bound given, an undated event does not."""
    if since is None and until is None:
        return True
    if earliest is None or latest is None:
        return False
    return (since is None or latest >= since) and (until is None or earliest <= until)


def ordered(a: str, b: str) -> Pair:
    return (a, b) if a <= b else (b, a)


def same_session(a: Sessions, b: Sessions) -> bool:
    """True when two people, one in the sessions `a`, one in `b`, shared one; no sessions named means the whole."""
    return not a or not b or bool(a & b)


def standing_for(there: There, standing: Mapping[str, Sequence[str]]) -> dict[str, dict[str, Sessions]]:
    """`there` with each actor replaced by those it counts for (its successors, or its network): `standing` maps the actors that do
    not count as themselves. Whoever stands for two in other sessions was in all of those."""
    result: dict[str, dict[str, Sessions]] = {}
    for event, present in there.items():
        merged: dict[str, Sessions] = {}
        for actor, sessions in present.items():
            for heir in standing.get(actor, (actor,)):
                known = merged.get(heir)
                merged[heir] = sessions if known is None else (known | sessions if known and sessions else WHOLE)
        result[event] = merged
    return result


def meetings_of_pairs(
    there: There, actors: Collection[str], apart: Callable[[str, str], bool] | None = None
) -> dict[Pair, tuple[str, ...]]:
    """For each two of `actors` that met: the events at which they did, in the order of `there`. `apart(a, b)` says of which two the
    question makes no sense (a whole and its part); they are left out."""
    wanted = frozenset(actors)
    found: dict[Pair, list[str]] = defaultdict(list)
    for event, present in there.items():
        here = sorted(actor for actor in present if actor in wanted)
        if all(not present[actor] for actor in here):
            for pair in combinations(here, 2):
                found[pair].append(event)
        else:
            for a, b in combinations(here, 2):
                if same_session(present[a], present[b]):
                    found[a, b].append(event)
    return {pair: tuple(events) for pair, events in found.items() if apart is None or not apart(*pair)}


def by_date(occasions: Iterable[Occasion]) -> list[Occasion]:
    """Oldest first, undated before all, ids last."""
    return sorted(occasions, key=lambda o: (o.latest or dt.date.min, o.id))


def sibling_territories(territories: Collection[str], within: Mapping[str, Collection[str]]) -> bool:
    """True when no territory of the event holds all others: it is then an event of several. `within` maps a territory to those
    around it."""
    if len(territories) < 2:
        return False
    return not any(all(other == t or t in within.get(other, ()) for other in territories) for t in territories)


def heirs(successions: Iterable[Pair], limit: int = 10) -> dict[str, tuple[str, ...]]:
    """For each body that has a successor: the last ones of its line, sorted. (`successions`: from, to; circles are cut.)"""
    following: dict[str, set[str]] = defaultdict(set)
    for old, new in successions:
        if old != new:
            following[old].add(new)
    result: dict[str, tuple[str, ...]] = {}
    for start in following:
        last: set[str] = set()
        seen, front = {start}, {start}
        for _ in range(limit):
            ahead: set[str] = set()
            for body in front:
                nexts = following.get(body, set()) - seen
                ahead |= nexts
                if not nexts and body != start:
                    last.add(body)
            seen |= ahead
            front = ahead
            if not front:
                break
        if last:
            result[start] = tuple(sorted(last))
    return result


def ancestors(parts: Iterable[Pair], limit: int = 10) -> dict[str, frozenset[str]]:
    """For each body that is part of another: all wholes above it. (`parts`: part, whole.)"""
    above: dict[str, set[str]] = defaultdict(set)
    for piece, whole in parts:
        if piece != whole:
            above[piece].add(whole)
    result: dict[str, frozenset[str]] = {}
    for start in above:
        seen: set[str] = set()
        front = {start}
        for _ in range(limit):
            front = {whole for body in front for whole in above.get(body, ())} - seen - {start}
            if not front:
                break
            seen |= front
        result[start] = frozenset(seen)
    return result
