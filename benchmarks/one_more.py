"""What whole commands cost in projects of several sizes: `load` of one more file, and the looks at who is who.

    python benchmarks/one_more.py [--sizes 300,1000,5000] [--times 5] [--profile]

Projects of the generated region (`region.py`), with a source file for each record. Prints, a line a size, the first publication (from
the records: who is who, graph, embedded database, ledger) and then for each command the median of its CPU time and of its
wall time, start of Python included. `--profile` shows where the last `load` spent its time.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from region import Region

from maillage.graph import project as projects
from maillage.graph.index import add, read_index, write_index
from maillage.graph.project import Project, write_record

MINUTES = """Compte rendu de la réunion SPRO du {day}/03/2024
Bassin de Blois

Présents : Mme Odile Garnault-{n:c}x (Mission Locale de Blois), M. Bruno Tarde (CIO de Blois), Mme Élise Roux (Cap emploi).
Excusé : M. Farid Benali (GRETA).

La prochaine réunion aura lieu le 12 avril 2024.
"""


def filled(folder: Path, size: int) -> tuple[Project, str]:
    """A project of `size` records, and the name of a person in it."""
    project = projects.create(folder)
    region, index, name = Region(1), read_index(project), ""
    for number in range(size):
        record, _ = region.record(number)
        (folder / record.source.path).write_text(record.text, "utf-8")
        source = record.source.model_copy(update={"sha256": hashlib.sha256(record.text.encode()).hexdigest()})
        record = record.model_copy(update={"source": source})
        add(index, record, write_record(project, record))
        name = name or next((person.name for person in record.people if len(person.name.split()) == 2), "")
    write_index(project, index)
    return project, name


def run(project: Project, *words: str, python: tuple[str, ...] = ()) -> tuple[float, float, float]:
    """CPU and wall seconds of a command, and the most memory of any so far (MB). Raises CalledProcessError when it fails."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, *python, "-m", "maillage.cli", "-C", str(project.root), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}: {done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if python:
        print("\n".join(done.stdout.splitlines()[:120]))
    return cpu, time.perf_counter() - begun, after.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="300,1000,5000")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
            os.environ.update(MAILLAGE_CACHE=f"{place}/cache", MAILLAGE_LANG="en")
            project, name = filled(Path(place, "p"), size)
            cpu, wall, peak = run(project, "load", str(project.root / "0.txt"))
            print(f"{size} records: first publication {cpu:.1f} s CPU, {wall:.1f} s, at most {peak:.0f} MB", flush=True)

            def load(number: int, project: Project = project, python: tuple[str, ...] = ()) -> tuple[float, float, float]:
                path = project.root / f"new{number}.txt"
                path.write_text(MINUTES.format(day=10 + number, n=97 + number), "utf-8")
                return run(project, "load", str(path), python=python)

            looks = {
                "history": ("history", name, "--format", "json"), "why": ("why", name, "--format", "json"),
                "review": ("review", "--format", "json"), "decisions": ("decisions", "--format", "json"),
            }  # fmt: skip
            show("load of one more file", [load(number) for number in range(options.times)])
            show("load of the folder, nothing new", [run(project, "load", str(project.root)) for _ in range(2)])
            show("history, first after a load", [run(project, *looks["history"])])
            for title, words in looks.items():
                show(title, [run(project, *words) for _ in range(options.times)])
            if options.profile:
                load(options.times, python=("-m", "cProfile", "-s", "tottime"))


def show(title: str, taken: list[tuple[float, float, float]]) -> None:
    cpu, wall = (statistics.median(values) for values in list(zip(*taken, strict=True))[:2])
    print(f"  {title:32s} {cpu:6.2f} s CPU  {wall:6.2f} s", flush=True)


if __name__ == "__main__":
    main()
