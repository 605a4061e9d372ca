"""A labelled stretch of a line: what the grammar makes of tokens, and the assembler of labels."""

from __future__ import annotations

from dataclasses import dataclass, field

from .phrases import Link, Mark
from .tokens import Token


@dataclass(slots=True)
class Item:
    """A labelled stretch of tokens. `words` are its tokens; `sure` says whether the grammar is certain of `kind`."""

    kind: str
    words: list[Token]
    depth: int = 0
    sure: bool = True
    title: str = ""
    plural: bool = False
    mark: Mark | None = None
    link: Link | None = None
    count: int | None = None
    derived: str = ""
    extra: dict[str, int] = field(default_factory=dict)

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end
