"""Networks and units under the names that records give them: sigles, places for adjectives, renamings, mergers."""

from records import meeting

from maillage.graph.facts import build
from maillage.graph.resolution import resolve


def nodes(*records):
    """Name of a body as written → its node; and the graph."""
    resolution = resolve(records)
    found = {item.name: resolution.node_of[(record.id, item.id)] for record in records for item in record.organisations}
    return found, build(records, resolution)


def test_ml_blois_is_the_mission_locale_du_blaisois():
    found, _ = nodes(
        meeting("2019-03-01", ["Aline Morel (ML BLOIS)"], bassin="Blois", source="a"),
        meeting("2020-03-01", ["Bruno Tarde (Mission Locale du Blaisois)"], bassin="Blois", source="b"),
    )
    assert found["ML BLOIS"] == found["Mission Locale du Blaisois"]


def test_milos_28_is_the_mission_locale_of_the_west_and_south_of_eure_et_loir():
    found, _ = nodes(
        meeting("2019-03-01", ["Aline Morel (MILOS 28)"], bassin="Châteaudun", source="a"),
        meeting("2020-03-01", ["Bruno Tarde (Mission Locale Ouest et Sud d'Eure-et-Loir)"], bassin="Chartres", source="b"),
        meeting("2020-04-01", ["Chloé Dunan (Mission Locale)"], bassin="Dreux", source="c"),
    )
    assert found["MILOS 28"] == found["Mission Locale Ouest et Sud d'Eure-et-Loir"] != found["Mission Locale"]


def test_pole_emploi_and_france_travail_are_one_body_with_both_names():
    found, graph = nodes(
        meeting("2023-03-01", ["Aline Morel (Pôle emploi)"], bassin="Blois", source="a"),
        meeting("2024-03-01", ["Bruno Tarde (France Travail)"], bassin="Blois", source="b"),
    )
    assert found["Pôle emploi"] == found["France Travail"]
    assert graph.nodes[found["Pôle emploi"]].properties["names"] == ["France Travail", "Pôle emploi"]


def successions(graph):
    return {
        (graph.nodes[link.start].name, graph.nodes[link.end].name, link.properties.get("kind"))
        for link in graph.relationships.values()
        if link.type == "SUCCEEDED_BY"
    }


def test_anpe_and_assedic_merged_into_pole_emploi():
    found, graph = nodes(
        meeting("2007-03-01", ["Aline Morel (ANPE)", "Bruno Tarde (Assedic)"], bassin="Blois", source="a"),
        meeting("2010-03-01", ["Chloé Dunan (Pôle emploi)"], bassin="Blois", source="b"),
    )
    assert len(set(found.values())) == 3
    ends = {(link.start, link.end) for link in graph.relationships.values() if link.type == "SUCCEEDED_BY"}
    assert ends == {(found["ANPE"], found["Pôle emploi"]), (found["Assedic"], found["Pôle emploi"])}
    assert {kind for *_, kind in successions(graph)} == {"merger"}


def test_the_direccte_was_split_into_the_dreets_of_the_region_and_the_ddets_of_the_departement():
    found, graph = nodes(
        meeting(
            "2018-03-01",
            ["Aline Morel (Direccte Centre-Val de Loire)", "Farid Benali (UD Direccte 41)"],
            bassin="Blois",
            source="a",
        ),
        meeting(
            "2022-03-01", ["Bruno Tarde (DREETS Centre-Val de Loire)", "Denis Valois (DDETS 41)"], bassin="Blois", source="b"
        ),
    )
    assert len(set(found.values())) == 4
    links = [link for link in graph.relationships.values() if link.type == "SUCCEEDED_BY"]
    assert {(link.start, link.end) for link in links} == {
        (found["Direccte Centre-Val de Loire"], found["DREETS Centre-Val de Loire"]), (found["UD Direccte 41"], found["DDETS 41"]),
    }  # fmt: skip
    assert {link.properties["date"] for link in links} == {"2021-03-31"}
