"""What the top of a record says: kind of record, title, the day, time and place of the meeting, publication, author, perimeter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...graph.dates import bounds
from ...graph.model import Span
from ...graph.record import RecordKind
from ...graph.reference import find_places
from .french_dates import Mention, clock, find_dates, resolve
from .names_of_people import find_people
from .reading import Line, Reading
from .tokens import tidy_case

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
    ("programme", re.compile(r"^\s*(?:programme|déroulé|ordre du jour)\b", re.I)),
)
_MINUTES = re.compile(
    r"\b(?:ordre du jour|prochaine (?:réunion|séance)|prochain (?:comité|copil|cotech|conseil)|secrétariat|secrétaire de séance|séance (?:est )?levée|fin de (?:la )?séance|tour de table|questions diverses|animateur de séance|quorum)|[✓✔☑]",
    re.IGNORECASE,
)
_MAIL = re.compile(r"^(?:From|De|À|To|Subject|Objet|Date|Envoyé)\s*:\s*\S", re.MULTILINE)
_STAMP = re.compile(r"^\s*\[?\(?\d\d:\d\d(?::\d\d)?\]?\)?\s", re.MULTILINE)
_PUBLISHED = re.compile(
    r"(?:publié|mis en ligne|posté|paru|actualisé|mis à jour|modifié|diffusé)e? (?:le|en)\s*:?\s*", re.IGNORECASE
)
_DATELINE = re.compile(r"^(?:[A-ZÀ-Ý][A-Za-zÀ-ÿ’' -]{2,40}),\s*(?:le\s*)?(?=\d)")
_BYLINE = re.compile(
    r"(?:^|[.–—|]\s*)(?:par|texte|propos recueillis par|rédigé par|rédaction)\s*:?\s+(?=(?-i:[A-ZÀ-Ý]))",
    re.IGNORECASE | re.MULTILINE,
)
_WRITER = re.compile(
    r"(?:rédact(?:eur|rice|ion)|secrétaire(?: de séance)?|compte[- ]rendu (?:rédigé|établi) par|rédigé par|\(notes ?: ?)\s*:?\s*",
    re.IGNORECASE,
)
EVENT_NOUN = re.compile(
    r"(?<![\w-])(?P<noun>groupes?(?=\s*[«“\"])|assemblées? (?:générales?|constitutives?|plénières?)|conseils? d['’]administration|groupes? de travail|groupe projet|demi-journées?|petits?[- ]déjeuners?|job[- ]datings?|speed[- ]datings?|tables? rondes?|"
    r"réunions? d['’]informations?|informations? collectives?|portes? ouvertes?|comités? (?:de pilotage|techniques?|de suivi|locals? pour l['’]emploi|local|d['’]animation|départemental|régional|de bassin)|rendez-vous|tours? de table|"
    r"service public de l['’]emploi[\wÀ-ÿ’' ]*?|"
    r"réunions?|réu|reu|rencontres?|séances?|comités?|copil|cotech|codir|plénières?|commissions?|ateliers?|journées?|matinée|après-midi|soirée|forums?|salons?|visites?|séminaires?|colloques?|"
    r"webinaires?|visio(?:conférence)?s?|conférences?|signatures?|cérémonies?|remise|inauguration|installation(?= (?:de |du |des |d['’]))|lancement|entretiens?|point(?: d['’]étape| hebdo\w*)?|bureau|CA|AG|CR|GT|SPE-?[PL]|SPEP|SPEL|SPED|SPE|CLEE|RDV|café|déjeuner|déj\.)(?![\w-])",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^\W*(?:objet|sujet|thème|intitulé|titre|nom)(?: d(?:e la |u |e l['’]|['’])(?:réunion|rencontre|séance|comité|commission|atelier|événement))?\s*[:\t]\s*",
    re.IGNORECASE,
)
_NOT_TITLE = re.compile(
    r"^\s*(?:présents?|participants?|excus|absents?|étaient|ordre du jour|rédact|lieu|date|diffusion|copie|objet|from|to|cc|subject|de|à|pj|n/réf|v/réf)\b",
    re.I,
)
_CLEAN = re.compile(
    r"^\s*(?:objet\s*:|réunion\s*\t|subject\s*:)?\s*(?:projet de )?(?:comptes?[- ]rendus?(?: (?:rapide|succinct|sommaire|synthétique|détaillé|intégral))?|proc[èe]s[- ]verbal|relevés? (?:de|des) (?:décisions?|conclusions?|séances?)|\bCR\b|\bPV\b|note aux membres)\s*(?:n° ?\d+)?[\s:–—-]*(?:de la |de l['’]|du |des |de )?",
    re.IGNORECASE,
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
    kind = _kind(reading, top, lists_start is not None)
    published = _published(reading, kind, dates, top_end)
    title_line = _title_line(top, kind)
    title = clean_title(title_line.text) if title_line else None
    date = _date(reading, kind, top, dates, published, lists_start)
    return Header(
        kind,
        title or None,
        title_line.span if title_line else None,
        date,
        published,
        _name_after(text, _BYLINE, reading),
        _name_after(text, _WRITER, reading),
        top_end,
    )


def report_year(text: str) -> int | None:
    """The year that the first lines of a report say it is about (« Rapport d'activité 2019 », « Bilan de l'année 2021 »)."""
    said = re.search(
        r"\b(?:rapport|bilan|activités?|année|exercice)\b[^\n]{0,40}?\b(20\d\d|19[89]\d)\b", text[:600], re.IGNORECASE
    )
    return int(said[1]) if said else None


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


def _kind(reading: Reading, top: Sequence[Line], has_list: bool) -> RecordKind:
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
    if _PUBLISHED.search(head) or (not has_list and _BYLINE.search(head)):
        return "article"
    if not has_list and any(is_masthead(line.text) for line in top[:4]):
        return "article"
    if has_list:
        return "minutes"
    if EVENT_NOUN.search("\n".join(line.text for line in top[:3])) and len({m[0].lower() for m in _MINUTES.finditer(text)}) > 1:
        return "minutes"
    dated = any(re.sub(r"[\W\d_]", "", line.text) and find_dates(line.text) and len(line.text.strip()) < 25 for line in top[:4])
    if dated and any(len(line.text) > 120 for line in reading.lines):
        return "article"
    return "article" if sum(len(line.text) > 200 for line in reading.lines) >= 2 else "other"


def _title_line(top: Sequence[Line], kind: RecordKind) -> Line | None:
    best, best_score = None, 0.0
    for number, line in enumerate(top[:8]):
        text = line.text.strip()
        if not 4 <= len(text) <= 220 or (
            _NOT_TITLE.match(text) and not re.match(r"(?:objet|subject|réunion)\b", text, re.I) and not _SUBJECT.match(text)
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
            if _CLEAN.match(re.sub(r"^(?:#+ *|(?:subject|objet|sujet|re|tr)\s*:\s*)+", "", text, flags=re.I)) and len(bare) > 8
            else 0
        )
        score += 0.2 if bare != text.strip() and len(bare) > 8 and EVENT_NOUN.match(bare) else 0
        score -= 0.9 if len(fold_letters(bare)) < 4 else 0
        score -= (
            1.0
            if re.fullmatch(r"(?:réunion|séance|rencontre|comité|commission|groupe)(?: de travail)?", bare, re.I)
            and any(_SUBJECT.match(other.text) for other in top[:6])
            else 0
        )
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


def _headline(text: str) -> bool:
    """Is this line long enough for the headline of an article, and no date nor by-line?"""
    bare = text.strip()
    return (
        28 <= len(bare) <= 160
        and not (find_dates(bare) and len(bare) < 70)
        and not _BYLINE.match(bare)
        and not bare.endswith(".")
    )


def _filled(line: Line) -> int:
    """Cells of a table row that hold something."""
    return sum(bool(line.text[cell.start - line.span.start : cell.end - line.span.start].strip()) for cell in line.cells)


def fold_letters(text: str) -> str:
    return "".join(c for c in text if c.isalpha())


def clean_title(text: str) -> str:
    """A title a person would give: without « Compte rendu de la », the date, the time and the place that follow it."""
    bare = re.sub(r"\s+", " ", text.replace("\t", " ")).strip()
    bare = re.sub(r"^(?:#+ *|\*\*|(?:subject|objet|sujet|re|tr|fwd?|réf)\s*:\s*)+", "", bare, flags=re.IGNORECASE)
    bare = _SUBJECT.sub("", bare).rstrip("*")
    bare = _CLEAN.sub("", bare, count=1)
    bare = re.sub(
        r"^(?:programme|déroulé|feuilles? (?:de présence|d['’]émargement)|liste (?:des présents|d['’]émargement)|(?:re)?transcription)(?: \([^()]*\))?(?:\s*[–—:-]\s*|\s+(?=d))(?:de la |de l['’]|du |des |de )?(?=\S{3})",
        "",
        bare,
        count=1,
        flags=re.IGNORECASE,
    )
    for mention in reversed(find_dates(bare)):
        before = re.sub(r"[\s,(–—-]*(?:séance |réunion |en date )?(?:du|le|de|d['’]|en|,)?\s*$", "", bare[: mention.span.start])
        after = bare[mention.span.end :]
        bare = before if len(before) >= 6 else (before + after).strip()
    bare = re.sub(r"[\s,–—-]*\b(?:de |à )?\d{1,2}\s?[hH:]\s?\d{0,2}.*$", "", bare) if clock(bare) else bare
    bare = re.sub(r"^retour sur (?:la |le |les |l['’])", "", bare, flags=re.IGNORECASE)
    bare = (
        re.sub(
            r"[\s,–—-]+(?:comptes?[- ]rendus?|proc[èe]s[- ]verbal|relevés? de décisions|CR|PV)\W*$", "", bare, flags=re.IGNORECASE
        )
        or bare
    )
    bare = bare.strip(" ,;:–—-•.")
    letters = [c for c in bare if c.isalpha()]
    if letters and sum(c.isupper() for c in letters) > 0.9 * len(letters) and len(letters) > 8:
        bare = _without_capitals(bare)
    return bare[:1].upper() + bare[1:]


_SIGLE = re.compile(r"\([A-Z][A-Z0-9&-]{1,8}\)|\bN°|^[BCDFGHJKLMNPQRSTVWXZ]{2,5}\b")


def _without_capitals(title: str) -> str:
    """A title in capitals in small letters, the names of places and what stands in brackets as they are written."""
    small = _SIGLE.sub(
        lambda match: match[0] if match[0] != "N°" else "n°", "".join(_small(p) for p in re.split(r"(\([^()]*\))", title))
    )
    return re.sub(
        r"(?:(?<=\bbassin )|(?<=\bde )|(?<=\bdu )|(?<=\bdes )|(?<=\bd['’])|(?<=\bl['’])|(?<=\bla )|(?<=\bpays )|(?<=[–-] ))[\wÀ-ÿ]{4,}(?:-[\wÀ-ÿ]+)*",
        lambda match: tidy_case(match[0].upper()) if _large_place(match[0]) else match[0],
        small,
    )


def _small(piece: str) -> str:
    return piece if re.fullmatch(r"\([A-Z0-9&-]{2,9}\)", piece) else piece.lower()


def _large_place(word: str) -> bool:
    items = find_places(word, ("departement", "region", "commune"))
    return (
        bool(items)
        and (items[0].kind != "commune" or items[0].population > 3000)
        and word not in ("contrat", "conseil", "mission", "centre", "nord", "ville")
    )


def _published(reading: Reading, kind: RecordKind, dates: Sequence[Mention], top_end: int) -> Mention | None:
    text = reading.text
    limit = max(top_end, 500)
    for mention in dates:
        if mention.span.start > limit or not (mention.year or mention.month):
            continue
        line = reading.line_at(mention.span.start)
        before = text[line.span.start : mention.span.start]
        if _PUBLISHED.search(before[-40:]):
            return mention
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
        score += 0.3 if not re.sub(r"[\W\d_]|le\b|h\b", "", before) else 0
        score -= (
            1.2
            if re.search(
                r"(?:convocation|convoquée?|délibération|arrêté|décret|loi|habilitée?|retraite|validée?|prochaine?s? (?:réunion|séance|comité|rencontre|date|commission)s?|avant|d['’]ici|depuis|jusqu['’]au|approbation|prévue?(?: d['’]abord| initialement)?|initialement|(?:du|le|dernier|précédent|ce) (?:PV|CR)|version|signée?|reporté)\b[^.]{0,25}$|en remplacement",
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
