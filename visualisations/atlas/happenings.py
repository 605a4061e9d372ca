"""Pages of events, programmes and partnerships."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ...graph.audience import mask
from ...graph.model import Node
from ...graph.record import OCCASIONS
from ...queries.wording import both, count
from ..kinds import kind_key
from .actors import FEW, PRESENCE, meetings, proof, sessions
from .sections import Page, Section, Text, named, table
from .world import World, value

LISTS = {
    "complete": both("The list of those present is complete.", "La liste des présents est complète."),
    "partial": both("The list of those present is partial: others may have come.",
                    "La liste des présents est partielle : d'autres ont pu venir."),
    "none": both("No list of those present: who came is not known.", "Pas de liste des présents : on ne sait pas qui est venu."),
}  # fmt: skip
NOT_HELD = {
    "planned": both("Announced; whether it was held is not known.", "Annoncée ; on ne sait pas si elle a eu lieu."),
    "proposed": both("Proposed; whether it was held is not known.", "Proposée ; on ne sait pas si elle a eu lieu."),
    "cancelled": both("Cancelled: it counts for no encounter.", "Annulée : elle ne compte pour aucune rencontre."),
    "postponed": both("Postponed: it counts for no encounter.", "Reportée : elle ne compte pour aucune rencontre."),
}


def event(world: World, node: Node) -> Page:
    """What is known of an event: when, where, of what it is a session, who came, what follows."""
    own = node.id
    facts: list[tuple[str, str, Any]] = [
        ("date", "date", value(node, "date")), ("time", "text", value(node, "time")),
        ("place", "text", mask(str(value(node, "place") or ""))), ("size", "number", value(node, "size")),
        ("concerns", "links", world.links(link.end for link in world.out(own, "CONCERNS"))),
        ("held_in", "links", world.links(link.end for link in world.out(own, "HELD_IN"))),
        ("session_of", "links", world.links(link.end for link in world.out(own, "SESSION_OF"))),
        ("about", "links", world.links(link.end for link in world.out(own, "ABOUT"))),
        ("next", "links", world.links(link.end for link in world.out(own, "NEXT", "MOVED_TO"))),
        ("previous", "links", world.links(link.start for link in world.into(own, "NEXT", "MOVED_TO"))),
    ]  # fmt: skip
    crumbs = world.links(link.end for kind in ("CONCERNS", "SESSION_OF") for link in world.out(own, kind))
    more = {"status": value(node, "status"), "event": value(node, "kind")}
    return Page(
        f"e/{own}.html", named(world.name(own)), "e", "Event", own, crumbs=crumbs, lead=[listing(node)], facts=facts,
        sections=[_present(world, own, False), _present(world, own, True), _decided(world, own)], more=more,
    )  # fmt: skip


def listing(node: Node) -> Text:
    """What is known of who came."""
    status = str(value(node, "status"))
    if status != "held":
        return NOT_HELD.get(status, NOT_HELD["planned"])
    if value(node, "kind") not in OCCASIONS:
        return both("No meeting: nobody met at it.", "Ce n'est pas une réunion : personne ne s'y est rencontré.")
    return LISTS[str(value(node, "listed") or "none")]


def _present(world: World, own: str, people: bool) -> Section:
    """Bodies or people that records name at an event, those who were there first."""
    found: dict[str, list[Any]] = {}
    bodies: dict[str, list[str]] = defaultdict(list)
    for number, kind in enumerate(PRESENCE):
        for link in world.into(own, kind):
            if (world.nodes[link.start].labels[-1] == "Person") != people:
                continue
            roles = link.properties.get("roles")
            how = [str(role) for role in roles] if kind == "CONTRIBUTED_TO" and isinstance(roles, list) and roles else [kind]
            behalf = link.properties.get("on_behalf_of")
            bodies[link.start] += [str(one) for one in behalf] if isinstance(behalf, list) else []
            if link.start in found:
                found[link.start][1] += [one for one in how if one not in found[link.start][1]]
            else:
                found[link.start] = [number, how, link.properties.get("people"), proof(world, link)]
    rows = sorted(found.items(), key=lambda item: item[1][0])
    shown: list[list[Any]]
    if people:
        shown = [[world.link(who), world.links(bodies[who]), how, said] for who, (_, how, _, said) in rows]
        columns = [("person", "link"), ("for", "links"), ("how", "codes"), ("source", "source")]
        return table("people_named", columns, shown, few=60)
    shown = [[world.link(who), how, number, said] for who, (_, how, number, said) in rows]
    columns = [("organisation", "link"), ("how", "codes"), ("people", "number"), ("source", "source")]
    return table("bodies_named", columns, shown, few=60, empty="unnamed" if not world.into(own, *PRESENCE) else None)


def _decided(world: World, own: str) -> Section:
    if not world.named:
        return {}
    rows = []
    for link in world.into(own, "DECIDED_AT"):
        action = world.nodes[link.start]
        who = world.links(one.start for one in world.into(action.id, "COMMITTED_TO"))
        rows.append([world.masked(action.name), who, value(action, "due"), value(action, "status")])
    return table("decided_here", [("action", "text"), ("who", "links"), ("due", "date"), ("status", "code")], rows)


def programme(world: World, node: Node) -> Page:
    """What is known of a programme: its partnerships, the events about it, the bodies that came to them."""
    own = node.id
    events = [world.nodes[link.start] for link in world.into(own, "ABOUT")]
    bodies: dict[str, set[str]] = defaultdict(set)
    for one in events:
        for link in world.into(one.id, "ATTENDED", "CONTRIBUTED_TO"):
            if world.nodes[link.start].labels[-1] == "Organisation":
                bodies[link.start].add(one.id)
    rows = [[world.link(body), kind_key(world.nodes[body]), len(there)] for body, there in bodies.items()]
    partnerships = [
        [
            world.link(link.start),
            world.links(one.end for one in world.out(link.start, "COVERS")),
            value(world.nodes[link.start], "date"),
        ]
        for link in world.into(own, "UNDER")
    ]
    facts = [("long", "text", value(node, "long")), ("names", "names", [n for n in value(node, "names") or () if n != node.name])]
    return Page(
        f"g/{own}.html", named(world.name(own)), "g", "Programme", own, lead=[_about(world, events)], facts=facts,
        sections=[
            table("partnerships", [("partnership", "link"), ("covers", "links"), ("date", "date")], partnerships),
            table("on_it", [("organisation", "link"), ("kind", "kind"), ("events", "number")], rows, sort=(2, -1), few=FEW),
            meetings(world, events, "meetings_about", empty="no_meeting"),
        ],
    )  # fmt: skip


def _about(world: World, events: list[Node]) -> Text:
    held = [one for one in events if one.id in world.found.occasions]
    listed = sum(world.found.occasions[one.id].listed == "complete" for one in held)
    met = count(
        len(held), ("meeting held about it", "meetings held about it"), ("réunion tenue à ce sujet", "réunions tenues à ce sujet")
    )
    return both(f"{met['en']}, {listed} with a complete list.", f"{met['fr']}, dont {listed} avec une liste complète.")


def partnership(world: World, node: Node) -> Page:
    """What is known of a partnership: who is in it, where, under what, its meetings."""
    own = node.id
    rows = [
        [world.link(link.start), str(link.properties.get("role") or ""), proof(world, link)]
        for link in world.into(own, "PARTNER_IN")
    ]
    facts = [
        ("date", "date", value(node, "date")), ("status", "code", value(node, "status")),
        ("under", "links", world.links(link.end for link in world.out(own, "UNDER"))),
        ("covers", "links", world.links(link.end for link in world.out(own, "COVERS"))),
    ]  # fmt: skip
    lead = both("The partners are those that records name: there may be others.",
                "Les partenaires sont ceux que les documents nomment : il peut y en avoir d'autres.")  # fmt: skip
    return Page(
        f"s/{own}.html", named(world.name(own)), "s", "Partnership", own, lead=[lead], facts=facts,
        sections=[table("partners", [("who", "link"), ("role", "text"), ("source", "source")], rows, sort=(0, 1), empty="no_partner"),
                  sessions(world, own)],
    )  # fmt: skip
