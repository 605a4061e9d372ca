"""Plain text and Markdown: the decoded file, line for line."""

from __future__ import annotations

import itertools
import re

from ..document import Document
from .layout import Layout, looks_like_item
from .refusals import Refused

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_FRENCH = "éèêàçùîôâïëûœÉÀÇÈÊ«»’–€°ŒÎÔ"
_PIPES = re.compile(r"\s*\|.*\|\s*$")
_RULE = re.compile(r"[\s|:-]+\Z")
_HEADING = re.compile(r"(#{1,6})\s+\S")


def decode(data: bytes) -> str:
    """The text of a file in any usual encoding, line ends as "\\n", without byte order mark.

    A mark or valid UTF-8 decides; then zero bytes (UTF-16); then the single-byte set whose accented letters are those of French.
    Raises `Refused` for bytes that are no text.
    """
    return _decode(data).replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                if encoding == "utf-8-sig":
                    data = data[3:]
                    break
                return data.decode(encoding, "replace")
    if b"\x00" not in data:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    else:
        sample = data[:4096]
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if max(even, odd) > len(sample) // 4 and min(even, odd) < max(even, odd) // 4:
            return data.decode("utf-16-le" if odd > even else "utf-16-be", "replace")
        raise Refused("not-a-document", "binary data", "un fichier binaire")
    if sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in data[:4096]) > len(data[:4096]) // 20:
        raise Refused("not-a-document", "binary data", "un fichier binaire")
    candidates = [(text, _likeness(text)) for text in (_try(data, name) for name in ("cp1252", "mac_roman", "cp850")) if text]
    best, score = max(candidates, key=lambda pair: pair[1], default=("", -1.0))
    if score >= 0.8:
        return best
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:200_000]).best()
    if guess is not None:
        text = _try(data, guess.encoding)
        if text is not None and _likeness(text) > score:
            return text
    return best or data.decode("cp1252", "replace")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _likeness(text: str) -> float:
    """Share of the non-ASCII characters that French text uses, those inside words counting as they should be: letters."""
    foreign = [index for index, character in enumerate(text) if character > "\x7f" and character != "\xa0"]
    if not foreign:
        return 1.0
    good = 0
    for index in foreign:
        inside = 0 < index < len(text) - 1 and text[index - 1].isalpha() and text[index + 1].islower()
        if text[index] in _FRENCH and (not inside or text[index].isalpha() or text[index] == "’"):
            good += 1
    return good / len(foreign)


def read_text(data: bytes, *, markdown: bool = False) -> Document:
    """The lines of a text file. In Markdown, `#` lines are headings; bullets are items in both."""
    layout = Layout()
    title = None
    for line in decode(data).split("\n"):
        if markdown and _PIPES.match(line):
            layout.exact_cells(line, _pipe_cells(line))
            continue
        heading = _HEADING.match(line) if markdown else None
        if heading:
            layout.exact(line, "heading", level=len(heading.group(1)))
            title = title or line.lstrip("# ").strip()
        else:
            layout.exact(line, "item" if looks_like_item(line) else "paragraph")
    return layout.document("text/markdown" if markdown else "text/plain", title=title)


def _pipe_cells(line: str) -> list[tuple[int, int]]:
    """Start and end of each cell of a Markdown table row, white space apart; empty ones for the rule under the header."""
    rule = bool(_RULE.match(line))
    bars = [match.start() for match in re.finditer(r"(?<!\\)\|", line)]
    found = []
    for left, right in itertools.pairwise(bars):
        cell = line[left + 1 : right]
        start = left + 1 + len(cell) - len(cell.lstrip())
        found.append((start, start if rule else max(start, start + len(cell.strip()))))
    return found


def read_markdown(data: bytes) -> Document:
    """As `read_text`, with headings."""
    return read_text(data, markdown=True)
