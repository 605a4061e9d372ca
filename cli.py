"""The `maillage` command: options, one call, one print. Exit status 0 done, 1 a MaillageError, 2 wrong usage."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__
from .graph.errors import MaillageError, ProjectError
from .graph.language import Language, system_language

if TYPE_CHECKING:
    from .graph.ingest import Progress
    from .graph.project import Project
    from .graph.store import Store
    from .queries import Answer, Query

LANGUAGE: Language = system_language()


def _(en: str, fr: str) -> str:
    return fr if LANGUAGE == "fr" else en


FRENCH = {
    "load": "charger", "extract": "extraire", "ask": "demander", "map": "carte", "status": "état", "doctor": "diagnostic",
    "evaluate": "évaluer", "export": "exporter", "demo": "démo", "completion": "complétion",
}  # fmt: skip


class Commands(click.Group):
    """A group whose commands also answer to their French names, with or without accents, and are listed by them in French."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = super().list_commands(ctx)
        return sorted(FRENCH.get(name, name) for name in names) if LANGUAGE == "fr" else names

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from .graph.names import fold

        english = {fold(french): name for name, french in FRENCH.items()}
        return super().get_command(ctx, cmd_name) or super().get_command(ctx, english.get(fold(cmd_name), cmd_name))


class Context:
    """What every command shares: where the project and the database are."""

    def __init__(self, folder: Path, db: str | None) -> None:
        self.folder, self.db = folder, db

    def find(self) -> Project | None:
        from .graph.project import find

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
        from .graph.ingest import database_folder

        if self.db:
            return self.db
        if project is None:
            return str(database_folder(self.project()))
        return str(database_folder(project))

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The database, brought up to date with the project."""
        from .graph.ingest import current_store

        project = self.find()
        if project is None and not (self.db and "://" in self.db):
            project = self.project()
        with progress_bar() as progress, current_store(project, self.location(project), progress) as store:
            yield store


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A progress line on a terminal, after the first second; None elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    names = {"read": _("Reading", "Lecture"), "resolve": _("Who is who", "Qui est qui"), "publish": _("Writing", "Écriture")}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def told(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(names.get(stage, stage), total=total or None)
            bars.update(tasks[stage], completed=done, total=total or None)

        yield told


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="maillage")
@click.option(
    "-C", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), metavar="DIR",
    help=_("Work in this folder.", "Travailler dans ce dossier."),
)  # fmt: skip
@click.option(
    "--db", envvar="MAILLAGE_DB", metavar="PATH|URL",
    help=_("Database: a folder, or bolt://… (NEO4J_USERNAME and NEO4J_PASSWORD say who).",
           "Base : un dossier, ou bolt://… (NEO4J_USERNAME et NEO4J_PASSWORD disent qui)."),
)  # fmt: skip
@click.pass_context
def maillage(ctx: click.Context, folder: Path, db: str | None) -> None:
    ctx.obj = Context(folder, db)
    if ctx.invoked_subcommand is None:
        if ctx.obj.find() is None:
            click.echo(ctx.get_help())
        else:
            ctx.invoke(status)


maillage.help = _(
    "Who works with whom, where, and who has not met yet: a graph read from meeting records.",
    "Qui travaille avec qui, où, et qui ne s'est pas encore rencontré : un graphe lu dans les comptes rendus.",
)


def _help(en: str, fr: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        function.__doc__ = _(en, fr)
        return function

    return decorate


def output_options(*formats: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--format` and `--out`: a table on a terminal, JSON when piped."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        function = click.option(
            "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
            help=_("Write here instead of printing.", "Écrire ici au lieu d'afficher."),
        )(function)  # fmt: skip
        return click.option(
            "--format", "form", type=click.Choice(formats),
            help=_("Default: table on a terminal, JSON when piped.", "Par défaut : tableau à l'écran, JSON dans un tube."),
        )(function)  # fmt: skip

    return decorate


def emit(text: str | bytes, out: Path | None) -> None:
    """Print `text`, or write it whole to `out` and say so."""
    if out is None:
        click.echo(text, nl=not str(text).endswith("\n"))
        return
    from .graph.project import write_bytes

    try:
        write_bytes(out.resolve(), text if isinstance(text, bytes) else text.encode("utf-8"))
    except OSError as error:
        raise MaillageError(
            f"{out}: cannot be written ({error.strerror}). Choose another place with --out.",
            f"{out} : écriture impossible ({error.strerror}). Choisissez un autre endroit avec --out.",
        ) from error
    click.echo(_(f"Written: {out}", f"Écrit : {out}"), err=True)


# --- load and extract ---------------------------------------------------------------------------------------------------


@maillage.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--mapping", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help=_("The paths are tables; this TOML file says which column is what.",
                     "Les chemins sont des tableaux ; ce fichier TOML dit quelle colonne est quoi."))  # fmt: skip
@click.option(
    "--dry-run", is_flag=True, help=_("Say what would be done, write nothing.", "Dire ce qui serait fait, ne rien écrire.")
)
@click.option("--withdraw", "--retirer", is_flag=True,
              help=_("Take out known files that are no longer there.", "Retirer les fichiers connus qui ne sont plus là."))  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1, 64), help=_("Processes that read (default: one a core).", "Processus de lecture.")
)
@click.option(
    "--format", "form", type=click.Choice(["text", "table", "json"]), help=_("Form of the report.", "Forme du rapport.")
)
@click.pass_obj
@_help("Read files and folders of records into the project (made here when there is none).",
       "Lire des fichiers et dossiers de comptes rendus dans le projet (créé ici s'il n'y en a pas).")  # fmt: skip
def load(
    context: Context,
    paths: tuple[Path, ...],
    mapping: Path | None,
    dry_run: bool,
    withdraw: bool,
    workers: int | None,
    form: str | None,
) -> None:
    from .graph import project as projects
    from .graph.store import open_store
    from .loaders.load import load as load_paths
    from .loaders.load import refuse_nothing
    from .visualisations import terminal

    project = context.find()
    if project is None:
        _check_paths(paths)
        refuse_nothing(None, paths)
        if not dry_run:
            project = projects.create(context.folder)
            click.echo(_(f"New project in {project.root}", f"Nouveau projet dans {project.root}"), err=True)
        else:
            project = projects.planned(context.folder)
    location = context.location(project)
    with progress_bar() as progress:
        report = load_paths(
            project, paths, lambda: open_store(location), location,
            mapping=mapping, withdraw=withdraw, dry_run=dry_run, workers=workers, progress=progress,
        )  # fmt: skip
    data = report.as_dict()
    if form == "json" or (form is None and not sys.stdout.isatty()):
        click.echo(terminal.to_json(data))
    else:
        for line in terminal.load_report(data, LANGUAGE):
            click.echo(line)
        if not dry_run and report.published:
            click.echo(_("Next: maillage ask never-met --scope \"…\", or maillage map --out map.html",
                         "Ensuite : maillage demander jamais-vus --scope \"…\", ou maillage carte --out carte.html"))  # fmt: skip
    for refusal in report.plan.refused:
        click.echo(refusal.fr if LANGUAGE == "fr" else refusal.en, err=True)
    if report.plan.refused:
        raise SystemExit(1)


def _check_paths(paths: Sequence[Path]) -> None:
    from .graph.errors import SourceError

    for path in paths:
        if not path.exists():
            raise SourceError(
                str(path), "no such file or folder. Check the name.", "ce fichier ou dossier n'existe pas. Vérifiez le nom."
            )


@maillage.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["record", "gold"]), default="record", show_default=True,
              help=_("record/1, or the scorer's gold/1.", "record/1, ou gold/1 pour l'évaluation."))  # fmt: skip
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              help=_("Write one JSON a record here.", "Écrire ici un JSON par document."))  # fmt: skip
@_help("Show what is read from files, without a project.", "Montrer ce qui est lu dans des fichiers, sans projet.")
def extract(files: tuple[Path, ...], form: str, out: Path | None) -> None:
    from .graph import gold, record
    from .graph.project import write_text
    from .loaders.load import file_sha256, read_file, walk
    from .visualisations import terminal

    _check_paths(files)
    failed = False
    for path in walk(None, files):
        reading = read_file(str(path), path.name, file_sha256(path))
        for refusal in reading.refused:
            failed = True
            click.echo(refusal.fr if LANGUAGE == "fr" else refusal.en, err=True)
        for number, item in enumerate(reading.records):
            text = record.dumps(item) if form == "record" else terminal.to_json(gold.to_gold(item)) + "\n"
            if out is None:
                click.echo(text, nl=False)
            else:
                write_text(out / f"{path.stem}{f'.{number + 1}' if number else ''}.json", text)
    if failed:
        raise SystemExit(1)


# --- questions ----------------------------------------------------------------------------------------------------------


class Questions(click.Group):
    """One command for each query file, made when it is asked for, under its English name and its French ones."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from .queries import catalogue

        return list(catalogue())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from .queries import find_query

        query = find_query(cmd_name)
        return _question(query) if query else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from .queries import catalogue

        rows = []
        for name in catalogue():
            try:
                query = catalogue()[name]
            except MaillageError as error:  # one broken file must not hide the others
                rows.append((name, error.sentence(LANGUAGE)))
                continue
            shown = next((alias for alias in query.aliases if " " not in alias), name) if LANGUAGE == "fr" else name
            rows.append((shown, query.title[LANGUAGE]))
        with formatter.section(_("Questions", "Questions")):
            formatter.write_dl(sorted(rows))


@maillage.group(cls=Questions)
@_help("Ask a question; `maillage ask QUESTION --help` says what it takes.",
       "Poser une question ; `maillage demander QUESTION --help` dit ce qu'elle prend.")  # fmt: skip
def ask() -> None:
    pass


def _question(query: Query) -> click.Command:
    @output_options("table", "json", "csv", "xlsx")
    @click.option("--limit", type=click.IntRange(1), default=40, show_default=True,
                  help=_("Rows of a table on the terminal.", "Lignes d'un tableau à l'écran."))  # fmt: skip
    @click.pass_obj
    def command(context: Context, /, form: str | None, out: Path | None, limit: int, **given: object) -> None:
        from .queries import run

        with context.store() as store:
            answer = run(store, query.name, {k: v for k, v in given.items() if v is not None}, LANGUAGE)
        emit(_render(answer, form, out, limit), out)

    for parameter in reversed(list(query.parameters.values())):
        names = [f"--{name.replace('_', '-')}" for name in (parameter.name, *parameter.aliases)]
        command = click.option(parameter.name, *names, **_option(parameter))(command)
    text = query.answers[LANGUAGE]
    return click.command(query.name, help=text, short_help=query.title[LANGUAGE])(command)


def _option(parameter: Any) -> dict[str, Any]:
    options: dict[str, Any] = {"help": parameter.help[LANGUAGE], "required": parameter.required}
    if parameter.type == "flag":
        return {**options, "is_flag": True, "default": None, "required": False}
    if parameter.type == "integer":
        options["type"] = int
    elif parameter.type == "number":
        options["type"] = float
    elif parameter.type == "choice":
        options["type"] = click.Choice(parameter.choices)
    else:
        options["metavar"] = parameter.type.upper()
    if parameter.default is not None:
        options["help"] += _(f" [default: {parameter.default}]", f" [par défaut : {parameter.default}]")
    return options


def _render(answer: Answer, form: str | None, out: Path | None, limit: int) -> str | bytes:
    from .visualisations import terminal

    form = form or _form_of(out)
    if form == "json":
        return terminal.to_json(answer.data)
    if form == "csv":
        text = terminal.to_csv(answer.columns, answer.rows)
        return text.encode("utf-8-sig") if out else text
    if form == "xlsx":
        if out is None:
            raise click.UsageError(_("--format xlsx needs --out FILE.", "--format xlsx demande --out FICHIER."))
        from .visualisations.workbook import to_xlsx

        return to_xlsx(answer, LANGUAGE)
    width = shutil.get_terminal_size((100, 24)).columns
    lines = terminal.wrapped(answer.sentence[LANGUAGE], width)
    if answer.rows:
        titles = answer.titles.get(LANGUAGE, {})
        lines += ["", terminal.table(answer.columns, answer.rows, titles, width, None if out else limit)]
        more = len(answer.rows) - limit
        if more > 0 and not out:
            lines.append(_(f"… and {more} more rows (--limit)", f"… et {more} autres lignes (--limit)"))
    if answer.notes:
        lines.append("")
        for note in answer.notes:
            lines += terminal.wrapped(note[LANGUAGE], width)
    return "\n".join(lines)


def _form_of(out: Path | None) -> str:
    if out is not None:
        return {".csv": "csv", ".xlsx": "xlsx", ".txt": "table"}.get(out.suffix.lower(), "json")
    return "table" if sys.stdout.isatty() else "json"


@maillage.command()
@click.argument("query")
@click.option(
    "-p", "--param", "parameters", multiple=True, metavar="NAME=VALUE", help=_("A parameter of the query.", "Un paramètre.")
)
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help=_("Rows shown.", "Lignes affichées."))
@output_options("table", "json", "csv")
@click.pass_obj
@_help("Run a read-only Cypher query (- reads it from standard input).",
       "Exécuter une requête Cypher en lecture seule (- la lit sur l'entrée standard).")  # fmt: skip
def cypher(context: Context, query: str, parameters: tuple[str, ...], limit: int, form: str | None, out: Path | None) -> None:
    from .queries import lint
    from .visualisations import terminal

    if query == "-":
        query = sys.stdin.read()
    values = dict(_parameter(text) for text in parameters)
    for warning in lint.warnings(query):
        click.echo(_("Note: ", "Remarque : ") + warning[LANGUAGE], err=True)
    with context.store() as store:
        rows = store.read(query, values)
    columns = list(rows[0]) if rows else []
    form = form or _form_of(out)
    if form == "json":
        emit(terminal.to_json(rows), out)
    elif form == "csv":
        emit(terminal.to_csv(columns, rows), out)
    else:
        emit(terminal.table(columns, rows, {}, shutil.get_terminal_size((100, 24)).columns, limit), out)


def _parameter(text: str) -> tuple[str, object]:
    name, sign, value = text.partition("=")
    if not sign:
        raise click.BadParameter(_(f"{text!r}: write name=value.", f"{text!r} : écrivez nom=valeur."), param_hint="--param")
    return name, int(value) if value.lstrip("-").isdigit() else value


@maillage.command("map")
@click.option("--view", "--vue", type=click.Choice(["network", "matrix"]), default="network", show_default=True,
              help=_("A network, or a table partner × partner.", "Un réseau, ou un tableau partenaire × partenaire."))  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help=_("The page (default: sorties/ of the project).", "La page (par défaut : dans sorties/ du projet)."))  # fmt: skip
@click.option(
    "--scope", metavar="SCOPE", help=_("A territory, committee or partnership.", "Un territoire, une instance, un partenariat.")
)
@click.option(
    "--people", "--personnes", is_flag=True, help=_("People instead of organisations.", "Les personnes au lieu des structures.")
)
@click.option("--since", "--depuis", metavar="DATE", help=_("Meetings from this day on.", "Réunions à partir de ce jour."))
@click.option("--until", "--jusque", metavar="DATE", help=_("Meetings up to this day.", "Réunions jusqu'à ce jour."))
@click.pass_obj
@_help("Draw who works with whom as one page that opens without network.",
       "Dessiner qui travaille avec qui : une page qui s'ouvre sans réseau.")  # fmt: skip
def map_(
    context: Context, view: str, out: Path | None, scope: str | None, people: bool, since: str | None, until: str | None
) -> None:
    from .queries import run
    from .queries.views import works_with
    from .visualisations import matrix, network

    suffix = f" — {scope}" if scope else ""
    given = {"scope": scope, "people": people or None, "since": since, "until": until, "all": True}
    with context.store() as store:
        if view == "matrix":
            data = run(store, "never-met", {key: value for key, value in given.items() if value is not None}, LANGUAGE).data
            html = matrix.page(data, title=_("Who has met whom", "Qui a rencontré qui") + suffix, language=LANGUAGE)
        else:
            subgraph = works_with(store, scope=scope, people=people, since=since, until=until)
            html = network.page(subgraph, title=_("Who works with whom", "Qui travaille avec qui") + suffix, language=LANGUAGE)
    name = _("matrix.html", "matrice.html") if view == "matrix" else _("map.html", "carte.html")
    emit(html, out or context.project().outputs / name)


EXPORTS = {
    "csv": "", "graphml": ".graphml", "gexf": ".gexf", "json-graph": ".json", "kumu": ".xlsx", "neo4j": "", "ics": ".ics", "turtle": ".ttl",
    "json-ld": ".jsonld", "nquads": ".nq", "popolo": ".json", "oparl": ".json",
}  # fmt: skip


@maillage.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(sorted(EXPORTS)))
@click.option("--out", type=click.Path(path_type=Path), metavar="PATH",
              help=_("File; folder for csv and neo4j (default: in sorties/).",
                     "Fichier ; dossier pour csv et neo4j (sinon dans sorties/)."))  # fmt: skip
@click.option(
    "--scope", "--perimetre", metavar="SCOPE", help=_("Only this territory, committee or partnership.", "Seulement ce périmètre.")
)
@click.option("--since", "--depuis", metavar="DATE", help=_("Events from this day on.", "Événements à partir de ce jour."))
@click.option("--until", "--jusque", metavar="DATE", help=_("Events up to this day.", "Événements jusqu'à ce jour."))
@click.option("--audience", type=click.Choice(["organisations", "roles", "names"]), default="organisations", show_default=True,
              help=_("Who will see it: no people, people by role, or names.",
                     "Qui le verra : sans personnes, par rôles, ou avec les noms."))  # fmt: skip
@click.pass_obj
@_help("Write the graph in a form that other programs open.", "Écrire le graphe dans un format que d'autres logiciels ouvrent.")
def export(
    context: Context, form: str, out: Path | None, scope: str | None, since: str | None, until: str | None, audience: str
) -> None:
    from .graph.exports import write
    from .queries.stream import source

    target = (out or context.project().outputs / f"maillage-{form}{EXPORTS[form]}").resolve()
    with context.store() as store:
        counts = write(form, source(store, scope=scope, since=since, until=until, audience=audience), target)  # type: ignore[arg-type]
    click.echo(_(f"Written: {target} ({counts.en})", f"Écrit : {target} ({counts.fr})"), err=True)


# --- state --------------------------------------------------------------------------------------------------------------


@maillage.command()
@click.option(
    "--format", "form", type=click.Choice(["text", "table", "json"]), help=_("Form of the answer.", "Forme de la réponse.")
)
@click.pass_obj
@_help("What the project holds and what to do next.", "Ce que contient le projet et quoi faire ensuite.")
def status(context: Context, form: str | None = None) -> None:
    from .graph.status import project_status
    from .visualisations import terminal

    project = context.project()
    state = project_status(project, context.location(project))
    if form == "json" or (form is None and not sys.stdout.isatty()):
        click.echo(terminal.to_json(state.as_dict()))
    else:
        for line in state.lines(LANGUAGE):
            click.echo(line)


@maillage.command()
@click.pass_obj
@_help("Check the installation, the project and the database, and say what to do.",
       "Vérifier l'installation, le projet et la base, et dire quoi faire.")  # fmt: skip
def doctor(context: Context) -> None:
    from .graph.status import diagnose

    project = context.find()
    checks = diagnose(project, context.db or (context.location(project) if project else None))
    for check in checks:
        click.echo(f"{'ok ' if check.ok else '!! '} {check.fr if LANGUAGE == 'fr' else check.en}")
    if not all(check.ok for check in checks):
        raise SystemExit(1)


@maillage.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Form of the report.", "Forme du rapport.")
)
@click.option("-v", "--verbose", is_flag=True, help=_("Every failure with its sentence.", "Chaque échec avec sa phrase."))
@_help("Score the reading of annotated records (gold/1) in DIRECTORY.", "Noter la lecture de documents annotés (gold/1).")
def evaluate(directory: Path, form: str, verbose: bool) -> None:
    from .loaders.evaluate import evaluate as score
    from .visualisations import terminal

    report = score(directory)
    if form == "json":
        click.echo(terminal.to_json(report.as_json()))
    else:
        for line in terminal.evaluation(report.as_json(), LANGUAGE, verbose):
            click.echo(line)


@maillage.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              help=_("Keep the project here (default: a temporary folder).", "Garder le projet ici (sinon : temporaire)."))  # fmt: skip
@click.pass_context
@_help(
    "Load the invented examples, ask the question, draw the map.",
    "Charger les exemples inventés, poser la question, dessiner la carte.",
)
def demo(ctx: click.Context, out: Path | None) -> None:
    import tempfile

    from . import examples

    folder = out or Path(tempfile.mkdtemp(prefix="maillage-"))
    sources = folder / "records-examples"
    shutil.copytree(
        Path(examples.__file__).parent,
        sources,
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns("*.py", "__pycache__", "README.md", "*.toml"),
    )
    if out is None:
        os.environ.setdefault("MAILLAGE_CACHE", str(folder / "cache"))  # all of the demo lies in one folder
    ctx.obj = Context(folder, None)
    scope = examples.SCOPE
    for words in (["load", str(sources)], ["ask", "never-met", "--scope", scope], ["map", "--out", str(folder / "carte.html")]):
        click.echo(f"\n$ maillage {' '.join(words)}")
        _run_words(ctx, words)


def _run_words(ctx: click.Context, words: list[str]) -> None:
    form = [] if words[0] == "map" else ["--format", "text" if words[0] == "load" else "table"]
    maillage.main(["-C", str(ctx.obj.folder), *words, *form], prog_name="maillage", standalone_mode=False)


@maillage.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@_help("Print the completion script of a shell.", "Afficher le script de complétion d'un shell.")
def completion(shell: str) -> None:
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    assert script is not None
    click.echo(script(maillage, {}, "maillage", "_MAILLAGE_COMPLETE").source())


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        maillage.main(arguments, prog_name="maillage", standalone_mode=False)
    except MaillageError as error:
        click.echo(error.sentence(LANGUAGE), err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo(_("Stopped. What was read is kept; run the same command again.",
                     "Interrompu. Ce qui a été lu est gardé ; relancez la même commande."), err=True)  # fmt: skip
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if os.environ.get("MAILLAGE_DEBUG"):
            raise
        name = type(error).__name__  # not its text, which may hold a name from a record
        click.echo(_(f"Maillage failed ({name}). Please report it; MAILLAGE_DEBUG=1 shows where.",
                     f"Maillage a échoué ({name}). Merci de le signaler ; MAILLAGE_DEBUG=1 montre où."), err=True)  # fmt: skip
        sys.exit(1)


if __name__ == "__main__":
    main()
