"""From an id of before, or a permalink, to the node of today, by what the database alone says: for those who read a shared database and do
not have the project at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .store import Store


def lead(store: Store, text: str) -> str | None:
    """The node that an id of any time, or a permalink `record:item`, leads to; None when the records of `store` know nothing of it."""
    record, colon, item = text.partition(":")
    if colon:
        rows = store.read("MATCH (r:Record {id: $id}) UNWIND r.items AS line RETURN line", {"id": record})
        found = (token for token, _, local in _parts(rows) if local == item)
    else:
        rows = store.read(
            "MATCH (r:Record) UNWIND r.items AS line WITH line WHERE line STARTS WITH $id RETURN line ORDER BY line", {"id": text}
        )
        found = (token for token, _, _ in _parts(rows))
    token = next(found, None)
    return token.rpartition(">")[2] if token else None


def former(store: Store) -> dict[str, str]:
    """Every id that a node of today may have had → its id of today, as the records of `store` know them."""
    rows = store.stream("MATCH (r:Record) UNWIND r.items AS line WITH line WHERE line CONTAINS '>' RETURN line")
    tokens = (token for token, _, _ in _parts(rows))
    return {old: new for old, arrow, new in (token.partition(">") for token in tokens) if arrow}


def _parts(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    return (row["line"].partition(" ") for row in rows)
