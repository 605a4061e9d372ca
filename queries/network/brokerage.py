"""How well somebody could bring two together: a weighted form of the index of Adamic and Adar, over everybody at once.

The tie of two is the sum over their shared occasions of `fabric.weight`. Whoever knows both of a pair counts by the geometric mean of
the two ties, divided by the logarithm of how many people that broker knows: who knows few brings them together more surely than who
knows everybody. `benchmarks/introductions.py` measures what this order is worth.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from ..meetings import Pair, same_session
from .fabric import Fabric, weight

CHUNK = 512
"""Occasions laid out at a time: bounds the memory of a region's meetings."""
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bridges:
    """`reach[i, j]`: the root of the tie of the i-th of `ends` and the j-th of `brokers`, divided by the fourth root of what that
    broker's many acquaintances cost; so that the product of two rows is the sum over brokers."""

    ends: Sequence[str]
    brokers: Sequence[str]
    reach: Matrix

    def scores(self) -> Matrix:
        """For each two of `ends`: how well all brokers together could bring them together."""
        return np.asarray(self.reach @ self.reach.T)

    def of_pair(self, pair: Pair) -> list[tuple[str, float]]:
        """The brokers of a pair with what each is worth, best first, ties by id."""
        index = {actor: number for number, actor in enumerate(self.ends)}
        worth = self.reach[index[pair[0]]] * self.reach[index[pair[1]]]
        found = [(self.brokers[int(number)], float(worth[number])) for number in np.flatnonzero(worth)]
        return sorted(found, key=lambda item: (-round(item[1], 12), item[0]))


def bridges(
    fabric: Fabric, ends: Sequence[str], brokers: Collection[str], own: Mapping[str, Collection[str]], as_of: date | None
) -> Bridges:
    """The ties between `ends` and all possible `brokers`; `own` maps an end to those who are no brokers for it (its people, its
    wholes and parts)."""
    order = sorted(brokers)
    column = {actor: number for number, actor in enumerate(order)}
    row = {actor: number for number, actor in enumerate(ends)}
    ties: Matrix = np.zeros((len(ends), len(order)))
    knows: Matrix = np.zeros((len(ends), len(order)))
    whole = [event for event, present in fabric.there.items() if not any(present.values())]
    for begin in range(0, len(whole), CHUNK):
        events = whole[begin : begin + CHUNK]
        left: Matrix = np.zeros((len(events), len(ends)))
        right: Matrix = np.zeros((len(events), len(order)))
        worth: Matrix = np.zeros((len(events), 1))
        for number, event in enumerate(events):
            present = fabric.there[event]
            left[number, [row[actor] for actor in present if actor in row]] = 1
            right[number, [column[actor] for actor in present if actor in column]] = 1
            worth[number, 0] = weight(fabric.occasions[event], len(present), as_of)
        ties += (left * worth).T @ right
        knows += left.T @ right
    for event in fabric.there.keys() - set(whole):
        present = fabric.there[event]
        value = weight(fabric.occasions[event], len(present), as_of)
        for end in present.keys() & row.keys():
            for broker in present.keys() & column.keys():
                if same_session(present[end], present[broker]):
                    ties[row[end], column[broker]] += value
                    knows[row[end], column[broker]] += 1
    for end, others in own.items():
        ties[row[end], [column[actor] for actor in (*others, end) if actor in column]] = 0
    for end in ends:
        if end in column:
            ties[row[end], column[end]] = 0
    acquaintances = _acquaintances(fabric, order)
    cost = np.log(np.maximum(acquaintances, 2) + 1)
    return Bridges(list(ends), order, np.sqrt(ties) / np.sqrt(cost))


def _acquaintances(fabric: Fabric, actors: Sequence[str]) -> Matrix:
    """How many of the same kind (people, bodies) each has met in the fabric, sessions aside."""
    column = {actor: number for number, actor in enumerate(actors)}
    met = np.zeros((len(actors), len(actors)), dtype=bool)
    for present in fabric.there.values():
        here = [column[actor] for actor in present if actor in column]
        met[np.ix_(here, here)] = True
    return np.asarray(met.sum(axis=1, dtype=np.float64) - met.diagonal())
