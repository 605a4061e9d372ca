"""Why two names are one node or two, and what a node has been: sentences with the words of the records."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from .decisions import Entry, Name, Pair
from .identity import Identity, Proof, Sight, file_name, in_time, of_kind, permalink
from .names import fold
from .resolution import Mention
from .resolution.trace import REFUSALS
from .standing import Standing, key_of, name_of

COMPARED = 40
"""Items of each node that are compared when nothing else tells two nodes apart."""

_VERDICT = {"same": ("the same", "les mêmes"), "different": ("different", "différents"), "unsure": ("unsure", "incertain")}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that joins two items (`joins`), keeps two nodes apart (`keeps`), or leaves it open (`asks`), in both languages; with
    the sentences of the items it is about."""

    says: Literal["joins", "keeps", "asks"]
    en: str
    fr: str
    proofs: tuple[Proof, ...] = ()

    def text(self, language: str) -> str:
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Account:
    """Why `a` and `b` are one node (`one`) or two."""

    a: Sight
    b: Sight
    one: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """A name that a node bore, or a body that a person stood for: from which record's day to which ("" where none has a day), in how
    many records, with which roles."""

    name: str
    first: str
    last: str
    records: int
    roles: tuple[str, ...] = ()
    node: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One record that names the node: its day, file and page, the name there, the sentence, and the permalink of the item."""

    day: str
    record: str
    page: int | None
    name: str
    quote: str
    permalink: str


@dataclass(frozen=True, slots=True)
class History:
    """What a node has been called, whom it stood for, where it is named, what people decided about it, and its ids of other times."""

    node: str
    kind: str
    name: str
    names: tuple[Period, ...]
    bodies: tuple[Period, ...]
    records: tuple[Line, ...]
    decisions: tuple[Standing, ...]
    former: tuple[str, ...]


def account(identity: Identity, a: Mention, b: Mention, language: str) -> Account:
    """Why the nodes of `a` and `b` are one or two."""
    one, two = identity.resolution.node_of[a], identity.resolution.node_of[b]
    sides = (identity.sight(a, language), identity.sight(b, language))
    if one == two:
        return Account(*sides, True, tuple(_joined(identity, a, b)))
    return Account(*sides, False, tuple(_apart(identity, one, two, a, b)))


def whole(identity: Identity, node: str, language: str) -> Account:
    """What joined all items of one node, a reason for each but the first, in the order in which they were joined."""
    mentions = in_time(identity, identity.resolution.clusters[node])
    side = identity.sight(mentions[0], language)
    clustering = identity.trace.clusterings.get(node[0])
    within = set(mentions)
    reasons = [
        _step(identity, a, b, rank) for a, b, rank in (clustering.taken if clustering else ()) if a in within and b in within
    ]  # fmt: skip
    return Account(side, side, True, tuple(reasons or _joined(identity, mentions[0], mentions[-1])))


def spoken_of(identity: Identity, node: str, words: str) -> Mention:
    """The item of `node` that bears the name `words`, the earliest; else the earliest of all."""
    mentions = in_time(identity, identity.resolution.clusters[node])
    wanted = fold(words)
    return next((mention for mention in mentions if fold(name_of(identity.item(mention))) == wanted), mentions[0])


# --- one node ---------------------------------------------------------------------------------------------------------


def _joined(identity: Identity, a: Mention, b: Mention) -> Iterable[Reason]:
    if a == b:
        yield Reason("joins", "It is one item of one record.", "C'est un seul élément d'un seul document.", (identity.proof(a),))
        return
    steps = identity.trace.path(identity.resolution.node_of[a][0], a, b)
    if not steps:
        yield Reason("joins", "Same name.", "Même nom.", (identity.proof(a), identity.proof(b)))
    for one, two, rank in steps:
        yield _step(identity, one, two, rank)


def _step(identity: Identity, one: Mention, two: Mention, rank: float) -> Reason:
    named = [name_of(identity.item(mention)) for mention in (one, two)]
    proofs = (identity.proof(one), identity.proof(two))
    entry = _decided(identity, one, two) if rank < 0 else None
    if entry is not None:
        en, fr = _who(entry, "en"), _who(entry, "fr")
    else:
        said = identity.trace.reason(identity.resolution.node_of[one][0], one, two, rank)
        en, fr = f"{said[0]}.", f"{said[1]}."
    if named[0] == named[1]:
        return Reason("joins", en[:1].upper() + en[1:], fr[:1].upper() + fr[1:], proofs)
    return Reason("joins", f"“{named[0]}” and “{named[1]}”: {en}", f"« {named[0]} » et « {named[1]} » : {fr}", proofs)


def _decided(identity: Identity, a: Mention, b: Mention) -> Entry | None:
    """The decision that joins two items: of the pair, or of a name that one of them bears."""
    for standing in identity.settled.standings:
        entry = standing.entry
        if standing.state not in ("holds", "conflict"):
            continue
        if isinstance(entry, Pair) and entry.verdict == "same" and {standing.a, standing.b} == {a, b}:
            return entry
        if isinstance(entry, Name) and standing.a in (a, b):
            other = b if standing.a == a else a
            if key_of(entry.of)(name_of(identity.item(other))) == key_of(entry.of)(entry.name):
                return entry
    return None


def _who(entry: Entry, language: str) -> str:
    """Who decided what, when and why."""
    fr = language == "fr"
    why = f" — {entry.why}" if entry.why else ""
    if isinstance(entry, Pair):
        verdict = _VERDICT[entry.verdict][fr]
        return (f"décidé par {entry.by} le {entry.when[:10]} : {verdict}{why}." if fr
                else f"decided by {entry.by} on {entry.when[:10]}: {verdict}{why}.")  # fmt: skip
    if isinstance(entry, Name):
        return (f"{entry.by} a décidé le {entry.when[:10]} ce que ce nom désigne{why}." if fr
                else f"{entry.by} decided on {entry.when[:10]} what this name means{why}.")  # fmt: skip
    return ""


# --- two nodes --------------------------------------------------------------------------------------------------------


def _apart(identity: Identity, one: str, two: str, a: Mention, b: Mention) -> Iterable[Reason]:
    if one[0] != two[0]:
        kinds = (of_kind(one), of_kind(two))
        yield Reason("keeps", f"One is {_ENGLISH[kinds[0]]}, the other {_ENGLISH[kinds[1]]}: never one node.",
                     f"L'un est « {_FRENCH[kinds[0]]} », l'autre « {_FRENCH[kinds[1]]} » : jamais un seul nœud.")  # fmt: skip
        return
    node_of = identity.resolution.node_of
    found: list[Reason] = []
    contradicted = False
    for standing in identity.settled.standings:
        if (
            standing.a
            and standing.b
            and {node_of[standing.a], node_of[standing.b]} == {one, two}
            and isinstance(standing.entry, Pair)
        ):
            contradicted = contradicted or standing.state == "conflict"
            found += _said(identity, standing)
    if contradicted:
        found.append(Reason("asks", "People contradict one another; until they agree the two are kept apart (maillage review).",
                            "Des personnes se contredisent ; en attendant, les deux restent séparés (maillage vérifier)."))  # fmt: skip
    told = {(reason.en, reason.fr) for reason in found}
    for refused in identity.resolution.refused:
        if {node_of.get(refused.a), node_of.get(refused.b)} == {one, two}:
            en, fr = REFUSALS.get(refused.reason, (refused.reason, refused.reason))
            proofs = (identity.proof(refused.a), identity.proof(refused.b))
            reason = Reason("keeps", f"A rule or a decision would join them, but {en}.",
                            f"Une règle ou une décision les réunirait, mais {fr}.", proofs)  # fmt: skip
            if (reason.en, reason.fr) not in told:
                told.add((reason.en, reason.fr))
                found.append(reason)
    for question in identity.resolution.questions:
        if {node_of[question.a], node_of[question.b]} == {one, two}:
            found.append(Reason("asks", f"{question.en} It waits for an answer: maillage review.",
                                f"{question.fr} La question attend une réponse : maillage vérifier.",
                                (identity.proof(question.a), identity.proof(question.b))))  # fmt: skip
    if not found:
        en, fr = _compared(identity, one, two, a, b)
        found.append(Reason("keeps", f"No rule joins them: {en}.", f"Aucune règle ne les réunit : {fr}.",
                            (identity.proof(a), identity.proof(b))))  # fmt: skip
    yield from found


_ENGLISH = {
    "person": "a person", "organisation": "an organisation", "event": "a meeting", "territory": "a territory",
    "programme": "a programme", "partnership": "a partnership", "action": "an action",
}  # fmt: skip
_FRENCH = {
    "person": "personne", "organisation": "structure", "event": "réunion", "territory": "territoire", "programme": "dispositif",
    "partnership": "partenariat", "action": "action",
}  # fmt: skip


def _said(identity: Identity, standing: Standing) -> Iterable[Reason]:
    if standing.state in ("taken_back", "replaced", "no_object"):
        return
    entry = standing.entry
    assert isinstance(entry, Pair)
    assert standing.a
    assert standing.b
    says: Literal["keeps", "asks", "joins"] = "keeps" if entry.verdict == "different" else "asks"
    en, fr = _who(entry, "en"), _who(entry, "fr")
    yield Reason(says, en[:1].upper() + en[1:], fr[:1].upper() + fr[1:], (identity.proof(standing.a), identity.proof(standing.b)))


def _compared(identity: Identity, one: str, two: str, a: Mention, b: Mention) -> tuple[str, str]:
    """What the rules see in the items of two nodes, by the pair that says most: of one name where there is one."""
    clusters = identity.resolution.clusters
    prefix = one[0]
    if prefix not in identity.trace.clusterings:
        return "different names", "noms différents"
    pairs = itertools.product([a, *clusters[one][:COMPARED]], [b, *clusters[two][:COMPARED]])
    said = [identity.trace.apart(prefix, x, y) for x, y in pairs]
    return next((text for text in said if text[0].startswith("same")), said[0])


# --- one node through time ------------------------------------------------------------------------------------------------


def history(identity: Identity, node: str) -> History:
    """What `node` has been."""
    mentions = in_time(identity, identity.resolution.clusters[node])
    names: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        names[name_of(identity.item(mention)) or "?"].append(mention)
    periods = [_period(identity, name, {m.record for m in members}) for name, members in names.items()]
    about = [s for s in identity.settled.standings if any(m and identity.resolution.node_of[m] == node for m in (s.a, s.b))]
    return History(
        node, of_kind(node), identity.name(node), _ordered(periods), _bodies(identity, node, mentions),
        tuple(_line(identity, mention) for mention in mentions), tuple(about), tuple(identity.former_ids(node)),
    )  # fmt: skip


def _bodies(identity: Identity, node: str, mentions: Sequence[Mention]) -> tuple[Period, ...]:
    """The bodies that a person stood for; of a body the people who stood for it."""
    if node[0] == "p":
        found = identity.bodies.get(node, {})
    elif node[0] == "o":
        found = {person: bodies[node] for person, bodies in identity.bodies.items() if node in bodies}
    else:
        return ()
    return _ordered(
        _period(identity, identity.name(other), records, _roles(identity, node, other, records), other)
        for other, records in found.items()
    )


def _roles(identity: Identity, node: str, other: str, records: Iterable[str]) -> tuple[str, ...]:
    person, body = (node, other) if node[0] == "p" else (other, node)
    roles = set()
    for record_id in records:
        record = identity.records[record_id]
        for link in record.links:
            if link.type == "represented" and link.role and not link.optional:
                ends = (identity.node(record_id, link.start), identity.node(record_id, link.end))
                roles |= {link.role} if ends == (person, body) else set()
    return tuple(sorted(roles))


def _period(identity: Identity, name: str, records: Iterable[str], roles: tuple[str, ...] = (), node: str = "") -> Period:
    records = set(records)
    days = sorted(day for record in records if (day := identity.days[record]))
    return Period(name, days[0] if days else "", days[-1] if days else "", len(records), roles, node)


def _ordered(periods: Iterable[Period]) -> tuple[Period, ...]:
    return tuple(sorted(periods, key=lambda period: (period.first or "9999", -period.records, period.name)))


def _line(identity: Identity, mention: Mention) -> Line:
    proof = identity.proof(mention)
    return Line(proof.day, file_name(identity.records[mention.record]), proof.page, name_of(identity.item(mention)), proof.quote,
                permalink(mention))  # fmt: skip


def statement(entry: Entry, language: str) -> str:
    """Who decided what, when and why, as a sentence."""
    text = _who(entry, language)
    return text[:1].upper() + text[1:]
