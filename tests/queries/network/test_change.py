"""Relations that cool and relations that are new, on graphs drawn by hand."""

from records import meeting
from worlds import AUTUMN, SPRING, bow_tie, fill, short

from maillage.queries import run


def ends(items):
    return {frozenset((short(item["a"]["name"]), short(item["b"]["name"]))) for item in items}


def apart_since_2022():
    """Cap emploi and the CIO met three times in 2022; both still come in 2024, never to the same meeting."""
    together = [meeting(f"2022-0{month}-10", SPRING[:2], title=f"Ensemble {month}") for month in (3, 4, 5)]
    one = [meeting(f"2024-0{month}-10", SPRING[:1], title=f"Cap {month}") for month in (1, 3)]
    other = [meeting(f"2024-0{month}-10", SPRING[1:2], title=f"CIO {month}") for month in (2, 4)]
    return [*together, *one, *other]


def test_two_who_met_before_and_not_since_though_both_still_come(store):
    fill(store, apart_since_2022())
    answer = run(store, "cooling", {"scope": "Vexin"}, "en")
    (pair,) = answer.data["pairs"]
    assert ends([pair]) == {frozenset({"Cap emploi", "CIO"})}
    assert (pair["verdict"], pair["meetings"], pair["last"], pair["listed"]) == ("cooling", 3, "2022-05-10", 4)
    assert pair["event"]["name"] == "Ensemble 5"
    assert [source["quote"] for source in pair["sources"]] == [
        "present : Aline Morel (Cap emploi)",
        "present : Bruno Petit (CIO)",
    ]
    assert answer.data["counts"] == {"relations": 1, "cooling": 1, "gone": 0}


def test_a_plenary_since_then_is_a_meeting_all_the_same(embedded_store):
    crowd = [f"Personne Numéro{number} (CCI du Vexin)" for number in range(45)]
    fill(embedded_store, [*apart_since_2022(), meeting("2024-02-01", [*crowd, *SPRING[:2]], title="Journée")])
    assert run(embedded_store, "cooling", {"scope": "Vexin"}, "en").data["pairs"] == []


def test_who_no_longer_comes_is_told_apart(store):
    records = [record for record in apart_since_2022() if "CIO 2" not in record.text and "CIO 4" not in record.text]
    fill(store, records)
    assert run(store, "cooling", {"scope": "Vexin"}, "en").data["counts"] == {"relations": 1, "cooling": 0, "gone": 1}
    (pair,) = run(store, "cooling", {"scope": "Vexin", "all": True}, "en").data["pairs"]
    assert pair["verdict"] == "gone"


def test_meetings_without_lists_since_make_it_not_known(embedded_store):
    unlisted = [meeting(f"2023-0{month}-10", title=f"Sans liste {month}") for month in (1, 2, 3, 4)]
    fill(embedded_store, [*apart_since_2022(), *unlisted])
    (pair,) = run(embedded_store, "cooling", {"scope": "Vexin"}, "en").data["pairs"]
    assert (pair["verdict"], pair["listed"], pair["unlisted"]) == ("not-known", 4, 4)


def test_those_who_met_for_the_first_time_since_a_date(store):
    fill(store, bow_tie())
    answer = run(store, "new-relations", {"scope": "Vexin", "since": "2024-06"}, "en")
    bodies = [body.split("(")[1].rstrip(")") for body in AUTUMN]
    assert ends(answer.data["pairs"]) == {frozenset(pair) for pair in (bodies[:2], bodies[1:], [bodies[0], bodies[2]])}
    assert {(item["first"], item["meetings"]) for item in answer.data["pairs"]} == {("2024-09-10", 3)}
    assert answer.data["counts"] == {"relations": 6, "new": 3}
    assert all(item["sources"] for item in answer.data["pairs"])


def test_without_a_date_the_last_months_count(embedded_store):
    fill(embedded_store, bow_tie())
    assert run(embedded_store, "new-relations", {"months": 4}, "en").data["counts"]["new"] == 3
    assert run(embedded_store, "new-relations", {"months": 24}, "en").data["counts"]["new"] == 6


def test_where_nobody_met_it_is_not_known(embedded_store):
    fill(embedded_store, [meeting("2024-01-10", SPRING[:1])])
    for name in ("cooling", "new-relations"):
        answer = run(embedded_store, name, {"scope": "Vexin"}, "en")
        assert answer.rows == ()
        assert "not known" in answer.sentence["en"]
