"""Actions, agenda and programmes on graphs whose answer is obvious to a reader, on both engines; where nothing is known."""

from datetime import date

import pytest
from records import meeting

from maillage.graph.facts import build
from maillage.graph.record import Action, Event, Link, Partnership, Programme
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.queries import run

TABLE = ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"]
OTHERS = ["Aline Morel (Cap emploi)", "Chloé Garnier (Mission Locale)"]


def fill(store, records):
    publish(store, build(records, resolve(records)), "test")
    return store


def with_actions(record, *actions):
    told = tuple(
        Action(id=f"a{number}", evidence={"quote": values["what"], "rule": "test", "spans": ()}, **values)
        for number, values in enumerate(actions)
    )
    return record.model_copy(update={"actions": told})


def two_meetings():
    """In January Cap emploi is to write a directory and the CIO to call the forum; in March the directory is done."""
    january = with_actions(
        meeting("2024-01-10", TABLE, title="Comité janvier"),
        {"who": ("o-cap emploi",), "what": "Rédiger le répertoire des structures du bassin", "due": "2024-02"},
        {"who": ("p-bruno petit",), "what": "Appeler les organisateurs du forum", "due": "2024-06-01"},
        {"who_text": "chaque membre", "what": "Relire le dépliant", "status": "wished"},
    )
    march = with_actions(
        meeting("2024-03-10", TABLE, title="Comité mars"),
        {"who": ("o-cap emploi",), "what": "Le répertoire des structures du bassin est rédigé", "status": "done"},
    )
    return [january, march]


def test_who_was_to_do_what_and_what_was_said_since(store):
    fill(store, two_meetings())
    answer = run(store, "actions", {"scope": "Vexin", "all": True}, "en")
    found = {row["action"]: row for row in answer.data["actions"]}
    assert set(found) == {
        "Rédiger le répertoire des structures du bassin",
        "Appeler les organisateurs du forum",
        "Relire le dépliant",
    }
    directory = found["Rédiger le répertoire des structures du bassin"]
    assert [who["name"].split(" (")[0] for who in directory["who"]] == ["Cap emploi"]
    assert (directory["state"], directory["overdue"], directory["meetings_since"]) == ("done", False, 1)
    (report,) = directory["reports"]
    assert (report["status"], report["date"], report["meeting"]) == ("done", "2024-03-10", "Comité mars")
    assert report["sources"][0]["quote"] == "Le répertoire des structures du bassin est rédigé"
    forum = found["Appeler les organisateurs du forum"]
    assert (forum["state"], forum["overdue"], forum["reports"]) == ("open", False, [])
    leaflet = found["Relire le dépliant"]
    assert (leaflet["who"], leaflet["who_text"], leaflet["status"]) == ([], "chaque membre", "wished")
    assert answer.data["as_of"] == date(2024, 3, 10)
    rows = {row["action"]: row for row in answer.rows}
    assert rows["Appeler les organisateurs du forum"]["reported"] == "nothing said in 1 meeting since"
    assert rows["Rédiger le répertoire des structures du bassin"]["reported"] == "done, 10 March 2024"


def test_done_actions_are_shown_when_asked_for_and_open_ones_count_by_partner(store):
    fill(store, two_meetings())
    answer = run(store, "actions", {"scope": "Vexin"}, "fr")
    assert {row["action"] for row in answer.data["actions"]} == {"Appeler les organisateurs du forum", "Relire le dépliant"}
    assert [(row["name"], row["open"], row["overdue"]) for row in answer.data["by_partner"]] == [("Bruno Petit", 1, 0)]
    only = run(store, "actions", {"scope": "Vexin", "actor": "Bruno Petit"}, "fr")
    assert [row["action"] for row in only.data["actions"]] == ["Appeler les organisateurs du forum"]
    assert run(store, "actions", {"scope": "Vexin", "since": "2024-02"}, "fr").data["actions"] == []


def test_an_action_past_its_date_is_said_to_be(embedded_store):
    fill(embedded_store, [*two_meetings()[:1], meeting("2024-09-10", TABLE, title="Comité septembre")])
    rows = {row["action"]: row for row in run(embedded_store, "actions", {"scope": "Vexin"}, "en").data["actions"]}
    assert rows["Rédiger le répertoire des structures du bassin"]["overdue"]
    assert rows["Appeler les organisateurs du forum"]["overdue"]
    assert not rows["Relire le dépliant"]["overdue"]


def test_other_words_of_the_same_people_are_no_report(embedded_store):
    """The CIO reports that something else is done: the call to the forum stays open."""
    later = with_actions(
        meeting("2024-03-10", TABLE, title="Comité mars"),
        {"who": ("p-bruno petit",), "what": "Imprimer les affiches", "status": "done"},
    )
    fill(embedded_store, [two_meetings()[0], later])
    rows = {row["action"]: row for row in run(embedded_store, "actions", {"all": True}, "en").data["actions"]}
    assert rows["Appeler les organisateurs du forum"]["state"] == "open"
    assert rows["Imprimer les affiches"]["state"] == "done"


def test_what_is_not_known_is_said_of_actions(store):
    fill(store, [meeting("2024-01-10", TABLE)])
    answer = run(store, "actions", {"scope": "Vexin"}, "en")
    assert answer.rows == ()
    assert "not known" in answer.sentence["en"]
    assert "on ne sait pas" in answer.sentence["fr"]
    done = with_actions(meeting("2024-02-10", TABLE), {"what": "Envoyer la liste", "status": "done"})
    fill(store, [done])
    assert run(store, "actions", {"scope": "Vexin"}, "en").sentence["en"].endswith("Vexin: no open action is known.")


# --- agenda -------------------------------------------------------------------------------------------------------------


def next_of(record, title, day, **values):
    told = Event(id="next", title=title, date=day, status=values.pop("status", "planned"), **values)
    quote = f"{title} : {day}"
    proof = {"quote": quote, "rule": "test", "spans": ()}
    links = (
        Link(type="next", start="e", end="next", evidence=proof),
        Link(type="concerns", start="next", end="t-vexin", evidence=proof),
    )
    return record.model_copy(update={"events": (*record.events, told), "links": (*record.links, *links)})


def test_the_next_dates_soonest_first(store):
    fill(store, [
        next_of(meeting("2024-01-10", TABLE, title="Comité janvier"), "Atelier", "2024-12-05", time="09:00", place="Salle des fêtes"),
        next_of(meeting("2024-03-10", TABLE, title="Comité mars"), "Forum", "2024-06-01"),
        next_of(meeting("2024-02-10", TABLE, title="Comité février"), "Visite", "2024-02-20"),
        next_of(meeting("2024-02-11", TABLE, title="Bureau"), "Repas", None, status="proposed"),
    ])  # fmt: skip
    answer = run(store, "agenda", {"scope": "Vexin"}, "en")
    assert [(row["meeting"], row["date"], row["status"]) for row in answer.data["events"]] == [
        ("Forum", "2024-06-01", "planned"), ("Atelier", "2024-12-05", "planned"), ("Repas", None, "proposed"),
    ]  # fmt: skip
    first, second, _ = answer.data["events"]
    assert first["sources"][0]["quote"] == "Forum : 2024-06-01"
    assert (second["time"], second["place"]) == ("09:00", "Salle des fêtes")
    every = run(store, "agenda", {"scope": "Vexin", "all": True}, "en").data["events"]
    assert (every[0]["meeting"], every[0]["status"]) == ("Visite", "unconfirmed")
    june = run(store, "agenda", {"since": "2024-06", "until": "2024-06"}, "en").data["events"]
    assert [row["meeting"] for row in june] == ["Forum"]


def test_no_announced_date_is_not_known(store):
    fill(store, [meeting("2024-01-10", TABLE)])
    assert "not known" in run(store, "agenda", {"scope": "Vexin"}, "en").sentence["en"]


# --- programmes ---------------------------------------------------------------------------------------------------------


def about(record, name):
    programme = Programme(id="g", name=name)
    return record.model_copy(
        update={"programmes": (programme,), "links": (*record.links, Link(type="about", start="e", end="g"))}
    )


def agreed(record, name, members, day):
    group = Partnership(id="group", members=members, basis=f"Convention {name}", programme="g", territory="t-vexin", date=day)
    return record.model_copy(update={"partnerships": (group,)})


def test_who_works_on_what_since_when(store):
    fill(store, [
        about(meeting("2024-01-10", TABLE, title="Comité Cap Métiers"), "Cap Métiers"),
        about(meeting("2024-03-10", OTHERS, title="Comité Cap Métiers de mars"), "Cap Métiers"),
        agreed(about(meeting("2024-04-10", OTHERS, title="Signature"), "Passerelle"), "Passerelle",
               ("o-cap emploi", "o-mission locale"), "2023-09-01"),
        about(meeting("2024-05-10", TABLE, title="Bureau"), "Autre outil"),
    ])  # fmt: skip
    answer = run(store, "programmes", {"scope": "Vexin"}, "en")
    found = {
        (row["programme"], row["partner"].split(" (")[0]): (row["basis"], row["attended"], row["first"], row["last"])
        for row in answer.data["programmes"]
    }
    assert found == {
        ("Cap Métiers", "Cap emploi"): ("meetings", 2, date(2024, 1, 10), date(2024, 3, 10)),
        ("Cap Métiers", "CIO"): ("meetings", 1, date(2024, 1, 10), date(2024, 1, 10)),
        ("Cap Métiers", "Mission Locale"): ("meetings", 1, date(2024, 3, 10), date(2024, 3, 10)),
        ("Passerelle", "Cap emploi"): ("agreement", 1, date(2023, 9, 1), date(2024, 4, 10)),
        ("Passerelle", "Mission Locale"): ("agreement", 1, date(2023, 9, 1), date(2024, 4, 10)),
    }
    spoken = {row["programme"] for row in run(store, "programmes", {"scope": "Vexin", "all": True}, "en").data["programmes"]}
    assert spoken == {"Cap Métiers", "Passerelle", "Autre outil"}
    mine = run(store, "programmes", {"actor": "CIO"}, "en").data["programmes"]
    (row,) = mine
    assert [other["name"].split(" (")[0] for other in row["with"]] == ["Cap emploi", "Mission Locale"]
    assert row["sources"]


def test_a_programme_that_was_only_spoken_of_is_no_work(store):
    fill(store, [about(meeting("2024-05-10", TABLE, title="Bureau"), "Autre outil")])
    answer = run(store, "programmes", {"scope": "Vexin"}, "en")
    assert answer.rows == ()
    assert "not known" in answer.sentence["en"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_says_nobody(store, language):
    fill(store, [meeting("2024-01-10", TABLE)])
    for name in ("actions", "agenda", "programmes"):
        text = run(store, name, {"scope": "Vexin"}, language).sentence[language].lower()
        assert not any(word in text for word in ("nobody", "personne ", "aucun partenaire"))
