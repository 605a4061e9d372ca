"""From items to rows: who is paired with which body, what state holds, who stands in for whom.

Rules (measured on records and blocks, see `docs/` of the extraction): direction is decided per chunk by evidence; a bracket goes back to
every person before it that has no body; a body after a comma or a dash to the last person and those joined to it by « et »; a label
« ORG : » holds to the end of the line; a heading body until the next heading.
"""

from __future__ import annotations

import itertools
import re

from ....graph import reference
from ....graph.model import Span
from ....graph.names import fold
from . import lexicon
from .brackets import Brackets
from .entries import SITS_AS, Entry, apply_mark, body_mention, clean_group, is_group, restore_state, set_state, subunit
from .guesses import places_as_bodies, resolve
from .items import Item
from .lines import sentence_like
from .model import BodyMention
from .names import raw
from .office_shapes import unnamed_body
from .phrases import Mark, State, read_mark, read_state
from .stops import SMALL_WORDS

_PLURAL = re.compile(r"\W*(?:pour |côté |au titre de )?(?:les|des)\s", re.IGNORECASE)
_AREA = re.compile(
    r"\W*(?:bassins?|secteurs?|territoires?|cantons?|arrondissements?|zones?|pays|vall[ée]es?)"
    r"(?: (?:d['’]emploi|emploi[- ]formation|de vie))? (?:d[eu]s? |d['’]|de l[a'’])",
    re.IGNORECASE,
)
"""What says from which part of the territory those after the colon come."""
_NOBODY = re.compile(
    r"(?:particuli|citoyen|habitant|benevole|independant|sans (?:structure|organisme)|a titre (?:personnel|individuel)|individuel)"
)


class Line(Brackets):
    """Assembles the items of one line into entries."""

    def read(self) -> list[Entry]:
        items = self.items = places_as_bodies(self.items)
        k = 0
        while k < len(items):
            chunk_end = self._chunk_end(k)
            self._chunk(items[k:chunk_end])
            k = chunk_end
        self._flush()
        return self.entries

    def go_on(self, entry: Entry) -> None:
        """Read the line as what belongs to `entry`, a person on the line before."""
        self.entries, self.last, self.separator = [entry], entry, ","
        for item in resolve(self.items, self.context, labelled=False, dashes=False):
            if item.kind == "body":
                if not entry.bodies or item.extra.get("of_role"):
                    self._give([body_mention(item.words)], item, role=bool(item.extra.get("of_role")))
            elif item.kind == "role":
                self._role(item)
            elif item.kind == "mark":
                self._mark(item.mark)

    def _chunk_end(self, k: int) -> int:
        """End of the chunk at `k`: past the next « ; », bullet or full stop outside brackets; past a dash where another sign pairs."""
        j = k
        while j < len(self.items):
            item = self.items[j]
            if item.depth == 0 and (
                item.kind in (";", "bullet", ".", "•", "|") or (item.kind == "-" and (self.dashes or self.labels_between_dashes))
            ):
                return j + 1
            j += 1
        return len(self.items)

    def _chunk(self, items: list[Item]) -> None:
        self._flush()
        self.last = self.last_body = None
        self.office = None
        self.chunk_first = len(self.entries)
        if self.labels_between_dashes:
            self.label = []
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
            self._apply_label(rest[start:colon], rest[colon + 1 :])
            if (
                self.label
                and _PLURAL.match(self.text[rest[start].start : rest[colon].start])
                and _own_brackets(rest[colon + 1 :])
            ):
                self.label = []  # « les OPCO : M. X (A), Mme Y (B) »
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
            said = items[colon + 1].kind in ("mark", "link") if colon + 1 < len(items) else False
            if said and any(x.kind == "person" and x.depth == 0 for x in items[:colon]):
                continue  # « Mme X, CCI : excusée » says it of her
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

    def _apply_label(self, items: list[Item], after: list[Item]) -> None:
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
        held = self.context.state
        if state is not None and state.presence == "unknown" and held is not None and held.presence == "present":
            state = State("present", state.invited, state.mode)  # « …, invités : M. X » among those who came
        if state is not None and not (any(x.kind == "body" and x.sure for x in items) and state.official):
            set_state(self.context, state, Span(start, end), keep_bodies=bool(self.label) or self.context.listed)
            self.context.inline = True
            self.label_role = words.strip() if state.official else None
            return
        self.context.listed = False
        if is_group(items, words) or _is_area(words, after):
            restore_state(self.context)
            self.context.group, self.context.group_span = clean_group(words), Span(start, end)
            self.context.bodies, self.context.body_from_heading = [], False
            self.label, self.label_role = [], None
            return
        roles = [x for x in items if x.kind in ("role", "unnamed")]
        if bodies and _NOBODY.match(fold(words)):
            self.label, self.label_role = [], None
            return
        standing = SITS_AS.match(words)
        if standing and (named := [t for x in items for t in x.words if t.start >= start + standing.end()]):
            self.label, self.context.listed = [body_mention(named)], True
            return
        if bodies:
            self.label = [body_mention(x.words) for x in _main_bodies(items)]
            self.label_role = raw(roles[0].words) if roles and roles[0].start < bodies[0].start else None
            self.context.listed = True
            return
        self.label_role = words.strip() if roles else None
        comments = [x for x in items if x.kind == "comment"]
        if comments and not roles:
            mention = body_mention([t for x in items if x.kind in ("comment", "et", "-") for t in x.words])
            if comments[0].words[0].folded in lexicon.HEADS | {"les"}:
                self.label = [mention]

    def _content(self, items: list[Item]) -> None:
        items = resolve(
            self._without_aside(items), self.context, labelled=bool(self.label) and not self.entries, dashes=self.dashes
        )
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

    def _without_aside(self, items: list[Item]) -> list[Item]:
        """The items before a dash that begins a sentence (« M. X, CCI – c'est Paul qui devait nous le dire »)."""
        for k, item in enumerate(items):
            if item.kind == "-" and item.depth == 0 and k + 1 < len(items) and items[k + 1].kind == "comment":
                rest = self.text[items[k + 1].start : items[-1].end]
                if len(rest.split()) >= 5 and sentence_like(rest):
                    return items[:k]
        return items

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
        return j - i == 1 or (j - i == 2 and items[i + 1].kind in ("→", "-", "/", "tab"))

    def _item(self, items: list[Item], k: int) -> int:
        item = items[k]
        kind = item.kind
        if kind == "person":
            if self.pending and self.org_first and _of(items, k):  # « la Région, M. X du Département »
                self._flush()
            entry = self.person(item)
            if not _of(items, k):
                self._pair_first(entry)
            else:
                entry.bodies, entry.rule = [body_mention(items[k + 2].words)], "person first"
                items[k + 2] = Item("said", items[k + 2].words, items[k + 2].depth)
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
        elif kind == "unnamed" and self._names_office(items, k):
            self._unnamed_office(item)
        elif kind == "unnamed":
            self._unnamed(item)
        elif (kind == "pour" and self._instead(items, k)) or kind == "link":
            return self._link(items, k)
        elif kind == "comment":
            if self._by(items, k):
                return self._link(items, k)
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

    def _names_office(self, items: list[Item], k: int) -> bool:
        """« Le directeur de la Mission locale, M. X »: the office of one person, whose name follows with a title."""
        item = items[k]
        return (
            (item.count or 1) == 1
            and not item.title
            and item.words[0].folded in ("le", "la", "l")
            and self.last is None
            and not self.pending
            and k + 2 < len(items)
            and items[k + 1].kind in (",", ":", "-")
            and items[k + 2].kind == "person"
            and bool(items[k + 2].title or items[k + 2].sure)
        )

    def _unnamed_office(self, item: Item) -> None:
        start, end = unnamed_body(item)
        mentions = [body_mention(item.words[start:end])] if start < end else []
        if not mentions and item.derived:
            mentions = [BodyMention(item.derived, Span(item.start, item.end))]
        words = item.words[1 : start if start < end else None]
        while len(words) > 1 and words[-1].folded in SMALL_WORDS:
            words = words[:-1]
        self.office = raw(words), mentions

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


def _is_area(words: str, after: list[Item]) -> bool:
    """Does a label say where the persons after it come from (« Bassin de X : Mme Y, CCI »), each with a body of their own?"""
    if not _AREA.match(words) and not reference.find_places(words.strip(" -–—•:"), ("commune",)):
        return False
    persons = [k for k, x in enumerate(after) if x.kind == "person" and x.depth == 0]
    return (
        bool(persons)
        and all(
            k + 2 < len(after) and after[k + 1].kind in (",", "(", "-") and after[k + 2].kind in ("body", "unknown", "role")
            for k in persons
        )
        and any(after[k + 2].kind == "body" or (after[k + 2].kind == "unknown" and _AREA.match(words)) for k in persons)
    )


def _own_brackets(items: list[Item]) -> bool:
    """Does each person have a body of his own in a bracket?"""
    people = [k for k, x in enumerate(items) if x.kind == "person" and x.depth == 0]
    return bool(people) and all([x.kind for x in items[k + 1 : k + 3]] in (["(", "body"], ["(", "unknown"]) for k in people)


def _of(items: list[Item], k: int) -> bool:
    """Does « du » and a body follow the person at `items[k]`?"""
    return (
        k + 2 < len(items)
        and items[k + 1].kind == "comment"
        and " ".join(t.folded for t in items[k + 1].words) in ("du", "de", "de la", "d", "des", "de l")
        and items[k + 2].kind == "body"
    )


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
