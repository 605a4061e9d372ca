"""Where a text names a person whom only keyed hashes describe.

Full names in any order of their words; beside a record that is known to be about the person also initials, the surname or the given name
alone, and addresses made of them. Names of other people and of bodies come first: « Paul MARTIN, Jeanne DUVAL » names no Jeanne Martin,
and a street or a school keeps its name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..masking import MASK, TITLES
from ..names import fold
from ..record import Record
from .refusals import FAMILY, FULL, GIVEN, INITIAL, Hasher, Refusal

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
TELEPHONE = re.compile(r"(?<!\d)(?:\+33[ .]?|0)[1-9](?:[ .-]?\d{2}){4}(?!\d)")
ADDRESS_MASK, TELEPHONE_MASK = "[courriel]", "[téléphone]"
_WORD = re.compile(r"[^\W_]+")
_TIGHT = re.compile(r"[ \u00a0\u202f.'’‑-]*")
"""What stands between the words of one name; anything else (a comma, a cell, a line) may part two people."""


class Cut(NamedTuple):
    """Code points `start` to `end` (excluded) of a text, and what stands there instead."""

    start: int
    end: int
    mask: str = MASK


class Word(NamedTuple):
    start: int
    end: int
    key: str


def words_of(text: str) -> list[Word]:
    return [Word(found.start(), found.end(), fold(found.group())) for found in _WORD.finditer(text)]


@dataclass(slots=True)
class Others:
    """Names that are not the person's: those of other people, of bodies, of places."""

    people: dict[int, set[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(set))
    words: set[str] = field(default_factory=set)
    bodies: dict[str, list[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(list))

    def add_person(self, name: str) -> None:
        words = fold(name).split()
        if len(words) > 1:
            self.people[len(words)].add(tuple(sorted(words)))
            self.words.update(words)

    def add_body(self, name: str) -> None:
        words = tuple(fold(name).split())
        if words:
            self.bodies[words[0]].append(words)

    def person(self, words: Sequence[Word], at: int) -> int:
        """How many words from `at` on are another person's full name."""
        for length in sorted(self.people, reverse=True):
            window = words[at : at + length]
            if len(window) == length and tuple(sorted(word.key for word in window)) in self.people[length]:
                return length
        return 0

    def protected(self, words: Sequence[Word]) -> set[int]:
        """The places of the words that belong to the name of a body or territory."""
        found: set[int] = set()
        for at, word in enumerate(words):
            for name in self.bodies.get(word.key, ()):
                if tuple(other.key for other in words[at : at + len(name)]) == name:
                    found.update(range(at, at + len(name)))
        return found


NOBODY = Others()


class Finder:
    """Finds the person of one refusal."""

    def __init__(self, hasher: Hasher, refusal: Refusal) -> None:
        self.hasher, self.refusal = hasher, refusal
        self._lengths = {kind: sorted(set(names.values()), reverse=True) for kind, names in refusal.names.items()}

    def is_name(self, text: str, *kinds: str) -> bool:
        """True when `text` as a whole is a name of the person, of one of `kinds`."""
        words = fold(text).split()
        return bool(words) and any(self._is(kind, words) for kind in kinds)

    def _is(self, kind: str, words: Sequence[str]) -> bool:
        key = " ".join(sorted(words) if kind in (FULL, INITIAL) else words)
        return self.hasher.of(key) in self.refusal.names[kind]

    def named_in(self, identity: str) -> bool:
        """True when an id made by another program holds the name, or the surname."""
        return any(self._is(FAMILY, [word.key]) for word in words_of(identity)) or bool(self.cuts(identity, near=True))

    def others(self, record: Record, items: Collection[str]) -> Others:
        """The names of `record` that are not those of its people `items`."""
        found = Others()
        for person in record.people:
            if person.id not in items:
                for name in (person.name, *person.surfaces):
                    if not self.is_name(name, FULL):
                        found.add_person(name)
        for group in (record.organisations, record.territories, record.programmes):
            for item in group:
                for other in (item.name, getattr(item, "long", None), getattr(item, "acronym", None), *item.surfaces):
                    if other and not self.is_name(other, FULL):
                        found.add_body(other)
        return found

    def cuts(self, text: str, *, near: bool, others: Others = NOBODY) -> list[Cut]:
        """Where `text` names the person; `near`: it stands in a record that is known to be about them."""
        words = words_of(text)
        mails = [(found.start(), found.end()) for found in EMAIL.finditer(text)] if "@" in text else []
        found = [Cut(start, end, ADDRESS_MASK) for start, end in mails if self._address(text[start:end], near)]
        protected = others.protected(words)
        at = 0
        while at < len(words):
            if any(start <= words[at].start < end for start, end in mails):
                at += 1
                continue
            skipped = others.person(words, at)
            if skipped:
                at += skipped
                continue
            length = (
                self._full(text, words, at, near, protected) or (near and self._alone(text, words, at, protected, others)) or 0
            )
            if length:
                found.append(Cut(words[at].start, words[at + length - 1].end))
            at += length or 1
        return sorted(found)

    def named(self, text: str) -> bool:
        """True when `text`, of which nothing else is known, names the person: in full, with initials, or « Mme » and the surname."""
        words = words_of(text)
        none: set[int] = set()
        for at, word in enumerate(words):
            if self._full(text, words, at, True, none):
                return True
            if word.key in TITLES and at + 1 < len(words) and self._alone(text, words, at + 1, none, NOBODY):
                return True
        return "@" in text and any(self._address(found.group(), True) for found in EMAIL.finditer(text))

    def _full(self, text: str, words: Sequence[Word], at: int, near: bool, protected: set[int]) -> int:
        """How many words from `at` on are the person's full name, or initials and surname."""
        for kind in (FULL, INITIAL) if near else (FULL,):
            for length in self._lengths[kind]:
                window = words[at : at + length]
                if len(window) < length or not self._is(kind, [word.key for word in window]):
                    continue
                if set(range(at, at + length)) <= protected or (kind == INITIAL and window[0].key == "m"):
                    continue
                if _one_name(text, words, at, length):
                    return length
        return 0

    def _alone(self, text: str, words: Sequence[Word], at: int, protected: set[int], others: Others) -> int:
        """How many words from `at` on are the surname or the given name by itself."""
        titled = at > 0 and words[at - 1].key in TITLES and bool(_TIGHT.fullmatch(text, words[at - 1].end, words[at].start))
        for length in self._lengths[FAMILY]:
            window = words[at : at + length]
            if len(window) < length or not text[window[-1].start].isupper() or not self._is(FAMILY, [w.key for w in window]):
                continue
            shared = any(word.key in others.words for word in window)
            if (titled and not shared) or not (shared or at in protected):
                return length
        for length in self._lengths[GIVEN]:
            window = words[at : at + length]
            if len(window) < length or not text[window[0].start].isupper() or not self._is(GIVEN, [w.key for w in window]):
                continue
            apart = not _capital_before(text, words, at) and not _capital_after(text, words, at + length - 1)
            if apart and at not in protected and not any(word.key in others.words for word in window):
                return length
        return 0

    def _address(self, address: str, near: bool) -> bool:
        """True for an e-mail address made of the person's names."""
        local = address.partition("@")[0]
        parts = fold(local).split()
        if len(parts) > 1 and self._is(FULL, parts):
            return True
        if len(parts) == 1 and any(self._is(FULL, [parts[0][:cut], parts[0][cut:]]) for cut in range(2, len(parts[0]) - 1)):
            return True
        return near and any(self._is(FAMILY, [part[cut:]]) for part in parts for cut in (0, 1, 2) if len(part) - cut > 2)


def _one_name(text: str, words: Sequence[Word], at: int, length: int) -> bool:
    """False where the words from `at` on are parted, and one of the parts belongs to what stands beside it."""
    pairs = zip(words[at : at + length], words[at + 1 : at + length], strict=False)
    if all(_TIGHT.fullmatch(text, one.end, two.start) for one, two in pairs):
        return True
    return not _capital_before(text, words, at) and not _capital_after(text, words, at + length - 1)


def _capital_before(text: str, words: Sequence[Word], at: int) -> bool:
    if at == 0 or words[at - 1].key in TITLES:
        return False
    return bool(_TIGHT.fullmatch(text, words[at - 1].end, words[at].start)) and text[words[at - 1].start].isupper()


def _capital_after(text: str, words: Sequence[Word], at: int) -> bool:
    if at + 1 >= len(words):
        return False
    between = text[words[at].end : words[at + 1].start]
    return bool(_TIGHT.fullmatch(between)) and "." not in between and text[words[at + 1].start].isupper()


def cleaned(text: str, cuts: Iterable[Cut]) -> str:
    """`text` with the masks in the place of `cuts`."""
    for cut in sorted(cuts, reverse=True):
        text = text[: cut.start] + cut.mask + text[cut.end :]
    return text
