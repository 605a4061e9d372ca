"""The meeting a record is about: its day, title, time and place; twin days and the dates of a sheet's columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ...graph.dates import bounds
from ...graph.model import Span
from .attendance import Row
from .french_dates import WEEKDAYS, Mention, Resolved, clock, day_in_name, edtf_text, find_dates, nearest, resolve
from .happenings import AGREEMENT, of_noun, with_article
from .header import Header
from .reading import Reading
from .title_words import EVENT_NOUN, clean_title

_WEEKDAY_ALONE = re.compile(
    r"\b(?P<day>lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|avant-hier|aujourd['’]hui|ce matin)\b(?!\s+\d)",
    re.IGNORECASE,
)
_TWIN = re.compile(
    r"\b(?:à|près d[e'’])\s?(?P<place>[A-ZÀ-Ý][\wÀ-ÿ-]+)\s+le\s+(?P<day>1er|[12]?\d|3[01])(?!\s?(?:h\b|[./]\d|janv|fév|mars|avr|mai|juin|juil|ao|sept|oct|nov|déc))|(?:près d[e'’]|à)\s?(?P<place2>[A-ZÀ-Ý][\wÀ-ÿ-]+)\s+le\s+(?P<day2>[12]?\d|3[01])\b"
)
_YEAR_AHEAD = re.compile(r"\b(?:en|pour|courant|dès)\s+(20\d\d)\b")
_CONDITIONAL = re.compile(r"\b\w+(?:era|eront|raient|rait)\b")


@dataclass(frozen=True, slots=True)
class MainEvent:
    """One main event before it has an id. `span` is where its day, or else its title, stands."""

    title: str
    noun: str
    date: Resolved | None
    span: Span
    time: str | None = None
    place_hint: str | None = None


def reference_day(header: Header, dates: Sequence[Mention]) -> date | None:
    """The day from which missing years are counted before the main event is dated: the publication, else any full date."""
    if header.published and header.published.year:
        return bounds(resolve(header.published, None).edtf)[1]
    full = [m for m in dates if m.full]
    if not full:
        early = next((m for m in dates if m.year and m.span.start < 400), None)  # « n° 34 – été 2017 »
        return bounds(resolve(early, None).edtf)[0] if early else None
    return bounds(resolve(full[0], None).edtf)[0]


def find_main(reading: Reading, header: Header, dates: Sequence[Mention], file_name: str = "") -> list[MainEvent]:
    """The main event or events; one without date when no date can be told. Empty for a text that states no meeting.

    `file_name` may tell the day, or the year, that the text leaves out."""
    found = _find_main(reading, header, dates)
    named = named_day(reading, file_name)
    if named is None or len(found) != 1 or header.kind in ("article", "newsletter", "press_release", "invitation", "mail"):
        return found
    return [replace(found[0], date=_completed(found[0], named))]


def named_day(reading: Reading, file_name: str) -> date | None:
    """The day in the name of the file, or in a name of a file that stands as the first line of the text."""
    first = next((line.text.strip() for line in reading.lines if line.text.strip()), "")
    written = day_in_name(first) if _FILE_NAME.fullmatch(first) else None
    return written or day_in_name(file_name)


_FILE_NAME = re.compile(r"[^\s/\\]+(?: [^\s/\\]+){0,6}\.(?:docx?|odt|rtf|pdf|xlsx?|txt|m4a|mp3|wav)(?: .{0,40})?", re.IGNORECASE)


def _completed(event: MainEvent, named: date) -> Resolved | None:
    """The day of an event with what the name of the file adds: the whole of it, or the year of a day within half a year of it."""
    if event.date is None:
        return Resolved(Mention(event.span, named.year, named.month, named.day), named.isoformat(), ("year", "month", "day"))
    mention = event.date.mention
    if mention.year or not event.date.edtf.startswith("XXXX") or not mention.month or not mention.day:
        return event.date
    return resolve(mention, named)


def _find_main(reading: Reading, header: Header, dates: Sequence[Mention]) -> list[MainEvent]:
    published = bounds(resolve(header.published, None).edtf)[1] if header.published and header.published.year else None
    title = header.title or "Réunion"
    span = header.title_span or Span(0, 0)
    twins = _twins(reading, header)
    if twins:
        return twins
    if header.kind == "agreement":
        signed = _signed(reading, dates)
        if signed:
            return [MainEvent(_signature_title(title), "signature", resolve(signed, published), signed.span)]
    invited = _invitation(reading, dates, published) if header.kind == "invitation" else None
    if invited:
        return [invited]
    if header.date and header.kind not in ("article", "newsletter", "press_release"):
        dated = _dated(_with_weekday(header.date, reading), dates, published)
        time = header.date.time or _header_time(reading, header)
        return [MainEvent(title, _noun(title), dated, header.date.span, time)]
    found = _in_prose(reading, header, dates, published)
    if found:
        return [found]
    if header.date:
        return [MainEvent(title, _noun(title), _dated(header.date, dates, published), header.date.span, header.date.time)]
    if (header.title and EVENT_NOUN.search(header.title)) or header.kind in (
        "minutes",
        "decisions",
        "attendance_sheet",
        "transcript",
    ):
        return [MainEvent(title, _noun(title), None, span)]
    return []


def _with_weekday(mention: Mention, reading: Reading) -> Mention:
    """« … du 11 octobre » and further on « ce mardi »: the weekday tells the year."""
    if mention.weekday is not None or mention.year:
        return mention
    said = re.search(r"\bce (lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b(?! \d)", reading.text[:1200])
    return replace(mention, weekday=WEEKDAYS[said[1]]) if said else mention


def _invitation(reading: Reading, dates: Sequence[Mention], published: date | None) -> MainEvent | None:
    """« j'ai l'honneur de vous convier à … qui aura lieu le …»: the event named after the verb, on the first day after it."""
    text = reading.text
    for match in re.finditer(r"\b(?:vous (?:convi|invit)\w*|aura lieu|se tiendra|se réunira)\b", text, re.IGNORECASE):
        sentence = reading.sentence_at(match.start())
        day = next((m for m in dates if match.end() <= m.span.start < match.end() + 260 and m.day), None)
        if day is None:
            continue
        nouns = [
            noun
            for noun in EVENT_NOUN.finditer(text, sentence.start, sentence.end)
            if noun.start() > match.start() or noun.end() <= match.start()
        ]
        later = [noun for noun in nouns if noun.start() >= match.start()] or nouns[-1:]
        title = (
            clean_title(re.split(r"[,.;:\n]|\bqui\b|\ble\s*$", text[later[0].start() : later[0].start() + 140])[0])
            if later
            else "Réunion"
        )
        resolved = resolve(day, published or reference_day_of(dates), 1)
        return MainEvent(title, later[0]["noun"] if later else "réunion", resolved, day.span, day.time)
    return None


def reference_day_of(dates: Sequence[Mention]) -> date | None:
    """The first full date of a text."""
    return next((day for day in (_day(m) for m in dates if m.full) if day), None)


def _noun(title: str) -> str:
    match = EVENT_NOUN.search(title)
    return match["noun"] if match else "réunion"


def _dated(mention: Mention, dates: Sequence[Mention], published: date | None) -> Resolved:
    if mention.year:
        return resolve(mention, None)
    if published:
        return resolve(mention, published, -1)
    stated = next((m.year for m in dates if m.year and not m.month and m.span.start < mention.span.start), None)
    if stated and mention.month and mention.span.start < 1500 and mention.weekday is None:
        return resolve(mention, date(stated, 7, 1))  # a report on one year, said above
    anchors = [day for day in (_day(m) for m in dates if m.full) if day]
    if anchors and mention.day and mention.month:
        best = min(
            (d for d in (nearest(mention, [anchor], 0, anchor) for anchor in anchors) if d),
            key=lambda d: min(abs((d - a).days) for a in anchors),
            default=None,
        )
        if best:
            return Resolved(mention, best.isoformat(), ("year",))
    years = [m.year for m in dates if m.year]
    if years and mention.day and mention.month:
        return resolve(mention, date(_voted_year(mention, dates, years), mention.month, 1))
    return Resolved(mention, edtf_text(None, mention.month, mention.day))


def _voted_year(mention: Mention, dates: Sequence[Mention], years: Sequence[int]) -> int:
    """The year in which most of the text's weekdays fit their days; on a tie the latest year that the text names."""

    def fits(year: int) -> int:
        total = 0
        for other in dates:
            if other.weekday is not None and other.day and other.month and not other.year:
                total += any(day.weekday() == other.weekday for day in _days(year, other))
        return total

    candidates = range(min(years) - 1, max(years) + 2)
    best = max(fits(year) for year in candidates)
    winners = [year for year in candidates if fits(year) == best]
    return max(years) if max(years) in winners else min(winners, key=lambda year: (abs(year - max(years)), year))


def _days(year: int, mention: Mention) -> list[date]:
    try:
        return [date(year, mention.month or 1, mention.day or 1)]
    except ValueError:
        return []


def _day(mention: Mention) -> date | None:
    return bounds(resolve(mention, None).edtf)[0]


def _header_time(reading: Reading, header: Header) -> str | None:
    for line in reading.top[:8]:
        if line.span.start <= (header.date.span.end if header.date else 0) + 200:
            found = clock(line.text)
            if found:
                return found
    return None


def _signed(reading: Reading, dates: Sequence[Mention]) -> Mention | None:
    """« Fait à X, le D »: the day an agreement was signed."""
    for match in re.finditer(r"\b(?:fait|signé|établi)e? (?:en [\w ]+ )?(?:à|aux|au|en)\b", reading.text, re.IGNORECASE):
        for mention in dates:
            if match.end() <= mention.span.start < match.end() + 90 and mention.day:
                return mention
    return None


def _signature_title(title: str) -> str:
    return f"Signature : {title}" if not title.lower().startswith("signature") else title


def _in_prose(reading: Reading, header: Header, dates: Sequence[Mention], published: date | None) -> MainEvent | None:
    """The first day in the sentences that is not a deadline nor a publication: articles, transcripts, letters."""
    text = reading.text
    best: tuple[float, MainEvent] | None = None
    for number, sentence in enumerate(reading.sentences[:40]):
        words = text[sentence.start : sentence.end]
        inside = [
            m
            for m in dates
            if sentence.start <= m.span.start < sentence.end
            and m.day
            and not (header.published and m.span == header.published.span)
        ]
        noun = EVENT_NOUN.search(words)
        for mention in inside:
            before = text[max(sentence.start, mention.span.start - 25) : mention.span.start]
            if re.search(
                r"(?:avant|d['’]ici|jusqu|depuis|(?<!ont )(?<!a )(?<!avons )(?<!aient )signée?s?|retraite|loi du|à partir d|publié|mis en ligne|actualisé|mis à jour)\s*\w*\s*(?:le|du|au)?\s*$",
                before,
                re.IGNORECASE,
            ):
                continue
            anchor = published or reference_day(header, dates)
            tense = (
                0
                if mention.weekday is not None and not published
                else -1
                if published and header.kind not in ("invitation", "programme")
                else 0
            )
            if published and re.search(r"\b(?:accueille|aura lieu|se tiendra|se déroulera|vous convi|convier)\b", words):
                tense = 1
            resolved = resolve(mention, anchor, tense)
            score = 1.0 - 0.04 * number + (0.4 if noun else 0) + (0.3 if mention.weekday is not None else 0)
            score += (
                0.8
                if re.search(
                    r"autour de la table|étaient (?:là|présent)|s['’]est réunie?|se sont réunis|tour de table",
                    words,
                    re.IGNORECASE,
                )
                else 0
            )
            score -= (
                0.7
                if re.search(r"\b(?:prochaine?|annul\w*|report\w*|repouss\w*|décalé\w*|suivante)\b", words, re.IGNORECASE)
                else 0
            )
            score -= (
                0.5
                if re.search(r"\bprévue? (?:d['’]abord|initialement)|\binitialement\b|\bdevai(?:t|ent)\b", words, re.IGNORECASE)
                else 0
            )
            score += 0.5 if _SIGNS.search(words) else 0
            day = bounds(resolved.edtf)[0]
            ahead = bool(published and day and day > published)
            score -= 0.8 if ahead and tense <= 0 and header.kind not in ("invitation", "programme") else 0
            shown = _prose_title(header, words)
            main = MainEvent(
                shown,
                _noun(shown if shown.startswith("Signature") else header.title or words),
                resolved,
                mention.span,
                mention.time,
            )
            if best is None or score > best[0]:
                best = (score, main)
        if published and not inside and number < 25:
            alone = _WEEKDAY_ALONE.search(words)
            if alone:
                day = _weekday_before(alone["day"].lower(), published)
                mention = Mention(
                    Span(sentence.start + alone.start(), sentence.start + alone.end()), day.year, day.month, day.day
                )
                score = 0.95 - 0.04 * number + (0.3 if noun else 0)
                score += 0.8 if re.search(r"s['’]est réunie?|se sont réunis", words) else 0
                if best is None or score > best[0]:
                    resolved = Resolved(mention, day.isoformat(), ("year", "month", "day"))
                    best = (score, MainEvent(_prose_title(header, words), _noun(header.title or words), resolved, mention.span))
    return best[1] if best else None


_SIGNS = re.compile(
    r"\b(?:ont|a|avons|viennent de|vient de) (?:officiellement |tous |enfin )?(?:sign|paraph)(?:é|er)\b|\bsignature\b",
    re.IGNORECASE,
)
_INAUGURATED = re.compile(
    r"(?P<np>(?:Le|La|L['’]|Les) ?[^.;:,]{4,80}?) (?:a|ont|est|sont|vient d['’])(?: été| être)? inaugurée?s?\b"
)
_NAMED_EVENT = re.compile(
    r"(?:première?|deuxième|seconde|\d+e) (?P<title>(?:[Jj]ournée|[Ff]orum|[Ss]alon|[Rr]encontres?|[Ff]estival|[Ss]éminaire|[Cc]olloque|[Aa]ssises)\b[^,.;:()]{4,80})|(?P<named>(?:Journées?|Forum|Salon|Rencontres|Festival|Assises|Fête) (?:de |des |du |d['’])[^,.;:()]{4,70})"
)


def _prose_title(header: Header, sentence: str) -> str:
    opened = _INAUGURATED.search(sentence)
    if opened:
        return f"Inauguration {of_noun(opened['np'])}"
    agreed = AGREEMENT.search(sentence)
    if agreed and _SIGNS.search(sentence):
        return f"Signature de {with_article(agreed['noun'], agreed['rest'])}".replace("de le ", "du ")
    named = _NAMED_EVENT.search(sentence)
    if named:
        return clean_title((named["title"] or named["named"]).strip())
    told = bool(header.title and re.search(r"[a-zà-ÿ)»]\. [A-ZÀ-Ý«]", header.title))  # sentences, no headline
    if header.title and EVENT_NOUN.search(header.title) and header.kind != "newsletter" and not told:
        return header.title
    quoted = re.search(r"[«“]\s?((?:charte|convention|accord)[^»”]{3,60})[»”]", sentence)
    if quoted:
        return f"Signature de la {quoted[1].strip()}"
    noun = EVENT_NOUN.search(sentence)
    if noun:
        return clean_title(re.split(r"[,.;:(]", sentence[noun.start() : noun.start() + 110])[0])
    return header.title or "Rencontre"


def _weekday_before(word: str, published: date) -> date:
    if word == "hier":
        return published - timedelta(days=1)
    if word == "avant-hier":
        return published - timedelta(days=2)
    if word not in WEEKDAYS:
        return published
    back = (published.weekday() - WEEKDAYS[word]) % 7
    return published - timedelta(days=back or 7)


def _twins(reading: Reading, header: Header) -> list[MainEvent]:
    """« à Metz le 7 … et près de Besançon le 8 »: the same agenda on two days in two places."""
    text = reading.text[:2500]
    if not re.search(
        r"\b(?:deux|ces|les)\s+(?:deux\s+)?(?:journées|réunions|rencontres|ateliers|forums|séances)\b", text, re.IGNORECASE
    ):
        return []
    for sentence in reading.sentences[:15]:
        found = list(_TWIN.finditer(reading.text, sentence.start, sentence.end))
        if len(found) != 2:
            continue
        year = _year_before(reading)
        made = []
        for match in found:
            day = int(re.sub(r"\D", "", match["day"] or match["day2"]))
            mention = Mention(Span(match.start("day") if match["day"] else match.start("day2"), match.end()), year, None, day)
            resolved = Resolved(mention, edtf_text(year, None, day), ("year",) if year else ())
            hint = match["place"] or match["place2"]
            exact = re.search(
                r"(?:site de|mairie de|à)\s(?P<name>[A-ZÀ-Ý][\wÀ-ÿ-]+)", reading.text[match.end() : match.end() + 60]
            )
            if match[0].startswith("près") and exact:
                hint = exact["name"]  # « près de Besançon le 8, sur le site de Y »
            made.append(
                MainEvent(
                    header.title or "Journée",
                    _noun(header.title or "journée"),
                    resolved,
                    mention.span,
                    None,
                    hint,
                )
            )
        return made
    return []


def _year_before(reading: Reading) -> int | None:
    """The year before one that the text speaks of as still to come (« devraient voir le jour en 2019 » → 2018)."""
    for sentence in reading.sentences:
        words = reading.text[sentence.start : sentence.end]
        ahead = _YEAR_AHEAD.search(words)
        if ahead and _CONDITIONAL.search(words):
            return int(ahead[1]) - 1
    return None


def session_events(rows: Sequence[Row], header: Header, dates: Sequence[Mention]) -> list[MainEvent]:
    """One main event for each dated column of an attendance sheet; empty when it has fewer than two."""
    names = list(dict.fromkeys(session for row in rows for session in row.sessions))
    dated = [(name, found[0]) for name in names if (found := find_dates(name)) and found[0].day]
    if len(dated) < 2:
        return []
    full = [m for m in dates if m.full]
    anchor = bounds(resolve(full[0], None).edtf)[0] if full else None
    events = []
    for name, mention in dated:
        same = [m for m in dates if m.day == mention.day and m.month == mention.month]
        with_year = next((m for m in same if m.year), None)
        spans = [m.span for m in same] or [Span(0, 0)]
        events.append(
            MainEvent(f"{header.title or 'Séance'}, {name}", "séance", resolve(with_year or mention, anchor), spans[-1])
        )
    return events
