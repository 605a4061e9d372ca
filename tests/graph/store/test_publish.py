"""Publishing a graph: what stands in the database afterwards, and how little is written. On both engines."""

import itertools
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stored import expected, state

from maillage.graph.errors import QueryError, StoreError
from maillage.graph.model import Changes, Graph, Node, Relationship
from maillage.graph.ontology import OntologyError
from maillage.graph.writer import difference, publish, publish_changes, published

HELD = {"name": "Réunion", "name_key": "reunion", "status": "held", "earliest": date(2024, 3, 5), "latest": date(2024, 3, 5)}


def person(number: int, name: str = "Aline Morel") -> Node:
    return Node(f"p{number}", ("Actor", "Person"), {"name": name, "name_key": name.lower()[:200]})


def event(number: int) -> Node:
    return Node(f"e{number}", ("Event",), HELD)


def attended(number: int, who: int, where: int, **values: object) -> Relationship:
    return Relationship(
        f"f{number}", "ATTENDED", f"p{who}", f"e{where}", {"sources": 1, "quote": "Présents : A. Morel", **values}
    )


def graph(nodes, links=()) -> Graph:
    return Graph({node.id: node for node in nodes}, {link.fact: link for link in links})


SMALL = graph([person(1), person(2, "Bruno Petit"), event(1)], [attended(1, 1, 1), attended(2, 2, 1, sessions=["matin", "soir"])])


def test_a_graph_stands_in_the_database_as_it_was_given(store):
    counts = publish(store, SMALL, "d1")
    assert (counts.nodes_created, counts.relationships_created, counts.writes) == (3, 2, 5)
    assert state(store) == expected(SMALL)
    assert published(store).digest == "d1"


def test_publishing_again_writes_nothing(store):
    publish(store, SMALL, "d1")
    assert publish(store, SMALL, "d1").writes == 0
    assert published(store).generation == 2


def test_only_the_difference_is_written(store):
    publish(store, SMALL, "d1")
    changed = graph([person(1, "Aline Morel-Petit"), event(1), event(2)], [attended(1, 1, 1, mode="remote"), attended(3, 1, 2)])
    planned, by_type = difference(store, changed)
    assert state(store) == expected(SMALL)
    counts = publish(store, changed, "d2")
    assert counts.nodes_created == planned.nodes_created == 1
    assert (counts.nodes_updated, counts.nodes_deleted) == (1, 1)
    assert by_type["Person"] == {"created": 0, "updated": 1, "deleted": 1}
    assert by_type["Event"] == {"created": 1, "updated": 0, "deleted": 0}
    assert by_type["ATTENDED"] == {"created": 1, "updated": 1, "deleted": 1}
    assert (counts.relationships_created, counts.relationships_updated, counts.relationships_deleted) == (1, 1, 1)
    assert state(store) == expected(changed)


def test_a_node_that_changes_its_label_keeps_its_relationships(store):
    publish(store, SMALL, "d1")
    body = Node("p1", ("Actor", "Organisation"), {"name": "Aline", "name_key": "aline"})
    changed = graph([body, person(2, "Bruno Petit"), event(1)], SMALL.relationships.values())
    publish(store, changed, "d2")
    assert state(store) == expected(changed)


def test_dates_and_lists_come_back_as_they_were(store):
    publish(store, SMALL, "d1")
    assert store.read("MATCH (e:Event {id: 'e1'}) RETURN e.earliest AS day") == [{"day": date(2024, 3, 5)}]
    assert store.read("MATCH (:Person {id: 'p2'})-[x:ATTENDED]->() RETURN x.sessions AS s") == [{"s": ["matin", "soir"]}]


def test_every_label_of_a_node_finds_it(store):
    publish(store, SMALL, "d1")
    for label in ("Actor", "Person"):
        assert store.read(f"MATCH (n:{label} {{id: $id}}) RETURN n.name AS name", {"id": "p1"}) == [{"name": "Aline Morel"}]


def test_an_interrupted_publication_is_repaired_by_the_next(store, monkeypatch):
    publish(store, SMALL, "d1")
    wanted = graph([person(n) for n in range(5)] + [event(1), event(2)], [attended(n, n, 1 + n % 2) for n in range(5)])
    real, calls = store.write, []

    def failing(cypher, parameters=None, **words):
        calls.append(cypher)
        if "CREATE (a)" in cypher:
            raise StoreError("stopped", "arrêté")
        return real(cypher, parameters, **words)

    monkeypatch.setattr(store, "write", failing)
    with pytest.raises(StoreError, match="stopped"):
        publish(store, wanted, "d2")
    monkeypatch.undo()
    assert published(store).digest is None
    publish(store, wanted, "d2")
    assert state(store) == expected(wanted)


def test_a_second_publisher_of_a_shared_database_is_told_to_wait(neo4j_store):
    publish(neo4j_store, SMALL, "d1")
    neo4j_store.write("MATCH (p:Publication) SET p.publisher = 'other', p.beat = 1e12 RETURN p.id AS id")
    with pytest.raises(StoreError, match="somebody else is publishing"):
        publish(neo4j_store, SMALL, "d2")
    neo4j_store.write("MATCH (p:Publication) SET p.beat = 0.0 RETURN p.id AS id")
    publish(neo4j_store, SMALL, "d2")


def test_a_fact_that_stands_twice_is_written_once(store):
    publish(store, SMALL, "d1")
    store.write("MATCH (a:Person {id: 'p1'})-[x:ATTENDED]->(b) CREATE (a)-[:ATTENDED {fact: x.fact, rev: x.rev}]->(b)")
    publish(store, SMALL, "d1")
    assert state(store) == expected(SMALL)
    assert store.read("MATCH ()-[x:ATTENDED]->() RETURN count(x) AS n") == [{"n": 2}]
    assert publish(store, SMALL, "d1").writes == 0


def test_a_database_with_other_data_is_left_alone(store):
    store.write("CREATE (:Recipe {title: 'Tarte'})")
    with pytest.raises(StoreError, match="did not write"):
        publish(store, SMALL, "d1")
    assert store.read("MATCH (n) RETURN count(n) AS n") == [{"n": 1}]


def test_a_publisher_that_was_taken_for_dead_writes_nothing_more(neo4j_store, monkeypatch):
    publish(neo4j_store, SMALL, "d1")
    larger = graph([person(n) for n in range(4)], [])
    real = neo4j_store.write

    def overtaken(cypher, parameters=None, **words):
        if "UNWIND" in cypher:
            real("MATCH (p:Publication) SET p.publisher = 'other' RETURN p.id AS id")
        return real(cypher, parameters, **words)

    monkeypatch.setattr(neo4j_store, "write", overtaken)
    with pytest.raises(StoreError, match="taken over"):
        publish(neo4j_store, larger, "d2")
    assert state(neo4j_store) == expected(SMALL)


def test_an_older_schema_is_built_again_and_a_newer_one_refused(store):
    publish(store, SMALL, "d1")
    store.write("MATCH (p:Publication) SET p.schema = 0 RETURN p.id AS id")
    publish(store, SMALL, "d1")
    assert state(store) == expected(SMALL)
    store.write("MATCH (p:Publication) SET p.schema = 99 RETURN p.id AS id")
    with pytest.raises(StoreError, match="newer Maillage"):
        publish(store, SMALL, "d1")


@pytest.mark.parametrize(
    "bad",
    [
        graph([Node("p1", ("Person",), {"name": "A", "name_key": "a"})]),
        graph([Node("p1", ("Actor", "Person"), {"name": "A", "age": 3})]),
        graph([person(1)], [attended(1, 1, 9)]),
        graph([person(1), person(2)], [Relationship("f", "ATTENDED", "p1", "p2", {})]),
    ],
)
def test_a_graph_that_breaks_the_ontology_is_not_published(embedded_store, bad):
    with pytest.raises(OntologyError):
        publish(embedded_store, bad, "d")
    assert published(embedded_store) is None


WRITES = [
    "CREATE (n:Person {id: 'z'}) RETURN n.id AS id",
    "MATCH (n:Person) SET n.name = 'X' RETURN n.id AS id",
    "MATCH (n) DETACH DELETE n",
    "MERGE (n:Person {id: 'z'}) RETURN n.id AS id",
    "MATCH (n:Person) REMOVE n.name RETURN n.id AS id",
    "FOREACH (i IN range(1, 3) | CREATE (:Person {id: toString(i)}))",
    "MATCH (n:Person) CALL (n) { SET n.name = 'X' } RETURN n.id AS id",
    "MATCH (n:Person) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1 ROWS",
    "CREATE INDEX foo IF NOT EXISTS FOR (n:Person) ON (n.given)",
    "CREATE CONSTRAINT bar IF NOT EXISTS FOR (n:Person) REQUIRE n.given IS UNIQUE",
    "CREATE (n:NewLabel {id: 'z'})",
    "MATCH (a:Person), (b:Event) CREATE (a)-[:NEWTYPE]->(b)",
]


@pytest.mark.parametrize("cypher", WRITES)
def test_reading_cannot_write(store, cypher):
    publish(store, SMALL, "d1")
    with pytest.raises((QueryError, StoreError)):
        store.read(cypher)
    assert state(store) == expected(SMALL)


def test_a_wrong_query_is_one_sentence(store):
    with pytest.raises(QueryError) as caught:
        store.read("MATCH (n RETURN n")
    assert "\n" not in str(caught.value)


HOSTILE = ["') DETACH DELETE n //", "' OR 1=1", "\\u0027", "`", "$x", "{a: 1}", "\x00", "é" * 5000, "\u202e", "';--", "null"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_data(store, text):
    wanted = graph([person(1, "x" + text), person(2, "y")])
    publish(store, wanted, "d")
    assert store.read("MATCH (n:Person {name: $name}) RETURN n.id AS id", {"name": "x" + text}) == [{"id": "p1"}]
    assert len(store.read("MATCH (n:Person) RETURN n.id AS id")) == 2


@st.composite
def graphs(draw):
    people = draw(st.sets(st.integers(0, 5)))
    events = draw(st.sets(st.integers(0, 3)))
    nodes = [person(n, draw(st.sampled_from(["A", "B"]))) for n in people] + [event(n) for n in events]
    pairs = [(p, e) for p in people for e in events]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return graph(nodes, [attended(10 * p + e, p, e, mode=draw(st.sampled_from(["room", "remote"]))) for p, e in chosen])


def changes(before, after) -> Changes:
    """What leads from one graph to another, as an update of the ledger gives it."""
    links = [x for fact, x in after.relationships.items() if before.relationships.get(fact) != x]
    lost = [x for fact, x in before.relationships.items() if after.relationships.get(fact) != x]
    return Changes(
        nodes=[node for key, node in after.nodes.items() if before.nodes.get(key) != node],
        new_nodes=set(after.nodes) - set(before.nodes),
        gone_nodes={key: node.labels[-1] for key, node in before.nodes.items() if key not in after.nodes},
        links=links,
        former_links={x.fact: (x.type, x.start) for x in lost},
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(graphs(), min_size=2, max_size=4))
def test_any_sequence_of_changes_ends_in_the_last_graph(store, history):
    publish(store, history[0], "d0")
    for number, (before, after) in enumerate(itertools.pairwise(history), 1):
        assert publish_changes(store, changes(before, after), published(store), f"d{number}") is not None
        assert state(store) == expected(after)
    assert publish(store, history[-1], "last").writes == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(graphs(), min_size=2, max_size=4))
def test_any_sequence_of_publications_ends_in_the_last_graph(store, history):
    for number, wanted in enumerate(history):
        publish(store, wanted, f"d{number}")
    assert state(store) == expected(history[-1])
