"""Words of the answers in French and in English: numbers, dates, lists, and texts in both languages."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import date

from ..graph.dates import bounds, is_day

Text = dict[str, str]

MONTHS = {
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def both(en: str, fr: str) -> Text:
    """A text in both languages."""
    return {"fr": fr, "en": en}


def joined(texts: Sequence[Text]) -> Text:
    """The texts one after the other, a space between."""
    return {code: " ".join(text[code] for text in texts) for code in ("fr", "en")}


def number(value: int, language: str) -> str:
    """`value` with groups of three digits: 4 601 in French (no-break space), 4,601 in English."""
    return f"{value:,}".replace(",", "\u202f" if language == "fr" else ",")


def count(value: int, en: tuple[str, str], fr: tuple[str, str]) -> Text:
    """`value` with its noun, `en` and `fr` each singular and plural. French counts zero as singular."""
    return both(f"{number(value, 'en')} {en[value != 1]}", f"{number(value, 'fr')} {fr[value > 1]}")


def day(value: date, language: str, *, weekday: bool = False) -> str:
    """A day in words: « 23 juin 2016 », "23 June 2016"; with its weekday when asked."""
    first = "1er" if language == "fr" and value.day == 1 else str(value.day)
    text = f"{first} {MONTHS[language][value.month - 1]} {value.year}"
    return f"{DAYS[language][value.weekday()]} {text}" if weekday else text


@functools.lru_cache(maxsize=20_000)
def when(edtf: str | None, language: str, *, weekday: bool = False) -> str:
    """An EDTF date in words: a day, a month and year, a year, or two days; the text itself where there are no better words."""
    if not edtf:
        return "sans date" if language == "fr" else "no date"
    first, last = bounds(edtf)
    if first is None or last is None:
        return edtf
    if is_day(edtf):
        return day(first, language, weekday=weekday)
    if (first.year, first.month) == (last.year, last.month) and first.day == 1 and (last.toordinal() - first.toordinal()) >= 27:
        return f"{MONTHS[language][first.month - 1]} {first.year}"
    if first == date(first.year, 1, 1) and last == date(first.year, 12, 31):
        return str(first.year)
    if season := _SEASON.get(edtf[5:]):
        return f"{season[language]} {edtf[:4]}"
    if edtf[5:8] == "XX-" and edtf[8:].isdigit():  # a day of a month that no record tells
        number = int(edtf[8:])
        return (
            f"le {number}, mois inconnu, {edtf[:4]}" if language == "fr" else f"the {_ordinal(number)}, month unknown, {edtf[:4]}"
        )
    return f"{day(first, language)} – {day(last, language)}"


_SEASON = {
    "21": {"fr": "printemps", "en": "spring"}, "22": {"fr": "été", "en": "summer"}, "23": {"fr": "automne", "en": "autumn"},
    "24": {"fr": "hiver", "en": "winter"},
}  # fmt: skip


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def listed(names: Sequence[str], language: str, most: int = 8) -> str:
    """Names one after the other, at most `most` of them, then how many more."""
    shown = list(names[:most])
    more = len(names) - len(shown)
    if more:
        return ", ".join(shown) + (f" et {more} autres" if language == "fr" else f" and {more} more")
    word = " et " if language == "fr" else " and "
    return word.join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)
