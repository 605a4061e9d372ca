"""The positions of the last edition of a picture, kept beside the pages, so that the next edition moves only what is new.

A file holds ids and numbers, no name. A missing or broken one costs nothing but a picture laid out anew.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ..graph.model import Subgraph
from .layout import Positions, neighbourhoods


@dataclass(frozen=True, slots=True)
class Edition:
    """Where nodes were, and the marks of their neighbourhoods (`layout.neighbourhoods`)."""

    places: Positions
    marks: dict[str, str]


def read(path: Path) -> Edition | None:
    """The edition kept at `path`, or None."""
    try:
        return parse(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return None


def parse(kept: str) -> Edition | None:
    """The edition that a text of `text` keeps, or None."""
    try:
        rows = json.loads(kept)["nodes"]
        return Edition(
            {node: (float(x), float(y)) for node, (x, y, _) in rows.items()}, {n: str(row[2]) for n, row in rows.items()}
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def text(placed: Positions, subgraph: Subgraph) -> str:
    """The file that keeps an edition: a line a node, so that a shared folder can merge it."""
    marks = neighbourhoods(subgraph)
    lines = ",\n".join(f"{json.dumps(node)}: [{x}, {y}, {json.dumps(marks[node])}]" for node, (x, y) in sorted(placed.items()))
    return f'{{"version": 1, "nodes": {{\n{lines}\n}}}}\n'
