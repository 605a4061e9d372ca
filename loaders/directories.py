"""A directory of people and bodies, in a workbook or a CSV, as one record: read through a mapping.

    [directory]
    [person]
    given = "Prénom"
    family = "Nom"                          # or name = "Nom et prénom"
    role = "Fonction"
    [organisation]
    name = "Structure"
    acronym = "Sigle"
    identifier = { column = "SIRET", scheme = "siret" }
    [territory]                             # where the body acts, not where its office is
    name = "Bassin"
    [member_of]
    name = "Commission"

A person and a body of one row belong together. A row says nothing of any meeting.
"""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from ..graph.dates import is_edtf
from ..graph.errors import SourceError
from ..graph.names import fold
from ..graph.record import Record, TerritoryKind
from .imports.building import RecordBuilder, edtf
from .mapping import DirectoryMapping, FieldSource, Row, Table, choice_of, identifiers_of, value_of

RULE = "directory"


def record_of_directory(path: Path, mapping: DirectoryMapping, key: str, sha256: str) -> Record:
    """The record of the directory at `path`. Raises SourceError for a missing column, an untranslated value, or nobody in it."""
    table = Table(path, mapping.rows)
    builder = RecordBuilder(RULE)
    for row in table:
        _Row(builder, mapping, table, row).take()
    if builder.empty():
        raise SourceError(
            str(path),
            "names nobody in the columns that the mapping gives. Check the mapping.",
            "ne désigne personne dans les colonnes que donne la correspondance. Vérifiez-la.",
        )
    return builder.build(key, sha256, "text/csv", Path(key).stem)


class _Row:
    def __init__(self, builder: RecordBuilder, mapping: DirectoryMapping, table: Table, row: Row) -> None:
        self.builder, self.mapping, self.table, self.row = builder, mapping, table, row
        self.evidence = builder.line(*(value for value in row.values() if value))

    def take(self) -> None:
        scope = self._territory()
        body = self._body(scope)
        person = self._person(body)
        if person and body:
            dates = {name: self._day(part) for name, part in self._dates()}
            role = self._value(self.mapping.person.role) if self.mapping.person else None
            self.builder.link("represented", person, body, self.evidence, role=role, **dates)
        elif person and scope:
            self.builder.link("acts_for", person, scope, self.evidence)
        group = self._value(self.mapping.member_of.name) if self.mapping.member_of else None
        if group and (person or body):
            ref = self._named("organisations", group)
            self.builder.item("organisations", ref, self.evidence, name=group, kind="instance")
            self.builder.link("member_of", person or body or "", ref, self.evidence)

    def _dates(self) -> tuple[tuple[str, FieldSource], ...]:
        person = self.mapping.person
        return (("first", person.since), ("last", person.until)) if person else ()

    def _value(self, part: FieldSource) -> str | None:
        return value_of(self.table, part, self.row) or None

    def _day(self, part: FieldSource) -> str | None:
        said = self._value(part)
        day = edtf(said)
        if said and not day:
            raise SourceError(
                str(self.table.path), f"{said[:40]!r} is no date. Write 2016-06-23 or 23/06/2016.",
                f"{said[:40]!r} n'est pas une date. Écrivez 2016-06-23 ou 23/06/2016.",
            )  # fmt: skip
        return day if day and is_edtf(day) else None

    def _named(self, group: str, name: str, identifiers: dict[str, str] | None = None) -> str:
        """Local id of an item: equal names, or equal identifiers, are one."""
        from ..graph.resolution.clusters import digest

        return f"{group[0]}-{digest(*sorted((identifiers or {}).values())) if identifiers else digest(fold(name) or name)}"

    def _territory(self) -> str | None:
        part = self.mapping.territory
        name = self._value(part.name) if part else None
        if part is None or not name:
            return None
        kind = choice_of(self.table, part.kind, self.row, get_args(TerritoryKind), "bassin")
        ref = self._named("territories", f"{kind} {name}")
        self.builder.item("territories", ref, self.evidence, name=name, kind=kind, code=self._value(part.code))
        return ref

    def _body(self, scope: str | None) -> str | None:
        part = self.mapping.organisation
        name = self._value(part.name) if part else None
        if part is None or not name:
            return None
        identifiers = identifiers_of(self.table, part.identifier, self.row)
        ref = self._named("organisations", name, identifiers)
        self.builder.item(
            "organisations", ref, self.evidence, name=name, long=self._value(part.long), acronym=self._value(part.acronym),
            kind=self._value(part.kind), network=self._value(part.network), scope=scope, identifiers=identifiers,
        )  # fmt: skip
        whole = self._value(part.part_of)
        if whole and fold(whole) != fold(name):
            above = self._named("organisations", whole)
            self.builder.item("organisations", above, self.evidence, name=whole)
            self.builder.link("part_of", ref, above, self.evidence)
        return ref

    def _person(self, body: str | None) -> str | None:
        """Local id of the person; two of one name in two bodies are two items here, and resolution says whether they are one."""
        part = self.mapping.person
        if part is None:
            return None
        given, family = self._value(part.given), self._value(part.family)
        name = self._value(part.name) or " ".join(filter(None, [given, family]))
        if not name:
            return None
        identifiers = identifiers_of(self.table, part.identifier, self.row)
        ref = self._named("people", f"{name} {body or ''}", identifiers)
        self.builder.item(
            "people", ref, self.evidence, name=name, given=given, family=family, incomplete=len(fold(name).split()) < 2,
            identifiers=identifiers,
        )  # fmt: skip
        return ref
