"""Where to draw what: positions that depend on the graph alone, communities and their names.

The same graph gives the same picture, whatever the order of its nodes. With the positions of an earlier picture (`editions`), nodes keep
their places and only those move that are new or have new neighbours: a new record moves what it touches. Up to 2,000 nodes one spring
layout; above, one for each community, placed by the layout of the communities.
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


def positions(
    subgraph: Subgraph,
    start: Mapping[str, tuple[float, float]] | None = None,
    marks: Mapping[str, str] | None = None,
    groups: Sequence[Community] | None = None,
) -> Positions:
    """Node id → (x, y). Deterministic. `start` gives the positions of an earlier picture and `marks` what `neighbourhoods` said then;
    without marks only new nodes and their neighbours move. `groups` are the communities, where they are known already."""
    nodes = sorted(node.id for node in subgraph.nodes)
    weights = link_weights(subgraph)
    if start and sum(node in start for node in nodes) >= len(nodes) / 2:
        return _moved(nodes, weights, start, marks)
    if len(nodes) <= WHOLE:
        return _component_layout(nodes, weights, start or {})
    return _by_communities(groups or communities(subgraph), weights)


def neighbourhoods(subgraph: Subgraph) -> dict[str, str]:
    """Node id → a mark that changes when it gets or loses a neighbour."""
    near: dict[str, list[str]] = {node.id: [] for node in subgraph.nodes}
    for a, b in link_weights(subgraph):
        near[a].append(b)
        near[b].append(a)
    return {node: hashlib.blake2b("\0".join(sorted(others)).encode(), digest_size=4).hexdigest() for node, others in near.items()}


def _moved(
    nodes: Sequence[str], weights: Mapping[tuple[str, str], float], start: Mapping[str, tuple[float, float]],
    marks: Mapping[str, str] | None,
) -> Positions:  # fmt: skip
    """The earlier picture with what is new placed beside its neighbours; the rest stays where it was."""
    near: dict[str, set[str]] = {node: set() for node in nodes}
    for a, b in weights:
        near[a].add(b)
        near[b].add(a)
    new = [node for node in nodes if node not in start]
    if marks is None:
        touched = {other for node in new for other in near[node]}
    else:
        now = {node: hashlib.blake2b("\0".join(sorted(near[node])).encode(), digest_size=4).hexdigest() for node in nodes}
        touched = {node for node in nodes if marks.get(node) != now[node]}
    placed: Positions = {node: start[node] for node in nodes if node in start}
    moving = sorted(touched | set(new))
    if not moving:
        return placed
    bottom = max((y for _, y in placed.values()), default=0.0) + 2 * SPACE
    left = min((x for x, _ in placed.values()), default=0.0)
    waiting = list(new)
    while waiting:  # those beside a placed one first, so that a chain of new ones grows out of the old picture
        beside = [node for node in waiting if near[node] & placed.keys()] or waiting[:1]
        for node in beside:
            known = [placed[other] for other in sorted(near[node] & placed.keys())]
            dx, dy = _seeded(node)
            if known:
                x, y = sum(x for x, _ in known) / len(known), sum(y for _, y in known) / len(known)
            else:
                x, y, left = left, bottom, left + 2 * SPACE
            placed[node] = (x + dx * SPACE, y + dy * SPACE)
        waiting = [node for node in waiting if node not in placed]
    around = {other for node in moving for other in near[node]} | set(moving)
    found = _relaxed(sorted(around), weights, placed, frozenset(around) - set(moving))
    placed.update({node: found[node] for node in moving if near[node]})
    _clear(placed, moving)
    return {node: (round(placed[node][0], 1), round(placed[node][1], 1)) for node in nodes}


def _relaxed(
    nodes: Sequence[str], weights: Mapping[tuple[str, str], float], placed: Positions, still: frozenset[str]
) -> Positions:
    import rustworkx as rx

    index = {node: number for number, node in enumerate(nodes)}
    graph = rx.PyGraph()
    graph.add_nodes_from(list(nodes))
    graph.add_edges_from([(index[a], index[b], 1.0) for a, b in weights if a in index and b in index])
    if not still:
        still = frozenset(nodes[:1])  # something must stand still, or the picture is scaled anew
    found = rx.spring_layout(
        graph, pos={index[n]: (placed[n][0] / SPACE, placed[n][1] / SPACE) for n in nodes}, fixed={index[n] for n in still},
        k=1.0, num_iter=30, weight_fn=float, seed=7,
    )  # fmt: skip
    return {nodes[number]: (float(x) * SPACE, float(y) * SPACE) for number, (x, y) in found.items()}


def _clear(placed: Positions, moving: Sequence[str], apart: float = 0.45 * SPACE) -> None:
    """Move what was moved off the others it came to lie on."""
    for _ in range(12):
        clashes = 0
        for node in moving:
            x, y = placed[node]
            for other, (a, b) in placed.items():
                dx, dy = x - a, y - b
                if other != node and abs(dx) < apart and abs(dy) < apart and (far := math.hypot(dx, dy)) < apart:
                    ux, uy = (dx / far, dy / far) if far > 0.01 else _seeded(node)
                    x, y = a + ux * apart * 1.02, b + uy * apart * 1.02
                    clashes += 1
            placed[node] = (x, y)
        if not clashes:
            return


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


def bubbles(radii: Sequence[float], between: Mapping[tuple[int, int], float]) -> list[tuple[float, float]]:
    """Centres of circles with these radii: linked ones near each other, none over another, the whole wider than high."""
    import numpy as np

    keys = [f"{number:06d}" for number in range(len(radii))]
    gap = 0.12 * sum(radii) / max(1, len(radii))
    wide = _spring(keys, {(keys[a], keys[b]): weight for (a, b), weight in between.items()}, {}) if len(keys) > 1 else {}
    spread = 1.1 * math.sqrt(sum(r * r for r in radii)) * 2 / max(1.0, _extent(wide))
    places = np.array([[wide[key][0] * spread * 1.25, wide[key][1] * spread] if wide else [0.0, 0.0] for key in keys])
    need = np.add.outer(radii, radii) + gap
    np.fill_diagonal(need, 0.0)
    for turn in range(200):
        if turn < 180:  # draw together, then only push apart
            places *= (0.992, 0.988)
        apart = places[:, None, :] - places[None, :, :]
        far = np.hypot(apart[..., 0], apart[..., 1])
        lack = np.clip(need - far, 0.0, None)
        places += (apart * (lack / np.maximum(far, 0.1) * 0.3)[..., None]).sum(axis=1)
    return [(round(float(x), 1), round(float(y), 1)) for x, y in places]


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
    main = len(boxes) > 1 and boxes[0][0] > 0.6 * limit  # a main part has its row for itself, the small ones lie under it
    for number, (size, part) in enumerate(boxes):
        if x and (x + size > limit or (main and number == 1)):
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


def _by_communities(groups: Sequence[Community], weights: Mapping[tuple[str, str], float]) -> Positions:
    member = {node: group.index for group in groups for node in group.members}
    between: dict[tuple[int, int], float] = defaultdict(float)
    inside: dict[int, dict[tuple[str, str], float]] = defaultdict(dict)
    for (a, b), weight in weights.items():
        one, two = member[a], member[b]
        if one == two:
            inside[one][(a, b)] = weight
        else:
            between[min(one, two), max(one, two)] += weight
    parts = [_spring(group.members, inside[group.index], {}) for group in groups]
    centres = bubbles([max(_extent(part), SPACE) * 0.55 for part in parts], between)
    return _centred(
        {node: (cx + x, cy + y) for (cx, cy), part in zip(centres, parts, strict=True) for node, (x, y) in part.items()}
    )


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
