"""Questions about who is who as an Excel workbook, and the answers back: one row a question, an answer from a list, a comment.

A row is taken only when it still is the question that was written: what a person sees of it is the same, and it still waits. The
others are refused one by one. Text is written as text, so that no cell of a record is computed.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..graph.corrections import Correction
from ..graph.decisions import Name, Pair
from ..graph.doubtful import Doubtful, waiting
from ..graph.errors import SourceError
from ..graph.identity import Identity, Sight, permalink
from ..graph.language import Language
from ..graph.names import fold
from ..graph.questions import Answer, Case, cases, drafts
from ..graph.resolution.clusters import digest
from ..loaders.readers.package import Package
from ..loaders.readers.refusals import Refused
from . import review_facts
from .review import KIND, VERDICT, excerpt, where
from .terminal import plain
from .workbook import ILLEGAL

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

COLUMNS = (
    ("number", "No.", "N°", 5), ("answer", "Answer", "Réponse", 14), ("comment", "Comment", "Commentaire", 28),
    ("kind", "Kind", "Genre", 12), ("a", "A", "A", 30), ("a_quote", "Sentence of A", "Phrase de A", 50),
    ("a_where", "Record of A", "Document de A", 24), ("b", "B", "B", 30), ("b_quote", "Sentence of B", "Phrase de B", 50),
    ("b_where", "Record of B", "Document de B", 24), ("reason", "Why the doubt", "Pourquoi le doute", 34),
    ("changes", "What “the same” changes", "Ce que « les mêmes » change", 34),
    ("case", "maillage:case", "maillage:case", 12), ("link_a", "maillage:a", "maillage:a", 12),
    ("link_b", "maillage:b", "maillage:b", 12), ("check", "maillage:check", "maillage:check", 12),
)  # fmt: skip
"""Name, title in English and in French, width. Those called `maillage:…` are hidden."""
Columns = Sequence[tuple[str, str, str, int]]
QUESTIONS = "Questions"
_SEEN = ("kind", "a", "a_quote", "a_where", "b", "b_quote", "b_where")
MOST = 20_000
"""Rows that are read."""
OWN = "own"
"""`link_b` of the row that says: one organisation, none of those named."""

_ANSWERS: dict[str, Answer] = {
    **{fold(word): answer for answer, words in VERDICT.items() for word in words},  # type: ignore[misc]
    "same": "same", "meme": "same", "memes": "same", "differente": "different", "differentes": "different", "different": "different",
    "incertaine": "unsure", "incertains": "unsure",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowRefusal:
    """A row that is not taken, and why in both languages."""

    row: int
    en: str
    fr: str


@dataclass(slots=True)
class Taken:
    """What a workbook gave: entries to write (drafts), the number of answers behind them, of rows answered before, of open ones."""

    drafts: list[dict[str, Any]] = field(default_factory=list)
    answers: int = 0
    known: int = 0
    blank: int = 0
    corrections: list[Correction] = field(default_factory=list)
    """What the sheet of doubtful readings asks for."""
    refused: list[RowRefusal] = field(default_factory=list)


def to_xlsx(found: Sequence[Case], language: Language, facts: Sequence[Doubtful] = ()) -> bytes:
    """The workbook with `found`, a row each (of a bare name a row for each body that it may mean), and with doubtful readings on a
    sheet of their own."""
    from openpyxl import Workbook

    fr = language == "fr"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = QUESTIONS
    words = [VERDICT[answer][fr] for answer in ("same", "different", "unsure")]
    _fill(sheet, COLUMNS, [row for case in found for row in _rows(case, language)], words, language)
    if facts:
        words = [review_facts.ANSWER[answer][fr] for answer in ("right", "wrong")]
        _fill(
            book.create_sheet(review_facts.SHEET[language]),
            review_facts.COLUMNS,
            review_facts.rows(facts, language),
            words,
            language,
        )
    notes = book.create_sheet("Notes")
    for text in _NOTES[language]:
        notes.append([text])
    notes.column_dimensions["A"].width = 110
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill(
    sheet: Worksheet, columns: Columns, written: Sequence[Mapping[str, str]], words: Sequence[str], language: Language
) -> None:
    """Write `written` under the titles of `columns`, with `words` to choose from in the column of answers."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    fr = language == "fr"
    open_ = PatternFill("solid", fgColor="FFF7D6")
    for column, (name, en, french, width) in enumerate(columns, 1):
        sheet.cell(1, column, french if fr else en).font = Font(bold=True)
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.width = width
        dimension.hidden = en.startswith("maillage:")
        for number, row in enumerate(written, 2):
            cell = sheet.cell(number, column)
            if name == "number":
                cell.value = number - 1
            elif name in ("answer", "comment"):
                cell.fill = open_
            else:
                cell.value = _text(row[name])
                cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=True)
    choice.errorTitle, choice.error = "Maillage", ("Choisissez dans la liste." if fr else "Choose from the list.")
    sheet.add_data_validation(choice)
    if written:
        choice.add(f"B2:B{len(written) + 1}")
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = sheet.dimensions


_NOTES = {
    "en": (
        "Choose an answer in column B; leave it empty for later. A comment is kept with the decision.",
        "Then: maillage review --from THIS FILE. Whole rows may be sorted; rows whose other cells were changed are refused.",
        "Several rows of one bare name: “the same” in one of them says which organisation is meant.",
    ),
    "fr": (
        "Choisissez une réponse dans la colonne B ; laissez vide pour plus tard. Le commentaire est gardé avec la décision.",
        "Ensuite : maillage vérifier --reprendre CE FICHIER. Trier et filtrer des lignes entières est permis ; modifier d'autres cellules "
        "ne l'est pas : ces lignes sont refusées.",
        "Plusieurs lignes pour un nom seul : « les mêmes » sur l'une d'elles dit quelle structure est désignée.",
    ),
}


def _rows(case: Case, language: Language) -> list[dict[str, str]]:
    fr = language == "fr"
    if not case.choices and not case.members:
        return [_row(case, case.sides[0], case.sides[1], language)]
    first = case.sides[0]
    found = [_row(case, first, choice, language) for choice in case.choices]
    if case.members:
        own = _row(case, first, case.sides[1], language)
        name = (
            ("une seule structure, aucune des autres lignes" if fr else "one organisation, none of the other rows")
            if found
            else ""
        )
        found.append(_checked({**own, "b": name or own["b"], "link_b": OWN}))
    return found


def _row(case: Case, a: Sight, b: Sight, language: Language) -> dict[str, str]:
    row = {
        "answer": "", "comment": "", "kind": KIND.get(case.of, (case.of, case.of))[language == "fr"], "a": _name(a), "b": _name(b),
        "a_quote": excerpt(a.proof.quote, a.name, 500), "b_quote": excerpt(b.proof.quote, b.name, 500), "a_where": where(a, language),
        "b_where": where(b, language), "reason": case.reason(language), "changes": case.changes(language), "case": case.id,
        "link_a": permalink(a.mention), "link_b": permalink(b.mention),
    }  # fmt: skip
    return _checked({name: _text(value) for name, value in row.items()})


def _checked(row: dict[str, str]) -> dict[str, str]:
    return {**row, "check": _check(row)}


def _check(row: dict[str, str]) -> str:
    return digest(*(" ".join(row[name].split()) for name in (*_SEEN, "case", "link_a", "link_b")))


def _name(side: Sight) -> str:
    return f"{side.name} — {side.note}" if side.note else side.name


def _text(value: str) -> str:
    return plain(value).translate(ILLEGAL)[:2000]


# --- answers back -------------------------------------------------------------------------------------------------------


def read(identity: Identity, path: Path) -> Taken:
    """The answers of the workbook at `path`. Raises SourceError when it is no workbook of questions."""
    taken = Taken()
    book = _open(path)
    for title in review_facts.SHEET.values():
        if title in book.sheetnames:
            found = waiting(identity)
            taken.corrections, refused = review_facts.take(found, _read_rows(path, book[title], review_facts.COLUMNS, "record"))
            taken.refused += [
                RowRefusal(row, f"{title}, row {row}: {en}", f"{title}, ligne {row} : {fr}") for row, en, fr in refused
            ]
    today = cases(identity, "fr", unsure=True)
    by_id = {case.id: case for case in today}
    by_pair = {case.pair: case for case in today if not case.choices and not case.members}
    answered: dict[str, list[tuple[int, dict[str, str], Answer]]] = {}
    twice: dict[tuple[str, str, str], int] = {}
    for number, row in _read_rows(path, book[QUESTIONS], COLUMNS, "case"):
        if not row["answer"]:
            taken.blank += 1
            continue
        answer = _ANSWERS.get(fold(row["answer"]))
        key = (row["case"], row["link_a"], row["link_b"])
        if answer is None:
            _refuse(taken, number, f"“{row['answer'][:30]}” is no answer. Choose one from the list.",
                    f"« {row['answer'][:30]} » n'est pas une réponse. Choisissez dans la liste.")  # fmt: skip
        elif row["check"] != _check(row):
            _refuse(taken, number, "its names or sentences were changed since it was written. Write the workbook again and answer there.",
                    "ses noms ou ses phrases ont été modifiés depuis. Écrivez de nouveau le classeur et répondez-y.")  # fmt: skip
        elif key in twice:
            _refuse(taken, number, f"it repeats row {twice[key]}. Delete one of the two.",
                    f"elle répète la ligne {twice[key]}. Supprimez l'une des deux.")  # fmt: skip
        else:
            twice[key] = number
            answered.setdefault(row["case"], []).append((number, row, answer))
    for case_id, given in answered.items():
        _take(identity, taken, by_id.get(case_id), by_pair, given)
    return taken


def _take(
    identity: Identity,
    taken: Taken,
    case: Case | None,
    by_pair: dict[tuple[str, str], Case],
    given: list[tuple[int, dict[str, str], Answer]],
) -> None:
    """Take the answered rows of one question."""
    number, row, answer = given[0]
    if all(_known(identity, row, answer) for _, row, answer in given):
        taken.known += len(given)
        return
    if case is None:
        a, b = identity.lead(row["link_a"]), identity.lead(row["link_b"])
        case = by_pair.get((min(a, b), max(a, b))) if a and b else None
        if case is None:
            gone = not (a and (b or row["link_b"] == OWN))
            for number, _, _ in given:
                if gone:
                    _refuse(taken, number, "one of its two records is no longer in the project.",
                            "l'un de ses deux documents n'est plus dans le projet.")  # fmt: skip
                else:
                    _refuse(taken, number, "this question is no longer asked: it was settled since, or its records changed.",
                            "cette question n'est plus posée : elle a été réglée depuis, ou ses documents ont changé.")  # fmt: skip
            return
    if not case.choices and not case.members:
        _add(taken, drafts(identity, case, answer, row["comment"]))
        return
    same = [(number, row) for number, row, answer in given if answer == "same"]
    if len(same) > 1:
        for number, _ in same:
            _refuse(taken, number, f"“the same” stands in rows {same[0][0]} and {same[1][0]} of one name. Keep one.",
                    f"« les mêmes » figure aux lignes {same[0][0]} et {same[1][0]} d'un même nom. N'en gardez qu'une.")  # fmt: skip
    elif same:
        number, row = same[0]
        choice = next((side for side in case.choices if permalink(side.mention) == row["link_b"]), None)
        if choice is None and row["link_b"] != OWN:
            _refuse(
                taken, number, "the organisation of this row is no longer there.", "la structure de cette ligne n'est plus là."
            )
        else:
            _add(taken, drafts(identity, case, "same", row["comment"], choice))
    elif len(given) == len(_rows(case, "fr")) or answer == "unsure":
        verdict: Answer = "unsure" if any(answer == "unsure" for *_, answer in given) else "different"
        _add(taken, drafts(identity, case, verdict, row["comment"]))
    else:
        for number, _, _ in given:
            _refuse(taken, number, "other rows of this name are without an answer: answer them all, or “the same” in one.",
                    "d'autres lignes de ce nom sont sans réponse : répondez à toutes, ou « les mêmes » à une.")  # fmt: skip


def _known(identity: Identity, row: dict[str, str], answer: Answer) -> bool:
    """True when this very answer was noted before and holds."""
    a, b = identity.mention(row["link_a"]), identity.mention(row["link_b"])
    for standing in identity.settled.standings:
        if standing.state not in ("holds", "unsure"):
            continue
        if isinstance(standing.entry, Pair) and {standing.a, standing.b} == {a, b} and standing.entry.verdict == answer:
            return True
        if isinstance(standing.entry, Name) and answer == "same" and standing.a == (a if row["link_b"] == OWN else b):
            return True
    return False


def _add(taken: Taken, said: list[dict[str, Any]]) -> None:
    taken.drafts += said
    taken.answers += 1


def _refuse(taken: Taken, row: int, en: str, fr: str) -> None:
    taken.refused.append(RowRefusal(row, f"row {row}: {en}", f"ligne {row} : {fr}"))


def _read_rows(path: Path, sheet: Worksheet, columns: Columns, key: str) -> list[tuple[int, dict[str, str]]]:
    """The rows of a sheet that have an answer or a `key`, with their numbers."""
    titles = {title: name for name, en, fr, _ in columns for title in (en, fr)}
    cells = sheet.iter_rows(max_row=min(sheet.max_row, MOST))
    header = [titles.get(str(cell.value or "").strip()) for cell in next(cells, ())]
    if not {name for name, *_ in columns} - {"number"} <= set(header):
        raise _foreign(path)
    found = []
    for number, line in enumerate(cells, 2):
        row = {name: plain(cell.value)[:2000] for name, cell in zip(header, line, strict=False) if name}
        if row[key] or row["answer"]:
            found.append((number, row))
    return found


def _foreign(path: Path) -> SourceError:
    return SourceError(
        str(path), "this is no workbook of questions. Write one with maillage review --xlsx FILE.",
        "ce n'est pas un classeur de questions. Écrivez-en un avec maillage vérifier --xlsx FICHIER.",
    )  # fmt: skip


def _open(path: Path) -> Workbook:
    from openpyxl import load_workbook

    try:
        data = path.read_bytes()
        Package(data).refuse_entities()
        book = load_workbook(io.BytesIO(data), keep_links=False)
    except Refused as error:
        raise error.error(str(path)) from error
    except OSError as error:
        raise SourceError(
            str(path), f"cannot be opened ({error.strerror}).", f"ouverture impossible ({error.strerror})."
        ) from error
    except Exception as error:  # whatever a broken workbook makes openpyxl raise
        raise _foreign(path) from error
    if QUESTIONS not in book.sheetnames:
        raise _foreign(path)
    return book
