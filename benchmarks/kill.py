"""kill -9 during publication, at random moments: the next publication must end in the same graph, nothing lost or doubled.

    python benchmarks/kill.py [--times 50] [--attendances 5000] [--seed 11] [--store FOLDER|bolt://…|neo4j]

Prints one line a kill and a summary; exit status 1 when a state differs.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import date

import real_neo4j

from maillage.graph.model import Graph, Node, Relationship
from maillage.graph.store import Store, open_store
from maillage.graph.writer import publish


def sample(seed: int, attendances: int) -> Graph:
    """A graph of people, events, attendances and statements; seeds differ in a part of it."""
    rng = random.Random(seed)
    people, events = max(2, attendances // 5), max(2, attendances // 20)
    nodes = {
        f"p{n}": Node(f"p{n}", ("Actor", "Person"), {"name": f"Personne {n} {seed % 2}", "name_key": f"personne {n}"})
        for n in range(people)
    }
    for n in range(events):
        day = date(2024, 1 + n % 12, 1 + n % 28)
        nodes[f"e{n}"] = Node(
            f"e{n}", ("Event",), {"name": f"Réunion {n}", "name_key": f"reunion {n}", "earliest": day, "status": "held"}
        )
    nodes["r"] = Node("r", ("Record",), {"name": "r.txt", "name_key": "r txt", "source": "r.txt"})
    links = {}
    for n in range(attendances):
        fact = f"f{n if n % 3 else n + seed * 1_000_000}"
        links[fact] = Relationship(
            fact, "ATTENDED", f"p{rng.randrange(people)}", f"e{rng.randrange(events)}", {"quote": "Présents", "sources": 1}
        )
        nodes[f"x{fact}"] = Node(
            f"x{fact}", ("Statement",), {"name": "ATTENDED", "name_key": "attended", "fact": fact, "quote": "Présents"}
        )
        links[f"l{fact}"] = Relationship(f"l{fact}", "STATED_IN", f"x{fact}", "r", {})
    return Graph(nodes, links)


def content(store: Store) -> tuple[list[tuple[str, str]], list[tuple[str, str, str, str]]]:
    """Ids and digests of all that stands in the database, sorted; doubles show."""
    nodes = sorted(
        (row["id"], row["rev"]) for row in store.read("MATCH (n) WHERE NOT n:Publication RETURN n.id AS id, n.rev AS rev")
    )
    rows = store.read("MATCH (a)-[x]->(b) RETURN x.fact AS fact, x.rev AS rev, a.id AS a, b.id AS b")
    return nodes, sorted((row["fact"], row["rev"], row["a"], row["b"]) for row in rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--attendances", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=11, help="other moments")
    parser.add_argument("--store", help="a folder, a running empty Neo4j, or « neo4j » for one started from tests/neo4j")
    parser.add_argument("--publish", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.publish is not None:
        with open_store(options.store) as store:
            print("open", flush=True)
            publish(store, sample(options.publish, options.attendances), f"d{options.publish}")
        return 0
    with contextlib.ExitStack() as stack:
        if options.store == "neo4j":
            options.store = stack.enter_context(real_neo4j.running())
            if options.store is None:
                return 0
        return kills(options)


def kills(options: argparse.Namespace) -> int:
    rng = random.Random(options.seed)
    wrong = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        where = options.store or os.path.join(folder, "graph")  # noqa: PTH118
        whole = 2.0
        for number in range(options.times):
            command = [
                sys.executable,
                __file__,
                "--store",
                where,
                "--attendances",
                str(options.attendances),
                "--publish",
                str(number),
            ]
            child = subprocess.Popen(command, stdout=subprocess.PIPE)
            assert child.stdout is not None
            child.stdout.readline()
            begun = time.monotonic()
            pause = rng.uniform(0, whole)
            try:
                child.wait(pause)
                ended = "ended before"
                whole = max(0.3, time.monotonic() - begun)
            except subprocess.TimeoutExpired:
                child.send_signal(signal.SIGKILL)
                child.wait()
                ended = "killed"
            wanted = sample(number, options.attendances)
            with open_store(where) as store:
                if "://" in where:
                    store.write(
                        "MATCH (p:Publication) SET p.beat = 0.0 RETURN p.id AS id"
                    )  # the dead publisher's claim grows stale
                publish(store, wanted, f"d{number}")
                same = content(store) == expected(wanted)
            wrong += not same
            print(f"{number:3d}  {ended} after {pause:5.2f} s  {'same graph' if same else 'DIFFERENT'}", flush=True)
    print(f"{options.times} kills, {wrong} wrong")
    return 1 if wrong else 0


def expected(graph: Graph) -> tuple[list[tuple[str, str]], list[tuple[str, str, str, str]]]:
    from maillage.graph.writer import link_rev, node_rev

    nodes = sorted((node.id, node_rev(node)) for node in graph.nodes.values())
    return nodes, sorted((x.fact, link_rev(x), x.start, x.end) for x in graph.relationships.values())


if __name__ == "__main__":
    sys.exit(main())
