"""What people decided about who is who, kept as data: `decisions/NAME.jsonl`, a file a person, a JSON object a line.

A file only grows: a decision is taken back by a further line. Nobody writes into the file of another person, so that a shared or
synchronised folder makes no conflict, and the decisions of two folders are the union of their lines. Each line is of one kind:

    pair    these two are the same, different, or nobody can say
    name    this name, in the records of this perimeter, means that one; holds for records to come
    undo    the decision with this id is taken back

Beside the keys stand the words that the person saw, so that a line can be read, and found its place for, when the keys are gone:
see `settle`.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from filelock import FileLock, Timeout
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from .errors import ProjectError
from .names import fold
from .project import Project, slug

FORMAT = "decision/1"
SUFFIX = ".jsonl"
_NOT_OURS = frozenset({"desktop.ini", "thumbs.db"})

Of = Literal["territory", "organisation", "person", "event"]
Verdict = Literal["same", "different", "unsure"]
Now = Callable[[], datetime]


def _instant(text: str) -> str:
    datetime.fromisoformat(text)
    return text


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Seen(_Model):
    """An item of a record as the person saw it: record id and local id, its name (an event's title), its sentence, an event's date,
    and the file: path relative to the project, part of it, SHA-256 of its bytes."""

    record: str
    item: str
    name: str = ""
    quote: str = ""
    date: str | None = None
    source: str = ""
    part: str | None = None
    sha256: str = ""


class _Entry(_Model):
    """`id` is made from the rest when a line is written; `when` is an ISO 8601 instant."""

    format: Literal["decision/1"] = "decision/1"
    id: str = Field(min_length=4, max_length=40)
    by: str = Field(min_length=1)
    when: Annotated[str, AfterValidator(_instant)]
    why: str = ""


class Pair(_Entry):
    kind: Literal["pair"]
    of: Of
    verdict: Verdict
    a: Seen
    b: Seen


class Name(_Entry):
    """`perimeter` names the territory whose records this holds for; "": records that say none; None: every record."""

    kind: Literal["name"]
    of: Literal["organisation", "person"]
    name: str = Field(min_length=1)
    perimeter: str | None = None
    target: Seen


class Undo(_Entry):
    kind: Literal["undo"]
    undoes: str


Entry = Pair | Name | Undo
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Annotated[Entry, Field(discriminator="kind")])


@dataclass(frozen=True, slots=True)
class Broken:
    """A line, or a file, of decisions that is not understood, and what to do; the others hold."""

    file: str
    line: int | None
    en: str
    fr: str


@dataclass(frozen=True, slots=True)
class Book:
    """All decisions of a project in the order in which they were taken, and the lines that are not understood."""

    entries: tuple[Entry, ...] = ()
    broken: tuple[Broken, ...] = ()


def entry_of(data: Mapping[str, Any]) -> Entry:
    """The entry with these fields. Raises pydantic's ValidationError."""
    return _ENTRY.validate_python(data)


def folder(project: Project) -> Path:
    return project.root / "decisions"


def read(project: Project) -> Book:
    """Every decision of the project. A line that stands in two files (a copy that a synchronised folder made) counts once."""
    entries: dict[str, Entry] = {}
    broken: list[Broken] = []
    for path in _files(project):
        for number, text in _lines(path, broken):
            entry = _entry(path.name, number, text, broken)
            if entry is not None:
                twin = entries.get(entry.id)
                entries[entry.id] = entry if twin is None else min(entry, twin, key=_canonical)
    return Book(tuple(sorted(entries.values(), key=taken)), tuple(broken))


def taken(entry: Entry) -> tuple[datetime, str]:
    """What decisions are ordered by: the instant, then the id."""
    instant = datetime.fromisoformat(entry.when)
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)), entry.id


def append(project: Project, by: str, drafts: Sequence[Mapping[str, Any]], now: Now | None = None) -> list[Entry]:
    """Write `drafts` (an entry's fields without id, by and when) into the file of `by`, on the disk when this returns.

    Instants of one file only grow, whatever the clock does. A stop in the middle leaves whole lines and at most one torn last line,
    which the next reading names. Raises ProjectError when the file cannot be written.
    """
    if not drafts:
        return []
    path = folder(project) / f"{slug(by)}{SUFFIX}"
    lock = FileLock(project.cache / "decisions.lock", mode=0o600)
    try:
        project.cache.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with lock.acquire(timeout=10):
            return _append(path, by, drafts, now or (lambda: datetime.now(UTC)))
    except (OSError, Timeout) as error:
        reason = getattr(error, "strerror", None) or "another maillage command holds it"
        raise ProjectError(
            f"{path}: the decision cannot be written ({reason}). Nothing was decided; check your rights on it and try again.",
            f"{path} : la décision ne peut pas être écrite ({reason}). Rien n'est décidé ; vérifiez vos droits et recommencez.",
        ) from error


def author(project: Project) -> str:
    """Who decides: MAILLAGE_AUTHOR, else the name that `maillage.toml` gives to the system's user under [people], else that user."""
    told = os.environ.get("MAILLAGE_AUTHOR", "").strip()
    if told:
        return told
    try:
        login = getpass.getuser()
    except (OSError, KeyError, ImportError):  # no account name in this surrounding (some containers, Windows services)
        login = "?"
    return project.config.people.get(login, login)


def merge(project: Project, other: Project) -> tuple[int, tuple[Broken, ...]]:
    """Take over the decisions of `other` that `project` does not hold, each into the file of the same name. Gives their number, and
    the lines of `other` that are not understood (left there)."""
    held = {entry.id for entry in read(project).entries}
    broken: list[Broken] = []
    taken_over = 0
    for path in _files(other):
        lines = []
        for number, text in _lines(path, broken):
            entry = _entry(path.name, number, text, broken)
            if entry is not None and entry.id not in held:
                held.add(entry.id)
                lines.append(text)
        if lines:
            write_lines(folder(project) / path.name, lines)
            taken_over += len(lines)
    return taken_over, tuple(broken)


# --- lines ------------------------------------------------------------------------------------------------------------


def _files(project: Project) -> list[Path]:
    try:
        found = sorted(path for path in folder(project).iterdir() if path.is_file())
    except FileNotFoundError:
        return []
    return [path for path in found if not path.name.startswith((".", "~$")) and path.name.lower() not in _NOT_OURS]


def _lines(path: Path, broken: list[Broken]) -> Iterable[tuple[int, str]]:
    """The lines of a file that are not empty, with their numbers from 1; notes what cannot be read as text."""
    if path.suffix.lower() != SUFFIX:
        broken.append(_broken(path.name, None, "no file of decisions (.jsonl). Move it out of decisions/.",
                              "ce n'est pas un fichier de décisions (.jsonl). Sortez-le de decisions/."))  # fmt: skip
        return
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        broken.append(_broken(path.name, None, f"cannot be opened ({reason}). Check your rights on it.",
                              f"ouverture impossible ({reason}). Vérifiez vos droits."))  # fmt: skip
        return
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            try:
                yield number, line.decode("utf-8").strip()
            except UnicodeDecodeError:
                broken.append(_broken(path.name, number, "is not UTF-8. Mend this line or delete it.",
                                      "n'est pas en UTF-8. Corrigez cette ligne ou supprimez-la."))  # fmt: skip


def _entry(file: str, number: int, text: str, broken: list[Broken]) -> Entry | None:
    try:
        return _ENTRY.validate_json(text)
    except ValidationError as error:
        en, fr = _fault(error)
        broken.append(_broken(file, number, f"{en}. Mend this line or delete it; the others hold.",
                              f"{fr}. Corrigez cette ligne ou supprimez-la ; les autres valent."))  # fmt: skip
        return None


def _fault(error: ValidationError) -> tuple[str, str]:
    """What is wrong with a line, in English and French; without a word of it, which may be a name."""
    first = error.errors(include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"] if part not in ("pair", "name", "undo")) or "kind"
    if first["type"] == "json_invalid":
        return "is cut off, or no JSON", "est coupée, ou n'est pas du JSON"
    if first["type"] in ("missing", "union_tag_not_found"):
        return f"has no {place}", f"n'a pas de {place}"
    if first["type"] == "extra_forbidden":
        return (
            f"has a {place}, which this version of Maillage does not know",
            f"contient {place}, que cette version ne connaît pas",
        )
    return f"has a value of {place} that is not understood", f"a une valeur de {place} qui n'est pas comprise"


def _broken(file: str, line: int | None, en: str, fr: str) -> Broken:
    where = f"decisions/{file}"
    if line is None:
        return Broken(file, None, f"{where}: {en}", f"{where} : {fr}")
    return Broken(file, line, f"{where}, line {line}: {en}", f"{where}, ligne {line} : {fr}")


def _append(path: Path, by: str, drafts: Sequence[Mapping[str, Any]], now: Now) -> list[Entry]:
    last = max((taken(entry)[0] for entry in _own(path)), default=None)
    entries: list[Entry] = []
    for draft in drafts:
        instant = now()
        if last is not None and instant <= last:
            instant = last + timedelta(microseconds=1)
        last = instant
        data = {**draft, "by": by, "when": instant.isoformat(timespec="microseconds")}
        name = hashlib.blake2b(_text(data).encode(), digest_size=5).hexdigest()
        entries.append(entry_of({**data, "id": name}))
    write_lines(path, [_canonical(entry) for entry in entries])
    return entries


def _own(path: Path) -> Iterable[Entry]:
    if path.exists():
        for number, text in _lines(path, []):
            entry = _entry(path.name, number, text, [])
            if entry is not None:
                yield entry


def write_lines(path: Path, lines: Sequence[str]) -> None:
    """Add `lines` to the file and wait until they are on the disk; a torn last line of before keeps a line of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        size = os.fstat(handle).st_size
        torn = False
        if size:
            os.lseek(handle, size - 1, os.SEEK_SET)
            torn = os.read(handle, 1) != b"\n"
        data = (b"\n" if torn else b"") + "".join(f"{line}\n" for line in lines).encode("utf-8")
        while data:
            data = data[os.write(handle, data) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _canonical(entry: Entry) -> str:
    """The line of an entry: what a person looks for first, defaults left out."""
    data = entry.model_dump(mode="json", exclude_defaults=True)
    first: dict[str, Any] = {
        name: data.pop(name) for name in ("id", "when", "by", "kind", "of", "verdict", "name", "perimeter") if name in data
    }
    return _text({"format": FORMAT, **first, **data})


def _text(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, default=lambda value: value.model_dump(mode="json", exclude_defaults=True))


def same_person(a: str, b: str) -> bool:
    return fold(a) == fold(b)
