"""Pages of territories: what is known, who works with whom, who has not met, the meetings; and the maps that hang on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...graph.errors import QueryError
from ...graph.model import Node
from ...graph.names import fold
from ...graph.store import Store
from ...queries import pictures
from ...queries.answer import Answer
from ...queries.places import LABELS
from ...queries.wording import both, count
from ..kinds import kind_key
from .actors import covered, meetings
from .sections import Page, Section, Text, named, prose, table
from .world import World, value

SORTS = {label: sort for sort, label in LABELS.items()}
MATRIX = 60
"""Partners up to which the matrix stands on the page; above, it has a page of its own only."""
LISTED = 200
"""Pairs listed under « haven't met »; the map and the matrix show them all."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the pairs of a territory: the answer to never-met (None: `why` says why there is none)."""

    answer: Answer | None = None
    why: Text | None = None
    maps: Sequence[tuple[str, str]] = ()
    figure: Section = field(default_factory=dict)


def verdicts(store: Store, territory: Node) -> tuple[Answer | None, Text | None]:
    """The answer to never-met on all pairs of a territory, or why there is none."""
    try:
        return pictures.verdicts(store, territory.id), None
    except QueryError:
        return None, both(f"More than {pictures.MOST} partners: too many pairs for a page.",
                          f"Plus de {pictures.MOST} partenaires : trop de paires pour une page.")  # fmt: skip


def page(world: World, node: Node, known: Known) -> Page:
    """What is known of a territory."""
    own, answer = node.id, known.answer
    data: Mapping[str, Any] = answer.data if answer else {}
    around = world.links(link.end for link in world.out(own, "WITHIN"))
    events = {link.start: world.nodes[link.start] for link in world.into(own, "CONCERNS")}
    lead = [world.text(_capital(answer.sentence))] if answer else [known.why] if known.why else []
    lead.append(
        covered(
            world,
            _local(world, own, events),
            both("that concern it alone or what lies in it", "qui le concernent, lui seul ou ce qu'il contient"),
        )
    )
    notes = [world.text(note) for note in answer.notes] if answer else []
    facts = [
        ("held_here", "number", len(world.into(own, "HELD_IN")) or None),
        ("covered_by", "links", world.links(link.start for link in world.into(own, "COVERS"))),
    ]
    planned = [one for one in events.values() if value(one, "status") in ("planned", "proposed")]
    to_come = [
        one for one in planned if world.found.as_of is None or (day := value(one, "latest")) is None or day > world.found.as_of
    ]
    past = [one for one in events.values() if one not in to_come]
    return Page(
        f"t/{own}.html", named(world.name(own)), "t", SORTS[node.labels[-1]], own, crumbs=around, lead=lead, facts=facts,
        sections=[
            _maps(known.maps), known.figure, _never(world, data), _matrix(world, data), _partners(world, data), _resources(world, data),
            meetings(world, to_come, "to_come"), meetings(world, past, "meetings", empty="no_meeting"), _active(world, own, data),
            _inside(world, own),
        ],
        notes=notes, more={"figures": _figures(data)} if data else {},
    )  # fmt: skip


def _inside(world: World, own: str) -> Section:
    found = [world.nodes[link.start] for link in world.into(own, "WITHIN") if link.start in world.pages]
    rows = [[world.link(one.id), SORTS[one.labels[-1]]] for one in found]
    return table("inside", [("territory", "link"), ("sort", "sort")], rows, sort=(0, 1), few=25)


def _local(world: World, own: str, events: Mapping[str, Node]) -> list[str]:
    """Its events that no territory outside it shares."""
    inside = {own, *(link.start for link in world.into(own, "WITHIN"))}
    every = {*events, *(link.start for place in inside for link in world.into(place, "CONCERNS"))}
    return [event for event in sorted(every) if {link.end for link in world.out(event, "CONCERNS")} <= inside]


def _figures(data: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers at the head of the page: partners, and pairs by verdict."""
    counts = data["counts"]
    kept = ("pairs", "worked-together", "plenary-only", "never-seen", "not-known")
    return {"partners": len(data["partners"]), **{key: counts[key] for key in kept}, "coverage": data["coverage"]}


def _maps(maps: Sequence[tuple[str, str]]) -> Section:
    return {"k": "maps", "t": "maps", "r": [list(one) for one in maps]} if maps else {}


def _met(data: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    times: dict[str, dict[str, int]] = defaultdict(dict)
    for pair in data["pairs"]:
        if shared := pair["meetings"] + pair["elsewhere"]:
            times[pair["a"]["id"]][pair["b"]["id"]] = times[pair["b"]["id"]][pair["a"]["id"]] = shared
    return times


def _never(world: World, data: Mapping[str, Any]) -> Section:
    """The pairs never seen together, and who could introduce them; what is not known is counted, never listed as never."""
    if not data:
        return {}
    if len(data["partners"]) < 2:
        return prose("never", [both("Not known: too few partners.", "On ne sait pas : trop peu de partenaires.")])
    times = _met(data)
    pairs = [pair for pair in data["pairs"] if pair["verdict"] == "never-seen"]
    unknown = data["counts"]["not-known"]
    rows = []
    for pair in pairs[:LISTED]:
        a, b = pair["a"]["id"], pair["b"]["id"]
        doors = [who for who, _, _ in pictures.introducers(times, a, b)[:3]]
        rows.append([world.link(a), world.link(b), pair["listed"], pair["unlisted"] or None, world.links(doors)])
    said = []
    if unknown:
        more = count(unknown, ("more pair", "more pairs"), ("autre paire", "autres paires"))
        said.append(
            both(f"Of {more['en']} it is not known: too few lists.", f"Pour {more['fr']}, on ne sait pas : trop peu de listes.")
        )
    if len(pairs) > LISTED:
        said.append(
            both(
                f"{LISTED} of {len(pairs)} are listed; the map shows all.",
                f"{LISTED} sur {len(pairs)} sont citées ; la carte les montre toutes.",
            )
        )
    columns = [("one", "link"), ("other", "link"), ("lists_both", "number"), ("without_list", "number"), ("introducers", "links")]
    note = {code: " ".join(text[code] for text in said) for code in ("fr", "en")} if said else None
    return table("never", columns, rows, note=note, empty="none_never" if not unknown else "none_known", few=25)


def _matrix(world: World, data: Mapping[str, Any]) -> Section:
    """Partner × partner: per pair its verdict and how often they met."""
    partners = sorted(data.get("partners", ()), key=lambda one: (fold(one["name"]), one["id"]))
    if not 3 <= len(partners) <= MATRIX:
        return {}
    number = {one["id"]: n for n, one in enumerate(partners)}
    cells = [
        [number[pair["a"]["id"]], number[pair["b"]["id"]], pair["verdict"], pair["meetings"] or pair["elsewhere"], pair["last"]]
        for pair in data["pairs"]
    ]  # fmt: skip
    return {"k": "matrix", "t": "matrix", "partners": [world.link(one["id"]) for one in partners], "cells": cells}


def _partners(world: World, data: Mapping[str, Any]) -> Section:
    rows = []
    for one in data.get("partners", ()):
        node = world.nodes.get(one["id"])
        if node is not None:
            rows.append([world.link(node.id), kind_key(node), [one["kind"]], one["meetings"] or None, one["last"]])
    columns = [("organisation", "link"), ("kind", "kind"), ("basis", "codes"), ("meetings", "number"), ("last", "date")]
    return table("partners", columns, rows, sort=(3, -1), few=60)


def _resources(world: World, data: Mapping[str, Any]) -> Section:
    rows = [[world.link(one["id"]), world.links(door["id"] for door in one["doors"][:4])] for one in data.get("resources", ())]
    return table("resources", [("organisation", "link"), ("doors", "links")], rows, few=25)


def _active(world: World, own: str, data: Mapping[str, Any]) -> Section:
    """The bodies that records place here and that are no partners: seen once, or by their perimeter only."""
    listed = {one["id"] for one in (*data.get("partners", ()), *data.get("resources", ()))}
    basis: dict[str, set[str]] = defaultdict(set)
    for link in world.into(own, "ACTIVE_IN"):
        if link.start not in listed and world.nodes[link.start].labels[-1] == "Organisation":
            basis[link.start].add(str(link.properties["basis"]))
    rows = [[world.link(body), kind_key(world.nodes[body]), sorted(found)] for body, found in sorted(basis.items())]
    return table("also_active", [("organisation", "link"), ("kind", "kind"), ("basis", "codes")], rows, sort=(0, 1), few=25)


def _capital(text: Mapping[str, str]) -> dict[str, str]:
    return {code: said[:1].upper() + said[1:] for code, said in text.items()}
