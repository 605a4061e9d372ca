"""From what a person writes to the node that is meant: actors, scopes, events, records.

In this order: the id itself; an id that the node had before, or a permalink `record:item`, where the project is at hand; an identifier
a source gave (« an-organe:PO870844 », or the code alone); the very name; the folded name, « Bassin de … » and the like left aside for
territories; the only name that contains the words. More than one candidate left, or none, raises UnknownName with the nearest names.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ..graph import reference
from ..graph.errors import UnknownName
from ..graph.model import Node
from ..graph.names import fold, name_key, person_key
from .catalogue import part

if TYPE_CHECKING:
    from ..graph.store import Store

ScopeKind = Literal["territory", "committee", "partnership"]
NEAR = 4
Lead = Callable[[str], str | None]
"""Gives the node of today that an id of before, or a permalink, leads to."""
_LINK = re.compile(r"[aegopst][0-9a-f]{12}|[0-9a-f]{16}:.+")
_KIND_WORDS = {
    "bassin": "Bassin", "zone": "ZoneEmploi", "commune": "Commune", "ville": "Commune", "departement": "Departement",
    "region": "Region", "intercommunalite": "Epci", "agglomeration": "Epci",
}  # fmt: skip
_FILLERS = frozenset(("emploi", "formation"))
_TERRITORY_ORDER = ("Bassin", "ZoneEmploi", "Epci", "Commune", "Departement", "Region")


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or an organisation of the graph."""

    id: str
    name: str
    person: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the world to ask about. `ids` are what it holds: a territory and all within it, or the committee or partnership
    itself (a partnership also holds nothing else). `above` are the territories around it."""

    id: str
    name: str
    kind: ScopeKind
    ids: tuple[str, ...]
    above: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class _Candidate:
    id: str
    name: str
    label: str
    others: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    weight: int = 0
    keys: frozenset[str] = field(default_factory=frozenset)


def resolve_actor(store: Store, text: str) -> Actor:
    """The person or organisation called `text`. Raises UnknownName, with the nearest names, for none or several."""
    found = _choose(text, _candidates(store, "actor_names"), "actor", store.lead)
    return Actor(found.id, found.name, found.label == "Person")


def resolve_scope(store: Store, text: str) -> Scope:
    """The territory, committee or partnership called `text`, a bassin before the commune of its name where records concern the
    bassin. Raises UnknownName, with the nearest names, for none or several."""
    found = _choose(text, _candidates(store, "scope_names"), "scope", store.lead)
    if found.label in ("Organisation", "Partnership"):
        return Scope(found.id, found.name, "committee" if found.label == "Organisation" else "partnership", (found.id,))
    rows = store.read(part("around").cypher, {"territory": found.id})
    inside = sorted(row["id"] for row in rows if row["inside"])
    above = sorted(row["id"] for row in rows if not row["inside"])
    return Scope(found.id, found.name, "territory", (found.id, *inside), tuple(above))


def resolve_event(store: Store, text: str) -> str:
    """The id of the event called `text`: its id, an identifier, its name, or its day when one event only took place on it."""
    return _choose(text, _candidates(store, "event_names"), "event", store.lead).id


def resolve_record(store: Store, text: str) -> str:
    """The id of the record called `text`: its id, its file (whole path or file name), or its title."""
    return _choose(text, _candidates(store, "record_names"), "record").id


def find_nodes(text: str, nodes: Iterable[Node], lead: Lead | None = None) -> list[Node]:
    """The nodes of any kind, without records, that `text` may mean, by id. Raises UnknownName, with the nearest names, for none."""
    by_id = {node.id: node for node in nodes if node.labels != ("Record",)}
    candidates = [_of_node(node) for node in by_id.values()]
    found = _matching(text, candidates, "node", lead)
    if not found:
        raise _unknown("node", text, _near(fold(text), candidates))
    return sorted((by_id[candidate.id] for candidate in found), key=lambda node: node.id)


def _candidates(store: Store, name: str) -> list[_Candidate]:
    return [_candidate(row) for row in store.read(part(name).cypher)]


def _of_node(node: Node) -> _Candidate:
    values = node.properties
    names = values.get("names")
    others = [*(names if isinstance(names, list) else ()), values.get("long"), values.get("acronym")]
    return _candidate(
        {"id": node.id, "name": node.name, "label": node.labels[-1], "others": others, "identifiers": values.get("identifiers"),
         "weight": 0}
    )  # fmt: skip


def _candidate(row: Mapping[str, Any]) -> _Candidate:
    others = tuple(str(item) for item in row["others"] or () if item)
    person = row["label"] == "Person"
    keys = {fold(name) for name in (row["name"], *others)} | {name_key(name) for name in (row["name"], *others)}
    if person:
        keys |= {person_key(name) for name in (row["name"], *others)}
    return _Candidate(
        row["id"],
        row["name"],
        row["label"],
        others,
        tuple(row["identifiers"] or ()),
        int(row["weight"] or 0),
        frozenset(keys - {""}),
    )


def _choose(text: str, candidates: Sequence[_Candidate], what: str, lead: Lead | None = None) -> _Candidate:
    found = _matching(text, candidates, what, lead)
    best = _best(found)
    if best is not None:
        return best
    if found:
        raise _ambiguous(what, text, found)
    raise _unknown(what, text, _near(fold(text), candidates))


def _matching(text: str, candidates: Sequence[_Candidate], what: str, lead: Lead | None) -> list[_Candidate]:
    """What the first rule that finds anything finds."""
    told = re.search(r"\[(\w+)\]\s*$", text)  # « Aline Morel [p12ab] », as the offer of two of one name writes it
    wanted = told[1] if told else " ".join(text.split())
    folded, key = fold(wanted), name_key(wanted)
    if not folded:
        return []
    if lead is not None and _LINK.fullmatch(wanted) and not any(c.id == wanted for c in candidates):
        wanted = lead(wanted) or wanted
    words = {folded, key, person_key(wanted)} if what in ("actor", "node") else {folded, key}
    stages: list[Callable[[_Candidate], bool]] = [
        lambda c: c.id == wanted,
        lambda c: any(wanted in (item, item.partition(":")[2]) for item in c.identifiers),
        lambda c: wanted == c.name or wanted in c.others,
        lambda c: bool(words & c.keys),
        lambda c: any(f" {key} " in f" {known} " for known in c.keys),
        lambda c: len(key) >= 4 and any(key in known for known in c.keys),
    ]
    if what == "actor" and (network := reference.find_network(wanted)) is not None and network.units:
        # « Mission Locale » is what records call each of its units: one that is called so is no better than the others
        stages[2:5] = [lambda c: wanted == c.name, lambda c: any(f" {key} " in f" {known} " for known in c.keys)]
    if what == "scope":
        core, labels = _core(folded), _labels(folded)
        stages[2:2] = [lambda c: c.label in labels and _core_of(c, core)]
    for stage in stages:
        found = [candidate for candidate in candidates if stage(candidate)]
        if found:
            return found
    return []


def _best(found: Sequence[_Candidate]) -> _Candidate | None:
    """The one that stands out: alone, or the territory that most events concern, then by kind. None when nothing does."""
    if len(found) < 2:
        return found[0] if found else None
    if any(candidate.label not in _TERRITORY_ORDER for candidate in found):
        return None
    first, second = sorted(found, key=lambda c: (-c.weight, _TERRITORY_ORDER.index(c.label), c.id))[:2]
    return None if (first.weight, first.label) == (second.weight, second.label) else first


def _labels(folded: str) -> frozenset[str]:
    """The kinds of territory that the words allow: « Bassin de Blois » one, « Blois » all."""
    named = frozenset(label for word, label in _KIND_WORDS.items() if word in folded.split())
    return named or frozenset(_TERRITORY_ORDER)


def _core(folded: str) -> str:
    return " ".join(word for word in name_key(folded).split() if word not in _KIND_WORDS and word not in _FILLERS) or folded


def _core_of(candidate: _Candidate, core: str) -> bool:
    return any(_core(known) == core for known in candidate.keys)


def _near(folded: str, candidates: Iterable[_Candidate]) -> list[str]:
    by_key = {key: candidate.name for candidate in candidates for key in sorted(candidate.keys)}
    close = difflib.get_close_matches(folded, by_key, n=NEAR * 2, cutoff=0.6)
    return list(dict.fromkeys(by_key[key] for key in close))[:NEAR]


_NOUNS = {
    "actor": ("person or organisation", "personne ni aucune organisation"),
    "scope": ("territory, committee or partnership", "territoire, aucune instance ni aucun partenariat"),
    "event": ("event", "événement"),
    "record": ("record", "document"),
    "node": ("person, organisation, meeting, territory or action", "personne, structure, réunion, territoire ni action"),
}


def _unknown(what: str, text: str, near: Sequence[str]) -> UnknownName:
    en, fr = _NOUNS[what]
    none = "aucune" if what in ("actor", "node") else "aucun"
    return UnknownName(
        f"No {en} is called {text!r} in these records.", f"{none.capitalize()} {fr} ne s'appelle « {text} » ici.", near
    )


_TERRITORY_WORD = {
    "Bassin": " (bassin)", "Commune": " (commune)", "Departement": " (département)", "Region": " (région)",
    "ZoneEmploi": " (zone d'emploi)", "Epci": " (intercommunalité)",
}  # fmt: skip


def _ambiguous(what: str, text: str, found: Sequence[_Candidate]) -> UnknownName:
    names = sorted(candidate.name for candidate in found)
    shown = list(dict.fromkeys(names))
    if len(shown) < len(found):  # the same name twice: only the id tells them apart
        told = sorted(found, key=lambda c: (-c.weight, c.name, c.id))
        shown = [f"{c.name}{_TERRITORY_WORD.get(c.label, '')} [{c.id}]" for c in told]
    return UnknownName(
        f"{text!r} may mean {len(found)} things here. Write one of them in full.",
        f"« {text} » peut désigner ici {len(found)} choses. Écrivez l'une d'elles en entier.",
        shown[:8],
    )
