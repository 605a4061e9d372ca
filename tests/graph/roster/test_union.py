"""Two projects' rosters made one: nothing that only one says is lost, nothing that both say is doubled, what differs is named."""

from datetime import datetime

import openpyxl
import pytest

from maillage.graph import project as projects
from maillage.graph import roster as rosters
from maillage.graph.errors import ProjectError
from maillage.graph.roster import union

HEADINGS = ["Périmètre", "Nature", "Dans", "Structure", "Personne", "Fonction", "Depuis", "Remarque"]


@pytest.fixture
def two(tmp_path):
    return projects.create(tmp_path / "a" / "p"), projects.create(tmp_path / "b" / "p")


def fill(project, *rows, headings=HEADINGS, above=0):
    book = openpyxl.Workbook()
    book.active.title = "Partenaires"
    for _ in range(above):
        book.active.append(["Répertoire du bassin"])
    book.active.append(headings)
    for row in rows:
        book.active.append(row)
        for cell in book.active[book.active.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    book.save(project.root / "partenaires.xlsx")


def rows(project):
    sheet = openpyxl.load_workbook(project.root / "partenaires.xlsx").active
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2)]


def test_a_roster_that_only_the_other_has_comes_over(two):
    a, b = two
    fill(b, ["Bassin du Vexin", "bassin", None, "CIO"])
    assert union.take_over(a, b).rows == 1
    assert rows(a) == rows(b)


def test_rows_of_the_other_are_added_once(two):
    a, b = two
    fill(a, ["Bassin du Vexin", "bassin", None, "CIO", "Aline Morel"])
    fill(b, ["bassin du vexin", "bassin", None, "cio", "Aline MOREL"], ["Bassin du Vexin", "bassin", None, "GRETA"])
    assert union.take_over(a, b) == union.United(1, 0, ())
    assert [row[3] for row in rows(a)] == ["CIO", "GRETA"]
    assert union.take_over(a, b) == union.United()
    assert len(rosters.read(a).records) == 1


def test_empty_cells_are_filled_and_dates_stay_dates(two):
    a, b = two
    fill(a, ["Bassin du Vexin", "bassin", None, "CIO", "Aline Morel"])
    fill(b, ["Bassin du Vexin", "bassin", "Eure", "CIO", "Aline Morel", "directrice", datetime(2024, 3, 5)])
    assert union.take_over(a, b) == union.United(0, 3, ())
    assert rows(a)[0][2:7] == ("Eure", "CIO", "Aline Morel", "directrice", datetime(2024, 3, 5))


def test_cells_that_say_two_things_are_named_and_ours_stays(two):
    a, b = two
    fill(a, ["Bassin du Vexin", "bassin", None, "CIO", "Aline Morel", "directrice"], above=1)
    fill(b, ["Bassin du Vexin", "bassin", None, "CIO", "Aline Morel", "conseillère"])
    (problem,) = union.take_over(a, b).different
    assert problem.cell == "F3"
    assert "conseillère" in problem.fr
    assert "kept" in problem.en
    assert rows(a)[1][5] == "directrice"


def test_columns_in_another_order_find_their_place(two):
    a, b = two
    fill(a, ["Bassin du Vexin", "bassin", None, "CIO"])
    fill(b, ["=GRETA", "Vexin", "bassin"], headings=["Structure", "Périmètre", "Nature"])
    union.take_over(a, b)
    sheet = openpyxl.load_workbook(a.root / "partenaires.xlsx").active
    assert (sheet["A3"].value, sheet["D3"].value, sheet["D3"].data_type) == ("Vexin", "=GRETA", "s")


def test_a_broken_workbook_is_named_and_nothing_is_written(two):
    a, b = two
    fill(a, ["Bassin du Vexin", "bassin", None, "CIO"])
    before = (a.root / "partenaires.xlsx").read_bytes()
    (b.root / "partenaires.xlsx").write_bytes(b"no workbook")
    with pytest.raises(ProjectError, match=r"partenaires\.xlsx"):
        union.take_over(a, b)
    assert (a.root / "partenaires.xlsx").read_bytes() == before
