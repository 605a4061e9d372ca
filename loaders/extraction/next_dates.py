"""What the lines around a date say of it: a label of next dates above, a next meeting beside, the heading of a paragraph."""

from __future__ import annotations

import re

from .french_dates import Mention
from .happenings import HAPPENING
from .reading import Reading, strip_bullet
from .title_words import EVENT_NOUN

_NEXT_LABEL = re.compile(
    r"^\W*(?:\d+\s?[.)/°-]\s*)?(?:(?:les |la |le )?(?:\w+ )?prochaine?s? (?:\w+ )?(?:dates?|réunions?|séances?|rencontres?|rendez-vous)|dates? (?:à retenir|suivantes?|prochaines?)|dates?\s*:?\s*$)",
    re.IGNORECASE,
)
_DEADLINE = re.compile(r"\W*(?:délais?|échéances?|dates? limites?|pour le|pour quand)\b", re.IGNORECASE)
_SIGNS = re.compile(r"sign(?:er|ature)\b", re.IGNORECASE)
LIST_MARK = re.compile(r"^\s*[-–•·●*✚]\s*")


def heading_title(reading: Reading, line: int, clause: int) -> str | None:
    """The words of the heading right above a line that opens with « Il aura lieu »."""
    number = reading.line_number(line)
    if clause - line > 3 or not number or not reading.lines[number - 1].heading:
        return None
    bare = re.sub(r"^\W*(?:\d+|[IVX]+)\s?[.)/–-]\s*", "", strip_bullet(reading.lines[number - 1].text)).strip(" :")
    return bare if 4 < len(bare) < 80 else None


def beside_next(reading: Reading, offset: int, mention: Mention) -> bool:
    """« AG : jeudi 16 mai » on the line under or above « Prochain CA : … »."""
    number = reading.line_number(offset)
    text = reading.lines[number].text
    if not mention.day or len(text) > 200:
        return False
    before = reading.sentence_at(mention.span.start)
    opened = text[: max(0, before.start - reading.lines[number].span.start)]
    if re.match(r"\W*prochaine?s?\s", opened, re.IGNORECASE) and len(opened) < 120:
        return True
    around = [reading.lines[n].text for n in (number - 1, number + 1) if 0 <= n < len(reading.lines)]
    labelled = re.match(r"\W*[A-ZÀ-Ý][^:.;]{1,60}:\s", text) and len(text) < 130
    return bool(labelled) and any(re.match(r"\W*prochaine?s?\s", line, re.IGNORECASE) and len(line) < 160 for line in around)


def follows_number(near: str, default_next: str) -> bool:
    """« Rencontre n° 4 : … » in the record of the third one."""
    own = re.search(r"n\s?°\s?(\d+)", default_next)
    found = re.search(r"n\s?°\s?(\d+)\s*(?::|,|le\b)", near)
    return bool(own and found and int(found[1]) == int(own[1]) + 1)


def label_above(reading: Reading, offset: int) -> str | None:
    """The line that opens a list of next dates, when the line at `offset` belongs to one."""
    number = reading.line_number(offset)
    for back in range(number - 1, max(-1, number - 6), -1):
        text = reading.lines[back].text.strip()
        if not text:
            continue
        if _NEXT_LABEL.match(text) or (re.search(r"prochaine?s?\b.*:\s*$", text, re.IGNORECASE)):
            return text
        if not LIST_MARK.match(reading.lines[back].text):
            return None
    return None


def in_deadlines(reading: Reading, mention: Mention) -> bool:
    """Whether a day stands in the column « Délai » or « Échéance » of a table of actions: nothing happens then.

    Not so when a cell of the row opens with the noun of an event or a signature, which may well be what is due that day."""
    number = reading.line_number(mention.span.start)
    line = reading.lines[number]
    column = reading.text[line.span.start : mention.span.start].count("\t")
    if any(noun.match(cell.strip()) for cell in line.text.split("\t") for noun in (EVENT_NOUN, HAPPENING, _SIGNS)):
        return False
    for back in range(number - 1, max(-1, number - 25), -1):
        cells = reading.lines[back].text.split("\t")
        if not column or len(cells) == 1:
            return False
        if any(_DEADLINE.match(cell) for cell in cells):
            return column < len(cells) and bool(_DEADLINE.match(cells[column]))
    return False
