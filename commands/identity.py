"""Who is who, looked at: `why`, `history`, `decisions`; decided outright: `decide`; brought together: `merge`."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..graph.errors import MaillageError, ProjectError, UnknownName
from ..graph.names import fold
from .shared import LANGUAGE, Context, complain, documented, emit, form_of, many, output_options, say, tell

if TYPE_CHECKING:
    from ..graph.decisions import Entry
    from ..graph.identity import Identity
    from ..graph.project import Project
    from ..graph.resolution import Mention

PAIRS = 6
"""Pairs of nodes of one name that are told apart at once."""


@click.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="[B]", required=False)
@click.option("--all", "--tout", "everything", is_flag=True, help=say("All reasons.", "Toutes les raisons."))
@output_options("table", "json")
@click.pass_obj
@documented(
    "Say why two names are one or two. Rules, decisions, refusals and open questions, with their sentences. A and B: a "
    "name, an id or record:item; one name alone explains all that bear it.",
    "Dire pourquoi deux noms font un ou deux. Règles, décisions, refus et questions ouvertes, avec leurs phrases. A et B "
    ": un nom, un identifiant ou document:élément ; un nom seul explique tous ceux qui le portent.",
)
def why(context: Context, a: str, b: str | None, everything: bool, form: str | None, out: Path | None) -> None:
    from ..graph import explain, identity
    from ..visualisations import accounts, terminal

    who = identity.of_project(context.project())
    nodes = _nodes(who, a) if b is None or fold(a) == fold(b) else []
    if len(nodes) == 1:
        told = [explain.whole(who, nodes[0], LANGUAGE)]
    elif nodes:
        items = identity.in_time(who, [explain.spoken_of(who, node, a) for node in nodes])
        told = [explain.account(who, *two, LANGUAGE) for two in list(itertools.combinations(items, 2))[:PAIRS]]
    else:
        told = [explain.account(who, _mention(who, a), _mention(who, b or a), LANGUAGE)]
    if (form or form_of(out)) == "json":
        emit(terminal.to_json([accounts.account_data(account) for account in told]), out)
        return
    width = shutil.get_terminal_size((100, 24)).columns
    most = 10_000 if everything else accounts.MOST
    emit("\n\n".join("\n".join(accounts.account_lines(account, LANGUAGE, width, most)) for account in told), out)


@click.command()
@click.argument("node", metavar="NODE")
@click.option(
    "--all", "--tout", "everything", is_flag=True, help=say("All records and ids.", "Tous les documents et identifiants.")
)
@output_options("table", "json")
@click.pass_obj
@documented(
    "Tell the history of a name. What a person, organisation, meeting or territory has been called, whom it stood for, "
    "where it is named. NODE: a name, an id of any time or record:item.",
    "Raconter l'histoire d'un nom. Comment une personne, une structure, une réunion ou un territoire a été nommé, qui il "
    "a représenté, où il est cité. NODE : un nom, un identifiant de toute époque ou document:élément.",
)
def history(context: Context, node: str, everything: bool, form: str | None, out: Path | None) -> None:
    from ..graph import explain, identity
    from ..visualisations import accounts, terminal

    who = identity.of_project(context.project())
    found = _nodes(who, node)
    if len(found) > 1:
        raise _several(who, node, found)
    told = explain.history(who, found[0])
    if (form or form_of(out)) == "json":
        emit(terminal.to_json(accounts.history_data(told)), out)
        return
    width = shutil.get_terminal_size((100, 24)).columns
    emit("\n".join(accounts.history_lines(told, LANGUAGE, width, everything)), out)


@click.command()
@click.option("--by", "--par", metavar="PERSON", help=say("Only those of this person.", "Seulement celles de cette personne."))
@click.option("--about", "--sur", metavar="NAME", help=say("Only those that name this.", "Seulement celles qui nomment ceci."))
@click.option("--verdict", type=click.Choice(["same", "different", "unsure", "name"]),
              help=say("Only this answer.", "Seulement cette réponse."))  # fmt: skip
@click.option("--conflicts", "--contradictions", is_flag=True, help=say("Only contradictions.", "Seulement les contradictions."))
@click.option("--lost", "--sans-objet", is_flag=True,
              help=say("Only those whose records are gone.", "Seulement celles dont les documents ont disparu."))  # fmt: skip
@click.option("--all", "--tout", "everything", is_flag=True,
              help=say("Also those taken back or replaced.", "Aussi celles qui ont été reprises ou remplacées."))  # fmt: skip
@click.option("--undo", "--reprendre", metavar="ID", help=say("Take this one back.", "Reprendre celle-ci."))
@click.option("--why", "--raison", "reason", default="", metavar="TEXT", help=say("Reason of --undo.", "Raison de --reprendre."))
@output_options("table", "json", "csv")
@click.pass_obj
@documented(
    "List decisions, take them back. What people decided about who is who, with those that contradict one another or "
    "have lost their object.",
    "Lister les décisions, en reprendre. Ce que les personnes ont décidé sur qui est qui, avec celles qui se "
    "contredisent ou n'ont plus d'objet.",
)
def decisions(
    context: Context, by: str | None, about: str | None, verdict: str | None, conflicts: bool, lost: bool, everything: bool,
    undo: str | None, reason: str, form: str | None, out: Path | None,
) -> None:  # fmt: skip
    from ..graph import decisions as kept
    from ..graph import identity
    from ..visualisations import accounts, terminal

    project = context.project()
    book = kept.read(project)
    tell(book.broken)
    if undo is not None:
        _take_back(project, book.entries, undo, reason)
        return
    settled = identity.settled_of(project)
    by_id = {entry.id: entry for entry in book.entries}
    wanted = [
        s for s in settled.standings
        if (by is None or fold(by) in fold(s.entry.by))
        and (about is None or fold(about) in fold(accounts.about(s.entry, by_id, LANGUAGE)))
        and (verdict is None or verdict == getattr(s.entry, "verdict", s.entry.kind))
        and (not conflicts or s.state == "conflict")
        and (not lost or s.state == "no_object")
        and (everything or (s.state not in ("taken_back", "replaced") and s.entry.kind != "undo"))
    ]  # fmt: skip
    form = form or form_of(out)
    columns = ("id", "when", "by", "verdict", "about", "state", "why")
    rows = accounts.decision_rows(wanted, settled, LANGUAGE)
    if form == "json":
        emit(terminal.to_json([accounts.decision_data(s) for s in wanted]), out)
    elif form == "csv":
        text = terminal.to_csv(columns, rows)
        emit(text.encode("utf-8-sig") if out else text, out)
    elif not rows:
        emit(say("No decision.", "Aucune décision."), out)
    else:
        titles = say("Id|When|Who|Answer|About|State|Why", "Id|Quand|Qui|Réponse|Sur|État|Raison").split("|")
        width = shutil.get_terminal_size((100, 24)).columns
        emit(terminal.table(columns, rows, dict(zip(columns, titles, strict=True)), width, None), out)


def _take_back(project: Project, entries: tuple[Entry, ...], wanted: str, reason: str) -> None:
    from ..graph import decisions as kept
    from ..visualisations import accounts

    found = [entry for entry in entries if entry.id == wanted] or [
        entry for entry in entries if len(wanted) >= 4 and entry.id.startswith(wanted)
    ]
    if len(found) != 1:
        raise MaillageError(
            f"{wanted}: {'no' if not found else 'more than one'} decision has this id. See them with maillage decisions --all.",
            f"{wanted} : {'aucune' if not found else 'plus d’une'} décision n'a cet identifiant. Voyez maillage décisions --tout."
            if not found
            else f"{wanted} : plusieurs décisions commencent ainsi. Écrivez l'identifiant en entier.",
        )
    by = kept.author(project)
    (undoing,) = kept.append(project, by, [{"kind": "undo", "undoes": found[0].id, "why": reason}])
    text = accounts.about(found[0], {entry.id: entry for entry in entries}, LANGUAGE)
    click.echo(say(f"Taken back by {by}: {text} (--undo {undoing.id} brings it back).",
                 f"Reprise par {by} : {text} (--reprendre {undoing.id} la rétablit)."))  # fmt: skip


@click.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--same", "--memes", "answer", flag_value="same", help=say("They are the same.", "Ce sont les mêmes."))
@click.option("--different", "--differents", "answer", flag_value="different", help=say("They are two.", "Ils sont deux."))
@click.option("--unsure", "--incertain", "answer", flag_value="unsure", help=say("Nobody can say.", "Personne ne peut le dire."))
@click.option("--means", "--designe", "answer", flag_value="name",
              help=say("The name A means B, in records to come too (see --in).",
                     "Le nom A désigne B, aussi dans les documents à venir (voir --dans)."))  # fmt: skip
@click.option("--in", "--dans", "perimeter", metavar="TERRITORY",
              help=say("With --means: only in the records of this territory; '' for those that name none.",
                     "Avec --designe : seulement dans les documents de ce territoire ; '' pour ceux qui n'en nomment aucun."))  # fmt: skip
@click.option("--why", "--raison", "reason", default="", metavar="TEXT", help=say("Reason, kept.", "Raison, gardée."))
@click.pass_obj
@documented(
    "Decide who is who without a question. Two are the same or different, or what a name means. A and B: a name, an id "
    "or record:item (maillage history shows those).",
    "Décider qui est qui sans question. Deux sont les mêmes ou différents, ou ce qu'un nom désigne. A et B : un nom, un "
    "identifiant ou document:élément (maillage historique les montre).",
)
def decide(context: Context, a: str, b: str, answer: str | None, perimeter: str | None, reason: str) -> None:
    from ..graph import decisions as kept
    from ..graph import identity, questions

    if answer is None:
        raise click.UsageError(say("Say which: --same, --different, --unsure or --means.",
                                 "Dites lequel : --memes, --differents, --incertain ou --designe."))  # fmt: skip
    project = context.project()
    who = identity.of_project(project)
    tell(who.book.broken)
    two = _mention(who, b)
    if answer == "name":
        draft = questions.name_draft(who, a, perimeter, two, reason)
    else:
        one = _mention(who, a)
        draft = questions.pair_draft(who, answer, one, two, reason)
    by = kept.author(project)
    (entry,) = kept.append(project, by, [draft])
    click.echo(say(f"Noted in the name of {by}: {entry.id}.", f"Noté au nom de {by} : {entry.id}."))


@click.command()
@click.argument("other", metavar="FOLDER", type=click.Path(exists=False, file_okay=False, path_type=Path))
@click.pass_obj
@documented(
    "Take over another project folder. Its records, decisions, corrections and rosters are added to these; that folder is left as "
    "it is.",
    "Reprendre un autre dossier de projet. Ses documents, décisions, corrections et répertoires s'ajoutent aux vôtres ; ce "
    "dossier n'est pas modifié.",
)
def merge(context: Context, other: Path) -> None:
    from ..graph import merging
    from ..graph.project import find

    project = context.project()
    found = find(other) if other.is_dir() else None
    if found is None or found.root == project.root:
        raise ProjectError(
            f"{other}: no other Maillage project is there. Name the folder that holds its maillage.toml.",
            f"{other} : aucun autre projet Maillage à cet endroit. Indiquez le dossier qui contient son maillage.toml.",
        )
    merged = merging.take_over(project, found)
    tell(merged.broken)
    rows = merged.rosters.rows
    click.echo(
        say(f"Taken over from {found.root}: ", f"Repris de {found.root} : ")
        + many(merged.records, ("record", "records"), ("document", "documents")) + ", "
        + many(merged.decisions, ("decision", "decisions"), ("décision", "décisions")) + ", "
        + many(merged.corrections, ("correction", "corrections"), ("correction", "corrections")) + ", "
        + many(rows, ("roster row", "roster rows"), ("ligne de répertoire", "lignes de répertoire")) + say("; ", " ; ")
        + many(merged.known, ("record was here already", "records were here already"),
               ("document déjà présent", "documents déjà présents")) + "."
    )  # fmt: skip
    for problem in merged.rosters.different:
        complain(problem.sentence(LANGUAGE))
    if merged.versions:
        files = ", ".join(merged.versions)
        click.echo(say(f"Read by both in different versions, ours kept; load them again: {files}",
                     f"Lus par les deux en versions différentes, la nôtre est gardée ; rechargez-les : {files}"), err=True)  # fmt: skip


# --- from words to nodes ------------------------------------------------------------------------------------------------


def _nodes(who: Identity, text: str) -> list[str]:
    from ..graph.identity import of_kind
    from ..queries.lookup import find_nodes

    found = [node.id for node in find_nodes(text, who.nodes.values(), who.lead)]
    # A name is first of all that of somebody or of a place: an action or a meeting that mentions it is no second meaning.
    return [node for node in found if of_kind(node) in ("person", "organisation", "territory")] or found


def _several(who: Identity, text: str, nodes: list[str]) -> UnknownName:
    from ..visualisations.terminal import plain

    shown = [plain(f"{who.name(node)} [{node}]") for node in nodes[:8]]
    return UnknownName(
        f"{text!r} means {len(nodes)} here. Write the id of one.",
        f"« {text} » en désigne {len(nodes)} ici. Écrivez l'identifiant de l'un.", shown,
    )  # fmt: skip


def _mention(who: Identity, text: str) -> Mention:
    """The item that `text` names: itself, or the earliest of the only node that it may mean."""
    from ..graph.explain import spoken_of

    itself = who.mention(text)
    if itself is not None:
        return itself
    found = _nodes(who, text)
    if len(found) > 1:
        raise _several(who, text, found)
    return spoken_of(who, found[0], text)
