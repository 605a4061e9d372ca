"""The short form of `benchmarks/fuzz.py`: a seeded handful of every kind, and nothing breaks."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import fuzz
from fuzz_seeds import file_seeds
from mutations import mutated


@pytest.mark.parametrize(("entry", "each"), [("files", 4), ("inputs", 6)])
def test_damaged_files_and_inputs_are_read_or_refused(entry, each):
    makers = fuzz.damaged_files() if entry == "files" else fuzz.input_seeds()
    table, traces = fuzz.run(entry, makers, each * len(makers), seed=7)
    assert traces == {}
    assert {kind: sum(outcomes.values()) for kind, outcomes in table.items()} == dict.fromkeys(makers, each)
    assert sum(outcomes["read"] for outcomes in table.values()) > 0
    assert sum(outcomes["refused"] for outcomes in table.values()) > 0


def test_whole_files_are_read_and_a_broken_reader_shows(monkeypatch):
    whole = {kind: lambda _, data=data: data for kind, data in file_seeds().items()}
    table, traces = fuzz.run("files", whole, len(whole))
    assert traces == {}
    assert [kind for kind, outcomes in table.items() if not outcomes["read"]] == []
    monkeypatch.setattr(
        fuzz,
        "BEGIN",
        fuzz.BEGIN.replace("load.read_file =", "import maillage.graph.facts as f; f.build = None; load.read_file ="),
    )
    _, traces = fuzz.run("files", {"txt": whole["txt"]}, 1)
    assert "TypeError" in next(iter(traces))


def test_damage_is_a_function_of_its_seed():
    for data in file_seeds().values():
        assert mutated(random.Random(3), data) == mutated(random.Random(3), data)
