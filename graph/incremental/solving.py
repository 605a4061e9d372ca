"""Components resolved again: the rules of `resolution`, run on a closed part, which is some units and all that a rule could join to
them, directly or through others."""

from __future__ import annotations

import pickle
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ..resolution import events, organisations, people
from ..resolution.clusters import Clustering, Doubts, digest
from ..resolution.model import Mention
from .decided import Decisions
from .tables import Tables
from .units import Unit

Assigned = dict[str, str | dict[Mention, str]]
"""Unit → its node; where its mentions have a node each, those."""


class Solver:
    """Resolves components of `tables` with `decisions`."""

    def __init__(self, tables: Tables, decisions: Decisions) -> None:
        self.tables, self.decisions = tables, decisions

    def closed(self, grp: str, units: set[str], everything: bool) -> set[str]:
        """`units` and every unit of their components."""
        if grp not in "ope":
            return units
        tables = self.tables
        if everything:
            return set(tables.column("SELECT unit FROM u WHERE grp = ?", grp))
        profiles: dict[str, Unit] = {}

        def profile(unit: str) -> Unit:
            if unit not in profiles:
                row = tables.one("SELECT profile FROM u WHERE unit = ?", unit)
                assert row is not None
                profiles[unit] = Unit(*pickle.loads(row[0]))
            return profiles[unit]

        closed, waiting = set(units), list(units)
        while waiting:
            unit = waiting.pop()
            near = tables.rows(
                "SELECT DISTINCT b.unit, b.key GLOB '? [i=]*' FROM k a JOIN k b ON a.key = b.key WHERE a.unit = ?", unit
            )
            for other, told in near:
                if other in closed or other == unit:
                    continue
                if grp == "o" or told or _meet(grp, profile(unit).profile, profile(other).profile):
                    closed.add(other)
                    waiting.append(other)
        return closed

    def solve(self, grp: str, living: Mapping[str, Unit]) -> Assigned:
        """The nodes of the units of a closed part."""
        solve: Callable[[Mapping[str, Unit]], Assigned] | None
        solve = {"o": self._bodies, "p": self._people, "e": self._events}.get(grp)
        return solve(living) if solve else {unit: self.name(grp, [unit]) for unit in living}

    def name(self, grp: str, units: Iterable[str]) -> str:
        """The node of a cluster of whole units: named after its earliest mention."""
        anchors = (
            self.tables.one("SELECT day, record, anchor FROM m WHERE unit = ? ORDER BY day, record, anchor LIMIT 1", u)
            for u in units
        )
        _, record, anchor = min(anchor for anchor in anchors if anchor is not None)
        return grp + digest(record, anchor)

    def first(self, unit: str) -> Mention:
        """The mention of a unit that comes first in the order of their ids."""
        row = self.tables.one("SELECT record, item FROM m WHERE unit = ? ORDER BY record, item LIMIT 1", unit)
        assert row is not None
        return Mention(*row)

    def _bodies(self, living: Mapping[str, Unit]) -> Assigned:
        clustering = Clustering("o", {})
        by_profile: dict[Any, list[Mention]] = defaultdict(list)
        units: dict[Mention, str] = {}
        marked: dict[Mention, tuple[str, ...]] = {}
        for key, unit in living.items():
            first = self.first(key)
            units[first] = key
            marked[first] = unit.marks
            by_profile[unit.profile].append(first)
            clustering.add(first, (), dict(unit.identifiers))
        self.decisions.apply(clustering, marked)
        organisations.join(by_profile, clustering)
        return self._whole("o", ([units[mention] for mention in mentions] for mentions in clustering.solve().values()))

    def _whole(self, grp: str, clusters: Iterable[Sequence[str]]) -> Assigned:
        assigned: Assigned = {}
        for cluster in clusters:
            assigned.update(dict.fromkeys(cluster, self.name(grp, cluster)))
        return assigned

    def _people(self, living: Mapping[str, Unit]) -> Assigned:
        """Each unit stands for all of its mentions, but where a decision or an identifier has a say in its component."""
        firsts = {self.first(key): key for key in living}
        clustering = Clustering("p", {}, one_each=True)
        by_profile: dict[Any, list[Mention]] = defaultdict(list)
        within: dict[str, set[str]] = defaultdict(set)
        for key, record in self.tables.among("SELECT unit, record FROM m WHERE unit IN ({})", sorted(living)):
            within[key].add(record)
        for first, key in firsts.items():
            unit = living[key]
            clustering.add(first, (), dict(unit.identifiers))
            clustering.within[first] = within[key]
            if unit.profile is not None and not unit.double:
                by_profile[unit.profile].append(first)
        self.decisions.apply(clustering, {first: living[key].marks for first, key in firsts.items()})
        clusters = people.joined(by_profile, clustering, Doubts("person"))
        for first, key in firsts.items():
            if living[key].double and living[key].profile in by_profile:
                clustering.looked.append((first, by_profile[living[key].profile][0]))
        told = {first for first, key in firsts.items() if not living[key].plain}
        singled = {firsts[first] for first in _reached(clustering, told)} if told else set()
        groups = ([key for key in map(firsts.__getitem__, mentions) if key not in singled] for mentions in clusters.values())
        assigned = self._whole("p", (group for group in groups if group))
        if singled:
            assigned.update(self._each({key: living[key] for key in singled}))
        return assigned

    def _each(self, living: Mapping[str, Unit]) -> Assigned:
        """The same with every mention for itself."""
        clustering, units, marked = self._mentions("p", living)
        by_profile: dict[Any, list[Mention]] = defaultdict(list)
        for mention, key in units.items():
            if living[key].profile is not None:
                by_profile[living[key].profile].append(mention)
        self.decisions.apply(clustering, marked)
        return _by_unit(people.joined(by_profile, clustering, Doubts("person")), units)

    def _events(self, living: Mapping[str, Unit]) -> Assigned:
        clustering, units, marked = self._mentions("e", living)
        profiles = {mention: living[key].profile for mention, key in units.items() if living[key].profile is not None}
        self.decisions.apply(clustering, marked)
        events.join(profiles, clustering, Doubts("event"))
        return _by_unit(clustering.solve(), units)

    def _mentions(
        self, grp: str, living: Mapping[str, Unit]
    ) -> tuple[Clustering, dict[Mention, str], dict[Mention, tuple[str, ...]]]:
        """Every mention of some units in a clustering, its unit, the marks of the decisions that speak of it."""
        days: dict[str, str] = {}
        anchors: dict[Mention, str] = {}
        clustering = Clustering(grp, days, anchors, one_each=True)
        units: dict[Mention, str] = {}
        marked: dict[Mention, tuple[str, ...]] = {}
        rows = self.tables.among("SELECT unit, record, item, day, anchor FROM m WHERE unit IN ({})", sorted(living))
        for key, record, item, day, anchor in rows:
            mention = Mention(record, item)
            anchors[mention] = anchor
            units[mention], days[record], marked[mention] = key, day, living[key].marks
            clustering.add(mention, (), dict(living[key].identifiers))
        return clustering, units, marked


def _meet(grp: str, one: Any, two: Any) -> bool:
    """True when a rule may join two profiles."""
    if one is None or two is None:
        return False
    if grp == "p":
        return people.related(one, two) or people.related(two, one)
    said = events.verdict(one, two)
    return said is not None and said[0] == "same"


def _reached(clustering: Clustering, start: Iterable[Mention]) -> set[Mention]:
    """The mentions on which the place of those of `start` depends, and they themselves."""
    beside: dict[Mention, list[Mention]] = defaultdict(list)
    for a, b in (*clustering.edges, *clustering.looked):
        beside[a].append(b)
        beside[b].append(a)
    found, waiting = set(start), list(start)
    while waiting:
        for other in beside[waiting.pop()]:
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _by_unit(clusters: Mapping[str, Sequence[Mention]], units: Mapping[Mention, str]) -> Assigned:
    found: dict[str, dict[Mention, str]] = defaultdict(dict)
    for node, mentions in clusters.items():
        for mention in mentions:
            found[units[mention]][mention] = node
    return dict(found)
