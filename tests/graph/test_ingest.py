"""What a load changes in the set of records, whatever the order in which it comes."""

import itertools

import pytest

from maillage.graph import ingest
from maillage.graph import project as projects
from maillage.graph.errors import ProjectError
from maillage.graph.index import read_index, read_records
from maillage.graph.ingest import Reading, Refusal, commit, plan_readings, sources_under, unchanged_sources, withdraw
from maillage.graph.record import Record, Source, record_id


def reading(source: str, *texts: str) -> Reading:
    records = tuple(Record(id=record_id(text), source=Source(path=source, sha256=text), text=text) for text in texts)
    return Reading(source, "".join(texts), records)


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("MAILLAGE_CACHE", str(tmp_path / "cache"))
    return projects.create(tmp_path / "p")


def load(project, *readings, present=lambda key: True, withdrawn=()):
    index = read_index(project)
    plan = plan_readings(index, readings, present)
    withdraw(index, plan, withdrawn)
    commit(project, index, plan)
    return plan


def held(project):
    return {(record.source.path, record.text) for record in read_records(project, read_index(project))}


def test_records_are_kept_and_found_again(project):
    load(project, reading("a.txt", "un"), reading("b.zip", "deux", "trois"))
    assert held(project) == {("a.txt", "un"), ("b.zip", "deux"), ("b.zip", "trois")}


def test_same_source_with_another_text_replaces(project):
    load(project, reading("a.txt", "un"))
    plan = load(project, reading("a.txt", "un bis"))
    assert plan.replaced == ["a.txt"]
    assert held(project) == {("a.txt", "un bis")}


def test_a_source_that_can_no_longer_be_read_keeps_its_record(project):
    load(project, reading("a.txt", "un"))
    plan = load(project, Reading("a.txt", "", (), (Refusal("a.txt", "broken", "abîmé"),)))
    assert [refusal.source for refusal in plan.refused] == ["a.txt"]
    assert held(project) == {("a.txt", "un")}


@pytest.mark.parametrize("order", list(itertools.permutations(["a.txt", "b.txt", "c.txt"])))
def test_the_same_text_in_several_files_is_one_record_in_any_order(project, order):
    for source in order:
        load(project, reading(source, "un"))
    assert held(project) == {("a.txt", "un")}


def test_a_moved_file_is_the_same_record(project):
    load(project, reading("b.txt", "un"))
    before = read_index(project).digest
    plan = load(project, reading("c.txt", "un"), present=lambda key: key != "b.txt")
    assert held(project) == {("c.txt", "un")}
    assert plan.same_text == []
    assert before != read_index(project).digest


def test_a_withdrawn_source_takes_its_records_only(project):
    load(project, reading("a.txt", "un"), reading("b.txt", "deux"))
    plan = load(project, withdrawn=["a.txt"])
    assert plan.withdrawn == ["a.txt"]
    assert held(project) == {("b.txt", "deux")}


def test_the_digest_depends_on_the_set_and_not_on_the_order(tmp_path, monkeypatch):
    digests = set()
    for number, order in enumerate(itertools.permutations(["un", "deux", "trois"])):
        monkeypatch.setenv("MAILLAGE_CACHE", str(tmp_path / f"cache{number}"))
        project = projects.create(tmp_path / str(number))
        for text in order:
            load(project, reading(f"{text}.txt", text))
        digests.add(read_index(project).digest)
    assert len(digests) == 1


def test_an_index_that_is_lost_or_broken_is_made_again(project):
    load(project, reading("a.txt", "un"))
    digest = read_index(project).digest
    (project.cache / "index.json").write_text("[", "utf-8")
    assert read_index(project).digest == digest


def test_a_record_changed_by_hand_changes_the_digest(project):
    load(project, reading("a.txt", "un"))
    digest = read_index(project).digest
    (path,) = project.records.glob("*.json")
    path.write_text(path.read_text("utf-8").replace('"text": "un"', '"text": "un",\n "kind": "minutes"'), "utf-8")
    assert read_index(project).digest != digest


def test_a_broken_record_is_named(project):
    load(project, reading("a.txt", "un"))
    (path,) = project.records.glob("*.json")
    path.write_text("{", "utf-8")
    with pytest.raises(ProjectError, match=path.name):
        read_index(project)


def test_sources_under_a_folder(project, tmp_path):
    load(project, reading("../cr/a.txt", "un"), reading("../autre/b.txt", "deux"))
    assert sources_under(read_index(project), project, [tmp_path / "cr"]) == {"../cr/a.txt"}


def test_a_stop_in_the_middle_of_a_file_of_many_records_reads_it_again(project, monkeypatch):
    load(project, reading("a.zip", "un", "deux"))
    index = read_index(project)
    plan = plan_readings(index, [Reading("a.zip", "new", reading("a.zip", "un", "deux", "trois").records)], lambda key: True)
    written = []

    def stop_before_the_third(folder, record):
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(record)
        return projects.write_record(folder, record)

    with monkeypatch.context() as context:
        context.setattr(ingest, "write_record", stop_before_the_third)
        with pytest.raises(KeyboardInterrupt):
            commit(project, index, plan)
    assert ingest.unfinished(project) == {"a.zip"}
    known = {"a.zip": read_index(project).entries[record_file(project)].source_sha256}
    assert unchanged_sources(read_index(project), known, lambda key: True, ingest.unfinished(project)) == set()
    load(project, reading("a.zip", "un", "deux", "trois"))
    assert held(project) == {("a.zip", "un"), ("a.zip", "deux"), ("a.zip", "trois")}
    assert ingest.unfinished(project) == set()


def record_file(project):
    return next(iter(read_index(project).entries))
