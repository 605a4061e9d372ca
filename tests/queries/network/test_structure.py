"""Brokers, components, the isolated and circles on graphs drawn by hand; the measures against networkx."""

import math

import networkx as nx
import numpy as np
import pytest
from records import meeting
from worlds import bow_tie, fill, short

from maillage.queries import run
from maillage.queries.network import holes
from maillage.queries.network.circles import circle_of


def test_the_knot_of_a_bow_tie_is_its_broker(store):
    fill(store, bow_tie())
    answer = run(store, "brokers", {"scope": "Vexin"}, "en")
    (broker,) = answer.data["brokers"]
    assert short(broker["name"]) == "Mission Locale"
    assert (broker["between"], broker["separates"], broker["articulation"], broker["contacts"]) == (4, 4, True, 4)
    assert broker["effective_size"] == 3.0  # four contacts, two ties among them: 4 - 2 * 2 / 4
    assert {frozenset(short(one["name"]) for one in side) for side in broker["sides"]} == {
        frozenset({"Cap emploi", "CIO"}), frozenset({"CCI du Vexin", "GRETA du Vexin"}),
    }  # fmt: skip
    assert broker["sources"][0]["quote"]


def test_a_fourth_party_that_knows_both_sides_takes_the_monopoly_away(store):
    fill(store, [*bow_tie(), meeting("2024-12-01", ["Aline Morel (Cap emploi)", "Denis Faure (CCI du Vexin)"], title="À deux")])
    found = {short(item["name"]): item for item in run(store, "brokers", {"scope": "Vexin"}, "en").data["brokers"]}
    assert set(found) == {"Mission Locale"}  # it alone still joins the CIO and the GRETA
    assert (found["Mission Locale"]["between"], found["Mission Locale"]["separates"]) == (1, 0)


def test_without_its_knot_the_network_is_two_groups(store):
    others = [meeting("2024-05-01", ["Farid Brun (CIDFF)"], title="Seul")]
    records = [
        record.model_copy(update={"attendance": tuple(row for row in record.attendance if "chloe" not in row.who)})
        for record in bow_tie()
    ]
    fill(store, [*records, *others])
    groups = run(store, "components", {"scope": "Vexin"}, "fr").data["groups"]
    assert [{short(one["name"]) for one in group["members"]} for group in groups] == [
        {"Cap emploi", "CIO"}, {"CCI du Vexin", "GRETA du Vexin"}, {"CIDFF"},
    ]  # fmt: skip
    assert [group["meetings"] for group in groups] == [3, 3, 1]
    assert all(group["sources"] for group in groups)


def test_a_plenary_makes_a_tie_only_when_asked(embedded_store):
    crowd = [f"Personne Numéro{number} (CCI du Vexin)" for number in range(45)]
    fill(embedded_store, [*bow_tie()[:1], meeting("2024-05-01", [*crowd, "Aline Morel (Cap emploi)"], title="Journée")])
    near = run(embedded_store, "components", {"scope": "Vexin"}, "en").data["groups"]
    assert [group["size"] for group in near] == [3, 1]
    wide = run(embedded_store, "components", {"scope": "Vexin", "closest": "plenary"}, "en").data["groups"]
    assert [group["size"] for group in wide] == [4]


def test_who_came_alone_or_not_at_all(store):
    alone = [
        meeting(f"2024-05-0{day}", ["Farid Brun (CIDFF)"], title=f"Seul {day}", excused=["Élise Roux (GRETA du Vexin)"])
        for day in (1, 2)
    ]
    fill(store, [*bow_tie()[:3], *alone])
    answer = run(store, "isolated", {"scope": "Vexin"}, "en")
    assert [(short(item["name"]), item["why"], item["verdict"]) for item in answer.data["isolated"]] == [
        ("GRETA du Vexin", "unseen", "never-seen"), ("CIDFF", "alone", "never-seen"),
    ]  # fmt: skip


def test_with_few_lists_nobody_is_said_to_be_alone_for_sure(embedded_store):
    fill(embedded_store, [meeting("2024-05-01", ["Farid Brun (CIDFF)"]), meeting("2024-06-01", ["Bruno Petit (CIO)"])])
    answer = run(embedded_store, "isolated", {"scope": "Vexin"}, "en")
    assert {item["verdict"] for item in answer.data["isolated"]} == {"not-known"}
    assert "too few lists" in answer.sentence["en"]


def test_circles_from_the_core_outwards(store):
    guests = [meeting("2024-04-01", ["Chloé Garnier (Mission Locale)", "Farid Brun (CIDFF)"], title="Avril")]
    fill(store, [*bow_tie(), *guests])
    answer = run(store, "circles", {"scope": "Vexin"}, "en")
    found = {short(item["name"]): (item["circle"], item["meetings"], item["listed"]) for item in answer.data["circles"]}
    assert found == {
        "Mission Locale": ("core", 7, 7), "CCI du Vexin": ("core", 3, 3), "GRETA du Vexin": ("core", 3, 3),
        "Cap emploi": ("regular", 3, 7), "CIO": ("regular", 3, 7), "CIDFF": ("occasional", 1, 4),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("attended", "listed", "circle"),
    [(5, 10, "core"), (4, 10, "regular"), (1, 1, "occasional"), (2, 2, "core"), (0, 9, "expected")],
)
def test_the_rule_of_circles(attended, listed, circle):
    assert circle_of(attended, listed, 0.5) == circle
    assert circle_of(attended, listed, 0.5, resource=True) == "resource"


@pytest.mark.parametrize("seed", range(6))
def test_the_measures_are_those_of_networkx(seed):
    generator = np.random.default_rng(seed)
    counts = np.triu(generator.integers(0, 4, (14, 14)) * (generator.random((14, 14)) < 0.3), 1)
    counts = counts + counts.T
    graph = nx.from_numpy_array(counts, parallel_edges=False)
    plain = nx.from_numpy_array((counts > 0).astype(int))
    expected = nx.constraint(graph, weight="weight")
    sizes = nx.effective_size(plain)
    for node in graph:
        assert math.isclose(holes.constraint(counts)[node], expected[node], abs_tol=1e-9) or math.isnan(expected[node])
        assert math.isclose(holes.effective_size(counts > 0)[node], sizes[node], abs_tol=1e-9) or math.isnan(sizes[node])


def test_pairs_joined_by_one_alone_on_a_star_and_a_square():
    star, square = nx.to_numpy_array(nx.star_graph(4)) > 0, nx.to_numpy_array(nx.cycle_graph(4)) > 0
    assert holes.joined_by_it_alone(star).tolist() == [6, 0, 0, 0, 0]
    assert holes.joined_by_it_alone(square).tolist() == [0, 0, 0, 0]


def test_what_falls_apart_without_one():
    assert holes.separated(nx.path_graph(5)) == {1: 3, 2: 4, 3: 3}
