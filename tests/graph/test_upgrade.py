"""Other rules: the plan says what they would change and join, and the command that makes the graph again says so."""

import pytest
from records import meeting

from maillage.graph import forward, ingest, upgrade
from maillage.graph import index as indexes
from maillage.graph import project as projects
from maillage.graph.index import read_index
from maillage.graph.ingest import Reading, commit, plan_readings, refresh
from maillage.graph.resolution import organisations
from maillage.graph.store import open_store
from maillage.loaders.load import load
from maillage.visualisations import terminal


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setattr(forward, "SMALL", 1)
    project = projects.create(tmp_path / "p")
    records = [
        meeting("2024-01-10", ["Aline Morel (Association Horizon Solidaire)"], bassin="Blois", source="../a.txt"),
        meeting("2024-02-10", ["Bruno Tarde (Association Horizn Solidaire)"], bassin="Blois", source="../b.txt"),
    ]
    for record in records:
        (tmp_path / record.source.path[3:]).write_text(record.text, "utf-8")
    index = read_index(project)
    commit(project, index, plan_readings(index, [Reading(r.source.path, "", (r,)) for r in records], lambda key: True))
    return project


@pytest.fixture
def location(project):
    return str(ingest.database_folder(project))


def publish(project, location):
    with open_store(location) as store:
        return refresh(project, store, read_index(project))


def before_the_update(monkeypatch):
    """An older Maillage, whose rules saw no slip of the keyboard."""
    monkeypatch.setattr(organisations, "_misspelt", lambda profiles: ())
    for module in (indexes, upgrade, forward):
        monkeypatch.setattr(module, "RULES", "0")


@pytest.mark.parametrize("small", [1, 100])
def test_a_dry_run_after_an_update_says_what_would_be_joined(project, location, monkeypatch, tmp_path, small):
    with monkeypatch.context() as older:
        before_the_update(older)
        older.setattr(forward, "SMALL", small)
        publish(project, location)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "x.png").write_bytes(b"")
    report = load(project, [tmp_path / "new"], lambda: open_store(location), location, dry_run=True).as_dict()
    assert report["rules"] == {"from": f"0.{upgrade.rules().partition('.')[2]}", "to": upgrade.rules()}
    assert report["joined"] == [
        {"from": ["Association Horizn Solidaire", "Association Horizon Solidaire"], "to": "Association Horizon Solidaire"}
    ]
    assert report["split"] == []
    assert report["changes"]["Organisation"] == {"created": 0, "updated": 1, "deleted": 1}
    lines = terminal.load_report(report, "fr")
    assert any(line.startswith("  réunis : Association Horizn Solidaire + ") for line in lines)
    assert any("règles" in line for line in lines)


def test_the_way_back_says_what_would_be_split(project, location, monkeypatch, tmp_path):
    publish(project, location)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "x.png").write_bytes(b"")
    before_the_update(monkeypatch)
    report = load(project, [tmp_path / "new"], lambda: open_store(location), location, dry_run=True).as_dict()
    assert [item["from"] for item in report["split"]] == ["Association Horizon Solidaire"]


def test_the_first_command_after_an_update_says_that_it_makes_the_graph_again(project, location, monkeypatch):
    with monkeypatch.context() as older:
        before_the_update(older)
        assert publish(project, location).upgraded is None
    heard = []
    with ingest.current_store(project, location, told=heard.append):
        pass
    assert [done.upgraded for done in heard] == [(f"0.{upgrade.rules().partition('.')[2]}", upgrade.rules())]
    with ingest.current_store(project, location, told=heard.append):
        pass
    assert len(heard) == 1


def test_a_dry_run_against_a_database_written_elsewhere_says_that_joining_is_not_known(project, location, tmp_path):
    publish(project, location)
    (project.cache / "members.json").unlink()
    forward.forget(project)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "x.png").write_bytes(b"")
    report = load(project, [tmp_path / "new"], lambda: open_store(location), location, dry_run=True).as_dict()
    assert report["joined"] is None
    assert any("not known" in line for line in terminal.load_report(report, "en"))


def test_a_publication_that_was_done_but_not_noted_is_noted(project, location):
    publish(project, location)
    ingest._remember(project, location, digest="older", rules=upgrade.rules())
    assert publish(project, location).published is None
    assert ingest.is_current(project, location, read_index(project))
