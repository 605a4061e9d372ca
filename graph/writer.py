"""Publishing: the difference between a `Graph` and what a database holds, written in batches.

The database is a projection and its own record of what it holds: every node and relationship carries `rev`, a digest of its content,
so the difference is found by reading ids and digests. One node labelled Publication says which set of records the database shows;
its digest is taken away before the first write and set after the last, so a publication that was stopped anywhere is seen, and the
next one writes what is missing and removes what is too much.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from .errors import StoreError
from .model import Changes, Graph, Node, Relationship
from .ontology import PUBLICATION, check, ontology
from .schema import constrain
from .store import GuardError, Store

T = TypeVar("T")
K = TypeVar("K")
Ends = Callable[[Relationship], tuple[str, str]]
"""The labels by which the two ends of a relationship are found."""

BATCH = 10_000
"""Rows a transaction: the fastest on both engines (measured: 1,000 costs a third more, 50,000 gains nothing)."""
STALE = 120.0
"""Seconds without a sign of life after which another publisher of a shared database counts as dead."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication wrote, or would write."""

    nodes_created: int = 0
    nodes_updated: int = 0
    nodes_deleted: int = 0
    relationships_created: int = 0
    relationships_updated: int = 0
    relationships_deleted: int = 0
    generation: int = 0

    @property
    def writes(self) -> int:
        return (
            self.nodes_created + self.nodes_updated + self.nodes_deleted
            + self.relationships_created + self.relationships_updated + self.relationships_deleted
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Publication:
    """What a database says of itself. `digest` is None while a publication is under way or was stopped."""

    generation: int
    digest: str | None
    schema: int


@dataclass(slots=True)
class _Difference:
    create_nodes: list[Node] = field(default_factory=list)
    update_nodes: list[Node] = field(default_factory=list)
    delete_nodes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    create_links: list[Relationship] = field(default_factory=list)
    delete_links: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))
    updated: Counter[str] = field(default_factory=Counter)
    """Relationships of each type that are written again with other values."""
    deleted: Counter[str] = field(default_factory=Counter)
    """Relationships of each type that go."""

    def counts(self, generation: int) -> Published:
        return Published(
            nodes_created=len(self.create_nodes),
            nodes_updated=len(self.update_nodes),
            nodes_deleted=sum(map(len, self.delete_nodes.values())),
            relationships_created=len(self.create_links) - self.updated.total(),
            relationships_updated=self.updated.total(),
            relationships_deleted=self.deleted.total(),
            generation=generation,
        )

    def by_type(self) -> dict[str, dict[str, int]]:
        """Label or type → how many are created, updated and deleted; what stays as it is is left out."""
        created = Counter(node.labels[-1] for node in self.create_nodes)
        created.update(Counter(link.type for link in self.create_links))
        created.subtract(self.updated)
        updated = Counter(node.labels[-1] for node in self.update_nodes) + self.updated
        deleted = Counter({label: len(ids) for label, ids in self.delete_nodes.items()}) + self.deleted
        return {
            name: {"created": created[name], "updated": updated[name], "deleted": deleted[name]}
            for name in (*ontology().nodes, *ontology().relationships)
            if created[name] or updated[name] or deleted[name]
        }


def published(store: Store) -> Publication | None:
    """What the database says it holds; None for an empty one. Raises StoreError for a schema newer than this program's."""
    rows = store.read(
        f"MATCH (p:{PUBLICATION} {{id: 'maillage'}}) RETURN p.generation AS generation, p.digest AS digest, p.schema AS schema"
    )
    if not rows:
        return None
    found = Publication(int(rows[0]["generation"]), rows[0]["digest"], int(rows[0]["schema"]))
    if found.schema > ontology().version:
        raise StoreError(
            f"{store.location}: this database was written by a newer Maillage. Update Maillage, or use another database.",
            f"{store.location} : cette base a été écrite par un Maillage plus récent. Mettez Maillage à jour ou changez de base.",
        )
    return found


def difference(store: Store, graph: Graph) -> tuple[Published, dict[str, dict[str, int]]]:
    """What publishing `graph` would write, in all and by label or type; nothing is written."""
    state = published(store)
    if state is None or state.schema != ontology().version:
        found = _all_new(graph)
        return found.counts(0), found.by_type()
    found = _compare(store, graph)
    return found.counts(state.generation), found.by_type()


def publish(store: Store, graph: Graph, digest: str, progress: Callable[[int, int], None] | None = None) -> Published:
    """Make the database hold exactly `graph`; give what was written.

    `digest` names the set of records behind it and is given back by `published`. `progress` is told rows written and rows in all.
    Raises StoreError when the database cannot be written or another publisher is at work, OntologyError for a graph that breaks
    the declaration.
    """
    with ThreadPoolExecutor(1) as aside:
        checked = aside.submit(check, graph)  # while the database answers and makes its constraints
        state = published(store)
        if state is None:
            _refuse_foreign(store)
            constrain(store)
        checked.result()
    claim = _Claim(store)
    claim.take(state)
    try:
        if state is not None and not _migrated(store, state, claim):
            state = None
        changes = _compare(store, graph) if state is not None else _all_new(graph)
        _write(_ends_in(graph), changes, claim, progress)
        generation = claim.release(digest)
    except BaseException:
        claim.give_up()
        raise
    return changes.counts(generation)


def publish_changes(
    store: Store, changes: Changes, former: Publication, digest: str, progress: Callable[[int, int], None] | None = None
) -> Published | None:
    """Write what a graph gains and loses into the database that holds it as `former` says; give what was written.

    None, and nothing is written, when the database holds something else by now. Raises StoreError like `publish`.
    """
    check(Graph({node.id: node for node in changes.nodes}, {}))
    claim = _Claim(store)
    generation = claim.take(former)
    try:
        if generation != former.generation:
            claim.give_up()
            return None
        difference = _difference_of(changes)
        _write(_ends_by_id, difference, claim, progress)
        generation = claim.release(digest)
    except BaseException:
        claim.give_up()
        raise
    return difference.counts(generation)


_LABEL_OF_ID = {"e": "Event", "o": "Actor", "p": "Actor", "t": "Territory", "g": "Programme", "s": "Partnership", "a": "Action"}


def _ends_by_id(link: Relationship) -> tuple[str, str]:
    """The labels that identify the ends of a relationship, by the first letter of their ids (records have no letter of their own)."""
    if link.type == "STATED_IN":
        return "Statement", "Record"
    return _LABEL_OF_ID[link.start[0]], _LABEL_OF_ID[link.end[0]]


def _difference_of(changes: Changes) -> _Difference:
    found = _Difference()
    for node in changes.nodes:
        (found.create_nodes if node.id in changes.new_nodes else found.update_nodes).append(node)
    for identity, label in changes.gone_nodes.items():
        found.delete_nodes[label].append(identity)
    found.create_links = list(changes.links)
    written = {link.fact for link in changes.links}
    for fact, (kind, start) in changes.former_links.items():
        if fact in written:
            found.updated[kind] += 1
        else:
            found.deleted[kind] += 1
        if start not in changes.gone_nodes:
            label = "Statement" if kind == "STATED_IN" else _LABEL_OF_ID[start[0]]
            found.delete_links[(label, kind)].append({"fact": fact, "start": start})
    return found


class _Claim:
    """The right to publish: one publisher at a time, seen in the Publication node."""

    def __init__(self, store: Store) -> None:
        self.store, self.token = store, secrets.token_hex(8)

    def take(self, state: Publication | None) -> int:
        """Claim the database, and give the generation that it holds."""
        if state is None:
            self.store.write(
                f"MERGE (p:{PUBLICATION} {{id: 'maillage'}}) ON CREATE SET p.generation = 0, p.schema = $schema",
                {"schema": ontology().version},
            )
        now = time.time()
        # The embedded engine lets one process open the folder, so whoever claimed before is gone.
        stale = now if self.store.engine == "arcadedb" else now - STALE
        rows = self.store.write(
            f"MATCH (p:{PUBLICATION} {{id: 'maillage'}}) SET p.lock = true "  # takes the write lock before looking
            "WITH p WHERE p.publisher IS NULL OR p.publisher = $token OR p.beat <= $stale "  # its own: a repeated transaction
            "SET p.publisher = $token, p.beat = $now, p.digest = null RETURN p.generation AS generation",
            {"token": self.token, "now": now, "stale": stale},
        )
        if not rows:
            raise StoreError(
                f"{self.store.location}: somebody else is publishing to this database. Try again in two minutes.",
                f"{self.store.location} : quelqu'un d'autre publie dans cette base. Réessayez dans deux minutes.",
            )
        return int(rows[0]["generation"])

    def write(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Write while the claim holds: a publisher that was taken for dead (a laptop asleep) writes nothing more when it wakes."""
        if self.store.engine == "arcadedb":
            return self.store.write(cypher, parameters)
        # Setting the beat locks the Publication node until the batch is committed, so nobody takes over in the middle of it.
        hold = f"MATCH (p:{PUBLICATION} {{id: 'maillage', publisher: $token}}) SET p.beat = $now RETURN p.id AS id"
        try:
            return self.store.write(cypher, parameters, guard=(hold, {"token": self.token, "now": time.time()}))
        except GuardError as error:
            raise self._lost() from error

    def _lost(self) -> StoreError:
        return StoreError(
            f"{self.store.location}: another publication has taken over. Run the same command again.",
            f"{self.store.location} : une autre publication a pris le relais. Relancez la même commande.",
        )

    def release(self, digest: str) -> int:
        rows = self.store.write(
            f"MATCH (p:{PUBLICATION} {{id: 'maillage', publisher: $token}}) "
            "SET p.generation = p.generation + 1, p.digest = $digest, p.schema = $schema, p.publisher = null, p.lock = null "
            "RETURN p.generation AS generation",
            {"token": self.token, "digest": digest, "schema": ontology().version},
        )
        if rows:
            return int(rows[0]["generation"])
        state = published(self.store)  # the transaction may have been repeated after its answer was lost
        if state is None or state.digest != digest:
            raise self._lost()
        return state.generation

    def give_up(self) -> None:
        try:
            self.store.write(
                f"MATCH (p:{PUBLICATION} {{id: 'maillage', publisher: $token}}) SET p.publisher = null", {"token": self.token}
            )
        except StoreError:
            return  # the database is gone: the claim grows stale


# --- what is there ------------------------------------------------------------------------------------------------------


def _all_new(graph: Graph) -> _Difference:
    return _Difference(create_nodes=list(graph.nodes.values()), create_links=list(graph.relationships.values()))


def _migrated(store: Store, state: Publication, claim: _Claim) -> bool:
    """True when what the database holds has today's form, constraints included, and can be compared; else it is emptied and given
    today's form: a database holds nothing that the project does not."""
    if state.schema == ontology().version:
        try:
            constrain(store)
            return True
        except StoreError:  # a constraint was lacking, and nodes stand twice
            pass
    _empty(claim)
    constrain(store)
    return False


def _refuse_foreign(store: Store) -> None:
    if store.read("MATCH (n) RETURN 1 AS one LIMIT 1"):
        raise StoreError(
            f"{store.location}: this database holds data that Maillage did not write. Use an empty database.",
            f"{store.location} : cette base contient des données que Maillage n'a pas écrites. Utilisez une base vide.",
        )


def _compare(store: Store, graph: Graph) -> _Difference:
    declared, changes = ontology(), _Difference()
    there: dict[str, tuple[str, str]] = {}
    for label in declared.nodes:
        for row in store.stream(f"MATCH (n:{label}) RETURN n.id AS id, n.rev AS rev"):
            there[row["id"]] = (label, row["rev"])
    replaced: set[str] = set()
    for node in graph.nodes.values():
        label, rev = there.pop(node.id, ("", ""))
        if not label:
            changes.create_nodes.append(node)
        elif label != node.labels[-1]:
            changes.delete_nodes[label].append(node.id)
            changes.create_nodes.append(node)
            replaced.add(node.id)
        elif rev != node_rev(node):
            changes.update_nodes.append(node)
    for identity, (label, _) in there.items():
        changes.delete_nodes[label].append(identity)
    gone = set(there) | replaced
    pending = dict(graph.relationships)
    kept: dict[str, str] = {}
    for kind, relation in declared.relationships.items():
        for start_label in _identity_labels(relation.starts):
            for row in store.stream(
                f"MATCH (a:{start_label})-[x:{kind}]->(b) RETURN x.fact AS fact, x.rev AS rev, a.id AS start, b.id AS end"
            ):
                link = pending.get(row["fact"])
                loose = row["start"] in gone or row["end"] in gone
                if link is not None and not loose and link.type == kind and row["rev"] == link_rev(link):
                    del pending[row["fact"]]
                    kept[row["fact"]] = row["start"]
                    continue
                if row["fact"] in kept:
                    # The same fact twice: both go, one is written again.
                    pending[row["fact"]] = graph.relationships[row["fact"]]
                    start = kept.pop(row["fact"])
                    changes.delete_links[(start_label, kind)].append({"fact": row["fact"], "start": start})
                    link = None
                if link is None or link.type != kind:
                    changes.deleted[kind] += 1
                else:
                    changes.updated[kind] += 1
                if not loose:
                    changes.delete_links[(start_label, kind)].append({"fact": row["fact"], "start": row["start"]})
    changes.create_links = list(pending.values())
    return changes


def _identity_labels(labels: Iterable[str]) -> list[str]:
    declared = ontology()
    return list(dict.fromkeys(declared.nodes[label].labels[0] if label in declared.nodes else label for label in labels))


def node_rev(node: Node) -> str:
    """Digest of a node's labels and properties."""
    return _rev([*node.labels, node.properties])


def link_rev(link: Relationship) -> str:
    """Digest of a relationship's ends and properties."""
    return _rev([link.start, link.end, link.properties])


_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":")).encode


def _rev(content: Sequence[Any]) -> str:
    return hashlib.blake2b(_canonical(content).encode(), digest_size=8).hexdigest()


# --- writing ------------------------------------------------------------------------------------------------------------


def _ends_in(graph: Graph) -> Ends:
    return lambda link: (graph.nodes[link.start].labels[0], graph.nodes[link.end].labels[0])


def _write(ends: Ends, changes: _Difference, claim: _Claim, progress: Callable[[int, int], None] | None) -> None:
    total = (
        sum(map(len, changes.delete_links.values())) + sum(map(len, changes.delete_nodes.values()))
        + len(changes.update_nodes) + len(changes.create_nodes) + len(changes.create_links)
    )  # fmt: skip
    done = 0
    for cypher, batch in _ahead(_batches(ends, changes)):
        claim.write(cypher, {"rows": batch})
        done += len(batch)
        if progress:
            progress(done, total)


def _batches(ends: Ends, changes: _Difference) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Each statement with the rows of one transaction: rows of a batch are in memory, not those of the graph."""
    for cypher, items, row in _statements(ends, changes):
        for start in range(0, len(items), BATCH):
            yield cypher, [row(item) for item in items[start : start + BATCH]]


def _ahead(items: Iterator[T]) -> Iterator[T]:
    """`items`, each made in another thread while the one before it is used: the database works while the next rows are hashed."""
    with ThreadPoolExecutor(1) as maker:
        coming = maker.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = maker.submit(next, items, None)
            yield item


def _statements(ends: Ends, changes: _Difference) -> Iterator[tuple[str, Sequence[Any], Callable[[Any], Mapping[str, Any]]]]:
    """Each statement with the items it is run for, and how a row is made of an item."""
    declared = ontology()
    for (label, kind), links in changes.delete_links.items():
        yield f"UNWIND $rows AS r MATCH (a:{label} {{id: r.start}})-[x:{kind}]->() WHERE x.fact = r.fact DELETE x", links, dict
    for label, identities in changes.delete_nodes.items():
        identity_label = declared.nodes[label].labels[0]
        yield (
            f"UNWIND $rows AS r MATCH (n:{identity_label} {{id: r.id}}) DETACH DELETE n",
            identities,
            lambda identity: {"id": identity},
        )
    for labels, nodes in _grouped(changes.update_nodes, lambda node: node.labels):
        yield (
            f"UNWIND $rows AS r MATCH (n:{labels[0]} {{id: r.id}}) SET n = r.p",
            nodes,
            lambda n: {"id": n.id, "p": _node_row(n)},
        )
    # Inline properties are twice as fast as a later SET on the embedded engine, so nodes are grouped by what they carry.
    for (labels, keys), nodes in _grouped(changes.create_nodes, lambda node: (node.labels, tuple(sorted(node.properties)))):
        inline = "".join(f", {key}: r.{key}" for key in keys)
        yield f"UNWIND $rows AS r CREATE (:{':'.join(labels)} {{id: r.id, rev: r.rev{inline}}})", nodes, _node_row

    def shape(link: Relationship) -> tuple[str, str, str, tuple[str, ...]]:
        start, end = ends(link)
        return link.type, start, end, tuple(sorted(link.properties))

    for (kind, start, end, keys), found in _grouped(changes.create_links, shape):
        inline = "".join(f", {key}: r.{key}" for key in keys)
        yield (
            f"UNWIND $rows AS r MATCH (a:{start} {{id: r.a}}) MATCH (b:{end} {{id: r.b}}) "
            f"CREATE (a)-[:{kind} {{fact: r.fact, rev: r.rev{inline}}}]->(b)",
            found,
            _link_row,
        )


def _node_row(node: Node) -> dict[str, Any]:
    return {**node.properties, "id": node.id, "rev": node_rev(node)}


def _link_row(link: Relationship) -> dict[str, Any]:
    return {**link.properties, "a": link.start, "b": link.end, "fact": link.fact, "rev": link_rev(link)}


def _grouped(items: Iterable[T], key: Callable[[T], K]) -> list[tuple[K, list[T]]]:
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.items())


def _empty(claim: _Claim) -> None:
    """Remove every node of an older schema, the Publication apart."""
    while claim.write(f"MATCH (n) WHERE NOT n:{PUBLICATION} WITH n LIMIT {BATCH} DETACH DELETE n RETURN count(n) AS n")[0]["n"]:
        pass
