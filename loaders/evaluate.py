"""How well extraction reads annotated records: figures by kind, by record, calibration of confidence, failures with their sentences."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..graph.errors import SourceError
from ..graph.gold import to_gold
from ..graph.record import Record
from .extraction import extract
from .readers import read
from .scoring import NODES, Count, score, totals

SUFFIXES = (".txt", ".md", ".docx", ".odt", ".rtf", ".doc", ".pdf", ".html", ".eml", ".csv", ".xlsx")
BANDS = ((0.0, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01))


@dataclass(frozen=True)
class Failure:
    """One false alarm or miss. `sentence` is where a false alarm was read; empty for a miss whose words are not known."""

    record: str
    kind: str
    what: str
    missed: bool
    sentence: str = ""


@dataclass(frozen=True)
class Calibration:
    """Facts given with a confidence in [low, high): how many, and how many of them are right."""

    low: float
    high: float
    given: int
    right: int


@dataclass(frozen=True)
class Report:
    """Outcome of `evaluate`. `kinds` holds counts by kind over all records, `records` nodes and links of each, `families` the same by
    kind of record (minutes, article, …)."""

    kinds: Mapping[str, Count]
    records: Mapping[str, tuple[Count, Count]]
    families: Mapping[str, tuple[Count, Count]]
    nodes: Count
    links: Count
    failures: tuple[Failure, ...]
    calibration: tuple[Calibration, ...]

    def as_json(self) -> dict[str, Any]:
        """The figures as plain values: precision, recall, F1 by kind and by record."""

        def figures(count: Count) -> dict[str, float | int]:
            return {
                "right": count.right,
                "alarms": len(count.alarms),
                "misses": len(count.misses),
                "precision": round(count.precision, 4),
                "recall": round(count.recall, 4),
                "f1": round(count.f1, 4),
            }

        def both(pair: tuple[Count, Count]) -> dict[str, Any]:
            return {"nodes": figures(pair[0]), "links": figures(pair[1])}

        return {
            "nodes": figures(self.nodes),
            "links": figures(self.links),
            "kinds": {kind: figures(count) for kind, count in self.kinds.items()},
            "records": {name: both(pair) for name, pair in self.records.items()},
            "families": {name: both(pair) for name, pair in self.families.items()},
            "calibration": [{"from": c.low, "to": c.high, "given": c.given, "right": c.right} for c in self.calibration],
            "failures": [vars(failure) for failure in self.failures],
        }


def evaluate(directory: str | Path) -> Report:
    """Read every annotated record of `directory` (NAME.json in gold/1 beside its source NAME.txt, .docx, …) and compare.

    Raises SourceError when the folder holds no annotated record with its source.
    """
    folder = Path(directory)
    kinds: dict[str, Count] = defaultdict(Count)
    records: dict[str, tuple[Count, Count]] = {}
    families: dict[str, tuple[Count, Count]] = defaultdict(lambda: (Count(), Count()))
    failures: list[Failure] = []
    bands = {band: [0, 0] for band in BANDS}
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        source = next((path.with_suffix(suffix) for suffix in SUFFIXES if path.with_suffix(suffix).exists()), None)
        if not isinstance(gold, dict) or gold.get("format") != "gold/1" or source is None:
            continue
        record = read_record(source)
        predicted = to_gold(record)
        counts = score(gold, predicted)
        for kind, count in counts.items():
            kinds[kind].add(count)
        records[path.stem] = totals(counts)
        for total, count in zip(families[record.kind], records[path.stem], strict=True):
            total.add(count)
        failures.extend(_failures(path.stem, record, counts))
        _calibrate(bands, record, counts)
    if not records:
        raise SourceError(
            str(directory),
            "no annotated record (NAME.json in gold/1 beside NAME.txt).",
            "aucun compte rendu annoté (NOM.json au format gold/1 à côté de NOM.txt).",
        )
    nodes, links = totals(kinds)
    calibration = tuple(Calibration(low, min(high, 1.0), given, right) for (low, high), (given, right) in bands.items())
    return Report(dict(kinds), records, dict(families), nodes, links, tuple(failures), calibration)


def read_record(path: Path) -> Record:
    """The record of the first document of a file. Raises SourceError when it cannot be read."""
    document = next(iter(read(path)))
    if isinstance(document, SourceError):
        raise document
    return extract(document, path=path.name)


def _items(record: Record) -> dict[str, dict[str, Any]]:
    """Kind of node → label in the scores → item."""
    return {
        group: {getattr(item, "name", None) or item.title: item for item in getattr(record, group) if not item.optional}
        for group in NODES
    }


def _failures(name: str, record: Record, counts: Mapping[str, Count]) -> list[Failure]:
    items = _items(record)
    links = {(link.start, link.end): link for link in record.links if not link.optional}
    found = []
    for kind, count in counts.items():
        for what in count.alarms:
            item: Any = items.get(kind, {}).get(what) or links.get((what.partition(" -> ")[0], what.partition(" -> ")[2]))
            found.append(Failure(name, kind, what, False, item.evidence.quote if item else ""))
        found.extend(Failure(name, kind, what, True) for what in count.misses)
    return found


def _calibrate(bands: Mapping[tuple[float, float], list[int]], record: Record, counts: Mapping[str, Count]) -> None:
    for group, items in _items(record).items():
        wrong = set(counts[group].alarms)
        for label, item in items.items():
            if getattr(item, "kind", "") == "theme":
                continue
            for (low, high), tally in bands.items():
                if low <= item.evidence.confidence < high:
                    tally[0] += 1
                    tally[1] += label not in wrong
    alarms = {what for kind, count in counts.items() if kind.startswith("- ") for what in count.alarms}
    for link in record.links:
        if link.optional or link.type not in ("represented", "held_in", "concerns", "acts_for"):
            continue
        for (low, high), tally in bands.items():
            if low <= link.evidence.confidence < high:
                tally[0] += 1
                tally[1] += f"{link.start} -> {link.end}" not in alarms
