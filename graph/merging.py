"""The project of a colleague taken over: the union of records, decisions, corrections and rosters, nothing of either lost.

Where a cell of the two rosters says two things, ours is kept and the cell is told: which of them holds is for people to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from . import corrections, decisions
from .decisions import Broken
from .index import Index, read_index, read_records
from .ingest import Plan, commit
from .project import Project
from .record import Record, dumps
from .roster import union
from .roster.union import United


@dataclass(frozen=True, slots=True)
class Merged:
    """How many records, decisions and corrections came over, how many records were held already, which sources both had read in
    different versions (ours are kept), the decision lines of the other project that are not understood, and what came of the rosters."""

    records: int
    decisions: int
    corrections: int
    known: int
    versions: tuple[str, ...]
    broken: tuple[Broken, ...]
    rosters: United


def take_over(project: Project, other: Project) -> Merged:
    """Add to `project` what `other` holds and it does not. `other` is only read. Sources keep meaning the same files: their paths are
    written anew from this project. Raises ProjectError when another process writes in `project`, or for a broken record of either."""
    with project.lock():
        index = read_index(project)
        held = set(index.by_id())
        plan, known, versions = _plan(project, other, index)
        if plan.changes:
            commit(project, index, plan)
        noted, broken = decisions.merge(project, other)
        new = sum(record.id not in held for record in plan.write)
        return Merged(new, noted, _corrections(project, other), known, versions, broken, union.take_over(project, other))


def _plan(project: Project, other: Project, index: Index) -> tuple[Plan, int, tuple[str, ...]]:
    held = {record.id: record for record in read_records(project, index)}
    ours = {entry.source: entry.source_sha256 for entry in index.entries.values()}
    plan, known, versions = Plan(), 0, set[str]()
    for record in read_records(other, read_index(other)):
        source = project.source_key(other.source_path(record.source.path))
        mine = held.get(record.id)
        if mine is not None:
            known += 1
            better = _better(mine, record)
            plan.write += [better] if better is not mine else []
        elif source in ours and ours[source] != record.source.sha256:
            versions.add(source)
        else:
            plan.write.append(record.model_copy(update={"source": record.source.model_copy(update={"path": source})}))
    return plan, known, tuple(sorted(versions))


def _better(mine: Record, theirs: Record) -> Record:
    """Of two readings of one text that of the newer reader, whichever project it comes from; the source as this project knows it."""
    if theirs.reader == mine.reader or not theirs.reader:
        return mine
    theirs = theirs.model_copy(update={"source": mine.source})
    return max(mine, theirs, key=lambda record: (_version(record.reader), dumps(record)))


def _version(reader: str) -> tuple[str, int]:
    name, _, number = reader.rpartition("/")
    return (name, int(number)) if number.isdigit() else (reader, 0)


def _corrections(project: Project, other: Project) -> int:
    """Add the lines of the other project's corrections that are not here, each to the file of the same name."""
    held = {line for path in corrections.files(project) for line in _lines(path)}
    number = 0
    for path in corrections.files(other):
        lines = [line for line in _lines(path) if line not in held]
        if lines:
            decisions.write_lines(project.root / corrections.FOLDER / path.name, lines)
            number += len(lines)
    return number


def _lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
