"""Who came when: the events of a scope in their order and, for each actor, how it is named at each. What the timeline draws."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from ..graph.names import fold
from ..graph.store import Store
from . import lookup
from .gathering import event_places, gather, sources_of
from .views import Reader, coverage_note, day

_STRONGEST = ("ATTENDED", "CONTRIBUTED_TO", "EXCUSED_FROM", "ABSENT_FROM")
ROWS, COLUMNS = 400, 120
"""Actors and events of one timeline at most: those that came most, and the newest."""


@dataclass(frozen=True, slots=True)
class Presence:
    """`events`: oldest first, with `held` False for those to come; `actors`: those who came most first; `cells`: (actor, event) → how
    it is named and the sentences that say so; `notes` in both languages."""

    events: tuple[dict[str, Any], ...]
    actors: tuple[dict[str, Any], ...]
    cells: dict[tuple[str, str], dict[str, Any]]
    notes: tuple[dict[str, str], ...]


def presence(
    store: Store, scope: str | None = None, people: bool = False, since: str | None = None, until: str | None = None,
    actor: str | None = None,
) -> Presence:  # fmt: skip
    """Who was there, excused or absent at the meetings of a scope, and what is planned. Raises UnknownName and QueryError as
    `views.works_with`."""
    reader = Reader(store)
    found = gather(reader, lookup.resolve_scope(store, scope) if scope else None, day(since, 0), day(until, 1))
    one = lookup.resolve_actor(store, actor) if actor else None
    people = one.person if one else people
    events = [
        {
            "id": o.id, "name": o.name, "date": o.date, "listed": o.listed, "held": True, "size": o.size, "latest": o.latest,
            "time": found.times.get(o.id), "inside": o.inside,
        }
        for o in found.occasions.values()
    ] + [
        {
            "id": row["id"], "name": row["name"], "date": row["date"], "listed": "none", "held": False, "size": None,
            "latest": row["latest"], "time": row["time"], "inside": True,
        }
        for row in found.planned
    ]  # fmt: skip
    events.sort(key=lambda event: (event["latest"] is None, event["latest"], event["id"]))
    notes = [coverage_note(found)]
    if len(events) > COLUMNS:
        notes.append({"fr": f"Les {COLUMNS} réunions les plus récentes sur {len(events)} sont montrées.",
                      "en": f"The {COLUMNS} newest of {len(events)} meetings are shown."})  # fmt: skip
        events = events[-COLUMNS:]
    known = {event["id"] for event in events}
    places = event_places(reader, known)
    named = {
        row["id"]: row["name"] for row in reader.read("places", territories=sorted({t for of in places.values() for t in of}))
    }
    for event in events:
        event["territories"] = sorted(named[place] for place in places.get(event["id"], ()))
    states: dict[tuple[str, str], tuple[str, str]] = {}
    for naming in found.namings:
        key = (naming.actor, naming.event)
        if naming.person == people and naming.event in known and (one is None or naming.actor == one.id):
            best = states.get(key)
            if best is None or _STRONGEST.index(naming.state) < _STRONGEST.index(best[0]):
                states[key] = (naming.state, naming.fact)
    came: Counter[str] = Counter(who for (who, _), (state, _) in states.items() if state == "ATTENDED")
    actors = [
        {"id": row["id"], "name": row["name"], "kind": row["kind"], "came": came[row["id"]]}
        for row in reader.read("actors", actors=sorted({who for who, _ in states}))
    ]
    actors.sort(key=lambda row: (-row["came"], fold(row["name"]), row["id"]))
    if len(actors) > ROWS:
        notes.append({"fr": f"Les {ROWS} qui sont venus le plus sur {len(actors)} sont montrés.",
                      "en": f"The {ROWS} that came most of {len(actors)} are shown."})  # fmt: skip
        actors = actors[:ROWS]
    shown = {row["id"] for row in actors}
    states = {key: value for key, value in states.items() if key[0] in shown}
    said = sources_of(reader, sorted({fact for _, fact in states.values()}), most=2)
    cells: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for key, (state, fact) in states.items():
        cells[key] = {"state": state, "sources": said.get(fact, [])}
    return Presence(tuple(events), tuple(actors), dict(cells), tuple(notes))
