"""Growth of the embedded database: what 10,000, 100,000 and 1,000,000 attendances cost to load, to hold and to ask.

    python benchmarks/scale.py [--attendances 10000,100000,1000000] [--store bolt://…]

The region of `questions.py`, a bassin of 200 organisations for every 10,000 attendances; each attendance is that of a person and of the
body they came for, with a Statement and its STATED_IN, so that a million attendances are about three million relationships. Loading (in a
process that makes the graph too), publishing it again unchanged, and asking (in a process of its own, on the database as it lies there)
are printed with the most memory that each process took, database included. The best of five runs counts, after one that warms; seconds
of CPU say what a load costs on a machine that does other things too.
With --store the same on a Neo4j, which must be empty and is emptied again; its own memory is not in the figures then.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from questions import best, reads, region

from maillage.graph.store import Store, open_store
from maillage.graph.writer import publish
from maillage.queries import run

OF_A_BASSIN = 10_000
QUESTIONS: dict[str, Callable[[Store], Any]] = {
    "never-met": lambda store: run(store, "never-met", {"scope": "Bassin 0"}, "fr").data,
    "partners": lambda store: run(store, "partners", {"actor": "Structure 0-0"}, "fr").data,
    "meetings": lambda store: run(store, "meetings", {"scope": "Bassin 0"}, "fr").data,
    "where-from": lambda store: run(store, "where-from", {"actor": "Personne 0-0"}, "fr").data,
}


def megabytes() -> float:
    """The most memory that this process has taken."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def load(where: str, attendances: int) -> dict[str, Any]:
    graph = region(attendances, max(1, attendances // OF_A_BASSIN))
    rows, made = len(graph.nodes) + len(graph.relationships), megabytes()
    with open_store(where) as store:
        begun, busy = time.perf_counter(), time.process_time()
        publish(store, graph, "scale")
        busy = time.process_time() - busy
        seconds, begun = time.perf_counter() - begun, time.perf_counter()
        writes = publish(store, graph, "scale").writes
        again = time.perf_counter() - begun
    if writes:
        sys.exit(f"publishing again wrote {writes} rows")
    return {"rows": rows, "seconds": seconds, "busy": busy, "again": again, "graph": made, "memory": megabytes()}


def ask(where: str) -> dict[str, Any]:
    begun, found = time.perf_counter(), dict[str, Any]()
    with open_store(where) as store:
        found["open"] = time.perf_counter() - begun
        fact = store.read("MATCH (:Person {id: 'p0-0'})-[x:ATTENDED]->() RETURN x.fact AS fact LIMIT 1")[0]["fact"]
        for name, question in QUESTIONS.items():
            found[name] = best(lambda question=question: question(store))[1]
        for name, (cypher, values) in reads(fact).items():
            found[name] = best(lambda cypher=cypher, values=values: store.read(cypher, values), 20)[1]
        begun = time.perf_counter()
        found["streamed"] = sum(1 for _ in store.stream("MATCH (a)-[x]->(b) RETURN a.id AS a, x.fact AS fact, b.id AS b"))
        found["stream"] = time.perf_counter() - begun
    return {**found, "memory": megabytes()}


def emptied(where: str) -> None:
    with open_store(where) as store:
        while store.write("MATCH (n) WITH n LIMIT 20000 DETACH DELETE n RETURN count(n) AS n")[0]["n"]:
            pass


def of_process(*words: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, __file__, *words], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(done.returncode)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measure(where: str | None, attendances: int) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = where or str(Path(folder) / "graph")
        loaded = of_process("--load", str(attendances), "--store", place)
        asked = of_process("--ask", "--store", place)
        disk = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1e6
        if where:
            emptied(where)
    speed = loaded["rows"] / loaded["seconds"]
    print(f"{attendances:>9} attendances: {loaded['rows']} nodes and relationships, {disk:.0f} MB on disk")
    print(
        f"{'':>9} loaded in {loaded['seconds']:.1f} s ({loaded['busy']:.1f} s of CPU, {speed:.0f} rows/s),"
        f" again in {loaded['again']:.1f} s"
    )
    print(
        f"{'':>9} memory: {loaded['memory']:.0f} MB to load ({loaded['graph']:.0f} of it the graph as made),"
        f" {asked['memory']:.0f} MB to ask"
    )
    times = ", ".join(f"{name} {asked[name] * 1000:.1f} ms" for name in (*QUESTIONS, *reads("")))
    print(f"{'':>9} asked: {times}")
    streamed = f"all {asked['streamed']} relationships streamed in {asked['stream']:.1f} s"
    print(f"{'':>9} opened in {asked['open']:.1f} s, {streamed}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--attendances", default="10000,100000,1000000")
    parser.add_argument("--store", help="a running, empty Neo4j instead of the embedded database")
    parser.add_argument("--load", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--ask", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.load:
        print(json.dumps(load(options.store, options.load)))
    elif options.ask:
        print(json.dumps(ask(options.store)))
    else:
        for attendances in map(int, options.attendances.split(",")):
            measure(options.store, attendances)


if __name__ == "__main__":
    main()
