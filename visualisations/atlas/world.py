"""What the atlas shows, read once from the database and cut to its audience: nodes, relationships, meetings, who met whom."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ...graph.audience import Audience
from ...graph.audience import mask as without_addresses
from ...graph.masking import KnownPeople
from ...graph.model import Node, Relationship
from ...graph.store import Store
from ...queries.gathering import Gathered, gather
from ...queries.meetings import Pair, by_date, meetings_of_pairs
from ...queries.stream import known_people, source
from ...queries.views import Reader

Link = list[str]
"""A name and the id of its page ("" where it has none), as pages write it."""
_IDENTITY = re.compile(r"[a-z][0-9a-z]{1,40}\Z")
PAGED = ("Organisation", "Person", "Event", "Programme", "Partnership")
"""Labels with a page for each node; of territories those have one where something happens."""
LONG = 110
"""Characters of a name in a table."""
_TOUCHING = ("CONCERNS", "HELD_IN", "ACTIVE_IN", "COVERS", "ACTS_FOR")


@dataclass(slots=True)
class Links:
    """Relationships of one direction: node → type → relationships, in the order of their facts."""

    of: dict[str, dict[str, list[Relationship]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def __call__(self, node: str, *kinds: str) -> list[Relationship]:
        found = self.of.get(node)
        return [link for kind in kinds for link in found.get(kind, ())] if found else []


@dataclass
class World:
    """Everything the pages say. `out` and `into` give the relationships from and to a node; `found` the meetings of all records;
    `people` masks names where the audience may not see them (None: it may)."""

    audience: Audience
    nodes: Mapping[str, Node]
    out: Links
    into: Links
    found: Gathered
    people: KnownPeople | None = None

    @property
    def named(self) -> bool:
        return self.audience == "names"

    def of_label(self, *labels: str) -> list[Node]:
        return [node for node in self.nodes.values() if node.labels[-1] in labels]

    @cached_property
    def territories(self) -> list[Node]:
        """Those with something to tell: an event, an actor, a partnership, in them or in what lies in them."""
        touched = {
            node.id for node in self.nodes.values() if node.labels[0] == "Territory" and self.into(node.id, *_TOUCHING)
        }  # fmt: skip
        around = {link.end for one in touched for link in self.out(one, "WITHIN")}
        return [self.nodes[one] for one in sorted(touched | around) if one in self.nodes]

    @cached_property
    def pages(self) -> frozenset[str]:
        """Ids of the nodes that have a page."""
        known = {node.id for node in (*self.of_label(*PAGED), *self.territories) if _IDENTITY.match(node.id)}
        if self.audience == "roles":  # somebody of whom not even a role is known has nothing to say
            known -= {node.id for node in self.of_label("Person") if node.name == "personne"}
        return frozenset(known)

    def name(self, node: str) -> str:
        """The whole name of a node, without addresses and numbers."""
        return without_addresses(self.nodes[node].name)

    def link(self, node: str) -> Link:
        """A node as other pages name it: long titles are cut there, their own page says them whole."""
        if node not in self.nodes:
            return ["", ""]
        name = self.name(node)
        return [name if len(name) <= LONG else name[: LONG - 1].rstrip() + "…", node if node in self.pages else ""]

    def links(self, nodes: Iterable[str]) -> list[Link]:
        """Several nodes, each once, those that are not shown left out."""
        return [self.link(node) for node in dict.fromkeys(nodes) if node in self.nodes]

    def text(self, said: Mapping[str, str]) -> dict[str, str]:
        """A sentence of an answer as this audience may read it."""
        return {code: self.masked(text) for code, text in said.items()}

    def masked(self, text: str) -> str:
        text = without_addresses(text)
        return self.people.mask(text) if self.people is not None else text

    @cached_property
    def _there(self) -> dict[bool, dict[str, dict[str, Any]]]:
        return {people: {event: dict(present) for event, present in self.found.there(people).items()} for people in (False, True)}

    def found_there(self, event: str, people: bool) -> Iterable[str]:
        """The people (or bodies) that lists show at an occasion."""
        return self._there[people].get(event, {})

    # --- who met whom ------------------------------------------------------------------------------------------------------

    def company(self, actor: str, people: bool) -> dict[str, list[str]]:
        """Actor → the occasions it shared with `actor`."""
        return (self._people_met if people else self._bodies_met).get(actor, {})

    @cached_property
    def _bodies_met(self) -> dict[str, dict[str, list[str]]]:
        return self._met(False)

    @cached_property
    def _people_met(self) -> dict[str, dict[str, list[str]]]:
        return self._met(True) if self.named else {}

    def _met(self, people: bool) -> dict[str, dict[str, list[str]]]:
        there = self.found.there(people)
        pairs: Mapping[Pair, Sequence[str]] = meetings_of_pairs(there, {one for present in there.values() for one in present})
        met: dict[str, dict[str, list[str]]] = defaultdict(dict)
        for (a, b), events in pairs.items():
            if a in self.nodes and b in self.nodes:
                met[a][b] = met[b][a] = list(events)
        return met

    def last(self, events: Iterable[str]) -> str | None:
        """The date (EDTF) of the latest of these occasions."""
        dated = [one for one in by_date(self.found.occasions[event] for event in events) if one.date]
        return dated[-1].date if dated else None


def read(store: Store, audience: Audience) -> World:
    """The graph of `store` as `audience` may see it."""
    everything = source(store, audience=audience, proofs=False)
    nodes = {node.id: node for node in everything.nodes()}
    out, into = Links(), Links()
    for link in sorted(everything.relationships(), key=lambda link: link.fact):
        if link.start in nodes and link.end in nodes:
            out.of[link.start][link.type].append(link)
            into.of[link.end][link.type].append(link)
    people = None if audience == "names" else known_people(store)
    return World(audience, nodes, out, into, gather(Reader(store), None), people)


def order(node: Node) -> tuple[str, str]:
    """By day, undated ones first."""
    return (str(node.properties.get("latest") or ""), node.id)


def value(node: Node, key: str) -> Any:
    return node.properties.get(key)
