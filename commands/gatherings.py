"""Before a meeting: `invitations`, `seating`, `sheet`, `prepare`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .shared import LANGUAGE, Context, documented, emit, output_options, render, say

if TYPE_CHECKING:
    from ..loaders.guests import Line
    from ..queries.briefing import Audience


def _lines(path: str) -> list[Line]:
    """The lines of the list at `path`; of standard input for « - »."""
    from ..loaders.guests import read_guests, read_text
    from .shared import check_paths

    if path == "-":
        return read_text(sys.stdin.read(), say("standard input", "entrée standard"))
    check_paths([Path(path)])
    return read_guests(Path(path))


_SCOPE = click.option(
    "--scope", "--perimetre", metavar="SCOPE",
    help=say("A territory, committee or partnership.", "Un territoire, une instance, un partenariat."),
)  # fmt: skip
_SINCE = click.option(
    "--since", "--depuis", metavar="DATE", help=say("Meetings from this day on.", "Réunions à partir de ce jour.")
)
_UNTIL = click.option("--until", "--jusque", metavar="DATE", help=say("Meetings up to this day.", "Réunions jusqu'à ce jour."))


@click.command()
@click.argument("list_", metavar="LIST")
@_SCOPE
@_SINCE
@_UNTIL
@click.option("--all", "--tout", "everything", is_flag=True,
              help=say("Show the lines too about which there is nothing to say.",
                     "Montrer aussi les lignes où il n'y a rien à signaler."))  # fmt: skip
@click.option("--limit", type=click.IntRange(1), default=60, show_default=True,
              help=say("Rows of a table on the terminal.", "Lignes d'un tableau à l'écran."))  # fmt: skip
@output_options("table", "json", "csv", "xlsx")
@click.pass_obj
@documented(
    "Check a list of people to invite (a workbook, CSV, text or mail; - reads what is pasted): which partners are missing, who has "
    "left, who never comes, whom no record knows.",
    "Vérifier une liste d'invités (classeur, CSV, texte ou mail ; - lit ce que l'on colle) : quels partenaires manquent, qui n'est "
    "plus en poste, qui ne vient jamais, qui est inconnu des documents.",
)
def invitations(
    context: Context, list_: str, scope: str | None, since: str | None, until: str | None, everything: bool, limit: int,
    form: str | None, out: Path | None,
) -> None:  # fmt: skip
    from ..queries.invitations import invitations as checked

    lines = _lines(list_)
    with context.store() as store:
        answer = checked(store, lines, scope=scope, since=since, until=until, everything=everything, language=LANGUAGE)
    emit(render(answer, form, out, limit), out)


def _two(text: str) -> tuple[str, str]:
    """Two names with a « / » between."""
    first, sign, second = text.partition("/")
    if not sign or not first.strip() or not second.strip():
        raise click.BadParameter(say("write two names with / between.", "écrivez deux noms séparés par /."), param_hint="--apart")
    return first.strip(), second.strip()


@click.command()
@click.argument("list_", metavar="[LIST]", required=False)
@_SCOPE
@_SINCE
@_UNTIL
@click.option("--seats", "--places", type=click.IntRange(2, 50), default=4, show_default=True,
              help=say("Most people at a table.", "Personnes au plus à une table."))  # fmt: skip
@click.option("--rounds", "--tours", type=click.IntRange(1, 20), default=1, show_default=True,
              help=say("Rounds: everybody changes tables.", "Tours : tout le monde change de table."))  # fmt: skip
@click.option("--apart", "--séparer", "--separer", "apart", multiple=True, metavar="A/B",
              help=say("Two guests who must not share a table; may be repeated.",
                     "Deux personnes à ne pas mettre à la même table ; peut être répété."))  # fmt: skip
@click.option("--without", "--sans", multiple=True, metavar="NAME",
              help=say("A guest who stays away; may be repeated.", "Une personne qui ne vient pas ; peut être répété."))  # fmt: skip
@click.option("--seed", "--graine", type=int, default=1, show_default=True,
              help=say("Another number gives another plan.", "Un autre nombre donne un autre plan."))  # fmt: skip
@click.option("--format", "form", type=click.Choice(["table", "json", "csv", "xlsx", "html"]),
              help=say("Default: table on a terminal, JSON when piped.", "Par défaut : tableau à l'écran, JSON dans un tube."))  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help=say("Write here: .html to print, .xlsx, .csv, .json.",
                     "Écrire ici : .html à imprimer, .xlsx, .csv, .json."))  # fmt: skip
@click.pass_obj
@documented(
    "Seat the people of a LIST (or the known partners of a scope) at tables that bring together those who have not met.",
    "Placer les personnes d'une LISTE (ou les partenaires connus d'un périmètre) à des tables qui réunissent celles qui ne se sont "
    "pas rencontrées.",
)
def seating(
    context: Context, list_: str | None, scope: str | None, since: str | None, until: str | None, seats: int, rounds: int,
    apart: tuple[str, ...], without: tuple[str, ...], seed: int, form: str | None, out: Path | None,
) -> None:  # fmt: skip
    from ..queries.seated import seating as seated
    from ..visualisations import seating as pages

    lines = _lines(list_) if list_ else None
    with context.store() as store:
        answer = seated(
            store, lines, scope=scope, since=since, until=until, seats=seats, rounds=rounds, apart=[_two(pair) for pair in apart],
            without=without, seed=seed, language=LANGUAGE,
        )  # fmt: skip
    if form == "html" or (form is None and out is not None and out.suffix.lower() in (".html", ".htm")):
        title = say("Seating", "Plan de table") + (f" — {answer.data['scope']['name']}" if answer.data["scope"] else "")
        html = pages.page(answer.data, title=title, sentence=answer.sentence[LANGUAGE], notes=[n[LANGUAGE] for n in answer.notes],
                          language=LANGUAGE)  # fmt: skip
        emit(html, out)
    else:
        emit(render(answer, form, out, 1_000), out)


@click.command()
@click.option("--scope", "--perimetre", metavar="SCOPE", required=True,
              help=say("A territory, committee or partnership.", "Un territoire, une instance, un partenariat."))  # fmt: skip
@click.option("--date", "day", metavar="DATE",
              help=say("Day of the meeting (default: the next announced date).",
                     "Jour de la réunion (sinon : la prochaine date annoncée)."))  # fmt: skip
@click.option("--title", "--titre", metavar="TEXT", help=say("Name of the meeting.", "Nom de la réunion."))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help=say("The workbook (default: in sorties/ of the project).",
                     "Le classeur (par défaut : dans sorties/ du projet)."))  # fmt: skip
@click.pass_obj
@documented(
    "Write an attendance sheet (.xlsx) prefilled with the partners of a scope; once filled, `maillage load` reads it without guessing.",
    "Écrire une feuille de présence (.xlsx) préremplie avec les partenaires d'un périmètre ; remplie, `maillage charger` la lit sans "
    "rien deviner.",
)
def sheet(context: Context, scope: str, day: str | None, title: str | None, out: Path | None) -> None:
    from ..queries.sheet import prefilled
    from ..visualisations.sheet import to_xlsx

    with context.store() as store:
        made = prefilled(store, scope, day=day, title=title, language=LANGUAGE)
    if made.date is None:
        click.echo(
            say("No next date is known: fill in « Date ».", "Aucune prochaine date n'est connue : remplissez « Date »."), err=True
        )
    if not made.rows:
        click.echo(say("No partner of this scope is known: the rows are empty.",
                     "Aucun partenaire de ce périmètre n'est connu : les lignes sont vides."), err=True)  # fmt: skip
    emit(to_xlsx(made, LANGUAGE), out or context.project().outputs / say("sheet.xlsx", "feuille.xlsx"))


@click.command()
@_SCOPE
@click.option("--since", "--depuis", metavar="DATE",
              help=say("Since this day, by the dates of meetings (default: since the graph last changed).",
                     "Depuis ce jour, d'après les dates des réunions (sinon : depuis le dernier chargement)."))  # fmt: skip
@_UNTIL
@click.option("--limit", type=click.IntRange(1), default=60, show_default=True,
              help=say("Rows of a table on the terminal.", "Lignes d'un tableau à l'écran."))  # fmt: skip
@output_options("table", "json", "csv", "xlsx")
@click.pass_obj
@documented(
    "Say what changed since the last load or since a day: new partners, first meetings, who is no longer seen, renamed bodies, actions.",
    "Dire ce qui a changé depuis le dernier chargement ou depuis un jour : nouveaux partenaires, premières rencontres, absents, "
    "structures renommées, actions.",
)
def changes(
    context: Context, scope: str | None, since: str | None, until: str | None, limit: int, form: str | None, out: Path | None
) -> None:  # fmt: skip
    from ..graph.memory import former
    from ..queries.changes import changes as found

    project = context.find()
    with context.store() as store:
        before = former(project) if project is not None and since is None else None
        answer = found(store, before, scope=scope, since=since, until=until, language=LANGUAGE)
    emit(render(answer, form, out, limit), out)


@click.command()
@click.argument("scope")
@_SINCE
@_UNTIL
@click.option("--seats", "--places", type=click.IntRange(2, 50), default=4, show_default=True,
              help=say("Most people at a table of the seating.", "Personnes au plus à une table du plan."))  # fmt: skip
@click.option("--level", "--niveau", type=click.Choice(["unit", "network", "parent"]), default="unit", show_default=True,
              help=say("Count each body, each network, or the whole it is part of.",
                     "Compter chaque structure, chaque réseau, ou l'ensemble dont elle fait partie."))  # fmt: skip
@click.option("--audience", type=click.Choice(["names", "organisations"]), default="names", show_default=True,
              help=say("Who will read it: with names of people, or bodies only.",
                     "Qui le lira : avec des noms de personnes, ou les structures seulement."))  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help=say("The page: .html or .docx (default: in sorties/ of the project).",
                     "La page : .html ou .docx (par défaut : dans sorties/ du projet)."))  # fmt: skip
@click.pass_obj
@documented(
    "Write the page to read before a meeting of SCOPE: who has not met, who is expected and unseen, open actions, dates, introductions, "
    "a seating, all with their sources.",
    "Écrire la page à lire avant une réunion de SCOPE : qui ne s'est pas rencontré, qui est attendu et jamais vu, les actions ouvertes, "
    "les dates, les présentations, un plan de table, le tout avec ses sources.",
)
def prepare(
    context: Context,
    scope: str,
    since: str | None,
    until: str | None,
    seats: int,
    level: str,
    audience: Audience,
    out: Path | None,
) -> None:
    from ..queries.briefing import briefing
    from ..visualisations import briefing as pages

    with context.store() as store:
        made = briefing(store, scope, since=since, until=until, seats=seats, audience=audience, level=level, language=LANGUAGE)
    target = out or context.project().outputs / say("before.html", "avant-reunion.html")
    emit(pages.docx(made, LANGUAGE) if target.suffix.lower() == ".docx" else pages.page(made, LANGUAGE), target)
