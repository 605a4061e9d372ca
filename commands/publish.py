"""`publish`: the project into a database, or into the files of an offline import."""

from __future__ import annotations

from pathlib import Path

import click

from ..graph.errors import MaillageError
from .shared import Context, documented, progress_bar, say


@click.command()
@click.option(
    "--bulk", "--en-bloc", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help=say("Write the files of `neo4j-admin database import` here instead: the quick way into an empty Neo4j.",
             "Écrire ici les fichiers de `neo4j-admin database import` : la voie rapide vers un Neo4j vide."),
)  # fmt: skip
@click.pass_obj
@documented(
    "Bring the database to the state of the project (a shared one: maillage --db neo4j://… publish).",
    "Mettre la base dans l'état du projet (une base partagée : maillage --db neo4j://… publier).",
)
def publish(context: Context, bulk: Path | None) -> None:
    from ..graph import ingest
    from ..graph.index import read_index
    from ..graph.store import open_store

    project = context.project()
    index = read_index(project)
    ingest.refuse_empty(index)
    if bulk is not None:
        _write_bulk(context, bulk)
        return
    location = context.location(project)
    with progress_bar() as progress, project.lock(), open_store(location) as store:
        counts = ingest.refresh(project, store, index, progress).published
    if counts is None or not counts.writes:
        click.echo(say("The database is up to date.", "La base est à jour."))
        return
    click.echo(
        say(
            f"Published: nodes +{counts.nodes_created} ~{counts.nodes_updated} -{counts.nodes_deleted}, "
            f"links +{counts.relationships_created} ~{counts.relationships_updated} -{counts.relationships_deleted}.",
            f"Publié : nœuds +{counts.nodes_created} ~{counts.nodes_updated} -{counts.nodes_deleted}, "
            f"liens +{counts.relationships_created} ~{counts.relationships_updated} -{counts.relationships_deleted}.",
        )
    )


def _write_bulk(context: Context, folder: Path) -> None:
    from ..graph.exports.bulk import write_bulk
    from ..graph.writer import published
    from ..queries.stream import source

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise MaillageError(
            f"{folder}: not an empty folder. Name a new one.", f"{folder} : ce n'est pas un dossier vide. Donnez-en un nouveau."
        )
    with context.store() as store:
        nodes, links = write_bulk(source(store), folder, published(store))
    click.echo(say(f"Written: {folder} ({nodes} nodes, {links} links). On the machine of an empty Neo4j, while it is stopped:",
                   f"Écrit : {folder} ({nodes} nœuds, {links} liens). Sur la machine d'un Neo4j vide, à l'arrêt :"))  # fmt: skip
    click.echo(f"  cd {folder} && neo4j-admin database import @import.args")
    click.echo(say("then start it and run once:", "puis démarrez-le et exécutez une fois :"))
    click.echo("  cypher-shell -f after.cypher")
    click.echo(say("From then on, publish by Bolt: maillage --db neo4j://… publish",
                   "Ensuite, publiez par Bolt : maillage --db neo4j://… publier"))  # fmt: skip
