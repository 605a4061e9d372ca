from __future__ import annotations

import itertools
import math
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.graph.model import Span
from maillage.loaders.document import Block, Document
from maillage.loaders.extraction.attendance import read_attendance
from maillage.loaders.extraction.attendance.labels import Labeller

BENCHMARKS = Path(__file__).resolve().parents[4] / "benchmarks"
WEIGHT = st.floats(-3, 3)


@given(
    st.lists(st.lists(WEIGHT, min_size=3, max_size=3), min_size=2, max_size=2),
    st.lists(st.lists(WEIGHT, min_size=3, max_size=3), min_size=3, max_size=3),
    st.lists(st.sampled_from([[], ["a"], ["b"], ["a", "b"], ["unknown"]]), min_size=1, max_size=4),
)
@settings(max_examples=60, deadline=None)
def test_probabilities_are_those_of_all_labellings_of_the_line(
    states: list[list[float]], steps: list[list[float]], features: list[list[str]]
) -> None:
    weights = {name: list(enumerate(row)) for name, row in zip("ab", states, strict=True)}
    found = Labeller("XYZ", weights, steps).label(features)
    total, share = 0.0, [[0.0] * 3 for _ in features]
    for labels in itertools.product(range(3), repeat=len(features)):
        score = sum(states["ab".index(f)][k] for k, names in zip(labels, features, strict=True) for f in names if f in "ab")
        score += sum(steps[one][two] for one, two in itertools.pairwise(labels))
        total += math.exp(score)
        for place, label in enumerate(labels):
            share[place][label] += math.exp(score)
    for label, row in zip(found, share, strict=True):
        assert label.probability == pytest.approx(max(row) / total)


def rows(text: str) -> dict[str, list[str]]:
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block("paragraph" if line.strip() else "blank", Span(at, at + len(line))))
        at += len(line) + 1
    reading = read_attendance(Document("list.txt", "text/plain", text, tuple(blocks)))
    return {row.name: [body.name for body in row.bodies] for row in reading.rows}


def test_words_no_list_knows_are_a_body_where_bodies_stand() -> None:
    text = (
        "Étaient présents :\nCorentin Malvoisin et Nora Trouvay, Habitat Nouveau Grand Ouest\nRachida Belhadef, Mission locale du Maine\n"
        "Hamid Oukache, CFA de l'artisanat\nOdile Criquebec, Ville d'Allonnes"
    )
    found = rows(text)
    assert found["Corentin Malvoisin"] == found["Nora Trouvay"] == ["Habitat Nouveau Grand Ouest"]
    assert len(found) == 5


def test_training_gives_the_same_labels_again_and_plain_python_those_of_the_library() -> None:
    pycrfsuite = pytest.importorskip("pycrfsuite")
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import labeller
    finally:
        sys.path.remove(str(BENCHMARKS))
    samples = labeller.made_up(families=["bracket", "label"])[:150]
    first, second = labeller.train_weights(samples), labeller.train_weights(samples)
    assert first == second
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=labeller.PARAMETERS, verbose=False)
    for features, labels in samples:
        trainer.append(features, labels)
    tagger = labeller.tagger_of(trainer)
    ours = labeller.labeller_of(first)
    for features, _ in samples[:40]:
        assert [label.name for label in ours.label(features)] == tagger.tag(features)
