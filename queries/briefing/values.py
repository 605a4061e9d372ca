"""What the page before a meeting is made of: lines with the numbers of their sources, sections, the sentences themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from ...graph.store import Store
from ..answer import Answer
from ..gathering import Gathered
from ..lookup import Scope
from ..views import Reader
from ..wording import Text, both

Audience = Literal["organisations", "names"]
MOST = 8
"""Lines of one section."""
QUOTE = 150
"""Characters of a sentence on the page."""


@dataclass(frozen=True, slots=True)
class Line:
    """One statement of the page and the numbers of its sources; `inside` are those that stand in the text itself."""

    text: Text
    sources: tuple[int, ...] = ()
    inside: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page. `lead` is its sentence; `more` says how many lines are left out, and where they are."""

    key: str
    title: Text
    lead: Text | None = None
    lines: tuple[Line, ...] = ()
    more: Text | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of a record; `quote` is empty where the audience may not read it."""

    number: int
    record: str
    page: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """The page. `scope` is its name; `facts` the lines at its head; `sources` all that the numbers mean."""

    scope: str
    as_of: date | None
    facts: tuple[Line, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    audience: Audience


class Sources:
    """The sentences in the order in which the page first uses them."""

    def __init__(self, audience: Audience) -> None:
        self.audience = audience
        self.found: dict[tuple[str, int | None, str], int] = {}

    def __call__(self, said: Sequence[Mapping[str, Any]], most: int = 2) -> tuple[int, ...]:
        """The numbers of the first `most` sentences of `said`."""
        numbers = []
        for source in said[:most]:
            quote = "" if self.audience == "organisations" else clipped(str(source["quote"] or ""), QUOTE)
            key = (str(source["record"]).rsplit("/", 1)[-1], source["page"], quote)
            numbers.append(self.found.setdefault(key, len(self.found) + 1))
        return tuple(sorted(set(numbers)))

    def used(self, lines: Iterable[Line]) -> tuple[tuple[Source, ...], dict[int, int]]:
        """The sentences that `lines` show, numbered without gaps in the order of first use, and old number → new number."""
        shown = {number for line in lines for number in (*line.sources, *line.inside)}
        new = {old: number for number, old in enumerate((n for n in self.found.values() if n in shown), 1)}
        return tuple(Source(new[number], *key) for key, number in self.found.items() if number in new), new


@dataclass(frozen=True, slots=True)
class Asked:
    """What every section is written from. `never` is the answer to never-met, `proofs` maps a partner to the sentence that shows it
    in the scope, `agenda` holds the announced events that have a date."""

    store: Store
    reader: Reader
    scope: Scope
    since: date | None
    until: date | None
    seats: int
    audience: Audience
    found: Gathered
    never: Answer
    proofs: Mapping[str, Sequence[Mapping[str, Any]]]
    agenda: Sequence[Mapping[str, Any]]
    cite: Sources
    level: str = "unit"

    @property
    def period(self) -> dict[str, Any]:
        """Scope and days as parameters of a question."""
        given = {"scope": self.scope, "since": self.since, "until": self.until}
        return {key: value for key, value in given.items() if value is not None}


def clipped(text: str, most: int) -> str:
    """`text` on one line, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0].rstrip(",;: ") + " …"


def quoted(text: str) -> str:
    """`text` between quotation marks, its own turned into inner ones."""
    return f"« {text.replace('« ', '“').replace(' »', '”').replace('«', '“').replace('»', '”')} »"


def first(lines: Sequence[Line], question: Text, most: int = MOST) -> tuple[tuple[Line, ...], Text | None]:
    """The first lines, and the words that say how many are left out and which question lists them."""
    left = len(lines) - most
    if left <= 0:
        return tuple(lines), None
    return tuple(lines[:most]), both(
        f"… and {left} more: maillage ask {question['en']}", f"… et {left} de plus : maillage demander {question['fr']}"
    )


def unscoped(sentence: Mapping[str, str], scope: Scope) -> Text:
    """A sentence without the name of the scope at its head: the page has it in its title."""
    found = {}
    for code, sign in (("fr", " : "), ("en", ": ")):
        rest = sentence[code].removeprefix(f"{scope.name}{sign}")
        found[code] = rest[:1].upper() + rest[1:]
    return found
