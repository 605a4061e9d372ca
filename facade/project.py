"""A project, its records, its questions and its graph."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ..graph.errors import ProjectError
from ..graph.language import Language, system_language
from ..graph.project import Project
from .results import Result, Rows, to_networkx

if TYPE_CHECKING:
    import networkx as nx

    from ..graph.audience import Audience
    from ..graph.model import Subgraph
    from ..graph.record import Record
    from ..graph.store import Store
    from ..loaders.load import Report


def open_project(
    folder: str | Path = ".", *, db: str | None = None, create: bool = False, language: Language | None = None
) -> OpenProject:
    """The project that holds `folder` (looked for upward, as the commands do).

    `db` names another database than the project's own: a folder, or a Bolt URL with NEO4J_USERNAME and NEO4J_PASSWORD in the
    environment. `create` makes a project in `folder` where there is none. `language` ("fr", "en") is that of sentences and headings;
    by default that of the system. Raises ProjectError when there is no project.
    """
    from ..graph.project import create as made
    from ..graph.project import find

    found = find(Path(folder))
    if found is None and create:
        found = made(Path(folder))
    if found is None:
        raise ProjectError(
            f"{Path(folder).resolve()}: no Maillage project here. Make one: maillage.open(folder, create=True).load(…).",
            f"{Path(folder).resolve()} : aucun projet Maillage ici. Créez-en un : maillage.open(dossier, create=True).load(…).",
        )
    return OpenProject(found, db, language or system_language())


class OpenProject:
    """A project to read, ask and load into. The database opens with the first question; `close`, or the end of a `with` block, or of
    the program, closes it."""

    def __init__(self, project: Project, db: str | None, language: Language) -> None:
        from ..graph.ingest import database_folder

        self._project = project
        self._location = db or str(database_folder(project))
        self._store: Store | None = None
        self._stack = ExitStack()
        self._finalizer = weakref.finalize(self, self._stack.close)
        self.language: Language = language

    @property
    def folder(self) -> Path:
        """The folder of the project."""
        return self._project.root

    def __repr__(self) -> str:
        return f"maillage.open({str(self.folder)!r})"

    def __enter__(self) -> OpenProject:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; the next question opens it again."""
        self._store = None
        self._stack.close()

    # --- records --------------------------------------------------------------------------------------------------------

    def load(self, *paths: str | Path, mapping: str | Path | None = None) -> Report:
        """Read files and folders into the project, as `maillage load` does; says what was read and refused.

        Raises SourceError for a path that does not exist, ProjectError when another process writes.
        """
        from ..graph.store import open_store
        from ..loaders.load import load

        self.close()
        found = [Path(path) for path in paths]
        return load(
            self._project, found, lambda: open_store(self._location), self._location, mapping=Path(mapping) if mapping else None
        )

    def records(self, *, corrected: bool = True) -> Iterator[Record]:
        """The records of the project one by one, as people corrected them, or as they were read."""
        from ..graph.index import read_index, read_records
        from ..graph.ingest import corrected_records

        index = read_index(self._project)
        return corrected_records(self._project, index) if corrected else read_records(self._project, index)

    # --- questions ------------------------------------------------------------------------------------------------------

    @property
    def questions(self) -> Mapping[str, str]:
        """Every question that `ask` knows by its name → what it answers, in the project's language."""
        from ..queries import catalogue

        return {name: query.answers[self.language] for name, query in catalogue().items()}

    def ask(self, question: str, **parameters: Any) -> Result:
        """The answer to a question of `questions`: `ask("never-met", scope="Vendôme")`; parameters as the command takes them, or typed
        values. Raises UnknownName for a question or a name that nobody bears, QueryError for a wrong or missing value."""
        from ..queries import run

        return Result(run(self.store, question, parameters, self.language), self.language)

    def cypher(self, text: str, /, **parameters: Any) -> Rows:
        """The rows of a Cypher query that only reads; values go in as parameters. Raises QueryError for one that would write."""
        return Rows(self.store.read(text, parameters))

    # --- the graph ------------------------------------------------------------------------------------------------------

    def works_with(
        self, scope: str | None = None, *, people: bool = False, since: str | None = None, until: str | None = None
    ) -> Subgraph:
        """Who met whom in a scope and a period, as `maillage map` draws it: nodes, MET relationships (`meetings`, `last`,
        `strength`) and the sentences behind them. Raises UnknownName, QueryError."""
        from ..queries.views import works_with

        return works_with(self.store, scope, people, since, until)

    def network(
        self,
        scope: str | None = None,
        *,
        since: str | None = None,
        until: str | None = None,
        audience: Audience = "names",
        labels: Sequence[str] | None = None,
    ) -> nx.MultiDiGraph:
        """The graph itself (all of it, or of a scope and a period) for networkx: nodes by id with `label`, `name` and their
        properties, edges by fact with `type`. `labels` keeps only those kinds of node (« Person », « Event » …); statements are left
        out unless they are asked for. Raises UnknownName, QueryError."""
        import networkx as nx

        from ..queries.stream import source

        found = source(self.store, scope=scope, since=since, until=until, audience=audience)
        graph = nx.MultiDiGraph()
        for node in found.nodes():
            wanted = node.labels[-1] in labels if labels is not None else node.labels[-1] != "Statement"
            if wanted:
                graph.add_node(node.id, label=node.labels[-1], **node.properties)
        for link in found.relationships():
            if link.start in graph and link.end in graph:
                graph.add_edge(link.start, link.end, key=link.fact, type=link.type, **link.properties)
        return graph

    def export(
        self,
        form: str,
        path: str | Path,
        *,
        scope: str | None = None,
        since: str | None = None,
        until: str | None = None,
        audience: Audience = "organisations",
    ) -> Path:
        """Write the graph in a form of `maillage export`, for whom `audience` says, and give the path. Raises MaillageError, KeyError
        for an unknown form."""
        from ..graph.exports import write
        from ..queries.stream import source

        target = Path(path).resolve()
        found = source(self.store, scope=scope, since=since, until=until, audience=audience, title=scope or "Maillage")
        write(form, found, target, self.language)
        return target

    @property
    def store(self) -> Store:
        """The database, brought up to date with the project. Raises StoreError when it cannot be opened or holds nothing."""
        from ..graph.ingest import current_store

        if self._store is None:
            self._store = self._stack.enter_context(current_store(self._project, self._location))
        return self._store


__all__ = ["OpenProject", "open_project", "to_networkx"]
