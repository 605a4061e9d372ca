"""Lists in many layouts, invented: `NAME.txt` is the text, `NAME.gold` one person a line (name|bodies|p, e or a)."""

from __future__ import annotations

from pathlib import Path

import pytest

from maillage.graph.names import fold, name_key
from maillage.loaders.document import Document
from maillage.loaders.extraction.attendance import read_attendance
from maillage.loaders.readers import read

LAYOUTS = Path(__file__).parent / "layouts"
STATES = {"p": "present", "e": "excused", "a": "absent", "?": "unknown"}


@pytest.mark.parametrize("name", sorted(path.stem for path in LAYOUTS.glob("*.gold")))
def test_everybody_is_read_with_body_and_presence(name: str) -> None:
    document = next(iter(read(LAYOUTS / f"{name}.txt")))
    assert isinstance(document, Document)
    found = {frozenset(fold(row.name).split()): row for row in read_attendance(document).rows if row.kind == "person"}
    expected = {}
    for line in (LAYOUTS / f"{name}.gold").read_text("utf-8").splitlines():
        person, bodies, state = line.split("|")
        expected[frozenset(fold(person).split())] = ([body for body in bodies.split(";") if body], STATES[state])
    assert set(found) == set(expected)
    for person, (bodies, presence) in expected.items():
        assert found[person].presence == presence, person
        sure = [body for body in bodies if not body.endswith("?")]
        if len(sure) == len(bodies):
            assert {name_key(body.name) for body in found[person].bodies} == {name_key(body) for body in sure}, person
