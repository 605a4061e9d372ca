"""What every export writes from: streams that can be read again, and how files are finished."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import IO, TypeVar

from ..errors import MaillageError
from ..model import Graph, Node, Relationship

Told = Callable[[str, int, int], None]
"""What is told of progress: the stage ("nodes", "links"), how many are done, how many there are (0: not known)."""
_STEP = 500
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Met:
    """Two actors (ids in alphabetical order) that met: how many times, the days of the first and last dated meeting."""

    a: str
    b: str
    meetings: int
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A part of the graph that can be read several times without being held in memory: `nodes()` and `relationships()` each start
    again at the beginning. `title` names it for a person. `met(people)` gives who met whom, bodies or people; None where nobody
    counted."""

    title: str
    nodes: Callable[[], Iterator[Node]]
    relationships: Callable[[], Iterator[Relationship]]
    met: Callable[[bool], Iterator[Met]] | None = None


def watched(source: Source, told: Told, nodes: int = 0, links: int = 0) -> Source:
    """`source` that tells how far it is read; `nodes` and `links` are the totals where they are known."""
    return replace(
        source,
        nodes=lambda: _telling(source.nodes(), told, "nodes", nodes),
        relationships=lambda: _telling(source.relationships(), told, "links", links),
    )


def _telling(items: Iterable[_Item], told: Told, stage: str, total: int) -> Iterator[_Item]:
    done = 0
    for done, item in enumerate(items, 1):
        if done % _STEP == 0:
            told(stage, done, total)
        yield item
    told(stage, done, done)


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


@contextlib.contextmanager
def finished_folder(folder: Path) -> Iterator[Path]:
    """A folder to write into, whose files appear in `folder` only when all of them are there; other files of `folder` stay. Raises
    MaillageError when it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=folder, prefix=".", suffix=".part"))
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield part
        for path in sorted(part.iterdir()):
            path.replace(folder / path.name)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _unwritable(path: Path, error: OSError) -> MaillageError:
    return MaillageError(
        f"{path}: cannot be written ({error.strerror}). Choose another place with --out.",
        f"{path} : écriture impossible ({error.strerror}). Choisissez un autre endroit avec --out.",
    )
