"""A record being written: items found by different rules joined to one organisation, one person, one territory, one programme each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from ...graph.model import Span
from ...graph.names import fold, name_key, person_key
from ...graph.record import (
    Action,
    Attendance,
    Event,
    Evidence,
    Link,
    LinkType,
    Organisation,
    Partnership,
    Person,
    Programme,
    Territory,
    Unread,
)
from .body_names import BodyName
from .calibration import calibrated
from .keys import abbreviates, territory_key
from .reading import Reading

Level = Literal["unit", "body", "network", "collective"]


_CLASSES = {
    "comcom": "intermunicipal", "com com": "intermunicipal", "agglo": "intermunicipal", "agglomeration": "intermunicipal",
    "communaute communes": "intermunicipal", "communaute agglomeration": "intermunicipal", "metropole": "intermunicipal",
}  # fmt: skip
"""Bare names of a class of body: in a record they mean its one body of that kind (extraction guide, section 5)."""


@dataclass
class Entry:
    """One organisation of the draft. `section` is the territory whose part of the record it was read in."""

    id: str
    body: BodyName
    spans: list[Span] = field(default_factory=list)
    surfaces: list[str] = field(default_factory=list)
    rule: str = ""
    confidence: float = 0.0
    scope: str | None = None
    listed: bool = False
    optional: bool = False
    inferred_name: str | None = None


@dataclass
class Human:
    """One person of the draft."""

    id: str
    given: str | None
    family: str | None
    name: str
    incomplete: bool
    spans: list[Span] = field(default_factory=list)
    surfaces: list[str] = field(default_factory=list)
    rule: str = ""
    confidence: float = 0.0
    optional: bool = False
    title: str | None = None


class Draft:
    """Everything found so far. Methods give back local ids; asking twice for one thing gives one id."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.organisations: dict[str, Entry] = {}
        self.people: dict[str, Human] = {}
        self.territories: dict[str, Territory] = {}
        self.programmes: dict[str, Programme] = {}
        self.events: dict[str, Event] = {}
        self.partnerships: list[Partnership] = []
        self.actions: list[Action] = []
        self.attendance: list[Attendance] = []
        self.links: dict[tuple[str, str, str], Link] = {}
        self.unread: list[Unread] = []

    def evidence(self, spans: Iterable[Span], rule: str, confidence: float) -> Evidence:
        """Evidence at `spans`; the quote is the sentence around the first."""
        found = [span for span in spans if span.end > span.start]
        quote = self.reading.quote(found[0]) if found else ""
        return Evidence(
            spans=tuple((span.start, span.end) for span in found[:12]),
            quote=quote,
            rule=rule,
            confidence=round(calibrated(rule, confidence), 3),
        )

    # --- organisations ---------------------------------------------------------------------------------------------------------

    def organisation(
        self,
        body: BodyName,
        span: Span | None,
        rule: str,
        confidence: float,
        *,
        listed: bool = False,
        scope: str | None = None,
        optional: bool = False,
    ) -> str | None:
        """Id of the body, an older one when the names are of one body. None when a network's bare name could be several units."""
        surface = self.reading.text[span.start : span.end] if span else body.name
        entry = self._same(body, surface, scope)
        if entry is False:
            return None
        if entry is None:
            entry = Entry(
                f"o{len(self.organisations) + 1}", body, scope=scope, rule=rule, confidence=confidence, optional=optional
            )
            self.organisations[entry.id] = entry
        elif entry.body.bare and not body.bare and body.network == entry.body.network:
            entry.body, entry.rule = body, rule
        entry.listed |= listed
        entry.optional &= optional
        entry.confidence = max(entry.confidence, confidence)
        entry.scope = entry.scope or scope
        if span and span not in entry.spans:
            entry.spans.append(span)
        if surface not in entry.surfaces:
            entry.surfaces.append(surface)
        return entry.id

    def rename(self, identity: str, name: str) -> None:
        """Give a body the fuller name that its letterhead bears."""
        entry = self.organisations[identity]
        entry.body = replace(entry.body, name=name)
        entry.surfaces.append(name)

    def _same(self, body: BodyName, surface: str, scope: str | None) -> Entry | Literal[False] | None:
        entries = list(self.organisations.values())
        for entry in entries:
            if entry.body.key == body.key and (not body.bare or not scope or not entry.scope or entry.scope == scope):
                if (
                    body.bare
                    and len([e for e in entries if e.body.network == body.network]) > 1
                    and scope
                    and entry.scope not in (None, scope)
                ):
                    continue
                return entry
        if body.qualifier:
            same = [entry for entry in entries if entry.body.network == body.network and entry.body.other_key == body.other_key]
            if same:
                return same[0]
        if name_key(body.name) in _CLASSES:
            fits = [entry for entry in entries if entry.body.kind == _CLASSES[name_key(body.name)]]
            return fits[0] if len(fits) == 1 else (None if not fits else False)
        names = {name_key(body.name), name_key(surface)}
        for entry in entries:
            if names & {name_key(s) for s in entry.surfaces}:
                return entry
        short = name_key(body.name)
        longer = [entry for entry in entries if name_key(entry.body.name).startswith(short + " ")]
        if len(longer) == 1 and body.kind in (longer[0].body.kind, "other") and not body.qualifier:
            return longer[0]
        if body.bare:
            units = [entry for entry in entries if entry.body.network == body.network and entry.body.level != "network"]
            if scope:
                inside = [entry for entry in units if entry.scope == scope]
                if len(inside) == 1:
                    return inside[0]
                if units and len(units) > 1:
                    return None
            if len(units) == 1:
                return units[0]
            if len(units) > 1:
                return False
            return None
        if body.network:
            bare = [entry for entry in entries if entry.body.network == body.network]
            if len(bare) == 1 and bare[0].body.bare and not bare[0].scope:
                return bare[0]
            return None
        return self._by_sigle(body, entries)

    @staticmethod
    def _by_sigle(body: BodyName, entries: list[Entry]) -> Entry | None:
        """« RESA » for « Réussir en Sambre Avesnois »; a name that is the beginning of one other (« les Forges »)."""
        if (body.acronym and body.kind == "other") or (body.name.isupper() and " " not in body.name and len(body.name) <= 7):
            fits = [entry for entry in entries if abbreviates(body.name, [entry.body.name, *entry.surfaces])]
            if len(fits) == 1:
                return fits[0]
        long = [
            entry
            for entry in entries
            if entry.body.name.isupper() and " " not in entry.body.name and abbreviates(entry.body.name, [body.name])
        ]
        return long[0] if len(long) == 1 and not body.bare else None

    # --- people ------------------------------------------------------------------------------------------------------------------

    def person(
        self,
        given: str | None,
        family: str | None,
        span: Span | None,
        rule: str,
        confidence: float,
        *,
        initial: str | None = None,
        name: str | None = None,
        incomplete: bool = False,
        create: bool = True,
        optional: bool = False,
        title: str | None = None,
        alone: bool = False,
    ) -> str | None:
        """Id of the person (`alone`: a new one whatever the others are called); an older one when the name is the same, or shorter and fits only one. None when not `create` and nobody fits."""
        if given and family and re.fullmatch(r"[A-ZÀ-Ý](?:h|r)?\.?(?:\s?-?\s?[A-ZÀ-Ý]\.)*", given):
            initial = given if given.endswith(".") else f"{given}."
            given = None
        found = None if alone else self.known_person(given, family, initial, title)
        if found is None and given and family and not alone:
            first = [p for p in self.people.values() if not p.family and p.given and fold(p.given) == fold(given)]
            found = first[0] if len(first) == 1 else None
            if found:
                found.family, found.name, found.incomplete = family, name or f"{given} {family}", False
        text = self.reading.text
        if found is None and family and not given and not initial and not alone and rule == "people.prose":
            namesakes = [p for p in self.people.values() if p.family and fold(p.family) == fold(family)]
            if len(namesakes) > 1:
                return None  # « M. Noll » where two are called so
        if found is None:
            if not create:
                return None
            shown = name or " ".join(filter(None, (given or initial, family)))
            partial = incomplete or not family or not (given or initial)
            found = Human(
                f"p{len(self.people) + 1}",
                given,
                family,
                shown,
                partial,
                rule=rule,
                confidence=confidence,
                optional=optional,
                title=title,
            )
            self.people[found.id] = found
        elif given and family and not found.given:
            found.given, found.family, found.name = given, family, name or f"{given} {family}"
            found.incomplete = False
        found.optional &= optional
        if span:
            found.spans.append(span)
            surface = text[span.start : span.end]
            if surface not in found.surfaces:
                found.surfaces.append(surface)
        return found.id

    def known_person(
        self, given: str | None, family: str | None, initial: str | None = None, title: str | None = None
    ) -> Human | None:
        """The one person of the draft that this name fits, or None when nobody or several do."""
        people = list(self.people.values())
        if given and family and len(family.rstrip(".")) == 1:
            fits = [
                p
                for p in people
                if p.given and fold(p.given) == fold(given) and (p.family or "").lower().startswith(family[0].lower())
            ]
            return fits[0] if len(fits) == 1 else None
        if given and family:
            key = person_key(f"{given} {family}")
            same = [p for p in people if p.family and p.given and person_key(f"{p.given} {p.family}") == key]
            if same:
                return same[0]
            short = [
                p
                for p in people
                if p.family and fold(p.family) == fold(family) and not p.given and _initial_fits(p.name, p.family, given)
            ]
            others = [p for p in people if p.family and fold(p.family) == fold(family) and p.given]
            return short[0] if len(short) == 1 and not others else None
        if family:
            key = fold(family)
            fits = [p for p in people if p.family and fold(p.family) == key]
            if initial:
                letters = fold(initial).replace(" ", "")
                narrowed = [
                    p for p in fits if not p.given or _letters(p.given).startswith(letters) or fold(p.given).startswith(letters)
                ]
                fits = narrowed
            if len(fits) == 1:
                return fits[0]
            if not fits and len(family) == 1:
                return None
            return None
        if given:
            fits = [p for p in people if p.given and fold(p.given) == fold(given)]
            if len(fits) == 1:
                return fits[0]
            alone = [p for p in fits if not p.family]
            return alone[0] if len(alone) == 1 and len(fits) == 1 else None
        return None

    # --- territories, programmes, events, links -----------------------------------------------------------------------------------

    def territory(
        self, name: str, kind: str, code: str | None, span: Span | None, rule: str, confidence: float, optional: bool = False
    ) -> str:
        """Id of the territory; one name is one territory, a bassin wins over the commune it is named after."""
        key = territory_key(name)
        for old in self.territories.values():
            if territory_key(old.name) == key or any(territory_key(s) == key for s in old.surfaces):
                spans = (*old.evidence.spans, *([(span.start, span.end)] if span else []))[:12]
                kind_now = old.kind if old.kind == "bassin" or kind != "bassin" else "bassin"
                surfaces = dict.fromkeys((*old.surfaces, *([self.reading.text[span.start : span.end]] if span else [])))
                self.territories[old.id] = old.model_copy(
                    update={
                        "kind": kind_now,
                        "code": old.code or code,
                        "surfaces": tuple(surfaces),
                        "optional": old.optional and optional,
                        "evidence": old.evidence.model_copy(
                            update={"spans": spans, "quote": old.evidence.quote or (self.reading.quote(span) if span else "")}
                        ),
                    }
                )
                return old.id
        made = Territory.model_validate({
            "id": f"t{len(self.territories) + 1}", "name": name, "kind": kind, "code": code, "optional": optional,
            "surfaces": (self.reading.text[span.start : span.end],) if span else (),
            "evidence": self.evidence([span] if span else [], rule, confidence),
        })  # fmt: skip
        self.territories[made.id] = made
        return made.id

    def programme(
        self, name: str, kind: str, long: str | None, span: Span | None, rule: str, confidence: float, optional: bool = False
    ) -> str:
        """Id of the programme or theme."""
        key = name_key(name)
        for old in self.programmes.values():
            same = name_key(old.name) == key or (long and old.long and name_key(long) == name_key(old.long))
            if same or _abbreviated(name, old.name) or _abbreviated(old.name, name):
                if not optional and old.optional:
                    self.programmes[old.id] = old.model_copy(update={"optional": False})
                if _abbreviated(old.name, name):
                    self.programmes[old.id] = old.model_copy(update={"name": name, "surfaces": (*old.surfaces, old.name)})
                return old.id
        made = Programme.model_validate({
            "id": f"g{len(self.programmes) + 1}", "name": name, "kind": kind, "long": long, "optional": optional,
            "surfaces": (self.reading.text[span.start : span.end],) if span else (),
            "evidence": self.evidence([span] if span else [], rule, confidence),
        })  # fmt: skip
        self.programmes[made.id] = made
        return made.id

    def event(self, spans: Iterable[Span], rule: str, confidence: float, **values: Any) -> str:
        """Id of a new event with these `record.Event` values; signs that a cut left at the ends of its title go."""
        values["title"] = " ".join(values["title"].split()).strip(" ,;:–—-") or values["title"].strip() or "Réunion"
        made = Event(id=f"e{len(self.events) + 1}", evidence=self.evidence(spans, rule, confidence), **values)
        self.events[made.id] = made
        return made.id

    def update_event(self, identity: str, **values: Any) -> None:
        self.events[identity] = self.events[identity].model_copy(update=values)

    def link(
        self,
        type_: LinkType,
        start: str | None,
        end: str | None,
        span: Span | None,
        rule: str,
        confidence: float,
        role: str | None = None,
        optional: bool = False,
    ) -> None:
        """State a link once; a surer or non-optional reading replaces a weaker one."""
        if start is None or end is None or start == end:
            return
        key = (type_, start, end)
        old = self.links.get(key)
        if old and (old.evidence.confidence >= confidence and (optional or not old.optional)):
            return
        self.links[key] = Link(
            type=type_, start=start, end=end, role=role or (old.role if old else None), optional=optional,
            evidence=self.evidence([span] if span else [], rule, confidence),
        )  # fmt: skip

    # --- result -----------------------------------------------------------------------------------------------------------------------

    def items(self) -> Mapping[str, Any]:
        """The parts of `record.Record` that the draft holds."""
        return {
            "events": tuple(self.events.values()),
            "organisations": tuple(self._organisation(entry) for entry in self.organisations.values()),
            "people": tuple(self._person(person) for person in self.people.values()),
            "territories": tuple(self.territories.values()),
            "programmes": tuple(self.programmes.values()),
            "partnerships": tuple(self.partnerships),
            "actions": tuple(self.actions),
            "attendance": tuple(self.attendance),
            "links": tuple(self.links.values()),
            "unread": tuple(self.unread),
        }

    def _organisation(self, entry: Entry) -> Organisation:
        body = entry.body
        level: Any = body.level
        if body.network and body.level == "body" and entry.scope:
            level = "unit"
        return Organisation(
            id=entry.id,
            name=entry.inferred_name or body.name,
            long=body.long,
            acronym=body.acronym if body.acronym and not body.qualifier else None,
            kind=body.kind,
            level=level,
            network=body.network,
            scope=entry.scope,
            surfaces=tuple(entry.surfaces),
            name_inferred=entry.inferred_name is not None,
            optional=entry.optional,
            evidence=self.evidence(entry.spans, entry.rule, entry.confidence),
        )

    def _person(self, person: Human) -> Person:
        return Person(
            id=person.id,
            name=person.name,
            given=person.given,
            family=person.family,
            incomplete=person.incomplete,
            surfaces=tuple(person.surfaces),
            optional=person.optional,
            evidence=self.evidence(person.spans, person.rule, person.confidence),
        )


def _abbreviated(sigle: str, name: str) -> bool:
    """« CTG » and « Convention territoriale globale » are one programme."""
    return sigle.isupper() and 2 < len(sigle) < 8 and " " not in sigle and len(name.split()) > 1 and abbreviates(sigle, [name])


def _letters(given: str) -> str:
    return "".join(part[0] for part in re.split(r"[\s-]+", fold(given)) if part)


def _initial_fits(shown: str, family: str, given: str) -> bool:
    rest = shown.replace(family, "").strip(" .")
    return not rest or _letters(given).startswith(fold(rest).replace(" ", ""))
