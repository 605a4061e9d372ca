"""The questions on graphs whose answer is obvious to a reader, on both engines; on an empty graph; where nothing is known."""

from datetime import date

import pytest
from records import meeting

from maillage.graph.errors import UnknownName
from maillage.graph.facts import build
from maillage.graph.model import Graph, Node
from maillage.graph.record import Event, Link, Partnership, Territory
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.queries import catalogue, run
from maillage.queries.views import works_with

AROUND_A_TABLE = ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)", "Chloé Garnier (Mission Locale)"]


def fill(store, records):
    publish(store, build(records, resolve(records)), "test")
    return store


def three_meetings():
    """Vexin: Cap emploi, CIO and Mission Locale meet three times at a table; the CCI is at the third and fourth only, without the CIO."""
    return [
        meeting("2024-01-10", AROUND_A_TABLE, title="Comité janvier"),
        meeting("2024-03-10", AROUND_A_TABLE, title="Comité mars"),
        meeting("2024-05-10", [*AROUND_A_TABLE[:1], AROUND_A_TABLE[2], "Denis Faure (CCI du Vexin)"], title="Comité mai",
                excused=["Bruno Petit (CIO)"]),
        meeting("2024-07-10", ["Denis Faure (CCI du Vexin)", "Chloé Garnier (Mission Locale)"], title="Comité juillet"),
        meeting("2024-09-10", [*AROUND_A_TABLE], title="Comité septembre"),
    ]  # fmt: skip


def pairs(answer, verdict):
    return {
        frozenset(name.split(" (")[0] for name in (p["a"]["name"], p["b"]["name"]))
        for p in answer.data["pairs"]
        if p["verdict"] == verdict
    }


def test_who_has_not_met(store):
    fill(store, three_meetings())
    answer = run(store, "never-met", {"scope": "Vexin", "all": True}, "en")
    assert answer.data["coverage"] == {"occasions": 5, "listed": 5, "partial": 0, "unlisted": 0}
    assert answer.data["as_of"] == date(2024, 9, 10)
    assert pairs(answer, "never-seen") | pairs(answer, "not-known") == {frozenset({"CIO", "CCI du Vexin"})}
    assert pairs(answer, "worked-together") == {
        frozenset(pair)
        for pair in (
            ("Cap emploi", "CIO"), ("Cap emploi", "Mission Locale"), ("CIO", "Mission Locale"), ("Cap emploi", "CCI du Vexin"),
            ("CCI du Vexin", "Mission Locale"),
        )
    }  # fmt: skip
    (pair,) = [p for p in answer.data["pairs"] if p["verdict"] == "worked-together" and "CCI du Vexin" in p["a"]["name"] + p["b"]["name"]
               and "Mission" in p["a"]["name"] + p["b"]["name"]]  # fmt: skip
    assert pair["meetings"] == 2
    assert all(source["quote"] and source["record"] for source in pair["sources"])


def test_pairs_that_worked_together_are_listed_only_when_asked(store):
    fill(store, three_meetings())
    answer = run(store, "never-met", {"scope": "Vexin"}, "en")
    assert pairs(answer, "worked-together") == set()
    assert answer.data["counts"]["worked-together"] == 5


def test_six_at_a_table_and_one_delegate_elsewhere(store):
    """The shape of the worked example: one local meeting of six bodies at a table; a regional day; a bassin with one delegate."""
    six = ["Cap emploi", "CIO", "Mission Locale", "Pôle emploi", "CIDFF", "CAD"]
    local = meeting("2016-06-23", [f"Personne {body} ({body})" for body in six], bassin="Blois", title="Réunion SPRO")
    group = Partnership(
        id="g", members=tuple(o.id for o in local.organisations), basis="SPRO bassin de Blois", territory="t-blois"
    )
    local = local.model_copy(update={"partnerships": (group,)})
    wide = meeting("2016-06-30", ["Personne Mission Locale (Mission Locale)", "Paul Vidal (Pôle emploi Dreux)", "Léa Roux (GIP Centre)"],
                   bassin=["Blois", "Dreux"], title="Coordonnateurs")  # fmt: skip
    delegate = Link(type="acts_for", start="p-paul vidal", end="t-dreux")
    told = Event(id="told", title="Présentation", kind="presentation", status="held")
    wide = wide.model_copy(
        update={
            "events": (*wide.events, told),
            "links": (*wide.links, delegate, Link(type="concerns", start="told", end="t-dreux")),
        }
    )
    fill(store, [local, wide])
    blois = run(store, "never-met", {"scope": "Blois", "all": True}, "fr")
    assert len(blois.data["partners"]) == 6
    assert blois.data["counts"]["worked-together"] == blois.data["counts"]["pairs"] == 15
    assert {pair["strength"] for pair in blois.data["pairs"]} == {"table"}
    dreux = run(store, "never-met", {"scope": "Dreux"}, "fr")
    assert [partner["kind"] for partner in dreux.data["partners"]] == ["delegate"]
    assert dreux.data["coverage"]["listed"] == 0
    assert dreux.data["coverage"]["occasions"] == 1
    assert dreux.data["pairs"] == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"status": "cancelled"}, "cancelled"),
        ({"kind": "signature"}, "a signature"),
        ({"listed": "none", "bodies": ()}, "no list"),
    ],
)
def test_what_is_no_occasion_proves_no_meeting(embedded_store, change, why):
    records = three_meetings()
    values = {"present": ["Bruno Petit (CIO)", "Denis Faure (CCI du Vexin)"], **change}
    if change.get("listed") == "none":
        values["present"] = []
    values.pop("bodies", None)
    fill(embedded_store, [*records, meeting("2024-10-10", title="Autre", **values)])
    answer = run(embedded_store, "never-met", {"scope": "Vexin", "all": True}, "en")
    assert frozenset({"CIO", "CCI du Vexin"}) not in pairs(answer, "worked-together"), why


def test_three_listed_meetings_of_four_in_five_are_needed_to_say_never(embedded_store):
    unlisted = [meeting(f"2024-11-{day}", title=f"Sans liste {day}") for day in (10, 12, 14, 16)]
    fill(embedded_store, [*three_meetings(), *unlisted])
    answer = run(embedded_store, "never-met", {"scope": "Vexin"}, "en")
    assert pairs(answer, "never-seen") == set()
    assert frozenset({"CIO", "CCI du Vexin"}) in pairs(answer, "not-known")
    assert answer.data["coverage"]["unlisted"] == 4


def test_people_of_different_bodies(store):
    fill(store, three_meetings())
    answer = run(store, "never-met", {"scope": "Vexin", "people": True, "all": True}, "en")
    assert {partner["name"] for partner in answer.data["partners"]} == {
        "Aline Morel",
        "Bruno Petit",
        "Chloé Garnier",
        "Denis Faure",
    }
    assert frozenset({"Bruno Petit", "Denis Faure"}) in pairs(answer, "never-seen") | pairs(answer, "not-known")


def test_partners_of_an_actor(store):
    fill(store, three_meetings())
    answer = run(store, "partners", {"actor": "Cap emploi"}, "en")
    found = {row["partner"].split(" (")[0]: row["meetings"] for row in answer.data["partners"]}
    assert found == {"Mission Locale": 4, "CIO": 3, "CCI du Vexin": 1}
    assert answer.data["meetings"] == 4
    assert all(row["sources"] for row in answer.data["partners"])


def test_meetings_people_territories_coverage(store):
    records = [*three_meetings(), meeting("2024-12-10", title="Suivante", status="planned")]
    fill(store, records)
    meetings = run(store, "meetings", {"scope": "Vexin"}, "en").data["meetings"]
    assert [row["date"] for row in meetings] == sorted((row["date"] for row in meetings), reverse=True)
    assert [row["status"] for row in meetings][:2] == ["planned", "held"]
    people = {
        row["person"]: (row["attended"], row["excused"]) for row in run(store, "people", {"scope": "Vexin"}, "en").data["people"]
    }
    assert people["Bruno Petit"] == (3, 1)
    assert people["Chloé Garnier"] == (5, 0)
    (territory,) = [row for row in run(store, "territories", {}, "en").data if row["kind"] == "bassin"]
    assert (territory["meetings"], territory["occasions"]) == (6, 5)
    (coverage,) = run(store, "coverage", {}, "en").data
    assert (coverage["occasions"], coverage["listed"], coverage["share"]) == (5, 5, 1.0)


def test_a_planned_day_that_has_passed_is_unconfirmed(store):
    fill(store, [*three_meetings(), meeting("2024-06-10", title="Prévue", status="planned")])
    meetings = run(store, "meetings", {"scope": "Vexin"}, "en").data["meetings"]
    assert [row["status"] for row in meetings if row["meeting"] == "Prévue"] == ["unconfirmed"]


def test_where_from(store):
    fill(store, three_meetings())
    both = run(store, "where-from", {"actor": "Aline Morel", "with": "Denis Faure"}, "en")
    assert {row["quote"] for row in both.data} == {"present : Aline Morel (Cap emploi)", "present : Denis Faure (CCI du Vexin)"}
    fact = both.data[0]["id"]
    assert run(store, "where-from", {"fact": fact}, "en").data
    event = run(store, "where-from", {"event": "Comité mai"}, "en")
    assert any("excused : Bruno Petit" in row["quote"] for row in event.data)


def test_map_of_who_works_with_whom(store):
    fill(store, three_meetings())
    subgraph = works_with(store, scope="Vexin")
    names = {node.id: node.name.split(" (")[0] for node in subgraph.nodes}
    met = {frozenset((names[x.start], names[x.end])): x.properties["meetings"] for x in subgraph.relationships}
    assert met[frozenset({"Cap emploi", "Mission Locale"})] == 4
    assert frozenset({"CIO", "CCI du Vexin"}) not in met
    assert {statement.fact for statement in subgraph.statements} == {x.fact for x in subgraph.relationships}


NEED_A_NAME = {name for name in catalogue() if any(parameter.required for parameter in catalogue()[name].parameters.values())}
NAMED = [name for name in catalogue() if name not in NEED_A_NAME and name not in ("introductions", "where-from")]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", NAMED)
def test_an_empty_graph_is_not_known_and_never_nobody(store, name, language):
    publish(store, Graph({}, {}), "empty")
    answer = run(store, name, {}, language)
    assert answer.rows == ()
    for text in answer.sentence.values():
        assert not any(word in text.lower() for word in ("nobody", "personne n", "aucun partenaire ne"))
    assert "ot known" in answer.sentence["en"]


def test_where_nothing_is_known_of_a_territory_it_is_said(store):
    record = meeting("2024-01-10", AROUND_A_TABLE)
    record = record.model_copy(
        update={"territories": (*record.territories, Territory(id="x", name="Bassin du Perche", kind="bassin"))}
    )
    fill(store, [record])
    answer = run(store, "never-met", {"scope": "Perche"}, "en")
    assert answer.data["pairs"] == []
    assert "not known" in answer.sentence["en"]


def test_unknown_names_offer_the_nearest(embedded_store):
    fill(embedded_store, three_meetings())
    with pytest.raises(UnknownName, match="Vexin"):
        run(embedded_store, "never-met", {"scope": "Vexinn"}, "en")
    with pytest.raises(UnknownName, match="Aline Morel"):
        run(embedded_store, "partners", {"actor": "Aline Morell"}, "en")


def test_two_of_one_name_are_told_apart_by_the_id_that_is_offered(embedded_store):
    fill(embedded_store, [meeting("2024-01-10", ["Aline Morel (Cap emploi)"]), meeting("2024-02-10", ["Aline Morel (CIO)"])])
    with pytest.raises(UnknownName) as caught:
        run(embedded_store, "partners", {"actor": "Aline Morel"}, "en")
    assert len(caught.value.near) == 2
    assert run(embedded_store, "partners", {"actor": caught.value.near[0]}, "en").data["meetings"] == 1


def test_the_name_of_a_network_means_none_of_its_units_when_there_are_two(embedded_store):
    """One record calls its unit « Mission Locale » and no more: that makes it no better than the other."""
    labels = ("Actor", "Organisation")
    units = {
        "o1": Node("o1", labels, {"name": "Mission Locale de Blois", "names": ["Mission Locale", "Mission Locale de Blois"]}),
        "o2": Node("o2", labels, {"name": "Mission Locale de Vendôme", "names": ["Mission Locale de Vendôme"]}),
    }
    publish(embedded_store, Graph(units, {}), "test")
    with pytest.raises(UnknownName, match="Mission Locale de Blois, Mission Locale de Vendôme"):
        run(embedded_store, "partners", {"actor": "Mission Locale"}, "en")
    assert "Vendôme" in run(embedded_store, "partners", {"actor": "Mission Locale de Vendôme"}, "en").sentence["en"]
    publish(embedded_store, Graph({"o1": units["o1"]}, {}), "one")
    assert "Blois" in run(embedded_store, "partners", {"actor": "Mission Locale"}, "en").sentence["en"]


def test_two_people_of_one_name_are_told_apart(embedded_store):
    """Nobody has said whether they are one: each is called by its body."""
    homes = ("Cap emploi", "CCI du Vexin")
    records = [
        meeting(f"2024-0{month}-10", [f"Aline Morel ({home})", "Bruno Petit (CIO)"], title=f"{home} {month}")
        for home in homes
        for month in (1, 2, 3)
    ]
    fill(embedded_store, records)
    partners = {p["name"] for p in run(embedded_store, "never-met", {"scope": "Vexin", "people": True}, "en").data["partners"]}
    assert len(partners) == 3
    assert {name.split(" (")[0] for name in partners} == {"Aline Morel", "Bruno Petit"}
    assert "Bruno Petit" in partners
