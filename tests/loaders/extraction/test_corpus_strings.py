"""Rules and lists hold no string of an annotated record: neither its people, nor its own bodies, nor the titles of its events."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CORPUS = ROOT.parent / "shared" / "gold"
OWN_KINDS = frozenset(["association", "entreprise", "insertion", "autre", "company"])
PUBLIC = frozenset(
    [
        "Restos du cœur",
        "Secours catholique",
        "Secours populaire",
        "Banque alimentaire",
        "Familles rurales",
        "Wimoov",
        "ADMR",
        "Ligue de l'enseignement",
        "Point Information Jeunesse",
    ]
)
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="no annotated corpus beside the checkout (../shared/gold)")


def strings(folder: Path) -> set[str]:
    """Full names of people, two-word names of the record's own bodies, titles of four words or more."""
    found: set[str] = set()
    for path in sorted(folder.rglob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        if not isinstance(gold, dict) or gold.get("format") != "gold/1":
            continue
        found |= {person["name"] for person in gold["people"] if " " in person["name"]}
        found |= {body["name"] for body in gold["organisations"] if body.get("kind") in OWN_KINDS and " " in body["name"]}
        found |= {event["title"] for event in gold["events"] if len(event["title"].split()) > 3}
    return {text for text in found if text not in PUBLIC and len(text) > 6}


@needs_corpus
def test_no_rule_holds_a_string_of_the_corpus() -> None:
    rules = "\n".join(
        path.read_text("utf-8").casefold()
        for path in sorted((ROOT / "loaders" / "extraction").rglob("*"))
        if path.suffix in (".py", ".toml")
    )
    assert sorted(text for text in strings(CORPUS) if text.casefold() in rules) == []
