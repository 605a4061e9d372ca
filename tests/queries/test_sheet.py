"""The attendance sheet: prefilled from the records, filled by a person, read back to exactly what was written."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from records import meeting

from maillage.graph import sheet
from maillage.graph.facts import build
from maillage.graph.record import Event, Link, Organisation, Partnership
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.loaders.load import read_file
from maillage.queries import run
from maillage.queries.sheet import prefilled
from maillage.visualisations.sheet import to_xlsx

ATELIERS = "Denis Faure (Association Les Ateliers)"
HELD = [
    meeting("2024-01-10", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)", ATELIERS], bassin="Blois", title="Comité"),
    meeting(
        "2024-03-10", ["Aline Morel (Cap emploi)", ATELIERS], bodies=["GRETA du Blaisois"], bassin="Blois", title="Comité mars"
    ),
]


def announced():
    told = Event(id="next", title="Prochaine réunion : Comité de mai", kind="committee", date="2024-05-14", time="09:30", place="Mairie",
                 status="planned")  # fmt: skip
    links = (Link(type="concerns", start="next", end="t-blois"), Link(type="next", start="e", end="next"))
    last = HELD[1]
    return [HELD[0], last.model_copy(update={"events": (*last.events, told), "links": (*last.links, *links)})]


def graph_of(records):
    return build(records, resolve(records))


def cells(data):
    return [list(row) for row in load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)]


def head(data):
    return {row[0]: row[1] for row in cells(data)[1:8]}


def fill(data, path, states, more=()):
    """Write what a person would: a state behind each expected name, then `more` rows (column → text) below."""
    book = load_workbook(io.BytesIO(data))
    page = book.active
    top = next(row for row in range(1, 40) if sheet.column_of(str(page.cell(row, 1).value or "")) == "name")
    columns = {sheet.column_of(str(page.cell(top, column).value)): column for column in range(1, 7)}
    row = top + 1
    while page.cell(row, columns["body"]).value:
        said = states.get(page.cell(row, columns["name"]).value or page.cell(row, columns["body"]).value)
        page.cell(row, columns["presence"]).value = said
        row += 1
    for values in more:
        for name, text in values.items():
            page.cell(row, columns[name]).value = text
        row += 1
    book.save(path)


def read(path):
    reading = read_file(str(path), path.name, "0")
    assert reading.refused == (), reading.refused
    (record,) = reading.records
    return record


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_filled_sheet_loads_to_exactly_what_was_written(embedded_store, tmp_path, language):
    records = announced()
    publish(embedded_store, graph_of(records), "test")
    made = prefilled(embedded_store, "Blois", language=language)
    assert (made.meeting, made.date, made.time, made.place) == ("Comité de mai", date(2024, 5, 14), "09:30", "Mairie")
    data = to_xlsx(made, language)
    assert head(data)[sheet.LABELS["scope"][language]] == "Bassin de Blois (bassin)"
    states = {
        "Aline Morel": "présent", "Bruno Petit": "excusée" if language == "fr" else "excused", "Denis Faure": "visio",
        "GRETA du Blaisois": "absent",
    }  # fmt: skip
    newcomer = {"name": "Élise Roux", "body": "Cap emploi", "role": "Directrice", "presence": "x", "instead_of": "Chloé Garnier"}
    fill(data, tmp_path / "feuille.xlsx", states, [newcomer])
    record = read(tmp_path / "feuille.xlsx")
    names = {item.id: item.name for item in (*record.people, *record.organisations)}
    rows = {
        (names[row.who], row.presence, row.mode, row.role, tuple(names[one] for one in row.on_behalf_of),
         tuple(names[one.who] for one in row.stands_in_for))
        for row in record.attendance
    }  # fmt: skip
    assert rows == {
        ("Aline Morel", "present", None, None, ("Cap emploi",), ()),
        ("Bruno Petit", "excused", None, None, ("CIO",), ()),
        ("Denis Faure", "present", "remote", None, ("Association Les Ateliers",), ()),
        ("GRETA du Blaisois", "absent", None, None, (), ()),
        ("Élise Roux", "present", None, "Directrice", ("Cap emploi",), ("Chloé Garnier",)),
    }
    (event,) = record.events
    assert (event.title, event.kind, event.date, event.time, event.place, event.status, event.listed) == (
        "Comité de mai", "committee", "2024-05-14", "09:30", "Mairie", "held", "complete",
    )  # fmt: skip
    assert [territory.kind for territory in record.territories] == ["bassin"]
    assert all(row.evidence.quote for row in record.attendance)
    for row in record.attendance:
        ((start, end),) = row.evidence.spans
        assert names[row.who] in record.text[start:end]


def test_the_loaded_sheet_joins_what_was_there(store, tmp_path):
    """The people, the bodies, the bassin and the announced date are the nodes that the graph had, and no other."""
    records = announced()
    before = graph_of(records)
    publish(store, before, "test")
    fill(to_xlsx(prefilled(store, "Blois"), "fr"), tmp_path / "feuille.xlsx",
         dict.fromkeys(["Aline Morel", "Bruno Petit", "Denis Faure", "GRETA du Blaisois"], "présent"))  # fmt: skip
    after = graph_of([*records, read(tmp_path / "feuille.xlsx")])
    kinds = ("e", "o", "p", "t")
    assert {node for node in after.nodes if node[0] in kinds} == {node for node in before.nodes if node[0] in kinds}
    publish(store, after, "more")
    assert run(store, "coverage", {"scope": "Blois"}, "en").data[0]["listed"] == 3
    may = next(row for row in run(store, "meetings", {"scope": "Blois"}, "en").data["meetings"] if row["date"] == "2024-05-14")
    assert (may["status"], may["people"], may["organisations"]) == ("held", 3, 4)


def test_a_committee_and_a_partnership_are_written_and_read_as_such(embedded_store, tmp_path):
    committee = Organisation(id="c", name="Comité de pilotage du Blaisois", kind="instance")
    group = Partnership(id="g", members=("o-cap emploi", "o-cio"), basis="Réseau des accueils", territory="t-blois")
    first = HELD[0]
    first = first.model_copy(update={
        "organisations": (*first.organisations, committee), "partnerships": (group,),
        "links": (*first.links, Link(type="session_of", start="e", end="c"), Link(type="member_of", start="o-cio", end="c")),
    })  # fmt: skip
    before = graph_of([first])
    publish(embedded_store, before, "test")
    for scope, prefix in (("Comité de pilotage du Blaisois", "o"), ("Réseau des accueils", "s")):
        made = prefilled(embedded_store, scope, day="2024-06-01")
        fill(to_xlsx(made, "fr"), tmp_path / "f.xlsx", {"Bruno Petit": "présent"})
        record = read(tmp_path / "f.xlsx")
        after = graph_of([first, record])
        (session,) = [x for x in after.relationships.values() if x.type == "SESSION_OF" and x.properties["record"] == "f.xlsx"]
        assert session.end in before.nodes
        assert session.end[0] == prefix


def test_an_unfilled_sheet_announces_and_states_nothing_of_anybody(embedded_store, tmp_path):
    publish(embedded_store, graph_of(announced()), "test")
    (tmp_path / "f.xlsx").write_bytes(to_xlsx(prefilled(embedded_store, "Blois", day="01/06/2024"), "fr"))
    record = read(tmp_path / "f.xlsx")
    assert record.attendance == ()
    assert (record.events[0].status, record.events[0].listed, record.events[0].date) == ("planned", "none", "2024-06-01")


@pytest.mark.parametrize(
    ("row", "column", "text", "said"),
    [
        (12, 5, "peut-être", "row 12"), (3, 2, "mardi prochain", "Date"), (4, 2, "tôt", "Heure"), (7, 2, "Blois", "Périmètre"),
        (6, 2, "fête", "Nature"), (10, 1, "Colonne", "heading"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_understood_is_named(embedded_store, tmp_path, row, column, text, said):
    publish(embedded_store, graph_of(announced()), "test")
    book = load_workbook(io.BytesIO(to_xlsx(prefilled(embedded_store, "Blois"), "fr")))
    book.active.cell(row, column).value = text
    book.save(tmp_path / "f.xlsx")
    reading = read_file(str(tmp_path / "f.xlsx"), "f.xlsx", "0")
    assert reading.records == ()
    assert said in reading.refused[0].en
    assert "f.xlsx" in reading.refused[0].fr


def test_where_nobody_is_known_the_rows_are_empty(store):
    publish(store, graph_of([meeting(None, bassin="Perche", listed="none")]), "test")
    made = prefilled(store, "Perche")
    assert (made.rows, made.date) == ((), None)
    assert cells(to_xlsx(made, "fr"))[0][0] == sheet.TITLE["fr"]


def test_a_name_that_looks_like_a_formula_stays_text(embedded_store):
    publish(embedded_store, graph_of([meeting("2024-01-10", ["=cmd Morel (Cap emploi)"], bassin="Blois")]), "test")
    page = load_workbook(io.BytesIO(to_xlsx(prefilled(embedded_store, "Blois", day="2024-02-01"), "fr"))).active
    cell = next(cell for row in page.iter_rows() for cell in row if str(cell.value).startswith("=cmd"))
    assert cell.data_type == "s"
