"""Pages: `map`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .shared import LANGUAGE, Context, documented, emit, say

if TYPE_CHECKING:
    from ..graph.store import Store

_FRENCH = {
    "réseau": "network", "reseau": "network", "jamais-vus": "gaps", "cercles": "circles", "frise": "timeline",
    "territoires": "territories", "matrice": "matrix",
}  # fmt: skip
_SHADES = {"couverture": "coverage", "paires": "pairs"}
_AUDIENCES = {"structures": "organisations", "fonctions": "roles", "noms": "names"}


class Names(click.Choice[str]):
    """A choice by English names, with French ones taken too."""

    def __init__(self, names: list[str], french: dict[str, str]) -> None:
        super().__init__(names)
        self.french = french

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(self.french.get(value, value), param, ctx)


@click.command("map")
@click.option("--view", "--vue", default="network", show_default=True,
              type=Names(["network", "gaps", "circles", "programmes", "timeline", "territories", "matrix"], _FRENCH),
              help=say("Who works with whom; who has not met; circles of a scope; programmes; who came when; territories; pairs.",
                       "Qui travaille avec qui (réseau) ; jamais-vus ; cercles ; programmes ; qui est venu quand (frise) ; "
                       "territoires ; paires (matrice)."))  # fmt: skip
@click.option("--out", "--sortie", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help=say("The page (default: sorties/ of the project).", "La page (par défaut : dans sorties/ du projet)."))  # fmt: skip
@click.option(
    "--scope", "--perimetre", metavar="SCOPE",
    help=say("A territory, committee or partnership.", "Un territoire, une instance, un partenariat."),
)  # fmt: skip
@click.option("--actor", "--acteur", metavar="NAME",
              help=say("The surroundings of one body or person.", "Les alentours d'une structure ou d'une personne."))  # fmt: skip
@click.option(
    "--people", "--personnes", is_flag=True, help=say("People instead of organisations.", "Les personnes au lieu des structures.")
)
@click.option("--since", "--depuis", metavar="DATE", help=say("Meetings from this day on.", "Réunions à partir de ce jour."))
@click.option("--until", "--jusque", metavar="DATE", help=say("Meetings up to this day.", "Réunions jusqu'à ce jour."))
@click.option("--shade", "--teinte", type=Names(["coverage", "pairs"], _SHADES), default="coverage", show_default=True,
              help=say("Colour territories by coverage, or by pairs that met.",
                       "Colorer les territoires par couverture, ou par paires qui se sont rencontrées."))  # fmt: skip
@click.option("--audience", "--public", type=Names(["organisations", "roles", "names"], _AUDIENCES),
              help=say("Who will see it: bodies only (default), people by role, or names and sentences (default with --people).",
                       "Qui le verra : structures (par défaut), fonctions, ou noms et phrases (par défaut avec --personnes)."))  # fmt: skip
@click.option("--afresh", "--a-neuf", is_flag=True,
              help=say("Lay the picture out anew instead of moving only what is new.",
                       "Refaire la disposition au lieu de ne déplacer que le nouveau."))  # fmt: skip
@click.pass_obj
@documented("Draw what the records tell as one page that opens without network.",
       "Dessiner ce que disent les documents : une page qui s'ouvre sans réseau.")  # fmt: skip
def map_(
    context: Context, view: str, out: Path | None, scope: str | None, actor: str | None, people: bool, since: str | None,
    until: str | None, shade: str, audience: str | None, afresh: bool,
) -> None:  # fmt: skip
    from ..graph.project import write_text
    from ..visualisations import editions
    from ..visualisations.gallery import VIEWS, Wanted, make

    chosen = VIEWS[view]
    if chosen.scoped and not scope:
        raise click.UsageError(say(f"--view {view} needs --scope.", f"--vue {chosen.french} demande --perimetre."))
    if actor and view not in ("network", "timeline"):
        raise click.UsageError(
            say("--actor goes with the views network and timeline.", "--acteur va avec les vues réseau et frise.")
        )
    if people and audience == "organisations":
        raise click.UsageError(
            say("--people needs --audience roles or names.", "--personnes demande --public fonctions ou noms.")
        )
    audience = audience or ("names" if people else "organisations")
    wanted = Wanted(scope, actor, people, since, until, shade, audience)  # type: ignore[arg-type]
    kept = _edition(context, view, (scope, actor, people, since, until)) if chosen.kept else None
    with context.store() as store:
        if view == "territories":
            wanted = replace(wanted, perimeters=own_perimeters(context, store))
        made = make(store, view, wanted, LANGUAGE, editions.read(kept) if kept and not afresh else None)
    emit(made.html, out or context.project().outputs / f"{chosen.file[LANGUAGE]}.html")
    if kept and made.edition:
        write_text(kept, made.edition)


def own_perimeters(context: Context, store: Store) -> dict[str, tuple[str, ...]]:
    """The communes of the project's own territories, as `territoires.xlsx` lists them; none without a project at hand."""
    from ..graph.perimeters import perimeters
    from ..graph.writer import published

    project, state = context.find(), published(store)
    return perimeters(project, state.digest) if project is not None and state is not None else {}


def _edition(context: Context, view: str, asked: tuple[object, ...]) -> Path | None:
    """Where the positions of this picture are kept: in the project, one file for each question asked."""
    from hashlib import blake2b

    from ..graph.project import slug

    project = context.find()
    if project is None:
        return None
    mark = blake2b(repr(asked).encode(), digest_size=4).hexdigest()
    return project.outputs / "positions" / f"{view}-{slug(str(asked[1] or asked[0] or ''))}-{mark}.json"
