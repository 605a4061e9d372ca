"""Values that travel between the layers: places in a text, nodes, relationships, and a part of the graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import NamedTuple

Scalar = str | int | float | bool | date
Value = Scalar | list[str] | list[int]


class Span(NamedTuple):
    """A piece of a text: Unicode code points from 0, `end` excluded."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the graph. `labels` in the order of the ontology; `properties` holds neither `id` nor nulls."""

    id: str
    labels: tuple[str, ...]
    properties: Mapping[str, Value]

    @property
    def name(self) -> str:
        return str(self.properties.get("name", self.id))


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship of the graph. `fact` is its own id, unique in the graph;"""

    fact: str
    type: str
    start: str
    end: str
    properties: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Graph:
    """A whole graph as it should stand in the database: nodes by id, relationships by fact."""

    nodes: Mapping[str, Node]
    relationships: Mapping[str, Relationship]


@dataclass(slots=True)
class Changes:
    """What a graph gains and loses. A changed relationship is among `links` and `former_links`."""

    nodes: list[Node] = field(default_factory=list)
    new_nodes: set[str] = field(default_factory=set)
    gone_nodes: dict[str, str] = field(default_factory=dict)
    """Node → its last label."""
    links: list[Relationship] = field(default_factory=list)
    former_links: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Fact → (type, start) of relationships to take away."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of one record that says a fact. `start`/`end` are code points of the record's text; `page` counts from 1."""

    fact: str
    record: str
    quote: str
    start: int | None = None
    end: int | None = None
    page: int | None = None
    rule: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Subgraph:
    """A part of the graph to draw or to hand over, with the sentences behind its relationships."""

    nodes: tuple[Node, ...]
    relationships: tuple[Relationship, ...]
    statements: tuple[Statement, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def _repr_html_(self) -> str:
        """The map, where a notebook shows this value."""
        # Found by its name: values do not know who draws them, and only a notebook asks.
        return str(import_module("maillage.visualisations.notebook").frame(self))
