"""A directory workbook, changed and loaded again: corrections of records and rows of partenaires.xlsx."""

import openpyxl
import pytest
from records import meeting

from maillage.graph import project as projects
from maillage.graph import roster as rosters
from maillage.graph.corrections import read_overlay
from maillage.graph.errors import SourceError
from maillage.graph.exports import write
from maillage.graph.exports.directory_sheets import MARK_SHEET
from maillage.graph.exports.source import of_graph
from maillage.graph.index import add, read_index, write_index
from maillage.graph.ingest import as_it_stands
from maillage.loaders.directory_changes import is_directory, read_changes, take_over
from maillage.loaders.load import file_sha256, read_file


@pytest.fixture
def project(tmp_path):
    made = projects.create(tmp_path / "projet")
    index = read_index(made)
    records = [
        meeting("2024-03-05", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], bassin="Blois"),
        meeting("2024-05-07", ["Aline Morel (Cap emploi)", "Luc Roy (CIO)"], bassin="Blois", title="Comité", excused=["Marc Absent (CIO)"]),
    ]  # fmt: skip
    for record in records:
        add(index, record, projects.write_record(made, record))
    write_index(made, index)
    return made


def graph_of(project):
    return as_it_stands(project, read_index(project))[2]


def exported(project, path, language="en"):
    write("xlsx", of_graph(graph_of(project)), path, language)
    return path


def edit(path, sheet, where, changes):
    """Change cells of the first row of `sheet` in which the columns `where` say so; an empty `where` is a new row."""
    book = openpyxl.load_workbook(path)
    header = [cell.value for cell in book[sheet][1]]
    numbers = [n for n in range(2, book[sheet].max_row + 1)
               if all(book[sheet].cell(n, header.index(key) + 1).value == value for key, value in where.items())]  # fmt: skip
    number = numbers[0] if where else book[sheet].max_row + 1
    for key, value in changes.items():
        book[sheet].cell(number, header.index(key) + 1).value = value
    book.save(path)


def people(graph):
    return {node.name for node in graph.nodes.values() if node.labels[-1] == "Person"}


def links(graph, kind):
    return {
        (graph.nodes[x.start].name, graph.nodes[x.end].name): x.properties for x in graph.relationships.values() if x.type == kind
    }


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_untouched_directory_changes_nothing(project, tmp_path, language):
    path = exported(project, tmp_path / "a.xlsx", language)
    assert is_directory(path)
    found = take_over(project, path)
    assert (found.corrections, found.members, found.renames, found.problems) == ([], [], [], [])
    assert not (project.root / "partenaires.xlsx").exists()


def test_what_was_changed_becomes_corrections(project, tmp_path):
    path = exported(project, tmp_path / "a.xlsx", "fr")
    edit(path, "Personnes", {"Nom": "Aline Morel"}, {"Nom": "Aline Morelle"})
    edit(path, "Structures", {"Nom": "Cap emploi"}, {"Nom": "Cap emploi 41"})
    edit(path, "Fonctions", {"Personne": "Bruno Petit"}, {"Fonction": "directeur", "Depuis": "05/01/2020"})
    edit(path, "Réunions", {"Intitulé": "Comité"}, {"Date": "2024-05-08", "Lieu": "Vendôme"})
    edit(path, "Présences", {"Qui": "Marc Absent"}, {"Présence": "absent"})
    edit(path, "Présences", {"Qui": "Luc Roy"}, {"Décision": "refuser"})
    found = take_over(project, path)
    assert found.problems == []
    graph = graph_of(project)
    assert people(graph) == {"Aline Morelle", "Bruno Petit", "Luc Roy", "Marc Absent"}
    represented = links(graph, "REPRESENTED")
    assert ("Aline Morelle", "Cap emploi 41") in represented
    said = represented["Bruno Petit", "CIO"]
    assert (said["role"], said["first"].isoformat()) == ("directeur", "2020-01-05")
    (committee,) = [node.properties for node in graph.nodes.values() if node.name == "Comité"]
    assert (committee["date"], committee["place"]) == ("2024-05-08", "Vendôme")
    assert ("Marc Absent", "Comité") in links(graph, "ABSENT_FROM")
    assert ("Luc Roy", "Comité") not in links(graph, "ATTENDED")
    assert ("Aline Morelle", "Comité") in links(graph, "ATTENDED")
    assert all(one.why == "a.xlsx" for one in read_overlay(project).corrections)
    kept = len(read_overlay(project).corrections)
    again = take_over(project, path)
    assert len(read_overlay(project).corrections) == kept, [one.content for one in again.corrections]


def test_a_dry_run_keeps_nothing(project, tmp_path):
    path = exported(project, tmp_path / "a.xlsx")
    edit(path, "People", {"Name": "Luc Roy"}, {"Name": "Luc Leroy"})
    assert take_over(project, path, dry_run=True).corrections
    assert read_overlay(project).corrections == ()


def test_new_members_become_rows_of_the_roster_and_known_ones_change(project, tmp_path):
    path = exported(project, tmp_path / "a.xlsx", "en")
    edit(
        path,
        "Expected",
        {},
        {"Scope": "Blois", "Kind": "bassin", "Structure": "Mission Locale", "Person": "Zoé Blanc", "Since": "2023"},
    )
    found = take_over(project, path)
    assert [(one.values["body"], one.values["person"]) for one in found.members] == [("Mission Locale", "Zoé Blanc")]
    assert rosters.problems(project) == []
    graph = graph_of(project)
    roster = [x for x in graph.relationships.values() if x.type == "ACTIVE_IN" and x.properties["basis"] == "roster"]
    assert {(graph.nodes[x.start].name, x.properties["first"].isoformat()) for x in roster} == {
        ("Mission Locale (Blois)", "2023-01-01"), ("Zoé Blanc", "2023-01-01"),
    }  # fmt: skip
    path = exported(project, tmp_path / "b.xlsx", "en")
    edit(path, "Expected", {"Structure": "Mission Locale (Blois)", "Known from": "roster"}, {"Until": "2024-06-30"})
    take_over(project, path)
    sheets = rosters.sheets
    rows = list(sheets.rows(project.root / "partenaires.xlsx", sheets.MEMBERS_SHEET, sheets.MEMBERS, ("scope", "body")))
    assert [(row.text("body"), row.text("person"), row.text("until")) for row in rows] == [
        ("Mission Locale", "Zoé Blanc", "2024-06-30")
    ]


def test_a_new_name_is_written_into_the_roster_too(project, tmp_path):
    path = exported(project, tmp_path / "a.xlsx", "en")
    edit(path, "Expected", {}, {"Scope": "Blois", "Kind": "bassin", "Structure": "Cap emploi"})
    take_over(project, path)
    path = exported(project, tmp_path / "b.xlsx", "en")
    edit(path, "Structures", {"Name": "Cap emploi (Blois)"}, {"Name": "Cap emploi 41"})
    take_over(project, path)
    graph = graph_of(project)
    names = {node.name for node in graph.nodes.values() if node.labels[-1] == "Organisation"}
    assert "Cap emploi 41" in names
    assert not {"Cap emploi", "Cap emploi (Blois)"} & names


@pytest.mark.parametrize(
    ("sheet", "where", "changes", "said"),
    [
        ("Meetings", {"Title": "Comité"}, {"Date": "un jour"}, "not understood"),
        ("Attendance", {"Who": "Luc Roy"}, {"Presence": "peut-être"}, "not understood"),
        ("People", {"Name": "Luc Roy"}, {"ID": "p-unknown", "Name": "X Y"}, "not in the graph"),
        ("People", {}, {"Name": "Nouvelle Personne"}, "new row"),
        ("Attendance", {"Who": "CIO"}, {"Decision": "refuse"}, "follows from others"),
        ("Expected", {}, {"Structure": "CIO"}, "needs a scope"),
        ("Expected", {}, {"Scope": "Blois", "Structure": "CIO", "Since": "hier"}, "is no date"),
    ],
)
def test_what_cannot_be_taken_over_is_named_with_its_place(project, tmp_path, sheet, where, changes, said):
    path = exported(project, tmp_path / "a.xlsx")
    edit(path, sheet, where, changes)
    edit(path, "People", {"Name": "Bruno Petit"}, {"Name": "Bruno Lepetit"})
    found = read_changes(project, path)
    ((place, en, fr),) = found.problems
    assert place.startswith(f"{sheet}!")
    assert said in en
    assert fr != en
    assert [one.values for one in found.corrections] == [{"name": "Bruno Lepetit"}], "the rest is taken over"


def test_a_directory_is_no_record_and_another_version_is_refused(project, tmp_path):
    path = exported(project, tmp_path / "a.xlsx")
    (refused,) = read_file(str(path), "a.xlsx", file_sha256(path)).refused
    assert "maillage load FILE" in refused.en
    book = openpyxl.load_workbook(path)
    book[MARK_SHEET]["A1"] = "maillage-directory/9"
    book.save(path)
    with pytest.raises(SourceError, match="another version"):
        read_changes(project, path)
