# ruff: noqa: E501
"""Seconds of the questions people ask most, on a generated region of 106,000 attendances, on both engines and beside plain Python.

    python benchmarks/questions.py [--engine embedded|neo4j] [--attendances 106000]

Ten bassins of 200 organisations; each meeting belongs to one bassin and brings twenty of its organisations, each by one person. Printed:
« who has not met » of one bassin (200 organisations, 19,900 pairs) whole, with its coverage and sources; the same verdicts computed by
plain Python over the same rows in memory; the surroundings of an actor at two steps; the shortest path between two people of two
bassins; the proof of one fact. The best of five runs counts, after one that warms.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import real_neo4j

from maillage.graph.model import Graph, Node, Relationship
from maillage.graph.store import Store, open_store
from maillage.graph.writer import publish
from maillage.queries import run

BASSINS, BODIES, SEATS = 10, 200, 20
TWO_STEPS = """
MATCH (a:Actor {id: $id})-[:ATTENDED]->(e:Event)
WITH DISTINCT e LIMIT 200
MATCH (e)<-[:ATTENDED]-(b:Organisation)
RETURN b.id AS id, count(e) AS together ORDER BY together DESC, id LIMIT 200
"""
PATH = """
MATCH (a:Actor {id: $a}), (b:Actor {id: $b})
MATCH p = shortestPath((a)-[:ATTENDED|REPRESENTED*1..8]-(b))
RETURN length(p) AS steps
"""
LIMITS = {"two steps": 0.020, "shortest path": 0.020, "proof of a fact": 0.010}


def region(attendances: int, bassins: int = BASSINS) -> Graph:
    """`attendances` of people of `bassins` bassins, and those of the bodies they come for."""
    rng = random.Random(11)
    nodes: dict[str, Node] = {}
    links: dict[str, Relationship] = {}

    def node(key: str, labels: tuple[str, ...], name: str, **values: Any) -> None:
        nodes[key] = Node(key, labels, {"name": name, "name_key": name.casefold(), **values})

    def link(type_: str, start: str, end: str, **values: Any) -> None:
        fact = f"{type_}:{start}:{end}"
        if fact not in links:
            links[fact] = Relationship(fact, type_, start, end, values)

    node("r", ("Record",), "registre.xlsx", source="registre.xlsx", kind="sheet")
    for b in range(bassins):
        node(f"t{b}", ("Territory", "Bassin"), f"Bassin {b}")
        for o in range(BODIES):
            node(f"o{b}-{o}", ("Actor", "Organisation"), f"Structure {b}-{o}", level="unit", kind="association")
            node(f"p{b}-{o}", ("Actor", "Person"), f"Personne {b}-{o}")
            link("ACTIVE_IN", f"o{b}-{o}", f"t{b}", basis="attended", events=5)
            link("REPRESENTED", f"p{b}-{o}", f"o{b}-{o}", quote="x", record="registre.xlsx", sources=1)
    events = attendances // SEATS
    for n in range(events):
        bassin, day = n % bassins, date(2014, 1, 1) + timedelta(days=n % 4000)
        event = f"e{n}"
        node(
            event,
            ("Event",),
            f"Réunion {n}",
            kind="meeting",
            status="held",
            date=day.isoformat(),
            earliest=day,
            latest=day,
            listed="complete",
        )
        link("CONCERNS", event, f"t{bassin}", quote="x", record="registre.xlsx", sources=1)
        for seat in rng.sample(range(BODIES), SEATS):
            fact = f"ATTENDED:p{bassin}-{seat}:{event}"
            link(
                "ATTENDED",
                f"p{bassin}-{seat}",
                event,
                on_behalf_of=[f"o{bassin}-{seat}"],
                quote="x",
                record="registre.xlsx",
                sources=1,
            )
            link("ATTENDED", f"o{bassin}-{seat}", event, people=1, quote="x", record="registre.xlsx", sources=1)
            statement = f"s{n}-{seat}"
            nodes[statement] = Node(statement, ("Statement",), {"name": "ATTENDED", "fact": fact, "says": "present", "quote": "Présents : …",
                                                               "start": 0, "end": 12, "rule": "list", "confidence": 1.0})  # fmt: skip
            link("STATED_IN", statement, "r")
    return Graph(nodes, links)


def plain_python(graph: Graph, bassin: str) -> tuple[int, float]:
    """Pairs of a bassin that never met, over rows in memory, and the seconds that took."""
    inside = {x.start for x in graph.relationships.values() if x.type == "CONCERNS" and x.end == bassin}
    rows = [(x.end, x.start) for x in graph.relationships.values() if x.type == "ATTENDED" and x.start[0] == "o"]
    bodies = [x.start for x in graph.relationships.values() if x.type == "ACTIVE_IN" and x.end == bassin]
    begun = time.perf_counter()
    there: dict[str, set[str]] = {}
    for event, body in rows:
        if event in inside:
            there.setdefault(event, set()).add(body)
    met = Counter(pair for came in there.values() for pair in itertools.combinations(sorted(came), 2))
    never = sum(1 for pair in itertools.combinations(sorted(bodies), 2) if not met[pair])
    return never, time.perf_counter() - begun


def best(work: Callable[[], Any], times: int = 5) -> tuple[Any, float]:
    found, seconds = work(), float("inf")
    for _ in range(times):
        begun = time.perf_counter()
        found = work()
        seconds = min(seconds, time.perf_counter() - begun)
    return found, seconds


def reads(fact: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """The short reads that have a limit; the proof is that of `fact`."""
    return {
        "two steps": (TWO_STEPS, {"id": "p0-0"}),
        "shortest path": (PATH, {"a": "p0-0", "b": "p0-7"}),
        "proof of a fact": ("UNWIND [$fact] AS one MATCH (s:Statement {fact: one})-[:STATED_IN]->(r:Record) RETURN s.quote, r.name", {"fact": fact}),
    }  # fmt: skip


def measure(name: str, store: Store, graph: Graph) -> None:
    publish(store, graph, "benchmark")
    expected, plain = plain_python(graph, "t0")
    answer, seconds = best(lambda: run(store, "never-met", {"scope": "Bassin 0"}, "fr").data)
    unmet = sum(pair["verdict"] in ("never-seen", "not-known") for pair in answer["pairs"])
    if unmet != expected:
        sys.exit(f"{name}: {unmet} pairs unmet, plain Python counts {expected}")
    print(
        f"{name:9} who has not met {seconds:7.3f} s   plain Python {plain:.3f} s   ratio {seconds / plain:.1f}   pairs unmet {expected}"
    )
    fact = next(key for key, x in graph.relationships.items() if x.type == "ATTENDED" and x.start.startswith("p0-"))
    for what, (cypher, values) in reads(fact).items():
        rows, seconds = best(lambda cypher=cypher, values=values: store.read(cypher, values), 20)
        if not rows:
            sys.exit(f"{name}: {what} gives no row")
        print(f"{name:9} {what:15} {seconds * 1000:7.1f} ms  limit {LIMITS[what] * 1000:.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--attendances", type=int, default=106_000)
    parser.add_argument("--engine", choices=("embedded", "neo4j"))
    options = parser.parse_args()
    graph = region(options.attendances)
    print(f"{len(graph.nodes)} nodes, {len(graph.relationships)} relationships")
    if options.engine != "neo4j":
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, open_store(Path(folder) / "graph") as store:
            measure("embedded", store, graph)
    if options.engine == "embedded":
        return
    with real_neo4j.running() as address:
        if address is not None:
            with open_store(address) as store:
                measure("neo4j", store, graph)


if __name__ == "__main__":
    main()
