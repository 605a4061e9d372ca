"""The claims of one record as a workbook to correct, and what a person wrote in it as corrections.

A row a claim with its sentence; « keep », « change » or « refuse » by a drop-down list; empty rows at the end for what was missed.
A hidden sheet holds what each row said when it was written, so that a stale or a damaged row is told from an edited one.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from ..graph.claims import ACTOR_TYPES, COLUMNS, FIELDS, Claim, claims
from ..graph.corrections import Action, Correction, addition, correction_of
from ..graph.errors import CorrectionError, MaillageError, ProjectError
from ..graph.language import Language
from ..graph.names import fold
from ..graph.record import Record
from .workbook import ILLEGAL

EMPTY_ROWS = 30
STATE = "_state"
TITLES = {
    "code": ("Code", "Code"), "decision": ("Decision", "Décision"), "kind": ("Claim", "Fait"), "name": ("Name", "Nom"),
    "to": ("With, at, of", "Avec, à, de"), "status": ("State", "État"), "actors": ("For (several: ;)", "Pour (plusieurs : ;)"),
    "role": ("Role", "Fonction"), "type": ("Type", "Type"), "date": ("Date", "Date"), "last": ("Until", "Jusqu'au"),
    "time": ("Time", "Heure"), "place": ("Place", "Lieu"), "sentence": ("Sentence", "Phrase"), "why": ("Comment", "Commentaire"),
}  # fmt: skip
WORDS = {
    # decisions
    "keep": "garder", "change": "modifier", "refuse": "refuser", "accept": "accepter", "add": "ajouter",
    # claims
    "event": "événement", "attendance": "présence", "person": "personne", "organisation": "structure", "territory": "territoire",
    "programme": "programme", "partnership": "partenariat", "action": "action", "represented": "représente", "acts_for": "agit pour",
    "contributed": "a contribué à", "held_in": "se tient à", "concerns": "concerne", "session_of": "séance de", "about": "porte sur",
    "next": "prochaine date", "moved_to": "reporté au", "member_of": "membre de", "part_of": "partie de", "succeeded_by": "devenu",
    # states
    "present": "présent", "excused": "excusé", "absent": "absent", "unknown": "non dit", "held": "tenu", "planned": "prévu",
    "proposed": "proposé", "cancelled": "annulé", "postponed": "reporté", "actual": "en cours", "past": "passé", "wished": "souhaité",
    "decided": "décidé", "ongoing": "en cours", "done": "fait", "unit": "unité", "body": "organisme", "network": "réseau",
    "collective": "collectif",
}  # fmt: skip
"""French words of the values that a person chooses; reading back takes either language, with or without accents."""


@dataclass(slots=True)
class SheetReading:
    """What a workbook asks for. `problems` are (cell, sentence in English, in French); their rows are left out."""

    record: str = ""
    corrections: list[Correction] = field(default_factory=list)
    problems: list[tuple[str, str, str]] = field(default_factory=list)


def word(value: str, language: Language) -> str:
    """`value` in the words of `language`."""
    return WORDS.get(value, value) if language == "fr" else value.replace("_", " ")


def _value(text: str, choices: Sequence[str]) -> str | None:
    """The one of `choices` that `text` means in either language; None for none of them."""
    wanted = fold(text)
    return next((c for c in choices if wanted in (fold(c), fold(WORDS.get(c, c)))), None)


# --- out ------------------------------------------------------------------------------------------------------------------------


def to_xlsx(record: Record, language: Language) -> bytes:
    """The bytes of the workbook for `record`: its claims with their sentences, and empty rows."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    french = language == "fr"
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Corrections"
    columns = list(TITLES)
    sheet.append([TITLES[column][french] for column in columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    grey = PatternFill("solid", fgColor="EEEEEE")
    wrap = Alignment(wrap_text=True, vertical="top")
    lists: dict[tuple[str, ...], list[str]] = {}
    found = claims(record)
    for number, claim in enumerate(found, 2):
        row = {
            "code": claim.code, "decision": word("keep", language), "kind": word(claim.kind, language) + (" ?" if claim.optional else ""),
            "sentence": claim.quote, **{name: _shown(claim, name, language) for name in FIELDS[claim.kind]},
        }  # fmt: skip
        for place, column in enumerate(columns, 1):
            cell = sheet.cell(number, place)
            cell.alignment = wrap
            if column in row:
                cell.value, cell.data_type = row[column].translate(ILLEGAL)[:32_000], "s"
            if column in COLUMNS and column not in FIELDS[claim.kind]:
                cell.fill = grey
            choices = FIELDS[claim.kind][column].choices if column in FIELDS[claim.kind] else ()
            if choices:
                words = tuple(word(choice, language) for choice in choices)
                lists.setdefault(words, []).append(f"{get_column_letter(place)}{number}")
    last = len(found) + 1 + EMPTY_ROWS
    at = {column: get_column_letter(number) for number, column in enumerate(columns, 1)}
    decisions = tuple(word(value, language) for value in ("keep", "change", "refuse", "accept"))
    lists[decisions] = [f"{at['decision']}2:{at['decision']}{len(found) + 1}"] if found else []
    lists[tuple(word(kind, language) for kind in FIELDS)] = [f"{at['kind']}{len(found) + 2}:{at['kind']}{last}"]
    book.create_sheet("_lists").sheet_state = "hidden"
    for number, (words, cells) in enumerate(lists.items(), 1):
        letter = get_column_letter(number)
        for line, choice in enumerate(words, 1):
            book["_lists"].cell(line, number, choice)
        rule = DataValidation(type="list", formula1=f"_lists!${letter}$1:${letter}${len(words)}", allow_blank=True)
        rule.showErrorMessage = False  # what is typed by hand is read too, and answered for cell by cell
        for reference in cells:
            rule.add(reference)
        sheet.add_data_validation(rule)
    for column, width in {"name": 30, "to": 34, "actors": 30, "role": 20, "sentence": 60, "why": 30, "kind": 16}.items():
        sheet.column_dimensions[at[column]].width = width
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{at['why']}{last}"
    _explained(book.create_sheet("Aide" if french else "Help"), record, french)
    state = book.create_sheet(STATE)
    state.sheet_state = "hidden"
    state.append([record.id, language])
    for number, claim in enumerate(found, 2):
        state.append([number, claim.code, json.dumps({"kind": claim.kind, **claim.values}, ensure_ascii=False)])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _shown(claim: Claim, name: str, language: Language) -> str:
    value = claim.values[name]
    return word(value, language) if value and FIELDS[claim.kind][name].choices else value


def _explained(sheet: Any, record: Record, french: bool) -> None:
    name = PurePosixPath(record.source.path).name
    lines = [
        f"Ce que Maillage a lu dans {name}. Rien n'est modifié dans ce fichier : les corrections sont gardées à part.",
        "Décision « garder » : rien ne change. « modifier » : écrivez les nouvelles valeurs dans la ligne. « refuser » : ce fait est faux.",
        "« accepter » : un fait douteux (« ? ») est vrai.",
        "Pour ajouter un fait oublié : une ligne vide ; choisissez le fait, donnez au moins le nom. La phrase est facultative, recopiée du "
        "document.",
        "Puis : maillage corriger --depuis CE_FICHIER",
    ] if french else [
        f"What Maillage read in {name}. Nothing is changed in that file: corrections are kept apart.",
        "Decision “keep”: nothing changes. “change”: write the new values into the row. “refuse”: this claim is wrong.",
        "“accept”: a doubtful claim (“?”) is true.",
        "To add what was missed: an empty row; choose the claim, give the name at least. The sentence may be left out; else copy it from "
        "the record.",
        "Then: maillage correct --from THIS_FILE",
    ]  # fmt: skip
    for line in lines:
        sheet.append([line])
    sheet.column_dimensions["A"].width = 120


# --- back in ----------------------------------------------------------------------------------------------------------------------


def record_of(path: Path) -> str:
    """The id of the record that the workbook at `path` is about. Raises ProjectError for one that `to_xlsx` did not write."""
    return str(_open(path)[STATE].cell(1, 1).value)


def read_xlsx(path: Path, record: Record, known: Sequence[Correction] = ()) -> SheetReading:
    """What the workbook at `path` asks for `record`, as it stands corrected. Corrections among `known` are not asked for twice."""
    from openpyxl.utils import get_column_letter

    book = _open(path)
    reading = SheetReading(str(book[STATE].cell(1, 1).value))
    columns = list(TITLES)
    sheet, done = book["Corrections"], {correction.content for correction in known}
    before = {str(code): json.loads(values) for _, code, values in book[STATE].iter_rows(min_row=2, max_col=3, values_only=True)}
    now = {claim.code: claim for claim in claims(record)}
    at = {column: get_column_letter(number) for number, column in enumerate(columns, 1)}
    seen: set[str] = set()
    for number, cells in enumerate(sheet.iter_rows(min_row=2, max_col=len(columns), values_only=True), 2):
        row = {column: _cell(value) for column, value in zip(columns, cells, strict=True)}
        if not any(value for column, value in row.items() if column != "decision"):
            continue
        try:
            correction = _row(row, record, before, now, seen, known)
        except CorrectionError as error:
            place = error.field if error.field in columns else "kind"
            _, _, en = error.en.partition(": ")
            _, _, fr = error.fr.partition(" : ")
            reading.problems.append((f"{at[place]}{number}", en, fr))
            continue
        if correction is not None and correction.content not in done:
            done.add(correction.content)
            reading.corrections.append(correction)
    return reading


def _row(
    row: dict[str, str], record: Record, before: dict[str, dict[str, str]], now: dict[str, Claim], seen: set[str],
    known: Sequence[Correction],
) -> Correction | None:  # fmt: skip
    """The correction that a row asks for; None for none."""
    from dataclasses import replace

    code = row["code"]
    if not code:
        return _new(row, record)
    if code not in before:
        raise CorrectionError("code", "this code was not written by Maillage. Leave the codes as they are; new rows have none.",
                              "ce code n'est pas de Maillage. Ne touchez pas aux codes ; une nouvelle ligne n'en a pas.")  # fmt: skip
    first = before[code]
    kind = first["kind"]
    if code in seen:
        return None  # the same claim twice in one passage shares its fate
    seen.add(code)
    new = {
        name: _meant(name, row[name], FIELDS[kind][name].choices)
        for name in FIELDS[kind]
        if _differs(row[name], first[name], FIELDS[kind][name].choices)
    }
    decision = _decision(row["decision"])
    foreign = next((name for name in COLUMNS if name not in FIELDS[kind] and row[name]), None)
    if foreign:
        raise CorrectionError(foreign, "this claim has no such value; the cell is grey. Empty it.",
                              "ce fait n'a pas cette valeur ; la cellule est grisée. Videz-la.")  # fmt: skip
    if decision in ("keep", "refuse", "accept") and new:
        raise CorrectionError(next(iter(new)), f"this cell was edited, but the decision is “{decision}”. Choose “change”.",
                              f"cellule modifiée, mais la décision est « {WORDS[decision]} ». Choisissez « modifier ».")  # fmt: skip
    if decision == "keep":
        return None
    if decision == "change" and not new:
        raise CorrectionError("decision", "“change” is chosen, but nothing in the row was changed.",
                              "« modifier » est choisi, mais rien n'a été modifié dans la ligne.")  # fmt: skip
    action: Action = decision  # type: ignore[assignment]
    asked = new if action == "change" else {}
    for former in known:  # the sheet was read before
        same_claim = former.record == record.id and former.kind == kind and all(first[n] == v for n, v in former.key.items())
        if same_claim and former.action == action and former.values == asked:
            return None
    claim = now.get(code)
    if claim is None or dict(claim.values) != {name: first[name] for name in FIELDS[kind]}:
        raise CorrectionError("code", "what this row says is no longer what stands in the record. Make a new sheet.",
                              "ce que dit cette ligne n'est plus ce qui est lu dans le document. Refaites la feuille.")  # fmt: skip
    if action == "accept" and not claim.optional:
        raise CorrectionError(
            "decision", "this claim is not in doubt: “keep” is enough.", "ce fait n'est pas douteux : « garder » suffit."
        )
    if action == "change":
        from ..graph.claims import changed

        changed(record, claim, asked)  # raises CorrectionError for a value that does not fit
    return replace(correction_of(record, claim, action, asked), why=row["why"])


def _new(row: dict[str, str], record: Record) -> Correction | None:
    from dataclasses import replace

    kind = _value(row["kind"], tuple(FIELDS)) if row["kind"] else None
    if kind is None:
        raise CorrectionError("kind", "say what kind of claim this row adds: choose one of the list.",
                              "dites quel fait cette ligne ajoute : choisissez dans la liste.")  # fmt: skip
    if row["decision"] and _decision(row["decision"]) not in ("keep", "change", "add"):
        raise CorrectionError("decision", "a new row has nothing to refuse. Empty this cell.",
                              "une nouvelle ligne n'a rien à refuser. Videz cette cellule.")  # fmt: skip
    values = {}
    for name in COLUMNS:
        if row[name]:
            choices = FIELDS[kind][name].choices if name in FIELDS[kind] else ACTOR_TYPES if name == "type" else ()
            values[name] = _meant(name, row[name], choices)
    return replace(addition(record, kind, values, row["sentence"]), why=row["why"])


def _decision(text: str) -> str:
    found = _value(text, ("keep", "change", "refuse", "accept", "add")) if text else "keep"
    if found is None:
        raise CorrectionError("decision", f"{text!r} is none of: keep, change, refuse, accept.",
                              f"{text!r} n'est pas parmi : garder, modifier, refuser, accepter.")  # fmt: skip
    return found


def _meant(name: str, text: str, choices: Sequence[str]) -> str:
    if not choices:
        return text
    found = _value(text, choices)
    if found is None:
        raise CorrectionError(name, f"{text!r} is none of: {', '.join(choices)}.",
                              f"{text!r} n'est pas parmi : {', '.join(WORDS.get(c, c) for c in choices)}.")  # fmt: skip
    return found


def _differs(shown: str, value: str, choices: Sequence[str]) -> bool:
    """True when a cell says something else than `value`; a word of either language is the value it means."""
    if " ".join(shown.split()) == " ".join(value.split()):
        return False
    return not choices or _value(shown, choices) != value


def _cell(value: object) -> str:
    """A cell as text: a date as its day, a whole number without a fraction."""
    from datetime import date, datetime
    from datetime import time as clock

    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, clock):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _open(path: Path) -> Any:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, data_only=True)
    except OSError as error:
        raise ProjectError(f"{path}: cannot be opened ({error.strerror}). Close it elsewhere, check the name.",
                           f"{path} : ouverture impossible ({error.strerror}). Fermez-le ; vérifiez son nom.") from error  # fmt: skip
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise _foreign(path) from error
    if STATE not in book.sheetnames or "Corrections" not in book.sheetnames:
        raise _foreign(path)
    return book


def _foreign(path: Path) -> MaillageError:
    return ProjectError(f"{path}: this is no sheet of corrections. Make one: maillage correct RECORD",
                        f"{path} : ce n'est pas une feuille de corrections. Faites-en une : maillage corriger DOCUMENT")  # fmt: skip


def rows(record: Record, language: Language) -> Iterator[dict[str, str]]:
    """The claims of a record as rows of a table on the terminal."""
    for claim in claims(record):
        said = [_shown(claim, name, language) for name in FIELDS[claim.kind] if claim.values[name]]
        yield {
            "code": claim.code, "claim": word(claim.kind, language) + (" ?" if claim.optional else ""), "says": " · ".join(said),
            "sentence": claim.quote,
        }  # fmt: skip
