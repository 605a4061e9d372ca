"""What names an item within its record, whichever reader numbered it: by this and the record's id a node is called after its earliest
item. A better reader that numbers items anew, or a person who corrects a name, leaves the ids of nodes as they are; and an id, which
also stands in editions without names, tells nothing of the name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from ..names import fold
from ..record import GROUPS, Record
from .model import Mention


def anchors(record: Record) -> dict[str, str]:
    """Local id → where the item is first read in the text (of the main event « main »); its local id where that is not said. Items of
    one kind and place are told apart by the order of their names."""
    found: dict[str, str] = {}
    for group in GROUPS:
        alike: dict[str, list[Any]] = defaultdict(list)
        for item in getattr(record, group):
            alike[_place(group, item)].append(item)
        for place, items in alike.items():
            for number, item in enumerate(sorted(items, key=_order) if len(items) > 1 else items):
                found[item.id] = f"{place} {number}" if number else place
    return found


def all_anchors(records: Iterable[Record]) -> dict[Mention, str]:
    """The same of many records."""
    return {Mention(record.id, item): anchor for record in records for item, anchor in anchors(record).items()}


def _place(group: str, item: Any) -> str:
    if group == "events" and item.main:
        return "main"
    return f"@{item.evidence.spans[0][0]}" if item.evidence.spans else item.id


def _order(item: Any) -> tuple[str, str]:
    said = (
        getattr(item, "name", None) or getattr(item, "title", None) or getattr(item, "basis", None) or getattr(item, "what", None)
    )
    return fold(said or ""), item.id
