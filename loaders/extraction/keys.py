"""Keys under which two names of one record are one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...graph.names import fold, name_key


def abbreviates(sigle: str, names: Iterable[str]) -> bool:
    """Are the letters of `sigle` the initials of one of the names, small words counted or not?"""
    letters = fold(sigle).replace(" ", "")
    if len(letters) < 2:
        return False
    for name in names:
        words = re.split(r"[^a-z0-9]+", fold(name))
        big = [w for w in words if w and w not in ("de", "du", "des", "la", "le", "les", "l", "d", "et", "en", "a", "pour")]
        every = [w for w in words if w]
        first = "".join(w[0] for w in big)
        if (
            len(letters) > 2
            and len(first) > len(letters)
            and (first.startswith(letters) or (len(letters) > 3 and first.endswith(letters)))
        ):
            return True
        if len(big) > 1 and letters in ("".join(w[0] for w in big), "".join(w[0] for w in every)):
            return True
    return False


def territory_key(name: str) -> str:
    """`name_key` without « bassin », « Saint » written out: « Bassin de Blois » and « Blois » are one."""
    key = re.sub(r"\bste?\b", lambda m: "sainte" if m[0] == "ste" else "saint", name_key(name))
    return re.sub(r"^(?:bassin|bassin emploi|territoire) ", "", key)
