"""The binary format of Word 97 to 2003: characters with their paragraph and character properties.

Names and offsets follow [MS-DOC]. Only what the text needs is read: pieces, tables, lists, deletions, hidden text.
"""

from __future__ import annotations

import io
import itertools
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from .docx_styles import number
from .refusals import Refused

_FORMATS = {0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 22: "decimalZero"}
_BULLET, _NO_NUMBER = 23, 255
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}


@dataclass(frozen=True, slots=True)
class RowShape:
    """Left edges of the cells of a table row and the right edge of the last, in twips; flags of each cell."""

    edges: tuple[int, ...] = ()
    flags: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Properties of a paragraph: style index, depth in tables, end of a row, list and its level."""

    style: int = 0
    depth: int = 0
    row_end: bool = False
    inner_end: bool = False
    inner_row: bool = False
    list: int = 0
    level: int = 0
    outline: int = 9
    shape: RowShape = field(default=RowShape())


def _u16(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", data, at)[0])


def _u32(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])


def sprms(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The property changes in a run of them: code and operand."""
    at = 0
    while at + 2 <= len(data):
        code = _u16(data, at)
        at += 2
        kind = code >> 13
        if kind != 6:
            size = _SIZES[kind]
        elif code == 0xD608 and at + 2 <= len(data):  # sprmTDefTable counts in two bytes
            size = _u16(data, at) + 1
        else:
            size = data[at] + 1 if at < len(data) else 0
            if code == 0xC615 and size == 256 and at + 2 < len(data):  # sprmPChgTabs
                deleted = data[at + 1]
                added = data[at + 2 + 4 * deleted] if at + 2 + 4 * deleted < len(data) else 0
                size = 3 + 4 * deleted + 3 * added
        yield code, data[at : at + size]
        at += size


class Word97:
    """A Word 97–2003 file. Raises `Refused` when it is locked, older or damaged."""

    def __init__(self, data: bytes) -> None:
        import olefile

        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            self._main = ole.openstream("WordDocument").read()
            if len(self._main) < 0x200 or _u16(self._main, 0) not in (0xA5EC, 0xA5DC):
                raise Refused("broken", "Word header", "en-tête Word")
            flags = _u16(self._main, 0x0A)
            if flags & 0x0100:
                raise Refused("password")
            if _u16(self._main, 2) < 0xC0:
                raise Refused("old-format", "a Word 6 or Word 95 file", "un fichier Word 6 ou Word 95")
            self._table = ole.openstream("1Table" if flags & 0x0200 else "0Table").read()
            self._data = ole.openstream("Data").read() if ole.exists("Data") else b""
            about = ole.get_metadata()
            self.title, self.author = (_metadata(getattr(about, name), about) for name in ("title", "author"))
        self.lengths = dict(
            zip(
                ("text", "notes", "headers", "macros", "comments", "endnotes", "boxes"),
                struct.unpack_from("<7i", self._main, 0x4C),
                strict=True,
            )
        )
        self.text, self._places = self._pieces()
        self._paragraphs = self._pages(13)
        self._characters = self._pages(12)
        self._lists = Lists(self._part(73), self._part(74), self._tail(73))

    def _part(self, index: int) -> bytes:
        offset, size = struct.unpack_from("<II", self._main, 0x9A + 8 * index)
        return self._table[offset : offset + size]

    def _tail(self, index: int) -> bytes:
        """What follows a part in the table stream (the levels of lists come after the lists)."""
        offset, size = struct.unpack_from("<II", self._main, 0x9A + 8 * index)
        return self._table[offset + size :] if size else b""

    def start(self, story: str) -> int:
        """First character of a story ("notes", "headers", "boxes" …) in `text`."""
        order = list(self.lengths)
        return sum(self.lengths[name] for name in order[: order.index(story)])

    def _pieces(self) -> tuple[str, list[tuple[int, int, int, int]]]:
        clx, at = self._part(33), 0
        while at < len(clx) and clx[at] == 1:
            at += 3 + _u16(clx, at + 1)
        if at >= len(clx) or clx[at] != 2:
            raise Refused("broken", "Word piece table", "table des morceaux Word")
        table = clx[at + 5 : at + 5 + _u32(clx, at + 1)]
        count = (len(table) - 4) // 12
        text: list[str] = []
        places: list[tuple[int, int, int, int]] = []  # first character, end, file offset, bytes a character
        for piece in range(count):
            first, end = _u32(table, 4 * piece), _u32(table, 4 * piece + 4)
            position = _u32(table, 4 * (count + 1) + 8 * piece + 2)
            if end < first or end - first > len(self._main):
                raise Refused("broken", "Word piece table", "table des morceaux Word")
            if position & 0x40000000:
                offset, width = (position & 0x3FFFFFFF) // 2, 1
                decoded = self._main[offset : offset + end - first].decode("cp1252", "replace")
            else:
                offset, width = position, 2
                decoded = _units(self._main[offset : offset + 2 * (end - first)])
            if len(decoded) < end - first:
                raise Refused("broken", "text cut off", "texte coupé")
            text.append(decoded)
            places.append((first, end, offset, width))
        return "".join(text), places

    def _pages(self, index: int) -> tuple[list[int], list[bytes]]:
        """Where runs of equal properties start in the file, and the properties of each."""
        table = self._part(index)
        count = (len(table) - 4) // 8
        starts: list[int] = []
        properties: list[bytes] = []
        for entry in range(count):
            page = (_u32(table, 4 * (count + 1) + 4 * entry) & 0x3FFFFF) * 512
            block = self._main[page : page + 512]
            if len(block) < 512:
                continue
            runs = block[511]
            for run in range(min(runs, 101)):
                starts.append(_u32(block, 4 * run))
                if index == 13:
                    at = block[4 * (runs + 1) + 13 * run] * 2
                    size = block[at] * 2 - 1 if at and block[at] else block[at + 1] * 2 if at else 0
                    at += 1 if at and block[at] else 2
                else:
                    at = block[4 * (runs + 1) + run] * 2
                    size, at = (block[at] if at else 0), at + 1
                properties.append(block[at : at + size])
        order = sorted(range(len(starts)), key=starts.__getitem__)
        return [starts[place] for place in order], [properties[place] for place in order]

    def _offset(self, character: int) -> int:
        for first, end, offset, width in self._places:
            if first <= character < end:
                return offset + (character - first) * width
        return 0

    def paragraph(self, character: int) -> Paragraph:
        """Properties of the paragraph that this character (its mark) belongs to."""
        starts, properties = self._paragraphs
        place = bisect_right(starts, self._offset(character)) - 1
        raw = properties[place] if place >= 0 else b""
        values: dict[str, int] = {"style": _u16(raw, 0) if len(raw) >= 2 else 0}
        shape = RowShape()
        grpprl = raw[2:]
        for code, operand in [*sprms(grpprl), *self._huge(grpprl)]:
            if code == 0x2416 and operand and operand[0]:
                values["depth"] = max(1, values.get("depth", 0))
            elif code == 0x6649 and len(operand) == 4:
                values["depth"] = _u32(operand, 0)
            elif code == 0x2417:
                values["row_end"] = operand[0]
            elif code == 0x244B:
                values["inner_end"] = operand[0]
            elif code == 0x244C:
                values["inner_row"] = operand[0]
            elif code == 0x460B:
                values["list"] = _u16(operand, 0)
            elif code == 0x260A:
                values["level"] = operand[0]
            elif code == 0x2640:
                values["outline"] = operand[0]
            elif code == 0xD608:
                shape = _shape(operand)
        flags = {name: bool(values.pop(name, 0)) for name in ("row_end", "inner_end", "inner_row")}
        return Paragraph(**values, **flags, shape=shape)  # type: ignore[arg-type]

    def _huge(self, grpprl: bytes) -> Iterator[tuple[int, bytes]]:
        """Properties too long for their page stand in the data stream."""
        for code, operand in sprms(grpprl):
            if code in (0x6646, 0x6645) and len(operand) == 4:
                at = _u32(operand, 0)
                if at + 2 <= len(self._data):
                    yield from sprms(self._data[at + 2 : at + 2 + _u16(self._data, at)])

    def hidden(self, first: int, end: int) -> Iterator[tuple[int, int, str | None]]:
        """Runs in this range that do not show as they stand: deleted or hidden (None), or a symbol (the character shown)."""
        starts, properties = self._characters
        for piece_first, piece_end, offset, width in self._places:
            low, high = max(first, piece_first), min(end, piece_end)
            if low >= high:
                continue
            low_offset, high_offset = offset + (low - piece_first) * width, offset + (high - piece_first) * width
            place = max(0, bisect_right(starts, low_offset) - 1)
            while place < len(starts) and starts[place] < high_offset:
                stop = starts[place + 1] if place + 1 < len(starts) else high_offset
                run = tuple(min(high, max(low, piece_first + (edge - offset) // width)) for edge in (starts[place], stop))
                effect = _effect(properties[place])
                if run[0] < run[1] and effect is not False:
                    yield run[0], run[1], effect if isinstance(effect, str) else None
                place += 1

    def ranges(self, index: int) -> list[tuple[int, int]]:
        """The parts of a story between the positions of a table (3 notes, 11 headers, 56 text boxes)."""
        table = self._part(index)
        width = {56: 22}.get(index, 0)
        count = (len(table) - 4) // (4 + width)
        positions = [_u32(table, 4 * place) for place in range(count + 1)] if count > 0 else []
        return list(itertools.pairwise(positions))

    def references(self) -> list[int]:
        """The characters that footnotes hang on."""
        table = self._part(2)
        return [_u32(table, 4 * place) for place in range((len(table) - 4) // 6)] if table else []

    def mark(self, paragraph: Paragraph) -> str | None:
        """The mark of a list paragraph, None when it is no list. Counts: call once a paragraph, in order."""
        return self._lists.mark(paragraph.list, paragraph.level)


def _units(data: bytes) -> str:
    """UTF-16 code units one by one, so that positions stay those of the file; halves of pairs are joined later."""
    return "".join(map(chr, struct.unpack(f"<{len(data) // 2}H", data[: len(data) // 2 * 2])))


def joined(text: str) -> str:
    """`text` with its surrogate pairs put together."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _metadata(value: object, about: object) -> str | None:
    codepage: int | None = getattr(about, "codepage", None)
    if not isinstance(value, bytes):
        return None
    try:
        return value.decode("utf-8" if codepage in (65001, -535, None) else f"cp{codepage}").strip("\x00 ") or None
    except (UnicodeDecodeError, LookupError):
        return value.decode("cp1252", "replace").strip("\x00 ") or None


def _effect(grpprl: bytes) -> str | bool:
    """False for text that shows; True for deleted or hidden text; the character of a symbol."""
    symbol: str | bool = False
    for code, operand in sprms(grpprl):
        if code in (0x0800, 0x083C) and operand and operand[0] in (1, 129):
            return True
        if code == 0x6A09 and len(operand) == 4:
            from .docx import symbol as shown

            symbol = shown(_u16(operand, 2))
    return symbol


def _shape(operand: bytes) -> RowShape:
    if len(operand) < 3:
        return RowShape()
    count = operand[2]
    if 3 + 2 * (count + 1) > len(operand):
        return RowShape()
    edges = struct.unpack_from(f"<{count + 1}h", operand, 3)
    cells = operand[3 + 2 * (count + 1) :]
    return RowShape(edges, tuple(_u16(cells, 20 * cell) if 20 * cell + 2 <= len(cells) else 0 for cell in range(count)))


class Lists:
    """List formats by number, and the counting of their items."""

    def __init__(self, lists: bytes, overrides: bytes, levels: bytes) -> None:
        self._levels: dict[int, list[tuple[int, int, str]]] = {}  # list id → (start, format, pattern) of each level
        self._ids: list[int] = []
        self._counts: dict[int, dict[int, int]] = {}
        try:
            self._read(lists, overrides, levels)
        except (struct.error, IndexError):  # a damaged list table costs marks, not text
            self._levels = {}

    def _read(self, lists: bytes, overrides: bytes, levels: bytes) -> None:
        at = 0
        for place in range(_u16(lists, 0) if lists else 0):
            entry = 2 + 28 * place
            own = []
            for _ in range(1 if lists[entry + 26] & 1 else 9):
                start, form = _u32(levels, at), levels[at + 4]
                at += 28 + levels[at + 24] + levels[at + 25]
                size = _u16(levels, at)
                own.append((start, form, levels[at + 2 : at + 2 + 2 * size].decode("utf-16-le", "replace")))
                at += 2 + 2 * size
            self._levels[_u32(lists, entry)] = own
        if overrides:
            self._ids = [_u32(overrides, 4 + 16 * place) for place in range(_u32(overrides, 0))]

    def mark(self, index: int, level: int) -> str | None:
        """The mark of the next item of list `index` (from 1) at `level` (from 0)."""
        if not 0 < index <= len(self._ids):
            return None
        levels = self._levels.get(self._ids[index - 1], [])
        if level >= len(levels):
            return "-"
        start, form, pattern = levels[level]
        if form == _BULLET:
            return "-"
        if form == _NO_NUMBER:
            return ""
        counts = self._counts.setdefault(self._ids[index - 1], {})
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [depth for depth in counts if depth > level]:
            del counts[deeper]
        return "".join(
            number(counts.get(ord(sign), 1), _FORMATS.get(levels[ord(sign)][1], "decimal")) if ord(sign) < len(levels) else sign
            for sign in pattern
        ).strip()
