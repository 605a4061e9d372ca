"""What looks like attendance and was not read: the load names it, so that nobody is left out in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ....graph.model import Span
from .columns import columns_of
from .lines import ListLine, list_like, read_items, section
from .phrases import plain

NOT_READ = "list-not-read"
"""A heading or a table of a list below which nobody could be read."""
ELSEWHERE = "list-elsewhere"
"""The record says that the list is another document (« Présents : voir la feuille d'émargement »)."""
NAMES = "names-not-read"
"""Several lines of names in a row that no heading explains."""

_ELSEWHERE = re.compile(
    r"^(?:[^:]{0,40}\b(?:presents?|presentes|participants?|emargement|liste)\b[^:]{0,30})[:(–-].{0,20}?"
    r"\b(?:voir|cf\b|selon|en annexe|ci-joint\w*|jointe?s?|annexe\w*|consultable)\b.{0,60}$"
)
_OTHER_LISTS = re.compile(
    r"\b(?:signat\w+|contacts?|diffusion|destinataires?|copies?|redact\w+|comite de redaction|annuaire|programme|intervenants?|equipe de|ont signe|signe)\b"
)
_SHOWS = frozenset(["presence", "present", "excused", "absent"])
_RUN = 4


def find_unread(lines: Sequence[ListLine], text: str, read: Sequence[Span]) -> list[tuple[Span, str]]:
    """Passages that look like attendance outside `read`, the lists that were read: each with its reason."""
    found: list[tuple[Span, str]] = []
    if not read:
        found += [(_trimmed(line), ELSEWHERE) for line in lines if not line.blank and _ELSEWHERE.match(plain(line.text))]
    outside = [line for line in lines if not any(span.start <= line.span.start < span.end for span in read)]
    found += [(span, NOT_READ) for span in _sheets(outside, text)]
    found += [(span, NAMES) for span in _runs(outside, text)]
    found += [(span, NAMES) for span in _tables_of_names(outside, text)]
    return found


def _sheets(lines: Sequence[ListLine], text: str) -> Iterator[Span]:
    """Tables whose header has a column of names or bodies and one of presence."""
    tables: dict[int, list[ListLine]] = {}
    for line in lines:
        if line.table is not None:
            tables.setdefault(line.table, []).append(line)
    for rows in tables.values():
        for row in rows[:10]:
            kinds = {column.kind for column in columns_of(row, text).values()} if len(row.cells) > 1 else set()
            if kinds & _SHOWS and kinds & {"name", "family", "given", "body"} and len(rows) > 2:
                yield Span(rows[0].span.start, rows[-1].span.end)
                break


def _tables_of_names(lines: Sequence[ListLine], text: str) -> Iterator[Span]:
    """Tables of which most cells hold a person and what a list says of one."""
    tables: dict[int, list[ListLine]] = {}
    for line in lines:
        if line.table is not None:
            tables.setdefault(line.table, []).append(line)
    for rows in tables.values():
        cells = [span for row in rows for span in row.cells if text[span.start : span.end].strip()]
        cut = [ListLine(text[span.start : span.end], span, "cell") for span in cells]
        named = sum(list_like(line, read_items(line, text)) for line in cut)
        if named >= _RUN and named * 10 >= len(cells) * 6:
            yield Span(rows[0].span.start, rows[-1].span.end)


def _runs(lines: Sequence[ListLine], text: str) -> Iterator[Span]:
    """Runs of lines that hold a person each, under no heading of another kind of list."""
    run: list[ListLine] = []
    above = ""
    for line in [*lines, None]:
        if line is not None and line.blank:
            continue
        if (
            line is not None
            and line.table is None
            and list_like(line, items := read_items(line, text))
            and not section(line, items)
        ):
            run.append(line)
            continue
        if len(run) >= _RUN and not _OTHER_LISTS.search(above):
            yield Span(run[0].span.start, run[-1].span.end)
        run = []
        above = plain(line.text) if line is not None else ""


def _trimmed(line: ListLine) -> Span:
    words = line.text.strip()
    start = line.span.start + line.text.index(words)
    return Span(start, start + len(words))
