"""The dates to come, as far as records announce them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ..graph.model import Node
from .answer import Answer, Question, words
from .gathering import gather, local_events, sources_of
from .lookup import Scope
from .wording import both, count, when

ANNOUNCED = ("planned", "proposed")


def agenda(question: Question) -> Answer:
    """The announced events of a scope from the day of its last record on, soonest first; those without a date at the end. One whose
    day has passed without a record is unconfirmed, and shown when asked for."""
    values = question.values
    scope: Scope | None = values["scope"]
    found = gather(question, scope, named=False, sizes=False)
    events = [row for row in local_events(question, found).values() if row["status"] in ANNOUNCED]
    rows = [_row(row, found.as_of) for row in events if _wanted(row, found.as_of, values)]
    rows.sort(key=lambda row: (row["earliest"] is None, row["earliest"] or date.min, row["time"] or "", row["id"]))
    said = _sources(question, [row["id"] for row in rows])
    for row in rows:
        row["sources"] = said.get(row["id"], [])
    language = question.language
    shown = [
        {
            **row,
            "date": when(row["date"], language, weekday=True),
            **{key: words(key, row[key], language) for key in ("kind", "status")},
            "source": row["sources"][0]["record"] if row["sources"] else "",
        }
        for row in rows
    ]
    where = both(f"{scope.name}: ", f"{scope.name} : ") if scope else both("", "")
    dated = sum(row["earliest"] is not None for row in rows)
    said_count = count(dated, ("announced date", "announced dates"), ("date annoncée", "dates annoncées"))
    undated = count(
        len(rows) - dated, ("event without a date", "events without a date"), ("rendez-vous sans date", "rendez-vous sans date")
    )
    if rows:
        parts = both(said_count["en"], said_count["fr"])
        if len(rows) > dated:
            parts = both(f"{parts['en']}, {undated['en']}", f"{parts['fr']}, {undated['fr']}")
        sentence = both(f"{where['en']}{parts['en']}.", f"{where['fr']}{parts['fr']}.")
    else:
        sentence = both(
            f"{where['en']}not known — no record announces a date here.",
            f"{where['fr']}on ne sait pas — aucun document n'annonce de date ici.",
        )
    notes = []
    if found.as_of:
        notes.append(both(f"As of {when(found.as_of.isoformat(), 'en')} (last record).",
                          f"État au {when(found.as_of.isoformat(), 'fr')} (dernier document)."))  # fmt: skip
    data = {"scope": scope.as_dict() if scope else None, "as_of": found.as_of, "events": rows}
    return question.answer(shown, sentence, notes, data)


def calendar_nodes(data: dict[str, Any]) -> Iterator[Node]:
    """The events of an agenda as nodes of the graph, for the calendar export."""
    for row in data["events"]:
        kept = ("kind", "date", "earliest", "latest", "time", "place", "status")
        status = "proposed" if row["status"] == "unconfirmed" else row["status"]
        values = {key: row[key] for key in kept if row[key] is not None}
        yield Node(row["id"], ("Event",), {"name": row["meeting"], **values, "status": status})


def _wanted(row: dict[str, Any], as_of: date | None, values: Any) -> bool:
    since, until = values["since"], values["until"]
    if row["latest"] is None:
        return since is None and until is None
    if since is None and not values["all"]:
        since = as_of
        if since is not None and row["latest"] <= since:
            return False
    return (since is None or row["latest"] >= since) and (until is None or row["earliest"] <= until)


def _row(row: dict[str, Any], as_of: date | None) -> dict[str, Any]:
    passed = as_of is not None and row["latest"] is not None and row["latest"] <= as_of
    return {
        "id": row["id"], "date": row["date"], "earliest": row["earliest"], "latest": row["latest"], "time": row["time"],
        "meeting": row["name"], "kind": row["kind"], "place": row["place"], "status": "unconfirmed" if passed else row["status"],
    }  # fmt: skip


def _sources(question: Question, events: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Event → the sentences that announce it: what names it as the next date first, then the longest."""
    facts: dict[str, list[str]] = {}
    announcing: set[str] = set()
    for row in question.store.read(question.query.cypher, {"events": sorted(events)}):
        facts.setdefault(row["event"], []).append(row["fact"])
        if row["type"] in ("NEXT", "MOVED_TO"):
            announcing.add(row["fact"])
    said = sources_of(question, [fact for found in facts.values() for fact in found])
    result: dict[str, list[dict[str, Any]]] = {}
    for event, found in facts.items():
        ranked = [
            ((fact not in announcing, not source["quote"], -len(source["quote"] or ""), str(source["record"])), source)
            for fact in found
            for source in said.get(fact, ())
        ]
        ranked.sort(key=lambda one: one[0])
        result[event] = list({(source["record"], source["quote"]): source for _, source in ranked}.values())[:3]
    return result
