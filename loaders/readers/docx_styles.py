"""What the styles and the numbering of a Word document say about a paragraph: heading depth, list depth, the mark shown."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|titre)\s*(\d)", re.IGNORECASE)
_TITLES = {"title", "titre"}


def _value(parent: _Element | None, path: str) -> str | None:
    element = parent.find("/".join(W + name for name in path.split("/"))) if parent is not None else None
    return None if element is None else element.get(W + "val")


class Styles:
    """Paragraph styles by id, with what they inherit."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, _Element] = {}
        self._default: str | None = None
        for style in root.iterchildren(W + "style") if root is not None else ():
            if style.get(W + "type") == "paragraph":
                identifier = style.get(W + "styleId") or ""
                self._styles[identifier] = style
                if style.get(W + "default") in ("1", "true"):
                    self._default = identifier

    def of(self, properties: _Element | None) -> str | None:
        """The id of the style of a paragraph with these properties."""
        return _value(properties, "pStyle") or self._default

    def chain(self, style: str | None) -> list[_Element]:
        """The style and those it is based on, nearest first."""
        chain: list[_Element] = []
        while style in self._styles and self._styles[style] not in chain:
            chain.append(self._styles[style])
            style = _value(chain[-1], "basedOn")
        return chain

    def heading(self, style: str | None, properties: _Element | None) -> int:
        """Depth of the heading, 1 for a title; 0 for other paragraphs."""
        own = _value(properties, "outlineLvl")
        if own is not None and own.isdigit():
            return int(own) + 1 if int(own) < 9 else 0
        if style is not None and style not in self._styles:
            match = _HEADING.match(style)
            return int(match.group(1)) if match else 0
        for element in self.chain(style):
            name = _value(element, "name") or ""
            match = _HEADING.match(name)
            if match:
                return int(match.group(1))
            if name.lower() in _TITLES:
                return 1
            level = _value(element, "pPr/outlineLvl")
            if level is not None and level.isdigit():
                return int(level) + 1 if int(level) < 9 else 0
        return 0


class Numbering:
    """List marks as Word shows them. `marker` counts, so call it once a paragraph, in order."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, _Element]] = {}  # numId → level → definition
        self._starts: dict[tuple[str, int], int] = {}
        self._abstract: dict[str, str] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()
        if root is None:
            return
        abstract = {
            element.get(W + "abstractNumId") or "": {
                int(level.get(W + "ilvl") or 0): level for level in element.iterchildren(W + "lvl")
            }
            for element in root.iterchildren(W + "abstractNum")
        }
        for number in root.iterchildren(W + "num"):
            identifier = number.get(W + "numId") or ""
            self._abstract[identifier] = _value(number, "abstractNumId") or ""
            levels = dict(abstract.get(self._abstract[identifier], {}))
            for override in number.iterchildren(W + "lvlOverride"):
                depth = int(override.get(W + "ilvl") or 0)
                level = override.find(W + "lvl")
                if level is not None:
                    levels[depth] = level
                start = _value(override, "startOverride")
                if start is not None and start.isdigit():
                    self._starts[identifier, depth] = int(start)
            self._levels[identifier] = levels

    def marker(self, style: str | None, properties: _Element | None) -> tuple[str, int | None]:
        """The mark of a list paragraph ("-" for every bullet, "2.", "b)") and its depth from 0; ("", None) when it is no list."""
        identifier, depth = _value(properties, "numPr/numId"), _value(properties, "numPr/ilvl")
        for element in self._styles.chain(style):
            identifier = identifier if identifier is not None else _value(element, "pPr/numPr/numId")
            depth = depth if depth is not None else _value(element, "pPr/numPr/ilvl")
        if identifier is None or identifier == "0" or identifier not in self._levels:
            return "", None
        place = int(depth) if depth is not None and depth.isdigit() else 0
        level = self._levels[identifier].get(place)
        if level is None:
            return "-", place
        form = _value(level, "numFmt") or "decimal"
        if form == "bullet":
            return "-", place
        if form == "none":
            return "", place
        return self._count(identifier, place), place

    def _count(self, identifier: str, place: int) -> str:
        counts = self._counts[self._abstract[identifier]]
        if identifier not in self._begun:
            self._begun.add(identifier)
            for (listed, depth), start in self._starts.items():
                if listed == identifier:
                    counts[depth] = start - 1
        levels = self._levels[identifier]
        counts[place] = counts.get(place, _start(levels.get(place)) - 1) + 1
        for deeper in [depth for depth in counts if depth > place]:
            del counts[deeper]

        def shown(match: re.Match[str]) -> str:
            depth = int(match.group(1)) - 1
            form = (_value(levels.get(depth), "numFmt") if depth in levels else None) or "decimal"
            return number(counts.get(depth, _start(levels.get(depth))), form)

        return re.sub(r"%(\d)", shown, _value(levels[place], "lvlText") or "").strip()


def _start(level: _Element | None) -> int:
    value = _value(level, "start")
    return int(value) if value is not None and value.isdigit() else 1


def number(value: int, form: str) -> str:
    """`value` in a number format of Word ("decimal", "lowerLetter", "upperRoman" …)."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        text, rest = "", value
        for amount, sign in zip(
            (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
            ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
            strict=True,
        ):
            text += sign * (rest // amount)
            rest %= amount
        return text.upper() if form == "upperRoman" else text
    if form == "decimalZero":
        return f"{value:02d}"
    return str(value)
