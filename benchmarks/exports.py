"""Every export of the parliamentary set, read back by the libraries of its users: `python benchmarks/exports.py [FOLDER] [FORM …]`.

FOLDER holds attendance.csv.gz and meetings.csv.gz (default: ../shared/data/assemblee). Loads the set into an embedded store, writes each
form, reads it again (`tests/read_back.py`: networkx, openpyxl, python-docx, rdflib, icalendar, followthemoney where it is installed) and
prints the counts, the size and the seconds of writing and reading. Each form is read in a process of its own: rdflib holds up to
8 GB of this graph, and gives little of it back. Exit status 1 when counts or names differ.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from read_back import READERS, Found, collected, differences, expected  # noqa: E402

from maillage.graph import project as projects  # noqa: E402
from maillage.graph.exports import FORMS, write  # noqa: E402
from maillage.graph.store import open_store  # noqa: E402
from maillage.loaders.load import load  # noqa: E402
from maillage.queries.stream import source  # noqa: E402


def again(form: str, target: Path) -> Found:
    return READERS[form](target)


def main(folder: Path, forms: list[str]) -> int:
    wrong = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        project = projects.create(Path(name) / "p")
        where = str(Path(name) / "graph")
        load(project, [folder / "attendance.csv.gz"], lambda: open_store(where), where, mapping=HERE / "assemblee.toml")
        with open_store(where) as store:
            found = source(store)
            whole = collected(found)
            print(f"{len(whole.nodes)} nodes, {len(whole.relationships)} relationships")
            for form in forms:
                target = Path(name) / f"out-{form}{FORMS[form]}"
                begun = time.perf_counter()
                write(form, found, target, "en")
                written = time.perf_counter()
                with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
                    back = apart.submit(again, form, target).result()
                read = time.perf_counter()
                said = differences(form, expected(whole, form), back)
                wrong += bool(said)
                files = target.rglob("*") if target.is_dir() else [target]
                size = sum(file.stat().st_size for file in files if file.is_file()) / 1e6
                print(
                    f"{form:<11}{back.nodes:>8} nodes {back.links:>8} links  {size:7.1f} MB  written {written - begun:6.1f} s  "
                    f"read {read - written:6.1f} s  {'; '.join(said) or 'equal'}",
                    flush=True,
                )
    return 1 if wrong else 0


if __name__ == "__main__":
    words = sys.argv[1:]
    given = Path(words.pop(0)) if words and words[0] not in FORMS else HERE.parent.parent / "shared" / "data" / "assemblee"
    sys.exit(main(given, words or sorted(FORMS)))
