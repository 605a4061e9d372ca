"""In a shared database, without the project: ids of before and permalinks lead to the node of today, after mergers and splits."""

import re

from records import meeting

from maillage.graph.facts import build
from maillage.graph.leads import lead
from maillage.graph.resolution import Decision, Mention, resolve
from maillage.graph.writer import publish
from maillage.queries import run

ONE = meeting("2024-03-05", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], source="a")
TWO = meeting("2025-05-07", ["Aline Morel (CIO)", "Bruno Petit (CIO)"], source="b")
A, B = Mention(ONE.id, "p-aline morel"), Mention(TWO.id, "p-aline morel")


def published(store, *decisions):
    resolution = resolve([ONE, TWO], decisions)
    publish(store, build([ONE, TWO], resolution), str(len(decisions)))
    return resolution


def test_ids_of_before_and_permalinks_lead_to_the_node_after_a_merger_and_a_split(store):
    apart = published(store)
    ids = {apart.node_of[A], apart.node_of[B]}
    assert len(ids) == 2
    one = published(store, Decision("same", A, B)).node_of[A]
    assert {lead(store, text) for text in (*ids, f"{ONE.id}:p-aline morel", f"{TWO.id}:p-aline morel")} == {one}
    published(store)
    assert {text: lead(store, text) for text in ids} == {text: text for text in ids}
    assert lead(store, f"{TWO.id}:p-aline morel") == apart.node_of[B]
    assert lead(store, "p000000000000") is None
    assert lead(store, "0000000000000000:p-aline morel") is None
    assert lead(store, f"{ONE.id}:p-nobody") is None


def test_a_question_takes_an_id_of_before(store):
    former = published(store).node_of[B]
    one = published(store, Decision("same", A, B)).node_of[A]
    store.lead = lambda text: lead(store, text)
    answer = run(store, "partners", {"actor": former}, "en")
    assert answer.rows == run(store, "partners", {"actor": one}, "en").rows
    assert not re.search(former, answer.sentence["en"])
