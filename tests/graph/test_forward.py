"""The short way gives what the long way gives: in the database, in what is noted of it, and after a stop anywhere."""

import itertools
import random

import pytest
from records import meeting

from maillage.graph import decisions, forward, ingest
from maillage.graph import project as projects
from maillage.graph.claims import claims
from maillage.graph.corrections import append, correction_of
from maillage.graph.facts import build
from maillage.graph.index import read_index
from maillage.graph.ingest import Reading, commit, corrected_records, plan_readings, refresh, withdraw
from maillage.graph.resolution import resolve
from maillage.graph.roster import template
from maillage.graph.standing import seen, settle
from maillage.graph.writer import link_rev, node_rev

NAMES = [
    "Aline Morel (Cap emploi)",
    "Bruno Tarde (CIO)",
    "Chloé Dunan (Mission Locale)",
    "Denis Valois (GRETA)",
    "Élise Roux (CIO)",
]


def minutes(number):
    r = random.Random(number)
    day = f"2024-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}"
    return meeting(day, r.sample(NAMES, 3), bassin=r.choice(["Blois", "Vexin"]), source=f"cr{number}.txt")


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setattr(forward, "SMALL", 3)
    monkeypatch.setenv("MAILLAGE_AUTHOR", "Coordinatrice")
    return projects.create(tmp_path / "p")


def load(project, store, *records, withdrawn=()):
    index = read_index(project)
    plan = plan_readings(index, [Reading(r.source.path, r.id, (r,)) for r in records], lambda key: True)
    withdraw(index, plan, withdrawn)
    commit(project, index, plan)
    return refresh(project, store, index)


def content(store):
    nodes = {(row["id"], row["rev"]) for row in store.read("MATCH (n) WHERE NOT n:Publication RETURN n.id AS id, n.rev AS rev")}
    rows = store.read("MATCH (a)-[x]->(b) RETURN x.fact AS fact, x.rev AS rev, a.id AS a, b.id AS b")
    return nodes, {(row["fact"], row["rev"], row["a"], row["b"]) for row in rows}


def wanted(project):
    records = list(corrected_records(project, read_index(project)))
    graph = build(records, resolve(records, settle(decisions.read(project).entries, records).applied))
    return (
        {(node.id, node_rev(node)) for node in graph.nodes.values()},
        {(link.fact, link_rev(link), link.start, link.end) for link in graph.relationships.values()},
    )


@pytest.fixture
def ways(monkeypatch):
    """Which way each refresh took."""
    taken = []
    original = forward.forward

    def noted(*arguments):
        found = original(*arguments)
        taken.append("short" if found is not None else "long")
        return found

    monkeypatch.setattr(forward, "forward", noted)
    return taken


def test_one_more_record_a_replaced_one_and_a_withdrawn_one_take_the_short_way(project, store, ways):
    load(project, store, *(minutes(number) for number in range(6)))
    for step in range(3):
        load(project, store, minutes(10 + step))
        assert content(store) == wanted(project)
    replaced = meeting("2024-05-05", NAMES[:2], bassin="Blois", source="cr1.txt")
    load(project, store, replaced)
    assert content(store) == wanted(project)
    load(project, store, withdrawn=["cr2.txt", "cr10.txt"])
    assert content(store) == wanted(project)
    assert ways == ["long", *["short"] * 5]


def test_a_correction_takes_the_short_way_too(project, store, ways):
    load(project, store, *(minutes(number) for number in range(6)))
    record = minutes(2)
    row = next(claim for claim in claims(record) if claim.kind == "attendance")
    append(project, [correction_of(record, row, "change", {"status": "absent"})])
    refresh(project, store, read_index(project))
    assert ways == ["long", "short"]
    assert content(store) == wanted(project)


def test_counts_noted_for_the_database_follow(project, store):
    load(project, store, *(minutes(number) for number in range(6)))
    load(project, store, minutes(11))
    load(project, store, withdrawn=["cr3.txt"])
    noted = ingest.remembered(project, store.location)["counts"]
    for label, number in noted.items():
        assert store.read(f"MATCH (n:{label}) RETURN count(n) AS n") == [{"n": number}], label


def test_a_stop_between_the_database_and_the_ledger_ends_in_the_right_graph(project, store, ways, monkeypatch):
    load(project, store, *(minutes(number) for number in range(6)))

    def stop(*arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(forward.Ledger, "commit", stop)
        with pytest.raises(KeyboardInterrupt):
            load(project, store, minutes(20))
    load(project, store, minutes(21))
    load(project, store, minutes(22))
    assert content(store) == wanted(project)
    assert ways[-2:] == ["long", "short"]


def test_a_damaged_ledger_is_made_again(project, store, ways):
    load(project, store, *(minutes(number) for number in range(6)))
    path = project.cache / "ledger.sqlite"
    path.write_bytes(path.read_bytes()[:3000] + b"\0" * 5000)
    load(project, store, minutes(20))
    load(project, store, minutes(21))
    assert content(store) == wanted(project)
    assert ways[-2:] == ["long", "short"]


def test_other_rules_and_rosters_take_the_long_way(project, store, ways, monkeypatch):
    load(project, store, *(minutes(number) for number in range(6)))
    monkeypatch.setattr(forward, "RULES", "next")
    load(project, store, minutes(20))
    template.write(project, [], [], "fr")
    load(project, store, minutes(21))
    assert ways == ["long", "long", "long"]
    assert content(store) == wanted(project)


def test_decisions_take_the_short_way_and_so_does_taking_them_back(project, store, ways):
    load(project, store, *(minutes(number) for number in range(8)))
    records = {record.id: record for record in corrected_records(project, read_index(project))}
    people = [(record, item) for record in records.values() for item in record.people]
    (one, a), (two, b) = next(
        (x, y) for x, y in itertools.combinations(people, 2) if x[1].name != y[1].name and x[0].id != y[0].id
    )
    pair = {"format": decisions.FORMAT, "kind": "pair", "of": "person", "verdict": "same",
            "a": seen(one, a.id, "person"), "b": seen(two, b.id, "person")}  # fmt: skip
    (kept,) = decisions.append(project, "Coordinatrice", [pair])
    refresh(project, store, read_index(project))
    assert content(store) == wanted(project)
    load(project, store, minutes(30), withdrawn=[one.source.path])
    assert content(store) == wanted(project)
    load(project, store, one)
    decisions.append(project, "Coordinatrice", [{"kind": "undo", "undoes": kept.id}])
    refresh(project, store, read_index(project))
    assert content(store) == wanted(project)
    assert ways == ["long", *["short"] * 4]
