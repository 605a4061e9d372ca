"""The short way from one state of a project to the next: what changed is resolved again, and only the difference is written.

It is open when the database stands where the ledger stands, and when nothing but records and corrections speaks: with decisions or
rosters, and for small projects, which are quickly done, the graph is made whole.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from . import inputs
from . import record as record_format
from .corrections import FOLDER, Overlay, read_overlay
from .incremental import Ledger, LedgerError
from .index import RULES, Entry, Index
from .model import Changes
from .ontology import ontology
from .project import Project
from .record import Record
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

            def load(identity: str) -> Record:
                read = record_format.read(project.records / names[identity])
                return next(overlay.over([read]))

            changed: dict[str, Record | None] = dict.fromkeys(before.keys() - digests.keys())
            changed.update((key, load(key)) for key, digest in digests.items() if before.get(key) != digest)
            changes = ledger.update(changed, load, digests={key: digests[key] for key in changed if key in digests})
            written = publish_changes(store, changes, state, wanted, progress)
            if written is None:
                return None
            ledger.commit(_named(wanted))
            return written, changes
    except LedgerError:  # damaged: it is made again from the records after the long way
        forget(project)
        return None


def keep(project: Project, index: Index, records: Iterable[Record], wanted: str) -> None:
    """Make the ledger for `records`, as corrected, which the state `wanted` of the project was made of. A cache that cannot be written
    costs time, not facts."""
    if not _alone(project, index):
        forget(project)
        return
    overlay = read_overlay(project)
    digests = {entry.id: _content(entry, overlay) for entry in index.entries.values()}
    try:
        with contextlib.closing(_ledger(project)) as ledger:
            ledger.clear()
            held: dict[str, Record | None] = {record.id: record for record in records}
            ledger.update(held, _nothing_else, digests, collect=False)
            ledger.commit(_named(wanted))
    except (*LedgerError, OSError):
        forget(project)


def forget(project: Project) -> None:
    """Remove the ledger; the next publication makes it again."""
    with contextlib.suppress(OSError):
        (project.cache / "ledger.sqlite").unlink()


def _nothing_else(identity: str) -> Record:
    raise AssertionError(identity)


def _ledger(project: Project) -> Ledger:
    return Ledger(project.cache / "ledger.sqlite")


def _alone(project: Project, index: Index) -> bool:
    """True when the project is large and nothing but records and corrections speaks."""
    if len(index.entries) <= SMALL:
        return False
    return all(path.parent == project.root / FOLDER for path in inputs.written_by_people(project))


def _named(digest: str) -> str:
    """The name of a state for the ledger: of the inputs, the rules and the form of the graph."""
    return f"{digest} {RULES} {ontology().version}"


def _content(entry: Entry, overlay: Overlay) -> str:
    """Digest of a record as corrected: of its file and of the corrections that may concern it."""
    said = [entry.digest, *sorted(correction.id for correction in overlay.about(entry.id, entry.source, entry.part))]
    return hashlib.sha256(" ".join(said).encode()).hexdigest()[:24]
