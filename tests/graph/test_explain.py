"""Why two names are one or two, what a node has been, and where its ids of other times lead."""

import itertools
import random
import sys
from pathlib import Path

from desk import BARE, HERE, PEOPLE, THERE, Desk
from histories import STEPS, lived
from hypothesis import given, settings
from hypothesis import strategies as st
from records import meeting

from maillage.graph import questions
from maillage.graph.decisions import Book
from maillage.graph.explain import account, history, spoken_of, whole
from maillage.graph.identity import Identity, permalink
from maillage.graph.resolution import Mention

A, B = Mention(PEOPLE[0].id, "p-aline morel"), Mention(PEOPLE[1].id, "p-aline morel")


def told(identity, a, b, language="en"):
    return [(reason.says, reason.text(language)) for reason in account(identity, a, b, language).reasons]


def one(*records):
    return Identity(records, Book())


def test_a_rule_that_joined_two_is_told_with_both_sentences():
    first = meeting("2024-03-05", ["Aline Morel (Cap emploi)"])
    second = meeting("2024-05-07", ["MOREL Aline (Cap emploi)"])
    found = account(one(first, second), Mention(first.id, "p-aline morel"), Mention(second.id, "p-morel aline"), "en")
    assert found.one
    (reason,) = found.reasons
    assert reason.text("en") == "“Aline Morel” and “MOREL Aline”: same name, same body."
    assert reason.text("fr") == "« Aline Morel » et « MOREL Aline » : même nom, même structure."
    assert [proof.quote for proof in reason.proofs] == [
        "present : Aline Morel (Cap emploi)",
        "present : MOREL Aline (Cap emploi)",
    ]


def test_a_unit_known_to_the_tables_is_told():
    first, second = meeting("2024-03-05", bodies=["ML BLOIS"], bassin="Blois"), meeting("2024-05-07", bodies=["Mission Locale du Blaisois"], bassin=())  # fmt: skip  # noqa: E501
    ((says, text),) = told(
        one(first, second), Mention(first.id, "o-ml blois"), Mention(second.id, "o-mission locale du blaisois")
    )
    assert says == "joins"
    assert "the tables know both names for one unit" in text


def test_a_chain_of_reasons_is_told_step_by_step():
    desk = Desk(*PEOPLE[:2], meeting("2025-01-05", ["Aline Morel (CIO)"], source="z.txt"))
    (case,) = desk.cases()
    desk.answer(case, "same", why="vue deux fois")
    last = Mention(desk.records[2].id, "p-aline morel")
    texts = [text for _, text in told(desk.identity, A, last, "fr")]
    assert len(texts) == 2
    assert any(text == "Décidé par Camille le 2026-01-01 : les mêmes — vue deux fois." for text in texts)
    assert "Même nom, même structure." in texts


def test_an_open_question_is_told():
    ((says, text),) = told(one(*PEOPLE[:2]), A, B)
    assert says == "asks"
    assert text == "Same name, no body in common. It waits for an answer: maillage review."


def test_a_decision_that_keeps_apart_is_told_with_who_when_and_why():
    desk = Desk(*PEOPLE[:2])
    desk.answer(desk.cases()[0], "different", why="deux homonymes")
    ((says, text),) = told(desk.identity, A, B, "fr")
    assert says == "keeps"
    assert text == "Décidé par Camille le 2026-01-01 : différents — deux homonymes."


def test_a_contradiction_is_told_with_both():
    desk = Desk(*PEOPLE[:2])
    (case,) = desk.cases()
    desk.answer(case, "same")
    desk.answer(case, "different", by="Bruno")
    texts = " ".join(text for _, text in told(desk.identity, A, B))
    assert "Camille" in texts
    assert "Bruno" in texts
    assert "contradict" in texts


def test_a_refused_joining_is_told():
    first = meeting("2024-03-05", ["Aline Morel (Cap emploi)"])
    second = meeting("2024-05-07", ["Aline Morel (Cap emploi)"])
    a, b = Mention(first.id, "p-aline morel"), Mention(second.id, "p-aline morel")
    desk = Desk(first, second)
    draft = questions.pair_draft(desk.identity, "different", a, b, "")
    desk.note(draft)
    texts = [text for _, text in told(desk.identity, a, b)]
    assert "A rule or a decision would join them, but a decision keeps them apart." in texts


def test_what_no_rule_joins_is_told():
    assert told(one(HERE, THERE), Mention(HERE.id, "o-cio"), Mention(THERE.id, "o-cio")) == [
        ("keeps", "No rule joins them: same network, but units of two places.")
    ]
    assert told(one(HERE, *BARE), Mention(HERE.id, "o-cio"), Mention(BARE[0].id, "o-cio"))[0][1].startswith(
        "No rule joins them: same network, but at least one record does not say"
    )
    identity = one(*PEOPLE, HERE)
    assert told(identity, A, Mention(PEOPLE[0].id, "o-cap emploi")) == [
        ("keeps", "One is a person, the other an organisation: never one node.")
    ]
    days = [meeting("2024-03-05"), meeting("2024-03-06"), meeting(None)]
    assert told(one(*days), Mention(days[0].id, "e"), Mention(days[1].id, "e")) == [
        ("keeps", "No rule joins them: different days.")
    ]
    assert "without a day" in told(one(*days), Mention(days[0].id, "e"), Mention(days[2].id, "e"))[0][1]


def test_the_whole_of_a_node_has_a_reason_for_each_item_but_one():
    records = [meeting(f"2024-0{n}-05", ["Aline Morel (Cap emploi)"]) for n in range(1, 6)]
    identity = one(*records)
    assert len(whole(identity, identity.resolution.node_of[Mention(records[0].id, "p-aline morel")], "en").reasons) == 4


def test_the_history_of_a_person():
    records = [
        meeting("2023-03-05", ["Aline Morel (Cap emploi)"]), meeting("2024-03-05", ["MOREL Aline (Cap emploi)"]),
        meeting("2025-03-05", ["Aline Morel (CIO)"]),
    ]  # fmt: skip
    desk = Desk(*records)
    desk.answer(desk.cases()[0], "same")
    identity = desk.identity
    node = identity.resolution.node_of[Mention(records[2].id, "p-aline morel")]
    found = history(identity, node)
    assert [(p.name, p.first, p.last, p.records) for p in found.names] == [
        ("Aline Morel", "2023-03-05", "2025-03-05", 2), ("MOREL Aline", "2024-03-05", "2024-03-05", 1),
    ]  # fmt: skip
    assert [(p.name, p.first, p.last) for p in found.bodies] == [
        ("Cap emploi", "2023-03-05", "2024-03-05"), ("CIO", "2025-03-05", "2025-03-05"),
    ]  # fmt: skip
    assert [line.day for line in found.records] == ["2023-03-05", "2024-03-05", "2025-03-05"]
    assert found.records[0].permalink == f"{records[0].id}:p-aline morel"
    assert [s.entry.verdict for s in found.decisions] == ["same"]


def test_ids_of_before_lead_to_the_right_node_after_a_merger_and_after_a_split():
    before = one(PEOPLE[1]).resolution.node_of[B]
    desk = Desk(*PEOPLE[:2])
    desk.answer(desk.cases()[0], "same")
    merged = desk.identity
    node = merged.resolution.node_of[A]
    assert before != node
    assert merged.lead(before) == node
    assert merged.lead(permalink(B)) == node
    assert before in merged.former_ids(node)
    desk.answer(desk.cases(unsure=True)[0] if desk.cases(unsure=True) else _case(desk), "different")
    split = desk.identity
    assert split.lead(before) == split.resolution.node_of[B] == before
    assert split.lead(node) == split.resolution.node_of[A]


def _case(desk):
    """The question about the two as it was asked, though it is answered."""
    return Desk(*desk.records).cases()[0]


def test_an_older_record_gives_a_node_a_new_id_and_the_former_one_still_leads_there():
    newer, older = meeting("2024-03-05", ["Aline Morel (Cap emploi)"]), meeting("2020-03-05", ["Aline Morel (Cap emploi)"])
    former = one(newer).resolution.node_of[Mention(newer.id, "p-aline morel")]
    identity = one(newer, older)
    assert identity.lead(former) == identity.resolution.node_of[Mention(older.id, "p-aline morel")] != former


def test_what_leads_nowhere():
    identity = one(*PEOPLE)
    for text in ("p000000000000", "x:y", "", "Aline Morel", f"{PEOPLE[0].id}:nobody"):
        assert identity.lead(text) is None


def test_the_item_that_bears_the_name_is_meant():
    first, second = meeting("2024-03-05", bodies=["ML BLOIS"], bassin="Blois"), meeting("2024-05-07", bodies=["Mission Locale du Blaisois"], bassin=())  # fmt: skip  # noqa: E501
    identity = one(first, second)
    node = identity.resolution.node_of[Mention(first.id, "o-ml blois")]
    assert spoken_of(identity, node, "mission locale du blaisois").record == second.id
    assert spoken_of(identity, node, "ML").record == first.id


@settings(max_examples=40, deadline=None)
@given(STEPS, st.integers(0, 10_000))
def test_everything_has_an_explanation(steps, number):
    held, entries = lived([*(("load", n) for n in range(4)), *steps])
    if not held:
        return
    identity = Identity(held, Book(tuple(entries)))
    nodes = sorted(identity.resolution.clusters)
    for node in nodes:
        for language in ("en", "fr"):
            assert all(reason.text(language).endswith(".") for reason in whole(identity, node, language).reasons)
        assert history(identity, node).records
    mentions = sorted(identity.resolution.node_of)
    for a, b in itertools.pairwise(random.Random(number).sample(mentions, min(12, len(mentions)))):
        found = account(identity, a, b, "en")
        assert found.reasons
        assert found.one == (identity.resolution.node_of[a] == identity.resolution.node_of[b])
        assert ("joins" in {reason.says for reason in found.reasons}) == found.one or not found.one


def test_the_generated_region_has_an_explanation_for_every_joining():
    sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
    from region import Region

    region = Region(3)
    identity = one(*(region.record(number)[0] for number in range(60)))
    joined = [node for node, mentions in identity.resolution.clusters.items() if len(mentions) > 1]
    assert len(joined) > 50
    texts = {reason.text("en") for node in joined for reason in whole(identity, node, "en").reasons}
    assert len(texts) > 5
