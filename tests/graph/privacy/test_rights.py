"""What a person may ask for: all that is held about them, what they are told, and that it ends."""

import json

import pytest
from click.testing import CliRunner
from docx import Document
from records import meeting

from maillage import cli
from maillage.graph import project as projects
from maillage.graph.errors import ProjectError, UnknownName
from maillage.graph.index import read_index
from maillage.graph.privacy import retention


@pytest.fixture
def project(tmp_path):
    found = projects.create(tmp_path / "p")
    for record in (
        meeting("2019-03-05", ["Solène Quervac (Cap emploi)", "Bruno Petit (CIO)"], source="vieux.txt", title="Ancienne"),
        meeting("2024-03-05", ["Solène Quervac (Cap emploi)"], source="a.txt", title="Mars"),
        meeting("2024-06-05", ["Solène Quervac (CCI)"], source="b.txt", bassin="Perche", title="Juin"),
        meeting(None, ["Chloé Garnier (CCI)"], source="c.txt", title="Sans date"),
    ):
        projects.write_record(found, record)
    return found


def run(project, *words, ok=0):
    done = CliRunner().invoke(cli.maillage, ["-C", str(project.root), *words])
    assert done.exit_code == ok, (done.output, done.exception)
    return done


def configured(project, text):
    (project.root / "maillage.toml").write_text(f'name = "Essai"\n{text}', "utf-8")
    found = projects.find(project.root)
    assert found is not None
    return found


def test_all_that_is_held_is_told_with_its_sentences(project, tmp_path):
    out = tmp_path / "a.json"
    run(project, "export", "--person", "garnier chloé", "--out", str(out))
    held = json.loads(out.read_text("utf-8"))
    (record,) = held["records"]
    assert record["source"] == "c.txt"
    assert {one["kind"] for one in record["statements"]} == {"present", "represented"}
    assert all(one["quote"] == "present : Chloé Garnier (CCI)" for one in record["statements"])
    run(project, "export", "--person", "Chloé Garnier")
    made = sorted(path.suffix for path in project.outputs.iterdir())
    assert made == [".docx", ".json"]
    words = "\n".join(p.text for p in Document(next(project.outputs.glob("*.docx"))).paragraphs)
    assert "Chloé Garnier" in words
    assert "c.txt" in words


def test_two_people_of_one_name_are_told_apart_by_their_ids(project):
    refused = run(project, "export", "--person", "Solène Quervac", ok=1).exception
    assert isinstance(refused, ProjectError)
    assert "CCI" in refused.en
    assert "Quervac" not in refused.en
    nobody = run(project, "export", "--person", "Solene Quervak", ok=1).exception
    assert isinstance(nobody, UnknownName)


def test_the_notice_says_what_is_held_and_marks_what_nobody_said(project):
    text = run(project, "notice").output
    assert "TO FILL IN: who answers for the file" in text
    found = configured(project, '[contact]\norganisation = "GIP Essai"\nemail = "a@exemple.test"\n[retention]\nyears = 5\n')
    text = run(found, "notice").output
    assert "GIP Essai" in text
    assert "5 years after the meeting" in text
    assert "presence, excuse or absence" in text
    assert "telephone" not in text  # none in the records
    sheet = run(found, "notice", "--register").output
    assert "| Item | Content |" in sheet
    assert "named in records: 4" in sheet


def test_sources_past_the_limit_are_proposed_then_taken_out_and_stay_out(project, monkeypatch):
    project = configured(project, "[retention]\nbefore = 2020-01-01\n")
    assert [old.source for old in retention.expired(project)] == ["vieux.txt"]
    assert json.loads(run(project, "status", "--format", "json").output)["past_retention"] == 1
    assert json.loads(run(project, "retention").output)["sources"] == [
        {"source": "vieux.txt", "last_day": "2019-03-05", "records": 1}
    ]
    assert len(read_index(project).entries) == 4
    run(project, "retention", "--yes")
    assert sorted(entry.source for entry in read_index(project).entries.values()) == ["a.txt", "b.txt", "c.txt"]
    assert retention.expired(project) == []


def test_a_source_taken_out_is_not_read_again_while_the_limit_stands(tmp_path, monkeypatch):
    project = projects.create(tmp_path / "p")
    old = tmp_path / "vieux.txt"
    old.write_text(
        "SPRO – Bassin de Vendôme\nRéunion du jeudi 14 mars 2019\nPrésents :\n- Cap emploi 41 : Solène Quervac\n", "utf-8"
    )
    run(project, "load", str(old))
    configured(project, "[retention]\nyears = 3\n")
    assert json.loads(run(project, "load", str(old)).output)["past_retention"] == ["../vieux.txt"]
    run(project, "retention", "--yes")
    assert json.loads(run(project, "load", str(old)).output)["passed_over"] == ["../vieux.txt"]
    configured(project, "[retention]\nyears = 100\n")
    assert json.loads(run(project, "load", str(old)).output)["read"] == ["../vieux.txt"]


@pytest.mark.parametrize(
    "text", ["[retention]\n", "[retention]\nyears = 0\n", '[retention]\nbefore = "x"\n', "[contact]\nname = 1\n"]
)
def test_settings_that_are_not_understood_are_refused(project, text):
    with pytest.raises(ProjectError):
        configured(project, text)
