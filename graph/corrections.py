"""What people corrected in the reading of records: an overlay between the records and everything made from them.

    corrections/NAME.jsonl    one file a person, one JSON object a line, only ever appended to

A correction names its claim by the record, the kind, the names it speaks of and the passage: it holds when a better reader reads the
source again, and when the source is replaced by a new version of the same meeting. One that no longer finds its place changes nothing
and is listed. Corrections are applied in the order of their time, each to what the former ones left.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from .claims import FIELDS, Claim, accepted, added, changed, claims, find, occurrences, refused
from .errors import CorrectionError, ProjectError
from .names import fold
from .project import Project, slug, write_bytes
from .record import Record
from .resolution.clusters import digest

FOLDER = "corrections"
Action = Literal["refuse", "change", "accept", "add"]
State = Literal["applied", "idle", "lost"]
"""applied: it changes its record. idle: its passage is there, what it corrects is no longer read. lost: record or passage are gone."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction. `record` is the record's id, `source` and `part` where it came from, `date` the day of its main event as read:
    by them a replaced record is known. `key` and `passage` name the claim (see `claims`), `values` are the new ones."""

    action: Action
    record: str
    kind: str
    key: Mapping[str, str] = field(default_factory=dict)
    passage: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    part: str | None = None
    date: str | None = None
    by: str = ""
    when: str = ""
    why: str = ""

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits that name this correction in every copy of the project."""
        return digest(self.content, self.by, self.when)

    @property
    def content(self) -> str:
        """What it says, whoever says it and when: equal for two corrections that ask for the same."""
        said = [self.action, self.record, self.kind, sorted(self.key.items()), self.passage, sorted(self.values.items())]
        return json.dumps(said, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of a correction. `record` is the id of the record it was applied to, None when there is none."""

    correction: Correction
    state: State
    record: str | None = None


# --- on a record ------------------------------------------------------------------------------------------------------------


def correction_of(record: Record, claim: Claim, action: Action, values: Mapping[str, str] | None = None) -> Correction:
    """The correction that does `action` to `claim` of `record`; by nobody yet (see `append`)."""
    return replace(_about(record, action, claim.kind, claim.passage, values or {}), key=claim.key)


def addition(record: Record, kind: str, values: Mapping[str, str], passage: str = "") -> Correction:
    """The correction that adds a claim to `record`. Raises CorrectionError when the record cannot take it, or lacks `passage`."""
    if kind not in FIELDS:
        raise CorrectionError(
            "kind", f"{kind!r} is none of: {', '.join(FIELDS)}.", f"{kind!r} n'est pas parmi : {', '.join(FIELDS)}."
        )
    if passage and not occurrences(record.text, passage):
        raise CorrectionError("sentence", "these words are not in the record. Copy them from it, or leave them out.",
                              "ces mots ne sont pas dans le document. Recopiez-les, ou laissez vide.")  # fmt: skip
    added(record, kind, values, passage)
    return _about(record, "add", kind, passage, values)


def _about(record: Record, action: Action, kind: str, passage: str, values: Mapping[str, str]) -> Correction:
    source = record.source
    return Correction(action, record.id, kind, {}, passage, values, source.path, source.part, main_date(record))


def main_date(record: Record) -> str | None:
    """The date of the record's main event as read, of its first event when none is the main one."""
    dates = [event.date for event in record.events if event.main] or [event.date for event in record.events]
    return dates[0] if dates else None


def concerns(correction: Correction, record: Record) -> bool:
    """True for the record itself, and for a new version of it: same source, same day."""
    if correction.record == record.id:
        return True
    same_source = (correction.source, correction.part) == (record.source.path, record.source.part)
    return same_source and correction.date is not None and correction.date == main_date(record)


def corrected(record: Record, corrections: Iterable[Correction]) -> Record:
    """`record` as people corrected it; those of other records among `corrections` have no effect. A pure function."""
    return _applied(record, corrections, [])


def _applied(record: Record, corrections: Iterable[Correction], placed: list[Placed]) -> Record:
    wanted = sorted((c for c in corrections if concerns(c, record)), key=lambda c: (c.when, c.id))
    found = record
    for correction in wanted:
        after = _apply(found, correction)
        if isinstance(after, Record):
            placed.append(Placed(correction, "applied", record.id))
            found = after
        else:
            placed.append(Placed(correction, after, record.id))
    return found


def _apply(record: Record, correction: Correction) -> Record | State:
    """The record with the correction, or why it has no place there."""
    passage = correction.passage
    if passage and not occurrences(record.text, passage):
        return "lost"
    try:
        if correction.action == "add":
            return added(record, correction.kind, correction.values, passage)
        found = find(record, correction.kind, correction.key, passage)
        if not found:
            return _missing(record, correction)
        for _ in range(len(found)):  # the same claim twice in one passage: both; places move with each
            claim = find(record, correction.kind, correction.key, passage)[0]
            if correction.action == "refuse":
                record = refused(record, claim)
            elif correction.action == "accept":
                return accepted(record, claim)
            else:
                return changed(record, claim, correction.values)
    except (CorrectionError, ValidationError):  # the record changed so that the new value fits it no longer
        return "lost"
    return record


def _missing(record: Record, correction: Correction) -> State:
    """A change to what is now read by itself, a refusal of what is read no longer: nothing to do; the person may look again."""
    if correction.action == "change" and correction.passage:
        wanted = {**correction.key, **correction.values}
        for claim in find(record, correction.kind, {name: wanted[name] for name in correction.key}, correction.passage):
            if all(fold(claim.values.get(name, "")) == fold(value) for name, value in correction.values.items()):
                return "idle"
        return "lost"
    return "idle"


@dataclass(slots=True)
class Overlay:
    """The corrections of a project, ready to be laid over its records one by one."""

    corrections: Sequence[Correction]
    _by_record: dict[str, list[Correction]] = field(default_factory=lambda: defaultdict(list))
    _by_source: dict[tuple[str, str | None], list[Correction]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for correction in self.corrections:
            self._by_record[correction.record].append(correction)
            self._by_source[(correction.source, correction.part)].append(correction)

    def of(self, record: Record) -> list[Correction]:
        """The corrections that may concern `record`."""
        return self.about(record.id, record.source.path, record.source.part)

    def about(self, identity: str, source: str, part: str | None) -> list[Correction]:
        """The same by the record's id and where it came from."""
        found = (*self._by_record.get(identity, ()), *self._by_source.get((source, part), ()))
        return list({correction.id: correction for correction in found}.values())

    def over(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records as corrected, in their order."""
        for record in records:
            yield corrected(record, self.of(record)) if self.corrections else record

    def placed(self, records: Iterable[Record]) -> list[Placed]:
        """What becomes of every correction over `records`, in the order of their time."""
        found: dict[str, Placed] = {correction.id: Placed(correction, "lost") for correction in self.corrections}
        for record in records:
            here: list[Placed] = []
            _applied(record, self.of(record), here)
            for item in here:
                if found[item.correction.id].state != "applied":
                    found[item.correction.id] = item
        return sorted(found.values(), key=lambda item: (item.correction.when, item.correction.id))


# --- on disk --------------------------------------------------------------------------------------------------------------------


def read_overlay(project: Project) -> Overlay:
    """The corrections of `project` that nobody took back. Raises ProjectError, naming file and line, for one that is broken."""
    known: dict[str, Correction] = {}
    undone: set[str] = set()
    for path in files(project):
        for number, line in enumerate(_lines(path), 1):
            if not line.strip():
                continue
            try:
                data = json.loads(line)
                if "undo" in data:
                    undone.add(str(data["undo"]))
                    continue
                found = Correction(**data)
                if found.action not in ("refuse", "change", "accept", "add") or found.kind not in FIELDS:
                    raise ValueError(found.action)
                _texts_only(found)
            except (ValueError, TypeError, AttributeError, RecursionError) as error:
                raise ProjectError(
                    f"{path}, line {number}: this is no correction. Mend the line or remove it.",
                    f"{path}, ligne {number} : ce n'est pas une correction. Réparez cette ligne ou supprimez-la.",
                ) from error
            known[found.id] = found
    kept = [correction for identity, correction in known.items() if identity not in undone]
    return Overlay(tuple(sorted(kept, key=lambda c: (c.when, c.id))))


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "UTF-8"
        raise ProjectError(
            f"{path}: cannot be read ({reason}). Mend this file, or take it from a copy of the project.",
            f"{path} : illisible ({reason}). Réparez ce fichier, ou reprenez-le d'une copie du projet.",
        ) from error


def _texts_only(correction: Correction) -> None:
    """Raises TypeError for a field that is no text, ValueError for a text that is not Unicode (half of a pair)."""
    pairs = (*correction.key.items(), *correction.values.items())
    fields = [correction.action, correction.record, correction.kind, correction.passage, correction.source, correction.part or ""]
    fields += [correction.date or "", correction.by, correction.when, correction.why]
    "".join([*fields, *(text for pair in pairs for text in pair)]).encode()


def files(project: Project) -> list[Path]:
    """The files of corrections, in a fixed order."""
    folder = project.root / FOLDER
    return sorted(path for path in folder.glob("*.jsonl") if not path.name.startswith(".")) if folder.is_dir() else []


def append(project: Project, corrections: Sequence[Correction], why: str = "") -> list[Correction]:
    """Keep `corrections` as said now by the person at this computer, and give them as kept. The project's lock must be held."""
    by, when = author(), datetime.now(UTC)
    last = max((correction.when for correction in read_overlay(project).corrections), default="")
    if last >= when.isoformat(timespec="microseconds"):  # the clock went back: what is said later still counts as later
        with contextlib.suppress(ValueError):  # written by hand
            when = datetime.fromisoformat(last).replace(tzinfo=UTC) + timedelta(microseconds=1)
    kept = [
        replace(
            correction, by=by, when=(when + timedelta(microseconds=number)).isoformat(timespec="microseconds"), why=why or correction.why
        )
        for number, correction in enumerate(corrections)
    ]  # fmt: skip
    _append_lines(project, by, [_line(correction) for correction in kept])
    return kept


def undo(project: Project, identity: str, why: str = "") -> Correction:
    """Take back the correction whose id begins with `identity`, and give it. Raises ProjectError for none, or several."""
    found = [correction for correction in read_overlay(project).corrections if correction.id.startswith(identity)]
    if len(found) != 1 or not identity:
        raise ProjectError(
            f"{identity}: {'no correction has' if not found else 'several corrections have'} this number. See: maillage correct --list",
            f"{identity} : {'aucune correction ne porte' if not found else 'plusieurs corrections portent'} ce numéro. "
            "Voyez : maillage corriger --liste",
        )
    by = author()
    line = {"undo": found[0].id, "by": by, "when": datetime.now(UTC).isoformat(timespec="seconds"), "why": why}
    _append_lines(project, by, [json.dumps(line, ensure_ascii=False)])
    return found[0]


def author() -> str:
    """Who corrects: MAILLAGE_AUTHOR, else the name of the account at this computer."""
    try:
        return os.environ.get("MAILLAGE_AUTHOR") or getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return "?"


def _line(correction: Correction) -> str:
    data: dict[str, Any] = {name: value for name, value in asdict(correction).items() if value not in ("", None, {})}
    return json.dumps(data, ensure_ascii=False)


def _append_lines(project: Project, by: str, lines: Sequence[str]) -> None:
    """A file is written whole beside the old one and put in its place, so that a stop keeps what was said before."""
    path = project.root / FOLDER / f"{slug(by)}.jsonl"
    try:
        before = path.read_bytes()
    except FileNotFoundError:
        before = b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    write_bytes(path, before + "".join(f"{line}\n" for line in lines).encode())


__all__ = [
    "Correction", "Overlay", "Placed", "addition", "append", "author", "claims", "corrected", "correction_of", "files", "read_overlay",
    "undo",
]  # fmt: skip
