"""Who may see what: organisations only, people by their role, or names.

Applied to nodes and relationships before anything is drawn, exported or printed for others. Quotes of records hold names, so they
go with the names; addresses and telephone numbers are masked in every level. Titles of meetings, records and partnerships stay, with the
names of known people masked (`masking.KnownPeople`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, get_args

from .masking import KnownPeople
from .model import Node, Relationship, Value
from .names import fold

Audience = Literal["organisations", "roles", "names"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(r"(?<!\d)(?:\+33[ .]?|0)[1-9](?:[ .-]?\d{2}){4}(?!\d)")
_DIGIT = re.compile(r"\d\d")
_WITH_NAMES = ("quote", "on_behalf_of", "who_text", "items")
_NAMED_TEXTS = ("Statement", "Action")
_TITLED = frozenset(("Event", "Action", "Partnership", "Programme", "Record"))
"""Nodes whose texts are sentences or titles, in which people may be named; an organisation or a place may bear a person's name."""
_TITLES = ("name", "place", "source", "part", "long", "names")


def mask(text: str) -> str:
    """`text` with e-mail addresses and telephone numbers masked."""
    if "@" not in text and not _DIGIT.search(text):
        return text
    return _TELEPHONE.sub("[téléphone]", _EMAIL.sub("[courriel]", text))


def nodes(
    found: Iterable[Node], audience: Audience, roles: Mapping[str, str] | None = None, people: KnownPeople | None = None
) -> Iterator[Node]:
    """The nodes that `audience` may see. `roles` gives the words that stand for a person (« conseillère, Cap emploi »), `people` those
    whose names are masked in titles."""
    for node in found:
        label = node.labels[-1]
        if audience == "organisations" and label in ("Person", *_NAMED_TEXTS):
            continue
        if audience == "roles" and label == "Statement":
            continue
        properties: dict[str, Value] = {key: _masked(value) for key, value in node.properties.items()}
        if audience == "roles" and label == "Person":
            said = (roles or {}).get(node.id) or "personne"
            properties = {"name": said, "name_key": said}
        if audience == "roles" and label == "Action":
            properties = {key: value for key, value in properties.items() if key in ("due", "latest", "status")}
            properties["name"] = "action"
        if audience != "names":
            properties = {key: value for key, value in properties.items() if key not in _WITH_NAMES}
            if people is not None and label in _TITLED:
                properties = _without_names(properties, people)
        yield Node(node.id, node.labels, properties)


def relationships(
    found: Iterable[Relationship],
    audience: Audience,
    visible: set[str] | frozenset[str] | None,
    people: KnownPeople | None = None,
) -> Iterator[Relationship]:
    """The relationships that `audience` may see, both ends among `visible` (None: all)."""
    for link in found:
        if visible is not None and (link.start not in visible or link.end not in visible):
            continue
        properties: dict[str, Value] = {key: _masked(value) for key, value in link.properties.items()}
        if audience != "names":
            properties = {key: value for key, value in properties.items() if key not in _WITH_NAMES}
            if people is not None and isinstance(properties.get("record"), str):
                properties["record"] = people.mask(str(properties["record"]))
        yield Relationship(link.fact, link.type, link.start, link.end, properties)


def _without_names(properties: Mapping[str, Value], people: KnownPeople) -> dict[str, Value]:
    found = dict(properties)
    for key in _TITLES:
        value = found.get(key)
        if isinstance(value, str):
            found[key] = people.mask(value)
        elif isinstance(value, list):
            found[key] = [people.mask(str(item)) for item in value]
    if "name_key" in found:
        found["name_key"] = fold(str(found["name"]))
    return found


def _masked(value: Value) -> Value:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list):
        return [mask(item) if isinstance(item, str) else item for item in value]  # type: ignore[return-value]
    return value
