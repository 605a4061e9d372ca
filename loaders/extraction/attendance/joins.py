"""Putting together what a separator cut inside one name."""

from __future__ import annotations

from collections.abc import Sequence

from ....graph.names import fold
from . import lexicon
from .items import Item
from .tokens import Token


def _initials_of(sigle_: Sequence[Token], words: Sequence[Token]) -> bool:
    """Are the letters of a short name the first letters of the words before it?"""
    if len(sigle_) != 1 or not (sigle_[0].caps or "." in sigle_[0].text):
        return False
    letters = fold(sigle_[0].text).replace(" ", "")
    starts = [
        t.folded[0]
        for t in words
        if t.kind == "word" and t.folded not in lexicon.PARTICLES | {"et", "a", "au", "aux", "en"} and t.folded
    ]
    at = 0
    for letter in starts:
        if at < len(letters) and letters[at] == letter:
            at += 1
    return at >= max(2, len(letters) - 1)


def join_pieces(items: list[Item]) -> list[Item]:
    """Put together what a comma, « et », a slash or a short name in brackets cut inside one name: « Environnement, de l'Aménagement
    et du Logement (DREAL) Centre »."""
    out: list[Item] = []
    k = 0
    while k < len(items):
        item = items[k]
        if (
            item.kind in ("comment", "unknown", "body")
            and len(out) >= 2
            and out[-1].kind in (",", "et")
            and out[-2].kind == "body"
            and item.depth == out[-2].depth
            and (item.words[0].folded in ("de", "du", "des", "d") and item.words[0].text[0].islower())
        ):
            separator = out.pop()
            out[-1].words = [*out[-1].words, *separator.words, *item.words]
        elif (
            item.kind == "("
            and k + 2 < len(items)
            and items[k + 2].kind == ")"
            and items[k + 1].kind in ("body", "unknown")
            and out
            and out[-1].kind in ("body", "role")
            and _initials_of(items[k + 1].words, out[-1].words)
        ):
            follow = items[k + 3] if k + 3 < len(items) else None
            if out[-1].kind == "body":
                out[-1].words = [*out[-1].words, *item.words, *items[k + 1].words, *items[k + 2].words]
                if follow is not None and follow.kind in ("unknown", "body") and follow.words[0].capital:
                    out[-1].words = [*out[-1].words, *follow.words]
                    k += 1
            k += 2
        elif (
            item.kind in ("unknown", "body")
            and len(out) >= 2
            and out[-1].kind == "/"
            and not out[-1].words[0].space_before
            and out[-2].kind == "body"
            and len(item.words) <= 2
            and item.kind == "unknown"
        ):
            separator = out.pop()
            out[-1].words = [*out[-1].words, *separator.words, *item.words]
        else:
            out.append(item)
        k += 1
    return out
