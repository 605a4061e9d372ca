"""From items to rows: who is paired with which body, what state holds, who stands in for whom.

Rules (measured on records and blocks, see `docs/` of the extraction): direction is decided per chunk by evidence; a bracket goes back to
every person before it that has no body; a body after a comma or a dash to the last person and those joined to it by « et »; a label
« ORG : » holds to the end of the line; a heading body until the next heading.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ....graph.model import Span
from ....graph.names import fold, name_key
from . import lexicon
from .items import Item
from .model import BodyMention, Mode, Presence, StandInKind
from .names import person_name, raw, same_person
from .office_shapes import unnamed_body
from .phrases import Mark, State, plain, read_mark, read_state
from .tokens import Token

_SET_ASIDE = re.compile(r"\becarte|\bnon (?:signe|valable|retenu|recevable)|\birrecevable|\bnul\b|\bannul|\brefuse")
"""A proxy that does not count."""


@dataclass(slots=True, eq=False)
class Entry:
    """A row in the making. `evidence`: what the confidence is made of."""

    kind: str
    name: str
    start: int
    end: int
    given: str | None = None
    family: str | None = None
    role: list[str] = field(default_factory=list)
    bodies: list[BodyMention] = field(default_factory=list)
    presence: Presence = "present"
    invited: bool | None = None
    stands_in_for: list[tuple[Entry | BodyMention, StandInKind]] = field(default_factory=list)
    sessions: list[str] = field(default_factory=list)
    mode: Mode | None = None
    timing: str | None = None
    people: int | None = None
    heading: Span | None = None
    group: str | None = None
    group_span: Span | None = None
    block: int = 0
    rule: str = "list"
    title: bool = False
    sure: bool = True
    own_presence: bool = False
    line: Span | None = None
    closed: bool = False
    joined: bool = False
    shared_title: bool = False
    confidence: float | None = None

    @property
    def bare(self) -> bool:
        return self.kind == "person" and not self.bodies


@dataclass(slots=True)
class Context:
    """What the lines above say of the next one."""

    state: State | None = None
    heading: Span | None = None
    group: str | None = None
    group_span: Span | None = None
    bodies: list[BodyMention] = field(default_factory=list)
    body_from_heading: bool = False
    role: str | None = None
    family_first: bool | None = None
    persons_first: bool = True
    bare_lists: bool = False
    singles_are_persons: bool = False
    block: int = 0
    listed: bool = False
    last_bodies: list[BodyMention] = field(default_factory=list)


def body_mention(words: Sequence[Token]) -> BodyMention:
    """The body named by `words`, without its article and without quotation marks around it."""
    parts = [t for t in words if t.kind not in ("mark", "star")]
    while (
        len(parts) > 1 and parts[0].folded in ("de", "du", "des", "d", "au", "aux", "chez", "pour") and parts[0].text[0].islower()
    ):
        parts = parts[1:]
    while len(parts) > 1 and (
        (parts[0].folded in ("le", "la", "les", "l") and not parts[0].caps and not _proper_article(parts))
        or parts[0].kind in ("«", '"', "“")
    ):
        parts = parts[1:]
    quoted = any(t.kind in ("«", '"', "“") for t in parts[:-1])
    while len(parts) > 1 and (
        parts[-1].kind in (",", "-", "et")
        or (parts[-1].kind in ("»", '"', "”") and not quoted)
        or parts[-1].folded in ("et", "de", "du", "a", "au", "pour", "la", "le")
    ):
        parts = parts[:-1]
    return BodyMention(raw(parts), Span(parts[0].start, parts[-1].end))


def _proper_article(parts: Sequence[Token]) -> bool:
    """« Les Ateliers du Fil », « La Ruche »: a capital article before a proper name of one case stays."""
    return (
        parts[0].text[0].isupper()
        and parts[0].folded in ("les", "la", "le")
        and parts[1].capital
        and parts[1].folded not in lexicon.HEADS
    )


class Line:
    """Assembles the items of one line into entries."""

    def __init__(self, context: Context, items: list[Item], text: str, span: Span, entries: list[Entry]) -> None:
        self.context = context
        self.items = items
        self.text = text
        self.span = span
        self.known = entries
        self.entries: list[Entry] = []
        self.label: list[BodyMention] = []
        self.label_role: str | None = None
        self.pending: list[BodyMention] = []
        self.last: Entry | None = None
        self.last_body: Entry | None = None
        self.plural_title = False
        self.org_first = False
        self.separator = ""
        self.idem = False
        self.carried: Mark | None = None
        self.paired = False
        top = [x.kind for x in items if x.depth == 0]
        self.dashes = top.count("-") >= 2 and top.count("/") >= 2

    # --- entries -----------------------------------------------------------------------------------------------------

    def _entry(self, kind: str, name: str, start: int, end: int) -> Entry:
        context = self.context
        state = context.state
        entry = Entry(kind, name, start, end, block=context.block, line=self.span)
        if state is not None:
            entry.presence, entry.invited, entry.heading = state.presence, state.invited, context.heading
            entry.mode = state.mode
        entry.group, entry.group_span = context.group, context.group_span
        self.entries.append(entry)
        self.known.append(entry)
        return entry

    def person(self, item: Item) -> Entry:
        name, given, family = person_name(item.words, self.context.family_first)
        entry = self._entry("person", name, item.start, item.end)
        entry.given, entry.family, entry.title, entry.sure = given, family, bool(item.title), item.sure
        if self.label_role:
            entry.role.append(self.label_role)
        entry.joined = self.separator == "et" and self.last is not None
        entry.shared_title = not item.title or item.plural
        return entry

    def body_entry(self, mention: BodyMention) -> Entry:
        entry = self._entry("body", mention.name, mention.span.start, mention.span.end)
        entry.bodies = []
        self.last_body = entry
        return entry

    # --- the pass ------------------------------------------------------------------------------------------------------

    def read(self) -> list[Entry]:
        items = self.items
        k = 0
        while k < len(items):
            chunk_end = self._chunk_end(k)
            self._chunk(items[k:chunk_end])
            k = chunk_end
        self._flush()
        return self.entries

    def _chunk_end(self, k: int) -> int:
        """End of the chunk at `k`: past the next « ; », bullet or full stop outside brackets; past a dash where another sign pairs."""
        j = k
        while j < len(self.items):
            item = self.items[j]
            if item.depth == 0 and (item.kind in (";", "bullet", ".", "•", "|") or (item.kind == "-" and self.dashes)):
                return j + 1
            j += 1
        return len(self.items)

    def _chunk(self, items: list[Item]) -> None:
        self._flush()
        self.last = self.last_body = None
        self.plural_title = False
        rest = items
        while rest:
            cut = self._label(rest)
            if cut is None:
                self._content(rest)
                return
            colon, start = cut
            if start:
                self._content(rest[:start])
                self._flush()
            self._apply_label(rest[start:colon])
            rest = rest[colon + 1 :]
            if self.label and rest and all(x.kind in ("-", ".", ";") for x in rest) and rest[0].kind == "-":
                for mention in self.label:
                    apply_mark(self.body_entry(mention), Mark("absent"))
                return
            self.last = self.last_body = None
            self.plural_title = False

    def _label(self, items: list[Item]) -> tuple[int, int] | None:
        """(index of the first colon outside brackets, start of its label)."""
        for colon, item in enumerate(items):
            if item.kind != ":" or item.depth:
                continue
            if colon and items[colon - 1].kind == "link":
                continue
            start = colon
            while start > 0:
                before = items[start - 1]
                if before.kind == ")":
                    opening = next((m for m in range(start - 2, -1, -1) if items[m].kind == "("), None)
                    if (
                        opening is None
                        or any(x.kind == "person" for x in items[opening:start])
                        or (opening and items[opening - 1].kind in ("person", ","))
                    ):
                        break
                    start = opening
                    continue
                if before.kind == "person" or (before.depth > 0 and before.kind not in ("(", ")")):
                    break
                if before.kind in (",", "-", "/", "→", "+") and any(x.kind in ("person",) for x in items[:start]):
                    break
                start -= 1
            return colon, start
        return None

    def _apply_label(self, items: list[Item]) -> None:
        items = [x for x in items if x.kind not in ("bullet", "•")]
        while (
            items
            and items[0].kind in (",", ".", ";", "-", "et", "comment")
            and not any(x.kind in ("mark",) for x in items[:1])
            and len(items) > 1
            and items[0].kind != "comment"
        ):
            items = items[1:]
        if not items:
            return
        start, end = items[0].start, items[-1].end
        words = self.text[start:end]
        state = read_state(words)
        self.idem = any(x.kind == "idem" for x in items)
        bodies = [x for x in items if x.kind in ("body", "unknown")]
        if state is None and (mark := read_mark(words)) is not None and mark.presence:
            state = State(mark.presence, mark.invited, mark.mode)
        if state is not None and not (any(x.kind == "body" and x.sure for x in items) and state.official):
            set_state(self.context, state, Span(start, end), keep_bodies=bool(self.label) or self.context.listed)
            self.label_role = words.strip() if state.official else None
            return
        self.context.listed = False
        if is_group(items, words):
            self.context.group, self.context.group_span = clean_group(words), Span(start, end)
            self.context.bodies, self.context.body_from_heading = [], False
            self.label, self.label_role = [], None
            return
        roles = [x for x in items if x.kind in ("role", "unnamed")]
        if bodies:
            self.label = [self._mention(x) for x in _main_bodies(items)]
            self.label_role = raw(roles[0].words) if roles and roles[0].start < bodies[0].start else None
            self.context.listed = True
            return
        self.label_role = words.strip() if roles else None
        comments = [x for x in items if x.kind == "comment"]
        if comments and not roles:
            mention = body_mention([t for x in items if x.kind in ("comment", "et", "-") for t in x.words])
            if comments[0].words[0].folded in lexicon.HEADS | {"les"}:
                self.label = [mention]

    def _mention(self, item: Item) -> BodyMention:
        mention = body_mention(item.words)
        return mention

    # --- content --------------------------------------------------------------------------------------------------------

    def _content(self, items: list[Item]) -> None:
        items = self._resolve(items)
        outer = [x for x in items if x.depth == 0]
        bodies = [x for x in outer if x.kind == "body"]
        persons = [x for x in outer if x.kind == "person"]
        self.org_first = self._body_first(items, outer, persons, bodies)
        self.separator = ""
        k = 0
        while k < len(items):
            item = items[k]
            if item.kind in ("(", "["):
                close = next(
                    (m for m in range(k + 1, len(items)) if items[m].kind in (")", "]") and items[m].depth <= item.depth),
                    len(items),
                )
                self._bracket(items[k + 1 : close])
                self.separator = ")"
                k = close + 1
                continue
            k = self._item(items, k)
        if self.org_first:
            self._flush()

    def _body_first(self, items: list[Item], outer: list[Item], persons: list[Item], bodies: list[Item]) -> bool:
        if not persons or not bodies:
            inner = [x for x in items if x.depth > 0 and x.kind == "person"]
            return bool(bodies and inner and not persons)
        if bodies[0].extra.get("of_role") or bodies[0].start > persons[0].start:
            return False
        if any(x.depth > 0 and x.kind == "person" for x in items):
            return True
        order = [x for x in outer if x.kind in ("person", "body") and not x.extra.get("of_role")]
        if order[-1].kind == "person":
            after = items[items.index(order[-1]) + 1 :][:2]
            return not (len(after) == 2 and after[0].kind == "(" and after[1].kind in ("body", "unknown"))
        brackets = any(a.kind == "person" and b.kind == "(" for a, b in itertools.pairwise(items))
        return not brackets and order[1].kind == "person" and self._glued(items, order[0], order[1])

    @staticmethod
    def _glued(items: list[Item], a: Item, b: Item) -> bool:
        i, j = items.index(a), items.index(b)
        return j - i == 1 or (j - i == 2 and items[i + 1].kind in ("→", "-", "/"))

    def _item(self, items: list[Item], k: int) -> int:
        item = items[k]
        kind = item.kind
        if kind == "person":
            entry = self.person(item)
            self._pair_first(entry)
            self.last, self.plural_title = entry, item.plural or (self.plural_title and not item.title)
        elif kind == "body":
            self._body(item)
        elif kind == "idem":
            self._give(self.context.last_bodies or self.context.bodies, item)
        elif kind == "role":
            self._role(item)
        elif kind == "mark":
            self._mark(item.mark)
        elif kind == "star":
            self._star()
        elif kind == "ex":
            self.separator = "ex"
            return k + 1
        elif kind == "unnamed":
            self._unnamed(item)
        elif kind == "link":
            return self._link(items, k)
        elif kind == "comment":
            if self._proxy_arrow(items, k):
                k += 2
                if k < len(items) and items[k].kind == "(":
                    k = next((m for m in range(k, len(items)) if items[m].kind == ")"), len(items) - 1) + 1
                return k
        elif kind == "group" and self.last is None and not self.entries:
            self.context.group, self.context.group_span = raw(item.words), Span(item.start, item.end)
        self.separator = (
            kind
            if kind in (",", "-", "/", "→", "+", "et", "pour", "tab", "\t")
            else ""
            if kind in ("person", "body", "role")
            else self.separator
        )
        return k + 1

    def _pair_first(self, entry: Entry) -> None:
        """Give a new person the body that stands before (label, heading, org-first)."""
        if self.pending:
            entry.bodies = list(self.pending)
            entry.rule = "body first"
            self.paired = True
            for waiting in [
                e for e in self.entries if e.kind == "body" and any(m.span == Span(e.start, e.end) for m in self.pending)
            ]:
                self.entries.remove(waiting)
                self.known.remove(waiting)
        elif self.label:
            entry.bodies = list(self.label)
            entry.rule = "label"
        elif self.idem and self.context.last_bodies:
            entry.bodies = list(self.context.last_bodies)
            entry.rule = "idem"
        if self.carried is not None:
            apply_mark(entry, self.carried)
            self.carried = None
        if entry.bodies:
            self.context.last_bodies = list(entry.bodies)

    def _body(self, item: Item) -> None:
        mention = body_mention(item.words)
        if item.extra.get("of_role"):
            self._give([mention], item, role=True)
            return
        if self.separator == "ex":
            self.separator = ""
            return
        if self.org_first and not (self.separator in ("/", "-") and self.pending and subunit(item)):
            if self.separator not in ("/", "+", "et") or self.last is not None:
                self._flush()
            if self.last is not None:
                self.pending = []
            self.pending.append(mention)
            self.last = None
            return
        if self.org_first:
            return
        self._give([mention], item)

    def _give(self, mentions: list[BodyMention], item: Item, role: bool = False) -> None:
        """Pair bodies with the persons before them, or make rows of them."""
        if not mentions:
            return
        last = self.last
        if last is None or (last.closed and not role and self.separator in (",", ";", "", "et")):
            if role:
                return
            for mention in mentions:
                self.body_entry(mention)
            self.context.last_bodies = mentions
            return
        if last.bodies and last.rule == "label" and (role or not subunit(item)):
            return
        if last.bodies:
            if self.separator in ("/", "-", ",", "tab", "\t") and subunit(item):
                return
            if (role and not any(name_key(m.name) == name_key(mentions[0].name) for m in last.bodies)) or self.separator in (
                "+",
                "et",
                "/",
                "-",
            ):
                last.bodies.extend(m for m in mentions if all(name_key(m.name) != name_key(b.name) for b in last.bodies))
                return
            if role:
                return
            for mention in mentions:
                self.body_entry(mention)
            self.last = None
            return
        targets = [last]
        for entry in reversed(self.entries[: self.entries.index(last)]):
            follower = targets[-1]
            if not entry.bare or (entry.role and not role) or not follower.joined or entry.closed:
                break
            targets.append(entry)
        for entry in targets:
            entry.bodies = list(mentions)
            if entry.rule == "list":
                entry.rule = "role" if role else "person first"
        self.context.last_bodies = list(mentions)

    def _role(self, item: Item) -> None:
        words = raw(item.words)
        if item.words[0].folded == "ex" or fold(words).startswith(("ex ", "ancien")):
            self.separator = "ex"
            return
        if self.last is None:
            if self.pending or self.label:
                self._unnamed(item)
            return
        plural = item.words[0].folded.endswith(("s", "x")) and item.words[0].folded in lexicon.GROUPS
        targets = [self.last]
        if plural or self.last.joined:
            for entry in reversed(self.entries[: self.entries.index(self.last)]):
                if entry.kind != "person" or entry.role or (not plural and not targets[-1].joined):
                    break
                targets.append(entry)
        for entry in targets:
            entry.role.append(words)
            if item.derived and not entry.bodies:
                entry.bodies = [BodyMention(item.derived, Span(item.start, item.end))]
                entry.rule = "office"

    def _mark(self, mark: Mark | None) -> None:
        target = self.last or self.last_body
        if mark is None:
            return
        if target is None:
            mentions = self.pending or self.label
            if self.pending and self.org_first:
                self.carried = mark
                return
            if mentions:
                for mention in mentions:
                    apply_mark(self.body_entry(mention), mark)
                self.pending = []
            return
        apply_mark(target, mark)

    def _star(self) -> None:
        if self.last is not None:
            self.last.timing = self.last.timing
            self.last.sessions = [*self.last.sessions, "*"]

    def _unnamed(self, item: Item) -> None:
        start, end = unnamed_body(item)
        count = item.count
        if start < end:
            mention = body_mention(item.words[start:end])
        elif item.derived:
            mention = BodyMention(item.derived, Span(item.start, item.end))
        elif self.pending or self.label:
            mention = (self.pending or self.label)[0]
        elif self.context.bodies:
            mention = self.context.bodies[0]
        else:
            return
        if (
            any(e.kind == "person" and any(name_key(b.name) == name_key(mention.name) for b in e.bodies) for e in self.entries)
            and not item.title
        ):
            return
        entry = self.body_entry(mention)
        entry.people = count
        entry.role = [raw(item.words[item.extra.get("lead", 0) : start if start < end else None])]
        entry.rule = "unnamed"
        entry.title = bool(item.title)
        self.pending = []

    # --- brackets -----------------------------------------------------------------------------------------------------

    def _bracket(self, items: list[Item]) -> None:
        if not items:
            return
        text = self.text[items[0].start : items[-1].end]
        whole = read_mark(text)
        if whole is not None and items[0].kind != "link":
            if self.last is None and self.pending and not self.paired:
                self._flush()
            self._mark(whole)
            return
        if self.last is None and (self.pending or self.last_body):
            self._inside_body(items)
            return
        open_persons = self._open()
        role_seen = False
        k = 0
        self.separator = ""
        while k < len(items):
            item = items[k]
            if item.kind == "link":
                k = self._link(items, k)
                continue
            if item.kind in ("unknown", "comment"):
                item = self._inner_unknown(item)
            if item.kind == "mark":
                self._mark(item.mark)
            elif item.kind == "role":
                self._role(item)
                if item.words[0].folded in lexicon.GROUPS:
                    for entry in open_persons:
                        if not entry.role:
                            entry.role.append(raw(item.words))
                role_seen = True
            elif item.kind == "idem":
                self._assign(open_persons, list(self.context.last_bodies))
            elif item.kind == "body":
                mention = body_mention(item.words)
                if (
                    self.separator == "ex"
                    or (self.last is not None and self.last.rule == "label" and self.last.bodies)
                    or (any(e.bodies for e in open_persons) and self.separator in ("/", "-", ",") and subunit(item) and k)
                ):
                    pass
                elif open_persons and any(not e.bodies for e in open_persons):
                    self._assign(open_persons, [mention])
                elif self.last is not None and self.last.rule in ("bracket", "office", "role") and not subunit(item):
                    for entry in open_persons:
                        if all(name_key(b.name) != name_key(mention.name) for b in entry.bodies) and not _alias(
                            mention, entry.bodies
                        ):
                            entry.bodies.append(mention)
                elif (
                    self.last is not None
                    and self.last.bodies
                    and not _alias(mention, self.last.bodies)
                    and self.last.rule == "person first"
                ):
                    pass
            self.separator = item.kind if item.kind in (",", "-", "/", "+", "et") else "" if self.separator != "ex" else "ex"
            k += 1
        for entry in open_persons:
            entry.closed = entry.closed or bool(entry.bodies) or role_seen or True

    def _inner_unknown(self, item: Item) -> Item:
        words = item.words
        if item.kind == "comment":
            if (
                words[0].folded in lexicon.HEADS
                and len(words) > 1
                and words[0].folded not in ("commune", "region", "ecole", "service")
            ):
                return Item("body", words, item.depth)
            return item
        return Item("body", words, item.depth, sure=False)

    def _assign(self, persons: list[Entry], mentions: list[BodyMention]) -> None:
        for entry in persons:
            if not entry.bodies and mentions:
                entry.bodies = list(mentions)
                entry.rule = "bracket"
        if mentions:
            self.context.last_bodies = list(mentions)

    def _open(self) -> list[Entry]:
        """Persons that a bracket speaks of: the last one, and those before it that have neither body, role nor bracket."""
        if self.last is None:
            return []
        out = [self.last]
        for entry in reversed(self.entries[: self.entries.index(self.last)]):
            if not entry.bare or entry.role or entry.closed or entry.line != self.span:
                break
            if not out[-1].joined and (self.context.bare_lists or (entry.title and out[-1].title and not out[-1].shared_title)):
                break
            out.append(entry)
        return out

    def _inside_body(self, items: list[Item]) -> None:
        """« ORG (Mme X, Y) », « ORG (SIGLE) », « ORG (excusé) »."""
        bodies = (
            self.pending or [BodyMention(self.last_body.name, Span(self.last_body.start, self.last_body.end))]
            if self.last_body
            else self.pending
        )
        persons = [x for x in items if x.kind == "person" or (x.kind == "unknown" and _name_shaped(x.words))]
        if not persons:
            k = 0
            while k < len(items):
                item = items[k]
                if item.kind == "link":
                    self._need_body_entry(bodies)
                    k = self._link(items, k)
                    continue
                if item.kind == "mark":
                    self._need_body_entry(bodies)
                    self._mark(item.mark)
                elif item.kind in ("unnamed", "role") and self.last_body is not None:
                    self.last_body.people = item.count
                k += 1
            return
        if self.last_body is not None and not self.pending and self.last_body in self.entries:
            self.entries.remove(self.last_body)
            self.known.remove(self.last_body)
        self.last_body = None
        saved, self.pending = self.pending, []
        label, self.label = self.label, list(bodies)
        k = 0
        while k < len(items):
            item = items[k]
            k += 1
            if item.kind == "link" and self.last is not None:
                k = self._link(items, k - 1)
                continue
            if item.kind in ("person", "unknown"):
                if item.kind == "unknown" and not _name_shaped(item.words):
                    continue
                self.last = self.person(item)
                self._pair_first(self.last)
                self.last.rule = "body bracket"
            elif item.kind == "mark":
                self._mark(item.mark)
            elif item.kind == "role":
                self._role(item)
            self.separator = item.kind
        self.label, self.pending = label, []
        del saved

    def _need_body_entry(self, bodies: list[BodyMention]) -> None:
        if self.last_body is None and bodies:
            for mention in bodies:
                self.body_entry(mention)
            self.pending = []

    # --- links ------------------------------------------------------------------------------------------------------------

    def _link(self, items: list[Item], k: int) -> int:
        """« A représenté par B », « B remplace A », « A (pouvoir à B) »; index after what was read."""
        link = items[k].link
        assert link is not None
        j = k + 1
        while (
            j < len(items)
            and items[j].kind in (":", ",", "comment", "-", "title", "→", "role")
            and not items[j].depth < items[k].depth
        ):
            j += 1
        target = items[j] if j < len(items) and items[j].depth == items[k].depth else None
        subject = self.last or self.last_body
        if subject is None and (self.pending or self.label):
            if target is not None and target.kind in ("person", "unknown") and link.direction == "by":
                return j  # « la ville représentée par Mme X »: the body comes first
            self._need_body_entry(self.pending or self.label)
            subject = self.last_body
        if target is None or target.kind not in ("person", "unknown", "body", "unnamed"):
            if subject is not None and link.direction == "by" and link.kind == "proxy":
                subject.presence, subject.own_presence = "excused", True
            return k + 1
        if subject is None:
            return k + 1
        if (
            subject.kind == "body"
            and link.direction == "by"
            and link.kind == "substitute"
            and target.kind in ("person", "unknown")
        ):
            mention = BodyMention(subject.name, Span(subject.start, subject.end))
            self.entries.remove(subject)
            self.known.remove(subject)
            self.last_body = None
            self.pending = [mention]
            self.org_first = True
            return j
        if target.kind == "body" or target.kind == "unnamed" or (target.kind == "unknown" and not _name_shaped(target.words)):
            mention = body_mention(target.words)
            if link.direction == "for":
                if link.kind == "substitute" and not subject.bodies:
                    self._give([mention], target)
                elif link.kind == "proxy":
                    subject.stands_in_for.append((mention, link.kind))
            else:
                subject.presence, subject.own_presence = "excused", True
                holder = next(
                    (
                        e
                        for e in self.known
                        if e.kind == "person"
                        and e.presence == "present"
                        and any(name_key(b.name) == name_key(mention.name) for b in e.bodies)
                    ),
                    None,
                )
                if holder is not None:
                    holder.stands_in_for.append((_as_target(subject), link.kind))
            return j + 1
        other = self._other(target, subject, link.kind, link.direction)
        absent, there = (subject, other) if link.direction == "by" else (other, subject)
        absent.presence, absent.own_presence = "excused", True
        if link.kind == "substitute" and not absent.bodies:
            absent.bodies = list(there.bodies)
        if link.kind == "substitute" and not there.bodies:
            there.bodies = list(absent.bodies)
        if (
            there.presence != "present"
            and not there.own_presence
            and not (link.direction == "for" and there.heading is not None and there.rule != "substitute")
        ):
            there.presence, there.own_presence = "present", True
        if all(x is not absent for x, _ in there.stands_in_for):
            there.stands_in_for.append((_as_target(absent), link.kind))
        keep = self.last
        if j + 1 < len(items) and items[j + 1].kind == "(" and link.direction == "by":
            close = next(
                (m for m in range(j + 1, len(items)) if items[m].kind == ")" and items[m].depth <= items[j + 1].depth), len(items)
            )
            inner = [x for x in items[j + 2 : close] if x.kind in ("body", "unknown")]
            if inner and link.kind == "substitute":
                mention = body_mention(inner[0].words)
                if all(name_key(b.name) != name_key(mention.name) for b in there.bodies) and other.rule == "substitute":
                    there.bodies.append(mention)
            j = close
        elif j + 2 < len(items) and items[j + 1].kind == "," and items[j + 2].kind == "body" and link.direction == "for":
            self._give([body_mention(items[j + 2].words)], items[j + 2])
            absent.bodies = absent.bodies or list(there.bodies)
            j += 2
        self.last = keep
        return j + 1

    def _other(self, target: Item, subject: Entry, kind: str, direction: str) -> Entry:
        """The entry that a link points at: one already read when the name fits only it, else a new one."""
        name, _, _ = person_name(target.words, self.context.family_first)
        fits = [e for e in self.known if e is not subject and e.kind == "person" and same_person(e.name, name)]
        if len(fits) == 1:
            return fits[0]
        separator, self.separator = self.separator, ""
        last = self.last
        entry = self.person(target)
        self.separator, self.last = separator, last
        entry.rule = "substitute" if kind == "substitute" else "proxy"
        entry.invited, entry.group = None, subject.group
        entry.presence = "present" if direction == "by" else "excused"
        entry.own_presence = True
        entry.role = []
        entry.closed = True
        return entry

    def _proxy_arrow(self, items: list[Item], k: int) -> bool:
        """« A à B » under a heading of proxies."""
        state = self.context.state
        if state is None or not state.proxy or items[k].words[0].folded not in ("a", "au", "aux") or len(items[k].words) > 1:
            return False
        if k + 1 >= len(items) or items[k + 1].kind not in ("person", "unknown"):
            return False
        if self.last is None and self.pending and not self.paired:
            self._need_body_entry(self.pending)
        subject = self.last or self.last_body
        if subject is None:
            return False
        if (
            k + 2 < len(items)
            and items[k + 2].kind == "("
            and _SET_ASIDE.search(plain(self.text[items[k + 2].start : items[-1].end]))
        ):
            return True
        other = self._other(items[k + 1], subject, "proxy", "by")
        subject.presence, subject.own_presence = "excused", True
        if all(x is not subject for x, _ in other.stands_in_for):
            other.stands_in_for.append((_as_target(subject), "proxy"))
        return True

    def _flush(self) -> None:
        """Bodies still waiting for a person become rows of their own."""
        for mention in self.pending if not self.paired else ():
            entry = self.body_entry(mention)
            if self.carried is not None:
                apply_mark(entry, self.carried)
        self.pending = []
        self.paired = False
        self.carried = None

    # --- unknown items --------------------------------------------------------------------------------------------------

    def _resolve(self, items: list[Item]) -> list[Item]:
        """Decide what the unknown items at the top level are, by their neighbours and the style of the block."""
        out = list(items)
        plural = False
        for k, item in enumerate(out):
            if item.kind == "person":
                plural = item.plural or (plural and not item.title)
            elif item.kind == "title":
                plural = plural or item.plural
            if item.kind != "unknown" or item.depth > 0:
                continue
            before = next((x for x in reversed(out[:k]) if x.kind not in ("comment", "title")), None)
            after = out[k + 1] if k + 1 < len(out) else None
            inner = (
                next((x for x in out[k + 2 : k + 4] if x.kind in ("person", "body", "role", "mark", ")")), None)
                if after is not None and after.kind == "("
                else None
            )
            kind = "body" if inner is not None and inner.kind == "person" else self._decide(item, before, after, plural, out[:k])
            out[k] = Item(kind, item.words, item.depth, sure=False)
        return out

    def _decide(self, item: Item, before: Item | None, after: Item | None, plural: bool, earlier: list[Item]) -> str:
        shaped = _name_shaped(item.words)
        single = len(item.words) == 1
        if before is not None and before.kind == "link":
            return "person" if shaped else "body"
        if plural and shaped and len(item.words) <= 3:
            return "person"
        if not shaped:
            return "body"
        if single and lexicon.is_given(item.words[0].folded) and not item.words[0].caps:
            return "person"
        placed = before is not None and before.kind in ("-", "/", "→", "tab", "\t") and any(x.kind == "person" for x in earlier)
        if placed or (before is not None and before.kind in ("pour", "person")):
            return "body"
        if self.label and not self.entries:
            return "person"
        if after is not None and after.kind == "/" and self.dashes:
            return "person" if before is None or before.kind != "/" else "body"
        if after is not None and after.kind in ("/", "-", "(", "→") and not any(x.kind == "body" for x in earlier[-2:]):
            return "person" if self.context.persons_first else "body"
        if (
            single
            and before is not None
            and before.kind == ","
            and any(x.kind == "person" for x in earlier)
            and not self.context.singles_are_persons
        ):
            return "body"
        return "person" if (not single and self.context.persons_first) or self.context.singles_are_persons else "body"


def _as_target(entry: Entry) -> Entry | BodyMention:
    return entry if entry.kind == "person" else BodyMention(entry.name, Span(entry.start, entry.end))


def _alias(mention: BodyMention, bodies: list[BodyMention]) -> bool:
    """Is `mention` the sigle of one of `bodies`?"""
    letters = mention.name.replace(".", "")
    for body in bodies:
        initials = "".join(w[0] for w in fold(body.name).split() if w not in lexicon.PARTICLES and w not in ("et", "a"))
        if letters.isupper() and fold(letters) in (initials, initials[: len(letters)]):
            return True
    return False


def _name_shaped(words: Sequence[Token]) -> bool:
    """May the words be a person's name: one to four capitalised words, no digit, no head of a body?"""
    if not 1 <= len(words) <= 5:
        return False
    for token in words:
        if token.kind not in ("word", "init", "elision") or any(c.isdigit() for c in token.text):
            return False
        if token.text[0].islower() and token.folded not in lexicon.PARTICLES:
            return False
    if words[0].text[0].islower() and words[0].folded not in ("de", "d", "du", "le", "la", "van", "von"):
        return False
    if any(t.folded in lexicon.HEADS and not lexicon.is_given(t.folded) for t in words):
        return False
    return words[0].folded not in lexicon.GROUPS and not all(t.folded in lexicon.PARTICLES for t in words)


def subunit(item: Item) -> bool:
    """Does the body's name begin like the name of a part (« service habitat », « antenne de Thiers »)?"""
    first = item.words[0].folded
    if first in ("le", "la", "l") and len(item.words) > 1:
        first = item.words[1].folded
    if lexicon.known_words(tuple(t.folded for t in item.words[:8])) > 1:
        return False
    return first in lexicon.SUBUNITS


def _main_bodies(items: list[Item]) -> list[Item]:
    """The bodies of a label: its parts (« Région / maison de la Région ») and what stands in brackets left out."""
    out: list[Item] = []
    previous = ""
    for item in items:
        if (
            item.kind in ("body", "unknown")
            and item.depth == 0
            and not (out and previous in ("/", "-", ",") and subunit(item))
            and not (out and previous == "")
        ):
            out.append(item)
        previous = item.kind if item.kind not in ("body", "unknown") else ""
    return out or [x for x in items if x.kind in ("body", "unknown")][:1]


def apply_mark(entry: Entry, mark: Mark) -> None:
    """Let a mark beside a name override what the heading says."""
    if mark.presence and not (False):
        entry.presence, entry.own_presence = mark.presence, True
    if mark.mode:
        entry.mode = mark.mode
    if mark.timing:
        entry.timing = mark.timing
    if mark.session and mark.session not in entry.sessions:
        entry.sessions.append(mark.session)
    if mark.invited is not None:
        entry.invited = mark.invited


def set_state(context: Context, state: State, span: Span, keep_bodies: bool = False) -> None:
    """Let a heading set the state of what follows; its group and body end unless the heading stands inside their line."""
    context.state, context.heading = state, span
    if not keep_bodies:
        context.bodies, context.body_from_heading = [], False
        context.group = context.group_span = None


def clean_group(words: str) -> str:
    return " ".join(words.split()).strip(" :-–•*")


def is_group(items: Sequence[Item], words: str) -> bool:
    """Does a heading name a group, a class or a scope rather than one body?"""
    items = [x for x in items if x.kind not in (".", ",", "-", "bullet", "comment") or x.kind == "comment"]
    if not items:
        return False
    if any(x.kind == "group" for x in items):
        return True
    first = fold(words).split()
    first = [w for w in first if w not in ("les", "le", "la", "l", "pour", "autres", "et")] or first
    if not first:
        return False
    head = first[0]
    if head in ("college", "equipe", "groupe", "collectif"):
        following = first[1:2]
        return (
            not following
            or following[0] in ("des", "de", "du", "d", "projet", "animation", "technique")
            or following[0].isdigit()
            or following[0] in lexicon.GROUPS
            or head == "equipe"
            or following[0] in ("i", "ii", "iii", "iv")
        )
    if head in lexicon.GROUPS:
        return not (items[0].kind == "body" and lexicon.known_words(tuple(t.folded for t in items[0].words[:8])) > 1)
    return head in ("appui", "personnalites")
