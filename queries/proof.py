"""The sentences behind what is claimed: of an actor, of two of them, of an event, of one fact."""

from __future__ import annotations

from typing import Any

from ..graph.errors import QueryError
from ..graph.ontology import ontology
from .answer import Answer, Question
from .lookup import Actor
from .wording import both, count


def where_from(question: Question) -> Answer:
    """One row a fact and record: what is said, between whom, the sentence, the record and its page."""
    values = question.values
    actor: Actor | None = values["actor"]
    other: Actor | None = values["with"]
    claims: dict[str, tuple[str, str, str]] = {}
    if values["fact"]:
        claims = {row["fact"]: (row["type"], "", "") for row in question.read("facts_named", facts=[values["fact"]])}
    elif actor is not None and other is not None:
        for row in question.read("shared", a=actor.id, b=other.id):
            claims[row["fact"]] = ("ATTENDED", actor.name, row["event"])
            claims[row["other"]] = ("ATTENDED", other.name, row["event"])
    elif actor is not None or values["event"]:
        rows = (
            question.read("facts_of_actor", actor=actor.id) if actor else question.read("facts_of_event", event=values["event"])
        )
        claims = {row["fact"]: (row["type"], row["start"], row["end"]) for row in rows}
    else:
        raise QueryError(
            'where-from needs --actor, --event or --fact. For example: --actor "Mission Locale".',
            "preuve demande --acteur, --evenement ou --fait. Par exemple : --acteur « Mission Locale ».",
        )
    language = question.language
    titles = {name: relation.title[language] for name, relation in ontology().relationships.items()}
    found = question.store.read(question.query.cypher, {"facts": sorted(claims)})[: values["most"]]
    rows_data: list[dict[str, Any]] = []
    for row in found:
        kind, start, end = claims[row["fact"]]
        rows_data.append(
            {"id": row["fact"], "type": kind, "a": start, "b": end, "quote": row["quote"], "record": row["record"], "page": row["page"],
             "start": row["start"], "end": row["end"]}
        )  # fmt: skip
    shown = [{**row, "fact": titles.get(row["type"], row["type"])} for row in rows_data]
    said = count(len(rows_data), ("sentence", "sentences"), ("phrase", "phrases"))
    records = count(len({row["record"] for row in rows_data}), ("record", "records"), ("document", "documents"))
    sentence = (
        both(f"{said['en']} in {records['en']}.", f"{said['fr']} dans {records['fr']}.")
        if rows_data
        else both("No sentence of any record says this.", "Aucune phrase d'aucun document ne le dit.")
    )
    return question.answer(shown, sentence, (), rows_data)
