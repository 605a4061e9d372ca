"""Who is who in a project, without its database: the records, what people decided, the resolution, and what a node shows of itself."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from . import decisions, inputs, kept
from . import roster as rosters
from .decisions import Book
from .index import Index, read_index
from .ingest import corrected_records, refuse_empty
from .kept import Known
from .model import Graph, Node
from .nodes import Nodes
from .project import Project
from .record import GROUPS, Evidence, Record
from .resolution import Mention, Trace, date_of, resolve
from .resolution.anchors import anchors
from .resolution.clusters import digest
from .resolution.territories import bare_place
from .standing import Settled, name_of, settle

KINDS = {
    "e": "event", "o": "organisation", "p": "person", "t": "territory", "g": "programme", "s": "partnership", "a": "action",
}  # fmt: skip
"""First letter of a node's id → what it is."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A sentence of a record: its words, the file it stands in, the page (from 1) where the file has pages, the record's day ("" when
    it has none)."""

    quote: str
    record: str
    page: int | None
    day: str


@dataclass(frozen=True, slots=True)
class Sight:
    """A node as a person who must judge it sees it, by one of its items: names, what tells it apart (the bodies of a person, the place
    of a body, the day of an event), its sentence, how many records name it, from which day to which."""

    node: str
    mention: Mention
    name: str
    others: tuple[str, ...]
    note: str
    proof: Proof
    records: int
    first: str
    last: str


class Identity:
    """The resolution of a project's records with its decisions: worked out from `records`, or taken from what is `known` of them."""

    def __init__(
        self,
        records: Iterable[Record] | Mapping[str, Record],
        book: Book,
        known: Known | None = None,
        trace: Callable[[], Trace] | None = None,
    ) -> None:
        self.records = records if isinstance(records, Mapping) else {record.id: record for record in records}
        self.book = book
        self._known, self._trace_of = known, trace
        if known is not None:
            self.settled, self.resolution, self.days = known.settled, known.resolution, known.days
            return
        found = Trace()
        self._trace_of = lambda: found
        self.settled = settle(book.entries, self.records.values())
        self.resolution = resolve(self.records.values(), self.settled.applied, found)
        self.days = {record.id: ("" if (day := date_of(record)) == "9999" else day) for record in self.records.values()}

    @functools.cached_property
    def trace(self) -> Trace:
        """What joined and kept apart."""
        assert self._trace_of is not None
        return self._trace_of()

    @functools.cached_property
    def nodes(self) -> Mapping[str, Node]:
        """What each node shows, the records' own too."""
        return self._known.nodes if self._known else Nodes(list(self.records.values()), self.resolution).by_id

    @functools.cached_property
    def bodies(self) -> Mapping[str, Mapping[str, set[str]]]:
        """Person → organisations it stands for → ids of the records that say so."""
        if self._known is not None:
            return self._known.bodies
        found: dict[str, dict[str, set[str]]] = {}
        for record in self.records.values():
            pairs = [(link.start, link.end) for link in record.links if link.type == "represented" and not link.optional]
            pairs += [(row.who, body) for row in record.attendance if not row.optional for body in row.on_behalf_of]
            for who, body in pairs:
                person, organisation = self.node(record.id, who), self.node(record.id, body)
                if person and organisation and person[0] == "p":
                    found.setdefault(person, {}).setdefault(organisation, set()).add(record.id)
        return found

    @functools.cached_property
    def doubtful(self) -> frozenset[str]:
        """The ids of the records with items that the reader was not sure of."""
        if self._known is not None:
            return self._known.doubtful
        groups = (*GROUPS, "attendance", "links")
        return frozenset(
            record.id
            for record in self.records.values()
            if any(item.optional for group in groups for item in getattr(record, group))
        )

    @property
    def known(self) -> Known:
        """All that `kept` keeps of it."""
        return Known(self.settled, self.resolution, self.days, self.nodes, self.bodies, self.doubtful, self.leads)

    def shown_in(self, graph: Graph) -> None:
        """Take what nodes show from the `graph` made of the same records, instead of making it again."""
        clusters = self.resolution.clusters
        self.nodes = {key: node for key, node in graph.nodes.items() if key in clusters or node.labels == ("Record",)}

    def drop_trace(self) -> None:
        """Let go of the trace: it is as large as all the rest."""
        self._trace_of = None
        self.__dict__.pop("trace", None)

    def node(self, record: str, item: str) -> str | None:
        return self.resolution.node_of.get(Mention(record, item))

    def item(self, mention: Mention) -> Any:
        """The item of a mention."""
        record = self.records[mention.record]
        return next(item for group in GROUPS for item in getattr(record, group) if item.id == mention.item)

    def name(self, node: str) -> str:
        return self.nodes[node].name

    def proof(self, mention: Mention) -> Proof:
        """The sentence of an item, of the row about it where it has none itself."""
        record = self.records[mention.record]
        own: list[Evidence] = [self.item(mention).evidence]
        own += [row.evidence for row in record.attendance if row.who == mention.item]
        own += [link.evidence for link in record.links if mention.item in (link.start, link.end)]
        best = next((evidence for evidence in own if evidence.quote), own[0])
        page = record.page_at(best.spans[0][0]) if best.spans else None
        return Proof(" ".join(best.quote.split()), file_name(record), page, self.days[record.id])

    def sight(self, mention: Mention, language: str) -> Sight:
        """The node of `mention` as a person sees it."""
        node = self.resolution.node_of[mention]
        mentions = self.resolution.clusters[node]
        records = {member.record for member in mentions}
        days = sorted(day for record in records if (day := self.days[record]))
        name = self.name(node)
        others = sorted({name_of(self.item(member)) for member in mentions} - {name, ""})
        return Sight(
            node, mention, name, tuple(others), self._note(node, language), self.proof(mention), len(records),
            days[0] if days else "", days[-1] if days else "",
        )  # fmt: skip

    def _note(self, node: str, language: str) -> str:
        if node[0] == "p":
            bodies = self.bodies.get(node, {})
            names = [self.name(body) for body in sorted(bodies, key=lambda body: (-len(bodies[body]), body))]
            return ", ".join(list(dict.fromkeys(names))[:4])
        if node[0] == "e":
            properties = self.nodes[node].properties
            return ", ".join(str(properties[key]) for key in ("date", "time", "place") if properties.get(key))
        if node[0] == "t":
            home = self.resolution.homes.get(node, (None, None))
            return ", ".join(part for part in home if part)
        places = sorted(place for mention in self.resolution.clusters[node] for place in self.perimeter(mention))
        return ", ".join(dict.fromkeys(places))

    def perimeter(self, mention: Mention) -> tuple[str, ...]:
        """The names of the territories in whose records, or with which as its scope, an item is named."""
        record = self.records[mention.record]
        scope = getattr(self.item(mention), "scope", None)
        main = {event.id for event in record.events if event.main}
        ends = {link.end for link in record.links if link.type == "concerns" and link.start in main and not link.optional}
        nodes = {self.node(record.id, end) for end in ({scope} if scope else ends)}
        return tuple(sorted(bare_place(self.name(node)) for node in nodes if node))

    # --- permalinks -----------------------------------------------------------------------------------------------------

    def former_ids(self, node: str) -> list[str]:
        """The ids under which a node may have been known: each of its items was its anchor when it stood alone or came first."""
        members = self.resolution.clusters[node]
        names = {record: anchors(self.records[record]) for record in {mention.record for mention in members}}
        return sorted({node[0] + digest(mention.record, names[mention.record][mention.item]) for mention in members} - {node})

    @functools.cached_property
    def leads(self) -> Mapping[str, str]:
        """Ids that nodes of today may have had → these nodes: of each item alone, by its place in the record or by its local id."""
        if self._known is not None:
            return self._known.leads
        found: dict[str, str] = {}
        for record in self.records.values():
            for item, anchor in anchors(record).items():
                node = self.node(record.id, item)
                if node is not None:
                    found[node[0] + digest(record.id, anchor)] = node
                    found.setdefault(node[0] + digest(record.id, item), node)
        return found

    def lead(self, text: str) -> str | None:
        """The node that an id of any time, or a permalink `record:item`, leads to; None when it leads nowhere."""
        if text in self.resolution.clusters:
            return text
        mention = self.mention(text)
        return self.resolution.node_of.get(mention) if mention else self.leads.get(text)

    def mention(self, text: str) -> Mention | None:
        """The item that a permalink `record:item` means; None for anything else."""
        record, colon, item = text.partition(":")
        mention = Mention(record, item)
        return mention if colon and mention in self.resolution.node_of else None


def of_project(project: Project) -> Identity:
    """Who is who in `project` as of now, its records as people corrected them, its rosters beside them. Raises StoreError when it holds
    no record, ProjectError for a broken one."""
    index = read_index(project)
    refuse_empty(index)
    book, state = decisions.read(project), inputs.digest(project, index)
    known = kept.known(project, state)
    if known is not None:
        shelf = kept.Shelf(project, index, known.days, lambda: rosters.read(project).records)
        return Identity(shelf, book, known, lambda: kept.trace(project, state) or _afresh(project, index, book).trace)
    found = _afresh(project, index, book)
    kept.keep_trace(project, state, found.trace)
    kept.keep(project, state, found.known)
    return found


def settled_of(project: Project) -> Settled:
    """What became of the decisions of `project`, without asking who is who where that is not known."""
    index, book = read_index(project), decisions.read(project)
    known = kept.known(project, inputs.digest(project, index))
    if known is not None:
        return known.settled
    return settle(book.entries, [*corrected_records(project, index), *rosters.read(project).records])


def _afresh(project: Project, index: Index, book: Book) -> Identity:
    return Identity([*corrected_records(project, index), *rosters.read(project).records], book)


def file_name(record: Record) -> str:
    """What people call a record: the name of its file, with the part of it in brackets."""
    name = PurePosixPath(record.source.path).name
    return f"{name} ({record.source.part})" if record.source.part else name


def permalink(mention: Mention) -> str:
    return f"{mention.record}:{mention.item}"


def of_kind(node: str) -> str:
    """What a node is: person, organisation, …"""
    return KINDS[node[0]]


def in_time(identity: Identity, mentions: Sequence[Mention]) -> list[Mention]:
    """`mentions` by the day of their records, those without a day last."""
    return sorted(mentions, key=lambda mention: (identity.days[mention.record] or "9999", mention))
