"""Names of known people in free text: titles of meetings and records, actions, places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from .names import fold

MASK = "[personne]"
_WORD = re.compile(r"[^\W_]+")
TITLES = frozenset(
    (
        "m",
        "mr",
        "mme",
        "mmes",
        "mlle",
        "mm",
        "monsieur",
        "madame",
        "mesdames",
        "messieurs",
        "mademoiselle",
        "dr",
        "docteur",
        "me",
        "maitre",
    )
)
_PARTICLES = frozenset(("de", "du", "des", "d", "la", "le", "l", "van", "von", "ben", "el"))


class KnownPeople:
    """The people of a graph by their names, to be masked in text that others read.

    Masked are full names in any order of their words and with an initial for the given name, and whatever capitalised name follows
    « M. », « Mme », « Monsieur » … With `families`, surnames alone too, where the capital says that it is a name: not the first word,
    and no part of a name of `others` (bodies, places): « Entretien Morel », but « Petit déjeuner », « Bassin de Blois ».
    """

    def __init__(self, names: Iterable[str], families: Iterable[str] = (), others: Iterable[str] = ()) -> None:
        self._full: dict[int, set[tuple[str, ...]]] = defaultdict(set)
        self._families: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._others: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for kept, texts in ((self._families, families), (self._others, others)):
            for text in texts:
                parts = tuple(fold(text).split())
                if parts and (kept is self._others or max(map(len, parts)) > 2):
                    kept[parts[0]].add(parts)
        for name in names:
            words = fold(name).split()
            if len(words) < 2:
                continue
            self._add(words)
            self._add([words[0][0], *words[1:]])
            self._add([words[-1][0], *words[:-1]])
        self._lengths = sorted(self._full, reverse=True)

    def _add(self, words: list[str]) -> None:
        self._full[len(words)].add(tuple(sorted(words)))

    def mask(self, text: str) -> str:
        """`text` with the names replaced by MASK."""
        words = [(found.start(), found.end(), fold(found.group())) for found in _WORD.finditer(text)]
        cuts: list[tuple[int, int]] = []
        kept = self._kept(words) if self._families else set()
        at = 0
        while at < len(words):
            end = self._full_name(words, at) or _titled(text, words, at) or self._family(text, words, at, kept)
            if end:
                cuts.append((words[at + (words[at][2] in TITLES)][0], words[end - 1][1]))
                at = end
            else:
                at += 1
        for start, stop in reversed(cuts):
            text = text[:start] + MASK + text[stop:]
        return text

    def _full_name(self, words: list[tuple[int, int, str]], at: int) -> int:
        """Where the full name that begins at `at` ends; 0 for none."""
        for length in self._lengths:
            window = words[at : at + length]
            if len(window) == length and tuple(sorted(word for _, _, word in window)) in self._full[length]:
                return at + length
        return 0

    def _kept(self, words: list[tuple[int, int, str]]) -> set[int]:
        """The places of the words that are names of bodies or territories."""
        found: set[int] = set()
        for at, (_, _, word) in enumerate(words):
            for name in self._others.get(word, ()):
                if tuple(key for _, _, key in words[at : at + len(name)]) == name:
                    found.update(range(at, at + len(name)))
        return found

    def _family(self, text: str, words: list[tuple[int, int, str]], at: int, kept: set[int]) -> int:
        """Where the surname alone that begins at `at` ends; 0 for none."""
        start, stop, word = words[at]
        shouted = text[start:stop].isupper() and not text.isupper()
        if at in kept or not text[start].isupper() or (at == 0 and not shouted):
            return 0
        for name in sorted(self._families.get(word, ()), key=len, reverse=True):
            if tuple(key for _, _, key in words[at : at + len(name)]) == name:
                return at + len(name)
        return 0


def _titled(text: str, words: list[tuple[int, int, str]], at: int) -> int:
    """Where the capitalised name after the title at `at` ends; 0 for none."""
    start, _, word = words[at]
    if word not in TITLES or not text[start].isupper():
        return 0
    end = at + 1
    while end < len(words) and end - at <= 5:
        between = text[words[end - 1][1] : words[end][0]]
        if between.strip(" .-'’\u00a0\u202f") or (end > at + 1 and "." in between and words[end - 1][1] - words[end - 1][0] > 1):
            break
        if not text[words[end][0]].isupper() and words[end][2] not in _PARTICLES:
            break
        end += 1
    while end > at + 1 and words[end - 1][2] in _PARTICLES and not text[words[end - 1][0]].isupper():
        end -= 1
    return end if end > at + 1 else 0
