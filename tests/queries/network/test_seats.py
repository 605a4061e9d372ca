"""Contacts and who followed them, empty and substituted seats, bassins side by side, on graphs drawn by hand."""

import pytest
from records import meeting
from worlds import SPRING, bow_tie, fill, short

from maillage.graph.record import StandsInFor
from maillage.queries import run
from maillage.queries.network.seats import Seat, pattern_of


def followed():
    """Bruno Petit came twice for the CIO, then Denis Faure three times; Aline Morel always came for Cap emploi."""
    before = [
        meeting(f"2023-0{month}-10", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], title=f"Avant {month}")
        for month in (1, 3)
    ]
    since = [
        meeting(f"2024-0{month}-10", ["Aline Morel (Cap emploi)", "Denis Faure (CIO)"], title=f"Après {month}")
        for month in (1, 3, 5)
    ]
    return [*before, *since]


def contacts(store, **given):
    items = run(store, "contacts", {"scope": "Vexin", **given}, "en").data["contacts"]
    return {(short(item["organisation"]["name"]), item["person"]["name"]): item for item in items}


def test_who_came_last_and_who_came_instead(store):
    fill(store, followed())
    found = contacts(store)
    assert {key: (item["state"], item["meetings"], item["last"], item["after"]) for key, item in found.items()} == {
        ("Cap emploi", "Aline Morel"): ("current", 5, "2024-05-10", 0),
        ("CIO", "Denis Faure"): ("current", 3, "2024-05-10", 0),
        ("CIO", "Bruno Petit"): ("followed", 2, "2023-03-10", 3),
    }
    assert [one["name"] for one in found["CIO", "Bruno Petit"]["successors"]] == ["Denis Faure"]
    assert found["CIO", "Bruno Petit"]["sources"][0]["quote"] == "present : Bruno Petit (CIO)"


def test_one_meeting_missed_says_nothing_yet(embedded_store):
    fill(embedded_store, followed()[:3])
    assert contacts(embedded_store)["CIO", "Bruno Petit"]["state"] == "not-known"


def test_a_colleague_of_old_is_no_successor(embedded_store):
    both = meeting("2022-01-10", ["Bruno Petit (CIO)", "Denis Faure (CIO)"], title="À deux")
    fill(embedded_store, [both, *followed()])
    found = contacts(embedded_store)["CIO", "Bruno Petit"]
    assert (found["state"], found["successors"]) == ("unseen", [])


def test_a_seat_that_is_always_excused_and_one_always_substituted(store):
    records = []
    for month in (1, 3, 5):
        record = meeting(
            f"2024-0{month}-10", ["Aline Morel (Cap emploi)", "Denis Faure (CIO)"], title=f"Comité {month}",
            excused=["Élise Roux (CIDFF)", "Bruno Petit (CIO)"],
        )  # fmt: skip
        rows = tuple(
            row.model_copy(update={"stands_in_for": (StandsInFor(who="p-bruno petit", kind="substitute"),)})
            if row.who == "p-denis faure" else row
            for row in record.attendance
        )  # fmt: skip
        records.append(record.model_copy(update={"attendance": rows}))
    fill(store, records)
    answer = run(store, "seats", {"scope": "Vexin"}, "en")
    found = {short(item["name"]): item for item in answer.data["seats"]}
    assert {name: (item["pattern"], item["meetings"]) for name, item in found.items()} == {
        "Bruno Petit": ("always-substituted", 3), "Élise Roux": ("never-comes", 3), "CIDFF": ("never-comes", 3),
    }  # fmt: skip
    assert [(one["name"], one["meetings"]) for one in found["Bruno Petit"]["substitutes"]] == [("Denis Faure", 3)]
    assert all(item["sources"] for item in answer.data["seats"])


@pytest.mark.parametrize(
    ("seat", "pattern"),
    [
        (Seat(excused={"1", "2", "3"}), "never-comes"),
        (Seat(excused={"1", "2"}), None),
        (Seat(excused={"1", "2", "3"}, attended={"4"}), None),
        (Seat(absent={"1"}, invited={"2", "3"}), "never-comes"),
        (Seat(substitutes=dict.fromkeys("123", ("q", "Q"))), "always-substituted"),
        (Seat(substitutes=dict.fromkeys("12", ("q", "Q")), excused={"3"}), "never-comes"),
    ],
)
def test_the_rule_of_seats(seat, pattern):
    assert pattern_of(seat, 3) == pattern


def test_bassins_are_compared_only_where_enough_is_known(store):
    few = [
        meeting("2024-01-10", SPRING, bassin="Blois", title="Seule liste"),
        meeting("2024-02-10", bassin="Blois", title="Sans liste"),
    ]
    fill(store, [*bow_tie(), *few])
    answer = run(store, "compare", {}, "fr")
    found = {item["name"]: (item["comparable"], item["partners"], item["met_share"]) for item in answer.data["bassins"]}
    assert found == {"Bassin de Vexin": ("yes", 5, 0.6), "Bassin de Blois": ("few-lists", 3, None)}
    assert [row["territory"] for row in answer.rows] == ["Bassin de Vexin", "Bassin de Blois"]
    (vexin,) = [item for item in answer.data["bassins"] if item["comparable"] == "yes"]
    assert [short(one["name"]) for one in vexin["brokers"]] == ["Mission Locale"]
    assert "1 sur 2 bassins" in answer.sentence["fr"]


def test_where_nothing_is_known_it_is_said(embedded_store):
    fill(embedded_store, [meeting("2024-01-10", title="Sans liste")])
    for name in ("contacts", "seats"):
        answer = run(embedded_store, name, {"scope": "Vexin"}, "en")
        assert answer.rows == ()
        assert "not known" in answer.sentence["en"]
