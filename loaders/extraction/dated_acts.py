"""Days that name no event by a noun of their own: minutes that are approved, an agreement and its date, a vote, a meeting that is moved."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from ...graph.dates import bounds
from ...graph.model import Span
from .french_dates import Mention, Resolved, resolve
from .happenings import AGREEMENT, event_kind, of_noun, with_article
from .occasion import Occasion
from .reading import Reading

_MINUTES_OF = re.compile(
    r"(?:\bP\.?-?V\.?|\bproc[èe]s[- ]verb(?:al|aux)|\bcomptes?[- ]rendus?|\bCR|\brelevés?(?: (?:de|des) (?:décisions?|conclusions?))?)\s*"
    r"(?:de (?:la |l['’]|notre )(?:dernière |précédente )?(?:réunion|séance|rencontre|session|commission|plénière|assemblée(?: générale)?|AG)(?: plénière| précédente)?\s*|"
    r"du (?:dernier |précédent )?(?:CA|COPIL|COTECH|comité(?: de pilotage| technique| de suivi)?|bureau|conseil(?: d['’]administration)?|groupe(?: de travail)?)(?: précédent)?\s*|précédent,? )?"
    r"\(?(?:en date )?(?:du|des?)\s*\Z",
    re.IGNORECASE,
)
_APPROVED = re.compile(
    r"\b(?:approb|approuv|adopt|valid|sans (?:observation|remarque|modification|réserve)|relecture|corrig|rectifi|unanimité|lecture du)\w*",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\s*(?:\([^()\n]{2,40}\)\s*)?(?:(?:en date |datée? |conclue? |passée? )?(?:du|le)|date du|datant du|remonte au)\s*\Z",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*(?P<who>(?:entre|avec) [^.;:,\n]{3,80}?)(?=\s(?:est|sont|a|ont|sera|prévoit|arrive|prend|fixe|court|n['’]|qui|dont)\b|[.;:,\n]|\Z)"
)
_VOTES = re.compile(
    r"(?:^|[.;:]\s|\bque |\bqu['’]|\n|[-–•]\s)(?:\W*)(?P<who>(?:[Ll]a |[Ll]e |[Ll]['’]|[Ll]es )[^.;:,\n]{3,45}?)\s+(?:vote(?:ra|nt)?|a voté|ont voté|adoptera|a adopté|ont adopté|doit voter|doivent voter)\s*(?:le|ce|au|dès le)?\s*\Z"
)
_VOTED = re.compile(
    r"\s*(?P<what>(?:une? |l['’]|la |le |les |son |sa |ses )[^.;:,\n]{4,60}?)(?=[.;:,\n(]|\s(?:à|pour|afin|qui|sous)\b|\Z)"
)
_MOVES = re.compile(
    r"[^.;\n]{0,70}?\b(?:reporté|décalé|déplacé|repoussé|remis|avancé|renvoyé)(?:e?s?)\b (?:finalement |donc )?(?:au|à) (?:(?P<weekday>lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?"
    r"(?P<day>1er|[12]?\d|3[01])(?!\d|\s?(?:h\b|heures?|%|€|euros?|[/.]\d|janv|f[ée]v|mars|avril|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c|participants|personnes))",
    re.IGNORECASE,
)
_MOVED_FROM = re.compile(r"\b(?:reporté|décalé|déplacé|repoussé|remis|avancé)(?:e?s?)\s*\Z", re.IGNORECASE)


def earlier_minutes(reading: Reading, mention: Mention, anchor: date | None, title: str) -> Occasion | None:
    """« 1. Approbation du PV du 5 mai »: the same body met on that day. `title` is the bare title of the record's own meeting."""
    if anchor is None or not mention.day or not (mention.month or mention.year):
        return None
    line = reading.line_at(mention.span.start)
    before = reading.text[line.span.start : mention.span.start]
    if not _MINUTES_OF.search(before):
        return None
    around = before + reading.text[mention.span.end : mention.span.end + 160]
    resolved = resolve(mention, anchor, -1)
    day = bounds(resolved.edtf)[0]
    if not _APPROVED.search(around) or day is None or day >= anchor or (anchor - day).days > 800:
        return None
    sentence = reading.sentence_at(mention.span.start)
    return Occasion(title, event_kind(title), mention.span, sentence, resolved, "held", False, "events.minutes-of", 0.85)


def dated_agreement(reading: Reading, mention: Mention, anchor: date | None) -> Occasion | None:
    """« la charte du 8 avril 2014 entre A et B », « l'avenant n° 3 date du 7 mars 2015 »: it was signed on that day."""
    day = bounds(resolve(mention, anchor, -1).edtf)[0]
    if not mention.full or day is None or (anchor and day >= anchor):
        return None
    sentence = reading.sentence_at(mention.span.start)
    before = reading.text[max(sentence.start, mention.span.start - 120) : mention.span.start]
    dated = _DATED.search(before)
    found = list(AGREEMENT.finditer(before[: dated.start()])) if dated else []
    if not dated or not found:
        return None
    last = found[-1]
    gap = before[last.end("noun") : dated.start()]
    if re.search(r"[.;:,\n]|\b(?:comité|réunion|commission|séance|délibération|signature|prévoit|qui|est|sera|a)\b", gap):
        return None
    between = _BETWEEN.match(reading.text[mention.span.end : sentence.end])
    rest = gap.rstrip() + (f" {between['who'].strip()}" if between else "")
    title = f"Signature de {with_article(last['noun'], rest)}".replace("de le ", "du ")
    return Occasion(
        title,
        "signature",
        Span(sentence.start, sentence.end),
        sentence,
        resolve(mention, anchor, -1),
        "held",
        False,
        "events.agreement-of",
        0.78,
    )


def voted(reading: Reading, mention: Mention, anchor: date | None, written: date | None) -> Occasion | None:
    """« Le syndicat a voté le 3 mars un prêt de matériel »: « Vote d'un prêt de matériel »."""
    if not mention.day or not mention.month:
        return None
    sentence = reading.sentence_at(mention.span.start)
    before = reading.text[max(sentence.start, mention.span.start - 90) : mention.span.start]
    after = reading.text[mention.span.end : sentence.end]
    votes, what = _VOTES.search(before), _VOTED.match(after)
    if not votes or not what:
        return None
    past = bool(re.search(r"\bont? (?:voté|adopté)", votes[0]))
    resolved = resolve(mention, anchor, -1 if past else 1)
    day = bounds(resolved.edtf)[0]
    held = bool(day and written and day <= written) if written else past
    span = Span(sentence.start, sentence.end)
    return Occasion(
        f"Vote {of_noun(what['what'])}",
        "other",
        span,
        sentence,
        resolved,
        "held" if held else "planned",
        False,
        "events.vote",
        0.75,
    )


def moved_to(reading: Reading, mention: Mention, made: Occasion) -> Occasion | None:
    """« Le bureau du 4 mai est avancé au 2 »: the same on its new day, for the old one `made`."""
    if not made.date or not mention.day or not mention.month:
        return None
    found = _MOVES.match(reading.text, mention.span.end)
    old = bounds(made.date.edtf)[0]
    if not found or old is None:
        return None
    number = int(re.sub(r"\D", "", found["day"]))
    month = (
        old if number > old.day or re.search(r"avancé", found[0], re.IGNORECASE) else (old.replace(day=1) + timedelta(days=32))
    )
    try:
        day = month.replace(day=number)
    except ValueError:
        return None
    span = Span(found.start("day"), found.end("day"))
    resolved = Resolved(Mention(span, day.year, day.month, day.day), day.isoformat(), ("year", "month"))
    return replace(made, date=resolved, status="planned", rule="events.moved-to", confidence=0.8, next=made.next)


def is_moved_range(reading: Reading, mention: Mention) -> bool:
    """« reporté du 2 au 9 avril » is no range: the second day is the new one."""
    before = reading.text[max(0, mention.span.start - 16) : mention.span.start]
    return mention.last is not None and bool(_MOVED_FROM.search(re.sub(r"\bdu\s*\Z", "", before)))


def new_day(mention: Mention) -> Mention:
    """The second day of what looked like a range."""
    month, day = mention.last or (mention.month, mention.day)
    return replace(mention, month=month, day=day, last=None)
