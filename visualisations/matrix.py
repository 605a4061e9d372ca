"""The matrix partner × partner: times met, last day, verdict. For fifteen to sixty partners it reads better than any network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from ..graph.audience import mask
from ..graph.language import Language
from ..graph.names import fold
from .pages import Back, Text, document, packed

VERDICTS: Mapping[str, Mapping[str, str]] = {
    "worked-together": {"fr": "ont travaillé ensemble", "en": "worked together"},
    "plenary-only": {"fr": "croisés en plénière seulement", "en": "crossed in plenary only"},
    "never-seen": {"fr": "jamais vus ensemble", "en": "never seen together"},
    "not-known": {"fr": "on ne sait pas", "en": "not known"},
}


def page(
    data: Mapping[str, Any], *, title: str | Text, language: Language = "fr", notes: Sequence[Mapping[str, str]] = (),
    back: Back | None = None, territories: Mapping[str, Sequence[str]] | None = None,
) -> str:  # fmt: skip
    """One self-contained HTML page from the data of the question never-met, asked with `all`: a table whose cells say how often two
    partners met and what follows from it by a sign, a pattern and a colour; a click or Enter shows the sentences. Two partners without
    a pair in the data (a whole and its part, people of one body) have an empty cell. `notes` are what the answer rests on,
    `territories` where each partner is active (its id → names), to choose by."""
    partners = sorted(data["partners"], key=lambda partner: (fold(partner["name"]), partner["id"]))
    kept = ("verdict", "meetings", "elsewhere", "listed", "unlisted", "last")
    met: dict[str, set[str]] = defaultdict(set)
    for pair in data["pairs"]:
        if pair["meetings"] + pair["elsewhere"]:
            met[pair["a"]["id"]].add(pair["b"]["id"])
            met[pair["b"]["id"]].add(pair["a"]["id"])
    ids = [partner["id"] for partner in partners]
    pairs = [
        {
            "a": pair["a"]["id"], "b": pair["b"]["id"], "sources": sources(pair["sources"]), **{key: pair[key] for key in kept},
            "introducers": [] if pair["b"]["id"] in met[pair["a"]["id"]] or pair["verdict"] != "never-seen"
            else [who for who in ids if who in met[pair["a"]["id"]] and who in met[pair["b"]["id"]]][:5],
        }
        for pair in data["pairs"]
    ]  # fmt: skip
    head = {
        "partners": [{"id": p["id"], "name": p["name"], "sources": sources(p.get("sources", ())),
                      "territories": list((territories or {}).get(p["id"], ()))} for p in partners],
        "verdicts": VERDICTS, "notes": [dict(note) for note in notes] or [_coverage(data["coverage"])],
    }  # fmt: skip
    return document(
        "grid.html", title, language, css=["grid.css"], js=["matrix.js", "grid.js"], head=head, blocks={"pairs": packed(pairs)},
        back=back,
    )  # fmt: skip


def _coverage(known: Mapping[str, int]) -> dict[str, str]:
    held, listed = known["occasions"], known["listed"]
    return {
        "fr": f"{held} {'réunions tenues' if held > 1 else 'réunion tenue'}, dont {listed} avec une liste complète.",
        "en": f"{held} {'meeting' if held == 1 else 'meetings'} held, {listed} with a complete list.",
    }


def sources(found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Sentences as pages show them: no address, no telephone number."""
    return [{**source, "quote": mask(source["quote"] or "")} for source in found]
