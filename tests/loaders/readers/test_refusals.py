"""What cannot be read gets one sentence; archives and mails give their parts."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from maillage.graph.errors import SourceError
from maillage.loaders.document import Document
from maillage.loaders.readers import read, refusals

DATA = Path(__file__).parent / "data"
ReadAll = Callable[[str, bytes], list[Document | SourceError]]


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def blank_pdf(password: str | None = None, text: str = "") -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=password)
    canvas.rect(10, 10, 100, 100)
    canvas.drawString(50, 700, text)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", b"", "empty"),
        ("a.txt", b" \n\n", "empty"),
        ("a.docx", b"PK\x03\x04 cut", "damaged"),
        ("a.pdf", b"%PDF-1.4\n cut", "damaged"),
        ("a.docx", b"this was a Word file", "damaged"),
        ("a.docx", b"\xff\xd8\xff\xe0 picture", "JPEG"),
        ("a.bin", bytes(range(256)) * 4, "not a document"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "damaged"),
    ],
)
def test_one_sentence_in_both_languages(read_all: ReadAll, name: str, data: bytes, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_all(name, data)
    assert words in caught.value.en
    assert caught.value.en.startswith(f"{name}: ")
    assert caught.value.fr.startswith(f"{name} : ")
    assert "{" not in caught.value.fr


def test_scanned_and_locked_pdf(read_all: ReadAll) -> None:
    with pytest.raises(SourceError, match="no text layer"):
        read_all("a.pdf", blank_pdf())
    with pytest.raises(SourceError, match="password"):
        read_all("a.pdf", blank_pdf("secret", "Odile Varennec"))


@pytest.mark.parametrize("name", ["minutes-fr.doc", "minutes-fr.docx", "minutes-fr.odt", "minutes-fr.pdf", "minutes-fr.rtf"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_cut_off_gives_a_sentence_or_a_text_never_a_crash(read_all: ReadAll, name: str, share: float) -> None:
    data = (DATA / name).read_bytes()
    try:
        assert all(isinstance(found, Document) for found in read_all(name, data[: int(len(data) * share)]))
    except SourceError as error:
        assert error.path == name  # noqa: PT017


def test_content_decides_before_the_suffix(read_all: ReadAll) -> None:
    (document,) = read_all("note.txt", (DATA / "minutes-fr.docx").read_bytes())
    assert isinstance(document, Document)
    assert document.media_type.endswith("wordprocessingml.document")


def test_archives_in_archives(read_all: ReadAll) -> None:
    inner = zipped({"b.txt": b"Odile", ".DS_Store": b"x", "__MACOSX/._b.txt": b"x"})
    data = zipped(
        {"../../a.txt": "Présents".encode(), "in.zip": inner, "deep.zip": zipped({"x.zip": inner}), "photo.png": b"\x89PNG\r\n"}
    )
    found = read_all("all.zip", data)
    assert {(d.part, d.text) for d in found if isinstance(d, Document)} == {("a.txt", "Présents"), ("in.zip!b.txt", "Odile")}
    assert {e.path for e in found if isinstance(e, SourceError)} == {"all.zip!deep.zip!x.zip", "all.zip!photo.png"}


def test_gzip(read_all: ReadAll) -> None:
    (document,) = read_all("a.csv.gz", gzip.compress("Nom;Présence\nOdile;x\n".encode()))
    assert isinstance(document, Document)
    assert document.text.startswith("Nom\tPrésence\nOdile\tx")


def test_bombs_are_refused(read_all: ReadAll, monkeypatch: pytest.MonkeyPatch) -> None:
    from maillage.loaders.readers import archive, package, reading

    for module in (archive, package, reading):
        for limit in ("MAX_EXPANDED_BYTES", "MAX_FILE_BYTES"):
            monkeypatch.setattr(module, limit, 2_000_000, raising=False)
    zeros = b" " * 3_000_000
    with pytest.raises(SourceError, match="expands to more than 2 MB"):
        read_all("a.zip", zipped({"a.txt": zeros}))
    with pytest.raises(SourceError, match="expands"):
        read_all("a.gz", gzip.compress(zeros))
    with pytest.raises(SourceError, match="expands"):
        read_all("a.docx", zipped({"[Content_Types].xml": b"x", "word/document.xml": zeros}))
    assert refusals.MAX_FILE_BYTES > 1_000_000


def test_a_mail_and_its_attachments(read_all: ReadAll) -> None:
    mail = EmailMessage()
    mail["From"] = "Odile Varennec <odile@valmoreau.example>"
    mail["To"] = "tudi@valmoreau.example"
    mail["Subject"] = "Relevé de décisions"
    mail["Date"] = "Tue, 20 Mar 2018 08:41:12 +0100"
    mail.set_content("Bonjour,\n\nci-joint le relevé.\n")
    mail.add_attachment(
        (DATA / "minutes-fr.docx").read_bytes(), maintype="application", subtype="octet-stream", filename="relevé.docx"
    )
    body, attached = read_all("a.eml", mail.as_bytes())
    assert isinstance(body, Document)
    assert isinstance(attached, Document)
    assert body.text.split("\n")[:4] == [
        "From: Odile Varennec <odile@valmoreau.example>",
        "To: tudi@valmoreau.example",
        "Subject: Relevé de décisions",
        "Date: Tue, 20 Mar 2018 08:41:12 +0100",
    ]
    assert body.text.endswith("Bonjour,\n\nci-joint le relevé.")
    assert (body.part, body.published, attached.part) == (None, "2018-03-20", "relevé.docx")


def test_a_mail_with_html_only(read_all: ReadAll) -> None:
    mail = EmailMessage()
    mail["From"] = "odile@valmoreau.example"
    mail.set_content("<p>Bonjour</p><ul><li>un</li></ul>", subtype="html")
    (document,) = read_all("a.eml", mail.as_bytes())
    assert isinstance(document, Document)
    assert document.text == "From: odile@valmoreau.example\n\nBonjour\n- un"


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        list(read(tmp_path / "none.docx"))


def test_libraries_of_formats_are_imported_when_needed() -> None:
    names = ("lxml", "pdfplumber", "openpyxl", "olefile", "oxmsg", "xlrd")
    code = f"import sys, maillage.loaders.readers; print([n for n in {names} if n in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_an_outlook_message(read_all: ReadAll) -> None:
    import datetime as dt

    from conftest import HERE, load_helper

    outlook = load_helper(HERE / "samples" / "outlook.py")
    sent = dt.datetime(2018, 3, 20, 7, 41, tzinfo=dt.UTC)
    data = outlook.message(
        "Relevé", "Bonjour à tous\r\nOdile", ("Odile Varennec", "o@v.example"), [("Tudi", "t@v.example")], sent
    )
    (document,) = read_all("a.msg", data)
    assert isinstance(document, Document)
    assert document.text.split("\n")[-2:] == ["Bonjour à tous", "Odile"]
    assert (document.title, document.published) == ("Relevé", "2018-03-20")
    assert "Tudi <t@v.example>" in document.text
