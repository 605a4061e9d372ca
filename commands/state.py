"""State of a project: `status`, `doctor`; `demo` and `completion`."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from .shared import LANGUAGE, Context, documented, say


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["text", "table", "json"]), help=say("Form of the answer.", "Forme de la réponse.")
)
@click.pass_obj
@documented("What the project holds and what to do next.", "Ce que contient le projet et quoi faire ensuite.")
def status(context: Context, form: str | None = None) -> None:
    from ..graph.status import project_status
    from ..visualisations import terminal

    project = context.project()
    state = project_status(project, context.location(project))
    if form == "json" or (form is None and not sys.stdout.isatty()):
        click.echo(terminal.to_json(state.as_dict()))
    else:
        for line in state.lines(LANGUAGE):
            click.echo(line)


@click.command()
@click.pass_obj
@documented("Check the installation, the project and the database, and say what to do.",
       "Vérifier l'installation, le projet et la base, et dire quoi faire.")  # fmt: skip
def doctor(context: Context) -> None:
    from ..graph.status import diagnose

    project = context.find()
    checks = diagnose(project, context.location(project) if context.db or project else None)
    for check in checks:
        click.echo(f"{'ok ' if check.ok else '!! '} {check.fr if LANGUAGE == 'fr' else check.en}")
    if not all(check.ok for check in checks):
        raise SystemExit(1)


@click.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              help=say("Keep the project here (default: a temporary folder).", "Garder le projet ici (sinon : temporaire)."))  # fmt: skip
@click.pass_context
@documented(
    "Load the invented examples, ask the question, draw the map.",
    "Charger les exemples inventés, poser la question, dessiner la carte.",
)
def demo(ctx: click.Context, out: Path | None) -> None:
    import tempfile

    from .. import examples

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
    program = ctx.find_root().command
    assert isinstance(program, click.Group)
    form = [] if words[0] == "map" else ["--format", "text" if words[0] == "load" else "table"]
    program.main(["-C", str(ctx.obj.folder), *words, *form], prog_name="maillage", standalone_mode=False)


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
@documented("Print the completion script of a shell.", "Afficher le script de complétion d'un shell.")
def completion(ctx: click.Context, shell: str) -> None:
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    assert script is not None
    click.echo(script(ctx.find_root().command, {}, "maillage", "_MAILLAGE_COMPLETE").source())
