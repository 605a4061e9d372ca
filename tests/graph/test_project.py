import multiprocessing
import stat
import sys

import pytest

from maillage.graph import project as projects
from maillage.graph.errors import ProjectError


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("MAILLAGE_CACHE", str(tmp_path / "cache"))
    return projects.create(tmp_path / "Bassin du Vexin")


def test_a_project_is_found_upward(project):
    deep = project.root / "a" / "b"
    deep.mkdir(parents=True)
    found = projects.find(deep)
    assert found == project
    assert found.config.name == "Bassin du Vexin"


def test_no_project_is_none(tmp_path):
    assert projects.find(tmp_path) is None


def test_sources_are_relative_to_the_project_also_upward(project, tmp_path):
    source = tmp_path / "comptes rendus" / "a.txt"
    assert project.source_key(source) == "../comptes rendus/a.txt"
    assert project.source_path("../comptes rendus/a.txt") == source
    assert project.source_key(project.root / "b.txt") == "b.txt"


def test_the_projects_own_files_are_no_sources(project):
    assert project.owns(project.records / "a.json")
    assert project.owns(project.root / "maillage.toml")
    assert not project.owns(project.root / "CR juin.docx")


@pytest.mark.parametrize("text", ["name = ", "nom = 'x'", "language = 'de'"])
def test_a_broken_configuration_is_named(project, text):
    (project.root / "maillage.toml").write_text(text, "utf-8")
    with pytest.raises(ProjectError, match=r"maillage\.toml"):
        projects.find(project.root)


def _hold(root, ready, done):
    with projects.find(root).lock():
        ready.set()
        done.wait(20)


def test_a_second_writer_is_told_to_wait(project):
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(project.root, ready, done))
    other.start()
    try:
        assert ready.wait(20)
        with pytest.raises(ProjectError, match="another maillage command"), project.lock():
            pass
    finally:
        done.set()
        other.join()
    with project.lock():
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_what_is_written_is_readable_by_its_owner_only(project):
    projects.write_text(project.records / "a.json", "{}")
    assert stat.S_IMODE((project.records / "a.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(project.records.stat().st_mode) == 0o700


def test_a_write_that_fails_leaves_the_old_file_and_no_part(project, monkeypatch):
    target = project.records / "a.json"
    projects.write_text(target, "old")
    monkeypatch.setattr(projects.Path, "replace", lambda self, other: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        projects.write_text(target, "new")
    assert target.read_text() == "old"
    assert [path.name for path in project.records.iterdir()] == ["a.json"]
