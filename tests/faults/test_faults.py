"""What the system does to a command: a full disk, a project that may not be written, a stop in the middle, a damaged database. The project
stays whole, one sentence says what happened, and the next command ends where an undisturbed one does."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from records import meeting

from maillage.graph import corrections, decisions
from maillage.graph import project as projects
from maillage.graph.claims import claims
from maillage.graph.index import read_index, read_records
from maillage.graph.ingest import database_folder
from maillage.graph.standing import seen

Run = Callable[..., subprocess.CompletedProcess[str]]
MINUTES = "Compte rendu du comité local de Sancerre\nRéunion du {day} mars {year}\n\nÉtaient présents : {people}\n"
PEOPLE = "Odile Ferrandon (Mission Locale), Basile Quintard (Cap emploi), Maïwenn Delcasse (CIO)"
LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
from maillage.cli import main
main(sys.argv[1:])
"""


def write_minutes(folder: Path, count: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        text = MINUTES.format(day=1 + number % 28, year=2000 + number // 28, people=PEOPLE)
        (folder / f"compte rendu n° {number:03}.txt").write_text(text, "utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    write_minutes(tmp_path / "comptes rendus", 3)
    return tmp_path


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "MAILLAGE_CACHE": str(tmp_path / "cache"), "MAILLAGE_LANG": "en", "PYTHONUTF8": "1"}


@pytest.fixture
def run(place: Path, surroundings: dict[str, str]) -> Run:
    def maillage(*words: str, before: tuple[str, ...] = ("-m", "maillage.cli")) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *before, "-C", str(place / "p"), *words]
        return subprocess.run(command, env=surroundings, capture_output=True, encoding="utf-8", check=False, timeout=300)

    return maillage


def held(place: Path) -> int:
    project = projects.find(place / "p")
    assert project is not None
    records = list(read_records(project, read_index(project)))
    assert not list((place / "p").rglob("*.part"))
    return len(records)


def one_sentence(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 1, (done.returncode, done.stderr)
    said = [line for line in done.stderr.splitlines() if not line.startswith("New project")]
    assert len(said) == 1, said
    assert all(word in said[0] for word in words), said
    assert "Maillage failed" not in said[0]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_file_that_cannot_be_written_whole_is_not_written_at_all(run: Run, place: Path) -> None:
    done = run("load", str(place / "comptes rendus"), before=("-c", LIMITED.format(size=400)))
    one_sentence(done, "the system refuses it", "File too large")
    assert run("load", str(place / "comptes rendus")).returncode == 0
    assert held(place) == 3


@contextlib.contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """A small file system in memory at `folder`; skips where this account may not."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", options, "x", str(folder)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a file system")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_full_disk_is_one_sentence_and_the_next_load_is_whole(run: Run, place: Path) -> None:
    with mounted(place / "p", "size=512k"):
        filler = place / "p" / "filler"
        assert run("load", str(place / "comptes rendus")).returncode == 0
        assert held(place) == 3
        write_minutes(place / "comptes rendus", 30)
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        one_sentence(run("load", str(place / "comptes rendus")), "No space left")
        assert 3 <= held(place) < 30
        filler.unlink()
        assert run("load", str(place / "comptes rendus")).returncode == 0
        assert held(place) == 30


def test_a_project_that_may_not_be_written_is_said_and_still_answers(run: Run, place: Path) -> None:
    with mounted(place / "p", "size=4m"):
        assert run("load", str(place / "comptes rendus")).returncode == 0
        write_minutes(place / "comptes rendus", 4)
        subprocess.run(["mount", "-o", "remount,ro", place / "p"], check=True)
        one_sentence(run("load", str(place / "comptes rendus")), "cannot be written", "Check your rights")
        assert run("cypher", "MATCH (e:Event) RETURN e.name AS name").returncode == 0


def test_two_processes_at_once(run: Run, place: Path) -> None:
    assert run("load", str(place / "comptes rendus")).returncode == 0
    project = projects.find(place / "p")
    assert project is not None
    with project.lock():
        one_sentence(run("load", str(place / "comptes rendus")), "another maillage command is writing")
    assert run("load", str(place / "comptes rendus")).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_a_load_stopped_while_it_reads_keeps_a_whole_project(
    run: Run, place: Path, surroundings: dict[str, str], sign: int
) -> None:
    write_minutes(place / "comptes rendus", 60)
    command = [
        sys.executable,
        "-m",
        "maillage.cli",
        "-C",
        str(place / "p"),
        "load",
        str(place / "comptes rendus"),
        "--workers",
        "1",
    ]
    child = subprocess.Popen(command, env=surroundings, stderr=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    deadline = time.monotonic() + 120
    while not (place / "p" / "maillage.toml").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(4)
    child.send_signal(sign)
    _, said = child.communicate(timeout=120)
    if child.returncode == 0:
        pytest.skip("this machine had read everything by then")
    if sign == signal.SIGINT:
        assert child.returncode == 130, said
        assert "Stopped" in said
        assert "Traceback" not in said
    before = held(place)
    if sign == signal.SIGINT and "files were read" in said:
        assert f"{before} of 60 files were read and are kept" in said
    assert run("load", str(place / "comptes rendus")).returncode == 0
    assert held(place) == 60


@pytest.mark.parametrize("damage", ["empty", "noise", "folder"])
def test_a_damaged_database_is_built_again_and_it_is_said(
    run: Run, place: Path, surroundings: dict[str, str], monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    assert run("load", str(place / "comptes rendus")).returncode == 0
    question = ("cypher", "MATCH (e:Event) RETURN e.id AS id ORDER BY id")
    right = run(*question).stdout
    monkeypatch.setenv("MAILLAGE_CACHE", surroundings["MAILLAGE_CACHE"])
    project = projects.find(place / "p")
    assert project is not None
    data = database_folder(project) / "databases" / "graph"
    if damage == "folder":
        shutil.rmtree(data)
        data.write_text("x", "utf-8")
    for path in data.rglob("*") if data.is_dir() else ():
        if path.is_file():
            path.write_bytes(b"" if damage == "empty" else os.urandom(max(100, path.stat().st_size)))
    done = run(*question)
    assert (done.returncode, done.stdout) == (0, right), done.stderr
    assert "The database was damaged: it is built again" in done.stderr


def test_paths_of_two_hundred_characters_with_accents_and_spaces(tmp_path: Path, surroundings: dict[str, str]) -> None:
    deep = tmp_path / "Comptes rendus à vérifier – été" / ("réunion « élargie » " * 5).strip() / ("œuvre & cœur " * 6).strip()
    write_minutes(deep, 2)
    assert len(str(deep)) > 200
    project = deep / "projet d'équipe"
    for words in (["load", str(deep)], ["map", "--out", str(deep / "carte à lire.html")]):
        done = subprocess.run(
            [sys.executable, "-m", "maillage.cli", "-C", str(project), *words],
            env=surroundings, capture_output=True, encoding="utf-8", check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert (deep / "carte à lire.html").stat().st_size > 1000


def test_a_clock_that_goes_back_changes_no_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = projects.create(tmp_path / "p")
    one, two = meeting("2024-03-05", ["Aline Morel (CIO)"]), meeting("2024-04-05", ["Aline Morel (GRETA)"])
    pair = {"format": decisions.FORMAT, "kind": "pair", "of": "person",
            "a": seen(one, one.people[0].id, "person"), "b": seen(two, two.people[0].id, "person")}  # fmt: skip
    late = datetime(2030, 1, 1, tzinfo=UTC)
    decisions.append(project, "Camille", [{**pair, "verdict": "same"}], lambda: late)
    decisions.append(project, "Camille", [{**pair, "verdict": "different"}], lambda: late - timedelta(days=900))
    assert [entry.verdict for entry in decisions.read(project).entries] == ["same", "different"]  # type: ignore[union-attr]

    class Clock(datetime):
        at = late

        @classmethod
        def now(cls, tz=None):  # type: ignore[no-untyped-def, override]
            return cls.at

    monkeypatch.setattr(corrections, "datetime", Clock)
    (claim, *_) = claims(one)
    corrections.append(project, [corrections.correction_of(one, claim, "refuse")])
    Clock.at = late - timedelta(days=900)
    corrections.append(project, [corrections.correction_of(one, claim, "accept")])
    assert [correction.action for correction in corrections.read_overlay(project).corrections] == ["refuse", "accept"]
