"""Small words and signs between names: articles, joins, the receiver of a proxy, link words."""

from __future__ import annotations

import re

from .person_shapes import person_at
from .phrases import read_link
from .tokens import Token

SEPARATORS = frozenset(
    [",", ";", ":", "(", ")", "[", "]", "/", "-", "→", "+", ".", "\t", "tab", "bullet", "|", "&", "•", "~", "="]
)


QUOTES = frozenset(["«", "»", '"', "“", "”", "'", "?", "!", "mark", "’"])


JOINS = frozenset(["et", "puis", "ainsi", "avec", "dont", "plus", "accompagne", "accompagnee", "&"])


SMALL_WORDS = frozenset(["de", "du", "des", "d", "la", "le", "les", "l", "au", "aux", "a", "chez", "pour", "aupres", "en"])


def to_person(run: list[Token], j: int) -> bool:
    """« à Mme X », « au Dr Y » at `run[j]`: the receiver of a proxy."""
    return run[j].text in ("à", "a", "au") and j + 1 < len(run) and (run[j + 1].kind == "title" or person_at(run, j + 1) > 0)


def by_person(run: list[Token], j: int) -> bool:
    """« par Mme X » at `run[j]`: who came for the body or person before it."""
    return run[j].text == "par" and j + 1 < len(run) and (run[j + 1].kind == "title" or person_at(run, j + 1) > 0)


def link_at(run: list[Token], j: int) -> bool:
    """Does a link word (« représentée par ») begin at `run[j]`?"""
    token = run[j]
    if not token.text[0].islower() or not re.match(r"represent|remplac|pouvoir|procur|mandat|supple", token.folded):
        return False
    return read_link(" ".join(t.text for t in run[j : j + 5])) is not None


def article_at(run: list[Token], i: int) -> int:
    return (
        1
        if run[i].folded in ("le", "la", "les", "l", "un", "une")
        and run[i].text[0] in "lLu"
        and i + 1 < len(run)
        and not run[i].caps
        else 0
    )
