"""Tables without a header whose cells go by pairs: a mark, then a person (« ✓ | Mme X, CCI | E | M. Y, MSA »)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ....graph.model import Span
from ....graph.names import fold
from .columns import LETTERS
from .lines import ListLine, bodies_in, names_in, read_items
from .phrases import Mark

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
