"""What `maillage doctor` says of a database: what is wrong, and what to do."""

import time

import pytest

from maillage.graph.health import _examined, examine
from maillage.graph.model import Graph, Node
from maillage.graph.ontology import ontology
from maillage.graph.schema import constrain
from maillage.graph.writer import publish

PERSON = Node("p1", ("Actor", "Person"), {"name": "Aline Morel", "name_key": "aline morel"})


@pytest.fixture
def filled(store):
    publish(store, Graph({"p1": PERSON}, {}), "today")
    return store


def said(store, wanted="today", ok=False):
    return [check.en for check in _examined(store, wanted) if check.ok == ok]


def test_all_is_well(filled):
    assert said(filled) == []
    assert said(filled, ok=True) == [f"{filled.location} answers."]


def test_an_empty_database(store):
    assert said(store) == []
    assert "is empty: maillage publish fills it" in said(store, ok=True)[-1]


def test_data_of_somebody_else(store):
    store.write("CREATE (:Recipe {title: 'Tarte'})")
    assert said(store)[0].endswith("holds data that Maillage did not write. Use an empty database.")


def test_an_older_and_a_newer_form(filled):
    filled.write("MATCH (p:Publication) SET p.schema = 0 RETURN p.id AS id")
    assert f"older Maillage (form 0, today {ontology().version}): maillage publish makes it again" in said(filled)[0]
    filled.write("MATCH (p:Publication) SET p.schema = 99 RETURN p.id AS id")
    with pytest.raises(Exception, match="newer Maillage"):
        said(filled)


def test_a_constraint_and_an_index_are_lacking(filled):
    filled.define("DROP CONSTRAINT person_id IF EXISTS")
    filled.define("DROP INDEX statement_fact IF EXISTS")
    try:
        found = said(filled)
        assert len(found) == 1
        assert "Person.id" in found[0]
        assert "Statement.fact" in found[0]
        assert "Event" not in found[0]
        assert "maillage publish makes them" in found[0]
    finally:
        assert constrain(filled) == 2
    assert said(filled) == []


def test_a_publication_that_was_stopped(filled):
    filled.write("MATCH (p:Publication) SET p.digest = null RETURN p.id AS id")
    assert "was stopped half-way: maillage publish ends it" in said(filled)[0]


def test_somebody_is_publishing(neo4j_store):
    publish(neo4j_store, Graph({"p1": PERSON}, {}), "today")
    claim = "MATCH (p:Publication) SET p.digest = null, p.publisher = 'other', p.beat = $now RETURN p.id AS id"
    neo4j_store.write(claim, {"now": time.time()})
    assert said(neo4j_store) == []
    assert "Somebody is publishing" in said(neo4j_store, ok=True)[-1]
    neo4j_store.write(claim, {"now": time.time() - 1000})
    assert "was stopped half-way" in said(neo4j_store)[0]


def test_a_database_behind_its_project(filled):
    assert said(filled, "tomorrow") == []
    assert "does not show the project as it stands today" in said(filled, "tomorrow", ok=True)[-1]


def test_nothing_is_left_by_the_check(filled):
    said(filled)
    assert filled.read("MATCH (n) RETURN count(n) AS n") == [{"n": 2}]


@pytest.mark.parametrize(
    ("location", "sentence"),
    [("bolt://127.0.0.1:9", "does not answer"), ("http://localhost", "no database address"), ("nowhere", "not there yet")],
)
def test_no_database(location, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    [check] = examine(location, None)
    assert sentence in check.en
    assert check.fr != check.en
    assert check.ok == (location == "nowhere")


def test_a_wrong_password(neo4j_address, monkeypatch):
    monkeypatch.setenv("NEO4J_PASSWORD", "certainly-wrong")
    [check] = examine(neo4j_address, None)
    assert not check.ok
    assert "refuses this login" in check.en
