"""How good the positions of the maps are, beside igraph's on the same graphs.

    python benchmarks/layouts.py [--igraph FOLDER]

igraph (GPL) is a peer here and no part of Maillage: it is taken from FOLDER (`pip install --target FOLDER igraph`), or left out.
Three graphs: les Misérables (77 people, networkx), 600 invented organisations in communities, 5,000 of them. Of each largest connected
part: *stress* (mean of (distance drawn − distance in the graph)² / distance in the graph², after the best scaling; 0 is perfect),
*crossings* (share of sampled pairs of links that cross), *neighbours* (share of the nearest drawn neighbours that are linked), seconds.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import networkx as nx
from maps import invented

from maillage.graph.model import Node, Relationship, Subgraph
from maillage.visualisations.layout import link_weights, positions

Places = Mapping[str, tuple[float, float]]


def miserables() -> Subgraph:
    graph = nx.les_miserables_graph()
    nodes = tuple(Node(name, ("Actor", "Person"), {"name": name}) for name in graph)
    links = tuple(
        Relationship(f"{a}-{b}", "MET", a, b, {"meetings": int(data["weight"])}) for a, b, data in graph.edges(data=True)
    )
    return Subgraph(nodes, links)


def measured(subgraph: Subgraph, placed: Places) -> tuple[float, float, float]:
    """Stress, crossings and neighbours of the largest connected part; sampled with a fixed seed where it is large."""
    chance = random.Random(5)
    graph = nx.Graph(list(link_weights(subgraph)))
    part = graph.subgraph(max(nx.connected_components(graph), key=lambda c: (len(c), min(c))))
    nodes = sorted(part)
    sources = nodes if len(nodes) <= 300 else chance.sample(nodes, 150)
    pairs = []
    for source in sources:
        for target, steps in nx.single_source_shortest_path_length(part, source).items():
            if steps:
                pairs.append((steps, math.dist(placed[source], placed[target])))
    scale = sum(drawn / steps for steps, drawn in pairs) / sum(drawn * drawn / steps**2 for steps, drawn in pairs)
    stress = sum((drawn * scale - steps) ** 2 / steps**2 for steps, drawn in pairs) / len(pairs)
    edges = sorted(tuple(sorted(edge)) for edge in part.edges)
    tries = [chance.sample(edges, 2) for _ in range(40_000)]
    free = [(a, b) for a, b in tries if not set(a) & set(b)]
    crossed = sum(crosses(*(placed[end] for edge in (a, b) for end in edge)) for a, b in free) / len(free)
    near = []
    for node in nodes if len(nodes) <= 700 else chance.sample(nodes, 300):
        wanted = min(part.degree(node), 10)
        closest = sorted((math.dist(placed[node], placed[other]), other) for other in nodes if other != node)[:wanted]
        near.append(sum(part.has_edge(node, other) for _, other in closest) / wanted)
    return stress, crossed, sum(near) / len(near)


def crosses(a: Sequence[float], b: Sequence[float], c: Sequence[float], d: Sequence[float]) -> bool:
    def side(p: Sequence[float], q: Sequence[float], r: Sequence[float]) -> bool:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]) > 0

    return side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b)


def by_igraph(subgraph: Subgraph, method: str) -> Places:
    import igraph

    weights = link_weights(subgraph)
    names = sorted(node.id for node in subgraph.nodes)
    index = {name: number for number, name in enumerate(names)}
    random.seed(7)
    igraph.set_random_number_generator(random)
    graph = igraph.Graph(n=len(names), edges=[(index[a], index[b]) for a, b in weights])
    return dict(zip(names, (tuple(point) for point in graph.layout(method)), strict=True))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--igraph", type=Path, help="folder that holds igraph")
    given = parser.parse_args()
    if given.igraph:
        sys.path.append(str(given.igraph))
    methods: dict[str, Callable[[Subgraph], Places]] = {"Maillage": positions}
    try:
        import igraph  # noqa: F401

        methods |= {f"igraph {m}": (lambda graph, m=m: by_igraph(graph, m)) for m in ("fr", "kk", "drl")}  # type: ignore[misc]
    except ImportError:
        print("igraph is not here: Maillage only (--igraph FOLDER).")
    print(f"{'graph':<16}{'layout':<14}{'stress':>8}{'crossings':>11}{'neighbours':>12}{'seconds':>9}")
    for name, graph in (("Misérables", miserables()), ("600 invented", invented(600)), ("5,000 invented", invented(5_000))):
        for method, place in methods.items():
            if method == "igraph kk" and len(graph.nodes) > 1_000:
                continue  # cubic in the number of nodes
            begun = time.perf_counter()
            placed = place(graph)
            seconds = time.perf_counter() - begun
            stress, crossed, near = measured(graph, placed)
            print(f"{name:<16}{method:<14}{stress:>8.3f}{crossed:>11.3f}{near:>12.3f}{seconds:>9.2f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
