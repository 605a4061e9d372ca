"""Histories of loads, withdrawals, decisions and undoings, as hypothesis makes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from records import meeting

from maillage.graph import decisions, questions
from maillage.graph.decisions import Book, Entry
from maillage.graph.identity import Identity
from maillage.graph.questions import Answer
from maillage.graph.record import Record

_clock = datetime(2026, 1, 1, tzinfo=UTC)
_count = 0


def entry(by: str = "Camille", **fields: Any) -> Entry:
    """An entry taken a second after the last one."""
    global _count
    _count += 1
    data = {"id": f"id{_count:06}", "by": by, "when": (_clock + timedelta(seconds=_count)).isoformat(), **fields}
    return decisions.entry_of(data)


def undo(of: Entry, by: str = "Camille") -> Entry:
    return entry(by, kind="undo", undoes=of.id)


POOL = [
    meeting(day, [f"{name} ({body})" for name, body in people], bassin=place, title=title, source=f"{number}.txt")
    for number, (day, people, place, title) in enumerate(
        [
            ("2024-03-05", [("Aline Morel", "Cap emploi"), ("Bruno Petit", "CIO")], "Vexin", "Comité"),
            ("2024-03-05", [("Aline Morel", "CIO")], "Vexin", "Réunion du comité"),
            ("2024-04-09", [("MOREL Aline", "Association Les Ateliers du Vexin")], "Perche", "Atelier"),
            ("2024-05-02", [("Bruno Petit", "CIO")], (), "Point"),
            ("2024-06-06", [("Petit", "CIO"), ("Aline Morel", "Cap emploi")], (), "Point"),
            ("2025-01-07", [("Bruno Petit", "Cap emploi")], "Blois", "Comité"),
            (None, [("Aline Morel", "CIO")], "Blois", "Comité"),
        ]
    )
]
STEPS = st.lists(
    st.tuples(st.sampled_from(["load", "withdraw", "decide", "undo"]), st.integers(0, 10_000)), min_size=4, max_size=24
)


def lived(steps: Sequence[tuple[str, int]]) -> tuple[list[Record], list[Entry]]:
    """The records and entries that a history leaves; decisions answer what is asked at that moment."""
    held: list[Record] = []
    entries: list[Entry] = []
    for what, number in steps:
        if what == "load":
            record = POOL[number % len(POOL)]
            held = [other for other in held if other.id != record.id] + [record]
        elif what == "withdraw" and held:
            held.pop(number % len(held))
        elif what == "undo" and entries:
            entries.append(undo(entries[number % len(entries)], "Bruno" if number % 3 else "Camille"))
        elif what == "decide" and held:
            identity = Identity(held, Book(tuple(entries)))
            asked = questions.cases(identity, "en", unsure=True)
            if asked:
                case = asked[number % len(asked)]
                answer: Answer = ("same", "different", "unsure")[number % 3]
                choice = case.choices[0] if case.choices and (answer == "same" or case.conflict) else None
                drafts = questions.drafts(identity, case, answer, "", choice)
                entries += [entry("Camille" if number % 2 else "Bruno", **draft) for draft in drafts]
    return held, entries
