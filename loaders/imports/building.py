"""A record from what another program knows: each item and each fact gets a line of the record's text, and its span there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from ...graph.dates import is_edtf
from ...graph.names import fold
from ...graph.record import (
    LINK_ENDS,
    Attendance,
    Event,
    EventKind,
    EventStatus,
    Evidence,
    Link,
    Organisation,
    Partnership,
    Person,
    Presence,
    Programme,
    Record,
    RecordKind,
    Source,
    Territory,
    Unread,
    record_id,
)

_ITEMS = {
    "events": Event, "organisations": Organisation, "people": Person, "territories": Territory, "programmes": Programme,
}  # fmt: skip
_PRESENT: Mapping[str, Presence] = {
    "ATTENDED": "present", "EXCUSED_FROM": "excused", "ABSENT_FROM": "absent", "INVITED_TO": "unknown",
}  # fmt: skip
EVENT_KINDS, EVENT_STATUSES = frozenset(get_args(EventKind)), frozenset(get_args(EventStatus))


class RecordBuilder:
    """Collects items and facts of one record. `rule` names what read them; a fact that record/1 cannot hold is noted as unread."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        self.lines: list[str] = []
        self.length = 0
        self.items: dict[str, dict[str, dict[str, Any]]] = {group: {} for group in _ITEMS}
        self.group: dict[str, str] = {}
        self.partnerships: dict[str, dict[str, Any]] = {}
        self.attendance: dict[tuple[str, str], Attendance] = {}
        self.links: dict[tuple[str, str, str, str], Link] = {}
        self.unread: list[Unread] = []

    def line(self, *parts: object) -> Evidence:
        """Add a line and give the evidence that points to it."""
        words = " · ".join(text for part in parts if part is not None and (text := " ".join(str(part).split())))
        start = self.length
        self.lines.append(words)
        self.length += len(words) + 1
        return Evidence(spans=((start, start + len(words)),), quote=words, rule=self.rule)

    def item(self, group: str, ref: str, evidence: Evidence, **values: Any) -> None:
        """Add an item; values that are None or empty are left out. A known `ref` is not added again."""
        if ref not in self.group:
            self.group[ref] = group
            kept = {key: value for key, value in values.items() if value not in (None, "", (), {})}
            self.items[group][ref] = {"id": ref, "evidence": evidence, **kept}

    def partnership(self, ref: str, evidence: Evidence, basis: str, **values: Any) -> None:
        """Add a group of partners; its members come by `member`. One without members is left out of the record."""
        if ref not in self.group:
            self.group[ref] = "partnerships"
            kept = {key: value for key, value in values.items() if value not in (None, "", ())}
            self.partnerships[ref] = {"id": ref, "evidence": evidence, "basis": basis, "members": [], **kept}

    def member(self, who: str, partnership: str) -> bool:
        """Note a member; False when the two cannot be joined so."""
        if self.group.get(partnership) != "partnerships" or self.group.get(who) not in ("organisations", "people"):
            return False
        if who not in self.partnerships[partnership]["members"]:
            self.partnerships[partnership]["members"].append(who)
        return True

    def attended(self, who: str, event: str, how: str, evidence: Evidence, **values: Any) -> bool:
        """Note who was at, excused from, absent from or invited to an event; False when the two cannot be joined so."""
        if self.group.get(event) != "events" or self.group.get(who) not in ("organisations", "people"):
            return False
        former, invited = self.attendance.get((who, event)), True if how == "INVITED_TO" else None
        presence = _PRESENT[how]
        if former is not None:
            presence = former.presence if presence == "unknown" else presence
            invited = invited or former.invited
            evidence = former.evidence if how == "INVITED_TO" else evidence
        kept = {key: value for key, value in values.items() if value}
        self.attendance[who, event] = Attendance(
            who=who, event=event, presence=presence, invited=invited, evidence=evidence, **kept
        )
        return True

    def link(self, kind: str, start: str, end: str, evidence: Evidence, **values: Any) -> bool:
        """Add a link of record/1; False when its two ends are not of the kinds it joins."""
        starts, ends = LINK_ENDS[kind]
        if self.group.get(start) not in starts or self.group.get(end) not in ends or start == end:
            return False
        kept = {key: value for key, value in values.items() if value}
        self.links.setdefault(
            (kind, start, end, str(kept.get("role", ""))),
            Link.model_validate({"type": kind, "start": start, "end": end, "evidence": evidence, **kept}),
        )
        return True

    def not_read(self, evidence: Evidence, reason: str) -> None:
        """Note that a line says something that has no place in a record."""
        self.unread.append(Unread(span=evidence.spans[0], reason=reason))

    def empty(self) -> bool:
        return not (self.items["people"] or self.items["organisations"] or self.items["events"])

    def build(
        self, key: str, sha256: str, media_type: str, title: str, part: str | None = None, kind: RecordKind = "table"
    ) -> Record:
        """The record of all that was added."""
        text = "\n".join(self.lines)
        listed = {row.event for row in self.attendance.values()}
        events = [
            {**values, **({"listed": "partial"} if ref in listed and "listed" not in values else {})}
            for ref, values in self.items["events"].items()
        ]
        groups = [Partnership.model_validate(one) for one in self.partnerships.values() if len(one["members"]) > 1]
        return Record(
            id=record_id(text),
            source=Source(path=key, part=part, media_type=media_type, sha256=sha256),
            kind=kind,
            title=title,
            text=text,
            events=tuple(Event.model_validate(one) for one in events),
            organisations=tuple(Organisation.model_validate(one) for one in self.items["organisations"].values()),
            people=tuple(Person.model_validate(one) for one in self.items["people"].values()),
            territories=tuple(Territory.model_validate(one) for one in self.items["territories"].values()),
            programmes=tuple(Programme.model_validate(one) for one in self.items["programmes"].values()),
            partnerships=tuple(groups),
            attendance=tuple(self.attendance.values()),
            links=tuple(self.links.values()),
            unread=tuple(self.unread),
            reader=self.rule,
        )


def edtf(text: object) -> str | None:
    """A date as others write it (a day, a month, a year, a time stamp, 05/03/2024) in EDTF; None for none."""
    words = str(text or "").strip()
    if words and is_edtf(words):
        return words
    day = words[:10]
    if len(day) == 10 and day[2] == day[5] == "/":
        day = f"{day[6:]}-{day[3:5]}-{day[:2]}"
    return day if len(day) == 10 and is_edtf(day) else None


def clock(text: object) -> str | None:
    """The hour of a time stamp « 2024-03-05T09:30:00+01:00 »; None for midnight, which stands for « not known »."""
    words = str(text or "")
    hour = words[11:16] if len(words) >= 16 and words[10] in "T " else ""
    return hour if hour and hour != "00:00" and hour[2] == ":" else None


def one_of(text: object, known: Mapping[str, Sequence[str]]) -> str | None:
    """The key of `known` one of whose words `text` is, accents and case apart."""
    wanted = fold(str(text or ""))
    return next((key for key, words in known.items() if wanted and wanted in {fold(word) for word in (key, *words)}), None)
