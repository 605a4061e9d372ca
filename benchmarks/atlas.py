"""How long the atlas of the parliamentary set takes: `python benchmarks/atlas.py [FOLDER] [--store GRAPH]`.

FOLDER holds attendance.csv.gz and meetings.csv.gz (default: ../shared/data/assemblee: 830 people, 324 committees, 4,601 meetings). They
are loaded into an embedded store first, which takes a minute and is not counted; --store keeps it, or takes the one that is there. The
atlas is built for each audience, then again with nothing changed, then with every page looked at again. Exit status 1 when a first
build takes more than 60 s. Wall-clock seconds are those of a machine that does nothing else; the seconds of the processor stand beside
them.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

from maillage.graph import project as projects
from maillage.graph.audience import Audience
from maillage.graph.store import open_store
from maillage.loaders.load import load
from maillage.visualisations.atlas import build

HERE = Path(__file__).parent
SECONDS = 60.0
AUDIENCES: tuple[Audience, ...] = ("organisations", "roles", "names")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=HERE.parent.parent / "shared" / "data" / "assemblee")
    parser.add_argument("--store", type=Path, help="folder of the database")
    given = parser.parse_args()
    late = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        where = str(given.store or Path(name) / "graph")
        if not Path(where).exists():
            project = projects.create(Path(name) / "p")
            load(project, [given.folder / "attendance.csv.gz"], lambda: open_store(where), where, mapping=HERE / "assemblee.toml")
        with open_store(where) as store:
            print(
                f"{'audience':<15}{'build':<12}{'pages':>7}{'written':>9}{'seconds (60)':>14}{'processor':>11}{'MB':>7}",
                flush=True,
            )
            for audience in AUDIENCES:
                root = Path(name) / audience
                for kind, afresh in (("first", False), ("unchanged", False), ("all again", True)):
                    begun, spent = time.perf_counter(), time.process_time()
                    built = build(store, root, title="Assemblée", audience=audience, afresh=afresh)
                    seconds, processor = time.perf_counter() - begun, time.process_time() - spent
                    late += kind == "first" and seconds > SECONDS
                    size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) / 1e6
                    files = built.written.new + built.written.changed
                    print(
                        f"{audience:<15}{kind:<12}{built.pages:>7}{files:>9}{seconds:>14.1f}{processor:>11.1f}{size:>7.0f}",
                        flush=True,
                    )
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
