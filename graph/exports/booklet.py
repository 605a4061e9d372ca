"""The directory as a Word document to print or hand out: structures with their people and roles, by territory; the meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

from ..language import Language
from ..names import fold
from .directory import Actor, Directory, Meeting, Position, collect, joined, positions_of
from .directory_sheets import word
from .networks import text
from .source import Source, finished

MOST = 5_000
"""Structures and people beyond which a document is no directory any more."""
MEETINGS = 200
"""Newest meetings that are listed."""
_SAID = {
    "en": {
        "elsewhere": "No territory known", "people": "People without a known structure", "meetings": "Meetings",
        "came": "{n} meetings, last {day}", "once": "1 meeting, {day}", "members": "Member of",
        "also": "Also called", "date": "Date", "title": "Title", "place": "Place",
        "there": "There", "undated": "no date", "structures": "{n} structures", "persons": "{n} people", "held": "{n} meetings",
        "older": "{n} older meetings are not listed here.",
        "until": "until {day}",
    },
    "fr": {
        "elsewhere": "Sans territoire connu", "people": "Personnes sans structure connue", "meetings": "Réunions",
        "came": "{n} réunions, la dernière le {day}", "once": "1 réunion, le {day}", "members": "Membre de", "also": "Autres noms",
        "date": "Date", "title": "Intitulé", "place": "Lieu", "there": "Présents", "undated": "sans date", "structures": "{n} structures",
        "persons": "{n} personnes", "held": "{n} réunions",
        "older": "{n} réunions plus anciennes ne sont pas listées ici.", "until": "jusqu'au {day}",
    },
}  # fmt: skip


def write_docx(source: Source, path: Path, language: Language = "en") -> dict[str, int]:
    """Write the document; give how many structures, people and meetings it shows. Raises MaillageError for more than MOST actors."""
    from docx import Document

    from ..errors import MaillageError

    found = collect(source)
    if len(found.structures) + len(found.people) > MOST:
        raise MaillageError(
            f"{path}: more than {MOST} structures and people are no document to read. Narrow it with --scope, or export xlsx.",
            f"{path} : plus de {MOST} structures et personnes, c'est trop pour un document. Réduisez avec --perimetre, ou exportez xlsx.",
        )
    said = _SAID[language]
    document: Any = Document()
    document.core_properties.title = text(source.title)
    document.core_properties.author = "Maillage"
    document.add_heading(text(source.title), 0)
    counts = {"structures": len(found.structures), "persons": len(found.people), "held": len(found.meetings)}
    document.add_paragraph(", ".join(said[key].format(n=number) for key, number in counts.items() if number))
    by_person, by_body = positions_of(found)
    for territory, actors in _by_territory(found, said["elsewhere"]):
        document.add_heading(text(territory), 1)
        for actor in actors:
            _structure(document, actor, found, by_body.get(actor.node.id, ()), language)
    alone = [actor for actor in found.by_name(found.people) if actor.node.id not in by_person]
    if alone:
        document.add_heading(said["people"], 1)
        for actor in alone:
            details = "; ".join(filter(None, [joined(actor.territories), joined(actor.groups), _came(actor, language)]))
            document.add_paragraph(text(actor.node.name) + (f" ({text(details)})" if details else ""), style="List Bullet")
    _meetings(document, found.by_date(), language)
    with finished(path, binary=True) as opened:
        document.save(cast(IO[bytes], opened))
    return counts


def _by_territory(found: Directory, elsewhere: str) -> list[tuple[str, list[Actor]]]:
    """Structures by territory; one of more than three territories stands once, under the names of all of them."""
    groups: dict[str, list[Actor]] = defaultdict(list)
    for actor in found.by_name(found.structures):
        names = sorted(actor.territories, key=fold)
        for name in names if 0 < len(names) <= 3 else [joined(names) or elsewhere]:
            groups[name].append(actor)
    return sorted(groups.items(), key=lambda item: (item[0] == elsewhere, " ; " in item[0], fold(item[0])))


def _structure(document: Any, actor: Actor, found: Directory, positions: Sequence[Position], language: Language) -> None:
    said, given = _SAID[language], actor.node.properties
    document.add_heading(text(actor.node.name), 2)
    names = given.get("names")
    others = [str(name) for name in names if name != actor.node.name] if isinstance(names, list) else []
    lines = [
        ", ".join(word(str(given[key]), language) for key in ("long", "kind", "network") if given.get(key)),
        f"{said['also']} : {joined(others)}" if others else "",
        f"{said['members']} : {joined(actor.groups)}" if actor.groups else "",
        _came(actor, language),
    ]
    for line in filter(None, lines):
        paragraph = document.add_paragraph(text(line))
        paragraph.paragraph_format.space_after = 0
    seen: set[tuple[str, str]] = set()
    for one in positions:
        if (one.person, one.role) not in seen:
            seen.add((one.person, one.role))
            ended = f" ({said['until'].format(day=_day(one.last, language))})" if one.last else ""
            role = f", {one.role}" if one.role else ""
            document.add_paragraph(text(found.names[one.person] + role + ended), style="List Bullet")


def _came(actor: Actor, language: Language) -> str:
    if not actor.meetings:
        return ""
    day = _day(actor.last, language) if actor.last else _SAID[language]["undated"]
    return _SAID[language]["once" if actor.meetings == 1 else "came"].format(n=actor.meetings, day=day)


def _meetings(document: Any, meetings: Sequence[Meeting], language: Language) -> None:
    said = _SAID[language]
    if not meetings:
        return
    document.add_heading(said["meetings"], 1)
    table = document.add_table(rows=1, cols=4, style="Light Grid Accent 1")
    for cell, key in zip(table.rows[0].cells, ("date", "title", "place", "there"), strict=True):
        cell.text = said[key]
    if len(meetings) > MEETINGS:
        document.add_paragraph(said["older"].format(n=len(meetings) - MEETINGS))
    for meeting in meetings[:MEETINGS]:
        given = meeting.node.properties
        state = word(str(given.get("status") or ""), language) if given.get("status") not in ("held", None) else ""
        there = meeting.people or meeting.bodies
        values = (
            str(given.get("date") or said["undated"]) + (f" {given['time']}" if given.get("time") else ""),
            meeting.node.name + (f" ({state})" if state else ""), str(given.get("place") or joined(meeting.territories)),
            str(there) if there else "",
        )  # fmt: skip
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = text(value)


def _day(day: date, language: Language) -> str:
    return day.strftime("%d/%m/%Y") if language == "fr" else day.isoformat()
