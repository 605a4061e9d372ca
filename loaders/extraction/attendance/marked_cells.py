"""Tables without a header whose cells go by pairs: a mark, then a person (« ✓ | Mme X, CCI | E | M. Y, MSA »)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ....graph.model import Span
from ....graph.names import fold
from .columns import LETTERS
from .lines import ListLine, bodies_in, names_in, read_items
from .phrases import Mark, read_mark

_TICKS = frozenset(["✓", "✔", "☒", "☑", "x", "X", "✗"])


def find_marked_cells(rows: Sequence[ListLine], text: str, letters: Mapping[str, Mark]) -> list[tuple[Mark, Span]]:
    """(mark, cell after it) for each pair, [] when the table is not made of them. Without a legend (`letters`) some mark must be a tick."""
    known = {**LETTERS, **letters}
    pairs: list[tuple[Mark, Span]] = []
    others = ticks = 0
    for row in rows:
        mark: Mark | None = None
        for span in row.cells:
            words = text[span.start : span.end].strip()
            if not words:
                continue
            found = known.get(fold(words) or words) if len(words) <= 2 else None
            if found is not None:
                mark = found
                ticks += words in _TICKS
            elif mark is not None:
                items = read_items(ListLine(text[span.start : span.end], span, "cell"), text)
                if names_in(items) or bodies_in(items):
                    pairs.append((mark, span))
                else:
                    others += 1
                mark = None
            else:
                others += 1
    return pairs if len(pairs) >= 3 and others * 4 <= len(pairs) and (letters or ticks) else []


def rows_end_in_marks(rows: Sequence[ListLine], text: str) -> bool:
    """Does a table without a header hold a person or a body in each row, and end it with a mark (« Mme X, CCI | excusée »)?"""
    good = full = 0
    for row in rows:
        cells = [(text[span.start : span.end].strip(), span) for span in row.cells]
        cells = [(words, span) for words, span in cells if words]
        if len(cells) < 2:
            continue
        full += 1
        mark = read_mark(re.split(r"[,;(]", cells[-1][0])[0])
        items = read_items(ListLine(text[cells[0][1].start : cells[0][1].end], cells[0][1], "cell"), text)
        good += mark is not None and mark.presence is not None and bool(names_in(items) or bodies_in(items))
    return good >= 3 and good * 10 >= full * 7
