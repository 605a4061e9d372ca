"""What stands between a reading and the project's files: nobody who asked to be forgotten comes back with a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..masking import MASK
from ..project import Project
from ..record import Record
from . import refusals
from .finding import Finder
from .redaction import masked, redacted, who
from .refusals import FULL, Doubt, Refusal


class Guard:
    """The refusals of a project, ready to be applied. Costs nothing where nobody was forgotten."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.refusals = refusals.read(project)
        self.hasher = refusals.hasher(project) if self.refusals else None
        self._finders = [Finder(self.hasher, refusal) for refusal in self.refusals] if self.hasher else []
        self._sure: dict[str, set[str]] = {}
        self._doubts: dict[str, list[Doubt]] = {}

    def read(self, record: Record) -> Record:
        """`record`, just read from a source, as it may be kept; what is not sure is masked, and asked (`note`)."""
        if not self._finders:
            return record
        found = masked(record, self.refusals, self.hasher)
        doubted = {refusal.id for refusal, _ in found.doubts}
        for refusal, doubt in found.doubts:
            self._doubts.setdefault(refusal.id, []).append(doubt)
        if found.places:
            for finder in self._finders:
                if finder.refusal.id not in doubted and who(record, finder)[1]:
                    self._sure.setdefault(finder.refusal.id, set()).add(record.id)
        return found.record

    def note(self) -> int:
        """Keep the doubts that came up; how many. Before the records are written, so that no question is lost."""
        for refusal in self.refusals:
            doubts, sure = self._doubts.get(refusal.id, []), self._sure.get(refusal.id, set())
            fresh = [doubt for doubt in doubts if doubt.record not in {known.record for known in refusal.doubts}]
            if fresh or not sure <= refusal.records:
                refusals.write(self.project, replace(refusal, doubts=(*refusal.doubts, *fresh), records=refusal.records | sure))
        return sum(map(len, self._doubts.values()))

    def over(self, records: Iterable[Record]) -> Iterator[Record]:
        """Records with corrections, or typed into a workbook: somebody may have written the name again. Only where it is surely the
        same person; the text of the source is masked already."""
        for record in records:
            for finder in self._finders:
                names = [name for person in record.people if person.name != MASK for name in (person.name, *person.surfaces)]
                if any(finder.is_name(name, FULL) for name in names):
                    items, sure = who(record, finder)
                    if sure:
                        record = redacted(record, finder, items)[0]
            yield record


def waiting(project: Project) -> list[tuple[Refusal, Doubt]]:
    """The records of which a person must say whether they are about somebody who was forgotten."""
    return [(refusal, doubt) for refusal in refusals.read(project) for doubt in refusal.doubts]
