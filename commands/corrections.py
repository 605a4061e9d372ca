"""`correct`: mend what was read from a record, as a spreadsheet or claim by claim."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from .shared import LANGUAGE, Context, documented, emit, form_of, many, output_options, say

if TYPE_CHECKING:
    from ..graph.corrections import Correction
    from ..graph.index import Index
    from ..graph.project import Project
    from ..graph.record import Record


@click.command()
@click.argument("record", required=False, metavar=say("[RECORD]", "[DOCUMENT]"))
@click.option("--from", "--depuis", "sheet", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help=say("Read a corrected sheet back in.", "Relire une feuille corrigée."))  # fmt: skip
@click.option("--show", "--montrer", is_flag=True, help=say("Print the claims of the record with their codes.",
                                                            "Afficher les faits du document avec leurs codes."))  # fmt: skip
@click.option("--refuse", "--refuser", multiple=True, metavar="CODE", help=say("This claim is wrong.", "Ce fait est faux."))
@click.option("--accept", "--accepter", multiple=True, metavar="CODE",
              help=say("This doubtful claim is true.", "Ce fait douteux est vrai."))  # fmt: skip
@click.option("--change", "--modifier", metavar="CODE", help=say("Give this claim the values of --set.",
                                                                 "Donner à ce fait les valeurs de --valeur."))  # fmt: skip
@click.option("--add", "--ajouter", metavar="KIND", help=say("Add a missed claim: attendance, person, event, represented …",
                                                             "Ajouter un fait oublié : présence, personne, représente …"))  # fmt: skip
@click.option("--set", "--valeur", "values", multiple=True, metavar="NAME=VALUE",
              help=say("A value: name, to, status, actors, role, type, date, last, time, place.",
                     "Une valeur : name, to, status, actors, role, type, date, last, time, place."))  # fmt: skip
@click.option(
    "--sentence", "--phrase", default="", help=say("The words of the record that say it.", "Les mots du document qui le disent.")
)
@click.option("--why", "--pourquoi", default="", help=say("A comment to keep with it.", "Un commentaire à garder avec."))
@click.option("--list", "--liste", "listed", is_flag=True,
              help=say("List the corrections, those that no longer find their place too.",
                     "Lister les corrections, y compris celles qui ne trouvent plus leur place."))  # fmt: skip
@click.option("--undo", "--annuler", metavar="NUMBER", help=say("Take a correction back.", "Retirer une correction."))
@output_options("table", "json", "csv")
@click.pass_obj
@documented(
    "Correct what was read from RECORD: a spreadsheet to fill in, or one claim at a time. The record's file is never changed.",
    "Corriger ce qui a été lu dans DOCUMENT : une feuille à remplir, ou un fait à la fois. Le fichier lu n'est jamais modifié.",
)
def correct(
    context: Context, record: str | None, sheet: Path | None, show: bool, refuse: tuple[str, ...], accept: tuple[str, ...],
    change: str | None, add: str | None, values: tuple[str, ...], sentence: str, why: str, listed: bool, undo: str | None,
    form: str | None, out: Path | None,
) -> None:  # fmt: skip
    from ..graph.corrections import append, corrected, read_overlay
    from ..graph.corrections import undo as take_back
    from ..graph.index import read_index

    project = context.project()
    index = read_index(project)
    if undo:
        with project.lock():
            correction = take_back(project, undo, why)
        click.echo(say(f"Taken back: {_said(correction)}", f"Retirée : {_said(correction)}"), err=True)
        return
    if listed:
        _list(project, index, form, out, record)
        return
    if sheet is not None:
        _read_back(project, index, sheet)
        return
    if record is None:
        raise click.UsageError(say("Name a record, or --list, --from FILE, --undo NUMBER.",
                                   "Nommez un document, ou --liste, --depuis FICHIER, --annuler NUMÉRO."))  # fmt: skip
    overlay = read_overlay(project)
    read = _find(project, index, record)
    now = corrected(read, overlay.of(read))
    if refuse or accept or change or add:
        wanted = _asked(now, refuse, accept, change, add, _pairs(values), sentence)
        with project.lock():
            for correction in append(project, wanted, why):
                click.echo(f"{correction.id}  {_said(correction)}", err=True)
        return
    from ..visualisations import correction_sheet, terminal

    if show:
        rows = list(correction_sheet.rows(now, LANGUAGE))
        columns = ["code", "claim", "says", "sentence"]
        _print(columns, rows, form or form_of(out), out, terminal)
        return
    target = out or project.outputs / f"corrections {PurePosixPath(read.source.path).stem}.xlsx"
    emit(correction_sheet.to_xlsx(now, LANGUAGE), target)
    click.echo(say(f"Fill it in, then: maillage correct --from \"{target}\"",
                   f"Remplissez-la, puis : maillage corriger --depuis \"{target}\""), err=True)  # fmt: skip


def _print(columns: list[str], rows: list[dict[str, Any]], form: str, out: Path | None, terminal: Any) -> None:
    if form == "json":
        emit(terminal.to_json(rows), out)
    elif form == "csv":
        emit(terminal.to_csv(columns, rows), out)
    else:
        emit(terminal.table(columns, rows, {}, shutil.get_terminal_size((100, 24)).columns, None), out)


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    from ..graph.claims import COLUMNS

    found = {}
    for text in values:
        name, sign, value = text.partition("=")
        if not sign or name.strip() not in COLUMNS:
            raise click.BadParameter(say(f"{text!r}: write NAME=VALUE with one of: {', '.join(COLUMNS)}.",
                                         f"{text!r} : écrivez NOM=VALEUR ({', '.join(COLUMNS)})."), param_hint="--set")  # fmt: skip
        found[name.strip()] = value.strip()
    return found


def _asked(
    record: Record, refuse: tuple[str, ...], accept: tuple[str, ...], change: str | None, add: str | None, values: dict[str, str],
    sentence: str,
) -> list[Correction]:  # fmt: skip
    """The corrections that the options ask for. Raises MaillageError for a code or a value that the record does not take."""
    from ..graph.claims import FIELDS, changed, claims
    from ..graph.corrections import addition, correction_of
    from ..graph.errors import UnknownName
    from ..visualisations.correction_sheet import _value

    by_code = {claim.code: claim for claim in claims(record)}

    def claim_of(code: str) -> Any:
        if code not in by_code:
            raise UnknownName(f"{code}: no claim of this record has this code. See: maillage correct RECORD --show",
                              f"{code} : ce document n'a pas ce code. Voyez : maillage corriger DOCUMENT --montrer")  # fmt: skip
        return by_code[code]

    wanted = [correction_of(record, claim_of(code), "refuse") for code in refuse]
    wanted += [correction_of(record, claim_of(code), "accept") for code in accept]
    if change:
        claim = claim_of(change)
        if not values:
            raise click.UsageError(
                say("--change needs at least one --set NAME=VALUE.", "--modifier demande --valeur NOM=VALEUR.")
            )
        meant = _meanings(FIELDS.get(claim.kind, {}), values)
        changed(record, claim, meant)
        wanted.append(correction_of(record, claim, "change", meant))
    if add:
        kind = _value(add, tuple(FIELDS)) or add
        wanted.append(addition(record, kind, _meanings(FIELDS.get(kind, {}), values), sentence))
    return wanted


def _meanings(fields: Any, values: dict[str, str]) -> dict[str, str]:
    """The values with words of either language for what is chosen from a list."""
    from ..graph.claims import ACTOR_TYPES
    from ..visualisations.correction_sheet import _value

    found = {}
    for name, text in values.items():
        choices = fields[name].choices if name in fields else ACTOR_TYPES if name == "type" else ()
        found[name] = (_value(text, choices) or text) if choices else text
    return found


def _read_back(project: Project, index: Index, sheet: Path) -> None:
    """Take over what a sheet says; every row that cannot be is named with its cell, and exit status 1."""
    from ..graph.corrections import append, corrected, read_overlay
    from ..visualisations import correction_sheet

    identity = correction_sheet.record_of(sheet)
    with project.lock():
        overlay = read_overlay(project)
        record = _find(project, index, identity)
        reading = correction_sheet.read_xlsx(sheet, corrected(record, overlay.of(record)), overlay.corrections)
        kept = append(project, reading.corrections) if reading.corrections else []
    for correction in kept:
        click.echo(f"{correction.id}  {_said(correction)}", err=True)
    click.echo(
        many(len(kept), ("correction taken over", "corrections taken over"), ("correction reprise", "corrections reprises"))
        + ".",
        err=True,
    )
    for cell, en, fr in reading.problems:
        click.echo(say(f"{sheet.name}, {cell}: {en}", f"{sheet.name}, {cell} : {fr}"), err=True)
    if reading.problems:
        raise SystemExit(1)


def _list(project: Project, index: Index, form: str | None, out: Path | None, record: str | None) -> None:
    from ..graph.corrections import read_overlay
    from ..graph.index import read_records
    from ..visualisations import terminal

    states = {
        "applied": say("applied", "appliquée"), "idle": say("no longer needed", "sans effet : n'est plus lu"),
        "lost": say("no longer finds its place", "ne trouve plus sa place"),
    }  # fmt: skip
    wanted = _find(project, index, record).id if record else None
    rows = [
        {
            "number": item.correction.id, "state": states[item.state], "record": PurePosixPath(item.correction.source).name,
            "says": _said(item.correction), "sentence": item.correction.passage, "by": item.correction.by,
            "when": item.correction.when[:10], "why": item.correction.why,
        }
        for item in read_overlay(project).placed(read_records(project, index))
        if wanted is None or wanted in (item.record, item.correction.record)
    ]  # fmt: skip
    if not rows and (form or form_of(out)) == "table":
        click.echo(
            say(
                "No corrections yet. Make some: maillage correct RECORD",
                "Aucune correction. Pour en faire : maillage corriger DOCUMENT",
            )
        )
        return
    _print(["number", "state", "record", "says", "by", "when", "why"], rows, form or form_of(out), out, terminal)


def _said(correction: Correction) -> str:
    from ..visualisations.correction_sheet import word

    names = " · ".join(correction.key.values())
    new = ", ".join(f"{name} = {value}" for name, value in correction.values.items())
    verb, kind = word(correction.action, LANGUAGE), word(correction.kind, LANGUAGE)
    return f"{verb} {kind}: {names}{' → ' if names and new else ''}{new}"


def _find(project: Project, index: Index, text: str) -> Record:
    """The record that `text` means: its id or the beginning of it, its source, or a part of the source's name."""
    from difflib import get_close_matches

    from ..graph import record as record_format
    from ..graph.errors import UnknownName
    from ..graph.names import fold

    wanted = fold(text)
    entries = index.entries
    tests = (
        lambda name, entry: entry.id == text or name == text or entry.source == text,
        lambda name, entry: fold(PurePosixPath(entry.source).name) == wanted or fold(PurePosixPath(entry.source).stem) == wanted,
        lambda name, entry: len(text) >= 4 and entry.id.startswith(text),
        lambda name, entry: wanted in fold(entry.source) or wanted in fold(entry.part or ""),
    )
    for test in tests:
        found = [name for name, entry in entries.items() if test(name, entry)]
        if len(found) == 1:
            return record_format.read(project.records / found[0])
        if found:
            some = ", ".join(f"{PurePosixPath(entries[name].source).name} ({entries[name].id[:8]})" for name in sorted(found)[:5])
            raise UnknownName(f"{text}: several records bear this name: {some}. Give the number.",
                              f"{text} : plusieurs documents portent ce nom : {some}. Donnez le numéro.")  # fmt: skip
    near = get_close_matches(text, [PurePosixPath(entry.source).name for entry in entries.values()], 3)
    raise UnknownName(f"{text}: no such record in this project.", f"{text} : pas de document de ce nom dans ce projet.", near)
