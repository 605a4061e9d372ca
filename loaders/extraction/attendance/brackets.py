"""What brackets say: of the persons before them, or of the body before them."""

from __future__ import annotations

from ....graph.model import Span
from ....graph.names import fold, name_key
from . import lexicon
from .entries import Entry, apply_mark, body_mention, subunit
from .guesses import name_shaped
from .items import Item
from .links import Links
from .model import BodyMention
from .names import raw
from .phrases import Mark, read_mark


class Brackets(Links):
    """Pairing of what stands in brackets."""

    def _bracket(self, items: list[Item]) -> None:
        if not items:
            return
        text = self.text[items[0].start : items[-1].end]
        whole = read_mark(text)
        if whole is not None and items[0].kind != "link" and not any(x.kind in ("person", ":") for x in items):
            if self.last is None and self.pending and not self.paired:
                self._flush()
            self._mark(whole)
            return
        if self.last is None and (self.pending or self.last_body):
            self._inside_body(items)
            return
        if len(items) == 1 and _initials(items[0], self.last):
            return  # « Lucie Marais (LM), Logis familial »
        open_persons = self._open()
        role_seen = False
        links_only = items[0].kind == "link"  # « (suppléante de M. X), CCI »
        k = 0
        self.separator = ""
        while k < len(items):
            item = items[k]
            if item.kind == "link" or (item.kind == "pour" and self._instead(items, k)):
                links_only = k == 0
                k = self._link(items, k)
                continue
            if item.kind == "comment" and k == 0 and self._by(items, k):
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
            elif item.kind == "body" and _initials(item, self.last):
                pass
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
            entry.closed = entry.closed or not links_only or bool(entry.bodies) or role_seen

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
        for entry in reversed(self.entries[self.chunk_first : self.entries.index(self.last)]):
            if not entry.bare or entry.role or entry.closed or entry.line != self.span:
                break
            if out[-1].apart:
                break  # « M. X – M. Y – M. Z (ORG) »
            if not out[-1].joined and _short(entry) and not _short(self.last):
                break  # « S. Noir, L. Blanc, Paul Vert (ORG) »: short for people known from elsewhere
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
        persons = [x for x in items if x.kind == "person" or (x.kind == "unknown" and name_shaped(x.words))]
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
        self.pending = []
        label, self.label = self.label, list(bodies)
        held: Mark | None = None
        k = 0
        while k < len(items):
            item = items[k]
            k += 1
            if item.kind == "mark" and k < len(items) and items[k].kind == ":":  # « (excusés : M. X, Mme Y) »
                held = item.mark
                continue
            if item.kind == "link" and self.last is not None:
                k = self._link(items, k - 1)
                continue
            if item.kind in ("person", "unknown"):
                if item.kind == "unknown" and not name_shaped(item.words):
                    continue
                self.last = self.person(item)
                self._pair_first(self.last)
                self.last.rule = "body bracket"
                if held is not None:
                    apply_mark(self.last, held)
            elif item.kind == "mark":
                self._mark(item.mark)
            elif item.kind == "role":
                self._role(item)
            self.separator = item.kind
        self.label, self.pending = label, []


def _alias(mention: BodyMention, bodies: list[BodyMention]) -> bool:
    """Is `mention` the sigle of one of `bodies`?"""
    letters = mention.name.replace(".", "")
    for body in bodies:
        initials = "".join(w[0] for w in fold(body.name).split() if w not in lexicon.PARTICLES and w not in ("et", "a"))
        if letters.isupper() and fold(letters) in (initials, initials[: len(letters)]):
            return True
    return False


def _short(entry: Entry) -> bool:
    """Is the given name an initial, or not there?"""
    return entry.given is None or len(entry.given.rstrip(".")) <= 2


def _initials(item: Item, entry: Entry | None) -> bool:
    """Are the words the initials of the person before the bracket (« Lucie Marais (LM, Logis familial) »)?"""
    letters = "".join(t.text for t in item.words).replace(".", "").replace("-", "")
    if lexicon.known_words((fold(letters),)):
        return False  # « Marie Lafont (ML) »: the body
    if entry is None or len(item.words) > 1 + letters.count(".") or not letters.isupper() or not 2 <= len(letters) <= 4:
        return False
    first = [word[0] for word in fold(entry.name).split()]
    return fold(letters) in ("".join(first), "".join(first[1:] + first[:1]), first[0] + first[-1])
