"""What one record states, claim by claim, in the words a person corrects it in; and a record with a claim refused, changed or added.

A claim is addressed by its kind, the names it speaks of and its passage, never by the local ids of a record: those change when a
better reader reads the source again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from . import reference
from .dates import is_edtf
from .errors import CorrectionError
from .names import fold, name_key, person_key
from .record import GROUPS, LINK_ENDS, Action, Attendance, Event, Evidence, Organisation, Partnership, Record, Territory
from .resolution.clusters import digest

ITEMS = {
    "event": "events", "person": "people", "organisation": "organisations", "territory": "territories", "programme": "programmes",
    "partnership": "partnerships", "action": "actions",
}  # fmt: skip
"""Kind of claim → group of the record, for claims that are items of their own."""

_KIND = {group: kind for kind, group in ITEMS.items()}
_ACTORS = ("people", "organisations")
Choices = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A value that can be corrected: the attribute of record/1 behind it, and what it holds: "text", "date" (EDTF), one of `choices`,
    the name of an item of `groups` ("ref") or several names with « ; » between ("refs")."""

    attribute: str
    holds: str = "text"
    choices: Choices = ()
    groups: tuple[str, ...] = ()


def _choices(model: Any, name: str) -> Choices:
    return tuple(str(value) for value in get_args(model.model_fields[name].annotation))


ACTOR_TYPES = ("person", "organisation")

FIELDS: dict[str, dict[str, Field]] = {
    "event": {
        "name": Field("title"), "date": Field("date", "date"), "time": Field("time"), "place": Field("place"),
        "status": Field("status", "choice", _choices(Event, "status")), "type": Field("kind", "choice", _choices(Event, "kind")),
    },
    "attendance": {
        "name": Field("who", "ref", groups=_ACTORS), "to": Field("event", "ref", groups=("events",)),
        "status": Field("presence", "choice", _choices(Attendance, "presence")),
        "actors": Field("on_behalf_of", "refs", groups=("organisations",)), "role": Field("role"),
    },
    "person": {"name": Field("name")},
    "organisation": {"name": Field("name"), "status": Field("level", "choice", _choices(Organisation, "level"))},
    "territory": {"name": Field("name"), "type": Field("kind", "choice", _choices(Territory, "kind"))},
    "programme": {"name": Field("name")},
    "partnership": {
        "name": Field("basis"), "to": Field("territory", "ref", groups=("territories",)),
        "status": Field("status", "choice", _choices(Partnership, "status")), "actors": Field("members", "refs", groups=_ACTORS),
        "date": Field("date", "date"),
    },
    "action": {
        "name": Field("what"), "to": Field("event", "ref", groups=("events",)),
        "status": Field("status", "choice", _choices(Action, "status")), "actors": Field("who", "refs", groups=_ACTORS),
        "date": Field("due", "date"),
    },
}  # fmt: skip
"""Kind of claim → its fields, the same few names for all kinds so that they are the columns of one table."""

for _type, (_starts, _ends) in LINK_ENDS.items():
    FIELDS[_type] = {"name": Field("start", "ref", groups=_starts), "to": Field("end", "ref", groups=_ends)}
    if _type in ("represented", "contributed", "member_of", "acts_for"):
        FIELDS[_type]["role"] = Field("role")
    if _type in ("represented", "acts_for", "member_of"):
        FIELDS[_type].update(date=Field("first", "date"), last=Field("last", "date"))

COLUMNS = ("name", "to", "status", "actors", "role", "type", "date", "last", "time", "place")
"""Every field name, in the order of a table."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of a record. `group` and `index` are its place there (of this reading only)."""

    kind: str
    group: str
    index: int
    values: Mapping[str, str]
    spans: tuple[tuple[int, int], ...]
    passage: str
    quote: str
    optional: bool

    @property
    def key(self) -> dict[str, str]:
        """What tells it from other claims of its kind and passage."""
        names = ("name", "date") if self.kind == "event" else ("name", "to")
        return {name: self.values[name] for name in names if self.values.get(name)}

    @property
    def code(self) -> str:
        """Six hexadecimal digits by which a person names the claim."""
        return digest(self.kind, *(fold(value) for value in self.key.values()), fold(self.passage))[:6]


def claims(record: Record) -> list[Claim]:
    """The claims of `record` in the order of `FIELDS`, doubtful ones (`optional`) included."""
    shown = _names(record.model_dump(mode="json", include=set(GROUPS)))
    return [claim for kind in FIELDS for claim in _of_kind(record, kind, shown)]


def _of_kind(record: Record, kind: str, shown: Mapping[str, str]) -> Iterator[Claim]:
    group = ITEMS.get(kind) or ("attendance" if kind == "attendance" else "links")
    for index, item in enumerate(getattr(record, group)):
        if group == "links" and item.type != kind:
            continue
        values = {name: _text(getattr(item, field.attribute), field, shown) for name, field in FIELDS[kind].items()}
        evidence: Evidence = item.evidence
        passage = record.text[slice(*evidence.spans[0])] if evidence.spans else ""
        yield Claim(kind, group, index, values, evidence.spans, passage, evidence.quote or passage, item.optional)


def _text(value: Any, field: Field, shown: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if field.holds == "ref":
        return shown[value]
    if field.holds == "refs":
        return " ; ".join(shown[ref] for ref in value)
    return str(value)


def _names(data: Mapping[str, Any]) -> dict[str, str]:
    """Local id → the words that mean the item among all of its record."""
    shown: dict[str, str] = {}
    for group in GROUPS:
        for item in data[group]:
            name = item.get("name") or item.get("title") or item.get("basis") or item.get("what") or _KIND[group]
            shown[item["id"]] = f"{name} ({item['date']})" if group == "events" and item.get("date") else name
    twice: dict[str, list[str]] = {}
    for ref, name in shown.items():
        twice.setdefault(fold(name), []).append(ref)
    for refs in twice.values():
        for number, ref in enumerate(refs[1:], 2):
            shown[ref] = f"{shown[ref]} #{number}"
    return shown


# --- finding a claim again ------------------------------------------------------------------------------------------------


def find(record: Record, kind: str, key: Mapping[str, str], passage: str) -> list[Claim]:
    """The claims of `record` that speak of `key` in `passage`; empty when there is none.

    Without a passage the names alone decide. An event in `key` is met by its date or its title: a reader may read the other anew.
    """
    places = occurrences(record.text, passage)
    candidates = [claim for claim in claims(record) if claim.kind == kind and _same_names(claim, key)]
    exact = [
        claim
        for claim in candidates
        if all(name in claim.values and fold(claim.values[name]) == fold(wanted) for name, wanted in key.items())
    ]
    found = []
    for claim in exact or candidates:
        if not claim.spans or not passage or any(a < end and start < b for a, b in claim.spans for start, end in places):
            found.append(claim)
    return found


def occurrences(text: str, passage: str) -> list[tuple[int, int]]:
    """Where `passage` stands in `text`, whatever the white space between its words; empty for no words."""
    words = passage.split()
    if not words:
        return []
    return [match.span() for match in re.finditer(r"\s+".join(map(re.escape, words)), text)]


def _same_names(claim: Claim, key: Mapping[str, str]) -> bool:
    if claim.kind == "event":
        return any(_same_name(claim.values.get(name, ""), wanted) for name, wanted in key.items())
    for name, wanted in key.items():
        field = FIELDS[claim.kind].get(name)
        if field is None:
            return False
        if field.groups != ("events",) and not _same_name(claim.values[name], wanted):
            return False
    return True


def _same_name(a: str, b: str) -> bool:
    return fold(a) == fold(b) or name_key(a) == name_key(b) or person_key(a) == person_key(b)


# --- changing a record ------------------------------------------------------------------------------------------------------


def refused(record: Record, claim: Claim) -> Record:
    """`record` without `claim`; with an item goes all that speaks of it."""
    data = record.model_dump(mode="json")
    item = data[claim.group].pop(claim.index)
    if claim.kind in ITEMS:
        _forget(data, item["id"])
    return Record.model_validate(data)


def accepted(record: Record, claim: Claim) -> Record:
    """`record` with a doubtful `claim` taken for true, and the doubtful items that it speaks of."""
    data = record.model_dump(mode="json")
    item = data[claim.group][claim.index]
    item["optional"] = False
    refs = set(_refs(claim.kind, item))
    for group in GROUPS:
        for other in data[group]:
            if other["id"] in refs:
                other["optional"] = False
    return Record.model_validate(data)


def changed(record: Record, claim: Claim, values: Mapping[str, str]) -> Record:
    """`record` with other values in `claim`. Raises CorrectionError for a value that the field cannot hold."""
    data = record.model_dump(mode="json")
    item = data[claim.group][claim.index]
    _set(data, claim.kind, item, values)
    if claim.kind in ("person", "organisation") and "name" in values:
        _renamed(data, claim.group, item)
    return Record.model_validate(data)


def added(record: Record, kind: str, values: Mapping[str, str], passage: str = "") -> Record:
    """`record` with one more claim, proved by `passage` where it has one. What stands there already is not said twice; a person's
    presence at an event takes the place of what was read. Raises CorrectionError for a value that the field cannot hold."""
    data = record.model_dump(mode="json")
    spans = occurrences(record.text, passage)[:1]
    item: dict[str, Any] = {"evidence": {"spans": spans, "quote": passage, "rule": "correction", "confidence": 1.0}}
    group = ITEMS.get(kind) or ("attendance" if kind == "attendance" else "links")
    if group == "links":
        item["type"] = kind
    if kind in ITEMS:
        item["id"] = f"c-{digest(kind, fold(values.get('name', '')))}"
        if any(item["id"] == other["id"] for other in data[group]):
            return record
    if kind in ("person", "organisation", "territory", "programme") and _matches(data, (ITEMS[kind],), values.get("name", "")):
        return record
    if kind == "attendance":
        values = {"to": _main_event(data), "status": "present", **{name: value for name, value in values.items() if value}}
    _set(data, kind, item, values)
    if kind == "attendance":
        data[group] = [row for row in data[group] if (row["who"], row["event"]) != (item["who"], item["event"])]
        data["links"] += _represented(data, item)
    if group == "links" and any(all(other[n] == item.get(n) for n in ("type", "start", "end")) for other in data[group]):
        return record
    if kind == "person":
        item["incomplete"] = len(item["name"].split()) < 2
    data[group].append(item)
    return Record.model_validate(data)


def _represented(data: Mapping[str, Any], row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Links « represents » of an added row, where none is stated yet."""
    stated = {(link["start"], link["end"]) for link in data["links"] if link["type"] == "represented"}
    people = {item["id"] for item in data["people"]}
    return [
        {"type": "represented", "start": row["who"], "end": body, "role": row.get("role"), "evidence": row["evidence"]}
        for body in row.get("on_behalf_of", ())
        if row["who"] in people and (row["who"], body) not in stated
    ]


def _set(data: dict[str, Any], kind: str, item: dict[str, Any], values: Mapping[str, str]) -> None:
    fields = FIELDS[kind]
    for name in values:
        if name not in fields and not (kind == "attendance" and name == "type"):
            raise CorrectionError(name, f"a {kind} has no {name}. It has: {', '.join(fields)}.",
                                  f"« {kind} » n'a pas de champ {name}. Champs : {', '.join(fields)}.")  # fmt: skip
    for name, field in fields.items():
        if name in values:
            item[field.attribute] = _value(data, name, field, " ".join(values[name].split()), values.get("type", ""))
        elif field.attribute not in item and field.holds in ("ref", "choice") and name in ("name", "to") and kind not in ITEMS:
            raise CorrectionError(name, "this must be given.", "cette valeur est obligatoire.")
    required = "name"
    if not item.get(fields[required].attribute) and kind != "partnership":
        raise CorrectionError(required, "this must be given.", "cette valeur est obligatoire.")


def _value(data: dict[str, Any], name: str, field: Field, text: str, type_: str) -> Any:
    if field.holds == "ref":
        return _ref(data, name, field.groups, text, type_) if text else None
    if field.holds == "refs":
        return [_ref(data, name, field.groups, part.strip(), "") for part in text.split(";") if part.strip()]
    if field.holds == "date" and text and not is_edtf(text):
        raise CorrectionError(name, f"{text!r} is no date. Write 2024-03-14, 2024-03 or 2024.",
                              f"{text!r} n'est pas une date. Écrivez 2024-03-14, 2024-03 ou 2024.")  # fmt: skip
    if field.holds == "choice":
        if text not in field.choices:
            raise CorrectionError(name, f"{text!r} is none of: {', '.join(field.choices)}.",
                                  f"{text!r} n'est pas parmi : {', '.join(field.choices)}.")  # fmt: skip
        return text
    return text or None


def _matches(data: Mapping[str, Any], groups: Sequence[str], text: str) -> list[str]:
    shown, wanted = _names(data), fold(text)
    every = [(group, item) for group in groups for item in data[group]]
    exact = [item["id"] for _, item in every if fold(shown[item["id"]]) == wanted]
    if exact:
        return exact[:1]
    found = []
    for group, item in every:
        names = [item.get(part) for part in ("name", "title", "long", "acronym", "date", "basis", "what")] + list(
            item.get("surfaces") or ()
        )
        same = any(_same_name(name, text) if group == "people" else name_key(name) == name_key(text) for name in names if name)
        if same or (group == "events" and item.get("date") == text):
            found.append(item["id"])
    return found


def _ref(data: dict[str, Any], name: str, groups: Sequence[str], text: str, type_: str) -> str:
    """The item that `text` means; a new one where the record has none of this name."""
    found = _matches(data, groups, text)
    if len(found) == 1:
        return str(found[0])
    if found:
        raise CorrectionError(name, f"{text!r} means several items of this record; write its name in full.",
                              f"{text!r} désigne plusieurs éléments du document ; écrivez le nom en entier.")  # fmt: skip
    group = _group_of(groups, text, type_)
    if group is None:
        raise CorrectionError(
            name, f"{text!r} is not in this record, and what it is cannot be told. Add it first as a person, an organisation or an event.",
            f"{text!r} n'est pas dans ce document, et sa nature n'est pas claire. Ajoutez-le d'abord (personne, structure ou événement).",
        )  # fmt: skip
    item: dict[str, Any] = {
        "id": f"c-{digest(_KIND[group], fold(text))}", "name": text, "evidence": {"rule": "correction", "confidence": 1.0},
    }  # fmt: skip
    if group == "people":
        item["incomplete"] = len(text.split()) < 2
    if group == "territories":
        places = reference.find_places(text)
        item["kind"] = "bassin" if fold(text).startswith("bassin") or not places else places[0].kind
    data[group].append(item)
    return str(item["id"])


def _group_of(groups: Sequence[str], text: str, type_: str) -> str | None:
    """The group that a new item named `text` belongs to; None when nothing tells."""
    if type_ in ACTOR_TYPES and ITEMS[type_] in groups:
        return ITEMS[type_]
    if len(groups) == 1:
        return None if groups[0] in ("events", "partnerships") else groups[0]
    words = fold(text).split()
    if "organisations" in groups and (reference.find_network(text) or reference.find_body(text) or reference.find_units(text)):
        return "organisations"
    if "people" in groups and len(words) > 1 and any(reference.given_name_rank(word) is not None for word in words):
        return "people"
    return None


def _main_event(data: Mapping[str, Any]) -> str:
    main = [item["id"] for item in data["events"] if item["main"]] or [item["id"] for item in data["events"]]
    return _names(data)[main[0]] if len(main) == 1 else ""


def _renamed(data: dict[str, Any], group: str, item: dict[str, Any]) -> None:
    """A person or body under its new name: one with another item of that name."""
    if group == "people":
        item.update(given=None, family=None, incomplete=len(item["name"].split()) < 2)
    else:
        item.update(long=None, acronym=None, name_inferred=False)
    for other in data[group]:
        if other is not item and _same_name(other["name"], item["name"]):
            data[group].remove(item)
            _rewire(data, item["id"], other["id"])
            return


# --- references ---------------------------------------------------------------------------------------------------------------

_ROWS = {
    "organisations": ("scope",), "partnerships": ("programme", "territory", "members"), "actions": ("event", "who"),
    "attendance": ("who", "event", "on_behalf_of"), "links": ("start", "end"),
}  # fmt: skip


def _refs(kind: str, item: Mapping[str, Any]) -> Iterator[str]:
    for field in FIELDS[kind].values():
        value = item[field.attribute]
        if field.holds == "ref" and value:
            yield value
        elif field.holds == "refs":
            yield from value


def _forget(data: dict[str, Any], ref: str) -> None:
    """Take out every mention of `ref`: rows and links about it, its place in lists."""
    data["authors"] = [author for author in data["authors"] if author != ref]
    data["publisher"] = None if data["publisher"] == ref else data["publisher"]
    data["attendance"] = [row for row in data["attendance"] if ref not in (row["who"], row["event"])]
    data["links"] = [link for link in data["links"] if ref not in (link["start"], link["end"])]
    for group, names in _ROWS.items():
        for item in data[group]:
            for name in names:
                if isinstance(item[name], list):
                    item[name] = [other for other in item[name] if other != ref]
                elif item[name] == ref:
                    item[name] = None
    for row in data["attendance"]:
        row["stands_in_for"] = [other for other in row["stands_in_for"] if other["who"] != ref]


def _rewire(data: dict[str, Any], old: str, new: str) -> None:
    """Let every mention of `old` mean `new`."""
    data["authors"] = [new if author == old else author for author in data["authors"]]
    data["publisher"] = new if data["publisher"] == old else data["publisher"]
    for group, names in _ROWS.items():
        for item in data[group]:
            for name in names:
                if isinstance(item[name], list):
                    item[name] = _distinct(new if other == old else other for other in item[name])
                elif item[name] == old:
                    item[name] = new
    for row in data["attendance"]:
        for other in row["stands_in_for"]:
            other["who"] = new if other["who"] == old else other["who"]
    data["links"] = [link for link in data["links"] if link["start"] != link["end"]]


def _distinct(refs: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(refs))
