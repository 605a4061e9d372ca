"""Records in, plan and report out; and the database brought up to the state of the records.

    readings (one a source) → plan → record files written → corrections laid over them → graph built → difference published

The record files are written first, each whole or not at all; a stop anywhere leaves a set of records whose graph the next command
publishes.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
import warnings
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import inputs, memory
from .corrections import read_overlay
from .errors import DamagedStore, StoreError
from .index import Index, Twin, add, read_index, read_records, write_index
from .leads import lead
from .model import Changes, Graph
from .ontology import ontology
from .project import Project, record_path, write_record, write_text
from .record import Record

if TYPE_CHECKING:
    from .identity import Identity
    from .resolution import Resolution
    from .store import Store
    from .writer import Published

Progress = Callable[[str, int, int], None]
"""Told what is being done ("read", "resolve", "publish"), how much is done and how much there is (0: not known)."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A source, or a member of one, that gave no record, and why in both languages."""

    source: str
    en: str
    fr: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source gave. `sha256` is of the file's bytes."""

    source: str
    sha256: str
    records: tuple[Record, ...]
    refused: tuple[Refusal, ...] = ()
    notes: tuple[Refusal, ...] = ()
    """What was left aside in a source that was read."""


@dataclass(slots=True)
class Plan:
    """What a load changes in the set of records. Sources are keys relative to the project."""

    read: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    same_text: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    notes: list[Refusal] = field(default_factory=list)
    write: list[Record] = field(default_factory=list)
    remove: list[str] = field(default_factory=list)
    unread: list[tuple[str, str, str]] = field(default_factory=list)
    twins: dict[str, Twin | None] = field(default_factory=dict)
    """What becomes known of the sources read: which say again what another says (None: no more)."""
    doubts: int = 0
    """Records written without a name that may be that of somebody who was forgotten: a person must say."""
    expired: list[str] = field(default_factory=list)
    """Sources older than the project keeps them, proposed for withdrawal."""

    @property
    def changes(self) -> bool:
        return bool(self.write or self.remove or self.twins)


def plan_readings(index: Index, readings: Iterable[Reading], present: Callable[[str], bool]) -> Plan:
    """What `readings` change in the set of records.

    Same source, other text: replaced. Same text, other source: the same record, kept under the smaller of two sources that both
    exist (`present` tells), else moved. The outcome does not depend on the order of `readings`.
    """
    plan = Plan()
    by_source, by_id = index.by_source(), dict(index.by_id())
    pending: dict[str, Record] = {}
    dropped: set[str] = set()
    said_elsewhere: dict[str, set[str]] = {}
    digests = {entry.source: entry.source_sha256 for entry in index.entries.values()}
    readings = sorted(readings, key=lambda reading: reading.source)
    says = {reading.source: {record.id for record in reading.records} for reading in readings if reading.records}
    for reading in readings:
        plan.refused.extend(reading.refused)
        plan.notes.extend(reading.notes)
        before = by_source.get(reading.source, [])
        if not reading.records and before and not reading.refused:
            continue
        if reading.records:
            plan.read.append(reading.source)
            digests[reading.source] = reading.sha256
            said_elsewhere.setdefault(reading.source, set())
        kept = {record.id for record in reading.records}
        gone = [name for name in before if index.entries[name].id not in kept]
        if gone and reading.records:
            plan.replaced.append(reading.source)
            dropped.update(gone)
        for record in reading.records:
            plan.unread.extend((reading.source, record.text[slice(*item.span)], item.reason) for item in record.unread)
            twin = pending.get(record.id)
            known = by_id.get(record.id)
            other = twin.source.path if twin else index.entries[known].source if known else None
            if other in says and record.id not in says[other]:  # it says something else now
                other = None
            if other is not None and other != reading.source:
                first, second = sorted((other, reading.source))
                if first == other and (twin or present(other)):
                    plan.same_text.append((reading.source, other))
                    said_elsewhere[reading.source].add(record.id)
                    continue
                if present(other):
                    plan.same_text.append((second, first))
                    said_elsewhere.setdefault(other, set()).add(record.id)
            pending[record.id] = record
            if known:
                dropped.add(known)
    plan.write = list(pending.values())
    dropped -= {name for record_id, name in by_id.items() if record_id in pending}
    plan.remove = sorted(dropped)
    for source, ids in said_elsewhere.items():
        twin_of = Twin(digests[source], tuple(sorted(ids))) if ids else None
        if twin_of != index.twins.get(source):
            plan.twins[source] = twin_of
    return plan


def unchanged_sources(
    index: Index, digests: Mapping[str, str], present: Callable[[str], bool], unfinished: Collection[str] = ()
) -> set[str]:
    """The sources of `digests` (source key → SHA-256 of the file today) that need not be read again.

    They are known with this content, and what they share with another source is still kept there: that one exists (`present`) and
    is not among those that changed. Those of `unfinished` count as changed.
    """
    holders = {entry.id: entry for entry in index.entries.values()}
    known = {entry.source: entry.source_sha256 for entry in index.entries.values()}

    def same(source: str) -> bool:
        twin = index.twins.get(source)
        return source not in unfinished and digests[source] in (known.get(source), twin.sha256 if twin else None)

    def kept(record: str) -> bool:
        holder = holders.get(record)
        return holder is not None and (same(holder.source) if holder.source in digests else present(holder.source))

    return {
        source
        for source in digests
        if same(source) and (source not in index.twins or all(kept(record) for record in index.twins[source].ids))
    }


def withdraw(index: Index, plan: Plan, sources: Iterable[str]) -> None:
    """Add to `plan` the withdrawal of every record of `sources`, unless `plan` writes the record again from elsewhere."""
    written = {record.id for record in plan.write}
    by_source = index.by_source()
    for source in sorted(sources):
        plan.withdrawn.append(source)
        plan.remove.extend(name for name in by_source.get(source, []) if index.entries[name].id not in written)


def commit(project: Project, index: Index, plan: Plan) -> None:
    """Write what `plan` says into the project's records and into `index`. New records first, so that a stop loses none; the sources
    being written are noted, so that the next load reads them again after a stop (a file of many records may be half written)."""
    note = project.records / UNDER_WAY
    write_text(note, json.dumps(sorted({*unfinished(project), *plan.read}), ensure_ascii=False))
    written: set[str] = set()
    old = index.by_id()
    for record in _permitted(project, plan):
        path = write_record(project, record)
        written.add(path.name)
        former = old.get(record.id)
        if former and former != path.name:
            _delete(project, index, former)
        add(index, record, path)
    for name in plan.remove:
        if name not in written:
            _delete(project, index, name)
    for source, twin in plan.twins.items():
        if twin is None:
            index.twins.pop(source, None)
        else:
            index.twins[source] = twin
    write_index(project, index)
    with contextlib.suppress(FileNotFoundError):
        note.unlink()


def _permitted(project: Project, plan: Plan) -> list[Record]:
    """The records to write, without the people who asked to be forgotten; what is doubtful is noted first, to be asked."""
    from .privacy.guard import Guard

    guard = Guard(project)
    records = [guard.read(record) for record in plan.write]
    plan.doubts = guard.note()
    return records


UNDER_WAY = ".under-way.json"


def unfinished(project: Project) -> set[str]:
    """The sources whose records a load was writing when it was stopped: what is known of them may be a part of what they say."""
    try:
        return set(json.loads((project.records / UNDER_WAY).read_text("utf-8")))
    except FileNotFoundError:
        return set()
    except (OSError, ValueError, TypeError):  # a broken note: every source counts
        return {entry.source for entry in read_index(project).entries.values()}


def read_again(project: Project, sources: Iterable[str]) -> None:
    """Let the next load read `sources` again, though they are known."""
    write_text(project.records / UNDER_WAY, json.dumps(sorted({*unfinished(project), *sources}), ensure_ascii=False))


def _delete(project: Project, index: Index, name: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        (project.records / name).unlink()
    index.entries.pop(name, None)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What `refresh` did: `published` is None when the database stood right already; `questions` wait for a person (None: not counted)."""

    published: Published | None
    questions: int | None
    upgraded: tuple[str, str] | None = None
    """Versions of the rules that made the graph of before and that make it now, where these differ."""


def planned_records(project: Project, index: Index, plan: Plan) -> Iterator[Record]:
    """The records as they would stand after `plan`, corrected as people said; nothing written."""
    replaced = {record_path(project, record).name for record in plan.write} | set(plan.remove)
    replaced |= {name for record_id, name in index.by_id().items() if record_id in {r.id for r in plan.write}}
    rest = Index({name: entry for name, entry in index.entries.items() if name not in replaced})
    from .privacy.guard import Guard

    overlay, guard = read_overlay(project), Guard(project)
    yield from guard.over(overlay.over(read_records(project, rest)))
    yield from guard.over(overlay.over(map(guard.read, plan.write)))


def corrected_records(project: Project, index: Index) -> Iterator[Record]:
    """Every record of `index` as people corrected it, in the order of their file names."""
    from .privacy.guard import Guard

    yield from Guard(project).over(read_overlay(project).over(read_records(project, index)))


def as_it_stands(project: Project, index: Index) -> tuple[list[Record], Resolution, Graph]:
    """The corrected records of the project's sources, who is who in them and in the roster, and the graph of all that; no database."""
    from . import decisions
    from . import roster as rosters
    from .facts import build
    from .resolution import resolve
    from .standing import settle

    roster = rosters.read(project)
    records = list(corrected_records(project, index))
    every = [*records, *roster.records]
    resolved = resolve(every, settle(decisions.read(project).entries, every).applied)
    return records, resolved, build(every, resolved, roster)


def refresh(project: Project, store: Store, index: Index, progress: Progress | None = None) -> Refreshed:
    """Bring the database of `store` to the state of the records, by the smallest difference. Raises StoreError."""
    from . import decisions, forward, kept, upgrade
    from . import roster as rosters
    from .facts import build
    from .identity import Identity
    from .schema import lacking
    from .standing import waiting
    from .writer import publish, published

    state, wanted = published(store), inputs.digest(project, index)
    whole = state is None or not lacking(store)  # else `publish` gives it the constraints that it lacks
    if state is not None and whole and state.digest == wanted:
        former = remembered(project, store.location)
        former.pop("location", None)
        _remember(project, store.location, **{**former, "digest": wanted, "rules": upgrade.rules()})
        return Refreshed(None, former.get("questions", 0))
    upgraded = upgrade_of(project, store.location)
    if progress:
        progress("resolve", 0, 0)

    def publishing(done: int, total: int) -> None:
        if progress:
            progress("publish", done, total)

    short = forward.forward(project, store, index, state, wanted, publishing) if whole else None
    if short is not None:
        _remember(
            project, store.location, **_moved(remembered(project, store.location), short[1]), digest=wanted, rules=upgrade.rules()
        )
        memory.follow(project, short[1], wanted)
        return Refreshed(short[0], None)
    roster = rosters.read(project)
    records = [*corrected_records(project, index), *roster.records]
    who = Identity(records, decisions.read(project))
    kept.keep_trace(project, wanted, who.trace)
    who.drop_trace()
    graph = build(records, who.resolution, roster)
    who.shown_in(graph)
    kept.keep(project, wanted, who.known)
    counts = publish(store, graph, wanted, progress=publishing)
    questions = waiting(who.resolution, who.settled)
    _remember(project, store.location, digest=wanted, questions=questions, rules=upgrade.rules(), **_summary(graph))
    upgrade.note_members(project, wanted, who.resolution)
    memory.note(project, graph, wanted)
    settled = who.settled
    del graph, who
    forward.keep(project, index, records, wanted, settled)
    return Refreshed(counts, questions, upgraded)


def upgrade_of(project: Project, location: str) -> tuple[str, str] | None:
    """The versions of the rules that made the graph at `location` and that would make it now; None when they are the same, or when
    nothing is known to be there."""
    from . import upgrade

    former = remembered(project, location)
    before, now = str(former.get("rules", "?")), upgrade.rules()
    return (before, now) if former.get("digest") and before != now else None


def _moved(former: dict[str, Any], changes: Changes) -> dict[str, Any]:
    """What was noted of a database, after `changes`: the counts by label follow, the questions are counted when they are asked for."""
    counts = Counter({label: int(number) for label, number in former.get("counts", {}).items()})
    for node in changes.nodes:
        if node.id in changes.new_nodes:
            counts.update(node.labels)
    for label in changes.gone_nodes.values():
        counts.subtract(ontology().nodes[label].labels)
    return {
        **{key: value for key, value in former.items() if key not in ("location", "digest", "rules")},
        "counts": dict(+counts),
        "questions": None,
    }


# --- what was published where, so that an unchanged project needs no database at all ------------------------------------


def is_current(project: Project, location: str, index: Index) -> bool:
    """True when the database at `location` was last seen by this project with exactly the records of `index`, the decisions,
    corrections and rosters of today.

    For the embedded store the mark disappears together with the database folder.
    """
    state = remembered(project, location)
    return state.get("digest") == inputs.digest(project, index) and state.get("location") == location


def remembered(project: Project, location: str) -> dict[str, Any]:
    """What was noted when the database at `location` was last brought up to date: digest, counts by label, scopes, questions."""
    try:
        state = json.loads(_mark(project, location).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def _remember(project: Project, location: str, **state: Any) -> None:
    mark = _mark(project, location)
    with contextlib.suppress(OSError):
        mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_text(mark, json.dumps({"location": location, **state}, ensure_ascii=False))


def _summary(graph: Graph) -> dict[str, Any]:
    """Counts by label, and the territories that most events concern."""
    counts = Counter(label for node in graph.nodes.values() for label in node.labels)
    scopes = Counter(link.end for link in graph.relationships.values() if link.type == "CONCERNS")
    names = [graph.nodes[node].name for node, _ in sorted(scopes.items(), key=lambda item: (-item[1], item[0]))[:5]]
    return {"counts": dict(counts), "scopes": names}


def database_folder(project: Project) -> Path:
    """Folder of the project's embedded database."""
    return project.cache / "graph"


def _mark(project: Project, location: str) -> Path:
    if "://" in location:
        return project.cache / "published.json"
    return Path(location) / "published.json"


def refuse_empty(index: Index) -> None:
    """Raise StoreError when there is nothing to ask."""
    if not index.entries:
        raise StoreError(
            "This project holds no record yet. Load a folder of records first: maillage load FOLDER.",
            "Ce projet ne contient encore aucun document. Chargez d'abord un dossier : maillage charger DOSSIER.",
        )


def sources_under(index: Index, project: Project, roots: Sequence[Path]) -> set[str]:
    """Keys of the known sources that lie in one of `roots` (files or folders)."""
    found: set[str] = set()
    keys = {entry.source for entry in index.entries.values()}
    for root in roots:
        wanted = os.path.normpath(project.source_path(project.source_key(root)))
        if project.source_key(root) in keys:
            found.add(project.source_key(root))
            continue
        inside, base = os.path.join(wanted, ""), str(project.root)  # noqa: PTH118 - text: there are thousands of sources
        found.update(key for key in keys if os.path.normpath(os.path.join(base, key)).startswith(inside))  # noqa: PTH118
    return found


@contextlib.contextmanager
def current_store(
    project: Project | None,
    location: str,
    progress: Progress | None = None,
    told: Callable[[Refreshed], None] | None = None,
    damaged: Callable[[], None] | None = None,
) -> Iterator[Store]:
    """The store at `location`, its content equal to the project's records (built first where it is not; `told` hears what was done).

    Without a project the store is taken as it stands: a shared database that others publish to. Raises StoreError when it is empty.
    """
    from .store import open_store

    if project is None:
        with open_store(location) as store:
            store.lead = functools.partial(lead, store)
            yield store
        return
    index = read_index(project)
    refuse_empty(index)
    with opened(project, location, damaged) as store:
        if not is_current(project, location, index):
            with project.lock():
                done = refresh(project, store, index, progress)
            if told is not None:
                told(done)
        store.lead = _leading(project)
        yield store


def opened(project: Project, location: str, told: Callable[[], None] | None = None) -> Store:
    """The store at `location`. When it is the project's own and damaged, it is made anew, empty, and `told` is called: the files hold all
    that it held. Raises StoreError."""
    from .store import open_store

    try:
        return open_store(location)
    except DamagedStore:
        if Path(location) != database_folder(project):
            raise
        shutil.rmtree(location)
        (told or _say_damaged)()
        return open_store(location)


def _say_damaged() -> None:
    warnings.warn(DAMAGED["en"], RuntimeWarning, stacklevel=3)


DAMAGED = {
    "en": "The database was damaged: it is built again from the project's files.",
    "fr": "La base était abîmée : elle est reconstruite à partir des fichiers du projet.",
}


def _leading(project: Project) -> Callable[[str], str | None]:
    """From an id of before, or a permalink, to the node of today; the records are read when it is first asked."""

    @functools.cache
    def who() -> Identity:
        from .identity import of_project

        return of_project(project)

    return lambda text: who().lead(text)
