"""French or English: which of the two a person reads."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping
from typing import Literal

Language = Literal["fr", "en"]


def system_language(environment: Mapping[str, str] = os.environ) -> Language:
    """The language of MAILLAGE_LANG, else of the usual locale variables, else of the system (Windows: its display locale)."""
    for name in ("MAILLAGE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return _of(value)
    try:
        return _of(locale.getlocale()[0] or "")
    except ValueError:
        return "en"


def _of(value: str) -> Language:
    return "fr" if value.lower().startswith("fr") else "en"
