"""Which person is meant: the candidates of a name, homonyms apart, and what a refusal must know of the one chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from .. import decisions
from .. import roster as rosters
from ..errors import UnknownName
from ..identity import Identity, Sight, in_time
from ..index import read_index, read_records
from ..ingest import corrected_records
from ..names import fold, person_key
from ..project import Project
from ..record import Person, Record
from ..resolution import Mention
from . import refusals
from .refusals import FULL, INITIAL, Hasher, Refusal


@dataclass(frozen=True, slots=True)
class Everyone:
    """Who is who in a project, its workbooks included; `read` are the records as they were read, before corrections."""

    identity: Identity
    read: dict[str, Record]


def everyone(project: Project) -> Everyone:
    """All people of `project`; without a database. Raises ProjectError for a broken file."""
    index = read_index(project)
    every = [*corrected_records(project, index), *rosters.read(project).records]
    return Everyone(Identity(every, decisions.read(project)), {record.id: record for record in read_records(project, index)})


def candidates(found: Everyone, words: str) -> list[Sight]:
    """The people whom `words` may mean (a name in any order, initials and surname, a node id, a permalink), most named first."""
    identity = found.identity
    node = identity.lead(words)
    if node is not None and node[0] == "p":
        return [sight(found, node)]
    wanted = person_key(words)
    kinds = refusals.forms([words])
    exact, short = set(), set()
    for mention, at in identity.resolution.node_of.items():
        if at[0] != "p":
            continue
        for person in _people(found, mention):
            names = refusals.forms([person.name, *person.surfaces], [person])
            if wanted in names[FULL] or wanted == person_key(person.name):
                exact.add(at)
            elif wanted in names[INITIAL] or (not person.incomplete and names[FULL] & kinds[INITIAL]):
                short.add(at)
    sights = [sight(found, node) for node in (exact or short)]
    return sorted(sights, key=lambda one: (-one.records, one.node))


def sight(found: Everyone, node: str, language: str = "fr") -> Sight:
    identity = found.identity
    return identity.sight(in_time(identity, identity.resolution.clusters[node])[0], language)


def like(found: Everyone, words: str) -> UnknownName:
    """The error for a name that nobody bears, with the nearest ones."""
    import difflib

    names = {}
    for node in found.identity.resolution.clusters:
        if node[0] == "p":
            name = found.identity.name(node)
            names[fold(name)] = name
    near = [names[key] for key in difflib.get_close_matches(fold(words), list(names), 3)]
    return UnknownName("Nobody of this name is in the project.", "Personne de ce nom dans le projet.", near)


def mentions(found: Everyone, nodes: Iterable[str]) -> list[Mention]:
    return sorted({mention for node in nodes for mention in found.identity.resolution.clusters[node]})


def bare(found: Everyone, chosen: Sequence[Mention]) -> list[Mention]:
    """Surnames or initials alone, in other records, at one of the bodies of those chosen: perhaps the same person, never joined by
    rule."""
    identity = found.identity
    family = {
        family for mention in chosen for person in _people(found, mention) for family in refusals.forms([], [person])["family"]
    }
    bodies = {body for mention in chosen for body in identity.bodies.get(identity.resolution.node_of[mention], {})}
    taken = set(chosen)
    result = []
    for mention, node in identity.resolution.node_of.items():
        if node[0] != "p" or mention in taken or not bodies & set(identity.bodies.get(node, {})):
            continue
        names = {
            fold(name) for person in _people(found, mention) if person.incomplete for name in (person.name, *person.surfaces)
        }
        if any(name == one or name.endswith(f" {one}") for name in names for one in family):
            result.append(mention)
    return sorted(result)


def refusal_of(
    found: Everyone, chosen: Sequence[Mention], homonyms: Sequence[Mention], names: Iterable[str], hasher: Hasher
) -> Refusal:
    """What is to be remembered of the person whom `chosen` are, called `names` by who asks, and who is not `homonyms`: hashes only."""
    people = [person for mention in chosen for person in _people(found, mention)]
    said = [name for person in people for name in (person.name, *person.surfaces) if not person.incomplete]
    contexts, records = _contexts(found, chosen), frozenset(mention.record for mention in chosen)
    others = frozenset(mention.record for mention in homonyms) - records
    return Refusal(
        refusals.new_id(), datetime.now(UTC).isoformat(timespec="seconds"),
        hasher.names(refusals.forms([*said, *names], people)), hasher.all(contexts), records,
        tuple(sorted((m.record, hasher.item(m.item)) for m in chosen)), others,
        hasher.all(refusals.of_bodies(_contexts(found, homonyms)) - contexts), under_way=True,
    )  # fmt: skip


def _contexts(found: Everyone, mentions: Iterable[Mention]) -> set[str]:
    """What tells these people from others, as corrected and as read."""
    contexts = set[str]()
    for mention in mentions:
        for record in (found.identity.records.get(mention.record), found.read.get(mention.record)):
            if record is not None:
                contexts |= refusals.contexts(record, mention.item)
    return contexts


def _people(found: Everyone, mention: Mention) -> list[Person]:
    """The person of a mention, as corrected and as read."""
    records = (found.identity.records.get(mention.record), found.read.get(mention.record))
    return [person for record in records if record is not None for person in record.people if person.id == mention.item]
