"""An event beside the main one, and what the words around its day say: held, planned, proposed, cancelled, postponed; past or to come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ...graph.dates import bounds
from ...graph.model import Span
from ...graph.record import EventKind, EventStatus
from .french_dates import Resolved
from .happenings import TAKES_PLACE

_CANCELLED = re.compile(
    r"\bannul|\bsupprim|n['’]a (?:pas|jamais) (?:pu )?(?:eu lieu|se tenir)|n['’]ayant pu se tenir|séance sautée|\babandonné|n['’]a jamais eu lieu",
    re.IGNORECASE,
)
POSTPONED = re.compile(
    r"\breport(?:é|ée|és|ées|er)\b|\b(?:(?:été|est|sont|être) (?:décal|repouss|déplac|renvoy)(?:é|ée|és|ées|er)|repoussée?s?(?! (?:à|au)))\b|\b(?:décal|déplac)ées?? (?:au|à|d['’])|\bremise?s? (?:au|à) \d|\bREPORT[ÉE]",
    re.IGNORECASE,
)
_PROPOSED = re.compile(
    r"\bpropos(?:e|ent|é|ée|ition)|\bà l['’]étude\b|\benvisag|\bpourra(?:it)?\b|\ben réflexion\b|\bnouvelle date\b|\b(?:idéalement|peut-être|sans doute)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:aura|auront)\b|\b\w+(?:era|eront|ira|iront|dra|dront|rons)\b|\bprévue?s?\b|\bprochaine?s?\b|\bva (?:être|se)\b|\bà venir\b|\bvisée?\b|\bau plus tard\b|\brendez-vous le\b|\bfixée?s?\b|\bsuivante\b|\bse revoit\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:a|ont|avait|avaient|est|sont|était|étaient|s['’]est|se sont)\s+(?:été |d['’]ores et déjà )?\w+(?:é|ée|és|ées|i|ie|is|it|u|ue|us)\b|\bdernière?\b|\btenue?s?\b|\bn['’]a pas\b|\bfut\b",
    re.IGNORECASE,
)


_TO_COME = re.compile(
    r"\b(?:avant|d['’]ici|organise(?:nt)?|prépare(?:nt)?|prévoi(?:t|ent)|lance(?:nt)?|propose(?:nt)?|programme(?:nt)?|cherche(?:nt)?|vont|va)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event found in a sentence; `next` when it is announced as the one that follows the main event."""

    title: str
    kind: EventKind
    span: Span
    sentence: Span
    date: Resolved | None
    status: EventStatus
    next: bool
    rule: str
    confidence: float
    moved_to: int | None = None


def direction(sentence: str) -> int:
    """1 when the sentence speaks of what will be, -1 of what was, 0 when it does not tell."""
    future, past = bool(_FUTURE.search(sentence)), bool(_PAST.search(sentence))
    return 1 if future and not past else -1 if past and not future else 0


def status_of(sentence: str, near: str, resolved: Resolved | None, anchor: date | None, tense: int) -> EventStatus:
    """held, planned, proposed, cancelled or postponed, from the words near the event, its date and the tense."""
    if POSTPONED.search(near) and not re.search(r"en remplacement", near, re.IGNORECASE):
        return "postponed"
    if _CANCELLED.search(near):
        return "cancelled"
    first, last = bounds(resolved.edtf) if resolved else (None, None)
    if first and last and anchor and first <= anchor < last and first != last and tense >= 0 and _TO_COME.search(near):
        return "planned"  # « A et B organisent une visite avant l'été », said in June
    if first and anchor:
        if first > anchor:
            return "proposed" if _PROPOSED.search(near) and not TAKES_PLACE.search(near) else "planned"
        return "held" if tense <= 0 or first < anchor else "planned"
    if _PROPOSED.search(near):
        return "proposed"
    return "planned" if tense > 0 else "held"
