"""Word 97–2003 files of several writers and languages give every line of the page, and none that was deleted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from maillage.loaders.document import Document
from maillage.loaders.readers import read

FILES = Path(__file__).parent / "data" / "word97"
EXPECTED = json.loads((FILES / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("path", sorted(FILES.glob("*/*.doc")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_line_is_kept_and_deleted_text_is_not(path: Path) -> None:
    (document,) = read(path)
    assert isinstance(document, Document)
    lines = [" ".join(line.replace("\t", " ").split()).removeprefix("- ") for line in document.text.split("\n")]
    expected = EXPECTED[path.stem]
    assert [line for line in expected["lines"] if " ".join(line.split()) not in lines] == []
    assert expected["deleted"] not in document.text
