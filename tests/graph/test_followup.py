"""What a later record reports of an earlier action: the same people and nearly the same words, later, in another record."""

from datetime import date

import pytest
from records import meeting

from maillage.graph.facts import build
from maillage.graph.followup import Told, reports, words
from maillage.graph.record import Event, Partnership
from maillage.graph.resolution import resolve


def told(action, what, day, status="decided", who=("o1",), record=None):
    return Told(action, record or f"r{day}", frozenset(who), what, status, f"e{day}", date(2024, day, 1))


FIRST = told("a1", "Contacter les partenaires du forum", 1)


@pytest.mark.parametrize(
    ("later", "reported"),
    [
        (told("a2", "Les partenaires du forum ont été contactés", 3, "done"), True),
        (told("a2", "Contact pris avec les partenaires du forum", 3, "ongoing"), True),
        (told("a2", "Contacter les partenaires du forum", 3), False),  # said again, nothing reported
        (told("a2", "Les partenaires du forum ont été contactés", 3, "done", who=("o2",)), False),
        (told("a2", "Les partenaires du forum ont été contactés", 3, "done", who=()), False),
        (told("a2", "Les partenaires du forum ont été contactés", 3, "done", record=FIRST.record), False),
        (told("a2", "Imprimer les affiches", 3, "done"), False),
        (told("a2", "Forum", 3, "done"), False),  # one word says nothing
    ],
)
def test_what_is_a_report(later, reported):
    assert list(reports([later, FIRST])) == ([(FIRST, later)] if reported else [])
    assert list(reports([FIRST, later])) == list(reports([later, FIRST]))


def test_a_report_before_the_decision_is_none():
    early = told("a0", "Les partenaires du forum ont été contactés", 1, "done")
    assert list(reports([early, told("a1", FIRST.what, 2)])) == []


def test_the_newest_of_two_like_actions_is_meant():
    second = told("a2", FIRST.what, 2)
    done = told("a3", "Les partenaires du forum ont été contactés", 4, "done")
    assert list(reports([FIRST, second, done])) == [(second, done)]


def test_words_are_compared_by_their_beginning():
    assert words("Contacté les partenaires") == words("contacter le partenaire, à l'est")
    assert words("du, de la") == frozenset()


def test_a_group_named_after_a_meeting_met_there_and_at_its_next_date():
    record = meeting("2024-01-10", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], title="Réunion des coordonnateurs")
    group = Partnership(id="g", members=("o-cap emploi", "o-cio"), basis="Réunion des coordonnateurs")
    other = Partnership(id="h", members=("o-cap emploi",), basis="réunion")
    ahead = Event(id="n", title="Prochaine réunion : Réunion des coordonnateurs", date="2024-03-10", status="planned")
    record = record.model_copy(update={"partnerships": (group, other), "events": (*record.events, ahead)})
    resolution = resolve([record])
    graph = build([record], resolution)
    sessions = {
        (graph.nodes[x.start].name, graph.nodes[x.end].name) for x in graph.relationships.values() if x.type == "SESSION_OF"
    }
    assert sessions == {
        ("Réunion des coordonnateurs", "Réunion des coordonnateurs"),
        ("Prochaine réunion : Réunion des coordonnateurs", "Réunion des coordonnateurs"),
    }
