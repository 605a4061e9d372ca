"""Tables whose columns are lists: « Présents | Excusés » with the names below, or « Structure | Présents | Excusés » with names in
the place of crosses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ....graph.model import Span
from .columns import columns_of
from .entries import is_group
from .lines import ListLine, bodies_in, heading_state, names_in, read_items
from .phrases import State


@dataclass(frozen=True, slots=True)
class StateColumns:
    """`header` is the index of the header row, `states` its cells by column, `body` the column of bodies, if any."""

    header: int
    states: dict[int, tuple[Span, State]]
    body: int | None


def find_state_columns(rows: Sequence[ListLine], text: str) -> StateColumns | None:
    """The columns when two of them at least are lists of people; None for any other table."""
    for index, row in enumerate(rows[:3]):
        states: dict[int, tuple[Span, State]] = {}
        for span, column in zip(row.cells, row.columns, strict=True):
            state = heading_state(ListLine(text[span.start : span.end], span, "cell"))
            if state is not None and not state.official:
                states[column] = span, state
        if not states and (groups := _group_columns(row, rows[index + 1 :], text)):
            return StateColumns(index, groups, None)
        if len(states) < 2 or len({(s.presence, s.mode) for _, s in states.values()}) < 2:
            continue
        kinds = {number: column.kind for number, column in columns_of(row, text).items()}
        bodies = [number for number, kind in kinds.items() if kind == "body" and number not in states]
        if set(kinds.values()) & {"name", "family", "given"} or len(states) + len(bodies[:1]) < len(kinds):
            return None
        below = [line for other in rows[index + 1 :] for number in states for line in cell_lines(other, number, text)]
        named = sum(names_in(read_items(line, text)) > 0 for line in below)
        if named and named * 2 >= len(below):
            return StateColumns(index, states, bodies[0] if bodies else None)
        return None
    return None


def _group_columns(row: ListLine, below: Sequence[ListLine], text: str) -> dict[int, tuple[Span, State]]:
    """« Collège des élus | Collège des associations » with names, each with its body, below: who was there, by college."""
    heads: dict[int, tuple[Span, State]] = {}
    for span, column in zip(row.cells, row.columns, strict=True):
        words = text[span.start : span.end].strip()
        if not words:
            continue
        if not (is_group(read_items(ListLine(words, span, "cell"), text), words) and len(words.split()) <= 8):
            return {}
        heads[column] = span, State("present")
    lines = [line for other in below for number in heads for line in cell_lines(other, number, text)]
    named = [line for line in lines if names_in(read_items(line, text)) == 1 and len(line.text.split()) <= 14]
    paired = [line for line in named if bodies_in(read_items(line, text)) or "(" in line.text or "," in line.text]
    return heads if len(heads) >= 2 and len(named) >= 3 and len(named) >= 0.7 * len(lines) and len(paired) >= 2 else {}


def cell_lines(row: ListLine, column: int, text: str) -> Iterator[ListLine]:
    """The lines of a row's cell that are not empty."""
    for span, number in zip(row.cells, row.columns, strict=True):
        if number != column:
            continue
        start = span.start
        for part in text[span.start : span.end].split("\n"):
            if part.strip():
                yield ListLine(part, Span(start, start + len(part)), "cell")
            start += len(part) + 1
