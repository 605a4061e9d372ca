"""Measures of a broker: structural holes after Burt, pairs joined by one alone, and what falls apart without one.

`constraint` and `effective_size` are those of networkx, as products of matrices: for a region's network a second instead of
minutes. The tests compare them with networkx.
"""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]


def constraint(counts: npt.ArrayLike) -> Matrix:
    """Burt's constraint of each, ties weighted by `counts` (symmetric): low for who joins those that do not know each other. NaN for
    who has no tie."""
    ties = np.asarray(counts, dtype=np.float64)
    total = ties.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.where(total > 0, ties / total, 0.0)
    found = np.where(ties > 0, part + part @ part, 0.0)
    return np.asarray(np.where(total[:, 0] > 0, (found**2).sum(axis=1), np.nan))


def effective_size(joined: npt.ArrayLike) -> Matrix:
    """How many of one's contacts are not redundant: their number less what they know one another (Borgatti). NaN without contacts."""
    ties = np.asarray(joined, dtype=np.float64)
    degree = ties.sum(axis=1)
    among = ((ties @ ties) * ties).sum(axis=1) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(degree > 0, degree - 2 * among / degree, np.nan))


def joined_by_it_alone(joined: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """For each: pairs of its contacts that do not know each other and have no other contact in common."""
    ties = np.asarray(joined, dtype=np.float64)
    common = ties @ ties
    alone = ((common == 1) & (ties == 0)).astype(np.float64)
    np.fill_diagonal(alone, 0)
    return np.asarray(np.rint(((ties @ alone) * ties).sum(axis=1) / 2), dtype=np.int64)


def separated(graph: Any) -> dict[str, int]:
    """Who holds parts of the network together (articulation points) → pairs that no longer reach each other without it."""
    found = {}
    for component in nx.connected_components(graph):
        part = graph.subgraph(component)
        for point in nx.articulation_points(part):
            sizes = [len(piece) for piece in nx.connected_components(part.subgraph(component - {point}))]
            found[point] = (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2
    return found


def sides(graph: Any, actor: str) -> list[list[str]]:
    """The groups between which `actor` stands: its contacts, joined where they know one another without it; largest first."""
    around = graph.subgraph(set(graph[actor]))
    return sorted((sorted(piece) for piece in nx.connected_components(around)), key=lambda piece: (-len(piece), piece))
