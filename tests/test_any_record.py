"""Any records that record/1 allows go the whole way: who is who, facts, the embedded database, questions, exports."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import records

from maillage.graph.errors import QueryError
from maillage.graph.exports import write
from maillage.graph.exports.source import of_graph
from maillage.graph.facts import build
from maillage.graph.gold import to_gold
from maillage.graph.ontology import check
from maillage.graph.record import dumps, loads
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.queries import catalogue, run

SETTINGS = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=25, **SETTINGS)
@given(st.lists(records(), max_size=4, unique_by=lambda record: record.id))
def test_facts_are_those_of_the_ontology_whatever_the_order(made):
    for record in made:
        assert loads(dumps(record)) == record
        to_gold(record)
    graph = build(made, resolve(made))
    check(graph)
    other = build(made[::-1], resolve(made[::-1]))
    assert (set(graph.nodes), set(graph.relationships)) == (set(other.nodes), set(other.relationships))
    assert all(link.start in graph.nodes and link.end in graph.nodes for link in graph.relationships.values())


@settings(max_examples=4, **SETTINGS)
@given(st.lists(records(), min_size=1, max_size=3, unique_by=lambda record: record.id))
def test_every_form_of_export_is_written(made):
    graph = build(made, resolve(made))
    with tempfile.TemporaryDirectory() as folder:
        for form in ("turtle", "json-ld", "gexf", "graphml", "kumu", "ftm", "oparl", "popolo"):
            path = Path(folder) / f"out.{form}"
            write(form, of_graph(graph), path)
            assert path.stat().st_size


@settings(max_examples=2, **SETTINGS)
@given(made=st.lists(records(), min_size=1, max_size=3, unique_by=lambda record: record.id))
def test_what_is_published_answers_every_question_without_a_parameter(embedded_session_store, made):
    store = embedded_session_store
    graph = build(made, resolve(made))
    publish(store, graph, f"digest of {made[0].id}")
    found = store.read("MATCH (n) WHERE NOT n:Publication RETURN n.id AS id")
    assert {row["id"] for row in found} == set(graph.nodes)
    for name, query in catalogue().items():
        if not any(parameter.required for parameter in query.parameters.values()):
            with contextlib.suppress(QueryError):  # it needs one of several parameters, and says so
                assert run(store, name, {}, "fr").sentence
