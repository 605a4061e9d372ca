"""Plain lists: the meetings, the people, the territories of a scope, and what is known of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from ..graph.names import fold
from .answer import Answer, Question, words
from .gathering import Gathered, gather
from .lookup import Scope
from .network.coverage import coverage as covered
from .network.coverage import coverage_words
from .wording import both, count, number, when


def meetings(question: Question) -> Answer:
    """The events of a scope, newest first: held, planned, cancelled, with how many people and bodies are known to have been there."""
    scope: Scope | None = question.values["scope"]
    since, until = question.values["since"], question.values["until"]
    found = gather(question, scope, since, until, named=False, sizes=False)
    known = found.events
    there = {row["event"]: row for row in question.read("counted", events=sorted(found.occasions))}
    nobody = {"people": 0, "organisations": 0}
    rows: list[dict[str, Any]] = []
    for row in known.values():
        inside = (since is None or (row["latest"] is not None and row["latest"] >= since)) and (
            until is None or (row["earliest"] is not None and row["earliest"] <= until)
        )
        if inside:
            rows.append(
                {
                    "id": row["id"], "date": row["date"], "time": row["time"], "meeting": row["name"], "kind": row["kind"],
                    "status": _status(row, found), "listed": row["listed"], "people": there.get(row["id"], nobody)["people"] or row["size"],
                    "organisations": there.get(row["id"], nobody)["organisations"] or None, "place": row["place"],
                }
            )  # fmt: skip
    rows.sort(key=lambda row: (row["date"] or "", row["id"]), reverse=True)
    language = question.language
    shown = [
        {
            **row,
            "date": when(row["date"], language),
            **{key: words(key, row[key], language) for key in ("kind", "status", "listed")},
        }
        for row in rows
    ]
    held = sum(row["status"] == "held" for row in rows)
    said = count(len(rows), ("event", "events"), ("événement", "événements"))
    sentence = (
        both(
            f"{said['en']}, {number(held, 'en')} of them held.",
            f"{said['fr']}, dont {number(held, 'fr')} tenu{'s' if held > 1 else ''}.",
        )
        if rows
        else both("Not known: no record tells of a meeting here.", "On ne sait pas : aucun document ne rapporte de réunion ici.")
    )
    return question.answer(
        shown, sentence, (), {"scope": scope.as_dict() if scope else None, "as_of": found.as_of, "meetings": rows}
    )


def _status(row: dict[str, Any], found: Gathered) -> str:
    """A planned day that has passed without a record is unconfirmed, never held."""
    passed = found.as_of is not None and row["latest"] is not None and row["latest"] < found.as_of
    return "unconfirmed" if row["status"] in ("planned", "proposed") and passed else str(row["status"])


def people(question: Question) -> Answer:
    """Who is named at the held meetings of a scope: for whom, how often there, excused and absent, and the last day seen."""
    scope: Scope | None = question.values["scope"]
    found = gather(question, scope, question.values["since"], question.values["until"], sizes=False, people=True)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    last: dict[str, date] = {}
    for naming in found.namings:
        counts[naming.actor][naming.state] += 1
        if naming.state == "ATTENDED" and (day := found.occasions[naming.event].latest) is not None:
            last[naming.actor] = max(last.get(naming.actor, day), day)
    bodies: dict[str, list[str]] = defaultdict(list)
    for row in question.read("bodies", people=sorted(counts)):
        bodies[row["person"]].append(row["name"])
    rows = [
        {
            "id": row["id"], "person": row["name"], "organisation": bodies[row["id"]], "attended": counts[row["id"]]["ATTENDED"],
            "excused": counts[row["id"]]["EXCUSED_FROM"], "absent": counts[row["id"]]["ABSENT_FROM"],
            "last": last[row["id"]].isoformat() if row["id"] in last else None,
        }
        for row in question.read("actors", actors=sorted(counts))
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row["attended"], fold(row["person"]), row["id"]))
    shown = [{**row, "last": when(row["last"], question.language) if row["last"] else None} for row in rows]
    said = count(len(rows), ("person", "people"), ("personne", "personnes"))
    sentence = (
        both(f"{said['en']} named at held meetings.", f"{said['fr']} nommées aux réunions tenues.")
        if rows
        else both(
            "Not known: no record names anybody at a meeting here.", "On ne sait pas : aucun document ne nomme de présents ici."
        )
    )
    notes = [coverage_words(covered(found.inside))]
    return question.answer(
        shown, sentence, notes, {"scope": scope.as_dict() if scope else None, "as_of": found.as_of, "people": rows}
    )


def territories(question: Question) -> Answer:
    """Every territory that records name, with its meetings and the bodies active there."""
    rows = [
        {
            "id": row["id"], "territory": row["name"], "kind": row["label"], "code": row["code"], "meetings": row["events"],
            "occasions": row["held"], "organisations": row["organisations"], "last": row["last"],
        }
        for row in question.store.read(question.query.cypher)
    ]  # fmt: skip
    shown = [
        {**row, "kind": words("kind", row["kind"], question.language),
         "last": when(row["last"].isoformat(), question.language) if row["last"] else None}
        for row in rows
    ]  # fmt: skip
    said = count(len(rows), ("territory", "territories"), ("territoire", "territoires"))
    sentence = (
        both(f"{said['en']} named in the records.", f"{said['fr']} nommés dans les documents.")
        if rows
        else both("Not known: no record names a territory.", "On ne sait pas : aucun document ne nomme de territoire.")
    )
    return question.answer(shown, sentence, (), rows)


def coverage(question: Question) -> Answer:
    """How many held meetings have a list, for a scope or for each territory that events concern."""
    scope: Scope | None = question.values["scope"]
    since, until = question.values["since"], question.values["until"]
    if scope is not None:
        scopes = [scope]
    else:
        from . import lookup

        ids = [row["id"] for row in question.store.read(question.query.cypher)]
        scopes = [lookup.resolve_scope(question.store, identity) for identity in ids]
    rows: list[dict[str, Any]] = []
    for one in scopes:
        found = gather(question, one, since, until, named=False, sizes=False)
        known = covered(found.inside)
        if scope is None and not known["occasions"]:
            continue
        share = round(known["listed"] / known["occasions"], 2) if known["occasions"] else None
        days = [o.latest for o in found.inside if o.latest]
        rows.append({"id": one.id, "territory": one.name, **known, "share": share, "last": max(days, default=None)})
    rows.sort(key=lambda row: (-row["occasions"], fold(row["territory"]), row["id"]))
    language = question.language
    shown = [
        {**row, "share": None if row["share"] is None else f"{row['share']:.0%}",
         "last": when(row["last"].isoformat(), language) if row["last"] else None}
        for row in rows
    ]  # fmt: skip
    total, listed = sum(row["occasions"] for row in rows), sum(row["listed"] for row in rows)
    sentence = (
        both(
            f"{number(listed, 'en')} of {number(total, 'en')} held local meetings have a complete list.",
            f"{number(listed, 'fr')} réunions locales tenues sur {number(total, 'fr')} ont une liste complète.",
        )
        if total
        else both(
            "Not known: no record tells of a local meeting that was held.",
            "On ne sait pas : aucune réunion locale tenue n'est connue.",
        )
    )
    return question.answer(shown, sentence, (), rows)
