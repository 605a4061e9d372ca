"""More parts of the graph to draw: who has not met and who could introduce them, the circles around a scope, the programmes.

Each gives a Subgraph whose links have types of their own (`NEVER_MET`, `CAME`, `ON`, …); `visualisations.kinds` says how they look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..graph.errors import QueryError
from ..graph.model import Node, Relationship, Statement, Subgraph
from ..graph.store import Store
from . import lookup
from .answer import Answer, run
from .gathering import gather
from .meetings import by_date
from .views import Reader, actor_nodes, coverage_note, day, met_properties, sentences
from .wording import both, count

MOST = 250
"""Partners of one picture of pairs: more make 30,000 pairs, which nobody reads."""
INTRODUCERS = 5
"""People offered for one pair."""
_TYPES = {"worked-together": "MET", "plenary-only": "MET", "never-seen": "NEVER_MET", "not-known": "NOT_KNOWN"}


def verdicts(
    store: Store, scope: str | None = None, people: bool = False, since: str | None = None, until: str | None = None
) -> Answer:
    """The answer to never-met on all pairs, for a picture. Raises QueryError for more than `MOST` partners."""
    given = {"scope": scope, "people": people or None, "since": since, "until": until, "all": True}
    answer = run(store, "never-met", {key: value for key, value in given.items() if value is not None}, "en")
    if (number := len(answer.data["partners"])) > MOST:
        raise QueryError(
            f"{number} partners are too many for one picture of pairs. Narrow it with --scope or --since.",
            f"{number} partenaires font trop de paires pour une image. Précisez avec --scope ou --since.",
        )
    return answer


def gaps(
    store: Store, scope: str | None = None, people: bool = False, since: str | None = None, until: str | None = None,
    answer: Answer | None = None,
) -> Subgraph:  # fmt: skip
    """The partners of a scope; a MET link for each two that met, NEVER_MET for those never seen together (with `introducers`: node
    id, times met with one, with the other), NOT_KNOWN where too few lists are known. `answer` is that of `verdicts`, where it
    is known already."""
    answer = answer or verdicts(store, scope, people, since, until)
    data = answer.data
    nodes = _with(actor_nodes(Reader(store), [p["id"] for p in data["partners"]]), {p["id"]: _basis(p) for p in data["partners"]})
    times: dict[str, dict[str, int]] = defaultdict(dict)
    for pair in data["pairs"]:
        if shared := pair["meetings"] + pair["elsewhere"]:
            times[pair["a"]["id"]][pair["b"]["id"]] = times[pair["b"]["id"]][pair["a"]["id"]] = shared
    links, said = [], []
    for pair in data["pairs"]:
        a, b, kind = pair["a"]["id"], pair["b"]["id"], _TYPES[pair["verdict"]]
        fact = f"pair:{a}:{b}"
        found: dict[str, Any] = {"lists": _lists(pair)}
        if kind == "MET":
            found |= {"meetings": times[a][b], "strength": pair["strength"], "last": pair["last"]}
        else:
            found["introducers"] = introducers(times, a, b)
        links.append(Relationship(fact, kind, a, b, found))
        said += [Statement(fact, s["record"], s["quote"], page=s["page"]) for s in pair["sources"] if s["quote"]]
    return Subgraph(tuple(nodes), tuple(links), tuple(said), _texts([answer.sentence, *answer.notes]))


def introducers(times: Mapping[str, Mapping[str, int]], a: str, b: str) -> list[tuple[str, int, int]]:
    """Who has met both, those first that met both often. `times` says how often each two met."""
    mine, theirs = times.get(a, {}), times.get(b, {})
    found = [(who, mine[who], theirs[who]) for who in mine if who in theirs]
    return sorted(found, key=lambda item: (-min(item[1:]), -sum(item[1:]), item[0]))[:INTRODUCERS]


def circles(
    store: Store,
    scope: str,
    people: bool = False,
    since: str | None = None,
    until: str | None = None,
    answer: Answer | None = None,
) -> Subgraph:
    """The scope in the middle and everybody its records know: `ring` 1 came to half of its listed meetings or more, 2 to fewer, 3 is
    a partner that no list shows, 4 a resource. Links are CAME, EXPECTED and RESOURCE, from the actor to the scope."""
    data = (answer or verdicts(store, scope, people, since, until)).data
    middle = data["scope"]["id"]
    label = next(row["label"] for row in Reader(store).read("scope_names") if row["id"] == middle)
    labels = ("Actor", label) if label == "Organisation" else (label,) if label == "Partnership" else ("Territory", label)
    centre = Node(middle, labels, {"name": data["scope"]["name"], **({"kind": "instance"} if label == "Organisation" else {})})
    listed = data["coverage"]["listed"] + data["coverage"]["partial"]
    extra: dict[str, dict[str, Any]] = {}
    links, said = [], []
    for partner in data["partners"]:
        came, who = partner["meetings"], partner["id"]
        ring = 3 if not came else 1 if came * 2 >= listed else 2
        extra[who] = {**_basis(partner), "ring": ring, "presence": _presence(came, listed)}
        found = {"meetings": came, "first": partner["first"], "last": partner["last"]} if came else {}
        links.append(Relationship(f"came:{who}", "CAME" if came else "EXPECTED", who, middle, found))
        said += [Statement(f"came:{who}", s["record"], s["quote"], page=s["page"]) for s in partner["sources"] if s["quote"]]
    for resource in data["resources"]:
        who = resource["id"]
        extra[who] = {"ring": 4, "basis": "resource"}
        links.append(Relationship(f"came:{who}", "RESOURCE", who, middle, {}))
        said += [Statement(f"came:{who}", s["record"], s["quote"], page=s["page"]) for s in resource["sources"] if s["quote"]]
    nodes = [centre, *_with((n for n in actor_nodes(Reader(store), extra) if n.id != middle), extra)]
    links = [link for link in links if link.start != middle]
    note = both(f"{listed} listed meetings of {data['coverage']['occasions']} held.",
                f"{listed} réunions avec liste sur {data['coverage']['occasions']} tenues.")  # fmt: skip
    return Subgraph(tuple(nodes), tuple(links), tuple(said), note)


def programmes(
    store: Store, scope: str | None = None, people: bool = False, since: str | None = None, until: str | None = None
) -> Subgraph:
    """The programmes and partnerships, and who is on them: ON links (meetings about a programme that somebody attended), PARTNER_IN,
    UNDER."""
    reader = Reader(store)
    within = lookup.resolve_scope(store, scope) if scope else None
    found = gather(reader, within, day(since, 0), day(until, 1))
    about: dict[str, list[str]] = defaultdict(list)
    names = {row["id"]: row for row in reader.read("programme_names")}
    for row in reader.read("about", events=sorted(found.occasions)):
        about[row["event"]].append(row["programme"])
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    proofs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for naming in found.namings:
        if naming.state == "ATTENDED" and naming.person == people:
            for programme in about.get(naming.event, ()):
                shared[naming.actor, programme].append(naming.event)
                proofs[naming.actor, programme].append(naming.fact)
    links = [
        Relationship(f"on:{a}:{p}", "ON", a, p, met_properties(by_date(found.occasions[event] for event in events)))
        for (a, p), events in sorted(shared.items())
    ]
    wanted = {f"on:{a}:{p}": facts[-3:] for (a, p), facts in proofs.items()}
    kept = {p for _, p in shared}
    joint: dict[str, Node] = {}
    scopes = set(within.ids) if within else set()
    for row in reader.read("partnerships"):
        if bool(row["person"]) != people or (within and not scopes & {row["partnership"], *row["territories"]}):
            continue
        who, what = row["actor"], row["partnership"]
        own = {key: row[key] for key in ("name", "kind", "status", "date") if row[key]}
        joint[what] = Node(what, ("Partnership",), own)
        links.append(Relationship(row["fact"], "PARTNER_IN", who, what, {}))
        wanted[row["fact"]] = [row["fact"]]
        for programme in row["programmes"]:
            kept.add(programme)
            under = Relationship(f"under:{what}:{programme}", "UNDER", what, programme, {})
            if under not in links:
                links.append(under)
    actors = {link.start for link in links if link.type != "UNDER"}
    nodes = [
        *actor_nodes(reader, actors),
        *joint.values(),
        *(Node(p, ("Programme",), {"name": names[p]["name"], "kind": names[p]["kind"] or ""}) for p in sorted(kept)),
    ]
    return Subgraph(tuple(nodes), tuple(links), tuple(sentences(reader, wanted)), coverage_note(found))


def _with(nodes: Iterable[Node], extra: Mapping[str, Mapping[str, Any]]) -> list[Node]:
    return [Node(node.id, node.labels, {**node.properties, **extra.get(node.id, {})}) for node in nodes]


def _basis(partner: Mapping[str, Any]) -> dict[str, Any]:
    return {"basis": partner["kind"]}


def _presence(came: int, listed: int) -> dict[str, str]:
    """How often somebody was there, in both languages."""
    of = count(listed, ("listed meeting", "listed meetings"), ("réunion avec liste", "réunions avec liste"))
    return both(f"{came} of {of['en']}", f"{came} sur {of['fr']}")


def _lists(pair: Mapping[str, Any]) -> dict[str, str]:
    lists = count(pair["listed"], ("list while both were partners", "lists while both were partners"),
                  ("liste quand les deux étaient partenaires", "listes quand les deux étaient partenaires"))  # fmt: skip
    more = count(pair["unlisted"], ("meeting without a list", "meetings without a list"),
                 ("réunion sans liste", "réunions sans liste"))  # fmt: skip
    times = pair["meetings"]
    return both(f"together on {times} of {lists['en']}; {more['en']}", f"ensemble sur {times} de {lists['fr']} ; {more['fr']}")


def _texts(texts: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Several notes of a Subgraph: « fr », « en », « fr2 », « en2 », …"""
    return {f"{code}{number if number > 1 else ''}": text[code] for number, text in enumerate(texts, 1) for code in ("fr", "en")}
