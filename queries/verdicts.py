"""The verdict on two partners: worked together, crossed in plenary only, never seen together, or not known."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from .crossings import Crossings
from .meetings import STRENGTHS, Listed, Occasion, Pair, Strength, Thresholds, by_date, strength

Verdict = Literal["worked-together", "plenary-only", "never-seen", "not-known"]
VERDICTS: tuple[Verdict, ...] = ("never-seen", "not-known", "plenary-only", "worked-together")
"""In the order in which a person who prepares a meeting wants them."""


@dataclass(frozen=True, slots=True)
class Window:
    """The time during which somebody was a partner; None: open on that side."""

    start: date | None = None
    end: date | None = None

    def __and__(self, other: Window) -> Window:
        starts = [day for day in (self.start, other.start) if day]
        ends = [day for day in (self.end, other.end) if day]
        return Window(max(starts, default=None), min(ends, default=None))


class Judged(NamedTuple):
    """A pair with its verdict. `inside` and `elsewhere` count the occasions they shared; `listed`, `partial` and `unlisted` the local
    occasions while both were partners; `possible` is the last of those with a list; `last` the last occasion they shared, the last
    dated one where there is one."""

    pair: Pair
    verdict: Verdict
    strength: Strength | None
    inside: int
    elsewhere: int
    listed: int
    partial: int
    unlisted: int
    possible: Occasion | None
    last: Occasion | None = None


class Calendar:
    """The local occasions, ready to be counted in any window. An undated one counts in all: it cannot be ruled out."""

    def __init__(self, occasions: Iterable[Occasion]) -> None:
        self._dated: dict[Listed, list[Occasion]] = {"complete": [], "partial": [], "none": []}
        self._undated: dict[Listed, int] = {"complete": 0, "partial": 0, "none": 0}
        for occasion in by_date(occasions):
            if occasion.earliest is None or occasion.latest is None:
                self._undated[occasion.listed] += 1
            else:
                self._dated[occasion.listed].append(occasion)
        self._latest = {listed: [o.latest for o in found if o.latest] for listed, found in self._dated.items()}
        self._earliest = {listed: sorted(o.earliest for o in found if o.earliest) for listed, found in self._dated.items()}

    def count(self, listed: Listed, window: Window) -> int:
        """How many occasions with such a list may lie in `window`."""
        if window.start and window.end and window.start > window.end:
            return 0
        begun = len(self._earliest[listed]) if window.end is None else bisect_right(self._earliest[listed], window.end)
        over = 0 if window.start is None else bisect_left(self._latest[listed], window.start)
        return max(0, begun - over) + self._undated[listed]

    def last_listed(self, window: Window) -> Occasion | None:
        """The newest dated occasion of `window` that has a complete list."""
        latest = self._latest["complete"]
        end = len(latest) if window.end is None else bisect_right(latest, window.end)
        found = self._dated["complete"][end - 1] if end else None
        return found if found and (window.start is None or (found.latest and found.latest >= window.start)) else None


def judge(
    pairs: Sequence[Pair],
    met: Crossings,
    calendar: Calendar,
    windows: Mapping[str, Window],
    thresholds: Thresholds,
    same_action: Collection[Pair] = (),
) -> list[Judged]:
    """The verdict on each of `pairs`, in their order.

    `same_action` are the pairs that took on one action together, which makes a meeting of theirs a table. « Never » needs
    `thresholds.lists` listed local occasions while both were partners, and `thresholds.share` of all those occasions listed; else the
    verdict is "not-known".
    """
    near = {how: met.where(lambda occasion, how=how: strength(occasion, thresholds) == how) for how in STRENGTHS}  # type: ignore[misc]
    local = met.where(lambda occasion: occasion.inside)
    always, known = Window(), _Known(calendar)
    result = []
    for pair in pairs:
        listed, partial, unlisted, possible = known(windows.get(pair[0], always), windows.get(pair[1], always))
        shared = met.shared(*pair)
        verdict: Verdict
        if not shared:
            enough = listed >= thresholds.lists and listed >= thresholds.share * (listed + partial + unlisted)
            verdict = "never-seen" if enough else "not-known"
            result.append(Judged(pair, verdict, None, 0, 0, listed, partial, unlisted, possible))
            continue
        best: Strength = "table" if pair in same_action else next(how for how in STRENGTHS if shared & near[how])
        verdict = "plenary-only" if best == "plenary" else "worked-together"
        inside = met.count(shared & local)
        outside = met.count(shared & ~local)
        result.append(Judged(pair, verdict, best, inside, outside, listed, partial, unlisted, possible, met.last(shared)))
    return result


class _Known:
    """What a calendar says of the time that two windows share: occasions with a complete list, a partial one, none, and the last
    one with a list. A scope of 200 partners has 20,000 pairs and some hundred such times."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._found: dict[tuple[date, date], tuple[int, int, int, Occasion | None]] = {}

    def __call__(self, a: Window, b: Window) -> tuple[int, int, int, Occasion | None]:
        key = (max(a.start or date.min, b.start or date.min), min(a.end or date.max, b.end or date.max))
        if key not in self._found:
            count, window = self._calendar.count, a & b
            self._found[key] = (
                count("complete", window), count("partial", window), count("none", window), self._calendar.last_listed(window),
            )  # fmt: skip
        return self._found[key]
