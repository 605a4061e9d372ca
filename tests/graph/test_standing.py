"""Which decisions hold: found again in other readings, contradicted, taken back; and histories in any order end in one graph."""

import random

import pytest
from histories import POOL, STEPS, entry, lived, undo
from hypothesis import given, settings
from hypothesis import strategies as st
from records import meeting

from maillage.graph import decisions, questions
from maillage.graph.decisions import Book, Entry
from maillage.graph.facts import build, digest
from maillage.graph.identity import Identity
from maillage.graph.record import Record, record_id
from maillage.graph.resolution import Decision, Mention, Naming
from maillage.graph.standing import Holdings, seen, settle

ONE = meeting("2024-03-05", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], source="cr/un.txt")
TWO = meeting("2025-05-07", ["Aline Morel (CIO)"], source="cr/deux.txt")
ALINE = (Mention(ONE.id, "p-aline morel"), Mention(TWO.id, "p-aline morel"))


def pair(verdict, a=ALINE[0], b=ALINE[1], by="Camille", records=(ONE, TWO)):
    by_id = {record.id: record for record in records}
    return entry(by, kind="pair", of="person", verdict=verdict, a=seen(by_id[a.record], a.item, "person"),
                 b=seen(by_id[b.record], b.item, "person"))  # fmt: skip


def applied(entries, records=(ONE, TWO)):
    return [decision.verdict for decision in settle(entries, records).applied]


def states(entries, records=(ONE, TWO)):
    return [standing.state for standing in settle(entries, records).standings]


# --- whose word counts ------------------------------------------------------------------------------------------------


def test_a_decision_holds():
    said = pair("same")
    (decision,) = settle([said], [ONE, TWO]).applied
    assert decision == Decision("same", min(ALINE), max(ALINE), "Camille", said.when, "")


def test_the_last_word_of_a_person_counts():
    said = [pair("same"), pair("different")]
    assert applied(said) == ["different"]
    assert states(said) == ["replaced", "holds"]


def test_what_is_taken_back_has_no_effect_and_what_was_said_before_holds_again():
    first, second = pair("same"), pair("different")
    back = undo(second)
    assert applied([first, second, back]) == ["same"]
    assert states([first, second, back]) == ["holds", "taken_back", "holds"]
    assert applied([first, second, back, undo(back)]) == ["different"]


def test_one_may_take_back_what_another_said():
    said = pair("same", by="Bruno")
    standings = settle([said, undo(said, "Camille")], [ONE, TWO]).standings
    assert standings[0].state == "taken_back"
    assert [other.by for other in standings[0].others] == ["Camille"]


def test_two_who_contradict_keep_apart_and_are_shown():
    said = [pair("different", by="Camille"), pair("same", by="Bruno")]
    settled = settle(said, [ONE, TWO])
    assert [decision.verdict for decision in settled.applied] == ["different"]
    ((one, two),) = settled.conflicts()
    assert {one.entry.by, two.entry.by} == {"Camille", "Bruno"}
    assert applied([*said, pair("different", by="Bruno")]) == ["different"]
    assert settle([*said, pair("same", by="Camille")], [ONE, TWO]).conflicts() == []


def test_two_who_agree_are_no_contradiction():
    said = [pair("same", by="Camille"), pair("same", ALINE[1], ALINE[0], by="Bruno")]
    assert applied(said) == ["same"]
    assert settle(said, [ONE, TWO]).conflicts() == []


def test_unsure_contradicts_nobody():
    assert applied([pair("unsure", by="Camille"), pair("same", by="Bruno")]) == ["same"]
    assert applied([pair("same", by="Camille"), pair("unsure", by="Camille")]) == []
    assert states([pair("unsure")]) == ["unsure"]


def test_undoings_in_a_ring_do_not_hold():
    said = pair("same")
    one = entry(kind="undo", undoes="ring")
    ring = decisions.entry_of({**undo(one).model_dump(), "id": "ring"})
    assert applied([said, one, ring]) == ["same"]


# --- found again ------------------------------------------------------------------------------------------------------


def renumbered(record: Record, names: dict[str, str]) -> Record:
    """`record` with other local ids, as a better reader may give them."""
    text = record.model_dump_json()
    for old, new in names.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    return Record.model_validate_json(text)


def test_a_decision_finds_its_item_under_another_id():
    again = renumbered(ONE, {"p-aline morel": "p7"})
    assert [
        decision.a if decision.a.record == ONE.id else decision.b for decision in settle([pair("same")], [again, TWO]).applied
    ] == [Mention(ONE.id, "p7")]


def test_an_id_that_means_another_person_by_now_is_not_taken():
    swapped = renumbered(ONE, {"p-aline morel": "x", "p-bruno petit": "p-aline morel"})
    swapped = renumbered(swapped, {"x": "p-bruno petit"})
    (decision,) = settle([pair("same")], [swapped, TWO]).applied
    assert Mention(ONE.id, "p-bruno petit") in (decision.a, decision.b)
    without = swapped.model_copy(
        update={"people": tuple(p for p in swapped.people if p.name != "Aline Morel"), "attendance": (), "links": ()}
    )
    assert states([pair("same")], [without, TWO]) == ["no_object"]


def test_a_name_read_better_is_found_by_its_sentence():
    people = tuple(p.model_copy(update={"name": "Aline Morel-Roux"}) if p.name == "Aline Morel" else p for p in ONE.people)
    assert applied([pair("same")], [ONE.model_copy(update={"people": people}), TWO]) == ["same"]


def test_of_two_of_one_name_the_one_of_the_sentence_is_meant():
    (aline,) = [p for p in ONE.people if p.name == "Aline Morel"]
    twin = aline.model_copy(update={"id": "p0", "evidence": aline.evidence.model_copy(update={"quote": "Une autre Aline Morel"})})
    both = ONE.model_copy(update={"people": (twin, *ONE.people)})
    (decision,) = settle([pair("same")], [both, TWO]).applied
    assert ALINE[0] in (decision.a, decision.b)


def test_a_moved_folder_does_not_matter():
    moved = [
        record.model_copy(update={"source": record.source.model_copy(update={"path": f"../ailleurs/{record.source.path}"})})
        for record in (ONE, TWO)
    ]
    assert applied([pair("same")], moved) == ["same"]


def read_anew(record: Record, **source) -> Record:
    text = record.text + "\nSignature"
    return record.model_copy(
        update={"id": record_id(text), "text": text, "source": record.source.model_copy(update=source)}
    )  # fmt: skip


def test_a_new_version_of_the_file_is_found_by_path_and_sentence():
    new = read_anew(ONE)
    (decision,) = settle([pair("same")], [new, TWO]).applied
    assert Mention(new.id, "p-aline morel") in (decision.a, decision.b)
    other = new.model_copy(
        update={
            "people": tuple(p.model_copy(update={"evidence": p.evidence.model_copy(update={"quote": "?"})}) for p in new.people)
        }
    )
    assert states([pair("same")], [other, TWO]) == ["no_object"]  # another meeting under the same file name


def test_the_same_file_read_by_a_better_reader_is_found_wherever_it_lies():
    old = ONE.model_copy(update={"source": ONE.source.model_copy(update={"sha256": "abc"})})
    said = pair("same", records=(old, TWO))
    assert applied([said], [read_anew(old, path="elsewhere.txt"), TWO]) == ["same"]
    assert applied([said], [read_anew(old, path="elsewhere.txt", sha256="def"), TWO]) == []


def test_a_decision_whose_record_is_gone_is_kept_and_holds_again_when_it_comes_back():
    said = pair("same")
    assert states([said], [TWO]) == ["no_object"]
    assert applied([said], [TWO]) == []
    assert applied([said], [TWO, ONE]) == ["same"]


def test_an_event_is_found_by_its_day_when_its_title_is_read_anew():
    titled = meeting("2024-03-05", title="Comité")
    again = titled.model_copy(update={"events": (titled.events[0].model_copy(update={"title": "Comité de bassin", "id": "e9"}),)})
    assert Holdings([again]).find(seen(titled, "e", "event"), "event") == Mention(titled.id, "e9")


# --- a name in a perimeter --------------------------------------------------------------------------------------------


HERE = meeting("2024-03-05", bodies=["CIO"], bassin="Blois")
THERE = meeting("2024-03-06", bodies=["CIO"], bassin="Dreux")
BARE = [meeting(f"2024-04-0{n}", bodies=["CIO"], bassin=()) for n in (1, 2, 3)]
RECORDS = [HERE, THERE, *BARE]


def naming(target, perimeter, by="Camille", name="CIO"):
    return entry(by, kind="name", of="organisation", name=name, perimeter=perimeter, target=seen(target, "o-cio", "organisation"))


def bodies(entries, records=RECORDS):
    resolution = Identity(records, Book(tuple(entries))).resolution
    return [resolution.node_of[Mention(record.id, "o-cio")] for record in records]


def test_a_bare_name_means_the_body_that_was_chosen_in_later_records_too():
    here, there, *bare = bodies([naming(HERE, "")])
    assert set(bare) == {here}
    assert there != here
    later = meeting("2025-01-05", bodies=["C.I.O."], bassin=(), source="later.txt")
    resolution = Identity([*RECORDS, later], Book((naming(HERE, ""),))).resolution
    assert resolution.node_of[Mention(later.id, "o-c i o")] == resolution.node_of[Mention(HERE.id, "o-cio")]


def test_a_name_of_one_perimeter_says_nothing_of_the_others():
    here, there, *bare = bodies([naming(HERE, "Bassin de Dreux")])
    assert there == here
    assert here not in bare


def test_two_meanings_of_one_name_are_a_contradiction_and_neither_is_applied():
    said = [naming(HERE, "", "Camille"), naming(THERE, "", "Bruno")]
    settled = settle(said, RECORDS)
    assert settled.applied == ()
    assert len(settled.conflicts()) == 1
    here, there, *bare = bodies(said)
    assert len({here, there, *bare}) == 5


def test_two_who_chose_other_records_of_one_body_agree():
    again = meeting("2024-05-05", bodies=["CIO"], bassin="Blois", source="again.txt")
    settled = settle([naming(HERE, "", "Camille"), naming(again, "", "Bruno")], [*RECORDS, again])
    assert settled.conflicts() == []
    assert [type(item) for item in settled.applied] == [Naming]


# --- histories --------------------------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(STEPS, st.randoms(use_true_random=False))
def test_histories_end_in_the_graph_of_their_records_and_decisions(steps, rng):
    held, entries = lived(steps)
    first = Identity(held, Book(tuple(entries)))
    reference = digest(build(list(first.records.values()), first.resolution))
    rng.shuffle(held)
    rng.shuffle(entries)
    again = Identity([*held, *held[:1]], Book(tuple(entries)))
    assert digest(build(list(again.records.values()), again.resolution)) == reference
    assert {s.entry.id: s.state for s in again.settled.standings} == {s.entry.id: s.state for s in first.settled.standings}
    node_of = first.resolution.node_of
    refused = {frozenset((r.a, r.b)) for r in first.resolution.refused}
    for decision in first.settled.applied:
        if isinstance(decision, Decision) and decision.verdict == "different":
            assert node_of[decision.a] != node_of[decision.b]
        elif isinstance(decision, Decision):
            assert node_of[decision.a] == node_of[decision.b] or frozenset((decision.a, decision.b)) in refused


@settings(max_examples=60, deadline=None)
@given(STEPS, st.integers(0, 6))
def test_what_is_withdrawn_and_loaded_again_changes_nothing(steps, which):
    held, entries = lived([*(("load", n) for n in range(7)), *steps])
    if not held:
        return
    gone = held[which % len(held)]
    before = Identity(held, Book(tuple(entries)))
    back = Identity([*(record for record in held if record.id != gone.id), gone], Book(tuple(entries)))
    assert digest(build(list(before.records.values()), before.resolution)) == digest(
        build(list(back.records.values()), back.resolution)
    )


def test_every_question_can_be_answered_until_none_is_left():
    rng = random.Random(5)
    for answers in (["same"], ["different"], ["same", "different", "unsure"]):
        entries: list[Entry] = []
        for _ in range(60):
            identity = Identity(POOL, Book(tuple(entries)))
            asked = questions.cases(identity, "en")
            if not asked:
                break
            case = asked[0]
            entries += [entry(**draft) for draft in questions.drafts(identity, case, rng.choice(answers))]
        else:
            pytest.fail("the same questions are asked for ever")


# --- chains -----------------------------------------------------------------------------------------------------------

THREE = meeting("2026-05-07", ["Aline Morel (Mission Locale)"], source="cr/trois.txt")
ALL = (ONE, TWO, THREE)
A, B, C = (Mention(record.id, "p-aline morel") for record in ALL)


def test_a_chain_of_same_that_joins_two_decided_different_is_a_contradiction_and_joins_nobody():
    said = [pair("same", A, B, records=ALL), pair("same", B, C, records=ALL), pair("different", A, C, "Bruno", records=ALL)]
    settled = settle(said, ALL)
    assert [decision.verdict for decision in settled.applied] == ["different"]
    assert states(said, ALL) == ["conflict"] * 3
    (group,) = settled.conflicts()
    assert len(group) == 3
    (case,) = [case for case in questions.cases(Identity(ALL, Book(tuple(said))), "en") if case.conflict]
    assert "the same (un.txt / deux.txt)" in case.reason("en")
    for answer, verdicts in (("same", {"same"}), ("different", {"different"})):
        drafts = questions.drafts(Identity(ALL, Book(tuple(said))), case, answer)
        after = [*said, *(entry("Denis", **draft) for draft in drafts)]
        assert settle(after, ALL).conflicts() == []
        assert {decision.verdict for decision in settle(after, ALL).applied} == verdicts


def test_two_chains_that_join_two_decided_different_both_fall():
    four = meeting("2027-05-07", ["Aline Morel (GRETA)"], source="cr/quatre.txt")
    records = (*ALL, four)
    d = Mention(four.id, "p-aline morel")
    said = [
        *(pair("same", *two, records=records) for two in ((A, B), (B, C), (A, d), (d, C))), pair("different", A, C, records=records)
    ]  # fmt: skip
    assert applied(said, records) == ["different"]
    assert applied(said[:2], records) == ["same", "same"]
