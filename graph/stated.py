"""What records state, gathered fact by fact: values that grow with each record, and the best sentence of each.

Gathering is a union: what two sets of records state is what one and the other state, merged. A fact depends on the records that state
it (and, for bodies, on those that speak of the body at the event), on nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from .audience import mask
from .dates import bounds
from .model import Node, Relationship, Value
from .names import fold, name_key
from .ontology import ontology
from .record import Attendance, Evidence, Link, Partnership, Record
from .resolution.clusters import digest as short

QUOTE = 500
"""Characters of a quote kept in the graph; the record holds the rest."""

_LINKS = {
    "represented": "REPRESENTED", "acts_for": "ACTS_FOR", "contributed": "CONTRIBUTED_TO", "held_in": "HELD_IN", "concerns": "CONCERNS",
    "session_of": "SESSION_OF", "about": "ABOUT", "next": "NEXT", "moved_to": "MOVED_TO", "member_of": "MEMBER_OF",
    "partner_in": "PARTNER_IN", "part_of": "PART_OF", "succeeded_by": "SUCCEEDED_BY",
}  # fmt: skip
ROSTER = "roster"
"""The reader of records that are rosters (see `roster`)."""
DENIALS = ("ABSENT_FROM", "EXCUSED_FROM")

Key = tuple[str, str, str, str]
"""Type, start, end, qualifier."""
Derived = tuple[str, str, str, str]
"""Type, start, end, basis of a relationship that one record is enough for and that needs no sentence."""


class Said(NamedTuple):
    """One record's sentence for a fact."""

    record: str
    source: str
    quote: str
    rule: str
    confidence: float
    spans: tuple[tuple[int, int], ...]
    page: int | None

    @property
    def rank(self) -> tuple[Any, ...]:
        return (-self.confidence, self.spans, self.quote, self.rule)


def said(record: Record, evidence: Evidence) -> Said:
    page = record.page_at(evidence.spans[0][0]) if evidence.spans else None
    quote = mask(evidence.quote[:QUOTE])  # addresses and numbers stay in the record
    return Said(
        record.id, PurePosixPath(record.source.path).name, quote, evidence.rule, evidence.confidence, evidence.spans[:1], page
    )


@dataclass(slots=True)
class Fact:
    """A relationship in the making."""

    values: dict[str, Value] = field(default_factory=dict)
    lists: dict[str, set[str]] = field(default_factory=dict)
    said: dict[str, Said] = field(default_factory=dict)

    def add(self, values: Mapping[str, Any], sentences: Iterable[Said]) -> None:
        """One more statement. Of two values the smaller is kept, lists are united, of two sentences of a record the surer is kept."""
        for name, value in values.items():
            if isinstance(value, (tuple, list, set)):
                if value:
                    self.lists.setdefault(name, set()).update(value)
            elif value is not None:
                former = self.values.get(name)
                self.values[name] = value if former is None else min(former, value, key=str)
        for sentence in sentences:
            former_said = self.said.get(sentence.record)
            if former_said is None or sentence.rank < former_said.rank:
                self.said[sentence.record] = sentence

    def merge(self, other: Fact) -> None:
        self.add({**other.values, **other.lists}, other.said.values())


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a relationship shows of all that states it: like a `Fact`, but of the sentences only the best, and their number. Grows with
    each record and does not shrink."""

    values: Mapping[str, Value] = field(default_factory=dict)
    lists: Mapping[str, set[str]] = field(default_factory=dict)
    best: Said | None = None
    sources: int = 0

    def with_more(self, fact: Fact) -> Gathered:
        """This with what further records state."""
        whole = Fact(dict(self.values), {name: set(items) for name, items in self.lists.items()})
        whole.add({**fact.values, **fact.lists}, ())
        sentences = [*fact.said.values(), *([self.best] if self.best is not None else [])]
        best = min(sentences, key=lambda sentence: (-sentence.confidence, sentence.record), default=None)
        return Gathered(whole.values, whole.lists, best, self.sources + len(fact.said))

    def relationship(self, key: Key, *, disputed: bool = False) -> Relationship:
        """The relationship of `key`. `disputed`: another record denies it."""
        kind, start, end, _ = key
        assert self.best is not None
        properties: dict[str, Value] = {**self.values}
        properties.update({name: sorted(items) for name, items in self.lists.items()})
        if disputed:
            properties["disputed"] = True
        properties.update(record=self.best.source, sources=self.sources)
        if self.best.quote:
            properties["quote"] = self.best.quote
        allowed = ontology().relationships[kind].properties
        properties = {k: v for k, v in properties.items() if k in allowed or k in ("quote", "record", "sources")}
        return Relationship(fact_id(*key), kind, start, end, properties)


class There(NamedTuple):
    """A row of somebody who was there for a body."""

    said: Said
    mode: str | None
    sessions: tuple[str, ...]


class Away(NamedTuple):
    """A row of a body, or of somebody of it, that was not there."""

    said: Said
    excused: bool
    itself: bool


@dataclass(slots=True)
class Delegation:
    """Rows about one body at one event: who was there for it, who was away."""

    there: list[There] = field(default_factory=list)
    away: list[Away] = field(default_factory=list)
    named: dict[str, set[str]] = field(default_factory=dict)
    """Record → people of the body that it names."""
    unnamed: dict[str, int] = field(default_factory=dict)
    """Record → people of the body that it counts without naming them."""

    def merge(self, other: Delegation) -> None:
        """Add the rows of other records."""
        self.there += other.there
        self.away += other.away
        self.named.update(other.named)
        self.unnamed.update(other.unnamed)

    @property
    def people(self) -> int:
        """How many people were there for the body: all who are named, or what the most generous record names and counts."""
        everybody = set().union(*self.named.values())
        counted = (len(self.named.get(record, ())) + number for record, number in self.unnamed.items())
        return max(len(everybody), max(counted, default=0), 1)

    def facts(self, body: str, event: str) -> dict[Key, Fact]:
        """Presence of the body: there through whoever was there for it; away by its own row, or when only people of its were away."""
        found: dict[Key, Fact] = {}
        modes = {row.mode for row in self.there}
        mode = next(iter(modes)) if len(modes) == 1 else None
        for row in self.there:
            values = {"mode": mode, "sessions": row.sessions, "people": self.people, "unnamed": None if self.named else True}
            found.setdefault(("ATTENDED", body, event, ""), Fact()).add(values, [row.said])
        itself_away = any(row.itself for row in self.away)
        if itself_away or not self.there:
            for away in self.away:
                if away.itself or not itself_away:
                    excused = away.excused if away.itself else any(other.excused for other in self.away)
                    kind = "EXCUSED_FROM" if excused else "ABSENT_FROM"
                    found.setdefault((kind, body, event, ""), Fact()).add({}, [away.said])
        return found


class Stated:
    """What some records state. `node` gives the node of an item of a record (None: not in the graph), `status` of an event's node."""

    def __init__(self, node: Callable[[Record, str], str | None], status: Mapping[str, str]) -> None:
        self.node, self.status = node, status
        self.facts: dict[Key, Fact] = {}
        self.delegations: dict[tuple[str, str], Delegation] = defaultdict(Delegation)
        self.derived: set[Derived] = set()

    def read(self, record: Record) -> None:
        """Take in what `record` states; optional items are left out."""
        for row in record.attendance:
            if not row.optional:
                self._attendance(record, row)
        for link in record.links:
            if not link.optional:
                self._link(record, link)
        for group in record.partnerships:
            node = None if group.optional else self.node(record, group.id)
            for member in group.members:
                self._fact(record, group.evidence, "PARTNER_IN", self.node(record, member), node)
            self._fact(record, group.evidence, "UNDER", node, self.node(record, group.programme or ""))
            self._fact(record, group.evidence, "COVERS", node, self.node(record, group.territory or ""))
            if node is not None:
                self._sessions(record, group, node)
        for action in record.actions:
            node = None if action.optional else self.node(record, action.id)
            for who in action.who:
                self._fact(record, action.evidence, "COMMITTED_TO", self.node(record, who), node)
            decided = action.event or next((event.id for event in record.events if event.main), "")
            self._fact(record, action.evidence, "DECIDED_AT", node, self.node(record, decided))
        self._active(record)

    def _fact(
        self,
        record: Record,
        evidence: Evidence,
        type_: str,
        start: str | None,
        end: str | None,
        qualifier: str = "",
        **values: Any,
    ) -> None:
        """Note the fact of this type between two nodes, with one more record that states it; nothing when an end is not in the graph."""
        if start is None or end is None or start == end:
            return
        self.facts.setdefault((type_, start, end, qualifier), Fact()).add(values, [said(record, evidence)])

    def _sessions(self, record: Record, group: Partnership, node: str) -> None:
        """A group named after the meeting that lists it (« Réunion des coordonnateurs … ») met there, and will at its next dates."""
        basis = name_key(group.basis)
        for event in record.events if basis else ():
            title = name_key(event.title)
            ahead = " " in basis and not event.main and title.endswith(f" {basis}")
            if not event.optional and (title == basis or ahead):
                self._fact(record, event.evidence, "SESSION_OF", self.node(record, event.id), node)

    def _link(self, record: Record, link: Link) -> None:
        values: dict[str, Any] = {}
        if link.type == "contributed":
            values["roles"] = [link.role or "organiser"]
        elif link.type in ("represented", "acts_for", "member_of", "partner_in"):
            first, last = bounds(link.first)[0], bounds(link.last)[1]
            values.update(role=link.role, first=first, last=last)
        elif link.type == "succeeded_by":
            values.update(kind=link.role, date=link.first)
        start, end = self.node(record, link.start), self.node(record, link.end)
        self._fact(record, link.evidence, _LINKS[link.type], start, end, **values)

    def _attendance(self, record: Record, row: Attendance) -> None:
        who, event = self.node(record, row.who), self.node(record, row.event)
        if who is None or event is None:
            return
        person = who[0] == "p"
        bodies = [node for node in (self.node(record, ref) for ref in row.on_behalf_of) if node]
        own = bodies if person else [who]
        present = row.presence == "present"
        if row.invited:
            for actor in {who, *own}:
                self._fact(record, row.evidence, "INVITED_TO", actor, event, on_behalf_of=bodies if actor == who else ())
        if present and self.status[event] == "held":
            if person:
                self._fact(
                    record, row.evidence, "ATTENDED", who, event,
                    mode=row.mode, sessions=row.sessions, role=row.role, on_behalf_of=bodies, timing=row.timing,
                )  # fmt: skip
            for body in own:
                found = self.delegations[(body, event)]
                found.there.append(There(said(record, row.evidence), row.mode, row.sessions))
                if person:
                    found.named.setdefault(record.id, set()).add(who)
                else:
                    found.unnamed[record.id] = found.unnamed.get(record.id, 0) + (row.people or 0)
        elif row.presence in ("excused", "absent"):
            excused = row.presence == "excused"
            if person:
                kind = "EXCUSED_FROM" if excused else "ABSENT_FROM"
                self._fact(record, row.evidence, kind, who, event, on_behalf_of=bodies)
            for body in own:
                self.delegations[(body, event)].away.append(Away(said(record, row.evidence), excused, body == who))
        elif present or not row.invited:
            for actor in {who, *own}:
                self._fact(record, row.evidence, "CONTRIBUTED_TO", actor, event, roles=["announced"])
        for other in row.stands_in_for:
            replaced = self.node(record, other.who)
            self._fact(record, row.evidence, "STOOD_IN_FOR", who, replaced, f"{event} {other.kind}", kind=other.kind, event=event)

    def _active(self, record: Record) -> None:
        """Where bodies act by what the record says of them or of the people who act for a territory."""
        acting: dict[str, list[str]] = defaultdict(list)
        for link in record.links:
            if link.type == "acts_for" and not link.optional:
                acting[link.start].append(link.end)
        for person, body in _bodies_of(record) if acting else ():
            for territory in acting.get(person, ()):
                self._derive(self.node(record, body), self.node(record, territory), "delegate")
        if record.reader == ROSTER:
            return  # where a body is expected; its own territory is another matter
        for item in record.organisations:
            if item.scope and not item.optional:
                self._derive(self.node(record, item.id), self.node(record, item.scope), "scope")

    def _derive(self, body: str | None, territory: str | None, basis: str) -> None:
        if body is not None and territory is not None and body != territory:
            self.derived.add(("ACTIVE_IN", body, territory, basis))


def _bodies_of(record: Record) -> Iterator[tuple[str, str]]:
    """(person, body) pairs that a record states, by its links or its attendance rows."""
    for link in record.links:
        if link.type == "represented" and not link.optional:
            yield link.start, link.end
    for row in record.attendance:
        if not row.optional:
            for body in row.on_behalf_of:
                yield row.who, body


# --- as parts of the graph ---------------------------------------------------------------------------------------------------


def relationships(facts: Mapping[Key, Fact]) -> Iterator[Node | Relationship]:
    """The relationships of `facts` with the statement nodes that prove them. Presence that a record of `facts` denies is disputed."""
    denied = {(start, end) for kind, start, end, _ in facts if kind in DENIALS}
    for key, found in facts.items():
        kind, start, end, _ = key
        yield Gathered().with_more(found).relationship(key, disputed=kind == "ATTENDED" and (start, end) in denied)
        for sentence in found.said.values():
            yield from statement(fact_id(*key), kind, sentence)


def statement(fact: str, says: str, sentence: Said) -> Iterator[Node | Relationship]:
    """The statement node of one sentence for a fact, and the link to its record."""
    node = "x" + short(fact, sentence.record)
    values: dict[str, Value | None] = {
        "name": says, "name_key": fold(says), "fact": fact, "says": says,
        "quote": sentence.quote or None, "rule": sentence.rule, "confidence": sentence.confidence,
    }  # fmt: skip
    if sentence.spans:
        start, end = sentence.spans[0]
        values.update(start=start, end=end, page=sentence.page)
    yield Node(node, ("Statement",), {key: value for key, value in values.items() if value is not None})
    yield Relationship("l" + node, "STATED_IN", node, sentence.record, {})


def derived(type_: str, start: str, end: str, qualifier: str = "", **values: Any) -> Relationship:
    """A relationship that follows from others and is stated by no sentence."""
    return Relationship(fact_id(type_, start, end, qualifier), type_, start, end, values)


def fact_id(type_: str, start: str, end: str, qualifier: str) -> str:
    return "f" + short(type_, start, end, qualifier)
