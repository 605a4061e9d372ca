"""iCalendar (RFC 5545): the events that have a day, for any calendar."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import IO, cast

from ..model import Node
from ..record import OCCASIONS
from .networks import text
from .source import Source, finished

_STATUS = {
    "held": "CONFIRMED",
    "planned": "CONFIRMED",
    "proposed": "TENTATIVE",
    "cancelled": "CANCELLED",
    "postponed": "CANCELLED",
}


def write_ics(source: Source, path: Path, *, attendees: bool = False) -> int:
    """Write the events of one day or several that have a day; give how many. All-day without an hour. Only bodies are named as
    attendees, and only when `attendees` asks for them."""
    from icalendar import Calendar, Event, vText

    names: dict[str, str] = {}
    events: dict[str, Node] = {}
    for node in source.nodes():
        if node.labels == ("Event",) and isinstance(node.properties.get("earliest"), date):
            if node.properties.get("earliest") == node.properties.get("latest") or "/" in str(node.properties.get("date", "")):
                events[node.id] = node
        elif node.labels[-1] == "Organisation" and attendees:
            names[node.id] = node.name
    there: dict[str, list[str]] = defaultdict(list)
    if attendees:
        for link in source.relationships():
            if link.type == "ATTENDED" and link.start in names and link.end in events:
                there[link.end].append(names[link.start])
    calendar = Calendar()
    calendar.add("prodid", "-//Maillage//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", vText(text(source.title)))
    for node in sorted(events.values(), key=lambda node: (str(node.properties["earliest"]), node.id)):
        entry = Event()
        entry.add("uid", f"{node.id}@maillage")
        entry.add("dtstamp", datetime(2000, 1, 1, tzinfo=UTC))  # the same graph gives the same file
        entry.add("summary", vText(text(node.name)))
        _when(entry, node)
        entry.add("status", _STATUS.get(str(node.properties.get("status")), "CONFIRMED"))
        if node.properties.get("place"):
            entry.add("location", vText(text(node.properties["place"])))
        if str(node.properties.get("kind")) in OCCASIONS:
            entry.add("categories", [str(node.properties["kind"])])
        if there[node.id]:
            entry.add("description", vText(", ".join(sorted(text(name) for name in there[node.id]))))
        calendar.add_component(entry)
    with finished(path, binary=True) as opened:
        cast(IO[bytes], opened).write(calendar.to_ical())
    return len(events)


def _when(entry: object, node: Node) -> None:
    first, last = node.properties["earliest"], node.properties["latest"]
    assert isinstance(first, date)
    assert isinstance(last, date)
    clock = str(node.properties.get("time") or "")
    try:
        hour = time.fromisoformat(clock) if clock else None
    except ValueError:
        hour = None
    if hour is not None and first == last:
        entry.add("dtstart", datetime.combine(first, hour))  # type: ignore[attr-defined]
    else:
        entry.add("dtstart", first)  # type: ignore[attr-defined]
        entry.add("dtend", last + timedelta(days=1))  # type: ignore[attr-defined]
