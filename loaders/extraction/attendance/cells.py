"""The cells of a sheet that hold people and bodies."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ....graph.model import Span
from . import lexicon
from .columns import LETTERS, Column, split_deputies
from .entries import Context, Entry, apply_mark, body_mention
from .items import Item
from .lines import ListLine, read_items
from .model import BodyMention, StandInKind
from .names import person_name
from .office_shapes import office_body, unnamed_body
from .phrases import Mark, State, plain
from .tokens import Token

VACANT = re.compile(
    r"^(?:siege vacant|vacant\w*|a designer|a preciser|en attente|nn|n\.n\.|poste vacant|a pourvoir|a confirmer|-+|–|—|\?)$"
)

_NO_BODY = re.compile(
    r"^(?:particuli\w+|benevole|citoyen\w*|habitant\w*|a titre (?:personnel|individuel)|sans (?:structure|organisme)|individuel\w*)\b"
)


class Cells:
    """A sheet below its header, and what its cells name."""

    def __init__(
        self, rows: Sequence[ListLine], text: str, context: Context, columns: dict[int, Column], letters: Mapping[str, Mark], known: list[Entry],
        state: State | None,
    ) -> None:  # fmt: skip
        self.rows, self.text, self.context, self.known = rows, text, context, known
        self.columns, self.deputies = split_deputies(columns)
        self.letters = {**LETTERS, **letters}
        self.state = state
        kinds = {c.kind for c in columns.values()}
        self.shows = bool(kinds & {"presence", "present", "excused", "absent", "morning", "afternoon", "date", "remote"})
        self.out: list[Entry] = []
        self.notes: list[tuple[Entry, Span, bool]] = []
        self.invited: bool | None = state.invited if state else None
        self.above: list[BodyMention] = []

    def _cell(self, row: ListLine, *kinds: str) -> list[tuple[Span, Column]]:
        out = []
        for span, column in zip(row.cells, row.columns, strict=True):
            info = self.columns.get(column)
            if info is not None and info.kind in kinds and self.text[span.start : span.end].strip():
                out.append((_trim(self.text, span), info))
        return out

    def _items(self, span: Span) -> list[Item]:
        return read_items(ListLine(self.text[span.start : span.end], span, "cell"), self.text)

    def _text(self, cells: Sequence[tuple[Span, Column]]) -> str:
        return " ".join(" ".join(self.text[s.start : s.end].split()) for s, _ in cells)

    def _bodies(self, cells: Sequence[tuple[Span, Column]], row: ListLine) -> list[BodyMention]:
        found: list[BodyMention] = []
        for span, _ in cells:
            flat = plain(self.text[span.start : span.end])
            if re.match(r"^(?:idem|id\.?|dito|\"|″|〃)(?:$|\s)", flat):
                found.extend(self.above)
                continue
            if VACANT.match(flat) or _NO_BODY.match(flat):
                continue
            found.extend(self._bodies_of(span))
        if found:
            self.above = found
        return found

    def _bodies_of(self, span: Span) -> list[BodyMention]:
        """The bodies of a cell that holds bodies, perhaps with a role: « Président du syndicat », « UNA / SSIAD », « A puis B »."""
        items = self._items(span)
        out: list[BodyMention] = []
        outer = [x for x in items if x.depth == 0]
        if any(x.kind == "role" for x in outer):
            bodies = [x for x in outer if x.kind == "body"]
            if bodies:
                first = bodies[-1].words[0]
                words = [
                    t
                    for x in outer
                    if x.start >= first.start and x.kind in ("body", "unknown", "-", "et", "comment")
                    for t in x.words
                ]
                return [body_mention(words)]
            role = next(x for x in outer if x.kind == "role")
            derived = office_body(role.words)
            return [BodyMention(derived, span)] if derived else []
        runs: list[list[Item]] = [[]]
        for item in items:
            if item.depth > 0 or item.kind in ("(", ")"):
                continue
            if item.kind in ("/", ";", "+") or (
                item.kind == "et" and item.words[0].folded in ("puis", "et") and _stands(runs[-1]) and _next_body(items, item)
            ):
                runs.append([])
            else:
                runs[-1].append(item)
        for run in runs:
            words = [t for x in run for t in x.words]
            while words and words[-1].kind in ("-", ",", "et"):
                words.pop()
            inner_words = _known_in_bracket(items, run)
            if inner_words and not lexicon.known_words(tuple(t.folded for t in words[:8])):
                words = inner_words
            if not words or not any(t.kind == "word" for t in words):
                continue
            if out and words[0].folded in lexicon.SUBUNITS:
                continue
            mention = body_mention(words)
            inner = [x for x in items if x.kind == "-" and mention.span.start < x.start < mention.span.end]
            if (
                inner
                and words[0].caps
                and words[0].kind == "word"
                and inner[0].start > words[0].end
                and len([w for w in words if w.start < inner[0].start]) == 1
            ):
                mention = BodyMention(words[0].text, Span(words[0].start, words[0].end))
            out.append(mention)
        return out

    def _named(self, span: Span) -> list[Entry]:
        items = self._items(span)
        out: list[Entry] = []
        last: Entry | None = None
        replaced: Entry | None = None
        replaces: Entry | None = None
        stood_in: Entry | None = None
        kind: StandInKind = "substitute"
        words_before = plain(self.text[span.start : span.end])
        if VACANT.match(words_before.strip(" ()")):
            return []
        for item in items:
            unknown_name = (
                item.kind == "unknown"
                and not any(c.isdigit() for t in item.words for c in t.text)
                and len(item.words) <= 4
                and item.depth == 0
            )
            if item.kind == "person" or unknown_name:
                name, given, family = person_name(item.words, self.context.family_first)
                last = Entry(
                    "person",
                    name,
                    item.start,
                    item.end,
                    given=given,
                    family=family,
                    title=bool(item.title),
                    sure=item.kind == "person",
                )
                out.append(last)
                if stood_in is not None:  # « Mme Y (remplace M. X) »: the value of the row is Mme Y's
                    last.presence, last.own_presence = "excused", True
                    stood_in.stands_in_for = [(last, "substitute")]
                    stood_in = None
                if replaced is not None:  # « M. X remplacé par Mme Y »: the value of the row is Mme Y's
                    replaced.presence, replaced.own_presence = "excused", True
                    last.stands_in_for, replaced = [(replaced, kind)], None
                if replaces is not None and last.title:  # « Mme Y, pour M. X »
                    last.presence, last.own_presence = "excused", True
                    replaces.stands_in_for = [(last, "substitute")]
                replaces = None
            elif item.kind == "unnamed":
                at, end = unnamed_body(item)
                name = (
                    body_mention(item.words[at:end]).name
                    if at < end
                    else item.derived or self.text[span.start : span.end].strip()
                )
                out.append(
                    Entry(
                        "body",
                        name,
                        item.start,
                        item.end,
                        people=item.count,
                        title=bool(item.title),
                        role=[self.text[item.start : item.end]],
                    )
                )
            elif item.kind == "role" and last is not None:
                last.role.append(self.text[item.start : item.end])
                if item.derived:
                    last.bodies, last.rule = [BodyMention(item.derived, Span(item.start, item.end))], "office"
            elif item.kind == "pour" and last is not None:
                replaces = last
                continue
            elif item.kind == "link" and last is not None and item.link is not None:
                if item.link.direction == "by":
                    replaced, kind = last, item.link.kind
                elif item.link.kind == "substitute":
                    stood_in = last
                continue
            elif item.kind == "mark" and last is not None and item.mark is not None:
                apply_mark(last, item.mark)
                last.own_presence = item.mark.presence is not None and item.mark.timing is None
            elif item.kind == "body" and last is not None and not last.bodies:
                last.bodies.append(body_mention(item.words))
            elif item.kind == "idem" and self.out:
                previous = next((e for e in reversed(self.out) if e.kind == "person"), None)
                if previous is not None:
                    previous.bodies.extend(m for m in self.above if all(m.name != b.name for b in previous.bodies))
        return out


def _trim(text: str, span: Span) -> Span:
    piece = text[span.start : span.end]
    return Span(span.start + len(piece) - len(piece.lstrip()), span.end - (len(piece) - len(piece.rstrip())))


def _known_in_bracket(items: Sequence[Item], run: Sequence[Item]) -> list[Token]:
    """The words of a bracket right after `run` that name a known body: « Pénitentiaire (SPIP 71) »."""
    if not run:
        return []
    at = next(k for k, x in enumerate(items) if x is run[-1])
    inner = items[at + 1 : at + 4]
    if [x.kind for x in inner] != ["(", "body", ")"]:
        return []
    words = inner[1].words
    return words if lexicon.known_words(tuple(t.folded for t in words[:8])) else []


def _stands(run: list[Item]) -> bool:
    return any(x.kind in ("body", "unknown") for x in run)


def _next_body(items: Sequence[Item], item: Item) -> bool:
    at = next(k for k, x in enumerate(items) if x is item)
    return at + 1 < len(items) and items[at + 1].kind in ("body", "unknown")
