"""What the top of a record says: kind of record, title, the day, time and place of the meeting, publication, author, perimeter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...graph.dates import bounds
from ...graph.model import Span
from ...graph.record import RecordKind
from .french_dates import Mention, clock, find_dates, resolve
from .kinds import BYLINE, PUBLISHED, record_kind
from .names_of_people import find_people
from .reading import Line, Reading
from .title_words import CLEAN, EVENT_NOUN, SUBJECT, clean_title, is_generic

_DATELINE = re.compile(r"^(?:[A-ZÀ-Ý][A-Za-zÀ-ÿ’' -]{2,40}),\s*(?:le\s*)?(?=\d)")
_WRITER = re.compile(
    r"(?:rédact(?:eur|rice|ion)|secrétaire(?: de séance)?|compte[- ]rendu (?:rédigé|établi) par|rédigé par|\(notes ?: ?)\s*:?\s*",
    re.IGNORECASE,
)
_NOT_TITLE = re.compile(
    r"^\s*(?:présents?|participants?|excus|absents?|étaient|ordre du jour|rédact|lieu|date|diffusion|copie|objet|from|to|cc|subject|de|à|pj|n/réf|v/réf)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Header:
    """`title` and `date` may be None. `top_end` is the offset below which the record's body begins."""

    kind: RecordKind
    title: str | None
    title_span: Span | None
    date: Mention | None
    published: Mention | None
    author: Span | None
    writer: Span | None
    top_end: int


def read_header(reading: Reading, lists_start: int | None, dates: Sequence[Mention]) -> Header:
    """The header of a record whose first attendance list begins at `lists_start` (None: it has none)."""
    text = reading.text
    top = [line for line in reading.top if lists_start is None or line.span.start <= lists_start]
    top_end = top[-1].span.end if top else 0
    kind = record_kind(reading, top, lists_start is not None)
    published = _published(reading, kind, dates, top_end)
    title_line = _title_line(top, kind)
    title = clean_title(title_line.text) if title_line else None
    date = _date(reading, kind, top, dates, published, lists_start)
    if date is None and published is not None and published.day and kind in ("minutes", "decisions", "attendance_sheet", "other"):
        letter = re.search(r"\b(?:Madame|Monsieur|Mesdames|Messieurs|Objet\s*:|Réf)", text[:1200])
        date, published = (published, None) if not letter and not PUBLISHED.search(text) else (None, published)
    return Header(
        kind,
        title or None,
        title_line.span if title_line else None,
        date,
        published,
        _name_after(text, BYLINE, reading),
        _name_after(text, _WRITER, reading),
        top_end,
    )


def report_year(text: str) -> int | None:
    """The year that the first lines of a report say it is about (« Rapport d'activité 2019 », « Bilan de l'année 2021 »)."""
    said = re.search(
        r"\b(?:rapport|bilan|activités?|année|exercice)\b[^\n]{0,40}?\b(20\d\d|19[89]\d)\b", text[:600], re.IGNORECASE
    )
    return int(said[1]) if said else None


def _title_line(top: Sequence[Line], kind: RecordKind) -> Line | None:
    best, best_score = None, 0.0
    for number, line in enumerate(top[:8]):
        text = line.text.strip()
        if not 4 <= len(text) <= 220 or (
            _NOT_TITLE.match(text) and not re.match(r"(?:objet|subject|réunion)\b", text, re.I) and not SUBJECT.match(text)
        ):
            continue
        bare = clean_title(text)
        score = 1.0 - number * 0.12
        headline = number == next((n for n, one in enumerate(top[:6]) if _headline(one.text)), 0)
        masthead = len(text) < 70 and not EVENT_NOUN.search(text) and (bool(find_dates(text)) or (len(bare) < 35 and not number))
        score += 0.7 if headline and kind in ("article", "newsletter", "press_release") and not masthead else 0
        score -= 0.5 if masthead and kind in ("article", "newsletter", "press_release") else 0
        score += 0.8 if EVENT_NOUN.search(re.sub(r"\bsalles? (?:de |des |du )?[\wÀ-ÿ]+", "", text)) else 0
        score -= (
            0.5
            if re.match(r"(?:COMMUNIQUÉ|DOSSIER) DE PRESSE|\W*(?:préfet|préfecture|république|sous-préfecture)\b", text, re.I)
            else 0
        )
        score += (
            0.3
            if CLEAN.match(re.sub(r"^(?:#+ *|(?:subject|objet|sujet|re|tr)\s*:\s*)+", "", text, flags=re.I)) and len(bare) > 8
            else 0
        )
        score += 0.2 if bare != text.strip() and len(bare) > 8 and EVENT_NOUN.match(bare) else 0
        score -= 0.9 if len(letters_of(bare)) < 4 else 0
        score -= (
            1.0
            if re.fullmatch(r"(?:réunion|séance|rencontre|comité|commission|groupe)(?: de travail)?", bare, re.I)
            and any(SUBJECT.match(other.text) for other in top[:6])
            else 0
        )
        score -= 0.5 if is_generic(bare) and _ANY_MEETING.match(bare) else 0
        score -= 0.6 if len(text) > 140 else 0
        score -= 0.5 if text.endswith(".") and len(text) > 90 else 0
        score -= 1.2 if re.match(r"[-•*–▪·]\s|\d+[.)]\s", text) or _filled(line) > 2 else 0
        score -= 1.0 if re.match(r"\(", bare) or re.match(r"(?:salle|lieu|mairie|hôtel|locaux|siège|à)\s", bare, re.I) else 0
        score += (
            0.5
            if re.match(r"(?:conseil|comité|commission|groupe|réseau|club|conférence|collectif|coordination)\b", bare, re.I)
            and number < 6
            else 0
        )
        if score > best_score:
            best, best_score = line, score
    return best


_ANY_MEETING = re.compile(r"(?:\w+ )?(?:séance|réunion|rencontre|visio|plénière|point)", re.IGNORECASE)


def _headline(text: str) -> bool:
    """Is this line long enough for the headline of an article, and no date nor by-line?"""
    bare = text.strip()
    return (
        28 <= len(bare) <= 160 and not (find_dates(bare) and len(bare) < 70) and not BYLINE.match(bare) and not bare.endswith(".")
    )


def _filled(line: Line) -> int:
    """Cells of a table row that hold something."""
    return sum(bool(line.text[cell.start - line.span.start : cell.end - line.span.start].strip()) for cell in line.cells)


def letters_of(text: str) -> str:
    """The letters of a text, without signs and digits."""
    return "".join(c for c in text if c.isalpha())


def _published(reading: Reading, kind: RecordKind, dates: Sequence[Mention], top_end: int) -> Mention | None:
    text = reading.text
    limit = max(top_end, 500)
    for mention in dates:
        if (mention.span.start > limit and mention.span.start < len(text) - 200) or not (mention.year or mention.month):
            continue
        line = reading.line_at(mention.span.start)
        before = text[line.span.start : mention.span.start]
        if PUBLISHED.search(before[-60:]):
            return mention
        if mention.span.start > limit:
            continue
        if kind == "mail" and re.match(r"\s*(?:Date|Envoyé|Sent)\s*:", line.text):
            return mention
        if mention.time or (clock(text[mention.span.end : mention.span.end + 25]) and len(line.text) < 200):
            continue  # the hour of a meeting
        alone = not re.sub(r"[\W_]|le\b", "", (before + text[mention.span.end : line.span.end]))
        if kind in ("article", "newsletter", "press_release", "invitation", "mail") and mention.year:
            if alone or (_DATELINE.match(text[line.span.start : line.span.end].strip()) and len(line.text.strip()) < 60):
                return mention
            if kind in ("newsletter", "press_release") and line.span.start < 300 and not EVENT_NOUN.search(line.text):
                return mention
            if re.search(r"[—–|·•]", line.text) and len(line.text) < 100 and not EVENT_NOUN.search(before):
                return mention
        if kind == "mail" and re.match(r"\s*(?:Date|Envoyé)\s*:", line.text):
            return mention
        if re.match(r"\s*[A-ZÀ-Ý][A-Za-zÀ-ÿ’' -]{2,40}, (?:le )?\d", line.text) and len(line.text.strip()) < 60 and mention.full:
            return mention
    return None


def _date(
    reading: Reading,
    kind: RecordKind,
    top: Sequence[Line],
    dates: Sequence[Mention],
    published: Mention | None,
    lists_start: int | None,
) -> Mention | None:
    """The day of the meeting: the date in the header that is neither the publication's nor a deadline's."""
    text = reading.text
    limit = lists_start if lists_start is not None else (top[-1].span.end if top else 0)
    best, best_score = None, 0.0
    for number, mention in enumerate(dates):
        if not mention.day or mention.span.start > max(limit + 120, 200) or (published and mention.span == published.span):
            continue
        line = reading.line_at(mention.span.start)
        before = text[max(line.span.start, mention.span.start - 60) : mention.span.start]
        after = text[mention.span.end : min(line.span.end, mention.span.end + 60)]
        score = 1.0 - 0.15 * number
        score += 0.5 if mention.weekday is not None else 0
        score += 0.5 if mention.year else 0
        score += 0.5 if EVENT_NOUN.search(line.text) or re.match(r"\s*(?:date|réunion|séance)\b", line.text, re.I) else 0
        score += (
            0.6
            if re.search(
                r"\bdate (?:de (?:la )?|du |d['’])(?:réunion|rencontre|séance|comité|commission|atelier|événement)\b",
                before,
                re.I,
            )
            else 0
        )
        score += 0.3 if not re.sub(r"[\W\d_]|le\b|h\b", "", before) else 0
        score -= (
            1.2
            if re.search(
                r"(?:convocation|convoquée?|rédaction|rédigée?|diffusion|affichage|mise à jour|délibération|arrêté|décret|loi|habilitée?|retraite|validée?|prochaine?s? (?:réunion|séance|comité|rencontre|date|commission)s?|avant|d['’]ici|depuis|jusqu['’]au|approbation|prévue?(?: d['’]abord| initialement)?|initialement|(?:du|le|dernier|précédent|ce) (?:PV|CR)|version|signée?|reporté)\b[^.]{0,25}$|en remplacement",
                before,
                re.I,
            )
            else 0
        )
        score -= (
            1.2
            if re.match(r"[^.]{0,40}(?:reporté|annulé|n['’]a pas|n['’]ayant)", after, re.I)
            or re.search(r"convocation|n['’]a(?:yant)? p", before, re.I)
            else 0
        )
        if kind == "mail" and published and published.year:
            day, sent = (
                bounds(resolve(one, told).edtf)[0]
                for one, told in ((mention, bounds(resolve(published, None).edtf)[0]), (published, None))
            )
            score -= 3.0 if day and sent and day > sent else 0  # a mail tells of a meeting that was
        score -= 0.9 if lists_start is not None and mention.span.start > limit else 0  # below the list: told, not dated
        score -= 0.8 if len(line.text) > 220 else 0.4 if len(line.text) > 120 else 0
        told = _AROUND.search(line.text) or (_SAT.search(line.text) and (lists_start is None or mention.span.start <= limit))
        score += 1.0 if told and len(line.text) < 160 else 0
        if score > best_score:
            best, best_score = mention, score
    return best


_AROUND = re.compile(r"autour de la table|étaient (?:là|présents)", re.IGNORECASE)
_SAT = re.compile(
    r"(?:séance|réunion) du|(?:s['’]est|se sont) (?:tenue?s?|réunie?s?|déroulée?s?)\b|qui a eu lieu|réunie?s? le\b",
    re.IGNORECASE,
)
"""Words that tell when people sat together."""


def _name_after(text: str, pattern: re.Pattern[str], reading: Reading) -> Span | None:
    for match in pattern.finditer(text):
        end = min(len(text), match.end() + 60)
        stop = text.find("\n\n", match.end(), end)
        piece = text[match.end() : end if stop < 0 else stop]
        names = find_people(piece)
        if names and not piece[: names[0].span.start].strip():
            return Span(match.end() + names[0].span.start, match.end() + names[0].span.end)
    return None
