"""Who works on which programme, with whom, since when: by agreements that say so, and by coming to its meetings.

A meeting is one of a programme when its title names it; somebody who came to two meetings that spoke of it counts as well. That a
programme was mentioned once where somebody sat says nothing of their work: shown only when asked for.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..graph.dates import bounds
from ..graph.names import fold, name_key
from .answer import Answer, Question, words
from .gathering import gather, read_namings, sources_of
from .lookup import Actor, Scope
from .wording import both, count, number, when

SPOKEN_OF = 2
"""Meetings that speak of a programme without being named after it, from which on somebody counts as working on it."""
MOST_WITH = 6
"""Others named in a row; the data hold all."""


@dataclass(slots=True)
class _Work:
    """What ties one actor to one programme."""

    agreements: dict[str, str] = field(default_factory=dict)
    events: set[str] = field(default_factory=set)
    titled: bool = False
    days: list[date] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    @property
    def basis(self) -> str:
        if self.agreements:
            return "agreement"
        return "meetings" if self.titled or len(self.events) >= SPOKEN_OF else "mentioned"


def programmes(question: Question) -> Answer:
    """One row a programme and body: on what ground, how many meetings, first and last day known, with which others."""
    values = question.values
    scope: Scope | None = values["scope"]
    actor: Actor | None = values["actor"]
    people = actor is not None and actor.person
    found = gather(question, scope, values["since"], values["until"], named=False, sizes=False)
    titles: dict[str, str] = {}
    kinds: dict[str, str | None] = {}
    work: dict[tuple[str, str], _Work] = defaultdict(_Work)
    inside = sorted(occasion.id for occasion in found.inside)
    about = question.store.read(question.query.cypher, {"events": inside})
    read_namings(question, found, {row["event"] for row in about})
    there = found.there(people)
    facts = {(n.event, n.actor): n.fact for n in found.namings if n.state == "ATTENDED" and n.person == people}
    for row in about:
        titles[row["programme"]], kinds[row["programme"]] = row["name"], row["kind"]
        for one in there.get(row["event"], {}):
            entry = work[row["programme"], one]
            entry.events.add(row["event"])
            entry.titled = entry.titled or _named(row["name"], found.occasions[row["event"]].name)
            entry.facts += [facts[row["event"], one], row["fact"]]
            day = found.occasions[row["event"]].latest
            if day:
                entry.days.append(day)
    for row in _agreements(question, scope, people):
        titles[row["programme"]], kinds[row["programme"]] = row["name"], row["kind"]
        entry = work[row["programme"], row["actor"]]
        entry.agreements[row["partnership"]] = row["title"]
        entry.facts.insert(0, row["fact"])
        start = row["first"] or bounds(row["date"])[0]
        if start:
            entry.days.append(start)
    wanted = name_key(values["programme"]) if values["programme"] else None
    kept = {
        key: one
        for key, one in work.items()
        if (wanted is None or wanted in name_key(titles[key[0]])) and (values["all"] or one.basis != "mentioned")
    }
    members: dict[str, set[str]] = defaultdict(set)
    for programme, one in kept:
        members[programme].add(one)
    if actor is not None:
        kept = {key: entry for key, entry in kept.items() if key[1] == actor.id}
    names = {row["id"]: row["name"] for row in question.read("actors", actors=sorted({a for m in members.values() for a in m}))}
    said = sources_of(question, [fact for entry in kept.values() for fact in entry.facts[:2]])
    rows = []
    for (programme, one), entry in kept.items():
        others = sorted(members[programme] - {one}, key=lambda key: (fold(names[key]), key))
        sources: list[dict[str, Any]] = []
        for fact in entry.facts[:2]:
            sources += [source for source in said.get(fact, ())[:2] if source not in sources]
        rows.append(
            {
                "id": programme, "programme": titles[programme], "kind": kinds[programme], "partner_id": one, "partner": names[one],
                "basis": entry.basis, "agreements": sorted(set(entry.agreements.values())),
                "attended": len(entry.events), "first": min(entry.days, default=None), "last": max(entry.days, default=None),
                "with": [{"id": key, "name": names[key]} for key in others], "sources": sources,
            }
        )  # fmt: skip
    rows.sort(key=lambda row: (fold(str(row["programme"])), -int(row["attended"]), fold(str(row["partner"])), row["partner_id"]))
    language = question.language
    shown = [
        {
            **row,
            "basis": words("basis", row["basis"], language),
            "first": when(row["first"].isoformat(), language) if row["first"] else "",
            "last": when(row["last"].isoformat(), language) if row["last"] else "",
            "with": _with(row["with"], language),
            "source": row["sources"][0]["record"] if row["sources"] else "",
        }
        for row in rows
    ]
    where = both(f"{scope.name}: ", f"{scope.name} : ") if scope else both("", "")
    said_count = count(len({row["id"] for row in rows}), ("programme", "programmes"), ("programme", "programmes"))
    bodies = count(len({row["partner_id"] for row in rows}), ("partner", "partners"), ("partenaire", "partenaires"))
    sentence = (
        both(f"{where['en']}{said_count['en']}, {bodies['en']}.", f"{where['fr']}{said_count['fr']}, {bodies['fr']}.")
        if rows
        else both(
            f"{where['en']}not known — no record tells who works on a programme here.",
            f"{where['fr']}on ne sait pas — aucun document ne dit qui travaille ici sur un programme.",
        )
    )
    notes = [both("« Since » is the first day a record knows, not the day the work began.",
                  "« Depuis » est le premier jour que les documents connaissent, pas le début du travail.")]  # fmt: skip
    data = {"scope": scope.as_dict() if scope else None, "as_of": found.as_of, "programmes": rows}
    return question.answer(shown, sentence, notes if rows else (), data)


def _named(programme: str, title: str) -> bool:
    return f" {name_key(programme)} " in f" {name_key(title)} "


def _agreements(question: Question, scope: Scope | None, people: bool) -> list[dict[str, Any]]:
    """The partners of the agreements of a scope that stand under a programme and are in force."""
    rows = [row for row in question.read("conventions") if bool(row["person"]) == people and row["status"] == "actual"]
    if scope is None:
        return rows
    if scope.kind == "partnership":
        return [row for row in rows if row["partnership"] in scope.ids]
    if scope.kind == "committee":
        return []
    covered: dict[str, set[str]] = defaultdict(set)
    for row in question.read("covered"):
        covered[row["partnership"]].add(row["territory"])
    ids = set(scope.ids)
    return [row for row in rows if covered[row["partnership"]] and covered[row["partnership"]] <= ids]


def _with(others: list[dict[str, Any]], language: str) -> str:
    names = ", ".join(one["name"] for one in others[:MOST_WITH])
    more = len(others) - MOST_WITH
    return names + (f" + {number(more, language)}" if more > 0 else "")
