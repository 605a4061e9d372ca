"""Folding of names, so that « Évreux » and « EVREUX » compare equal."""

from __future__ import annotations

import functools
import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′", "'"))
_NOT_WORD = re.compile(r"[^\w]+|_+")
_ARTICLES = frozenset(["l", "d", "de", "du", "des", "la", "le", "les", "au", "aux", "et"])


def strip_accents(text: str) -> str:
    """`text` without combining marks, ligatures written out; case, spaces and punctuation kept."""
    decomposed = unicodedata.normalize("NFD", text.translate(_LIGATURES))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@functools.lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Words of `text` in lower case, without accents, one space between: the key for sorting and « contains »."""
    plain = strip_accents(text.translate(_APOSTROPHES)).casefold()
    return " ".join(_NOT_WORD.sub(" ", plain).split())


@functools.lru_cache(maxsize=100_000)
def name_key(text: str) -> str:
    """`fold` without French articles and linking words: « Mission locale du Blaisois » gives "mission locale blaisois".

    Returns the plain fold when nothing would be left (« La Et »).
    """
    words = fold(text).split()
    return " ".join(w for w in words if w not in _ARTICLES) or " ".join(words)


@functools.lru_cache(maxsize=100_000)
def person_key(text: str) -> str:
    """The folded words of a person's name in alphabetical order, so that « MARTEL Luc » equals « Luc Martel »."""
    return " ".join(sorted(fold(text).split()))


def printable(text: str) -> str:
    """`text` as one line that a terminal can show: control and bidirectional marks left out, white space single."""
    return "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in ("Cc", "Cf") or c == "\u200d")
