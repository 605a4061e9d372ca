"""Where the pages of a document begin in its text."""

from __future__ import annotations

from ..document import Document


def page_starts(document: Document) -> tuple[int, ...]:
    """Offsets at which pages 2, 3, … begin; empty for a source without pages."""
    starts: list[int] = []
    last: int | None = None
    for block in document.blocks:
        if block.page is not None and last is not None and block.page > last:
            starts.extend([block.span.start] * (block.page - last))
        last = block.page if block.page is not None else last
    return tuple(starts)
