"""EDTF dates: what part of the standard is used, and the two days between which a date lies.

Accepted (Library of Congress EDTF, levels 0 and 1, plus unspecified digits anywhere):
`2016`, `2016-06`, `2016-06-23`, `2016-12-XX`, `2018-XX-07`, `XXXX-09-29`, seasons `2016-21` (spring) to `2016-24` (winter),
`201X`, the marks `?`, `~`, `%` at the end, and intervals `2016-06-23/2016-06-24`. The text is kept as it is; only `bounds` interprets it.
"""

from __future__ import annotations

import calendar
import functools
import re
from datetime import date

_DATE = re.compile(r"([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?[?~%]?\Z")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}  # EDTF level 1: spring, summer, autumn, winter


@functools.lru_cache(maxsize=20_000)
def bounds(edtf: str | None) -> tuple[date | None, date | None]:
    """First and last day that `edtf` can mean. (None, None) when it has no year, is empty or None.

    `2016-12-XX` gives (2016-12-01, 2016-12-31); `2018-XX-07` gives (2018-01-07, 2018-12-07); the winter `2016-24` runs from
    2016-12-01 to the end of February 2017. Raises ValueError when the text is not one of the forms of this module.
    """
    if not edtf:
        return None, None
    if "/" in edtf:
        first, last = edtf.split("/", 1)
        return bounds(first)[0], bounds(last)[1]
    match = _DATE.match(edtf)
    if not match:
        raise ValueError(f"not an EDTF date: {edtf!r}")
    year, month, day = match.groups()
    if year == "XXXX":
        return None, None
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if month and month.isdigit() and int(month) in _SEASONS:
        opens, closes = _SEASONS[int(month)]
        last_year += closes < opens
        return date(first_year, opens, 1), date(last_year, closes, calendar.monthrange(last_year, closes)[1])
    first_month, last_month = _digits(month, 1, 12)
    first_day, last_day = _digits(day, 1, 31)
    return (
        date(first_year, first_month, min(first_day, calendar.monthrange(first_year, first_month)[1])),
        date(last_year, last_month, min(last_day, calendar.monthrange(last_year, last_month)[1])),
    )


def is_edtf(text: str) -> bool:
    """True when `bounds` accepts `text` and the days exist."""
    try:
        bounds(text)
    except ValueError:
        return False
    return True


def is_day(edtf: str | None) -> bool:
    """True when `edtf` names one single day."""
    first, last = bounds(edtf)
    return first is not None and first == last


def _digits(part: str | None, low: int, high: int) -> tuple[int, int]:
    if not part:
        return low, high
    candidates = [n for n in range(low, high + 1) if all(p in ("X", d) for p, d in zip(part, f"{n:02d}", strict=True))]
    if not candidates:
        raise ValueError(f"no such month or day: {part!r}")
    return candidates[0], candidates[-1]
