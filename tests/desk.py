"""A desk at which questions are answered in memory, and records that raise some."""

from __future__ import annotations

from typing import Any

from records import meeting

from maillage.graph import decisions, questions
from maillage.graph.decisions import Book, Entry
from maillage.graph.identity import Identity, Sight
from maillage.graph.questions import Answer, Case
from maillage.graph.record import Record

PEOPLE = [
    meeting(f"2024-0{n}-05", [f"Aline Morel ({body})"], bassin=place, source=f"{n}.txt")
    for n, (body, place) in enumerate([("Cap emploi", "Vexin"), ("CIO", "Vexin"), ("Mission Locale", "Perche")], 1)
]
HERE = meeting("2024-07-05", bodies=["CIO"], bassin="Blois")
THERE = meeting("2024-08-05", bodies=["CIO"], bassin="Dreux")
BARE = [meeting(f"2024-09-0{n}", bodies=["CIO"], bassin=(), source=f"nu {n}.txt") for n in range(1, 6)]


class Desk:
    """A project in memory: answers become entries, a second apart."""

    def __init__(self, *records: Record) -> None:
        self.records = records
        self.entries: list[Entry] = []

    @property
    def identity(self) -> Identity:
        return Identity(self.records, Book(tuple(self.entries)))

    def cases(self, **options: Any) -> list[Case]:
        return questions.cases(self.identity, "en", **options)

    def answer(self, case: Case, answer: Answer, choice: Sight | None = None, by: str = "Camille", why: str = "") -> None:
        for draft in questions.drafts(self.identity, case, answer, why, choice):
            self.note(draft, by)

    def note(self, draft: dict[str, Any], by: str = "Camille") -> None:
        n = len(self.entries)
        data = {**draft, "id": f"id{n:04}", "by": by, "when": f"2026-01-01T00:{n:02}:00"}
        self.entries.append(decisions.entry_of(data))
