"""The timeline: who came to which meeting, a row for each actor, a column for each event in its order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from ..graph.language import Language
from .matrix import sources
from .pages import Back, Text, document, packed

STATES: Mapping[str, Text] = {
    "ATTENDED": {"fr": "présent", "en": "present"},
    "CONTRIBUTED_TO": {"fr": "y a contribué", "en": "contributed"},
    "EXCUSED_FROM": {"fr": "excusé", "en": "excused"},
    "ABSENT_FROM": {"fr": "absent", "en": "absent"},
    "UNLISTED": {"fr": "sans liste : on ne sait pas", "en": "no list: not known"},
}


class Presences(Protocol):
    """What the page needs of `queries.presence.Presence`."""

    @property
    def events(self) -> tuple[dict[str, Any], ...]: ...
    @property
    def actors(self) -> tuple[dict[str, Any], ...]: ...
    @property
    def cells(self) -> dict[tuple[str, str], dict[str, Any]]: ...
    @property
    def notes(self) -> tuple[dict[str, str], ...]: ...


def page(found: Presences, *, title: str | Text, language: Language = "fr", back: Back | None = None) -> str:
    """One self-contained HTML page: presence, excuses, absences and contributions by sign and colour, meetings without a list hatched,
    planned ones at the end; a click or Enter shows the sentences."""
    cells = [
        [actor, event, cell["state"], sources(cell["sources"])] for (actor, event), cell in sorted(found.cells.items())
    ]  # fmt: skip
    head = {"events": found.events, "actors": found.actors, "states": STATES, "notes": list(found.notes)}
    return document(
        "grid.html", title, language, css=["grid.css"], js=["timeline.js", "grid.js"], head=head, blocks={"cells": packed(cells)},
        back=back,
    )  # fmt: skip
