"""Who is who over a set of records, whatever their order."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import meeting, orders

from maillage.graph.facts import build, digest
from maillage.graph.record import GROUPS, Record
from maillage.graph.resolution import Decision, Mention, resolve


def node(resolution, record, name):
    for prefix in ("p-", "o-", "t-", ""):
        found = resolution.node_of.get(Mention(record.id, prefix + name))
        if found:
            return found
    raise AssertionError(name)


def test_a_person_of_the_same_body_is_one_in_every_record():
    one = meeting("2024-03-05", ["Aline Morel (Cap emploi)"])
    two = meeting("2024-05-07", ["MOREL Aline (Cap emploi)"])
    resolution = resolve([one, two])
    assert node(resolution, one, "aline morel") == node(resolution, two, "morel aline")


def test_a_person_who_changed_employer_is_a_question_and_not_a_merger():
    one = meeting("2024-03-05", ["Aline Morel (Cap emploi)"])
    two = meeting("2025-05-07", ["Aline Morel (CIO)"])
    resolution = resolve([one, two])
    assert node(resolution, one, "aline morel") != node(resolution, two, "aline morel")
    (question,) = resolution.questions
    assert {question.a.item, question.b.item} == {"p-aline morel"}


def test_a_surname_alone_stays_in_its_record():
    one = meeting("2024-03-05", ["Morel (Cap emploi)"])
    two = meeting("2024-05-07", ["Morel (Cap emploi)"])
    resolution = resolve([one, two])
    assert node(resolution, one, "morel") != node(resolution, two, "morel")
    assert resolution.questions == ()


def test_a_unit_is_its_network_and_its_perimeter():
    here, again = meeting("2024-03-05", bodies=["CIO"]), meeting("2024-05-07", bodies=["CIO"])
    there = meeting("2024-03-06", bodies=["CIO"], bassin="Perche")
    nowhere = meeting("2024-03-07", bodies=["CIO"], bassin=())
    resolution = resolve([here, again, there, nowhere])
    nodes = [node(resolution, record, "cio") for record in (here, again, there, nowhere)]
    assert nodes[0] == nodes[1]
    assert len(set(nodes)) == 3


def test_official_and_usual_name_of_a_unit_are_one():
    one = meeting("2024-03-05", bodies=["ML BLOIS"], bassin="Blois")
    two = meeting("2024-05-07", bodies=["Mission Locale du Blaisois"], bassin=())
    resolution = resolve([one, two])
    assert node(resolution, one, "ml blois") == node(resolution, two, "mission locale du blaisois")


def test_a_renamed_institution_is_one_body():
    one = meeting("2023-03-05", bodies=["Pôle emploi"])
    two = meeting("2024-05-07", bodies=["France Travail"])
    resolution = resolve([one, two])
    assert node(resolution, one, "pole emploi") == node(resolution, two, "france travail")


def test_identifiers_join_and_keep_apart():
    one, two = meeting("2024-03-05", ["Aline Morel"]), meeting("2024-05-07", ["Aline Morel"])

    def identified(record, value):
        return record.model_copy(update={"people": (record.people[0].model_copy(update={"identifiers": {"rh": value}}),)})

    same = resolve([identified(one, "7"), identified(two, "7")])
    assert node(same, one, "aline morel") == node(same, two, "aline morel")
    apart = resolve([identified(one, "7"), identified(two, "8")])
    assert node(apart, one, "aline morel") != node(apart, two, "aline morel")
    assert apart.questions == ()


def test_invitation_and_minutes_of_one_meeting_are_one_event():
    invitation = meeting("2024-03-05", title="Comité de bassin", status="planned")
    minutes = meeting("2024-03-05", ["Aline Morel (Cap emploi)"], title="Compte rendu du comité de bassin")
    resolution = resolve([invitation, minutes])
    assert node(resolution, invitation, "e") == node(resolution, minutes, "e")
    graph = build([invitation, minutes], resolution)
    (event,) = [node for node in graph.nodes.values() if node.labels == ("Event",)]
    assert event.properties["status"] == "held"


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (meeting("2024-03-06", title="Comité de bassin"), "another day"),
        (meeting("2024-03-05", title="Comité de bassin", bassin="Perche"), "another perimeter"),
        (meeting(None, title="Comité de bassin"), "no day"),
        (meeting("2024-03-05", title="Comité de bassin", time="14:00"), "another hour"),
    ],
)
def test_meetings_that_differ_are_two(other, why):
    one = meeting("2024-03-05", ["Aline Morel (Cap emploi)"], title="Comité de bassin", time="09:00", source="a")
    resolution = resolve([one, other])
    assert node(resolution, one, "e") != node(resolution, other, "e"), why


def test_decisions_join_and_part():
    one, two = meeting("2024-03-05", ["Aline Morel (Cap emploi)"]), meeting("2025-05-07", ["Aline Morel (CIO)"])
    pair = (Mention(one.id, "p-aline morel"), Mention(two.id, "p-aline morel"))
    same = resolve([one, two], [Decision("same", *pair)])
    assert same.node_of[pair[0]] == same.node_of[pair[1]]
    three = meeting("2025-06-07", ["Aline Morel (Cap emploi)"])
    pair = (Mention(one.id, "p-aline morel"), Mention(three.id, "p-aline morel"))
    apart = resolve([one, three], [Decision("different", *pair)])
    assert apart.node_of[pair[0]] != apart.node_of[pair[1]]


def test_a_newer_record_does_not_change_the_id_of_a_node():
    one = meeting("2024-03-05", ["Aline Morel (Cap emploi)"])
    before = node(resolve([one]), one, "aline morel")
    two = meeting("2024-05-07", ["Aline Morel (Cap emploi)"])
    assert node(resolve([one, two]), two, "aline morel") == before


NAMES = ["Aline Morel", "Bruno Petit", "Chloé Garnier", "MOREL Aline", "Petit"]
BODIES = ["Cap emploi", "CIO", "Mission Locale", "Association Les Ateliers du Vexin", "Pôle emploi", "France Travail"]


@st.composite
def some_records(draw):
    found = []
    for number in range(draw(st.integers(1, 6))):
        people = draw(
            st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(BODIES)), max_size=4, unique_by=lambda pair: pair[0])
        )
        day = draw(st.sampled_from(["2024-03-05", "2024-03-06", "2025-01-07", None]))
        place = draw(st.sampled_from(["Vexin", "Blois", "Perche", ""]))
        found.append(meeting(day, [f"{n} ({b})" for n, b in people], bassin=place or (), source=f"{number}.txt"))
    return found


@settings(max_examples=150, deadline=None)
@given(some_records(), st.randoms(use_true_random=False))
def test_the_graph_is_a_function_of_the_set_of_records(found, rng):
    reference = digest(build(found, resolve(found)))
    shuffled = [*found, *random.Random(1).sample(found, 1)]
    rng.shuffle(shuffled)
    assert digest(build(shuffled, resolve(shuffled))) == reference


def test_three_records_in_every_order():
    found = [
        meeting("2024-03-05", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"]),
        meeting("2024-05-07", ["Aline Morel (Cap emploi)"], bassin="Perche"),
        meeting("2025-05-07", ["Aline Morel (CIO)"]),
    ]
    assert len({digest(build(order, resolve(order))) for order in orders(found)}) == 1


def test_a_person_named_without_a_body_is_the_one_of_the_same_bassin():
    one = meeting("2024-03-05", ["Aline Morel (Cap emploi)"])
    two = meeting("2024-05-07", ["Aline Morel"])
    elsewhere = meeting("2024-06-07", ["Aline Morel"], bassin="Perche")
    resolution = resolve([one, two, elsewhere])
    assert node(resolution, one, "aline morel") == node(resolution, two, "aline morel")
    assert node(resolution, one, "aline morel") != node(resolution, elsewhere, "aline morel")


def test_a_person_without_a_body_does_not_join_two_of_different_bodies():
    one, two = meeting("2024-03-05", ["Aline Morel (Cap emploi)"]), meeting("2024-04-05", ["Aline Morel (CIO)"])
    between = meeting("2024-05-07", ["Aline Morel"])
    resolution = resolve([one, two, between])
    assert node(resolution, one, "aline morel") != node(resolution, two, "aline morel")


def test_a_long_name_is_one_body_wherever_it_is_named():
    here = meeting("2024-03-05", bodies=["Communauté d'agglomération Portes du Vexin"], bassin="Blois")
    nowhere = meeting("2024-04-05", bodies=["Communauté d'agglomération Portes du Vexin"], bassin=["Blois", "Vexin"])
    resolution = resolve([here, nowhere])
    name = "communaute d agglomeration portes du vexin"
    assert node(resolution, here, name) == node(resolution, nowhere, name)


@settings(max_examples=60, deadline=None)
@given(some_records(), st.randoms(use_true_random=False))
def test_the_order_in_which_decisions_were_taken_does_not_matter(found, rng):
    questions = resolve(found).questions
    decisions = [Decision(rng.choice(["same", "different"]), question.a, question.b) for question in questions]
    reference = digest(build(found, resolve(found, decisions)))
    rng.shuffle(decisions)
    rng.shuffle(found)
    assert digest(build(found, resolve(found, decisions))) == reference


# --- ids ----------------------------------------------------------------------------------------------------------------


def renumbered(record):
    """The record as a reader gives it that numbers its items otherwise."""
    text = record.model_dump_json()
    ids = [item.id for group in GROUPS for item in getattr(record, group)]
    for number, identity in enumerate(sorted(ids, reverse=True)):
        text = text.replace(f'"{identity}"', f'"{identity[0]}{900 - number}"')
    return Record.model_validate_json(text)


def test_a_reader_that_numbers_items_anew_leaves_the_ids_of_nodes():
    records = [
        meeting("2024-03-05", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], source="a"),
        meeting("2024-04-05", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)", "Petit (GRETA)"], source="b"),
    ]
    before, after = resolve(records), resolve([renumbered(record) for record in records])
    people = [{node for node in found.clusters if node[0] in "pe"} for found in (before, after)]
    assert people[0] == people[1]
    assert before.node_of.keys() != after.node_of.keys()


def test_a_partnership_without_a_territory_is_one_by_its_members():
    def record(number, basis, *names):
        bodies = [{"id": f"o{n}", "name": name, "level": "unit"} for n, name in enumerate(names)]
        return Record.model_validate({
            "id": f"{number:016x}", "source": {"path": f"{number}.txt"}, "text": "x", "organisations": bodies,
            "territories": [{"id": "t", "name": "Bassin du Vexin", "kind": "bassin"}],
            "events": [{"id": "e", "title": "Réunion", "date": f"2024-01-{number:02d}", "main": True}],
            "links": [{"type": "concerns", "start": "e", "end": "t"}],
            "partnerships": [{"id": "s", "basis": basis, "members": [body["id"] for body in bodies]}],
        })  # fmt: skip

    records = [
        record(1, "Convention mobilité", "CIO", "GRETA"),
        record(2, "convention mobilité", "GRETA", "CIO"),
        record(3, "Convention mobilité", "CIO", "PLIE"),
        record(4, "Convention mobilité", "CIO"),
        record(5, "", "CIO", "GRETA"),
    ]
    resolution = resolve(records)
    nodes = [resolution.node_of[Mention(record.id, "s")] for record in records]
    assert nodes[0] == nodes[1]
    assert len(set(nodes)) == 4
