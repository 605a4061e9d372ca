"""Taking a person out of everything that the project keeps; sources stay as they are.

    refusal written (under way) → records → corrections, decisions → workbooks, settings → outputs → cache and databases → done

Every step looks for what the refusal describes and leaves alone what is done already, so that a stop anywhere costs nothing: the next
`forget` or `load` goes through all of them again.
"""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .. import corrections, decisions
from ..index import Index, add, read_index, write_index
from ..masking import MASK
from ..names import name_key, person_key
from ..project import CONFIG, FOLDERS, ROSTER, TERRITORIES, Project, write_bytes, write_record
from ..record import read as read_record
from ..resolution import Mention
from ..resolution.clusters import digest
from . import traces
from .finding import EMAIL, Finder, cleaned
from .redaction import masked, new_id
from .refusals import FULL, Hasher, Refusal, note, read, write
from .refusals import hasher as hasher_of

POSITIONS = "positions"


@dataclass(slots=True)
class Done:
    """What a forgetting changes, or has changed: numbers and files, no name. `places` are masked passages of `records`; `outputs` are
    deleted, `opaque` ones cannot be searched; `bearers` counts bodies and places of that name, which keep it."""

    records: int = 0
    places: int = 0
    corrections: int = 0
    decisions: int = 0
    rows: int = 0
    homonym_rows: int = 0
    settings: int = 0
    outputs: list[str] = field(default_factory=list)
    opaque: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    named_sources: list[str] = field(default_factory=list)
    bearers: int = 0
    doubts: int = 0

    @property
    def changes(self) -> bool:
        return bool(self.records or self.corrections or self.decisions or self.rows or self.settings or self.outputs)

    def as_dict(self) -> dict[str, Any]:
        return {
            "records": self.records, "places": self.places, "corrections": self.corrections, "decisions": self.decisions,
            "workbook_rows": self.rows, "homonym_rows": self.homonym_rows, "settings": self.settings, "outputs": self.outputs,
            "not_searched": self.opaque, "sources_not_touched": self.sources, "sources_named_after_the_person": self.named_sources,
            "bodies_of_that_name": self.bearers, "doubts": self.doubts,
        }  # fmt: skip


def carry_out(project: Project, refusal: Refusal, hasher: Hasher, *, write_it: bool = True) -> tuple[Done, Refusal]:
    """Mask the person of `refusal` in the files of `project` (whose lock is held), or only count with `write_it` off; what was done, and
    the refusal with the doubts that came up. Databases and cache are `clear`'s."""
    done, finder = Done(), Finder(hasher, refusal)
    index = read_index(project)
    refusal = _records(project, index, refusal, hasher, done, write_it)
    finder = Finder(hasher, refusal)
    for path in (*corrections.files(project), *_decisions(project)):
        _lines(project, path, finder, index, done, write_it)
    for name in (ROSTER, TERRITORIES):
        if (project.root / name).is_file():
            _workbook(project.root / name, finder, done, write_it)
    _settings(project, finder, done, write_it)
    _outputs(project, finder, done, write_it)
    if write_it:
        _left_overs(project)
    done.sources = sorted({entry.source for entry in index.entries.values() if entry.id in refusal.records})
    done.named_sources = [source for source in done.sources if finder.cuts(source.rpartition("/")[2], near=True)]
    return done, refusal


# --- records -----------------------------------------------------------------------------------------------------------------


def _records(project: Project, index: Index, refusal: Refusal, hasher: Hasher, done: Done, write_it: bool) -> Refusal:
    for name in sorted(index.entries):
        record = read_record(project.records / name)
        found = masked(record, [refusal], hasher)
        done.bearers += len(found.kept)
        if found.doubts:
            doubts = {doubt.record: doubt for _, doubt in found.doubts}
            refusal = replace(refusal, doubts=(*(d for d in refusal.doubts if d.record not in doubts), *doubts.values()))
            done.doubts += len(doubts)
        if found.record == record:
            continue
        done.records += 1
        done.places += found.places
        if write_it:
            if found.doubts:
                write(project, refusal)  # before the name is gone, so that the question is not
            path = write_record(project, found.record)
            if path.name != name:
                (project.records / name).unlink(missing_ok=True)
                index.entries.pop(name, None)
            add(index, found.record, path)
    if write_it:
        write_index(project, index)
    return refusal


# --- lines that people wrote ---------------------------------------------------------------------------------------------


def _decisions(project: Project) -> list[Path]:
    try:
        return sorted(path for path in decisions.folder(project).iterdir() if path.suffix == decisions.SUFFIX)
    except FileNotFoundError:
        return []


_WORDS = frozenset(("name", "quote", "why", "by", "passage"))
_FREE = frozenset(("why", "by"))


def _lines(project: Project, path: Path, finder: Finder, index: Index, done: Done, write_it: bool) -> None:
    """Mask the person in a file of corrections or decisions. A decision about the name itself goes: it would mean others."""
    known = {entry.id for entry in index.entries.values()}
    before = path.read_text("utf-8", "surrogateescape")
    lines: list[str] = []
    renamed: dict[str, str] = {}
    changed = 0
    for line in before.split("\n"):
        try:
            data = json.loads(line) if line.strip() else None
        except ValueError:
            data = None
        if not isinstance(data, dict):
            after = cleaned(line, finder.cuts(line, near=False))
            changed += after != line
            lines.append(after)
            continue
        if data.get("kind") == "name" and data.get("of") == "person" and _near(data.get("target"), finder):
            changed += 1
            continue
        fresh = _walk(data, finder, known, data)
        if fresh != data:
            changed += 1
            if path.parent.name == corrections.FOLDER and "undo" not in data:
                with contextlib.suppress(TypeError):
                    renamed[corrections.Correction(**data).id] = corrections.Correction(**fresh).id
            line = json.dumps(fresh, ensure_ascii=False)
        lines.append(line)
    if renamed:
        lines = [_undo(line, renamed) for line in lines]
    target = path
    if finder.is_name(path.stem.replace("-", " "), FULL):
        target = path.with_name(f"personne-{finder.refusal.id}{path.suffix}")
        changed += 1
    if changed and write_it:
        write_bytes(target, "\n".join(lines).encode("utf-8", "surrogateescape"))
        if target != path:
            path.unlink()
    if path.parent.name == corrections.FOLDER:
        done.corrections += changed
    else:
        done.decisions += changed


def _near(seen: Any, finder: Finder) -> bool:
    return isinstance(seen, dict) and (seen.get("record"), finder.hasher.item(str(seen.get("item")))) in set(finder.refusal.items)


def _walk(value: Any, finder: Finder, known: set[str], around: dict[str, Any], key: str = "") -> Any:
    if isinstance(value, dict):
        inner = value if "record" in value else around
        words = key in ("key", "values")
        return {name: _walk(item, finder, known, inner, "name" if words else name) for name, item in value.items()}
    if isinstance(value, list):
        return [_walk(item, finder, known, around, key) for item in value]
    if not isinstance(value, str) or key not in (*_WORDS, "item"):
        return value
    record = around.get("record")
    if key == "item":
        return new_id(value, finder) if record in finder.refusal.records and finder.named_in(value) else value
    near = record in finder.refusal.records or any(record == doubt.record for doubt in finder.refusal.doubts)
    if not near and record in known and key not in _FREE:  # a homonym's
        return value
    if near and finder.is_name(value, "full", "initial", "family"):
        return MASK
    return cleaned(value, finder.cuts(value, near=near))


def _undo(line: str, renamed: dict[str, str]) -> str:
    if '"undo"' not in line:
        return line
    data = json.loads(line)
    data["undo"] = renamed.get(data["undo"], data["undo"])
    return json.dumps(data, ensure_ascii=False)


# --- workbooks, settings, outputs -----------------------------------------------------------------------------------------


def _workbook(path: Path, finder: Finder, done: Done, write_it: bool) -> None:
    """Empty the cells that name the person, and mask the name inside others. A row of a homonym (no body in common) stays."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(path.read_bytes()))
    changed = False
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            cells = [cell for cell in row if isinstance(cell.value, str) or cell.comment is not None]
            told = [(cell, str(cell.value or "")) for cell in cells]
            if not any(_names(text, finder) or (cell.comment and _names(cell.comment.text, finder)) for cell, text in told):
                continue
            if not _same_row([text for _, text in told], finder):
                done.homonym_rows += 1
                continue
            done.rows += 1
            changed = True
            for cell, text in told:
                after = "" if finder.is_name(text, "full", "initial") else cleaned(text, finder.cuts(text, near=True))
                if EMAIL.fullmatch(after.strip()) and any(finder.is_name(other, FULL) for _, other in told):
                    after = ""
                if after != text:
                    cell.value = after or None
                if cell.comment is not None and (_names(cell.comment.text, finder) or _names(cell.comment.author or "", finder)):
                    cell.comment = None
    for name in ("creator", "lastModifiedBy", "title", "subject", "description", "keywords"):
        value = getattr(book.properties, name, None)
        if isinstance(value, str) and _names(value, finder):
            setattr(book.properties, name, None)
            changed = True
            done.settings += 1
    if changed and write_it:
        buffer = io.BytesIO()
        book.save(buffer)
        write_bytes(path, buffer.getvalue())


def _names(text: str, finder: Finder) -> bool:
    return bool(text) and bool(finder.is_name(text, FULL) or finder.cuts(text, near=False))


def _same_row(texts: Iterable[str], finder: Finder) -> bool:
    hasher, refusal = finder.hasher, finder.refusal
    items = {item for _, item in refusal.items}
    for text in texts:
        if hasher.item("p-" + digest(person_key(text))) in items or hasher.of(f"body {name_key(text)}") in refusal.contexts:
            return True
    return not refusal.contexts


def _settings(project: Project, finder: Finder, done: Done, write_it: bool) -> None:
    path = project.root / CONFIG
    text = path.read_text("utf-8")
    cuts = finder.cuts(text, near=False)
    if cuts:
        done.settings += len(cuts)
        if write_it:
            write_bytes(path, cleaned(text, cuts).encode("utf-8"))


def _outputs(project: Project, finder: Finder, done: Done, write_it: bool) -> None:
    """Delete the outputs that name the person or hold their node: what made them makes them again. A folder is one output."""
    ids = {"p" + digest(*Mention(*item)) for item in finder.refusal.items if not item[1].startswith("#")}

    def held(path: Path) -> bool:
        name = path.relative_to(project.outputs).as_posix()
        if finder.named(name):
            return True
        if traces.opaque(path):
            done.opaque.append(name)
            return False
        return any(any(node in text for node in ids) or finder.named(text) for text in traces.texts(path))

    for output in sorted(project.outputs.iterdir()) if project.outputs.is_dir() else ():
        if output.name == POSITIONS:  # ids and numbers: those of the person go with what is drawn next
            found = [path for path in _files(output) if held(path)]
        else:
            found = [output] if any(held(path) for path in _files(output)) else []
        for path in found:
            name = path.relative_to(project.outputs).as_posix()
            done.outputs.append(cleaned(name, finder.cuts(name, near=True)))
            if write_it:
                _remove(path)


def _files(folder: Path) -> Iterator[Path]:
    return iter(sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else [folder])


def _left_overs(project: Project) -> None:
    """Remove what a stopped writing left beside its file."""
    for folder in (project.root, *(project.root / name for name in FOLDERS)):
        for path in folder.glob(".*.part") if folder.is_dir() else ():
            with contextlib.suppress(OSError):
                path.unlink()


# --- cache and databases -----------------------------------------------------------------------------------------------------


def clear(project: Project, location: str, keep: Callable[[Path], bool] = lambda path: False) -> None:
    """Delete the cache of `project` and the embedded database at `location`: old pages, logs and indexes hold what was overwritten.
    Both are made again from the files. Raises StoreError-free OSError when something is held open."""
    for path in project.cache.iterdir() if project.cache.is_dir() else ():
        if path.suffix != ".lock" and not keep(path):
            _remove(path)
    folder = Path(location)
    if "://" not in location and folder.is_dir():
        for name in ("databases", "backups", "config", "log", "published.json"):
            _remove(folder / name)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def complete(project: Project, refusal: Refusal, hasher: Hasher, location: str, by: str, keep: Callable[[Path], bool]) -> Done:
    """Take the person of `refusal` out of files, cache and embedded database, and note it in the register. The project's lock is held.
    A shared database is published to afterwards, by `ingest.refresh`. Raises OSError when a file is held open by another program."""
    write(project, replace(refusal, under_way=True))
    done, refusal = carry_out(project, refusal, hasher)
    clear(project, location, keep)
    finder = Finder(hasher, refusal)
    line = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"), "request": "RGPD art. 17", "refusal": refusal.id,
        "by": MASK if finder.is_name(by, FULL) else by,
        **{name: len(value) if isinstance(value, list) else value for name, value in done.as_dict().items()},
    }  # fmt: skip
    note(project, line)
    write(project, replace(refusal, under_way=False))
    return done


def finish(project: Project, location: str) -> int:
    """Finish what a stop left half done; how many refusals that were. The project's lock is held."""
    unfinished, hasher = under_way(project), hasher_of(project)
    for refusal in unfinished:
        assert hasher is not None
        complete(project, refusal, hasher, location, decisions.author(project), published_elsewhere(project, location))
    return len(unfinished)


def published_elsewhere(project: Project, location: str) -> Callable[[Path], bool]:
    """Tells the note of a shared database other than `location`: it stays, so that it is not forgotten that it holds the name."""
    server = server_of(project)

    def keep(path: Path) -> bool:
        return server is not None and server != location and path == project.cache / "published.json"

    return keep


def server_of(project: Project) -> str | None:
    """The shared database that the project was last published to from this computer."""
    try:
        location = json.loads((project.cache / "published.json").read_text("utf-8"))["location"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return str(location) if "://" in str(location) else None


def under_way(project: Project) -> list[Refusal]:
    """The refusals that a stop left unfinished."""
    return [refusal for refusal in read(project) if refusal.under_way]


def known_as(project: Project, hasher: Hasher | None, words: str) -> list[Refusal]:
    """The refusals of a person of this name."""
    if hasher is None:
        return []
    return [refusal for refusal in read(project) if Finder(hasher, refusal).is_name(words, FULL)]
