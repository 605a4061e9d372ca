"""The sheet of corrections, out and back in: drop-downs, empty rows, an answer for every cell that cannot be taken."""

import io

import pytest
from openpyxl import load_workbook
from records import meeting

from maillage.graph.corrections import corrected
from maillage.graph.errors import ProjectError
from maillage.visualisations.correction_sheet import TITLES, WORDS, read_xlsx, record_of, to_xlsx

COLUMNS = list(TITLES)


@pytest.fixture
def record():
    return meeting("2024-03-14", ["Aline Morel (Cap emploi)", "Bruno Tarde (CIO)"], excused=["Chloé Dunan (Cap emploi)"])


@pytest.fixture(params=["en", "fr"])
def sheet(request, record, tmp_path):
    """The sheet as a person fills it in: `set(kind, name, column, value)`, `row(**values)` for a new row, `path` after `save()`."""

    class Sheet:
        language = request.param
        path = tmp_path / "feuille.xlsx"

        def __init__(self):
            self.book = load_workbook(io.BytesIO(to_xlsx(record, self.language)))
            self.rows = self.book["Corrections"]

        def word(self, value):
            return WORDS.get(value, value) if self.language == "fr" else value

        def set(self, kind, name, /, **values):
            for row in self.rows.iter_rows(min_row=2):
                if (row[COLUMNS.index("kind")].value, row[COLUMNS.index("name")].value) == (self.word(kind), name):
                    for column, value in values.items():
                        row[COLUMNS.index(column)].value = value
                    return row[0].row
            raise AssertionError(name)

        def add(self, **values):
            number = self.rows.max_row + 1
            for column, value in values.items():
                self.rows.cell(number, COLUMNS.index(column) + 1).value = value
            return number

        def save(self):
            self.book.save(self.path)
            return self.path

    return Sheet()


def presences(record):
    names = {item.id: item.name for item in record.people}
    return {(names[row.who], row.presence) for row in record.attendance}


def test_an_untouched_sheet_asks_for_nothing(sheet, record):
    reading = read_xlsx(sheet.save(), record)
    assert (reading.corrections, reading.problems) == ([], [])
    assert record_of(sheet.path) == record.id


def test_change_refuse_and_add_come_back(sheet, record):
    sheet.set("attendance", "Chloé Dunan", decision=sheet.word("change"), status=sheet.word("absent"), why="appel du 15")
    sheet.set("attendance", "Bruno Tarde", decision=sheet.word("refuse").upper())
    sheet.add(kind=sheet.word("attendance"), name="Denis Valois", type=sheet.word("person"), actors="CIO")
    reading = read_xlsx(sheet.save(), record)
    assert reading.problems == []
    assert sorted(correction.action for correction in reading.corrections) == ["add", "change", "refuse"]
    after = corrected(record, reading.corrections)
    assert presences(after) == {("Aline Morel", "present"), ("Chloé Dunan", "absent"), ("Denis Valois", "present")}
    assert "appel du 15" in {correction.why for correction in reading.corrections}


def test_a_sheet_read_twice_says_nothing_new(sheet, record):
    sheet.set("attendance", "Chloé Dunan", decision=sheet.word("change"), status=sheet.word("absent"))
    sheet.set("person", "Aline Morel", decision=sheet.word("change"), name="Aline Maurel")
    sheet.add(kind=sheet.word("person"), name="Denis Valois")
    first = read_xlsx(sheet.save(), record).corrections
    again = read_xlsx(sheet.path, corrected(record, first), first)
    assert len(first) == 3
    assert (again.corrections, again.problems) == ([], [])


@pytest.mark.parametrize(
    ("edit", "column"),
    [
        (lambda s: s.set("attendance", "Bruno Tarde", status=s.word("absent")), "status"),  # edited, and « keep »
        (lambda s: s.set("attendance", "Bruno Tarde", decision=s.word("change")), "decision"),
        (lambda s: s.set("attendance", "Bruno Tarde", decision="?"), "decision"),
        (lambda s: s.set("attendance", "Bruno Tarde", decision=s.word("change"), status="ici"), "status"),
        (lambda s: s.set("event", "Réunion", decision=s.word("change"), date="le 3"), "date"),
        (lambda s: s.set("person", "Bruno Tarde", decision=s.word("change"), place="Blois"), "place"),
        (lambda s: s.set("person", "Bruno Tarde", code="abcdef"), "code"),
        (lambda s: s.add(name="Denis Valois"), "kind"),
        (lambda s: s.add(kind=s.word("attendance"), name="Xyz"), "name"),
        (lambda s: s.add(kind=s.word("person"), name="Denis Valois", sentence="Ces mots n'y sont pas"), "sentence"),
    ],
)
def test_each_wrong_cell_is_named_and_the_other_rows_count(sheet, record, edit, column):
    number = edit(sheet)
    sheet.set("person", "Aline Morel", decision=sheet.word("refuse"))
    reading = read_xlsx(sheet.save(), record)
    (problem,) = reading.problems
    assert problem[0] == f"{'ABCDEFGHIJKLMNO'[COLUMNS.index(column)]}{number}"
    assert problem[1] != problem[2]
    assert [correction.key["name"] for correction in reading.corrections] == ["Aline Morel"]


def test_a_row_that_was_corrected_meanwhile_is_stale(sheet, record):
    number = sheet.set("attendance", "Chloé Dunan", decision=sheet.word("refuse"))
    sheet.save()
    rows = tuple(row.model_copy(update={"presence": "absent"}) if row.presence == "excused" else row for row in record.attendance)
    reading = read_xlsx(sheet.path, record.model_copy(update={"attendance": rows}))
    assert [cell for cell, _, _ in reading.problems] == [f"A{number}"]
    assert reading.corrections == []


def test_text_of_the_record_is_no_formula(tmp_path):
    record = meeting("2024-03-14", ["Aline Morel (Cap emploi)"], title="=1+1")
    book = load_workbook(io.BytesIO(to_xlsx(record, "fr")))
    cells = [cell for row in book["Corrections"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_another_workbook_is_refused(tmp_path, record):
    (tmp_path / "x.xlsx").write_bytes(b"no workbook")
    with pytest.raises(ProjectError):
        read_xlsx(tmp_path / "x.xlsx", record)
