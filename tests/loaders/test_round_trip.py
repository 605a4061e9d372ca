"""The same invented record in every format gives the same record/1."""

import gzip
import html
import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from maillage.loaders.extraction import extract
from maillage.loaders.readers import read

DATA = Path(__file__).parent / "readers" / "data"
LINES = [
    "Compte rendu de la réunion du bassin de Vendôme",
    "Mardi 12 mars 2024",
    "",
    "Présents : Aline Morel (Cap emploi), Bruno Petit et Chloé Garnier (CIO), Denis Faure (Mission Locale du Vendômois)",
    "Excusée : Élise Roux (GRETA Val de Loire)",
    "",
    "Aline Morel présente l'offre de service aux partenaires présents.",
    "",
    "Prochaine réunion : jeudi 6 juin 2024 à 9h30.",
]
TEXT = "\n".join(LINES) + "\n"
SHEET = [
    ["Structure", "Nom Prénom", "Présence"],
    ["Cap emploi", "MOREL Aline", "oui"],
    ["CIO", "PETIT Bruno", "oui"],
    ["GRETA Val de Loire", "ROUX Élise", "excusée"],
]


def facts(record):
    """What a record says, without ids, spans and text."""
    names = {item.id: item.name for group in ("people", "organisations", "territories") for item in getattr(record, group)}
    return {
        "events": sorted((e.title, e.date or "", e.time or "", e.status, e.main, e.listed) for e in record.events),
        "attendance": sorted((names[row.who], row.presence, *(names[o] for o in row.on_behalf_of)) for row in record.attendance),
        "organisations": sorted(item.name for item in record.organisations),
        "people": sorted(item.name for item in record.people),
        "territories": sorted(item.name for item in record.territories),
        "links": sorted((link.type, names.get(link.start, "event"), names.get(link.end, "event")) for link in record.links),
    }


def read_facts(path):
    documents = list(read(path))
    assert len(documents) == 1, documents
    return facts(extract(documents[0], path=path.name))


def write_docx(path: Path, lines=(), table=()) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    document.save(path)


def page(body: str) -> bytes:
    return f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def paragraphs() -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in LINES if line)


def zipped(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


WRITERS = {
    "utf-16.txt": TEXT.encode("utf-16"),
    "cp1252.txt": TEXT.encode("cp1252"),
    "windows.txt": TEXT.replace("\n", "\r\n").encode("utf-8-sig"),
    "minutes.md": TEXT.encode(),
    "minutes.html": page(paragraphs()),
    "minutes.txt.gz": gzip.compress(TEXT.encode()),
    "minutes.zip": zipped("cr/minutes.txt", TEXT.encode()),
    "minutes.html.zip": zipped("minutes.html", page(paragraphs())),
}


@pytest.fixture
def reference(tmp_path):
    (tmp_path / "minutes.txt").write_text(TEXT, "utf-8")
    found = read_facts(tmp_path / "minutes.txt")
    assert ("Aline Morel", "present", "Cap emploi") in found["attendance"]
    assert ("Élise Roux", "excused", "GRETA Val de Loire") in found["attendance"]
    assert len(found["events"]) == 2
    return found


@pytest.mark.parametrize("name", WRITERS)
def test_minutes_in_every_text_format(name, tmp_path, reference):
    (tmp_path / name).write_bytes(WRITERS[name])
    assert read_facts(tmp_path / name) == reference


def test_minutes_as_docx(tmp_path, reference):
    write_docx(tmp_path / "minutes.docx", LINES)
    assert read_facts(tmp_path / "minutes.docx") == reference


def test_minutes_as_pdf(tmp_path, reference):
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    drawn = canvas.Canvas(str(tmp_path / "minutes.pdf"), pagesize=(842, 595))
    for number, line in enumerate(LINES):
        drawn.drawString(40, 540 - 26 * number, line)
    drawn.save()
    assert read_facts(tmp_path / "minutes.pdf") == reference


def test_minutes_in_a_mail_are_those_of_its_text(tmp_path, reference):
    mail = EmailMessage()
    mail["From"], mail["To"] = "Coordination <coordination@example.org>", "Partenaires <partenaires@example.org>"
    mail["Subject"], mail["Date"] = "Compte rendu", "Wed, 13 Mar 2024 10:00:00 +0100"
    mail.set_content("Ci-joint.")
    write_docx(tmp_path / "a.docx", LINES)
    mail.add_attachment(
        (tmp_path / "a.docx").read_bytes(), maintype="application", subtype="octet-stream", filename="minutes.docx"
    )
    (tmp_path / "mail.eml").write_bytes(bytes(mail))
    documents = list(read(tmp_path / "mail.eml"))
    assert [document.part for document in documents] == [None, "minutes.docx"]
    assert facts(extract(documents[1], path="mail.eml")) == reference


@pytest.mark.parametrize("name", ["minutes-fr.doc", "minutes-fr.rtf", "minutes-fr.odt", "minutes-fr.pdf"])
def test_files_of_a_word_processor_say_what_the_docx_says(name):
    assert read_facts(DATA / name) == read_facts(DATA / "minutes-fr.docx")


def sheet_files(folder: Path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in SHEET:
        book.active.append(row)
    book.save(folder / "sheet.xlsx")
    (folder / "sheet.csv").write_text("\n".join(";".join(row) for row in SHEET), "utf-8-sig")
    (folder / "sheet.tsv").write_text("\n".join("\t".join(row) for row in SHEET), "cp1252")
    rule = ["---"] * len(SHEET[0])
    (folder / "sheet.md").write_text("\n".join("| " + " | ".join(row) + " |" for row in (SHEET[0], rule, *SHEET[1:])), "utf-8")
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in SHEET)
    (folder / "sheet.html").write_bytes(page(f"<table>{rows}</table>"))
    write_docx(folder / "sheet.docx", (), SHEET)
    return sorted(folder.glob("sheet.*"))


def test_an_attendance_sheet_in_every_tabular_format(tmp_path):
    found = {path.name: read_facts(path)["attendance"] for path in sheet_files(tmp_path)}
    expected = sorted(
        [
            ("Aline Morel", "present", "Cap emploi"),
            ("Bruno Petit", "present", "CIO"),
            ("Élise Roux", "excused", "GRETA Val de Loire"),
        ]
    )
    assert found == dict.fromkeys(found, expected)
    assert len(found) == 6
