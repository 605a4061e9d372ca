"""Who is who, stratum by stratum, for the records that changed and the components they touch.

The rules are those of `resolution`, run on a closed part: a unit and all that a rule could join to it, directly or through others.
"""

from __future__ import annotations

import functools
import hashlib
import json
import pickle
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from ..names import person_key
from ..nodes import perimeter
from ..record import Record
from ..resolution import date_of, events, organisations, partnership_key, people, programme_key
from ..resolution.clusters import NEVER, Clustering, Doubts, digest
from ..resolution.decisions import named
from ..resolution.model import Decision, Mention, Naming
from ..resolution.naming import body_key, related_networks
from ..resolution.territories import Home, Reading, Territories, home_among, read_territories
from .tables import Tables


@dataclass(frozen=True, slots=True)
class Row:
    """A mention as a stratum sees it. `alone`: no other mention is ever the same by its profile."""

    item: Any
    position: int
    profile: Any
    keys: Sequence[str]
    alone: bool = False


Unit = tuple[Any, tuple[tuple[str, str], ...], tuple[str, ...]]
"""Profile, identifiers and the marks of decisions."""


class Decisions:
    """What people decided (`decisions` as the resolution takes them), by the items it speaks of."""

    def __init__(self, decisions: Iterable[Decision | Naming]) -> None:
        self.marks: dict[str, Decision | Naming] = {}
        self.pairs: dict[Mention, list[str]] = defaultdict(list)
        self.names: dict[str, list[tuple[str, Naming]]] = defaultdict(list)
        for decision in decisions:
            if isinstance(decision, Naming):
                mark = digest("naming", decision.kind, decision.name, *decision.target, str(decision.perimeter))
                grp, key = ("o", body_key) if decision.kind == "organisation" else ("p", person_key)
                self.pairs[decision.target].append(mark)
                self.names[f"{grp} {key(decision.name)}"].append((mark, decision))
            else:
                mark = digest(decision.verdict, *decision.a, *decision.b)
                self.pairs[decision.a].append(mark)
                self.pairs[decision.b].append(mark)
            self.marks[mark] = decision

    def apply(self, clustering: Clustering, marked: Mapping[Mention, Sequence[str]]) -> None:
        """Put into `clustering` the decisions whose items are all among `marked`."""
        held: dict[str, list[Mention]] = defaultdict(list)
        for mention, marks in marked.items():
            for mark in marks:
                held[mark].append(mention)
        for mark, mentions in held.items():
            decision = self.marks[mark]
            if isinstance(decision, Naming):
                for mention in mentions if decision.target in marked else ():
                    if mention != decision.target:
                        clustering.join(decision.target, mention, -1)
            elif decision.a in marked and decision.b in marked:
                if decision.verdict == "same":
                    clustering.join(decision.a, decision.b, -1)
                else:
                    clustering.ban(decision.a, decision.b)

    def touched(self, former: Decisions, tables: Tables) -> set[str]:
        """The records that hold an item of a decision that is new or no longer holds."""
        records: set[str] = set()
        for mark in self.marks.keys() ^ former.marks.keys():
            decision = self.marks.get(mark) or former.marks[mark]
            if isinstance(decision, Naming):
                grp, key = ("o", body_key) if decision.kind == "organisation" else ("p", person_key)
                records.update(tables.column("SELECT DISTINCT record FROM m WHERE called = ?", f"{grp} {key(decision.name)}"))
                records.add(decision.target.record)
            else:
                records |= {decision.a.record, decision.b.record}
        return {record for record in records if tables.one("SELECT 1 FROM rec WHERE id = ?", record)}


def called(grp: str, item: Any) -> str | None:
    """The name of a body or a person as decisions about names see it; None for other items."""
    if grp == "o":
        return f"o {body_key(item.name)}"
    return f"p {person_key(item.name)}" if grp == "p" else None


@dataclass(slots=True)
class Moved:
    """What a stratum changed: records that hold a mention with another node than before; nodes that gained or lost a mention."""

    records: set[str] = field(default_factory=set)
    nodes: set[str] = field(default_factory=set)


class Strata:
    """The resolution kept in `tables`, brought up to date by `update`."""

    def __init__(self, tables: Tables, record: Callable[[str], Record | None], decisions: Decisions) -> None:
        self.tables, self.record, self.decisions = tables, record, decisions
        self.everything = tables.one("SELECT 1 FROM m LIMIT 1") is None
        self.nodes: set[str] = set()
        """Nodes whose mentions are not the ones of before, or say something else."""
        self.homes_changed = False

    def update(self, changed: Iterable[str]) -> set[str]:
        """Resolve again what the records `changed` (read anew, or gone) touch; give the records whose facts are to be made again."""
        changed = set(changed)
        moved = self._stratum("t", changed, self._territories)
        moved.records |= self._homes()
        changed |= moved.records
        bodies = self._stratum("o", changed, self._organisations)
        changed |= bodies.records
        changed |= self._related(changed, bodies)
        persons = self._stratum("p", changed, self._people)
        changed |= persons.records
        occasions = self._stratum("e", changed, self._events)
        changed |= occasions.records
        for prefix, rows in (("g", self._programmes), ("s", self._partnerships), ("a", self._actions)):
            changed |= self._stratum(prefix, changed, rows).records
        return changed

    def _marks(self, grp: str, record: Record, item: Any) -> tuple[str, ...]:
        """The decisions that speak of an item: such a mention stands by itself, whatever its profile."""
        found = set(self.decisions.pairs.get(Mention(record.id, item.id), ()))
        namings = self.decisions.names.get(called(grp, item) or "", ())
        if namings:
            places = self.places(record)
            for mark, naming in namings:
                if Mention(record.id, item.id) in named(naming, [record], places):
                    found.add(mark)
        return tuple(sorted(found))

    # --- one stratum ------------------------------------------------------------------------------------------------------

    def _stratum(self, grp: str, records: Iterable[str], rows_of: Callable[[Record], Iterator[Row]]) -> Moved:
        tables, moved = self.tables, Moved()
        affected: set[str] = set()
        gone: list[tuple[str, str, str]] = []
        entered: dict[str, list[tuple[str, str, str | None]]] = defaultdict(list)
        for identity in sorted(records):
            record = self.record(identity)
            before = {
                item: (unit, node, day, value, scope, pos)
                for item, unit, node, day, value, scope, pos in tables.rows(
                    "SELECT item, unit, node, day, value, scope, pos FROM m WHERE record = ? AND grp = ?", identity, grp
                )
            }
            day = date_of(record) if record is not None else NEVER
            for row in rows_of(record) if record is not None else ():
                mention = Mention(identity, row.item.id)
                marks = self._marks(grp, record, row.item) if record is not None else ()
                unit = _unit(grp, row, mention, marks)
                value, scope = _value(row.item), getattr(row.item, "scope", None)
                old = before.pop(row.item.id, None)
                if old is not None and (old[0], old[2]) == (unit, day):
                    if (old[3], old[4], old[5]) != (value, scope, row.position):
                        self.nodes.add(old[1])
                        tables.run("UPDATE m SET value = ?, scope = ?, pos = ? WHERE record = ? AND item = ?",
                                   value, scope, row.position, *mention)  # fmt: skip
                    continue
                if old is not None:
                    affected.add(old[0])
                    tables.run("DELETE FROM m WHERE record = ? AND item = ?", *mention)
                node = old[1] if old is not None else None
                entered[unit].append((identity, row.item.id, node))
                tables.run("INSERT INTO m VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                           identity, row.item.id, grp, row.position, unit, node, day, value, scope, called(grp, row.item))  # fmt: skip
                if old is None:
                    moved.records.add(identity)
                if unit not in affected and tables.one("SELECT 1 FROM u WHERE unit = ?", unit) is None:
                    tables.run(
                        "INSERT INTO u VALUES (?, ?, ?, NULL, NULL)",
                        unit,
                        grp,
                        pickle.dumps((row.profile, _ids(row.item), marks)),
                    )
                    tables.many(
                        "INSERT OR IGNORE INTO k VALUES (?, ?)", ((f"{grp} {key}", unit) for key in _all_keys(row, marks))
                    )
                affected.add(unit)
                if node is not None:
                    self.nodes.add(node)
            for item, (unit, node, *_) in before.items():
                affected.add(unit)
                gone.append((identity, item, node))
        for identity, item, node in gone:
            tables.run("DELETE FROM m WHERE record = ? AND item = ?", identity, item)
            moved.records.add(identity)
            moved.nodes.add(node)
        if affected:
            self._solve(grp, affected, entered, moved)
        self.nodes |= moved.nodes
        return moved

    def _solve(
        self, grp: str, affected: set[str], entered: Mapping[str, list[tuple[str, str, str | None]]], moved: Moved
    ) -> None:
        tables = self.tables
        closed = self._closed(grp, affected)
        living: dict[str, Unit] = {}
        stood: dict[str, str | None] = {}
        for unit, profile, node in list(tables.among("SELECT unit, profile, node FROM u WHERE unit IN ({})", sorted(closed))):
            stood[unit] = node
            if tables.one("SELECT 1 FROM m WHERE unit = ? LIMIT 1", unit) is None:
                tables.run("DELETE FROM u WHERE unit = ?", unit)
                tables.run("DELETE FROM k WHERE unit = ?", unit)
            else:
                living[unit] = pickle.loads(profile)
        solve = {"o": self._solve_bodies, "p": self._solve_people, "e": self._solve_events}.get(grp)
        assigned: Mapping[str, Any] = solve(living) if solve else {unit: self._name(grp, [unit]) for unit in living}
        for unit, node in assigned.items():
            if isinstance(node, dict):  # each mention of this unit its own
                for (record, item), wanted in node.items():
                    row = tables.one("SELECT node FROM m WHERE record = ? AND item = ?", record, item)
                    before = row[0] if row else None
                    if before != wanted:
                        tables.run("UPDATE m SET node = ? WHERE record = ? AND item = ?", wanted, record, item)
                        moved.records.add(record)
                        moved.nodes |= {wanted} | ({before} if before else set())
                    elif unit in affected:
                        moved.nodes.add(wanted)
                continue
            if unit in affected:
                moved.nodes.add(node)
            mentions = entered.get(unit, ())
            if stood[unit] != node:  # the whole unit goes to another node
                mentions = tables.rows("SELECT record, item, node FROM m WHERE unit = ? AND node IS NOT ?", unit, node)
                tables.run("UPDATE u SET node = ? WHERE unit = ?", node, unit)
            for record, item, before in mentions:
                if before != node:
                    tables.run("UPDATE m SET node = ? WHERE record = ? AND item = ?", node, record, item)
                    moved.records.add(record)
                    moved.nodes |= {node} | ({before} if before else set())

    def _closed(self, grp: str, affected: set[str]) -> set[str]:
        """`affected` and every unit of their components."""
        if grp not in "ope":
            return affected
        tables = self.tables
        if self.everything:
            return set(tables.column("SELECT unit FROM u WHERE grp = ?", grp))
        profiles: dict[str, Any] = {}

        def profile(unit: str) -> Any:
            if unit not in profiles:
                row = tables.one("SELECT profile FROM u WHERE unit = ?", unit)
                assert row is not None
                profiles[unit] = pickle.loads(row[0])
            return profiles[unit]

        closed, waiting = set(affected), list(affected)
        while waiting:
            unit = waiting.pop()
            near = tables.rows(
                "SELECT DISTINCT b.unit, b.key GLOB '? [i=]*' FROM k a JOIN k b ON a.key = b.key WHERE a.unit = ?", unit
            )
            for other, told in near:
                if other in closed or other == unit:
                    continue
                if grp == "o" or told or _meet(grp, profile(unit), profile(other)):
                    closed.add(other)
                    waiting.append(other)
        return closed

    def _name(self, grp: str, units: Sequence[str]) -> str:
        """The node of a cluster of whole units: named after its earliest mention."""
        anchors = (
            self.tables.one("SELECT day, record, item FROM m WHERE unit = ? ORDER BY day, record, item LIMIT 1", u) for u in units
        )
        _, record, item = min(anchor for anchor in anchors if anchor is not None)
        return grp + digest(record, item)

    def _first(self, unit: str) -> Mention:
        row = self.tables.one("SELECT record, item FROM m WHERE unit = ? ORDER BY record, item LIMIT 1", unit)
        assert row is not None
        return Mention(*row)

    def _solve_bodies(self, living: Mapping[str, Unit]) -> dict[str, Any]:
        clustering = Clustering("o", {})
        by_profile: dict[Any, list[Mention]] = defaultdict(list)
        units: dict[Mention, str] = {}
        marked: dict[Mention, tuple[str, ...]] = {}
        for unit, (profile, identifiers, marks) in living.items():
            first = self._first(unit)
            units[first] = unit
            marked[first] = marks
            by_profile[profile].append(first)
            clustering.add(first, (), dict(identifiers))
        self.decisions.apply(clustering, marked)
        organisations.join(by_profile, clustering)
        assigned: dict[str, Any] = {}
        for mentions in clustering.solve().values():
            cluster = [units[mention] for mention in mentions]
            assigned.update(dict.fromkeys(cluster, self._name("o", cluster)))
        return assigned

    def _mentions(self, living: Iterable[str]) -> Iterator[tuple[str, Mention, str]]:
        for unit, record, item, day in self.tables.among(
            "SELECT unit, record, item, day FROM m WHERE unit IN ({})", sorted(living)
        ):
            yield unit, Mention(record, item), day

    def _solve_people(self, living: Mapping[str, Unit]) -> dict[str, Any]:
        days: dict[str, str] = {}
        clustering = Clustering("p", days, one_each=True)
        by_profile: dict[Any, list[Mention]] = defaultdict(list)
        unit_of: dict[Mention, str] = {}
        marked: dict[Mention, tuple[str, ...]] = {}
        for unit, mention, day in self._mentions(living):
            profile, identifiers, marked[mention] = living[unit]
            unit_of[mention], days[mention.record] = unit, day
            clustering.add(mention, (), dict(identifiers))
            if profile is not None:
                by_profile[profile].append(mention)
        self.decisions.apply(clustering, marked)
        return _by_unit(people.joined(by_profile, clustering, Doubts("person")), unit_of)

    def _solve_events(self, living: Mapping[str, Unit]) -> dict[str, Any]:
        days: dict[str, str] = {}
        clustering = Clustering("e", days, one_each=True)
        profiles: dict[Mention, events.Profile] = {}
        unit_of: dict[Mention, str] = {}
        marked: dict[Mention, tuple[str, ...]] = {}
        for unit, mention, day in self._mentions(living):
            profile, identifiers, marked[mention] = living[unit]
            unit_of[mention], days[mention.record] = unit, day
            clustering.add(mention, (), dict(identifiers))
            if profile is not None:
                profiles[mention] = profile
        self.decisions.apply(clustering, marked)
        events.join(profiles, clustering, Doubts("event"))
        return _by_unit(clustering.solve(), unit_of)

    # --- what each record brings ------------------------------------------------------------------------------------------------

    def node_of(self, record: Record) -> dict[str, str]:
        """Local id → node of the items of a record."""
        return dict(self.tables.rows("SELECT item, node FROM m WHERE record = ?", record.id))

    def places(self, record: Record) -> Territories:
        """The territories of one record as they are among all."""
        rows = self.tables.rows(
            "SELECT m.item, m.node, u.profile, u.home FROM m JOIN u ON m.unit = u.unit WHERE m.record = ? AND m.grp = 't'",
            record.id,
        )
        return _Places(record.id, rows)

    def _territories(self, record: Record) -> Iterator[Row]:
        positions = {item.id: number for number, item in enumerate(record.territories)}
        items = {item.id: item for item in record.territories}
        for mention, found in read_territories(record):
            # Where each record puts a place of unknown home is counted (`_homes`): part of the value, not of the profile.
            profile = found._replace(home=found.home if found.official else (None, None))
            yield Row(_Homed(items[mention.item], found.home), positions[mention.item], (found.key, profile), [])

    def _homes(self) -> set[str]:
        """Choose the home of the territories whose mentions changed; give the records of those that got another."""
        moved: set[str] = set()
        tables = self.tables
        units = {
            unit for (unit,) in tables.among("SELECT DISTINCT unit FROM m WHERE grp = 't' AND node IN ({})", sorted(self.nodes))
        }
        for unit, profile, before in list(tables.among("SELECT unit, profile, home FROM u WHERE unit IN ({})", sorted(units))):
            (_, reading), *_ = pickle.loads(profile)
            counted: Counter[Home] = Counter()
            if reading.official:
                counted[reading.home] = 1
            else:
                for value, number in tables.rows("SELECT value, n FROM v WHERE unit = ?", unit):
                    departement, region = json.loads(value)["home"]
                    counted[(departement, region)] += number
            home = json.dumps(home_among(counted))
            if home != before:
                tables.run("UPDATE u SET home = ? WHERE unit = ?", home, unit)
                moved.update(tables.column("SELECT DISTINCT record FROM m WHERE unit = ?", unit))
                self.homes_changed = True
        return moved

    def _organisations(self, record: Record) -> Iterator[Row]:
        places = self.places(record)
        around = perimeter(record, lambda r, ref: places.node_of.get(Mention(r.id, ref)))
        positions = {item.id: number for number, item in enumerate(record.organisations)}
        for mention, profile, item in organisations.profiles_of(record, places, around):
            keys = organisations.block_keys(profile)
            yield Row(item, positions[mention.item], profile, keys, not organisations.keys_of(profile))

    def _people(self, record: Record) -> Iterator[Row]:
        node_of = {Mention(record.id, item): node for item, node in self.node_of(record).items()}
        bodies = _Bodies(node_of, {
            Mention(record.id, item): pickle.loads(profile)[0]
            for item, profile in self.tables.rows(
                "SELECT m.item, u.profile FROM m JOIN u ON m.unit = u.unit WHERE m.record = ? AND m.grp = 'o'", record.id
            )
        })  # fmt: skip
        related = {
            node: set(self.tables.column("SELECT other FROM related WHERE node = ?", node))
            for node in node_of.values()
            if node and node[0] == "o"
        }
        places = self.places(record)
        around = perimeter(record, lambda r, ref: places.node_of.get(Mention(r.id, ref)))
        local = around if places.is_local(around) else None
        known = {mention: node for mention, node in node_of.items() if node and node[0] in "to"}
        positions = {item.id: number for number, item in enumerate(record.people)}
        for mention, profile, item in people.profiles_of(record, bodies, related, known, local):
            said = people.verdict(profile, profile) if profile is not None else None
            alone = said is None or said[0] != people.SAME
            yield Row(item, positions[mention.item], profile, people.block_keys(profile) if profile is not None else [], alone)

    def _events(self, record: Record) -> Iterator[Row]:
        node_of = {Mention(record.id, item): node for item, node in self.node_of(record).items() if node and node[0] in "top"}
        places = self.places(record)
        around = perimeter(record, lambda r, ref: places.node_of.get(Mention(r.id, ref)))
        positions = {item.id: number for number, item in enumerate(record.events)}
        for mention, profile, item in events.profiles_of(record, node_of, around):
            yield Row(item, positions[mention.item], profile, [f"d {profile.day}"] if profile is not None else [], True)

    def _programmes(self, record: Record) -> Iterator[Row]:
        for number, item in enumerate(record.programmes):
            if not item.optional:
                yield Row(item, number, programme_key(item), [])

    def _partnerships(self, record: Record) -> Iterator[Row]:
        node_of = self.node_of(record)
        for number, item in enumerate(record.partnerships):
            if not item.optional:
                key = partnership_key(item, node_of.get(item.territory) if item.territory else None)
                yield Row(item, number, key, [], key is None)

    def _actions(self, record: Record) -> Iterator[Row]:
        for number, item in enumerate(record.actions):
            if not item.optional:
                yield Row(item, number, None, [], True)

    # --- bodies that a person may pass between ------------------------------------------------------------------------------------

    def _related(self, records: Iterable[str], moved: Moved) -> set[str]:
        """Bring the successors, predecessors, wholes and parts of the touched bodies up to date; give the records of those that changed."""
        tables = self.tables
        touched = set(moved.nodes)
        for identity in records:
            before = tables.rows("SELECT a, b FROM part_of WHERE record = ?", identity)
            after = []
            record = self.record(identity)
            if record is not None:
                node_of = self.node_of(record)
                for link in record.links:
                    if link.type in ("part_of", "succeeded_by") and not link.optional:
                        a, b = node_of.get(link.start), node_of.get(link.end)
                        if a and b and a != b:
                            after.append((a, b))
            if sorted(before) != sorted(after):
                tables.run("DELETE FROM part_of WHERE record = ?", identity)
                tables.many("INSERT INTO part_of VALUES (?, ?, ?)", ((identity, a, b) for a, b in after))
                touched.update(node for pair in (*before, *after) for node in pair)
        near = set(touched)
        for node in touched:
            near.update(tables.column("SELECT other FROM related WHERE node = ?", node))
            for network, place in (self._unit_place(node), self._place_again(node)):
                if network:
                    for other in (network, *related_networks(network)):
                        near.update(tables.column("SELECT node FROM unit_of WHERE network = ? AND place = ?", other, place))
        changed: set[str] = set()
        for node in list(near):
            near.update(self._relations(node))
        for node in near:
            before_set = set(tables.column("SELECT other FROM related WHERE node = ?", node))
            after_set = self._relations(node)
            if before_set != after_set:
                tables.run("DELETE FROM related WHERE node = ?", node)
                tables.many("INSERT INTO related VALUES (?, ?)", ((node, other) for other in after_set))
                changed.update(tables.column("SELECT DISTINCT record FROM m WHERE node = ?", node))
        return changed

    def _unit_place(self, node: str) -> tuple[str | None, str]:
        row = self.tables.one("SELECT network, place FROM unit_of WHERE node = ?", node)
        return (row[0], row[1]) if row else (None, "")

    def _place_again(self, node: str) -> tuple[str | None, str]:
        """The network and place that a body is the unit of, by its first mention that says so; kept in `unit_of`."""
        best: tuple[Mention, str, str] | None = None
        for unit, blob in self.tables.rows("SELECT unit, profile FROM u WHERE node = ? AND grp = 'o'", node):
            profile = pickle.loads(blob)[0]
            if profile.network and profile.place:
                first = self._first(unit)
                if best is None or first < best[0]:
                    best = (first, profile.network, profile.place)
        if best is None:
            self.tables.run("DELETE FROM unit_of WHERE node = ?", node)
            return None, ""
        self.tables.run("INSERT OR REPLACE INTO unit_of VALUES (?, ?, ?)", node, best[1], best[2])
        return best[1], best[2]

    def _relations(self, node: str) -> set[str]:
        tables = self.tables
        found = set(tables.column("SELECT b FROM part_of WHERE a = ?1 UNION SELECT a FROM part_of WHERE b = ?1", node))
        network, place = self._unit_place(node)
        if network and self._unit_at(network, place) == node:
            found.update(filter(None, (self._unit_at(other, place) for other in related_networks(network))))
        found.discard(node)
        return found

    def _unit_at(self, network: str, place: str) -> str | None:
        row = self.tables.one("SELECT max(node) FROM unit_of WHERE network = ? AND place = ?", network, place)
        return row[0] if row else None


class _Places(Territories):
    """The territories of one record, with what all records say of them."""

    def __init__(self, record: str, rows: Iterable[tuple[str, str, bytes, str | None]]) -> None:
        self.places, self.homes, self.keys, self.kinds = {}, {}, {}, {}
        self.clusters, self.node_of, self.questions = {}, {}, []
        for item, node, blob, home in rows:
            mention = Mention(record, item)
            (_, reading), *_ = pickle.loads(blob)
            found: Reading = reading
            self.node_of[mention], self.keys[mention], self.kinds[node] = node, found.name, found.kind
            self.clusters[node] = (mention,)
            if found.official:
                self.places[node] = found.official
            departement, region = json.loads(home) if home else (None, None)
            self.homes[node] = (departement, region)


@dataclass(frozen=True, slots=True)
class _Bodies:
    node_of: Mapping[Mention, str]
    profiles: Mapping[Mention, organisations.Profile]


class _Homed:
    """A territory with the home that its record gives it, kept with what it says."""

    def __init__(self, item: Any, home: Home) -> None:
        self.item, self.home, self.id = item, home, item.id
        self.identifiers: Mapping[str, str] = {}

    def model_dump(self, **options: Any) -> dict[str, Any]:
        return {**self.item.model_dump(**options), "home": list(self.home)}


def _meet(grp: str, one: Unit, two: Unit) -> bool:
    a, b = one[0], two[0]
    if a is None or b is None:
        return False
    if grp == "p":
        return people.related(a, b) or people.related(b, a)
    said = events.verdict(a, b)
    return said is not None and said[0] == "same"


def _by_unit(clusters: Mapping[str, Sequence[Mention]], unit_of: Mapping[Mention, str]) -> dict[str, Any]:
    found: dict[str, Any] = defaultdict(dict)
    for node, mentions in clusters.items():
        for mention in mentions:
            found[unit_of[mention]][mention] = node
    return found


def _ids(item: Any) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(getattr(item, "identifiers", {}).items()))


def _all_keys(row: Row, marks: Sequence[str]) -> set[str]:
    return {*row.keys, *(f"i {scheme} {value}" for scheme, value in _ids(row.item)), *(f"= {mark}" for mark in marks)}


def _unit(grp: str, row: Row, mention: Mention, marks: Sequence[str]) -> str:
    said = [grp, _plain(row.profile), _ids(row.item), mention if row.alone or marks else None, marks]
    return hashlib.blake2b(json.dumps(said, ensure_ascii=False).encode(), digest_size=12).hexdigest()


def _plain(value: Any) -> Any:
    """`value` with sets sorted, so that equal profiles have one text."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, (frozenset, set)):
        return sorted((_plain(item) for item in value), key=str)
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return [_plain(getattr(value, name)) for name in _field_names(value.__class__)]


@functools.cache
def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(part.name for part in fields(kind))


def _value(item: Any) -> str:
    return json.dumps(item.model_dump(mode="json", exclude={"evidence", "id", "optional", "surfaces"}), ensure_ascii=False)
