"""`read_attendance`: the lists of a document, line by line, into rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....graph.model import Span
from ....graph.names import name_key
from ...document import Document
from . import lexicon, tables
from .assembler import Line
from .confidence import confidence
from .entries import Context, Entry, body_mention, clean_group, is_group, set_state
from .items import Item
from .lines import (
    ListLine,
    bodies_in,
    coverage,
    heading_state,
    label_state,
    lines_of,
    list_like,
    names_in,
    read_items,
    section,
    sentence_like,
    sentence_state,
    sentences,
)
from .model import AttendanceReading, BodyMention, ListBlock, Row
from .names import person_name, same_person
from .phrases import State, plain, read_mark

_SIZE = re.compile(
    r"\((\d{1,4})(?: (?:personnes|présents|participants|membres))?\)|^\s*(\d{1,4})\s*$|(?:^|:)\s*(\d{1,4})\s*$|^(\d{1,4}) (?:présent|participant|personne)",
    re.IGNORECASE,
)
_PARTIAL = re.compile(r"\betc\b|\bnotamment\b|\bentre autres\b|…\s*$|\.\.\.\s*$|\bparmi\b|\bdont\b")
_STAR = re.compile(r"\(?\*\s*[=:]?\s*([^)\n*]{3,60})\)?")
_BY = re.compile(r"\(((?:M\.|MM\.|Mme|Mlle|Dr) [^()]{2,40}?) par ((?:M\.|Mme|Mlle|Dr) [^(),;]{2,40})")
_LEGEND_STAR = re.compile(r"^\s*\(?\s*\*+\s*[=:]")
_GAP = 14  # lines after a list in which a later part may begin with a role heading


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.lines = lines_of(document)
        self.entries: list[Entry] = []
        self.scope: list[Entry] = []
        self.blocks: list[ListBlock] = []
        self.unread: list[tuple[Span, str]] = []
        self.context = Context()
        self.active = False
        self.begin = self.end = 0
        self.since = 99
        self.size: int | None = None
        self.partial = False

    # --- blocks --------------------------------------------------------------------------------------------------------

    def open(self, start: int) -> None:
        if not self.active:
            self.context = Context(block=len(self.blocks))
            self.begin, self.size, self.partial = start, None, False
            self.first_entry = len(self.entries)
        self.active = True

    def close(self) -> None:
        if not self.active:
            return
        self.active = False
        rows = self.entries[self.first_entry :]
        if not rows:
            self.since += 1
            return
        there = sum(e.presence == "present" for e in rows)
        complete = not self.partial and not (self.size is not None and there < self.size)
        self.blocks.append(
            ListBlock(Span(self.begin, max(self.end, self.begin)), "complete" if complete else "partial", self.size)
        )
        self.since = 0
        self.context = Context(block=len(self.blocks))

    # --- the walk -----------------------------------------------------------------------------------------------------

    def read(self) -> AttendanceReading:
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            if line.table is not None:
                index = self._table(index)
                continue
            index = self._line(index)
        self.close()
        return self._result()

    def _line(self, index: int) -> int:
        line = self.lines[index]
        self.since += 1
        if line.blank:
            return index + 1
        line, after = self._logical(index)
        if tables.legend([line]) or _LEGEND_STAR.match(line.text):
            self._legend(line)
            return after
        if (
            (state := heading_state(line)) is not None
            and not self._named(line)
            and self._content_follows(after)
            and not (state.official and not self._near())
        ):
            self._open_with(line, state)
            return after
        items = read_items(line, self.text)
        label = label_state(line)
        if label is not None and self._opens(line, label, after):
            self._read_line(line, items, label)
            if label[1] > 20 and line.text[label[2] :].strip() and not line.text[: label[1]].rstrip().endswith(":"):
                self.close()
            return after
        if (found := sentence_state(line)) is not None and names_in(items) + bodies_in(items) >= 1:
            state, size = found
            self.open(line.span.start)
            set_state(self.context, state, Span(line.span.start, line.span.start + size))
            rest = ListLine(line.text[size:], Span(line.span.start + size, line.span.end), "sentence")
            self._assemble(rest, read_items(rest, self.text))
            return after
        if not self.active:
            if len(line.text) > 120 and label is None and self._sentences(line):
                return after
            if self._bare_list(index):
                self.open(line.span.start)
                self.context.state = State("present")
            else:
                return after
        if section(line, items) or self._title_of_prose(line, items, after):
            if not self._sentences(line):
                self.close()
            return after
        self._body_line(line, items, after)
        return after

    def _title_of_prose(self, line: ListLine, items: list[Item], after: int) -> bool:
        """« Feuille de route », « Agenda »: words in small letters that no list knows, alone above a sentence."""
        words = line.text.strip().split()
        if (
            not words
            or any(x.kind != "unknown" for x in items)
            or line.kind == "item"
            or line.text.rstrip().endswith((":", ",", ";"))
        ):
            return False
        if not words[0][1:].islower() or not all(word.islower() for word in words[1:]):
            return False
        following = next((x for x in self.lines[after:] if not x.blank), None)
        return following is not None and following.table is None and section(following, read_items(following, self.text))

    def _legend(self, line: ListLine) -> None:
        """A legend may name substitutes (« R : représenté (Mme X par M. Y) ») and go on with « Animation : … »."""
        for match in _BY.finditer(line.text):
            span = Span(line.span.start + match.start(2), line.span.start + match.end(2))
            other = next((x for x in read_items(ListLine(match[2], span, "sentence"), self.text) if x.kind == "person"), None)
            absent = [
                e
                for e in self.scope
                if e.kind == "person" and e.presence != "present" and same_person(e.name, _untitled(match[1]))
            ]
            if other is None or not absent:
                continue
            subject = absent[-1]
            name, given, family = person_name(other.words)
            entry = Entry(
                "person", name, other.start, other.end, given=given, family=family, bodies=list(subject.bodies), rule="substitute"
            )
            entry.sessions, entry.block, entry.line, entry.title = list(subject.sessions), subject.block, line.span, True
            entry.stands_in_for = [(subject, "substitute")]
            subject.presence = "excused"
            self.entries.append(entry)
            self.scope.append(entry)
        for part in list(sentences(line))[1:]:
            label = label_state(part)
            if label is not None and label[0].official and self._near():
                self._read_line(part, read_items(part, self.text), label)
                self.close()

    def _logical(self, index: int) -> tuple[ListLine, int]:
        """The line at `index` with its continuation lines (an open bracket, a dangling word, a lower-case start)."""
        line = self.lines[index]
        last = index
        while last + 1 < len(self.lines) and last - index < 6:
            following = self.lines[last + 1]
            text = self.text[line.span.start : self.lines[last].span.end]
            if following.blank or following.table is not None:
                break
            tail = plain(text).split()[-1:] or [""]
            open_bracket = text.count("(") > text.count(")") and following.text.count(")") > following.text.count("(")
            dangling = tail[0] in (
                "et",
                "de",
                "du",
                "des",
                "la",
                "le",
                "l'",
                "d'",
                "a",
                "au",
                "aux",
                "pour",
                "par",
                "/",
                "-",
                "–",
            )
            start = following.text.lstrip()
            lower = len(self.lines[last].text) > 60 and start[:1].islower() and not start.startswith(("o ", "a)", "b)"))
            comma = (
                text.rstrip().endswith(",")
                and len(self.lines[last].text) > 60
                and start[:1] not in "-•*·–"
                and label_state(following) is None
            )
            if not (open_bracket or dangling or lower or comma) or heading_state(following) is not None:
                break
            last += 1
        if last == index:
            return line, index + 1
        span = Span(line.span.start, self.lines[last].span.end)
        return ListLine(self.text[span.start : span.end].replace("\n", " "), span, line.kind), last + 1

    def _content_follows(self, index: int) -> bool:
        """Do names, bodies or another heading follow within a few lines?"""
        seen = 0
        while index < len(self.lines) and seen < 4:
            line = self.lines[index]
            index += 1
            if line.blank:
                continue
            seen += 1
            if line.table is not None:
                return True
            items = read_items(line, self.text)
            if section(line, items):
                return False
            if names_in(items) or bodies_in(items) or any(x.kind == "unknown" for x in items):
                return True
        return False

    def _named(self, line: ListLine) -> bool:
        """Does the line hold a person, or a body beside a state of its own? Then it is no heading."""
        items = read_items(line, self.text)
        return any(x.kind == "person" and (x.sure or x.title) for x in items)

    def _near(self) -> bool:
        return self.active or self.since <= _GAP

    def _opens(self, line: ListLine, label: tuple[State, int, int], after: int) -> bool:
        state, start, end = label
        if state.official and not self._near():
            return False
        if state.proxy and not self._near():
            return False
        if re.search(r"(?:\bn'|\bne\b).*\b(?:pas|ni)\b", plain(line.text[start:end])) and bodies_in(
            read_items(
                ListLine(line.text[start:end], Span(line.span.start + start, line.span.start + end), "sentence"), self.text
            )
        ):
            return False  # « La MSA n'était pas représentée : … » speaks of one body
        rest = line.text[end:]
        stop = re.split(r"(?<=[^\W\d_]{3})\.\s", rest)[0]
        content = ListLine(stop, Span(line.span.start + end, line.span.start + end + len(stop)), "sentence")
        if not stop.strip() or re.fullmatch(r"\s*\d{1,4}\s*", stop):
            return self._content_follows(after)
        items = read_items(content, self.text)
        found = names_in(items) + bodies_in(items)
        unknown = sum(x.kind == "unknown" for x in items)
        if start > 60 and found + unknown < 2:
            return False
        if state.presence in ("absent", "excused") and start == 0 and (found or unknown):
            return coverage(items) >= 0.4
        return bool(found or (unknown and start == 0)) and coverage(items) >= 0.45

    def _open_with(self, line: ListLine, state: State) -> None:
        if state.presence == "present" and not state.official and not self.active and self.since > _GAP:
            self.scope = []
        self.open(line.span.start)
        stripped = line.text.strip()
        start = line.span.start + line.text.index(stripped)
        set_state(self.context, self._settle(state), Span(start, start + len(stripped.rstrip(" :"))))
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

    def _read_line(self, line: ListLine, items: list[Item], label: tuple[State, int, int]) -> None:
        state, start, end = label
        if state.presence == "present" and not state.official and not self.active and self.since > _GAP:
            self.scope = []
        self.open(line.span.start)
        self._note_size(line.text[start:end].rstrip(": ") if not re.fullmatch(r"\s*\d{1,4}\s*", line.text[end:]) else line.text)
        if start and line.text[:start].rstrip().endswith(":") and len(line.text[:start].split()) <= 16:
            self._assemble(line, items)
            return
        if start and line.text[:start].strip(" -•*:") != "":
            prefix = ListLine(line.text[:start], Span(line.span.start, line.span.start + start), "sentence")
            before = read_items(prefix, self.text)
            if len(prefix.text.split()) <= 14 and self.context.state is not None and not section(prefix, before):
                self._assemble(prefix, before)
        set_state(
            self.context, self._settle(state), Span(line.span.start + start, line.span.start + end - 1), keep_bodies=start > 0
        )
        rest = ListLine(line.text[end:], Span(line.span.start + end, line.span.end), "sentence")
        if re.fullmatch(r"[\s\d]*", rest.text):
            self.end = line.span.end
            return
        inner = read_items(rest, self.text)
        if state.official:
            self._assemble(rest, inner, role=plain(line.text[start : end - 1]).strip(" :"))
            return
        if len(rest.text) > 160 and label_state(rest) is None and re.search(r"(?<=[^\W\d_]{3}[.!?])\s+[A-ZÉ]", rest.text):
            for part in sentences(rest):
                found = read_items(part, self.text)
                if part.span.start > rest.span.start and (
                    section(part, found) or not (names_in(found) or bodies_in(found) or any(x.kind == "mark" for x in found))
                ):
                    self.close()
                    break
                self._assemble(part, found)
            return
        self._assemble(rest, inner)

    def _sentences(self, line: ListLine) -> bool:
        """Read the sentences of a paragraph that begin with a state and a colon; were there any?"""
        if label_state(line) is None:
            return False
        found = False
        for part in sentences(line):
            label = label_state(part)
            if label is not None and self._opens(part, label, len(self.lines)):
                state, _start, _end = label
                if not found and not self.active and state.presence == "present" and self.since > _GAP:
                    self.scope = []
                self.open(part.span.start)
                self._read_line(part, read_items(part, self.text), label)
                found = True
            elif found and (":" in part.text or len(part.text.split()) < 8):
                items = read_items(part, self.text)
                if section(part, items) or not any(x.kind in ("mark", "person") for x in items):
                    break
                self._assemble(part, items)
            elif found:
                break
        if found:
            self.close()
        return found

    def _bare_list(self, index: int) -> bool:
        """Do several lines that hold nothing but persons begin here, without a heading of presence?"""
        good = 0
        heading = self.lines[index]
        at = index
        items = read_items(heading, self.text)
        if is_group(items, heading.text) and not names_in(items):
            at += 1
        titled = False
        while at < len(self.lines) and at - index < 12:
            line = self.lines[at]
            if line.blank:
                at += 1
                continue
            if line.table is not None:
                break
            items = read_items(line, self.text)
            if is_group(items, line.text) and not names_in(items) and len(line.text.split()) < 8:
                at += 1
                continue
            labelled = _labelled(items) and not re.search(r"\d\s?h\b", plain(line.text))
            if not labelled and not list_like(line, items):
                break
            titled = (
                titled
                or labelled
                or bool(items[0].title)
                or any(x.kind == "mark" for x in items)
                or any(t.caps for t in items[0].words)
            )
            good += 1
            at += 1
        return good >= 3 and titled

    # --- lines of a list --------------------------------------------------------------------------------------------------

    def _body_line(self, line: ListLine, items: list[Item], after: int) -> None:
        content = [x for x in items if x.kind not in (".", ",", "-", "bullet", ";", "•")]
        if not content:
            return
        words = line.text.strip(" \t-•*:;,.")
        colon = line.text.rstrip().endswith(":")
        if not names_in(items) and (colon or len(words.split()) <= 12):
            if not any(x.kind == "mark" for x in content) and is_group(content, words) and ":" not in line.text.rstrip(" :"):
                self.context.group = clean_group(words)
                self.context.group_span = Span(line.span.start, line.span.end)
                self.context.bodies, self.context.listed = [], False
                self.end = line.span.end
                return
            outer = [x for x in content if x.depth == 0 and x.kind != ":"]
            bodies = [x for x in outer if x.kind in ("body", "unknown")]
            lone = (
                len(bodies) == 1
                and all(x.kind in ("body", "unknown", "comment") for x in outer)
                and ":" not in line.text.rstrip(" :")
            )
            if lone and (colon or self._heads(line, after)):
                mention = body_mention(bodies[0].words)
                self.context.bodies = [mention]
                self.context.group = self.context.group_span = None
                self.context.last_bodies = [mention]
                self.end = line.span.end
                return
            if colon and not bodies:
                return
        if self.context.state is None:
            self.context.state = State("present")
        self._assemble(line, items)

    def _heads(self, line: ListLine, after: int) -> bool:
        """Is a body alone on its line the heading of what follows: persons without a body of their own, or parts of it?"""
        bullet = line.text.lstrip()[:1] in "-•*·–"
        name = name_key(line.text)
        for following in self.lines[after : after + 2]:
            if following.blank:
                continue
            if following.table is not None or heading_state(following) is not None:
                return False
            items = read_items(following, self.text)
            if not items or section(following, items):
                return False
            if following.text.lstrip()[:1] in "-•*·–" and bullet:
                return False
            first = items[0]
            if first.kind in ("person",) or (first.kind == "unnamed" and first.title):
                own = [x for x in items if x.kind == "body" and not x.extra.get("of_role")]
                return not own or any(name_key(" ".join(t.text for t in x.words)) == name or _part(x) for x in own)
            return bool(first.kind in ("body", "unknown") and _part(first) and any(x.kind == ":" for x in items))
        return False

    def _assemble(self, line: ListLine, items: list[Item], role: str | None = None) -> None:
        if not items:
            return
        self._style(line, items)
        assembler = Line(self.context, items, self.text, line.span, self.scope)
        assembler.label_role = role
        fresh = assembler.read()
        parents = self.context.bodies
        for entry in fresh:
            if entry not in self.scope:
                continue
            if parents and entry.kind == "person":
                if not entry.bodies:
                    entry.bodies, entry.rule = list(parents), "heading"
                elif all(_part_name(b) for b in entry.bodies):
                    entry.bodies, entry.rule = [_compose(parents[0], b) for b in entry.bodies], "heading"
            self.entries.append(entry)
            self.end = max(self.end, entry.end, line.span.end)
        self._merge(fresh)

    def _style(self, line: ListLine, items: Sequence[Item]) -> None:
        """Learn from the line what the block's names look like."""
        for position, item in enumerate(items):
            if item.kind == "person" and item.sure and len(item.words) >= 2:
                first, last = item.words[0], item.words[-1]
                if first.caps and not last.caps:
                    self.context.family_first = True
                elif last.caps and not first.caps:
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

    # --- tables ------------------------------------------------------------------------------------------------------------

    def _table(self, index: int) -> int:
        number = self.lines[index].table
        end = index
        while end < len(self.lines) and self.lines[end].table == number:
            end += 1
        rows = self.lines[index:end]
        legend = tables.legend(self.lines[max(0, index - 6) : index] + self.lines[end : end + 4])
        state = self.context.state if self.active else None
        found = tables.read_table(
            rows, self.text, self.context if self.active else Context(block=len(self.blocks)), legend, self.scope, state
        )
        if found:
            self.open(rows[0].span.start)
            for entry in found:
                entry.block = self.context.block
                self.entries.append(entry)
                if entry not in self.scope:
                    self.scope.append(entry)
            self.end = rows[-1].span.end
            self.close()
            return end
        for row in rows:
            self._row_as_line(row)
        return end

    def _row_as_line(self, row: ListLine) -> None:
        """A row of a table that is no sheet: « Participants | A (Org), B (Org) » or plain lines of a list."""
        cells = [c for c in row.cells if self.text[c.start : c.end].strip()]
        if not cells:
            return
        first = ListLine(self.text[cells[0].start : cells[0].end], cells[0], "cell")
        state = heading_state(first)
        if state is not None and len(cells) > 1 and not (state.official and not self._near()):
            self._open_with(first, state)
            for cell in cells[1:]:
                line = ListLine(self.text[cell.start : cell.end], cell, "cell")
                self._assemble(line, read_items(line, self.text))
            return
        for cell in cells:
            line = ListLine(self.text[cell.start : cell.end], cell, "cell")
            items = read_items(line, self.text)
            label = label_state(line)
            if label is not None and self._opens(line, label, len(self.lines)):
                self._read_line(line, items, label)
            elif self.active and not section(line, items) and (names_in(items) or bodies_in(items)):
                if self.context.state is None:
                    self.context.state = State("present")
                self._assemble(line, items)
            elif self.active and section(line, items):
                self.close()

    # --- the result ------------------------------------------------------------------------------------------------------

    def _result(self) -> AttendanceReading:
        entries = [e for e in self.entries if e.name and not (e.kind == "body" and sentence_like(e.name))]
        self._stars(entries)
        self._modes(entries)
        entries = _drop_implied(entries)
        place = {id(e): n for n, e in enumerate(entries)}
        agreement = _agreement(entries)
        rows = []
        for entry in entries:
            stand_ins = tuple(
                (target if isinstance(target, BodyMention) else place[id(target)], kind)
                for target, kind in entry.stands_in_for
                if isinstance(target, BodyMention) or id(target) in place
            )
            rows.append(
                Row(
                    kind="person" if entry.kind == "person" else "body",
                    name=entry.name,
                    span=Span(entry.start, entry.end),
                    given=entry.given,
                    family=entry.family,
                    incomplete=entry.kind == "person" and entry.family is None,
                    role=", ".join(dict.fromkeys(r for r in entry.role if r)) or None,
                    bodies=tuple(entry.bodies),
                    presence=entry.presence,
                    invited=entry.invited,
                    stands_in_for=stand_ins,
                    sessions=tuple(entry.sessions),
                    mode=entry.mode if entry.presence == "present" else None,
                    timing=entry.timing,
                    people=entry.people,
                    heading=entry.heading,
                    group=entry.group,
                    group_span=entry.group_span,
                    block=min(entry.block, max(0, len(self.blocks) - 1)),
                    rule=entry.rule,
                    confidence=confidence(entry, agreement.get(entry.block, 0.0)),
                    text=self._quote(entry),
                )
            )
        return AttendanceReading(tuple(rows), tuple(self.blocks), tuple(self.unread))

    def _quote(self, entry: Entry) -> str:
        line = entry.line or Span(entry.start, entry.end)
        piece = " ".join(self.text[line.start : line.end].split())
        if len(piece) > 160:
            ends = [b.span.end for b in entry.bodies if line.start <= b.span.start and b.span.end <= line.end]
            starts = [b.span.start for b in entry.bodies if line.start <= b.span.start and b.span.end <= line.end]
            piece = " ".join(self.text[min([entry.start, *starts]) : max([entry.end, *ends])].split())
        heading = self.text[entry.heading.start : entry.heading.end].strip() if entry.heading else ""
        if heading and heading not in piece:
            return f"{heading} [...] {piece}"
        return piece

    def _stars(self, entries: list[Entry]) -> None:
        starred = [e for e in entries if "*" in e.sessions]
        if not starred:
            return
        match = _STAR.search(self.text)
        mark = read_mark(match[1].strip()) if match else None
        for entry in starred:
            entry.sessions = [s for s in entry.sessions if s != "*"]
            if mark is not None and mark.mode:
                entry.mode = mark.mode

    @staticmethod
    def _modes(entries: list[Entry]) -> None:
        """Where a list tells remote people apart, the others were in the room."""
        for block in {e.block for e in entries}:
            mine = [e for e in entries if e.block == block]
            if any(e.mode == "remote" for e in mine) and any(e.mode is None and e.presence == "present" for e in mine):
                for entry in mine:
                    if entry.mode is None and entry.presence == "present":
                        entry.mode = "room"


def _untitled(name: str) -> str:
    return re.sub(r"^(?:M\.|MM\.|Mme|Mlle|Dr)\s+", "", name)


def _labelled(items: Sequence[Item]) -> bool:
    """« ORG : person » or « ORG : excusé »: a line of a list by bodies."""
    colon = next((k for k, x in enumerate(items) if x.kind == ":"), 0)
    if not colon or colon + 1 >= len(items):
        return False
    label = [x for x in items[:colon] if x.depth == 0 and x.kind not in ("(", ")")]
    first = items[colon + 1]
    return all(x.kind in ("body", "unknown", ",", "/", "et", "-", "group") for x in label) and (
        first.kind == "mark" or (first.kind == "person" and (first.sure or bool(first.title)))
    )


def _part(item: Item) -> bool:
    words = item.words
    first = words[1] if words[0].folded in ("le", "la", "l") and len(words) > 1 else words[0]
    return first.folded in lexicon.SUBUNITS and not lexicon.known_words(tuple(t.folded for t in words[:8])) > 1


def _part_name(mention: BodyMention) -> bool:
    words = mention.name.lower().replace("’", "'").split()
    first = words[0].split("'")[-1] if words else ""
    from ....graph.names import fold

    return fold(first) in lexicon.SUBUNITS and not lexicon.known_words(tuple(fold(w) for w in words[:6])) > 1


_PART = re.compile(
    r"^(?:l['’]|la |le )?(?:agence|unité|délégation|direction)\s(?:(?:régionale|départementale|territoriale|locale|interrégionale)\s)?(?:d['’]|de la |de l['’]|de |du |des )?",
    re.IGNORECASE,
)


def _compose(parent: BodyMention, part: BodyMention) -> BodyMention:
    """The name of a part under its body: « France Travail » + « Agence de Thiers » → « France Travail Thiers »; a part that is no place
    (« service habitat ») leaves the body's name."""
    rest = _PART.sub("", part.name, count=1)
    if rest != part.name and rest[:1].isupper():
        return BodyMention(f"{parent.name} {rest}", part.span)
    return parent


def _drop_implied(entries: list[Entry]) -> list[Entry]:
    """A body without a name beside persons of the same body in the same block and state says nothing new."""
    out = []
    for entry in entries:
        if entry.kind == "body" and not entry.title:
            key = name_key(entry.name)
            if any(
                e.kind == "person"
                and e.block == entry.block
                and e.presence == entry.presence
                and any(name_key(b.name) == key for b in e.bodies)
                for e in entries
            ):
                continue
        out.append(entry)
    return out


def _agreement(entries: list[Entry]) -> dict[int, float]:
    """For each block, the share of its most frequent way of pairing."""
    out: dict[int, float] = {}
    for block in {e.block for e in entries}:
        rules = [e.rule for e in entries if e.block == block and e.kind == "person"]
        if rules:
            out[block] = max(rules.count(r) for r in set(rules)) / len(rules)
    return out


def read_attendance(document: Document) -> AttendanceReading:
    """The attendance lists of `document`: rows in text order, their blocks, and what could not be read.

    Never raises; a document without a list gives an empty reading.
    """
    return _Reader(document).read()
