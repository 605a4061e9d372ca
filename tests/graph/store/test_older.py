"""A database that an older Maillage wrote, and one that lost its constraints: the next publication makes it like a fresh one.

`older/` holds what the first Maillage that published left of three example records: these, and all that its database held, a line each.
"""

import json
import shutil
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from stored import state

from maillage.graph.errors import StoreError
from maillage.graph.index import read_index
from maillage.graph.ingest import as_it_stands, refresh
from maillage.graph.ontology import indexed
from maillage.graph.project import find
from maillage.graph.schema import constrain, lacking
from maillage.graph.writer import publish, published

OLDER = Path(__file__).parent / "older"
DAYS = ("earliest", "latest", "first", "last")


@pytest.fixture
def project(tmp_path):
    shutil.copytree(OLDER, tmp_path / "p")
    (tmp_path / "p" / "graph.jsonl").unlink()
    return find(tmp_path / "p")


def without_constraints(store):
    for row in store.read("SHOW CONSTRAINTS YIELD name RETURN name"):
        if not row["name"].endswith("_id"):  # ArcadeDB lists the type of an indexed property too
            continue
        store.define(f"DROP CONSTRAINT {row['name']} IF EXISTS")
    for row in store.read("SHOW INDEXES YIELD name, type, owningConstraint RETURN name, type, owningConstraint"):
        if row["type"] != "LOOKUP" and not row["owningConstraint"]:
            store.define(f"DROP INDEX {row['name']} IF EXISTS")


@pytest.fixture
def older(store):
    """A store that holds what the older program wrote, and has none of its constraints; they are there again afterwards."""
    without_constraints(store)
    nodes, links = defaultdict(list), defaultdict(list)
    for line in (OLDER / "graph.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        values = {
            key: date.fromisoformat(value) if key in DAYS else value
            for key, value in row.items()
            if key not in ("labels", "type", "start" if "type" in row else "", "end" if "type" in row else "")
        }
        if "type" in row:
            links[row["type"]].append({"a": row["start"], "b": row["end"], "p": values})
        else:
            nodes[":".join(row["labels"])].append({"p": values})
    for labels, rows in nodes.items():
        store.write(f"UNWIND $rows AS r CREATE (n:{labels}) SET n = r.p", {"rows": rows})
    for kind, rows in links.items():
        cypher = f"UNWIND $rows AS r MATCH (a) WHERE a.id = r.a MATCH (b) WHERE b.id = r.b CREATE (a)-[x:{kind}]->(b) SET x = r.p"
        store.write(cypher, {"rows": rows})
    yield store
    store.write("MATCH (n) DETACH DELETE n")
    constrain(store)


def fresh(project, store):
    """What a first publication of the project puts into an empty database."""
    graph = as_it_stands(project, read_index(project))[2]
    store.write("MATCH (n) DETACH DELETE n")
    publish(store, graph, "fresh")
    return state(store)


def form(store, version):
    store.write("MATCH (p:Publication) SET p.schema = $version RETURN p.id AS id", {"version": version})


@pytest.mark.parametrize("version", [0, 1], ids=["older form", "same form"])
def test_an_older_database_becomes_like_a_fresh_one(older, project, version):
    form(older, version)
    before = state(older)
    assert len(before[0]) > 50
    assert set(lacking(older)) == set(indexed())
    done = refresh(project, older, read_index(project))
    assert done.published.writes > 0
    found = state(older)
    assert lacking(older) == {}
    assert published(older).digest is not None
    assert found != before
    assert found == fresh(project, older)


def test_a_migration_that_was_stopped_is_ended_by_the_next_run(older, project, monkeypatch):
    form(older, 0)
    real, calls = older.write, []

    def failing(cypher, parameters=None, **words):
        calls.append(cypher)
        if "CREATE (a)" in cypher:
            raise StoreError("stopped", "arrêté")
        return real(cypher, parameters, **words)

    monkeypatch.setattr(older, "write", failing)
    with pytest.raises(StoreError, match="stopped"):
        refresh(project, older, read_index(project))
    monkeypatch.undo()
    assert published(older).digest is None
    refresh(project, older, read_index(project))
    assert state(older) == fresh(project, older)


def test_nodes_that_stand_twice_for_want_of_a_constraint(older, project):
    older.write("MATCH (n:Person) WITH n LIMIT 1 CREATE (:Actor:Person {id: n.id, name: n.name, rev: n.rev})")
    refresh(project, older, read_index(project))
    assert lacking(older) == {}
    assert state(older) == fresh(project, older)


def test_one_lost_index_is_made_again_though_nothing_changed(store, project):
    index = read_index(project)
    refresh(project, store, index)
    before = state(store)
    store.define("DROP INDEX statement_fact IF EXISTS")
    assert set(lacking(store)) == {("Statement", "fact")}
    assert refresh(project, store, index).published.writes == 0
    assert lacking(store) == {}
    assert state(store) == before
