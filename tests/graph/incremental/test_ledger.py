"""Whatever was added, replaced and taken away, in whatever order: the ledger gives the graph that is made from scratch."""

import os
import random
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.graph.facts import build
from maillage.graph.incremental import Ledger, applied
from maillage.graph.model import Graph
from maillage.graph.ontology import check
from maillage.graph.record import Record
from maillage.graph.resolution import resolve

sys.path.insert(0, str(Path(__file__).parent))

from random_records import BODIES, PEOPLE, some_decisions, some_record


def long_or(long, short):
    """How many histories: with MAILLAGE_LONG=1 those of the long form, which takes an hour."""
    return long if os.environ.get("MAILLAGE_LONG") else short


class Held:
    """A ledger with the graph that its changes add up to."""

    def __init__(self):
        self.ledger, self.graph, self.records = Ledger(), Graph({}, {}), {}

    def change(self, changed, decisions=()):
        for identity, record in changed.items():
            if record is None:
                self.records.pop(identity, None)
            else:
                self.records[identity] = record
        changes = self.ledger.update(changed, lambda identity: self.records[identity], decisions=decisions)
        self.graph = applied(self.graph, changes)
        return changes


def scratch(records, decisions=()):
    return build(records, resolve(records, decisions))


def differences(found, wanted):
    """What is wrong, in a form that a person can read."""
    said = []
    for one, two, name in ((found.nodes, wanted.nodes, "node"), (found.relationships, wanted.relationships, "link")):
        for key in sorted(one.keys() | two.keys()):
            if one.get(key) != two.get(key):
                said.append(f"{name} {key}: {one.get(key)} instead of {two.get(key)}")
    return said


@settings(max_examples=long_or(1000, 300), deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), steps=st.lists(st.lists(st.integers(0, 11), min_size=1, max_size=5), min_size=1, max_size=7))
def test_any_history_gives_the_graph_made_from_scratch(seed, steps):
    r = random.Random(seed)
    pool = {number: [some_record(r, number), some_record(r, number, 1)] for number in range(12)}
    held = Held()
    for step in steps:
        changed = {}
        for number in step:
            version = r.choice([0, 0, 1, None])
            record = pool[number][version] if version is not None else None
            identity = pool[number][0].id
            if record is not None or identity in held.records:
                changed[identity] = record
        held.change(changed)
        assert differences(held.graph, scratch(list(held.records.values()))) == []
    check(held.graph)


@settings(max_examples=long_or(1000, 150), deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), steps=st.integers(2, 6))
def test_decisions_taken_and_taken_back_at_any_moment(seed, steps):
    r = random.Random(seed)
    pool = [some_record(r, number) for number in range(10)]
    possible = some_decisions(r, pool)
    held = Held()
    for _ in range(steps):
        changed = {record.id: record for record in r.sample(pool, r.randint(0, 4))}
        for record in r.sample(pool, r.randint(0, 1)):
            if record.id in held.records:
                changed[record.id] = None
        decisions = [decision for decision in possible if r.random() < 0.5]
        held.change(changed, decisions)
        assert differences(held.graph, scratch(list(held.records.values()), decisions)) == []


def test_the_same_record_again_changes_nothing():
    r = random.Random(3)
    records = {record.id: record for record in (some_record(r, number) for number in range(12))}
    held = Held()
    held.change(records)
    changes = held.change(records)
    assert (changes.nodes, changes.gone_nodes, changes.links, changes.former_links) == ([], {}, [], {})


def test_a_record_that_goes_and_comes_back_leaves_no_trace():
    r = random.Random(4)
    records = {record.id: record for record in (some_record(r, number) for number in range(12))}
    held = Held()
    held.change(records)
    before = held.graph
    for identity, record in records.items():
        held.change({identity: None})
        held.change({identity: record})
    assert differences(held.graph, before) == []


@pytest.fixture(scope="module")
def annotated(shared):
    from gold_records import read_all

    folders = [folder for name in ("seeds", "varied") if (folder := shared / "gold" / name).is_dir()]
    records = [record for folder in folders for record in read_all(folder).values()]
    if not records:
        pytest.skip("no annotated records")
    return records


def test_annotated_records_one_by_one_in_random_orders(annotated):
    wanted = scratch(annotated)
    for seed in range(long_or(30, 2)):
        held = Held()
        for record in random.Random(seed).sample(annotated, len(annotated)):
            held.change({record.id: record})
        assert differences(held.graph, wanted) == [], seed


def test_annotated_records_in_random_histories(annotated):
    for seed in range(long_or(300, 8)):
        r = random.Random(seed)
        possible = some_decisions(r, annotated)
        held = Held()
        for _ in range(r.randint(2, 6)):
            changed = {record.id: record for record in r.sample(annotated, r.randint(1, len(annotated) // 2))}
            changed.update((identity, None) for identity in r.sample(sorted(held.records), len(held.records) // 3))
            decisions = [decision for decision in possible if r.random() < 0.5]
            held.change(changed, decisions)
        assert differences(held.graph, scratch(list(held.records.values()), decisions)) == [], seed


@settings(max_examples=long_or(300, 60), deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9))
def test_records_that_come_one_by_one_with_few_names_join_known_units(seed):
    """Most come to units that are known: the way that resolves nothing must end where the other does, ids included."""
    r = random.Random(seed)
    names, bodies, days = r.sample(PEOPLE, 3), r.sample(BODIES, 2), [f"202{n}-0{n + 1}-11" for n in range(8)]
    held = Held()
    for number in r.sample(range(1000), 14):
        people = [{"id": f"p{n}", "name": r.choice(names)} for n in range(r.randint(1, 3))]
        known = [{"id": f"o{n}", "name": name, "level": "unit"} for n, name in enumerate(bodies)]
        links = [{"type": "represented", "start": one["id"], "end": r.choice(known)["id"]} for one in people if r.random() < 0.8]
        record = Record.model_validate({
            "id": f"{number:016x}", "source": {"path": f"{number}.txt"}, "text": "x", "people": people, "organisations": known,
            "territories": [{"id": "t", "name": r.choice(["Bassin de Blois", "Bassin de Vendôme"]), "kind": "bassin"}],
            "events": [{"id": "e", "title": "Réunion", "date": r.choice(days), "main": True}],
            "attendance": [{"who": one["id"], "event": "e", "presence": "present"} for one in people],
            "links": [*links, {"type": "concerns", "start": "e", "end": "t"}],
        })  # fmt: skip
        held.change({record.id: record})
        if r.random() < 0.15:
            held.change({r.choice(sorted(held.records)): None})
    assert differences(held.graph, scratch(list(held.records.values()))) == []
