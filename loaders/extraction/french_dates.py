"""Dates as French records write them, found and kept as parts; `resolve` gives them a year.

Read: « lundi 3 octobre à 9h00 », « le 29/09 », « 05.11.19 », « 12 nov. », « 1er mars », « 30 Juin 2016 », « le 7 et le 8 mars »,
« du 3 au 5 mars 2021 », « l'an deux mil onze, le vingt-sept mai », « mardi 15 », « en décembre », « fin septembre », « courant mars »,
« à l'automne 2014 », « en 2011 », « 2016-06-23 », « je 14/2 ». Refused: ages, prices, numbers of rooms, telephone numbers, file names
without a separator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from ...graph.model import Span
from ...graph.names import strip_accents

MONTHS = {
    "janvier": 1, "janv": 1, "fevrier": 2, "fev": 2, "fevr": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5, "juin": 6, "juillet": 7,
    "juil": 7, "aout": 8, "septembre": 9, "sept": 9, "octobre": 10, "oct": 10, "novembre": 11, "nov": 11, "decembre": 12, "dec": 12,
}  # fmt: skip
WEEKDAYS = {"lundi": 0, "mardi": 1, "mercredi": 2, "jeudi": 3, "vendredi": 4, "samedi": 5, "dimanche": 6}
_SHORT_WEEKDAYS = {
    "lun": 0, "mar": 1, "mer": 2, "jeu": 3, "ven": 4, "sam": 5, "dim": 6, "lu": 0, "ma": 1, "me": 2, "je": 3, "ve": 4, "sa": 5, "di": 6,
}  # fmt: skip
_SEASONS = {"printemps": 21, "ete": 22, "automne": 23, "hiver": 24}
_UNITS = {
    "un": 1, "premier": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11,
    "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50,
    "soixante": 60,
}  # fmt: skip

_MONTH = r"(?:janvier|janv\.?|f[ée]vrier|f[ée]vr?\.?|mars|avril|avr\.?|mai|juin|juillet|juil\.?|ao[uû]t|septembre|sept\.?|octobre|oct\.?|novembre|nov\.?|d[ée]cembre|d[ée]c\.?)"
_DAY = r"(?:1er|1ᵉʳ|[0-3]?\d)"
_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_WORD_NUMBER = r"(?:(?:vingt|trente)(?:[- ]et[- ]un|[- ](?:deux|trois|quatre|cinq|six|sept|huit|neuf))?|premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix(?:-sept|-huit|-neuf)?|onze|douze|treize|quatorze|quinze|seize)"
_WORD_YEAR = rf"deux\s+mil(?:le)?(?:[\s-]+{_WORD_NUMBER})?(?!\w)"

_FORMS = re.compile(
    rf"""
    (?<![A-Za-z0-9À-ÿ/.-])(?:
      (?P<iso_y>{_YEAR})-(?P<iso_m>0[1-9]|1[0-2])-(?P<iso_d>[0-3]\d)(?!\d)
    | (?:(?P<wd1>{_WEEKDAY})\s+)?(?:du\s+)?(?P<r1>{_DAY})(?:\s+(?P<rm>{_MONTH}))?\s+au\s+(?:{_WEEKDAY}\s+)?(?P<r2>{_DAY})\s+(?P<rm2>{_MONTH})(?!\w)(?:\s+(?P<ry>{_YEAR}))?
    | (?:(?P<wd2>{_WEEKDAY})\s+)?(?P<l1>{_DAY})(?P<ls>(?:\s*,\s*(?:le\s+)?{_DAY})*)\s+et\s+(?:le\s+)?(?:{_WEEKDAY}\s+)?(?P<l2>{_DAY})\s+(?P<lm>{_MONTH})(?!\w)(?:\s+(?P<ly>{_YEAR}))?
    | (?:(?P<wd3>{_WEEKDAY})\s+)?(?P<d>{_DAY})\s+(?P<m>{_MONTH})(?!\w)\.?(?:\s+\(?(?P<y>{_YEAR})(?!\s?[-–/]\s?(?:20)?\d\d(?!\s?[hH\d])))?
    | (?:(?P<wd4>{_WEEKDAY}|lun|mar|mer|jeu|ven|sam|dim|lu|ma|me|je|ve|sa|di)\.?\s+)?(?P<nd>[0-3]?\d)(?P<sep>[/.-])(?P<nm>0?[1-9]|1[0-2])(?:(?P=sep)(?P<ny>{_YEAR}|\d\d)(?!\d))?(?![\d/-])(?!\.\d)
    | (?<!\d[ ])(?P<pd>[0-3]\d)[ ](?P<pmo>0[1-9]|1[0-2])[ ](?P<py4>{_YEAR})(?![ .]?\d)
    | (?:(?P<wd6>{_WEEKDAY})\s+)(?P<wdd>{_WORD_NUMBER})\s+(?P<wdm>{_MONTH})(?!\w)(?:\s+(?P<wdy>{_YEAR}|{_WORD_YEAR}))?
    | (?P<bwd>{_WORD_NUMBER})\s+(?P<bwm>{_MONTH})(?!\w)\s+(?P<bwy>{_YEAR}|{_WORD_YEAR})
    | (?P<wd7>je|ve|lu|ma|me|sa|di)\s+(?P<sd>[0-3]?\d)\s+(?P<sm>{_MONTH})(?!\w)
    | (?:le\s+)(?P<wwd>{_WORD_NUMBER})\s+(?P<wwm>{_MONTH})(?!\w)(?:\s+(?P<wwy>{_YEAR}|{_WORD_YEAR}))?
    | (?P<wd5>{_WEEKDAY}|lu|ma|me|je|ve|sa|di)\s+(?P<od>1er|[12]?\d|3[01])(?!\d|\s*(?:%|€|euros?|personnes|ans|h\b|heures|minutes)|[\d.,]*\d)
    | (?P<wd8>{_WEEKDAY})\s+prochaine?
    | (?P<part>d[ée]but|mi|mi-|fin|courant|au\s+mois\s+de|au\s+mois\s+d['’]|en|d[eè]s|pour|avant|depuis|de|d['’]|vis[ée]e|[àa]|jusqu['’]en|:)[\s-]*(?P<pm>janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre)(?!\w)(?:\s+(?P<py>{_YEAR}))?
    | (?P<am>{_MONTH})(?!\w)\s+(?P<ay>{_YEAR})(?!\d)
    | (?:(?:[àa]\s+l['’]|l['’]|cet\s+|d[’']ici\s+l['’]|pour\s+l['’]|au\s+|ce\s+|en\s+|durant\s+l['’]|avant\s+l['’])(?P<season>automne|printemps|hiver|[ée]t[ée]))(?!\w)(?:\s+(?P<seasony>{_YEAR}))?
    | (?P<season2>automne|printemps|hiver|[ée]t[ée])\s+(?P<season2y>{_YEAR})(?!\w)
    | (?:en|depuis|fin|d[ée]but|courant|ann[ée]e|de)\s+(?P<oy>{_YEAR})(?![\d\w/-])
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CLOCK = r"(?P<h{0}>[01]?\d|2[0-3])\s?(?:h|H|heures?)\s?(?P<m{0}>[0-5]\d)?(?!\w)"
_TIME = re.compile(rf"(?<![\d,/])(?:{_CLOCK.format(1)}|(?P<h2>[01]?\d|2[0-3]):(?P<m2>[0-5]\d)(?!\d|:))")
_WORD_TIME = re.compile(rf"(?<!\w)(?P<w>{_WORD_NUMBER}) heures?(?: (?P<half>trente|quinze|et demie))?(?!\w)", re.IGNORECASE)
_LONG_YEAR = re.compile(r"l['’]an\s+(deux\s+mill?e?(?:[\s-]+[a-zé-]+){0,2}?)\s*,", re.IGNORECASE)
_BEFORE_NUMBER = re.compile(r"(?:n°|nº|art\.?|article|p\.|page|tél\.?|version|v\.?|salle|stand|bus|ligne|lot)\s*$", re.IGNORECASE)
_PAST_HINT = re.compile(r"\b(?:dernier|dernière|passé|derniers)\b", re.IGNORECASE)
_NEXT_HINT = re.compile(r"\b(?:prochain|prochaine)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A date as written. Missing parts are None; `weekday` 0 is Monday; `past`/`future` say what its words tell (« dernier »)."""

    span: Span
    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: int | None = None
    weekday: int | None = None
    last: tuple[int, int] | None = None  # month and day on which a range ends
    time: str | None = None
    past: bool = False
    future: bool = False
    vague: bool = False  # « fin », « début », « avant »: the month or day is a limit

    @property
    def full(self) -> bool:
        return None not in (self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A date with its EDTF text and the parts that the record leaves out."""

    mention: Mention
    edtf: str
    inferred: tuple[str, ...] = ()


def find_dates(text: str) -> list[Mention]:
    """Every date of `text`, in reading order."""
    found: list[Mention] = []
    for match in _FORMS.finditer(text):
        found.extend(_read(match, text))
    return [_with_time(mention, text, found) for mention in found]


def clock(text: str) -> str | None:
    """The first time of day in `text`, "HH:MM", or None."""
    match = _TIME.search(text)
    if match:
        hour, minute = match["h1"] or match["h2"], match["m1"] or match["m2"] or "00"
        return f"{int(hour):02d}:{minute}"
    words = _WORD_TIME.search(text)
    if words:
        minute = {"trente": "30", "quinze": "15", "et demie": "30"}.get((words["half"] or "").lower(), "00")
        return f"{_word_number(words['w']):02d}:{minute}"
    return None


_IN_NAME = re.compile(
    r"(?<!\d)(?:(?P<y>20[0-4]\d)(?P<s>[-_. ]?)(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>[0-3]\d)|(?P<d2>[0-3]\d)(?P<s2>[-_. ]?)(?P<m2>0[1-9]|1[0-2])(?P=s2)(?P<y2>20[0-4]\d))(?!\d)"
)


def day_in_name(name: str) -> date | None:
    """The one full day that the name of a file tells (« CR_comite_2019-10-03_v2.docx », « 20210504 reunion.odt »), or None."""
    found = set()
    for match in _IN_NAME.finditer(name):
        try:
            found.add(date(int(match["y"] or match["y2"]), int(match["m"] or match["m2"]), int(match["d"] or match["d2"])))
        except ValueError:
            continue
    return found.pop() if len(found) == 1 else None


def edtf_text(year: int | None, month: int | None = None, day: int | None = None, season: int | None = None) -> str:
    """EDTF of these parts; a missing day after a month is `XX`, a missing year `XXXX`."""
    first = f"{year:04d}" if year else "XXXX"
    if season:
        return f"{first}-{season}"
    if month is None and day is None:
        return first
    return f"{first}-{f'{month:02d}' if month else 'XX'}-{f'{day:02d}' if day else 'XX'}"


# --- years ---------------------------------------------------------------------------------------------------------------


def nearest(mention: Mention, anchors: Sequence[date], direction: int = 0, last_anchor: date | None = None) -> date | None:
    """The day that `mention` (day and month, perhaps a weekday) means, near the `anchors`.

    `direction` 1: on or after the last-resort anchor, -1: on or before, 0: whichever is nearest. A weekday that fits decides
    first: within six years of the anchors it fits once or twice.
    """
    if not mention.month or not mention.day or not anchors:
        return None
    reference = last_anchor or anchors[0]
    candidates = []
    for year in range(min(a.year for a in anchors) - 3, max(a.year for a in anchors) + 4):
        try:
            day = date(year, mention.month, mention.day)
        except ValueError:
            continue
        if mention.weekday is not None and day.weekday() != mention.weekday:
            continue
        candidates.append(day)
    if not candidates and mention.weekday is not None:
        return nearest(replace(mention, weekday=None), anchors, direction, last_anchor)

    def cost(day: date) -> tuple[int, int]:
        gap = (day - reference).days
        wrong_side = (direction > 0 and gap < 0) or (direction < 0 and gap > 0)
        return int(wrong_side), abs(gap)

    return min(candidates, key=cost, default=None)


def resolve(mention: Mention, anchor: date | None, direction: int = 0) -> Resolved:
    """`mention` with its year, inferred from `anchor` (the day the record is about, or was published) when it has none.

    `direction`: 1 the sentence speaks of what will be, -1 of what was, 0 unknown (the nearest). Without anchor the year stays `XXXX`.
    """
    if mention.past:
        direction = -1
    elif mention.future:
        direction = 1
    if mention.year:
        return Resolved(mention, _interval(mention, mention.year))
    if anchor is None:
        return Resolved(mention, _interval(mention, None))
    if mention.season:
        year = anchor.year
        month = {21: 4, 22: 7, 23: 10, 24: 1}[mention.season]
        if direction > 0 and month < anchor.month - 2:
            year += 1
        elif direction < 0 and month > anchor.month + 1:
            year -= 1
        return Resolved(mention, edtf_text(year, season=mention.season), ("year",))
    if mention.month and mention.day:
        day = nearest(mention, [anchor], direction, anchor)
        close = nearest(mention, [anchor], 0, anchor)
        stated = mention.past or mention.future
        if day and close and not stated and abs((day - anchor).days) > 250 and abs((close - anchor).days) <= 75:
            day = close  # the tense of a French sentence is a weaker hint than eleven months
        return Resolved(mention, _interval(mention, day.year if day else None), ("year",) if day else ())
    if mention.month:
        year = anchor.year
        gap = mention.month - anchor.month
        if direction > 0:
            year += gap < 0
        elif direction < 0:
            year -= gap > 0
        elif abs(gap) > 6:
            year += 1 if gap < 0 else -1
        return Resolved(mention, edtf_text(year, mention.month), ("year",))
    if mention.day and mention.weekday is not None:
        found = _day_of_month(mention, anchor, direction)
        if found:
            return Resolved(mention, found.isoformat(), ("year", "month"))
    return Resolved(mention, edtf_text(None, mention.month, mention.day), ())


def _day_of_month(mention: Mention, anchor: date, direction: int) -> date | None:
    days = (anchor + timedelta(days=step) for step in (range(-62, 1) if direction < 0 else range(0, 93)))
    fits = [day for day in days if day.day == mention.day and day.weekday() == mention.weekday]
    return (max(fits) if direction < 0 else min(fits)) if fits else None


def _interval(mention: Mention, year: int | None) -> str:
    first = edtf_text(year, mention.month, mention.day, mention.season)
    if mention.last is None or year is None:
        return first
    month, day = mention.last
    return f"{first}/{edtf_text(year + (month < (mention.month or month)), month, day)}"


# --- reading one form --------------------------------------------------------------------------------------------------------


def _month(word: str | None) -> int | None:
    return MONTHS.get(strip_accents(word).lower().rstrip(".")) if word else None


def _weekday(word: str | None) -> int | None:
    key = word.lower() if word else ""
    return WEEKDAYS.get(key, _SHORT_WEEKDAYS.get(key))


def _day(word: str | None) -> int | None:
    digits = re.match(r"\d+", word or "")
    number = int(digits[0]) if digits else 0
    return number if 1 <= number <= 31 else None


def _word_number(words: str) -> int:
    return sum(_UNITS.get(part, 0) for part in re.split(r"[\s-]+", words.lower()) if part != "et")


def _year(word: str | None) -> int | None:
    if not word:
        return None
    if word.isdigit():
        return int(word) if len(word) == 4 else 2000 + int(word) if int(word) < 60 else 1900 + int(word)
    return 2000 + _word_number(re.sub(r"deux\s+mill?e?", "", word.lower()).strip())


def _read(match: re.Match[str], text: str) -> Iterator[Mention]:
    span = Span(match.start(), match.end())
    around = text[match.end() : match.end() + 14]
    hints: dict[str, Any] = {
        "past": bool(_PAST_HINT.match(around.lstrip())),
        "future": bool(_NEXT_HINT.match(around.lstrip())),
    }
    g = match.groupdict()
    if g["iso_y"]:
        yield Mention(span, int(g["iso_y"]), int(g["iso_m"]), int(g["iso_d"]))
    elif g["r1"]:
        first_month = _month(g["rm"]) or _month(g["rm2"])
        first, last, month = _day(g["r1"]), _day(g["r2"]), _month(g["rm2"])
        if first and last and month:
            yield Mention(span, _year(g["ry"]), first_month, first, None, _weekday(g["wd1"]), (month, last), **hints)
    elif g["l1"]:
        days = [g["l1"], *re.findall(_DAY, g["ls"] or ""), g["l2"]]
        for number, day in enumerate(days):
            if _day(day):
                yield Mention(
                    span, _year(g["ly"]), _month(g["lm"]), _day(day), None, None if number else _weekday(g["wd2"]), **hints
                )
    elif g["d"]:
        if _day(g["d"]):
            yield Mention(span, _year(g["y"]), _month(g["m"]), _day(g["d"]), None, _weekday(g["wd3"]), **hints)
    elif g["nd"]:
        yield from _numeric(match, text, span, hints)
    elif g["pd"]:
        if _day(g["pd"]):
            yield Mention(span, int(g["py4"]), int(g["pmo"]), _day(g["pd"]))
    elif g["wdd"] or g["wwd"] or g["bwd"]:
        day = _word_number(g["wdd"] or g["wwd"] or g["bwd"])
        year = _year(g["wdy"] or g["wwy"] or g["bwy"]) or _long_year(text, span.start)
        yield Mention(span, year, _month(g["wdm"] or g["wwm"] or g["bwm"]), day, None, _weekday(g["wd6"]), **hints)
    elif g["sd"]:
        if _day(g["sd"]):
            yield Mention(span, None, _month(g["sm"]), _day(g["sd"]), None, _weekday(g["wd7"]), **hints)
    elif g["wd8"]:
        yield Mention(span, weekday=_weekday(g["wd8"]), future=True)
    elif g["od"]:
        yield Mention(span, None, None, _day(g["od"]), None, _weekday(g["wd5"]), **hints)
    elif g["pm"]:
        begin = match.start("pm")
        vague = strip_accents(g["part"]).lower() in ("fin", "debut", "avant", "jusqu'en", "des", "mi", "mi-")
        yield Mention(Span(begin if not vague else span.start, span.end), _year(g["py"]), _month(g["pm"]), vague=vague, **hints)
    elif g["am"]:
        yield Mention(span, _year(g["ay"]), _month(g["am"]))
    elif g["season"]:
        yield Mention(span, _year(g["seasony"]), season=_SEASONS[strip_accents(g["season"]).lower()], **hints)
    elif g["season2"]:
        yield Mention(span, _year(g["season2y"]), season=_SEASONS[strip_accents(g["season2"]).lower()], **hints)
    elif g["oy"]:
        yield Mention(Span(match.start("oy"), span.end), int(g["oy"]))


def _numeric(match: re.Match[str], text: str, span: Span, hints: dict[str, Any]) -> Iterator[Mention]:
    day, month, year, sep = _day(match["nd"]), int(match["nm"]), match["ny"], match["sep"]
    if not day or _BEFORE_NUMBER.search(text[max(0, span.start - 10) : span.start]):
        return
    if sep != "/" and not year:
        return  # « 2.1 », « 4-5 »: a numbering or a range
    if sep == "/" and not year and not match["wd4"]:
        # « 1/2 h », « 2/3 »: a fraction unless two digits or an introducing word stand there
        before = text[max(0, span.start - 12) : span.start].lower()
        two = len(match["nm"]) == 2 or len(match["nd"]) == 2
        if not two and not re.search(r"(?:le|du|au|avant|pour|dès|depuis|:)\s*$", before):
            return
    if re.match(r"\s*(?:€|%|euros?\b|h\b|ans\b)", text[span.end : span.end + 8]):
        return
    yield Mention(span, _year(year), month, day, None, _weekday(match["wd4"]), **hints)


def _long_year(text: str, offset: int) -> int | None:
    found = _LONG_YEAR.search(text, max(0, offset - 60), offset + 1)
    return _year(re.sub(r"\s+", " ", found[1])) if found else None


def _with_time(mention: Mention, text: str, mentions: Iterable[Mention]) -> Mention:
    """The time said with a date: just after it (« à 9h00 », « , 14h - 16h »), within the line, before the next date."""
    if not mention.day:
        return mention
    stop = text.find("\n", mention.span.end)
    stop = len(text) if stop < 0 else stop
    limit = min(stop, mention.span.end + 26)
    for other in mentions:
        if mention.span.end <= other.span.start < limit and other.span != mention.span:
            limit = other.span.start
    after = text[mention.span.end : limit]
    match = re.match(
        r"[\s,–—:(-]*(?:\d{4})?[\s,–—:(-]*(?:au matin|matin|soir)?[\s,]*(?:à|a|de|dès|vers|,|\t)?\s*(?=\d|[a-z]+(?:-[a-z]+)? heures)",
        after,
        re.IGNORECASE,
    )
    if not match:
        return mention
    rest = after[match.end() :]
    found = _TIME.match(rest) or _WORD_TIME.match(rest)
    return replace(mention, time=clock(found[0])) if found else mention
