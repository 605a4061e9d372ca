"""Lists of names with boxes to tick: « ☒ Mme X », « [ ] M. Y », « M. Y ☐ présent ☒ excusé »."""

from __future__ import annotations

import re

from .phrases import Mark, read_mark

_TICKED = r"(?:[☒☑✅🗹]|\[\s?[xX✓✔]\s?\])"
_EMPTY = r"(?:[☐🗆❏]|\[\s{0,2}\])"
_BOX = re.compile(rf"(?P<ticked>{_TICKED})|(?P<empty>{_EMPTY})")


def has_boxes(text: str) -> bool:
    """Are there boxes of both kinds? Boxes of one kind are bullets."""
    return re.search(_TICKED, text) is not None and re.search(_EMPTY, text) is not None


def read_box(line: str) -> Mark | None:
    """What the boxes of a line say: ticked or not, or which of several words is ticked; None where there is none."""
    boxes = list(_BOX.finditer(line))
    if not boxes:
        return None
    if len(boxes) == 1:
        return Mark("present" if boxes[0].lastgroup == "ticked" else "absent")
    for box, following in zip(boxes, [*(b.start() for b in boxes[1:]), len(line)], strict=True):
        if box.lastgroup == "ticked" and (mark := read_mark(line[box.end() : following])) is not None:
            return mark
    return None
