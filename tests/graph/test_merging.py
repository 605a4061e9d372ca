"""The project of a colleague taken over: the union of records and decisions, whoever takes over whose."""

import shutil

import pytest
from desk import PEOPLE

from maillage.graph import decisions, merging
from maillage.graph import project as projects
from maillage.graph.facts import build, digest
from maillage.graph.identity import of_project
from maillage.graph.index import read_index, read_records
from maillage.graph.questions import cases, drafts


def project_of(folder, records, by, answer):
    """A project with `records` in which `by` answered every question."""
    project = projects.create(folder)
    for record in records:
        projects.write_record(project, record)
    identity = of_project(project)
    for case in cases(identity, "en"):
        decisions.append(project, by, drafts(identity, case, answer))
    return project


@pytest.fixture
def two(tmp_path):
    return (project_of(tmp_path / "a" / "p", PEOPLE[:2], "Camille", "same"),
            project_of(tmp_path / "b" / "p", PEOPLE[1:], "Bruno", "different"))  # fmt: skip


def graph(project):
    identity = of_project(project)
    return digest(build(list(identity.records.values()), identity.resolution))


def held(project):
    return {record.id for record in read_records(project, read_index(project))}


def test_the_union_of_records_and_decisions(two):
    a, b = two
    merged = merging.take_over(a, b)
    assert held(a) == {record.id for record in PEOPLE}
    assert (merged.records, merged.known, merged.decisions) == (1, 1, 1)
    assert {entry.by for entry in decisions.read(a).entries} == {"Camille", "Bruno"}
    assert held(b) == {record.id for record in PEOPLE[1:]}  # only read


def test_it_does_not_matter_who_takes_over_whose(two, tmp_path):
    a, b = two
    copies = [projects.find(shutil.copytree(project.root, tmp_path / f"copy{n}" / "p")) for n, project in enumerate(two)]
    merging.take_over(a, copies[1])
    merging.take_over(b, copies[0])
    assert held(a) == held(b)
    assert {entry.id for entry in decisions.read(a).entries} == {entry.id for entry in decisions.read(b).entries}
    mine, theirs = of_project(a), of_project(b)
    assert mine.resolution.clusters == theirs.resolution.clusters
    assert [s.state for s in mine.settled.standings] == [s.state for s in theirs.settled.standings]


def test_twice_is_once(two):
    a, b = two
    merging.take_over(a, b)
    before = graph(a), read_index(a).digest
    again = merging.take_over(a, b)
    assert (again.records, again.decisions) == (0, 0)
    assert (graph(a), read_index(a).digest) == before


def test_sources_keep_meaning_the_same_files(two):
    a, b = two
    merging.take_over(a, b)
    record = next(record for record in read_records(a, read_index(a)) if record.id == PEOPLE[2].id)
    assert a.source_path(record.source.path) == b.source_path(PEOPLE[2].source.path)


def test_a_broken_line_of_the_other_is_told_and_left_there(two):
    a, b = two
    (b.root / "decisions" / "bruno.jsonl").open("a", encoding="utf-8").write("{\n")
    merged = merging.take_over(a, b)
    assert len(merged.broken) == 1
    assert decisions.read(a).broken == ()


def test_a_file_that_both_read_in_two_versions_is_told(two, tmp_path):
    a, b = two
    source = tmp_path / "shared.txt"
    for project, text in ((a, "un"), (b, "deux")):
        record = PEOPLE[0].model_copy(
            update={
                "id": f"{text:0>16}",
                "source": PEOPLE[0].source.model_copy(update={"path": project.source_key(source), "sha256": text}),
            }
        )
        projects.write_record(project, record)
    merged = merging.take_over(a, b)
    assert merged.versions == (a.source_key(source),)
    assert f"{'deux':0>16}" not in held(a)


def test_corrections_come_over_line_by_line(two):
    a, b = two
    for project, lines in ((a, '{"undo": "x"}\n'), (b, '{"undo": "x"}\n{"undo": "y"}\n')):
        (project.root / "corrections" / "camille.jsonl").write_text(lines, "utf-8")
    assert merging.take_over(a, b).corrections == 1
    assert (a.root / "corrections" / "camille.jsonl").read_text("utf-8") == '{"undo": "x"}\n{"undo": "y"}\n'
