"""A file that ends, hangs or bloats the process reading it is refused with one sentence; every other file is read."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from maillage.graph.record import dumps
from maillage.loaders import supervisor
from maillage.loaders.load import file_sha256, read_file
from maillage.loaders.supervisor import Limits, Reader, read_apart, read_supervised

MINUTES = "Réunion du jeudi 12 mars 2020\n\nPrésents : Odile Ferrandon (Mission Locale de Gien), Basile Quintard (Cap emploi)\n"
TRAPS = """
import os, sys, time
sys.path[:] = sys.argv.pop().split(os.pathsep)
import maillage.loaders.load as load
whole = load.read_file
def trapped(path, *rest):
    name = os.path.basename(path)
    if name.startswith("crash"):
        os.abort()
    if name.startswith("loop"):
        while True:
            pass
    if name.startswith("swallow"):
        held = []
        while True:
            held.append(b"x" * 10_000_000)
            time.sleep(0.01)
    if name.startswith("huge"):
        bytearray(1 << 40)
    if name.startswith("print"):
        os.write(1, b"words of a library")
        print("Odile Ferrandon", flush=True)
    return whole(path, *rest)
load.read_file = trapped
from maillage.loaders.worker import main
main()
"""


@pytest.fixture
def traps(monkeypatch: pytest.MonkeyPatch):
    """Reading processes that do what the name of a file says."""
    supervisor._close_kept()
    monkeypatch.setattr(supervisor, "_BEGIN", TRAPS)
    yield
    supervisor._close_kept()


def jobs_in(folder: Path, *names: str) -> list[supervisor.Job]:
    found = []
    for number, name in enumerate(names):
        path = folder / name
        path.write_text(MINUTES.replace("12", str(10 + number)), "utf-8")
        found.append((str(path), name, file_sha256(path)))
    return found


PATIENT = 15  # seconds for a file: the first one also reads the reference tables, on a machine that tests all of its cores


@pytest.mark.usefixtures("traps")
def test_each_bad_file_costs_itself_only(tmp_path):
    good = [f"{number}.txt" for number in range(8)]
    jobs = jobs_in(tmp_path, "0.txt", "loop.txt", "1.txt", "crash.txt", "2.txt", "3.txt", "swallow.txt", "huge.txt", *good[4:])
    readings = list(read_supervised(jobs, 2, Limits(PATIENT, 400_000_000)))
    assert [reading.source for reading in readings] == [key for _, key, _ in jobs]
    assert [reading.source for reading in readings if reading.records] == good
    refused = {reading.source: reading.refused for reading in readings if reading.refused}
    said = {source: [(refusal.en, refusal.fr) for refusal in refusals] for source, refusals in refused.items()}
    words = {
        "loop.txt": f"more than {PATIENT} s",
        "crash.txt": "crashed",
        "swallow.txt": "400 MB of memory",
        "huge.txt": "400 MB of memory",
    }
    assert set(said) == set(words)
    for source, ((en, fr),) in said.items():
        assert en.startswith(f"{source}: ")
        assert fr.startswith(f"{source} : ")
        assert words[source] in en
        assert "\n" not in en + fr


@pytest.mark.usefixtures("traps")
def test_what_a_library_prints_goes_nowhere(tmp_path, capfd):
    (job,) = jobs_in(tmp_path, "print.txt")
    assert read_apart(job).records
    assert capfd.readouterr() == ("", "")


def test_a_reading_is_the_same_as_in_this_process(tmp_path):
    (job,) = jobs_in(tmp_path, "a.txt")
    assert [dumps(record) for record in read_apart(job).records] == [dumps(record) for record in read_file(*job).records]


def test_the_process_is_kept_and_started_again_when_it_was_lost(tmp_path):
    (job,) = jobs_in(tmp_path, "a.txt")
    reader = Reader()
    assert reader.read(job, 60).records
    assert reader._process is not None
    first = reader._process.pid
    assert reader.read(job, 60).records
    assert reader._process.pid == first
    reader._process.kill()
    reader._process.wait()
    assert reader.read(job, 60).records
    assert reader._process.pid != first
    reader.close()


@pytest.mark.usefixtures("traps")
def test_closing_ends_what_hangs(tmp_path):
    readings = read_supervised(jobs_in(tmp_path, "a.txt", "loop.txt", "b.txt"), 1, Limits(600))
    assert next(readings).records
    begun = time.monotonic()
    readings.close()
    assert time.monotonic() - begun < 10


@pytest.mark.skipif(os.name != "posix", reason="the number of the parent tells on POSIX only")
@pytest.mark.usefixtures("traps")
def test_no_process_stays_behind_when_the_parent_is_killed(tmp_path):
    jobs = jobs_in(tmp_path, "loop.txt")
    script = (
        "import sys; from maillage.loaders import supervisor; supervisor._BEGIN = sys.argv[1]\n"
        f"reader = supervisor.Reader(); reader.start(); print(reader._process.pid, flush=True); reader.read({jobs[0]!r}, 600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, TRAPS], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    time.sleep(1)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        if not alive(child):
            return
        time.sleep(0.1)
    pytest.fail("the reading process outlives its parent")


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return Path("/proc").exists() is False and os.system(f"kill -0 {process} 2>/dev/null") == 0


def test_a_module_in_the_folder_of_records_is_not_run(tmp_path):
    (tmp_path / "pickle.py").write_text("raise SystemExit('run')", "utf-8")
    (tmp_path / "lxml.py").write_text("raise SystemExit('run')", "utf-8")
    (job,) = jobs_in(tmp_path, "a.html")
    script = f"from maillage.loaders.supervisor import read_apart; print(len(read_apart({job!r}).records))"
    done = subprocess.run([sys.executable, "-P", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


def test_time_grows_with_the_size_of_a_file(tmp_path):
    small, large = tmp_path / "s", tmp_path / "l"
    small.write_bytes(b"x")
    with large.open("wb") as file:
        file.truncate(100_000_000)
    limits = Limits()
    assert (round(limits.of(str(small))), limits.of(str(large)), limits.of(str(tmp_path / "none"))) == (120, 600, 120)
