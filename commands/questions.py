"""Asking: `ask`, with a command for each query file, and `cypher`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..graph.errors import MaillageError
from .shared import LANGUAGE, Context, documented, emit, form_of, output_options, render, say

if TYPE_CHECKING:
    from ..queries import Query


class Questions(click.Group):
    """One command for each query file, made when it is asked for, under its English name and its French ones."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from ..queries import catalogue

        return list(catalogue())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from ..queries import find_query

        query = find_query(cmd_name)
        return _question(query) if query else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from ..queries import catalogue

        rows = []
        for name in catalogue():
            try:
                query = catalogue()[name]
            except MaillageError as error:  # one broken file must not hide the others
                rows.append((name, error.sentence(LANGUAGE)))
                continue
            shown = next((alias for alias in query.aliases if " " not in alias), name) if LANGUAGE == "fr" else name
            rows.append((shown, query.title[LANGUAGE]))
        with formatter.section(say("Questions", "Questions")):
            formatter.write_dl(sorted(rows))


@click.group(cls=Questions)
@documented("Ask a question; `maillage ask QUESTION --help` says what it takes.",
       "Poser une question ; `maillage demander QUESTION --help` dit ce qu'elle prend.")  # fmt: skip
def ask() -> None:
    pass


def _question(query: Query) -> click.Command:
    @output_options("table", "json", "csv", "xlsx", *query.formats)
    @click.option("--limit", type=click.IntRange(1), default=40, show_default=True,
                  help=say("Rows of a table on the terminal.", "Lignes d'un tableau à l'écran."))  # fmt: skip
    @click.pass_obj
    def command(context: Context, /, form: str | None, out: Path | None, limit: int, **given: object) -> None:
        from ..queries import run

        with context.store() as store:
            answer = run(store, query.name, {k: v for k, v in given.items() if v is not None}, LANGUAGE)
        emit(render(answer, form, out, limit), out)

    for parameter in reversed(list(query.parameters.values())):
        names = [f"--{name.replace('_', '-')}" for name in (parameter.name, *parameter.aliases)]
        command = click.option(parameter.name, *names, **_option(parameter))(command)
    text = query.answers[LANGUAGE]
    return click.command(query.name, help=text, short_help=query.title[LANGUAGE])(command)


def _option(parameter: Any) -> dict[str, Any]:
    options: dict[str, Any] = {"help": parameter.help[LANGUAGE], "required": parameter.required}
    if parameter.type == "flag":
        return {**options, "is_flag": True, "default": None, "required": False}
    if parameter.type == "integer":
        options["type"] = int
    elif parameter.type == "number":
        options["type"] = float
    elif parameter.type == "choice":
        options["type"] = click.Choice(parameter.choices)
    else:
        options["metavar"] = parameter.type.upper()
    if parameter.default is not None:
        options["help"] += say(f" [default: {parameter.default}]", f" [par défaut : {parameter.default}]")
    return options


class _Cypher(click.Command):
    """A command whose help ends with what the graph holds, read from the ontology when the help is asked for."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from ..graph.ontology import EVIDENCE_PROPERTIES, ontology

        declared = ontology()
        with formatter.section(say("Nodes (each has id and name)", "Nœuds (chacun a id et name)")):
            formatter.write_dl([
                (":" + ":".join(kind.labels), f"{kind.title[LANGUAGE]}. {', '.join(kind.properties)}".rstrip(". "))
                for kind in declared.nodes.values()
            ])  # fmt: skip
        evidence = ", ".join(EVIDENCE_PROPERTIES)
        with formatter.section(say(f"Relationships (each has fact; those read from records: {evidence})",
                                 f"Liens (chacun a fact ; ceux lus dans les documents : {evidence})")):  # fmt: skip
            formatter.write_dl([
                (f"({'|'.join(link.starts)})-[:{link.type}]->({'|'.join(link.ends)})",
                 f"{link.title[LANGUAGE]}. {', '.join(link.properties)}".rstrip(". "))
                for link in declared.relationships.values()
            ])  # fmt: skip


@click.command(cls=_Cypher)
@click.argument("query")
@click.option(
    "-p", "--param", "parameters", multiple=True, metavar="NAME=VALUE", help=say("A parameter of the query.", "Un paramètre.")
)
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help=say("Rows shown.", "Lignes affichées."))
@output_options("table", "json", "csv")
@click.pass_obj
@documented("Run a read-only Cypher query (- reads it from standard input).",
       "Exécuter une requête Cypher en lecture seule (- la lit sur l'entrée standard).")  # fmt: skip
def cypher(context: Context, query: str, parameters: tuple[str, ...], limit: int, form: str | None, out: Path | None) -> None:
    from ..queries import lint
    from ..visualisations import terminal

    if query == "-":
        query = sys.stdin.read()
    values = dict(_parameter(text) for text in parameters)
    for warning in lint.warnings(query):
        click.echo(say("Note: ", "Remarque : ") + warning[LANGUAGE], err=True)
    with context.store() as store:
        rows = store.read(query, values)
    columns = list(rows[0]) if rows else []
    form = form or form_of(out)
    if form == "json":
        emit(terminal.to_json(rows), out)
    elif form == "csv":
        emit(terminal.to_csv(columns, rows), out)
    else:
        emit(terminal.table(columns, rows, {}, shutil.get_terminal_size((100, 24)).columns, limit), out)


def _parameter(text: str) -> tuple[str, object]:
    name, sign, value = text.partition("=")
    if not sign:
        raise click.BadParameter(say(f"{text!r}: write name=value.", f"{text!r} : écrivez nom=valeur."), param_hint="--param")
    return name, int(value) if value.lstrip("-").isdigit() else value
