"""The rows of one line, and which bodies, roles and marks they get."""

from __future__ import annotations

from ....graph.model import Span
from ....graph.names import fold, name_key
from . import lexicon
from .entries import Context, Entry, apply_mark, body_mention, subunit
from .items import Item
from .model import BodyMention
from .names import person_name, raw
from .office_shapes import unnamed_body
from .phrases import Mark
from .plurals import bodies_of_plural


class Pairing:
    """The state of reading one line: its rows so far, the label before them, bodies that wait for a person."""

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
        self.office: tuple[str, list[BodyMention]] | None = None
        self.idem = False
        self.carried: Mark | None = None
        self.paired = False
        self.chunk_first = 0
        top = [x.kind for x in items if x.depth == 0]
        self.dashes = top.count("-") >= 2 and top.count("/") >= 2
        parts = " ".join(top).split(" - ")
        self.labels_between_dashes = len(parts) > 1 and all(":" in part.split()[1:] for part in parts)

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
        if self.context.second is not None:
            self.context.second.remember(name)
        if self.label_role:
            entry.role.append(self.label_role)
        if item.extra.get("away"):
            entry.presence, entry.own_presence = "excused", True
        entry.apart = self.separator == "-" and self.last is not None
        entry.joined = self.separator in ("et", "+") and self.last is not None
        entry.shared_title = not item.title or item.plural
        return entry

    def body_entry(self, mention: BodyMention) -> Entry:
        entry = self._entry("body", mention.name, mention.span.start, mention.span.end)
        entry.bodies = []
        self.last_body = entry
        return entry

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
        if self.office is not None:
            role, bodies = self.office
            if self.separator in ("-", "→", ",", "tab", "/", ":"):
                entry.role.append(role)
                if bodies and not entry.bodies:
                    entry.bodies, entry.rule = list(bodies), "office first"
            self.office = None
        if self.carried is not None:
            apply_mark(entry, self.carried)
            self.carried = None
        if entry.bodies:
            self.context.last_bodies = list(entry.bodies)

    def _give(self, mentions: list[BodyMention], item: Item, role: bool = False) -> None:
        """Pair bodies with the persons before them, or make rows of them."""
        if not mentions:
            return
        last = self.last
        if last is None or (last.closed and not role and self.separator in (",", ";", "", "et")):
            part = self.last_body is not None and self.separator in (",", "-", "/") and subunit(item)
            if part and self.last_body is not None and fold(self.last_body.name).split()[0] != item.words[0].folded:
                return  # « UD X, UD Y » are two bodies, « Région, antenne du Puy » is one
            if role:
                if self.office is not None and last is None:
                    self.office = self.office[0], mentions
                return
            for mention in mentions:
                self.body_entry(mention)
            self.context.last_bodies = mentions
            return
        if last.bodies and last.rule == "label" and (role or not subunit(item)):
            return
        if (
            last.rule == "office"
            and len(last.bodies) == 1
            and name_key(mentions[0].name).startswith(name_key(last.bodies[0].name))
        ):
            last.bodies, last.rule = list(mentions), "person first"  # « sous-préfet – Sous-préfecture de X »
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
            if self._only_person(last) and len(last.bodies) == 1 and self.separator == ",":
                last.bodies.extend(m for m in mentions if name_key(m.name) != name_key(last.bodies[0].name))
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

    def _only_person(self, entry: Entry) -> bool:
        """Is the line that of one person, whose name begins it, with two bodies at most (« Mme X, Croix-Rouge, SIAO »)?"""
        persons = [e for e in self.entries if e.kind == "person"]
        bodies = [x for x in self.items if x.kind in ("body", "unknown") and x.depth == 0 and x.start > entry.start]
        return persons == [entry] and self.items[0].start == entry.start and len(bodies) <= 2

    def _role(self, item: Item) -> None:
        words = raw(item.words)
        if item.words[0].folded == "ex" or fold(words).startswith(("ex ", "ancien")):
            self.separator = "ex"
            return
        if self.last is None:
            if self.pending or self.label:
                self._unnamed(item)
            elif self.last_body is None:
                derived = [BodyMention(item.derived, Span(item.start, item.end))] if item.derived else []
                self.office = words, derived
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
        if several := bodies_of_plural(item):
            for mention in several:
                self.body_entry(mention)
            return
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

    def _need_body_entry(self, bodies: list[BodyMention]) -> None:
        if self.last_body is None and bodies:
            for mention in bodies:
                self.body_entry(mention)
            self.pending = []

    def _flush(self) -> None:
        """Bodies still waiting for a person become rows of their own."""
        for mention in self.pending if not self.paired else ():
            entry = self.body_entry(mention)
            if self.carried is not None:
                apply_mark(entry, self.carried)
        self.pending = []
        self.paired = False
        self.carried = None
