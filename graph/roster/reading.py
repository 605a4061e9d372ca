"""From the rows of the two workbooks to records, members and territories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from .. import reference
from ..errors import ProjectError
from ..names import fold, name_key, person_key
from ..privacy.guard import Guard
from ..project import ROSTER, TERRITORIES, Project
from ..record import Evidence, Link, Organisation, Partnership, Person, Record, Source, Territory
from ..resolution import Mention
from ..resolution.clusters import digest as short
from ..resolution.territories import place_key
from ..stated import ROSTER as ROSTER_READER
from . import sheets
from .model import Expected, Own, Problem, Roster
from .sheets import Row

TERRITORY_KINDS = ("bassin", "commune", "epci", "zone_emploi", "departement", "region")
_WORDS = {
    "bassin": "bassin",
    "departement": "departement",
    "region": "region",
    "agglomeration": "epci",
    "intercommunalite": "epci",
}
_SPLIT = (";", "\n", ",")


@dataclass(frozen=True, slots=True)
class _Place:
    """A territory that a cell names: its kind, its name, its code, and in what it lies."""

    kind: str
    name: str
    code: str | None = None
    within: _Place | None = None

    @property
    def key(self) -> str:
        return place_key(self.name)


class _Stay(NamedTuple):
    """How long somebody is a member, as what, and the row that says so."""

    first: date | None
    last: date | None
    role: str | None
    evidence: Evidence


@dataclass(slots=True)
class _Group:
    """One scope: the record in the making."""

    kind: str
    name: str
    place: _Place | None
    lines: list[str] = field(default_factory=list)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    members: dict[str, _Stay] = field(default_factory=dict)

    @property
    def id(self) -> str:
        where = self.place.key if self.place else ""
        return "roster-" + short(self.kind, fold(self.name), where)

    def evidence(self, row: Row) -> Evidence:
        start = sum(len(line) + 1 for line in self.lines)
        self.lines.append(f"{row.file}, {row.number} : {row.quote}")
        return Evidence(spans=((start, start + len(self.lines[-1])),), quote=self.lines[-1], rule="roster")

    def member(self, item: str, first: date | None, last: date | None, role: str | None, evidence: Evidence) -> None:
        """Note a member; of several rows for one, the longest stay and the first role count."""
        known = self.members.get(item)
        if known is not None:
            first = min(first, known.first) if first and known.first else None
            last = max(last, known.last) if last and known.last else None
            role, evidence = known.role or role, known.evidence
        self.members[item] = _Stay(first, last, role, evidence)

    def stays(self, kind: str, end: str) -> list[Link]:
        """A link of `kind` from each member to `end`, with its role and dates."""
        return [
            Link.model_validate(
                {
                    "type": kind, "start": item, "end": end, "role": stay.role, "first": stay.first and stay.first.isoformat(),
                    "last": stay.last and stay.last.isoformat(), "evidence": stay.evidence,
                }
            )
            for item, stay in self.members.items()
        ]  # fmt: skip


def read(project: Project) -> Roster:
    """What the workbooks of `project` say; an empty roster when it has none.

    Raises ProjectError naming the first cell that cannot be understood (`problems` gives all), or a workbook that cannot be read.
    """
    found: list[Problem] = []
    roster = _read(project, found)
    if found:
        first, more = found[0], len(found) - 1
        en = f" {more} more: maillage roster check." if more else ""
        fr = f" {more} de plus : maillage répertoire vérifier." if more else ""
        raise ProjectError(first.sentence("en") + en, first.sentence("fr") + fr)
    return roster


def problems(project: Project) -> list[Problem]:
    """Every cell of the workbooks of `project` that cannot be understood, in their order. Raises ProjectError as `read`."""
    found: list[Problem] = []
    _read(project, found)
    return found


def _read(project: Project, found: list[Problem]) -> Roster:
    places: dict[str, _Place] = {}
    records: list[Record] = []
    own: list[Own] = []
    if (project.root / TERRITORIES).is_file():
        path = project.root / TERRITORIES
        rows = list(sheets.rows(path, sheets.TERRITORIES_SHEET, sheets.TERRITORIES, ("name",)))
        for row, place, communes in _territories(rows):
            places.setdefault(fold(place.name), place)
            places.setdefault(place.key, place)
            record, items = _territory_record(row, place)
            records.append(record)
            parent = Mention(record.id, items[1]) if len(items) > 1 else None
            own.append(Own(Mention(record.id, items[0]), parent, communes))
        found += [problem for row in rows for problem in row.problems]
    expected: list[Expected] = []
    if (project.root / ROSTER).is_file():
        rows = list(sheets.rows(project.root / ROSTER, sheets.MEMBERS_SHEET, sheets.MEMBERS, ("scope", "body")))
        groups: dict[str, _Group] = {}
        for row in rows:
            _member(row, places, groups)
        found += [problem for row in rows for problem in row.problems]
        for group in groups.values():
            record, territory = _record(group)
            records.append(record)
            if group.kind in TERRITORY_KINDS and territory is not None:
                expected += [
                    Expected(Mention(record.id, item), Mention(record.id, territory), stay.first, stay.last, stay.evidence)
                    for item, stay in group.members.items()
                ]
    return Roster(tuple(Guard(project).over(records)), tuple(expected), tuple(own))


# --- territories --------------------------------------------------------------------------------------------------------


def _territories(rows: Iterable[Row]) -> list[tuple[Row, _Place, tuple[str, ...]]]:
    """The territories of the rows, those they lie in first looked for among the rows, then in the official tables."""
    ordered = [row for row in rows if _named(row, "name")]
    by_name = {fold(row.text("name")): row for row in ordered}
    made: dict[int, _Place] = {}

    def make(row: Row, above: frozenset[int]) -> _Place:
        if row.number not in made:
            name, kind = row.text("name"), row.kind(TERRITORY_KINDS) or "bassin"
            parent, text = None, row.text("within")
            if text:
                outer = by_name.get(fold(text))
                if outer is not None and outer.number in above | {row.number}:
                    row.refuse("within", f"“{text}” lies in itself. Write what is around it.",
                               f"« {text} » est dans lui-même. Écrivez ce qui l'entoure.")  # fmt: skip
                elif outer is not None:
                    parent = make(outer, above | {row.number})
                else:
                    parent = _official(row, "within", text, ("departement", "region", "epci", "zone_emploi"))
            made[row.number] = _Place(kind, name, row.text("code") or None, parent)
        return made[row.number]

    return [(row, place, _communes(row, place)) for row in ordered for place in [make(row, frozenset())]]


def _named(row: Row, column: str) -> bool:
    if row.text(column):
        return True
    row.refuse(
        column, "a name is missing. Write one, or empty the whole row.", "il manque un nom. Écrivez-le, ou videz toute la ligne."
    )
    return False


def _official(row: Row, column: str, text: str, kinds: tuple[str, ...]) -> _Place | None:
    for kind in kinds:
        places = reference.find_places(text, [kind])
        if len(places) == 1:
            return _Place(kind, places[0].name, places[0].code)
    row.refuse(
        column, f"“{text}” is no known département, region or territory of territoires.xlsx. Check the spelling, or add it there.",
        f"« {text} » n'est ni un département, ni une région, ni un territoire de territoires.xlsx. Vérifiez l'orthographe ou ajoutez-l'y.",
    )  # fmt: skip
    return None


def _communes(row: Row, place: _Place) -> tuple[str, ...]:
    """The codes of the communes that a cell lists, by name or code."""
    text = str(row.cells.get("communes") or "")
    separator = next((mark for mark in _SPLIT if mark in text), ";")
    around, departement, region = place.within, None, None
    while around is not None:
        departement = departement or (around.code if around.kind == "departement" else None)
        region = region or (around.code if around.kind == "region" else None)
        around = around.within
    codes: list[str] = []
    for part in text.split(separator):
        name = " ".join(part.split())
        if not name:
            continue
        exact = reference.place("commune", name.zfill(5))
        named = reference.find_places(name, ["commune"])
        near = (
            [p for p in named if p.departement == departement]
            if departement
            else [p for p in named if region in (None, p.region)]
        )
        if exact is not None or len(near) == 1:
            codes.append(exact.code if exact is not None else near[0].code)
        elif near:
            row.refuse("communes", f"several municipalities are called “{name}”. Write its INSEE code, or fill in Within.",
                       f"plusieurs communes s'appellent « {name} ». Écrivez son code INSEE, ou remplissez « Dans ».")  # fmt: skip
        else:
            row.refuse("communes", f"no municipality is called “{name}” there. Check the spelling, or write its INSEE code.",
                       f"aucune commune ne s'appelle « {name} » là-bas. Vérifiez l'orthographe ou écrivez son code INSEE.")  # fmt: skip
    return tuple(dict.fromkeys(codes))


def _items(place: _Place | None) -> list[Territory]:
    """The territory and all around it, as items of a record; the first is the territory itself."""
    found: list[Territory] = []
    while place is not None:
        found.append(
            Territory.model_validate({"id": f"t{len(found)}", "name": place.name, "kind": place.kind, "code": place.code})
        )
        place = place.within
    return found


def _territory_record(row: Row, place: _Place) -> tuple[Record, list[str]]:
    text = f"{row.file}, {row.number} : {row.quote}"
    evidence = Evidence(spans=((0, len(text)),), quote=text, rule="roster")
    items = [item.model_copy(update={"evidence": evidence}) for item in _items(place)]
    record = Record(
        id="roster-" + short("own", place.kind, fold(place.name), place.within.key if place.within else ""),
        source=Source(path=TERRITORIES, part=place.name), kind="table", text=text, territories=tuple(items), reader=ROSTER_READER,
    )  # fmt: skip
    return record, [item.id for item in items]


# --- members ------------------------------------------------------------------------------------------------------------


def _member(row: Row, places: dict[str, _Place], groups: dict[str, _Group]) -> None:
    if not _named(row, "scope"):
        return
    if not row.text("body") and not row.text("person"):
        row.refuse("body", "neither a body nor a person. Write one, or empty the whole row.",
                   "ni structure ni personne. Écrivez-en une, ou videz toute la ligne.")  # fmt: skip
        return
    group = _scope(row, places)
    if group is None:
        return
    group = groups.setdefault(group.id, group)
    first, last = row.day("since"), row.day("until", last=True)
    if first and last and first > last:
        row.refuse("until", "ends before it begins. Mend one of the two dates.",
                   "se termine avant d'avoir commencé. Corrigez l'une des deux dates.")  # fmt: skip
    identifiers = _identifiers(row)
    evidence = group.evidence(row)
    body = _body(row, group, identifiers, evidence) if row.text("body") else None
    if body is not None:
        group.member(body, first, last, None if row.text("person") else row.text("role") or None, evidence)
    if row.text("person"):
        person = _person(row, group, {} if body else identifiers, evidence)
        dates = {"first": first.isoformat() if first else None, "last": last.isoformat() if last else None}
        if body is not None:
            link = Link.model_validate(
                {
                    "type": "represented",
                    "start": person,
                    "end": body,
                    "role": row.text("role") or None,
                    **dates,
                    "evidence": evidence,
                }
            )
            group.links.append(link)
        group.member(person, first, last, row.text("role") or None, evidence)


def _scope(row: Row, places: dict[str, _Place]) -> _Group | None:
    """The scope of a row: a territory of territoires.xlsx, one whose kind the row or the name says, a committee, a partnership."""
    name, within = row.text("scope"), row.text("within")
    kind = row.kind((*TERRITORY_KINDS, "committee", "partnership"))
    if row.text("kind") and kind is None:
        return None
    outer: _Place | None = None
    if within:
        outer = places.get(fold(within)) or places.get(place_key(within))
        if outer is None:
            outer = _official(row, "within", within, ("departement", "region", "epci", "zone_emploi", "commune"))
            if outer is None:
                return None
    if kind in ("committee", "partnership"):
        if kind == "partnership" and outer is None:
            row.refuse("within", "a partnership needs the territory it covers. Write it here.",
                       "un partenariat demande le territoire qu'il couvre. Écrivez-le ici.")  # fmt: skip
            return None
        return _Group(kind, name, outer)
    known = places.get(fold(name)) or places.get(place_key(name))
    if known is not None and kind in (None, known.kind) and (outer is None or known.within == outer):
        return _Group(known.kind, known.name, known)
    kind = kind or next((_WORDS[word] for word in fold(name).split() if word in _WORDS), None)
    if kind is None:
        choices = ", ".join(names[0] for names in sheets.SCOPE_KINDS.values())
        row.refuse("kind", f"what is “{name}”? Write its kind: {', '.join(names[1] for names in sheets.SCOPE_KINDS.values())}.",
                   f"qu'est-ce que « {name} » ? Écrivez sa nature : {choices}.")  # fmt: skip
        return None
    place = _Place(kind, name, None, outer)
    return _Group(kind, name, place)


def _identifiers(row: Row) -> dict[str, str]:
    text = row.text("identifier")
    if not text:
        return {}
    scheme, sign, value = text.partition(":")
    if not sign or not scheme.strip() or not value.strip():
        row.refuse("identifier", f"“{text}” is no identifier. Write scheme:value, for example siret:12345678900011.",
                   f"« {text} » n'est pas un identifiant. Écrivez référentiel:valeur, par exemple siret:12345678900011.")  # fmt: skip
        return {}
    return {fold(scheme): value.strip()}


def _body(row: Row, group: _Group, identifiers: dict[str, str], evidence: Evidence) -> str:
    name, network = row.text("body"), row.text("network") or None
    item = "o-" + short(name_key(name), network or "", *sorted(identifiers.values()))
    known = reference.find_network(network or name)
    values: dict[str, Any] = {
        "id": item, "name": name, "network": network or (known.name if known is not None and known.units else None),
        "kind": known.kind if known is not None else None, "level": "unit" if known is not None and known.units else "body",
        "scope": "t0" if group.place is not None else None, "identifiers": identifiers, "evidence": evidence,
    }  # fmt: skip
    group.organisations.setdefault(item, Organisation.model_validate(values))
    return item


def _person(row: Row, group: _Group, identifiers: dict[str, str], evidence: Evidence) -> str:
    name = row.text("person")
    item = "p-" + short(person_key(name))
    incomplete = " " not in name
    group.people.setdefault(item, Person(id=item, name=name, incomplete=incomplete, identifiers=identifiers, evidence=evidence))
    return item


def _record(group: _Group) -> tuple[Record, str | None]:
    """The record of a scope, and the local id of its territory."""
    territories = _items(group.place)
    organisations, links = dict(group.organisations), list(group.links)
    partnerships: tuple[Partnership, ...] = ()
    if group.kind == "committee":
        home = "t0" if territories else None
        organisations["committee"] = Organisation(id="committee", name=group.name, kind="instance", scope=home)
        links += group.stays("member_of", "committee")
    elif group.kind == "partnership":
        evidence = next(iter(group.members.values())).evidence
        links += group.stays("partner_in", "partnership")
        partnerships = (
            Partnership(id="partnership", members=tuple(group.members), basis=group.name, territory="t0", evidence=evidence),
        )
    record = Record(
        id=group.id, source=Source(path=ROSTER, part=group.name), kind="table", text="\n".join(group.lines),
        organisations=tuple(organisations.values()), people=tuple(group.people.values()), territories=tuple(territories),
        partnerships=partnerships, links=tuple(links), reader=ROSTER_READER,
    )  # fmt: skip
    return record, territories[0].id if territories else None
