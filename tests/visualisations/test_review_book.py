"""Questions as a workbook, and the answers back: taken row by row, refused row by row."""

import io
import zipfile

import openpyxl
import pytest
from desk import BARE, HERE, PEOPLE, THERE, Desk
from records import meeting

from maillage.graph.errors import SourceError
from maillage.visualisations import review_book

TITLES = {name: number for number, (name, *_) in enumerate(review_book.COLUMNS, 1)}


class Book:
    """A written workbook, filled in and read again."""

    def __init__(self, desk, path, language="fr"):
        self.desk, self.path = desk, path
        path.write_bytes(review_book.to_xlsx(desk.cases(), language))

    def fill(self, **cells):
        """`answer_2="les mêmes"` writes into row 2."""
        book = openpyxl.load_workbook(self.path)
        for place, value in cells.items():
            name, _, row = place.rpartition("_")
            book["Questions"].cell(int(row), TITLES[name]).value = value
        book.save(self.path)
        return self

    def change(self, change):
        book = openpyxl.load_workbook(self.path)
        change(book["Questions"])
        book.save(self.path)
        return self

    def read(self):
        return review_book.read(self.desk.identity, self.path)

    def take(self):
        taken = self.read()
        for draft in taken.drafts:
            self.desk.note(draft)
        return taken

    def cell(self, name, row):
        return openpyxl.load_workbook(self.path)["Questions"].cell(row, TITLES[name])


@pytest.fixture
def book(tmp_path):
    return Book(Desk(*PEOPLE), tmp_path / "revue.xlsx")


def reasons(taken):
    return [(refusal.row, refusal.fr) for refusal in taken.refused]


def test_a_row_a_question_with_answers_to_choose_and_hidden_ids(book):
    sheet = openpyxl.load_workbook(book.path)["Questions"]
    assert sheet.max_row == 1 + len(book.desk.cases())
    assert [cell.value for cell in sheet[1]][:5] == ["N°", "Réponse", "Commentaire", "Genre", "A"]
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"les mêmes,différents,incertain"'
    assert str(choice.sqref) == f"B2:B{sheet.max_row}"
    hidden = [cell.value for cell in sheet[1] if sheet.column_dimensions[cell.column_letter].hidden]
    assert hidden == ["maillage:case", "maillage:a", "maillage:b", "maillage:check"]
    assert "present : Aline Morel" in book.cell("a_quote", 2).value


def test_in_english(tmp_path):
    book = Book(Desk(*PEOPLE), tmp_path / "r.xlsx", "en")
    assert book.cell("answer", 1).value == "Answer"
    assert book.fill(answer_2="the same").take().answers == 1


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [("les mêmes", "same"), ("DIFFÉRENTS", "different"), (" incertain ", "unsure"), ("different", "different"), ("Same", "same")],
)
def test_an_answer_is_taken_with_its_comment(book, answer, verdict):
    taken = book.fill(answer_2=answer, comment_2="vue  à l'assemblée").take()
    assert (taken.answers, taken.refused) == (1, [])
    (entry,) = book.desk.entries
    assert (entry.verdict, entry.why) == (verdict, "vue à l'assemblée")


def test_empty_rows_stay_open(book):
    taken = book.fill(comment_2="à voir").read()
    assert (taken.answers, taken.blank, taken.refused) == (0, 2, [])


def test_the_same_workbook_twice_notes_nothing_twice(book):
    book.fill(answer_2="les mêmes", answer_3="différents").take()
    again = book.take()
    assert (again.answers, again.known, again.refused) == (0, 2, [])
    assert len(book.desk.entries) == 2


def test_each_bad_row_is_refused_with_a_sentence_and_the_others_are_taken(book):
    taken = book.fill(answer_2="peut-être", answer_3="les mêmes").read()
    assert reasons(taken) == [(2, "ligne 2 : « peut-être » n'est pas une réponse. Choisissez dans la liste.")]
    assert taken.answers == 1


def test_a_formula_is_no_answer(book):
    assert reasons(book.fill(answer_2='=IF(1,"les mêmes","x")').read())[0][0] == 2


@pytest.mark.parametrize("name", ["a", "b_quote", "b_where", "link_b", "check", "kind"])
def test_an_edited_row_is_refused(book, name):
    ((row, text),) = reasons(book.fill(answer_2="les mêmes", **{f"{name}_2": "autre"}).read())
    assert row == 2
    assert "modifiés" in text


def test_a_column_sorted_by_itself_is_refused(book):
    def swap(sheet):
        a, b = (sheet.cell(row, TITLES["b_quote"]) for row in (2, 3))
        a.value, b.value = b.value, a.value

    taken = book.fill(answer_2="les mêmes", answer_3="différents").change(swap).read()
    assert [row for row, _ in reasons(taken)] == [2, 3]
    assert taken.drafts == []


def test_whole_rows_may_be_sorted_and_columns_moved(book):
    def sort(sheet):
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), 2):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value
        sheet.move_range(f"A1:A{sheet.max_row}", cols=20)

    assert book.fill(answer_2="les mêmes").change(sort).read().answers == 1


def test_a_question_answered_since_is_refused_as_settled(book):
    for case in book.desk.cases():
        book.desk.answer(case, "same")
    ((row, text),) = reasons(book.fill(answer_2="différents").read())
    assert row == 2
    assert "n'est plus posée" in text


def test_a_record_withdrawn_since_is_told(book):
    book.fill(answer_2="les mêmes", answer_3="les mêmes")
    book.desk.records = PEOPLE[:1]
    assert all("n'est plus dans le projet" in text for _, text in reasons(book.read()))


def test_a_row_copied_twice_is_refused_once(book):
    def copy(sheet):
        for column in range(1, sheet.max_column + 1):
            sheet.cell(9, column).value = sheet.cell(2, column).value

    taken = book.fill(answer_2="les mêmes").change(copy).read()
    assert taken.answers == 1
    assert reasons(taken) == [(9, "ligne 9 : elle répète la ligne 2. Supprimez l'une des deux.")]


def test_more_records_since_do_not_make_a_row_stale(book):
    book.desk.records = (*PEOPLE, meeting("2026-03-05", ["Bruno Petit (CIO)"], source="new.txt"))
    assert book.fill(answer_2="les mêmes").read().answers == 1


def test_nothing_of_a_record_is_computed(tmp_path):
    evil = [meeting(f"2024-0{n}-05", [f"=cmd|calc!A{n} Morel ({body})"], source=f"@{n}\x07.txt")
            for n, body in enumerate(["+Cap emploi", "-CIO"], 1)]  # fmt: skip
    evil = [record.model_copy(update={"people": tuple(p.model_copy(update={"name": "=1+1 Morel"}) for p in record.people)}) for record in evil]  # fmt: skip  # noqa: E501
    book = Book(Desk(*evil), tmp_path / "evil.xlsx")
    sheet = openpyxl.load_workbook(book.path)["Questions"]
    assert sheet.max_row == 2
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert any(str(cell.value).startswith("=1+1 Morel") for cell in cells)
    assert book.fill(answer_2="les mêmes").read().refused == []


def test_a_bare_name_has_a_row_for_each_body_it_may_mean(tmp_path):
    book = Book(Desk(HERE, THERE, *BARE), tmp_path / "r.xlsx")
    (case,) = book.desk.cases()
    assert [book.cell("b", row).value for row in (2, 3, 4)] == [
        *(f"{choice.name} — {choice.note}" for choice in case.choices), "une seule structure, aucune des autres lignes",
    ]  # fmt: skip
    taken = book.fill(answer_2="différents", answer_3="les mêmes").take()
    assert (taken.answers, taken.refused) == (1, [])
    (entry,) = book.desk.entries
    assert entry.target.record == case.choices[1].mention.record
    again = book.fill(answer_2=None).take()
    assert (again.answers, again.known, again.refused) == (0, 1, [])


def test_a_bare_name_cannot_mean_two_bodies(tmp_path):
    taken = Book(Desk(HERE, THERE, *BARE), tmp_path / "r.xlsx").fill(answer_2="les mêmes", answer_3="les mêmes").read()
    assert [row for row, _ in reasons(taken)] == [2, 3]
    assert taken.drafts == []


def test_a_bare_name_that_means_none_of_them(tmp_path):
    own = Book(Desk(HERE, THERE, *BARE), tmp_path / "own.xlsx").fill(answer_4="les mêmes").take()
    assert own.answers == 1
    each = Book(Desk(HERE, THERE, *BARE), tmp_path / "each.xlsx")
    assert [row for row, _ in reasons(each.fill(answer_2="différents").read())] == [2]
    assert each.fill(answer_3="différents", answer_4="différents").take().answers == 1
    assert each.desk.cases() == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nonsense", b"text", None])
def test_what_is_no_workbook_of_questions_is_one_sentence(book, content, tmp_path):
    path = tmp_path / "other.xlsx"
    if content is None:
        openpyxl.Workbook().save(path)
    else:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=r"other\.xlsx"):
        review_book.read(book.desk.identity, path)


def test_a_workbook_with_entities_is_refused(book, tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(book.path) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + data.split(b"?>", 1)[-1]
            new.writestr(name, data)
    path = tmp_path / "entities.xlsx"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(SourceError, match="entities"):
        review_book.read(book.desk.identity, path)
