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
@click.argument("form", metavar="[FORMAT]", type=click.Choice(sorted(FORMS)), required=False)
@click.option("--person", "--personne", metavar="NAME",
              help=say("All that is held about this person (RGPD art. 15), as .docx, .html, .md or .json.",
                     "Tout ce qui est conservé sur cette personne (RGPD, art. 15) : .docx, .html, .md ou .json."))  # fmt: skip
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
    context: Context, form: str | None, person: str | None, out: Path | None, scope: str | None, since: str | None, until: str | None,
    audience: str,
) -> None:  # fmt: skip
    if person is not None:
        if form or scope or since or until:
            raise click.UsageError(say("--person goes with --out only.", "--personne ne va qu'avec --out."))
        _person(context, person, out)
        return
    if form is None:
        raise click.UsageError(say(f"Name a FORMAT ({', '.join(sorted(FORMS))}), or --person.",
                                   f"Indiquez un FORMAT ({', '.join(sorted(FORMS))}), ou --personne."))  # fmt: skip
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


def _person(context: Context, words: str, out: Path | None) -> None:
    """Write what is held about a person: a document and JSON into sorties/, or the one form that `out` names."""
    from ..graph.privacy import access, people
    from ..graph.project import write_bytes
    from ..visualisations import paper, terminal
    from .privacy import chosen_of

    project = context.project()
    everyone = people.everyone(project)
    sights = chosen_of(everyone, people.candidates(everyone, words), words)
    if not sights:
        raise people.like(everyone, words)
    found = access.held(project, everyone, people.mentions(everyone, [one.node for one in sights]))
    folder = project.outputs
    for target in [out] if out else [folder / f"acces-{sights[0].node}.docx", folder / f"acces-{sights[0].node}.json"]:
        if target.suffix.lower() == ".json":
            data = terminal.to_json(found).encode("utf-8")
        else:
            data = paper.written(access.paper(found, LANGUAGE), target.suffix.lower(), LANGUAGE)
        write_bytes(target.resolve(), data)
        number = len(found["records"])
        click.echo(say(f"Written: {target} ({number} records)", f"Écrit : {target} ({number} documents)"), err=True)


def _positions(source: Source) -> Positions | None:
    """Where to draw the nodes, as on the maps; None for more than DRAWN of them."""
    from itertools import islice

    from ..graph.model import Subgraph
    from ..visualisations.layout import positions

    nodes = tuple(islice(source.nodes(), DRAWN + 1))
    return positions(Subgraph(nodes, tuple(source.relationships()))) if len(nodes) <= DRAWN else None
