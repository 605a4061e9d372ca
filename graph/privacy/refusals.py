"""Who asked to be forgotten, kept without a name: keyed hashes, so that the next reading does not bring the person back.

    oublis/cle               a random key of this project, readable by its owner only
    oublis/ID.json           one refusal: hashes of the person's names, of the bodies they stood for, the records that named them
    oublis/registre.jsonl    what was done, when, by whom, how many places; no name

A hash without the key says nothing; who holds the whole folder can test a name against it, as with any such list, but not read one out.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import ProjectError
from ..names import fold, name_key
from ..project import REFUSALS, Project, write_text
from ..record import Organisation, Person, Record

KEY, REGISTER = "cle", "registre.jsonl"
_COUNTED = re.compile(r"[a-z]{1,2}\d{1,6}")
FULL, INITIAL, FAMILY, GIVEN = "full", "initial", "family", "given"
KINDS = (FULL, INITIAL, FAMILY, GIVEN)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A record that names somebody of that name elsewhere: masked until a person says who it is. `contexts` are hashes."""

    record: str
    source: str
    contexts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """One person who is not to be named. `names`: kind → hash → number of words; `contexts`: hashes of the bodies, territories and
    sources that tell this person from a homonym; `records`: where it is this person; `items`: the people (record, local id) that are;
    `others`, `other_contexts`: where people said it is somebody else; `under_way`: what the name was taken out of is not all yet."""

    id: str
    when: str
    names: Mapping[str, Mapping[str, int]]
    contexts: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    items: tuple[tuple[str, str], ...] = ()
    others: frozenset[str] = frozenset()
    other_contexts: frozenset[str] = frozenset()
    doubts: tuple[Doubt, ...] = ()
    under_way: bool = False

    def as_dict(self) -> dict[str, Any]:
        data = asdict(self)
        for name in ("contexts", "records", "others", "other_contexts"):
            data[name] = sorted(data[name])
        return data


# --- the words of a name -------------------------------------------------------------------------------------------------


def forms(names: Iterable[str], people: Iterable[Person] = ()) -> dict[str, set[str]]:
    """The ways in which a person is written, by kind, each as its folded words in alphabetical order (family and given names as they
    follow one another). A name of one word gives none: it may be a word of the language."""
    found: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for name in names:
        words = fold(name).split()
        if len(words) > 1 and min(map(len, words)) == 1:
            found[INITIAL].add(_sorted(words))
        elif len(words) > 1:
            found[FULL].add(_sorted(words))
            if len(words) == 2:
                _initials(found, words[:1], words[1:])
                _initials(found, words[1:], words[:1])
    for person in people:
        given, family = fold(person.given or "").split(), fold(person.family or "").split()
        if given and family and max(map(len, family)) > 1:
            found[FULL].add(_sorted([*given, *family]))
            _initials(found, given, family)
            found[FAMILY].add(" ".join(family))
            if max(map(len, given)) > 2:
                found[GIVEN].add(" ".join(given))
    return found


def _initials(found: dict[str, set[str]], given: list[str], family: list[str]) -> None:
    if len(" ".join(family)) < 2:
        return
    letters = [word[0] for word in given]
    for short in ([letters[0]], letters, ["".join(letters)]):
        found[INITIAL].add(_sorted([*short, *family]))


def _sorted(words: Iterable[str]) -> str:
    return " ".join(sorted(words))


def contexts(record: Record, person: str) -> set[str]:
    """What tells the person `person` of `record` from a homonym: the bodies they stand for, units with their place, the territories
    they act for; the source."""
    bodies = {link.end for link in record.links if link.start == person and link.type in ("represented", "member_of")}
    bodies |= {body for row in record.attendance if row.who == person for body in row.on_behalf_of}
    places = {item.id: name_key(item.name) for item in record.territories}
    main = {event.id for event in record.events if event.main}
    around = {places[link.end] for link in record.links if link.type == "concerns" and link.start in main and link.end in places}
    found = {f"source {record.source.path}"}
    for body in record.organisations:
        if body.id in bodies:
            found.update(_body(body, {places[body.scope]} if body.scope else around))
    acts = {link.end for link in record.links if link.start == person and link.type == "acts_for"}
    return found | {f"place {places[place]}" for place in acts if place in places}


def _body(body: Organisation, around: Iterable[str]) -> Iterator[str]:
    network = name_key(body.network or "")
    for name in (body.name, body.long, body.acronym, *body.surfaces):
        key = name_key(name or "")
        if key and key != network and len(key) > 2:
            yield f"body {key}"
    if network:
        for place in around:
            yield f"unit {network} {place}"


def of_bodies(found: Iterable[str]) -> set[str]:
    """Those of `contexts` that are bodies or territories, and no source."""
    return {context for context in found if not context.startswith("source ")}


# --- hashes ----------------------------------------------------------------------------------------------------------------


class Hasher:
    """Hashes of one project's key; each is worked out once."""

    def __init__(self, key: bytes) -> None:
        self.key = key
        self.of = functools.lru_cache(maxsize=200_000)(self._of)

    def _of(self, text: str) -> str:
        return hmac.digest(self.key, text.encode(), "sha256").hex()[:32]

    def all(self, texts: Iterable[str]) -> frozenset[str]:
        return frozenset(self.of(text) for text in texts)

    def item(self, local: str) -> str:
        """The local id of a person as it may be remembered: one that is made of a name, or of its plain hash, is hashed with the key."""
        return local if _COUNTED.fullmatch(local) else f"#{self.of(local)}"

    def names(self, found: Mapping[str, Iterable[str]]) -> dict[str, dict[str, int]]:
        return {kind: {self.of(text): len(text.split()) for text in sorted(found[kind])} for kind in KINDS}


def hasher(project: Project) -> Hasher | None:
    """The hashes of `project`; None where nobody was ever forgotten. Raises ProjectError for a key that is lost."""
    path = folder(project) / KEY
    try:
        return Hasher(bytes.fromhex(path.read_text("ascii").strip()))
    except FileNotFoundError:
        if any(folder(project).glob("*.json")):
            raise ProjectError(
                f"{path}: the key of the refusals is missing, so that people who asked to be forgotten would come back. Put it back from a "
                "copy of the project.",
                f"{path} : la clé des refus manque, et des personnes qui ont demandé l'oubli reviendraient. Remettez-la depuis une copie "
                "du projet.",
            ) from None
    except (OSError, ValueError) as error:
        raise ProjectError(
            f"{path}: the key of the refusals cannot be read ({type(error).__name__}). Put it back from a copy of the project.",
            f"{path} : la clé des refus est illisible ({type(error).__name__}). Remettez-la depuis une copie du projet.",
        ) from error
    return None


def new_hasher() -> Hasher:
    """Hashes of a new random key, which `keep` puts into the project."""
    return Hasher(secrets.token_bytes(32))


def keep(project: Project, found: Hasher) -> None:
    """Write the key of `found` into `project`, where there is none yet."""
    path = folder(project) / KEY
    if not path.exists():
        secure_folder(folder(project))
        write_text(path, found.key.hex() + "\n")


# --- on disk -----------------------------------------------------------------------------------------------------------------


def folder(project: Project) -> Path:
    return project.root / REFUSALS


def secure_folder(path: Path) -> None:
    """Make `path` for its owner only, whatever the umask says."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.suppress(OSError):
        path.chmod(0o700)


def read(project: Project) -> list[Refusal]:
    """The refusals of `project`, oldest first. Raises ProjectError for one that cannot be understood: it must not be passed over."""
    found = []
    for path in sorted(folder(project).glob("*.json")):
        try:
            data = json.loads(path.read_text("utf-8"))
            found.append(
                Refusal(
                    data["id"], data["when"], {kind: dict(data["names"][kind]) for kind in KINDS}, frozenset(data["contexts"]),
                    frozenset(data["records"]), tuple((record, item) for record, item in data["items"]), frozenset(data["others"]),
                    frozenset(data["other_contexts"]),
                    tuple(Doubt(doubt["record"], doubt["source"], tuple(doubt["contexts"])) for doubt in data["doubts"]),
                    bool(data["under_way"]),
                )
            )  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ProjectError(
                f"{path}: this refusal cannot be understood ({type(error).__name__}), and the person would come back. Put it back from a "
                "copy of the project.",
                f"{path} : ce refus est illisible ({type(error).__name__}), et la personne reviendrait. Remettez-le depuis une copie du "
                "projet.",
            ) from error
    return sorted(found, key=lambda refusal: (refusal.when, refusal.id))


def write(project: Project, refusal: Refusal) -> Refusal:
    secure_folder(folder(project))
    write_text(folder(project) / f"{refusal.id}.json", json.dumps(refusal.as_dict(), indent=1) + "\n")
    return refusal


def note(project: Project, line: Mapping[str, Any]) -> None:
    """Add a line to the register, on the disk when this returns."""
    from ..decisions import write_lines

    secure_folder(folder(project))
    write_lines(folder(project) / REGISTER, [json.dumps(line, ensure_ascii=False)])


def register(project: Project) -> list[dict[str, Any]]:
    """The lines of the register; what is no line of it is left out."""
    found = []
    with contextlib.suppress(OSError):
        for line in (folder(project) / REGISTER).read_text("utf-8").splitlines():
            with contextlib.suppress(ValueError):
                found.append(json.loads(line))
    return found


def new_id() -> str:
    return secrets.token_hex(4)


def state(project: Project) -> list[str]:
    """A line a refusal, for the digest of what the graph depends on; empty where nobody was forgotten."""
    found = []
    for path in sorted(folder(project).glob("*.json")):
        with contextlib.suppress(OSError):
            found.append(f"{REFUSALS}/{path.name} {hash_of(path.read_bytes())}")
    return found


def hash_of(content: bytes) -> str:
    data = json.loads(content)
    kept = {name: data.get(name) for name in ("names", "contexts", "records", "others", "other_contexts")}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def joined(one: Refusal, two: Refusal) -> Refusal:
    """`one` with all that `two` knows of the same person."""
    names = {kind: {**one.names[kind], **two.names[kind]} for kind in KINDS}
    return replace(
        one, names=names, contexts=one.contexts | two.contexts, records=one.records | two.records,
        items=tuple(sorted({*one.items, *two.items})), others=one.others - two.records,
    )  # fmt: skip


__all__ = ["Doubt", "Hasher", "Refusal", "contexts", "forms", "hasher", "joined", "of_bodies", "read", "write"]
