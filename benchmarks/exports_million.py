"""Memory of exporting a million relationships: `python benchmarks/exports_million.py [RELATIONSHIPS] [FORM …]`.

A made-up graph (10,000 people, 2,000 bodies, 30,000 meetings) is streamed into each form in a process of its own; printed are the
seconds, the size and the most memory that the process held (VmHWM of the kernel; Linux). Exit status 1 above 500 MB. The Word
document is left out: it refuses more than 5,000 structures and people.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from maillage.graph.exports import FORMS, write
from maillage.graph.exports.source import Source
from maillage.graph.model import Node, Relationship

MOST = 500
"""Megabytes."""
PEOPLE, BODIES, MEETINGS = 10_000, 2_000, 30_000
MANY = 1_000_000


def made(relationships: int) -> Source:
    """The graph, each time from the beginning."""

    def nodes() -> Iterator[Node]:
        for n in range(BODIES):
            yield Node(
                f"o{n}", ("Actor", "Organisation"), {"name": f"Structure {n}", "name_key": f"structure {n}", "level": "body"}
            )
        for n in range(PEOPLE):
            yield Node(f"p{n}", ("Actor", "Person"), {"name": f"Prénom Nom{n}", "name_key": f"prenom nom{n}"})
        for n in range(MEETINGS):
            day = date(2015, 1, 1) + timedelta(days=n % 3650)
            given = {"date": day.isoformat(), "earliest": day, "latest": day, "status": "held", "kind": "meeting"}
            yield Node(f"e{n}", ("Event",), {"name": f"Réunion {n}", "name_key": f"reunion {n}", **given})

    def links() -> Iterator[Relationship]:
        for n in range(PEOPLE):
            said = {"quote": f"Prénom Nom{n}, Structure {n % BODIES}", "record": "compte-rendu.docx", "sources": 3}
            yield Relationship(f"fr{n}", "REPRESENTED", f"p{n}", f"o{n % BODIES}", {**said, "role": f"fonction {n % 50}"})
        for n in range(relationships - PEOPLE):
            who = n * 7919 % PEOPLE
            said = {"quote": f"Présents : Prénom Nom{who}", "record": f"compte-rendu {n % MEETINGS}.docx", "sources": 1}
            yield Relationship(
                f"fa{n}", "ATTENDED", f"p{who}", f"e{n % MEETINGS}", {**said, "on_behalf_of": [f"o{who % BODIES}"]}
            )

    return Source("million", nodes, links)


def one(form: str, relationships: int, folder: Path) -> None:
    """Write one form and print its line."""
    target = folder / f"out{FORMS[form]}"
    begun = time.perf_counter()
    write(form, made(relationships), target)
    seconds = time.perf_counter() - begun
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("utf-8"))
    assert peak is not None
    size = sum(file.stat().st_size for file in (target.rglob("*") if target.is_dir() else [target]) if file.is_file()) / 1e6
    print(f"{form:<11}{int(peak[1]) / 1024:7.0f} MB of memory  {size:7.0f} MB written  {seconds:6.0f} s", flush=True)


def main(relationships: int, forms: list[str]) -> int:
    wrong = 0
    for form in forms:
        with tempfile.TemporaryDirectory() as folder:
            words = [sys.executable, __file__, str(relationships), form, folder]
            said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
            print(said, end="", flush=True)
            wrong += int(said.split()[1]) > MOST
    return 1 if wrong else 0


if __name__ == "__main__":
    words = sys.argv[1:]
    count = int(words.pop(0)) if words and words[0].isdigit() else MANY
    if len(words) == 2 and words[0] in FORMS and Path(words[1]).is_dir():
        one(words[0], count, Path(words[1]))
    else:
        sys.exit(main(count, words or [form for form in sorted(FORMS) if form != "docx"]))
