"""Names that differ by one slip of the keyboard, and demonyms of places. Pure functions of two folded names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from .. import reference

_DEMONYM = re.compile(r"(?:ois|ais|ien|ain|in|on|at|ard)\Z")


def one_slip(a: str, b: str) -> bool:
    """True when one letter is missing, added, changed, or two neighbours are swapped (Damerau distance 1)."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    if len(a) > len(b):
        a, b = b, a
    start = 0
    while start < len(a) and a[start] == b[start]:
        start += 1
    if len(a) < len(b):
        return a[start:] == b[start + 1 :]
    swapped = a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
    return a[start + 1 :] == b[start + 1 :] or swapped


def variants(name: str) -> set[str]:
    """`name` itself and with each of its letters left out: two names one slip apart have one of these in common."""
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def slips(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of `names` that are one slip apart, each once, sorted; cost grows with the number of names, not of pairs."""
    blocks: dict[str, set[str]] = defaultdict(set)
    for name in set(names):
        for variant in variants(name):
            blocks[variant].add(name)
    found: set[tuple[str, str]] = set()
    for block in blocks.values():
        if len(block) > 1:
            ordered = sorted(block)
            found.update((a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :] if one_slip(a, b))
    return iter(sorted(found))


def misspelt_name(one: str, two: str) -> bool:
    """True when two folded names of bodies differ by a slip in one long word that is no number, no place and no given name in both."""
    a, b = one.split(), two.split()
    if len(a) != len(b):
        return len(one) >= 10 and one.replace(" ", "") == two.replace(" ", "")
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if len(differing) != 1:
        return False
    x, y = differing[0]
    if min(len(x), len(y)) < 5 or not (x.isalpha() and y.isalpha()) or not one_slip(x, y):
        return False
    return not all(reference.find_places(word) or reference.given_name_rank(word) is not None for word in (x, y))


def demonym_of(adjective: str, place: str) -> bool:
    """True when `adjective` is formed from the name of `place` in the regular way: « vendomois », « vendome »."""
    stem = _DEMONYM.sub("", adjective)
    if stem == adjective or " " in adjective or " " in place or adjective == place:
        return False
    return len(stem) >= 4 and place.startswith(stem[: max(4, len(stem) - 1)]) and len(place) <= len(stem) + 3
