"""Who shared which occasions, as one number for each actor: a bit for each occasion, oldest first. What two shared is the « and » of
theirs, so that a committee of 300 with its 50,000 pairs is judged in a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

from .meetings import Occasion, There, by_date


class Crossings:
    """The occasions of `there`, of `actors` only where given. Where lists tell sessions apart, each session has a bit of its own, and
    whoever was at the whole has them all."""

    def __init__(self, there: There, occasions: Mapping[str, Occasion], actors: Collection[str] | None = None) -> None:
        wanted = None if actors is None else frozenset(actors)
        self._bits: list[Occasion] = []
        self._split = 0
        places: dict[str, list[int]] = defaultdict(list)
        for occasion in by_date(occasions[event] for event in there):
            present = there[occasion.id]
            first = len(self._bits)
            sessions = sorted({session for own in present.values() for session in own}) if any(present.values()) else []
            self._bits += [occasion] * max(1, len(sessions))
            if len(sessions) > 1:
                self._split |= ((1 << len(sessions)) - 1) << first
            everywhere = range(first, len(self._bits))
            for actor, own in present.items():
                if wanted is None or actor in wanted:
                    places[actor] += [first + sessions.index(session) for session in own] if own else everywhere
        self._masks = {actor: _mask(some, len(self._bits)) for actor, some in places.items()}

    def shared(self, a: str, b: str) -> int:
        """The bits of the occasions at which two met; 0 for none."""
        return self._masks.get(a, 0) & self._masks.get(b, 0)

    def where(self, keep: Callable[[Occasion], bool]) -> int:
        """The bits of all occasions of this kind."""
        return _mask([place for place, occasion in enumerate(self._bits) if keep(occasion)], len(self._bits))

    def count(self, bits: int) -> int:
        """How many occasions these are."""
        if not bits & self._split:
            return bits.bit_count()
        return len({occasion.id for place, occasion in enumerate(self._bits) if bits >> place & 1})

    def last(self, bits: int) -> Occasion:
        """The last of these, the last dated one where there is one."""
        return self._bits[bits.bit_length() - 1]


def _mask(places: Collection[int], size: int) -> int:
    found = bytearray(size // 8 + 1)
    for place in places:
        found[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(found, "little")
