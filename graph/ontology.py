"""The model as declared in `ontology.toml`: labels, relationship types, their properties, titles and colours."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

from .model import Graph, Node, Relationship

NODE_PROPERTIES = {"name": "string", "name_key": "string"}
"""What every node may carry beside `id`; `name_key` is the folded name, for sorting and « contains »."""
EVIDENCE_PROPERTIES = {"quote": "string", "record": "string", "sources": "integer"}
"""What every relationship with evidence may carry beside `fact`."""
PUBLICATION = "Publication"
"""Label of the one node that says which records the database holds; it belongs to the store, not to the model."""

_PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "float": (float, int),
    "boolean": (bool,),
    "date": (date,),
    "strings": (list,),
}


class OntologyError(ValueError):
    """The declaration contradicts itself, or a graph does not follow it. A programming error, never a user's."""


@dataclass(frozen=True, slots=True)
class NodeType:
    """A kind of node. `also` is the more general label it carries too (Actor, Territory), or None."""

    label: str
    also: str | None
    title: Mapping[str, str]
    plural: Mapping[str, str]
    colour: str
    shape: str
    rdf: str | None
    properties: Mapping[str, str]

    @property
    def labels(self) -> tuple[str, ...]:
        return (self.also, self.label) if self.also else (self.label,)


@dataclass(frozen=True, slots=True)
class RelationshipType:
    """A kind of relationship. `starts` and `ends` are labels, general ones allowed."""

    type: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    evidence: bool
    derived: bool
    title: Mapping[str, str]
    rdf: str | None
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ontology:
    version: int
    namespaces: Mapping[str, str]
    nodes: Mapping[str, NodeType]
    relationships: Mapping[str, RelationshipType]

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label, general ones first, each once."""
        general = dict.fromkeys(node.also for node in self.nodes.values() if node.also)
        return (*general, *self.nodes)

    def node_type(self, labels: tuple[str, ...]) -> NodeType:
        """The type of a node with `labels`. Raises OntologyError for none."""
        for label in labels:
            if label in self.nodes:
                return self.nodes[label]
        raise OntologyError(f"no node type has the labels {labels}")

    def identity_label(self, labels: tuple[str, ...]) -> str:
        """The label under which ids are looked up: the general one where there is one."""
        return self.node_type(labels).labels[0]


@functools.cache
def ontology() -> Ontology:
    """The declaration, read and linted once. Raises OntologyError when it contradicts itself."""
    text = resources.files(__package__).joinpath("ontology.toml").read_text("utf-8")
    return parse(text)


def parse(text: str) -> Ontology:
    """The ontology of a TOML `text`. Raises OntologyError for the first contradiction."""
    data = tomllib.loads(text)
    nodes = {label: _node_type(label, part) for label, part in data["node"].items()}
    relationships = {name: _relationship_type(name, part) for name, part in data["relationship"].items()}
    found = Ontology(int(data["version"]), data.get("namespaces", {}), nodes, relationships)
    for problem in lint(found):
        raise OntologyError(problem)
    return found


def lint(declared: Ontology) -> Iterator[str]:
    """What is wrong with a declaration: one property name of two types, unknown labels, a label that is a relationship type too."""
    types: dict[str, str] = dict(NODE_PROPERTIES | EVIDENCE_PROPERTIES)
    kinds: list[NodeType | RelationshipType] = [*declared.nodes.values(), *declared.relationships.values()]
    for kind in kinds:
        name = kind.label if isinstance(kind, NodeType) else kind.type
        for language in ("fr", "en"):
            if not kind.title.get(language):
                yield f"{name} has no title in {language}"
        for key, value in kind.properties.items():
            if value not in _PYTHON_TYPES:
                yield f"{name}.{key} has the unknown type {value}"
            if types.setdefault(key, value) != value:
                yield f"{name}.{key} is {value}, elsewhere it is {types[key]}"
        if kind.rdf and kind.rdf.split(":")[0] not in declared.namespaces:
            yield f"{name}: the namespace of {kind.rdf} is not declared"
    for relationship in declared.relationships.values():
        for label in (*relationship.starts, *relationship.ends):
            if label not in declared.labels:
                yield f"{relationship.type} joins the unknown label {label}"
        if relationship.type in declared.labels:
            yield f"{relationship.type} is a label too"


def indexed() -> dict[tuple[str, str], str]:
    """Each label and property that a store finds by an index, and the Cypher statement that makes it. An index on `id` is unique."""
    labels = ontology().labels
    unique = {
        (label, "id"): f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for label in (*labels, PUBLICATION)
    }
    keyed = {
        (label, "name_key"): f"CREATE INDEX {label.lower()}_name_key IF NOT EXISTS FOR (n:{label}) ON (n.name_key)"
        for label in labels
        if label != "Statement"
    }
    fact = {("Statement", "fact"): "CREATE INDEX statement_fact IF NOT EXISTS FOR (n:Statement) ON (n.fact)"}
    return {**unique, **keyed, **fact}


def constraints() -> list[str]:
    """Cypher statements, each to be run by itself, that a store needs before its first data."""
    return list(indexed().values())


def check(graph: Graph) -> None:
    """Raise OntologyError for the first node or relationship of `graph` that the declaration does not allow."""
    declared = ontology()
    of_node = {label: {**kind.properties, **NODE_PROPERTIES} for label, kind in declared.nodes.items()}
    of_link = {
        name: {**relation.properties, **EVIDENCE_PROPERTIES} if relation.evidence else relation.properties
        for name, relation in declared.relationships.items()
    }
    for node in graph.nodes.values():
        if not node.id:
            raise OntologyError("a node has no id")  # the embedded engine would take it
        kind = declared.nodes.get(node.labels[-1])
        if kind is None or node.labels != kind.labels:
            raise OntologyError(f"node {node.id}: no type has the labels {node.labels}")
        if wrong := _wrong_property(node, of_node[kind.label]):
            raise OntologyError(f"{kind.label} {node.id}: {wrong}")
    for link in graph.relationships.values():
        relation = declared.relationships.get(link.type)
        if relation is None:
            raise OntologyError(f"relationship {link.fact}: no type {link.type}")
        for end, labels in ((link.start, relation.starts), (link.end, relation.ends)):
            there = graph.nodes.get(end)
            if there is None:
                raise OntologyError(f"{link.type} {link.fact} joins {end}, which is not in the graph")
            if not any(label in labels for label in there.labels):
                raise OntologyError(f"{link.type} {link.fact} joins a {there.labels[-1]}")
        if wrong := _wrong_property(link, of_link[link.type]):
            raise OntologyError(f"{link.type} {link.fact}: {wrong}")


def _wrong_property(item: Node | Relationship, allowed: Mapping[str, str]) -> str | None:
    """What is wrong with the first property that the declaration does not allow; None when all are right."""
    for key, value in item.properties.items():
        declared = allowed.get(key)
        if declared is None:
            return f"no property {key}"
        if not isinstance(value, _PYTHON_TYPES[declared]) or (isinstance(value, bool) and declared != "boolean"):
            return f"{key} is {type(value).__name__}, not {declared}"
        if isinstance(value, list):  # lists of one scalar type: engines differ on any other
            wrong = next((type(member).__name__ for member in value if not isinstance(member, str)), None)
            if wrong:
                return f"{key} holds {wrong}, not {declared}"
    return None


def _node_type(label: str, part: Mapping[str, Any]) -> NodeType:
    return NodeType(
        label, part.get("also"), part["title"], part["plural"], part["colour"], part["shape"], part.get("rdf"), part["properties"]
    )


def _relationship_type(name: str, part: Mapping[str, Any]) -> RelationshipType:
    return RelationshipType(
        name,
        tuple(part["from"]),
        tuple(part["to"]),
        bool(part.get("evidence")),
        bool(part.get("derived")),
        part["title"],
        part.get("rdf"),
        part["properties"],
    )
