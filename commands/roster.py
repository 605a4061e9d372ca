"""The roster: `roster new` writes the workbooks to fill in, `roster check` says which cells cannot be understood."""

from __future__ import annotations

import click

from ..graph.names import fold
from .shared import LANGUAGE, Context, documented, say

FRENCH = {"new": "nouveau", "check": "vérifier"}


class _Group(click.Group):
    """A group whose commands answer to their French names too, and are listed by them in French."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [FRENCH[name] if LANGUAGE == "fr" else name for name in FRENCH]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        wanted = fold(cmd_name)
        return next((self.commands[name] for name, french in FRENCH.items() if wanted in (name, fold(french))), None)


@click.group(cls=_Group)
@documented("Who is expected where: partenaires.xlsx and territoires.xlsx, filled in Excel.",
       "Qui est attendu où : partenaires.xlsx et territoires.xlsx, remplis dans Excel.")  # fmt: skip
def roster() -> None:
    pass


@roster.command("new")
@click.option("--replace", "--remplacer", is_flag=True,
              help=say("Write workbooks anew that are there already; what was filled in is lost.",
                     "Recréer les classeurs déjà présents ; ce qui y était écrit est perdu."))  # fmt: skip
@click.pass_obj
@documented("Make the two workbooks from what the records show, to be mended and filled in.",
       "Faire les deux classeurs à partir de ce que montrent les documents, à corriger et à compléter.")  # fmt: skip
def new(context: Context, replace: bool) -> None:
    from ..graph import roster as rosters
    from ..queries.known_members import known_members

    project = context.project()
    with context.store() as store:
        members, territories = known_members(store, LANGUAGE)
    for path in rosters.write(project, members, territories, LANGUAGE, replace=replace):
        click.echo(say(f"Written: {path}", f"Écrit : {path}"))
    click.echo(say("Next: mend and fill them in, then maillage roster check",
                 "Ensuite : corrigez-les et complétez-les, puis maillage répertoire vérifier"))  # fmt: skip


@roster.command("check")
@click.pass_obj
@documented("Say which cells of the two workbooks cannot be understood, and what to do.",
       "Dire quelles cellules des deux classeurs ne se comprennent pas, et quoi faire.")  # fmt: skip
def check(context: Context) -> None:
    from ..graph import roster as rosters

    project = context.project()
    found = rosters.problems(project)
    for problem in found:
        click.echo(problem.sentence(LANGUAGE), err=True)
    if found:
        raise SystemExit(1)
    read = rosters.read(project)
    scopes = len({record.id for record in read.records if record.organisations or record.people})
    members = sum(len(record.organisations) + len(record.people) for record in read.records)
    own = len(read.own)
    en = f"Understood: {members} bodies and people in {scopes} scopes, {own} territories of the project's own."
    fr = f"Compris : {members} structures et personnes dans {scopes} périmètres, {own} territoires propres au projet."
    click.echo(say(en, fr))
