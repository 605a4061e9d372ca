"""People instead of bodies, and networks instead of their units, wherever a question can be asked so."""

import io

import pytest
from openpyxl import load_workbook
from records import meeting
from worlds import bow_tie, fill, short

from maillage.queries import run
from maillage.queries.briefing import briefing
from maillage.visualisations.workbook import to_xlsx

NORTH, SOUTH = "Bruno Petit (CIO Vexin Nord)", "Farid Brun (CIO Vexin Sud)"
ALINE, DENIS = "Aline Morel (Cap emploi)", "Denis Faure (CCI du Vexin)"


def two_units():
    """The CIO comes now through its northern unit, now through its southern one; the CCI is excused at every meeting."""
    return [
        *(meeting(f"2024-0{month}-10", [NORTH, ALINE], title=f"Nord {month}", excused=[DENIS]) for month in (1, 2, 3)),
        *(meeting(f"2024-0{month}-10", [SOUTH, ALINE], title=f"Sud {month}", excused=[DENIS]) for month in (4, 5, 6)),
    ]


def test_partners_of_a_network_are_those_of_its_units(store):
    fill(store, two_units())
    units = {short(row["partner"]): row["meetings"] for row in run(store, "partners", {"actor": "Cap emploi"}, "en").rows}
    assert units == {"CIO Vexin Nord": 3, "CIO Vexin Sud": 3}
    (network,) = run(store, "partners", {"actor": "Cap emploi", "level": "network"}, "en").rows
    assert (network["partner"], network["meetings"]) == ("CIO", 6)
    (other,) = run(store, "partners", {"actor": "CIO Vexin Sud", "level": "network"}, "en").rows
    assert (short(other["partner"]), other["meetings"]) == ("Cap emploi", 6)


def test_at_the_level_of_networks_somebody_of_the_other_unit_follows(store):
    fill(store, two_units())

    def posts(level):
        answer = run(store, "contacts", {"scope": "Vexin", "level": level}, "en")
        return {
            (item["organisation"]["name"].split(" (")[0], item["person"]["name"]): (item["state"], [s["name"] for s in item["successors"]])
            for item in answer.data["contacts"]
        }  # fmt: skip

    assert posts("unit")["CIO Vexin Nord", "Bruno Petit"] == ("current", [])
    assert posts("network")["CIO", "Bruno Petit"] == ("followed", ["Farid Brun"])


def test_the_seats_of_people_alone_and_of_networks(store):
    fill(store, [*two_units(), meeting("2024-07-10", [ALINE], bodies=["-CIO Vexin Nord"], title="Juillet")])
    both = {short(item["name"]) for item in run(store, "seats", {"scope": "Vexin"}, "en").data["seats"]}
    people = {item["name"] for item in run(store, "seats", {"scope": "Vexin", "people": True}, "en").data["seats"]}
    assert both == {"Denis Faure", "CCI du Vexin"}
    assert people == {"Denis Faure"}
    networks = {
        short(item["name"])
        for item in run(store, "seats", {"scope": "Vexin", "level": "network", "times": 1}, "en").data["seats"]
    }
    assert networks == {"Denis Faure", "CCI du Vexin"}  # the CIO came through the other unit


def test_bassins_compared_by_people(store):
    fill(store, bow_tie())
    bodies = run(store, "compare", {}, "en").data["bassins"][0]["counts"]
    people = run(store, "compare", {"people": True}, "en").data["bassins"][0]["counts"]
    assert bodies == people == {"pairs": 10, "worked-together": 6, "plenary-only": 0, "never-seen": 4, "not-known": 0}


def test_the_page_before_a_meeting_counts_networks(store):
    fill(store, two_units())
    units, networks = (briefing(store, "Vexin", level=level) for level in ("unit", "network"))
    assert any("CIO Vexin Nord" in line.text["en"] for line in units.facts)
    assert not any("CIO Vexin Nord" in line.text["en"] for line in networks.facts)
    assert any("CIO" in line.text["en"] for line in networks.facts)


@pytest.mark.parametrize(("language", "words"), [("fr", "jamais vus ensemble"), ("en", "never seen together")])
def test_cards_of_introductions_as_a_workbook(embedded_store, language, words):
    fill(embedded_store, bow_tie())
    answer = run(embedded_store, "introductions", {"scope": "Vexin", "cards": True}, language)
    sheet = load_workbook(io.BytesIO(to_xlsx(answer, language))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("rank", "a", "b", "card")
    assert len(rows) == 5
    assert all(words in row[3] and "Chloé Garnier" in row[3] and row[1].split(" (")[0] in row[3] for row in rows[1:])
