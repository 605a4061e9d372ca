"""What names an item within its record, whichever reader numbered it: by this and the record's id a node is called after its earliest
item, so that a better reader, which numbers items anew, leaves the ids of nodes as they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from ..names import fold
from ..record import GROUPS, Record
from .model import Mention


def anchors(record: Record) -> dict[str, str]:
    """Local id → the item's folded name (of an event « main », else its day, else its title; of an action what is to be done). Items of
    one kind and name are told apart by their places in the text."""
    found: dict[str, str] = {}
    for group in GROUPS:
        alike: dict[str, list[Any]] = defaultdict(list)
        for item in getattr(record, group):
            alike[_said(group, item)].append(item)
        for said, items in alike.items():
            for number, item in enumerate(sorted(items, key=_place)):
                found[item.id] = f"{said} {number}" if number else said
    return found


def all_anchors(records: Iterable[Record]) -> dict[Mention, str]:
    """The same of many records."""
    return {Mention(record.id, item): anchor for record in records for item, anchor in anchors(record).items()}


def _said(group: str, item: Any) -> str:
    if group == "events":
        return "main" if item.main else item.date or fold(item.title)
    return fold(getattr(item, "name", None) or getattr(item, "basis", None) or getattr(item, "what", None) or "")


def _place(item: Any) -> tuple[int, int]:
    return item.evidence.spans[0] if item.evidence.spans else (1 << 40, 0)
