"""Figures against annotated records; where the corpus stands beside the checkout, against its own scorer."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from maillage.graph.errors import SourceError
from maillage.graph.gold import to_gold
from maillage.loaders.evaluate import evaluate, read_record
from maillage.loaders.scoring import date_fits

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "gold"
ROOT = Path(__file__).resolve().parents[2]
needs_corpus = pytest.mark.skipif(
    not (CORPUS / "score.py").exists(), reason="no annotated corpus beside the checkout (../shared/gold)"
)


def test_a_folder_without_annotated_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        evaluate(tmp_path)
    assert str(tmp_path) in caught.value.fr


def test_a_record_scores_fully_against_its_own_projection(tmp_path: Path) -> None:
    text = (
        "Réunion du bassin de Vierzon\n4 mai 2021\n\nPrésents : Luc Martel (Pôle emploi Vierzon), Inès Faure (CIO de Vierzon)\n"
    )
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "a.json").write_text(json.dumps(to_gold(read_record(tmp_path / "a.txt"))), "utf-8")
    report = evaluate(tmp_path)
    assert (report.nodes.f1, report.links.f1) == (1.0, 1.0)
    assert report.nodes.right >= 5


def test_a_false_alarm_comes_with_its_sentence(tmp_path: Path) -> None:
    text = "Réunion du bassin de Vierzon\n4 mai 2021\n\nPrésents : Luc Martel (Pôle emploi Vierzon)\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    gold = to_gold(read_record(tmp_path / "a.txt")) | {"people": []}
    (tmp_path / "a.json").write_text(json.dumps(gold), "utf-8")
    alarms = [failure for failure in evaluate(tmp_path).failures if failure.kind == "people"]
    assert [(alarm.what, alarm.missed) for alarm in alarms] == [("Luc Martel", False)]
    assert "Luc Martel" in alarms[0].sentence


@pytest.mark.parametrize(
    ("gold", "predicted", "inferred", "fits"),
    [
        ("2016-06-23", "2016-06-23", (), True),
        ("2016-06-23", "2016-06", (), False),
        ("2016-12-XX", "2016-12-05", (), True),
        ("2018-XX-07", "XXXX-XX-07", ("year",), True),
        ("2016-06-23", None, (), False),
    ],
)
def test_dates_fit_as_the_scorer_says(gold: str, predicted: str | None, inferred: tuple[str, ...], fits: bool) -> None:
    assert date_fits(gold, predicted, inferred) is fits


@needs_corpus
@pytest.mark.parametrize("name", ["seeds", "varied"])
def test_figures_equal_those_of_the_corpus_scorer(name: str, tmp_path: Path) -> None:
    for source in (CORPUS / name).glob("*.txt"):
        (tmp_path / f"{source.stem}.json").write_text(json.dumps(to_gold(read_record(source))), "utf-8")
    run = subprocess.run(
        [sys.executable, str(CORPUS / "score.py"), str(CORPUS / name), str(tmp_path), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(run.stdout)
    ours = evaluate(CORPUS / name)
    assert [ours.nodes.precision, ours.nodes.recall, ours.nodes.f1] == pytest.approx(theirs["nodes"])
    assert [ours.links.precision, ours.links.recall, ours.links.f1] == pytest.approx(theirs["edges"])
    for kind, count in ours.kinds.items():
        assert [count.precision, count.recall, count.f1] == pytest.approx(theirs["kinds"][kind]), kind


@needs_corpus
def test_seeds_reach_the_bar() -> None:
    report = evaluate(CORPUS / "seeds")
    assert report.nodes.f1 >= 0.9
    assert report.links.f1 >= 0.85


@needs_corpus
def test_rules_and_lists_hold_no_person_of_the_annotated_records() -> None:
    code = "\n".join(
        path.read_text("utf-8")
        for folder in ("graph", "loaders")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".toml")
    )
    families = set()
    for path in (*CORPUS.glob("seeds/*.json"), *CORPUS.glob("varied/*.json")):
        gold = json.loads(path.read_text("utf-8"))
        for person in gold.get("people", []):
            names = [person["name"]] if len(person["name"].split()) > 1 else []
            families.update(names)
    assert not [name for name in families if re.search(rf"\b{re.escape(name)}\b", code)]
