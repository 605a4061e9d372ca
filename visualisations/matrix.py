"""The matrix partner × partner: times met, last day, verdict. For fifteen to sixty partners it reads better than any network."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any

from ..graph.language import Language
from ..graph.names import fold
from .pages import data_json, with_policy

VERDICTS: Mapping[str, Mapping[str, str]] = {
    "worked-together": {"fr": "ont travaillé ensemble", "en": "worked together"},
    "plenary-only": {"fr": "croisés en plénière seulement", "en": "crossed in plenary only"},
    "never-seen": {"fr": "jamais vus ensemble", "en": "never seen together"},
    "not-known": {"fr": "on ne sait pas", "en": "not known"},
}


def page(data: Mapping[str, Any], *, title: str, language: Language = "fr") -> str:
    """One self-contained HTML page from the data of the question never-met, asked with `all`: a table whose cells say how often two
    partners met and what follows from it by a sign, a pattern and a colour; a click or Enter shows the sentences. Two partners without
    a pair in the data (a whole and its part, people of one body) have an empty cell."""
    from jinja2 import Environment

    partners = sorted(data["partners"], key=lambda partner: (fold(partner["name"]), partner["id"]))
    kept = ("verdict", "meetings", "elsewhere", "listed", "unlisted", "last", "sources")
    pairs = [{"a": pair["a"]["id"], "b": pair["b"]["id"], **{key: pair[key] for key in kept}} for pair in data["pairs"]]
    extra = {
        "language": language, "title": title, "partners": [{"id": p["id"], "name": p["name"]} for p in partners], "pairs": pairs,
        "coverage": data["coverage"], "as_of": data["as_of"], "verdicts": VERDICTS,
    }  # fmt: skip
    template = resources.files(__package__).joinpath("templates/matrix.html").read_text("utf-8")
    environment = Environment(autoescape=True)
    return with_policy(environment.from_string(template).render(title=title, language=language, data=data_json(extra)))
