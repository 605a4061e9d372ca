"""Speed and memory of reading: a hundred invented records of 5 kB in two processes, start included.

    python benchmarks/reading.py [HOW_MANY]

Prints seconds for all, seconds a record after the start, and the largest memory of a process. Targets: 100 records < 60 s on two cores,
≤ 0.5 s a record, < 500 MB.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GIVEN = ("Jeanne", "Luc", "Odile", "Paul", "Nadia", "Hervé", "Inès", "Yannick", "Sophie", "Malik")
FAMILY = ("Morvan", "Ferrand", "Kerbrat", "Vasseur", "Benali", "Lemoine", "Rouvier", "Bost", "Delmas", "Traoré")
BODIES = (
    "Pôle emploi Dinan",
    "Mission locale du Val",
    "CCI du Cher",
    "DRAC",
    "CPTS Sud",
    "lycée Jean-Zay",
    "association Les Quatre Vents",
)
SENTENCES = (
    "{a} rappelle que la convention entre {x} et {y} a été signée le {d} mars 2021 à Dinan.",
    "{x} organise une journée portes ouvertes le {d} juin 2021 avec {y}, à Guingamp.",
    "{a} transmettra le bilan à {b} avant le {d} mai 2021.",
    "Il est décidé de créer un groupe de travail sur le logement des jeunes, animé par {x}.",
    "La fréquentation a augmenté de {d} % depuis l'ouverture, surtout le mercredi et le samedi après-midi.",
)
WORK = """
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from maillage.loaders.load import read_file
if __name__ == "__main__":
    files = sorted(Path(sys.argv[1]).glob("*.txt"))
    with ProcessPoolExecutor(2) as pool:
        readings = list(pool.map(read_file, map(str, files), [f.name for f in files], [""] * len(files)))
    print(sum(len(reading.records) for reading in readings))
"""


def text(seed: int) -> str:
    """An invented record of about 5 kB."""
    draw = random.Random(seed)
    person = lambda: f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}"  # noqa: E731
    lines = [
        f"Compte rendu du comité de suivi n° {seed}",
        f"Mardi {draw.randint(1, 28)} février 2021, mairie de Dinan",
        "",
        "Présents :",
    ]
    lines += [f"- {person()}, {draw.choice(BODIES)}" for _ in range(14)]
    lines.append("")
    while sum(map(len, lines)) < 5000:
        made = draw.choice(SENTENCES).format(
            a=person(), b=person(), x=draw.choice(BODIES), y=draw.choice(BODIES), d=draw.randint(2, 28)
        )
        lines.append(made)
    return "\n".join(lines) + "\n"


def main(how_many: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "work.py")
        script.write_text(WORK, "utf-8")
        spent = {}
        for count in (2, how_many):
            sources = Path(folder, str(count))
            sources.mkdir()
            for number in range(count):
                Path(sources, f"{number:03}.txt").write_text(text(number), "utf-8")
            started = time.perf_counter()
            subprocess.run([sys.executable, str(script), str(sources)], check=True, stdout=subprocess.DEVNULL)
            spent[count] = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    each = 2 * (spent[how_many] - spent[2]) / max(1, how_many - 2)
    print(f"{how_many} records of 5 kB: {spent[how_many]:.1f} s in two processes, start {spent[2]:.1f} s")
    print(f"{each:.3f} s a record and process after the start, largest process {peak:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
