"""How often each rule is right on records that no rule was made from: caps on the confidence that a rule gives itself.

Measured on three batches of ten annotated records at and after first contact; `maillage evaluate` prints the table of reliability
that these numbers answer to. A rule without a cap keeps what it says.
"""

from __future__ import annotations

from typing import Any

DOUBTFUL = 0.6
"""Below this an item waits for a person (`optional`) and stays out of the graph."""

_CAPS = {
    "bracket": 0.84,
    "body bracket": 0.86,
    "programmes": 0.85,
    "bodies.shape": 0.68,
    "bodies.sigle": 0.62,
    "programmes.signed": 0.62,
    "represented.opens": 0.8,
    "events.perimeter": 0.82,
    "topics.title": 0.8,
}


def calibrated(rule: str, confidence: float) -> float:
    """`confidence`, not above what the rule has earned."""
    return min(confidence, _CAPS.get(rule, 1.0))


def waiting(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Items of a record; links, programmes, partnerships and actions read below DOUBTFUL wait for a person, with their rule as reason."""
    return tuple(
        item.model_copy(update={"optional": True})
        if type(item).__name__ in ("Link", "Programme", "Partnership", "Action")
        and item.evidence.confidence < DOUBTFUL
        and not item.optional
        else item
        for item in items
    )
