from __future__ import annotations

import pytest

from maillage.graph.model import Span
from maillage.loaders.document import Block, Document
from maillage.loaders.extraction.attendance import read_attendance


def unread(text: str) -> list[tuple[str, str]]:
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block("paragraph" if line.strip() else "blank", Span(at, at + len(line))))
        at += len(line) + 1
    document = Document("list.txt", "text/plain", text, tuple(blocks))
    return [(text[span.start : span.end], reason) for span, reason in read_attendance(document).unread]


@pytest.mark.parametrize(
    "line",
    [
        "Présents : voir la feuille d'émargement jointe",
        "Liste des participants : en annexe du présent relevé",
        "Participants (cf. liste ci-jointe)",
    ],
)
def test_a_list_that_is_another_document_is_named(line: str) -> None:
    assert unread(f"Comité de suivi\n{line}\n\n1. Bilan\nLe bilan est approuvé.") == [(line, "list-elsewhere")]


def test_a_list_that_stands_in_an_annex_is_not_missed_when_it_was_read() -> None:
    text = "Participants : voir la liste en annexe\n\n1. Bilan\nLe bilan est approuvé.\n\nAnnexe – Liste des participants\n"
    assert unread(text + "Mme Léonie Vassard (CCI)\nM. Hamid Oukache (CAF)") == []


def test_a_sheet_in_which_nobody_is_read_is_named() -> None:
    sheet = "Nom\tStructure\tPrésence\n12\t34\tX\n56\t78\tX\n90\t12\t"
    found = unread(f"Réunion du 3 mai\n\n{sheet}\n")
    assert [reason for _, reason in found] == ["list-not-read"]


def test_lines_of_names_without_a_heading_are_named_unless_they_sign() -> None:
    names = "Léonie Vassard\nHamid Oukache\nCorinne Sablé\nBasile Norest"
    assert unread(f"Compte rendu\nLe comité approuve le bilan de l'année.\n{names}\nLe comité remercie les bénévoles.") == [
        (names, "names-not-read")
    ]
    assert unread(f"Le comité approuve le bilan de l'année.\nSignatures\n{names}") == []


def test_a_table_of_names_without_a_heading_is_named() -> None:
    table = "Aude Mercadal (DDETS)\tYvan Perroux (CPME)\nColette Vidalin (ML)\tSonia Lafaye (U2P)\nPaul Grange (MSA)\tFarid Zenati (FO)"
    found = unread(f"Compte rendu\nLe comité approuve le bilan de l'année.\n\n{table}\n\nLe comité remercie les bénévoles.")
    assert [reason for _, reason in found] == ["names-not-read"]


def test_a_box_beside_no_name_breaks_nothing() -> None:
    assert unread("Présents :\n☒ Mme Aude Mercadal\n☐ M. Yvan Perroux\nPaul Grange, CAF\n«") == []
