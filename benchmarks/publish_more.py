"""What writing one more record of twenty people costs, in a database of 1,000, of 10,000 and of 100,000 records.

    python benchmarks/publish_more.py [--sizes 1000,10000,100000] [--people 3] [--more 30] [--engine embedded|neo4j]

The database of each size is made directly: records of `--people` attendances, each with its statement, by people and bodies whose number
grows with the records. Then `--more` records of twenty people each (half of them known, with their bodies, whose standing facts change) are
published one by one, as `maillage load` publishes what changed: the state is read, the database claimed, the difference written, the
state set. Printed: milliseconds (best, median, ninth decile) and, for the embedded database, milliseconds of CPU; then how the medians of
the sizes stand to the first. What finding the difference costs (resolution) is measured by `increment.py`.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import real_neo4j

from maillage.graph.model import Changes, Graph, Node, Relationship
from maillage.graph.store import Store, open_store
from maillage.graph.writer import publish, publish_changes, published

SEATS = 20
QUOTE = "Présents : les représentants des structures du bassin"


def attendance(number: str, person: str, body: str, event: str, record: str) -> tuple[Node, list[Relationship]]:
    """The facts that a person came to an event for a body, and the statement that says so."""
    fact, evidence = f"f{number}", {"quote": QUOTE, "record": record, "sources": 1}
    said = {
        "name": "ATTENDED",
        "fact": fact,
        "says": "present",
        "quote": QUOTE,
        "rule": "list",
        "start": 0,
        "end": 50,
        "confidence": 0.9,
    }
    return Node(f"s{number}", ("Statement",), said), [
        Relationship(fact, "ATTENDED", person, event, {"mode": "room", "on_behalf_of": [body], **evidence}),
        Relationship(f"b{number}", "ATTENDED", body, event, {"people": 1, **evidence}),
        Relationship(f"l{number}", "STATED_IN", f"s{number}", record, {}),
    ]


def meeting(number: int) -> list[Node]:
    day = date(2015, 1, 1) + timedelta(days=number % 4000)
    event = {"name": f"Réunion {number}", "name_key": f"reunion {number}", "kind": "meeting", "status": "held"}
    return [
        Node(f"e{number}", ("Event",), {**event, "date": day.isoformat(), "earliest": day, "latest": day}),
        Node(f"r{number}", ("Record",), {"name": f"cr-{number}.docx", "name_key": f"cr {number}", "source": f"cr-{number}.docx"}),
    ]


def person(key: str) -> Node:
    return Node(f"p{key}", ("Actor", "Person"), {"name": f"Personne {key}", "name_key": f"personne {key}"})


def standing(key: str, sources: int) -> Relationship:
    """That a person represents their body: a fact which every record that names them changes."""
    values = {"quote": QUOTE, "record": "r0", "sources": sources}
    return Relationship(f"REPRESENTED:{key}", "REPRESENTED", f"p{key}", f"o{key}", values)


def region(records: int, people: int) -> Graph:
    """`records` records of `people` attendances; as many people and bodies as records, each seen `people` times."""
    nodes, links = dict[str, Node](), dict[str, Relationship]()
    for n in range(records):
        body = {"name": f"Structure {n}", "name_key": f"structure {n}", "level": "unit"}
        for node in (*meeting(n), person(str(n)), Node(f"o{n}", ("Actor", "Organisation"), body)):
            nodes[node.id] = node
        links[f"REPRESENTED:{n}"] = standing(str(n), people)
        for seat in range(people):
            who = (n * 31 + seat * 17) % records
            statement, facts = attendance(f"{n}-{seat}", f"p{who}", f"o{who}", f"e{n}", f"r{n}")
            nodes[statement.id] = statement
            links.update((fact.fact, fact) for fact in facts)
    return Graph(nodes, links)


def one_more(number: int, known: int, times: int) -> Changes:
    """What the graph gains by a record of twenty people, of whom half are among the `known` first."""
    nodes, links = meeting(number), list[Relationship]()
    former: dict[str, tuple[str, str]] = {}
    for seat in range(SEATS):
        key = str((number * 13 + seat * 7) % known)
        if seat % 2:
            newcomer = person(f"{number}-{seat}")
            nodes.append(newcomer)
            statement, facts = attendance(f"{number}-{seat}", newcomer.id, f"o{key}", f"e{number}", f"r{number}")
        else:
            statement, facts = attendance(f"{number}-{seat}", f"p{key}", f"o{key}", f"e{number}", f"r{number}")
            changed = standing(key, times)
            links.append(changed)
            former[changed.fact] = (changed.type, changed.start)
        nodes.append(statement)
        links += facts
    return Changes(nodes=nodes, new_nodes={node.id for node in nodes}, gone_nodes={}, links=links, former_links=former)


def measure(name: str, store: Store, sizes: list[int], people: int, more: int) -> None:
    medians: list[float] = []
    for size in sizes:
        publish(store, region(size, people), f"of {size}")
        rows = store.read("MATCH (n) RETURN count(n) AS n")[0]["n"] + store.read("MATCH ()-[x]->() RETURN count(x) AS n")[0]["n"]
        times, busy, written = list[float](), list[float](), 0
        for number in range(more + 5):  # the first five warm
            changes = one_more(1_000_000 + number, min(sizes), 10 + number)
            begun, spent = time.perf_counter(), time.process_time()
            state = published(store)
            assert state is not None
            counts = publish_changes(store, changes, state, f"one more {number}")
            if number >= 5:
                times.append(1000 * (time.perf_counter() - begun))
                busy.append(1000 * (time.process_time() - spent))
            assert counts is not None
            written = counts.writes
        times.sort()
        medians.append(statistics.median(times))
        print(
            f"{name:9} {size:>7} records {rows:>9} nodes and relationships, one more: {written} writes,"
            f" best {times[0]:.0f} ms, median {medians[-1]:.0f} ms, 90 % {times[len(times) * 9 // 10]:.0f} ms"
            + (f", median CPU {statistics.median(busy):.0f} ms" if name == "embedded" else ""),
            flush=True,
        )
    print(f"{name:9} medians stand to the first as {', '.join(f'{median / medians[0]:.2f}' for median in medians)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--people", type=int, default=3)
    parser.add_argument("--more", type=int, default=30)
    parser.add_argument("--engine", choices=("embedded", "neo4j"))
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    if options.engine != "neo4j":
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, open_store(Path(folder) / "graph") as store:
            measure("embedded", store, sizes, options.people, options.more)
    if options.engine == "embedded":
        return
    with real_neo4j.running() as address:
        if address is not None:
            with open_store(address) as store:
                measure("neo4j", store, sizes, options.people, options.more)


if __name__ == "__main__":
    main()
