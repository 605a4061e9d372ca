"""The constraints and indexes that a database must have: which are lacking, and making them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .ontology import indexed

if TYPE_CHECKING:
    from .store import Store


def lacking(store: Store) -> dict[tuple[str, str], str]:
    """Label and property of each constraint or index that the database lacks, and the statement that makes it."""
    rows = store.read(
        "SHOW INDEXES YIELD labelsOrTypes, properties, owningConstraint RETURN labelsOrTypes, properties, owningConstraint"
    )
    there = set[tuple[str, str]]()
    for row in rows:
        for label in row["labelsOrTypes"] or ():  # none for the look-up indexes of Neo4j
            key = (label, ",".join(row["properties"] or ()))
            if key[1] != "id" or row["owningConstraint"]:
                there.add(key)
    return {key: statement for key, statement in indexed().items() if key not in there}


def constrain(store: Store) -> int:
    """Make what the database lacks; give how many statements that took. Raises StoreError, for nodes that stand twice too."""
    wanted = lacking(store)
    for statement in wanted.values():
        store.define(statement)
    return len(wanted)
