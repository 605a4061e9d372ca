"""Who sits with whom: tables that bring people together who have not met. Pure functions, one seed, one plan.

Cost of two people at one table, the heavier the worse: told apart by the user, of one body, already seen or seated together. A plan starts
greedily, then two guests change places as long as simulated annealing finds it better (Kirkpatrick et al. 1983); the number of steps is
fixed by the size, so that the same guests and seed give the same plan on any machine. There is no solver behind it: what is asked is the
social golfer problem with a history, for which exact solvers stop at sizes far below sixty people.
"""

from __future__ import annotations

import math
import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from .meetings import Pair, ordered

Table = tuple[str, ...]
Round = tuple[Table, ...]

APART, SAME_BODY, AGAIN, MET, CROSSED = 1_000_000, 10_000, 100, 90, 3
STEPS = 2_500
"""Exchanges tried for each guest and round."""
MOST_STEPS = 900_000
_HOT, _COLD = 60.0, 1.0


@dataclass(frozen=True, slots=True)
class Guests:
    """Who sits down. `bodies` maps a guest to the bodies it stands for; `met` two guests to how often they sat at one table or in one room;
    `crossed` are those who were in one plenary only; `apart` those who must not share a table."""

    ids: tuple[str, ...]
    bodies: Mapping[str, frozenset[str]]
    met: Mapping[Pair, int]
    crossed: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()

    def same_body(self, a: str, b: str) -> bool:
        return bool(self.bodies.get(a, frozenset()) & self.bodies.get(b, frozenset()))


@dataclass(frozen=True, slots=True)
class Plan:
    """A seating. `new` counts the pairs that meet for the first time in it, of different bodies; `bound` what no plan of this shape can
    exceed; `met_before` and `pairs` all pairs of different bodies that had met, and that there are; `same_body` and `apart` the pairs that
    share a table although they should not; `again` those that had met before or sit together more than once."""

    rounds: tuple[Round, ...]
    new: int
    bound: int
    met_before: int
    pairs: int
    same_body: int
    apart: int
    again: int

    @property
    def met_after(self) -> int:
        return self.met_before + self.new


def sizes(guests: int, seats: int) -> list[int]:
    """How many sit at each table: as few tables as `seats` at one allow, as even as can be, larger ones first."""
    tables = max(1, math.ceil(guests / seats))
    return [guests // tables + (number < guests % tables) for number in range(tables)]


def seat(guests: Guests, seats: int, rounds: int = 1, seed: int = 1, steps: int = STEPS) -> Plan:
    """A plan of `rounds` rounds at tables of at most `seats`. Deterministic; `steps` are exchanges tried for each guest and round."""
    shape = sizes(len(guests.ids), seats)
    search = _Search(_Costs(guests), shape, rounds, random.Random(seed))
    search.anneal(min(MOST_STEPS, steps * len(guests.ids) * rounds), _good_enough(guests, shape, rounds))
    return judge(guests, [[[guests.ids[guest] for guest in table] for table in one] for one in search.best])


def _good_enough(guests: Guests, shape: Sequence[int], rounds: int) -> int:
    """A cost at which nothing is left to mend: as many pairs meet for the first time as can, and the others met before."""
    forced = rounds * _forced(guests, len(shape))
    met = rounds * sum(size * (size - 1) // 2 for size in shape) - forced - _bound_of(guests, shape, rounds)
    return forced * SAME_BODY + met * (MET + 1)


def seat_at_random(guests: Guests, seats: int, rounds: int = 1, seed: int = 1) -> Plan:
    """What drawing lots gives; to compare with."""
    chance = random.Random(seed)
    return judge(guests, [_cut(chance.sample(guests.ids, len(guests.ids)), sizes(len(guests.ids), seats)) for _ in range(rounds)])


def seat_greedily(guests: Guests, seats: int, rounds: int = 1, seed: int = 1) -> Plan:
    """What a careful person does: each guest in turn to the table where it costs least; to compare with."""
    search = _Search(_Costs(guests), sizes(len(guests.ids), seats), rounds, random.Random(seed))
    return judge(guests, [[[guests.ids[guest] for guest in table] for table in one] for one in search.best])


def judge(guests: Guests, rounds: Sequence[Sequence[Sequence[str]]]) -> Plan:
    """The plan of given tables with its counts."""
    times: dict[Pair, int] = {}
    for one in rounds:
        for table in one:
            for a, b in combinations(table, 2):
                pair = ordered(a, b)
                times[pair] = times.get(pair, 0) + 1
    strangers = {pair for pair in times if not guests.same_body(*pair)}
    every = [pair for pair in _pairs(guests.ids) if not guests.same_body(*pair)]
    tidy = tuple(tuple(sorted((tuple(sorted(table)) for table in one), key=lambda table: table[:1])) for one in rounds)
    return Plan(
        rounds=tidy,
        new=sum(1 for pair in strangers if not guests.met.get(pair)),
        bound=_bound_of(guests, [len(table) for table in rounds[0]] if rounds else [], len(rounds)),
        met_before=sum(1 for pair in every if guests.met.get(pair)),
        pairs=len(every),
        same_body=sum(count for pair, count in times.items() if pair not in strangers),
        apart=sum(count for pair, count in times.items() if pair in guests.apart),
        again=sum(count - (not guests.met.get(pair)) for pair, count in times.items() if pair in strangers),
    )


def _bound_of(guests: Guests, shape: Sequence[int], rounds: int) -> int:
    """The most pairs that can meet for the first time: nobody meets more people than sit beside them in all rounds, nor more than there
    are left to meet; and of bodies with more people than tables, some must sit together."""
    left = dict.fromkeys(guests.ids, 0)
    for a, b in _pairs(guests.ids):
        if not guests.met.get(ordered(a, b)) and not guests.same_body(a, b) and ordered(a, b) not in guests.apart:
            left[a] += 1
            left[b] += 1
    beside = rounds * (max(shape, default=1) - 1)
    most = sum(min(beside, unmet) for unmet in left.values())
    at_tables = rounds * sum(size * (size - 1) // 2 for size in shape)
    return min(most // 2, at_tables - rounds * _forced(guests, len(shape)))


def _forced(guests: Guests, tables: int) -> int:
    """Pairs of one body that must share a table in each round: a body of more people than there are tables cannot be spread."""
    members: dict[frozenset[str], int] = {}
    for guest in guests.ids:
        own = guests.bodies.get(guest, frozenset())
        if len(own) == 1:
            members[own] = members.get(own, 0) + 1
    forced = 0
    for number in members.values():
        each, more = divmod(number, tables) if tables else (0, 0)
        forced += more * (each + 1) * each // 2 + (tables - more) * each * (each - 1) // 2
    return forced


def _pairs(ids: Iterable[str]) -> Iterable[Pair]:
    return (ordered(a, b) for a, b in combinations(ids, 2))


def _cut(guests: Sequence[str], shape: Sequence[int]) -> list[list[str]]:
    tables, start = [], 0
    for size in shape:
        tables.append(list(guests[start : start + size]))
        start += size
    return tables


class _Costs:
    """What it costs that two guests, by number, share a table for the first and for every further time."""

    def __init__(self, guests: Guests) -> None:
        number = {guest: index for index, guest in enumerate(guests.ids)}
        self.size = len(guests.ids)
        self.first = [[0] * self.size for _ in range(self.size)]
        self.again = [[AGAIN] * self.size for _ in range(self.size)]
        for a, b in combinations(guests.ids, 2):
            pair = ordered(a, b)
            one = 0
            if pair in guests.apart:
                one = APART
            elif guests.same_body(a, b):
                one = SAME_BODY
            elif guests.met.get(pair):
                one = MET + min(guests.met[pair], 9)
            elif pair in guests.crossed:
                one = CROSSED
            i, j = number[a], number[b]
            self.first[i][j] = self.first[j][i] = one
            self.again[i][j] = self.again[j][i] = max(one, AGAIN)


class _Search:
    """Rounds of tables of guests by number, and the exchanges that make them better."""

    def __init__(self, costs: _Costs, shape: Sequence[int], rounds: int, chance: random.Random) -> None:
        self.costs, self.chance = costs, chance
        self.times = [[0] * costs.size for _ in range(costs.size)]
        self.rounds = [self._greedy(shape) for _ in range(rounds)]
        self.best = [[list(table) for table in one] for one in self.rounds]

    def _greedy(self, shape: Sequence[int]) -> list[list[int]]:
        """One round: who has most to avoid first, each to the table with a free chair where it costs least."""
        order = list(range(self.costs.size))
        self.chance.shuffle(order)
        order.sort(key=lambda guest: -sum(self.costs.first[guest]))
        tables: list[list[int]] = [[] for _ in shape]
        for guest in order:
            free = [number for number, size in enumerate(shape) if len(tables[number]) < size]
            best = min(free, key=lambda number: (self._joining(guest, tables[number], -1), len(tables[number]), number))
            tables[best].append(guest)
        for table in tables:
            for a, b in combinations(table, 2):
                self._count(a, b, 1)
        return tables

    def _count(self, a: int, b: int, step: int) -> None:
        self.times[a][b] += step
        self.times[b][a] += step

    def _joining(self, guest: int, table: Sequence[int], leaving: int) -> int:
        """What it costs that `guest` joins `table` when `leaving` has left it."""
        first, again, times = self.costs.first[guest], self.costs.again[guest], self.times[guest]
        return sum((again[other] if times[other] else first[other]) for other in table if other != leaving)

    def _leaving(self, guest: int, table: Sequence[int]) -> int:
        """What is saved when `guest` leaves `table`."""
        first, again, times = self.costs.first[guest], self.costs.again[guest], self.times[guest]
        return sum((again[other] if times[other] > 1 else first[other]) for other in table if other != guest)

    def anneal(self, steps: int, enough: int) -> None:
        """Exchange guests for `steps` steps, and keep the best plan met; stop when it costs no more than `enough`."""
        if any(len(one) < 2 for one in self.rounds) or self.costs.size < 3:
            return
        chance, cost = self.chance, self._cost()
        best = cost
        cooling = (_COLD / _HOT) ** (1 / max(1, steps))
        heat = _HOT
        for _ in range(steps):
            if best <= enough:
                break
            heat *= cooling
            one = self.rounds[int(chance.random() * len(self.rounds))]
            x, y = int(chance.random() * len(one)), int(chance.random() * (len(one) - 1))
            y += y >= x
            here, there = one[x], one[y]
            i, j = int(chance.random() * len(here)), int(chance.random() * len(there))
            a, b = here[i], there[j]
            change = self._joining(a, there, b) + self._joining(b, here, a) - self._leaving(a, here) - self._leaving(b, there)
            if change <= 0 or chance.random() < math.exp(-change / heat):
                for other in here:
                    if other != a:
                        self._count(a, other, -1)
                        self._count(b, other, 1)
                for other in there:
                    if other != b:
                        self._count(b, other, -1)
                        self._count(a, other, 1)
                here[i], there[j] = b, a
                cost += change
                if cost < best:
                    best = cost
                    self.best = [[list(table) for table in tables] for tables in self.rounds]

    def _cost(self) -> int:
        total = 0
        for a in range(self.costs.size):
            for b in range(a):
                times = self.times[a][b]
                if times:
                    total += self.costs.first[a][b] + (times - 1) * self.costs.again[a][b]
        return total


def apart_of(pairs: Collection[tuple[str, str]]) -> frozenset[Pair]:
    """The pairs, each in the order of `Pair`."""
    return frozenset(ordered(a, b) for a, b in pairs)
