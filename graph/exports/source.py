"""What every export writes from: streams that can be read again, and how files are finished."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ..errors import MaillageError
from ..model import Graph, Node, Relationship


@dataclass(frozen=True, slots=True)
class Source:
    """A part of the graph that can be read several times without being held in memory: `nodes()` and `relationships()` each start
    again at the beginning. `title` names it for a person."""

    title: str
    nodes: Callable[[], Iterator[Node]]
    relationships: Callable[[], Iterator[Relationship]]


def of_graph(graph: Graph, title: str = "Maillage") -> Source:
    """The source of a graph in memory."""
    return Source(title, lambda: iter(graph.nodes.values()), lambda: iter(graph.relationships.values()))


@contextlib.contextmanager
def finished(path: Path, *, binary: bool = False) -> Iterator[IO[str] | IO[bytes]]:
    """A file to write that appears under `path` only when all of it is there. Raises MaillageError when it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
    except OSError as error:
        raise _unwritable(path, error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") if binary else os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
        part.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()


def _unwritable(path: Path, error: OSError) -> MaillageError:
    return MaillageError(
        f"{path}: cannot be written ({error.strerror}). Choose another place with --out.",
        f"{path} : écriture impossible ({error.strerror}). Choisissez un autre endroit avec --out.",
    )
