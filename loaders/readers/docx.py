"""Word documents (.docx), as their reader sees them: insertions in, deletions out, text boxes once, headers and footers once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..document import BlockKind, Document
from .docx_styles import Numbering, Styles
from .layout import CellText, Layout
from .package import Package
from .refusals import MAX_COLUMNS, Refused

if TYPE_CHECKING:
    from lxml.etree import _Element

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_LEFT_OUT = {
    W + name for name in ("del", "moveFrom", "delText", "delInstrText", "instrText", "rPr", "pPr", "sdtPr", "sdtEndPr", "rt")
}
_HEXADECIMAL = re.compile("[0-9A-Fa-f]{1,6}")
_ORDER = {"first": 0, "default": 1, "even": 2}
# Symbol fonts used as tick boxes on attendance sheets: code of the font → the character it shows.
_SYMBOLS = {
    0xA8: "☐",
    0x6F: "☐",
    0xFE: "☒",
    0x78: "☒",
    0x54: "☒",
    0x52: "☑",
    0xFC: "✓",
    0xFB: "✗",
    0xA7: "▪",
    0xB7: "•",
    0xE0: "→",
}


def local(element: _Element) -> str:
    """The tag without its namespace; "" for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def read_docx(data: bytes) -> Document:
    """The document in a .docx. Raises `Refused` when it is broken, locked or empty."""
    package = Package(data)
    main = _main_part(package)
    root = _part(package, main)
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise Refused("broken", "no document inside", "pas de document à l'intérieur")
    folder = main.rpartition("/")[0]
    styles = Styles(_part(package, f"{folder}/styles.xml"))
    numbering = Numbering(_part(package, f"{folder}/numbering.xml"), styles)
    notes = {kind: _notes(_part(package, f"{folder}/{kind}s.xml"), kind) for kind in ("footnote", "endnote")}
    reader = _Reader(Layout(), styles, numbering, notes)
    parts = _headers_and_footers(package, folder, main, body)
    reader.margins(parts["header"], "header")
    reader.blocks(body)
    reader.margins(parts["footer"], "footer")
    title, author = _properties(package)
    return reader.layout.document(MEDIA_TYPE, title=title, author=author)


def _main_part(package: Package) -> str:
    relations = package.xml("_rels/.rels")
    for relation in relations if relations is not None else ():
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return (relation.get("Target") or "").lstrip("/")
    return "word/document.xml"


def _part(package: Package, name: str) -> _Element | None:
    """A part in the transitional namespace, whichever of the two the file uses."""
    root = package.xml(name)
    if root is not None and _STRICT in root.nsmap.values():
        data = package.bytes(name) or b""
        from .package import parse

        return parse(data.replace(_STRICT.encode(), _TRANSITIONAL.encode()))
    return root


def _headers_and_footers(package: Package, folder: str, main: str, body: _Element) -> dict[str, list[_Element]]:
    """The parts that sections refer to, each once, first page before the others."""
    name = main.rpartition("/")[2]
    relations = package.xml(f"{folder}/_rels/{name}.rels")
    targets = (
        {relation.get("Id"): relation.get("Target") or "" for relation in relations if True} if relations is not None else {}
    )
    found: dict[str, list[_Element]] = {"header": [], "footer": []}
    for kind, roots in found.items():
        references = [
            (index, _ORDER.get(reference.get(W + "type") or "default", 1), reference)
            for index, section in enumerate(body.iter(W + "sectPr"))
            for reference in section.iter(f"{W}{kind}Reference")
        ]
        seen = set()
        for _, _, reference in sorted(references, key=lambda item: item[:2]):
            identifier = next((value for key, value in reference.attrib.items() if str(key).endswith("}id")), None)
            target = targets.get(str(identifier), "")
            if target and target not in seen:
                seen.add(target)
                root = _part(package, target.lstrip("/") if target.startswith("/") else f"{folder}/{target}")
                if root is not None:
                    roots.append(root)
    return found


def _notes(root: _Element | None, kind: str) -> dict[str, _Element]:
    notes = root.iterchildren(W + kind) if root is not None else ()
    return {note.get(W + "id") or "": note for note in notes if (note.get(W + "type") or "normal") == "normal"}


def _properties(package: Package) -> tuple[str | None, str | None]:
    root = package.xml("docProps/core.xml")
    values = {local(element): element.text or "" for element in root} if root is not None else {}
    author = values.get("creator")
    return values.get("title"), None if author in ("python-docx", "Un-named", "Microsoft Office User") else author


def _on(element: _Element | None) -> bool:
    """Whether a switch such as <w:vanish/> is there and not turned off."""
    return element is not None and (element.get(W + "val") or "true") not in ("0", "false", "off", "none")


class _Reader:
    def __init__(self, layout: Layout, styles: Styles, numbering: Numbering, notes: dict[str, dict[str, _Element]]) -> None:
        self.layout = layout
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._boxes: list[_Element] = []  # text boxes anchored in the paragraph or row being read
        self._waiting: list[_Element] = []  # notes it refers to
        self._carry = ""  # text of a paragraph whose mark was deleted: it runs on into the next

    # Blocks

    def blocks(self, parent: _Element) -> None:
        """Add the paragraphs and tables of a body, cell, note or text box."""
        for element in _contents(parent):
            if element.tag == W + "p":
                self._paragraph(element)
            else:
                self._table(element)
        if self._carry:
            self.layout.line(self._carry)
            self._carry = ""

    def margins(self, roots: Iterable[_Element], kind: BlockKind) -> None:
        """Add the lines of headers or footers, each text once."""
        seen = set()
        for root in roots:
            for line in self._lines(root):
                if line.strip() and line.strip() not in seen and not _page_number(line):
                    seen.add(line.strip())
                    self.layout.line(line, kind)

    def _paragraph(self, paragraph: _Element) -> None:
        text = self._carry + self._text(paragraph)
        self._carry = ""
        properties = paragraph.find(W + "pPr")
        mark = properties.find(W + "rPr") if properties is not None else None
        if mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None):
            self._carry = text
            return
        style = self._styles.of(properties)
        heading = self._styles.heading(style, properties)
        marker, depth = self._numbering.marker(style, properties) if text.strip() else ("", None)
        text = f"{marker} {text.lstrip()}" if marker else text
        if heading:
            self.layout.line(text.replace("\t", " "), "heading", level=heading)
        elif depth is not None:
            self.layout.line(text, "item", level=depth)
        else:
            self.layout.line(text)
        self._attached()

    def _attached(self) -> None:
        """Text boxes and notes of what was just added."""
        boxes, self._boxes = self._boxes, []
        notes, self._waiting = self._waiting, []
        for box in boxes:
            self.blocks(box)
        for note in notes:
            self.blocks(note)

    # Tables

    def _table(self, table: _Element) -> None:
        rows = [row for row in _rows(table) if row.find(f"{W}trPr/{W}del") is None]
        cells = [[(cell, column, columns) for cell, column, columns in _placed(row)] for row in rows]
        if len(rows) == 1 and len(cells[0]) == 1:  # a frame around text
            self.blocks(cells[0][0][0])
            return
        self.layout.open_table()
        boxes: list[_Element] = []
        waiting: list[_Element] = []
        for index, row in enumerate(cells):
            texts = []
            for cell, column, columns in row:
                if _merge(cell) == "continue":
                    continue
                below = 1
                if _merge(cell) == "restart":
                    while index + below < len(cells) and _continues(cells[index + below], column):
                        below += 1
                texts.append(CellText("\n".join(self._lines(cell)), column, below, columns))
            self.layout.row(texts)
            boxes, self._boxes = boxes + self._boxes, []
            waiting, self._waiting = waiting + self._waiting, []
        self.layout.close_table()
        self._boxes, self._waiting = boxes, waiting
        self._attached()

    def _lines(self, parent: _Element) -> list[str]:
        """The paragraphs of a cell, header or footer as lines; a table inside gives one line a row."""
        lines, carry = [], ""
        for element in _contents(parent):
            if element.tag == W + "p":
                text = carry + self._text(element)
                mark = element.find(f"{W}pPr/{W}rPr/{W}del")
                carry = text if mark is not None else ""
                if mark is None and text.strip():
                    properties = element.find(W + "pPr")
                    marker, _ = self._numbering.marker(self._styles.of(properties), properties)
                    lines.append(f"{marker} {text.lstrip()}" if marker else text)
            else:
                for row in _rows(element):
                    texts = [" ".join(self._lines(cell)) for cell, _, _ in _placed(row) if _merge(cell) != "continue"]
                    lines.append(" ".join(text for text in texts if text))
        for box in self._boxes if parent.tag != W + "tc" else ():
            lines += _Reader(self.layout, self._styles, self._numbering, self._notes)._lines(box)
        if parent.tag != W + "tc":
            self._boxes = []
        return [*lines, carry] if carry else lines

    # Text inside a paragraph

    def _text(self, element: _Element) -> str:
        return "".join(self._pieces(element))

    def _pieces(self, parent: _Element) -> Iterator[str]:
        for element in parent:
            tag = element.tag
            if tag in _LEFT_OUT or not isinstance(tag, str):
                continue
            if tag in (W + "t", _MATH + "t"):
                yield (element.text or "").replace("\n", " ")
            elif tag == W + "tab" or tag == W + "ptab":
                yield "\t"
            elif tag in (W + "br", W + "cr"):
                yield "\n"
            elif tag == W + "noBreakHyphen":
                yield "-"
            elif tag == W + "sym":
                code = element.get(W + "char") or ""
                yield symbol(int(code, 16)) if _HEXADECIMAL.fullmatch(code) else ""
            elif tag == W + "r":
                if not _on(element.find(f"{W}rPr/{W}vanish")):
                    yield from self._pieces(element)
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                note = self._notes[local(element).removesuffix("Reference")].get(element.get(W + "id") or "")
                if note is not None:
                    self._waiting.append(note)
            elif tag == W + "sdt":
                if element.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
                    yield from self._pieces(element)
            elif tag == _MC + "AlternateContent":
                branch = element.find(_MC + "Choice")
                branch = branch if branch is not None else element.find(_MC + "Fallback")
                if branch is not None:
                    yield from self._pieces(branch)
            elif tag == W + "txbxContent":
                self._boxes.append(element)
            elif tag == W + "fldChar":
                yield _checkbox(element)
            elif tag == W + "p":
                yield self._text(element)
            else:
                yield from self._pieces(element)


def _contents(parent: _Element) -> Iterator[_Element]:
    """The paragraphs and tables right under `parent`, looking through content controls and insertions."""
    for element in parent:
        name = local(element)
        if element.tag in (W + "p", W + "tbl"):
            yield element
        elif name == "sdt":
            content = element.find(W + "sdtContent")
            if content is not None and element.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
                yield from _contents(content)
        elif name in ("ins", "moveTo", "customXml", "smartTag", "sdtContent"):
            yield from _contents(element)
        elif element.tag == _MC + "AlternateContent":
            branch = element.find(_MC + "Choice")
            branch = branch if branch is not None else element.find(_MC + "Fallback")
            if branch is not None:
                yield from _contents(branch)


def _through(parent: _Element, tag: str) -> Iterator[_Element]:
    for element in parent:
        if element.tag == tag:
            yield element
        elif local(element) in ("sdt", "sdtContent", "ins", "moveTo", "customXml"):
            yield from _through(element, tag)


def _rows(table: _Element) -> Iterator[_Element]:
    return _through(table, W + "tr")


def _placed(row: _Element) -> Iterator[tuple[_Element, int, int]]:
    """The cells of a row, each with its first column and the number of columns it spans."""
    before = row.find(f"{W}trPr/{W}gridBefore")
    column = _number(before, 0)
    previous: tuple[_Element, int, int] | None = None
    for cell in _through(row, W + "tc"):
        span = max(1, _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1))
        horizontal = cell.find(f"{W}tcPr/{W}hMerge")
        if horizontal is not None and (horizontal.get(W + "val") or "continue") == "continue" and previous is not None:
            previous = (previous[0], previous[1], previous[2] + span)
        else:
            if previous is not None:
                yield previous
            previous = (cell, column, span)
        column += span
    if previous is not None:
        yield previous


def _number(element: _Element | None, default: int) -> int:
    try:
        return min(MAX_COLUMNS, int(element.get(W + "val") or default)) if element is not None else default
    except ValueError:
        return default


def _merge(cell: _Element) -> str | None:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return None if merge is None else merge.get(W + "val") or "continue"


def _continues(row: list[tuple[_Element, int, int]], column: int) -> bool:
    return any(place == column and _merge(cell) == "continue" for cell, place, _ in row)


def symbol(code: int) -> str:
    """The character that a code of a symbol font shows; "" for ornaments."""
    return _SYMBOLS.get(code & 0xFF, "") if code >= 0xF000 or code < 0x20 else chr(code)


def _checkbox(field: _Element) -> str:
    box = field.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    state = box.find(W + "checked")
    return "☒" if _on(state if state is not None else box.find(W + "default")) else "☐"


def _page_number(line: str) -> bool:
    """Whether a header or footer line only counts pages."""
    words = line.replace("/", " ").replace("-", " ").replace("–", " ").split()
    return all(word.isdigit() or word.lower() in ("page", "sur", "of", "p.", "|") for word in words)
