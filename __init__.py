"""Maillage: a knowledge graph of actors, territories and collaborations, read from meeting records.

    import maillage

    with maillage.open("my-project") as project:
        project.ask("never-met", scope="Vendôme").pandas()
        maillage.to_networkx(project.works_with("Vendôme"))

Importing it is quick: what a call needs is imported by the call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx

    from .facade import OpenProject
    from .graph.language import Language
    from .graph.model import Subgraph

__version__ = "0.1.0"
__all__ = ["open", "to_networkx"]


def open(
    folder: str | Path = ".", *, db: str | None = None, create: bool = False, language: Language | None = None
) -> OpenProject:
    """The project that holds `folder`: its records, questions and graph (see `facade.open_project`). Raises ProjectError when there is
    none; `create` makes it."""
    from .facade import open_project

    return open_project(folder, db=db, create=create, language=language)


def to_networkx(subgraph: Subgraph) -> nx.MultiDiGraph:
    """A part of the graph for networkx: nodes by id, edges by fact, with their properties and sentences."""
    from .facade import to_networkx as convert

    return convert(subgraph)
