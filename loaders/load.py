"""Paths → records → the project's graph: what `maillage load` and `maillage extract` do."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..graph import ingest
from ..graph.errors import MaillageError, SourceError
from ..graph.index import Index, read_index
from ..graph.ingest import Plan, Progress, Reading, Refusal
from ..graph.privacy import forgetting, retention
from ..graph.project import Project
from ..graph.record import Record
from .supervisor import Job, Limits, read_supervised

if TYPE_CHECKING:
    from ..graph.store import Store
    from ..graph.upgrade import Outlook
    from ..graph.writer import Published

PARALLEL_FROM = 24
"""From this many files on, reading in several processes pays for their start."""

IGNORED = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
NO_RECORDS = frozenset(
    [
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".bmp",
        ".tif",
        ".tiff",
        ".webp",
        ".svg",
        ".ico",
        ".heic",
        ".mp3",
        ".m4a",
        ".wav",
        ".ogg",
        ".mp4",
        ".mov",
        ".avi",
        ".mkv",
        ".webm",
        ".css",
        ".js",
        ".json",
        ".toml",
        ".py",
        ".exe",
        ".dll",
        ".lnk",
        ".url",
        ".tmp",
        ".bak",
        ".db",
        ".sqlite",
        ".ttf",
        ".otf",
        ".woff",
        ".woff2",
        ".ics",
        ".vcf",
    ]
)
"""Endings of files that hold no record. Met in a folder they are passed over and listed; named by themselves they are tried."""

SHEETS = frozenset(
    [
        "text/csv",
        "text/tab-separated-values",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-excel",
        "application/vnd.oasis.opendocument.spreadsheet",
    ]
)
"""Media types that are tables and nothing else: one that names nobody is refused rather than kept as a record of nothing."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a load did, or would do (`dry_run`)."""

    plan: Plan
    records: int
    published: Published | None
    questions: int | None
    dry_run: bool
    upgraded: tuple[str, str] | None = None
    """Versions of the rules of before and of now, where they differ."""
    outlook: Outlook | None = None
    """What would change by type, and which nodes would be joined or split (`dry_run`)."""

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON values; sources relative to the project."""
        plan, published = self.plan, self.published
        counts = {
            kind: {
                "created": getattr(published, f"{kind}_created", 0),
                "updated": getattr(published, f"{kind}_updated", 0),
                "deleted": getattr(published, f"{kind}_deleted", 0),
            }
            for kind in ("nodes", "relationships")
        }
        return {
            "dry_run": self.dry_run,
            "records": self.records,
            "read": plan.read,
            "unchanged": len(plan.unchanged),
            "replaced": plan.replaced,
            "withdrawn": plan.withdrawn,
            "same_text": [{"source": source, "same_as": other} for source, other in plan.same_text],
            "missing": plan.missing,
            "passed_over": plan.passed_over,
            "refused": [{"source": refusal.source, "en": refusal.en, "fr": refusal.fr} for refusal in plan.refused],
            "notes": [{"source": note.source, "en": note.en, "fr": note.fr} for note in plan.notes],
            "unread": [{"source": source, "passage": passage, "reason": reason} for source, passage, reason in plan.unread],
            **counts,
            "questions": self.questions,
            "masked_in_doubt": plan.doubts,
            "past_retention": plan.expired,
            "rules": {"from": self.upgraded[0], "to": self.upgraded[1]} if self.upgraded else None,
            **(self.outlook.as_dict() if self.outlook else {}),
        }


def load(
    project: Project,
    paths: Sequence[Path],
    open_store: Callable[[], Store],
    location: str,
    *,
    mapping: Path | None = None,
    withdraw: bool = False,
    dry_run: bool = False,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    patience: float | None = None,
) -> Report:
    """Read `paths` (files and folders) into `project` and bring its database up to date; say what was done.

    Sources known with the same content are skipped. `withdraw` takes out known sources of `paths` that no longer exist; without it
    they are reported as missing. With `dry_run` nothing is written. Raises ProjectError when another process writes, StoreError when
    the database cannot be written (the records are kept; the next command publishes them). Files are read by `workers` processes
    (default: one a core when there are many files), or by any `executor`, whose workers must see the files under the same paths.
    `patience` is how many seconds one document may take (default: by the size of its file). A KeyboardInterrupt while files are read
    keeps what was read so far and becomes `Interrupted`.
    """
    with ExitStack() as stack:
        if not dry_run:
            stack.enter_context(project.lock())
            forgetting.finish(project, location)
        index = read_index(project)
        for path in paths:
            if not path.exists() and not (withdraw and project.source_key(path) in index.by_source()):
                raise SourceError(
                    str(path),
                    "no such file or folder. Check the name.",
                    "ce fichier ou dossier n'existe pas. Vérifiez le nom.",
                )
        if not ingest.sources_under(index, project, paths):
            refuse_nothing(project, paths)
        cut = Cut()
        plan = _plan(project, index, paths, mapping, executor or workers, progress, patience, cut)
        known = ingest.sources_under(index, project, paths)
        gone = sorted(key for key in known if not project.source_path(key).exists())
        if cut.total:
            if plan.changes and not dry_run:
                ingest.commit(project, index, plan)
            raise Interrupted(0 if dry_run else cut.done, cut.total)
        if withdraw:
            ingest.withdraw(index, plan, gone)
        else:
            plan.missing = gone
        if dry_run:
            return _dry_run(project, index, plan, open_store, location)
        if plan.changes or ingest.unfinished(project):
            ingest.commit(project, index, plan)
        plan.expired = [old.source for old in retention.expired(project, index)]
        upgraded = None
        published, questions = None, ingest.remembered(project, location).get("questions", 0)
        if not ingest.is_current(project, location, index):
            with open_store() as store:
                refreshed = ingest.refresh(project, store, index, progress)
            published, questions, upgraded = refreshed.published, refreshed.questions, refreshed.upgraded
        return Report(plan, len(index.entries), published, questions, dry_run, upgraded)


def _dry_run(project: Project, index: Index, plan: Plan, open_store: Callable[[], Store], location: str) -> Report:
    from ..graph import decisions
    from ..graph import roster as rosters
    from ..graph.facts import build
    from ..graph.resolution import resolve
    from ..graph.standing import settle, waiting
    from ..graph.upgrade import Outlook, members, outlook
    from ..graph.writer import Published, difference, published

    roster = rosters.read(project)
    records = [*ingest.planned_records(project, index, plan), *roster.records]
    settled = settle(decisions.read(project).entries, records)
    resolved = resolve(records, settled.applied)
    graph = build(records, resolved, roster)
    if not index.entries:  # nothing was ever loaded: no database is made for a look
        counts = Published(nodes_created=len(graph.nodes), relationships_created=len(graph.relationships))
        changes = Outlook({})
    else:
        with open_store() as store:
            counts, by_type = difference(store, graph)
            state = published(store)
            former = members(project, state.digest if state is not None else None)
            changes = outlook(by_type, former, resolved, graph, store)
    upgraded = ingest.upgrade_of(project, location)
    return Report(plan, len(records), counts, waiting(resolved, settled), True, upgraded, changes)


def _plan(
    project: Project,
    index: Index,
    paths: Sequence[Path],
    mapping: Path | None,
    workers: Executor | int | None,
    progress: Progress | None,
    patience: float | None,
    cut: Cut,
) -> Plan:
    def present(key: str) -> bool:
        return project.source_path(key).exists()

    unfinished = ingest.unfinished(project)
    unchanged: list[str] = []
    passed_over: list[str] = []
    if mapping is not None:
        from . import tables

        known = {e.source: e.source_sha256 for e in index.entries.values() if e.source not in unfinished}
        readings: Iterable[Reading] = tables.read_tables(project, paths, mapping, known, unchanged, progress)
    else:
        files: dict[str, tuple[str, str]] = {}
        refused: list[Reading] = []
        named = {path for path in paths if not path.is_dir()}
        for path in walk(project, paths):
            key = project.source_key(path)
            if path.suffix.lower() in NO_RECORDS and path not in named:
                passed_over.append(key)
                continue
            try:
                files[key] = (str(path), fingerprint(path, key))
            except SourceError as error:
                refused.append(Reading(key, "", (), (Refusal(key, error.en, error.fr),)))
        same = ingest.unchanged_sources(index, {key: digest for key, (_, digest) in files.items()}, present, unfinished)
        unchanged.extend(key for key in files if key in same)
        gone = retention.too_old(project)
        passed_over.extend(key for key, (_, digest) in files.items() if gone(digest))
        jobs = [(path, key, digest) for key, (path, digest) in files.items() if key not in same and not gone(digest)]
        readings = [*refused, *map(_proposing(project), _read_all(jobs, workers, progress, patience, cut))]
    plan = ingest.plan_readings(index, readings, present)
    plan.unchanged, plan.passed_over = unchanged, passed_over
    return plan


def _proposing(project: Project) -> Callable[[Reading], Reading]:
    """What the project's own model endpoint adds to a reading; nothing is sent unless the project says so."""
    settings = project.config.proposer
    if settings is None:
        return lambda reading: reading
    from .extraction.proposer import Endpoint, with_proposals

    endpoint = Endpoint(settings)
    return lambda reading: replace(reading, records=tuple(with_proposals(record, endpoint) for record in reading.records))


def refuse_nothing(project: Project | None, paths: Sequence[Path]) -> None:
    """Raises SourceError when `paths` are folders without a single file to read."""
    if next(walk(project, paths), None) is None:
        raise SourceError(
            ", ".join(map(str, paths)),
            "no file to read in this folder. Put the records there, or name the folder that holds them.",
            "aucun fichier à lire dans ce dossier. Mettez-y les comptes rendus, ou indiquez le dossier qui les contient.",
        )


def walk(project: Project | None, paths: Sequence[Path]) -> Iterator[Path]:
    """The source files of `paths`, folders gone through by name; hidden, temporary and the project's own files left out."""
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            for folder, folders, files in os.walk(path):
                folders[:] = sorted(f for f in folders if not f.startswith((".", "__MACOSX")))
                if project is not None:
                    folders[:] = [f for f in folders if not project.owns(Path(folder, f))]
                for name in sorted(files):
                    file = Path(folder, name)
                    ignored = name.startswith((".", "~$")) or name.lower() in IGNORED
                    if not ignored and file not in seen and not (project is not None and project.owns(file)):
                        seen.add(file)
                        yield file
        elif path not in seen and path.exists():
            seen.add(path)
            yield path


def file_sha256(path: Path) -> str:
    """SHA-256 of the file's bytes, in hex. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint(path: Path, key: str) -> str:
    """SHA-256 of the file at `path`. Raises SourceError for what is no file, is too large to be a document, or cannot be opened."""
    from .readers.refusals import MAX_FILE_BYTES, Refused, megabytes

    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # opening a pipe waits for somebody to write
            raise Refused("not-a-file").error(key)
        if status.st_size > MAX_FILE_BYTES:
            raise Refused("too-large", *megabytes(MAX_FILE_BYTES)).error(key)
        return file_sha256(path)
    except OSError as error:
        (refusal,) = _unreadable(key, error).refused
        raise _Known(refusal) from error


class _Known(SourceError):
    """A refusal whose sentences are made already."""

    def __init__(self, refusal: Refusal) -> None:
        MaillageError.__init__(self, refusal.en, refusal.fr)
        self.path = refusal.source


def read_file(path: str, key: str, sha256: str, alive: Callable[[], None] | None = None) -> Reading:
    """What one file gives: a pure function of its content, so that it can run in any process.

    An error of the program itself in one file is a refusal too: it must not cost the others. `alive` is told of each document that is
    done, where the file holds several. Raises MemoryError.
    """
    from .extraction import extract
    from .imports import reader_of
    from .readers import read
    from .readers.macros import MACROS
    from .readers.refusals import Refused

    records: list[Record] = []
    refused: list[Refusal] = []
    notes: list[Refusal] = []
    sheets = True  # nothing but tables so far
    try:
        regular = stat.S_ISREG(Path(path).stat().st_mode)  # opening a pipe waits for somebody to write
        foreign = reader_of(Path(path)) if regular else None
        if foreign is not None:
            return Reading(key, sha256, (foreign(Path(path), key, sha256),))
        for document in read(Path(path), name=key):
            if isinstance(document, SourceError):
                refused.append(Refusal(document.path, document.en, document.fr))
                continue
            if alive is not None and document.part is not None:
                alive()
            if MACROS in document.warnings:
                notes.append(_noted(key if document.part is None else f"{key}!{document.part}"))
            sheets = sheets and document.media_type in SHEETS
            try:
                records.append(extract(document, path=key, sha256=sha256))
            except SourceError as error:
                refused.append(Refusal(error.path, error.en, error.fr))
            except MemoryError:
                raise
            except Exception as error:
                refused.append(_failed(key if document.part is None else f"{key}!{document.part}", error))
    except MaillageError as error:
        refused.append(Refusal(getattr(error, "path", key), error.en, error.fr))
    except OSError as error:
        return _unreadable(key, error)
    except MemoryError:
        raise
    except Exception as error:
        refused.append(_failed(key, error))
    if sheets and records and not any(record.people or record.organisations or record.actions for record in records):
        told = Refused("no-names").error(key)
        return Reading(key, sha256, (), (*refused, Refusal(key, told.en, told.fr)))
    return Reading(key, sha256, tuple(_distinct(records)), tuple(refused), tuple(notes))


def _noted(source: str) -> Refusal:
    from .readers.macros import SENTENCE

    return Refusal(source, f"{source}: {SENTENCE[0]}", f"{source} : {SENTENCE[1]}")


def _distinct(records: Iterable[Record]) -> list[Record]:
    return list({record.id: record for record in records}.values())


def _failed(source: str, error: Exception) -> Refusal:
    name = type(error).__name__  # not the message: it may hold words of the record
    return Refusal(
        source,
        f"{source}: Maillage failed on this file ({name}). Please report it; the other files were read.",
        f"{source} : Maillage a échoué sur ce fichier ({name}). Merci de le signaler ; les autres fichiers ont été lus.",
    )


def _unreadable(key: str, error: OSError) -> Reading:
    reason = error.strerror or type(error).__name__
    refusal = Refusal(
        key,
        f"{key}: cannot be opened ({reason}). Check that it is still there and that you may read it.",
        f"{key} : ouverture impossible ({reason}). Vérifiez qu'il est toujours là et que vous pouvez le lire.",
    )
    return Reading(key, "", (), (refusal,))


def _read_all(
    jobs: Sequence[Job], workers: Executor | int | None, progress: Progress | None, patience: float | None, cut: Cut
) -> list[Reading]:
    if not jobs:
        return []
    if isinstance(workers, Executor):
        return list(_counted(read_with(workers, jobs), len(jobs), progress))
    processes = workers or (1 if len(jobs) < PARALLEL_FROM else os.cpu_count() or 1)
    readings: list[Reading] = []
    with closing(read_supervised(jobs, processes, Limits(patience), _bring_in)) as supervised:
        try:
            for reading in _counted(supervised, len(jobs), progress):
                readings.append(reading)
        except KeyboardInterrupt:
            cut.done, cut.total = len(readings), len(jobs)
    return readings


def _bring_in() -> None:
    """Import what the load needs after the reading, while others read."""
    from ..graph import facts, resolution, store, writer  # noqa: F401


@dataclass(slots=True)
class Cut:
    """How many files were read when somebody stopped the reading, and of how many; `total` is 0 when nobody did."""

    done: int = 0
    total: int = 0


class Interrupted(KeyboardInterrupt):
    """Stopped while files were read. What was read of `done` files of `total` is kept in the project."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__(done, total)
        self.done, self.total = done, total


def read_with(executor: Executor, jobs: Sequence[Job]) -> Iterator[Reading]:
    """The readings of `jobs` (path, key, sha256) from any executor, in the order of `jobs`."""
    return executor.map(read_file, *zip(*jobs, strict=True), chunksize=4) if jobs else iter(())


def _counted(readings: Iterable[Reading], total: int, progress: Progress | None) -> Iterator[Reading]:
    for done, reading in enumerate(readings, 1):
        if progress:
            progress("read", done, total)
        yield reading


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The workers of a Dask scheduler (`tcp://host:8786`) as an executor. Raises MaillageError when Dask is not installed or nobody
    answers."""
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise MaillageError(
            "Reading on a cluster needs Dask. Install it: pip install 'maillage[cluster]'",
            "Lire sur une grappe demande Dask. Installez-le : pip install 'maillage[cluster]'",
        ) from None
    try:
        client = distributed.Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise MaillageError(
            f"{address}: no Dask scheduler answers there. Check the address (tcp://host:8786) and that it runs.",
            f"{address} : aucun ordonnanceur Dask n'y répond. Vérifiez l'adresse (tcp://machine:8786) et qu'il est démarré.",
        ) from error
    with client:
        yield client.get_executor()
