"""Rich Text Format (.rtf): tables as rows, deletions and hidden text out, headers, footers and footnotes once.

striprtf (BSD) was passed over: it writes the cells of a row with "|", keeps deleted text and drops headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ..document import BlockKind, Document
from .layout import CellText, Layout
from .refusals import Refused

MEDIA_TYPE = "application/rtf"
_TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_MAX_DEPTH = 500
_SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SKIPPED = frozenset(
    """
    fonttbl colortbl stylesheet info pict object themedata colorschememapping latentstyles datastore generator listtable listoverridetable
    rsidtbl xmlnstbl mmathPr wgrffmtfilter fldinst filetbl revtbl bkmkstart bkmkend atnid atnauthor atntime atnicn atnref annotation
    nonshppict objdata panose falt blipuid template operator private pgptbl listlevel footnotesep aftnsep ftnsep ftncn ftnsepc aftncn
    aftnsepc sp sn sv pnseclvl pntxtb pntxta pn xe tc tcn do
    """.split()  # noqa: SIM905
)
_ASIDE = {
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "footnote",
    "shptxt",
    "listtext",
    "pntext",
}
_CHARSETS = {
    0: "cp1252", 1: "cp1252", 2: "symbol", 77: "mac_roman", 128: "cp932", 134: "gbk", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp850",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits: font, paragraph and table properties, whether its text shows, whether it counts."""

    encoding: str = "cp1252"
    skip: int = 1  # characters to pass over after a \u
    hidden: bool = False
    deleted: bool = False
    ignored: bool = False


@dataclass(slots=True)
class _Flow:
    """Text on its way to one place: the body, a header, a note."""

    text: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    in_table: bool = False
    depth: int = 1
    outline: int = 9
    mark: str = ""  # of the list item that begins


def read_rtf(data: bytes) -> Document:
    """The document in an .rtf. Raises `Refused` when it is cut off before any text, or empty."""
    reader = _Reader(data)
    reader.run()
    return reader.finish()


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._layout = Layout()
        self._state = _State(encoding=_code_page(data))
        self._default = self._state.encoding
        self._stack: list[_State] = []
        self._fonts, self._headings = _tables(data, self._default)
        self._flow = _Flow()
        self._flows: list[
            tuple[int, str, _Flow]
        ] = []  # asides that are open: depth of their group, kind, the flow they interrupt
        self._asides: dict[str, list[str]] = {"header": [], "footer": []}
        self._after: list[str] = []  # notes and text boxes of the open paragraph, of the open table
        self._table_notes: list[str] = []
        self._bytes = bytearray()
        self._to_skip = 0
        self._at = 0  # end of the token being read
        # Tables of the body
        self._cells: list[str] = []
        self._cell: list[str] = []
        self._edges: list[int] = []
        self._merges: list[str] = []
        self._merge = ""
        self._rows: list[tuple[list[str], list[int], list[str]]] = []

    def run(self) -> None:
        """Read all tokens."""
        at = 0
        while at < len(self._data):
            match = _TOKEN.match(self._data, at)
            if match is None:
                at += 1
                continue
            at = self._at = match.end()
            word, number, byte, sign, brace, text = match.groups()
            if byte is not None:
                if self._to_skip:
                    self._to_skip -= 1
                else:
                    self._bytes.append(int(byte, 16))
                continue
            if text is not None:
                skipped = min(self._to_skip, len(text))
                self._to_skip -= skipped
                self._bytes += text[skipped:]
                continue
            self._release()
            if brace == b"{":
                if len(self._stack) > _MAX_DEPTH:
                    raise Refused("broken", "groups nested too deep", "groupes trop imbriqués")
                self._stack.append(self._state)
            elif brace == b"}":
                self._close_group()
            elif sign is not None:
                self._sign(sign)
            elif word is not None:
                name, value = word.decode("ascii"), int(number) if number else None
                if name == "bin":
                    at += max(0, value or 0)
                else:
                    self._word(name, value)
        self._release()

    def _close_group(self) -> None:
        if self._flows and self._flows[-1][0] == len(self._stack):
            _, kind, flow = self._flows.pop()
            if "".join(self._flow.text).strip():
                self._flow.lines.append("".join(self._flow.text))
            mark = "".join(self._flow.text).strip() if kind in ("listte", "pntext") else ""
            lines = [line for line in self._flow.lines if line.strip()]
            if kind in ("listte", "pntext"):
                flow.mark = mark if any(character.isalnum() for character in mark) else "-" if mark else ""
            elif kind in self._asides:
                self._asides[kind] += [line for line in lines if line not in self._asides[kind] and not line.strip().isdigit()]
            else:
                (self._table_notes if flow.in_table else self._after).extend(lines)
            self._flow = flow
        if self._stack:
            self._state = self._stack.pop()
        self._to_skip = 0

    def _release(self) -> None:
        """Decode the bytes waiting."""
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            if self._state.encoding == "symbol":
                from .docx import symbol

                self._add("".join(symbol(0xF000 + byte) for byte in data))
            else:
                self._add(data.decode(self._state.encoding, "replace"))

    def _add(self, text: str) -> None:
        state = self._state
        if not (state.ignored or state.hidden or state.deleted):
            self._flow.text.append(text)

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            following = re.match(rb"\\([a-zA-Z]+)", self._data[self._at : self._at + 40])
            if following is None or following.group(1).decode() not in _ASIDE | {"shpinst", "background"}:
                self._state = replace(self._state, ignored=True)
        elif sign in b"\r\n":
            self._paragraph()
        elif self._to_skip:
            self._to_skip -= 1
        else:
            self._add({b"~": "\xa0", b"_": "-", b"-": ""}.get(sign, sign.decode("cp1252", "replace") if sign in b"\\{}" else ""))

    def _word(self, name: str, value: int | None) -> None:
        state = self._state
        on = value != 0
        if name == "u" and value is not None:
            self._to_skip = 0
            code = value + 65536 if value < 0 else value
            self._add(chr(code) if code < 0x110000 else "")
            self._to_skip = state.skip
        elif name == "uc":
            self._state = replace(state, skip=value if value is not None else 1)
        elif name in _SKIPPED:
            self._state = replace(state, ignored=True)
        elif name in _ASIDE:
            if not state.ignored:
                kind = name[:6]
                self._flows.append((len(self._stack), kind, self._flow))
                self._flow = _Flow()
        elif name == "f" and value is not None:
            self._state = replace(state, encoding=self._fonts.get(value, self._default))
        elif name == "plain":
            self._state = replace(state, hidden=False, deleted=False, encoding=self._default)
        elif name == "v":
            self._state = replace(state, hidden=on)
        elif name == "deleted":
            self._state = replace(state, deleted=on)
        elif name in _SIGNS:
            self._add(_SIGNS[name])
        elif not state.ignored:
            self._structure(name, value)

    def _structure(self, name: str, value: int | None) -> None:
        flow = self._flow
        if name in ("par", "sect"):
            if self._state.deleted:
                return
            self._paragraph()
        elif name == "pard":
            flow.in_table, flow.depth, flow.outline = False, 1, 9
        elif name == "intbl":
            flow.in_table = True
        elif name == "itap":
            flow.depth = value if value is not None else 1
        elif name == "outlinelevel":
            flow.outline = value if value is not None else 9
        elif name == "s" and value is not None:
            flow.outline = self._headings.get(value, 9)
        elif name == "cell":
            self._end_line(flow)
            if not self._flows:
                self._cells.append("\n".join([*self._cell, *flow.lines]))
                self._cell = []
                flow.lines = []
        elif name == "nestcell":
            self._end_line(flow)
        elif name == "row" and not self._flows:
            self._rows.append((self._cells, self._edges, self._merges))
            self._cells = []
        elif name == "trowd":
            self._edges, self._merges, self._merge = [], [], ""
        elif name in ("clmgf", "clmrg", "clvmgf", "clvmrg"):
            self._merge += name + " "
        elif name == "cellx" and value is not None:
            self._edges = [*self._edges, value]
            self._merges = [*self._merges, self._merge]
            self._merge = ""

    def _end_line(self, flow: _Flow) -> None:
        text = self._taken(flow)
        if text.strip():
            flow.lines.append(text)

    def _taken(self, flow: _Flow) -> str:
        """The text waiting, after the mark of its list."""
        text, mark = "".join(flow.text), flow.mark
        flow.text, flow.mark = [], ""
        return f"{mark} {text.lstrip()}" if mark and text.strip() else text

    def _paragraph(self) -> None:
        flow = self._flow
        if self._flows:
            flow.lines.append("".join(flow.text))
            flow.text = []
            return
        if (flow.in_table or self._cells or self._cell) and flow.in_table:
            self._end_line(flow)
            return
        self._close_table()
        listed = bool(flow.mark)
        text = self._taken(flow)
        kind: BlockKind = "heading" if flow.outline < 9 else "item" if listed and text.strip() else "paragraph"
        self._layout.line(
            text.replace("\t", " ") if kind == "heading" else text, kind, level=flow.outline + 1 if kind == "heading" else 0
        )
        self._add_notes()

    def _add_notes(self) -> None:
        for line in self._after:
            self._layout.line(line.strip())
        self._after = []

    def _close_table(self) -> None:
        if self._cells:
            self._rows.append((self._cells, self._edges, self._merges))
        rows, self._rows, self._cells = self._rows, [], []
        if not rows:
            return
        if len(rows) == 1 and len(rows[0][0]) == 1:
            self._layout.line(rows[0][0][0])
        else:
            self._layout.open_table()
            for cells in _placed(rows):
                self._layout.row(cells)
            self._layout.close_table()
        for line in self._table_notes:
            self._layout.line(line.strip())
        self._table_notes = []

    def finish(self) -> Document:
        """The document, headers first, footers last."""
        self._end_line(self._flow)
        for line in self._flow.lines:
            self._close_table()
            self._layout.line(line)
        self._close_table()
        self._add_notes()
        whole = Layout()
        for line in self._asides["header"]:
            whole.line(line.strip(), "header")
        whole.extend(self._layout)
        for line in self._asides["footer"]:
            whole.line(line.strip(), "footer")
        return whole.document(MEDIA_TYPE, title=self._info(b"title"), author=self._info(b"author"))

    def _info(self, name: bytes) -> str | None:
        match = re.search(rb"\{\\" + name + rb" ([^{}\\]*)\}", self._data[:20_000])
        return match.group(1).decode(self._default, "replace") if match else None


def _code_page(data: bytes) -> str:
    match = re.search(rb"\\ansicpg(\d+)", data[:2000])
    if match and match.group(1) not in (b"0", b"1252"):
        try:
            name = f"cp{int(match.group(1))}"
            "".encode(name)
            return name
        except LookupError:
            pass
    return (
        "mac_roman"
        if re.search(rb"\\mac(?![a-z])", data[:200])
        else "cp850"
        if re.search(rb"\\pca(?![a-z])", data[:200])
        else "cp1252"
    )


def _tables(data: bytes, default: str) -> tuple[dict[int, str], dict[int, int]]:
    """Encodings by font, outline levels of heading styles."""
    fonts = {}
    for match in re.finditer(rb"\\f(\d+)(?:\\[a-z]+)*?\\fcharset(\d+)", data[:200_000]):
        charset = int(match.group(2))
        fonts[int(match.group(1))] = default if charset in (0, 1) else _CHARSETS.get(charset, default)
    headings = {}
    for match in re.finditer(rb"\{\\s(\d+)[^{}]*?(?:heading|Titre|Heading) (\d)[^{}]*?;\}", data[:300_000]):
        headings[int(match.group(1))] = int(match.group(2)) - 1
    return fonts, headings


def _placed(rows: list[tuple[list[str], list[int], list[str]]]) -> Iterator[list[CellText]]:
    """The cells of each row on the grid that the right edges of all rows make; merged cells once."""
    grid: list[int] = []
    for edge in sorted({edge for _, edges, _ in rows for edge in edges}):
        if not grid or edge - grid[-1] > 40:
            grid.append(edge)
    places: list[list[tuple[CellText, bool]]] = []
    for texts, edges, merges in rows:
        row: list[tuple[CellText, bool]] = []
        column = 0
        for order, text in enumerate(texts):
            end = max(column, _nearest(grid, edges[order]) if order < len(edges) else column) + 1
            merge = merges[order] if order < len(merges) else ""
            if "clmrg" in merge and row and not text.strip():
                last, covered = row[-1]
                row[-1] = CellText(last.text, last.column, 1, end - last.column), covered
            else:
                row.append((CellText(text, column, 1, end - column), "clvmrg" in merge and not text.strip()))
            column = end
        places.append(row)
    for index, row in enumerate(places):
        cells = []
        for cell, covered in row:
            if covered and index:
                continue
            below = 1
            while index + below < len(places) and any(
                under and other.column == cell.column for other, under in places[index + below]
            ):
                below += 1
            cells.append(CellText(cell.text, cell.column, below, cell.columns))
        yield cells


def _nearest(grid: list[int], edge: int) -> int:
    return min(range(len(grid)), key=lambda place: abs(grid[place] - edge))
