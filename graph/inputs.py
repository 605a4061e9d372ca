"""All that a graph is a function of: the records, and what people wrote beside them (decisions, corrections, rosters).

graph = f(records, corrections, decisions, rosters, version of the rules)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from .index import Index
from .privacy import refusals
from .project import ROSTER, TERRITORIES, Project


def digest(project: Project, index: Index) -> str:
    """Digest of everything the graph depends on: equal digests, equal graphs. 32 hexadecimal digits."""
    said = [index.digest]
    for path in written_by_people(project):
        try:
            content = path.read_bytes()
        except OSError:  # gone between the listing and the reading
            continue
        said.append(f"{path.relative_to(project.root).as_posix()} {hashlib.sha256(content).hexdigest()}")
    said += refusals.state(project)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


def written_by_people(project: Project) -> Iterator[Path]:
    """The files of decisions, corrections and rosters that exist, in a fixed order."""
    for folder in (project.root / "corrections", project.root / "decisions"):
        if folder.is_dir():
            yield from sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$")))
    for name in (ROSTER, TERRITORIES):
        if (project.root / name).is_file():
            yield project.root / name
