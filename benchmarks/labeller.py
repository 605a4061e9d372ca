"""Train the token labeller of attendance lists and measure it.

    python benchmarks/labeller.py train [--write]     weights from made-up layouts and labelled lists; --write keeps them
    python benchmarks/labeller.py left-out            each batch of ../shared/gold/blocks read by a labeller that has not seen it

Needs python-crfsuite (MIT), which the program itself does not: it tags in plain Python.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pycrfsuite

sys.path.insert(0, str(Path(__file__).parent))

import synthetic_lists
from blocks import ROOT, document_of

from maillage.loaders.extraction.attendance.labels import LABELS, Labeller, ReadLine, describe, labeller_of
from maillage.loaders.extraction.attendance.layout import lines_of
from maillage.loaders.extraction.attendance.lines import read_items
from maillage.loaders.extraction.attendance.pieces import parse
from maillage.loaders.extraction.attendance.tokens import tokenise

SEED = 20
LISTS = 40
"""Made-up lists a family; more do not help."""
REAL = 3
"""Times a labelled line counts."""
WEIGHTS = Path(__file__).resolve().parents[1] / "loaders" / "extraction" / "attendance" / "labels.json"
LAYOUTS = Path(__file__).resolve().parents[1] / "tests" / "loaders" / "extraction" / "attendance" / "layouts"
KINDS = {"person": "PER", "body": "ORG", "idem": "ORG", "role": "ROLE", "unnamed": "ROLE", "mark": "MARK", "link": "LINK"}

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
    from blocks import gold_rows, words

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


def train_weights(samples: Sequence[Sample]) -> dict[str, object]:
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.3, "c2": 0.05, "max_iterations": 120, "feature.minfreq": 3})
    for features, labels in samples:
        trainer.append(features, labels)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        dump = tagger.info()
    states: dict[str, list[tuple[int, float]]] = {}
    for (feature, label), weight in sorted(dump.state_features.items()):
        if abs(weight) >= 0.02:
            states.setdefault(feature, []).append((LABELS.index(label), round(weight, 2)))
    steps = [[round(dump.transitions.get((a, b), 0.0), 2) for b in LABELS] for a in LABELS]
    return {"labels": list(LABELS), "states": states, "steps": steps}


def accuracy(model: Labeller, samples: Sequence[Sample]) -> tuple[int, int]:
    """(tokens labelled right, tokens) among names of people and bodies."""
    right = total = 0
    for features, labels in samples:
        for found, label in zip(model.label(features), labels, strict=True):
            if label in ("PER", "ORG"):
                total += 1
                right += found.name == label
    return right, total


def left_out() -> None:
    synthetic = made_up()
    batches = {p.name: [labelled_block(b) for b in sorted(p.glob("*.txt"))] for p in sorted(ROOT.iterdir()) if p.is_dir()}
    for name, blocks in batches.items():
        others = [s for other, more in batches.items() if other != name for block in more for s in block]
        model = train([*synthetic, *others * REAL])
        right, total = accuracy(model, [s for block in blocks for s in block])
        print(f"{name}: words of names and bodies labelled right {right} of {total} ({right / total:.3f})")


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
