"""Seconds of each question about the network on the parliamentary set: `python benchmarks/network.py [--folder DIR] [--graph PLACE]`.

`--graph` is a folder that holds the set already (made there when it is empty) or the address of a Neo4j that does. Each question is asked
three times, the best counts. Printed with a mark where it takes longer than its limit: 2 s on the embedded engine, 1 s on Neo4j.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from maillage.graph import project as projects
from maillage.graph.store import open_store
from maillage.loaders.load import load
from maillage.queries import run

HERE = Path(__file__).parent
LARGE, SMALL = {"scope": "PO59051", "people": True}, {"scope": "PO870844", "people": True}
QUESTIONS = (
    ("never-met", {**SMALL, "all": True}), ("never-met", {**LARGE, "all": True}),
    ("introductions", {**SMALL, "all": True}), ("introductions", {**LARGE, "all": True}),
    ("expected-unseen", LARGE), ("circles", LARGE), ("isolated", {**LARGE, "all": True}), ("isolated", {"people": True}),
    ("brokers", {"people": True}), ("brokers", LARGE), ("components", {"people": True}), ("cooling", {"people": True}),
    ("cooling", LARGE), ("new-relations", {"people": True}), ("new-relations", LARGE), ("contacts", {}),
    ("seats", {"scope": "PO59051"}), ("compare", {}),
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=HERE.parent.parent / "shared" / "data" / "assemblee")
    parser.add_argument("--graph")
    given = parser.parse_args()
    slow = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        where = given.graph or str(Path(name) / "graph")
        remote = "://" in where
        if not remote and not Path(where).exists():
            project = projects.create(Path(name) / "p")
            load(project, [given.folder / "attendance.csv.gz"], lambda: open_store(where), where, mapping=HERE / "assemblee.toml")
        limit = 1.0 if remote else 2.0
        with open_store(where) as store:
            for question, values in QUESTIONS:
                best = float("inf")
                for _ in range(3):
                    begun = time.perf_counter()
                    run(store, question, values, "fr")
                    best = min(best, time.perf_counter() - begun)
                slow += best > limit
                asked = " ".join(f"--{key}" if value is True else f"--{key} {value}" for key, value in values.items())
                print(f"{best:6.2f} s {'!' if best > limit else ' '} {question} {asked}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
