"""The body in whose name a record is written: the line above its title that is a name and nothing else."""

from __future__ import annotations

import re

from ...graph.model import Span
from .body_names import BodyName
from .french_dates import find_dates
from .header import Header
from .mentions import Mentions
from .reading import Line
from .title_words import EVENT_NOUN
from .tokens import tidy_case

_STATUS = re.compile(
    r"\b(?:associations?|loi (?:de )?1901|scic|scop|sarl|siège|siret|rue|avenue|place|boulevard|chemin|impasse|\d{5} [A-ZÀ-Ý])\b",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"\s[–—-]\s(?:l['’]|la |le )?(?:épicerie|association|collectif|coopérative|fédération|réseau|club|centre|maison|café|tiers-lieu|foyer|comité|groupement|syndicat|régie|compagnie|théâtre|recyclerie|ressourcerie|jardin|ferme|amap|crèche)",
    re.IGNORECASE,
)
_IS = re.compile(
    r"(?:association|collectif|coopérative|épicerie|tiers-lieu|régie|compagnie|fédération|groupement d['’]employeurs|syndicat|recyclerie|ressourcerie|crèche)\b",
    re.IGNORECASE,
)
_NOT_NAME = re.compile(r"(?:compte|procès|relevé|objet|programme|invitation|convention|réunion|ordre|présent|date|lieu|projet|feuille|note|lettre|page|n°|communiqué)", re.IGNORECASE)  # fmt: skip


def letterhead(mentions: Mentions, header: Header) -> tuple[str | None, BodyName | None, Span | None]:
    """(id of a known body, a longer or unknown name, its place), or nothing. Only lines above or at the title count; two bodies
    side by side are no letterhead."""
    lines = [line for line in mentions.reading.top[:4] if header.title_span is None or line.span.start < header.title_span.start]
    found = [(line, [m for m in mentions.inside(line.span) if m.kind == "body"]) for line in lines]
    whole = [(line, bodies[0]) for line, bodies in found if len(bodies) == 1 and _covers(bodies[0].span, line)]
    if len(whole) == 1 and not any(len(bodies) > 1 for _, bodies in found):
        line, body = whole[0]
        bare = line.text.strip(" .,;:")
        rest = line.span.end - body.span.end
        if (
            2 < rest < 30
            and not re.search(r"\s[–—-]\s|[,;:(\t]|\d{5}", line.text[body.span.end - line.span.start :])
            and len(bare) < 70
        ):
            start = line.span.start + line.text.index(bare)
            return body.id, BodyName(_name(bare), "other"), Span(start, start + len(bare))
        return body.id, None, body.span
    if whole or any(bodies for _, bodies in found) or not lines:
        return None, None, None
    first = lines[0]
    after = mentions.reading.top[1].text if len(mentions.reading.top) > 1 else ""
    bare = re.split(r"\s[–—-]\s|\t|\(", first.text.strip())[0].strip(" ,.:")
    told = _WHAT.search(first.text) or _STATUS.search(after) or _IS.match(after.strip())
    if (
        told
        and 3 < len(bare) < 60
        and bare[:1].isupper()
        and not EVENT_NOUN.search(bare)
        and not find_dates(bare)
        and not _NOT_NAME.match(bare)
    ):
        start = first.span.start + first.text.index(bare)
        return None, BodyName(_name(bare), "association"), Span(start, start + len(bare))
    return None, None, None


def _covers(span: Span, line: Line) -> bool:
    letters = sum(c.isalnum() for c in line.text)
    return (span.end - span.start) >= 0.6 * max(1, letters)


def _name(text: str) -> str:
    """« LE PANIER DU LOUP » → « Le Panier du Loup »."""
    return tidy_case(text) if text.isupper() else text
