"""Where an event takes place: the commune said with its date, or in the header of the record."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...graph.model import Span
from .header import Header
from .main_event import MainEvent
from .places import PlaceMention, Places
from .reading import Reading

_PLACE_LINE = re.compile(r"^\W*(?:lieu|où|adresse|endroit)\b", re.IGNORECASE)
_AT = re.compile(
    r"(?:\bà|\bau|\baux|\bde|\bdu|\bd['’]|,|\(|–|-|\ben mairie de|:|/|\t)\s*(?:la |le |les |l['’])?\Z", re.IGNORECASE
)
_ROOM = re.compile(
    r"\b(?:salle|mairie|locaux|siège|hôtel|espace|maison|médiathèque|lycée|centre|amphi|chez|EHPAD|sous-préfecture|préfecture|foyer|manège|antenne|palais|CCAS|théâtre|gymnase|cinéma|halles?|château|abbaye|tiers-lieu|musée|auditorium|auberge|chapelle|bibliothèque|MJC)\b",
    re.IGNORECASE,
)
_SEAT = re.compile(
    r"\b(?:à|au|aux|chez|dans) (?:la |l['’]|le |les )?(?:CCI|CMA|chambre|MFR|CFA|GRETA|campus|ferme|école|collège|université|IUT|faculté|hôpital|clinique|ESAT|pôle|complexe|stade|bureaux|résidence|usine|ateliers?|restaurant|caserne|"
    r"parc des expositions|mission locale|pôle emploi|france travail|communauté (?:de communes|d['’]agglomération)|agglomération|DSDEN|DDETS\w*|DDT|direction départementale)\b[^,;.:]{0,40}\Z",
    re.IGNORECASE,
)
"""A body whose house is where something takes place: « à la CCI de X »."""
_TRAVEL = re.compile(
    r"\b(?:depuis|navettes?|de|vers|entre|bus|ligne|élus de|maire de|agence|directrice?|bassin|pays|secteur|venue? de)\s+(?:de |d['’]|du )?\Z",
    re.IGNORECASE,
)


def main_venue(
    reading: Reading, places: Places, header: Header, event: MainEvent, list_start: int | None, perimeters: Sequence[Span]
) -> PlaceMention | None:
    """The commune of the main event: on a « Lieu » line, on the line of its date, in the header around it, in its sentence."""
    prose = header.kind in ("article", "newsletter", "press_release", "agreement", "transcript", "invitation")
    if not prose:
        end = list_start if list_start is not None else header.top_end
        lines = [line for line in reading.lines if line.span.start < end and line.text.strip()][:14]
        lines.sort(
            key=lambda line: (
                not _PLACE_LINE.match(line.text),
                not _ROOM.search(line.text),
                abs(line.span.start - event.span.start),
            )
        )
        for line in lines:
            if len(line.text) > 260:
                continue
            found = [
                p
                for p in places.within(line.span.start, line.span.end)
                if not any(s.start <= p.span.start < s.end for s in perimeters)
            ]
            beside_day = abs(reading.line_number(line.span.start) - reading.line_number(event.span.start)) == 1
            ends = [
                p
                for p in found
                if not text_after(reading.text, p.span.end, line.span.end)
                and re.search(r"[,–-]\s*\Z", reading.text[line.span.start : p.span.start])
            ]
            if beside_day and ends and len(line.text) < 80:
                return ends[-1]
            found = [p for p in found if _near_room(reading.text, line.span.start, p) or _PLACE_LINE.match(line.text)] or (
                found if _has_day(line.span, event.span) else []
            )
            if found:
                return min(found, key=lambda p: abs(p.span.start - event.span.end))
    sentence = reading.sentence_at(event.span.start)
    found_here = beside(reading, places, event.span, sentence)
    if found_here or header.kind not in ("invitation", "programme"):
        return found_here
    return _under(reading, places, event)


def _under(reading: Reading, places: Places, event: MainEvent) -> PlaceMention | None:
    """The commune on one of the two lines under the day of an invitation, beside a room: « salle Ravel, mairie de X »."""
    number = reading.line_number(event.span.start)
    following = [line for line in reading.lines[number + 1 : number + 4] if line.text.strip()][:2]
    for line in following:
        if len(line.text) > 130 or not (_ROOM.search(line.text) or _PLACE_LINE.match(line.text)):
            continue
        found = places.within(line.span.start, line.span.end)
        if found:
            return found[-1]
    return None


def beside(reading: Reading, places: Places, at: Span, sentence: Span) -> PlaceMention | None:
    """The commune nearest to a date in its sentence, after it first, with a preposition of place before it."""
    text = reading.text
    found = [
        p
        for p in places.within(max(sentence.start, at.start - 110), min(sentence.end, at.end + 110))
        if _AT.search(text[max(sentence.start, p.span.start - 26) : p.span.start])
    ]
    found = [
        p
        for p in found
        if not re.search(r"\b(?:de|du|d['’])\s*\Z", text[max(sentence.start, p.span.start - 4) : p.span.start])
        or _near_room(text, sentence.start, p)
        or _SEAT.search(text[max(sentence.start, p.span.start - 70) : p.span.start])
    ]
    found = [
        p
        for p in found
        if not _TRAVEL.search(text[max(sentence.start, p.span.start - 26) : p.span.start])
        or _near_room(text, sentence.start, p)
        or _SEAT.search(text[max(sentence.start, p.span.start - 70) : p.span.start])
    ]
    after = [p for p in found if p.span.start >= at.end]
    before = [
        p
        for p in found
        if p.span.end <= at.start
        and re.search(
            r"(?:\bà|\bau|\baux|,)\s*(?:la |le )?\Z", text[max(sentence.start, p.span.start - 8) : p.span.start], re.IGNORECASE
        )
    ]
    beside_it = [
        p
        for p in found
        if p.span.end <= at.start
        and re.search(r"\b(?:à|au|aux|À)\s*(?:la |le )?\Z", text[max(sentence.start, p.span.start - 8) : p.span.start])
        and re.fullmatch(r",?\s*(?:le|ce|en|,)?\s*", text[p.span.end : at.start])
    ]
    bracketed = [
        p
        for p in places.within(max(sentence.start, at.start - 40), at.start)
        if text[p.span.start - 1 : p.span.start] == "("
        and re.fullmatch(r"(?:,\s*(?:le )?|\)\s*[:,]?\s*(?:le )?)", text[p.span.end : at.start])
    ]
    line = reading.line_at(at.start)
    if beside_it or bracketed:
        return beside_it[-1] if beside_it else bracketed[-1]
    if not after and not before:
        opened = [
            p for p in places.within(line.span.start, min(line.span.end, at.end + 60)) if p.span.start - line.span.start < 4
        ]
        before = [p for p in opened if re.match(r"\s*,", text[p.span.end : p.span.end + 2])]
    return after[0] if after else before[-1] if before else None


def text_after(text: str, start: int, end: int) -> str:
    """What stands between a place and the end of its line, signs and a number of département apart."""
    return re.sub(r"[\W\d_]", "", text[start:end])


def _near_room(text: str, start: int, place: PlaceMention) -> bool:
    return bool(_ROOM.search(text[max(start, place.span.start - 60) : place.span.start])) or bool(
        re.match(
            r"\s*[,(–-]\s*(?:\w+ )?(?:salle|mairie|espace|lycée|médiathèque|auditorium|maison|centre|hôtel|locaux|foyer|amphi|théâtre|cinéma|gymnase|siège|école|collège)",
            text[place.span.end : place.span.end + 30],
            re.IGNORECASE,
        )
    )


def _has_day(line: Span, at: Span) -> bool:
    return line.start <= at.start < line.end
