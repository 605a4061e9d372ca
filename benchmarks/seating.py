"""Seating plans against lots and against a careful person: `python benchmarks/seating.py`.

For 24, 60 and 120 invented guests, without and with a history (30 of 100 pairs of different bodies have met): pairs that meet for the
first time, the most that any plan of this shape can give (`_bound_of` of queries/seating.py says why), people of one body at one table,
seconds. The greedy plan sets each guest in turn where it costs least; lots are the mean of 20 draws. Exit status 1 when a plan gives less
than 95 % of the bound, seats two of one body together where that can be avoided, or gives fewer new pairs than the greedy one.
"""

from __future__ import annotations

import random
import sys
import time
from itertools import combinations

from maillage.queries.meetings import ordered
from maillage.queries.seating import Guests, seat, seat_at_random, seat_greedily

SHAPES = ((24, 4, 3, 8), (60, 6, 3, 20), (120, 8, 3, 40), (120, 8, 1, 40))
"""Guests, seats at a table, rounds, bodies."""
LEAST = 0.95


def invented(number: int, bodies: int, density: float) -> Guests:
    """Guests of `bodies` bodies in turn, of whose pairs a part `density` has met."""
    chance = random.Random(3)
    ids = tuple(f"p{n:03}" for n in range(number))
    own = {guest: frozenset({f"b{n % bodies}"}) for n, guest in enumerate(ids)}
    met = {ordered(a, b): chance.randint(1, 4) for a, b in combinations(ids, 2) if own[a] != own[b] and chance.random() < density}
    return Guests(ids, own, met)


def main() -> int:
    wrong = 0
    print("guests seats rounds  met before    new  bound   part  greedy   lots  one body  seconds")
    for density in (0.0, 0.3):
        for number, seats, rounds, bodies in SHAPES:
            guests = invented(number, bodies, density)
            begun = time.perf_counter()
            plan = seat(guests, seats, rounds)
            seconds = time.perf_counter() - begun
            greedy = seat_greedily(guests, seats, rounds)
            lots = sum(seat_at_random(guests, seats, rounds, seed).new for seed in range(20)) / 20
            part = plan.new / plan.bound
            wrong += part < LEAST or plan.same_body > 0 or plan.new < max(greedy.new, lots)
            print(f"{number:6} {seats:5} {rounds:6}  {plan.met_before:5}/{plan.pairs:<5} {plan.new:5}  {plan.bound:5}  {part:5.1%}  "
                  f"{greedy.new:6}  {lots:5.0f}  {plan.same_body:8}  {seconds:7.1f}")  # fmt: skip
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
