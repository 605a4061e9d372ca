"""Figures of extraction on folders of annotated records.

    python benchmarks/extraction.py [FOLDER …]

Without a folder: `seeds` and `varied` of ../shared/gold beside the checkout, where present. Prints nodes and links of each record, the
kinds over all, the calibration of confidence and the time a record takes.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from maillage.loaders.evaluate import evaluate
from maillage.loaders.scoring import Count

DEFAULT = [Path(__file__).resolve().parents[2] / "shared" / "gold" / name for name in ("seeds", "varied")]


def line(name: str, count: Count) -> str:
    counts = f"right {count.right:4} alarms {len(count.alarms):4} missed {len(count.misses):4}"
    return f"{name:22} {counts}  P {count.precision:.3f}  R {count.recall:.3f}  F1 {count.f1:.3f}"


def main(folders: list[Path]) -> None:
    for folder in folders:
        if not folder.is_dir():
            print(f"{folder}: not there, skipped")
            continue
        started = time.perf_counter()
        report = evaluate(folder)
        spent = time.perf_counter() - started
        print(f"== {folder} ({len(report.records)} records, {spent / len(report.records):.2f} s each)")
        for name, (nodes, links) in report.records.items():
            print(
                f"{name[:44]:44} nodes P {nodes.precision:.2f} R {nodes.recall:.2f} F1 {nodes.f1:.2f}   "
                f"links P {links.precision:.2f} R {links.recall:.2f} F1 {links.f1:.2f}"
            )
        for kind, count in report.kinds.items():
            print(line(kind, count))
        print(line("ALL nodes", report.nodes))
        print(line("ALL links", report.links))
        for family, (nodes, links) in sorted(report.families.items()):
            print(f"by kind of record: {family:18} nodes F1 {nodes.f1:.3f}   links F1 {links.f1:.3f}")
        for band in report.calibration:
            share = band.right / band.given if band.given else 0.0
            print(f"confidence {band.low:.1f}-{band.high:.1f}: {band.given:4} given, {share:.2f} right")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]] or DEFAULT)
