"""Which decisions hold today, for the records at hand: each finds its items again, and people who contradict one another are told.

**Finding again.** Local ids of a record change when it is read by a better reader, so an id alone proves nothing. An item is the one
that was decided on when it bears the same name in the same record; where several do, the one of the same sentence, then the one of
the same id; where none does, the only one read from the same sentence whose name shares a word. A record whose text changed is
looked for by the bytes of its file, then by the path and the sentence. What is not found keeps its line and is listed as without
object; it holds again when its record comes back.

**Whose word counts.** Of one person on one pair the last word. « Unsure » contradicts nobody. When two people say *same* and
*different*, the two are kept apart until they agree: a wrong merge is worse than a miss, and keeping apart is the answer that can be
mended. So are those that a chain of *same* joins although two of them were decided different. When two people give one name two
meanings, neither is applied. All of it is asked again, with the people named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from .decisions import Entry, Name, Pair, Seen, Undo, taken
from .names import fold, name_key, person_key
from .record import Record
from .resolution.model import Decision, Mention, Naming, Question, Resolution
from .resolution.naming import body_key
from .resolution.territories import place_key

State = Literal["holds", "unsure", "replaced", "taken_back", "conflict", "no_object"]

GROUP = {"territory": "territories", "organisation": "organisations", "person": "people", "event": "events"}
_KEY: dict[str, Callable[[str], str]] = {
    "territory": name_key, "organisation": body_key, "person": person_key, "event": name_key,
}  # fmt: skip


def key_of(of: str) -> Callable[[str], str]:
    """What makes two names of a kind equal."""
    return _KEY[of]


QUOTE = 300
"""Characters of a sentence that a decision keeps."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry and what has become of it. `others` are the entries that take it back, replace it or contradict it; `a` and `b` the
    items it is about today (of a name: its target and None)."""

    entry: Entry
    state: State
    others: tuple[Entry, ...] = ()
    a: Mention | None = None
    b: Mention | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What the resolution takes, and what became of every entry, in the order in which they were taken."""

    applied: tuple[Decision | Naming, ...] = ()
    standings: tuple[Standing, ...] = ()

    def conflicts(self) -> list[tuple[Standing, ...]]:
        """The entries that contradict one another, together."""
        found: dict[frozenset[str], list[Standing]] = defaultdict(list)
        for standing in self.standings:
            if standing.state == "conflict":
                found[frozenset((standing.entry.id, *(other.id for other in standing.others)))].append(standing)
        return [tuple(group) for group in found.values()]

    def on(self, a: Mention, b: Mention) -> list[Standing]:
        """What was said of the pair and not taken back."""
        return [s for s in self.standings if s.state not in ("taken_back", "replaced") and {s.a, s.b} == {a, b}]


def open_questions(resolution: Resolution, settled: Settled) -> list[Question]:
    """The questions of the resolution to ask now, most telling first: none that somebody called undecidable, and of several about one
    name as many as join all of them. Seven people of one name are six questions; where two prove different, others follow."""
    node_of = resolution.node_of
    unsure = {
        frozenset((node_of.get(standing.a), node_of.get(standing.b)))
        for standing in settled.standings
        if standing.state == "unsure" and standing.a and standing.b
    }
    asked = [question for question in resolution.questions if frozenset((node_of[question.a], node_of[question.b])) not in unsure]
    return spanning(asked, node_of)


def spanning(questions: Iterable[Question], node_of: Mapping[Mention, str]) -> list[Question]:
    """Of the questions about one name those that, answered « the same », answer the others too, in their order."""
    joined: dict[tuple[str, str, str], str] = {}

    def root(kind: str, group: str, node: str) -> str:
        while (above := joined.get((kind, group, node), node)) != node:
            node = above
        return node

    found = []
    for question in questions:
        a, b = (root(question.kind, question.group, node_of[mention]) for mention in (question.a, question.b))
        if a != b:
            joined[(question.kind, question.group, b)] = a
            found.append(question)
    return found


def waiting(resolution: Resolution, settled: Settled) -> int:
    """How many questions wait for a person: those of the resolution that nobody called undecidable, and the contradictions."""
    return len(open_questions(resolution, settled)) + len(settled.conflicts())


def settle(entries: Iterable[Entry], records: Iterable[Record]) -> Settled:
    """What holds of `entries` for `records`. Neither the order of the entries nor that of the records matters."""
    ordered = sorted(entries, key=taken)
    holdings = Holdings(records)
    found: dict[str, tuple[Mention | None, Mention | None]] = {}
    for entry in ordered:
        if isinstance(entry, Pair):
            found[entry.id] = (holdings.find(entry.a, entry.of), holdings.find(entry.b, entry.of))
        elif isinstance(entry, Name):
            found[entry.id] = (holdings.find(entry.target, entry.of), None)
    undone = _undone(ordered)
    states: dict[str, tuple[State, tuple[Entry, ...]]] = {}
    subjects: dict[object, list[Entry]] = defaultdict(list)
    for entry in ordered:
        if entry.id in undone:
            states[entry.id] = ("taken_back", undone[entry.id])
        elif isinstance(entry, Undo):
            there = any(other.id == entry.undoes for other in ordered)
            states[entry.id] = ("holds" if there else "no_object", ())
        elif isinstance(entry, Pair):
            a, b = found[entry.id]
            if a is None or b is None or a == b:
                states[entry.id] = ("no_object", ())
            else:
                subjects[(entry.of, min(a, b), max(a, b))].append(entry)
        elif found[entry.id][0] is None:
            states[entry.id] = ("no_object", ())
        else:
            where = place_key(entry.perimeter) if entry.perimeter else entry.perimeter
            subjects[(entry.of, _KEY[entry.of](entry.name), where)].append(entry)
    applied: list[Decision | Naming] = []
    for said in subjects.values():
        applied += _weigh(said, found, holdings, states)
    applied = _without_chains(applied, {entry.id: entry for entry in ordered}, found, states)
    return Settled(
        tuple(applied), tuple(Standing(entry, *states[entry.id], *found.get(entry.id, (None, None))) for entry in ordered)
    )


def _weigh(
    said: Sequence[Entry],
    found: Mapping[str, tuple[Mention | None, Mention | None]],
    holdings: Holdings,
    states: dict[str, tuple[State, tuple[Entry, ...]]],
) -> list[Decision | Naming]:
    """Judge the entries on one subject: notes the state of each and gives what is applied."""
    last: dict[str, Entry] = {}
    for entry in said:  # in the order of time
        former = last.get(fold(entry.by))
        if former is not None:
            states[former.id] = ("replaced", (entry,))
        last[fold(entry.by)] = entry
    current = sorted(last.values(), key=taken)
    sides: dict[object, list[Entry]] = defaultdict(list)
    for entry in current:
        if isinstance(entry, Pair) and entry.verdict == "unsure":
            states[entry.id] = ("unsure", ())
        else:
            sides[_meaning(entry, found, holdings)].append(entry)
    for meaning, entries in sides.items():
        against = tuple(entry for other, those in sides.items() if other != meaning for entry in those)
        for entry in entries:
            states[entry.id] = ("conflict", against) if against else ("holds", ())
    if len(sides) > 1 and isinstance(current[0], Name):
        return []
    telling = [entry for meaning, entries in sides.items() if len(sides) == 1 or meaning == "different" for entry in entries]
    return [_applied(entry, *found[entry.id]) for entry in telling[-1:]]


def _without_chains(
    applied: Sequence[Decision | Naming],
    by_id: Mapping[str, Entry],
    found: Mapping[str, tuple[Mention | None, Mention | None]],
    states: dict[str, tuple[State, tuple[Entry, ...]]],
) -> list[Decision | Naming]:
    """`applied` without the decisions « same » that join, one through the other, a pair decided different: which of them is wrong
    nobody knows. All of such a chain contradict one another."""
    same = {d for d in applied if isinstance(d, Decision) and d.verdict == "same"}
    for apart in sorted((d for d in applied if isinstance(d, Decision) and d.verdict == "different"), key=lambda d: (d.a, d.b)):
        while chain := _chain(apart.a, apart.b, same):
            same -= set(chain)
            pairs = {frozenset((d.a, d.b)) for d in (apart, *chain)}
            clashing = [
                by_id[name] for name, ends in found.items()
                if frozenset(ends) in pairs and states[name][0] in ("holds", "conflict") and isinstance(by_id[name], Pair)
            ]  # fmt: skip
            for entry in clashing:
                others = dict.fromkeys((*(e.id for e in states[entry.id][1]), *(e.id for e in clashing if e != entry)))
                states[entry.id] = ("conflict", tuple(by_id[name] for name in others))
    return [d for d in applied if not isinstance(d, Decision) or d.verdict == "different" or d in same]


def _chain(a: Mention, b: Mention, same: Iterable[Decision]) -> list[Decision]:
    """The shortest chain of decisions « same » from `a` to `b`; empty where there is none."""
    beside: dict[Mention, list[tuple[Mention, Decision]]] = defaultdict(list)
    for decision in sorted(same, key=lambda d: (d.a, d.b)):
        beside[decision.a].append((decision.b, decision))
        beside[decision.b].append((decision.a, decision))
    paths: dict[Mention, list[Decision]] = {a: []}
    waiting = [a]
    for here in waiting:
        for other, decision in beside[here]:
            if other not in paths:
                paths[other] = [*paths[here], decision]
                waiting.append(other)
    return paths.get(b, [])


def _meaning(entry: Entry, found: Mapping[str, tuple[Mention | None, Mention | None]], holdings: Holdings) -> object:
    """What an entry says of its subject: a verdict, or the body that a name means. Two targets of one name in one perimeter are one
    meaning: people in two places do not pick the same record."""
    if isinstance(entry, Pair):
        return entry.verdict
    target = found[entry.id][0]
    assert target is not None
    return holdings.portrait(target) or target


def _applied(entry: Entry, a: Mention | None, b: Mention | None) -> Decision | Naming:
    assert a is not None
    if isinstance(entry, Name):
        return Naming(entry.of, entry.name, a, entry.perimeter, entry.by, entry.when, entry.why)
    assert isinstance(entry, Pair)
    assert b is not None
    assert entry.verdict != "unsure"
    return Decision(entry.verdict, min(a, b), max(a, b), entry.by, entry.when, entry.why)


def _undone(entries: Sequence[Entry]) -> dict[str, tuple[Entry, ...]]:
    """Entry id → the undoings of it that hold themselves. Undoings that take one another back in a ring do not hold."""
    undoings: dict[str, list[Undo]] = defaultdict(list)
    for entry in entries:
        if isinstance(entry, Undo):
            undoings[entry.undoes].append(entry)

    def holding(entry_id: str, path: frozenset[str]) -> tuple[Entry, ...]:
        return tuple(
            undo for undo in undoings.get(entry_id, ()) if undo.id not in path and not holding(undo.id, path | {undo.id})
        )

    return {entry.id: taken_back for entry in entries if (taken_back := holding(entry.id, frozenset({entry.id})))}


@dataclass(slots=True)
class Holdings:
    """The records at hand, to find items in."""

    by_id: dict[str, Record] = field(default_factory=dict)
    by_file: dict[tuple[str, str | None], list[Record]] = field(default_factory=lambda: defaultdict(list))
    by_path: dict[tuple[str, str | None], list[Record]] = field(default_factory=lambda: defaultdict(list))

    def __init__(self, records: Iterable[Record]) -> None:
        self.by_id = {record.id: record for record in records}
        self.by_file, self.by_path = defaultdict(list), defaultdict(list)
        for _, record in sorted(self.by_id.items()):
            source = record.source
            if source.sha256:
                self.by_file[(source.sha256, source.part)].append(record)
            self.by_path[(source.path, source.part)].append(record)

    def find(self, seen: Seen, of: str) -> Mention | None:
        """The item that `seen` is today; None when it is not found, or may be one of several."""
        record = self.by_id.get(seen.record)
        if record is not None:
            return _item(record, seen, of)
        for candidates, strict in (
            (self.by_file.get((seen.sha256, seen.part), []) if seen.sha256 else [], False),
            (self.by_path.get((seen.source, seen.part), []) if seen.source else [], True),
        ):
            found = [mention for record in candidates if (mention := _only(record, seen, of, strict)) is not None]
            if len(found) == 1:
                return found[0]
        return None

    def item(self, mention: Mention, of: str) -> Any:
        """The item behind a mention; None when the record or the item is not there."""
        record = self.by_id.get(mention.record)
        if record is None:
            return None
        return next((item for item in getattr(record, GROUP[of]) if item.id == mention.item), None)

    def portrait(self, mention: Mention) -> object:
        """What two targets of a naming must share to be one meaning without a look at the clusters: folded name, and the places that
        the record's main events concern. None when the record names no place."""
        record = self.by_id[mention.record]
        for of in ("organisation", "person"):
            item = self.item(mention, of)
            if item is not None:
                main = {event.id for event in record.events if event.main}
                concerned = {link.end for link in record.links if link.type == "concerns" and link.start in main}
                if getattr(item, "scope", None):
                    concerned = {item.scope}
                places = frozenset(place_key(t.name) for t in record.territories if t.id in concerned)
                return (_KEY[of](item.name), places) if places else None
        return None


def seen(record: Record, item_id: str, of: str) -> Seen:
    """What a decision keeps of an item of `record`."""
    item = next(item for item in getattr(record, GROUP[of]) if item.id == item_id)
    source = record.source
    return Seen(
        record=record.id, item=item.id, name=name_of(item), quote=" ".join(item.evidence.quote.split())[:QUOTE],
        date=getattr(item, "date", None), source=source.path, part=source.part, sha256=source.sha256,
    )  # fmt: skip


def name_of(item: Any) -> str:
    """The name an item bears in its record; of an event its title, of an action what is to be done."""
    return str(getattr(item, "name", None) or getattr(item, "title", None) or getattr(item, "what", "") or "")


def _item(record: Record, seen: Seen, of: str) -> Mention | None:
    items = [item for item in getattr(record, GROUP[of]) if not item.optional]
    named = _named(items, seen, of)
    quote = _folded(seen)
    if not named and quote:
        words = {word for word in fold(seen.name).split() if len(word) > 2}
        named = [item for item in items if _sentence(item) == quote and words & set(fold(name_of(item)).split())]
        named = named if len(named) == 1 else []
    for told in (
        lambda item: name_of(item) == seen.name,
        lambda item: bool(quote) and _sentence(item) == quote,
        lambda item: item.id == seen.item,
    ):
        named = [item for item in named if told(item)] or named if len(named) > 1 else named
    return Mention(record.id, cast(str, named[0].id)) if len(named) == 1 else None


def _only(record: Record, seen: Seen, of: str, strict: bool) -> Mention | None:
    """The only item of the name in another reading of the file; with `strict` it must be read from the same sentence."""
    named = _named([item for item in getattr(record, GROUP[of]) if not item.optional], seen, of)
    if len(named) != 1 or (strict and _sentence(named[0]) != _folded(seen)):
        return None
    return Mention(record.id, cast(str, named[0].id))


def _named(items: Sequence[Any], seen: Seen, of: str) -> list[Any]:
    """The items of the name that was seen; of an event also of its date, or the only one of its date."""
    key = _KEY[of]
    wanted = key(seen.name)
    named = [item for item in items if key(name_of(item)) == wanted] if wanted else []
    if of == "event" and seen.date:
        dated = [item for item in items if item.date == seen.date]
        return [item for item in named if item in dated] or (dated if len(dated) == 1 else [])
    return named


def _sentence(item: Any) -> str:
    return fold(" ".join(item.evidence.quote.split())[:QUOTE])


def _folded(seen: Seen) -> str:
    return fold(" ".join(seen.quote.split())[:QUOTE])
