"""What records say becomes relationships, each with the sentences behind it."""

import pytest
from records import meeting

from maillage.graph.facts import build
from maillage.graph.ontology import check
from maillage.graph.record import Attendance, Link, Organisation, Partnership, Person, StandsInFor, Territory
from maillage.graph.resolution import resolve


def links(records, *types):
    """(type, start name, end name) of the relationships of `types`."""
    graph = build(records, resolve(records))
    check(graph)
    names = {node.id: node.properties["name"] for node in graph.nodes.values()}
    return {(x.type, names[x.start], names[x.end]) for x in graph.relationships.values() if not types or x.type in types}


def test_a_body_attends_through_its_people():
    record = meeting("2024-03-05", ["Aline Morel (Cap emploi)", "Bruno Petit (Cap emploi)"], bodies=["CIO"])
    assert links([record], "ATTENDED") == {
        ("ATTENDED", "Aline Morel", "Réunion"),
        ("ATTENDED", "Bruno Petit", "Réunion"),
        ("ATTENDED", "Cap emploi", "Réunion"),
        ("ATTENDED", "CIO", "Réunion"),
    }
    graph = build([record], resolve([record]))
    attended = {graph.nodes[x.start].name: x.properties for x in graph.relationships.values() if x.type == "ATTENDED"}
    assert attended["Cap emploi"]["people"] == 2
    assert attended["CIO"]["unnamed"] is True
    assert "unnamed" not in attended["Cap emploi"]


def test_a_body_is_excused_only_when_nobody_came_for_it():
    record = meeting("2024-03-05", ["Aline Morel (Cap emploi)"], excused=["Bruno Petit (Cap emploi)", "Chloé Garnier (CIO)"])
    assert links([record], "EXCUSED_FROM") == {
        ("EXCUSED_FROM", "Bruno Petit", "Réunion"),
        ("EXCUSED_FROM", "Chloé Garnier", "Réunion"),
        ("EXCUSED_FROM", "CIO", "Réunion"),
    }


@pytest.mark.parametrize("status", ["planned", "cancelled", "postponed", "proposed"])
def test_nobody_attends_a_meeting_that_was_not_held(status):
    record = meeting("2024-03-05", ["Aline Morel (Cap emploi)"], status=status)
    assert links([record], "ATTENDED") == set()
    assert ("CONTRIBUTED_TO", "Aline Morel", "Réunion") in links([record], "CONTRIBUTED_TO")


def test_substitutes_and_proxies_are_told_apart():
    record = meeting("2024-03-05", ["Aline Morel (Cap emploi)"], excused=["Bruno Petit (CIO)"])
    row = record.attendance[0].model_copy(update={"stands_in_for": (StandsInFor(who="p-bruno petit", kind="proxy"),)})
    record = record.model_copy(update={"attendance": (row, *record.attendance[1:])})
    graph = build([record], resolve([record]))
    (stood,) = [x for x in graph.relationships.values() if x.type == "STOOD_IN_FOR"]
    assert stood.properties["kind"] == "proxy"
    assert ("ATTENDED", "Bruno Petit", "Réunion") not in links([record], "ATTENDED")


def test_what_one_record_affirms_and_another_denies_is_marked():
    one = meeting("2024-03-05", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], source="a.txt")
    two = meeting("2024-03-05", ["Bruno Petit (CIO)"], absent=["Aline Morel (Cap emploi)"], source="b.txt")
    graph = build([one, two], resolve([one, two]))
    disputed = {graph.nodes[x.start].name for x in graph.relationships.values() if x.properties.get("disputed")}
    assert disputed == {"Aline Morel"}


def test_each_record_that_states_a_fact_gives_a_statement_with_its_words():
    one = meeting("2024-03-05", ["Aline Morel (Cap emploi)"], source="a.txt")
    two = meeting("2024-03-05", ["Aline Morel (Cap emploi)"], source="b.txt")
    graph = build([one, two], resolve([one, two]))
    (fact,) = [x for x in graph.relationships.values() if x.type == "ATTENDED" and graph.nodes[x.start].labels[-1] == "Person"]
    statements = [n for n in graph.nodes.values() if n.labels == ("Statement",) and n.properties["fact"] == fact.fact]
    assert len(statements) == fact.properties["sources"] == 2
    for statement in statements:
        (stated,) = [x for x in graph.relationships.values() if x.type == "STATED_IN" and x.start == statement.id]
        record = {record.id: record for record in (one, two)}[stated.end]
        assert record.text[statement.properties["start"] : statement.properties["end"]] == statement.properties["quote"]


def test_optional_items_stay_out():
    record = meeting("2024-03-05", ["Aline Morel (Cap emploi)"])
    doubtful = Person(id="x", name="Nora Vidal", optional=True)
    row = Attendance(who="x", event="e", presence="present", optional=True)
    record = record.model_copy(update={"people": (*record.people, doubtful), "attendance": (*record.attendance, row)})
    assert all("Nora Vidal" not in link for link in links([record]))


def test_territories_lie_in_their_departement_and_region():
    record = meeting("2024-03-05", bodies=["CIO"], bassin="Blois")
    within = links([record], "WITHIN")
    assert ("WITHIN", "Bassin de Blois", "Loir-et-Cher") in within
    assert ("WITHIN", "Bassin de Blois", "Centre-Val de Loire") in within
    assert ("WITHIN", "Loir-et-Cher", "Centre-Val de Loire") in within


def test_activity_has_its_ground():
    local = meeting("2024-03-05", ["Aline Morel (Cap emploi)"])
    wide = meeting("2024-04-05", ["Bruno Petit (CIO)"], bassin=["Vexin", "Perche"])
    active = links([local, wide], "ACTIVE_IN")
    assert ("ACTIVE_IN", "Cap emploi", "Bassin de Vexin") in active
    assert not [link for link in active if link[1].startswith("CIO")], "an event of several territories proves no activity"


def test_delegates_make_their_body_active_where_they_act():
    record = meeting("2024-04-05", ["Bruno Petit (Pôle emploi Dreux)"], bassin=())
    delegate = Link(type="acts_for", start="p-bruno petit", end="t")
    record = record.model_copy(
        update={"territories": (Territory(id="t", name="Bassin de Dreux", kind="bassin"),), "links": (*record.links, delegate)}
    )
    assert ("ACTIVE_IN", "Pôle emploi Dreux", "Bassin de Dreux") in links([record], "ACTIVE_IN")


def test_a_group_of_partners_is_one_node():
    record = meeting("2024-04-05", bodies=["CIO", "Cap emploi", "Mission Locale"])
    group = Partnership(id="g", members=tuple(o.id for o in record.organisations), basis="Convention", territory="t-vexin")
    record = record.model_copy(update={"partnerships": (group,)})
    found = links([record], "PARTNER_IN", "COVERS")
    assert len([link for link in found if link[0] == "PARTNER_IN"]) == 3
    assert ("COVERS", "Convention", "Bassin de Vexin") in found


def test_a_merger_joins_two_bodies_by_a_relationship_not_into_one():
    record = meeting("2024-04-05", bodies=["ANPE", "Pôle emploi"], level={"ANPE": "network", "Pôle emploi": "network"}, bassin=())
    record = record.model_copy(
        update={"organisations": tuple(Organisation(**{**o.model_dump(), "network": o.name}) for o in record.organisations)}
    )
    assert ("SUCCEEDED_BY", "ANPE", "Pôle emploi") in links([record], "SUCCEEDED_BY")


def test_people_of_a_body_are_counted_over_all_records():
    names = [
        f"{given} Morel (CIO)"
        for given in ("Aline", "Bruno", "Chloé", "Denis", "Élise", "Farid", "Gaëlle", "Hugo", "Inès", "Jules")
    ]
    one = meeting("2024-03-05", names[:9], source="a.txt")
    two = meeting("2024-03-05", names[1:], source="b.txt")
    graph = build([one, two], resolve([one, two]))
    (body,) = [x for x in graph.relationships.values() if x.type == "ATTENDED" and graph.nodes[x.start].name == "CIO"]
    assert body.properties["people"] == 10


def test_people_counted_without_a_name_stand_under_their_body():
    record = meeting("2024-03-05", bodies=["CIO"])
    row = record.attendance[0].model_copy(update={"people": 2})
    record = record.model_copy(update={"attendance": (row,)})
    graph = build([record], resolve([record]))
    (body,) = [x for x in graph.relationships.values() if x.type == "ATTENDED"]
    assert (body.properties["people"], body.properties["unnamed"]) == (2, True)


def test_a_body_that_came_by_another_record_is_not_away():
    one = meeting(
        "2024-03-05", ["Bruno Petit (CIO)", "Chloé Garnier (GRETA)"], excused=["Aline Morel (Cap emploi)"], source="a.txt"
    )
    two = meeting("2024-03-05", ["Bruno Petit (CIO)", "Chloé Garnier (GRETA)", "Denis Faure (Cap emploi)"], source="b.txt")
    found = links([one, two], "ATTENDED", "EXCUSED_FROM")
    assert ("ATTENDED", "Cap emploi", "Réunion") in found
    assert ("EXCUSED_FROM", "Cap emploi", "Réunion") not in found
    assert ("EXCUSED_FROM", "Aline Morel", "Réunion") in found


def test_presence_at_a_meeting_to_come_is_only_announced_even_when_invited():
    record = meeting("2030-03-05", ["Aline Morel (Cap emploi)"], status="planned")
    row = record.attendance[0].model_copy(update={"invited": True})
    record = record.model_copy(update={"attendance": (row,)})
    assert links([record], "INVITED_TO", "CONTRIBUTED_TO") == {
        (kind, who, "Réunion") for kind in ("INVITED_TO", "CONTRIBUTED_TO") for who in ("Aline Morel", "Cap emploi")
    }


def test_a_delegate_is_so_for_the_body_of_the_same_record():
    before = meeting("2020-04-05", ["Bruno Petit (Cap emploi)"], bassin=())
    after = meeting("2024-04-05", ["Bruno Petit (CIO)"], bassin=())
    delegate = Link(type="acts_for", start="p-bruno petit", end="t")
    territory = Territory(id="t", name="Bassin de Dreux", kind="bassin")
    after = after.model_copy(update={"territories": (territory,), "links": (*after.links, delegate)})
    one = Person(id="p-bruno petit", name="Bruno Petit", identifiers={"rh": "7"})
    records = [record.model_copy(update={"people": (one,)}) for record in (before, after)]
    assert links(records, "ACTIVE_IN") == {("ACTIVE_IN", "CIO", "Bassin de Dreux")}


def test_units_of_one_name_are_told_apart_by_their_place():
    records = [meeting("2024-03-05", bodies=["CIO"], bassin="Blois"), meeting("2024-03-06", bodies=["CIO"], bassin="Dreux")]
    assert {link[1] for link in links(records, "ATTENDED")} == {"CIO (Blois)", "CIO (Dreux)"}


def test_a_commune_lies_in_the_groups_that_records_name():
    record = meeting("2024-03-05", bodies=["CIO"], bassin=())
    places = (
        Territory(id="c", name="Bonneville", kind="commune", code="74042"),
        Territory(id="g", name="CC Faucigny - Glières", kind="epci"),
    )
    record = record.model_copy(update={"territories": places})
    assert links([record], "WITHIN") == {
        ("WITHIN", "Bonneville", "CC Faucigny - Glières"),
        ("WITHIN", "Bonneville", "Haute-Savoie"),
        ("WITHIN", "Bonneville", "Auvergne-Rhône-Alpes"),
        ("WITHIN", "CC Faucigny - Glières", "Haute-Savoie"),
        ("WITHIN", "CC Faucigny - Glières", "Auvergne-Rhône-Alpes"),
        ("WITHIN", "Haute-Savoie", "Auvergne-Rhône-Alpes"),
    }


def test_long_quotes_are_cut_and_the_record_keeps_them():
    record = meeting("2024-03-05", ["Aline Morel (Cap emploi)"])
    long = record.attendance[0].evidence.model_copy(update={"quote": "mot " * 300})
    record = record.model_copy(update={"attendance": (record.attendance[0].model_copy(update={"evidence": long}),), "links": ()})
    graph = build([record], resolve([record]))
    quotes = [
        str(x.properties["quote"]) for x in (*graph.nodes.values(), *graph.relationships.values()) if "quote" in x.properties
    ]
    assert quotes
    assert max(map(len, quotes)) == 500
