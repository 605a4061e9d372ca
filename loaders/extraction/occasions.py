"""Events named beside the main one: dated meetings, signatures, next dates, cancelled and postponed ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from ...graph.dates import bounds
from ...graph.model import Span
from ...graph.names import fold
from .dated_acts import dated_agreement, earlier_minutes, is_moved_range, moved_to, new_day, voted
from .french_dates import Mention, find_dates, resolve
from .happenings import (
    AGREEMENT,
    HAPPENING,
    NOT_HAPPENING,
    TAKES_PLACE,
    agreement_before,
    event_kind,
    told,
    whole_of,
    with_article,
)
from .next_dates import LIST_MARK, beside_next, follows_number, heading_title, in_deadlines, label_above
from .occasion import POSTPONED, Occasion, direction, status_of
from .reading import Reading, strip_bullet
from .title_words import EVENT_NOUN

_SIGNATURE = re.compile(r"\b(?:sign(?:e|ent|é|ée|és|er|era|eront|ature|atures)|paraph(?:é|ée|és|er|ent))\b", re.IGNORECASE)
_MEET = re.compile(
    r"\b(?:se (?:revoi(?:t|ent)|retrouve(?:nt|ra|ront)?|réuni(?:t|ssent|ra|ront)|rencontre(?:nt|ra|ront)?|rever(?:ra|ront))|"
    r"(?:les|la|le|l['’])\s?rencontre(?:ra|nt)?|rencontrera|réunira|a rendez-vous|se sont (?:réunis|retrouvés|rencontrés))\b",
    re.IGNORECASE,
)
_WE = re.compile(r"\b(?:on|nous|groupe|comité|commission|conseil|bureau|réseau|collectif|tous) (?:se|nous)\b", re.IGNORECASE)
_NEXT = re.compile(
    r"\b(?:prochaine?s?|suivante?)\b|\b(?:se|nous) (?:revoi|retrouv|rever)|on se revoit|rendez-vous (?:est pris|le)",
    re.IGNORECASE,
)
_NEXT_NAMED = re.compile(
    r"\W*(?P<name>prochaine?s?(?: [\wÀ-ÿ’'.-]+(?: [\wÀ-ÿ’'-]+){0,6}?|(?=\s?:)))\s*(?::|\t|,|jeudi|lundi|mardi|mercredi|vendredi|samedi|le \d)",
    re.IGNORECASE,
)
_NEXT_IS = re.compile(
    r"(?:^|[.;]\s)\W*prochaine?s? (?:rendez-vous|dates?|étapes?|évènements?|événements?|temps forts?|échéances?)\s*:\s*(?P<what>(?:la |le |l['’]|les |une? )?(?!(?:le |en |fin |début |lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche))[A-Za-zÀ-ÿ«][^.;:,(\n]{4,60}?),?\s*(?:\(|le|ce|en|,)?\s*\Z",
    re.IGNORECASE,
)
_PUT_OFF_TO = re.compile(
    r"\b(?:report|décal|repouss|déplac|renvoy)\w*\s+(?:au|à|le|pour le)\s*(?:le )?\Z|\bremise?s? au\s*\Z", re.IGNORECASE
)
_LIMIT = re.compile(
    r"(?:\bavant|d['’]ici|jusqu['’]?(?:au|à)?|au plus tard|\bpour|échéance|à compter|à partir|\bdepuis|\bdès|\bdéposé\w*|\blivraison|\bdiffusion|\bréponse|\bclôture|\bdépôt|\bbudget|\breçue?|\bentrées?|à remettre|délai|retour)\s*(?::|le|du|au|la|en|fin|début|de|d['’])?\s*(?:le\s*)?$",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"\b(?:loi|décret|arrêté|circulaire|courrier|lettre|e?-?mail|version|dossier|rapport|délibération|communiqué|courriel|document|publié|(?<!est )(?<!sont )annoncée?|plan|né|situation au|activité au)\b[^.;]{0,14}$",
    re.IGNORECASE,
)


def find_occasions(
    reading: Reading,
    dates: Sequence[Mention],
    anchor: date | None,
    skip: Sequence[Span],
    used: Sequence[Span],
    default_next: str,
    written: date | None,
) -> list[Occasion]:
    """`written` is the day up to which events can have been held. Dated events outside the spans `skip` (lists, headers). `used` are dates already read; `default_next` names the next meeting."""
    found: list[Occasion] = []
    for told_day in dates:
        mention = _with_year(told_day, dates)
        if any(span.start <= mention.span.start < span.end for span in (*skip, *used)) or in_deadlines(reading, mention):
            continue
        bare = default_next.split(" : ")[-1]
        moved = is_moved_range(reading, mention)
        made = (
            earlier_minutes(reading, mention, anchor, bare)
            or dated_agreement(reading, mention, anchor)
            or _occasion(reading, new_day(mention) if moved else mention, anchor, default_next, dates, written)
            or voted(reading, mention, anchor, written)
        )
        if made and moved:
            made = replace(made, status="planned")
        new = moved_to(reading, mention, made) if made else None
        if made and new:
            found.append(replace(made, status="postponed", next=False))
            found.append(new)
            continue
        if made and found and _next_day(found[-1], made, reading.text):
            continue
        if made and not any(_same(made, other) for other in found):
            found.append(made)
    return found


def _with_year(mention: Mention, dates: Sequence[Mention]) -> Mention:
    """« le 21 mai » where the text says « 21 mai 2015 » elsewhere, and no other year of that day: the year is known."""
    if mention.year or not mention.day or not mention.month or mention.last:
        return mention
    years = {other.year for other in dates if other.year and (other.month, other.day) == (mention.month, mention.day)}
    return replace(mention, year=years.pop()) if len(years) == 1 else mention


def _next_day(one: Occasion, other: Occasion, text: str) -> bool:
    """« les 29 et 30 novembre »: the second day of one event."""
    if not (one.date and other.date and one.title == other.title and one.sentence == other.sentence):
        return False
    gap = text[one.date.mention.span.start : other.date.mention.span.start]
    first, second = bounds(one.date.edtf)[0], bounds(other.date.edtf)[0]
    plural = re.match(r"(?:Séances|Réunions|Journées|Ateliers|Comités|Rencontres|Visites)\b", one.title)
    return bool(first and second and (second - first).days == 1 and len(gap) < 12 and not plural)


def _same(one: Occasion, other: Occasion) -> bool:
    same_day = one.date and other.date and one.date.edtf == other.date.edtf and len(one.date.edtf) >= 7
    return bool(same_day) and (one.kind == other.kind or one.sentence == other.sentence)


def _occasion(
    reading: Reading,
    mention: Mention,
    anchor: date | None,
    default_next: str,
    dates: Sequence[Mention],
    written: date | None,
) -> Occasion | None:
    text = reading.text
    sentence = reading.sentence_at(mention.span.start)
    line = reading.line_at(mention.span.start)
    words = text[sentence.start : sentence.end]
    before = text[max(sentence.start, mention.span.start - 60) : mention.span.start]
    if _LIMIT.search(before) or _PAPER.search(before):
        return None
    clause = _clause(text, sentence, mention.span)
    near = text[clause.start : clause.end]
    tense = direction(near) or direction(words)
    label = (
        label_above(reading, line.span.start)
        if LIST_MARK.match(line.text) or len(line.text) < 60 or not text[line.span.start : mention.span.start].strip(" -–•")
        else None
    )
    is_next = (
        bool(_NEXT.search(near))
        or bool(label)
        or beside_next(reading, line.span.start, mention)
        or follows_number(near, default_next)
    )
    if is_next:
        tense = 1
    if re.search(r"\b(?:devai(?:t|ent)|devions|étai(?:t|ent) prévue?s?|prévue?s? initialement)\b", near):
        tense, is_next = -1, False
    if mention.day is None and mention.weekday is not None and anchor:
        day = anchor + timedelta(days=(mention.weekday - anchor.weekday() - 1) % 7 + 1)
        mention = replace(mention, year=day.year, month=day.month, day=day.day)
    resolved = resolve(mention, anchor, tense)
    if _PUT_OFF_TO.search(before):
        near = text[mention.span.start : clause.end]  # the new date, not the one that was put off
        words = near
    else:
        days = [d.span for d in dates if sentence.start <= d.span.start < sentence.end]
        near = _own_words(text, clause, mention.span, days, near)
    nouns = [m for m in EVENT_NOUN.finditer(text, clause.start, clause.end) if not _verb(m, text)]
    if (
        mention.day is None
        and mention.weekday is None
        and any(
            sentence.start <= d.span.start < mention.span.start and d.day and _NEXT.search(text[sentence.start : d.span.start])
            for d in dates
        )
    ):
        return None  # « Prochaine réunion : mardi 10 mai, puis une dernière avant l'été »
    nouns += [
        m
        for m in HAPPENING.finditer(text, clause.start, clause.end)
        if abs(m.start() - mention.span.start) < 110
        and not NOT_HAPPENING.search(text[max(0, m.start() - 20) : m.start()])
        and not any(n.start() <= m.start() < n.end() for n in nouns)
    ]
    nouns.sort(key=lambda m: m.start())
    written = written or (anchor if tense == 0 else None)
    labelled = _NEXT_NAMED.match(text[clause.start : mention.span.end + 1])
    named_next = _NEXT_IS.search(text[clause.start : mention.span.start])
    if named_next and mention.day and not find_dates(named_next["what"]):
        what = re.sub(r"^(?:la |le |l['’]|les |une? )", "", named_next["what"].strip(), flags=re.IGNORECASE)
        status = status_of(near, near, resolved, written, 1)
        title = what[:1].upper() + what[1:]
        return Occasion(title, event_kind(what), clause, sentence, resolved, status, True, "events.next-is", 0.88)
    row = "\t" in line.text
    if (
        not nouns
        and re.match(
            r"\W*(?:elle|il|celle-ci|celui-ci|cette dernière|ce dernier)s?\b",
            text[clause.start : mention.span.start],
            re.IGNORECASE,
        )
        and (TAKES_PLACE.search(near) or _MEET.search(near))
    ):
        lead = whole_of(text, clause.start) or heading_title(reading, line.span.start, clause.start)
        if lead and (mention.day or mention.month):
            return Occasion(
                lead,
                event_kind(lead),
                clause,
                sentence,
                resolved,
                status_of(near, near, resolved, written, tense),
                False,
                "events.pronoun",
                0.75,
            )
    noun = _closest(nouns, mention.span, [d.span for d in dates if clause.start <= d.span.start < mention.span.start])
    if _SIGNATURE.search(near):
        agreement = AGREEMENT.search(near) or AGREEMENT.search(words)
        opened = text.rfind("\n", 0, max(0, sentence.start - 1)) + 1
        named = (
            "de " + with_article(agreement["noun"], agreement["rest"])
            if agreement
            else agreement_before(text, max(0, min(opened, sentence.start) - 1), mention.span.start)
        )
        if named and (mention.day or mention.month):
            title = f"Signature {named}".replace("de le ", "du ")
            status = status_of(words, near, resolved, written, tense)
            return Occasion(title, "signature", clause, sentence, resolved, status, False, "events.signature", 0.85)
    if labelled and not row and (mention.day or mention.month) and clause.start + labelled.end() >= mention.span.start - 30:
        name = labelled["name"].strip()
        kind = event_kind(re.sub(r"^prochaine?s? ", "", name, flags=re.IGNORECASE))
        shown = default_next if len(name.split()) <= 2 else name[:1].upper() + name[1:]
        status = status_of(near, near, resolved, written, 1)
        return Occasion(
            default_next
            if len(name.split()) == 1
            else f"{name} : {default_next.split(' : ')[-1]}"
            if shown == default_next
            else shown,
            kind,
            clause,
            sentence,
            resolved,
            status,
            True,
            "events.next-label",
            0.9,
        )
    if (
        noun
        and row
        and is_next
        and not re.match(
            r"\W*prochain", text[noun.start() - 14 if noun.start() > 14 else 0 : noun.start()].rsplit("\t", 1)[-1], re.IGNORECASE
        )
    ):
        return None  # « … avant la prochaine réunion »: the deadline of an action
    if label and mention.day and (noun is None or noun.start() > mention.span.end):
        shown = label.strip(" :") if EVENT_NOUN.search(label) and not re.search(r"dates", label, re.IGNORECASE) else default_next
        return Occasion(shown, "meeting", mention.span, sentence, resolved, "planned", True, "events.next-list", 0.85)
    if noun:
        if not mention.month and not mention.day and not mention.season:
            return None
        title = _title(text, noun, clause, mention)
        if HAPPENING.fullmatch(noun["noun"]) and not label:
            is_next = False
        status = status_of(words, near, resolved, written, tense)
        if is_next and fold(noun["noun"]).split(" ")[0] in fold(default_next):
            title = _prefixed(title, default_next)
        confidence = 0.9 if mention.day else 0.75
        return Occasion(title, event_kind(noun["noun"]), clause, sentence, resolved, status, is_next, "events.noun", confidence)
    subject = told(text, clause, mention, near)
    if subject and (mention.day or mention.month):
        title, kind = subject
        status = status_of(words, near, resolved, written, tense)
        return Occasion(title, kind, clause, sentence, resolved, status, is_next, "events.subject", 0.75)
    heading = reading.heading_above(line.span.start)
    if heading and re.match(r"\W*(?:à|au|aux|lieu|salle|le \d)\b", heading.text, re.IGNORECASE):
        heading = None  # where, or when: no title
    if heading and TAKES_PLACE.search(near) and heading.span != line.span:
        above = EVENT_NOUN.search(heading.text)
        if above:
            title = strip_bullet(heading.text).strip(" :")
            return Occasion(
                title,
                event_kind(above["noun"]),
                clause,
                sentence,
                resolved,
                status_of(words, near, resolved, written, tense),
                False,
                "events.heading",
                0.85,
            )
    if heading and mention.day and not row and re.match(r"\W*(?:retour sur|zoom sur|focus)", heading.text, re.IGNORECASE):
        above = EVENT_NOUN.search(heading.text)
        if above:
            title = re.sub(r"^\W*(?:retour sur|zoom sur|focus(?: sur)?)\W*", "", heading.text.strip(), flags=re.IGNORECASE)
            status = status_of(words, near, resolved, written, tense)
            return Occasion(
                title[:1].upper() + title[1:],
                event_kind(above["noun"]),
                clause,
                sentence,
                resolved,
                status,
                False,
                "events.heading",
                0.8,
            )
    if _MEET.search(near) and mention.day:
        return Occasion(
            _meeting_title(text, mention, clause) or default_next if re.search(r"\bréunira\b", near) else default_next if _WE.search(near) else "Rencontre", "meeting", clause, sentence, resolved,
            status_of(words, near, resolved, written, tense), is_next or bool(_WE.search(near)), "events.meet", 0.75,
        )  # fmt: skip
    if is_next and _WE.search(near) and mention.month:
        return Occasion(default_next, "meeting", clause, sentence, resolved, "planned", True, "events.meet", 0.75)
    return None


def _clause(text: str, sentence: Span, date_span: Span) -> Span:
    """The part of a sentence between « ; » or « : » and the next, around a date; a long one is cut to its neighbourhood."""
    start = sentence.start
    for match in re.finditer(r";\s|\t| – (?=[A-ZÀ-Ý])", text[sentence.start : date_span.start]):
        if match[0] != "\t":
            start = sentence.start + match.end()
    stop = re.search(r";\s", text[date_span.end : sentence.end])
    end = date_span.end + stop.start() if stop else sentence.end
    return Span(max(start, date_span.start - 160), min(end, date_span.end + 120))


_ORGANISES = re.compile(
    r"^[^.;]{3,115}\b(?:(?:co-?)?organis\w+|propos\w+|tiendr\w+|a tenu|ont tenu|anim\w+|accueill\w+|a lieu|aura lieu|se tiendra|ont monté|a monté|invit\w+ à)\s+(?:\w+ ){0,2}?(?:un |une |la |le |l['’]|sa |son |leur |des |deux )?(?:première? |deuxième |grande? )?$",
    re.IGNORECASE,
)
"""« Le 10 octobre, X et Y organiseront une journée … »: what stands between a day and the noun of its event."""


def _own_words(text: str, clause: Span, at: Span, days: Sequence[Span], near: str) -> str:
    """The part of a clause that speaks of the day at `at`, when the clause names other days (« la première a eu lieu le 9, la seconde est annulée »)."""
    if near and not text[clause.start : clause.end].endswith(near[-20:]):
        return near
    start, end = clause.start, clause.end
    for day in days:
        if day.end <= at.start and day.end > start:
            gap = text[day.end : at.start]
            cut = next((m for m in reversed(list(re.finditer(r"[,)]\s|\b(?:mais|puis|et)\s", gap)))), None)
            if cut and len(gap) > 25 and not POSTPONED.search(gap):
                start = day.end + cut.end()
        if day.start >= at.end and day.start < end:
            gap = text[at.end : day.start]
            cut = re.search(r",\s|\b(?:mais|puis)\s", gap)
            if cut and len(gap) > 25 and not POSTPONED.search(gap):
                end = at.end + cut.start()
    return text[start:end]


def _closest(nouns: Sequence[re.Match[str]], date_span: Span, earlier: Sequence[Span]) -> re.Match[str] | None:
    """The event's noun: the nearest before the date, else just after it. A noun that an earlier date already has is that date's."""
    before = [noun for noun in nouns if noun.end() <= date_span.start and date_span.start - noun.end() < 130]
    after = [
        noun
        for noun in nouns
        if noun.start() >= date_span.end
        and (noun.start() - date_span.end < 50 or _ORGANISES.search(noun.string[date_span.end : noun.start()]))
    ]
    if before:
        own = [span for span in earlier if before[-1].end() <= span.start and span.start - before[-1].end() < 12]
        gap = before[-1].string[own[-1].end : date_span.start] if own else ""
        if own and len(gap) > 25 and re.search(r"\b(?:a|ont|est|sont|avait|sera|qui|dont)\b", gap):
            before = before[:-1] if len(before) > 1 and before[-2].start() > own[-1].end else []
    taken = bool(before) and any(span.start < before[-1].start() for span in earlier) and len(before) <= len(earlier)
    if before and not (taken and after):
        return before[-1]
    return after[0] if after else None


def _verb(match: re.Match[str], text: str) -> bool:
    """« il les rencontre », « le point de vue », « rencontre des difficultés »: words that look like the noun of an event."""
    noun = match["noun"]
    before = text[max(0, match.start() - 14) : match.start()].lower()
    after = text[match.end() : match.end() + 12].lower()
    if (
        noun.lower().startswith("rencontre")
        and re.search(r"\b(?:les|se|il|elle|on|nous)\s$", before)
        and not re.search(r"\b(?:avec les)\s$", before)
    ):
        return bool(re.search(r"\b(?:se|il|elle|on|nous|il les)\s$", before))
    if noun.lower() == "point" and (
        re.match(r"\s(?:de vue|commun|fort|faible)", after)
        or re.search(r"(?:mise au|sur ce|le|ce|au|à ce|fait un|fait le|un) $", before)
    ):
        return True
    if noun in ("CA", "CR", "GT", "AG") or noun.lower() not in ("ca", "cr", "gt", "ag"):
        return (
            noun == "CR"
            or (noun.lower() == "bureau" and not re.search(r"\ble $", before))
            or (noun.lower() in ("remise",) and not re.match(r" des? ", after))
        )
    return True


def _title(text: str, noun: re.Match[str], clause: Span, mention: Mention) -> str:
    end = min(clause.end, noun.end() + 90)
    if mention.span.start > noun.end():
        end = min(end, mention.span.start)
    rest = text[noun.end() : end]
    quoted = re.match(r"[^,.;:()]{0,30}[«“\"][^»”\"]{2,70}[»”\"]", rest)
    piece = (
        quoted[0]
        if quoted
        else re.split(
            r"[,.;:()\t]|\s[—–-]\s|\b(?:est|sera|aura|a|ont|se|s['’]est|prévue?|fixée?|tenue?|qui|où|dont|était|sont)\b",
            rest,
            maxsplit=1,
        )[0]
    )
    piece = re.sub(r"\s+(?:le|du|de|en|à|au|et|ou|dont|qui|pour|d['’]|la|les|courant|fin|début)?\s*$", "", piece)
    before = re.search(
        r"((?:prochaine?|première?|deuxième|seconde?|\d+e|\d+ème|dernière?)\s+)$",
        text[max(clause.start, noun.start() - 14) : noun.start()],
        re.IGNORECASE,
    )
    title = f"{before[1] if before else ''}{noun['noun']}{piece}".strip(' "«“:–—-')
    return re.sub(r"\s+", " ", title[:1].upper() + title[1:])


def _meeting_title(text: str, mention: Mention, clause: Span) -> str | None:
    """« X réunira les organismes de formation le 8 mars » → « Réunion : les organismes de formation »."""
    found = re.search(r"\bréunira\s+(?P<whom>[^.;]{4,80}?)\s*(?:le|ce)?\s*$", text[clause.start : mention.span.start])
    return f"Réunion : {found['whom']}" if found else None


def _prefixed(title: str, default_next: str) -> str:
    return title if len(title.split()) > 3 else default_next if fold(title).split(" ")[-1] in fold(default_next) else title
