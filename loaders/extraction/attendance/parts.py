"""Parts of bodies under the name of their body: « Agence de Thiers » below « France Travail »."""

from __future__ import annotations

import re

from ....graph.names import fold
from . import lexicon
from .items import Item
from .model import BodyMention

_PART = re.compile(
    r"^(?:l['’]|la |le )?(?:agence|unité|délégation|direction)\s(?:(?:régionale|départementale|territoriale|locale|interrégionale)\s)?(?:d['’]|de la |de l['’]|de |du |des )?",
    re.IGNORECASE,
)


def begins_part(item: Item) -> bool:
    words = item.words
    first = words[1] if words[0].folded in ("le", "la", "l") and len(words) > 1 else words[0]
    return first.folded in lexicon.SUBUNITS and not lexicon.known_words(tuple(t.folded for t in words[:8])) > 1


def names_part(mention: BodyMention) -> bool:
    words = mention.name.lower().replace("’", "'").split()
    first = words[0].split("'")[-1] if words else ""
    return fold(first) in lexicon.SUBUNITS and not lexicon.known_words(tuple(fold(w) for w in words[:6])) > 1


def part_of(parent: BodyMention, part: BodyMention) -> BodyMention:
    """The name of a part under its body: « France Travail » + « Agence de Thiers » → « France Travail Thiers »; a part that is no place
    (« service habitat ») leaves the body's name."""
    rest = _PART.sub("", part.name, count=1)
    if rest != part.name and rest[:1].isupper():
        return BodyMention(f"{parent.name} {rest}", part.span)
    return parent
