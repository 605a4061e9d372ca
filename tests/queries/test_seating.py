"""Seating: small tables whose best plan is known, bounds that no plan exceeds, and the history of records behind them."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import meeting

from maillage.graph.errors import QueryError, UnknownName
from maillage.graph.facts import build
from maillage.graph.model import Graph
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.loaders.guests import read_text
from maillage.queries.seated import seating
from maillage.queries.seating import Guests, apart_of, judge, seat, seat_at_random, seat_greedily, sizes


def people(number, bodies):
    ids = tuple(f"p{n:03}" for n in range(number))
    return ids, {guest: frozenset({f"b{n % bodies}"}) for n, guest in enumerate(ids)}


def test_tables_are_as_few_and_as_even_as_can_be():
    assert sizes(7, 4) == [4, 3]
    assert sizes(8, 4) == [4, 4]
    assert sizes(9, 4) == [3, 3, 3]
    assert sizes(3, 10) == [3]


def test_sixteen_strangers_at_tables_of_four_meet_only_new_people_in_five_rounds():
    """Twenty tables of the affine plane of order 4 hold each of the 120 pairs once; three rounds of it are always within reach."""
    ids, bodies = people(16, 16)
    plan = seat(Guests(ids, bodies, {}), 4, 3)
    assert (plan.new, plan.bound, plan.again) == (72, 72, 0)


def test_people_of_one_body_and_those_told_apart_never_share_a_table():
    ids, bodies = people(12, 4)
    apart = apart_of([("p000", "p001"), ("p002", "p007")])
    plan = seat(Guests(ids, bodies, {}, apart=apart), 4, 2)
    assert (plan.same_body, plan.apart) == (0, 0)
    for one in plan.rounds:
        assert sorted(guest for table in one for guest in table) == sorted(ids)


def test_pairs_that_met_are_parted_where_they_can_be():
    ids, bodies = people(6, 6)
    met = {pair: 3 for group in (ids[:3], ids[3:]) for pair in combinations(group, 2)}
    plan = seat(Guests(ids, bodies, met), 2)
    assert (plan.new, plan.met_before, plan.met_after, plan.pairs) == (3, 6, 9, 15)


def test_what_cannot_be_avoided_is_counted():
    ids, bodies = people(4, 1)
    plan = seat(Guests(ids, bodies, {}), 4)
    assert (plan.same_body, plan.new, plan.bound, plan.pairs) == (6, 0, 0, 0)
    two = seat(Guests(("a", "b"), {}, {}, apart=apart_of([("b", "a")])), 4)
    assert two.apart == 1


def test_the_same_seed_gives_the_same_plan_and_another_one_another():
    ids, bodies = people(24, 8)
    guests = Guests(ids, bodies, {})
    assert seat(guests, 4, 2) == seat(guests, 4, 2)
    assert seat(guests, 4, 2, seed=2).rounds != seat(guests, 4, 2).rounds


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 14), st.integers(2, 5), st.integers(1, 3), st.integers(1, 6), st.randoms(use_true_random=False))
def test_no_plan_exceeds_the_bound_and_everybody_sits_once_a_round(number, seats, rounds, bodies, chance):
    ids, own = people(number, bodies)
    met = {pair: 1 for pair in combinations(ids, 2) if chance.random() < 0.3}
    guests = Guests(ids, own, met)
    for plan in (seat(guests, seats, rounds), seat_greedily(guests, seats, rounds), seat_at_random(guests, seats, rounds)):
        assert plan.new <= plan.bound
        assert len(plan.rounds) == rounds
        for one in plan.rounds:
            assert sorted(guest for table in one for guest in table) == sorted(ids)
            assert all(len(table) <= seats for table in one)
        assert judge(guests, plan.rounds) == plan


def fill(store, records):
    publish(store, build(records, resolve(records)), "test")


TWO_CIRCLES = [
    meeting("2024-01-10", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], title="Réunion janvier"),
    meeting("2024-02-10", ["Chloé Garnier (Mission Locale)", "Denis Faure (CCI du Vexin)"], title="Réunion février"),
]


def test_a_seating_from_records_mixes_those_who_never_met(store):
    fill(store, TWO_CIRCLES)
    answer = seating(store, scope="Vexin", seats=2, language="en")
    tables = [{guest["name"] for guest in table["guests"]} for table in answer.data["rounds"][0]["tables"]]
    assert {"Aline Morel", "Bruno Petit"} not in tables
    assert {"Chloé Garnier", "Denis Faure"} not in tables
    counts = answer.data["counts"]
    assert (counts["pairs"], counts["met_before"], counts["met_after"], counts["new"]) == (6, 2, 4, 2)


def test_a_plenary_does_not_count_as_having_sat_together(embedded_store):
    fill(embedded_store, [meeting("2024-01-10", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], size=90)])
    assert seating(embedded_store, scope="Vexin", seats=2).data["counts"]["met_before"] == 0


def test_a_list_is_seated_and_strangers_are_named(embedded_store):
    fill(embedded_store, TWO_CIRCLES)
    lines = read_text("Aline Morel (Cap emploi)\nBruno Petit - CIO\nZoé Nouvelle, GRETA\nHugo Neuf, GRETA\n")
    answer = seating(embedded_store, lines, seats=2, apart=[("Zoé Nouvelle", "Aline Morel")], language="en")
    assert answer.data["unknown"] == ["Hugo Neuf", "Zoé Nouvelle"]
    tables = [{guest["name"] for guest in table["guests"]} for table in answer.data["rounds"][0]["tables"]]
    assert sorted(map(sorted, tables)) == [["Aline Morel", "Hugo Neuf"], ["Bruno Petit", "Zoé Nouvelle"]]
    assert len(seating(embedded_store, lines, seats=4, without=["Zoé Nouvelle"]).rows) == 3


def test_too_few_guests_and_unknown_names_are_said(store):
    publish(store, Graph({}, {}), "empty")
    with pytest.raises(QueryError, match="two guests or more"):
        seating(store)
    with pytest.raises(UnknownName, match="Aline"):
        seating(store, read_text("Aline Morel\nBruno Petit\n"), without=["Aline Morell"])
