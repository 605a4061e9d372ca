"""Where to draw what: positions that depend on the graph alone, communities and their names.

The same graph gives the same picture, whatever the order of its nodes; stored positions are taken as a start, so that a new record moves
what it touches. Up to 2,000 nodes one spring layout; above, one for each community, placed by the layout of the communities.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..graph.model import Subgraph

Positions = dict[str, tuple[float, float]]

WHOLE = 2_000
"""Nodes up to which one spring layout is quick (0.8 s) and good."""
SPACE = 90.0
"""Mean distance between neighbours in the picture, in its own units (a node is about 20 across)."""
_ITERATIONS = 120


@dataclass(frozen=True, slots=True)
class Community:
    """A group of nodes that meet each other more than others. `name` is made of its best-linked members."""

    index: int
    name: str
    members: tuple[str, ...]


def positions(subgraph: Subgraph, start: Mapping[str, tuple[float, float]] | None = None) -> Positions:
    """Node id → (x, y). Deterministic; `start` gives the positions of an earlier picture."""
    nodes = sorted(node.id for node in subgraph.nodes)
    weights = link_weights(subgraph)
    if len(nodes) <= WHOLE:
        return _component_layout(nodes, weights, start or {})
    return _by_communities(subgraph, nodes, weights, start or {})


def link_weights(subgraph: Subgraph) -> dict[tuple[str, str], float]:
    """Sorted pair of node ids → how strongly they are linked (times met, else the number of links)."""
    known = {node.id for node in subgraph.nodes}
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for link in subgraph.relationships:
        if link.start != link.end and link.start in known and link.end in known:
            met = link.properties.get("meetings", 1)
            weights[(min(link.start, link.end), max(link.start, link.end))] += (
                float(met) if isinstance(met, (int, float)) else 1.0
            )
    return dict(sorted(weights.items()))


def communities(subgraph: Subgraph) -> list[Community]:
    """The communities of a subgraph, largest first; unlinked nodes make one of their own at the end."""
    import networkx as nx

    weights = link_weights(subgraph)
    graph = nx.Graph()
    graph.add_nodes_from(sorted({end for pair in weights for end in pair}))
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in weights.items())
    found = [sorted(group) for group in nx.community.louvain_communities(graph, weight="weight", seed=7)] if weights else []
    names = {node.id: node.name for node in subgraph.nodes}
    degree: Counter[str] = Counter()
    for (a, b), weight in weights.items():
        degree[a] += int(weight)
        degree[b] += int(weight)
    loose = sorted(node.id for node in subgraph.nodes if node.id not in graph)
    ordered = sorted(found, key=lambda group: (-len(group), group)) + ([loose] if loose else [])
    result = []
    for index, group in enumerate(ordered):
        best = sorted(group, key=lambda node: (-degree[node], names[node]))[:2]
        result.append(Community(index, ", ".join(names[node] for node in best), tuple(group)))
    return result


def _seeded(node: str) -> tuple[float, float]:
    """A start position that depends on the node alone."""
    number = int.from_bytes(hashlib.blake2b(node.encode(), digest_size=8).digest(), "big")
    angle, radius = (number % 3_600) / 3_600 * math.tau, math.sqrt((number >> 16) % 10_000 / 10_000)
    return radius * math.cos(angle), radius * math.sin(angle)


def _component_layout(
    nodes: Sequence[str], weights: Mapping[tuple[str, str], float], start: Mapping[str, tuple[float, float]]
) -> Positions:
    """Each connected part laid out by itself, the parts packed in rows, largest first."""
    groups = _components(nodes, weights)
    placed: Positions = {}
    boxes: list[tuple[float, Positions]] = []
    for group in groups:
        part = _spring(group, weights, start)
        boxes.append((max(_extent(part), SPACE), part))
    x = y = row = 0.0
    limit = max((boxes[0][0] if boxes else 0) * 1.2, math.sqrt(sum(size * size for size, _ in boxes)))
    for size, part in boxes:
        if x and x + size > limit:
            x, y, row = 0.0, y + row + SPACE, 0.0
        for node, (a, b) in part.items():
            placed[node] = (x + size / 2 + a, y + size / 2 + b)
        x, row = x + size + SPACE, max(row, size)
    return _centred(placed)


def _components(nodes: Sequence[str], weights: Mapping[tuple[str, str], float]) -> list[list[str]]:
    parent = {node: node for node in nodes}

    def root(node: str) -> str:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for a, b in weights:
        one, two = root(a), root(b)
        if one != two:
            parent[max(one, two)] = min(one, two)
    groups: dict[str, list[str]] = defaultdict(list)
    for node in nodes:
        groups[root(node)].append(node)
    return sorted(groups.values(), key=lambda group: (-len(group), group))


def _spring(
    nodes: Sequence[str], weights: Mapping[tuple[str, str], float], start: Mapping[str, tuple[float, float]]
) -> Positions:
    import rustworkx as rx

    if len(nodes) == 1:
        return {nodes[0]: (0.0, 0.0)}
    index = {node: number for number, node in enumerate(nodes)}
    graph = rx.PyGraph()
    graph.add_nodes_from(list(nodes))
    graph.add_edges_from(
        [(index[a], index[b], 1.0 + math.log(weight)) for (a, b), weight in weights.items() if a in index and b in index]
    )
    scale = SPACE * math.sqrt(len(nodes)) * 0.62
    known = {index[node]: (start[node][0] / scale, start[node][1] / scale) for node in nodes if node in start}
    begin = {index[node]: known.get(index[node], _seeded(node)) for node in nodes}
    steps = _ITERATIONS if len(known) < len(nodes) * 0.8 else _ITERATIONS // 4
    found = rx.spring_layout(graph, pos=begin, k=1.9 / math.sqrt(len(nodes)), num_iter=steps, weight_fn=float, seed=7, scale=1)
    return {nodes[number]: (float(x) * scale, float(y) * scale) for number, (x, y) in found.items()}


def _by_communities(
    subgraph: Subgraph, nodes: Sequence[str], weights: Mapping[tuple[str, str], float], start: Mapping[str, tuple[float, float]]
) -> Positions:
    groups = communities(subgraph)
    member = {node: group.index for group in groups for node in group.members}
    between: dict[tuple[str, str], float] = defaultdict(float)
    inside: dict[int, dict[tuple[str, str], float]] = defaultdict(dict)
    for (a, b), weight in weights.items():
        one, two = member[a], member[b]
        if one == two:
            inside[one][(a, b)] = weight
        else:
            between[(f"{min(one, two):06d}", f"{max(one, two):06d}")] += weight
    parts = {group.index: _spring(group.members, inside[group.index], start) for group in groups}
    wide = _spring([f"{group.index:06d}" for group in groups], between, {}) if len(groups) > 1 else {"000000": (0.0, 0.0)}
    sizes = {group.index: max(_extent(parts[group.index]), SPACE) for group in groups}
    spread = 2.2 * math.sqrt(sum(size * size for size in sizes.values())) / max(1.0, _extent(wide))
    centres = _apart({int(key): (x * spread, y * spread) for key, (x, y) in wide.items()}, sizes)
    return _centred(
        {node: (centres[index][0] + x, centres[index][1] + y) for index, part in parts.items() for node, (x, y) in part.items()}
    )


def _apart(centres: dict[int, tuple[float, float]], sizes: Mapping[int, float]) -> dict[int, tuple[float, float]]:
    """Push circles that overlap away from each other, a few rounds."""
    order = sorted(centres)
    for _ in range(60):
        moved = False
        for i, a in enumerate(order):
            for b in order[i + 1 :]:
                (ax, ay), (bx, by) = centres[a], centres[b]
                dx, dy = bx - ax, by - ay
                distance = math.hypot(dx, dy) or 1.0
                lack = (sizes[a] + sizes[b]) * 0.55 - distance
                if lack > 0:
                    ux, uy = dx / distance * lack / 2, dy / distance * lack / 2
                    centres[a], centres[b] = (ax - ux, ay - uy), (bx + ux, by + uy)
                    moved = True
        if not moved:
            break
    return centres


def _extent(part: Mapping[str, tuple[float, float]]) -> float:
    if not part:
        return 0.0
    xs, ys = [x for x, _ in part.values()], [y for _, y in part.values()]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _centred(part: Positions) -> Positions:
    if not part:
        return part
    xs, ys = [x for x, _ in part.values()], [y for _, y in part.values()]
    cx, cy = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return {node: (round(x - cx, 1), round(y - cy, 1)) for node, (x, y) in sorted(part.items())}
