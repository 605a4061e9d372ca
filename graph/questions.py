"""What people are asked: the doubts of the resolution, contradictions of people, a bare name of many records; grouped and ranked by
what an answer changes."""

from __future__ import annotations

import difflib
import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from . import reference
from .decisions import Entry, Name, Pair
from .errors import MaillageError, UnknownName
from .identity import Identity, Sight, in_time, of_kind
from .names import fold
from .resolution import Mention, Question
from .resolution.clusters import digest
from .resolution.naming import body_key, network_of
from .resolution.territories import place_key
from .standing import GROUP, Standing, name_of, open_questions, seen

CHOICES = 9
"""Bodies that a bare name may mean, offered at once: one key each."""

Answer = Literal["same", "different", "unsure"]


@dataclass(frozen=True, slots=True)
class Case:
    """One question. `sides` are the two that may be the same (of a bare name: two of its records); `choices` the bodies that a bare
    name may mean; `members` all items of the bare name. `said` is what people said of it before. `effect` counts the records whose
    facts an answer would move; `moves` says that other questions hang on it; `id` stays as long as the items are the same."""

    id: str
    of: str
    group: str
    sides: tuple[Sight, Sight]
    en: str
    fr: str
    effect: int
    change: tuple[str, str]
    choices: tuple[Sight, ...] = ()
    members: tuple[Mention, ...] = ()
    said: tuple[Entry, ...] = ()
    conflict: bool = False
    moves: bool = False

    def reason(self, language: str) -> str:
        return self.fr if language == "fr" else self.en

    def changes(self, language: str) -> str:
        """What an answer would change."""
        return self.change[1] if language == "fr" else self.change[0]

    @property
    def pair(self) -> tuple[str, str]:
        """The nodes of both sides, in a fixed order."""
        a, b = sorted(side.node for side in self.sides)
        return a, b


def cases(identity: Identity, language: str, *, unsure: bool = False) -> list[Case]:
    """The questions of today: contradictions first, then groups of one name by what they change. With `unsure` also what people
    called undecidable."""
    settled, resolution = identity.settled, identity.resolution
    asked = list(resolution.questions) if unsure else open_questions(resolution, settled)
    hanging = _hanging(identity, asked)
    groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for question in asked:
        case = _bare(identity, question, language) or _pair(identity, question, language)
        weight = sum(hanging.get(pair, 0) for pair in itertools.combinations(sorted(_nodes(identity, case)), 2))
        if weight:
            case = replace(case, effect=case.effect + weight, moves=True)
        groups[(question.kind, question.group)].append(case)
    ranked = sorted(groups.items(), key=lambda item: (-sum(case.effect for case in item[1]), -len(item[1]), item[0]))
    contradicted = [clash for standings in settled.conflicts() if (clash := _contradicted(identity, standings, language))]
    return [*contradicted, *(case for _, found in ranked for case in found)]


def _nodes(identity: Identity, case: Case) -> set[str]:
    """The nodes that an answer may bring together."""
    return {*case.pair, *(choice.node for choice in case.choices), *(identity.resolution.node_of[m] for m in case.members)}


def _hanging(identity: Identity, asked: Iterable[Question]) -> dict[tuple[str, str], int]:
    """Pairs of bodies → records of the doubtful people who would be one if these two were: their questions hang on that of the bodies."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for question in asked:
        if question.kind == "person":
            a, b = (identity.bodies.get(identity.resolution.node_of[mention], {}) for mention in (question.a, question.b))
            for one, two in itertools.product(a, b):
                if one != two:
                    found[(min(one, two), max(one, two))] += question.effect
    return found


def about(found: Iterable[Case], words: str) -> list[Case]:
    """The cases whose names contain `words`, whatever case and accents."""
    wanted = fold(words)
    return [
        case for case in found
        if any(wanted in fold(name) for side in (*case.sides, *case.choices) for name in (side.name, *side.others, side.note))
    ]  # fmt: skip


def _pair(identity: Identity, question: Question, language: str) -> Case:
    sides = (identity.sight(question.a, language), identity.sight(question.b, language))
    change = (question.change("en"), question.change("fr"))
    said = tuple(standing.entry for standing in identity.settled.on(question.a, question.b))
    return Case(
        _id(question.kind, question.a, question.b), question.kind, question.group, sides, question.en, question.fr, question.effect,
        change, said=said,
    )  # fmt: skip


def _bare(identity: Identity, question: Question, language: str) -> Case | None:
    """The question of a network's bare name in records without a perimeter, asked once for all of them; None for another question."""
    network = _bare_network(identity, question.a)
    if question.kind != "organisation" or network is None or _bare_network(identity, question.b) != network:
        return None
    resolution = identity.resolution
    members: list[Mention] = []
    bodies: list[str] = []
    for node, mentions in resolution.clusters.items():
        if node[0] != "o":
            continue
        unit = resolution.units.get(node)
        if unit is not None and unit[0] == network:
            bodies.append(node)
        elif unit is None and _bare_network(identity, mentions[0]) == network:
            members += mentions
    members = in_time(identity, members)
    records = len({member.record for member in members})
    bodies.sort(key=lambda node: (-len(resolution.clusters[node]), node))
    choices = tuple(identity.sight(in_time(identity, resolution.clusters[node])[0], language) for node in bodies[:CHOICES])
    name = name_of(identity.item(members[0]))
    en = f"{name} without a perimeter: {records} records, one answer."
    fr = f"« {name} » sans périmètre : {records} comptes rendus, une réponse."
    change = (f"One answer brings together what {records} records say, and holds for “{name}” without a perimeter in future.",
              f"Une réponse réunit ce que disent {records} documents, et vaut pour « {name} » sans périmètre à l'avenir.")  # fmt: skip
    sides = (identity.sight(question.a, language), identity.sight(question.b, language))
    return Case(_id("name", question.a, question.b), question.kind, question.group, sides, en, fr, records - 1, change, choices,
                tuple(members))  # fmt: skip


def _bare_network(identity: Identity, mention: Mention) -> str | None:
    """The network of an organisation that is named by it alone and has no place; None for any other."""
    node = identity.resolution.node_of[mention]
    if node[0] != "o" or node in identity.resolution.units:
        return None
    item = identity.item(mention)
    network, rest = network_of(item)
    return network if network and not rest and item.level != "network" else None


def _contradicted(identity: Identity, found: Sequence[Standing], language: str) -> Case | None:
    """The question about entries that contradict one another."""
    entries = [standing.entry for standing in found]
    first = next((s for s in found if isinstance(s.entry, Pair) and s.entry.verdict == "different"), found[0])
    second = next((s for s in found if s.a != first.a), first)
    a, b = (first.a, first.b) if isinstance(first.entry, Pair) else (first.a, second.a)
    if a is None or b is None:
        return None
    chain = isinstance(first.entry, Pair) and len({frozenset((standing.a, standing.b)) for standing in found}) > 1
    en = "; ".join(f"{entry.by} ({entry.when[:10]}): {_told(identity, entry, 'en', chain)}" for entry in entries)
    fr = " ; ".join(f"{entry.by} ({entry.when[:10]}) : {_told(identity, entry, 'fr', chain)}" for entry in entries)
    sides = (identity.sight(a, language), identity.sight(b, language))
    effect = min(side.records for side in sides)
    if isinstance(first.entry, Name):
        name, of, change = first.entry.name, first.entry.of, (
            "Until they agree the name has no meaning of its own.", "Tant qu'ils ne s'accordent pas, ce nom n'a pas de sens particulier.",
        )  # fmt: skip
        choices = tuple(identity.sight(standing.a, language) for standing in found if standing.a)
        return Case(_id("conflict", a, b), of, name, sides, f"“{name}”. {en}.", f"« {name} ». {fr}.", effect, change, choices,
                    said=tuple(entries), conflict=True)  # fmt: skip
    assert isinstance(first.entry, Pair)
    change = ("Until they agree the two are kept apart.", "Tant qu'ils ne s'accordent pas, les deux restent séparés.")
    return Case(_id("conflict", a, b), first.entry.of, sides[0].name, sides, f"{en}.", f"{fr}.", effect, change, said=tuple(entries),
                conflict=True)  # fmt: skip


_WORDS = {"same": ("the same", "les mêmes"), "different": ("different", "différents"), "unsure": ("unsure", "incertain")}


def _told(identity: Identity, entry: Entry, language: str, chain: bool) -> str:
    """What an entry of a contradiction says; in a chain also of which records."""
    if isinstance(entry, Pair) and chain:
        files = " / ".join(side.source.rpartition("/")[2] for side in (entry.a, entry.b))
        return f"{_WORDS[entry.verdict][language == 'fr']} ({files})"
    if isinstance(entry, Pair):
        return _WORDS[entry.verdict][language == "fr"]
    if isinstance(entry, Name):
        standing = next(standing for standing in identity.settled.standings if standing.entry.id == entry.id)
        node = identity.resolution.node_of.get(standing.a) if standing.a else None
        return identity.name(node) if node else entry.target.name
    return ""


def _id(kind: str, a: Mention, b: Mention) -> str:
    return digest(kind, *min(a, b), *max(a, b))


# --- from answers to entries -------------------------------------------------------------------------------------------


def drafts(identity: Identity, case: Case, answer: Answer, why: str = "", choice: Sight | None = None) -> list[dict[str, Any]]:
    """The entries that an answer to `case` makes, for `decisions.append`: `choice` is the body that a bare name means. An answer to a
    contradiction also takes back what it overrules."""
    found: list[dict[str, Any]] = []
    if case.conflict:
        found += [
            {"kind": "undo", "undoes": entry.id, "why": why} for entry in case.said if _overruled(case, entry, answer, choice)
        ]
        if case.choices:
            named = next(entry for entry in case.said if isinstance(entry, Name))
            if choice is not None:
                found.append(_name(identity, named.name, named.perimeter, choice.mention, case.of, why))
            return found
    if case.members:
        return found + _bare_drafts(identity, case, answer, why, choice)
    return [*found, _pair_draft(identity, case.of, answer, case.sides[0].mention, case.sides[1].mention, why)]


def _overruled(case: Case, entry: Entry, answer: Answer, choice: Sight | None) -> bool:
    if isinstance(entry, Pair):
        return answer != "unsure" and entry.verdict != answer
    return choice is None or not isinstance(entry, Name) or (entry.target.record, entry.target.item) != tuple(choice.mention)


def _bare_drafts(identity: Identity, case: Case, answer: Answer, why: str, choice: Sight | None) -> list[dict[str, Any]]:
    if answer == "different":  # each record's own: the pairs that would be asked, one after the other
        ordered = sorted(case.members)
        return [_pair_draft(identity, case.of, answer, a, b, why) for a, b in itertools.pairwise(ordered)]
    if answer == "unsure":
        return [_pair_draft(identity, case.of, answer, case.sides[0].mention, case.sides[1].mention, why)]
    target = choice.mention if choice else case.members[0]
    drafts_, named = [], set()
    for mention in case.members:
        name = name_of(identity.item(mention))
        if identity.perimeter(mention):  # a perimeter that does not make a unit of this network: this record only
            if mention != target:
                drafts_.append(_pair_draft(identity, case.of, "same", target, mention, why))
        elif body_key(name) not in named:
            named.add(body_key(name))
            drafts_.append(_name(identity, name, "", target, case.of, why))
    return drafts_


def _pair_draft(identity: Identity, of: str, verdict: str, a: Mention, b: Mention, why: str) -> dict[str, Any]:
    return {"kind": "pair", "of": of, "verdict": verdict, "a": _seen(identity, a, of), "b": _seen(identity, b, of), "why": why}


def _name(identity: Identity, name: str, perimeter: str | None, target: Mention, of: str, why: str) -> dict[str, Any]:
    return {"kind": "name", "of": of, "name": name, "perimeter": perimeter, "target": _seen(identity, target, of), "why": why}


def pair_draft(identity: Identity, answer: str, a: Mention, b: Mention, why: str) -> dict[str, Any]:
    """The entry that two items are the same, different, or undecidable. Raises MaillageError when they can never be one."""
    kinds = [of_kind(identity.resolution.node_of[mention]) for mention in (a, b)]
    if kinds[0] != kinds[1] or kinds[0] not in GROUP:
        raise MaillageError(
            f"One is a {kinds[0]}, the other a {kinds[1]}: nothing to decide. Name two of one kind.",
            f"L'un est « {kinds[0]} », l'autre « {kinds[1]} » : rien à décider. Nommez deux éléments de même genre.",
        )
    if a == b:
        raise MaillageError(
            "Both names mean one item of one record. Name two items as record:item; maillage history lists them.",
            "Les deux noms désignent un seul élément d'un document. Nommez-en deux (document:élément) ; maillage historique les liste.",
        )
    return _pair_draft(identity, kinds[0], answer, a, b, why)


def name_draft(identity: Identity, name: str, perimeter: str | None, target: Mention, why: str) -> dict[str, Any]:
    """The entry that a name means `target`. Raises MaillageError for what is no person and no organisation."""
    kind = of_kind(identity.resolution.node_of[target])
    if kind not in ("person", "organisation"):
        raise MaillageError(
            f"A name can be given to a person or an organisation; this is a {kind}.",
            f"Un nom se donne à une personne ou à une structure ; ici : {kind}.",
        )
    network = reference.find_network(name) if kind == "organisation" else None
    if perimeter is None and network is not None and network.units:
        raise MaillageError(
            f"{name} has a unit in many places: say in whose records it means this one (--in TERRITORY, or --in '' for those without one).",
            f"« {name} » a une unité en bien des lieux : dites dans quels documents (--dans TERRITOIRE, ou --dans '' pour ceux sans).",
        )
    if perimeter:
        _refuse_unknown(identity, perimeter)
    return _name(identity, name, perimeter, target, kind, why)


def _refuse_unknown(identity: Identity, perimeter: str) -> None:
    """Raise UnknownName for a territory that no record names, with the nearest names."""
    known = {
        place_key(name_of(identity.item(mention))): identity.name(node)
        for node, mentions in identity.resolution.clusters.items() if node[0] == "t"
        for mention in mentions
    }  # fmt: skip
    wanted = place_key(perimeter)
    if wanted not in known:
        near = [known[key] for key in difflib.get_close_matches(wanted, known, n=4, cutoff=0.6)]
        raise UnknownName(
            f"No record names the territory {perimeter!r}.", f"Aucun document ne nomme le territoire « {perimeter} ».", near
        )


def _seen(identity: Identity, mention: Mention, of: str) -> dict[str, Any]:
    found = seen(identity.records[mention.record], mention.item, of)
    if not found.quote:
        found = found.model_copy(update={"quote": identity.proof(mention).quote[:300]})
    return found.model_dump(mode="json", exclude_defaults=True)
