"""Where a list ends when no numbered heading says so."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from maillage.loaders.document import Document
from maillage.loaders.extraction.attendance import read_attendance
from maillage.loaders.readers import read

LIST = """Compte rendu de la réunion du 4 mai 2023

Présents :
Lise Armandot (CAF)
Hugo Verdelin (Emmaüs)
Excusés :
UIMM
"""


def names(text: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cr.txt"
        path.write_text(text, "utf-8")
        document = next(iter(read(path)))
    assert isinstance(document, Document)
    return [row.name for row in read_attendance(document).rows]


LISTED = ["Lise Armandot", "Hugo Verdelin", "UIMM"]


def test_an_acronym_alone_is_a_body_of_the_list() -> None:
    assert names(LIST) == LISTED


@pytest.mark.parametrize("title", ["Plan d'actions", "Calendrier", "Vie du réseau"])
def test_a_title_above_a_sentence_ends_the_list(title: str) -> None:
    assert names(LIST + f"{title}\nLe plan proposé est adopté par tous, sauf une abstention.\n") == LISTED


@pytest.mark.parametrize(
    "sentence", ["La charte locale est approuvée à l'unanimité.", "Le forum de printemps a réuni beaucoup de monde."]
)
def test_a_sentence_ends_the_list(sentence: str) -> None:
    assert names(LIST + sentence + "\n") == LISTED


@pytest.mark.parametrize(
    "sentence",
    [
        "Mme Armandot présente l'offre de la CAF : aides, accueil, ateliers. Une borne ouvre en mai.",
        "M. Verdelin présente un bilan de l'année.",
    ],
)
def test_a_person_who_presents_something_is_not_the_next_of_the_list(sentence: str) -> None:
    assert names(LIST + "Présentation de la CAF\n" + sentence + "\n") == LISTED
