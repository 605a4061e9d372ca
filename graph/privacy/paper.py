"""A short document as values: what `access` and `notice` say, whoever writes it as a page, a Word document or text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Part:
    """A section: paragraphs, then lines of a list, then a table (its first row are headings)."""

    title: str
    paragraphs: Sequence[str] = ()
    lines: Sequence[str] = ()
    table: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    parts: Sequence[Part] = field(default_factory=tuple)
