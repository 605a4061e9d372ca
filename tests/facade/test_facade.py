"""Maillage from Python: records, questions, graph, tables; and the notebook that shows it."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import networkx
import pytest
from notebook import outputs, stored
from records import meeting

import maillage
from maillage.graph.errors import MaillageError, ProjectError, UnknownName
from maillage.graph.record import dumps

NOTEBOOK = Path(maillage.__file__).parent / "docs" / "notebook.ipynb"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    records = [
        meeting("2024-03-05", ["Aline Morel (Cap emploi)", "Bruno <b>Petit</b> (CIO)"], bassin="Blois"),
        meeting("2024-05-07", ["Aline Morel (Cap emploi)", "Luc Roy (Mission Locale)"], bassin="Blois", title="Comité"),
    ]
    for number, record in enumerate(records):
        (folder / f"{number}.json").write_text(dumps(record), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAILLAGE_CACHE", str(tmp_path_factory.mktemp("cache-pytest")))
        with maillage.open(folder, create=True, language="en") as opened:
            report = opened.load(folder / "0.json", folder / "1.json")
            assert (len(report.plan.write), report.plan.refused) == (2, [])
            yield opened


def test_importing_is_light():
    heavy = ["networkx", "pandas", "neo4j", "arcadedb", "rdflib", "pydantic", "click", "maillage.graph", "maillage.facade"]
    code = f"import sys, maillage; print([name for name in {heavy!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_there_is_no_project_without_asking_for_one(tmp_path):
    with pytest.raises(ProjectError, match="no Maillage project here"):
        maillage.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_records_come_as_objects(project):
    assert sorted(record.events[0].title for record in project.records()) == ["Comité", "Réunion"]
    assert all(record.source.path.endswith(".json") for record in project.records(corrected=False))


def test_an_answer_is_a_sentence_rows_and_a_table(project):
    answer = project.ask("meetings", scope="Blois")
    assert "never-met" in project.questions
    assert len(answer) == len(answer.rows) == 2
    frame = answer.pandas()
    assert list(frame.columns) == list(answer.columns)
    assert len(frame) == 2
    assert answer.sentence in repr(answer)
    with pytest.raises(UnknownName):
        project.ask("no-such-question")


def test_what_a_notebook_shows_is_escaped(project):
    assert "<b>Petit</b>" not in project.ask("people", scope="Blois")._repr_html_()
    shown = project.cypher("MATCH (p:Person) RETURN p.name AS name ORDER BY name")._repr_html_()
    assert "&lt;b&gt;Petit" in shown
    assert "<b>" not in shown


def test_cypher_reads_and_does_not_write(project):
    assert project.cypher("MATCH (p:Person) WHERE p.name = $name RETURN p.family IS NULL AS x", name="Aline Morel")
    with pytest.raises(MaillageError):
        project.cypher("CREATE (n:Person {id: 'x'}) RETURN n")


def test_subgraphs_are_graphs_of_networkx(project):
    subgraph = project.works_with("Blois", people=True)
    graph = maillage.to_networkx(subgraph)
    assert isinstance(graph, networkx.MultiDiGraph)
    names = {node: data["name"] for node, data in graph.nodes(data=True)}
    pairs = {frozenset((names[a], names[b])) for a, b in graph.edges()}
    assert pairs == {frozenset(("Aline Morel", "Bruno <b>Petit</b>")), frozenset(("Aline Morel", "Luc Roy"))}
    assert all(
        data["meetings"] == 1 and data["last"] > dt.date(2024, 1, 1) and data["sentences"]
        for _, _, data in graph.edges(data=True)
    )


def test_the_graph_itself_follows_the_audience(project):
    whole = project.network()
    assert {data["label"] for _, data in whole.nodes(data=True)} >= {"Person", "Organisation", "Event", "Bassin"}
    assert "Statement" not in {data["label"] for _, data in whole.nodes(data=True)}
    shown = project.network(audience="organisations")
    assert "Person" not in {data["label"] for _, data in shown.nodes(data=True)}
    only = project.network(since="2024-05-01", labels=["Event"])
    assert [data["name"] for _, data in only.nodes(data=True)] == ["Comité"]


def test_exports_say_who_met_whom(project, tmp_path):
    import openpyxl

    book = openpyxl.load_workbook(project.export("xlsx", tmp_path / "a.xlsx", audience="names"))
    rows = list(book["Structures who met"].iter_rows(min_row=2, values_only=True))
    assert {frozenset((row[1], row[3])) for row in rows} == {frozenset(("Cap emploi", one)) for one in ("CIO", "Mission Locale")}
    assert all(row[0] < row[2] and row[4] == 1 and row[5] == row[6] for row in rows)
    assert book["People who met"].max_row == 3
    hidden = openpyxl.load_workbook(project.export("xlsx", tmp_path / "b.xlsx"))
    assert hidden["People who met"].max_row == hidden["People"].max_row == 1
    assert hidden["Structures who met"].max_row == 3


def test_a_closed_project_opens_again(project):
    project.close()
    assert len(project.ask("meetings", scope="Blois")) == 2


def test_the_notebook_runs_and_shows_what_it_says(tmp_path, monkeypatch):
    monkeypatch.setenv("MAILLAGE_CACHE", str(tmp_path / "pytest-cache"))
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    assert outputs(notebook) == stored(notebook), "run: python tests/notebook.py docs/notebook.ipynb"
