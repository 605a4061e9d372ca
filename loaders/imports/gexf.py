"""GEXF (1.1 to 1.3), what Gephi saves its graphs in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from ...graph.errors import SourceError
from ...graph.names import fold
from ...graph.record import Record
from .graphs import Connection, Element, record_of
from .words import CONNECTIONS, ELEMENTS

MEDIA_TYPE = "application/gexf+xml"
_KINDS = ("type", "kind", "category", "categorie", "nature", "label", "class", "classe", "group", "groupe", "modularity_class")
"""Attributes that may say what a node is, in the order in which they are looked at; the first whose values are understood counts."""


def read(path: Path, key: str, sha256: str) -> Record:
    """The record of the graph at `path`. Raises SourceError for a broken file."""
    from ..readers.package import parse
    from ..readers.refusals import Refused

    try:
        root = parse(path.read_bytes())
    except (Refused, OSError) as error:
        if isinstance(error, Refused) and error.reason == "entities":
            raise error.error(key) from error
        raise SourceError(
            key,
            "is no GEXF that can be read (broken XML). Export it again from Gephi.",
            "n'est pas un GEXF lisible (XML abîmé). Exportez-le de nouveau depuis Gephi.",
        ) from error
    titles = {
        (kind.get("class", ""), one.get("id", "")): fold(one.get("title", ""))
        for kind in _all(root, "attributes")
        for one in _all(kind, "attribute")
    }
    nodes = [(one, _values(one, "node", titles)) for one in _all(root, "node")]
    kind = _kind_attribute([values for _, values in nodes])
    undirected = any(graph.get("defaultedgetype") == "undirected" for graph in _all(root, "graph"))
    return record_of(
        (
            Element(one.get("id", ""), values.get("name") or one.get("label") or one.get("id", ""), values.get(kind, ""), values)
            for one, values in nodes
        ),
        (
            Connection(one.get("source", ""), one.get("target", ""), _edge_kind(one, values), values, not _undirected(one, undirected))
            for one in _all(root, "edge")
            for values in [_values(one, "edge", titles)]
        ),
        rule="gexf", key=key, sha256=sha256, media_type=MEDIA_TYPE, title=PurePosixPath(key).stem,
    )  # fmt: skip


def _all(element: Any, name: str) -> Iterator[Any]:
    """Elements called `name` in whatever GEXF namespace."""
    return (one for one in element.iter() if isinstance(one.tag, str) and one.tag.rpartition("}")[2] == name)


def _values(element: Any, kind: str, titles: dict[tuple[str, str], str]) -> dict[str, str]:
    found = {
        titles.get((kind, one.get("for", "")), fold(one.get("for", ""))): one.get("value", "").strip()
        for one in _all(element, "attvalue")
    }
    for spell in _all(element, "spell"):
        for name, keys in (("start", ("first", "date")), ("end", ("last",))):
            for key in keys:
                if spell.get(name):
                    found.setdefault(key, spell.get(name))
    return {key: value for key, value in found.items() if value}


def _kind_attribute(values: list[dict[str, str]]) -> str:
    """The attribute that says what nodes are: the one among `_KINDS` with the most values that are words for it."""
    from .building import one_of

    best, most = "type", 0
    for name in _KINDS:
        understood = sum(one_of(one.get(name), ELEMENTS) is not None for one in values)
        if understood > most:
            best, most = name, understood
    return best


def _edge_kind(edge: Any, values: dict[str, str]) -> str:
    """What an edge says of itself: its type, kind or label, the first that is understood, else the first there is."""
    from .building import one_of

    said = [
        one for one in (edge.get("kind"), values.get("type"), values.get("kind"), edge.get("label"), values.get("label")) if one
    ]
    return next((one for one in said if one_of(one, CONNECTIONS)), said[0] if said else "")


def _undirected(edge: Any, default: bool) -> bool:
    said = edge.get("type")
    return said in ("undirected", "mutual") if said in ("directed", "undirected", "mutual") else default
