"""The forms of docs/engines.md: each does answer differently, what is to be written instead does not, and a user is warned of it."""

import re
from pathlib import Path

import pytest

import maillage
from maillage.graph.errors import MaillageError
from maillage.queries.lint import warnings

TRAPS = {
    "an aggregate after IN": (
        "MATCH (p:Person)-[:ATTENDED]->(e:Event) RETURN e.id AS e, 'p1' IN collect(p.id) AS x",
        "MATCH (p:Person)-[:ATTENDED]->(e:Event) WITH e.id AS e, collect(p.id) AS l RETURN e, 'p1' IN l AS x",
    ),
    "an aggregate after NOT": (
        "MATCH (p:Person) RETURN NOT count(p) > 1 AS x",
        "MATCH (p:Person) WITH count(p) AS n RETURN NOT n > 1 AS x",
    ),
    "an aggregate before IS NULL": (
        "MATCH (p:Person) RETURN max(p.n) IS NULL AS x",
        "MATCH (p:Person) WITH max(p.n) AS m RETURN m IS NULL AS x",
    ),
    "an aggregate before STARTS WITH": (
        "MATCH (p:Person) RETURN max(p.name) STARTS WITH 'a' AS x",
        "MATCH (p:Person) WITH max(p.name) AS m RETURN m STARTS WITH 'a' AS x",
    ),
    "a map of a property and an aggregate": (
        "MATCH (e:Event)<-[:ATTENDED]-(p) RETURN {id: e.id, l: count(p)} AS x",
        "MATCH (e:Event)<-[:ATTENDED]-(p) WITH e.id AS id, count(p) AS n RETURN {id: id, l: n} AS x ORDER BY id",
    ),
    "a relationship's property in a map": (
        "MATCH ()-[x:ATTENDED]->() MATCH (s:Statement {fact: x.fact}) RETURN s.id AS x",
        "MATCH ()-[x:ATTENDED]->() WITH x.fact AS f MATCH (s:Statement {fact: f}) RETURN s.id AS x",
    ),
    "shortestPath to the node itself": (
        "MATCH (a:Person {id: 'p1'}) MATCH p = shortestPath((a)-[*1..6]-(a)) RETURN length(p) AS x",
        "MATCH (a:Person {id: 'p1'}), (b:Event {id: 'e2'}) MATCH p = shortestPath((a)-[*1..6]-(b)) RETURN length(p) AS x",
    ),
    "SHORTEST k": (
        "MATCH SHORTEST 1 (a:Person {id: 'p1'})-[:ATTENDED]-+(b:Event {id: 'e2'}) RETURN b.id AS x",
        "MATCH p = shortestPath((a:Person {id: 'p1'})-[:ATTENDED*1..6]-(b:Event {id: 'e2'})) RETURN b.id AS x",
    ),
    "exists of a property": (
        "MATCH (a:Person) WHERE exists(a.n) RETURN a.id AS x",
        "MATCH (a:Person) WHERE a.n IS NOT NULL RETURN a.id AS x",
    ),
}
FILL = [
    "CREATE (:Actor:Person {id: 'p1', name: 'Élise', n: 2}), (:Actor:Person {id: 'p2', name: 'aline'}), "
    "(:Actor:Organisation {id: 'o1', name: 'CIO'}), (:Event {id: 'e1'}), (:Event {id: 'e2'}), (:Statement {id: 's1', fact: 'f1'})",
    "UNWIND [['p1', 'e1', 'f1'], ['p2', 'e1', 'f2'], ['o1', 'e1', 'f3'], ['o1', 'e2', 'f4']] AS r "
    "MATCH (a:Actor) WHERE a.id = r[0] MATCH (b:Event) WHERE b.id = r[1] CREATE (a)-[:ATTENDED {fact: r[2]}]->(b)",
]


@pytest.fixture(scope="module")
def both(embedded_session_store, neo4j_session_store):
    stores = embedded_session_store, neo4j_session_store
    for store in stores:
        store.write("MATCH (n) DETACH DELETE n")
        for cypher in FILL:
            store.write(cypher)
    return stores


def rows(store, cypher):
    try:
        return store.read(cypher)
    except MaillageError:
        return "refused"


@pytest.mark.neo4j
@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_answers_differently_and_its_replacement_does_not(both, name):
    """Should the first assertion fail on a newer engine, the trap is gone: take it out of the list and of the page."""
    bad, good = TRAPS[name]
    embedded, shared = both
    assert rows(embedded, bad) != rows(shared, bad)
    assert rows(embedded, good) == rows(shared, good) != "refused"
    assert rows(shared, good)


@pytest.mark.parametrize("name", TRAPS)
def test_a_user_is_warned_of_it_in_both_languages(name):
    bad, good = TRAPS[name]
    [warning] = warnings(bad)
    assert warning["fr"] != warning["en"]
    assert warnings(good) == []


def test_what_is_no_trap_is_left_alone():
    for cypher in (
        "MATCH (a:Actor) CALL (a) { MATCH (a)-[:ATTENDED]->(e) WHERE e.status = 'held' RETURN count(e) AS n } RETURN a.id AS id, n",
        "MATCH (a:Actor) WHERE NOT EXISTS { (a)-[:ATTENDED]->() } RETURN a.id AS id",
        "MATCH (a:Actor) RETURN a.id AS id, COUNT { (a)-[:ATTENDED]->() } AS n",
        "MATCH (a:Actor) RETURN 'NOT count(' AS x, a {.id, .name} AS y, coalesce(max(a.n), 0) AS m",
    ):
        assert warnings(cypher) == [], cypher


def test_the_page_lists_them():
    page = (Path(maillage.__file__).parent / "docs" / "engines.md").read_text("utf-8")
    for sign in ("`IN`", "`STARTS WITH`", "`shortestPath`", "`SHORTEST k`", "{fact: x.fact}", "`percentileCont`", "`collect`"):
        assert re.search(re.escape(sign), page), sign
