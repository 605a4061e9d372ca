"""Who is expected in a scope and never seen there: members of its roster, and networks usual in the region's other bassins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...graph.names import fold
from ..answer import Answer, Question, words
from ..gathering import Reader, sources_of
from ..lookup import Scope
from ..meetings import Listed, Thresholds
from ..membership import Membership, asked_about, network_called, windows_of
from ..verdicts import Calendar
from ..wording import both, count, listed, when
from .coverage import coverage, coverage_note, enough

LISTED: tuple[Listed, ...] = ("complete", "partial", "none")
FEWEST_BASSINS = 2
"""Other bassins in which a network must act at least: what happens in one is no custom."""


@dataclass(frozen=True, slots=True)
class Usual:
    """A network that acts in `places` of `known` other territories: territory → its bodies there (id → name)."""

    id: str
    name: str
    known: int
    places: Mapping[str, Mapping[str, str]]


def expected_unseen(question: Question) -> Answer:
    """One row for each member that no record of the scope names, then one for each usual network without any body there."""
    values = question.values
    scope: Scope = values["scope"]
    people: bool = values["people"]
    thresholds = Thresholds(lists=values["lists"], share=values["share"])
    asked = asked_about(question, scope, values["since"], values["until"], thresholds, people=people, everything=people)
    found = asked.found
    done = coverage(found.inside)
    items = _members(question, asked, thresholds)
    usual: list[Usual] = []
    if not people and scope.kind == "territory":
        usual, names = usual_networks(question, scope, values["usual"])
        missing = [network for network in usual if network.id not in _networks_here(question, asked)]
        items += _networks(question, missing, names, thresholds, done)
    data = {
        "scope": scope.as_dict(),
        "as_of": found.as_of,
        "coverage": done,
        "thresholds": {
            "lists": thresholds.lists, "share": thresholds.share, "usual": values["usual"], "fewest_bassins": FEWEST_BASSINS,
        },
        "expected": sum(1 for partner in asked.chosen.partners if partner.kind in ("member", "delegate")),
        "usual_networks": [{"id": network.id, "name": network.name} for network in usual],
        "unseen": items,
    }  # fmt: skip
    return question.answer([_row(item, question.language) for item in items], *_told(scope, asked, data, thresholds), data)


# --- members ------------------------------------------------------------------------------------------------------------


def _members(reader: Reader, asked: Membership, thresholds: Thresholds) -> list[dict[str, Any]]:
    """Members and delegates whom no list of the scope names, neither as present nor as excused or absent."""
    found = asked.found
    windows = windows_of(asked, False)
    calendar = Calendar(found.inside)
    unseen = []
    for partner in asked.chosen.partners:
        candidate, window = partner.candidate, windows[partner.id]
        left = window.end is not None and found.as_of is not None and window.end < found.as_of
        if partner.kind in ("member", "delegate") and not candidate.named and not candidate.spoke and not left:
            unseen.append(partner)
    ids = [partner.id for partner in unseen]
    elsewhere = {row["actor"]: row for row in reader.read("seen", actors=ids)}
    contacts = staff_of(reader, ids)
    facts = {actor: asked.grounds[actor].facts[:1] for actor in ids}
    said = sources_of(reader, [fact for some in facts.values() for fact in some], most=2)
    items = []
    for partner in unseen:
        counts = [calendar.count(kind, windows[partner.id]) for kind in LISTED]
        done = {"occasions": sum(counts), "listed": counts[0]}
        row = elsewhere.get(partner.id)
        items.append(
            {
                "id": partner.id, "name": partner.candidate.name, "why": partner.kind, "network": None,
                "verdict": "never-seen" if enough(done, thresholds) else "not-known",
                "listed": counts[0], "unlisted": counts[1] + counts[2], "since": windows[partner.id].start,
                "elsewhere": int(row["meetings"]) if row else 0, "last": row["last"] if row else None,
                "contacts": contacts.get(partner.id, []), "places": [],
                "sources": [source for fact in facts[partner.id] for source in said.get(fact, [])],
            }
        )  # fmt: skip
    return items


def staff_of(reader: Reader, bodies: Sequence[str], most: int = 3) -> dict[str, list[dict[str, Any]]]:
    """Body → the people who stand for it, last seen first, at most `most`."""
    rows = reader.read("staff", organisations=sorted(bodies))
    last = {row["actor"]: row["last"] for row in reader.read("seen", actors=sorted({row["person"] for row in rows}))}
    found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in rows:
        person = found[row["organisation"]].setdefault(
            row["person"], {"id": row["person"], "name": row["name"], "role": row["role"], "last": last.get(row["person"])}
        )
        person["role"] = person["role"] or row["role"]
    return {
        body: sorted(people.values(), key=lambda p: (-(p["last"].toordinal() if p["last"] else 0), fold(p["name"]), p["id"]))[
            :most
        ]
        for body, people in found.items()
    }


# --- networks -----------------------------------------------------------------------------------------------------------


def usual_networks(reader: Reader, scope: Scope, usual: float) -> tuple[list[Usual], dict[str, str]]:
    """The networks that act in at least the part `usual` of the other territories of the kind of `scope` in its region of which
    bodies are known, by name; and the names of these territories."""
    regions = [row["id"] for row in reader.read("regions", territories=list(scope.above))]
    kinds = {row["id"]: row["kind"] for row in reader.read("territory_kinds", territories=[scope.id])}
    names: dict[str, str] = {}
    places: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    called: dict[str, str] = {}
    for row in reader.read("networks_around", territories=regions):
        if row["kind"] == kinds.get(scope.id) and row["territory"] not in scope.ids:
            names[row["territory"]] = row["name"]
            network, name = network_called(row["network"])
            called[network] = name
            places[network][row["territory"]][row["organisation"]] = row["body"]
    found = [
        Usual(network, called[network], len(names), where)
        for network, where in places.items()
        if len(where) >= FEWEST_BASSINS and len(where) >= usual * len(names)
    ]
    return sorted(found, key=lambda network: (-len(network.places), fold(network.name), network.id)), names


def _networks_here(reader: Reader, asked: Membership) -> Collection[str]:
    """The networks of all bodies that the scope knows in any way."""
    here = {actor for actor, ground in asked.grounds.items() if ground.named or ground.spoke or ground.bases}
    return {network_called(row["network"])[0] for row in reader.read("actors", actors=sorted(here)) if row["network"]}


def _networks(
    reader: Reader, missing: Sequence[Usual], names: Mapping[str, str], thresholds: Thresholds, done: Mapping[str, int]
) -> list[dict[str, Any]]:
    bodies = {body for network in missing for some in network.places.values() for body in some}
    facts: dict[tuple[str, str], str] = {}
    last: dict[str, Any] = {}
    for row in reader.read("presences_in", organisations=sorted(bodies), territories=sorted(names)):
        facts.setdefault((row["organisation"], row["territory"]), row["fact"])
        if row["date"] and (row["organisation"] not in last or row["date"] > last[row["organisation"]]):
            last[row["organisation"]] = row["date"]
    said = sources_of(reader, list(facts.values()), most=1)
    items = []
    for network in missing:
        shown = [
            (territory, body)
            for territory, some in sorted(network.places.items(), key=lambda p: fold(names[p[0]]))
            for body in some
        ]
        sources = [source for pair in shown if pair in facts for source in said.get(facts[pair], [])]
        days = [last[body] for _, body in shown if body in last]
        items.append(
            {
                "id": network.id, "name": network.name, "why": "network", "network": network.id,
                "verdict": "never-seen" if enough(done, thresholds) else "not-known",
                "listed": done["listed"], "unlisted": done["occasions"] - done["listed"], "since": None,
                "elsewhere": len(network.places), "of": network.known, "last": max(days, default=None), "contacts": [],
                "places": [{"id": territory, "name": names[territory], "body": {"id": body, "name": network.places[territory][body]}}
                           for territory, body in shown],
                "sources": list({str(source): source for source in sources}.values())[:4],
            }
        )  # fmt: skip
    return items


# --- words --------------------------------------------------------------------------------------------------------------


def _row(item: Mapping[str, Any], language: str) -> dict[str, Any]:
    fr = language == "fr"
    if item["why"] == "network":
        places = listed([place["name"] for place in item["places"]], language, 3)
        elsewhere = f"{item['elsewhere']} / {item['of']} ({places})"
    else:
        seen = item["elsewhere"]
        elsewhere = (
            (f"{seen} réunion{'s' if seen > 1 else ''}" if fr else f"{seen} meeting{'s' if seen != 1 else ''}") if seen else ""
        )
    sources = item["sources"]
    return {
        "expected": item["name"],
        "why": words("why", item["why"], language),
        "verdict": words("presence", item["verdict"], language),
        "since": when(item["since"].isoformat(), language) if item["since"] else "",
        "elsewhere": elsewhere,
        "last": when(item["last"].isoformat(), language) if item["last"] else "",
        "contacts": listed([contact["name"] for contact in item["contacts"]], language, 3),
        "source": sources[0]["record"] if sources else "",
    }


def _told(scope: Scope, asked: Membership, data: Mapping[str, Any], thresholds: Thresholds) -> tuple[Any, list[Any]]:
    done, items = data["coverage"], data["unseen"]
    members = sum(item["why"] != "network" for item in items)
    networks = len(items) - members
    if not data["expected"] and not data["usual_networks"]:
        sentence = both(
            f"{scope.name}: not known — no roster or partnership says who is expected, and too little is known of other bassins.",
            f"{scope.name} : on ne sait pas — aucun répertoire ni partenariat ne dit qui est attendu, et l'on sait trop peu "
            "des autres bassins.",
        )
    elif not items:
        sentence = both(f"{scope.name}: all who are expected have been named at a meeting at least once.",
                        f"{scope.name} : tous ceux qui sont attendus ont été nommés au moins une fois à une réunion.")  # fmt: skip
    else:
        some = count(members, ("expected member", "expected members"), ("membre attendu", "membres attendus"))
        more = count(networks, ("usual network", "usual networks"), ("réseau habituel", "réseaux habituels"))
        never = "never seen" if enough(done, thresholds) else "that no record shows (too few lists to say never)"
        jamais = "jamais vus" if enough(done, thresholds) else "qu'aucun document ne montre (trop peu de listes pour dire jamais)"
        sentence = both(
            f"{scope.name}: {some['en']} and {more['en']} {never}.", f"{scope.name} : {some['fr']} et {more['fr']} {jamais}."
        )
    notes = [coverage_note(done, data["as_of"])]
    if data["usual_networks"]:
        share = round(data["thresholds"]["usual"] * 100)
        names = {code: listed([network["name"] for network in data["usual_networks"]], code) for code in ("fr", "en")}
        notes.append(both(
            f"Usual in the region: {names['en']} (in at least {share} % of its other bassins that are known, and in {FEWEST_BASSINS}).",
            f"Habituels dans la région : {names['fr']} (dans au moins {share} % de ses autres bassins connus, et dans {FEWEST_BASSINS}).",
        ))  # fmt: skip
    if not data["expected"]:
        notes.append(both("No roster says yet who is a member: maillage roster new makes a table to fill in.",
                          "Aucun répertoire ne dit encore qui est membre : maillage répertoire nouveau fait un tableau à "
                          "remplir."))  # fmt: skip
    return sentence, notes
