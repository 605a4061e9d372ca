"""Parts of the graph to draw: who works with whom, what surrounds one actor. Each gives a Subgraph with the sentences behind its links."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..graph.dates import bounds
from ..graph.errors import QueryError
from ..graph.model import Node, Relationship, Statement, Subgraph
from ..graph.store import Store
from . import lookup
from .catalogue import part
from .gathering import Gathered, gather
from .meetings import STRENGTHS, Occasion, Thresholds, by_date, meetings_of_pairs, strength

SENTENCES = 5
"""Sentences kept for each pair, from the newest meetings; fewer where there are thousands of pairs."""
PAIRS = 20_000
"""Links a view holds at most, the strongest ones: a page of more is too large for a mail."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the shared reads of `parts/` from a store."""

    store: Store

    def read(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
        return self.store.read(part(name).cypher, parameters)


def works_with(
    store: Store, scope: str | None = None, people: bool = False, since: str | None = None, until: str | None = None
) -> Subgraph:
    """Organisations (or people) and a MET relationship for each two that shared an occasion: `meetings` (how many), `last` (day),
    `strength` (table, room or plenary, the closest), with up to five sentences that put them there.

    `scope` names a territory, committee or partnership (all that is known without it), `since` and `until` are EDTF dates. Raises
    UnknownName for a scope nobody bears, QueryError for a date that is none.
    """
    reader = Reader(store)
    found = gather(reader, lookup.resolve_scope(store, scope) if scope else None, _day(since, 0), _day(until, 1))
    there = found.there(people)
    actors = {actor for present in there.values() for actor in present}
    pairs = meetings_of_pairs(there, actors)
    notes = _coverage(found)
    if len(pairs) > PAIRS:
        notes = {
            "fr": f"{notes['fr']} Les {PAIRS:,} liens les plus forts sur {len(pairs):,} sont montrés.".replace(",", " "),
            "en": f"{notes['en']} The {PAIRS:,} strongest of {len(pairs):,} links are shown.",
        }
        pairs = dict(sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0]))[:PAIRS])
        actors = {actor for pair in pairs for actor in pair}
    each = SENTENCES if len(pairs) <= 2_000 else 2 if len(pairs) <= 8_000 else 1
    proofs = {(naming.event, naming.actor): naming.fact for naming in found.namings if naming.state == "ATTENDED"}
    links: list[Relationship] = []
    wanted: dict[str, list[str]] = {}
    for (a, b), events in pairs.items():
        occasions = by_date(found.occasions[event] for event in events)
        fact = f"met:{a}:{b}"
        links.append(Relationship(fact, "MET", a, b, _properties(occasions)))
        newest = occasions[::-1][: each // 2 + 1]
        wanted[fact] = [proofs[o.id, actor] for o in newest for actor in (a, b) if (o.id, actor) in proofs][:each]
    return Subgraph(tuple(_actors(reader, actors)), tuple(links), tuple(_sentences(reader, wanted)), notes)


def _properties(occasions: Sequence[Occasion]) -> dict[str, Any]:
    closest = min((strength(occasion, Thresholds()) for occasion in occasions), key=STRENGTHS.index)
    days = [occasion.latest for occasion in occasions if occasion.latest]
    properties: dict[str, Any] = {"meetings": len(occasions), "strength": closest}
    if days:
        properties["last"] = max(days)
    return properties


def _actors(reader: Reader, actors: Collection[str]) -> Iterable[Node]:
    for row in reader.read("actors", actors=sorted(actors)):
        label = "Person" if row["person"] else "Organisation"
        kept = {key: row[key] for key in ("name", "kind", "level", "network") if row.get(key)}
        yield Node(row["id"], ("Actor", label), kept)


def _sentences(reader: Reader, wanted: Mapping[str, Sequence[str]]) -> Iterable[Statement]:
    facts = sorted({fact for proofs in wanted.values() for fact in proofs})
    said: dict[str, dict[str, Any]] = {}
    for row in reader.read("statements", facts=facts):
        if row["quote"]:
            said.setdefault(row["fact"], row)
    for fact, proofs in sorted(wanted.items()):
        seen: set[tuple[str, str]] = set()
        for proof in proofs:
            found = said.get(proof)
            if found is not None and (found["source"], found["quote"]) not in seen:
                seen.add((found["source"], found["quote"]))
                yield Statement(
                    fact, found["source"].rsplit("/", 1)[-1], found["quote"], found["start"], found["end"], found["page"]
                )


def _coverage(found: Gathered) -> dict[str, str]:
    inside = found.inside
    listed = sum(occasion.listed == "complete" for occasion in inside)
    return {
        "fr": f"Réunions tenues : {len(inside)}, dont {listed} avec une liste complète.",
        "en": f"Meetings held: {len(inside)}, {listed} of them with a complete list.",
    }


def _day(text: str | None, end: int) -> date | None:
    if not text:
        return None
    try:
        return bounds(text)[end]
    except ValueError:
        raise QueryError(
            f"{text!r} is no date. Write 2024, 2024-03 or 2024-03-05.",
            f"{text!r} n'est pas une date. Écrivez 2024, 2024-03 ou 2024-03-05.",
        ) from None
