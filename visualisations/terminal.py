"""What commands print: tables, CSV and JSON for answers, sentences for reports.

Text of records reaches the terminal without control characters: an escape sequence in a name must not move the cursor.
"""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from ..graph.language import Language
from ..graph.names import printable

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV injection)."""


UNREAD = {
    "proposer-silent": ("the model endpoint gave no answer for this record", "le modèle n'a pas répondu pour ce compte rendu"),
    "not-a-name": ("a line of a list that names nobody", "une ligne de liste qui ne nomme personne"),
    "list-not-read": ("an attendance list in which nobody could be read", "une liste de présence où personne n'a pu être lu"),
    "list-elsewhere": ("the attendance list is another document", "la liste de présence est dans un autre document"),
    "names-not-read": ("lines of names that may be an attendance list", "des lignes de noms, peut-être une liste de présence"),
}
"""Reasons of record/1 for what could not be read, in words."""


def plain(value: object) -> str:
    """`value` as one line of text a terminal can show: lists joined, control and bidirectional marks left out."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, (list, tuple)):
        return ", ".join(plain(item) for item in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {plain(item)}" for key, item in value.items() if item not in (None, "", []))
    return printable(str(value))


def wrapped(text: str, width: int) -> list[str]:
    """`text` as lines of at most `width` characters, the first flush, the others indented."""
    return textwrap.wrap(plain(text), max(40, width), subsequent_indent="  ", break_long_words=False)


_FIRST_TO_GO = ("strength", "elsewhere")
"""Columns that a table too wide for the screen leaves out; JSON, CSV and workbooks keep them."""


def _cell(column: str, value: object) -> str:
    """What a cell shows: of a path, the file's name."""
    text = plain(value)
    return text.rpartition("/")[2] if column in ("source", "record") else text


def _widths(columns: Sequence[Sequence[str]], width: int) -> list[int]:
    """Widths of columns whose sum, with three characters between two, is at most `width`: the widest give first, and words are broken
    only when there is no other way."""
    widths = [max(map(len, column), default=1) or 1 for column in columns]
    words = [max((len(word) for cell in column for word in cell.split()), default=1) for column in columns]
    room = width - 3 * (len(columns) - 1)
    for least in (words, [1] * len(columns)):
        while sum(widths) > room:
            spare = [n for n in range(len(widths)) if widths[n] > least[n]]
            if not spare:
                break
            widths[max(spare, key=lambda n: widths[n])] -= 1
    return widths


def table(
    columns: Sequence[str], rows: Sequence[Mapping[str, Any]], titles: Mapping[str, str], width: int, limit: int | None
) -> str:
    """`rows` as a table of at most `width` characters; with `limit`, the first rows only and a line that says how many more."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = rows if limit is None else rows[:limit]
    columns = [column for column in columns if any(row.get(column) not in (None, "", [], False) for row in shown)]
    cells = {column: [_cell(column, row.get(column)) for row in shown] for column in columns}
    for column in _FIRST_TO_GO:
        if column in columns and sum(max(map(len, cells[c])) + 3 for c in columns) > width:
            columns.remove(column)
    widths = _widths([[titles.get(column, column), *cells[column]] for column in columns], width)
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for column, size in zip(columns, widths, strict=True):
        numeric = any(isinstance(row.get(column), int) and not isinstance(row.get(column), bool) for row in shown)
        justify: Literal["left", "right"] = "right" if numeric else "left"
        grid.add_column(Text(titles.get(column, column)), justify=justify, overflow="fold", width=size)
    for number in range(len(shown)):
        grid.add_row(*(Text(cells[column][number]) for column in columns))
    buffer = io.StringIO()
    Console(file=buffer, width=width, highlight=False, markup=False, emoji=False).print(grid)
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines())


def to_json(data: object) -> str:
    """`data` as JSON, indented, accents kept, dates in ISO 8601."""
    return json.dumps(data, ensure_ascii=False, indent=2, default=_json_value)


def to_csv(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """`rows` as CSV for a spreadsheet: «;», a header line, and no cell that would be taken for a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([neutral(plain(row.get(column))) for column in columns])
    return buffer.getvalue()


def neutral(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would compute it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _json_value(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def load_report(report: Mapping[str, Any], language: Language) -> list[str]:
    """The lines that say what a load did, as a person would."""
    fr = language == "fr"
    lines = []
    would = report["dry_run"]
    parts = [
        _count(len(report["read"]), "file read", "files read", "fichier lu", "fichiers lus", fr),
        _count(report["unchanged"], "unchanged", "unchanged", "inchangé", "inchangés", fr),
        _count(len(report["replaced"]), "replaced", "replaced", "remplacé", "remplacés", fr),
        _count(len(report["withdrawn"]), "withdrawn", "withdrawn", "retiré", "retirés", fr),
        _count(len(report["refused"]), "refused", "refused", "refusé", "refusés", fr),
        _count(len(report["passed_over"]), "passed over", "passed over", "ignoré", "ignorés", fr),
    ]
    head = (
        "Rien n'est écrit ; ce chargement donnerait : "
        if fr and would
        else "Nothing written; this load would give: "
        if would
        else ""
    )
    lines.append(head + (", ".join(part for part in parts if part) or ("rien à lire" if fr else "nothing to read")) + ".")
    for source, other in ((twin["source"], twin["same_as"]) for twin in report["same_text"]):
        lines.append(plain(f"  {source} : même texte que {other}" if fr else f"  {source}: same text as {other}"))
    nodes, links = report["nodes"], report["relationships"]
    if any(nodes.values()) or any(links.values()):
        lines.append(
            f"Graphe : {_changes(nodes, 'nœud', 'nœuds', fr)} ; {_changes(links, 'lien', 'liens', fr)}."
            if fr
            else f"Graph: {_changes(nodes, 'node', 'nodes', fr)}; {_changes(links, 'link', 'links', fr)}."
        )
    else:
        lines.append("Graphe : à jour, aucune écriture." if fr else "Graph: up to date, nothing written.")
    lines += _upgrade(report, fr)
    for item in report["unread"]:
        en, french = UNREAD.get(item["reason"], (item["reason"], item["reason"]))
        lines.append(
            plain(f"  {item['source']} : passage non lu ({french})" if fr else f"  {item['source']}: passage not read ({en})")
        )
    lines += [plain(f"  {note['fr' if fr else 'en']}") for note in report.get("notes", [])]
    for missing in report["missing"]:
        lines.append(
            plain(f"  {missing} : n'est plus là, ses faits sont gardés (--retirer pour les enlever)")
            if fr
            else plain(f"  {missing}: no longer there, its facts are kept (--withdraw takes them out)")
        )
    if report["questions"]:
        lines.append(
            _count(
                report["questions"], "question is waiting", "questions are waiting", "question attend", "questions attendent", fr
            )
            + "."
        )
    return lines


SOME = 12
"""Joined and split nodes named in a report; the JSON form names all."""


def _upgrade(report: Mapping[str, Any], fr: bool) -> list[str]:
    """What other rules changed, or would change: by type, and by name where nodes are joined or split."""
    from ..graph.ontology import ontology

    lines: list[str] = []
    versions = report.get("rules")
    if versions:
        before, now = versions["from"], versions["to"]
        lines.append(
            f"Maillage a été mis à jour (règles {before} → {now}) : ses règles donnent un autre graphe des mêmes fichiers."
            if fr
            else f"Maillage was updated (rules {before} → {now}): its rules make another graph of the same files."
        )
    language = "fr" if fr else "en"
    for name, counts in report.get("changes", {}).items():
        node = ontology().nodes.get(name)
        title = node.plural[language] if node else f"« {ontology().relationships[name].title[language]} »"
        verbs = ((("created", "créés" if fr else "new"), ("updated", "modifiés" if fr else "changed"),
                  ("deleted", "supprimés" if fr else "gone")))  # fmt: skip
        told = ", ".join(f"{counts[key]} {verb}" for key, verb in verbs if counts[key])
        lines.append(f"  {title}{' :' if fr else ':'} {told}")
    for key, verb in (("joined", "réunis" if fr else "joined"), ("split", "séparés" if fr else "split")):
        found = report.get(key) or ()
        for item in found[:SOME]:
            one, two = (" + ".join(names) if isinstance(names, list) else names for names in (item["from"], item["to"]))
            lines.append("  " + plain(f"{verb}{' :' if fr else ':'} {one} → {two}"))
        if len(found) > SOME:
            lines.append(
                f"  … {verb} : {len(found) - SOME} de plus (--format json)"
                if fr
                else f"  … {len(found) - SOME} more {verb} (--format json)"
            )
    if report.get("joined", ()) is None:
        lines.append("  (ce qui serait réuni ou séparé n'est pas connu : la base n'a pas été écrite d'ici)" if fr
                     else "  (what would be joined or split is not known: the database was not written from here)")  # fmt: skip
    return lines


def _count(number: int, one_en: str, many_en: str, one_fr: str, many_fr: str, fr: bool) -> str:
    if not number:
        return ""
    plural = number > 1
    return (
        f"{number:,}".replace(",", " " if fr else ",")
        + " "
        + ((many_fr if plural else one_fr) if fr else (many_en if plural else one_en))
    )


def _changes(counts: Mapping[str, int], one: str, many: str, fr: bool) -> str:
    verbs = (("created", "créé"), ("updated", "modifié"), ("deleted", "supprimé"))
    parts: list[str] = []
    for key, french in verbs:
        number = counts[key]
        if number:
            shown = f"{number:,}".replace(",", " " if fr else ",")
            verb = (french + ("s" if number > 1 else "")) if fr else key
            parts.append(f"{shown} {many if number > 1 else one} {verb}" if not parts else f"{shown} {verb}")
    return ", ".join(parts) or (f"aucun {one}" if fr else f"no {one}")


def evaluation(report: Mapping[str, Any], language: Language, verbose: bool) -> list[str]:
    """The scores of `evaluate` as lines: each record, each kind, all; with `verbose` each failure and its sentence."""
    fr = language == "fr"

    def line(name: str, figures: Mapping[str, Any]) -> str:
        counts = f"{figures['right']:5} {figures['alarms']:5} {figures['misses']:5}"
        return f"{plain(name)[:44]:44} {counts}   P {figures['precision']:.2f}  R {figures['recall']:.2f}  F1 {figures['f1']:.2f}"

    head = ("justes", "faux", "oubl.") if fr else ("right", "false", "miss.")
    nodes, links = ("nœuds", "liens") if fr else ("nodes", "links")
    lines = [" " * 44 + "".join(f" {word:>5}" for word in head)]
    for name, scores in report["records"].items():
        lines += [line(f"{name} {nodes}", scores["nodes"]), line(f"{name} {links}", scores["links"])]
    lines += ["", *(line(kind, figures) for kind, figures in report["kinds"].items()), ""]
    lines += [line(("tous les " if fr else "all ") + title, report[key]) for title, key in ((nodes, "nodes"), (links, "links"))]
    if verbose:
        missed, wrong = ("oublié", "faux") if fr else ("missed", "false")
        lines.append("")
        for failure in report["failures"]:
            sentence = f" « {plain(failure['sentence'])} »" if failure["sentence"] else ""
            word = missed if failure["missed"] else wrong
            lines.append(f"{failure['record']} {failure['kind']} {word}: {plain(failure['what'])}{sentence}")
    return lines
