"""What later records say of an action that an earlier one decided. Pure functions over small values.

A record rarely names the action it reports on: the same people or bodies, and mostly the same words, in a row whose state is « fait »
or « en cours ». Both are asked for; a report that is missed costs a line « rien n'en est dit », a false one would hide work to do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from .names import fold

REPORTING = frozenset({"done", "ongoing"})
SHARED = 0.7
"""Part of the shorter one's words that both actions must have."""
FEWEST = 2
"""Words that both must have at least: « Réunion » alone says nothing."""
_STEM = 6
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Told:
    """An action as one record tells it. `who` are nodes; `day` the last day on which it can have been told."""

    action: str
    record: str
    who: frozenset[str]
    what: str
    status: str
    event: str
    day: date


def words(what: str) -> frozenset[str]:
    """The words of an action that tell it from another, cut to their beginning: « contacter » and « contacté » are one."""
    return frozenset(word[:_STEM] for word in fold(what).split() if len(word) >= _SHORTEST)


def reports(told: Iterable[Told]) -> Iterator[tuple[Told, Told]]:
    """The pairs (action, what a later record reports of it), in a fixed order. Of several actions that fit, the closest, then the
    newest one is meant."""
    by_actor: dict[str, list[Told]] = defaultdict(list)
    every = sorted(told, key=lambda one: (one.day, one.action))
    for one in every:
        for actor in one.who:
            by_actor[actor].append(one)
    for later in every:
        if later.status not in REPORTING or not later.who:
            continue
        said = words(later.what)
        best: tuple[float, date, str] | None = None
        meant: Told | None = None
        for earlier in {one.action: one for actor in later.who for one in by_actor[actor]}.values():
            if earlier.day >= later.day or earlier.record == later.record or earlier.status == "done":
                continue
            closeness = _closeness(words(earlier.what), said)
            rank = (closeness, earlier.day, earlier.action)
            if closeness >= SHARED and (best is None or rank > best):
                best, meant = rank, earlier
        if meant is not None:
            yield meant, later


def _closeness(a: frozenset[str], b: frozenset[str]) -> float:
    shared = len(a & b)
    return shared / min(len(a), len(b)) if shared >= FEWEST else 0.0
