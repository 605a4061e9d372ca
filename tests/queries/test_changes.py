"""What changed since a former state of the graph, and since a day."""

import pytest
from records import meeting

from maillage.graph import memory
from maillage.graph.errors import QueryError
from maillage.graph.facts import build
from maillage.graph.model import Graph
from maillage.graph.project import create
from maillage.graph.record import Action, Link, Organisation
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.queries.changes import changes

OLD = [
    meeting("2024-01-10", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], title="Janvier"),
    meeting("2024-02-10", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], title="Février"),
]
NEW = [
    meeting("2024-05-10", ["Aline Morel (Cap emploi)", "Chloé Garnier (Mission Locale)"], title="Mai"),
    meeting("2024-06-10", ["Aline Morel (Cap emploi)", "Chloé Garnier (Mission Locale)"], title="Juin"),
    meeting("2024-07-10", ["Aline Morel (Cap emploi)"], title="Juillet"),
]


def graph_of(records):
    return build(records, resolve(records))


def fill(store, records):
    publish(store, graph_of(records), "test")


def told(answer):
    return {(row["change"], row["text"]["en"]) for row in answer.data["changes"]}


def kinds(answer):
    return {kind: number for kind, number in answer.data["counts"].items() if number}


def test_since_the_last_load(store):
    fill(store, [*OLD, *NEW])
    former = memory.state_of(graph_of(OLD), "before")
    answer = changes(store, former, scope="Vexin", language="en")
    assert kinds(answer) == {"record": 3, "new-partner": 1, "first-meeting": 1}
    assert ("new-partner", "Mission Locale: on a list for the first time (Mai)") in told(answer)
    assert ("first-meeting", "Cap emploi and Mission Locale: together for the first time (Mai)") in told(answer)
    (partner,) = [row for row in answer.data["changes"] if row["change"] == "new-partner"]
    assert partner["sources"][0]["quote"] == "present : Chloé Garnier (Mission Locale)"
    assert "3 records read, 1 new partner, 1 pair met for the first time" in answer.sentence["en"]


def test_a_fact_that_a_former_record_told_is_not_new(embedded_store):
    """A second account of January adds nothing."""
    again = meeting("2024-01-10", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], title="Janvier", source="autre.txt")
    fill(embedded_store, [*OLD, again])
    answer = changes(embedded_store, memory.state_of(graph_of(OLD), "before"), scope="Vexin")
    assert kinds(answer) == {"record": 1}


def test_since_a_day(store):
    fill(store, [*OLD, *NEW])
    answer = changes(store, scope="Vexin", since="2024-04", language="en")
    assert kinds(answer) == {"new-partner": 1, "first-meeting": 1, "not-seen": 1}
    (gone,) = [row for row in answer.data["changes"] if row["change"] == "not-seen"]
    assert gone["text"]["en"] == "CIO: named until 10 February 2024, on none of 3 lists since"
    assert kinds(changes(store, scope="Vexin", since="2024-08")) == {}


def test_too_few_lists_say_nothing_of_who_is_gone(embedded_store):
    fill(embedded_store, [*OLD, *NEW[:2]])
    assert "not-seen" not in kinds(changes(embedded_store, scope="Vexin", since="2024-04"))


def test_actions_that_came_and_were_done(store):
    def acting(record, **values):
        return record.model_copy(update={"actions": (Action(id="a", who=("o-cap emploi",), **values),)})

    before = [acting(OLD[0], what="Rédiger le répertoire des structures"), OLD[1]]
    after = [
        *before,
        acting(NEW[0], what="Le répertoire des structures est rédigé", status="done"),
        acting(NEW[1], what="Appeler les organisateurs du forum"),
    ]
    fill(store, after)
    assert sorted(memory.state_of(graph_of(after), "a").actions.values()) == [False, True, True]
    wanted = {
        ("closed-action", "Cap emploi : Rédiger le répertoire des structures"),
        ("new-action", "Cap emploi : Appeler les organisateurs du forum"),
    }
    for answer in (
        changes(store, memory.state_of(graph_of(before), "b"), scope="Vexin"),
        changes(store, scope="Vexin", since="2024-05"),
    ):
        assert {(kind, text.replace(" (Vexin)", "")) for kind, text in told(answer) if "action" in kind} == wanted


def test_bodies_that_changed_their_name_or_are_gone(embedded_store):
    fill(embedded_store, OLD)
    state = memory.state_of(graph_of([*OLD, meeting("2024-03-10", bodies=["GRETA du Vexin"], title="Mars")]), "b")
    bodies = {key: "Ancien nom" if name.startswith("CIO") else name for key, name in state.bodies.items()}
    former = memory.State(state.digest, state.when, state.records, bodies, state.actions)
    found = told(changes(embedded_store, former, language="en"))
    assert ("renamed", "Ancien nom is now called CIO") in found
    assert ("gone-body", "GRETA du Vexin: no record names it any more") in found
    assert any(kind == "gone-record" for kind, _ in found)


def test_a_succession_is_told(embedded_store):
    record = OLD[0]
    heir = Organisation(id="heir", name="Agence nouvelle du Vexin")
    link = Link(type="succeeded_by", start="o-cio", end="heir", first="2024-05-01", role="merger")
    record = record.model_copy(update={"organisations": (*record.organisations, heir), "links": (*record.links, link)})
    fill(embedded_store, [record, *OLD[1:], *NEW])
    found = told(changes(embedded_store, scope="Vexin", since="2024-04"))
    assert any(kind == "succeeded" and "Agence nouvelle" in text for kind, text in found)


def test_without_memory_and_without_a_day_it_is_said(store):
    publish(store, Graph({}, {}), "empty")
    with pytest.raises(QueryError, match="not known here"):
        changes(store)
    answer = changes(store, since="2024")
    assert answer.rows == ()
    assert answer.sentence["en"].endswith("no change is known.")


def test_the_memory_keeps_the_state_before(tmp_path, monkeypatch):
    monkeypatch.setenv("MAILLAGE_CACHE", str(tmp_path / "cache"))
    project = create(tmp_path / "p")
    assert memory.former(project) is None
    memory.note(project, graph_of(OLD), "one")
    assert memory.former(project) is None
    memory.note(project, graph_of([*OLD, *NEW]), "two")
    memory.note(project, graph_of([*OLD, *NEW]), "two")
    former = memory.former(project)
    assert former.digest == "one"
    assert len(former.records) == 2
    assert sorted(former.bodies.values()) == ["CIO", "Cap emploi"]
    (project.cache / "memory.json").write_text("{broken", "utf-8")
    assert memory.former(project) is None
