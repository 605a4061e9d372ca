"""No text given as a parameter changes a query or the graph: each fails as a name that is not known, or answers."""

from __future__ import annotations

import contextlib
import os

import pytest
from hostile import strings
from records import meeting

from maillage.graph.errors import MaillageError
from maillage.graph.facts import build
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.queries import catalogue, run

EACH = int(os.environ.get("MAILLAGE_HOSTILE", "12"))
"""Texts that each parameter is given here; all 500 of them with MAILLAGE_HOSTILE=500."""


@pytest.fixture
def filled(store):
    records = [
        meeting("2024-01-10", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)", "Chloé Garnier (Mission Locale)"]),
        meeting("2024-03-10", ["Aline Morel (Cap emploi)", "Denis Faure (CCI du Vexin)"]),
    ]
    publish(store, build(records, resolve(records)), "hostile")
    return store


def test_hostile_values_change_nothing(filled):
    before = filled.read("MATCH (n) RETURN n.id AS id, n.rev AS rev ORDER BY id")
    texts, at = strings(), 0
    for name, query in catalogue().items():
        needed = {p.name: p.example for p in query.parameters.values() if p.required}
        for parameter in query.parameters.values():
            for step in range(EACH):
                text = texts[(at + step * len(texts) // EACH) % len(texts)]
                with contextlib.suppress(MaillageError):
                    run(filled, name, {**needed, parameter.name: text}, "en")
            at += 7
    assert filled.read("MATCH (n) RETURN n.id AS id, n.rev AS rev ORDER BY id") == before
