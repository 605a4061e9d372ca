"""Loading a folder again: what is known is not read again, and nothing is lost when files move, change or go."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from maillage.graph import project as projects
from maillage.graph.index import read_index, read_records
from maillage.graph.ingest import database_folder
from maillage.graph.store import open_store
from maillage.loaders.load import Report, load

MINUTES = """Compte rendu du comité local de Sancerre
Réunion du jeudi 12 mars 2020

Étaient présents : Odile Ferrandon (Mission Locale), Basile Quintard (Cap emploi)
"""
OTHER = MINUTES.replace("Basile Quintard", "Maïwenn Delcasse")


class Folder:
    def __init__(self, root: Path) -> None:
        self.files = root / "comptes rendus"
        self.files.mkdir()
        self.project = projects.create(root)

    def write(self, name: str, text: str) -> None:
        (self.files / name).write_text(text, "utf-8")

    def load(self, *, withdraw: bool = False) -> Report:
        location = str(database_folder(self.project))
        return load(self.project, [self.files], lambda: open_store(location), location, withdraw=withdraw, workers=1)

    def held(self) -> set[tuple[str, str]]:
        records = read_records(self.project, read_index(self.project))
        return {(Path(record.source.path).name, record.text.split("), ")[1].split(" ")[0]) for record in records}


@pytest.fixture
def folder(tmp_path) -> Folder:
    made = Folder(tmp_path)
    made.write("a.txt", MINUTES)
    made.write("b.txt", MINUTES)
    report = made.load()
    assert report.plan.same_text == [("comptes rendus/b.txt", "comptes rendus/a.txt")]
    return made


def test_a_second_file_of_the_same_text_is_known_from_then_on(folder):
    report = folder.load()
    assert (report.plan.read, len(report.plan.unchanged), report.published) == ([], 2, None)


def test_without_its_cache_it_is_read_once_more(folder):
    shutil.rmtree(folder.project.cache)
    assert folder.load().plan.read == ["comptes rendus/b.txt"]
    assert folder.load().plan.read == []


def test_the_second_file_keeps_the_record_when_the_first_goes(folder):
    (folder.files / "a.txt").unlink()
    folder.load(withdraw=True)
    assert folder.held() == {("b.txt", "Basile")}
    report = folder.load()
    assert (report.plan.read, report.published) == ([], None)


def test_the_second_file_keeps_the_record_when_the_first_says_something_else(folder):
    folder.write("a.txt", OTHER)
    folder.load()
    assert folder.held() == {("a.txt", "Maïwenn"), ("b.txt", "Basile")}
    assert folder.load().plan.read == []


def test_a_second_file_that_moves_is_known_again(folder):
    (folder.files / "b.txt").rename(folder.files / "0.txt")
    folder.load()
    assert folder.held() == {("0.txt", "Basile")}
    report = folder.load()
    assert (report.plan.read, sorted(report.plan.unchanged)) == ([], ["comptes rendus/0.txt", "comptes rendus/a.txt"])


def test_a_second_file_that_says_something_new_has_its_own_record(folder):
    folder.write("b.txt", OTHER)
    folder.load()
    assert folder.held() == {("a.txt", "Basile"), ("b.txt", "Maïwenn")}
    folder.write("b.txt", MINUTES)
    folder.load(withdraw=True)
    assert folder.held() == {("a.txt", "Basile")}
    assert folder.load().plan.read == []


@pytest.mark.parametrize("name", ["stock.csv", "stock.xlsx", "stock.ods"])
def test_a_table_that_names_nobody_is_refused(folder, name):
    rows = [["Article", "Stock"], ["Ramettes", "12"], ["Stylos", "40"]]
    write_table(folder.files / name, rows)
    report = folder.load()
    assert [(refusal.source, "no column" in refusal.en) for refusal in report.plan.refused] == [(f"comptes rendus/{name}", True)]


def write_table(path: Path, rows: list[list[str]]) -> None:
    if path.suffix == ".csv":
        path.write_text("\n".join(map(";".join, rows)), "utf-8")
    elif path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        cells = "".join(
            "<table:table-row>" + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
            + "</table:table-row>"
            for row in rows
        )  # fmt: skip
        names = "urn:oasis:names:tc:opendocument:xmlns:"
        content = (
            f'<office:document-content xmlns:office="{names}office:1.0" xmlns:table="{names}table:1.0" xmlns:text="{names}text:1.0">'
            f"<office:body><office:spreadsheet><table:table>{cells}</table:table></office:spreadsheet></office:body>"
            "</office:document-content>"
        )
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", content)
