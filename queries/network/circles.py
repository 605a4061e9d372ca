"""The circles of a scope: its core, its regulars, those who came once, those who are expected, and the resources around."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ...graph.names import fold
from ..answer import Answer, Question, words
from ..gathering import sources_of
from ..lookup import Scope
from ..meetings import Thresholds
from ..membership import asked_about
from ..partners import Candidate
from ..verdicts import Calendar, Window
from ..wording import both, count, when
from .coverage import coverage, coverage_note

CIRCLES = ("core", "regular", "occasional", "expected", "resource")


def circle_of(attended: int, listed: int, core: float, *, resource: bool = False) -> str:
    """The circle of somebody who `attended` so many of the `listed` occasions since the first that names them: the core from the part
    `core` of them on and twice at least, regular from two, occasional for one, expected when named or a member and never there."""
    if resource:
        return "resource"
    if attended >= 2 and attended >= core * listed:
        return "core"
    if attended >= 2:
        return "regular"
    return "occasional" if attended == 1 else "expected"


def circles(question: Question) -> Answer:
    """Everybody that a scope knows, in circles from the core outwards; shares are of the listed meetings since each was first named."""
    values = question.values
    scope: Scope = values["scope"]
    people: bool = values["people"]
    asked = asked_about(
        question,
        scope,
        values["since"],
        values["until"],
        Thresholds(fewest=0),
        people=people,
        everything=True,
        level=values["level"],
    )
    found, chosen = asked.found, asked.chosen
    calendar = Calendar(found.inside)
    complete = {occasion.id for occasion in found.inside if occasion.listed == "complete"}
    facts: dict[str, str] = {}
    for naming in sorted(found.namings, key=lambda n: (_day(found.occasions[n.event].latest), n.event)):
        if naming.person == people and naming.state == "ATTENDED" and found.occasions[naming.event].inside:
            for heir in asked.kinship.standing.get(naming.actor, (naming.actor,)):
                facts[heir] = naming.fact
    everybody: list[tuple[Candidate, str]] = [(p.candidate, p.kind) for p in (*chosen.partners, *chosen.occasional)]
    known = {candidate.id for candidate, _ in everybody}
    everybody += [(candidate, "resource") for candidate in chosen.resources if candidate.id not in known]
    said = sources_of(question, [facts.get(c.id) or (asked.grounds[c.id].facts or [""])[0] for c, _ in everybody], most=2)
    items: list[dict[str, Any]] = []
    for candidate, kind in everybody:
        listed = calendar.count("complete", Window(candidate.first, None))
        attended = len(candidate.attended & complete)
        circle = circle_of(len(candidate.attended), listed, values["core"], resource=kind == "resource")
        fact = facts.get(candidate.id) or (asked.grounds[candidate.id].facts or [""])[0]
        items.append(
            {
                "id": candidate.id, "name": candidate.name, "circle": circle, "kind": kind, "meetings": len(candidate.attended),
                "listed": listed, "share": round(attended / listed, 2) if listed else None,
                "first": candidate.first, "last": candidate.last if candidate.attended else None, "sources": said.get(fact, []),
            }
        )  # fmt: skip
    items.sort(key=lambda item: (CIRCLES.index(item["circle"]), -item["meetings"], fold(item["name"]), item["id"]))
    totals = {circle: sum(item["circle"] == circle for item in items) for circle in CIRCLES}
    done = coverage(found.inside)
    data = {
        "scope": scope.as_dict(), "as_of": found.as_of, "coverage": done,
        "thresholds": {"core": values["core"], "regular": 2}, "counts": totals, "circles": items,
    }  # fmt: skip
    where = both(f"{scope.name}: ", f"{scope.name} : ")
    if not items:
        sentence = both(f"{where['en']}not known — no record names anybody at a meeting held here.",
                        f"{where['fr']}on ne sait pas — aucun document ne nomme de présents à une réunion tenue ici.")  # fmt: skip
    else:
        core = count(totals["core"], ("in the core", "in the core"), ("au noyau", "au noyau"))
        regular = count(totals["regular"], ("regular", "regulars"), ("régulier", "réguliers"))
        occasional = count(totals["occasional"], ("occasional", "occasional"), ("occasionnel", "occasionnels"))
        expected = count(
            totals["expected"], ("expected and not seen", "expected and not seen"), ("attendu et pas vu", "attendus et pas vus")
        )
        parts = (core, regular, occasional, expected)
        sentence = {code: f"{where[code]}{', '.join(part[code] for part in parts)}." for code in ("en", "fr")}
    notes = [coverage_note(done, found.as_of), both(
        f"Core: at {round(values['core'] * 100)} % or more of the listed meetings since first named, and twice at least; "
        "regular: twice or more; occasional: once; expected: a member, or named, and never there.",
        f"Noyau : à {round(values['core'] * 100)} % ou plus des réunions avec liste depuis sa première mention, et deux fois au moins ; "
        "régulier : deux fois ou plus ; occasionnel : une fois ; attendu : membre, ou nommé, et jamais là.",
    )]  # fmt: skip
    return question.answer([_row(item, question.language) for item in items], sentence, notes, data)


def _day(value: date | None) -> date:
    return value or date.min


def _row(item: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {
        "circle": words("circle", item["circle"], language),
        "partner": item["name"],
        "meetings": item["meetings"],
        "share": "" if item["share"] is None else f"{item['share']:.0%}",
        "first": when(item["first"].isoformat(), language) if item["first"] else "",
        "last": when(item["last"].isoformat(), language) if item["last"] else "",
        "source": item["sources"][0]["record"] if item["sources"] else "",
    }
