"""Time, rows/s and memory of loading the parliamentary set, and the share of it that a reload costs.

    python benchmarks/load.py FOLDER        FOLDER holds attendance.csv.gz and meetings.csv.gz
    python benchmarks/load.py --generated 1000

Prints one table. The reload must cost less than 2 % of the first load and write nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
GIVEN = [
    "Aline",
    "Bruno",
    "Chloé",
    "Denis",
    "Élise",
    "Farid",
    "Gaëlle",
    "Hugo",
    "Inès",
    "Jules",
    "Karim",
    "Léa",
    "Marc",
    "Nora",
    "Omar",
    "Paul",
    "Rita",
    "Samir",
    "Théo",
    "Yann",
]
FAMILY = [
    "Morel",
    "Petit",
    "Garnier",
    "Lopez",
    "Faure",
    "Noël",
    "Blanc",
    "Roux",
    "Meyer",
    "Vidal",
    "Colin",
    "Leroy",
    "Perrin",
    "Simon",
    "Robin",
    "Dumas",
    "Brun",
    "Adam",
]
BODIES = ["Mission locale de {}", "Cap emploi {}", "CIO de {}", "GRETA {}", "CCI de {}", "Pôle emploi {}", "CIDFF {}"]
PLACES = ["Vendôme", "Romorantin", "Pithiviers", "Gien", "Loches", "Chinon", "Vierzon", "Bourges"]


def generate(folder: Path, number: int) -> None:
    """`number` minutes with 5 to 14 people each, as .txt files of about 5 kB."""
    random.seed(7)
    folder.mkdir(parents=True)
    filler = "Les échanges portent sur l'accueil des publics et sur le calendrier des ateliers du semestre. " * 40
    for index in range(number):
        place = random.choice(PLACES)
        people = {f"{random.choice(GIVEN)} {random.choice(FAMILY)}" for _ in range(random.randint(5, 14))}
        listed = ", ".join(f"{name} ({random.choice(BODIES).format(place)})" for name in sorted(people))
        day = f"{random.randint(1, 28)} mars {random.randint(2015, 2024)}"
        text = f"Compte rendu de la réunion du bassin de {place}\n{day}\n\nPrésents : {listed}\n\n{index}. {filler}\n"
        (folder / f"cr-{index:05d}.txt").write_text(text, "utf-8")


def run(words: list[str], environment: dict[str, str]) -> tuple[float, float, dict[str, object]]:
    """Seconds, peak MB and report of one `maillage` command in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "maillage.cli", *words], env=environment, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(done.stderr)
    peak = max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024
    return seconds, peak, json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=HERE.parent.parent / "shared" / "data" / "assemblee")
    parser.add_argument("--generated", type=int)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        environment = {**os.environ, "MAILLAGE_CACHE": str(work / "cache")}
        if options.generated:
            generate(work / "records", options.generated)
            words = ["-C", str(work / "p"), "load", str(work / "records"), "--format", "json"]
            rows, what = options.generated, "records"
        else:
            table = options.folder / "attendance.csv.gz"
            words = ["-C", str(work / "p"), "load", str(table), "--mapping", str(HERE / "assemblee.toml"), "--format", "json"]
            rows, what = 105_978, "rows"
        first, peak, report = run(words, environment)
        nodes, links = report["nodes"], report["relationships"]
        print(f"first load  {first:7.1f} s  {rows / first:8.0f} {what}/s  {peak:6.0f} MB  nodes {nodes}  links {links}")
        second, _, again = run(words, environment)
        writes = sum(again["nodes"].values()) + sum(again["relationships"].values())  # type: ignore[attr-defined]
        print(
            f"reload      {second:7.2f} s  {100 * second / first:.2f} % of the first load (limit 2 %)  {writes} writes (limit 0)"
        )


if __name__ == "__main__":
    main()
