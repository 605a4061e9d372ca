import math
import random

from maillage.graph.model import Node, Relationship, Subgraph
from maillage.visualisations.layout import communities, positions


def clusters(groups: int, size: int) -> Subgraph:
    nodes = [
        Node(f"n{g}-{i}", ("Actor", "Organisation"), {"name": f"Structure {g} {i}"}) for g in range(groups) for i in range(size)
    ]
    links = [
        Relationship(f"f{g}-{i}-{j}", "MET", f"n{g}-{i}", f"n{g}-{j}", {"meetings": 3})
        for g in range(groups)
        for i in range(size)
        for j in range(i)
    ]
    links += [Relationship(f"b{g}", "MET", f"n{g}-0", f"n{g + 1}-0", {"meetings": 1}) for g in range(groups - 1)]
    return Subgraph(tuple(nodes), tuple(links))


def test_the_same_graph_gives_the_same_picture_in_any_order():
    graph = clusters(4, 6)
    nodes, links = list(graph.nodes), list(graph.relationships)
    random.Random(3).shuffle(nodes)
    random.Random(4).shuffle(links)
    assert positions(graph) == positions(Subgraph(tuple(nodes), tuple(links)))


def test_no_two_nodes_lie_on_each_other():
    placed = positions(clusters(5, 8))
    points = list(placed.values())
    nearest = min(math.dist(a, b) for i, a in enumerate(points) for b in points[:i])
    assert nearest > 20


def test_a_new_node_moves_the_others_little():
    graph = clusters(4, 6)
    before = positions(graph)
    more = Subgraph(
        (*graph.nodes, Node("new", ("Actor", "Organisation"), {"name": "Neuve"})),
        (*graph.relationships, Relationship("new", "MET", "new", "n0-0", {"meetings": 1})),
    )
    after = positions(more, start=before)
    fresh = positions(more)
    moved = sum(math.dist(before[node], after[node]) for node in before)
    assert moved < sum(math.dist(before[node], fresh[node]) for node in before) / 2


def test_communities_are_found_and_named():
    found = communities(clusters(4, 6))
    assert sorted(len(group.members) for group in found) == [6, 6, 6, 6]
    assert all(group.name.startswith("Structure") for group in found)


def test_large_graphs_are_laid_out_by_communities():
    graph = clusters(60, 40)
    placed = positions(graph)
    assert len(placed) == 2400
    inside = [math.dist(placed["n0-0"], placed[f"n0-{i}"]) for i in range(1, 40)]
    across = [math.dist(placed["n0-0"], placed[f"n{g}-0"]) for g in range(1, 60)]
    assert sum(inside) / len(inside) < sum(across) / len(across)


def test_empty_and_single():
    assert positions(Subgraph((), ())) == {}
    assert positions(Subgraph((Node("a", ("Event",), {"name": "A"}),), ())) == {"a": (0.0, 0.0)}
