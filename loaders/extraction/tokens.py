"""Words of a text with their places, and sequences of capitalised words: what names are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...graph import reference
from ...graph.names import fold

_WORD = re.compile(r"[A-Z]{2,6}(?=\d\d\b)|[^\W_]+")  # « ML53 » is two words
_LINKS = frozenset(
    [
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l",
        "d",
        "en",
        "sur",
        "sous",
        "lès",
        "lez",
        "les",
        "aux",
        "au",
        "à",
        "et",
        "&",
        "-",
        "–",
        "/",
        "y",
    ]
)
_GAP = re.compile(r"(?:[ \u00a0\u202f'’\-–‐&]{1,3}|/)\Z")


@dataclass(frozen=True, slots=True)
class Token:
    raw: str
    folded: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.raw[:1].isupper()


def tokens(text: str) -> list[Token]:
    """Every word and number of `text`; an apostrophe or a hyphen separates words."""
    return [Token(m[0], fold(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]


def joined(text: str, left: Token, right: Token) -> bool:
    """Do only a space, an apostrophe or a hyphen stand between two neighbouring words?"""
    return bool(_GAP.match(text[left.end : right.start]))


def match_words(text: str, words: Sequence[Token], at: int, key: tuple[str, ...], articles: frozenset[str]) -> int | None:
    """Index after the last word when the words from `at` spell `key`, articles between skipped; else None."""
    number = at
    for position, wanted in enumerate(key):
        while position and number < len(words) and words[number].folded in articles and words[number].folded != wanted:
            if not joined(text, words[number - 1], words[number]):
                return None
            number += 1
        if number >= len(words) or words[number].folded != wanted:
            return None
        if number > at and not joined(text, words[number - 1], words[number]):
            return None
        number += 1
    return number


def capital_run(text: str, words: Sequence[Token], at: int, links: frozenset[str] = frozenset(), limit: int = 7) -> int:
    """Index after the run of capitalised words that begins at `at`; linking words count only between capitals."""
    number = at
    last = at
    while number < len(words) and number - at < limit:
        if number > at and not joined(text, words[number - 1], words[number]):
            break
        word = words[number]
        if (
            word.capital
            or (
                word.raw.isdigit()
                and len(word.raw) < 4
                and number > at
                and word.start - words[number - 1].end == 1
                and words[number - 1].capital
            )
            or (number > at and text[words[number - 1].end : word.start] in ("-", "–") and word.folded not in links)
        ):
            number += 1
            last = number
        elif number > at and (word.folded in links or text[words[number - 1].end : word.start] in ("-", "–")):
            number += 1
        else:
            break
    return last


def is_given(word: str, rank: int = 4000) -> bool:
    """Is `word` a given name among the `rank` most frequent?"""
    found = reference.given_name_rank(word)
    return found is not None and found < rank


def tidy_case(text: str) -> str:
    """Words in capitals of more than three letters in normal case (« DREUX » → « Dreux »); official spelling where it is a place."""
    letters = [c for c in text if c.isalpha()]
    if not letters or not all(c.isupper() for c in letters):
        return " ".join(word.capitalize() if word.isupper() and len(word) > 4 else word for word in text.split(" "))
    places = reference.find_places(text)
    if places:
        return places[0].name
    small = {"de", "du", "des", "la", "le", "les", "et", "en", "sur", "sous"}
    pieces = re.split(r"([ \-'’])", text)
    return "".join(
        p.lower() if p.lower() in small and i else p.capitalize() if len(p) > 2 or i else p for i, p in enumerate(pieces)
    )
