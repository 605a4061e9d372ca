"""What a project holds, without opening every record: which sources gave which records, and the digest of the whole set.

The index is a projection of `records/`: it lives in the cache, is checked against names, sizes and times of the record files, and
is made again from them when it is missing or behind.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import record as record_format
from .errors import ProjectError, RecordError
from .project import Project, write_text
from .record import Record

RULES = "6"
"""Version of the rules that turn records into the graph; a new one makes every database be built again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record file: its record, source and content."""

    id: str
    source: str
    part: str | None
    source_sha256: str
    digest: str
    size: int
    modified: int


@dataclass(frozen=True, slots=True)
class Twin:
    """A source that says again, word for word, what another source says: the records `ids` are kept under that other one."""

    sha256: str
    ids: tuple[str, ...]


@dataclass(slots=True)
class Index:
    """The record files of a project by file name, and its sources that hold nothing of their own."""

    entries: dict[str, Entry] = field(default_factory=dict)
    twins: dict[str, Twin] = field(default_factory=dict)
    """By source key. Known to the cache alone: without it such a source is read once more, and nothing else changes."""

    @property
    def digest(self) -> str:
        """Digest of the set of records and of the rules: equal sets give equal graphs."""
        lines = sorted(f"{entry.id} {entry.digest}" for entry in self.entries.values())
        return hashlib.sha256("\n".join([RULES, *lines]).encode()).hexdigest()[:32]

    def by_source(self) -> dict[str, list[str]]:
        """Source key → file names of its records."""
        sources: dict[str, list[str]] = {}
        for name, entry in self.entries.items():
            sources.setdefault(entry.source, []).append(name)
        return sources

    def by_id(self) -> dict[str, str]:
        """Record id → file name."""
        return {entry.id: name for name, entry in self.entries.items()}


def read_index(project: Project) -> Index:
    """The index of `project`, brought up to date with its record files. Raises ProjectError for a record that is broken."""
    stored, twins = _stored(project)
    index = Index(twins=twins)
    changed = False
    for name, size, modified in _files(project):
        entry = stored.get(name)
        if entry is None or (entry.size, entry.modified) != (size, modified):
            entry = _entry(project.records / name)
            changed = True
        index.entries[name] = entry
    if changed or len(stored) != len(index.entries):
        write_index(project, index)
    return index


def write_index(project: Project, index: Index) -> None:
    """Keep `index` in the cache. A cache that cannot be written costs time, not facts: it is left."""
    data = {
        "entries": {name: _values(entry) for name, entry in index.entries.items()},
        "twins": {source: _values(twin) for source, twin in index.twins.items()},
    }
    try:
        project.cache.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_text(project.cache / "index.json", json.dumps(data, ensure_ascii=False))
    except OSError:
        return


def add(index: Index, record: Record, path: Path) -> None:
    """Put `record`, just written at `path`, into `index`."""
    index.entries[path.name] = _entry_of(record, path.read_bytes(), path.stat())


def read_records(project: Project, index: Index) -> Iterator[Record]:
    """Every record of `index`, in the order of their file names."""
    for name in sorted(index.entries):
        yield _read(project.records / name)


def _files(project: Project) -> list[tuple[str, int, int]]:
    """Name, size and time of each record file, by name: there may be very many."""
    found = []
    try:
        with os.scandir(project.records) as entries:
            for entry in entries:
                if entry.name.endswith(".json") and not entry.name.startswith("."):
                    status = entry.stat()
                    found.append((entry.name, status.st_size, status.st_mtime_ns))
    except FileNotFoundError:
        return []
    return sorted(found)


def _values(item: Entry | Twin) -> list[Any]:
    return [getattr(item, name) for name in item.__slots__]


def _entry(path: Path) -> Entry:
    return _entry_of(_read(path), path.read_bytes(), path.stat())


def _entry_of(record: Record, content: bytes, status: os.stat_result) -> Entry:
    digest = hashlib.sha256(content).hexdigest()[:32]
    source = record.source
    return Entry(record.id, source.path, source.part, source.sha256, digest, status.st_size, status.st_mtime_ns)


def _read(path: Path) -> Record:
    try:
        return record_format.read(path)
    except RecordError as error:
        raise ProjectError(
            f"{path}: {error.en} Remove this file and load its source again.",
            f"{path} : {error.fr} Supprimez ce fichier et rechargez sa source.",
        ) from error


def _stored(project: Project) -> tuple[dict[str, Entry], dict[str, Twin]]:
    try:
        data = json.loads((project.cache / "index.json").read_text("utf-8"))
        entries = {name: Entry(*values) for name, values in data["entries"].items()}
        return entries, {source: Twin(sha256, tuple(ids)) for source, (sha256, ids) in data["twins"].items()}
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return {}, {}
