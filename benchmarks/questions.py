# ruff: noqa: E501
"""Seconds of the questions people ask most, on a generated region of 106,000 attendances, on both engines and beside plain Python.

    python benchmarks/questions.py [--engine embedded|neo4j] [--attendances 106000]

Ten bassins of 200 organisations; each meeting belongs to one bassin and brings twenty of its organisations, each by one person. Printed:
« who has not met » of one bassin (200 organisations, 19,900 pairs) whole, with its coverage and sources; the surroundings of an actor at
two steps; the shortest path between two people of two bassins; the proof of one fact. The best of five runs counts, after one that warms.

The peer of « who has not met » is a short program in plain Python (`plain_python`): it fetches the rows of the bassin from the same
database through the same driver by one query (an attendance a row: event, day, list, body, name, people), and gives each pair its verdict,
the meetings it shared, L and N (local meetings with a list, and without, since both were known) and the day of the last one, sorted by
verdict and name. Its pairs must be those of the answer, one by one, or the benchmark fails. It does not look for meetings elsewhere,
successors, wholes and parts, rosters, common actions, sentences, nor words in two languages, which the answer has. Both ratios are
printed: to that program, and to its part after the rows are in memory, which no question to a database can reach: reading alone takes
longer. `cpu` is what this process computes, with the embedded engine, which runs in it; on a busy machine it says more than seconds.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import tempfile
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
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
ROWS = """
MATCH (t:Territory {id: $bassin})<-[:CONCERNS]-(e:Event)
WHERE e.status = 'held'
MATCH (e)<-[x:ATTENDED]-(o:Organisation)
RETURN e.id AS event, e.latest AS day, e.listed AS listed, o.id AS body, o.name AS name, x.people AS people
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


def plain_python(rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """(verdict, meetings, name, name, listed, unlisted, last day) of each pair of bodies, from the attendances of a bassin."""
    days: dict[str, date] = {}
    lists: dict[str, bool] = {}
    people: Counter[str] = Counter()
    there: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    first: dict[str, date] = {}
    for row in rows:
        event, body = row["event"], row["body"]
        days[event], lists[event], names[body] = row["day"], row["listed"] == "complete", row["name"]
        people[event] += row["people"]
        there[event].add(body)
        first[body] = min(first.get(body, row["day"]), row["day"])
    listed = sorted(day for event, day in days.items() if lists[event])
    held = sorted(days.values())
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for event in sorted(there, key=days.__getitem__):
        for pair in itertools.combinations(sorted(there[event]), 2):
            shared[pair].append(event)
    found = []
    for pair in itertools.combinations(sorted(first), 2):
        begun = max(first[pair[0]], first[pair[1]])
        known = len(listed) - bisect_left(listed, begun)
        every = len(held) - bisect_left(held, begun)
        met = shared.get(pair, [])
        if met:
            verdict = "worked-together" if min(people[event] for event in met) <= 40 else "plenary-only"
        else:
            verdict = "never-seen" if known >= 3 and known >= 0.8 * every else "not-known"
        one, two = sorted((names[pair[0]], names[pair[1]]))
        found.append((verdict, len(met), one, two, known, every - known, days[met[-1]].isoformat() if met else None))
    return sorted(found, key=lambda pair: pair[:4])


def best(work: Callable[[], Any], times: int = 5) -> tuple[Any, float, float]:
    """What `work` gives, and the fewest seconds and seconds of computing it took."""
    found, seconds, computing = work(), float("inf"), float("inf")
    for _ in range(times):
        begun, computed = time.perf_counter(), time.process_time()
        found = work()
        seconds, computing = min(seconds, time.perf_counter() - begun), min(computing, time.process_time() - computed)
    return found, seconds, computing


def pairs_of(answer: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return sorted(
        (
            (pair["verdict"], pair["meetings"], *sorted((pair["a"]["name"], pair["b"]["name"])), pair["listed"], pair["unlisted"],
             pair["last"])
            for pair in answer["pairs"]
        ),
        key=lambda pair: pair[:4],
    )  # fmt: skip


def reads(fact: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """The short reads that have a limit; the proof is that of `fact`."""
    return {
        "two steps": (TWO_STEPS, {"id": "p0-0"}),
        "shortest path": (PATH, {"a": "p0-0", "b": "p0-7"}),
        "proof of a fact": ("UNWIND [$fact] AS one MATCH (s:Statement {fact: one})-[:STATED_IN]->(r:Record) RETURN s.quote, r.name", {"fact": fact}),
    }  # fmt: skip


def measure(name: str, store: Store, graph: Graph) -> None:
    publish(store, graph, "benchmark")
    rows = store.read(ROWS, {"bassin": "t0"})
    expected = plain_python(rows)
    if pairs_of(run(store, "never-met", {"scope": "Bassin 0", "all": True}, "fr").data) != expected:
        sys.exit(f"{name}: not the pairs of plain Python")
    answer, seconds, computing = best(lambda: run(store, "never-met", {"scope": "Bassin 0"}, "fr").data)
    _, peer, peer_computing = best(lambda: plain_python(store.read(ROWS, {"bassin": "t0"})))
    _, memory, _ = best(lambda: plain_python(rows))
    print(
        f"{name:9} who has not met  {seconds:6.3f} s (cpu {computing:.3f})   pairs unmet {len(answer['pairs'])} of {len(expected)}"
    )
    print(
        f"{name:9} plain Python     {peer:6.3f} s (cpu {peer_computing:.3f})   ratio {seconds / peer:.2f} (cpu {computing / peer_computing:.2f})"
    )
    print(f"{name:9} rows in memory   {memory:6.3f} s   ratio {seconds / memory:.1f}")
    fact = next(key for key, x in graph.relationships.items() if x.type == "ATTENDED" and x.start.startswith("p0-"))
    for what, (cypher, values) in reads(fact).items():
        said, seconds, _ = best(lambda cypher=cypher, values=values: store.read(cypher, values), 20)
        if not said:
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
