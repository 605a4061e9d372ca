"""With whom one actor has sat at the same meetings."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ..graph.names import fold
from .answer import Answer, Question, words
from .gathering import gather, read_namings, sources_of
from .lookup import Actor, Scope
from .meetings import STRENGTHS, Thresholds, by_date, same_session, strength
from .wording import both, count, number, when


def partners(question: Question) -> Answer:
    """The bodies (or people) that shared an occasion with the actor: how many, how close, first and last time, and a sentence that
    puts the partner at the last one."""
    actor: Actor = question.values["actor"]
    scope: Scope | None = question.values["scope"]
    people: bool = question.values["people"]
    found = gather(question, scope, question.values["since"], question.values["until"], named=False)
    attended = {row["event"] for row in question.store.read(question.query.cypher, {"actor": actor.id})} & found.occasions.keys()
    read_namings(question, found, attended, people if people == actor.person else None)
    own = found.there(actor.person)
    there = found.there(people)
    shared: dict[str, list[str]] = defaultdict(list)
    for event, present in there.items():
        if actor.id in own[event]:
            for other, sessions in present.items():
                if other != actor.id and same_session(own[event][actor.id], sessions):
                    shared[other].append(event)
    facts = {(n.event, n.actor): n.fact for n in found.namings if n.state == "ATTENDED" and n.person == people}
    rows: list[dict[str, Any]] = []
    names = {row["id"]: row["name"] for row in question.read("actors", actors=sorted(shared))}
    last_facts: dict[str, str] = {}
    for other, events in shared.items():
        occasions = by_date(found.occasions[event] for event in events)
        days = [o.latest for o in occasions if o.latest]
        closest = min((strength(o, Thresholds()) for o in occasions), key=STRENGTHS.index)
        last_facts[other] = facts[occasions[-1].id, other]
        rows.append(
            {
                "id": other, "partner": names[other], "meetings": len(events), "strength": closest,
                "first": min(days, default=None), "last": max(days, default=None),
            }
        )  # fmt: skip
    sources = sources_of(question, list(last_facts.values()))
    for row in rows:
        row["sources"] = sources.get(last_facts[row["id"]], [])
    rows.sort(key=lambda row: (-row["meetings"], fold(row["partner"]), row["id"]))
    mine = sum(actor.id in present for present in own.values())
    shown = [
        {
            **row,
            "strength": words("strength", row["strength"], question.language),
            "first": when(row["first"].isoformat(), question.language) if row["first"] else None,
            "last": when(row["last"].isoformat(), question.language) if row["last"] else None,
            "source": _source(row["sources"]),
        }
        for row in rows
    ]
    met = count(len(rows), ("partner", "partners"), ("partenaire", "partenaires"))
    at = count(mine, ("meeting", "meetings"), ("réunion", "réunions"))
    if rows:
        sentence = both(f"{actor.name}: {met['en']} met at {at['en']}.", f"{actor.name} : {met['fr']} en {at['fr']}.")
    elif mine:
        sentence = both(
            f"{actor.name}: {at['en']}, nobody else known there.", f"{actor.name} : {at['fr']}, personne d'autre n'y est connu."
        )
    else:
        sentence = both(
            f"{actor.name}: not known — no record tells of a meeting it attended.",
            f"{actor.name} : on ne sait pas — aucun document ne rapporte de réunion à laquelle il a participé.",
        )
    unlisted = sum(o.listed == "none" for o in found.occasions.values())
    notes = [
        both(
            f"Meetings without a list, of which nothing is known: {number(unlisted, 'en')}.",
            f"Réunions sans liste, dont on ne sait rien : {number(unlisted, 'fr')}.",
        )
    ]
    data = {
        "actor": {"id": actor.id, "name": actor.name}, "scope": scope.as_dict() if scope else None, "as_of": found.as_of,
        "meetings": mine, "partners": rows,
    }  # fmt: skip
    return question.answer(shown, sentence, notes, data)


def _source(sources: list[dict[str, Any]]) -> str | None:
    if not sources:
        return None
    first = sources[0]
    name = str(first["record"]).rsplit("/", 1)[-1]
    return f"{name}, p. {first['page']}" if first["page"] else name
