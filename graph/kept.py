"""Who is who as it was last found out, kept in the cache: as long as the project's files say the same, nothing is resolved again.

Two files: what every look at it needs, and the trace of what joined and kept apart, which only `why` needs. They hold names of people, as
the database beside them does, and are made again when they are missing, damaged, or of other files or rules.
"""

from __future__ import annotations

import contextlib
import gc
import io
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import record as record_format
from .corrections import read_overlay
from .index import RULES, Index
from .model import Node
from .ontology import ontology
from .privacy.guard import Guard
from .project import Project, write_bytes
from .record import Record
from .resolution import Resolution, Trace
from .resolution.clusters import Clustering
from .standing import Settled

VERSION = "1"
NAMES = ("identity.pickle", "trace.pickle")


@dataclass(frozen=True, slots=True)
class Known:
    """What was found out: what holds of the decisions, the resolution, the days of the records ("" where a record has none), what nodes
    show (records too, statements not), person → bodies → ids of the records that say so, the records with readings that wait for a
    person, ids of other times → nodes."""

    settled: Settled
    resolution: Resolution
    days: Mapping[str, str]
    nodes: Mapping[str, Node]
    bodies: Mapping[str, Mapping[str, set[str]]]
    doubtful: frozenset[str]
    leads: Mapping[str, str]


class Shelf(Mapping[str, Record]):
    """The records of a project as people corrected them, those who asked for it masked, by id, each read when it is first asked for; and
    `others`, read when one of them is."""

    def __init__(self, project: Project, index: Index, ids: Iterable[str], others: Callable[[], Iterable[Record]]) -> None:
        self._project, self._ids, self._others = project, list(ids), others
        self._names = {entry.id: name for name, entry in index.entries.items()}
        self._overlay, self._guard = read_overlay(project), Guard(project)
        self._read: dict[str, Record] = {}

    def __getitem__(self, identity: str) -> Record:
        if identity not in self._read:
            if identity in self._names:
                record = record_format.read(self._project.records / self._names[identity])
                self._read[identity] = next(iter(self._guard.over(self._overlay.over([record]))))
            else:
                self._read.update((record.id, record) for record in self._others())
        return self._read[identity]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def keep(project: Project, digest: str, known: Known) -> None:
    """Keep what was found out in the state `digest` of the project. A cache that cannot be written costs time, not facts."""
    _save(project.cache / NAMES[0], digest, known)


def keep_trace(project: Project, digest: str, trace: Trace) -> None:
    """Keep what joined and kept apart in the state `digest` of the project."""
    shared: dict[Any, Any] = {}  # equal profiles once

    def once(profiles: Mapping[Any, Any]) -> dict[Any, Any]:
        return {mention: shared.setdefault(profile, profile) for mention, profile in profiles.items()}

    bare = {prefix: Clustering(prefix, {}, keys=found.keys, taken=found.taken) for prefix, found in trace.clusterings.items()}
    _save(project.cache / NAMES[1], digest, Trace(bare, once(trace.bodies), once(trace.people), once(trace.events)))


def known(project: Project, digest: str) -> Known | None:
    """What was found out in the state `digest` of the project; None when that is not kept."""
    found = _load(project.cache / NAMES[0], digest)
    return found if isinstance(found, Known) else None


def trace(project: Project, digest: str) -> Trace | None:
    """The trace of the same; None when it is not kept."""
    found = _load(project.cache / NAMES[1], digest)
    return found if isinstance(found, Trace) else None


def forget(project: Project) -> None:
    """Remove what is kept; the next look at it makes it again."""
    for name in NAMES:
        with contextlib.suppress(OSError):
            (project.cache / name).unlink()


def _state(digest: str) -> tuple[str, str, str, int]:
    return VERSION, digest, RULES, ontology().version


def _save(path: Path, digest: str, content: object) -> None:
    file = io.BytesIO()
    for part in (_state(digest), content):
        pickle.dump(part, file, protocol=pickle.HIGHEST_PROTOCOL)
    with contextlib.suppress(OSError):
        write_bytes(path, file.getvalue())


def _load(path: Path, digest: str) -> object:
    gc.disable()  # hundreds of thousands of small objects, none of them garbage
    try:
        with path.open("rb") as file:
            if pickle.load(file) != _state(digest):
                return None
            return pickle.load(file)
    except Exception:  # whatever a damaged pickle raises: it is made again
        return None
    finally:
        gc.enable()
