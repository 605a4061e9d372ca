"""Corrections hold by record, kind and passage: through another reading, a new version of the source, and in any order of files."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import meeting

from maillage.graph import project as projects
from maillage.graph.claims import FIELDS, claims
from maillage.graph.corrections import Overlay, addition, append, corrected, correction_of, read_overlay, undo
from maillage.graph.errors import CorrectionError, ProjectError
from maillage.graph.project import write_record
from maillage.graph.record import Record, dumps, record_id


def minutes(**options):
    return meeting(
        "2024-03-14", ["Aline Morel (Cap emploi)", "Bruno Tarde (CIO)"], excused=["Chloé Dunan (Cap emploi)"], **options
    )


def claim(record, kind, name):
    (found,) = [item for item in claims(record) if item.kind == kind and item.values["name"] == name]
    return found


def read_again(record):
    """The record as a better reader gives it: other local ids, other order, the same sentences."""
    data = json.loads(dumps(record))
    refs = {item["id"]: f"n{number}" for number, item in enumerate(
        [*data["events"], *data["organisations"], *data["people"], *data["territories"]])}  # fmt: skip
    text = json.dumps(data, ensure_ascii=False)
    for old, new in refs.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    again = json.loads(text)
    for group in ("organisations", "people", "attendance", "links"):
        again[group].reverse()
    return Record.model_validate(again)


def new_version(record, addition="\nMerci à tous.", **changes):
    text = record.text + addition
    return record.model_copy(update={"text": text, "id": record_id(text), **changes})


def attendance(record):
    names = {item.id: item.name for item in (*record.people, *record.organisations)}
    return {(names[row.who], row.presence) for row in record.attendance}


READ = {("Aline Morel", "present"), ("Bruno Tarde", "present"), ("Chloé Dunan", "excused")}


def test_a_refused_row_is_gone_and_the_others_stay():
    record = minutes()
    refusal = correction_of(record, claim(record, "attendance", "Bruno Tarde"), "refuse")
    assert attendance(corrected(record, [refusal])) == READ - {("Bruno Tarde", "present")}
    assert attendance(record) == READ


def test_a_refused_person_takes_along_what_is_said_of_them():
    record = minutes()
    after = corrected(record, [correction_of(record, claim(record, "person", "Bruno Tarde"), "refuse")])
    assert {item.name for item in after.people} == {"Aline Morel", "Chloé Dunan"}
    assert attendance(after) == READ - {("Bruno Tarde", "present")}
    assert not [link for link in after.links if link.start == "p-bruno tarde"]


def test_a_changed_presence_name_and_date():
    record = minutes()
    said = [
        correction_of(record, claim(record, "attendance", "Bruno Tarde"), "change", {"status": "absent"}),
        correction_of(record, claim(record, "person", "Aline Morel"), "change", {"name": "Aline Maurel"}),
        correction_of(record, claim(record, "event", "Réunion"), "change", {"date": "2024-03-15", "time": "14:00"}),
    ]
    said = [replace(correction, when=str(number)) for number, correction in enumerate(said)]
    after = corrected(record, said)
    assert attendance(after) == {("Aline Maurel", "present"), ("Bruno Tarde", "absent"), ("Chloé Dunan", "excused")}
    assert (after.events[0].date, after.events[0].time) == ("2024-03-15", "14:00")


def test_a_name_changed_to_one_of_the_record_makes_one_person():
    record = meeting("2024-03-14", ["Aline Morel (Cap emploi)", "A. Morel (Cap emploi)"])
    after = corrected(record, [correction_of(record, claim(record, "person", "A. Morel"), "change", {"name": "Aline Morel"})])
    assert [item.name for item in after.people] == ["Aline Morel"]
    assert {row.who for row in after.attendance} == {"p-aline morel"}


def test_an_added_person_is_there_for_their_body_with_the_sentence_as_proof():
    record = minutes(source="Denis Valois, de la Mission Locale du Vexin, est arrivé plus tard.txt")
    added = addition(
        record,
        "attendance",
        {"name": "Denis Valois", "actors": "Mission Locale du Vexin"},
        "Denis Valois, de la Mission Locale du Vexin, est arrivé plus tard",
    )
    after = corrected(record, [added])
    row = after.attendance[-1]
    assert attendance(after) == READ | {("Denis Valois", "present")}
    assert record.text[slice(*row.evidence.spans[0])].startswith("Denis Valois")
    assert [item.name for item in after.organisations if item.id == row.on_behalf_of[0]] == ["Mission Locale du Vexin"]
    assert row.event == "e"


def test_an_added_presence_takes_the_place_of_what_was_read():
    record = minutes()
    after = corrected(record, [addition(record, "attendance", {"name": "Chloé Dunan", "status": "present"})])
    assert attendance(after) == READ - {("Chloé Dunan", "excused")} | {("Chloé Dunan", "present")}


def test_a_doubtful_item_can_be_accepted():
    record = minutes()
    rows = tuple(row.model_copy(update={"optional": row.who == "p-bruno tarde"}) for row in record.attendance)
    people = tuple(item.model_copy(update={"optional": item.id == "p-bruno tarde"}) for item in record.people)
    record = record.model_copy(update={"attendance": rows, "people": people})
    after = corrected(record, [correction_of(record, claim(record, "attendance", "Bruno Tarde"), "accept")])
    assert not any(item.optional for item in (*after.people, *after.attendance))


def everything(record):
    """One correction of each form."""
    said = [
        correction_of(record, claim(record, "attendance", "Bruno Tarde"), "refuse"),
        correction_of(record, claim(record, "attendance", "Chloé Dunan"), "change", {"status": "absent"}),
        correction_of(record, claim(record, "person", "Aline Morel"), "change", {"name": "Aline Maurel"}),
        addition(record, "attendance", {"name": "Denis Valois", "type": "person", "actors": "CIO"}),
    ]
    return [replace(correction, when=str(number)) for number, correction in enumerate(said)]


WANTED = {("Aline Maurel", "present"), ("Chloé Dunan", "absent"), ("Denis Valois", "present")}


@pytest.mark.parametrize("change", [read_again, new_version, lambda record: new_version(read_again(record))])
def test_corrections_survive_another_reading_and_a_new_version_of_the_source(change):
    record = minutes()
    said = everything(record)
    assert attendance(corrected(change(record), said)) == WANTED
    assert {placed.state for placed in Overlay(said).placed([change(record)])} == {"applied"}


def test_a_file_written_over_by_the_next_meeting_keeps_no_correction_of_the_former_one():
    record = minutes(source="dernier cr.txt")
    later = meeting("2024-06-20", ["Aline Morel (Cap emploi)", "Bruno Tarde (CIO)"], source="dernier cr.txt")
    said = everything(record)
    assert corrected(later, said) == later
    assert {placed.state for placed in Overlay(said).placed([later])} == {"lost"}


def test_what_finds_no_place_any_more_is_listed_and_changes_nothing():
    record = minutes()
    said = everything(record)
    gone = meeting("2024-03-14", ["Hugo Renard (PLIE)"], source=record.source.path)
    placed = {item.correction.action: item.state for item in Overlay(said).placed([gone])}
    assert placed == {"refuse": "lost", "change": "lost", "add": "applied"}
    assert Overlay(said).placed([])[0].state == "lost"


def test_a_refusal_of_what_a_better_reader_reads_no_longer_is_idle():
    record = minutes()
    refusal = correction_of(record, claim(record, "attendance", "Bruno Tarde"), "refuse")
    better = record.model_copy(update={"attendance": tuple(row for row in record.attendance if row.who != "p-bruno tarde")})
    assert [item.state for item in Overlay([refusal]).placed([better])] == ["idle"]
    assert corrected(better, [refusal]) == better


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(4)))
def test_the_order_in_which_corrections_are_read_does_not_matter(order):
    record = minutes()
    said = everything(record)
    assert corrected(record, [said[number] for number in order]) == corrected(record, said)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_claim_of_a_record_can_be_refused_and_the_record_still_holds_together(data):
    record = minutes()
    for number in range(data.draw(st.integers(1, 6))):
        found = claims(record)
        if not found:
            break
        chosen = data.draw(st.sampled_from(found))
        after = corrected(record, [replace(correction_of(record, chosen, "refuse"), when=str(number))])
        assert chosen.code not in {item.code for item in claims(after)}
        record = Record.model_validate_json(dumps(after))


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("attendance", {"name": "Xyz"}, "name"),
        ("attendance", {"name": "Denis Valois", "status": "here"}, "status"),
        ("attendance", {"name": "Denis Valois", "to": "Assemblée"}, "to"),
        ("event", {"name": "Réunion", "date": "le 3"}, "date"),
        ("person", {"name": ""}, "name"),
        ("person", {"name": "Denis Valois", "date": "2024"}, "date"),
        ("represented", {"name": "Aline Morel"}, "to"),
    ],
)
def test_what_a_record_cannot_take_is_refused_with_the_field(kind, values, field):
    with pytest.raises(CorrectionError) as caught:
        addition(minutes(), kind, values)
    assert caught.value.field == field


def test_every_kind_of_claim_has_a_name():
    assert all("name" in fields for fields in FIELDS.values())


# --- on disk ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("MAILLAGE_AUTHOR", "Coordinatrice")
    return projects.create(tmp_path / "p")


def test_corrections_are_kept_a_file_a_person_and_taken_back(project, monkeypatch):
    record = minutes()
    write_record(project, record)
    kept = append(project, everything(record), "vu avec l'équipe")
    monkeypatch.setenv("MAILLAGE_AUTHOR", "Collègue")
    append(project, [correction_of(record, claim(record, "attendance", "Aline Morel"), "refuse")])
    assert sorted(path.name for path in (project.root / "corrections").iterdir()) == ["collegue.jsonl", "coordinatrice.jsonl"]
    assert len(read_overlay(project).corrections) == 5
    assert list(read_overlay(project).corrections[:4]) == kept
    undo(project, kept[0].id[:8])
    assert kept[0] not in read_overlay(project).corrections
    with pytest.raises(ProjectError):
        undo(project, kept[0].id)


def test_two_folders_merged_hold_the_corrections_of_both(project, tmp_path, monkeypatch):
    record = minutes()
    said = everything(record)
    one = append(project, said[:2])
    monkeypatch.setenv("MAILLAGE_AUTHOR", "Collègue")
    other = projects.create(tmp_path / "q")
    two = append(other, said[2:])
    path = other.root / "corrections" / "collegue.jsonl"
    (project.root / "corrections" / path.name).write_bytes(path.read_bytes())
    assert {c.id for c in read_overlay(project).corrections} == {c.id for c in (*one, *two)}


def test_a_broken_line_is_named(project):
    (project.root / "corrections" / "x.jsonl").write_text('{"action": "refuse"}\n', "utf-8")
    with pytest.raises(ProjectError, match=r"x\.jsonl, line 1"):
        read_overlay(project)
