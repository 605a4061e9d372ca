"""Bodies told by an office: « la préfète du Gers », « le sous-préfet de Dax », « le maire de Foix », « la rectrice de l'académie de Lille »."""

from __future__ import annotations

import re

from ...graph import reference
from ...graph.model import Span
from ...graph.names import fold, name_key
from .body_names import BodyMention, BodyName

_PLACE = r"(?P<place>(?:La |Le |Les |L['’])?[A-ZÀ-Ý][\wÀ-ÿ’'-]+(?:[ -](?:(?:et|de|du|des|la|le|les|sur|en|d['’]|l['’])[ -]?)*[A-ZÀ-Ý][\wÀ-ÿ’'-]+)*)"
_OF = r"(?:de la région |de la |de l['’]|du |des |de |d['’])"
_OFFICE = re.compile(
    rf"(?<![\w-])(?P<office>[Pp]r[ée]f[eè]te?|[Ss]ous-[Pp]r[ée]f[eè]te?|[Mm]aire|[Rr]ect(?:eur|rice))(?: {_OF.replace('de la région ', '')}l['’]académie)? (?P<of>{_OF}){_PLACE}"
)
_NAMED = re.compile(
    r"(?<![\w-])(?P<office>[Pp]r[ée]f[eè]te?|[Ss]ous-[Pp]r[ée]f[eè]te?)(?:,? (?:M\.|Mme|Madame|Monsieur) (?=[A-ZÀ-Ý])|, (?=[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)? [A-ZÀ-Ý]))"
)
LARGE = 10_000
"""From this population on a municipality is called « Ville de », below « Commune de »."""


def find_offices(text: str) -> list[BodyMention]:
    """Bodies whose head is named by office and place, or by office and name; the span is that of the office and place."""
    found: list[BodyMention] = []
    for match in _OFFICE.finditer(text):
        body, end = _body(match)
        if body and not re.search(r"\bau \Z", text[max(0, match.start() - 3) : match.start()]):  # « adjoint au maire de X »
            found.append(BodyMention(Span(match.start("office"), end), body, "bodies.office", 0.85))
    for match in _NAMED.finditer(text):
        span = Span(*match.span("office"))
        if not any(span.start < other.span.end and other.span.start < span.end for other in found):
            network = "Sous-préfecture" if match["office"].lower().startswith("sous") else "Préfecture"
            found.append(BodyMention(span, BodyName(network, "prefecture", "unit", network), "bodies.office", 0.8))
    return found


def municipality(place: str) -> BodyName:
    """The body that governs the commune `place`: « Ville de » a large one, « Commune de » another."""
    items = reference.find_places(place, ("commune",))
    word = "Ville" if items and items[0].population >= LARGE else "Commune"
    return BodyName(f"{word} {_of_commune(place)}", "municipality", qualifier=name_key(place))


def _of_commune(place: str) -> str:
    """« de Foix », « d'Ambert », « du Havre », « des Ulis »."""
    for article, joined in (("Le ", "du "), ("Les ", "des ")):
        if place.startswith(article):
            return joined + place[len(article) :]
    return f"d'{place}" if fold(place)[:1] in "aeiouyh" else f"de {place}"


def is_office(words: str) -> bool:
    """Do these words name an office (the surface of a body of `find_offices`)?"""
    return bool(_OFFICE.match(words) or re.fullmatch(r"(?:sous-)?pr[ée]f[eè]te?", words, re.IGNORECASE))


def _body(match: re.Match[str]) -> tuple[BodyName | None, int]:
    office = match["office"].lower()
    words = match["place"].split(" ")
    while words:
        place = " ".join(words)
        if not words[-1][:1].isupper() and "-" not in words[-1]:
            words.pop()
            continue
        kinds = ("commune",) if office.startswith(("maire", "sous")) else ("departement", "region")
        items = reference.find_places(place, kinds)
        if items or (office.startswith("rect") and len(words) == 1):
            end = match.start("place") + len(place)
            if office == "maire":
                return municipality(place), end
            if office.startswith("rect"):
                return BodyName(f"Rectorat {_of_commune(place)}", "state", "unit", "Rectorat", name_key(place)), end
            network = "Sous-préfecture" if office.startswith("sous") else "Préfecture"
            region = "de la région " if items and items[0].kind == "region" else ""
            name = f"{network} {region}{place}" if region else f"{network} {match['of'].replace('’', chr(39))}{place}"
            return BodyName(name, "prefecture", "unit", network, name_key(place)), end
        words.pop()
    return None, 0
