"""Train the token labeller of attendance lists and measure it.

    python benchmarks/labeller.py train [--write]     weights from made-up layouts and labelled lists; --write keeps them
    python benchmarks/labeller.py left-out            each batch of ../shared/gold/blocks read by a labeller that has not seen it

Needs python-crfsuite (MIT), which the program itself does not: it tags in plain Python.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pycrfsuite

sys.path.insert(0, str(Path(__file__).parent))

import synthetic_lists
from blocks import ROOT, Score, document_of, gold_rows, measure, words

from maillage.loaders.extraction.attendance import guesses, read_attendance, second_reader
from maillage.loaders.extraction.attendance.items import Item
from maillage.loaders.extraction.attendance.labels import LABELS, Labeller, ReadLine, describe, labeller_of
from maillage.loaders.extraction.attendance.layout import lines_of
from maillage.loaders.extraction.attendance.lines import ListLine, read_items
from maillage.loaders.extraction.attendance.pieces import parse
from maillage.loaders.extraction.attendance.tokens import tokenise

PACKAGE = "maillage.loaders.extraction.attendance"
SEED = 20
LISTS = 40
"""Made-up lists a family; more do not help."""
REAL = 3
"""Times a labelled line counts."""
PARAMETERS = {"c1": 0.3, "c2": 0.05, "max_iterations": 120, "feature.minfreq": 3}
WEIGHTS = Path(__file__).resolve().parents[1] / "loaders" / "extraction" / "attendance" / "labels.json"
LAYOUTS = Path(__file__).resolve().parents[1] / "tests" / "loaders" / "extraction" / "attendance" / "layouts"
KINDS = {"person": "PER", "body": "ORG", "idem": "ORG", "role": "ROLE", "unnamed": "ROLE", "mark": "MARK", "link": "LINK"}

NAMED = {"PER": "person", "ORG": "body", "ROLE": "role"}

Sample = tuple[list[list[str]], list[str]]


def made_up(seed: int = SEED, families: Iterable[str] = synthetic_lists.FAMILIES) -> list[Sample]:
    """Labelled lines of made-up lists."""
    draw = random.Random(seed)
    samples: list[Sample] = []
    for family in families:
        for _ in range(LISTS):
            lines: list[ReadLine] = []
            labels: list[list[str]] = []
            for pieces in synthetic_lists.make_list(family, draw):
                text = "".join(piece for piece, _ in pieces)
                tokens = tokenise(text)
                ends, at = [], 0
                for piece, label in pieces:
                    at += len(piece)
                    ends.append((at, label))
                lines.append((tokens, parse(tokens, text)))
                labels.append([next(label for end, label in ends if token.start < end) for token in tokens])
            samples.extend(zip(describe(lines), labels, strict=True))
    return samples


def block_lines(path: Path) -> list[ReadLine]:
    """Tokens and items of the lines of a block."""
    document = document_of(path)
    out: list[ReadLine] = []
    for line in lines_of(document):
        if not line.blank:
            piece = document.text[line.span.start : line.span.end]
            out.append((tokenise(piece, line.span.start), read_items(line, document.text)))
    return out


def labelled_block(path: Path) -> list[Sample]:
    """The lines of a block of the gold: names and bodies as its annotation has them, the rest as the grammar reads it."""
    names, bodies = [], []
    for name, paired, _ in gold_rows(path.with_suffix(".gold")):
        names.append(words(name))
        bodies.extend(words(body.rstrip("?")) for body in paired)
    lines = block_lines(path)
    samples = []
    for (tokens, items), features in zip(lines, describe(lines), strict=True):
        label = {word.start: KINDS.get(item.kind, "O") for item in items for word in item.words if word.kind != "title"}
        for item in items:
            if item.kind in ("person", "unknown", "body"):
                said = words(" ".join(t.text for t in item.words))
                if said in names:
                    kind = "PER"
                elif any(said <= body for body in bodies if said):
                    kind = "ORG"
                else:
                    continue
                label.update({word.start: kind for word in item.words})
        if label:
            samples.append((features, [label.get(token.start, "O") for token in tokens]))
    return samples


def train(samples: Sequence[Sample]) -> Labeller:
    """A labeller trained on `samples`; the same one for the same samples."""
    return labeller_of(train_weights(samples))


def tagger_of(trainer: pycrfsuite.Trainer) -> pycrfsuite.Tagger:
    """The library's tagger for what the trainer was given."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)  # reads the whole file; `open_inmemory` keeps no hold of the bytes it is given
    return tagger


def train_weights(samples: Sequence[Sample]) -> dict[str, object]:
    """Weights in the form that the package keeps: small ones dropped, two decimals."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=PARAMETERS, verbose=False)
    for features, labels in samples:
        trainer.append(features, labels)
    states: dict[str, list[tuple[int, float]]] = {}
    steps = [[0.0] * len(LABELS) for _ in LABELS]
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as dump:
        tagger_of(trainer).dump(dump.name)
        for line in dump:  # « (1) feature --> LABEL: 0.5 », « (1) LABEL --> LABEL: 0.5 »; a pruned feature is written « (null) »
            found = re.match(r"\s+\((\d+)\) (.+) --> (\w+): (-?[\d.]+)$", line)
            if found is None or found[2] == "(null)":
                continue
            weight = round(float(found[4]), 2)
            if found[2] in LABELS:
                steps[LABELS.index(found[2])][LABELS.index(found[3])] = weight
            elif abs(weight) >= 0.02:
                states.setdefault(found[2], []).append((LABELS.index(found[3]), weight))
    states = {feature: sorted(pairs) for feature, pairs in sorted(states.items())}
    return {"labels": list(LABELS), "states": states, "steps": steps}


class Relabelled:
    """`read_items` with the labels of a model in the place of what the grammar says: how far the labels alone go."""

    def __init__(self, model: Labeller, path: Path) -> None:
        lines = block_lines(path)
        self.labels: dict[int, str] = {}
        for (tokens, _), features in zip(lines, describe(lines), strict=True):
            self.labels.update((token.start, label.name) for token, label in zip(tokens, model.label(features), strict=True))

    def __call__(self, line: ListLine, text: str) -> list[Item]:
        if line.items:
            return line.items
        out: list[Item] = []
        for item in read_items(line, text):
            names = [self.labels.get(word.start, "") for word in item.words]
            if item.kind not in ("person", "body", "unknown", "role") or not set(names) <= set(NAMED):
                out.append(item)
                continue
            for first in (k for k in range(len(names)) if not k or names[k] != names[k - 1]):
                last = next((k for k in range(first, len(names)) if names[k] != names[first]), len(names))
                extra = {"of_role": 1} if first and names[first] == "ORG" and names[first - 1] == "ROLE" else {}
                title, plural = (item.title, item.plural) if first == 0 else ("", False)
                out.append(
                    Item(NAMED[names[first]], item.words[first:last], item.depth, False, title, plural, count=1, extra=extra)
                )
        line.items[:] = out
        return line.items


@contextmanager
def reading_with(way: str, model: Labeller, path: Path) -> Iterator[None]:
    """Attendance read by the grammar alone, by the labels alone, or by both."""
    users = [
        importlib.import_module(f"{PACKAGE}.{name}")
        for name in ("reading", "labelled", "table_lists", "blocks", "sight", "cells", "state_columns")
    ]
    sure, known = guesses.SURE, second_reader.labeller
    guesses.SURE = sure if way == "both" else 2.0
    second_reader.labeller = lambda: model
    reader = Relabelled(model, path) if way == "labels" else read_items
    for user in users:
        user.read_items = reader
    try:
        yield
    finally:
        guesses.SURE, second_reader.labeller = sure, known
        for user in users:
            user.read_items = read_items


def left_out() -> None:
    synthetic = made_up()
    batches = {folder.name: sorted(folder.glob("*.txt")) for folder in sorted(ROOT.iterdir()) if folder.is_dir()}
    batches["layouts"] = sorted(LAYOUTS.glob("*.txt"))
    samples = {name: [s for path in paths for s in labelled_block(path)] for name, paths in batches.items()}
    for name, paths in batches.items():
        model = train([*synthetic, *[s for other, more in samples.items() if other != name for s in more] * REAL])
        for way in ("grammar", "labels", "both"):
            result = Score()
            for path in paths:
                with reading_with(way, model, path):
                    result.add(gold_rows(path.with_suffix(".gold")), read_attendance(document_of(path)), None, path.stem)
            print(f"{name:8} {way:8} people {measure(result.people)}  represented {measure(result.pairs)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=["train", "left-out"])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.task == "left-out":
        left_out()
        return
    real = [s for path in (*sorted(ROOT.glob("*/*.txt")), *sorted(LAYOUTS.glob("*.txt"))) for s in labelled_block(path)]
    weights = train_weights([*made_up(), *real * REAL])
    text = json.dumps(weights, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    print(f"{len(weights['states'])} features, {len(text) // 1000} kB")  # type: ignore[arg-type]
    if options.write:
        WEIGHTS.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
