"""With whom one actor has sat at the same meetings."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ..graph.names import fold
from .answer import Answer, Question, words
from .gathering import gather, read_namings, sources_of
from .lookup import Actor, Scope
from .meetings import STRENGTHS, Thresholds, by_date, same_session, standing_for, strength
from .membership import Kinship, before, kinship_of
from .wording import both, count, number, when


def partners(question: Question) -> Answer:
    """The bodies (or people) that shared an occasion with the actor: how many, how close, first and last time, and a sentence that
    puts the partner at the last one."""
    actor: Actor = question.values["actor"]
    scope: Scope | None = question.values["scope"]
    people: bool = question.values["people"]
    found = gather(question, scope, question.values["since"], question.values["until"], named=False)
    bodies = Kinship({}, {}) if people and actor.person else kinship_of(question, question.values["level"], False)
    standing = bodies.standing
    me = {actor.id} if actor.person else set(standing.get(actor.id, (actor.id,)))
    attended = {
        row["event"]
        for one in (me if actor.person else before(me, bodies))
        for row in question.store.read(question.query.cypher, {"actor": one})
    }
    read_namings(question, found, attended & found.occasions.keys(), people if people == actor.person else None)
    own = standing_for(found.there(actor.person), {} if actor.person else standing)
    there = standing_for(found.there(people), {} if people else standing)
    shared: dict[str, list[str]] = defaultdict(list)
    for event, present in there.items():
        mine = [own[event][one] for one in me if one in own[event]]
        for other, sessions in present.items():
            if other not in me and any(same_session(one, sessions) for one in mine) and not bodies.apart(actor.id, other):
                shared[other].append(event)
    facts = {
        (naming.event, heir): naming.fact
        for naming in found.namings
        if naming.state == "ATTENDED" and naming.person == people
        for heir in ((naming.actor,) if people else standing.get(naming.actor, (naming.actor,)))
    }
    rows: list[dict[str, Any]] = []
    names = {row["id"]: row["name"] for row in question.read("actors", actors=sorted(shared))} | dict(bodies.names)
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
    met_at = sum(not me.isdisjoint(present) for present in own.values())
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
    at = count(met_at, ("meeting", "meetings"), ("réunion", "réunions"))
    if rows:
        sentence = both(f"{actor.name}: {met['en']} met at {at['en']}.", f"{actor.name} : {met['fr']} en {at['fr']}.")
    elif met_at:
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
        "meetings": met_at, "partners": rows,
    }  # fmt: skip
    return question.answer(shown, sentence, notes, data)


def _source(sources: list[dict[str, Any]]) -> str | None:
    if not sources:
        return None
    first = sources[0]
    name = str(first["record"]).rsplit("/", 1)[-1]
    return f"{name}, p. {first['page']}" if first["page"] else name
