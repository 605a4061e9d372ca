"""The short way from one state of a project to the next: what changed is resolved again, and only the difference is written.

It is open when the database stands where the ledger stands. The graph is made whole for small projects, which are quickly done, when
rosters speak, and when people decided about territories.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from . import decisions, inputs
from . import record as record_format
from .corrections import FOLDER, Overlay, read_overlay
from .incremental import Ledger, LedgerError
from .index import RULES, Entry, Index
from .model import Changes
from .ontology import ontology
from .privacy.guard import Guard
from .project import Project
from .record import Record
from .resolution import Decision, Mention, Naming
from .standing import Settled, settle
from .writer import Publication, Published, publish_changes

if TYPE_CHECKING:
    from .store import Store

SMALL = 200
"""Records up to which the whole graph is made every time."""


def forward(
    project: Project,
    store: Store,
    index: Index,
    state: Publication | None,
    wanted: str,
    progress: Callable[[int, int], None] | None,
) -> tuple[Published, Changes] | None:
    """Bring the database of `store`, which holds `state`, to the state `wanted` of the project; give what was written.

    None when that takes the long way: nothing was written then, and the caller makes the whole graph.
    """
    if state is None or state.digest is None or state.schema != ontology().version or not _alone(project, index):
        return None
    overlay = read_overlay(project)
    try:
        with contextlib.closing(_ledger(project)) as ledger:
            if ledger.digest != _named(state.digest):
                return None
            digests = {entry.id: _content(entry, overlay) for entry in index.entries.values()}
            before = ledger.records()
            names = {entry.id: name for name, entry in index.entries.items()}

            guard = Guard(project)

            def load(identity: str) -> Record:
                read = record_format.read(project.records / names[identity])
                return next(guard.over(overlay.over([read])))

            held = _decided(project, index, load)
            if held is None:
                return None
            changed: dict[str, Record | None] = dict.fromkeys(before.keys() - digests.keys())
            changed.update((key, load(key)) for key, digest in digests.items() if before.get(key) != digest)
            kept = {key: digests[key] for key in changed if key in digests}
            changes = ledger.update(changed, load, kept, decisions=held)
            written = publish_changes(store, changes, state, wanted, progress)
            if written is None:
                return None
            ledger.commit(_named(wanted))
            return written, changes
    except LedgerError:  # damaged: it is made again from the records after the long way
        forget(project)
        return None


def _decided(project: Project, index: Index, load: Callable[[str], Record]) -> tuple[Decision | Naming, ...] | None:
    """The decisions that hold today, found by the records that they name; None when one is about a territory."""
    entries = decisions.read(project).entries
    if not entries:
        return ()
    seen = [
        part for entry in entries for part in (getattr(entry, name, None) for name in ("a", "b", "target")) if part is not None
    ]
    ids, files = {part.record for part in seen}, {(part.sha256, part.part) for part in seen if part.sha256}
    paths = {(part.source, part.part) for part in seen}
    named = [
        entry.id
        for entry in index.entries.values()
        if entry.id in ids or (entry.source_sha256, entry.part) in files or (entry.source, entry.part) in paths
    ]
    settled = settle(entries, map(load, named))
    return settled.applied if local(settled) else None


def local(settled: Settled) -> bool:
    """True when no decision that holds is about a territory: those reach into every record of it."""
    return not any(getattr(standing.entry, "of", "") == "territory" for standing in settled.standings)


def keep(project: Project, index: Index, records: Iterable[Record], wanted: str, settled: Settled) -> None:
    """Make the ledger for `records`, as corrected, which the state `wanted` of the project was made of with the decisions `settled`. A
    cache that cannot be written costs time, not facts."""
    if not _alone(project, index) or not local(settled):
        forget(project)
        return
    overlay = read_overlay(project)
    digests = {entry.id: _content(entry, overlay) for entry in index.entries.values()}
    try:
        with contextlib.closing(_ledger(project)) as ledger:
            ledger.clear()
            held: dict[str, Record | None] = {record.id: record for record in records}
            ledger.update(held, _nothing_else, digests, decisions=settled.applied, collect=False)
            ledger.commit(_named(wanted))
    except (*LedgerError, OSError):
        forget(project)


def members_of(project: Project, digest: str) -> dict[Mention, str] | None:
    """Mention → node in the state `digest` of the project, of whatever rules; None when the ledger does not stand there."""
    if not (project.cache / "ledger.sqlite").exists():
        return None
    try:
        with contextlib.closing(_ledger(project)) as ledger:
            return ledger.members() if (ledger.digest or "").partition(" ")[0] == digest else None
    except LedgerError:
        return None


def forget(project: Project) -> None:
    """Remove the ledger; the next publication makes it again."""
    with contextlib.suppress(OSError):
        (project.cache / "ledger.sqlite").unlink()


def _nothing_else(identity: str) -> Record:
    raise AssertionError(identity)


def _ledger(project: Project) -> Ledger:
    return Ledger(project.cache / "ledger.sqlite")


def _alone(project: Project, index: Index) -> bool:
    """True when the project is large and nothing speaks but records, corrections and decisions."""
    if len(index.entries) <= SMALL:
        return False
    known = (project.root / FOLDER, decisions.folder(project))
    return all(path.parent in known for path in inputs.written_by_people(project))


def _named(digest: str) -> str:
    """The name of a state for the ledger: of the inputs, the rules and the form of the graph."""
    return f"{digest} {RULES} {ontology().version}"


def _content(entry: Entry, overlay: Overlay) -> str:
    """Digest of a record as corrected: of its file and of the corrections that may concern it."""
    said = [entry.digest, *sorted(correction.id for correction in overlay.about(entry.id, entry.source, entry.part))]
    return hashlib.sha256(" ".join(said).encode()).hexdigest()[:24]
