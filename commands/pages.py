"""Pages: `map`."""

from __future__ import annotations

from pathlib import Path

import click

from .shared import LANGUAGE, Context, documented, emit, say


@click.command("map")
@click.option("--view", "--vue", type=click.Choice(["network", "matrix"]), default="network", show_default=True,
              help=say("A network, or a table partner × partner.", "Un réseau, ou un tableau partenaire × partenaire."))  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help=say("The page (default: sorties/ of the project).", "La page (par défaut : dans sorties/ du projet)."))  # fmt: skip
@click.option(
    "--scope", metavar="SCOPE", help=say("A territory, committee or partnership.", "Un territoire, une instance, un partenariat.")
)
@click.option(
    "--people", "--personnes", is_flag=True, help=say("People instead of organisations.", "Les personnes au lieu des structures.")
)
@click.option("--since", "--depuis", metavar="DATE", help=say("Meetings from this day on.", "Réunions à partir de ce jour."))
@click.option("--until", "--jusque", metavar="DATE", help=say("Meetings up to this day.", "Réunions jusqu'à ce jour."))
@click.pass_obj
@documented("Draw who works with whom as one page that opens without network.",
       "Dessiner qui travaille avec qui : une page qui s'ouvre sans réseau.")  # fmt: skip
def map_(
    context: Context, view: str, out: Path | None, scope: str | None, people: bool, since: str | None, until: str | None
) -> None:
    from ..queries import run
    from ..queries.views import works_with
    from ..visualisations import matrix, network

    suffix = f" — {scope}" if scope else ""
    given = {"scope": scope, "people": people or None, "since": since, "until": until, "all": True}
    with context.store() as store:
        if view == "matrix":
            data = run(store, "never-met", {key: value for key, value in given.items() if value is not None}, LANGUAGE).data
            html = matrix.page(data, title=say("Who has met whom", "Qui a rencontré qui") + suffix, language=LANGUAGE)
        else:
            subgraph = works_with(store, scope=scope, people=people, since=since, until=until)
            html = network.page(subgraph, title=say("Who works with whom", "Qui travaille avec qui") + suffix, language=LANGUAGE)
    name = say("matrix.html", "matrice.html") if view == "matrix" else say("map.html", "carte.html")
    emit(html, out or context.project().outputs / name)
