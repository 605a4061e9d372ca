"""Mentions as a stratum sees them, and what each record brings of each kind."""

from __future__ import annotations

import functools
import hashlib
import json
import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from ..nodes import perimeter
from ..record import Record
from ..resolution import events, organisations, partnership_key, people, programme_key
from ..resolution.model import Mention
from ..resolution.territories import Home, Reading, Territories, read_territories
from .tables import Tables


@dataclass(frozen=True, slots=True)
class Row:
    """A mention as a stratum sees it. `alone`: no other mention is ever the same by its profile; `double`: its record has said the
    same profile before, so that no rule joins it to anything."""

    item: Any
    position: int
    profile: Any
    keys: Sequence[str]
    alone: bool = False
    double: bool = False


class Unit(NamedTuple):
    """Mentions that nothing tells apart: their profile, identifiers and the marks of decisions."""

    profile: Any
    identifiers: tuple[tuple[str, str], ...]
    marks: tuple[str, ...]
    double: bool = False

    @property
    def plain(self) -> bool:
        """True when neither a decision nor an identifier has a say in it."""
        return not self.identifiers and not self.marks


class Rows:
    """The rows of a record, from the record and what the strata before say of it."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

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

    def territories(self, record: Record) -> Iterator[Row]:
        positions = {item.id: number for number, item in enumerate(record.territories)}
        items = {item.id: item for item in record.territories}
        for mention, found in read_territories(record):
            # Where each record puts a place of unknown home is counted (`Strata._homes`): part of the value, not of the profile.
            profile = found._replace(home=found.home if found.official else (None, None))
            yield Row(_Homed(items[mention.item], found.home), positions[mention.item], (found.key, profile), [])

    def organisations(self, record: Record) -> Iterator[Row]:
        places = self.places(record)
        positions = {item.id: number for number, item in enumerate(record.organisations)}
        for mention, profile, item in organisations.profiles_of(record, places, _around(record, places)):
            keys = organisations.block_keys(profile)
            yield Row(item, positions[mention.item], profile, keys, not organisations.keys_of(profile))

    def people(self, record: Record) -> Iterator[Row]:
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
        around = _around(record, places)
        local = around if places.is_local(around) else None
        known = {mention: node for mention, node in node_of.items() if node and node[0] in "to"}
        positions = {item.id: number for number, item in enumerate(record.people)}
        seen: set[people.Profile] = set()
        found = people.profiles_of(record, bodies, related, known, local)
        for mention, profile, item in sorted(found, key=lambda one: one[0]):
            said = people.verdict(profile, profile) if profile is not None else None
            double = profile in seen
            if said is not None and said[0] == people.SAME and profile is not None:
                seen.add(profile)
            alone = double or said is None or said[0] != people.SAME
            keys = people.block_keys(profile) if profile is not None else []
            yield Row(item, positions[mention.item], profile, keys, alone, double)

    def events(self, record: Record) -> Iterator[Row]:
        node_of = {Mention(record.id, item): node for item, node in self.node_of(record).items() if node and node[0] in "top"}
        positions = {item.id: number for number, item in enumerate(record.events)}
        for mention, profile, item in events.profiles_of(record, node_of, _around(record, self.places(record))):
            yield Row(item, positions[mention.item], profile, [f"d {profile.day}"] if profile is not None else [], True)

    def programmes(self, record: Record) -> Iterator[Row]:
        for number, item in enumerate(record.programmes):
            if not item.optional:
                yield Row(item, number, programme_key(item), [])

    def partnerships(self, record: Record) -> Iterator[Row]:
        node_of = self.node_of(record)
        for number, item in enumerate(record.partnerships):
            if not item.optional:
                key = partnership_key(item, node_of.get)
                yield Row(item, number, key, [], key is None)

    def actions(self, record: Record) -> Iterator[Row]:
        for number, item in enumerate(record.actions):
            if not item.optional:
                yield Row(item, number, None, [], True)


def _around(record: Record, places: Territories) -> str | None:
    return perimeter(record, lambda r, ref: places.node_of.get(Mention(r.id, ref)))


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


# --- keys and texts -----------------------------------------------------------------------------------------------------------


def unit_of(grp: str, row: Row, mention: Mention, marks: Sequence[str]) -> tuple[str, Unit]:
    """The unit of a mention, with its key: equal for mentions that nothing tells apart."""
    identifiers = tuple(sorted(getattr(row.item, "identifiers", {}).items()))
    said = [grp, _plain(row.profile), identifiers, mention if row.alone or marks else None, marks, row.double]
    key = hashlib.blake2b(json.dumps(said, ensure_ascii=False).encode(), digest_size=12).hexdigest()
    return key, Unit(row.profile, identifiers, tuple(marks), row.double)


def keys_of(row: Row, unit: Unit) -> set[str]:
    """What the unit must have in common with another for a rule, an identifier or a decision to see both."""
    told = (f"i {scheme} {value}" for scheme, value in unit.identifiers)
    return {*row.keys, *told, *(f"= {mark}" for mark in unit.marks)}


def value_of(item: Any) -> str:
    """What an item says, as kept beside its mention."""
    return json.dumps(item.model_dump(mode="json", exclude={"evidence", "id", "optional", "surfaces"}), ensure_ascii=False)


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
