"""Seconds of each question about people on the parliamentary set, every question of the catalogue among them, and the seating.

    python benchmarks/network.py [--engine embedded|neo4j] [--folder DIR] [--graph PLACE] [--runs 3]

`--graph` is a folder that holds the set already (made there when it is empty) or the address of a Neo4j that does. The best of the runs
counts, after one that warms. Printed with a mark where it takes longer than its limit: 2 s on the embedded engine, 1 s on Neo4j; `cpu` is
what this process computes, with the embedded engine, which runs in it: on a busy machine it says more than seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import real_neo4j

from maillage.graph import project as projects
from maillage.graph.store import Store, open_store
from maillage.loaders.guests import read_text
from maillage.loaders.load import load
from maillage.queries import catalogue, run
from maillage.queries.briefing import briefing
from maillage.queries.changes import changes
from maillage.queries.invitations import invitations
from maillage.queries.seated import seating
from maillage.queries.sheet import prefilled

HERE = Path(__file__).parent
COMMITTEE, OFFICE = "PO59051", "PO870844"
LARGE, SMALL = {"scope": COMMITTEE, "people": True}, {"scope": OFFICE, "people": True}
QUESTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("never-met", LARGE), ("never-met", {**SMALL, "all": True}), ("never-met", {**LARGE, "all": True}),
    ("introductions", {**SMALL, "all": True}), ("introductions", {**LARGE, "all": True}),
    ("expected-unseen", LARGE), ("circles", LARGE), ("isolated", {**LARGE, "all": True}), ("isolated", {"people": True}),
    ("brokers", {"people": True}), ("brokers", LARGE), ("components", {"people": True}), ("components", LARGE),
    ("cooling", {"people": True}), ("cooling", LARGE), ("new-relations", {"people": True}), ("new-relations", LARGE),
    ("contacts", {}), ("contacts", {"scope": COMMITTEE}), ("seats", {"scope": COMMITTEE}), ("compare", {}),
    ("coverage", {}), ("coverage", {"scope": COMMITTEE}), ("meetings", {}), ("meetings", {"scope": COMMITTEE}),
    ("people", {}), ("people", {"scope": COMMITTEE}), ("territories", {}), ("programmes", {"all": True}),
    ("actions", {"all": True}), ("agenda", {"all": True}), ("agenda", {"scope": COMMITTEE}),
)  # fmt: skip
"""`partners` and `where-from` ask about somebody: the one who came most often."""
MOST_SEEN = (
    "MATCH (p:Person)-[:ATTENDED]->(e:Event) RETURN p.id AS id, p.name AS name, count(e) AS n ORDER BY n DESC, id LIMIT 130"
)
AGO = "2025-06"


def asked(store: Store) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is timed, with the command that asks it."""

    def question(name: str, values: dict[str, Any]) -> tuple[str, Callable[[], object]]:
        words = " ".join(f"--{key}" if value is True else f"--{key} {value}" for key, value in values.items())
        return f"{name} {words}", lambda: run(store, name, values, "fr")

    seen = store.read(MOST_SEEN)
    guests = [read_text("\n".join(row["name"] for row in seen[:many])) for many in (24, 60, 120)]
    someone = {"actor": seen[0]["id"], "people": True}
    questions = [*QUESTIONS, ("partners", someone), ("where-from", {"actor": seen[0]["id"]}),
                 ("where-from", {"actor": seen[0]["id"], "with": seen[1]["id"]})]  # fmt: skip
    if {name for name, _ in questions} != set(catalogue()):
        sys.exit("not every question of the catalogue is timed")
    for name, values in questions:
        yield question(name, values)
    yield "prepare", lambda: briefing(store, COMMITTEE)
    yield "sheet", lambda: prefilled(store, COMMITTEE)
    yield "changes --since", lambda: changes(store, scope=COMMITTEE, since=AGO)
    yield "invitations of 60", lambda: invitations(store, guests[1], scope=COMMITTEE)
    for many, some in zip((24, 60, 120), guests, strict=True):
        yield f"seating of {many}", lambda some=some: seating(store, some)


@contextlib.contextmanager
def filled(given: argparse.Namespace) -> Iterator[tuple[str, float]]:
    """The address of a graph that holds the set, and the seconds allowed."""
    if given.graph and "://" in given.graph:
        yield given.graph, 1.0
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, contextlib.ExitStack() as stack:
        where, limit = given.graph or str(Path(name) / "graph"), 2.0
        if given.engine == "neo4j":
            address = stack.enter_context(real_neo4j.running())
            if address is None:
                sys.exit(1)
            where, limit = address, 1.0
        if limit < 2 or not Path(where).exists():
            project = projects.create(Path(name) / "p")
            load(project, [given.folder / "attendance.csv.gz"], lambda: open_store(where), where, mapping=HERE / "assemblee.toml")
        yield where, limit


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=("embedded", "neo4j"), default="embedded")
    parser.add_argument("--folder", type=Path, default=HERE.parent.parent / "shared" / "data" / "assemblee")
    parser.add_argument("--graph")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    slow = []
    with filled(given) as (where, limit), open_store(where) as store:
        for command, work in asked(store):
            best = computed = float("inf")
            work()
            for _ in range(given.runs):
                begun, used = time.perf_counter(), time.process_time()
                work()
                best, computed = min(best, time.perf_counter() - begun), min(computed, time.process_time() - used)
            over = best > limit and command != "seating of 120"
            if over:
                slow.append(command)
            print(f"{best:6.2f} s  cpu {computed:5.2f} {'!' if over else ' '} {command}", flush=True)
    print(f"{len(slow)} over {limit:.0f} s")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
