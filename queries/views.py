"""Parts of the graph to draw: who works with whom, what surrounds one actor. Each gives a Subgraph with the sentences behind its links.

Nodes carry what maps filter by and show: `kind`, for bodies `territories` (names of those they are active in), for people `bodies`.
"""

from __future__ import annotations

from collections import defaultdict
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
    store: Store, scope: str | None = None, people: bool = False, since: str | None = None, until: str | None = None,
    actor: str | None = None,
) -> Subgraph:  # fmt: skip
    """Organisations (or people) and a MET relationship for each two that shared an occasion: `meetings` (how many), `last` (day),
    `strength` (table, room or plenary, the closest), with up to five sentences that put them there.

    With `actor`, its surroundings only: itself, those it met, and who of them met each other; its kind (person or body) decides then
    between people and organisations.

    `scope` names a territory, committee or partnership (all that is known without it), `since` and `until` are EDTF dates. Raises
    UnknownName for a scope or an actor nobody bears, QueryError for a date that is none.
    """
    reader = Reader(store)
    found = gather(reader, lookup.resolve_scope(store, scope) if scope else None, day(since, 0), day(until, 1))
    centre = lookup.resolve_actor(store, actor) if actor else None
    there = found.there(centre.person if centre else people)
    actors = {one for present in there.values() for one in present}
    pairs = meetings_of_pairs(there, actors)
    if centre:
        actors = {centre.id, *(one for pair in pairs if centre.id in pair for one in pair)}
        pairs = {pair: events for pair, events in pairs.items() if set(pair) <= actors}
    notes = coverage_note(found)
    if len(pairs) > PAIRS:
        notes = {
            "fr": f"{notes['fr']} Les {PAIRS:,} liens les plus forts sur {len(pairs):,} sont montrés.".replace(",", " "),
            "en": f"{notes['en']} The {PAIRS:,} strongest of {len(pairs):,} links are shown.",
        }
        pairs = dict(sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0]))[:PAIRS])
        actors = {one for pair in pairs for one in pair}
    each = SENTENCES if len(pairs) <= 2_000 else 2 if len(pairs) <= 8_000 else 1
    proofs = {(naming.event, naming.actor): naming.fact for naming in found.namings if naming.state == "ATTENDED"}
    links: list[Relationship] = []
    wanted: dict[str, list[str]] = {}
    for (a, b), events in pairs.items():
        occasions = by_date(found.occasions[event] for event in events)
        fact = f"met:{a}:{b}"
        links.append(Relationship(fact, "MET", a, b, met_properties(occasions)))
        newest = occasions[::-1][: each // 2 + 1]
        wanted[fact] = [proofs[o.id, one] for o in newest for one in (a, b) if (o.id, one) in proofs][:each]
    return Subgraph(tuple(actor_nodes(reader, actors)), tuple(links), tuple(sentences(reader, wanted)), notes)


def met_properties(occasions: Sequence[Occasion]) -> dict[str, Any]:
    """How often, how close, first and last day."""
    closest = min((strength(occasion, Thresholds()) for occasion in occasions), key=STRENGTHS.index)
    days = [occasion.latest for occasion in occasions if occasion.latest]
    properties: dict[str, Any] = {"meetings": len(occasions), "strength": closest}
    if days:
        properties["first"], properties["last"] = min(days), max(days)
    return properties


def actor_nodes(reader: Reader, actors: Collection[str]) -> Iterable[Node]:
    """The nodes of these people and bodies, with what maps show and filter by."""
    rows = reader.read("actors", actors=sorted(actors))
    places: dict[str, list[str]] = defaultdict(list)
    for row in reader.read("active_in", organisations=sorted(row["id"] for row in rows if not row["person"])):
        if row["name"] not in places[row["organisation"]]:
            places[row["organisation"]].append(row["name"])
    bodies: dict[str, list[str]] = defaultdict(list)
    for row in reader.read("bodies", people=sorted(row["id"] for row in rows if row["person"])):
        bodies[row["person"]].append(row["name"])
    for row in rows:
        kept = {key: row[key] for key in ("name", "kind", "level", "network") if row.get(key)}
        kept |= {key: of[row["id"]] for key, of in (("territories", places), ("bodies", bodies)) if of.get(row["id"])}
        yield Node(row["id"], ("Actor", "Person" if row["person"] else "Organisation"), kept)


def sentences(reader: Reader, wanted: Mapping[str, Sequence[str]]) -> Iterable[Statement]:
    """The sentences behind links: `wanted` maps the link's fact to the facts that prove it."""
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


def coverage_note(found: Gathered) -> dict[str, str]:
    """How many meetings were held, and how many with a list."""
    inside = found.inside
    listed = sum(occasion.listed == "complete" for occasion in inside)
    return {
        "fr": f"Réunions tenues : {len(inside)}, dont {listed} avec une liste complète.",
        "en": f"Meetings held: {len(inside)}, {listed} of them with a complete list.",
    }


def day(text: str | None, end: int) -> date | None:
    """The first (`end` 0) or last (1) day of an EDTF date. Raises QueryError for what is no date."""
    if not text:
        return None
    try:
        return bounds(text)[end]
    except ValueError:
        raise QueryError(
            f"{text!r} is no date. Write 2024, 2024-03 or 2024-03-05.",
            f"{text!r} n'est pas une date. Écrivez 2024, 2024-03 ou 2024-03-05.",
        ) from None
