"""Who could introduce whom, on graphs drawn by hand: who has met both is there to be seen."""

import pytest
from records import meeting

from maillage.graph.errors import QueryError
from maillage.graph.facts import build
from maillage.graph.model import Graph
from maillage.graph.record import Link, Programme
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.queries import run


def fill(store, records):
    publish(store, build(records, resolve(records)), "test")
    return store


def short(name):
    return name.split(" (")[0]


def two_groups():
    """Cap emploi and CIO meet the Mission Locale in spring, the CCI and the GRETA meet it in autumn; the two groups never meet.

    A Maison des services came once to each, long ago for one.
    """
    spring = ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)", "Chloé Garnier (Mission Locale)"]
    autumn = ["Denis Faure (CCI du Vexin)", "Élise Roux (GRETA du Vexin)", "Chloé Garnier (Mission Locale)"]
    return [
        meeting("2019-03-10", [*spring, "Farid Brun (Maison des services du Vexin français)"], title="Printemps 2019"),
        *(meeting(f"2024-0{month}-10", spring, title=f"Printemps {month}") for month in (1, 2, 3)),
        *(meeting(f"2024-{month}-10", autumn, title=f"Automne {month}") for month in ("09", "10", "11")),
        meeting("2024-12-10", [*autumn, "Farid Brun (Maison des services du Vexin français)"], title="Automne 12"),
    ]


def test_whoever_met_both_often_and_lately_comes_first(store):
    fill(store, two_groups())
    answer = run(store, "introductions", {"a": "Cap emploi", "b": "CCI du Vexin"}, "fr")
    (pair,) = answer.data["pairs"]
    assert pair["verdict"] == "never-seen"
    assert [short(broker["name"]) for broker in pair["brokers"]] == ["Mission Locale", "Maison des services du Vexin français"]
    best = pair["brokers"][0]
    assert [person["name"] for person in best["people"]] == ["Chloé Garnier"]
    ends = {short(pair["a"]["name"]): best["a"], short(pair["b"]["name"]): best["b"]}
    assert {name: (tie["meetings"], tie["last"]) for name, tie in ends.items()} == {
        "Cap emploi": (4, "2024-03-10"), "CCI du Vexin": (4, "2024-12-10"),
    }  # fmt: skip
    assert not pair["fragile"]
    assert all(source["quote"] and source["record"] for source in pair["sources"])
    assert "Chloé Garnier" in pair["card"]["fr"]
    assert "never seen together (0 times on 8 lists)" in pair["card"]["en"]


def test_all_pairs_of_a_scope_and_who_is_their_only_link(store):
    fill(store, [record for record in two_groups() if "services" not in record.text])
    answer = run(store, "introductions", {"scope": "Vexin"}, "en")
    apart = {frozenset((short(pair["a"]["name"]), short(pair["b"]["name"]))) for pair in answer.data["pairs"]}
    assert apart == {frozenset((a, b)) for a in ("Cap emploi", "CIO") for b in ("CCI du Vexin", "GRETA du Vexin")}
    assert all(pair["fragile"] and pair["brokers_known"] == 1 for pair in answer.data["pairs"])
    assert {short(broker["name"]) for pair in answer.data["pairs"] for broker in pair["brokers"]} == {"Mission Locale"}
    assert answer.data["counts"] == {"pairs": 10, "apart": 4, "shown": 4, "with_broker": 4, "fragile": 4}
    assert answer.data["coverage"]["listed"] == answer.data["coverage"]["occasions"] == 6
    assert [row["rank"] for row in answer.rows] == [1, 2, 3, 4]


def test_people_are_introduced_by_people(store):
    fill(store, two_groups())
    answer = run(store, "introductions", {"a": "Aline Morel", "b": "Élise Roux"}, "en")
    (pair,) = answer.data["pairs"]
    assert [broker["name"] for broker in pair["brokers"]] == ["Chloé Garnier", "Farid Brun"]
    assert [short(name) for name in pair["brokers"][0]["organisations"]] == ["Mission Locale"]


def test_a_shared_programme_and_the_next_date_are_said(store):
    records = two_groups()
    spring, autumn = records[1], records[4]
    with_programme = [
        record.model_copy(
            update={
                "programmes": (Programme(id="g", name="SPRO"),),
                "links": (*record.links, Link(type="about", start="e", end="g")),
            }
        )
        for record in (spring, autumn)
    ]
    records[1], records[4] = with_programme
    fill(store, [*records, meeting("2025-02-01", title="Comité de février", status="planned", time="14:00")])
    (pair,) = run(store, "introductions", {"a": "Cap emploi", "b": "CCI du Vexin"}, "en").data["pairs"]
    assert [programme["name"] for programme in pair["programmes"]] == ["SPRO"]
    assert pair["next"]["name"] == "Comité de février"
    assert "Next date at which both are expected: Comité de février, Saturday 1 February 2025, 14:00." in pair["card"]["en"]


def test_nobody_known_is_not_said_as_nobody(embedded_store):
    fill(embedded_store, [meeting("2024-01-10", ["Aline Morel (Cap emploi)"]), meeting("2024-02-10", ["Bruno Petit (CIO)"])])
    (pair,) = run(embedded_store, "introductions", {"a": "Cap emploi", "b": "CIO"}, "en").data["pairs"]
    assert pair["verdict"] == "not-known"
    assert pair["brokers"] == []
    assert not pair["fragile"]
    assert "No record shows anybody who has met both" in pair["card"]["en"]


def test_people_of_one_body_need_no_introduction(embedded_store):
    fill(embedded_store, two_groups())
    with pytest.raises(QueryError, match="belong together"):
        run(embedded_store, "introductions", {"a": "Aline Morel", "b": "Cap emploi"}, "en")
    with pytest.raises(QueryError, match="--scope"):
        run(embedded_store, "introductions", {"a": "Aline Morel"}, "en")
    with pytest.raises(QueryError, match="both --a and --b"):
        run(embedded_store, "introductions", {"a": "Aline Morel", "b": "Aline Morel"}, "en")


def test_networks_are_counted_instead_of_their_bodies(store):
    """A Mission Locale of Vexin meets Cap emploi, one of Blois the CIO: the network has met both, its units have not."""
    records = [
        meeting("2024-01-10", ["Aline Morel (Mission Locale)", "Bruno Petit (CIO)"], bassin="Vexin"),
        meeting("2024-02-10", ["Chloé Garnier (Mission Locale)", "Denis Faure (Cap emploi)"], bassin="Blois"),
    ]
    fill(store, records)
    units = run(store, "never-met", {"all": True}, "en").data["counts"]
    networks = run(store, "never-met", {"all": True, "level": "network"}, "en").data
    assert (units["pairs"], units["worked-together"]) == (6, 2)
    assert {partner["name"] for partner in networks["partners"]} == {"Mission Locale", "CIO", "Cap emploi"}
    assert (networks["counts"]["pairs"], networks["counts"]["worked-together"]) == (3, 2)


def test_an_empty_graph_knows_nobody_of_that_name(store):
    publish(store, Graph({}, {}), "empty")
    with pytest.raises(Exception, match="No territory, committee or partnership"):
        run(store, "introductions", {"scope": "Vexin"}, "en")
