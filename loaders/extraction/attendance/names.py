"""Names of persons and bodies as they stand in a list → clean ones."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....graph.names import fold
from . import lexicon
from .tokens import Token

_LOWER = frozenset(["de", "du", "des", "d", "la", "der", "den", "da", "do", "dos", "del", "della", "di", "y", "von"])


def normal_case(word: str, first: bool = True) -> str:
    """`word` (an elided particle when not `first`) in normal case when it is written in capitals: « LE GALL-MORIN » → « Le Gall-Morin », « D'ARCY » → « d'Arcy »."""
    letters = [c for c in word if c.isalpha()]
    if fold(word) == "d" and first is False:
        return word.lower()
    if len(letters) < 2 or sum(c.isupper() for c in letters) < len(letters) - (1 if len(letters) > 3 else 0):
        return word
    if fold(word) in _LOWER:
        return word.lower()
    return re.sub(r"[^\W\d_]+", lambda m: m[0][0].upper() + m[0][1:].lower(), word.lower())


def person_name(words: Sequence[Token], family_first: bool | None = None) -> tuple[str, str | None, str | None]:
    """(name, given, family) of the tokens of a name. `family_first`: the order of the block, for names that do not show theirs."""
    parts = list(words)
    kinds = [_kind(t) for t in parts]
    capitals = [k for k, kind in enumerate(kinds) if kind == "C"]
    lowers = [k for k, kind in enumerate(kinds) if kind in ("N", "I")]
    if not capitals and not lowers:
        return _text(parts), None, None
    if capitals and lowers:
        if _contiguous(kinds, capitals):
            first, last = min(capitals), max(capitals)
            while first > 0 and kinds[first - 1] in ("p", "P"):
                first -= 1
            given = [*parts[:first], *parts[last + 1 :]]
            return _pair(given, parts[first : last + 1])
        return _text(parts), None, None
    core = capitals or lowers
    if len(core) == 1:
        alone = parts[core[0]]
        if len(parts) == 1 and alone.kind == "word" and lexicon.is_given(alone.folded) and not alone.caps:
            return _text(parts), _text(parts), None
        return _text(parts), None, _text(parts)
    initials = [k for k in core if kinds[k] == "I"]
    if initials and len(initials) < len(core):
        given = [parts[k] for k in initials]
        family = [t for k, t in enumerate(parts) if k not in initials]
        if max(initials) < min(k for k in core if k not in initials) or min(initials) > max(k for k in core if k not in initials):
            if min(initials) > 0 and lexicon.is_given(parts[0].folded) and len(family) == 1:  # « Lucie V. »
                return _text(parts), _text(family), None
            return _pair(given, family)
    head, tail = lexicon.is_given(parts[core[0]].folded), lexicon.is_given(parts[core[-1]].folded)
    reverse = (tail and not head) or (tail and head and family_first is True) or (not tail and not head and family_first is True)
    if reverse:
        cut = core[-1]
        return _pair(parts[cut:], parts[:cut])
    cut = core[0] + 1
    while (
        cut < core[-1]
        and kinds[cut] in ("N", "C")
        and lexicon.is_given(parts[cut].folded)
        and head
        and cut + 1 <= core[-1]
        and len(core) > 2
    ):
        cut += 1
    return _pair(parts[:cut], parts[cut:])


def _kind(token: Token) -> str:
    if token.kind == "init" or (len(token.text) == 1 and token.text.isupper()):
        return "I"
    if token.folded in lexicon.PARTICLES and len(token.text) < 5:
        return "p" if token.text[0].islower() else "P"
    return "C" if token.caps else "N"


def _contiguous(kinds: list[str], capitals: list[int]) -> bool:
    inside = kinds[min(capitals) : max(capitals) + 1]
    return all(kind in ("C", "p", "P") for kind in inside)


def _text(parts: Sequence[Token]) -> str:
    out = ""
    for k, token in enumerate(parts):
        word = normal_case(token.text, token.kind != "elision") if token.kind != "init" else token.text
        glue = k > 0 and not token.space_before and (parts[k - 1].kind == "elision" or parts[k - 1].kind == "init")
        out += ("" if glue or not out else " ") + word
    return out


def _pair(given: Sequence[Token], family: Sequence[Token]) -> tuple[str, str | None, str | None]:
    first, last = _text(given), _text(family)
    return " ".join(filter(None, (first, last))), first or None, last or None


def raw(words: Sequence[Token]) -> str:
    """The words with their spaces as in the text (one space for any white space)."""
    out = ""
    for token in words:
        out += (" " if out and token.space_before else "") + token.text
    return out


def same_person(a: str, b: str) -> bool:
    """May `a` and `b` (clean names) be one person: equal word sets, or the shorter one is initials or a part of the longer?"""
    left, right = fold(a).split(), fold(b).split()
    if set(left) == set(right):
        return True
    return _inside(left, right) or _inside(right, left)


def _inside(short: list[str], long: list[str]) -> bool:
    """Is every word of `short` in `long`, or the initial of a word of it, and one word at least whole?"""
    rest = list(long)
    whole = 0
    for word in short:
        if len(word) > 2 and word in rest:
            rest.remove(word)
            whole += 1
        elif len(word) <= 2 and (match := next((w for w in rest if w.startswith(word[0])), None)):
            rest.remove(match)
        else:
            return False
    return whole > 0
