"""kill -9 during `maillage load` and `maillage correct`, at random moments: the next command ends in the right graph, and no record,
correction or decision that a command answered for is lost.

    python benchmarks/kill_load.py [--times 50] [--meetings 260] [--seed 5]

A project of one mapped table. Before each kill the table grows by a meeting and a correction is made by a process that may be killed too.
Prints a line a kill and a summary; exit status 1 when a state differs. With more than 200 meetings the short way is killed as well.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kill import content, expected

from maillage.graph import decisions
from maillage.graph.corrections import read_overlay
from maillage.graph.facts import build
from maillage.graph.index import read_index
from maillage.graph.ingest import corrected_records, database_folder, refresh
from maillage.graph.project import Project, find
from maillage.graph.resolution import resolve
from maillage.graph.standing import seen, settle
from maillage.graph.store import open_store

MAPPING = """
[events]
key = "id"
[event]
title = "objet"
date = "jour"
[territory]
name = "bassin"
[person]
name = "nom"
[organisation]
name = "structure"
[attendance]
presence = { column = "là", values = { "oui" = "present", "non" = "absent" } }
"""
PEOPLE = ["Aline Morel", "Bruno Tarde", "Chloé Dunan", "Denis Valois", "Élise Roux", "Farid Benali", "A. Morel"]
BODIES = ["Cap emploi", "CIO", "Mission Locale", "GRETA", "PLIE"]


def rows(number: int) -> str:
    r = random.Random(number)
    day = f"{r.randint(2015, 2024)}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}"
    where = r.choice(["Blois", "Vexin", "Dreux"])
    return "".join(
        f"r{number};Réunion {number};{day};{where};{name};{r.choice(BODIES)};{r.choice(['oui', 'oui', 'non'])}\n"
        for name in r.sample(PEOPLE, 4)
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--meetings", type=int, default=260)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    rng, wrong, killed = random.Random(options.seed), 0, 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        os.environ.update(MAILLAGE_CACHE=str(place / "cache"), MAILLAGE_AUTHOR="Coordinatrice", MAILLAGE_LANG="en")
        (place / "p").mkdir()
        (place / "m.toml").write_text(MAPPING, "utf-8")
        table = place / "table.csv"
        table.write_text("id;objet;jour;bassin;nom;structure;là\n" + "".join(map(rows, range(options.meetings))), "utf-8")
        load = [
            sys.executable,
            "-m",
            "maillage.cli",
            "-C",
            str(place / "p"),
            "load",
            str(table),
            "--mapping",
            str(place / "m.toml"),
        ]
        subprocess.run(load, check=True, stdout=subprocess.DEVNULL)
        project = find(place / "p")
        assert project is not None
        whole = 3.0
        for number in range(options.times):
            table.write_text(table.read_text("utf-8") + rows(options.meetings + number), "utf-8")
            answered = {c.id for c in read_overlay(project).corrections}
            answered |= correct(project, rng, place / "p")
            decided = {entry.id for entry in decide(project, rng)}
            child = subprocess.Popen(load, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            begun, pause = time.monotonic(), rng.uniform(0, whole)
            try:
                child.wait(pause)
                ended, whole = "ended before", max(1.0, time.monotonic() - begun)
            except subprocess.TimeoutExpired:
                child.send_signal(signal.SIGKILL)
                child.wait()
                ended = "killed"
                killed += 1
            subprocess.run(load, check=True, stdout=subprocess.DEVNULL)
            told = state(project, number, options.meetings, answered, decided)
            wrong += told != "right"
            print(f"{number:3d}  {ended} after {pause:5.2f} s  {told}", flush=True)
    print(f"{options.times} rounds, {killed} killed while loading, {wrong} wrong")
    return 1 if wrong else 0


def correct(project: Project, rng: random.Random, where: Path) -> set[str]:
    """Refuse a row by a command that is killed half of the time; give the number it answered with."""
    from maillage.graph.claims import claims

    records = list(corrected_records(project, read_index(project)))
    record = rng.choice(records)
    claim = rng.choice([claim for claim in claims(record) if claim.kind == "attendance"] or [claims(record)[0]])
    command = [sys.executable, "-m", "maillage.cli", "-C", str(where), "correct", record.id, "--refuse", claim.code]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        _, answer = child.communicate(timeout=rng.uniform(0, 1.5) if rng.random() < 0.5 else 60)
    except subprocess.TimeoutExpired:
        child.kill()
        _, answer = child.communicate()
    return {line.split()[0] for line in answer.splitlines() if line and len(line.split()[0]) == 12}


def decide(project: Project, rng: random.Random) -> list[decisions.Entry]:
    """A decision about two people, now and then."""
    if rng.random() < 0.3:
        records = list(corrected_records(project, read_index(project)))
        (one, a), (two, b) = rng.sample([(record, item) for record in records for item in record.people], 2)
        if one.id != two.id:
            pair = {"format": decisions.FORMAT, "kind": "pair", "of": "person", "verdict": rng.choice(["same", "different"]),
                    "a": seen(one, a.id, "person"), "b": seen(two, b.id, "person")}  # fmt: skip
            decisions.append(project, "Coordinatrice", [pair])
    return list(decisions.read(project).entries)


def state(project: Project, number: int, meetings: int, answered: set[str], decided: set[str]) -> str:
    """ "right", or what is wrong."""
    index = read_index(project)
    if len(index.entries) != meetings + number + 1:
        return f"{len(index.entries)} RECORDS"
    if not answered <= {c.id for c in read_overlay(project).corrections}:
        return "A CORRECTION IS LOST"
    if not decided <= {entry.id for entry in decisions.read(project).entries}:
        return "A DECISION IS LOST"
    records = list(corrected_records(project, index))
    wanted = build(records, resolve(records, settle(decisions.read(project).entries, records).applied))
    with open_store(str(database_folder(project))) as store:
        if refresh(project, store, index).published is not None:
            return "NOT UP TO DATE"
        found, right = content(store), expected(wanted)
    if found == right:
        return "right"
    nodes, links = (set(one) ^ set(two) for one, two in zip(found, right, strict=True))
    return f"DIFFERENT GRAPH {sorted(nodes)[:4]} {sorted(links)[:4]}"


if __name__ == "__main__":
    sys.exit(main())
