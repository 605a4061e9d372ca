"""Every question gives the same answer on both engines, over generated records. MAILLAGE_EXAMPLES sets how many (default 30)."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records import meeting

import maillage.queries
from maillage.graph.errors import QueryError, UnknownName
from maillage.graph.facts import build
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.queries import catalogue, run
from maillage.queries.catalogue import part
from maillage.queries.views import works_with

pytestmark = pytest.mark.neo4j
EXAMPLES = int(os.environ.get("MAILLAGE_EXAMPLES", "30"))
PEOPLE = ["Aline Morel", "Bruno Petit", "Chloé Garnier", "Denis Faure", "Élise Roux", "Farid Brun"]
BODIES = [
    "Cap emploi",
    "CIO",
    "Mission Locale",
    "Pôle emploi",
    "CCI du Vexin",
    "GRETA du Vexin",
    "Association Les Ateliers du Vexin",
]
DAYS = ["2023-11-07", "2024-01-10", "2024-01", "2024-03-10", "2024-05-10", None]


@st.composite
def worlds(draw):
    found = []
    for number in range(draw(st.integers(1, 6))):
        people = draw(st.lists(st.sampled_from(PEOPLE), max_size=5, unique=True))
        named = [f"{person} ({draw(st.sampled_from(BODIES))})" for person in people]
        split = draw(st.integers(0, len(named)))
        found.append(
            meeting(
                draw(st.sampled_from(DAYS)),
                named[:split],
                excused=named[split:],
                bodies=draw(st.lists(st.sampled_from(["CIO", "-CIDFF", "GRETA du Vexin"]), max_size=2, unique=True)),
                bassin=draw(st.sampled_from(["Vexin", "Blois", ("Vexin", "Blois"), ()])),
                title=draw(st.sampled_from(["Comité", "Réunion", "Journée"])),
                status=draw(st.sampled_from(["held", "held", "held", "planned", "cancelled"])),
                kind=draw(st.sampled_from(["meeting", "committee", "day", "signature"])),
                source=f"{number}.txt",
            )
        )
    return found


QUESTIONS = [
    ("never-met", {}), ("never-met", {"scope": "Vexin", "all": True}), ("never-met", {"scope": "Blois", "people": True, "all": True}),
    ("never-met", {"scope": "Vexin", "level": "parent"}), ("never-met", {"since": "2024", "until": "2024-03"}),
    ("partners", {"actor": "CIO"}), ("partners", {"actor": "Aline Morel", "people": True}), ("meetings", {}),
    ("meetings", {"scope": "Vexin"}),
    ("introductions", {"scope": "Vexin"}), ("introductions", {"scope": "Blois", "people": True, "all": True}),
    ("introductions", {"a": "CIO", "b": "Cap emploi"}), ("introductions", {"a": "Aline Morel", "b": "Cap emploi"}),
    ("introductions", {"scope": "Vexin", "level": "network"}), ("never-met", {"scope": "Vexin", "level": "network"}),
    ("expected-unseen", {"scope": "Vexin"}), ("expected-unseen", {"scope": "Blois", "people": True}),
    ("cooling", {}), ("cooling", {"scope": "Vexin", "months": 1, "times": 1, "closest": "plenary", "all": True}),
    ("cooling", {"scope": "Blois", "people": True, "months": 2, "times": 1}), ("new-relations", {}),
    ("new-relations", {"scope": "Vexin", "since": "2024-02"}), ("contacts", {}), ("contacts", {"scope": "Vexin", "after": 1}),
    ("seats", {"scope": "Vexin", "times": 1}), ("compare", {}), ("compare", {"lists": 1, "share": 0.1}),
    ("brokers", {}), ("brokers", {"scope": "Vexin", "people": True}), ("components", {}), ("components", {"closest": "plenary"}),
    ("isolated", {}), ("isolated", {"scope": "Vexin", "level": "network"}), ("circles", {"scope": "Vexin"}),
    ("circles", {"scope": "Blois", "people": True}),
    ("people", {}), ("people", {"scope": "Blois"}), ("territories", {}), ("coverage", {}), ("coverage", {"scope": "Vexin"}),
    ("where-from", {"actor": "Aline Morel"}), ("where-from", {"actor": "CIO", "with": "Cap emploi"}), ("where-from", {"event": "Comité"}),
]  # fmt: skip


def answer(store, name, parameters):
    try:
        found = run(store, name, parameters, "fr")
    except (QueryError, UnknownName) as error:
        return str(error)
    return found.data, found.rows, found.sentence, found.notes


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(worlds())
def test_both_engines_give_the_same_answers(embedded_store, neo4j_store, records):
    graph = build(records, resolve(records))
    for store in (embedded_store, neo4j_store):
        publish(store, graph, "d")
    for name, parameters in QUESTIONS:
        assert answer(embedded_store, name, parameters) == answer(neo4j_store, name, parameters), (name, parameters)
    for people in (False, True):
        assert works_with(embedded_store, people=people) == works_with(neo4j_store, people=people)


@settings(
    max_examples=max(3, EXAMPLES // 4),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(worlds())
def test_every_shared_read_gives_the_same_rows_in_the_same_order(embedded_store, neo4j_store, records):
    graph = build(records, resolve(records))
    for store in (embedded_store, neo4j_store):
        publish(store, graph, "d")
    by_label = {}
    for node in graph.nodes.values():
        by_label.setdefault(node.labels[-1], []).append(node.id)
    everything = sorted(graph.nodes)
    facts = sorted(graph.relationships)[:200]
    values = {
        "actors": sorted(by_label.get("Person", []) + by_label.get("Organisation", [])), "events": sorted(by_label.get("Event", [])),
        "people": sorted(by_label.get("Person", [])), "organisations": sorted(by_label.get("Organisation", [])),
        "territories": sorted(by_label.get("Bassin", [])), "scope": sorted(by_label.get("Bassin", [])), "facts": facts,
    }  # fmt: skip
    first = {label: ids[0] for label, ids in by_label.items()}
    for path in sorted((Path(maillage.queries.__file__).parent / "parts").glob("*.cypher")):
        shared = part(path.name.removesuffix(".cypher"))
        parameters = {}
        for name, kind in shared.parameters.items():
            single = {"territory": "Bassin", "event": "Event", "actor": "Person", "a": "Person", "b": "Organisation"}.get(name)
            parameters[name] = first.get(single, "none") if kind == "id" else values.get(name, everything)
        rows = [store.read(shared.cypher, parameters) for store in (embedded_store, neo4j_store)]
        if "ORDER BY" not in shared.cypher:  # read as a set
            rows = [sorted(found, key=repr) for found in rows]
        assert rows[0] == rows[1], path.name


def test_the_questions_are_all_asked():
    assert {name for name, _ in QUESTIONS} == set(catalogue())
