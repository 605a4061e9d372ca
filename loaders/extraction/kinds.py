"""What kind of record a text is: minutes, a mail, an article, a convention … told by its first lines and its layout."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...graph.record import RecordKind
from .french_dates import find_dates
from .reading import Line, Reading
from .title_words import EVENT_NOUN

_KINDS: tuple[tuple[RecordKind, re.Pattern[str]], ...] = (
    (
        "attendance_sheet",
        re.compile(
            r"feuilles? d['’]?\s?(?:émargement|emargement|de présence)|liste (?:d['’]émargement|de présence|des présents)", re.I
        ),
    ),
    ("decisions", re.compile(r"relevés? (?:de|des) (?:décisions?|conclusions?|actions)", re.I)),
    (
        "minutes",
        re.compile(
            r"comptes?[- ]?rendus?|proc[èe]s[- ]verbal|\bP\.?-?V\.?\b|\bCR\b|relevé des? séances?|minutes de|note de travail",
            re.I,
        ),
    ),
    ("press_release", re.compile(r"communiqué de presse", re.I)),
    ("agreement", re.compile(r"^\s*(?:convention|accord[- ]cadre|protocole d['’]accord|charte)\b", re.I)),
    ("activity_report", re.compile(r"rapport (?:annuel|d['’]activités?)|bilan d['’]activités?|rencontres de l['’]année", re.I)),
    (
        "invitation",
        re.compile(
            r"^\W*(?:objet\s*:\s*)?(?:invitation|convocation)\b|(?:honneur|plaisir) de vous (?:convier|inviter)|vous (?:convi|invit)(?:e|ent|ons|er)\b",
            re.I,
        ),
    ),
    (
        "newsletter",
        re.compile(
            r"\bbulletin municipal\b|\blettre (?:du|de la|d['’]|aux?)\b|\bnewsletter\b|\bjournal interne\b|\bn° ?\d+\b.*(?:trimestriel|mensuel|bimestriel)|^\W*(?:le |la )?(?:bulletin|gazette|journal|lettre|infos?|écho|magazine|feuille|petit journal)\b.{0,80}(?:\bn° ?\d+|\bnuméro \d+|[–—-] (?:hiver|été|printemps|automne|\w+) 20\d\d)",
            re.I,
        ),
    ),
    ("programme", re.compile(r"^\s*(?:programme|déroulé)\b|^\s*ordre du jour (?:de|du|d['’])", re.I)),
)
_MINUTES = re.compile(
    r"\b(?:ordre du jour|prochaine (?:réunion|séance)|prochain (?:comité|copil|cotech|conseil)|secrétariat|secrétaire de séance|séance (?:est )?levée|fin de (?:la )?séance|tour de table|questions diverses|animateur de séance|quorum)|[✓✔☑]",
    re.IGNORECASE,
)
_MAIL = re.compile(r"^(?:From|De|À|To|Subject|Objet|Date|Envoyé)\s*:\s*\S", re.MULTILINE)
_STAMP = re.compile(r"^\s*\[?\(?\d\d:\d\d(?::\d\d)?\]?\)?\s", re.MULTILINE)
PUBLISHED = re.compile(
    r"(?:publié|mis en ligne|posté|paru|actualisé|mis à jour|modifié|diffusé)e? (?:par [^\n,;]{3,40} )?(?:le|en)\s*:?\s*",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"(?:^|[.–—|]\s*)(?:par|texte|propos recueillis par|rédigé par|rédaction)\s*:?\s+(?=(?-i:[A-ZÀ-Ý]))",
    re.IGNORECASE | re.MULTILINE,
)


_SPEAKER = re.compile(r"^(?P<who>(?:[A-ZÀ-Ý][\wÀ-ÿ’'.-]+ ?){1,3}|voix \d+) ?: \S", re.MULTILINE)


def is_dialogue(text: str) -> bool:
    """Is the text what several people say in turn, each line after the name of its speaker?"""
    names = [match["who"].strip() for match in _SPEAKER.finditer(text)]
    lines = sum(1 for line in text.split("\n") if len(line) > 12)
    return len(names) >= 8 and len(names) > 0.5 * lines and len(set(names)) <= 0.7 * len(names)


def first_turn(text: str) -> int | None:
    """Where the first turn of a dialogue begins; None when the text is none."""
    if not is_dialogue(text) and len(_STAMP.findall(text)) <= 5:
        return None
    found = _SPEAKER.search(text) or _STAMP.search(text)
    return found.start() if found else None


_ANNOUNCES = re.compile(
    r"\b(?:vous êtes (?:attendue?s|convié|invité)|inscriptions? (?:obligatoires?|avant|souhaitées?|jusqu|gratuites?)|venez nombreux|nous vous attendons|sur inscription|merci de (?:confirmer|vous inscrire)|places limitées)",
    re.IGNORECASE,
)
_WAS_THERE = re.compile(
    r"\b(?:présente?s|absente?s|excusée?s?|étaient là|émargement|ont participé|compte[- ]rendu)\b", re.IGNORECASE
)


def record_kind(reading: Reading, top: Sequence[Line], has_list: bool) -> RecordKind:
    text = reading.text
    if len(_STAMP.findall(text)) > 5 or is_dialogue(text) or re.match(r"\W*(?:re)?transcription\b", text, re.IGNORECASE):
        return "transcript"
    if len(_MAIL.findall(text[:1200])) >= 3:
        return "mail"
    head = "\n".join(line.text for line in top)
    for kind, pattern in _KINDS:
        if kind == "agreement" and not re.search(r"\bentre\b", text, re.IGNORECASE):
            continue
        for line in top[: 12 if kind in ("minutes", "invitation", "press_release") else 5]:
            if pattern.search(line.text) and len(line.text) < (400 if kind == "invitation" else 220):
                return kind
    if PUBLISHED.search(head) or (not has_list and PUBLISHED.search(text[-160:])) or (not has_list and BYLINE.search(head)):
        return "article"
    if not has_list and any(is_masthead(line.text) for line in top[:4]):
        return "article"
    if has_list:
        announced = _ANNOUNCES.search(head) or _ANNOUNCES.search(text[-300:])
        return "invitation" if announced and not _WAS_THERE.search(text) else "minutes"
    if EVENT_NOUN.search("\n".join(line.text for line in top[:3])) and len({m[0].lower() for m in _MINUTES.finditer(text)}) > 1:
        return "minutes"
    dated = any(re.sub(r"[\W\d_]", "", line.text) and find_dates(line.text) and len(line.text.strip()) < 25 for line in top[:4])
    if dated and any(len(line.text) > 120 for line in reading.lines):
        return "article"
    return "article" if sum(len(line.text) > 200 for line in reading.lines) >= 2 else "other"


_MASTHEAD = re.compile(
    r"\s*(?:Le |La |L['’]|Les )?[A-ZÀ-Ý][\wÀ-ÿ’'.& -]{2,40}?\s*(?:[–—|·,-]|\bdu\b|\t)\s*(?:(?:édition|numéro) )?(?:du |de )?",
    re.IGNORECASE,
)
_PRESS = re.compile(
    r"\b(?:journal|gazette|courrier|progrès|dépêche|écho|voix|républicain|éclaireur|progrès|presse|télégramme|tribune|populaire|nouvelles|hebdo|magazine|mag|info|matin|soir)s?\b|\bpage \d+|\bp\. ?\d+",
    re.IGNORECASE,
)


def is_masthead(text: str) -> bool:
    """« Le Progrès – 24 janvier 2020 », « La Gazette du Val, jeudi 3 mai 2018, p. 4 »: the name of a paper and its day."""
    days = [mention for mention in find_dates(text) if mention.full]
    return (
        len(text.strip()) < 90
        and bool(days)
        and bool(_PRESS.search(text))
        and not EVENT_NOUN.search(text)
        and bool(_MASTHEAD.fullmatch(text[: days[0].span.start]))
    )
