"""The file of a person's decisions: only ever longer, readable, and whole whatever happens."""

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from maillage.graph import decisions
from maillage.graph import project as projects
from maillage.graph.errors import ProjectError


@pytest.fixture
def project(tmp_path):
    return projects.create(tmp_path / "p")


def said(verdict="same", a="r1:p1", b="r2:p4", **more):
    sides = {side: dict(zip(("record", "item"), text.split(":"), strict=True)) for side, text in (("a", a), ("b", b))}
    return {"kind": "pair", "of": "person", "verdict": verdict, **sides, **more}


def file_of(project, name="camille-durand"):
    return project.root / "decisions" / f"{name}.jsonl"


def test_what_is_written_is_read_again(project):
    written = decisions.append(project, "Camille Durand", [said(why="vue à l'assemblée"), said("different", b="r3:p1")])
    assert decisions.read(project).entries == tuple(written)
    assert decisions.read(project).broken == ()
    assert [entry.by for entry in written] == ["Camille Durand"] * 2
    assert written[0].why == "vue à l'assemblée"


def test_each_person_has_a_file_and_it_only_grows(project):
    decisions.append(project, "Camille Durand", [said()])
    before = file_of(project).read_bytes()
    decisions.append(project, "Bruno Petit", [said("different")])
    decisions.append(project, "Camille Durand", [said("unsure")])
    assert file_of(project).read_bytes().startswith(before)
    assert sorted(path.name for path in file_of(project).parent.iterdir()) == ["bruno-petit.jsonl", "camille-durand.jsonl"]
    assert [entry.by for entry in decisions.read(project).entries] == ["Camille Durand", "Bruno Petit", "Camille Durand"]


def test_a_line_can_be_read_by_a_person(project):
    decisions.append(project, "Élise Roux", [said(a="r1:p1") | {"a": {"record": "r1", "item": "p1", "name": "Aline Morel", "quote": "Aline Morel, CIO"}}])  # fmt: skip  # noqa: E501
    (line,) = file_of(project, "elise-roux").read_text("utf-8").splitlines()
    assert '"name": "Aline Morel", "quote": "Aline Morel, CIO"' in line
    assert json.loads(line)["format"] == "decision/1"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "line 2"),
        ("nonsense", "line 2"),
        ('{"format": "decision/1"}', "kind"),
        ('{"kind": "pair", "id": "abcd", "by": "x", "when": "2024-01-01", "of": "person", "verdict": "perhaps"}', "verdict"),
        ('{"kind": "undo", "id": "abcd", "by": "x", "when": "yesterday", "undoes": "y"}', "when"),
        ('{"format": "decision/2", "kind": "undo", "id": "abcd", "by": "x", "when": "2024-01-01", "undoes": "y"}', "format"),
        ('{"kind": "undo", "id": "abcd", "by": "x", "when": "2024-01-01", "undoes": "y", "also": 1}', "also"),
    ],
)
def test_a_broken_line_is_named_and_the_others_hold(project, line, what):
    decisions.append(project, "Camille Durand", [said()])
    with file_of(project).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    decisions.append(project, "Camille Durand", [said("different")])
    book = decisions.read(project)
    assert [entry.verdict for entry in book.entries] == ["same", "different"]
    (broken,) = book.broken
    assert "decisions/camille-durand.jsonl, line 2" in broken.en
    assert "ligne 2" in broken.fr
    assert what in broken.en


def test_a_broken_line_is_told_without_the_names_it_holds(project):
    file_of(project).write_text('{"kind": "pair", "id": "abcd", "by": "Aline Morel", "when": "x", "of": "Bruno"}\n', "utf-8")
    (broken,) = decisions.read(project).broken
    assert "Morel" not in broken.en + broken.fr
    assert "Bruno" not in broken.en + broken.fr


def test_a_torn_last_line_costs_itself_alone(project):
    decisions.append(project, "Camille Durand", [said()])
    whole = file_of(project).read_bytes()
    for cut in range(1, 40):
        file_of(project).write_bytes(whole + whole[:-cut])
        book = decisions.read(project)
        assert len(book.entries) == 1, cut
        assert len(book.broken) == (cut > 1), cut  # all but the line end is a whole decision
        decisions.append(project, "Camille Durand", [said("different")])
        assert [entry.verdict for entry in decisions.read(project).entries] == ["same", "different"]


def test_a_file_that_windows_marked_or_ended_its_way_is_read(project):
    decisions.append(project, "Camille Durand", [said(), said("different")])
    content = file_of(project).read_bytes()
    file_of(project).write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    book = decisions.read(project)
    assert (len(book.entries), book.broken) == (2, ())


def test_the_copy_that_a_synchronised_folder_makes_counts_once(project):
    decisions.append(project, "Camille Durand", [said()])
    copy = file_of(project).with_name("camille-durand (copie en conflit).jsonl")
    copy.write_bytes(file_of(project).read_bytes())
    decisions.append(project, "Camille Durand", [said("different")])
    assert len(decisions.read(project).entries) == 2


def test_a_file_that_is_none_of_ours_is_named(project):
    (project.root / "decisions" / "notes.docx").write_bytes(b"PK")
    (project.root / "decisions" / "desktop.ini").write_bytes(b"[x]")
    (project.root / "decisions" / "~$notes.docx").write_bytes(b"x")
    (broken,) = decisions.read(project).broken
    assert "notes.docx" in broken.en


def test_instants_grow_even_when_the_clock_goes_back(project):
    clock = iter([datetime(2026, 5, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)])
    for verdict in ("same", "different", "same"):
        decisions.append(project, "Camille Durand", [said(verdict)], lambda: next(clock))
    entries = decisions.read(project).entries
    assert [entry.verdict for entry in entries] == ["same", "different", "same"]
    assert all(decisions.taken(a)[0] < decisions.taken(b)[0] for a, b in itertools.pairwise(entries))
    assert len({entry.id for entry in entries}) == 3


def test_nothing_to_write_writes_nothing(project):
    assert decisions.append(project, "Camille Durand", []) == []
    assert list((project.root / "decisions").iterdir()) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights do not bind this account")
def test_a_folder_that_cannot_be_written_is_one_sentence(project):
    (project.root / "decisions").chmod(0o500)
    with pytest.raises(ProjectError, match="cannot be written"):
        decisions.append(project, "Camille Durand", [said()])


def test_a_file_in_the_way_is_one_sentence(project):
    file_of(project).mkdir()
    with pytest.raises(ProjectError, match="cannot be written"):
        decisions.append(project, "Camille Durand", [said()])


def test_who_decides(project, monkeypatch):
    monkeypatch.setenv("MAILLAGE_AUTHOR", " Camille Durand ")
    assert decisions.author(project) == "Camille Durand"
    monkeypatch.delenv("MAILLAGE_AUTHOR")
    monkeypatch.setattr("getpass.getuser", lambda: "cdurand")
    assert decisions.author(project) == "cdurand"
    (project.root / "maillage.toml").write_text('name = "p"\n[people]\ncdurand = "Camille Durand"\n', "utf-8")
    assert decisions.author(projects.find(project.root)) == "Camille Durand"


@pytest.mark.parametrize("people", ['people = "x"', "[people]\ncdurand = 3", '[people]\ncdurand = " "'])
def test_people_that_are_no_names_are_refused(project, people):
    (project.root / "maillage.toml").write_text(f'name = "p"\n{people}\n', "utf-8")
    with pytest.raises(ProjectError, match="people"):
        projects.find(project.root)


WRITER = """
import sys
from pathlib import Path
from maillage.graph import decisions, project
found = project.find(Path(sys.argv[1]))
for n in range(100_000):
    a = {"record": "r", "item": f"p{n}", "name": "Aline Morel" * 40}
    (entry,) = decisions.append(found, "Camille Durand", [{"kind": "pair", "of": "person", "verdict": "same", "a": a, "b": a}])
    print(entry.id, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_no_decision_that_was_acknowledged_is_lost_when_the_program_is_killed(project):
    told = set()
    for wait in (0.02, 0.05, 0.09):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(project.root)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        told.add(process.stdout.readline().strip())
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        told |= {line.strip() for line in process.stdout if line.endswith("\n")}
        process.wait()
        process.stdout.close()
    book = decisions.read(project)
    assert len(told) > 3
    assert told <= {entry.id for entry in book.entries}
    assert len(book.broken) <= 3
    decisions.append(project, "Camille Durand", [said()])  # what the killed held is free again
