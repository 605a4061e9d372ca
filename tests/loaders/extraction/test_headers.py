"""The day, place and status of the meeting a record is about, told by invented headers of many layouts (`headers.toml`)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from maillage.loaders.evaluate import read_record

HEADERS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("headers.toml").read_text("utf-8"))["header"]


@pytest.mark.parametrize("header", HEADERS, ids=[header["text"].split("\n")[0][:40] for header in HEADERS])
def test_a_header_tells_day_place_and_status(tmp_path: Path, header: dict[str, Any]) -> None:
    path = tmp_path / "texte.txt"
    path.write_text(header["text"], "utf-8")
    record = read_record(path)
    main = next(event for event in record.events if event.main)
    assert (main.date or "").split("/")[0] == header["day"]
    assert main.status == header["status"]
    held = {link.end for link in record.links if link.type == "held_in" and link.start == main.id}
    names = {territory.name for territory in record.territories if territory.id in held}
    assert names == ({header["place"]} if "place" in header else set())
