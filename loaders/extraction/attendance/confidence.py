"""How sure a row is, from how it was read. The numbers are measured (see `benchmarks/blocks.py`), not chosen."""

from __future__ import annotations

from .assembler import Entry


def confidence(entry: Entry, agreement: float) -> float:
    """Between 0 and 1: the share of such rows that were right on blocks left out."""
    value = 0.9
    if entry.kind == "person":
        value += 0.04 if entry.title or entry.sure else -0.12
        value += 0.03 if agreement >= 0.8 else 0.0
        if len(entry.name.split()) == 1 and not entry.title:
            value -= 0.15
    else:
        value -= 0.05 if entry.rule != "unnamed" else 0.08
        if not entry.sure:
            value -= 0.15
    if entry.rule in ("substitute", "proxy"):
        value -= 0.05
    return round(max(0.05, min(0.99, value)), 2)
