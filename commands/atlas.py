"""`atlas`: the whole graph as a folder of pages."""

from __future__ import annotations

from pathlib import Path

import click

from .pages import Names, own_perimeters
from .shared import LANGUAGE, Context, documented, progress_bar, say

_AUDIENCES = {"structures": "organisations", "fonctions": "roles", "noms": "names"}


@click.command()
@click.option("--out", "--sortie", type=click.Path(path_type=Path), metavar="DIR",
              help=say("The folder, new or an earlier atlas (default: sorties/atlas of the project).",
                       "Le dossier, nouveau ou d'un atlas précédent (par défaut : sorties/atlas du projet)."))  # fmt: skip
@click.option("--audience", "--public", type=Names(["organisations", "roles", "names"], _AUDIENCES), default="organisations",
              show_default=True,
              help=say("Who will see it: no people, people by role, or names.",
                       "Qui le verra : structures (sans personnes), fonctions, ou noms."))  # fmt: skip
@click.option(
    "--title",
    "--titre",
    metavar="TEXT",
    help=say("Its title (default: the project's name).", "Son titre (par défaut : le nom du projet)."),
)
@click.option("--afresh", "--a-neuf", is_flag=True,
              help=say("Look at every page again though nothing has changed.", "Revoir chaque page même si rien n'a changé."))  # fmt: skip
@click.pass_obj
@documented(
    "Write a page for each territory, organisation, event and programme: a folder that opens without network.",
    "Écrire une page par territoire, structure, événement et programme : un dossier qui s'ouvre sans réseau.",
)
def atlas(context: Context, out: Path | None, audience: str, title: str | None, afresh: bool) -> None:
    from ..graph.memory import former
    from ..visualisations.atlas import build

    project = context.find()
    target = out or context.project().outputs / "atlas"
    name = title or (project.config.name if project is not None else "Maillage")
    with context.store() as store, progress_bar() as progress:
        built = build(
            store, target, title=name, audience=audience, language=LANGUAGE,  # type: ignore[arg-type]
            former=former(project) if project is not None else None,
            afresh=afresh, perimeters=own_perimeters(context, store), told=progress,
        )  # fmt: skip
    done = built.written
    click.echo(
        say(f"Written: {target / 'index.html'} ({built.pages} pages; files: {done.new} new, {done.changed} changed, "
            f"{done.removed} removed, {done.unchanged} as they were)",
            f"Écrit : {target / 'index.html'} ({built.pages} pages ; fichiers : {done.new} nouveaux, {done.changed} changés, "
            f"{done.removed} supprimés, {done.unchanged} inchangés)"),
        err=True,
    )  # fmt: skip
