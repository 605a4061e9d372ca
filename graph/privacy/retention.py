"""How long sources are kept: which are older than `[retention]` of maillage.toml says, and how they are taken out.

A source is as old as the last day that its records are about, else as they were published. One without any day is never proposed.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from .. import corrections, decisions
from ..dates import bounds
from ..index import Index, read_index
from ..ingest import Plan, commit, withdraw
from ..project import Project, write_bytes, write_text
from ..record import Record
from ..record import read as read_record
from .refusals import folder, note, secure_folder

WITHDRAWN = "retires.txt"
"""In oublis/: SHA-256 of sources taken out → their last day, so that they are not read again while they lie in their folder."""


@dataclass(frozen=True, slots=True)
class Old:
    """A source that is to go: its key, its last day, how many records it gave."""

    source: str
    day: date
    records: int


def last_day(record: Record) -> date | None:
    """The last day that `record` is about; what is only announced in it counts as well."""
    found = [_end(event.date) for event in record.events if not event.optional and event.date]
    days = [day for day in found if day is not None] or [day for day in [_end(record.published)] if day is not None]
    return max(days, default=None)


def _end(text: str | None) -> date | None:
    try:
        found = bounds(text)[1] if text else None
    except ValueError:
        return None
    return found.date() if isinstance(found, datetime) else found


def expired(project: Project, index: Index | None = None, today: date | None = None) -> list[Old]:
    """The sources of `project` that are older than it wants to keep them, oldest first; none where it sets no limit."""
    if project.config.retention is None:
        return []
    index = index or read_index(project)
    limit, days = project.config.retention.limit(today or date.today()), _days(project, index)
    found = []
    for source, names in index.by_source().items():
        known = [day for name in names if (day := days[name]) is not None]
        if known and len(known) == len(names) and max(known) < limit:
            found.append(Old(source, max(known), len(names)))
    return sorted(found, key=lambda old: (old.day, old.source))


def _days(project: Project, index: Index) -> dict[str, date | None]:
    """Record file → last day, kept in the cache by the content of the files."""
    path = project.cache / "days.json"
    held: dict[str, Any] = {}
    with contextlib.suppress(OSError, ValueError, TypeError):
        held = dict(json.loads(path.read_text("utf-8")))
    found: dict[str, date | None] = {}
    for name, entry in index.entries.items():
        known = held.get(name)
        if isinstance(known, list) and known[0] == entry.digest:
            found[name] = date.fromisoformat(known[1]) if known[1] else None
        else:
            found[name] = last_day(read_record(project.records / name))
    kept = {name: [index.entries[name].digest, day.isoformat() if day else None] for name, day in found.items()}
    if kept != held:
        with contextlib.suppress(OSError):
            write_text(path, json.dumps(kept))
    return found


def take_out(project: Project, by: str, today: date | None = None) -> list[Old]:
    """Withdraw what is expired: the records, and the lines that people wrote about them; noted in the register. The project's lock is
    held. The database follows with the next command."""
    index = read_index(project)
    old = expired(project, index, today)
    if not old:
        return []
    sources = {one.source: one.day for one in old}
    gone = [entry for entry in index.entries.values() if entry.source in sources]
    known = {**withdrawn(project), **{entry.source_sha256: sources[entry.source].isoformat() for entry in gone}}
    secure_folder(folder(project))
    write_text(folder(project) / WITHDRAWN, json.dumps(known, indent=1) + "\n")
    lines = _drop_lines(project, {entry.id for entry in gone})
    plan = Plan()
    withdraw(index, plan, list(sources))
    commit(project, index, plan)
    when = datetime.now(UTC).isoformat(timespec="seconds")
    note(project, {"when": when, "request": "retention", "by": by, "sources": len(old), "records": len(gone), "lines": lines})
    return old


def _drop_lines(project: Project, records: set[str]) -> int:
    """Take out corrections and decisions about `records`; how many."""
    dropped = 0
    for path in (*corrections.files(project), *decisions.folder(project).glob(f"*{decisions.SUFFIX}")):
        before = path.read_text("utf-8", "surrogateescape").split("\n")
        kept = [line for line in before if not _about(line, records)]
        if len(kept) != len(before):
            dropped += len(before) - len(kept)
            write_bytes(path, "\n".join(kept).encode("utf-8", "surrogateescape"))
    return dropped


def _about(line: str, records: set[str]) -> bool:
    try:
        data = json.loads(line)
    except ValueError:
        return False
    if not isinstance(data, dict):
        return False
    seen = [data.get(name) for name in ("a", "b", "target")]
    named = {data.get("record"), *(part.get("record") for part in seen if isinstance(part, dict))}
    return bool(named & records)


def withdrawn(project: Project) -> dict[str, str]:
    """SHA-256 of the sources that were taken out → their last day (ISO 8601)."""
    try:
        data = json.loads((folder(project) / WITHDRAWN).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def too_old(project: Project, today: date | None = None) -> Callable[[str], bool]:
    """Tells by the SHA-256 of a source whether it was taken out, and still is older than the project keeps."""
    retention, known = project.config.retention, withdrawn(project)
    if retention is None or not known:
        return lambda sha256: False
    limit = retention.limit(today or date.today()).isoformat()
    return lambda sha256: sha256 in known and known[sha256] < limit


def as_dicts(found: list[Old]) -> list[Mapping[str, Any]]:
    return [{"source": one.source, "last_day": one.day.isoformat(), "records": one.records} for one in found]
