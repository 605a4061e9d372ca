"""« A représenté par B », « A (pouvoir à B) », « B remplace A »: two rows, and who acts for whom."""

from __future__ import annotations

import re

from ....graph.model import Span
from ....graph.names import name_key
from .entries import Entry, body_mention
from .guesses import name_shaped
from .items import Item
from .model import BodyMention
from .names import person_name, same_person
from .pairing import Pairing
from .phrases import Link, plain

_SET_ASIDE = re.compile(r"\becarte|\bnon (?:signe|valable|retenu|recevable)|\birrecevable|\bnul\b|\bannul|\brefuse")
"""A proxy that does not count."""


class Links(Pairing):
    """Pairing of the persons and bodies that a link word joins."""

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
        represented = self.context.state is not None and self.context.state.represented
        if subject is None and (self.pending or self.label):
            if target is not None and target.kind in ("person", "unknown") and link.direction == "by" and not represented:
                return j  # « la ville représentée par Mme X »: the body comes first
            self._need_body_entry(self.pending or self.label)
            subject = self.last_body
        if target is None or target.kind not in ("person", "unknown", "body", "unnamed"):
            if subject is not None and link.direction == "by" and link.kind == "proxy":
                subject.presence, subject.own_presence = "excused", True
            return k + 1
        if subject is None:
            if link.direction == "by" and link.kind == "substitute" and target.kind == "person":
                self._present(target)  # « Mme la Maire, représentée par M. X »: an office, and who came for it
                return j + 1
            return k + 1
        if represented and subject.kind == "body" and link.direction == "by" and target.kind in ("person", "unknown"):
            self._holder(subject, target)
            return j + 1
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
        if (
            target.kind in ("body", "unnamed")
            or (target.kind == "unknown" and not name_shaped(target.words))
            or _seat(items[k], target, subject)
        ):
            mention = body_mention(target.words)
            if link.direction == "for":
                if link.kind == "substitute" and not subject.bodies:
                    self._give([mention], target)
                elif link.kind == "substitute" and items[k].words[-1].folded in ("egalement", "aussi"):
                    subject.bodies.append(mention)
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
                    holder.stands_in_for.append((as_target(subject), link.kind))
            return j + 1
        other = self._other(target, subject, link.kind, link.direction)
        absent, there = (subject, other) if link.direction == "by" else (other, subject)
        if not link.relay:
            absent.presence, absent.own_presence = "excused", True
        if link.kind == "substitute" and not absent.bodies:
            absent.bodies = list(there.bodies)
        if link.kind == "substitute":
            sits = represented and link.direction == "by"  # « Représentés : A (ORG) par B »: B sits for ORG too
            there.bodies += [
                b
                for b in (absent.bodies if sits or not there.bodies else ())
                if all(name_key(b.name) != name_key(x.name) for x in there.bodies)
            ]
        if (
            there.presence != "present"
            and not there.own_presence
            and not (link.direction == "for" and there.heading is not None and there.rule != "substitute")
        ):
            there.presence, there.own_presence = "present", True
        if all(x is not absent for x, _ in there.stands_in_for):
            there.stands_in_for.append((as_target(absent), link.kind))
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

    def _instead(self, items: list[Item], k: int) -> bool:
        """Is « pour » at `items[k]` a link: « Mme Y, pour M. X »?"""
        if self.last is None or k + 1 >= len(items) or items[k + 1].kind != "person":
            return False
        other = items[k + 1]
        ends = k + 2 >= len(items) or items[k + 2].kind in (";", ".")
        named = other.sure and other.words[-1].caps and ends and k > 0 and items[k - 1].kind == ","
        if not other.title and not (items[k].depth and k == 0 and other.sure) and not named:
            return False  # « (pour Anne Roux) », but not « M. X, pour Anne Roux Conseil »
        items[k] = Item("link", items[k].words, items[k].depth, link=Link("substitute", "for", 4))
        return True

    def _by(self, items: list[Item], k: int) -> bool:
        """Is « par » at `items[k]` a link: « (par Mme Y) », or « M. X par Mme Y » under a heading of people represented?"""
        item, state = items[k], self.context.state
        waits = self.last is not None or self.last_body is not None or bool(self.pending)
        if len(item.words) != 1 or item.words[0].folded != "par" or not waits or k + 1 >= len(items):
            return False
        if items[k + 1].kind != "person" and not (items[k + 1].kind == "unknown" and name_shaped(items[k + 1].words)):
            return False
        if item.depth == 0 and not (state is not None and (state.represented or state.presence == "excused")):
            return False
        items[k] = Item("link", item.words, item.depth, link=Link("substitute", "by", 3))
        return True

    def _present(self, target: Item) -> None:
        """A row for a person who came in the place of somebody without a name; none when the person has one."""
        name, _, _ = person_name(target.words, self.context.family_first)
        if not any(e.kind == "person" and same_person(e.name, name) for e in self.known):
            entry = self.person(target)
            entry.presence, entry.own_presence, entry.rule, entry.closed = "present", True, "substitute", True

    def _holder(self, subject: Entry, target: Item) -> None:
        """Under « Représentés »: the body sent nobody of its own, `target` sat for it too."""
        mention = BodyMention(subject.name, Span(subject.start, subject.end))
        other = self._other(target, subject, "substitute", "by")
        subject.presence, subject.own_presence = "excused", True
        if all(name_key(b.name) != name_key(mention.name) for b in other.bodies):
            other.bodies = [*other.bodies, mention]
        other.stands_in_for.append((mention, "substitute"))

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
            other.stands_in_for.append((as_target(subject), "proxy"))
        return True


def _seat(link: Item, target: Item, subject: Entry) -> bool:
    """Is who gave the mandate a body: « ORG : Mme X, mandat de SIGLE », where people bear a title and sit for a body?"""
    word = target.words[0]
    mandate = any(t.folded.startswith("mandat") for t in link.words)
    return (
        mandate and not target.title and len(target.words) == 1 and word.caps and bool(subject.title) and subject.rule == "label"
    )


def as_target(entry: Entry) -> Entry | BodyMention:
    return entry if entry.kind == "person" else BodyMention(entry.name, Span(entry.start, entry.end))
