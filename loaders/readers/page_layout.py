"""Words with places on a page → lines in reading order → paragraphs. Geometry only; points from the top left corner."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from .layout import looks_like_item


@dataclass(frozen=True, slots=True)
class Word:
    """One word and its box."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Line:
    """Words side by side, of one column. `right` is the right edge of that column; `cells` are the runs between wide gaps."""

    words: tuple[Word, ...]
    page: int
    right: float = 0.0
    left: float = 0.0
    column: int = 0

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        return median(word.size for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def segments(words: Iterable[Word], page: int, widest: float = 1.3) -> list[Line]:
    """Runs of words on one base line without a gap wider than `widest` times their height, from top to bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.x0)):
        for row in reversed(rows[-4:]):
            last = row[-1]
            overlap = min(word.bottom, last.bottom) - max(word.top, last.top)
            if overlap > 0.55 * min(word.size, last.size):
                row.append(word)
                break
        else:
            rows.append([word])
    lines: list[Line] = []
    for row in rows:
        row.sort(key=lambda word: word.x0)
        run = [row[0]]
        for word in row[1:]:
            if word.x0 - run[-1].x1 > widest * max(word.size, run[-1].size):
                lines.append(Line(tuple(run), page))
                run = []
            run.append(word)
        lines.append(Line(tuple(run), page))
    return lines


def reading_order(lines: Sequence[Line], depth: int = 0) -> list[list[Line]]:
    """Groups of segments, each group one column, in reading order: down a column, then the next; full-width lines part them."""
    gutter = _gutter(lines) if depth < 4 and len(lines) >= 8 else None
    if gutter is None:
        return [sorted(lines, key=lambda line: (line.bottom, line.x0))] if lines else []
    low, high = gutter
    spanning, rest = [], []
    for line in lines:
        left = tuple(word for word in line.words if word.x1 <= low + 0.5)
        right = tuple(word for word in line.words if word.x0 >= high - 0.5)
        if len(left) + len(right) < len(line.words):
            spanning.append(line)
        else:
            rest += [replace(line, words=side) for side in (left, right) if side]
    spanning.sort(key=lambda line: line.top)
    groups: list[list[Line]] = []
    edges = [line.top for line in spanning] + [float("inf")]
    waiting: list[Line] = []

    def flush() -> None:
        nonlocal waiting
        if waiting:
            groups.append(waiting)
            waiting = []

    start = float("-inf")
    for index, edge in enumerate(edges):
        band = [line for line in rest if start <= line.top < edge]
        if band:
            flush()
            middle = (low + high) / 2
            groups += reading_order([line for line in band if line.x0 < middle], depth + 1)
            groups += reading_order([line for line in band if line.x0 >= middle], depth + 1)
        if index < len(spanning):
            waiting.append(spanning[index])
        start = edge
    flush()
    return groups


def _gutter(lines: Sequence[Line]) -> tuple[float, float] | None:
    """The widest vertical strip with running text on both sides that few lines cross; None when there is no such strip.

    Running text fills its column: half of its lines reach four fifths of the longest. Cells of a table do not.
    """
    size = median(line.size for line in lines)
    page = lines[0].page
    parts = [part for line in lines for part in segments(line.words, page, 0.6)]
    strips: dict[float, tuple[int, float]] = {}  # right edge → how few lines cross, left edge
    for low in sorted({round(part.x1, 1) for part in parts}):
        high = min((part.x0 for part in parts if part.x0 > low), default=low)
        if high - low >= 0.6 * size:
            crossing = sum(part.x0 <= low < part.x1 - 0.1 for part in parts)
            strips[high] = min(strips.get(high, (len(parts), low)), (crossing, low))
    best: tuple[float, tuple[float, float]] | None = None
    for high, (_, low) in strips.items():
        left = segments((word for part in parts if part.x1 <= low + 0.1 for word in part.words), page)
        right = segments((word for part in parts if part.x0 >= high for word in part.words), page)
        crossing = sum(part.x0 < high and part.x1 > low + 0.1 for part in parts)
        if min(len(left), len(right)) < 4 or crossing > 0.3 * (len(left) + len(right)):
            continue
        if not (_runs(left) and _runs(right) and _side_by_side(left, right)):
            continue
        score = min(len(left), len(right)) - 2 * crossing + (high - low) / 100
        if best is None or score > best[0]:
            best = (score, (low, high))
    return best[1] if best else None


def _runs(lines: Sequence[Line]) -> bool:
    widths = [line.x1 - line.x0 for line in lines]
    words = [len(line.words) for line in lines]
    return median(widths) >= 0.75 * sorted(widths)[int(len(widths) * 0.9)] and median(words) >= 3


def _side_by_side(left: Sequence[Line], right: Sequence[Line]) -> bool:
    top = max(min(line.top for line in left), min(line.top for line in right))
    bottom = min(max(line.bottom for line in left), max(line.bottom for line in right))
    inside = [sum(top - 1 <= line.top <= bottom + 1 for line in side) for side in (left, right)]
    return min(inside) >= 3


def column_lines(groups: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each group, with the edges of their column. Segments of one base line stay apart in one inner list."""
    result: list[list[Line]] = []
    for number, group in enumerate(groups):
        rows: list[list[Line]] = []
        for line in _edged(group, number):
            last = rows[-1][-1] if rows else None
            if last and min(line.bottom, last.bottom) - max(line.top, last.top) > 0.5 * min(line.size, last.size):
                rows[-1].append(line)
            else:
                rows.append([line])
        result += [_justified(sorted(row, key=lambda item: item.x0)) for row in rows]
    return result


def _justified(row: list[Line]) -> list[Line]:
    """One line where only justification made the gaps: the row fills its column, and its gaps are about equal."""
    words = tuple(word for line in row for word in line.words)
    gaps = [after.x0 - before.x1 for before, after in itertools.pairwise(words)]
    first = row[0]
    fills = first.x0 - first.left < 2.5 * first.size and first.right - row[-1].x1 < 0.3 * first.size
    if len(row) == 1 or len(gaps) < 3 or not fills or max(gaps) > min(1.6 * min(gaps), 3 * first.size):
        return row
    return [replace(first, words=words)]


def _edged(group: Sequence[Line], column: int) -> list[Line]:
    """The lines with the edges of their column: those of their own block where it is running text, else of the whole group."""
    left, right = min(line.x0 for line in group), max(line.x1 for line in group)
    blocks: list[list[Line]] = []
    for line in group:
        last = blocks[-1][-1] if blocks else None
        if last is None or line.top - last.top > 1.8 * last.size or abs(line.size - last.size) > 0.12 * last.size:
            blocks.append([])
        blocks[-1].append(line)
    lines = []
    for block in blocks:
        edge = max(line.x1 for line in block)
        full = sum(line.x1 - left > 0.95 * (edge - left) for line in block)
        own = edge if full >= max(3, 0.4 * len(block)) else right
        lines += [replace(line, left=left, right=own, column=column) for line in block]
    return lines


def wraps(line: Line, following: Line, leading: float) -> bool:
    """Whether `following` goes on with the paragraph of `line`: the line was full, so its next word had to go below."""
    first = following.words[0]
    if looks_like_item(following.text) or _NUMBERED.match(following.text) or abs(line.size - following.size) > 0.12 * line.size:
        return False
    end = line.x1
    if line.x0 - line.left > line.size and abs((line.x0 - line.left) - (line.right - line.x1)) < line.size:
        end = line.left + line.x1 - line.x0  # centred: the whole width of the column was free
    goes_on = not _ENDED.search(line.text)
    lower = following.text[:1].islower() or following.text[:1] in "(«"
    slack = line.size if goes_on else 0.1 * line.size
    full = end + 0.25 * line.size + first.x1 - first.x0 > line.right - slack
    if line.page != following.page or line.column != following.column or following.top < line.top:
        return full and goes_on and lower
    if following.top - line.top > leading * 1.3:
        return False
    if not full and not (goes_on and lower and line.x1 - line.left > 0.5 * (line.right - line.left)):
        return False
    return following.x0 - line.x0 < 0.8 * line.size or looks_like_item(line.text)


_ENDED = re.compile(r"[.!?:;»]\s*$")
_NUMBERED = re.compile(r"(?:\d{1,2}[.)/-]|[IVX]+[.)-])\s*\S")


class Joiner:
    """Puts the lines of paragraphs together. A hyphen at the end of a line goes when the document shows the word without it."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: set[str] = set()
        ends: list[tuple[str, str]] = []
        previous = ""
        for text in texts:
            parts = text.split()
            if not parts:
                continue
            if previous:
                ends.append((previous, parts[0]))
            previous = parts[-1] if _HYPHEN.search(parts[-1]) else ""
            self._words.update(_bare(word) for word in parts)
        joined = sum(_bare(first.rstrip("-‐") + second) in self._words for first, second in ends)
        kept = sum(_bare(first + second) in self._words for first, second in ends)
        self._hyphenates = joined > kept

    def join(self, first: str, second: str) -> str:
        """`first` and `second` as one text."""
        if first.endswith("\u00ad"):
            return first[:-1] + second
        if not _HYPHEN.search(first):
            return f"{first} {second}"
        start, end = first.split()[-1], second.split()[0]
        whole, hyphenated = _bare(start.rstrip("-‐") + end), _bare(start + end)
        if whole in self._words and hyphenated not in self._words:
            return first[:-1] + second
        if hyphenated in self._words or not end[:1].islower() or not self._hyphenates:
            return first + second
        return first[:-1] + second


_HYPHEN = re.compile(r"[^\W\d_][-‐\u00ad]$")


def _bare(word: str) -> str:
    return word.strip("().,;:!?«»\"'’“”").replace("‐", "-").lower()
