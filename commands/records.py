"""Reading: `load`, `extract`, `evaluate`."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..loaders import supervisor
from .shared import LANGUAGE, Context, check_paths, complain, documented, many, progress_bar, say, tell, told_damaged

if TYPE_CHECKING:
    from ..graph.project import Project
    from ..graph.store import Store


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--mapping", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help=say("The paths are tables; this TOML file says which column is what.",
                     "Les chemins sont des tableaux ; ce fichier TOML dit quelle colonne est quoi."))  # fmt: skip
@click.option(
    "--dry-run", is_flag=True, help=say("Say what would be done, write nothing.", "Dire ce qui serait fait, ne rien écrire.")
)
@click.option("--withdraw", "--retirer", is_flag=True,
              help=say("Take out known files that are no longer there.", "Retirer les fichiers connus qui ne sont plus là."))  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1, 64), help=say("Processes that read (default: one a core).", "Processus de lecture.")
)
@click.option("--patience", type=click.FloatRange(min=1), metavar="SECONDS",
              help=say("Seconds that one document may take (default: by its size, 120 to 600).",
                     "Secondes laissées à un document (par défaut selon sa taille, de 120 à 600)."))  # fmt: skip
@click.option(
    "--scheduler", "--ordonnanceur", metavar="tcp://HOST:PORT",
    help=say("Read on the workers of this Dask scheduler.", "Lire sur les machines de cet ordonnanceur Dask."),
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "table", "json"]), help=say("Form of the report.", "Forme du rapport.")
)
@click.pass_obj
@documented("Read files and folders of records into the project (made here when there is none).",
       "Lire des fichiers et dossiers de comptes rendus dans le projet (créé ici s'il n'y en a pas).")  # fmt: skip
def load(
    context: Context,
    paths: tuple[Path, ...],
    mapping: Path | None,
    dry_run: bool,
    withdraw: bool,
    workers: int | None,
    patience: float | None,
    scheduler: str | None,
    form: str | None,
) -> None:
    from ..graph import project as projects

    project = context.find()
    if project is None and mapping is None and scheduler is None and all(path.exists() for path in paths):
        supervisor.start()
    from ..graph import decisions
    from ..loaders.load import cluster, refuse_nothing
    from ..loaders.load import load as load_paths
    from ..visualisations import terminal

    if project is not None:
        paths = _directories(context, project, paths, dry_run)
        if not paths:
            return
    if project is None:
        check_paths(paths)
        refuse_nothing(None, paths)
        if not dry_run:
            project = projects.create(context.folder)
            click.echo(say(f"New project in {project.root}", f"Nouveau projet dans {project.root}"), err=True)
        else:
            project = projects.planned(context.folder)
    location = context.location(project)
    with ExitStack() as stack:
        executor = stack.enter_context(cluster(scheduler)) if scheduler else None
        progress = stack.enter_context(progress_bar())
        report = load_paths(
            project, paths, lambda: _opened(project, location), location,
            mapping=mapping, withdraw=withdraw, dry_run=dry_run, workers=workers, executor=executor,
            progress=progress, patience=patience,
        )  # fmt: skip
    data = report.as_dict()
    if form == "json" or (form is None and not sys.stdout.isatty()):
        click.echo(terminal.to_json(data))
    else:
        for line in terminal.load_report(data, LANGUAGE):
            click.echo(line)
        if not dry_run and report.published:
            click.echo(say("Next: maillage ask never-met --scope \"…\", or maillage map --out map.html",
                         "Ensuite : maillage demander jamais-vus --scope \"…\", ou maillage carte --out carte.html"))  # fmt: skip
    tell(decisions.read(project).broken)
    for refusal in report.plan.refused:
        complain(refusal.fr if LANGUAGE == "fr" else refusal.en)
    if report.plan.refused:
        raise SystemExit(1)


def _directories(context: Context, project: Project, paths: tuple[Path, ...], dry_run: bool) -> tuple[Path, ...]:
    """Take over what was changed in the directories among `paths`; give the other paths. Exit status 1 when a row could not be."""
    from ..loaders.directory_changes import is_directory, take_over

    directories = [path for path in paths if is_directory(path)]
    problems = 0
    for path in directories:
        found = take_over(project, path, dry_run=dry_run)
        corrected, rows = len(found.corrections), len(found.members)
        told = (many(corrected, ("correction", "corrections"), ("correction", "corrections")),
                many(rows, ("row", "rows"), ("ligne", "lignes")))  # fmt: skip
        click.echo(say(f"{path.name}: {told[0]}, {told[1]} of partenaires.xlsx.",
                       f"{path.name} : {told[0]}, {told[1]} de partenaires.xlsx."), err=True)  # fmt: skip
        for place, en, fr in found.problems:
            complain(say(f"{path.name}, {place}: {en}", f"{path.name}, {place} : {fr}"))
        problems += len(found.problems)
    rest = tuple(path for path in paths if path not in directories)
    if directories and not rest and not dry_run:
        with context.store():
            pass  # brought up to date with what was taken over
    if problems and not rest:
        raise SystemExit(1)
    return rest


def _opened(project: Project, location: str) -> Store:
    from ..graph.ingest import opened  # the driver is imported when there is something to write

    return opened(project, location, told_damaged)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["record", "gold"]), default="record", show_default=True,
              help=say("record/1, or the scorer's gold/1.", "record/1, ou gold/1 pour l'évaluation."))  # fmt: skip
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              help=say("Write one JSON a record here.", "Écrire ici un JSON par document."))  # fmt: skip
@documented("Show what is read from files, without a project.", "Montrer ce qui est lu dans des fichiers, sans projet.")
def extract(files: tuple[Path, ...], form: str, out: Path | None) -> None:
    check_paths(files)
    supervisor.start()
    from ..graph import gold, record
    from ..graph.errors import SourceError
    from ..graph.project import write_text
    from ..loaders.load import fingerprint, walk
    from ..visualisations import terminal

    failed = False
    for path in walk(None, files):
        try:
            reading = supervisor.read_apart((str(path), path.name, fingerprint(path, path.name)))
        except SourceError as error:
            failed = True
            complain(error.sentence(LANGUAGE))
            continue
        for refusal in reading.refused:
            failed = True
            complain(refusal.fr if LANGUAGE == "fr" else refusal.en)
        for number, item in enumerate(reading.records):
            text = record.dumps(item) if form == "record" else terminal.to_json(gold.to_gold(item)) + "\n"
            if out is None:
                click.echo(text, nl=False)
            else:
                write_text(out / f"{path.stem}{f'.{number + 1}' if number else ''}.json", text)
    if failed:
        raise SystemExit(1)


@click.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help=say("Form of the report.", "Forme du rapport.")
)
@click.option("-v", "--verbose", is_flag=True, help=say("Every failure with its sentence.", "Chaque échec avec sa phrase."))
@documented("Score the reading of annotated records (gold/1) in DIRECTORY.", "Noter la lecture de documents annotés (gold/1).")
def evaluate(directory: Path, form: str, verbose: bool) -> None:
    from ..loaders.evaluate import evaluate as score
    from ..visualisations import terminal

    report = score(directory)
    if form == "json":
        click.echo(terminal.to_json(report.as_json()))
    else:
        for line in terminal.evaluation(report.as_json(), LANGUAGE, verbose):
            click.echo(line)
