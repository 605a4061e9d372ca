"""Measure the reading of attendance lists: `python -m maillage.benchmarks.blocks` is not needed, run this file.

Prints, for each batch of `../shared/gold/blocks` beside the checkout, people, represented pairs and status (precision, recall, F),
and blocks read wholly right. With `--errors` the rows that are wrong, with `--calibration` how often rows of each confidence are
right. The figures are those of the scorer beside the batches.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from pathlib import Path

from maillage.graph.names import fold
from maillage.loaders.document import Document
from maillage.loaders.extraction.attendance import AttendanceReading, read_attendance
from maillage.loaders.readers import read

ROOT = Path(__file__).resolve().parents[2] / "shared" / "gold" / "blocks"
STOP = frozenset(["de", "du", "des", "la", "le", "les", "l", "d", "et", "en", "m", "mme", "mr", "monsieur", "madame"])
STATUS = {"present": "p", "excused": "e", "absent": "a"}


def document_of(path: Path) -> Document:
    """The only document of a text file."""
    document = next(iter(read(path)))
    if not isinstance(document, Document):
        raise document
    return document


def words(text: str) -> frozenset[str]:
    return frozenset(w for w in fold(text).split() if w not in STOP)


def same(a: str, b: str) -> bool:
    left, right = words(a), words(b)
    return bool(left and right) and (left <= right or right <= left)


def gold_rows(path: Path) -> list[tuple[str, list[str], str]]:
    rows = []
    for line in path.read_text("utf-8").splitlines():
        if "|" in line:
            name, bodies, status = ([*line.split("|"), "", "p"])[:3]
            rows.append((name, [b.strip() for b in bodies.split(";") if b.strip()], status.strip() or "p"))
    return rows


class Score:
    def __init__(self) -> None:
        self.people = [0, 0, 0]
        self.pairs = [0, 0, 0]
        self.status = [0, 0]
        self.whole = self.blocks = 0
        self.seconds = 0.0
        self.calibration: dict[float, list[int]] = defaultdict(lambda: [0, 0])
        self.pair_calibration: dict[float, list[int]] = defaultdict(lambda: [0, 0])

    def add(
        self, gold: list[tuple[str, list[str], str]], reading: AttendanceReading, errors: list[str] | None, block: str
    ) -> None:
        left = [r for r in reading.rows if r.kind == "person"]
        before = ([*self.people[1:]], [*self.pairs[1:]])
        for name, bodies, state in gold:
            row = next((r for r in left if words(r.name) == words(name)), None)
            sure = [b for b in bodies if not b.endswith("?")]
            if row is None:
                self.people[2] += 1
                self.pairs[2] += len(sure)
                if errors is not None:
                    errors.append(f"{block}: missed {name} {bodies} {state}")
                continue
            left.remove(row)
            self.people[0] += 1
            right = STATUS.get(row.presence, "?") == state
            self.status[0] += right
            self.status[1] += 1
            self.calibration[row.confidence][0] += right
            self.calibration[row.confidence][1] += 1
            free = [b.name for b in row.bodies]
            wrong = not right
            for body in sure:
                hit = next((b for b in free if same(body, b)), None)
                if hit is None:
                    self.pairs[2] += 1
                    wrong = True
                else:
                    free.remove(hit)
                    self.pairs[0] += 1
            alarms = len(free) if sure and len(sure) == len(bodies) else 0
            self.pairs[1] += alarms
            if (wrong or alarms) and errors is not None:
                errors.append(
                    f"{block}: {name} gold {bodies} {state} read {[b.name for b in row.bodies]} {row.presence} ({row.rule})"
                )
        self.people[1] += len(left)
        for row in left:
            self.calibration[row.confidence][1] += 1
            if errors is not None:
                errors.append(
                    f"{block}: alarm {row.name} {[b.name for b in row.bodies]} {row.presence} ({row.rule} {row.confidence})"
                )
        self.blocks += 1
        self.whole += before == (self.people[1:], self.pairs[1:])

    def __str__(self) -> str:
        return (
            f"people {measure(self.people)}  represented {measure(self.pairs)}  status {self.status[0]}/{self.status[1]}"
            f"  blocks wholly right {self.whole}/{self.blocks}  {self.seconds / max(1, self.blocks) * 1000:.0f} ms a block"
        )


def measure(counts: list[int]) -> str:
    right, alarms, missed = counts
    p, r = right / max(1, right + alarms), right / max(1, right + missed)
    return f"P {p:.3f} R {r:.3f} F {2 * p * r / max(1e-9, p + r):.3f} ({right}/{alarms}/{missed})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--calibration", action="store_true")
    parser.add_argument("--root", type=Path, default=ROOT, help="folder with one sub-folder a batch")
    options = parser.parse_args()
    if not options.root.is_dir():
        raise SystemExit(f"no blocks at {options.root}")
    total = Score()
    for batch in sorted(p for p in options.root.iterdir() if p.is_dir()):
        score = Score()
        errors: list[str] | None = [] if options.errors else None
        for path in sorted(batch.glob("*.gold")):
            document = document_of(path.with_suffix(".txt"))
            begin = time.perf_counter()
            reading = read_attendance(document)
            spent = time.perf_counter() - begin
            for one in (score, total):
                one.seconds += spent
                one.add(gold_rows(path), reading, errors if one is score else None, f"{batch.name}/{path.stem}")
        print(f"{batch.name}: {score}")
        for error in errors or ():
            print("   ", error)
    print(f"all: {total}")
    if options.calibration:
        print("confidence: rows, right")
        for value in sorted(total.calibration, reverse=True):
            right, rows = total.calibration[value]
            print(f"  {value:.2f}: {rows:4d} {right / rows:.3f}")


if __name__ == "__main__":
    main()
