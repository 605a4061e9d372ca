"""What every question says of an empty graph, and of one that knows a meeting and a body but nobody who was there: that it is not known."""

import re

import pytest
from records import meeting
from worlds import fill

from maillage.graph.errors import QueryError, UnknownName
from maillage.graph.record import Organisation, Person
from maillage.loaders.guests import read_text
from maillage.queries import catalogue, run
from maillage.queries.briefing import briefing
from maillage.queries.changes import changes
from maillage.queries.invitations import invitations
from maillage.queries.seated import seating
from maillage.queries.sheet import prefilled

UNKNOWN = re.compile(
    r"not known|no (record|sentence)|no change is known|on ne sait pas|aucun[e]? (document|phrase)|aucun changement connu",
    re.IGNORECASE,
)
NOBODY = re.compile(r"\bnobody\b|\bno one\b|\bnone\b|\bpersonne (ne|n['’])|\bnul\b", re.IGNORECASE)
"""Words that would say something of the world where only the records are silent."""


def sure(sentence):
    for language in ("en", "fr"):
        assert UNKNOWN.search(sentence[language]), sentence
        assert not NOBODY.search(sentence[language]), sentence


def asked(name):
    """Parameters with which a question can be asked of a graph that knows of the Vexin and of a body."""
    parameters = catalogue()[name].parameters
    if name == "introductions":
        return [{"scope": "Vexin"}, {"a": "Farid Brun", "b": "Maison des services du Vexin"}]
    if name == "where-from":
        return [{"fact": "none"}]
    given = {"actor": "Maison des services du Vexin"} if "actor" in parameters and parameters["actor"].required else {}
    return [{**given, "scope": "Vexin"}, *([] if "scope" in parameters and parameters["scope"].required else [given])] if (
        "scope" in parameters) else [given]  # fmt: skip


@pytest.mark.parametrize("name", list(catalogue()))
def test_an_empty_graph_knows_nothing(store, name):
    """Without a scope the sentence says so; a scope or an actor that no record names is an error that says so."""
    parameters = catalogue()[name].parameters
    required = [key for key, parameter in parameters.items() if parameter.required]
    if required or name == "introductions":
        given = dict.fromkeys(required or ["scope"], "Vexin")
        with pytest.raises(UnknownName, match="in these records"):
            run(store, name, given, "en")
        return
    answer = run(store, name, {"fact": "none"} if name == "where-from" else {}, "en")
    assert answer.rows == ()
    sure(answer.sentence)


def silent(**event):
    """A held meeting of the Vexin without a list; a body and a person are mentioned, not as there."""
    record = meeting("2024-03-10", title="Réunion", **event)
    people = (Person(id="p", name="Farid Brun"),)
    bodies = (Organisation(id="o", name="Maison des services du Vexin", level="unit"),)
    return record.model_copy(update={"people": people, "organisations": bodies})


@pytest.mark.parametrize("name", list(catalogue()))
def test_a_meeting_without_a_list_says_nothing_of_who_knows_whom(store, name):
    fill(store, [silent()])
    for given in asked(name):
        for people in (False, True) if "people" in catalogue()[name].parameters else (False,):
            answer = run(store, name, {**given, "people": True} if people else given, "en")
            if name in ("meetings", "territories", "coverage", "compare"):  # what is known: one meeting, one territory, no list
                assert len(answer.rows) == 1
            else:
                assert answer.rows == () or name == "introductions", answer.rows
                sure(answer.sentence)


def test_introductions_of_two_of_whom_nothing_is_known(store):
    fill(store, [silent()])
    (pair,) = run(store, "introductions", {"a": "Farid Brun", "b": "Maison des services du Vexin"}, "en").data["pairs"]
    assert (pair["verdict"], pair["brokers"]) == ("not-known", [])
    assert "No record shows anybody who has met both" in pair["card"]["en"]


LIST = read_text("Zoé Nouvelle (GRETA)\n")


def test_the_commands_before_a_meeting_on_an_empty_graph(store):
    with pytest.raises(UnknownName):
        briefing(store, "Vexin")
    with pytest.raises(UnknownName):
        prefilled(store, "Vexin")
    with pytest.raises(QueryError, match="fewer are known"):
        seating(store)
    told = invitations(store, LIST)
    assert [row["finding"] for row in told.data["findings"]] == ["unknown"]
    sure(changes(store, since="2020").sentence)


def test_the_commands_before_a_meeting_where_nothing_is_known(store):
    fill(store, [silent()])
    page = briefing(store, "Vexin")
    for section in page.sections:
        if section.key in ("never-met", "expected-unseen"):
            sure(section.lead)
    assert any("Partners: not known" in line.text["en"] for line in page.facts)
    assert any("Next date: not known" in line.text["en"] for line in page.facts)
    assert prefilled(store, "Vexin").rows == ()
    with pytest.raises(QueryError, match="fewer are known"):
        seating(store, scope="Vexin")
    sure(changes(store, scope="Vexin", since="2024-04").sentence)
    assert [row["finding"] for row in invitations(store, LIST, scope="Vexin").data["findings"]] == ["unknown"]
