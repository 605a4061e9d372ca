"""What the two workbooks say, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..record import Evidence, Record
from ..resolution import Mention


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell that cannot be understood, and what to do, in both languages. `cell` is « C5 », or a sheet's name alone."""

    file: str
    sheet: str
    cell: str
    en: str
    fr: str

    def sentence(self, language: str) -> str:
        """The place and what is wrong with it, in `language` ("fr", else English)."""
        if language == "fr":
            return f"{self.file}, feuille « {self.sheet} », cellule {self.cell} : {self.fr}"
        return f"{self.file}, sheet “{self.sheet}”, cell {self.cell}: {self.en}"


@dataclass(frozen=True, slots=True)
class Expected:
    """A member of a territory: somebody (a body or a person) whom people there expect, from `first` to `last` (None: open)."""

    actor: Mention
    territory: Mention
    first: date | None
    last: date | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Own:
    """A territory of the project's own: it lies in `parent` and holds the communes of these codes."""

    territory: Mention
    parent: Mention | None
    communes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """All that the two workbooks say. `records` are to be resolved together with those of the sources."""

    records: tuple[Record, ...] = ()
    expected: tuple[Expected, ...] = ()
    own: tuple[Own, ...] = ()
