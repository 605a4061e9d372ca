"""Pages of organisations, committees among them, and of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from ...graph.model import Node, Relationship
from ...graph.record import OCCASIONS
from ...queries.wording import both, count, number
from ..kinds import kind_key
from .figure import around
from .sections import Page, Section, Text, named, table
from .world import World, order, value

PRESENCE = ("ATTENDED", "EXCUSED_FROM", "ABSENT_FROM", "CONTRIBUTED_TO", "INVITED_TO")
"""How an event names an actor, the strongest first."""
FEW = 25
"""Rows of a long table shown at first."""


def organisation(world: World, node: Node) -> Page:
    """What is known of a body: where it acts, whom it works with, what it came to, who stands for it."""
    own = node.id
    names = [name for name in value(node, "names") or () if name not in (node.name, value(node, "long"))]
    facts = [
        ("long", "text", value(node, "long") if value(node, "long") != node.name else None),
        ("acronym", "text", value(node, "acronym") if value(node, "acronym") != node.name else None),
        ("names", "names", [world.masked(name) for name in names]),
        ("network", "text", value(node, "network") if value(node, "network") != node.name else None),
        ("part_of", "links", world.links(link.end for link in world.out(own, "PART_OF", "MEMBER_OF"))),
        ("parts", "links", world.links(link.start for link in world.into(own, "PART_OF"))),
        ("successor", "links", world.links(link.end for link in world.out(own, "SUCCEEDED_BY"))),
        ("predecessor", "links", world.links(link.start for link in world.into(own, "SUCCEEDED_BY"))),
    ]
    return Page(
        f"o/{own}.html", named(world.name(own)), "o", kind_key(node), own,
        crumbs=world.links(link.end for link in _places(world, own)), lead=_coverage(world, own), facts=facts,
        sections=[
            sessions(world, own), _territories(world, own), around(world, own, False), _company(world, own, False),
            presences(world, own), _people(world, own), _members(world, own), _partnerships(world, own), _actions(world, own),
        ],
    )  # fmt: skip


def person(world: World, node: Node) -> Page:
    """What is known of somebody: for whom, where, at which meetings, with whom. Of a role only what it stands for and came to."""
    own = node.id
    facts: list[tuple[str, str, Any]] = []
    if world.named:
        facts = [("names", "names", [name for name in value(node, "names") or () if name != node.name])]
    sections = [_bodies(world, own), _posts(world, own), presences(world, own)]
    if world.named:
        sections += [around(world, own, True), _company(world, own, True), _actions(world, own)]
    crumbs = world.links(link.end for link in world.out(own, "REPRESENTED"))
    return Page(
        f"p/{own}.html", named(world.name(own)), "p", "Person", own, crumbs=crumbs, lead=_coverage(world, own), facts=facts,
        sections=sections,
    )  # fmt: skip


def _coverage(world: World, own: str) -> list[Text]:
    """How far the records can know whether this actor came: the lists of its committee, of its territories, else of everything."""
    its = {link.start for link in world.into(own, "SESSION_OF")}
    if its:
        return [covered(world, its, both("of this committee", "de cette instance"))]
    places = {link.end for link in _places(world, own)}
    events = {link.start for place in places for link in world.into(place, "CONCERNS")}
    if events:
        return [covered(world, events, both("where it acts", "là où elle agit"))]
    return [covered(world, world.found.occasions, both("in all records", "dans tous les documents"))]


def covered(world: World, events: Iterable[str], where: Text) -> dict[str, str]:
    """How many of these events were held, and how many have a complete list."""
    held = [event for event in events if event in world.found.occasions]
    listed = sum(world.found.occasions[event].listed == "complete" for event in held)
    if not held:
        return both(
            "Not known: no meeting that was held is told of here.", "On ne sait pas : aucune réunion tenue n'est racontée ici."
        )
    met = count(len(held), ("meeting held", "meetings held"), ("réunion tenue", "réunions tenues"))
    rest = "" if listed == len(held) else " For the others, who came is not known."
    reste = "" if listed == len(held) else " Pour les autres, on ne sait pas qui est venu."
    return both(f"{met['en']} {where['en']}, {number(listed, 'en')} with a complete list.{rest}",
                f"{met['fr']} {where['fr']}, dont {number(listed, 'fr')} avec une liste complète.{reste}")  # fmt: skip


def _places(world: World, own: str) -> list[Relationship]:
    return world.out(own, "ACTIVE_IN")


def sessions(world: World, own: str) -> Section:
    """The meetings of a committee or partnership."""
    events = [world.nodes[link.start] for link in world.into(own, "SESSION_OF")]
    return meetings(world, events, "sessions")


def meetings(world: World, events: Sequence[Node], title: str, empty: str | None = None) -> Section:
    """Events, newest first: day, name, kind, list (or state), how many came."""
    rows = []
    for event in sorted(events, key=order, reverse=True):
        held = value(event, "status") == "held"
        people = sum(1 for one in world.found_there(event.id, True)) or value(event, "size")
        rows.append([
            value(event, "date"), world.link(event.id), value(event, "kind"), _list(event), people if held else None,
        ])  # fmt: skip
    columns = [("date", "date"), ("meeting", "link"), ("kind", "code"), ("listed", "listed"), ("people", "number")]
    return table(title, columns, rows, few=FEW, empty=empty)


def _list(event: Node) -> str | None:
    """What list there is of a meeting that was held; of another event its state."""
    status = str(value(event, "status"))
    if status != "held":
        return status
    return str(value(event, "listed") or "none") if value(event, "kind") in OCCASIONS else None


def _territories(world: World, own: str) -> Section:
    basis: dict[str, list[Relationship]] = defaultdict(list)
    for link in _places(world, own):
        basis[link.end].append(link)
    rows = []
    for place, links in basis.items():
        events = max((int(str(link.properties.get("events") or 0)) for link in links), default=0)
        last = max((str(link.properties["last"]) for link in links if link.properties.get("last")), default=None)
        rows.append([world.link(place), sorted({str(link.properties["basis"]) for link in links}), events or None, last])
    return table(
        "active_in", [("territory", "link"), ("basis", "codes"), ("events", "number"), ("last", "date")], rows, sort=(2, -1)
    )


def _company(world: World, own: str, people: bool) -> Section:
    company = world.company(own, people)
    rows = [
        [world.link(other), None if people else kind_key(world.nodes[other]), len(events), world.last(events)]
        for other, events in company.items()
    ]
    columns = [("with", "link"), ("kind", "kind"), ("times", "number"), ("last", "date")]
    return table("company", columns, rows, sort=(2, -1), few=FEW, empty=None if world.into(own, "SESSION_OF") else "alone")


def presences(world: World, own: str) -> Section:
    """The events that name an actor, and how; the sentence for those who may read it, else the record."""
    rows, seen = [], set()
    for kind in PRESENCE:
        for link in world.out(own, kind):
            if link.end in seen or link.end not in world.nodes:
                continue
            seen.add(link.end)
            event = world.nodes[link.end]
            roles = link.properties.get("roles") if kind == "CONTRIBUTED_TO" else None
            how = [str(role) for role in roles] if isinstance(roles, list) and roles else [kind]
            rows.append(
                (
                    order(event),
                    [value(event, "date"), world.link(event.id), how, link.properties.get("people"), proof(world, link)],
                )
            )
    rows.sort(key=lambda row: row[0], reverse=True)
    shown = [row for _, row in rows]
    columns = [("date", "date"), ("meeting", "link"), ("how", "codes"), ("people", "number"), ("source", "source")]
    return table("presences", columns, shown, few=FEW, empty=None if world.into(own, "SESSION_OF") else "nowhere")


def proof(world: World, link: Relationship) -> list[str]:
    """The best sentence of a relationship ("" where the audience may not read it) and the record it stands in."""
    quote = str(link.properties.get("quote") or "") if world.named else ""
    return [quote, world.masked(str(link.properties.get("record") or ""))]


def _people(world: World, own: str) -> Section:
    """Who stood for a body, those seen last first."""
    rows: dict[str, list[Any]] = {}
    for link in world.into(own, "REPRESENTED"):
        last = str(link.properties["last"]) if link.properties.get("last") else None
        row = rows.setdefault(link.start, [world.link(link.start), "", last])
        if world.named and link.properties.get("role"):
            row[1] = str(link.properties["role"])
        row[2] = max(filter(None, (row[2], last)), default=None)
    return table("representatives", [("person", "link"), ("role", "text"), ("last", "date")], rows.values(), sort=(0, 1), few=FEW)


def _bodies(world: World, own: str) -> Section:
    rows = [
        [world.link(link.end), str(link.properties.get("role") or ""), _day(link, "first"), _day(link, "last")]
        for link in world.out(own, "REPRESENTED")
    ]
    return table(
        "stands_for", [("organisation", "link"), ("role", "text"), ("first", "date"), ("last", "date")], rows, sort=(3, -1)
    )


def _posts(world: World, own: str) -> Section:
    rows = [
        [world.link(link.end), str(link.properties.get("role") or ""), proof(world, link)] for link in world.out(own, "ACTS_FOR")
    ]
    return table("acts_for", [("territory", "link"), ("role", "text"), ("source", "source")], rows)


def _members(world: World, own: str) -> Section:
    """Who belongs to a committee, and who its lists show: how often there, excused, absent."""
    counts: dict[str, list[int]] = {}
    kinds = PRESENCE[:3]
    for session in world.into(own, "SESSION_OF"):
        for place, kind in enumerate(kinds):
            for link in world.into(session.start, kind):
                counts.setdefault(link.start, [0, 0, 0])[place] += 1
    for link in world.into(own, "MEMBER_OF"):
        counts.setdefault(link.start, [0, 0, 0])
    rows = [[world.link(who), *(n or None for n in tally)] for who, tally in counts.items() if who in world.nodes]
    columns = [("who", "link"), ("attended", "number"), ("excused", "number"), ("absent", "number")]
    return table("members", columns, rows, sort=(1, -1), few=FEW)


def _partnerships(world: World, own: str) -> Section:
    rows = []
    for link in world.out(own, "PARTNER_IN"):
        under = world.links(one.end for one in world.out(link.end, "UNDER"))
        rows.append([world.link(link.end), under, str(link.properties.get("role") or ""), proof(world, link)])
    events = {link.end for link in world.out(own, "ATTENDED", "CONTRIBUTED_TO")}
    about: dict[str, int] = defaultdict(int)
    for event in events:
        for link in world.out(event, "ABOUT"):
            about[link.end] += 1
    rows += [[["", ""], world.links([programme]), "", ["", ""], times] for programme, times in sorted(about.items())]
    columns = [("partnership", "link"), ("programmes", "links"), ("role", "text"), ("source", "source"), ("events", "number")]
    return table("programmes", columns, [[*row, None][:5] for row in rows])


def _actions(world: World, own: str) -> Section:
    """What an actor committed itself to; its words may name people, so only for those who may read names."""
    if not world.named:
        return {}
    rows = []
    for link in world.out(own, "COMMITTED_TO"):
        action = world.nodes[link.end]
        decided = world.links(one.end for one in world.out(action.id, "DECIDED_AT"))
        rows.append([world.masked(action.name), value(action, "due"), value(action, "status"), decided])
    return table("actions", [("action", "text"), ("due", "date"), ("status", "code"), ("decided", "links")], rows, sort=(1, -1))


def _day(link: Relationship, key: str) -> str | None:
    found = link.properties.get(key)
    return str(found) if found else None
