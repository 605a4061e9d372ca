"""Reading a scope from the database into the values that `meetings`, `verdicts` and `partners` work on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Protocol

from ..graph.dates import bounds, is_day
from ..graph.record import OCCASIONS
from .lookup import Scope
from .meetings import WHOLE, Listed, Occasion, Sessions, in_period, sibling_territories

NAMED = ("ATTENDED", "EXCUSED_FROM", "ABSENT_FROM")
PRESENTING = frozenset({"speaker", "host", "organiser", "exhibitor", "funder"})
NEWEST = 60
"""Events whose records are looked up for the date of the last record: the newest ones suffice."""


class Reader(Protocol):
    """What reads a shared read by name; a `Question` does."""

    def read(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]: ...


def kind_of(people: bool | None) -> str:
    """What shared reads call people (True), bodies (False) or both (None)."""
    return "Actor" if people is None else "Person" if people else "Organisation"


class Naming(NamedTuple):
    """Who a list names at one event, and how (`state` is the type of the relationship); `fact` is the relationship's own id."""

    event: str
    state: str
    actor: str
    person: bool
    fact: str


@dataclass(slots=True)
class Gathered:
    """What is known of a scope. `occasions` by id: those inside, and those of a larger perimeter that touch it; `planned` the events
    to come, soonest first; `namings` who is named at the occasions; `sessions` where lists tell sessions apart; `roles` of those who
    contributed; `as_of` the day up to which records of the scope go; `events` all events of the scope, of any kind, state and period."""

    scope: Scope | None
    occasions: dict[str, Occasion] = field(default_factory=dict)
    times: dict[str, str] = field(default_factory=dict)
    planned: list[dict[str, Any]] = field(default_factory=list)
    namings: list[Naming] = field(default_factory=list)
    sessions: dict[tuple[str, str], Sessions] = field(default_factory=dict)
    roles: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    as_of: date | None = None
    undated_left_out: int = 0
    events: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def inside(self) -> list[Occasion]:
        return [occasion for occasion in self.occasions.values() if occasion.inside]

    def there(self, people: bool) -> dict[str, dict[str, Sessions]]:
        """Event → people (or bodies) who were there → their sessions."""
        result: dict[str, dict[str, Sessions]] = {key: {} for key in self.occasions}
        for naming in self.namings:
            if naming.state == "ATTENDED" and naming.person == people:
                result[naming.event][naming.actor] = self.sessions.get((naming.event, naming.actor), WHOLE)
        return result


def gather(
    reader: Reader, scope: Scope | None, since: date | None = None, until: date | None = None, *, named: bool = True, sizes: bool = True,
    people: bool | None = None,
) -> Gathered:  # fmt: skip
    """What records say of `scope` (None: of everything) in a period; an undated event counts only when no period is asked for.
    Without `named` nobody is read, only the occasions; without `sizes` not how many were there nor who shares an occasion either.
    `people`: read who is named among people only, or among bodies only."""
    found = Gathered(scope)
    rows = reader.read("all_events") if scope is None else reader.read("events_of", scope=list(scope.ids))
    ours = found.events = {row["id"]: row for row in rows}
    around = reader.read("events_of", scope=list(scope.above)) if scope is not None and scope.above else []
    every = ours | {row["id"]: row for row in around if row["id"] not in ours}
    kept = {key: row for key, row in every.items() if in_period(row["earliest"], row["latest"], since, until)}
    found.undated_left_out = sum(1 for key in ours if key not in kept and ours[key]["earliest"] is None and _occasion(ours[key]))
    held = {key: row for key, row in kept.items() if _occasion(row)}
    located = scope.kind == "territory" if scope is not None else sizes
    places = event_places(reader, held if located else [])
    within = territories_within(reader, {t for territories in places.values() for t in territories})
    heads = head_counts(reader, held) if sizes else {}
    for key, row in held.items():
        territories = places.get(key, frozenset())
        inside = _inside(scope, key in ours, territories)
        supra = False if scope is not None and inside else sibling_territories(territories, within)
        found.occasions[key] = occasion_of(row, heads.get(key, 0), inside=inside, supra=supra)
        if row["time"]:
            found.times[key] = row["time"]
    if named:
        read_namings(reader, found, found.occasions, people)
    found.as_of = _as_of(reader, found, until)
    to_come = [row for key, row in every.items() if key in ours and row["status"] in ("planned", "proposed")]
    if scope is not None and scope.kind == "territory":  # what a larger perimeter plans is not the scope's own next date
        places = event_places(reader, [row["id"] for row in to_come])
        to_come = [row for row in to_come if _inside(scope, True, places.get(row["id"], frozenset()))]
    found.planned = sorted(
        (row for row in to_come if row["latest"] is not None and (found.as_of is None or row["latest"] > found.as_of)),
        key=lambda row: (row["earliest"], row["time"] or "", row["id"]),
    )
    return found


def local_events(reader: Reader, found: Gathered) -> dict[str, dict[str, Any]]:
    """The events of the scope, of any kind, state and period, that no territory outside it shares."""
    scope = found.scope
    if scope is None or scope.kind != "territory":
        return found.events
    places = event_places(reader, found.events)
    return {key: row for key, row in found.events.items() if _inside(scope, True, places.get(key, frozenset()))}


def occasion_of(row: Mapping[str, Any], people: int, *, inside: bool, supra: bool) -> Occasion:
    """The occasion of an event row. Its size is the stated one, else the `people` a complete list shows, else not known."""
    listed: Listed = row["listed"] if row["listed"] in ("complete", "partial") else "none"
    size = row["size"] if row["size"] is not None else (people if listed == "complete" and people else None)
    return Occasion(
        row["id"], row["name"], row["kind"] or "meeting", row["date"], row["earliest"], row["latest"], size, listed, inside, supra
    )


def event_places(reader: Reader, events: Iterable[str]) -> dict[str, frozenset[str]]:
    """Event → the territories it concerns."""
    places: dict[str, set[str]] = defaultdict(set)
    for row in reader.read("event_places", events=sorted(events)):
        places[row["event"]].add(row["territory"])
    return {event: frozenset(territories) for event, territories in places.items()}


def territories_within(reader: Reader, territories: Collection[str]) -> dict[str, frozenset[str]]:
    """Territory → those around it."""
    around: dict[str, set[str]] = defaultdict(set)
    for row in reader.read("within", territories=sorted(territories)):
        around[row["territory"]].add(row["around"])
    return {territory: frozenset(others) for territory, others in around.items()}


def elsewhere(
    reader: Reader, actors: Collection[str], known: Collection[str], since: date | None, until: date | None
) -> tuple[dict[str, Occasion], dict[str, dict[str, Sessions]]]:
    """The occasions outside `known` that two or more of `actors` shared in a period, and which of them were there."""
    shared = {row["event"]: row for row in reader.read("together", actors=sorted(actors)) if row["event"] not in known}
    if not shared:
        return {}, {}
    kept = occasion_rows({row["id"]: row for row in reader.read("events", events=sorted(shared))}, since, until)
    return occasions_of(reader, kept), with_sessions(reader, {key: shared[key] for key in kept})


def with_sessions(reader: Reader, rows: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Sessions]]:
    """Event → who was there → the sessions that each sat in, of rows of `actors` by event that say how many of them are `split`."""
    there = {event: dict.fromkeys(sorted(row["actors"]), WHOLE) for event, row in rows.items()}
    for (event, actor), sessions in sessions_at(reader, [event for event, row in rows.items() if row["split"]]).items():
        if actor in there[event]:
            there[event][actor] = sessions
    return there


def sessions_at(reader: Reader, events: Collection[str]) -> dict[tuple[str, str], Sessions]:
    """(event, actor) → the sessions sat in, of those who were not at the whole."""
    if not events:
        return {}
    return {(row["event"], row["actor"]): frozenset(row["sessions"]) for row in reader.read("sessions", events=sorted(events))}


def head_counts(reader: Reader, rows: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """Event → how many people its complete list shows, for those of `rows` that do not say their size."""
    uncounted = sorted(key for key, row in rows.items() if row["size"] is None and row["listed"] == "complete")
    return {row["event"]: int(row["people"] or 0) for row in reader.read("heads", events=uncounted)} if uncounted else {}


def occasion_rows(rows: Mapping[str, dict[str, Any]], since: date | None, until: date | None) -> dict[str, dict[str, Any]]:
    """Those of `rows` that are occasions of a period."""
    return {key: row for key, row in rows.items() if _occasion(row) and in_period(row["earliest"], row["latest"], since, until)}


def occasions_of(reader: Reader, rows: Mapping[str, dict[str, Any]]) -> dict[str, Occasion]:
    """The occasions of event rows, none of them inside a scope."""
    places = event_places(reader, rows)
    within = territories_within(reader, {t for territories in places.values() for t in territories})
    heads = head_counts(reader, rows)
    return {
        key: occasion_of(row, heads.get(key, 0), inside=False, supra=sibling_territories(places.get(key, ()), within))
        for key, row in rows.items()
    }


def sources_of(reader: Reader, facts: Sequence[str], most: int = 5) -> dict[str, list[dict[str, Any]]]:
    """Fact → the sentences that say it: `record` (its file), `quote`, `page`, at most `most` a fact."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in reader.read("statements", facts=sorted(set(facts))):
        source = {"record": row["source"], "quote": row["quote"], "page": row["page"]}
        if len(found[row["fact"]]) < most and source not in found[row["fact"]]:
            found[row["fact"]].append(source)
    return dict(found)


def _occasion(row: Mapping[str, Any]) -> bool:
    return row["status"] == "held" and (row["kind"] or "meeting") in OCCASIONS


def _inside(scope: Scope | None, ours: bool, territories: frozenset[str]) -> bool:
    if scope is None:
        return True
    if scope.kind != "territory":
        return ours
    return ours and territories <= frozenset(scope.ids)


def read_namings(reader: Reader, found: Gathered, events: Collection[str], people: bool | None = None) -> None:
    """Add to `found` who is named at `events`, occasions of it (`people`: only people, or only bodies); by event, state and id."""
    events = sorted(events)
    rows = reader.read("named", events=events, kind=kind_of(people))
    for row in sorted(rows, key=lambda row: (row["event"], row["state"], row["person"])):
        event, state, person = row["event"], row["state"], bool(row["person"])
        found.namings += [
            Naming(event, state, actor, person, fact) for actor, fact in sorted(zip(row["actors"], row["facts"], strict=True))
        ]
    found.sessions |= sessions_at(reader, {row["event"] for row in rows if row["split"]})
    if any(naming.state == "CONTRIBUTED_TO" for naming in found.namings):
        for row in reader.read("contributions", events=events):
            found.roles[row["event"], row["actor"]] = frozenset(row["roles"] or ())


def _as_of(reader: Reader, found: Gathered, until: date | None) -> date | None:
    """The day of the last record: the newest held event of the scope or around it, or the newest publication that tells of one."""
    days = [day for occasion in found.occasions.values() if (day := _sure(occasion)) is not None]
    newest = sorted(found.occasions.values(), key=lambda o: (o.latest or date.min, o.id))[-NEWEST:]
    for row in reader.read("published", events=[occasion.id for occasion in newest]):
        first, last = bounds(row["published"])
        day = last if is_day(row["published"]) else first
        if day is not None:
            days.append(day)
    latest = max(days, default=None)
    return min(latest, until) if latest and until else latest


def _sure(occasion: Occasion) -> date | None:
    return occasion.latest if occasion.date and is_day(occasion.date) else occasion.earliest
