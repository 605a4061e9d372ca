from __future__ import annotations

import pytest

from maillage.graph.model import Span
from maillage.loaders.document import Block, Document
from maillage.loaders.extraction.attendance import AttendanceReading, Row, read_attendance

LIST = (
    "Étaient présents :\nCorentin Malvoisin, Mission locale du Maine\nRachida Belhadef, Ville d'Allonnes\n"
    "Excusée : Odile Criquebec, Région\n"
)


def reading(text: str) -> AttendanceReading:
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block("paragraph" if line.strip() else "blank", Span(at, at + len(line))))
        at += len(line) + 1
    return read_attendance(Document("list.txt", "text/plain", text, tuple(blocks)))


def row(found: AttendanceReading, name: str) -> Row:
    return next(row for row in found.rows if row.name == name)


@pytest.mark.parametrize("gap", ["", "\n1. Bilan\nLe bilan de l'année est approuvé à l'unanimité.\n"])
def test_a_sentence_says_who_stands_in_for_whom(gap: str) -> None:
    found = reading(f"{LIST}{gap}Mme Belhadef représente Mme Criquebec, retenue à Nantes.")
    assert [r.name for r in found.rows] == ["Corentin Malvoisin", "Rachida Belhadef", "Odile Criquebec"]
    ((absent, kind),) = row(found, "Rachida Belhadef").stands_in_for
    assert isinstance(absent, int)
    assert (found.rows[absent].name, kind) == ("Odile Criquebec", "substitute")


@pytest.mark.parametrize(
    ("sentence", "timing"),
    [
        ("M. Malvoisin quitte la séance à 16 h.", "left_early"),
        ("Départ de M. Malvoisin à 16 h 10.", "left_early"),
        ("Corentin Malvoisin rejoint la réunion à 10 h 15.", "late"),
        ("M. Malvoisin quitte la Mission locale pour la Région.", None),
        ("L'arrivée de M. Malvoisin à la présidence est saluée.", None),
    ],
)
def test_who_comes_late_or_leaves_is_said_by_sentences(sentence: str, timing: str | None) -> None:
    found = reading(f"{LIST}\n1. Bilan\n{sentence} Le bilan est approuvé.")
    assert row(found, "Corentin Malvoisin").timing == timing
    assert len(found.rows) == 3


def test_who_comes_after_being_listed_as_absent_was_there() -> None:
    found = reading(
        "Présents : M. Noir, Mme Blanc\nAbsents : M. Rouge, Mme Vert\n\nM. Rouge arrive à 19 h 10, pendant le point 2."
    )
    assert (row(found, "Rouge").presence, row(found, "Rouge").timing) == ("present", "late")
    assert row(found, "Vert").presence == "absent"


@pytest.mark.parametrize(
    ("sentence", "presence", "invited"),
    [
        ("Le CROUS était invité mais n'a pas répondu.", "absent", True),
        ("La MSA n'était pas représentée.", "absent", None),
        ("Le GRETA du Maine s'est excusé.", "excused", None),
    ],
)
def test_a_body_that_did_not_come_is_said_after_the_list(sentence: str, presence: str, invited: bool | None) -> None:
    found = reading(f"{LIST}{sentence}\n\n1. Bilan\nLe bilan est approuvé.")
    body = next(r for r in found.rows if r.kind == "body")
    assert (body.presence, body.invited) == (presence, invited)
    assert "était" not in body.name
