"""Several bodies of one kind under one noun: « les communes de Brioude et de Langeac »."""

from __future__ import annotations

from ....graph.model import Span
from .items import Item
from .model import BodyMention
from .names import raw

_SINGULAR = {
    "communes": "Commune", "villes": "Ville", "mairies": "Mairie", "departements": "Département", "regions": "Région",
    "lycees": "Lycée", "colleges": "Collège", "agences": "Agence", "prefectures": "Préfecture", "ccas": "CCAS",
}  # fmt: skip
_OF = frozenset(["de", "du", "des", "d"])


def bodies_of_plural(item: Item) -> list[BodyMention]:
    """The bodies that a plural noun and the names after it stand for, [] where it names none or only a class."""
    words = item.words[item.extra.get("lead", 0) :]
    noun = _SINGULAR.get(words[0].folded) if words else None
    if noun is None or len(words) < 3 or words[1].folded not in _OF:
        return []
    parts: list[list[int]] = [[]]
    for k in range(1, len(words)):
        if words[k].folded == "et":
            parts.append([])
        else:
            parts[-1].append(k)
    if len(parts) < 2:
        return []
    found = []
    for part in parts:
        named = [words[k] for k in part]
        if not named or not named[-1].capital:
            return []
        of = "" if named[0].folded in _OF else "de "
        span = Span(named[0].start, named[-1].end)
        found.append(BodyMention(f"{noun} {of}{raw(named)}", span))
    return found
