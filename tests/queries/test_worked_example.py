"""The two records of the SPRO that docs and design work out by hand, figure for figure. Skipped without ../shared."""

import pytest
from gold_records import read
from worlds import fill

from maillage.queries import run

BLOIS, COORDINATORS = "003_74bb112fe4e0e661", "004_a98f01357b9b9972"
DOOR = "Mission Locale du Blaisois"


@pytest.fixture
def spro(store, shared):
    folder = shared / "gold" / "seeds"
    return fill(store, [read(folder / f"{name}.json") for name in (BLOIS, COORDINATORS)])


def test_blois_six_partners_all_at_one_table(spro):
    data = run(spro, "never-met", {"scope": "Blois", "all": True}, "fr").data
    assert {partner["name"].removesuffix(" (Blois)") for partner in data["partners"]} == {
        "Pôle emploi", "Cap emploi", "CIO", "CAD", "CIDFF", DOOR,
    }  # fmt: skip
    assert (data["counts"]["pairs"], data["counts"]["worked-together"]) == (15, 15)
    assert {(pair["strength"], pair["last"]) for pair in data["pairs"]} == {("table", "2016-06-23")}
    assert data["as_of"].isoformat() == "2016-06-30"
    assert [(event["date"], event["time"]) for event in data["next"]] == [("2016-10-03", "09:00")]
    (gip,) = data["resources"]
    assert (gip["name"], [(door["name"], door["last"]) for door in gip["doors"]]) == ("GIP Alfa Centre", [(DOOR, "2016-06-30")])


def test_dreux_one_delegate_and_one_event_without_a_list(spro):
    answer = run(spro, "never-met", {"scope": "Dreux", "all": True}, "fr")
    assert [(partner["name"], partner["kind"]) for partner in answer.data["partners"]] == [("Pôle emploi Dreux", "delegate")]
    assert (answer.data["coverage"]["listed"], answer.data["coverage"]["occasions"], answer.data["pairs"]) == (0, 1, [])
    assert "on ne sait pas" in answer.sentence["fr"]


def test_both_records_22_bodies_and_231_pairs(spro):
    """15 pairs at a table, 136 at a meeting of several territories only, 80 never: those of Blois with the others, joined by one."""
    table = run(spro, "brokers", {"closest": "table"}, "fr").data
    every = run(spro, "brokers", {"closest": "plenary"}, "fr").data
    bodies = every["actors"]
    assert (bodies, bodies * (bodies - 1) // 2) == (22, 231)
    assert (table["ties"], every["ties"] - table["ties"]) == (15, 136)
    assert [(one["name"], one["between"]) for one in every["brokers"]] == [(DOOR, 231 - 151)]
    sides = [{one["name"] for one in side} for side in every["brokers"][0]["sides"]]
    assert [len(side) for side in sides] == [16, 5]
    assert all(name.endswith("(Blois)") for name in sides[1])


@pytest.mark.parametrize("other", ["Nathalie Ploquin", "Valérie Feve-Collongues", "Françoise Potier"])
def test_the_way_to_her_counterpart_of_the_37_is_thomas_prigent(spro, other):
    (pair,) = run(spro, "introductions", {"a": "Estelle François", "b": other}, "fr").data["pairs"]
    assert [broker["name"] for broker in pair["brokers"]] == ["Thomas Prigent"]
    assert pair["fragile"]
    assert [(tie["meetings"], tie["last"]) for tie in (pair["brokers"][0]["a"], pair["brokers"][0]["b"])] in (
        [(1, "2016-06-23"), (1, "2016-06-30")], [(1, "2016-06-30"), (1, "2016-06-23")],
    )  # fmt: skip
