"""Seats that stay empty, and seats that a substitute always takes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ...graph.names import fold
from ..answer import Answer, Question, words
from ..gathering import gather, sources_of
from ..lookup import Scope
from ..meetings import by_date
from ..membership import kinship_of
from ..wording import both, count, listed, when
from .coverage import coverage, coverage_note

Pattern = Literal["never-comes", "always-substituted"]
NAMES = {"EXCUSED_FROM": "excused", "ABSENT_FROM": "absent"}


@dataclass(slots=True)
class Seat:
    """Somebody at the meetings of a scope: events by what lists say, substitutes by event, the facts that say it."""

    attended: set[str] = field(default_factory=set)
    excused: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)
    invited: set[str] = field(default_factory=set)
    substitutes: dict[str, tuple[str, str]] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def away(self) -> set[str]:
        """Meetings of which it is known that nobody sat in the seat's own person."""
        return (self.excused | self.absent | self.invited | set(self.substitutes)) - self.attended


def pattern_of(seat: Seat, times: int) -> Pattern | None:
    """What a seat shows: always through a substitute at `times` meetings or more, or never there at so many that name it, whatever
    else is said of them; None for a seat that is taken, or of which too little is known."""
    if seat.attended or len(seat.away) < times:
        return None
    return "always-substituted" if seat.away == set(seat.substitutes) else "never-comes"


def seats(question: Question) -> Answer:
    """The people and bodies that never come, and those who always send a substitute, longest first."""
    values = question.values
    scope: Scope = values["scope"]
    times: int = values["times"]
    people: bool = values["people"]
    found = gather(question, scope, values["since"], values["until"], people=True if people else None)
    kinship = kinship_of(question, values["level"], people)
    inside = {occasion.id for occasion in found.inside}
    complete = {occasion.id for occasion in found.inside if occasion.listed == "complete"}
    seat_of: dict[str, Seat] = defaultdict(Seat)

    def seats_of(actor: str) -> list[Seat]:
        return [seat_of[heir] for heir in kinship.standing.get(actor, (actor,))]

    for naming in found.namings:
        if naming.event in inside:
            for seat in seats_of(naming.actor):
                if naming.state == "ATTENDED":
                    seat.attended.add(naming.event)
                elif naming.state in NAMES:
                    getattr(seat, NAMES[naming.state]).add(naming.event)
                    seat.facts.setdefault(naming.event, naming.fact)
    for row in question.read("invitations", events=sorted(complete)):  # without a complete list nobody knows whether they came
        for seat in seats_of(row["actor"]):
            seat.invited.add(row["event"])
            seat.facts.setdefault(row["event"], row["fact"])
    for row in question.read("stand_ins", events=sorted(inside)):
        for seat in seats_of(row["replaced"]):
            seat.substitutes[row["event"]] = (row["substitute"], row["name"])
            seat.facts[row["event"]] = row["fact"]
    patterns = {actor: pattern for actor, seat in seat_of.items() if (pattern := pattern_of(seat, times))}
    details = {row["id"]: row for row in question.read("actors", actors=sorted(patterns))}
    details |= {key: {"name": name, "person": False} for key, name in kinship.names.items()}
    if people:  # an invitation or a substitute may be a body's
        patterns = {actor: pattern for actor, pattern in patterns.items() if details[actor]["person"]}
    bodies: dict[str, list[str]] = defaultdict(list)
    for row in question.read("bodies", people=sorted(actor for actor in patterns if details[actor]["person"])):
        bodies[row["person"]].append(row["name"])
    last = {actor: by_date(found.occasions[event] for event in seat_of[actor].away)[-1] for actor in patterns}
    said = sources_of(question, [seat_of[actor].facts[last[actor].id] for actor in patterns], most=2)
    items: list[dict[str, Any]] = []
    for actor, pattern in patterns.items():
        seat = seat_of[actor]
        named = Counter(seat.substitutes.values())
        items.append(
            {
                "id": actor, "name": details[actor]["name"], "person": bool(details[actor]["person"]), "organisations": bodies[actor],
                "pattern": pattern, "meetings": len(seat.away), "excused": len(seat.excused), "absent": len(seat.absent),
                "invited": len(seat.invited),
                "substitutes": [{"id": key, "name": name, "meetings": n} for (key, name), n in sorted(named.items(), key=_often)],
                "last": last[actor].date, "event": {"id": last[actor].id, "name": last[actor].name},
                "sources": said.get(seat.facts[last[actor].id], []),
            }
        )  # fmt: skip
    items.sort(key=lambda item: (item["pattern"], -item["meetings"], fold(item["name"]), item["id"]))
    done = coverage(found.inside)
    never = sum(item["pattern"] == "never-comes" for item in items)
    data = {
        "scope": scope.as_dict(), "as_of": found.as_of, "coverage": done, "thresholds": {"times": times}, "seats": items,
        "named": len(seat_of),
    }  # fmt: skip
    if not seat_of:
        sentence = both(f"{scope.name}: not known — no list of a meeting held here names anybody.",
                        f"{scope.name} : on ne sait pas — aucune liste d'une réunion tenue ici ne nomme quelqu'un.")  # fmt: skip
    else:
        some = count(never, ("never comes", "never come"), ("ne vient jamais", "ne viennent jamais"))
        more = count(
            len(items) - never,
            ("is always substituted", "are always substituted"),
            ("est toujours remplacé", "sont toujours remplacés"),
        )
        of = count(len(seat_of), ("named seat", "named seats"), ("siège nommé", "sièges nommés"))
        sentence = both(
            f"{scope.name}: of {of['en']}, {some['en']} and {more['en']}.",
            f"{scope.name} : sur {of['fr']}, {some['fr']} et {more['fr']}.",
        )
    notes = [coverage_note(done, found.as_of), both(
        f"« Never » and « always » need {times} meetings that name the seat as excused, absent, invited or substituted, and none that "
        "shows it there. An invitation counts only for a meeting with a complete list. A proxy is no substitute.",
        f"« Jamais » et « toujours » demandent {times} réunions qui nomment le siège comme excusé, absent, invité ou remplacé, et aucune "
        "qui le montre présent. Une invitation ne compte que pour une réunion avec liste complète. Un pouvoir n'est pas un remplacement.",
    )]  # fmt: skip
    return question.answer([_row(item, question.language) for item in items], sentence, notes, data)


def _often(named: tuple[tuple[str, str], int]) -> tuple[int, tuple[str, str]]:
    return -named[1], named[0]


def _row(item: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {
        **{key: item[key] for key in ("meetings", "excused", "absent", "invited")},
        "seat": item["name"],
        "organisation": ", ".join(item["organisations"]),
        "pattern": words("pattern", item["pattern"], language),
        "substitutes": listed([one["name"] for one in item["substitutes"]], language, 3),
        "last": when(item["last"], language),
        "source": item["sources"][0]["record"] if item["sources"] else "",
    }
