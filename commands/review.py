"""`review`: questions about who is who, answered at the keyboard or in a workbook."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..graph.errors import MaillageError
from .shared import LANGUAGE, Context, complain, documented, emit, form_of, many, output_options, say, tell

if TYPE_CHECKING:
    from ..graph.corrections import Correction
    from ..graph.doubtful import Doubtful
    from ..graph.identity import Identity
    from ..graph.privacy.refusals import Doubt, Refusal
    from ..graph.project import Project
    from ..graph.questions import Case

SCREENFUL = 20
"""Questions asked, or listed, at once without --all."""


@click.command()
@click.option("--all", "--tout", "everything", is_flag=True,
              help=say("All questions, also those called undecidable.", "Toutes les questions, même jugées indécidables."))  # fmt: skip
@click.option("--kind", "--type", "kind", type=click.Choice(["person", "organisation", "event", "territory", "fact"]),
              help=say("Only questions about these; fact: readings to confirm.",
                     "Seulement ce genre de questions ; fact : des lectures à confirmer."))  # fmt: skip
@click.option(
    "--about", "--sur", metavar="NAME", help=say("Only questions that name this.", "Seulement celles qui nomment ceci.")
)
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help=say("Write the questions as a workbook with drop-down answers.",
                     "Écrire les questions dans un classeur, avec des réponses à choisir."))  # fmt: skip
@click.option("--from", "--reprendre", "answers", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help=say("Take the answers of such a workbook.", "Reprendre les réponses d'un tel classeur."))  # fmt: skip
@output_options("table", "json")
@click.pass_obj
@documented(
    "Answer the questions about who is who. At the keyboard, or in a workbook.",
    "Répondre aux questions sur qui est qui. Au clavier, ou dans un classeur.",
)
def review(
    context: Context, everything: bool, kind: str | None, about: str | None, xlsx: Path | None, answers: Path | None,
    form: str | None, out: Path | None,
) -> None:  # fmt: skip
    from ..graph import doubtful, identity, questions
    from ..graph.privacy import guard, receipt
    from ..visualisations import review as shown
    from ..visualisations import review_facts, terminal

    project = context.project()

    def read() -> tuple[Identity, list[Case]]:
        who = identity.of_project(project)
        found = [case for case in questions.cases(who, LANGUAGE, unsure=everything) if kind in (None, case.of)]
        return who, questions.about(found, about) if about else found

    if answers is not None:
        _take(project, identity.of_project(project), answers)
        return
    who, found = read()
    tell(who.book.broken)
    forgotten = guard.waiting(project) if kind in (None, "person") else []
    facts = doubtful.waiting(who) if kind in (None, "fact") and not about else []
    if xlsx is not None:
        _write(found, facts, xlsx)
        return
    asked = found if everything else found[:SCREENFUL]
    more = len(found) - len(asked)
    if form is not None or out is not None:
        if (form or form_of(out)) == "json":
            told = facts if everything else facts[:SCREENFUL]
            emit(terminal.to_json({"waiting": len(found), "questions": shown.data(asked), "doubtful": len(facts),
                                   "readings": review_facts.data(told), "forgotten": receipt.doubts(forgotten)}), out)  # fmt: skip
        else:
            columns = ("n", "kind", "a", "b", "reason", "records")
            titles = dict(zip(columns, say("No.|Kind|A|B|Doubt|Records", "N°|Genre|A|B|Doute|Documents").split("|"), strict=True))
            width = shutil.get_terminal_size((100, 24)).columns
            text = terminal.table(columns, shown.rows(asked, LANGUAGE), titles, width, None)
            emit(f"{text}\n{say(f'{more} more: --all', f'{more} de plus : --tout')}" if more else text, out)
        return
    if forgotten and sys.stdin.isatty() and sys.stdout.isatty():
        _ask_forgotten(context, project, forgotten)
    elif forgotten:
        for line in receipt.doubt_lines(forgotten, LANGUAGE):
            complain(line)
    if not found and not facts:
        click.echo(say("No question is waiting.", "Aucune question en attente."))
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        waiting = _waiting(len(found) + len(facts))
        raise MaillageError(
            f"{waiting}, but there is no keyboard here to answer. List them with --format json, or answer in a workbook: "
            "maillage review --xlsx FILE.",
            f"{waiting}, mais pas de clavier ici pour répondre. Listez-les avec --format json, ou répondez dans un "
            "classeur : maillage vérifier --xlsx FICHIER.",
        )
    from ..graph import decisions

    width = shutil.get_terminal_size((100, 24)).columns
    if found:
        by = decisions.author(project)
        click.echo(say(f"{_waiting(len(found))}. Answers are noted in the name of {by}.",
                     f"{_waiting(len(found))}. Les réponses sont notées au nom de {by}."))  # fmt: skip
        conversation = shown.Conversation(
            who, found, LANGUAGE, key=_key, line=_line, show=click.echo, save=lambda said: decisions.append(project, by, said),
            again=read, width=width, most=None if everything else SCREENFUL,
        )  # fmt: skip
        click.echo(shown.summary(conversation.run(), LANGUAGE))
    if facts and (kind == "fact" or not found):
        _ask_facts(project, facts, width, None if everything else SCREENFUL)
    elif facts:
        waiting = many(len(facts), ("doubtful reading waits too", "doubtful readings wait too"),
                    ("lecture incertaine attend aussi", "lectures incertaines attendent aussi"))  # fmt: skip
        click.echo(say(f"{waiting}: maillage review --kind fact.", f"{waiting} : maillage vérifier --type fact."))


def _waiting(number: int) -> str:
    return many(number, ("question waits", "questions wait"), ("question en attente", "questions en attente"))


def _ask_forgotten(context: Context, project: Project, forgotten: list[tuple[Refusal, Doubt]]) -> None:
    """Ask whether a record that was masked in doubt names the person who was forgotten."""
    from ..graph.privacy import receipt
    from .privacy import answer

    for refusal, doubt in forgotten:
        click.echo(receipt.doubt_lines([(refusal, doubt)], LANGUAGE)[0])
        click.echo(
            say("The same person? [y]es, [n]o, another key: later", "La même personne ? [o]ui, [n]on, autre touche : plus tard")
        )
        key = _key().lower()
        if key in ("y", "o", "n"):
            answer(context, project, doubt.record, "different" if key == "n" else "same")


def _ask_facts(project: Project, facts: list[Doubtful], width: int, most: int | None) -> None:
    from ..graph import corrections
    from ..visualisations import review as shown
    from ..visualisations import review_facts

    def save(correction: Correction) -> str:
        with project.lock():
            (kept,) = corrections.append(project, [correction], correction.why)
        return kept.id

    def undo(identity: str) -> None:
        with project.lock():
            corrections.undo(project, identity)

    outcome = review_facts.converse(facts, LANGUAGE, key=_key, show=click.echo, save=save, undo=undo, width=width, most=most)
    click.echo(shown.summary(outcome, LANGUAGE))


def _line(text: str) -> str:
    return str(click.prompt(text, default="", prompt_suffix="", show_default=False))


def _key() -> str:
    try:
        return click.getchar()
    except (KeyboardInterrupt, EOFError):
        return "\x03"


def _write(found: list[Case], facts: list[Doubtful], path: Path) -> None:
    from ..visualisations import review_book

    if path.exists():
        raise MaillageError(
            f"{path}: this file is there already and may hold answers. Take them with --from {path.name}, or choose another name.",
            f"{path} : ce fichier existe déjà et contient peut-être des réponses. Reprenez-les avec --reprendre {path.name}, ou choisissez "
            "un autre nom.",
        )
    emit(review_book.to_xlsx(found, LANGUAGE, facts), path)


def _take(project: Project, who: Identity, path: Path) -> None:
    from ..graph import corrections, decisions
    from ..visualisations import review_book

    tell(who.book.broken)
    taken = review_book.read(who, path)
    by = decisions.author(project)
    decisions.append(project, by, taken.drafts)
    if taken.corrections:
        with project.lock():
            corrections.append(project, taken.corrections)
    taken.answers += len(taken.corrections)
    click.echo(
        many(taken.answers, ("answer noted", "answers noted"), ("réponse notée", "réponses notées"))
        + say(f" in the name of {by}, ", f" au nom de {by}, ")
        + many(taken.known, ("noted before", "noted before"), ("déjà notée", "déjà notées")) + ", "
        + many(taken.blank, ("left open", "left open"), ("laissée ouverte", "laissées ouvertes")) + ", "
        + many(len(taken.refused), ("refused", "refused"), ("refusée", "refusées")) + "."
    )  # fmt: skip
    for refusal in taken.refused:
        complain(refusal.fr if LANGUAGE == "fr" else refusal.en)
    if taken.refused:
        raise SystemExit(1)
