"""What an audience sees of an answer: people left out or by their role, names of known people masked in titles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..graph import audience as audiences
from ..graph.audience import Audience
from ..graph.masking import KnownPeople
from ..graph.model import Node, Subgraph, Value
from ..graph.store import Store
from .stream import known_people, roles

PERSON, NAMED = "p", ("o", "t", "g")
"""First letters of the ids of people; of what keeps its name."""
_GONE = object()


@dataclass(frozen=True, slots=True)
class Shown:
    """The filter for one audience, other than "names"."""

    audience: Audience
    people: KnownPeople
    roles: Mapping[str, str]

    def subgraph(self, found: Subgraph) -> Subgraph:
        """`found` as this audience may see it; without sentences."""
        nodes = tuple(self._node(node) for node in found.nodes if self.audience == "roles" or node.labels[-1] != "Person")
        kept = {node.id for node in nodes}
        links = tuple(
            replace(link, properties={key: self._value(value) for key, value in link.properties.items() if key != "quote"})
            for link in found.relationships
            if link.start in kept and link.end in kept
        )
        return replace(found, nodes=nodes, relationships=links, statements=())

    def _node(self, node: Node) -> Node:
        if node.labels[-1] == "Person":
            said = self.roles.get(node.id) or "personne"
            kept = {key: value for key, value in node.properties.items() if not isinstance(value, str | list)}
            return replace(node, properties={**kept, "name": said})
        if node.id[:1] in NAMED:
            return replace(node, properties={key: value if key in ("name", "names", "name_key", "acronym", "long") else self._value(value)
                                             for key, value in node.properties.items()})  # fmt: skip
        return replace(node, properties={key: self._value(value) for key, value in node.properties.items()})

    def _value(self, value: Value) -> Value:
        found: Value = self.values(value)
        return found

    def values(self, value: Any, key: str = "") -> Any:
        """JSON values likewise: what has the id of a person is left out, or bears the role; sentences are left out."""
        found = self._values(value)
        return None if found is _GONE else found

    def _values(self, value: Any) -> Any:
        if isinstance(value, str):
            return audiences.mask(self.people.mask(value))
        if isinstance(value, list | tuple):
            return [found for item in value if (found := self._values(item)) is not _GONE]
        if not isinstance(value, Mapping):
            return value
        kind = str(value.get("id") or "")[:1]
        if kind == PERSON and self.audience == "organisations":
            return _GONE
        made: dict[str, Any] = {}
        for key, item in value.items():
            if key in ("sources", "quote", "quotes"):
                made[key] = [] if isinstance(item, list | tuple) else None
            elif key == "id" or (key == "name" and kind in NAMED):
                made[key] = item
            elif key == "name" and kind == PERSON:
                made[key] = self.roles.get(str(value["id"])) or "personne"
            elif (found := self._values(item)) is not _GONE:
                made[key] = found
        return made


def shown(store: Store, audience: Audience) -> Shown | None:
    """The filter for `audience`; None where it sees everything."""
    if audience == "names":
        return None
    return Shown(audience, known_people(store), roles(store) if audience == "roles" else {})
