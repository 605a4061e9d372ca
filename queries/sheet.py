"""What an attendance sheet is prefilled with: the next date of a scope, its partners and who comes for them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..graph import reference, sheet
from ..graph.names import fold
from ..graph.record import EventKind
from ..graph.store import Store
from . import lookup
from .answer import parse_day, run
from .faces import faces
from .gathering import event_places
from .views import Reader

_SUFFIX = re.compile(r"\s*\([^()]*\)\s*$")
_ANNOUNCED = re.compile(r"^prochaine? (?:réunion|date)\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Expected:
    """One row: somebody who is expected for a body, or the body alone. `home` is the body's own territory where it has one."""

    name: str
    body: str
    home: str
    role: str


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A sheet to write. `scope` and `territories` as cells write them; `rows` by body, then by name."""

    meeting: str
    date: date | None
    time: str
    place: str
    kind: str
    scope: str
    territories: str
    rows: tuple[Expected, ...]


def prefilled(store: Store, scope: str, *, day: str | None = None, title: str | None = None, language: str = "fr") -> Prefilled:
    """The sheet of the meeting of `scope` on `day`; without a day, of its next announced date. Raises UnknownName for an unknown scope,
    QueryError for a day that is none."""
    reader = Reader(store)
    found = lookup.resolve_scope(store, scope)
    known = run(store, "never-met", {"scope": found}).data
    moment = parse_day(day) if day else None
    ahead = run(store, "agenda", {"scope": found}).data["events"]
    dated = [event for event in ahead if event["earliest"] is not None and event["earliest"] == event["latest"]]
    event = next((one for one in dated if moment is None or one["earliest"] == moment), None)
    if moment is None and event is not None:
        moment = event["earliest"]
    name = (
        title
        or (_ANNOUNCED.sub("", event["meeting"]) if event else None)
        or {"fr": f"Réunion – {found.name}", "en": f"Meeting – {found.name}"}[language]
    )
    kind: EventKind = event["kind"] if event and event["kind"] in sheet.KINDS else "meeting"
    return Prefilled(
        name,
        moment,
        (event["time"] if event else None) or "",
        (event["place"] if event else None) or "",
        sheet.KINDS[kind][language],
        _scope(reader, found, language),
        _territories(reader, found, language),
        _rows(reader, known["partners"], found, language),
    )


def _scope(reader: Reader, scope: lookup.Scope, language: str) -> str:
    if scope.kind == "territory":
        return sheet.written(_places(reader, [scope.id])[scope.id], language)
    return sheet.written(sheet.Perimeter(scope.name, scope.kind), language)


def _territories(reader: Reader, scope: lookup.Scope, language: str) -> str:
    """The territories that a partnership covers, or that the sessions of a committee concern: they tell it from others of its name."""
    if scope.kind == "territory":
        return ""
    found = {row["territory"] for row in reader.read("covered") if row["partnership"] == scope.id}
    if scope.kind == "committee":
        for places in event_places(reader, [row["id"] for row in reader.read("events_of", scope=[scope.id])]).values():
            found |= places
    return " ; ".join(sheet.written(place, language) for place in _places(reader, sorted(found)).values())


def _places(reader: Reader, ids: list[str]) -> dict[str, sheet.Perimeter]:
    kinds = {"ZoneEmploi": "zone_emploi"}
    return {
        row["id"]: sheet.Perimeter(row["name"], kinds.get(row["label"], row["label"].lower()), row["code"])
        for row in reader.read("places", territories=sorted(ids))
    }


def _rows(reader: Reader, partners: list[dict[str, Any]], scope: lookup.Scope, language: str) -> tuple[Expected, ...]:
    """A row for each person last seen for a partner, and one for a partner nobody is known of."""
    ids = [partner["id"] for partner in partners]
    own: dict[str, list[str]] = defaultdict(list)
    for row in reader.read("served", organisations=sorted(ids)):
        own[row["organisation"]].append(row["territory"])
    places = _places(reader, sorted({one for found in own.values() for one in found}))
    known = faces(reader, ids)
    names = {row["id"]: [row["name"], *(row["others"] or ())] for row in reader.read("actor_names") if row["id"] in set(ids)}
    rows = []
    for partner in partners:
        body = _bare(partner["name"], names.get(partner["id"], []))
        homes = [places[one] for one in own[partner["id"]] if one in places and one != scope.id]
        # Only the name of a network needs its place beside it; « Mission Locale du Vexin » is one wherever it stands.
        home = sheet.written(homes[0], language) if len(homes) == 1 and reference.find_network(body) else ""
        people = [Expected(face.name, body, home, face.role) for face in known.get(partner["id"], ())]
        rows += people or [Expected("", body, home, "")]
    return tuple(sorted(rows, key=lambda row: (fold(row.body), row.home, fold(row.name))))


def _bare(name: str, names: list[str]) -> str:
    """The name of a unit without the place that the graph puts behind it, where records write it so."""
    bare = _SUFFIX.sub("", name)
    return bare if bare in names else name
