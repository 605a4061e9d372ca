"""Readings that wait for a person: claims of records that the reader was not sure of, never in the graph until somebody says they are
right. An answer is a correction: it survives a better reader as any other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from .claims import FIELDS, ITEMS, Claim, claims
from .corrections import Correction, correction_of
from .identity import Identity, Proof, file_name
from .record import Record
from .resolution import date_of

Answer = Literal["right", "wrong"]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """One reading to confirm or refuse: `accept` is the claim that « right » takes for true, with the doubtful items it speaks of;
    `refuse` the one that « wrong » takes out, with all that speaks of it. `code` names it within its record."""

    record: Record
    accept: Claim
    refuse: Claim
    proof: Proof

    @property
    def code(self) -> str:
        return self.accept.code

    def correction(self, answer: Answer) -> Correction:
        """What the answer corrects; by nobody yet."""
        if answer == "right":
            return correction_of(self.record, self.accept, "accept")
        return correction_of(self.record, self.refuse, "refuse")


def doubtful(records: Iterable[Record]) -> list[Doubtful]:
    """The readings that wait: an item and the only claim about it are one. By what they say in the order of record/1, then by day."""
    found = [one for record in records for one in _of(record)]
    order = list(FIELDS)
    return sorted(found, key=lambda one: (order.index(one.accept.kind), one.proof.day or "9999", one.record.id, one.accept.index))


def waiting(identity: Identity) -> list[Doubtful]:
    """The same of the records of `identity`."""
    return doubtful(identity.records[record] for record in sorted(identity.doubtful))


def _of(record: Record) -> Iterable[Doubtful]:
    every = [claim for claim in claims(record) if claim.optional]
    items = {getattr(record, claim.group)[claim.index].id: claim for claim in every if claim.kind in ITEMS}
    told: set[str] = set()
    for claim in every:
        if claim.kind in ITEMS:
            continue
        spoken = [ref for ref in _refs(record, claim) if ref in items]
        told.update(spoken)
        yield Doubtful(record, claim, items[spoken[0]] if len(spoken) == 1 else claim, _proof(record, claim))
    for ref, claim in items.items():
        if ref not in told:
            yield Doubtful(record, claim, claim, _proof(record, claim))


def _refs(record: Record, claim: Claim) -> Sequence[str]:
    """Local ids of the items that a claim speaks of."""
    item = getattr(record, claim.group)[claim.index]
    refs: list[str] = []
    for field in FIELDS[claim.kind].values():
        value = getattr(item, field.attribute)
        if field.holds == "ref" and value:
            refs.append(value)
        elif field.holds == "refs":
            refs += value
    return refs


def _proof(record: Record, claim: Claim) -> Proof:
    page = record.page_at(claim.spans[0][0]) if claim.spans else None
    day = date_of(record)
    return Proof(" ".join(claim.quote.split()), file_name(record), page, "" if day == "9999" else day)
