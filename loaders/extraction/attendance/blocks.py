"""The lists of a document while they are read: where each begins and ends, its state, its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....graph.model import Span
from ....graph.names import name_key
from ...document import Document
from . import lexicon
from .assembler import Line
from .boxes import read_box
from .entries import Context, Entry, apply_mark, set_state
from .items import Item
from .lines import ListLine, read_items
from .model import ListBlock
from .names import same_person
from .parts import names_part, part_of
from .phrases import State, plain
from .second_reader import SecondReader
from .sight import Sight
from .unread import NOT_READ

_SIZE = re.compile(
    r"\((\d{1,4})(?: (?:personnes|présents|participants|membres))?\)|^\s*(\d{1,4})\s*$|(?:^|:)\s*(\d{1,4})\s*$|^(\d{1,4}) (?:présent|participant|personne)",
    re.IGNORECASE,
)
_PARTIAL = re.compile(r"\betc\b|\bnotamment\b|\bentre autres\b|…\s*$|\.\.\.\s*$|\bparmi\b|\bdont\b")
_SHEET = re.compile(r"^(?:feuille|liste|fiche|etat|tableau) (?:de |d')(?:presence|emargement)")
GAP = 14
"""Lines after a list in which a later part may begin with a heading of its own."""


class Blocks(Sight):
    """The open list and those read so far."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.entries: list[Entry] = []
        self.scope: list[Entry] = []
        self.blocks: list[ListBlock] = []
        self.remarks: list[ListLine] = []
        self.unread: list[tuple[Span, str]] = []
        self.second = SecondReader(self.lines, self.text, read_items)
        self.context = self._context()
        self.active = False
        self.begin = self.end = 0
        self.since = 99
        self.size: int | None = None
        self.partial = False
        self.first_entry = 0
        self.stacked: tuple[Span | None, bool] = (None, False)

    def _context(self) -> Context:
        return Context(block=len(self.blocks), second=self.second)

    def open(self, start: int) -> None:
        if not self.active:
            self.context = self._context()
            self.begin, self.size, self.partial = start, None, False
            self.first_entry = len(self.entries)
        self.active = True

    def close(self) -> None:
        if not self.active:
            return
        self.active = False
        forgotten = self._forget_title_words()
        rows = self.entries[self.first_entry :]
        if not rows:
            self.since += 1
            heading = self.context.heading
            if heading is not None and self.context.standing is not None and not forgotten:
                self.unread.append((Span(heading.start, max(heading.end, self.end)), NOT_READ))
            return
        there = sum(e.presence == "present" for e in rows)
        complete = not self.partial and not (self.size is not None and there < self.size)
        self.blocks.append(
            ListBlock(Span(self.begin, max(self.end, self.begin)), "complete" if complete else "partial", self.size)
        )
        self.since = 0
        self.context = self._context()

    def _stacked_here(self, index: int) -> bool:
        """Does each person of the list at hand stand above a line of his own role and body? Decided at its first line."""
        if self.context.heading is None or self.context.heading != self.stacked[0]:
            self.stacked = self.context.heading, self._stacked(index, 1 if self.stacked[1] else 2)
        return self.stacked[1]

    def _above(self, index: int) -> Entry | None:
        """The only person of the lines right above the one at `index`."""
        first = index
        while first > 0 and not self.lines[first - 1].blank and index - first < 3:
            first -= 1
            start, end = self.lines[first].span.start, self.lines[first].span.end
            found = [e for e in self.entries if e.kind == "person" and start <= e.start < end]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def _forget_title_words(self) -> bool:
        """Drop bodies read between the title of a sheet (« Feuille de présence ») and the sheet: they are a date, a place, a name of
        it. True when the list begins with such a title."""
        rows, heading = self.entries[self.first_entry :], self.context.heading
        if heading is None or not _SHEET.match(plain(self.text[heading.start : heading.end])):
            return False
        if not any((e.kind == "person" and (e.sure or e.title)) or e.own_presence for e in rows):
            del self.entries[self.first_entry :]
            self.scope = [e for e in self.scope if e not in rows]
        return True

    def _near(self) -> bool:
        return self.active or self.since <= GAP

    def _open_with(self, line: ListLine, state: State) -> None:
        if state.presence == "present" and not state.official and not self.active and self.since > GAP:
            self.scope = []
        self.open(line.span.start)
        stripped = line.text.strip()
        start = line.span.start + line.text.index(stripped)
        span = Span(start, start + len(stripped.rstrip(" :")))
        set_state(self.context, self._settle(state), span)
        if self.context.state is not None:
            self.context.standing = self.context.state, span
        self._note_size(line.text)
        self.end = line.span.end

    def _settle(self, state: State) -> State:
        """« Invités » in a record that lists who was there: they were."""
        if state.presence == "unknown" and any(e.presence == "present" for e in self.entries[-200:]) and self._near():
            return State("present", state.invited, state.mode)
        return state

    def _note_size(self, text: str) -> None:
        match = _SIZE.search(text.strip())
        if match and self.context.state is not None and self.context.state.presence == "present" and self.size is None:
            number = int(next(g for g in match.groups() if g))
            if number > 1:
                self.size = number
        if _PARTIAL.search(plain(text)):
            self.partial = True

    def _assemble(self, line: ListLine, items: list[Item], role: str | None = None) -> None:
        if not items:
            return
        self._style(line, items)
        rows = self.entries[self.first_entry :]
        self.context.only_bodies = sum(e.kind == "body" for e in rows) >= 4 and not any(e.bare for e in rows)
        assembler = Line(self.context, items, self.text, line.span, self.scope)
        assembler.label_role = role
        fresh = assembler.read()
        if self.context.state is not None and self.context.state.represented:
            for entry in fresh:
                if entry.bare and not entry.own_presence and entry.rule == "list":
                    entry.presence = "excused"
        if self.boxes and (mark := read_box(line.text)) is not None:
            for entry in fresh:
                if not entry.own_presence:
                    apply_mark(entry, mark)
        later = self.context.later
        if later is not None and any(e.own_presence and e.presence == later.presence for e in fresh):
            self.context.state, self.context.later = later, None
        parents = self.context.bodies
        for entry in fresh:
            if entry not in self.scope:
                continue
            if parents and entry.kind == "person":
                if not entry.bodies:
                    entry.bodies, entry.rule = list(parents), "heading"
                elif all(names_part(b) for b in entry.bodies):
                    entry.bodies, entry.rule = [part_of(parents[0], b) for b in entry.bodies], "heading"
            self.entries.append(entry)
            self.end = max(self.end, entry.end, line.span.end)
        self._merge(fresh)

    def _style(self, line: ListLine, items: Sequence[Item]) -> None:
        """Learn from the line what the block's names look like."""
        for position, item in enumerate(items):
            if item.kind == "person" and len(item.words) >= 2:
                first, last = item.words[0], item.words[-1]
                if item.sure and first.caps and not last.caps:
                    self.context.family_first = True
                elif item.sure and last.caps and not first.caps:
                    self.context.family_first = False
                elif not first.caps and self.context.family_first is None:
                    given, end = lexicon.is_given(first.folded), lexicon.is_given(last.folded)
                    if given != end:
                        self.context.family_first = end
            if item.kind == "unknown" and len(item.words) == 1 and position + 1 < len(items) and items[position + 1].kind == "/":
                self.context.singles_are_persons = True

    def _merge(self, fresh: list[Entry]) -> None:
        """Names said again (« Secrétaire : Mme X ») add to the row that has them."""
        for entry in fresh:
            if entry not in self.scope or entry.kind != "person":
                continue
            earlier = [
                e
                for e in self.scope
                if e is not entry
                and e.kind == "person"
                and e.start < entry.start
                and not e.sessions
                and same_person(e.name, entry.name)
            ]
            if len(earlier) != 1:
                continue
            first = earlier[0]
            if first.line == entry.line and first.name != entry.name:
                continue
            official = self.context.state is not None and (self.context.state.official or self.context.state.proxy)
            linked = {"substitute", "proxy"} & {first.rule, entry.rule}
            if first.block == entry.block and not official and not linked and _other_bodies(first, entry):
                continue
            if first.block == entry.block and not official and not linked and first.name != entry.name:
                continue
            if first.rule in ("substitute", "proxy") and entry.rule not in ("substitute", "proxy"):
                first.name, first.given, first.family = entry.name, entry.given, entry.family
                first.start, first.end, first.line, first.rule = entry.start, entry.end, entry.line, entry.rule
            if not first.bodies:
                first.bodies = list(entry.bodies)
            first.role.extend(r for r in entry.role if r not in first.role)
            for target, kind in entry.stands_in_for:
                if all(t is not target for t, _ in first.stands_in_for):
                    first.stands_in_for.append((target, kind))
            if entry.own_presence and not first.own_presence and not entry.stands_in_for:
                first.presence, first.own_presence = entry.presence, True
            for other in self.scope:
                other.stands_in_for = [(first if t is entry else t, k) for t, k in other.stands_in_for]
            self.scope.remove(entry)
            if entry in self.entries:
                self.entries.remove(entry)


def _other_bodies(first: Entry, second: Entry) -> bool:
    """Have both bodies of their own, none of them the same? Then the name stands for two people."""
    mine, others = ({name_key(body.name) for body in entry.bodies} for entry in (first, second))
    return bool(mine and others and not mine & others)
