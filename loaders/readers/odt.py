"""OpenDocument: texts (.odt) and sheets (.ods). Deleted text of tracked changes is left out, insertions are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..document import BlockKind, Document
from .docx_styles import number
from .layout import CellText, Layout
from .package import Package
from .parts import Part
from .refusals import Refused
from .sheets import sheet_document

if TYPE_CHECKING:
    from lxml.etree import _Element

ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TEXT, TABLE, STYLE, DRAW = (_NS % name for name in ("office", "text", "table", "style", "drawing"))
_LEFT_OUT = {
    TEXT + "tracked-changes",
    TEXT + "hidden-text",
    TEXT + "hidden-paragraph",
    OFFICE + "annotation",
    OFFICE + "annotation-end",
}
_LEFT_OUT |= {TEXT + "note-citation", TEXT + "sequence-decls", OFFICE + "forms", TEXT + "index-title-template"}
_SECTIONS = {TEXT + "section", TEXT + "index-body", TEXT + "table-of-content", TEXT + "index-title", TEXT + "illustration-index"}
_SECTIONS |= {TEXT + "alphabetical-index", TEXT + "user-index", TEXT + "bibliography", TEXT + "numbered-paragraph"}
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MAX_REPEATS = 1000  # a sheet may repeat its last empty row a million times


def _open(data: bytes) -> tuple[Package, _Element]:
    package = Package(data)
    manifest = package.bytes("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise Refused("password")
    content = package.xml("content.xml")
    if content is None:
        raise Refused("broken", "no document inside", "pas de document à l'intérieur")
    return package, content


def read_odt(data: bytes) -> Document:
    """The document in an .odt. Raises `Refused` when it is broken, locked or empty."""
    package, content = _open(data)
    styles = package.xml("styles.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise Refused("broken", "no document inside", "pas de document à l'intérieur")
    reader = _Reader(Layout(), [root for root in (styles, content) if root is not None])
    if styles is not None:
        reader.margins(styles, "header")
    reader.blocks(body)
    if styles is not None:
        reader.margins(styles, "footer")
    meta = package.xml("meta.xml")
    values = (
        {element.tag.rpartition("}")[2]: element.text for element in meta.iter() if isinstance(element.tag, str)}
        if meta is not None
        else {}
    )
    return reader.layout.document(ODT, title=values.get("title"), author=values.get("initial-creator") or values.get("creator"))


def read_ods(data: bytes) -> Iterator[Part]:
    """The sheets that hold text. Dates and numbers stand as the sheet shows them, dates in ISO."""
    _, content = _open(data)
    reader = _Reader(Layout(), [content])
    hidden = {
        style.get(STYLE + "name")
        for style in content.iter(STYLE + "style")
        for properties in style.iter(STYLE + "table-properties")
        if properties.get(TABLE + "display") == "false"
    }
    found = False
    for sheet in content.iterfind(f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table"):
        if sheet.get(TABLE + "style-name") in hidden:
            continue
        rows: list[list[str]] = []
        merged: dict[tuple[int, int], tuple[int, int]] = {}
        for row in _rows(sheet):
            cells: list[str] = []
            for cell in row:
                if cell.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell"):
                    continue
                value = reader.value(cell) if cell.tag == TABLE + "table-cell" else ""
                size = _spans(cell)
                if size != (1, 1):
                    merged[len(rows), len(cells)] = size
                cells += [value] * min(_count(cell, "number-columns-repeated"), _MAX_REPEATS if not value else 200)
            rows += [cells] * min(_count(row, "number-rows-repeated"), _MAX_REPEATS)
        document = sheet_document(rows, merged, ODS)
        if document is not None:
            found = True
            yield Part(sheet.get(TABLE + "name") or "?", document=document)
    if not found:
        raise Refused("no-text")


def _count(element: _Element, name: str) -> int:
    value = element.get(TABLE + name) or "1"
    return max(1, int(value)) if value.isdigit() else 1


def _spans(cell: _Element) -> tuple[int, int]:
    return _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")


def _rows(table: _Element) -> Iterator[_Element]:
    for element in table:
        if element.tag == TABLE + "table-row":
            yield element
        elif element.tag in (TABLE + "table-header-rows", TABLE + "table-row-group", TABLE + "table-rows"):
            yield from _rows(element)


class _Reader:
    def __init__(self, layout: Layout, roots: list[_Element]) -> None:
        self.layout = layout
        self._lists = {style.get(STYLE + "name"): style for root in roots for style in root.iter(TEXT + "list-style")}
        self._styles = {
            style.get(STYLE + "name"): style
            for root in roots
            for style in root.iter(STYLE + "style")
            if style.get(STYLE + "family") == "paragraph"
        }
        self._hidden = {
            style.get(STYLE + "name")
            for root in roots
            for style in root.iter(STYLE + "style")
            if any(properties.get(TEXT + "display") == "none" for properties in style.iter(STYLE + "text-properties"))
        }
        self._counts: dict[str, dict[int, int]] = {}
        self._after: list[_Element] = []  # text boxes and notes of the paragraph or row being read

    def margins(self, styles: _Element, kind: BlockKind) -> None:
        """Add the lines of the headers or footers of all page styles, each text once."""
        seen = set()
        for name in (f"{kind}-first", kind, f"{kind}-left"):
            for margin in styles.iter(STYLE + name):
                if margin.get(STYLE + "display") == "false":
                    continue
                for line in self._lines(margin):
                    if line.strip() and line not in seen and not line.strip().isdigit():
                        seen.add(line)
                        self.layout.line(line, kind)
        self._after = []

    def blocks(self, parent: _Element) -> None:
        """Add the paragraphs, lists and tables under `parent`."""
        for element in parent:
            tag = element.tag
            if tag in _LEFT_OUT:
                continue
            if tag in (TEXT + "p", TEXT + "h"):
                self._paragraph(element)
            elif tag == TEXT + "list":
                self._list(element, 0, None)
            elif tag == TABLE + "table":
                self._table(element)
            elif tag in _SECTIONS:
                if element.get(TEXT + "display") != "none":
                    self.blocks(element)
            elif tag in (DRAW + "frame", DRAW + "text-box", DRAW + "a", DRAW + "g", DRAW + "custom-shape"):
                self._frame(element)

    def _frame(self, frame: _Element) -> None:
        for element in frame:
            if element.tag in (DRAW + "text-box", DRAW + "frame", DRAW + "g", DRAW + "custom-shape"):
                self._frame(element)
            elif element.tag in (TEXT + "p", TEXT + "h", TEXT + "list", TABLE + "table"):
                holder = frame if frame.tag != DRAW + "frame" else element.getparent()
                if holder is not None:
                    self.blocks(holder)
                return

    def _paragraph(self, element: _Element, mark: str = "", depth: int | None = None) -> None:
        text = self._text(element)
        text = f"{mark} {text.lstrip()}" if mark and text.strip() else text
        level = self._heading(element)
        if level:
            self.layout.line(text.replace("\t", " "), "heading", level=level)
        elif depth is not None:
            self.layout.line(text, "item", level=depth)
        else:
            self.layout.line(text)
        self._attached()

    def _attached(self) -> None:
        after, self._after = self._after, []
        for element in after:
            if element.tag == TEXT + "note-body":
                self.blocks(element)
            else:
                self._frame(element)

    def _heading(self, element: _Element) -> int:
        if element.tag == TEXT + "h":
            level = element.get(TEXT + "outline-level") or "1"
            return int(level) if level.isdigit() else 1
        name = element.get(TEXT + "style-name")
        style = self._styles.get(name)
        if style is not None and style.get(STYLE + "parent-style-name"):
            name = style.get(STYLE + "parent-style-name")
        return 1 if name == "Title" else 0

    # Lists

    def _list(self, element: _Element, depth: int, style: str | None) -> None:
        for mark, paragraph, level in self._items(element, depth, style):
            if paragraph.tag == TABLE + "table":
                self._table(paragraph)
            else:
                self._paragraph(paragraph, mark, level)

    def _items(self, element: _Element, depth: int, style: str | None) -> Iterator[tuple[str, _Element, int]]:
        style = element.get(TEXT + "style-name") or style
        counts = self._counts.setdefault(style or "", {})
        if depth == 0 and element.get(TEXT + "continue-numbering") != "true" and element.get(TEXT + "continue-list") is None:
            counts.clear()
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        for item in element:
            if item.tag not in (TEXT + "list-item", TEXT + "list-header"):
                continue
            mark = ""
            if item.tag == TEXT + "list-item" and any(child.tag in (TEXT + "p", TEXT + "h") for child in item):
                mark = self._mark(style, depth, counts, item.get(TEXT + "start-value"))
            for child in item:
                if child.tag == TEXT + "list":
                    yield from self._items(child, depth + 1, style)
                elif child.tag in (TEXT + "p", TEXT + "h", TABLE + "table"):
                    yield mark, child, depth
                    mark = ""

    def _mark(self, style: str | None, depth: int, counts: dict[int, int], start: str | None) -> str:
        levels = self._lists.get(style)
        level = (
            next((item for item in levels if item.get(TEXT + "level") == str(depth + 1)), None) if levels is not None else None
        )
        if level is None or level.tag != TEXT + "list-level-style-number":
            return "-"
        form = level.get(STYLE + "num-format")
        if not form:
            return ""
        first = start or level.get(TEXT + "start-value") or "1"
        counts[depth] = int(first) if start or depth not in counts else counts[depth] + 1
        shown = int(level.get(TEXT + "display-levels") or 1)
        values = [counts.get(place, 1) for place in range(max(0, depth + 1 - shown), depth + 1)]
        text = ".".join(number(value, _FORMS.get(form, "decimal")) for value in values)
        return f"{level.get(STYLE + 'num-prefix') or ''}{text}{level.get(STYLE + 'num-suffix') or ''}".strip()

    # Tables

    def _table(self, table: _Element) -> None:
        rows = list(_rows(table))
        cells = [[cell for cell in row if cell.tag in (TABLE + "table-cell", TABLE + "covered-table-cell")] for row in rows]
        if len(rows) == 1 and len(cells[0]) == 1:
            self.blocks(cells[0][0])
            return
        self.layout.open_table()
        for row, places in zip(rows, cells, strict=True):
            texts, column = [], 0
            for cell in places:
                repeats = min(_count(cell, "number-columns-repeated"), _MAX_REPEATS)
                if cell.tag == TABLE + "table-cell":
                    height, width = _spans(cell)
                    text = "\n".join(self._lines(cell))
                    texts += [CellText(text, column + repeat, height, width) for repeat in range(repeats)]
                column += repeats
            for _ in range(min(_count(row, "number-rows-repeated"), _MAX_REPEATS)):
                self.layout.row(texts)
        self.layout.close_table()
        self._attached()

    def _lines(self, parent: _Element) -> list[str]:
        lines: list[str] = []
        for element in parent:
            if element.tag in (TEXT + "p", TEXT + "h"):
                lines.append(self._text(element))
            elif element.tag == TEXT + "list":
                for mark, paragraph, _ in self._items(element, 0, None):
                    lines.append(f"{mark} {self._text(paragraph)}".strip())
            elif element.tag == TABLE + "table":
                for row in _rows(element):
                    lines.append(" ".join(" ".join(self._lines(cell)) for cell in row if cell.tag == TABLE + "table-cell"))
            elif element.tag in _SECTIONS:
                lines += self._lines(element)
        return [line for line in lines if line.strip()]

    def value(self, cell: _Element) -> str:
        """The text of a sheet's cell; dates and times in ISO."""
        kind = cell.get(OFFICE + "value-type")
        if kind == "date":
            value = cell.get(OFFICE + "date-value") or ""
            day, _, clock = value.partition("T")
            return day if clock in ("", "00:00:00") else f"{day} {clock[:5]}"
        return "\n".join(self._lines(cell))

    # Text inside a paragraph

    def _text(self, element: _Element) -> str:
        return "".join(self._pieces(element)).strip(" ")

    def _pieces(self, parent: _Element) -> Iterator[str]:
        yield _collapsed(parent.text)
        for element in parent:
            tag = element.tag
            if tag == TEXT + "s":
                count = element.get(TEXT + "c") or "1"
                yield " " * min(int(count) if count.isdigit() else 1, 500)
            elif tag == TEXT + "tab":
                yield "\t"
            elif tag == TEXT + "line-break":
                yield "\n"
            elif tag == TEXT + "note":
                body = element.find(TEXT + "note-body")
                if body is not None:
                    self._after.append(body)
            elif isinstance(tag, str) and tag.startswith(DRAW):
                self._after.append(element)
            elif tag == TEXT + "ruby":
                yield from (piece for base in element.iterchildren(TEXT + "ruby-base") for piece in self._pieces(base))
            elif tag not in _LEFT_OUT and not (tag == TEXT + "span" and element.get(TEXT + "style-name") in self._hidden):
                yield from self._pieces(element)
            yield _collapsed(element.tail)


def _collapsed(text: str | None) -> str:
    """White space of the XML is one space (OpenDocument 1.3, part 3, 6.1.2)."""
    if not text:
        return ""
    for character in "\t\n\r":
        text = text.replace(character, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text
