"""Who could introduce whom: for a pair, or for all pairs of a scope that have not worked together, those who have met both."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np

from ...graph.errors import QueryError
from ...graph.names import fold
from ..answer import Answer, Question
from ..crossings import Crossings
from ..gathering import Reader
from ..lookup import Actor, Scope
from ..meetings import Occasion, Pair, Thresholds, ordered, strength
from ..membership import Kinship, Membership, acted_together, apart_of, asked_about, kinship_of, windows_of
from ..verdicts import Calendar, Judged, judge
from .brokerage import Bridges, bridges
from .fabric import Fabric, Tie, company_of, last_sources
from .introduction_cards import described, row_of, summary

BROKERS = 3
"""Brokers shown for a pair, best first; their number is always given."""
PEOPLE = 3
"""People named for a body that can introduce."""


@dataclass(slots=True)
class Broker:
    """Somebody who has met both of a pair. For a body: the people of it who were there with both."""

    id: str
    a: Tie
    b: Tie
    score: float
    people: list[Broker] = field(default_factory=list)


@dataclass(slots=True)
class Introduction:
    """A pair with those who could bring it together. `known` counts all of them; `fragile`: there is only one; `next` the first
    coming date at which both are expected."""

    judged: Judged
    score: float
    brokers: list[Broker]
    known: int
    fragile: bool
    programmes: list[dict[str, str]] = field(default_factory=list)
    next: dict[str, Any] | None = None


@dataclass(slots=True)
class Circle:
    """What introductions are looked for in: who was where, who belongs to whom, and what everybody is called."""

    fabric: Fabric
    kinship: Kinship
    bodies: Mapping[str, Collection[str]]
    names: Mapping[str, str]
    persons: frozenset[str]


def introductions(question: Question) -> Answer:
    """The answer to « Who could introduce them » for a pair or a scope, ranked, with a card for each pair."""
    values = question.values
    thresholds = Thresholds(lists=values["lists"], share=values["share"], months=values["months"])
    a, b, scope = values["a"], values["b"], values["scope"]
    if (a is None) != (b is None) or (a is None and scope is None):
        raise QueryError(
            'introductions needs --a and --b, or --scope. For example: --scope "Blois".',
            "présentations demande --a et --b, ou --scope. Par exemple : --scope « Blois ».",
        )
    return _of_pair(question, a, b, thresholds) if a is not None else _of_scope(question, scope, thresholds)


def _of_scope(question: Question, scope: Scope, thresholds: Thresholds) -> Answer:
    values, people = question.values, question.values["people"]
    since, until = values["since"], values["until"]
    asked = asked_about(question, scope, since, until, thresholds, people=people, everything=values["all"], level=values["level"])
    ids, found = asked.ids, asked.found
    committee = scope.kind != "territory"
    fabric = company_of(question, ids, asked.kinship, since, until)
    fabric.occasions.update({key: occasion for key, occasion in found.occasions.items() if key in fabric.there})
    apart = apart_of(question, ids, asked.kinship, people, committee and values["all"])
    acted = acted_together(question, ids, asked.kinship)
    met = Crossings(fabric.there, fabric.occasions, ids)
    pairs = [pair for pair in combinations(sorted(ids), 2) if pair not in apart]
    strangers = _strangers(met, pairs, thresholds, acted)
    circle = _circle(question, fabric, asked.kinship, asked.names)

    def judged(wanted: Sequence[Pair]) -> list[Judged]:
        return judge(wanted, met, Calendar(found.inside), windows_of(asked, committee and people), thresholds, acted)

    introduced = _introduced(circle, ids, strangers, judged, found.as_of, thresholds, people, values["most"])
    coming = {"scope": found.planned[:1], "partners": frozenset(ids)}
    _complete(question, introduced, circle, found.as_of, coming)
    return _answer(question, scope, circle, introduced, asked, len(pairs), len(strangers), thresholds)


def _strangers(met: Crossings, pairs: Sequence[Pair], thresholds: Thresholds, acted: Collection[Pair]) -> dict[Pair, bool]:
    """Those of `pairs` that have not worked together → whether they crossed in a plenary."""
    close = met.where(lambda occasion: strength(occasion, thresholds) != "plenary")
    found = {}
    for pair in pairs:
        shared = met.shared(*pair)
        if not shared & close and not (shared and pair in acted):
            found[pair] = bool(shared)
    return found


def _of_pair(question: Question, a: Actor, b: Actor, thresholds: Thresholds) -> Answer:
    values = question.values
    if a.id == b.id:
        raise QueryError(f"{a.name} is both --a and --b. Name two.", f"{a.name} est à la fois --a et --b. Nommez-en deux.")
    people = a.person or b.person
    kinship = kinship_of(question, "unit", people)
    ids = [heir for actor in (a, b) for heir in kinship.standing.get(actor.id, (actor.id,))][:2]
    fabric = company_of(question, ids, kinship, values["since"], values["until"])
    circle = _circle(question, fabric, kinship, {a.id: a.name, b.id: b.name})
    pair = ordered(*ids)
    if ids[1] in circle.bodies.get(ids[0], ()) or ids[0] in circle.bodies.get(ids[1], ()) or kinship.apart(*pair):
        raise QueryError(
            f"{a.name} and {b.name} belong together: there is nobody to introduce. Name two that are apart.",
            f"{a.name} et {b.name} vont ensemble : il n'y a personne à présenter. Nommez-en deux qui sont distincts.",
        )
    scope: Scope | None = values["scope"]
    asked = asked_about(question, scope, values["since"], values["until"], thresholds, people=people) if scope else None
    calendar = Calendar(asked.found.inside if asked else fabric.occasions.values())
    judged = judge([pair], Crossings(fabric.there, fabric.occasions, ids), calendar, {}, thresholds)
    as_of = asked.found.as_of if asked else fabric.as_of
    introduced = _introduced(circle, ids, {pair: bool(fabric.shared(*pair))}, lambda _: judged, as_of, thresholds, people, 1)
    _complete(question, introduced, circle, as_of, {})
    return _answer(question, scope, circle, introduced, asked, 1, sum(j.verdict != "worked-together" for j in judged), thresholds)


# --- who has met both ---------------------------------------------------------------------------------------------------


def _circle(reader: Reader, fabric: Fabric, kinship: Kinship, names: Mapping[str, str]) -> Circle:
    rows = {row["id"]: row for row in reader.read("actors", actors=sorted(fabric.events))}
    persons = frozenset(key for key, row in rows.items() if row["person"])
    bodies: dict[str, set[str]] = defaultdict(set)
    for row in reader.read("bodies", people=sorted(persons)):
        bodies[row["person"]].update(kinship.standing.get(row["organisation"], (row["organisation"],)))
    called = {key: str(row["name"]) for key, row in rows.items()} | dict(kinship.names) | dict(names)
    return Circle(fabric, kinship, bodies, called, persons)


def _introduced(
    circle: Circle,
    ids: Sequence[str],
    pairs: Mapping[Pair, bool],
    judged: Callable[[Sequence[Pair]], list[Judged]],
    as_of: date | None,
    thresholds: Thresholds,
    people: bool,
    most: int,
) -> list[Introduction]:
    """The `most` pairs that somebody could bring together best, best first: those that never met or may never have met, then those that
    crossed in plenary; of each, pairs without a known broker last, by name. `pairs` says which crossed, `judged` gives their verdicts."""
    members: dict[str, set[str]] = defaultdict(set)
    for person, bodies in circle.bodies.items():
        for body in bodies:
            members[body].add(person)
    own = {
        end: members.get(end, set()) | set(circle.bodies.get(end, ())) | set(circle.kinship.wholes.get(end, ()))
        | {part for part, wholes in circle.kinship.wholes.items() if end in wholes}
        for end in ids
    }  # fmt: skip
    everybody = circle.fabric.events.keys()
    same = bridges(circle.fabric, ids, [actor for actor in everybody if (actor in circle.persons) == people], own, as_of)
    row = {actor: number for number, actor in enumerate(ids)}
    called = {actor: fold(circle.names[actor]) for actor in ids}
    scores = np.round(same.scores(), 12).tolist()
    ranked = heapq.nsmallest(
        most, pairs, key=lambda p: (pairs[p], -scores[row[p[0]]][row[p[1]]], called[p[0]], called[p[1]], p)
    )  # fmt: skip
    staff = same if people else bridges(circle.fabric, ids, sorted(circle.persons), own, as_of)
    return [_introduction(circle, j, scores[row[j.pair[0]]][row[j.pair[1]]], same, staff, thresholds) for j in judged(ranked)]


def _introduction(
    circle: Circle, judged: Judged, score: float, same: Bridges, staff: Bridges, thresholds: Thresholds
) -> Introduction:
    pair = judged.pair
    found = same.of_pair(pair)
    known = {broker for broker, _ in found}
    houses: set[str] = set(known)
    if same is staff:  # people: those of one body are one door
        houses = {min(circle.bodies.get(broker, ()), default=broker) for broker in known}
    alone: list[tuple[str, float]] = []
    inside: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for person, worth in staff.of_pair(pair) if same is not staff else ():
        homes = [body for body in circle.bodies.get(person, ()) if body in known]
        for body in homes:
            inside[body].append((person, worth))
        if not homes:
            alone.append((person, worth))
            houses.add(person)
    brokers = []
    for broker, worth in (*found, *alone)[:BROKERS]:
        made = _broker(circle.fabric, broker, pair, worth, thresholds)
        made.people = [_broker(circle.fabric, who, pair, value, thresholds) for who, value in inside[broker][:PEOPLE]]
        brokers.append(made)
    return Introduction(judged, score, brokers, len(found) + len(alone), len(houses) == 1)


def _broker(fabric: Fabric, broker: str, pair: Pair, score: float, thresholds: Thresholds) -> Broker:
    one, two = fabric.tie(broker, pair[0], thresholds), fabric.tie(broker, pair[1], thresholds)
    assert one is not None
    assert two is not None
    return Broker(broker, one, two, score)


# --- what else brings them together -------------------------------------------------------------------------------------


def _complete(
    reader: Reader, introduced: Sequence[Introduction], circle: Circle, as_of: date | None, coming: Mapping[str, Any]
) -> None:
    """Fill in shared programmes and the next date at which both are expected."""
    actors = sorted({actor for one in introduced for actor in one.judged.pair})
    programmes: dict[str, dict[str, str]] = defaultdict(dict)
    for row in reader.read("programmes_of", actors=actors):
        programmes[row["actor"]][row["programme"]] = row["name"]
    expected: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    if as_of is not None:
        for row in reader.read("expected", actors=actors, after=as_of):
            expected[row["actor"]][row["event"]] = row
    for one in introduced:
        a, b = one.judged.pair
        common = programmes[a].keys() & programmes[b].keys()
        one.programmes = sorted(
            ({"id": key, "name": programmes[a][key]} for key in common), key=lambda item: (fold(item["name"]), item["id"])
        )
        events = [expected[a][key] for key in expected[a].keys() & expected[b].keys()]
        if coming.get("scope") and {a, b} <= coming["partners"]:
            events += [{**row, "event": row["id"]} for row in coming["scope"]]
        if events:
            first = min(events, key=lambda row: (row["earliest"] or row["latest"], row["event"]))
            one.next = {"id": first["event"], **{key: first[key] for key in ("name", "date", "time", "place", "status")}}


def _answer(
    question: Question, scope: Scope | None, circle: Circle, introduced: Sequence[Introduction], asked: Membership | None,
    pairs: int, apart: int, thresholds: Thresholds,
) -> Answer:  # fmt: skip
    wanted: list[tuple[Occasion, Sequence[str]]] = []
    for one in introduced:
        for broker in one.brokers:
            a, b = one.judged.pair
            wanted += [(broker.a.last, (broker.id, a)), (broker.b.last, (broker.id, b))]
    said = last_sources(question, wanted, circle.kinship)
    items = [described(one, circle, said, number) for number, one in enumerate(introduced, 1)]
    occasions = asked.found.inside if asked else list(circle.fabric.occasions.values())
    as_of = asked.found.as_of if asked else circle.fabric.as_of
    sentence, notes, data = summary(
        scope, items, occasions, as_of, pairs, apart, thresholds, pair_only=question.values["a"] is not None
    )
    if question.values["cards"]:
        rows = [row_of(item, question.language) for item in items]
        cards = [{**row, "card": item["card"][question.language]} for row, item in zip(rows, items, strict=True)]
        return question.answer(cards, sentence, notes, data, ("rank", "a", "b", "card"))
    return question.answer([row_of(item, question.language) for item in items], sentence, notes, data)
