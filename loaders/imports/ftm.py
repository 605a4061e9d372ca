"""FollowTheMoney entities, one JSON a line: people, bodies, events, projects, and the links between them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from ...graph.names import fold
from ...graph.record import Record
from .building import RecordBuilder, edtf

MEDIA_TYPE = "application/json"
_SCHEME = "ftm"
_BODIES = frozenset(("Organization", "Company", "PublicBody", "LegalEntity", "Asset", "Airline"))
_LINKS = {
    "Membership": ("member", "organization", "member_of"),
    "Employment": ("employee", "employer", "represented"),
    "Directorship": ("director", "organization", "represented"),
    "Representation": ("agent", "client", "represented"),
    "Succession": ("predecessor", "successor", "succeeded_by"),
}
"""Schema → the properties of its two ends, and the link of record/1. « part of » comes from UnknownLink and from `parent`."""
_NO_FACTS = frozenset(("Document", "Address", "Identification", "Note", "Mention"))


def recognised(entity: Any) -> bool:
    """True for an entity of FollowTheMoney."""
    return isinstance(entity, dict) and isinstance(entity.get("schema"), str) and isinstance(entity.get("properties"), dict)


def read(entities: Iterable[dict[str, Any]], key: str, sha256: str) -> Record:
    """The record of `entities`; what record/1 has no place for is listed as unread."""
    builder = RecordBuilder("ftm")
    found = [one for one in entities if recognised(one) and one.get("id")]
    for one in found:
        _item(builder, one)
    for one in found:
        _facts(builder, one)
    return builder.build(key, sha256, MEDIA_TYPE, PurePosixPath(key).stem.removesuffix(".ftm"))


def _item(builder: RecordBuilder, one: dict[str, Any]) -> None:
    schema, identity, names = one["schema"], str(one["id"]), _all(one, "name")
    if not names:
        return
    ref, name, identifiers = _ref(identity), names[0], {_SCHEME: identity}
    others = tuple(dict.fromkeys([*names[1:], *_all(one, "alias")]))
    if schema == "Person":
        builder.item("people", ref, builder.line(name, "Person"), name=name, given=_one(one, "firstName"), family=_one(one, "lastName"),
                     incomplete=len(fold(name).split()) < 2, surfaces=others, identifiers=identifiers)  # fmt: skip
    elif schema in _BODIES:
        builder.item("organisations", ref, builder.line(name, schema), name=name, acronym=_one(one, "abbreviation"), surfaces=others,
                     identifiers=identifiers)  # fmt: skip
    elif schema == "Event":
        date = edtf(_one(one, "date") or _one(one, "startDate"))
        status = _one(one, "summary")
        known = status if status in ("held", "planned", "proposed", "cancelled", "postponed") else None
        builder.item("events", ref, builder.line(name, date, _one(one, "location")), title=name[:300], date=date,
                     place=_one(one, "location"), status=known or ("held" if _all(one, "involved") else "planned"),
                     identifiers=identifiers)  # fmt: skip
    elif schema == "Project":
        builder.partnership(ref, builder.line(name, "Project"), name, date=edtf(_one(one, "date") or _one(one, "startDate")))


def _facts(builder: RecordBuilder, one: dict[str, Any]) -> None:
    schema, ref = one["schema"], _ref(str(one["id"]))
    if schema in _LINKS:
        start_name, end_name, kind = _LINKS[schema]
        for start in _all(one, start_name):
            for end in _all(one, end_name):
                dates = (
                    {} if kind == "succeeded_by" else {"first": edtf(_one(one, "startDate")), "last": edtf(_one(one, "endDate"))}
                )
                _link(builder, kind, start, end, schema, role=_one(one, "role"), **dates)
    elif schema == "ProjectParticipant":
        for who in _all(one, "participant"):
            for project in _all(one, "project"):
                builder.member(_ref(who), _ref(project))
    elif schema == "UnknownLink" and fold(_one(one, "role") or "") in ("part of", "fait partie de"):
        for start in _all(one, "subject"):
            for end in _all(one, "object"):
                _link(builder, "part_of", start, end, schema)
    elif schema == "Event":
        for who in _all(one, "involved"):
            evidence = builder.line(_name(builder, who), "attended", _name(builder, str(one["id"])))
            builder.attended(_ref(who), ref, "ATTENDED", evidence)
        for who in _all(one, "organizer"):
            _link(builder, "contributed", who, str(one["id"]), "organizer", role="organiser")
    elif ref not in builder.group and schema not in _NO_FACTS:
        builder.not_read(builder.line(schema, *_all(one, "name")), f"no place for {schema}")
    for whole in _all(one, "parent"):
        _link(builder, "part_of", str(one["id"]), whole, "parent")


def _link(builder: RecordBuilder, kind: str, start: str, end: str, word: str, **values: Any) -> None:
    evidence = builder.line(_name(builder, start), values.get("role") or word, _name(builder, end))
    if not builder.link(kind, _ref(start), _ref(end), evidence, **values):
        builder.not_read(evidence, f"no place for {word}")


def _name(builder: RecordBuilder, identity: str) -> str:
    ref = _ref(identity)
    item = builder.items.get(builder.group.get(ref, ""), {}).get(ref, {})
    return str(item.get("name") or item.get("title") or identity)


def _all(one: dict[str, Any], name: str) -> list[str]:
    values = one["properties"].get(name)
    return [str(value) for value in values if value] if isinstance(values, list) else []


def _one(one: dict[str, Any], name: str) -> str | None:
    return next(iter(_all(one, name)), None)


def _ref(identity: str) -> str:
    from ...graph.resolution.clusters import digest

    return identity if len(identity) <= 80 else f"f-{digest(identity)}"
