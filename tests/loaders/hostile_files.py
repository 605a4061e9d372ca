# ruff: noqa: E501
"""Files made to harm a reader: each with its name, its bytes, and the words of the sentence it gets (None: it is read).

`SECRET` stands in a file that no reader may open, `PORT` is listened to and nobody may call it.
"""

from __future__ import annotations

import io
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

from conftest import HERE, load_helper

Make = Callable[[], bytes]
SECRET = "mot-que-personne-ne-doit-lire"
LINE = "Présents : Odile Ferrandon (Mission Locale de Gien)"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = "<!DOCTYPE x [<!ENTITY a '" + "ha" * 50 + "'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
) + "]>"  # fmt: skip


def zipped(members: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str, before: str = "", encoding: str = "utf-8", **parts: bytes | str) -> bytes:
    xml = f'{before}<w:document xmlns:w="{W}" xmlns:r="r"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": xml.encode(encoding), **parts})


def odf(kind: str, body: str, before: str = "", **parts: bytes | str) -> bytes:
    names = " ".join(f'xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "text", "table", "style"))
    names += f' xmlns:draw="{ODF}drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    xml = f"{before}<office:document-content {names}><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": xml, **parts})


def xlsx(sheet: str, before: str = "", **parts: bytes | str) -> bytes:
    import openpyxl

    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    with zipfile.ZipFile(buffer) as package:
        members: dict[str, bytes | str] = {name: package.read(name) for name in package.namelist()}
    members["xl/worksheets/sheet1.xml"] = f'{before}<worksheet xmlns="{SHEET}">{sheet}</worksheet>'
    return zipped(members | parts)


def row(text: str, place: str = "A1") -> str:
    return f'<row><c r="{place}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def declared(data: bytes, size: int) -> bytes:
    """A zip whose members claim to hold `size` bytes each."""
    out, at = bytearray(data), 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        struct.pack_into("<I", out, at + 24, size)
        at += 4
    return bytes(out)


def real_bomb() -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("a.txt", "w", force_zip64=True) as member,
    ):
        for _ in range(520):
            member.write(bytes(1_000_000))
    return buffer.getvalue()


def flagged(data: bytes) -> bytes:
    """A zip whose members say that they are encrypted."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            out[at + offset] |= 1
    return bytes(out)


def gzip_bomb() -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(210)) + packer.flush()


def pdf(*objects: str, root: str = "<</Type/Catalog/Pages 2 0 R>>") -> bytes:
    """A PDF of these objects from number 3 on; 1 is the catalogue."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate((root, *objects), 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer <</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def stream(content: str, extra: str = "") -> str:
    return f"<</Length {len(content)}{extra}>>\nstream\n{content}\nendstream"


FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
SHOWN = "BT /F1 12 Tf 50 700 Td (Presents : Odile Ferrandon) Tj ET"


def pdf_of_pages(count: int) -> bytes:
    kids = " ".join(f"{number} 0 R" for number in range(3, count + 3))
    return pdf(f"<</Type/Pages/Count {count}/Kids[{kids}]>>", *(["<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"] * count))


def pdf_page(resources: str, content: str, *more: str, kids: str = "3 0 R") -> bytes:
    return pdf(
        f"<</Type/Pages/Count 1/Kids[{kids}]>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>{resources}>>>>",
        stream(content), FONT, *more,
    )  # fmt: skip


def locked_pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt="secret")
    canvas.drawString(50, 700, "Odile")
    canvas.save()
    return buffer.getvalue()


def compound(**streams: bytes) -> bytes:
    sys.path.insert(0, str(HERE / "samples"))
    outlook = load_helper(HERE / "samples" / "outlook.py")
    root = outlook.Storage()
    for name, content in streams.items():
        root.streams[name] = content
    data: bytes = outlook.compound(root)
    return data


def locked_doc() -> bytes:
    """The sample in which the flag of encryption (FibBase, bit 8 of the flags) is set."""
    data = bytearray((HERE / "loaders" / "readers" / "data" / "minutes-fr.doc").read_bytes())
    at = data.index(b"\xec\xa5")
    data[at + 0x0B] |= 1
    return bytes(data)


def locked_xls() -> bytes:
    begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 5, 0, 0, 0, 0)
    locked = struct.pack("<HHHHH", 0x002F, 6, 0, 1, 2)
    return compound(Workbook=begin + locked + struct.pack("<HH", 0x000A, 0) + bytes(4096))


def mail(body: str = "Bonjour", **attachments: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "odile@valmoreau.example", "Relevé"
    message.set_content(body)
    for name, content in attachments.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def mails_in_mails(depth: int) -> bytes:
    head = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
    return head * depth + b"From: a@b.example\nSubject: fin\n\nBonjour\n"


def parts_in_parts(depth: int) -> bytes:
    text = "From: a@b.example\nSubject: x\nMIME-Version: 1.0\n"
    for number in range(depth):
        text += f'Content-Type: multipart/mixed; boundary="b{number}"\n\n--b{number}\n'
    return (text + "Content-Type: text/plain\n\nBonjour\n").encode()


def cases(secret: Path, port: int) -> Iterator[tuple[str, Make, str | None]]:
    """Name, maker of the bytes, words of the English sentence (None: something is read; "?": read or refused, never harmful)."""
    outside = f"<!DOCTYPE x [<!ENTITY e SYSTEM '{secret.as_uri()}'>]>"
    called = f"<!DOCTYPE x SYSTEM 'http://127.0.0.1:{port}/x.dtd' [<!ENTITY e SYSTEM 'http://127.0.0.1:{port}/e'>]>"
    text = "<text:p>{}</text:p>"
    cell = "<table:table table:name='t'><table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row></table:table>"

    # Bombs
    yield "bomb.zip", real_bomb, "expands to more than 500 MB"
    yield "bomb.txt.gz", gzip_bomb, "expands to more than 200 MB"
    yield "bomb.docx", lambda: declared(docx(paragraph(LINE)), 600_000_000), "expands"
    yield "bomb.xlsx", lambda: declared(xlsx(row(LINE)), 600_000_000), "expands"
    yield "bomb.odt", lambda: declared(odf("text", text.format(LINE)), 600_000_000), "expands"
    yield "bomb.ods", lambda: declared(odf("spreadsheet", cell.format(LINE)), 600_000_000), "expands"
    yield "liar.zip", lambda: declared(zipped({"a.txt": bytes(9_000_000)}), 10), "damaged"
    yield "members.zip", lambda: zipped({f"{number}.txt": b"" for number in range(20_001)}), "20000 files"
    yield (
        "dolls.zip",
        lambda: zipped({"a.zip": zipped({"b.zip": zipped({"c.zip": zipped({"d.txt": b"x"})})})}),
        "archive inside an archive",
    )
    yield "dolls.gz", lambda: __import__("gzip").compress(__import__("gzip").compress(b"Bonjour")), "archive inside an archive"
    yield "tree.docx", lambda: docx("<w:p/>" * 16_000_000), "MB of memory"
    yield "long.docx", lambda: docx(paragraph("x" * 101_000_000)), "expands to more than 100 MB"
    yield "text.docx", lambda: docx(paragraph("x" * 30_000_000)), "damaged|million characters"
    yield "field.csv", lambda: b"Nom;Structure\n" + b"x" * 5_000_000 + b";y\n", "damaged"
    yield "columns.csv", lambda: b";".join([b"x"] * 400_000), "columns"
    yield "far.xlsx", lambda: xlsx(f"<sheetData>{row(LINE, 'XFD190000')}</sheetData>"), "cells"
    yield "tall.xlsx", lambda: xlsx(f"<sheetData>{row(LINE, 'A1048576')}</sheetData>"), "200000 rows"
    yield (
        "merged.xlsx",
        lambda: xlsx(f"<sheetData>{row(LINE)}</sheetData><mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"),
        "merged cells",
    )
    yield (
        "repeated.ods",
        lambda: odf(
            "spreadsheet",
            "<table:table table:name='t'>" + "<table:table-row table:number-rows-repeated='1000000'>"
            f"<table:table-cell table:number-columns-repeated='16384'><text:p>{LINE}</text:p></table:table-cell></table:table-row>"
            * 300
            + "</table:table>",
        ),
        "rows|characters|memory",
    )
    yield (
        "span.docx",
        lambda: docx(
            "<w:tbl><w:tr>"
            + "<w:tc><w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr>"
            + paragraph("x")
            + "</w:tc>" * 1
            + "<w:tc>"
            + paragraph("y")
            + "</w:tc></w:tr></w:tbl>"
        ),
        "?",
    )
    yield (
        "digits.docx",
        lambda: docx(
            f"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='{'9' * 6000}'/></w:tcPr>{paragraph(LINE)}</w:tc></w:tr></w:tbl>"
        ),
        None,
    )
    yield "digits.html", lambda: f"<html><table><tr><th colspan={'9' * 6000}>x<td>{LINE}</table>".encode(), None
    # Entities
    yield "laughs.docx", lambda: docx(paragraph("&j;"), LAUGHS), "entities"
    yield (
        "laughs16.docx",
        lambda: docx(paragraph("&j;"), "<?xml version='1.0' encoding='utf-16'?>" + LAUGHS, "utf-16"),
        "entities|damaged",
    )
    yield "laughs.odt", lambda: odf("text", text.format("&j;"), LAUGHS), "entities"
    yield "laughs.ods", lambda: odf("spreadsheet", cell.format("&j;"), LAUGHS), "entities"
    yield "laughs.xlsx", lambda: xlsx(f"<sheetData>{row('&j;')}</sheetData>", LAUGHS), "entities"
    yield (
        "laughs-late.xlsx",
        lambda: xlsx(f"<sheetData>{row('&j;')}</sheetData>", "<!--" + " " * 9000 + "-->" + LAUGHS),
        "entities",
    )
    yield (
        "laughs.gexf",
        lambda: f"{LAUGHS}<gexf><graph><nodes><node id='a' label='&j;'/></nodes></graph></gexf>".encode(),
        "entities",
    )
    yield "laughs.html", lambda: f"{LAUGHS}<html><body>&j;<p>{LINE}</p></body></html>".encode(), None
    for name, make in (
        ("docx", lambda head: docx(paragraph("&e;"), head)),
        ("odt", lambda head: odf("text", text.format("&e;"), head)),
        ("ods", lambda head: odf("spreadsheet", cell.format("&e;"), head)),
        ("xlsx", lambda head: xlsx(f"<sheetData>{row('&e;')}</sheetData>", head)),
        ("gexf", lambda head: f"{head}<gexf><graph><nodes><node id='a' label='x'>&e;</node></nodes></graph></gexf>".encode()),
    ):
        yield f"outside.{name}", lambda make=make: make(outside), "entities"  # type: ignore[misc]
        yield f"called.{name}", lambda make=make: make(called), "entities"  # type: ignore[misc]
    yield (
        "include.docx",
        lambda: docx(
            f"<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='{secret.as_uri()}' parse='text'/>" + paragraph(LINE)
        ),
        None,
    )
    yield (
        "related.docx",
        lambda: docx(
            paragraph(LINE) + "<w:sectPr><w:headerReference w:type='default' r:id='h'/></w:sectPr>",
            **{
                "word/_rels/document.xml.rels": f"<Relationships><Relationship Id='h' Type='header' TargetMode='External' Target='http://127.0.0.1:{port}/h.xml'/></Relationships>",
                "_rels/.rels": "<Relationships/>",
            },
        ),
        None,
    )
    yield (
        "page.html",
        lambda: (
            f"<html><head><link rel=stylesheet href=http://127.0.0.1:{port}/a.css><base href=http://127.0.0.1:{port}/></head>"
            f"<body><img src=http://127.0.0.1:{port}/b.png><iframe src={secret.as_uri()}></iframe><p>{LINE}</p></body></html>"
        ).encode(),
        None,
    )
    yield (
        "linked.odt",
        lambda: odf(
            "text", f"<text:section><text:section-source xlink:href='{secret.as_uri()}'/>{text.format(LINE)}</text:section>"
        ),
        None,
    )
    yield (
        "external.eml",
        lambda: (
            f"From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
            f'Content-Type: text/plain\n\n{LINE}\n--b\nContent-Type: message/external-body; access-type=local-file; name="{secret}"\n\n'
            "Content-Type: text/plain\n\n\n--b--\n"
        ).encode(),
        "empty",  # what stands outside is not fetched
    )
    # Paths
    yield (
        "paths.zip",
        lambda: zipped(
            {
                "../../../escaped.txt": LINE,
                "/escaped.txt": LINE + " A",
                "C:\\escaped.txt": LINE + " B",
                "..\\escaped.txt": LINE + " C",
            }
        ),
        None,
    )
    yield "paths.eml", lambda: mail(**{"../../../escaped.txt": LINE.encode(), "/etc/escaped.txt": (LINE + " A").encode()}), None
    # Circles and depth
    yield "kids.pdf", lambda: pdf("<</Type/Pages/Count 1/Kids[2 0 R 2 0 R]>>"), "damaged|no text"
    yield "two-kids.pdf", lambda: pdf("<</Type/Pages/Kids[3 0 R]>>", "<</Type/Pages/Kids[2 0 R 3 0 R]>>"), "damaged|no text"
    yield (
        "form.pdf",
        lambda: pdf_page(
            "/XObject<</X 6 0 R>>",
            SHOWN + " /X Do",
            stream("/X Do " + SHOWN, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"),
        ),
        "?",
    )
    yield (
        "forms.pdf",
        lambda: pdf_page(
            "/XObject<</X 6 0 R>>",
            SHOWN + " /X Do",
            *(
                stream(
                    f"/X Do /X Do /X Do /X Do {SHOWN}",
                    f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {7 + number} 0 R>>>>",
                )
                for number in range(40)
            ),
            stream(SHOWN),
        ),
        "?",
    )
    yield (
        "length.pdf",
        lambda: pdf(
            "<</Type/Pages/Count 1/Kids[3 0 R]>>",
            "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
            "<</Length 4 0 R>>\nstream\nx\nendstream",
        ),
        "damaged|deep|no text",
    )
    yield (
        "labels.pdf",
        lambda: pdf(
            "<</Type/Pages/Count 1/Kids[3 0 R]>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
            "<</Kids[4 0 R 4 0 R]>>",
            root="<</Type/Catalog/Pages 2 0 R/PageLabels 4 0 R>>",
        ),
        "?",
    )
    yield "previous.pdf", lambda: pdf("<</Type/Pages/Count 0/Kids[]>>").replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev 9"), "?"
    yield (
        "deep.pdf",
        lambda: pdf("<</Type/Pages/Kids[3 0 R]>>", *(f"<</Type/Pages/Kids[{number} 0 R]>>" for number in range(4, 3000))),
        "damaged|deep|no text",
    )
    yield "nested-array.pdf", lambda: pdf("<</Type/Pages/Count 1/Kids" + "[" * 50_000 + "]" * 50_000 + ">>"), "damaged|no text"
    yield "pages.pdf", lambda: pdf_of_pages(100_000), "2000 pages"
    yield "mails.eml", lambda: mails_in_mails(1000), "?"
    yield "parts.eml", lambda: parts_in_parts(1000), "?"
    yield (
        "attached.eml",
        lambda: mail(**{"a.eml": mail(**{"b.eml": mail(**{"c.eml": mail(**{"d.eml": mail()})})})}),
        "archive inside an archive",
    )
    yield "tables.html", lambda: ("<table><tr><td>" * 5_000 + LINE).encode(), "?"
    yield "divs.html", lambda: b"<html>" + b"<div>" * 200_000 + LINE.encode(), "?"
    yield "menus.html", lambda: b"<html><body>" + b"<div class=menu>" * 3_000 + LINE.encode() + b"</div>" * 3_000, "?"
    yield "tables.docx", lambda: docx("<w:tbl><w:tr><w:tc>" * 80 + paragraph(LINE) + "</w:tc></w:tr></w:tbl>" * 80), "?"
    yield (
        "deep.docx",
        lambda: docx("<w:sdt><w:sdtContent>" * 5_000 + paragraph(LINE) + "</w:sdtContent></w:sdt>" * 5_000),
        "damaged",
    )
    yield "deep.odt", lambda: odf("text", "<text:section>" * 5_000 + text.format(LINE) + "</text:section>" * 5_000), "damaged"
    yield (
        "lists.odt",
        lambda: odf("text", "<text:list><text:list-item>" * 100 + text.format(LINE) + "</text:list-item></text:list>" * 100),
        "?",
    )
    yield "groups.rtf", lambda: b"{\\rtf1 " + b"{" * 10_000 + LINE.encode("cp1252") + b"}" * 10_001, "damaged"
    yield "notes.rtf", lambda: b"{\\rtf1 " + b"{\\footnote " * 400 + LINE.encode("cp1252") + b"}" * 401, "?"
    yield "binary.rtf", lambda: b"{\\rtf1 " + LINE.encode("cp1252") + b"\\par\\bin9999999999 x}", None
    yield "deep.json", lambda: b'{"format":' + b"[" * 200_000 + b"]" * 200_000 + b"}", "JSON of an unknown kind"
    # Macros
    yield "macros.docm", lambda: docx(paragraph(LINE), **{"word/vbaProject.bin": b"x"}), None
    yield (
        "macros.xlsm",
        lambda: xlsx(f"<sheetData>{row('Nom')}{row('Odile Ferrandon', 'A2')}</sheetData>", **{"xl/vbaProject.bin": b"x"}),
        None,
    )
    yield "macros.odt", lambda: odf("text", text.format(LINE), **{"Basic/Standard/Module1.xml": "<x/>"}), None
    yield (
        "script.pdf",
        lambda: pdf_page("", SHOWN).replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"),
        None,
    )
    # Locked
    yield "locked.docx", lambda: compound(EncryptedPackage=bytes(5000), EncryptionInfo=bytes(5000)), "password"
    yield "locked.xlsx", lambda: compound(EncryptedPackage=bytes(5000), EncryptionInfo=bytes(5000)), "password"
    yield "locked.doc", locked_doc, "password"
    yield "locked.xls", locked_xls, "password"
    yield "locked.odt", lambda: odf("text", "x", **{"META-INF/manifest.xml": "<manifest:encryption-data/>"}), "password"
    yield "locked.ods", lambda: odf("spreadsheet", "x", **{"META-INF/manifest.xml": "<manifest:encryption-data/>"}), "password"
    yield "locked.pdf", locked_pdf, "password"
    yield "locked.zip", lambda: flagged(zipped({"a.txt": LINE})), "password"
    yield "locked-parts.docx", lambda: flagged(docx(paragraph(LINE))), "password"
    yield (
        "locked.eml",
        lambda: (
            b"From: a@b.example\nTo: c@d.example\nSubject: x\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIIB\n"
        ),
        "encrypted",
    )
    yield (
        "locked-pgp.eml",
        lambda: (
            b"From: a@b.example\nTo: c@d.example\nSubject: x\nContent-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--\n"
        ),
        "encrypted",
    )
    # Wrong names
    yield "word.txt", lambda: docx(paragraph(LINE)), None
    yield "text.docx.txt", lambda: LINE.encode(), None
    yield "page.doc", lambda: f"<html><body><p>{LINE}</p></body></html>".encode(), None
    yield "random.docx", lambda: bytes(range(256)) * 9, "damaged|not a document"
    yield "random.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 9, "damaged|no text"
    yield "text.pdf", lambda: LINE.encode(), "damaged"
    yield "program.docx", lambda: b"MZ\x90\x00" + bytes(300), "a program"
    yield "empty.docx", lambda: b"", "empty"
