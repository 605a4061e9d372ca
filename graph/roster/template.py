"""New workbooks to fill in: what is known already, one row each, choices in lists, a sheet that explains."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import ProjectError
from ..project import ROSTER, TERRITORIES, Project, write_bytes
from . import sheets

_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])

_HELP = {
    "fr": (
        "Une ligne par membre attendu : le périmètre, sa nature (liste), la structure ; la personne si elle est connue.",
        "« Dans » dit où se trouve le périmètre : un département, une région ou un territoire de territoires.xlsx.",
        "« Depuis » et « Jusqu'au » : 05/03/2024, 2024-03 ou 2024 ; vides, la place est occupée.",
        "« Identifiant » : référentiel:valeur, par exemple siret:12345678900011. C'est la clé la plus sûre.",
        "« Remarque » n'est pas lue. Les lignes proposées sont ce que les documents montrent : corrigez, ajoutez, supprimez.",
        'Ensuite : maillage répertoire vérifier, puis maillage demander attendus --scope "…".',
    ),
    "en": (
        "One row for each expected member: the scope, its kind (list), the body; the person where known.",
        "“Within” says where the scope lies: a département, a region, or a territory of territoires.xlsx.",
        "“Since” and “Until”: 05/03/2024, 2024-03 or 2024; empty means the seat is taken.",
        "“Identifier”: scheme:value, for example siret:12345678900011. It is the surest key.",
        "“Note” is not read. The rows proposed are what the records show: mend, add, delete.",
        'Then: maillage roster check, and maillage ask expected-unseen --scope "…".',
    ),
}


@dataclass(frozen=True, slots=True)
class Known:
    """A row to propose. `kind` is a code of `sheets.SCOPE_KINDS`; `note` says in words why the row is there."""

    scope: str
    kind: str
    within: str = ""
    body: str = ""
    network: str = ""
    person: str = ""
    role: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class KnownTerritory:
    name: str
    kind: str
    within: str = ""
    note: str = ""


def write(
    project: Project, members: Sequence[Known], territories: Sequence[KnownTerritory], language: str, *, replace: bool = False
) -> list[Path]:
    """Write both workbooks into `project` and return their paths, without those that are there already (`replace`: anew).

    Raises ProjectError when both are there already, or the folder cannot be written.
    """
    books = (
        (ROSTER, sheets.MEMBERS_SHEET, sheets.MEMBERS, [_values(item) for item in members]),
        (TERRITORIES, sheets.TERRITORIES_SHEET, sheets.TERRITORIES, [_values(item) for item in territories]),
    )
    wanted = [
        (project.root / name, _book(names, columns, rows, language))
        for name, names, columns, rows in books
        if replace or not (project.root / name).exists()
    ]
    if not wanted:
        raise ProjectError(
            f"{ROSTER} and {TERRITORIES} are in {project.root} already. Fill them in, or write them anew with --replace.",
            f"{ROSTER} et {TERRITORIES} sont déjà dans {project.root}. Remplissez-les, ou recréez-les avec --remplacer.",
        )
    for path, data in wanted:
        try:
            write_bytes(path, data)
        except OSError as error:
            raise ProjectError(
                f"{path}: cannot be written ({error.strerror}). Close it in Excel and check your rights on the folder.",
                f"{path} : écriture impossible ({error.strerror}). Fermez-le dans Excel et vérifiez vos droits sur le dossier.",
            ) from error
    return [path for path, _ in wanted]


def _values(item: Known | KnownTerritory) -> dict[str, str]:
    return {name: str(getattr(item, name)) for name in item.__slots__}


def _book(names: tuple[str, str], columns: sheets.Columns, rows: Sequence[Mapping[str, str]], language: str) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    number = 0 if language == "fr" else 1
    book = Workbook()
    sheet: Any = book.active
    sheet.title = names[number]
    allowed = [kind for kind in sheets.SCOPE_KINDS if names is sheets.MEMBERS_SHEET or kind not in ("committee", "partnership")]
    for column, (key, headings) in enumerate(columns.items(), 1):
        cell = sheet.cell(1, column, headings[number])
        cell.font = Font(bold=True)
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = 34 if key in ("scope", "body", "name", "communes", "note") else 18
        if key == "kind":
            choices = ",".join(sheets.SCOPE_KINDS[kind][number] for kind in allowed)
            validation = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=True)
            validation.add(f"{letter}2:{letter}{sheets.MOST_ROWS}")
            sheet.add_data_validation(validation)
    for at, row in enumerate(rows, 2):
        for column, key in enumerate(columns, 1):
            value = row.get(key, "")
            if key == "kind" and value:
                value = sheets.SCOPE_KINDS[value][number]
            if value:
                cell = sheet.cell(at, column)
                cell.value = value.translate(_CONTROL)[:32_000]
                cell.data_type = "s"  # a name that begins with « = » is a name
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(2, len(rows) + 1)}"
    explain = book.create_sheet("Mode d'emploi" if language == "fr" else "How to")
    explain.column_dimensions["A"].width = 120
    for line in _HELP[language]:
        explain.append([line])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
