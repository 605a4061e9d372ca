"""A seating from what records know of the guests: who they are, for whom they come, with whom they have sat before."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..graph.errors import QueryError, UnknownName
from ..graph.names import fold, name_key, person_key
from ..graph.store import Store
from . import lookup
from .answer import Answer, column_titles, parse_day, run
from .gathering import elsewhere, gather
from .guests import Directory, Guest, Written
from .meetings import Pair, Thresholds, meetings_of_pairs, ordered, strength
from .seating import STEPS, Guests, Plan, apart_of, seat
from .views import Reader
from .wording import Text, both, count, listed, when

COLUMNS = ("round", "table", "guest", "organisation", "new_here")
MOST = 400
"""Guests of one plan: above, the search takes minutes."""


@dataclass(frozen=True, slots=True)
class _Seat:
    """Somebody who will sit: a node, or a line that no record knows."""

    id: str
    name: str
    organisation: str
    bodies: frozenset[str]
    known: bool = True


def seating(
    store: Store, lines: Sequence[Written] | None = None, *, scope: str | None = None, since: str | None = None, until: str | None = None,
    seats: int = 4, rounds: int = 1, apart: Sequence[tuple[str, str]] = (), without: Sequence[str] = (), bodies: bool = False,
    seed: int = 1, steps: int = STEPS, most: int = MOST, language: str = "fr",
) -> Answer:  # fmt: skip
    """Tables of at most `seats` for the guests of `lines`, or for the people (else the bodies) known as partners of `scope`.

    `apart` names guests who must not share a table, `without` those who stay away; `bodies` seats bodies instead of people, `steps` is
    how long is searched, `most` how many may sit. Raises UnknownName for a name that is no guest, QueryError for too few or too many
    guests.
    """
    reader = Reader(store)
    within = lookup.resolve_scope(store, scope) if scope else None
    period = (parse_day(since) if since else None, parse_day(until, last=True) if until else None)
    found = gather(reader, within, *period, named=within is not None, sizes=within is not None)
    chosen = (
        _listed(reader, lines, {n.actor for n in found.namings})
        if lines is not None
        else _of_scope(store, reader, scope, since, until, bodies)
    )
    away = {_guest(name, chosen).id for name in without}
    chosen = [one for one in chosen if one.id not in away]
    if len(chosen) < 2:
        raise QueryError(
            "Seating needs two guests or more, and here fewer are known. Give a list: maillage seating LIST.",
            "Un plan de table demande au moins deux personnes, et on en connaît moins ici. Donnez une liste : maillage tables LISTE.",
        )
    if len(chosen) > most:
        raise QueryError(f"{len(chosen)} guests are too many for one plan ({most} at most). Give a shorter list.",
                         f"{len(chosen)} personnes sont trop pour un plan ({most} au plus). Donnez une liste plus courte.")  # fmt: skip
    kept_apart = apart_of([(_guest(a, chosen).id, _guest(b, chosen).id) for a, b in apart])
    ids = sorted(one.id for one in chosen)
    met, crossed = _history(reader, [one.id for one in chosen if one.known], found, period)
    guests = Guests(tuple(ids), {one.id: one.bodies for one in chosen}, met, crossed, kept_apart)
    plan = seat(guests, seats, rounds, seed, steps)
    return _answer(plan, guests, {one.id: one for one in chosen}, within, found.as_of, seats, seed, language)


def _listed(reader: Reader, lines: Sequence[Written], near: Collection[str]) -> list[_Seat]:
    """A seat for each line, once for each person or body; `near` are those whom a name means when it may mean several."""
    seats: dict[str, _Seat] = {}
    for guest in Directory(reader, near).match(lines):
        node = guest.person or guest.body
        name = guest.person.name if guest.person else guest.said
        bodies = [guest.body] if guest.body else list(guest.bodies)
        organisation = ", ".join(body.name for body in bodies) or guest.body_text or ""
        own = frozenset(body.id for body in bodies) or _written_body(guest)
        identity = node.id if node else f"line {person_key(guest.said)} {name_key(guest.body_text or '')}"
        if node is not None and guest.person is None:
            name, organisation = (guest.said, node.name) if fold(guest.said) != fold(node.name) else (node.name, "")
            if identity in seats:  # a second person of one body that has no name of its own
                identity = f"{identity} {guest.number}"
        seats.setdefault(identity, _Seat(identity, name, organisation, own, node is not None and identity == node.id))
    return list(seats.values())


def _written_body(guest: Guest) -> frozenset[str]:
    return frozenset({f"written {name_key(guest.body_text)}"}) if guest.body_text else frozenset()


def _of_scope(
    store: Store, reader: Reader, scope: str | None, since: str | None, until: str | None, bodies_only: bool
) -> list[_Seat]:  # fmt: skip
    """The people known as partners; the bodies when nobody is known or `bodies_only` asks for it."""
    given = {key: value for key, value in (("scope", scope), ("since", since), ("until", until)) if value}
    people = [] if bodies_only else run(store, "never-met", {**given, "people": True}).data["partners"]
    if len(people) > 1:
        bodies: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in reader.read("bodies", people=sorted(one["id"] for one in people)):
            bodies[row["person"]].append((row["organisation"], row["name"]))
        return [
            _Seat(
                one["id"],
                one["name"],
                ", ".join(name for _, name in bodies[one["id"]]),
                frozenset(key for key, _ in bodies[one["id"]]),
            )
            for one in people
        ]
    partners = run(store, "never-met", given).data["partners"]
    return [_Seat(one["id"], one["name"], "", frozenset({one["id"]})) for one in partners]


def _guest(name: str, chosen: Sequence[_Seat]) -> _Seat:
    """The guest called `name`; raises UnknownName, with near misses, for none or several."""
    keys = {fold(name), person_key(name), name_key(name)}
    found = [one for one in chosen if one.id == name or keys & {fold(one.name), person_key(one.name), name_key(one.name)}]
    if len(found) == 1:
        return found[0]
    near = difflib.get_close_matches(name, [one.name for one in chosen], n=4, cutoff=0.5)
    if found:
        raise UnknownName(
            f"{len(found)} guests are called {name!r}. Write one of the ids.",
            f"{len(found)} personnes s'appellent « {name} ». Écrivez un des identifiants.",
            [one.id for one in found],
        )
    raise UnknownName(f"No guest is called {name!r}.", f"Personne sur cette liste ne s'appelle « {name} ».", near)


def _history(
    reader: Reader, known: Sequence[str], found: Any, period: tuple[Any, Any]
) -> tuple[dict[Pair, int], frozenset[Pair]]:
    """How often two of `known` sat at one table or in one room, and which crossed in a plenary only."""
    occasions, there = elsewhere(reader, known, (), *period)
    occasions = {key: found.occasions.get(key, occasion) for key, occasion in occasions.items()}
    limits = Thresholds()
    met: dict[Pair, int] = {}
    crossed: set[Pair] = set()
    for pair, events in meetings_of_pairs(there, known).items():
        close = sum(strength(occasions[event], limits) != "plenary" for event in events)
        if close:
            met[ordered(*pair)] = close
        else:
            crossed.add(ordered(*pair))
    return met, frozenset(crossed)


def _answer(
    plan: Plan, guests: Guests, seats: Mapping[str, _Seat], scope: lookup.Scope | None, as_of: Any, most: int, seed: int, language: str
) -> Answer:  # fmt: skip
    seen: set[Pair] = set()
    rounds: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for number, one in enumerate(plan.rounds, 1):
        tables = []
        before = set(seen)
        for place, table in enumerate(one, 1):
            people: list[dict[str, Any]] = []
            for guest in table:
                others = [ordered(guest, other) for other in table if other != guest]
                new = sum(p not in before and not guests.met.get(p) and not guests.same_body(*p) for p in others)
                seen.update(others)
                at = seats[guest]
                people.append({"id": guest, "name": at.name, "organisation": at.organisation, "new": new, "known": at.known})
            people.sort(key=lambda person: (fold(person["name"]), person["id"]))
            tables.append({"table": place, "guests": people})
            rows += [
                {
                    "round": number,
                    "table": place,
                    "guest": one["name"],
                    "organisation": one["organisation"],
                    "new_here": one["new"],
                }
                for one in people
            ]
        rounds.append({"round": number, "tables": tables})
    counts = {
        "guests": len(guests.ids), "pairs": plan.pairs, "met_before": plan.met_before, "met_after": plan.met_after, "new": plan.new,
        "bound": plan.bound, "same_body": plan.same_body, "apart": plan.apart, "again": plan.again,
    }  # fmt: skip
    data = {
        "scope": scope.as_dict() if scope else None, "as_of": as_of, "seats": most, "seed": seed, "counts": counts, "rounds": rounds,
        "unknown": sorted(one.name for one in seats.values() if not one.known),
    }  # fmt: skip
    return Answer(
        "seating", COLUMNS, tuple(rows), _sentence(scope, data), tuple(_notes(data, as_of)), data, column_titles(COLUMNS)
    )


def _sentence(scope: lookup.Scope | None, data: Mapping[str, Any]) -> Text:
    done = data["counts"]
    tables = len(data["rounds"][0]["tables"])
    where = both(f"{scope.name}: ", f"{scope.name} : ") if scope else both("", "")
    people = count(done["guests"], ("guest", "guests"), ("convive", "convives"))
    at = count(tables, ("table", "tables"), ("table", "tables"))
    times = count(len(data["rounds"]), ("round", "rounds"), ("tour", "tours"))
    return both(
        f"{where['en']}{people['en']}, {at['en']}, {times['en']}: of {done['pairs']} pairs of different bodies, {done['met_before']} "
        f"are known to have sat together before, {done['met_after']} will have after ({done['new']} new; no plan can give more than "
        f"{done['bound']}).",
        f"{where['fr']}{people['fr']}, {at['fr']}, {times['fr']} : sur {done['pairs']} paires de structures différentes, on en sait "
        f"{done['met_before']} qui ont déjà siégé ensemble ; elles seront {done['met_after']} après ({done['new']} nouvelles ; "
        f"aucun plan ne peut en donner plus de {done['bound']}).",
    )


def _notes(data: Mapping[str, Any], as_of: Any) -> list[Text]:
    done, notes = data["counts"], []
    if done["apart"]:
        notes.append(both(f"{done['apart']} pairs kept apart share a table: there are not enough tables.",
                          f"{done['apart']} paires à séparer sont à la même table : il n'y a pas assez de tables."))  # fmt: skip
    if done["same_body"]:
        notes.append(both(f"People of one body share a table {done['same_body']} times.",
                          f"Des personnes d'une même structure partagent une table {done['same_body']} fois."))  # fmt: skip
    if data["unknown"]:
        lost = both(listed(data["unknown"], "en", 20), listed(data["unknown"], "fr", 20))
        notes.append(both(
            f"Unknown to the records, or of a name with several meanings, seated as strangers to all: {lost['en']}.",
            f"Inconnus des documents, ou d'un nom à plusieurs sens, placés comme n'ayant vu personne : {lost['fr']}.",
        ))  # fmt: skip
    state = both(f" as of {when(as_of.isoformat(), 'en')}", f" au {when(as_of.isoformat(), 'fr')}") if as_of else both("", "")
    notes.append(both(f"« Sat together » = at one meeting of at most {Thresholds().room} people whose list names both{state['en']}; "
                      "who met without a list is not known.",
                      f"« Siégé ensemble » = à une réunion de {Thresholds().room} personnes au plus dont la liste nomme les deux"
                      f"{state['fr']} ; ce qui s'est passé sans liste n'est pas connu."))  # fmt: skip
    return notes
