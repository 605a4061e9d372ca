"""The title a person would give a meeting: a bare « Comité de pilotage » takes the words of the line beside it that say of what."""

from __future__ import annotations

import re

from ...graph.model import Span
from .french_dates import clock, find_dates
from .header import Header
from .reading import Line, Reading
from .title_words import EVENT_NOUN, clean_title, is_generic

_NOT_CONTEXT = re.compile(
    r"@|\bt[ée]l\b|\bsiret\b|\b\d{5}\b|https?:|www\.|^\W*(?:\d+(?: bis| ter)?,? )?(?:rue|avenue|place|boulevard|bp|chemin|allée|impasse|route|quai)\b|"
    r"^\W*(?:présent|participant|excus|absent|étaient|ordre du jour|lieu|date|rédact|diffusion|copie|objet|de|à|from|to|cc|pj|n/réf|v/réf|réf|affaire|animat|secréta|salle|mairie|version|page|projet de)|"
    r"^\W*(?:comptes?[- ]rendus?|proc[èe]s[- ]verbal|relevé de|note|cr|pv)\W*$|(?:docx?|odt|pdf|xlsx?)\s*$|\b(?:préfecture|république|direction|service|ministère)\b.*[,/]\s*$",
    re.IGNORECASE,
)

_SCHEME = re.compile(
    r"\b(?:contrats?|conventions?|projets?|plans?|programmes?|cité|chartes?|réseau|dispositif|schéma|pacte|comité|conseil|commission|association|mission|"
    r"syndicat|centre|groupement|club|collectif|bassin|territoire|pays|plateforme|maison|fédération|union|observatoire|(?-i:[A-Z]{3,7}))\b",
    re.IGNORECASE,
)


def full_title(reading: Reading, header: Header, title: str) -> str:
    """`title`, with the words of the line beside it when it says only what kind of meeting it was."""
    beside = context_line(reading, header) if header.title == title else None
    if beside is None:
        return title
    words = clean_title(beside.text)
    return f"{title} – {words}" if words and words.lower() not in title.lower() else title


def context_line(reading: Reading, header: Header) -> Line | None:
    """The line above the title, else below it, that says what a bare « Réunion du comité de pilotage » is of."""
    if not header.title or not header.title_span or not is_generic(header.title):
        return None
    number = reading.line_number(header.title_span.start)
    above = [reading.lines[n] for n in range(number - 1, max(-1, number - 4), -1) if reading.lines[n].text.strip()]
    below = [reading.lines[n] for n in range(number + 1, min(len(reading.lines), number + 2)) if reading.lines[n].text.strip()]
    fit = [line for line in above[:3] if _says_of_what(line)]
    schemes = [line for line in fit if _SCHEME.search(line.text)]
    if schemes or fit:
        return schemes[0] if schemes else fit[0] if len(fit[0].text.split()) > 1 else None
    return next(
        (line for line in below if line.span.start <= header.top_end and _says_of_what(line) and _SCHEME.search(line.text)), None
    )


def title_zone(reading: Reading, header: Header) -> list[Span]:
    """The lines that name the meeting: the title and those right above and under it that say of what it is."""
    if not header.title_span:
        return []
    number = reading.line_number(header.title_span.start)
    above = [reading.lines[n] for n in range(max(0, number - 3), number)]
    below = [reading.lines[n] for n in range(number + 1, min(len(reading.lines), number + 2))]
    around = [line.span for line in (*reversed(above), *below) if _says_of_what(line) and line.span.start <= header.top_end]
    return [header.title_span, *around]


def _says_of_what(line: Line) -> bool:
    words = line.text.strip()
    return (
        5 <= len(words) <= 110
        and not line.cells
        and "\t" not in words
        and not _NOT_CONTEXT.search(words)
        and not find_dates(words)
        and not clock(words)
        and not words.endswith((".", ",", ";", ":"))
        and bool(re.search(r"[A-Za-zÀ-ÿ]{3}", words))
        and not EVENT_NOUN.fullmatch(words)
        and not is_generic(words)
    )
