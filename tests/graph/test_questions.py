"""What people are asked: grouped, ranked, never twice; and what their answers become."""

import json

import gold_records
import pytest
from desk import BARE, HERE, PEOPLE, THERE, Desk
from records import meeting

from maillage.graph import questions, standing
from maillage.graph.errors import MaillageError, UnknownName
from maillage.graph.resolution import Mention


def test_several_of_one_name_are_asked_about_once_each():
    desk = Desk(*PEOPLE)
    assert len(desk.identity.resolution.questions) == 3
    assert len(desk.cases()) == 2
    desk.answer(desk.cases()[0], "different")
    assert len(desk.cases()) == 2  # the third of them is compared with each
    desk.answer(desk.cases()[0], "same")
    assert len(desk.cases()) <= 1


def test_a_case_shows_both_sides_with_their_sentences():
    (case, _) = Desk(*PEOPLE).cases()
    assert {side.note for side in case.sides} <= {"Cap emploi", "CIO", "Mission Locale", "CIO (Vexin)"}
    for side in case.sides:
        assert side.name == "Aline Morel"
        assert "Aline Morel" in side.proof.quote
        assert side.proof.record.endswith(".txt")
        assert side.records == 1
        assert side.first == side.last == side.proof.day
    assert case.reason("en") == "Same name, no body in common."
    assert "réunit" in case.changes("fr")


def test_a_bare_name_is_one_question_for_all_its_records():
    desk = Desk(HERE, THERE, *BARE)
    (case,) = desk.cases()
    assert len(case.members) == 5
    assert [choice.note for choice in case.choices] in (["Blois", "Dreux"], ["Dreux", "Blois"])
    assert case.reason("fr") == "« CIO » sans périmètre : 5 comptes rendus, une réponse."
    chosen = next(choice for choice in case.choices if choice.note == "Blois")
    desk.answer(case, "same", chosen, why="toujours Blois")
    (entry,) = desk.entries
    assert (entry.kind, entry.name, entry.perimeter, entry.why) == ("name", "CIO", "", "toujours Blois")
    assert desk.cases() == []
    node_of = desk.identity.resolution.node_of
    assert {node_of[Mention(record.id, "o-cio")] for record in BARE} == {node_of[Mention(HERE.id, "o-cio")]}


def test_a_bare_name_may_be_one_body_of_its_own_or_one_in_each_record():
    desk = Desk(HERE, THERE, *BARE)
    desk.answer(desk.cases()[0], "same")
    assert len({desk.identity.resolution.node_of[Mention(record.id, "o-cio")] for record in BARE}) == 1
    desk = Desk(HERE, THERE, *BARE)
    desk.answer(desk.cases()[0], "different")
    assert len({desk.identity.resolution.node_of[Mention(record.id, "o-cio")] for record in BARE}) == 5
    assert desk.cases() == []


def test_a_question_on_which_others_hang_comes_first_and_says_so():
    records = [meeting(f"2024-0{n}-05", ["Aline Morel (Cap emploi)"], bassin=(), source=f"{n}.txt") for n in range(1, 5)]
    first, *others = Desk(*records).cases()
    assert (first.of, first.moves) == ("organisation", True)
    assert {case.of for case in others} == {"person"}


def test_what_somebody_called_undecidable_is_put_behind():
    desk = Desk(*PEOPLE[:2])
    (case,) = desk.cases()
    desk.answer(case, "unsure")
    assert desk.cases() == []
    (again,) = desk.cases(unsure=True)
    assert [entry.verdict for entry in again.said] == ["unsure"]
    identity = desk.identity
    assert standing.waiting(identity.resolution, identity.settled) == 0


def test_a_contradiction_comes_first_names_both_and_can_be_ended():
    desk = Desk(*PEOPLE[:2], HERE, *BARE)
    (case,) = [case for case in desk.cases() if case.of == "person"]
    desk.answer(case, "same", by="Camille")
    desk.answer(case, "different", by="Bruno")
    first, *_ = desk.cases()
    assert first.conflict
    assert "Camille" in first.reason("en")
    assert "Bruno" in first.reason("fr")
    node_of = desk.identity.resolution.node_of
    assert node_of[case.sides[0].mention] != node_of[case.sides[1].mention]
    desk.answer(first, "same", by="Denis")
    assert not any(case.conflict for case in desk.cases())
    node_of = desk.identity.resolution.node_of
    assert node_of[case.sides[0].mention] == node_of[case.sides[1].mention]


def test_two_meanings_of_a_name_are_asked_again_and_one_is_chosen():
    desk = Desk(HERE, THERE, *BARE)
    (case,) = desk.cases()
    desk.answer(case, "same", case.choices[0], by="Camille")
    desk.answer(case, "same", case.choices[1], by="Bruno")
    first, *_ = desk.cases()
    assert first.conflict
    assert len(first.choices) == 2
    desk.answer(first, "same", first.choices[0], by="Denis")
    identity = desk.identity
    assert not any(case.conflict for case in desk.cases())
    assert {identity.resolution.node_of[Mention(record.id, "o-cio")] for record in BARE} == {first.choices[0].node}


def test_cases_that_name_somebody():
    found = Desk(*PEOPLE, HERE, THERE, *BARE).cases()
    assert {case.of for case in questions.about(found, "MORÉL")} == {"person"}
    assert {case.of for case in questions.about(found, "dreux")} == {"organisation"}
    assert questions.about(found, "nobody") == []


def test_the_number_that_waits_is_the_number_that_is_asked():
    identity = Desk(*PEOPLE, HERE, THERE, *BARE).identity
    assert standing.waiting(identity.resolution, identity.settled) == len(questions.cases(identity, "en"))


def test_what_can_never_be_one_is_not_decided():
    identity = Desk(*PEOPLE).identity
    person, body = Mention(PEOPLE[0].id, "p-aline morel"), Mention(PEOPLE[0].id, "o-cap emploi")
    with pytest.raises(MaillageError, match="nothing to decide"):
        questions.pair_draft(identity, "same", person, body, "")
    with pytest.raises(MaillageError, match="one item"):
        questions.pair_draft(identity, "same", person, person, "")
    with pytest.raises(MaillageError, match="event"):
        questions.name_draft(identity, "x", None, Mention(PEOPLE[0].id, "e"), "")


def test_a_decision_on_territories_is_applied():
    one, two = meeting("2024-03-05", bassin="Vexin"), meeting("2024-03-06", bassin="Perche")
    desk = Desk(one, two)
    draft = questions.pair_draft(desk.identity, "same", Mention(one.id, "t-vexin"), Mention(two.id, "t-perche"), "")
    desk.note(draft)
    node_of = desk.identity.resolution.node_of
    assert node_of[Mention(one.id, "t-vexin")] == node_of[Mention(two.id, "t-perche")]


def test_a_name_of_a_network_needs_a_perimeter_that_the_records_know():
    identity = Desk(HERE, THERE, *BARE).identity
    target = Mention(HERE.id, "o-cio")
    with pytest.raises(MaillageError, match="in many places"):
        questions.name_draft(identity, "CIO", None, target, "")
    with pytest.raises(UnknownName, match="Dreux"):
        questions.name_draft(identity, "CIO", "Dreu", target, "")
    assert questions.name_draft(identity, "CIO", "Bassin de Dreux", target, "")["perimeter"] == "Bassin de Dreux"


def test_answers_by_the_truth_join_all_that_is_one_in_the_annotated_records(shared):
    truth = json.loads((shared / "gold" / "seeds" / "identity.json").read_text("utf-8"))
    records = gold_records.read_all(shared / "gold" / "seeds")
    one = {Mention(records[i["record"]].id, i["id"]): n for n, group in enumerate(truth["same"]) for i in group["nodes"]}
    desk = Desk(*records.values())
    for _ in range(9):
        found = [case for case in desk.cases() if all(side.mention in one for side in case.sides)]
        if not found:
            break
        a, b = (one[side.mention] for side in found[0].sides)
        desk.answer(found[0], "same" if a == b else "different")
    node_of = desk.identity.resolution.node_of
    for n in set(one.values()):
        assert len({node_of[mention] for mention, group in one.items() if group == n and mention in node_of}) == 1
    for group in truth["different"]:
        nodes = [node_of.get(Mention(records[i["record"]].id, i["id"])) for i in group["nodes"]]
        assert len(set(nodes)) == len(nodes), group.get("why")
