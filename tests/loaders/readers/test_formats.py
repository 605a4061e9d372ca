"""One invented record in every format gives the same text."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from maillage.loaders.document import Document
from maillage.loaders.readers import read

DATA = Path(__file__).parent / "data"
ReadOne = Callable[[str, bytes], Document]


def one(path: Path) -> Document:
    (document,) = read(path)
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize("suffix", ["doc", "rtf", "docx"])
def test_office_formats_give_the_text_and_cells_of_the_odt(suffix: str) -> None:
    expected, document = one(DATA / "minutes-fr.odt"), one(DATA / f"minutes-fr.{suffix}")
    assert document.text == expected.text
    assert [(b.kind, b.cells) for b in document.blocks if b.cells] == [(b.kind, b.cells) for b in expected.blocks if b.cells]
    assert [b.kind for b in document.blocks] == [b.kind for b in expected.blocks]


def test_pdf_gives_the_same_words_up_to_bullets_and_note_numbers() -> None:
    def words(document: Document) -> set[str]:
        return set(re.findall(r"\w{3,}", document.text))

    document = one(DATA / "minutes-fr.pdf")
    assert words(one(DATA / "minutes-fr.odt")) - words(document) == {"ouverte"}  # its note number sticks to it
    assert "Mme Odile Varennec\tMairie de Valmoreau\tprésente" in document.text.split("\n")
    assert {block.page for block in document.blocks} == {1}


@pytest.mark.parametrize(
    ("name", "line"),
    [("minutes-en.doc", "Thursday 12 March 2020, Ménard room"), ("minutes-ru-pl.doc", "Комитет по занятости")],
)
def test_doc_in_other_languages(name: str, line: str) -> None:
    assert line in one(DATA / name).text.split("\n")


TEXT = "Comité de bassin\n\n\tPrésents :\nOdile Varennec\tMairie\tœuvre à 5 €\nTudi Karsenval\t\texcusé\n- suite « à voir »"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "mac_roman"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_plain_text_in_any_encoding_is_the_decoded_file(read_one: ReadOne, encoding: str, end: str) -> None:
    document = read_one("a.txt", TEXT.replace("\n", end).encode(encoding))
    assert document.text == TEXT
    assert [block.kind for block in document.blocks] == ["paragraph", "blank", "paragraph", "row", "row", "item"]
    assert [block.table for block in document.blocks] == [None, None, None, 0, 0, None]


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "cp1252"), (",", "utf-8"), ("\t", "utf-16"), ("|", "utf-8-sig")])
def test_csv_delimiter_and_encoding_are_found(read_one: ReadOne, delimiter: str, encoding: str) -> None:
    rows = [
        ["Réunion", "", ""],
        ["Nom", "Organisme", "Présence"],
        ["Éloi, Vance", "Mission « A »", "excusé"],
        ["Odile", "Mairie", "x"],
    ]
    text = "\r\n".join(delimiter.join(f'"{value}"' if delimiter in value else value for value in row) for row in rows)
    document = read_one("a.csv", text.encode(encoding))
    assert document.text == "\n".join("\t".join(row) for row in rows)


def test_html_leaves_the_furniture_out(read_one: ReadOne) -> None:
    page = """<html><head><meta charset="utf-8"><title>Forum</title><meta property="article:published_time" content="2021-05-04T10:00">
    <style>.off{display:none}</style><script>var a;</script></head><body><nav><a>Accueil</a></nav><div class="off">Caché</div>
    <main><h1>Forum de l&rsquo;emploi</h1><p>Ouvert<br>à tous</p><table><tr><th>Nom</th><th>Stand</th></tr>
    <tr><td rowspan="2">Odile</td><td>1</td></tr><tr><td>2</td></tr></table><ol><li>lire</li><li>dire</li></ol></main>
    <footer>Mentions</footer></body></html>"""
    document = read_one("a.html", page.encode())
    assert document.text == "Forum de l’emploi\nOuvert\nà tous\nNom\tStand\nOdile\t1\n\t2\n1. lire\n2. dire"
    assert (document.title, document.published) == ("Forum", "2021-05-04")


def test_xlsx_sheets_merged_cells_and_dates(read_all: Callable[[str, bytes], list[Document]], tmp_path: Path) -> None:
    import datetime

    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Présences"
    sheet.append(["Émargement"])
    sheet.append(["Nom", datetime.date(2020, 3, 12), 3.0])
    sheet.merge_cells("A1:C1")
    book.create_sheet("Vide")
    book.create_sheet("Autre").append(["Cap emploi"])
    book.save(tmp_path / "b.xlsx")
    first, second = read_all("a.xlsx", (tmp_path / "b.xlsx").read_bytes())
    assert (first.part, first.text) == ("Présences", "Émargement\nNom\t2020-03-12\t3")
    assert first.blocks[0].cells[0].columns == 3
    assert (second.part, second.text) == ("Autre", "Cap emploi")
