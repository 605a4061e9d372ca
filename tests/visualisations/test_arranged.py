"""Circles and territories: where points and outlines lie."""

import itertools
import math

import pytest

from maillage.graph import reference
from maillage.graph.model import Node, Relationship, Subgraph
from maillage.graph.reference import geography
from maillage.visualisations import arranged
from maillage.visualisations.layout import SPACE


def ringed(number):
    nodes = [Node("t", ("Territory", "Bassin"), {"name": "Bassin de Vexin"})]
    nodes += [
        Node(f"o{n:03}", ("Actor", "Organisation"),
             {"name": f"Structure {n:03}", "kind": ("guidance", "region", "health")[n % 3], "ring": 1 + n % 4})
        for n in range(number)
    ]  # fmt: skip
    return Subgraph(tuple(nodes), tuple(Relationship(n.id, "CAME", n.id, "t", {}) for n in nodes[1:]))


@pytest.mark.parametrize("number", [6, 60, 300])
def test_points_of_circles_have_room_and_stay_between_their_rings(number):
    subgraph = ringed(number)
    placed, backdrop = arranged.circles(subgraph)
    for a, b in itertools.combinations(placed.values(), 2):
        assert math.dist(a, b) > 0.45 * SPACE
    edges = sorted(shape["ry"] for shape in backdrop.shapes)
    for node in subgraph.nodes[1:]:
        x, y = placed[node.id]
        far, ring = math.hypot(x / 1.12, y), node.properties["ring"]
        assert (edges[ring - 2] if ring > 1 else 0) < far < edges[ring - 1]


def test_three_hundred_stand_in_rows_and_not_on_one_huge_circle():
    _, backdrop = arranged.circles(ringed(300))
    assert max(shape["ry"] for shape in backdrop.shapes) < 1_900
    single = 300 / 4 * SPACE * 0.95 / math.tau
    assert max(shape["ry"] for shape in arranged.circles(ringed(6))[1].shapes) < single


def bassin(name, code=None, node="t1"):
    properties = {"name": name, "sort": "bassin", "coverage_share": 0.5, **({"code": code} if code else {})}
    return Node(node, ("Territory", "Bassin"), properties)


def outlines(backdrop):
    return [shape for shape in backdrop.shapes if shape["kind"] == "outline" and shape.get("share") is not None]


def test_a_bassin_without_perimeter_is_drawn_as_the_zone_of_its_name_and_the_page_says_so():
    _, backdrop, notes = arranged.territories(Subgraph((bassin("Vendôme", "41269"),), ()))
    assert len(outlines(backdrop)) == 1
    assert arranged.BORROWED["fr"] in notes.values()
    _, backdrop, notes = arranged.territories(Subgraph((bassin("Lisle", "41116"),), ()))
    assert outlines(backdrop) == []
    assert arranged.BORROWED["fr"] not in notes.values()
    assert any(shape["kind"] == "ring" for shape in backdrop.shapes)


def test_the_communes_of_territoires_xlsx_are_the_perimeter():
    group = reference.place("commune", "41269").epci
    communes = [code for code, epci in reference.epci_of().items() if epci == group]
    assert len(communes) > 40
    assert geography.perimeter(communes) == geography.outline("epci", group), "a whole intercommunalité is its outline"
    assert len(geography.perimeter(communes[1:])) == len(communes) - 1, "else a round for each commune"
    assert geography.perimeter(()) == geography.perimeter(["00000"]) == ()
    placed, backdrop, notes = arranged.territories(
        Subgraph((bassin("Bassin du Perche vendômois"),), ()), "coverage", {"t1": communes[:5]}
    )
    (drawn,) = outlines(backdrop)
    assert len(drawn["paths"]) == 5
    assert arranged.BORROWED["fr"] not in notes.values()
    assert not any("Sans position" in text for text in notes.values()), "it lies where its communes lie"
    assert abs(placed["t1"][0]) < 400


def test_outlines_of_intercommunalites_are_closed_and_lie_where_their_communes_are():
    for code, rings in list(geography.outlines("epci").items())[::50]:
        assert all(len(ring) >= 4 and ring[0] == ring[-1] for ring in rings), code
    rings = geography.outline("epci", reference.place("commune", "41269").epci)
    x, y = geography.middle(rings)
    assert math.dist((x, y), geography.commune_point("41269")) < 0.3
