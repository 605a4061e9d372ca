"""Word documents as their reader sees them."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from maillage.graph.errors import SourceError
from maillage.loaders.document import Document

spec = importlib.util.spec_from_file_location("readers_conftest", Path(__file__).with_name("conftest.py"))
assert spec is not None
assert spec.loader is not None
files = importlib.util.module_from_spec(spec)
spec.loader.exec_module(files)
docx, paragraph, cell = files.docx, files.paragraph, files.cell

ReadOne = Callable[[str, bytes], Document]


def test_insertions_stay_and_deletions_go(read_one: ReadOne) -> None:
    body = (
        "<w:p><w:r><w:t>Présents : </w:t></w:r><w:ins><w:r><w:t>Odile Varennec</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>Tudi Karsenval</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>ailleurs</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>, ici</w:t></w:r></w:moveTo></w:p>"
    )
    assert read_one("a.docx", docx(body)).text == "Présents : Odile Varennec, ici"


def test_a_deleted_paragraph_mark_joins_two_paragraphs(read_one: ReadOne) -> None:
    body = paragraph("Odile ", "<w:rPr><w:del/></w:rPr>") + paragraph("Varennec")
    assert read_one("a.docx", docx(body)).text == "Odile Varennec"


def test_a_text_box_is_read_once(read_one: ReadOne) -> None:
    box = f"<w:txbxContent>{paragraph('Encadré')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Avant</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert read_one("a.docx", docx(body + paragraph("Après"))).text == "Avant\nEncadré\nAprès"


def test_merged_cells_stand_once_with_their_spans(read_one: ReadOne) -> None:
    rows = (
        f"<w:tr>{cell('Nom')}{cell('Structure')}{cell('Émargement')}</w:tr>"
        f"""<w:tr>{cell("Collège des élus", '<w:gridSpan w:val="3"/>')}</w:tr>"""
        f"""<w:tr>{cell("Varennec")}{cell("Mairie", '<w:vMerge w:val="restart"/>')}{cell("X")}</w:tr>"""
        f"<w:tr>{cell('Karsenval')}{cell('', '<w:vMerge/>')}{cell('')}</w:tr>"
    )
    document = read_one("a.docx", docx(f"<w:tbl>{rows}</w:tbl>"))
    assert document.text == "Nom\tStructure\tÉmargement\nCollège des élus\nVarennec\tMairie\tX\nKarsenval\t\t"
    wide, tall = document.blocks[1].cells[0], document.blocks[2].cells[1]
    assert (wide.columns, wide.rows) == (3, 1)
    assert (tall.columns, tall.rows) == (1, 2)
    assert [part.column for part in document.blocks[3].cells] == [0, 2]
    assert {block.table for block in document.blocks} == {0}


def test_headers_and_footnotes_and_controls(read_one: ReadOne) -> None:
    reference = '<w:headerReference w:type="{}" r:id="r_header1"/>'
    body = (
        '<w:p><w:r><w:t>Ouverture</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r></w:p>'
        f"<w:sdt><w:sdtContent>{paragraph('Lieu : Valmoreau')}</w:sdtContent></w:sdt>"
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('Cliquez ici')}</w:sdtContent></w:sdt>"
        f"<w:sectPr>{reference.format('default')}</w:sectPr>"
    )
    header = f"<w:hdr {files.DOCX_NAMES}>{paragraph('Maison de l’emploi')}{paragraph('Page 1')}</w:hdr>"
    notes = f'<w:footnotes {files.DOCX_NAMES}><w:footnote w:id="7">{paragraph("En retard.")}</w:footnote></w:footnotes>'
    document = read_one("a.docx", docx(body, header1=header, footnotes=notes))
    assert document.text == "Maison de l’emploi\nOuverture\nEn retard.\nLieu : Valmoreau"
    assert document.blocks[0].kind == "header"


def test_line_breaks_lists_and_headings(read_one: ReadOne) -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    numbering = (
        f'<w:numbering {files.DOCX_NAMES}><w:abstractNum w:abstractNumId="0">{level.format("decimal", "%1)")}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1">{level.format("bullet", "x")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    styles = (
        f'<w:styles {files.DOCX_NAMES}><w:style w:type="paragraph" w:styleId="T2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Mien"><w:name w:val="Mien"/><w:basedOn w:val="T2"/></w:style></w:styles>'
    )
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>'
    body = (
        paragraph("Décisions", '<w:pStyle w:val="Mien"/>')
        + "<w:p><w:r><w:t>Jeudi</w:t><w:br/><w:t>14 h</w:t></w:r></w:p>"
        + paragraph("lire", numbered.format(1))
        + paragraph("écrire", numbered.format(1))
        + paragraph("compter", numbered.format(2))
    )
    document = read_one("a.docx", docx(body, numbering=numbering, styles=styles))
    assert document.text == "Décisions\nJeudi\n14 h\n1) lire\n2) écrire\n- compter"
    assert [block.kind for block in document.blocks] == ["heading", "paragraph", "paragraph", "item", "item", "item"]
    assert document.blocks[0].level == 2


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'


@pytest.mark.parametrize("declared", [BOMB, '<!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/hostname">]>'])
def test_entities_are_refused(read_all: Callable[[str, bytes], list[object]], declared: str) -> None:
    body = f"{declared}<w:document {files.DOCX_NAMES}><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>"
    with pytest.raises(SourceError, match="entities"):
        read_all("a.docx", files.zipped({"[Content_Types].xml": "<x/>", "word/document.xml": body}))
