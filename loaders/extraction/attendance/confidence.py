"""How sure a row is, from how it was read: what the name looks like, what the list around it agrees on.

Set by hand, then compared with the share of right rows (`benchmarks/blocks.py --calibration`): rows of .9 and more are right in more
than nine of ten.
"""

from __future__ import annotations

from .entries import Entry


def confidence(entry: Entry, agreement: float) -> float:
    """Between 0 and 1; `agreement` is the share of the most frequent way of pairing in the list."""
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
