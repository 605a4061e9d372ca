"""The rules by which two mentions are one, are two, or are a question."""

import itertools
import json

import pytest
from gold_records import read_all
from records import meeting

from maillage.graph.facts import build
from maillage.graph.names import fold
from maillage.graph.resolution import Decision, Mention, Naming, resolve
from maillage.graph.resolution.naming import place_of_unit, renamed
from maillage.graph.resolution.spelling import demonym_of, misspelt_name, one_slip, slips


def body(resolution, record, name):
    return resolution.node_of[Mention(record.id, f"o-{fold(name)}")]


def person(resolution, record, name):
    return resolution.node_of[Mention(record.id, f"p-{fold(name)}")]


@pytest.mark.parametrize(("a", "b", "slip"), [
    ("blois", "blos", True), ("blois", "bloois", True), ("blois", "blosi", True), ("blois", "blais", True),
    ("blois", "blois", False), ("blois", "tours", False), ("blois", "b", False), ("abcd", "badc", False),
])  # fmt: skip
def test_a_slip_is_one_letter_or_two_neighbours(a, b, slip):
    assert one_slip(a, b) is one_slip(b, a) is slip


def test_slips_are_the_pairs_that_one_by_one_comparison_finds():
    words = ["morel", "morell", "mroel", "moral", "petit", "peti", "faure", "orel", "garnier"]
    assert list(slips(words)) == [pair for pair in itertools.combinations(sorted(words), 2) if one_slip(*pair)]


def test_two_places_or_two_numbers_are_no_slip_of_each_other():
    assert misspelt_name("epicerie solidaire tremplin", "epicerie solidaire tremplim")
    assert not misspelt_name("lycee professionnel de loiret", "lycee professionnel de loire")
    assert not misspelt_name("association rue 11111", "association rue 11112")


def test_a_demonym_is_known_by_its_stem():
    assert demonym_of("vendomois", "vendome")
    assert not demonym_of("vendome", "vendomois")
    assert not demonym_of("chinonais", "blois")


def test_a_network_with_one_unit_a_departement_is_one_in_all_its_bassins():
    one = meeting("2024-03-05", bodies=["Conseil départemental", "CIO"], bassin="Blois")
    two = meeting("2024-03-06", bodies=["CD41", "CIO"], bassin="Romorantin-Lanthenay")
    resolution = resolve([one, two])
    assert body(resolution, one, "conseil départemental") == body(resolution, two, "cd41")
    assert body(resolution, one, "cio") != body(resolution, two, "cio")


@pytest.mark.parametrize(("network", "rest", "expected"), [
    ("conseil-departemental", "", "departement 41"), ("conseil-departemental", "cher", "departement 18"),
    ("caf", "vendome", "departement 41"),
    ("conseil-regional", "", "region 24"), ("conseil-regional", "centre", "region 24"), ("cio", "vendome", "vendome"), ("cio", "", "blois"),
])  # fmt: skip
def test_the_place_of_a_unit_is_what_its_network_serves(network, rest, expected):
    assert place_of_unit(network, rest, "blois", ("41", "24")) == expected


def test_regions_that_were_merged_stay_apart():
    one = place_of_unit("conseil-regional", "picardie", None, (None, None))
    two = place_of_unit("conseil-regional", "nord pas calais", None, (None, None))
    assert one != two


def test_only_a_pure_renaming_is_the_same_network():
    assert renamed("france-travail") == "pole-emploi"
    assert renamed("cap-emploi") == "cap-emploi"
    assert renamed("pole-emploi") == "pole-emploi"


@pytest.mark.parametrize(
    "name", ["C.I.O. de Blois", "cio blois", "Centre d'information et d'orientation de Blois", "Antenne CIO de Blois"]
)
def test_a_unit_is_known_under_its_usual_spellings(name):
    one, two = (
        meeting("2024-03-05", bodies=["CIO de Blois"], bassin="Blois"),
        meeting("2024-05-05", bodies=[name], bassin="Vendôme"),
    )
    resolution = resolve([one, two])
    assert body(resolution, one, "cio de blois") == body(resolution, two, name)


def test_a_misspelt_name_of_the_same_body_is_one_person():
    one, two = meeting("2024-03-05", ["Aline Garnier (CIO)"]), meeting("2024-04-05", ["Aline Garneir (CIO)"])
    resolution = resolve([one, two])
    assert person(resolution, one, "aline garnier") == person(resolution, two, "aline garneir")


def test_two_given_names_that_are_alike_are_two_people():
    one, two = meeting("2024-03-05", ["Michel Garnier (CIO)"]), meeting("2024-04-05", ["Michelle Garnier (CIO)"])
    resolution = resolve([one, two])
    assert person(resolution, one, "michel garnier") != person(resolution, two, "michelle garnier")


def test_an_initial_is_the_only_one_it_fits_else_a_question():
    full, short = meeting("2024-03-05", ["Aline Garnier (CIO)"]), meeting("2024-04-05", ["A. Garnier (CIO)"])
    resolution = resolve([full, short])
    assert person(resolution, full, "aline garnier") == person(resolution, short, "a. garnier")
    other = meeting("2024-05-05", ["Anne Garnier (CIO)"])
    resolution = resolve([full, short, other])
    assert (
        len(
            {
                person(resolution, full, "aline garnier"),
                person(resolution, short, "a. garnier"),
                person(resolution, other, "anne garnier"),
            }
        )
        == 3
    )
    assert len(resolution.questions) == 2


def test_a_pair_of_nodes_is_asked_once_with_what_it_would_change():
    found = [meeting(f"2024-0{month}-05", ["Aline Morel (CIO)"]) for month in (1, 2, 3)]
    found += [meeting(f"2025-0{month}-05", ["Aline Morel (Cap emploi)"]) for month in (1, 2)]
    (question,) = resolve(found).questions
    assert sorted(question.sides) == [2, 3]
    assert question.effect == 2
    for language in ("fr", "en"):
        assert "3" in question.change(language)


def test_a_pair_decided_different_is_not_asked_again():
    one, two = meeting("2024-03-05", ["Aline Morel (CIO)"]), meeting("2025-05-07", ["Aline Morel (Cap emploi)"])
    (question,) = resolve([one, two]).questions
    assert resolve([one, two], [Decision("different", question.a, question.b)]).questions == ()


def test_a_name_decided_in_a_perimeter_holds_for_records_to_come():
    one = meeting("2024-03-05", bodies=["Maison de la formation"], bassin="Vexin")
    two = meeting("2024-04-05", bodies=["La Maison"], bassin="Vexin")
    elsewhere = meeting("2024-04-06", bodies=["La Maison"], bassin="Perche")
    decision = Naming("organisation", "La Maison", Mention(one.id, "o-maison de la formation"), "Bassin de Vexin")
    resolution = resolve([one, two, elsewhere], [decision])
    assert body(resolution, one, "maison de la formation") == body(resolution, two, "la maison")
    assert body(resolution, one, "maison de la formation") != body(resolution, elsewhere, "la maison")


def test_a_contradiction_between_decisions_is_reported():
    one, two = meeting("2024-03-05", ["Aline Morel (CIO)"]), meeting("2025-05-07", ["Aline Morel (CIO)"])
    pair = (Mention(one.id, "p-aline morel"), Mention(two.id, "p-aline morel"))
    resolution = resolve([one, two], [Decision("same", *pair), Decision("different", *pair)])
    assert [refused.reason for refused in resolution.refused] == ["decided different"]


def test_meetings_of_one_day_without_a_participant_in_common_are_a_question():
    one = meeting("2024-03-05", ["Aline Morel (CIO)", "Bruno Petit (GRETA)"], title="Groupe emploi")
    two = meeting("2024-03-05", ["Chloé Faure (CAF)", "Denis Roux (PLIE)"], title="Groupe logement")
    resolution = resolve([one, two])
    assert resolution.node_of[Mention(one.id, "e")] != resolution.node_of[Mention(two.id, "e")]
    assert [question.kind for question in resolution.questions] == ["event"]


def test_annotated_records_have_no_wrong_joining(shared):
    for name in ("seeds", "varied"):
        folder = shared / "gold" / name
        records = read_all(folder)
        resolution = resolve(records.values())
        truth = json.loads((folder / "identity.json").read_text("utf-8"))
        asked = {frozenset((resolution.node_of[q.a], resolution.node_of[q.b])) for q in resolution.questions}

        def nodes(group, records=records, resolution=resolution):
            found = [resolution.node_of.get(Mention(records[item["record"]].id, item["id"])) for item in group["nodes"]]
            return [node for node in found if node is not None]  # optional items have none

        for group in truth["different"]:
            assert len(set(nodes(group))) == len(nodes(group)), group["why"]
        for group in truth["same"]:
            for a, b in itertools.combinations(nodes(group), 2):
                assert a == b or frozenset((a, b)) in asked, group["name"]


def test_the_annotated_meeting_of_blois_shows_its_partners(shared):
    records = list(read_all(shared / "gold" / "seeds").values())
    graph = build(records, resolve(records))
    (bassin,) = [node.id for node in graph.nodes.values() if node.labels[-1] == "Bassin" and "Blois" in node.name]
    events = {x.start for x in graph.relationships.values() if x.type == "CONCERNS" and x.end == bassin}
    there = {graph.nodes[x.start].id for x in graph.relationships.values()
             if x.type == "ATTENDED" and x.end in events and graph.nodes[x.start].labels[-1] == "Organisation"}  # fmt: skip
    active = {x.start for x in graph.relationships.values() if x.type == "ACTIVE_IN" and x.end == bassin}
    assert len(there) >= 6
    assert there <= active
