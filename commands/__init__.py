"""The commands, a module for each family of them, and the table that says where each is found."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """Where a command is written (`module` of this package, `attribute` there) and its French name."""

    french: str
    module: str
    attribute: str


COMMANDS: dict[str, Entry] = {
    "atlas": Entry("atlas", "atlas", "atlas"),
    "ask": Entry("demander", "questions", "ask"),
    "changes": Entry("changements", "gatherings", "changes"),
    "completion": Entry("complétion", "state", "completion"),
    "correct": Entry("corriger", "corrections", "correct"),
    "cypher": Entry("cypher", "questions", "cypher"),
    "decide": Entry("décider", "identity", "decide"),
    "decisions": Entry("décisions", "identity", "decisions"),
    "demo": Entry("démo", "state", "demo"),
    "doctor": Entry("diagnostic", "state", "doctor"),
    "evaluate": Entry("évaluer", "records", "evaluate"),
    "export": Entry("exporter", "exports", "export"),
    "extract": Entry("extraire", "records", "extract"),
    "forget": Entry("oublier", "privacy", "forget"),
    "history": Entry("historique", "identity", "history"),
    "invitations": Entry("invitations", "gatherings", "invitations"),
    "load": Entry("charger", "records", "load"),
    "map": Entry("carte", "pages", "map_"),
    "merge": Entry("réunir", "identity", "merge"),
    "mapping": Entry("correspondance", "mapping", "mapping"),
    "notice": Entry("information", "privacy", "notice"),
    "prepare": Entry("préparer", "gatherings", "prepare"),
    "publish": Entry("publier", "publish", "publish"),
    "retention": Entry("conservation", "privacy", "retention"),
    "review": Entry("vérifier", "review", "review"),
    "roster": Entry("répertoire", "roster", "roster"),
    "seating": Entry("tables", "gatherings", "seating"),
    "sheet": Entry("feuille", "gatherings", "sheet"),
    "status": Entry("état", "state", "status"),
    "why": Entry("pourquoi", "identity", "why"),
}
"""Every command by its English name. A module is imported when one of its commands is asked for, so that each starts at once."""
