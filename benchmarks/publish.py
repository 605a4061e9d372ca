"""Rows/s and memory of publishing generated attendances with their statements, beside the bare driver writing the same rows.

    python benchmarks/publish.py [--attendances 20000] [--rounds 2] [--engine embedded|neo4j] [--store bolt://…]

Each run is a process of its own on an empty database; the best of the rounds counts, and on a machine that does other things too the
seconds of CPU, of the server (where it was started here) and of the client, which know nothing of what overlaps.
The bare driver writes in the best way known:
constraints first, labelled MATCH, CREATE with inline properties, 10,000 rows a managed transaction; it computes no difference, and
is given the digest of each row, which publishing computes, ready made.
The database at --store must be empty, and is emptied again. Neo4j is left out, and said so, when neither it nor its jars are there.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import real_neo4j

from maillage.graph.model import Graph, Node, Relationship
from maillage.graph.ontology import constraints
from maillage.graph.store import Store, open_store
from maillage.graph.writer import link_rev, node_rev, publish

BATCH = 10_000
QUOTE = "Présents : les représentants des structures du bassin, la Région et les services de l'emploi"


def generated(attendances: int) -> Graph:
    """People, events, records, and `attendances` ATTENDED relationships, each with a Statement and its STATED_IN."""
    rng = random.Random(5)
    people, events, records = max(2, attendances // 5), max(2, attendances // 2), max(1, attendances // 20)
    nodes: dict[str, Node] = {}
    for n in range(people):
        nodes[f"p{n}"] = Node(f"p{n}", ("Actor", "Person"), {"name": f"Personne {n}", "name_key": f"personne {n}"})
    for n in range(events):
        day = date(2015, 1, 1) + timedelta(n % 3650)
        values = {
            "name": f"Réunion {n}",
            "name_key": f"reunion {n}",
            "kind": "meeting",
            "status": "held",
            "date": day.isoformat(),
        }
        nodes[f"e{n}"] = Node(f"e{n}", ("Event",), {**values, "earliest": day, "latest": day})
    for n in range(records):
        nodes[f"r{n}"] = Node(f"r{n}", ("Record",), {"name": f"cr-{n}.docx", "name_key": f"cr {n}", "source": f"cr-{n}.docx"})
    links: dict[str, Relationship] = {}
    for n in range(attendances):
        source = f"r{n % records}"
        links[f"f{n}"] = Relationship(
            f"f{n}", "ATTENDED", f"p{rng.randrange(people)}", f"e{rng.randrange(events)}",
            {"mode": "room", "quote": QUOTE, "record": source, "sources": 1},
        )  # fmt: skip
        values = {
            "name": "ATTENDED",
            "fact": f"f{n}",
            "says": "present",
            "quote": QUOTE,
            "rule": "list",
            "start": n,
            "end": n + 90,
        }
        nodes[f"s{n}"] = Node(f"s{n}", ("Statement",), {**values, "confidence": 0.9})
        links[f"l{n}"] = Relationship(f"l{n}", "STATED_IN", f"s{n}", source, {})
    return Graph(nodes, links)


def bare_statements(graph: Graph) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The statements a careful user of the driver would write by hand, with their rows."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for node in graph.nodes.values():
        inline = ", ".join(f"{key}: r.{key}" for key in ("id", "rev", *node.properties))
        statement = f"UNWIND $rows AS r CREATE (:{':'.join(node.labels)} {{{inline}}})"
        groups.setdefault(statement, []).append({"id": node.id, "rev": node_rev(node), **node.properties})
    for link in graph.relationships.values():
        start, end = graph.nodes[link.start].labels[0], graph.nodes[link.end].labels[0]
        inline = ", ".join(f"{key}: r.{key}" for key in ("fact", "rev", *link.properties))
        ends = f"MATCH (a:{start} {{id: r.a}}) MATCH (b:{end} {{id: r.b}})"
        statement = f"UNWIND $rows AS r {ends} CREATE (a)-[:{link.type} {{{inline}}}]->(b)"
        row = {"a": link.start, "b": link.end, "fact": link.fact, "rev": link_rev(link), **link.properties}
        groups.setdefault(statement, []).append(row)
    yield from groups.items()


def write_bare(store: Store, statements: list[tuple[str, list[dict[str, Any]]]]) -> None:
    for statement in constraints():
        store.define(statement)
    with store._driver.session(database=store._database) as session:
        for statement, rows in statements:
            for first in range(0, len(rows), BATCH):
                batch = rows[first : first + BATCH]
                session.execute_write(lambda tx, text=statement, rows=batch: tx.run(text, {"rows": rows}).consume())


def one_run(way: str, where: str, attendances: int) -> dict[str, float]:
    """Seconds and peak MB of one way of writing, in this process."""
    graph = generated(attendances)
    rows = len(graph.nodes) + len(graph.relationships)
    found: dict[str, float] = {"rows": rows}
    statements = list(bare_statements(graph)) if way == "bare" else []
    with open_store(where) as store:
        begun, here, served = time.perf_counter(), time.process_time(), real_neo4j.server_seconds()
        if way == "bare":
            write_bare(store, statements)
        else:
            publish(store, graph, "d1")
        found["seconds"], found["here"] = time.perf_counter() - begun, time.process_time() - here
        found["cpu"] = found["here"] + real_neo4j.server_seconds() - served
        if way == "publish":
            begun = time.perf_counter()
            found["writes again"] = publish(store, graph, "d1").writes
            found["again"] = time.perf_counter() - begun
        count = "MATCH (n) WHERE NOT n:Publication RETURN count(n) AS n"
        there = store.read(count)[0]["n"] + store.read("MATCH ()-[x]->() RETURN count(x) AS n")[0]["n"]
        if there != rows:
            sys.exit(f"{way}: {there} rows stand in the database, {rows} were written")
        if "://" in where:
            while store.write("MATCH (n) WITH n LIMIT 20000 DETACH DELETE n RETURN count(n) AS n")[0]["n"]:
                pass
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    return found


def measure(engine: str, where: str | None, options: argparse.Namespace) -> None:
    runs: dict[str, list[dict[str, float]]] = {"bare": [], "publish": []}
    for _ in range(options.rounds):
        for way in ("bare", "publish"):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                place = where or str(Path(folder) / "graph")
                command = [sys.executable, __file__, "--run", way, "--store", place, "--attendances", str(options.attendances)]
                done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
            if done.returncode:
                sys.exit(done.returncode)
            runs[way].append(json.loads(done.stdout))
    best = {way: min(found, key=lambda one: one["seconds"]) for way, found in runs.items()}
    for way, found in best.items():
        speed = found["rows"] / found["seconds"]
        print(
            f"{engine:9} {way:8} {found['rows']:>9.0f} rows {found['seconds']:7.2f} s {speed:8.0f} rows/s"
            f" {found['cpu']:7.2f} s CPU, {found['here']:.2f} of it here {found['memory']:6.0f} MB"
        )
    again, ratio = best["publish"], best["bare"]["seconds"] / best["publish"]["seconds"]
    print(f"{engine:9} again    {again['writes again']:>9.0f} writes {again['again']:5.2f} s")
    print(f"{engine:9} publish runs at {ratio:.2f} of the bare driver's throughput (best of each);", end=" ")
    pairs = list(zip(runs["bare"], runs["publish"], strict=True))
    shares, costs = (", ".join(f"{bare[what] / ours[what]:.2f}" for bare, ours in pairs) for what in ("seconds", "cpu"))
    print(f"round by round {shares}, by CPU {costs}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--attendances", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--engine", choices=("embedded", "neo4j"))
    parser.add_argument("--store", help="a running Neo4j; else one is started from tests/neo4j")
    parser.add_argument("--run", choices=("bare", "publish"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        print(json.dumps(one_run(options.run, options.store, options.attendances)))
        return
    if options.engine != "neo4j":
        measure("embedded", None, options)
    if options.engine == "embedded":
        return
    if options.store:
        with open_store(options.store) as store:
            if store.read("MATCH (n) RETURN 1 AS one LIMIT 1"):
                sys.exit(f"{options.store} is not empty, and this benchmark empties it: give it another database.")
        measure("neo4j", options.store, options)
        return
    with real_neo4j.running() as address:
        if address is not None:
            measure("neo4j", address, options)


if __name__ == "__main__":
    main()
