"""What every command shares: language, project and database, options, output."""

from __future__ import annotations

import gettext
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..graph.errors import MaillageError, ProjectError
from ..graph.language import Language, system_language
from ..graph.names import printable

if TYPE_CHECKING:
    from ..graph.decisions import Broken
    from ..graph.ingest import Progress, Refreshed
    from ..graph.project import Project
    from ..graph.store import Store
    from ..graph.writer import Published
    from ..queries import Answer

LANGUAGE: Language = system_language()
LONGEST = 1_200
"""Characters of a sentence on the error output."""

if LANGUAGE == "fr":  # click asks gettext for its own words, which looks at the environment for the language
    gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
    os.environ["LANGUAGE"] = "fr"


def say(en: str, fr: str) -> str:
    return fr if LANGUAGE == "fr" else en


def many(value: int, en: tuple[str, str], fr: tuple[str, str]) -> str:
    """`value` with its noun, `en` and `fr` each singular and plural; French counts zero as singular."""
    return f"{value} {fr[value > 1] if LANGUAGE == 'fr' else en[value != 1]}"


class Context:
    """What every command shares: where the project and the database are."""

    def __init__(self, folder: Path, db: str | None) -> None:
        self.folder, self.db = folder, db

    def find(self) -> Project | None:
        from ..graph.project import find

        return find(self.folder)

    def project(self) -> Project:
        """The project, or ProjectError."""
        project = self.find()
        if project is None:
            raise ProjectError(
                f"{self.folder.resolve()}: no Maillage project here. Make one by loading a folder: maillage load FOLDER.",
                f"{self.folder.resolve()} : aucun projet Maillage ici. Créez-en un en chargeant un dossier : maillage charger DOSSIER.",
            )
        return project

    def location(self, project: Project | None) -> str:
        from ..graph.ingest import database_folder

        if self.db:
            _ask_password(self.db)
            return self.db
        if project is None:
            return str(database_folder(self.project()))
        return str(database_folder(project))

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The database, brought up to date with the project."""
        from ..graph.ingest import current_store

        project = self.find()
        if project is None and not (self.db and "://" in self.db):
            project = self.project()
        with progress_bar() as progress, current_store(project, self.location(project), progress, told, told_damaged) as store:
            yield store


def _ask_password(location: str) -> None:
    """Ask at the keyboard for the password of a server when the environment has none; an empty answer means no login."""
    if "://" in location and "NEO4J_PASSWORD" not in os.environ and sys.stdin.isatty() and sys.stderr.isatty():
        user = os.environ.get("NEO4J_USERNAME", "neo4j")
        question = say(
            f"Password of {user} (nothing where there is no login)", f"Mot de passe de {user} (rien s'il n'y en a pas)"
        )
        os.environ["NEO4J_PASSWORD"] = click.prompt(question, hide_input=True, default="", show_default=False, err=True)


def told(refreshed: Refreshed) -> None:
    """Say that other rules made the graph again: never in silence."""
    if refreshed.upgraded is not None:
        complain(upgrade_sentence(refreshed.upgraded, refreshed.published))


def told_damaged() -> None:
    """Say that the database was made anew: never in silence."""
    from ..graph.ingest import DAMAGED

    complain(DAMAGED[LANGUAGE])


def upgrade_sentence(versions: tuple[str, str], published: Published | None) -> str:
    before, now = versions
    writes = published.writes if published is not None else 0
    return say(f"Maillage was updated (rules {before} → {now}): the graph was made again from the files, {writes} changes.",
               f"Maillage a été mis à jour (règles {before} → {now}) : graphe refait, {writes} changements.")  # fmt: skip


def complain(text: str) -> None:
    """Print a sentence on the error output. It may hold a name of a file or of a person: nothing in it moves the cursor."""
    shown = printable(text)
    click.echo(shown if len(shown) <= LONGEST else f"{shown[:LONGEST]} …", err=True)


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A progress line on a terminal, after the first second; None elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    names = {
        "read": say("Reading", "Lecture"),
        "resolve": say("Who is who", "Qui est qui"),
        "publish": say("Writing", "Écriture"),
        "nodes": say("Nodes", "Nœuds"),
        "links": say("Links", "Liens"),
    }
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def told(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(names.get(stage, stage), total=total or None)
            bars.update(tasks[stage], completed=done, total=total or None)

        yield told


def documented(en: str, fr: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        function.__doc__ = say(en, fr)
        return function

    return decorate


def output_options(*formats: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--format` and `--out`: a table on a terminal, JSON when piped."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        function = click.option(
            "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
            help=say("Write here instead of printing.", "Écrire ici au lieu d'afficher."),
        )(function)  # fmt: skip
        return click.option(
            "--format", "form", type=click.Choice(formats),
            help=say("Default: table on a terminal, JSON when piped.", "Par défaut : tableau à l'écran, JSON dans un tube."),
        )(function)  # fmt: skip

    return decorate


def emit(text: str | bytes, out: Path | None) -> None:
    """Print `text`, or write it whole to `out` and say so."""
    if out is None:
        click.echo(text, nl=not str(text).endswith("\n"))
        return
    from ..graph.project import write_bytes

    try:
        write_bytes(out.resolve(), text if isinstance(text, bytes) else text.encode("utf-8"))
    except OSError as error:
        raise MaillageError(
            f"{out}: cannot be written ({error.strerror}). Choose another place with --out.",
            f"{out} : écriture impossible ({error.strerror}). Choisissez un autre endroit avec --out.",
        ) from error
    click.echo(say(f"Written: {out}", f"Écrit : {out}"), err=True)


def render(answer: Answer, form: str | None, out: Path | None, limit: int) -> str | bytes:
    from ..visualisations import terminal

    form = form or form_of(out)
    if form == "json":
        return terminal.to_json(answer.data)
    if form == "csv":
        text = terminal.to_csv(answer.columns, answer.rows)
        return text.encode("utf-8-sig") if out else text
    if form == "xlsx":
        if out is None:
            raise click.UsageError(say("--format xlsx needs --out FILE.", "--format xlsx demande --out FICHIER."))
        from ..visualisations.workbook import to_xlsx

        return to_xlsx(answer, LANGUAGE)
    if form == "ics":
        return _calendar(answer)
    width = shutil.get_terminal_size((100, 24)).columns
    lines = terminal.wrapped(answer.sentence[LANGUAGE], width)
    if answer.rows:
        titles = answer.titles.get(LANGUAGE, {})
        lines += ["", terminal.table(answer.columns, answer.rows, titles, width, None if out else limit)]
        more = len(answer.rows) - limit
        if more > 0 and not out:
            lines.append(say(f"… and {more} more rows (--limit)", f"… et {more} autres lignes (--limit)"))
    if answer.notes:
        lines.append("")
        for note in answer.notes:
            lines += terminal.wrapped(note[LANGUAGE], width)
    return "\n".join(lines)


def _calendar(answer: Answer) -> bytes | str:
    import tempfile

    from ..graph.exports.calendar import write_ics
    from ..graph.exports.source import Source
    from ..queries.agenda import calendar_nodes

    with tempfile.TemporaryDirectory(prefix="maillage-") as folder:
        path = Path(folder) / "agenda.ics"
        write_ics(Source(answer.sentence[LANGUAGE], lambda: calendar_nodes(answer.data), lambda: iter(())), path)
        return path.read_text("utf-8")


def form_of(out: Path | None) -> str:
    if out is not None:
        return {".csv": "csv", ".xlsx": "xlsx", ".txt": "table", ".ics": "ics"}.get(out.suffix.lower(), "json")
    return "table" if sys.stdout.isatty() else "json"


def tell(broken: Iterable[Broken]) -> None:
    """Say on the error stream which lines people wrote are not understood."""
    for line in broken:
        complain(line.fr if LANGUAGE == "fr" else line.en)


def check_paths(paths: Sequence[Path]) -> None:
    from ..graph.errors import SourceError

    for path in paths:
        if not path.exists():
            raise SourceError(
                str(path), "no such file or folder. Check the name.", "ce fichier ou dossier n'existe pas. Vérifiez le nom."
            )
