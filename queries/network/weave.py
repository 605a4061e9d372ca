"""The network of a scope: who met whom inside it, as a matrix of counts and as a graph, whole or only what is close enough."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

from ...graph.errors import QueryError
from ...graph.names import fold
from ..gathering import Gathered, Reader, gather, kind_of, with_sessions
from ..lookup import Scope
from ..meetings import STRENGTHS, Strength, Thresholds, same_session, standing_for, strength
from ..membership import Kinship, kinship_of
from ..partners import NOT_BODIES
from .fabric import Fabric

MOST = 5_000
"""People or bodies of one network at most: their matrix must fit a laptop."""
CHUNK = 512

Counts = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weave:
    """`actors` by name, `names` of all; `counts[i, j]` how many occasions of the wanted closeness two shared."""

    found: Gathered
    fabric: Fabric
    kinship: Kinship
    actors: Sequence[str]
    names: dict[str, str]
    counts: Counts

    @property
    def joined(self) -> npt.NDArray[np.bool_]:
        """Who met whom."""
        return np.asarray(self.counts > 0)

    def graph(self) -> Any:
        """The network as an undirected graph of networkx, `weight` the number of shared occasions."""
        graph = nx.Graph()
        graph.add_nodes_from(self.actors)
        rows, columns = np.nonzero(np.triu(self.counts, 1))
        graph.add_weighted_edges_from(
            (self.actors[int(i)], self.actors[int(j)], float(self.counts[i, j])) for i, j in zip(rows, columns, strict=True)
        )
        return graph


def weave(
    reader: Reader, scope: Scope | None, since: date | None, until: date | None, thresholds: Thresholds, *,
    people: bool = False, level: str = "unit", closest: Strength = "room", among: Collection[str] | None = None,
) -> Weave:  # fmt: skip
    """The network of the occasions inside `scope` (None: all), of bodies or `people`, of ties at least as close as `closest`;
    of `among` only, where given. Raises QueryError for more than `MOST`."""
    kinship = kinship_of(reader, level, people)
    found = gather(reader, scope, since, until, named=False)
    fabric = fabric_inside(reader, found, kinship, people)
    rows = {row["id"]: row for row in reader.read("actors", actors=sorted(fabric.events))}
    rows.update({key: {"name": name, "level": None, "kind": None} for key, name in kinship.names.items()})
    actors = [
        actor
        for actor in (fabric.events if among is None else among)
        if actor in rows and rows[actor]["level"] != "collective" and rows[actor]["kind"] not in NOT_BODIES
    ]
    if len(actors) > MOST:
        raise QueryError(
            f"{len(actors)} are too many for one network. Narrow the question with --scope or --since.",
            f"{len(actors)} font un réseau trop grand. Précisez avec --scope ou --since.",
        )
    names = {actor: str(rows[actor]["name"]) for actor in actors}
    order = sorted(actors, key=lambda actor: (fold(names[actor]), actor))
    apart = {(part, whole) for part, wholes in kinship.wholes.items() for whole in wholes}
    return Weave(found, fabric, kinship, order, names, shared(fabric, order, thresholds, closest, apart))


def fabric_inside(reader: Reader, found: Gathered, kinship: Kinship, people: bool) -> Fabric:
    """Who was at the occasions inside the scope: people, or bodies."""
    occasions = {occasion.id: occasion for occasion in found.inside}
    rows = reader.read("present", events=sorted(occasions), kind=kind_of(people))
    present = {row["event"]: row for row in sorted(rows, key=lambda row: str(row["event"]))}
    return Fabric(occasions, standing_for(with_sessions(reader, present), kinship.standing))


def shared(
    fabric: Fabric, actors: Sequence[str], thresholds: Thresholds, closest: Strength, apart: Iterable[tuple[str, str]] = ()
) -> Counts:
    """How many occasions at least as close as `closest` each two of `actors` shared; a whole and its part (`apart`) none."""
    column = {actor: number for number, actor in enumerate(actors)}
    counts: Counts = np.zeros((len(actors), len(actors)), dtype=np.float32)
    limit = STRENGTHS.index(closest)
    near = [e for e in fabric.there if STRENGTHS.index(strength(fabric.occasions[e], thresholds)) <= limit]
    whole = [event for event in near if not any(fabric.there[event].values())]
    for begin in range(0, len(whole), CHUNK):
        events = whole[begin : begin + CHUNK]
        present: Counts = np.zeros((len(events), len(actors)), dtype=np.float32)
        for number, event in enumerate(events):
            present[number, [column[actor] for actor in fabric.there[event] if actor in column]] = 1
        counts += present.T @ present
    for event in set(near) - set(whole):
        here = [(column[actor], sessions) for actor, sessions in fabric.there[event].items() if actor in column]
        for one, a in here:
            for two, b in here:
                if same_session(a, b):
                    counts[one, two] += 1
    np.fill_diagonal(counts, 0)
    for part, entire in apart:
        if part in column and entire in column:
            counts[column[part], column[entire]] = counts[column[entire], column[part]] = 0
    return counts
