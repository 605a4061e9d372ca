"""The pages that lead to the others: the front page, a list of each kind, what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ...graph.model import Node
from ...graph.names import fold
from ...queries.answer import Answer
from ...queries.wording import both
from ..kinds import kind_key
from .actors import covered, meetings
from .places import SORTS, Known
from .sections import Page, Section, Text, named, prose, table
from .world import World, value

ORDER = ("Bassin", "ZoneEmploi", "Epci", "Commune", "Departement", "Region")
AUDIENCES: Mapping[str, Text] = {
    "organisations": both("Organisations only: this atlas names no person.", "Structures seulement : cet atlas ne nomme personne."),
    "roles": both("People by their role only.", "Les personnes par leur fonction seulement."),
    "names": both("Holds names of people: for those who work with them, not to be published.",
                  "Contient des noms de personnes : pour ceux qui travaillent avec elles, à ne pas publier."),
}  # fmt: skip
LISTS: Mapping[str, tuple[Text, tuple[str, ...]]] = {
    "territories": (both("Territories", "Territoires"), ORDER),
    "organisations": (both("Organisations", "Structures"), ("Organisation",)),
    "people": (both("People", "Personnes"), ("Person",)),
    "events": (both("Events", "Événements"), ("Event",)),
    "programmes": (both("Programmes and partnerships", "Programmes et partenariats"), ("Programme", "Partnership")),
}
"""Lists by their file: title, labels."""
SHORT: Mapping[str, Text] = {"programmes": named("Programmes")}
"""How a list is called at the head of every page, where its title is too long."""


def listed(world: World, name: str) -> list[Node]:
    """The nodes of a list, those with a page."""
    labels = LISTS[name][1]
    return [node for node in world.of_label(*labels) if node.id in world.pages]


def front(world: World, title: str, known: Mapping[str, Known], maps: Sequence[tuple[str, str]]) -> Page:
    """The first page: what this is, how far it can be trusted, the territories, what is new and what comes."""
    counts = {name: len(listed(world, name)) for name in LISTS}
    found = world.found
    lead = [covered(world, found.occasions, both("in all records", "dans tous les documents"))]
    days = sorted(o.date for o in found.occasions.values() if o.date)
    sections: list[Section] = [territories(world, known, brief=True)]
    if maps:
        sections.append({"k": "maps", "t": "maps", "r": [list(one) for one in maps]})
    to_come = [world.nodes[row["id"]] for row in found.planned if row["id"] in world.nodes][:8]
    newest = sorted((world.nodes[o.id] for o in found.occasions.values() if o.id in world.nodes and o.latest),
                    key=lambda node: (str(value(node, "latest")), node.id), reverse=True)[:8]  # fmt: skip
    sections += [meetings(world, to_come, "to_come"), meetings(world, newest, "newest")]
    more: dict[str, Any] = {"counts": {name: n for name, n in counts.items() if n}, "front": True}
    if days:
        more["span"] = [days[0], days[-1]]
    return Page("index.html", named(title), lead=lead, sections=sections, more=more)


def lists(world: World, known: Mapping[str, Known]) -> list[Page]:
    """A page a kind, with every node of it."""
    made: dict[str, Section] = {
        "territories": territories(world, known), "organisations": _organisations(world), "people": _people(world),
        "events": meetings(world, listed(world, "events"), "events", empty="nothing"), "programmes": _programmes(world),
    }  # fmt: skip
    return [
        Page(f"{name}.html", LISTS[name][0], sections=[{**section, "filter": True, "few": 100}])
        for name, section in made.items()
        if section and listed(world, name)
    ]


def territories(world: World, known: Mapping[str, Known], brief: bool = False) -> Section:
    """The territories with their meetings, how many of them have a list, and the share of pairs that met, where that is known."""
    rows = []
    for node in world.territories:
        if node.id not in world.pages:
            continue
        answer = known[node.id].answer if node.id in known else None
        row: list[Any] = [world.link(node.id), SORTS[node.labels[-1]], None, None, None, None]
        if answer:
            coverage, counts = answer.data["coverage"], answer.data["counts"]
            judged = counts["pairs"] - counts["not-known"]
            row[2] = coverage["occasions"] or None
            row[3] = round(coverage["listed"] / coverage["occasions"], 3) if coverage["occasions"] else None
            row[4] = len(answer.data["partners"]) or None
            row[5] = round((counts["worked-together"] + counts["plenary-only"]) / judged, 3) if judged else None
        if not brief or row[2]:
            rows.append(row)
    rank = {SORTS[label]: n for n, label in enumerate(ORDER)}
    rows.sort(key=lambda row: (rank[row[1]], fold(row[0][0])))
    columns = [
        ("territory", "link"),
        ("sort", "sort"),
        ("held", "number"),
        ("coverage", "share"),
        ("partners", "number"),
        ("pairs_met", "share"),
    ]
    return table("territories", columns, rows, few=60)


def _organisations(world: World) -> Section:
    rows = []
    for node in listed(world, "organisations"):
        events = {link.end for link in world.out(node.id, "ATTENDED", "CONTRIBUTED_TO")}
        sessions = len(world.into(node.id, "SESSION_OF"))
        places = world.links(dict.fromkeys(link.end for link in world.out(node.id, "ACTIVE_IN")))
        rows.append([world.link(node.id), kind_key(node), places[:4], sessions or None, len(events) or None])
    columns = [("organisation", "link"), ("kind", "kind"), ("active_at", "links"), ("sessions", "number"), ("present", "number")]
    return table("organisations", columns, rows, sort=(0, 1))


def _people(world: World) -> Section:
    rows = []
    for node in listed(world, "people"):
        bodies = world.links(link.end for link in world.out(node.id, "REPRESENTED"))
        events = [link.end for link in world.out(node.id, "ATTENDED")]
        days = [str(value(world.nodes[event], "latest")) for event in events if value(world.nodes[event], "latest")]
        rows.append([world.link(node.id), bodies[:4], len(events) or None, max(days, default=None)])
    columns = [("person", "link"), ("for", "links"), ("attended", "number"), ("last", "date")]
    return table("people", columns, rows, sort=(0, 1))


def _programmes(world: World) -> Section:
    rows = []
    for node in listed(world, "programmes"):
        joint = node.labels[-1] == "Partnership"
        events = len(world.into(node.id, "SESSION_OF" if joint else "ABOUT"))
        under = world.links(link.end for link in world.out(node.id, "UNDER"))
        rows.append([world.link(node.id), kind_key(node), under, events or None, len(world.into(node.id, "PARTNER_IN")) or None])
    columns = [("programme", "link"), ("kind", "kind"), ("under", "links"), ("events", "number"), ("partners", "number")]
    return table("programmes", columns, rows, sort=(0, 1))


def changes(world: World, answer: Answer | None) -> Page:
    """What changed since what was loaded before. Actions name who is to do them: only for those who may read names."""
    title = both("What has changed", "Ce qui a changé")
    unknown = both("What the records held before the last change is not known here: it is told from the next load on.",
                   "On ne sait pas ici ce que les documents contenaient avant : ce sera dit à partir du prochain chargement.")  # fmt: skip
    if answer is None:
        return Page("changes.html", title, lead=[unknown])
    rows = []
    for row in answer.data["changes"]:
        if world.named or row["change"] not in ("new-action", "closed-action"):
            source = row["sources"][0] if row["sources"] else {}
            said = [
                str(source.get("quote") or "") if world.named else "",
                world.masked(str(source.get("record") or "").rsplit("/", 1)[-1]),
            ]
            rows.append([[row["change"]], world.text(row["text"]), row["date"], said])
    columns = [("change", "codes"), ("what", "both"), ("date", "date"), ("source", "source")]
    lead = [world.text(answer.sentence)] if world.named else [_counted(rows, answer)]
    return Page("changes.html", title, lead=lead, sections=[table("changes", columns, rows, few=100)] if rows else [prose("changes", [])],
                notes=[world.text(note) for note in answer.notes])  # fmt: skip


def _counted(rows: Sequence[Sequence[Any]], answer: Answer) -> Text:
    """Without the actions, which this audience does not see, the sentence of the answer would count what is not there."""
    day = str(answer.data["former"] or "")[:10]
    total = sum(Counter(row[0][0] for row in rows).values())
    return both(f"{total} {'change' if total == 1 else 'changes'} since what was loaded on {day}.",
                f"{total} {'changement' if total < 2 else 'changements'} depuis ce qui était chargé le {day}.")  # fmt: skip
