"""`export`: the graph for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..graph.exports import FORMS
from .shared import LANGUAGE, Context, documented, progress_bar, say

if TYPE_CHECKING:
    from ..graph.exports.networks import Positions
    from ..graph.exports.source import Source

DRAWN = 20_000
"""Nodes up to which GEXF gets positions; Gephi lays out more by itself, and faster."""


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(sorted(FORMS)))
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
    from ..graph.exports.source import watched
    from ..queries.stream import size, source

    target = (out or context.project().outputs / f"maillage-{form}{FORMS[form]}").resolve()
    whole = scope is since is until is None
    with context.store() as store, progress_bar() as progress:
        title = scope or "Maillage"
        found = source(store, scope=scope, since=since, until=until, audience=audience, title=title)  # type: ignore[arg-type]
        positions = _positions(found) if form == "gexf" else None
        if progress is not None:
            found = watched(found, progress, *(size(store) if whole else (0, 0)))
        counts = write(form, found, target, LANGUAGE, positions)
    click.echo(say(f"Written: {target} ({counts.en})", f"Écrit : {target} ({counts.fr})"), err=True)


def _positions(source: Source) -> Positions | None:
    """Where to draw the nodes, as on the maps; None for more than DRAWN of them."""
    from itertools import islice

    from ..graph.model import Subgraph
    from ..visualisations.layout import positions

    nodes = tuple(islice(source.nodes(), DRAWN + 1))
    return positions(Subgraph(nodes, tuple(source.relationships()))) if len(nodes) <= DRAWN else None
