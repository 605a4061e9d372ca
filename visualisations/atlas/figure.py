"""Small drawings on the pages: who is around an actor, who works with whom in a territory. They print; the maps beside them move."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ...graph.model import Subgraph
from ..kinds import kind_key
from ..layout import Positions, link_weights
from .sections import Section
from .world import World

NEAR = 18
"""Actors drawn around one, those met most often."""
DRAWN = 70
"""Actors of a territory drawn at most: more are dust on paper, and the map shows them."""
_REACH = 100.0


def around(world: World, own: str, people: bool) -> Section:
    """An actor in the middle, those it met most around it, the links between them behind; {} for fewer than two."""
    company = world.company(own, people)
    near = sorted(company, key=lambda other: (-len(company[other]), other))[:NEAR]
    if len(near) < 2:
        return {}
    near.sort(key=lambda other: (kind_key(world.nodes[other]), world.nodes[other].name))
    everyone = [own, *near]
    number = {actor: n for n, actor in enumerate(everyone)}
    rows = [[*world.link(own), 0, 0, kind_key(world.nodes[own]), len(company)]]
    for n, other in enumerate(near):
        angle = (n + 0.5) / len(near) * math.tau - math.pi / 2
        place = round(_REACH * 1.7 * math.cos(angle)), round(_REACH * math.sin(angle))
        rows.append([*world.link(other), *place, kind_key(world.nodes[other]), len(company[other])])
    links = [[0, number[other], len(company[other])] for other in near]
    links += [
        [number[a], number[b], len(events)]
        for a in near for b, events in world.company(a, people).items()
        if b in number and a < b and b != own
    ]  # fmt: skip
    return {"k": "figure", "t": "around", "centre": True, "nodes": rows, "links": links, "of": [len(near), len(company)]}


def network(world: World, subgraph: Subgraph, placed: Positions) -> Section:
    """Who works with whom, as the map places them; {} for fewer than two."""
    weights = link_weights(subgraph)
    met: dict[str, float] = {}
    for (a, b), times in weights.items():
        met[a] = met.get(a, 0) + times
        met[b] = met.get(b, 0) + times
    shown = sorted((n for n in subgraph.nodes if n.id in placed), key=lambda n: (-met.get(n.id, 0), n.id))
    kept = shown[:DRAWN]
    if len(kept) < 2:
        return {}
    places = _framed({node.id: placed[node.id] for node in kept})
    number = {node.id: n for n, node in enumerate(kept)}
    rows = [[*world.link(node.id), *places[node.id], kind_key(node), round(met.get(node.id, 0))] for node in kept]
    links = [[number[a], number[b], round(times)] for (a, b), times in weights.items() if a in number and b in number]
    return {"k": "figure", "t": "network", "nodes": rows, "links": links, "of": [len(kept), len(shown)]}


def _framed(places: Mapping[str, Sequence[float]]) -> dict[str, tuple[int, int]]:
    """The places in a frame of 360 by at most 240."""
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    wide, high = max(max(xs) - min(xs), 1.0), max(max(ys) - min(ys), 1.0)
    scale = min(360 / wide, 240 / high)
    x0, y0 = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return {one: (round((x - x0) * scale), round((y - y0) * scale)) for one, (x, y) in places.items()}
