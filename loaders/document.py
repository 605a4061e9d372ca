"""What a reader gives: one text, cut into blocks and cells that point into it.

Every offset counts Unicode code points of `Document.text`, from 0, end excluded. Pages and lines count from 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..graph.model import Span

BlockKind = Literal["heading", "paragraph", "item", "row", "header", "footer", "blank"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row. `row` and `column` count from 0; a merged cell stands once, at its first place, with its spans."""

    span: Span
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the document as its reader sees it: a paragraph, a heading, a list item, a table row, an empty line.

    A paragraph with manual line breaks is several blocks. `table` numbers the tables of the document from 0 (None outside).
    `level` is the depth of a heading (1 = title) or of a list item (0 = outermost).
    """

    kind: BlockKind
    span: Span
    page: int | None = None
    level: int = 0
    table: int | None = None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one source and its layout.

    `text` holds the blocks in reading order, one line each, joined by "\\n"; cells of a row are joined by "\\t" (inside
    a cell a tab becomes one space and a line break two, so that lines and cells can be counted in the text alone). For plain text
    sources it is the decoded file, line ends normalised to "\\n", nothing else changed.
    `source` is the path as given, `part` the member inside an archive, mail or workbook (None for the file itself).
    `published` is an EDTF date from the file's own metadata (date of a mail, meta tag of a page), never the file's time stamp.
    """

    source: str
    media_type: str
    text: str
    blocks: tuple[Block, ...]
    part: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    warnings: tuple[str, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """Page on which the code point at `offset` stands; None when the source has no pages."""
        page = None
        for block in self.blocks:
            if block.span.start > offset:
                break
            page = block.page if block.page is not None else page
        return page
