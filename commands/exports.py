"""`export`: the graph for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from .shared import Context, documented, say

EXPORTS = {
    "csv": "", "graphml": ".graphml", "gexf": ".gexf", "json-graph": ".json", "kumu": ".xlsx", "neo4j": "", "ics": ".ics", "turtle": ".ttl",
    "json-ld": ".jsonld", "nquads": ".nq", "popolo": ".json", "oparl": ".json",
}  # fmt: skip


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(sorted(EXPORTS)))
@click.option("--out", type=click.Path(path_type=Path), metavar="PATH",
              help=say("File; folder for csv and neo4j (default: in sorties/).",
                     "Fichier ; dossier pour csv et neo4j (sinon dans sorties/)."))  # fmt: skip
@click.option(
    "--scope",
    "--perimetre",
    metavar="SCOPE",
    help=say("Only this territory, committee or partnership.", "Seulement ce périmètre."),
)
@click.option("--since", "--depuis", metavar="DATE", help=say("Events from this day on.", "Événements à partir de ce jour."))
@click.option("--until", "--jusque", metavar="DATE", help=say("Events up to this day.", "Événements jusqu'à ce jour."))
@click.option("--audience", type=click.Choice(["organisations", "roles", "names"]), default="organisations", show_default=True,
              help=say("Who will see it: no people, people by role, or names.",
                     "Qui le verra : sans personnes, par rôles, ou avec les noms."))  # fmt: skip
@click.pass_obj
@documented(
    "Write the graph in a form that other programs open.", "Écrire le graphe dans un format que d'autres logiciels ouvrent."
)
def export(
    context: Context, form: str, out: Path | None, scope: str | None, since: str | None, until: str | None, audience: str
) -> None:
    from ..graph.exports import write
    from ..queries.stream import source

    target = (out or context.project().outputs / f"maillage-{form}{EXPORTS[form]}").resolve()
    with context.store() as store:
        counts = write(form, source(store, scope=scope, since=since, until=until, audience=audience), target)  # type: ignore[arg-type]
    click.echo(say(f"Written: {target} ({counts.en})", f"Écrit : {target} ({counts.fr})"), err=True)
