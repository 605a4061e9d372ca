"""Who has met in the parliamentary set, against figures computed by other means: `python benchmarks/assemblee.py [FOLDER]`.

FOLDER holds attendance.csv.gz and meetings.csv.gz (default: ../shared/data/assemblee). Loads the set into an embedded store, asks
`never-met --people --all` for four committees (members, pairs, pairs without a meeting) and counts the pairs met over all people, then
counts the same in plain Python from the rows. Exit status 1 when a figure differs.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
import tempfile
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path

from maillage.graph import project as projects
from maillage.graph.store import open_store
from maillage.loaders.load import load
from maillage.queries import run
from maillage.queries.gathering import gather
from maillage.queries.meetings import meetings_of_pairs
from maillage.queries.views import Reader

HERE = Path(__file__).parent
COMMITTEES = {"PO870844": (28, 378, 294), "PO865164": (36, 630, 208), "PO848581": (33, 528, 225), "PO872476": (30, 435, 256)}
PAIRS_MET = 104_316
OFF = ("Annulé", "Supprimé", "Eventuel")


def plain(folder: Path) -> tuple[dict[str, tuple[int, int, int]], int]:
    """The same figures from the rows themselves: held meetings, « présent » winning over other rows of one person."""
    held: dict[str, str] = {}
    for row in _rows(folder / "meetings.csv.gz"):
        if row["state"] not in OFF:
            held[row["meeting_id"]] = row["organ_id"]
    present: dict[str, set[str]] = defaultdict(set)
    named: dict[str, set[str]] = defaultdict(set)
    for row in _rows(folder / "attendance.csv.gz"):
        if row["meeting_id"] in held:
            named[row["meeting_id"]].add(row["person_id"])
            if row["status"] == "présent":
                present[row["meeting_id"]].add(row["person_id"])
    met = {pair for people in present.values() for pair in combinations(sorted(people), 2)}
    found = {}
    for committee in COMMITTEES:
        ours = [meeting for meeting, organ in held.items() if organ == committee]
        members = {person for meeting in ours for person in named[meeting]}
        together = {pair for meeting in ours for pair in combinations(sorted(present[meeting]), 2)}
        pairs = len(members) * (len(members) - 1) // 2
        found[committee] = (len(members), pairs, pairs - len(together))
    return found, len(met)


def _rows(path: Path) -> csv.DictReader[str]:
    text = re.sub(r"\r(?!\n)", " ", gzip.decompress(path.read_bytes()).decode("utf-8-sig"))
    return csv.DictReader(io.StringIO(text, newline=""))


def main(folder: Path) -> int:
    counted, pairs_counted = plain(folder)
    wrong = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        project = projects.create(Path(name) / "p")
        where = str(Path(name) / "graph")
        load(project, [folder / "attendance.csv.gz"], lambda: open_store(where), where, mapping=HERE / "assemblee.toml")
        with open_store(where) as store:
            for committee, expected in COMMITTEES.items():
                begun = time.perf_counter()
                data = run(store, "never-met", {"scope": committee, "people": True, "all": True}, "en").data
                seconds = time.perf_counter() - begun
                figures = (len(data["partners"]), len(data["pairs"]), sum(pair["meetings"] == 0 for pair in data["pairs"]))
                wrong += figures != expected or counted[committee] != expected
                said = f"members, pairs, without a meeting: {figures}"
                print(f"{committee}  {said}  plain Python {counted[committee]}  expected {expected}  {seconds:.2f} s")
            found = gather(Reader(store), None)
            there = found.there(True)
            met = meetings_of_pairs(there, {person for people in there.values() for person in people})
            people = {naming.actor for naming in found.namings if naming.person}
            wrong += len(met) != PAIRS_MET or pairs_counted != PAIRS_MET
            print(f"all {len(people)} people: {len(met)} pairs met  plain Python {pairs_counted}  expected {PAIRS_MET}")
    return 1 if wrong else 0


if __name__ == "__main__":
    default = HERE.parent.parent / "shared" / "data" / "assemblee"
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else default))
