"""Tokens of a line of a list: words with their shape, initials, separators, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ....graph.names import fold
from . import lexicon

_SUFFIX = r"(?:\((?:e|s|es|ne|nes|ve|ves|rice|trice|rices)\)s?|[·.•](?:e|es|ne|trice|rice|ve)(?:[·.•]s)?(?![^\W\d_]))"
_WORD = rf"[^\W\d_]+(?:[-’'‑][^\W\d_]+)*{_SUFFIX}?(?:-[A-ZÉÈ]\.)?"
_TOKEN = re.compile(
    rf"""
    (?P<title>(?:MM|Mmes?|Mlles?|Melles?|Mrs?|Dr|Pr|Mgr)\.?(?=[\s.]|$|[A-ZÉÈÀÂ]{{2}}[\w-]*\b)|M\.(?=\s*[^\W\d_][^\W\d_]|\s+[A-ZÉ]\.|\s+[A-ZÉ]/[A-ZÉ]|\s*["«]|\s+[ld]['’]))
  | (?P<sigle>(?:[A-ZÉ]\.){{3,}}[A-ZÉ]?\.?)
  | (?P<init>[A-ZÉÈ][hlrv]?\.(?:-?[A-ZÉÈ][hlrv]?\.|-?[A-ZÉÈ](?=[\s,;):/–-]|$))*(?:-?[A-ZÉÈ][a-zà-ÿ]+(?:-[A-ZÉÈ][a-zà-ÿ]+)*)?)
  | (?P<elision>(?:[lLdD]|qu|[nscj])[’'](?=\w))
  | (?P<mixed>(?<![^\W_])[^\W\d_]{{1,4}}\d[^\W\d_]{{1,4}}(?![^\W_]))
  | (?P<number>\d+(?:[./]\d+)*(?:[a-zA-Zè°]{{1,3}}\b)?)
  | (?P<word>(?<![^\W\d_])[A-ZÉ]/[A-ZÉ][A-ZÉ]+|{_WORD})
  | (?P<leader>\.{{4,}}|(?:[.·_]\ ?){{5,}})
  | (?P<arrow>→|->|=>|⇒)
  | (?P<dash>--+|[–—―]|-|−|‑)
  | (?P<numbered>\(\d{{1,2}}\)(?=\s*[^\W\d_]))
  | (?P<bullet>[•·●▪◦‣⁃✓✚♦■□❖➢➔>](?=\s|$)|^\s*[o*](?=\s))
  | (?P<mark>[*†°¹²³]+)
  | (?P<other>\S)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token. `kind`: word, title, init, number, elision, or the separator itself (`,` `;` `:` `(` `)` `/` `-` `→` `+` `.` tab)."""

    text: str
    start: int
    end: int
    kind: str
    folded: str
    space_before: bool
    space_after: bool

    @property
    def caps(self) -> bool:
        letters = [c for c in self.text if c.isalpha()]
        return self.kind == "word" and len(letters) > 1 and sum(c.isupper() for c in letters) > len(letters) - 1

    @property
    def capital(self) -> bool:
        return self.kind == "word" and (self.text[0].isupper() or self.mixed)

    @property
    def mixed(self) -> bool:
        """Letters around a digit, one at least a capital: « E2C », « m2A »."""
        return any(c.isdigit() for c in self.text) and any(c.isupper() for c in self.text)


def tokenise(text: str, start: int = 0) -> list[Token]:
    """Tokens of one line; offsets are those of `text` plus `start`."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        value = match[0]
        first, last = match.start(), match.end()
        before = first == 0 or text[first - 1].isspace()
        after = last >= len(text) or text[last].isspace()
        folded = fold(value)
        if kind == "numbered":
            kind = "bullet"
        elif kind in ("sigle", "mixed"):
            kind = "word"
        elif kind == "word" and folded in lexicon.TITLES and _opens_name(text, last, folded):
            kind = "title"
        elif kind == "title" and value == "M" and not after:
            kind = "word"
        elif kind == "dash":
            kind = "-"
        elif kind in ("arrow", "leader"):
            kind = "→"
        elif kind == "other":
            kind = value
        gap = text[tokens[-1].end - start : first] if tokens else text[:first]
        if "\t" in gap or (tokens and len(gap) > 3 and gap.isspace()):  # columns kept by spaces
            at = start + first - 1
            tokens.append(Token("\t", at, at + 1, "tab", "", False, False))
        tokens.append(Token(value, start + first, start + last, kind, folded, before, after))
    return tokens


def _opens_name(text: str, end: int, folded: str) -> bool:
    """Does a title word at the end of `text[:end]` stand before a name or a role (« Madame la Préfète »)?"""
    rest = text[end:].lstrip(". \u00a0")
    if not rest or text[end : end + 1] not in (" ", ".", "\u00a0"):
        return False
    if folded in lexicon.RANKS or folded in ("pere", "abbe", "soeur", "maitre", "me", "pr", "sr", "professeur", "docteur"):
        return rest[0].isupper() and fold(rest.split()[0]) not in lexicon.ROLES
    if folded in ("m", "ms", "mr", "mrs"):
        return rest[0].isupper() or rest.startswith(("le ", "la ", "l'", "l’", "les ", "de ", "d'", "d’"))
    return True
