"""Views that place their points themselves: circles around a scope, territories on a map."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from ..graph import reference
from ..graph.model import Node, Subgraph
from ..graph.names import fold
from ..graph.reference import geography
from .kinds import kind_key
from .layout import SPACE, Positions
from .network import Backdrop
from .pages import Text

RINGS: Mapping[int, Text] = {
    1: {"fr": "à la moitié des réunions ou plus", "en": "at half of the meetings or more"},
    2: {"fr": "à moins de la moitié", "en": "at fewer than half"},
    3: {"fr": "partenaires qu'aucune liste ne montre", "en": "partners that no list shows"},
    4: {"fr": "ressources", "en": "resources"},
}
SHARES: Mapping[str, Text] = {
    "coverage": {"fr": "Réunions avec une liste complète", "en": "Meetings with a complete list"},
    "pairs": {"fr": "Paires qui se sont rencontrées", "en": "Pairs that have met"},
}
UNPLACED: Text = {"fr": "Sans position connue, à part : {names}.", "en": "Without a known place, set apart: {names}."}
BORROWED: Text = {
    "fr": "Un bassin dont territoires.xlsx ne liste pas les communes est dessiné comme la zone d'emploi INSEE (2020) du même nom.",
    "en": "A bassin whose municipalities territoires.xlsx does not list is drawn as the INSEE employment zone (2020) of its name.",
}
_ROWS = 7
"""Rows of one ring at most."""
_WIDE = 1.12
"""Rings are wider than high, as screens are."""


def circles(subgraph: Subgraph) -> tuple[Positions, Backdrop]:
    """Positions of a `queries.pictures.circles`: the scope in the middle, rings by how present, sectors by kind; and the rings."""
    rings: dict[int, list[Node]] = defaultdict(list)
    placed: Positions = {}
    for node in subgraph.nodes:
        ring = node.properties.get("ring")
        if isinstance(ring, int):
            rings[ring].append(node)
        else:
            placed[node.id] = (0.0, 0.0)
    sectors = _sectors([node for nodes in rings.values() for node in nodes])
    shapes: list[Mapping[str, Any]] = []
    radius = 0.0
    for ring in sorted(rings):
        inner = radius + 1.9 * SPACE
        rows = _rows(len(rings[ring]), inner)
        inner = max(inner, len(rings[ring]) / rows * SPACE * 0.95 / math.tau)
        by_kind: dict[str, list[Node]] = defaultdict(list)
        for node in rings[ring]:
            by_kind[kind_key(node)].append(node)
        angles: list[tuple[float, str]] = []
        for kind, nodes in by_kind.items():
            begin, width = sectors[kind]
            nodes.sort(key=lambda node: (fold(node.name), node.id))
            angles += [(begin + width * (number + 0.5) / len(nodes), node.id) for number, node in enumerate(nodes)]
        for number, (angle, node_id) in enumerate(_apart(sorted(angles))):
            radius = inner + number % rows * 0.8 * SPACE
            placed[node_id] = (round(radius * _WIDE * math.cos(angle), 1), round(radius * math.sin(angle), 1))
        radius = inner + (rows - 1) * 0.8 * SPACE
        edge = radius + 0.75 * SPACE
        shapes.append({"kind": "ring", "x": 0, "y": 0, "rx": round(edge * _WIDE, 1), "ry": round(edge, 1), "label": RINGS[ring],
                       "lx": 0, "ly": round(-edge, 1)})  # fmt: skip
    edge = radius + SPACE
    return placed, Backdrop(tuple(reversed(shapes)), frame=(-edge * _WIDE, -edge, edge * _WIDE, edge))


def _rows(number: int, inner: float) -> int:
    """In how many rows the points of a ring stand that begins at radius `inner`: one as long as they have room beside one another."""
    rows = 1
    while rows < _ROWS and number / rows * SPACE * 0.95 > math.tau * (inner + rows * 0.4 * SPACE):
        rows += 1
    return rows


def _sectors(nodes: Sequence[Node]) -> dict[str, tuple[float, float]]:
    """Kind → where its sector begins and how wide it is, in radians, from the top."""
    counts: dict[str, int] = defaultdict(int)
    for node in nodes:
        counts[kind_key(node)] += 1
    found, begin = {}, -math.pi / 2
    for kind in sorted(counts, key=lambda kind: (-counts[kind], kind)):
        width = math.tau * counts[kind] / len(nodes)
        found[kind] = (begin, width)
        begin += width
    return found


def _apart(angles: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    """The angles of one ring with at least four fifths of an even share between two, in their order."""
    least = math.tau / max(1, len(angles)) * 0.8
    found = list(angles)
    for _ in range(40):
        for number in range(len(found)):
            (a, one), (b, two) = found[number - 1], found[number]
            gap = (b - a) % math.tau
            if len(found) > 1 and gap < least:
                found[number - 1], found[number] = (a - (least - gap) / 2, one), (b + (least - gap) / 2, two)
    return found


def territories(
    subgraph: Subgraph, shade: str = "coverage", perimeters: Mapping[str, Sequence[str]] | None = None
) -> tuple[Positions, Backdrop, dict[str, str]]:
    """Positions of a `queries.places.places`: territories where they lie, bodies around theirs; the outlines of the départements, the
    territories filled by coverage or by the share of pairs that met (`shade`); and notes on what has no place. `perimeters` are the
    communes (INSEE codes) of territories of the project's own; a bassin without them is drawn as the zone d'emploi of its name, which
    the notes say, else as a round."""
    points: dict[str, geography.Point] = {}
    outlines: dict[str, tuple[geography.Ring, ...]] = {}
    borrowed = False
    for node in subgraph.nodes:
        if "Territory" in node.labels:
            sort, code = str(node.properties["sort"]), str(node.properties.get("code") or "")
            outlines[node.id] = geography.perimeter((perimeters or {}).get(node.id, ())) or geography.outline(sort, code)
            if sort == "bassin" and not outlines[node.id]:
                outlines[node.id] = _zone(node.name)
                borrowed |= bool(outlines[node.id])
            point = geography.territory_point(sort, code) or geography.middle(outlines[node.id])
            if point:
                points[node.id] = point
    frame = _frame(list(points.values()))
    middle = geography.plane([frame[:2], frame[2:]])
    span = max(frame[3] - frame[1], (frame[2] - frame[0]) * middle["east"])
    scale = max(1_600, 560 * math.sqrt(len(points))) / span

    def at(point: Sequence[float]) -> tuple[float, float]:
        return (
            round((point[0] - middle["lon"]) * middle["east"] * scale, 1),
            round((middle["lat"] - point[1]) * scale, 1),
        )

    placed: Positions = {node: at(point) for node, point in points.items()}
    homeless = [node for node in subgraph.nodes if "Territory" in node.labels and node.id not in placed]
    low = max((y for _, y in placed.values()), default=0.0) + 500
    for number, node in enumerate(homeless):
        placed[node.id] = (number * 420.0, low)
    inside: dict[str, list[str]] = defaultdict(list)
    for link in subgraph.relationships:
        inside[link.end].append(link.start)
    shapes = _outlines(frame, at)
    for node in subgraph.nodes:
        if "Territory" not in node.labels:
            continue
        x, y = placed[node.id]
        bodies = sorted(inside.get(node.id, ()))
        reach = 70 + 34 * math.sqrt(len(bodies))
        for number, body in enumerate(bodies):
            angle, far = number * 2.399963, 62 + 33 * math.sqrt(number)  # the golden angle: even at any number
            placed[body] = (round(x + far * math.cos(angle), 1), round(y + far * math.sin(angle), 1))
        share = node.properties.get(f"{shade}_share")
        rings = outlines[node.id]
        fill = {"share": share, "strong": True}
        if rings:
            shapes.append({"kind": "outline", "paths": [_flat(ring, at) for ring in rings], **fill})
        else:
            shapes.append({"kind": "ring", "x": x, "y": y, "rx": reach, "ry": reach, **fill})
    shapes.sort(key=lambda shape: (shape["kind"] == "ring", bool(shape.get("strong")), -_size(shape)))
    for node in subgraph.nodes:
        placed.setdefault(node.id, (0.0, low + 300))
    names = ", ".join(node.name for node in homeless)
    notes = {f"{code}8": text for code, text in geography.CREDIT.items()} if shapes else {}
    if borrowed:
        notes |= {f"{code}7": text for code, text in BORROWED.items()}
    if homeless:
        notes |= {f"{code}9": text.format(names=names) for code, text in UNPLACED.items()}
    left, top = at((frame[0], frame[3]))
    right, bottom = at((frame[2], frame[1]))
    return (
        placed,
        Backdrop(tuple(shapes), SHARES[shade], (left, top, right, max(bottom, low + 400 if homeless else bottom))),
        notes,
    )


def _zone(name: str) -> tuple[geography.Ring, ...]:
    """The outline of the zone d'emploi called as a bassin is; empty for none or several."""
    zones = reference.find_places(name, ["zone_emploi"])
    return geography.outline("zone_emploi", zones[0].code) if len(zones) == 1 else ()


def _frame(points: Sequence[geography.Point]) -> tuple[float, float, float, float]:
    """West, south, east, north of the départements that hold the points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    for rings in geography.outlines("departement").values():
        for ring in rings:
            if any(_inside(point, ring) for point in points):
                xs += [x for x, _ in ring]
                ys += [y for _, y in ring]
    if not xs:
        return (1.5, 46.0, 3.5, 48.0)
    return (min(xs) - 0.05, min(ys) - 0.05, max(xs) + 0.05, max(ys) + 0.05)


def _inside(point: geography.Point, ring: geography.Ring) -> bool:
    x, y = point
    odd = False
    for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            odd = not odd
    return odd


def _outlines(frame: tuple[float, float, float, float], at: Any) -> list[dict[str, Any]]:
    """The départements in and around what is shown, with their names."""
    west, south, east, north = frame
    found = []
    for code, rings in geography.outlines("departement").items():
        near = [ring for ring in rings if any(west <= x <= east and south <= y <= north for x, y in ring)]
        if near:
            named = reference.place("departement", code)
            x, y = at(geography.middle(near) or near[0][0])
            label = {"label": {"fr": named.name, "en": named.name}, "lx": x, "ly": y} if named else {}
            found.append({"kind": "outline", "paths": [_flat(ring, at) for ring in near], **label})
    return found


def _flat(ring: Sequence[Sequence[float]], at: Any) -> list[float]:
    return [value for point in ring for value in at(point)]


def _size(shape: Mapping[str, Any]) -> float:
    if shape["kind"] == "ring":
        return float(shape["rx"])
    xs = [x for path in shape["paths"] for x in path[::2]]
    return float(max(xs) - min(xs))
