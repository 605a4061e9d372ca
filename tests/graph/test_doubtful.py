"""Readings that wait for a person, and what an answer makes of them."""

import pytest
from records import meeting

from maillage.graph.corrections import corrected
from maillage.graph.doubtful import doubtful
from maillage.graph.facts import build
from maillage.graph.record import Record
from maillage.graph.resolution import resolve


def record_with_doubts():
    """A meeting of which a theme, and the presence of one person, were read with doubt."""
    record = meeting("2024-03-05", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], source="cr.txt")
    data = record.model_dump(mode="json")
    start = record.text.index("Réunion")
    theme = {"spans": [[start, start + 7]], "quote": "Réunion", "rule": "test", "confidence": 0.5}
    data["programmes"] = [{"id": "g", "name": "Mobilité", "kind": "theme", "evidence": theme, "optional": True}]
    data["links"].append({"type": "about", "start": "e", "end": "g", "evidence": theme, "optional": True})
    data["attendance"][1]["optional"] = True
    return Record.model_validate(data)


def relations(record):
    graph = build([record], resolve([record]))
    return {(link.type, graph.nodes[link.start].name, graph.nodes[link.end].name) for link in graph.relationships.values()}


def test_an_item_and_the_only_claim_about_it_are_one_question():
    found = doubtful([record_with_doubts()])
    assert [one.accept.kind for one in found] == ["attendance", "about"]
    assert found[1].refuse.kind == "programme"
    assert found[0].proof.quote == "present : Bruno Petit (CIO)"
    assert found[0].proof.record == "cr.txt"
    assert found[0].proof.day == "2024-03-05"


def test_right_puts_it_into_the_graph_with_what_it_speaks_of():
    record = record_with_doubts()
    assert not any("Mobilité" in relation for relation in relations(record))
    after = corrected(record, [one.correction("right") for one in doubtful([record])])
    assert ("ABOUT", "Réunion", "Mobilité") in relations(after)
    assert ("ATTENDED", "Bruno Petit", "Réunion") in relations(after)
    assert doubtful([after]) == []


def test_wrong_takes_it_out_and_nothing_else():
    record = record_with_doubts()
    after = corrected(record, [one.correction("wrong") for one in doubtful([record])])
    assert doubtful([after]) == []
    assert after.programmes == ()
    assert relations(after) == relations(record)


@pytest.mark.parametrize("answer", ["right", "wrong"])
def test_an_answer_holds_for_another_reading_of_the_record(answer):
    record = record_with_doubts()
    said = [one.correction(answer) for one in doubtful([record])]
    again = Record.model_validate_json(record.model_dump_json().replace('"g"', '"g9"').replace('"p-bruno petit"', '"p2"'))
    assert doubtful([corrected(again, said)]) == []
    assert len(doubtful([again])) == 2
