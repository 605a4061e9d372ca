"""The state of a project and of the installation, as values and as sentences."""

from __future__ import annotations

import importlib.metadata
import platform
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import decisions, inputs
from .errors import MaillageError
from .health import Check, examine
from .index import Index, read_index
from .ingest import is_current, remembered
from .language import Language
from .privacy import forgetting, guard, retention
from .project import Project

NEEDED = ("arcadedb", "neo4j", "networkx", "rustworkx", "rdflib", "pyvis", "click", "pydantic")


@dataclass(frozen=True, slots=True)
class Status:
    """What a project holds. `counts` is empty while the graph has not been built since the last change."""

    root: Path
    name: str
    records: int
    sources: int
    suffixes: dict[str, int]
    current: bool
    counts: dict[str, int]
    scopes: tuple[str, ...]
    questions: int | None
    """None: not counted since what was loaded last."""
    missing: tuple[str, ...]
    broken: int = 0
    """Lines of decisions that are not understood."""
    expired: int = 0
    """Sources older than [retention] of maillage.toml keeps them."""
    forgotten: int = 0
    """Records masked in doubt, and erasures that were interrupted."""

    def as_dict(self) -> dict[str, Any]:
        return {
            "project": str(self.root),
            "name": self.name,
            "records": self.records,
            "sources": self.sources,
            "formats": self.suffixes,
            "graph_up_to_date": self.current,
            "nodes": self.counts,
            "scopes": list(self.scopes),
            "questions": self.questions,
            "missing": list(self.missing),
            "broken_decisions": self.broken,
            "past_retention": self.expired,
            "erasures_waiting": self.forgotten,
        }

    def lines(self, language: Language) -> list[str]:
        """The state and what to do next, a line each."""
        fr = language == "fr"
        lines = [f"{'Projet' if fr else 'Project'} {self.name} ({self.root})"]
        if not self.records:
            lines.append("Aucun document." if fr else "No record yet.")
            lines.append("Ensuite : maillage charger DOSSIER" if fr else "Next: maillage load FOLDER")
            return lines
        formats = ", ".join(f"{suffix} {number}" for suffix, number in self.suffixes.items())
        lines.append(
            f"Documents : {self.records}, lus dans {self.sources} fichier{'s' if self.sources > 1 else ''} ({formats})"
            if fr
            else f"Records: {self.records}, read from {self.sources} file{'s' if self.sources > 1 else ''} ({formats})"
        )
        if self.counts:
            titles = _TITLES[language]
            lines.append(", ".join(f"{number} {titles[label]}" for label, number in self.counts.items() if label in titles))
        if not self.current:
            lines.append(
                "Le graphe sera reconstruit à la prochaine question."
                if fr
                else "The graph will be built again by the next question."
            )
        if self.missing:
            number = len(self.missing)
            lines.append(
                f"Fichiers qui ne sont plus à leur place (leurs faits sont gardés) : {number}."
                if fr
                else f"Files no longer in their place (their facts are kept): {number}."
            )
        if self.questions:
            one = self.questions == 1
            if fr:
                lines.append(f"{'1 question' if one else f'{self.questions} questions'} en attente : maillage vérifier")
            else:
                lines.append(f"{'1 question is' if one else f'{self.questions} questions are'} waiting: maillage review")
        elif self.questions is None:
            lines.append(
                "Questions : pas encore comptées depuis le dernier chargement (maillage vérifier)."
                if fr
                else "Questions: not counted yet since the last load (maillage review)."
            )
        if self.broken:
            lines.append(
                f"Lignes de décisions non comprises : {self.broken} (maillage décisions)."
                if fr
                else f"Lines of decisions that are not understood: {self.broken} (maillage decisions)."
            )
        if self.expired:
            lines.append(
                f"Sources plus anciennes que la durée fixée : {self.expired} (maillage conservation)."
                if fr
                else f"Sources older than the limit set: {self.expired} (maillage retention)."
            )
        if self.forgotten:
            lines.append(
                f"Oublis à terminer ou à trancher : {self.forgotten} (maillage oublier)."
                if fr
                else f"Erasures to finish or to answer: {self.forgotten} (maillage forget)."
            )
        scope = self.scopes[0] if self.scopes else "…"
        lines.append(
            f'Ensuite : maillage demander jamais-vus --scope "{scope}"   ·   maillage carte --scope "{scope}" --out carte.html'
            if fr
            else f'Next: maillage ask never-met --scope "{scope}"   ·   maillage map --scope "{scope}" --out map.html'
        )
        return lines


_TITLES = {
    "fr": {
        "Organisation": "structures",
        "Person": "personnes",
        "Event": "événements",
        "Territory": "territoires",
        "Action": "actions",
    },
    "en": {
        "Organisation": "organisations",
        "Person": "people",
        "Event": "events",
        "Territory": "territories",
        "Action": "actions",
    },
}


def project_status(project: Project, location: str) -> Status:
    """The state of `project`, without opening its database. Raises ProjectError for a broken record."""
    index = read_index(project)
    sources = index.by_source()
    suffixes = Counter(Path(source.removesuffix(".gz")).suffix.lower() or "?" for source in sources)
    current = is_current(project, location, index)
    state = remembered(project, location) if current else {}
    return Status(
        root=project.root,
        name=project.config.name,
        records=len(index.entries),
        sources=len(sources),
        suffixes=dict(suffixes.most_common()),
        current=current,
        counts=dict(state.get("counts", {})),
        scopes=tuple(state.get("scopes", ())),
        questions=_questions(project, index) if current and state.get("questions", 0) is None else state.get("questions", 0),
        broken=len(decisions.read(project).broken),
        expired=len(retention.expired(project, index)),
        forgotten=len(guard.waiting(project)) + len(forgetting.under_way(project)),
        missing=tuple(sorted(source for source in sources if not project.source_path(source).exists())),
    )


def _questions(project: Project, index: Index) -> int | None:
    """How many questions wait, where somebody has looked since the last change; None elsewhere."""
    from .inputs import digest
    from .kept import known
    from .standing import waiting

    found = known(project, digest(project, index))
    return waiting(found.resolution, found.settled) if found is not None else None


def diagnose(project: Project | None, location: str | None) -> list[Check]:
    """Check the installation, then the project and its database."""
    checks = [_python(), *_packages(), _engine()]
    if project is None:
        checks.append(Check(True, "No project in this folder: the first load makes one.",
                            "Aucun projet dans ce dossier : le premier chargement en crée un."))  # fmt: skip
    else:
        checks.append(_writable(project))
        checks.append(_records(project))
        checks += [Check(False, line.en, line.fr) for line in decisions.read(project).broken]
        checks += _privacy(project)
    if location is not None:
        checks += examine(location, _wanted(project))
    return checks


def _wanted(project: Project | None) -> str | None:
    if project is None:
        return None
    try:
        return inputs.digest(project, read_index(project))
    except MaillageError:  # said by the check of the records
        return None


def _python() -> Check:
    found = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return Check(True, f"{found}.", f"{found}.")


def _packages() -> Iterable[Check]:
    found, lost = [], []
    for name in NEEDED:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            lost.append(name)
    if lost:
        yield Check(
            False, f"Missing: {', '.join(lost)}. Install maillage again.", f"Manquent : {', '.join(lost)}. Réinstallez maillage."
        )
    yield Check(True, f"{', '.join(found)}.", f"{', '.join(found)}.")


def _engine() -> Check:
    from .store import open_store

    with tempfile.TemporaryDirectory(prefix="maillage-doctor-", ignore_cleanup_errors=True) as folder:
        try:
            with open_store(Path(folder) / "graph") as store:
                store.read("RETURN 1 AS one")
        except MaillageError as error:
            return Check(
                False, f"The embedded database does not start: {error.en}", f"La base embarquée ne démarre pas : {error.fr}"
            )
    return Check(True, "The embedded database starts and answers.", "La base embarquée démarre et répond.")


def _writable(project: Project) -> Check:
    try:
        with project.lock():
            pass
    except MaillageError as error:
        return Check(False, error.en, error.fr)
    return Check(True, f"Project {project.root} can be written.", f"Le projet {project.root} est accessible en écriture.")


def _records(project: Project) -> Check:
    try:
        number = len(read_index(project).entries)
    except MaillageError as error:
        return Check(False, error.en, error.fr)
    return Check(True, f"{number} records, all well formed.", f"{number} documents, tous bien formés.")


def _privacy(project: Project) -> Iterable[Check]:
    """What the RGPD asks for and is not done."""
    try:
        old = len(retention.expired(project))
        waiting = len(guard.waiting(project)) + len(forgetting.under_way(project))
    except MaillageError as error:
        yield Check(False, error.en, error.fr)
        return
    if old:
        yield Check(False, f"{old} sources are older than the limit set: maillage retention.",
                    f"{old} sources sont plus anciennes que la durée fixée : maillage conservation.")  # fmt: skip
    if waiting:
        yield Check(False, f"{waiting} erasures wait to be finished or answered: maillage forget.",
                    f"{waiting} oublis attendent d'être terminés ou tranchés : maillage oublier.")  # fmt: skip
