"""`mapping`: which column of a table is what, proposed."""

from __future__ import annotations

from pathlib import Path

import click

from .shared import check_paths, documented, emit, say


@click.command()
@click.argument("table", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help=say("Write the mapping here instead of printing it.", "Écrire ici au lieu d'afficher."))  # fmt: skip
@documented(
    "Propose a mapping for TABLE (xlsx, csv): a TOML file to check, then: maillage load TABLE --mapping FILE.",
    "Proposer une correspondance pour TABLE (xlsx, csv), à vérifier, puis : maillage charger TABLE --mapping FICHIER.",
)
def mapping(table: Path, out: Path | None) -> None:
    from ..loaders.propose import propose

    check_paths([table])
    found = propose(table)
    emit(found.toml, out)
    if out is not None:
        kinds = {"attendance": ("a table of attendance", "un tableau de présence"), "directory": ("a directory", "un répertoire")}
        kind = say(*kinds[found.purpose])
        click.echo(say(f"Taken for {kind}. Check it, then: maillage load \"{table}\" --mapping \"{out}\"",
                       f"Pris pour {kind}. Vérifiez, puis : maillage charger \"{table}\" --mapping \"{out}\""), err=True)  # fmt: skip
