"""Rows in the making, what the lines above say of the next one, and what headings and marks do to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ....graph.model import Span
from ....graph.names import fold
from . import lexicon
from .items import Item
from .model import BodyMention, Mode, Presence, StandInKind
from .names import raw
from .phrases import Mark, State
from .second_reader import SecondReader
from .tokens import Token

SITS_AS = re.compile(r"\W*(?:au titre|en qualité|au nom|sur proposition|sur désignation)\s+(?:de |du |des |d['’])", re.IGNORECASE)
"""A heading of those who sit by one title (« au titre de : … »)."""


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
    apart: bool = False
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
    later: State | None = None
    only_bodies: bool = False
    standing: tuple[State, Span] | None = None
    inline: bool = False
    second: SecondReader | None = None
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


def subunit(item: Item) -> bool:
    """Does the body's name begin like the name of a part (« service habitat », « antenne de Thiers »)?"""
    first = item.words[0].folded
    if first in ("le", "la", "l") and len(item.words) > 1:
        first = item.words[1].folded
    if lexicon.known_words(tuple(t.folded for t in item.words[:8])) > 1:
        return False
    return first in lexicon.SUBUNITS


def apply_mark(entry: Entry, mark: Mark) -> None:
    """Let a mark beside a name override what the heading says."""
    if mark.presence:
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
    context.state, context.heading, context.later, context.inline = state, span, None, False
    if not keep_bodies:
        context.bodies, context.body_from_heading = [], False
        context.group = context.group_span = None


def restore_state(context: Context) -> None:
    """Let a group that begins after « Excusés : A, B » stand under the heading above that line again, or with those who came."""
    if context.inline:
        context.state, context.heading = context.standing or (State("present"), None)
        context.inline = False


def clean_group(words: str) -> str:
    return " ".join(words.split()).strip(" :-–•*")


def is_group(items: Sequence[Item], words: str) -> bool:
    """Does a heading name a group, a class or a scope rather than one body?"""
    items = [x for x in items if x.kind not in (".", ",", "-", "bullet", "comment") or x.kind == "comment"]
    if not items:
        return False
    if any(x.kind == "group" for x in items):
        return True
    if (
        standing := SITS_AS.match(words)
    ) is not None:  # « au titre des employeurs », « au titre de l'État »; not « au titre de la CFDT »
        return not re.search(r"(?<!\w)[A-ZÉ]", re.sub(r"\bÉtat\b", "", words[standing.end() :]))
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
