"""Every question gives the same answer on both engines, over generated records and over one large graph of them.

MAILLAGE_EXAMPLES says how many are generated (default 30), MAILLAGE_LARGE how many meetings the large graph has (default 150).
"""

import os
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records import meeting

import maillage.queries
from maillage.graph.errors import QueryError, UnknownName
from maillage.graph.facts import build
from maillage.graph.memory import State
from maillage.graph.record import Action, Link, Partnership, Programme
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.loaders.guests import read_text
from maillage.queries import catalogue, run
from maillage.queries.briefing import briefing
from maillage.queries.catalogue import part
from maillage.queries.changes import changes
from maillage.queries.invitations import invitations
from maillage.queries.known_members import known_members
from maillage.queries.lookup import resolve_actor, resolve_record
from maillage.queries.pictures import circles, gaps, programmes
from maillage.queries.places import places
from maillage.queries.presence import presence
from maillage.queries.seated import seating
from maillage.queries.sheet import prefilled
from maillage.queries.stream import size, source
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
FAMILIES = ["Morel", "Petit", "Garnier", "Faure", "Roux", "Brun", "Lemaire", "Noël", "Œuvrard", "d'Hondt", "Le Gall", "N'Diaye"]
LARGE = int(os.environ.get("MAILLAGE_LARGE", "150"))
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
    return [followed(record, draw(st.sampled_from([None, "decided", "ongoing", "done"]))) for record in found]


def followed(record, status):
    """The record with an action of its first body or person, a programme it is about, and a group that works under it."""
    who = next((item.id for item in (*record.organisations, *record.people)), None)
    if status is None or who is None:
        return record
    actions = (Action(id="a", who=(who,), what="Rédiger le répertoire des structures", due="2024-02", status=status),)
    group = Partnership(id="g", members=tuple(body.id for body in record.organisations), basis="Convention", programme="h")
    about = Link(type="about", start="e", end="h")
    return record.model_copy(
        update={
            "actions": actions, "programmes": (Programme(id="h", name="Passerelle"),), "partnerships": (group,),
            "links": (*record.links, about),
        }
    )  # fmt: skip


QUESTIONS = [
    ("never-met", {}), ("never-met", {"scope": "Vexin", "all": True}), ("never-met", {"scope": "Blois", "people": True, "all": True}),
    ("never-met", {"scope": "Vexin", "level": "parent"}), ("never-met", {"since": "2024", "until": "2024-03"}),
    ("partners", {"actor": "CIO"}), ("partners", {"actor": "CIO", "level": "network"}),
    ("partners", {"actor": "Aline Morel", "people": True}), ("meetings", {}),
    ("meetings", {"scope": "Vexin"}),
    ("introductions", {"scope": "Vexin"}), ("introductions", {"scope": "Blois", "people": True, "all": True}),
    ("introductions", {"a": "CIO", "b": "Cap emploi"}), ("introductions", {"a": "Aline Morel", "b": "Cap emploi"}),
    ("introductions", {"scope": "Vexin", "level": "network"}), ("never-met", {"scope": "Vexin", "level": "network"}),
    ("expected-unseen", {"scope": "Vexin"}), ("expected-unseen", {"scope": "Blois", "people": True}),
    ("actions", {}), ("actions", {"scope": "Vexin", "all": True}), ("actions", {"actor": "CIO"}),
    ("agenda", {"all": True}), ("agenda", {"scope": "Blois"}), ("programmes", {"all": True}), ("programmes", {"scope": "Vexin"}),
    ("cooling", {}), ("cooling", {"scope": "Vexin", "months": 1, "times": 1, "closest": "plenary", "all": True}),
    ("cooling", {"scope": "Blois", "people": True, "months": 2, "times": 1}), ("new-relations", {}),
    ("new-relations", {"scope": "Vexin", "since": "2024-02"}), ("contacts", {}), ("contacts", {"scope": "Vexin", "after": 1}),
    ("seats", {"scope": "Vexin", "times": 1}), ("seats", {"scope": "Vexin", "times": 1, "people": True}),
    ("seats", {"scope": "Vexin", "times": 1, "level": "network"}), ("contacts", {"level": "network"}), ("compare", {"people": True}),
    ("compare", {}), ("compare", {"lists": 1, "share": 0.1}),
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


LIST = read_text("Aline Morel (Cap emploi)\nBruno Petit, CIO\nMission Locale\nZoé Nouvelle (GRETA)\n")
BEFORE_A_MEETING = [
    lambda store: invitations(store, LIST, scope="Vexin", everything=True),
    lambda store: invitations(store, LIST),
    lambda store: seating(store, LIST, seats=2),
    lambda store: seating(store, scope="Vexin", seats=3, rounds=2),
    lambda store: changes(store, scope="Vexin", since="2024"),
    lambda store: changes(store, State("d", "2024-01-01", {}, {"gone": "Ancienne"}, {})),
    lambda store: prefilled(store, "Vexin"),
    lambda store: briefing(store, "Vexin"),
    lambda store: briefing(store, "Blois", audience="organisations"),
    lambda store: known_members(store, "fr"),
    lambda store: circles(store, "Vexin"),
    lambda store: circles(store, "Blois", people=True),
    lambda store: size(store),
    lambda store: resolve_actor(store, "Morel"),
    lambda store: resolve_record(store, "0.txt"),
    lambda store: streamed(source(store)),
    lambda store: streamed(source(store, scope="Vexin", since="2024-01", audience="roles")),
    lambda store: streamed(source(store, audience="organisations")),
]


def plainly(item):
    """A node or a relationship as text, its properties in one order."""
    return repr(replace(item, properties=dict(sorted(item.properties.items()))))


def streamed(found):
    """What an export writes; the streams, and the properties of each item, come in the order of the engine."""
    return (
        sorted(map(plainly, found.nodes())),
        sorted(map(plainly, found.relationships())),
        [list(found.met(flag)) for flag in (False, True)],
    )


def said(ask, store):
    try:
        return ask(store)
    except (QueryError, UnknownName) as error:
        return str(error)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(worlds())
def test_both_engines_give_the_same_answers(embedded_store, neo4j_store, records):
    compare(embedded_store, neo4j_store, records)


def compare(embedded_store, neo4j_store, records):
    """Publish `records` to both, ask both everything."""
    graph = build(records, resolve(records))
    for store in (embedded_store, neo4j_store):
        publish(store, graph, "d")
    for name, parameters in QUESTIONS:
        assert answer(embedded_store, name, parameters) == answer(neo4j_store, name, parameters), (name, parameters)
    for ask in BEFORE_A_MEETING:
        assert said(ask, embedded_store) == said(ask, neo4j_store), ask
    for people in (False, True):
        for view in (works_with, gaps, programmes, presence):
            assert view(embedded_store, people=people) == view(neo4j_store, people=people), view
    assert places(embedded_store) == places(neo4j_store)


def test_both_engines_give_the_same_answers_over_a_large_graph(embedded_store, neo4j_store):
    """Many meetings of many people: more rows than the engines send at once, hubs, long lists."""
    rng = random.Random(7)
    names = [f"{given} {family}" for given in ("Aline", "Bruno", "Chloé", "Denis", "Élise") for family in FAMILIES]
    records = [
        meeting(
            f"{2019 + n % 6}-{1 + n % 12:02}-{1 + n % 28:02}",
            [f"{name} ({rng.choice([*BODIES, *(f'Structure {k}' for k in range(40))])})" for name in rng.sample(names, 12)],
            excused=[f"{name} (CIO)" for name in rng.sample(names, 2)],
            bodies=["GRETA du Vexin"] if n % 3 else [],
            bassin=["Vexin", "Blois", ("Vexin", "Blois"), ()][n % 4],
            title=["Comité", "Réunion", "Journée"][n % 3],
            source=f"{n}.txt",
        )
        for n in range(LARGE)
    ]
    compare(embedded_store, neo4j_store, [followed(record, [None, "decided", "done"][n % 3]) for n, record in enumerate(records)])


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
        "kind": "Actor",
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
            rows = [sorted(map(as_set, found), key=repr) for found in rows]
        assert rows[0] == rows[1], path.name


def as_set(row):
    """A row whose lists come in no order; two that run side by side are sorted together."""
    lists = [key for key, value in row.items() if isinstance(value, list)]
    together = sorted(zip(*(row[key] for key in lists), strict=True)) if lists else []
    return {**row, **{key: [values[n] for values in together] for n, key in enumerate(lists)}}


def test_the_questions_are_all_asked():
    assert {name for name, _ in QUESTIONS} == set(catalogue())
