"""A record without the name of a person: text, quotes and titles masked, everything that points into the text moved along."""

from __future__ import annotations

import bisect
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..masking import MASK, TITLES
from ..names import fold
from ..record import Person, Record
from .finding import TELEPHONE, TELEPHONE_MASK, Cut, Finder, Others, cleaned, words_of
from .refusals import FAMILY, FULL, INITIAL, Doubt, Hasher, Refusal, contexts

_TEXTS = frozenset(("title", "long", "place", "who_text", "what", "basis", "role", "part"))


@dataclass(slots=True)
class Masked:
    """`record` as it may be kept; `places` counts what was masked in it; `doubts`: refusals of which it is not sure that they are
    about this record, with what to ask; `kept`: bodies and places that bear the name."""

    record: Record
    places: int = 0
    doubts: list[tuple[Refusal, Doubt]] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)


def masked(record: Record, refusals: Iterable[Refusal], hasher: Hasher | None, *, doubtful: bool = True) -> Masked:
    """`record` without those who are not to be named. With `doubtful`, also where it may be a homonym (and the doubt is told)."""
    found = Masked(record)
    for refusal in refusals if hasher is not None else ():
        assert hasher is not None
        finder = Finder(hasher, refusal)
        items, sure = who(found.record, finder)
        if sure is None or not (sure or doubtful):
            continue
        if not sure:
            said = set().union(*(contexts(record, item) for item in items)) if items else set()
            found.doubts.append((refusal, Doubt(record.id, record.source.path, tuple(sorted(hasher.all(said))))))
        found.record, places, kept = redacted(found.record, finder, items)
        found.places += places
        found.kept |= kept
    return found


def who(record: Record, finder: Finder) -> tuple[set[str], bool | None]:
    """The people of `record` who are, or may be, the person; and whether that is sure. None: it is not about them."""
    refusal, hasher = finder.refusal, finder.hasher
    if record.id in refusal.others:
        return set(), None
    here = {item for where, item in refusal.items if where == record.id}
    known = {person.id for person in record.people if hasher.item(person.id) in here}
    full, short = set(known), set()
    for person in record.people:
        names = (person.name, *person.surfaces)
        if any(finder.is_name(name, FULL) for name in names):
            full.add(person.id)
        elif any(finder.is_name(name, INITIAL, FAMILY) for name in names):
            short.add(person.id)
    if record.id in refusal.records:
        return full or (short if len(short) == 1 else set()), True
    verdicts = {item: _verdict(hasher.all(contexts(record, item)), refusal, hasher, record) for item in (*full, *short)}
    mine = {item for item in full if verdicts[item] is not False} | {item for item in short if verdicts[item] is True}
    if not mine:
        if full or short or not finder.cuts(record.text, near=False, others=finder.others(record, ())):
            return set(), None
        return set(), hasher.of(f"source {record.source.path}") in refusal.contexts
    return mine, any(verdicts[item] is True for item in mine & full)


def _verdict(said: frozenset[str], refusal: Refusal, hasher: Hasher, record: Record) -> bool | None:
    """True: the same body, territory or source. False: a body of which people said that it is somebody else. None: not known."""
    if said & refusal.contexts:
        return True
    source = hasher.of(f"source {record.source.path}")
    return False if (said - {source}) & refusal.other_contexts else None


def redacted(record: Record, finder: Finder, items: Collection[str]) -> tuple[Record, int, set[str]]:
    """`record` without the name of its people `items`, the number of places masked, and the names of bodies that stay."""
    others = finder.others(record, items)
    cuts = _cuts(record, finder, items, others)
    shift = _Shift(record.text, cuts)
    count = len(cuts)

    def short(text: str) -> str:
        nonlocal count
        found = finder.cuts(text, near=True, others=others)
        count += len(found)
        return cleaned(text, found)

    def quote(text: str) -> str:
        at = record.text.find(text) if text else -1
        if at >= 0:  # the same cuts as in the text, so that a sentence is still found there
            return shift.slice(at, at + len(text))
        return short(text)

    def walk(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: walk(item, name) for name, item in value.items()}
        if key == "spans":
            return [[shift.start(start), shift.end(end)] for start, end in value]
        if isinstance(value, list):
            return [walk(item, key) for item in value]
        if isinstance(value, str) and key == "quote":
            return quote(value)
        return short(value) if isinstance(value, str) and key in _TEXTS else value

    data = record.model_dump(mode="json")
    made = {
        name: walk(value, name) for name, value in data.items() if name not in ("text", "pages", "unread", "people", "source")
    }
    made["people"] = [
        _nobody(person, walk(person.evidence.model_dump(mode="json"))) if person.id in items else walk(dumped)
        for person, dumped in zip(record.people, data["people"], strict=True)
    ]
    for body in made["organisations"]:
        if finder.is_name(body["name"], FULL):  # a person read as a body
            body.update(name=MASK, long=None, acronym=None, surfaces=[], identifiers={})
    made["source"] = {**data["source"], "part": short(data["source"]["part"]) if data["source"]["part"] else None}
    made["text"] = shift.text
    made["pages"] = [shift.start(page) for page in data["pages"]]
    made["unread"] = [{**item, "span": [shift.start(item["span"][0]), shift.end(item["span"][1])]} for item in data["unread"]]
    for person in record.people:
        if person.id in items and finder.named_in(person.id):
            made = _renamed(made, person.id, new_id(person.id, finder))
    kept = {
        name
        for group in (record.organisations, record.territories, record.programmes)
        for item in group
        for name in (item.name, *item.surfaces)
        if not finder.is_name(name, FULL) and finder.cuts(name, near=False)
    }
    count += sum(person.id in items and person.name != MASK for person in record.people)
    return Record.model_validate(made), count, kept


def new_id(local: str, finder: Finder) -> str:
    """What stands for a local id that holds the name."""
    return f"x{finder.hasher.of(local)[:12]}"


def _renamed(value: Any, old: str, new: str) -> Any:
    """`value` with the local id `old`, wherever it stands, as `new`."""
    if isinstance(value, dict):
        return {key: item if key in _TEXTS else _renamed(item, old, new) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, old, new) for item in value]
    return new if value == old else value


def _nobody(person: Person, evidence: Any) -> dict[str, Any]:
    return {"id": person.id, "evidence": evidence, "optional": person.optional, "name": MASK, "incomplete": True}


def _cuts(record: Record, finder: Finder, items: Collection[str], others: Others) -> list[Cut]:
    """Where the text names the person: what the reader found, and what is found by the names."""
    text, found = record.text, []
    for person in record.people:
        if person.id not in items or person.name == MASK:
            continue
        own = {word for name in (person.name, *person.surfaces) for word in fold(name).split()}
        for start, end in person.evidence.spans:
            words = words_of(text[start:end])
            while words and words[0].key in TITLES:
                words = words[1:]
            if words and all(word.key in own for word in words):
                found.append(Cut(start + words[0].start, start + words[-1].end))
    found += finder.cuts(text, near=True, others=others)
    found = _joined(found)
    numbers = []
    for number in TELEPHONE.finditer(text) if found else ():
        start = text.rfind("\n", 0, number.start()) + 1
        end = text.find("\n", number.end())
        line = slice(start, end if end >= 0 else len(text))
        words = words_of(text[line])
        named = any(line.start <= cut.start < line.stop for cut in found)
        if named and not any(others.person(words, at) for at in range(len(words))):
            numbers.append(Cut(number.start(), number.end(), TELEPHONE_MASK))
    return _joined([*found, *numbers])


def _joined(cuts: Iterable[Cut]) -> list[Cut]:
    """Cuts that do not overlap, in their order."""
    found: list[Cut] = []
    for cut in sorted(cuts, key=lambda cut: (cut.start, -cut.end)):
        if found and cut.start < found[-1].end:
            found[-1] = found[-1]._replace(end=max(cut.end, found[-1].end))
        else:
            found.append(cut)
    return found


class _Shift:
    """A text after its cuts, and where its places of before lie now."""

    def __init__(self, text: str, cuts: Sequence[Cut]) -> None:
        self.cuts = cuts
        self._ends = [cut.end for cut in cuts]
        self._moved = [0]
        for cut in cuts:
            self._moved.append(self._moved[-1] + len(cut.mask) - (cut.end - cut.start))
        self.text = cleaned(text, cuts)

    def start(self, at: int) -> int:
        """The place of a beginning: inside a cut, where its mask begins."""
        number = bisect.bisect_right(self._ends, at)
        inside = number < len(self.cuts) and self.cuts[number].start < at
        return (self.cuts[number].start if inside else at) + self._moved[number]

    def end(self, at: int) -> int:
        """The place of an end: inside a cut, where its mask ends."""
        number = bisect.bisect_left(self._ends, at)
        if number < len(self.cuts) and self.cuts[number].start < at:
            return self.cuts[number].end + self._moved[number + 1]
        return at + self._moved[number]

    def slice(self, start: int, end: int) -> str:
        """What stands now where `start` to `end` stood."""
        return self.text[self.start(start) : self.end(end)]


def place_in(refusal: Refusal, doubt: Doubt, *, same: bool) -> Refusal:
    """`refusal` after a person said of a doubt whether it is the same person."""
    rest = tuple(other for other in refusal.doubts if other.record != doubt.record)
    said = frozenset(doubt.contexts)
    if same:
        return replace(refusal, doubts=rest, records=refusal.records | {doubt.record}, contexts=refusal.contexts | said)
    return replace(
        refusal, doubts=rest, others=refusal.others | {doubt.record}, other_contexts=refusal.other_contexts | (said - refusal.contexts)
    )  # fmt: skip
