"""Seconds that what is asked before a meeting takes on the parliamentary set: `python benchmarks/before.py [FOLDER] [--neo4j]`.

FOLDER holds attendance.csv.gz and meetings.csv.gz (default: ../shared/data/assemblee). Loads the set into an embedded store and, with
--neo4j, into the server of NEO4J_URI (else the one that `python tests` fetches), then asks each question for four committees and for
everything, the second of two times. Exit status 1 above 2 s embedded or 1 s on Neo4j. The graph has no actions, programmes or next dates:
those times are of looking and finding none.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from maillage.graph import memory
from maillage.graph import project as projects
from maillage.graph.store import Store, open_store
from maillage.loaders.guests import read_text
from maillage.loaders.load import load
from maillage.queries import run
from maillage.queries.briefing import briefing
from maillage.queries.changes import changes
from maillage.queries.invitations import invitations
from maillage.queries.seated import seating
from maillage.queries.sheet import prefilled

HERE = Path(__file__).parent
COMMITTEES = ("PO870844", "PO865164", "PO848581", "PO872476")
GUESTS = 60


def questions(store: Store) -> Iterator[tuple[str, Callable[[], Any]]]:
    names = [row["name"] for row in store.read("MATCH (p:Person) RETURN p.name AS name ORDER BY p.id LIMIT $n", {"n": GUESTS})]
    lines = read_text("\n".join(names))
    state = memory.State("d", "2024-01-01", {row["id"]: row["name"] for row in store.read(
        "MATCH (r:Record) RETURN r.id AS id, r.name AS name ORDER BY id SKIP 20")}, {}, {})  # fmt: skip
    for scope in COMMITTEES:
        for name in ("actions", "agenda", "programmes"):
            yield f"{name} {scope}", lambda name=name, scope=scope: run(store, name, {"scope": scope})
        yield f"invitations of {GUESTS} {scope}", lambda scope=scope: invitations(store, lines, scope=scope)
        yield f"changes since a day {scope}", lambda scope=scope: changes(store, scope=scope, since="2025")
        yield f"changes since 20 records {scope}", lambda scope=scope: changes(store, state, scope=scope)
        yield f"sheet {scope}", lambda scope=scope: prefilled(store, scope)
        yield f"seating {scope}", lambda scope=scope: seating(store, scope=scope)
        yield f"prepare {scope}", lambda scope=scope: briefing(store, scope)
    for name in ("actions", "agenda", "programmes"):
        yield f"{name} of everything", lambda name=name: run(store, name, {})
    yield f"seating of a list of {GUESTS}", lambda: seating(store, lines)


def measured(store: Store, limit: float) -> int:
    slow = 0
    for name, ask in questions(store):
        ask()
        begun, worked = time.perf_counter(), time.process_time()
        ask()
        seconds, worked = time.perf_counter() - begun, time.process_time() - worked
        slow += seconds > limit
        print(
            f"{name:42} {seconds:6.2f} s, {worked:5.2f} s of it this process{'  too slow' if seconds > limit else ''}", flush=True
        )
    return slow


@contextmanager
def server() -> Iterator[str]:
    """The address of a Neo4j with its login in the environment."""
    if "NEO4J_URI" in os.environ:
        yield os.environ["NEO4J_URI"]
        return
    sys.path.insert(0, str(HERE.parent / "tests" / "neo4j"))
    import server as neo4j  # type: ignore[import-not-found]

    with tempfile.TemporaryDirectory() as folder, neo4j.Server(Path(folder)) as running:
        os.environ.update(NEO4J_USERNAME=running.user, NEO4J_PASSWORD=running.password)
        yield running.uri


def main(folder: Path, with_neo4j: bool) -> int:
    slow = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        project = projects.create(Path(name) / "p")
        where = str(Path(name) / "graph")
        load(project, [folder / "attendance.csv.gz"], lambda: open_store(where), where, mapping=HERE / "assemblee.toml")
        print("embedded, at most 2 s")
        with open_store(where) as store:
            slow += measured(store, 2.0)
        if with_neo4j:
            from maillage.graph.index import read_index
            from maillage.graph.ingest import refresh

            with server() as uri, open_store(uri) as store:
                refresh(project, store, read_index(project))
                print("Neo4j, at most 1 s")
                slow += measured(store, 1.0)
    return 1 if slow else 0


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--neo4j"]
    default = HERE.parent.parent / "shared" / "data" / "assemblee"
    sys.exit(main(Path(words[0]) if words else default, "--neo4j" in sys.argv))
