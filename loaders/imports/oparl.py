"""OParl (1.0, 1.1): bodies of a parliament or a council, their people and meetings, as JSON: an object, a list, or {"data": […]}."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from ...graph.names import fold
from ...graph.record import Evidence, Record
from .building import RecordBuilder, clock, edtf, one_of
from .words import STATUSES

MEDIA_TYPE = "application/json"
_SCHEME = "oparl"
_COMMITTEES = ("ausschuss", "commission", "committee", "comite", "beirat", "rat", "gremium", "conseil", "instance")


def recognised(data: Any) -> bool:
    """True for an object of OParl, or a list of them."""
    return any("oparl.org/" in str(one.get("type", "")) for one in _objects(data))


def read(data: Any, key: str, sha256: str) -> Record:
    """The record of what OParl objects say."""
    builder = RecordBuilder("oparl")
    found = {str(one.get("id")): one for one in _every(data) if one.get("id")}
    for identity, one in found.items():
        _item(builder, identity, one)
    for identity, one in found.items():
        _facts(builder, identity, one)
    return builder.build(key, sha256, MEDIA_TYPE, PurePosixPath(key).stem)


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    items = data.get("data", [data]) if isinstance(data, dict) else data
    return (one for one in items if isinstance(one, dict)) if isinstance(items, list) else iter(())


def _every(value: Any) -> Iterator[dict[str, Any]]:
    """All objects, those inside others too."""
    if isinstance(value, dict):
        if "oparl.org/" in str(value.get("type", "")):
            yield value
        for inner in value.values():
            yield from _every(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _every(inner)


def _kind(one: dict[str, Any]) -> str:
    return str(one.get("type", "")).rsplit("/", 1)[-1]


def _item(builder: RecordBuilder, identity: str, one: dict[str, Any]) -> None:
    kind, identifiers = _kind(one), {_SCHEME: identity}
    if kind == "Person":
        name = str(one.get("name") or " ".join(filter(None, [one.get("givenName"), one.get("familyName")])))
        if name:
            builder.item("people", _ref(identity), builder.line(name), name=name, given=one.get("givenName"),
                         family=one.get("familyName"), identifiers=identifiers)  # fmt: skip
    elif kind == "Organization" and (one.get("name") or one.get("shortName")):
        name = str(one.get("name") or one.get("shortName"))
        said = fold(f"{one.get('organizationType', '')} {one.get('classification', '')}").split()
        builder.item("organisations", _ref(identity), builder.line(name, one.get("classification")), name=name,
                     acronym=one.get("shortName") if one.get("shortName") != name else None,
                     kind="instance" if any(word in said for word in _COMMITTEES) else None, identifiers=identifiers)  # fmt: skip
    elif kind == "Meeting":
        status = "cancelled" if one.get("cancelled") else one_of(one.get("meetingState"), STATUSES)
        if status is None:  # without a state: a meeting with participants took place, of another nothing is known
            status = "held" if one.get("participant") else "planned"
        place = one.get("location")
        title = str(one.get("name") or "Sitzung")
        evidence = builder.line(title, one.get("start"), place.get("description") if isinstance(place, dict) else None)
        builder.item("events", _ref(identity), evidence, title=title[:300], kind="meeting", date=edtf(str(one.get("start") or "")[:10]),
                     time=clock(one.get("start")), place=place.get("description") if isinstance(place, dict) else None, status=status,
                     listed="complete" if one.get("participant") and status == "held" else "none", identifiers=identifiers)  # fmt: skip


def _facts(builder: RecordBuilder, identity: str, one: dict[str, Any]) -> None:
    kind, ref = _kind(one), _ref(identity)
    if kind == "Membership":
        person, body = str(one.get("person") or ""), str(one.get("organization") or "")
        _member(builder, person, body, one)
    elif kind == "Person":
        for membership in one.get("membership") or ():
            if isinstance(membership, dict) and not membership.get("person"):
                _member(builder, identity, str(membership.get("organization") or ""), membership)
    elif kind == "Organization" and one.get("subOrganizationOf"):
        whole = str(one["subOrganizationOf"])
        builder.link("part_of", ref, _ref(whole), _said(builder, identity, "part of", whole))
    elif kind == "Meeting":
        for body in _addresses(one.get("organization")):
            builder.link("session_of", ref, _ref(body), _said(builder, identity, "session of", body))
        for person in _addresses(one.get("participant")):
            builder.attended(_ref(person), ref, "ATTENDED", _said(builder, person, "attended", identity))


def _member(builder: RecordBuilder, person: str, body: str, one: dict[str, Any]) -> None:
    if builder.group.get(_ref(person)) and builder.group.get(_ref(body)):
        evidence = _said(builder, person, str(one.get("role") or "member of"), body)
        first, last = edtf(str(one.get("startDate") or "")[:10]), edtf(str(one.get("endDate") or "")[:10])
        builder.link("member_of", _ref(person), _ref(body), evidence, role=one.get("role"), first=first, last=last)


def _said(builder: RecordBuilder, start: str, words: str, end: str) -> Evidence:
    return builder.line(_name(builder, start), words, _name(builder, end))


def _name(builder: RecordBuilder, identity: str) -> str:
    ref = _ref(identity)
    item = builder.items.get(builder.group.get(ref, ""), {}).get(ref, {})
    return str(item.get("name") or item.get("title") or identity)


def _addresses(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else ():
        yield str(one.get("id")) if isinstance(one, dict) else str(one)


def _ref(identity: str) -> str:
    """A local id of at most 80 characters."""
    from ...graph.resolution.clusters import digest

    return identity if len(identity) <= 80 else f"o-{digest(identity)}"
