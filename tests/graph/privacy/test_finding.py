"""Where a text names a person whom only keyed hashes describe."""

import pytest
from records import meeting

from maillage.graph.privacy import refusals
from maillage.graph.privacy.finding import Finder, Others, cleaned
from maillage.graph.privacy.redaction import masked, redacted, who
from maillage.graph.record import Person

HASHER = refusals.Hasher(b"k" * 32)
SOLENE = Person(id="p", name="Solène Quervac", given="Solène", family="Quervac")


def refusal(*people, contexts=(), **more):
    names = HASHER.names(refusals.forms([one.name for one in people], people))
    return refusals.Refusal("r", "2026-01-01", names, HASHER.all(contexts), **more)


FINDER = Finder(HASHER, refusal(SOLENE))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Présente : Solène Quervac, conseillère", "Présente : [personne], conseillère"),
        ("QUERVAC Solène\tCap emploi", "[personne]\tCap emploi"),
        ("QUERVAC\tSolène\tCap emploi", "[personne]\tCap emploi"),
        ("Mme Quervac présente le bilan", "Mme [personne] présente le bilan"),
        ("S. Quervac et Solene QUERVAC", "[personne] et [personne]"),
        ("Solène propose une date", "[personne] propose une date"),
        ("Écrire à solene.quervac@exemple.test", "Écrire à [courriel]"),
        ("Écrire à squervac@exemple.test", "Écrire à [courriel]"),
        ("CR_Solene_Quervac.docx", "CR_[personne].docx"),
    ],
)
def test_a_name_is_found_however_it_is_written(text, left):
    assert cleaned(text, FINDER.cuts(text, near=True)) == left


@pytest.mark.parametrize(
    "text",
    ["Paul QUERVAC, Solène DURAND", "Paul QUERVAC\nSolène DURAND", "M. Durand", "la quervac des champs", "rue Solène Martin"],
)
def test_the_names_of_others_stay(text):
    others = Others()
    for name in ("Paul Quervac", "Solène Durand"):
        others.add_person(name)
    assert FINDER.cuts(text, near=True, others=others) == []


def test_two_lines_are_not_read_as_one_name_where_nobody_knows_the_others():
    assert FINDER.cuts("Paul QUERVAC\nSolène DURAND", near=False) == []


def test_a_body_or_place_keeps_its_name():
    others = Others()
    others.add_body("Lycée Solène Quervac")
    others.add_body("Quervac")
    text = "Le Lycée Solène Quervac, à Quervac, reçoit Mme Quervac."
    assert (
        cleaned(text, FINDER.cuts(text, near=True, others=others)) == "Le Lycée Solène Quervac, à Quervac, reçoit Mme [personne]."
    )


def test_a_record_points_to_the_same_words_afterwards():
    record = meeting("2024-01-05", ["Solène Quervac (Cap emploi)", "Bruno Petit (CIO)"], source="a.txt")
    clean, places, kept = redacted(record, FINDER, {"p-solene quervac"})
    assert "uervac" not in clean.model_dump_json()
    assert places
    assert not kept
    quotes = [(row.evidence, clean.text[slice(*row.evidence.spans[0])]) for row in clean.attendance]
    assert all(evidence.quote == words for evidence, words in quotes)
    assert [person.name for person in clean.people] == ["[personne]", "Bruno Petit"]
    assert redacted(clean, FINDER, {"p-solene quervac"})[0] == clean


def test_the_same_body_makes_sure_another_one_is_a_question_and_an_answer_holds():
    here = meeting("2024-01-05", ["Solène Quervac (Cap emploi)"], source="a.txt")
    again = meeting("2024-02-05", ["Solène Quervac (Cap emploi)"], source="b.txt")
    elsewhere = meeting("2024-02-06", ["Solène Quervac (CIO)"], source="c.txt", bassin="Perche")
    said = refusals.contexts(here, "p-solene quervac")
    one = refusal(SOLENE, contexts=said, records=frozenset({here.id}))
    assert who(again, Finder(HASHER, one)) == ({"p-solene quervac"}, True)
    doubtful = masked(elsewhere, [one], HASHER)
    assert [doubt.record for _, doubt in doubtful.doubts] == [elsewhere.id]
    assert "Quervac" not in doubtful.record.text
    from maillage.graph.privacy.redaction import place_in

    told = place_in(one, doubtful.doubts[0][1], same=False)
    assert masked(elsewhere, [told], HASHER).record == elsewhere
    later = meeting("2025-02-06", ["Solène Quervac (CIO)"], source="d.txt", bassin="Perche")
    assert masked(later, [told], HASHER).record == later
    assert masked(again, [told], HASHER).record != again


def test_initials_and_surnames_of_other_bodies_are_not_touched():
    one = refusal(SOLENE, contexts={"body cap emploi vexin"})
    other = meeting("2024-02-06", ["S. Quervac (CIO)"], bassin="Perche")
    assert masked(other, [one], HASHER).record == other


def test_hashes_do_not_hold_the_name():
    kept = refusal(SOLENE).as_dict()
    assert "uervac" not in str(kept).lower()
    assert refusals.Hasher(b"x" * 32).of("quervac solene") not in str(kept)
