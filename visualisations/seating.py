"""The seating plan as a page to print: a card for each table, a sheet for each round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from ..graph.language import Language
from .pages import with_policy

_WORDS: Mapping[str, Mapping[str, str]] = {"fr": {"round": "Tour", "table": "Table"}, "en": {"round": "Round", "table": "Table"}}


def page(data: Mapping[str, Any], *, title: str, sentence: str, notes: Sequence[str] = (), language: Language = "fr") -> str:
    """One self-contained HTML page, without a script, from the data of a seating; prints on A4."""
    from jinja2 import Environment

    template = resources.files(__package__).joinpath("templates/seating.html").read_text("utf-8")
    rendered = Environment(autoescape=True).from_string(template).render(
        title=title, sentence=sentence, notes=notes, rounds=data["rounds"], words=_WORDS[language], language=language
    )  # fmt: skip
    return with_policy(rendered)
