"""A list against the records: who is missing, has left, never comes, is unknown."""

import pytest
from records import meeting

from maillage.graph.errors import SourceError, UnknownName
from maillage.graph.facts import build
from maillage.graph.model import Graph
from maillage.graph.record import Attendance, Link
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.loaders.guests import read_guests, read_text
from maillage.queries.invitations import invitations


def fill(store, records):
    publish(store, build(records, resolve(records)), "test")


def world():
    """Vexin, five meetings: Aline came for Cap emploi until March and Élise since; the CIO is always excused; Farid moved to the CCI."""
    return [
        meeting("2024-01-10", ["Aline Morel (Cap emploi)", "Denis Faure (Mission Locale)", "Farid Brun (GRETA du Vexin)"],
                excused=["Bruno Petit (CIO)"], title="Janvier"),
        meeting("2024-03-10", ["Aline Morel (Cap emploi)", "Denis Faure (Mission Locale)", "Farid Brun (GRETA du Vexin)"],
                absent=["Bruno Petit (CIO)"], title="Mars"),
        meeting("2024-05-10", ["Élise Roux (Cap emploi)", "Denis Faure (Mission Locale)", "Farid Brun (CCI du Vexin)"], title="Mai"),
        meeting("2024-07-10", ["Élise Roux (Cap emploi)", "Denis Faure (Mission Locale)", "Farid Brun (CCI du Vexin)"], title="Juillet"),
    ]  # fmt: skip


def findings(answer):
    return {(row["finding"], row["guest"] or (row["partner"] or "").split(" (")[0]) for row in answer.data["findings"]}


def test_who_is_missing_has_left_never_comes_or_is_unknown(store):
    fill(store, world())
    lines = read_text(
        "- Aline Morel (Cap emploi)\n- Bruno Petit, CIO\n- Farid Brun – GRETA du Vexin\n- Zoé Nouvelle (Chambre de métiers)\n"
    )
    answer = invitations(store, lines, scope="Vexin", language="en")
    found = findings(answer)
    assert ("missing", "Mission Locale") in found
    assert ("missing", "CCI du Vexin") in found
    assert ("replaced", "Aline Morel") in found
    assert ("never-comes", "Bruno Petit") in found
    assert ("elsewhere", "Farid Brun") in found
    assert ("unknown", "Zoé Nouvelle") in found
    rows = {row["guest"]: row for row in answer.data["findings"] if row["guest"]}
    assert rows["Farid Brun"]["reason"]["en"].endswith("seen since for another body than GRETA du Vexin")
    assert "Élise Roux came, 2 meetings" in rows["Aline Morel"]["reason"]["en"]
    assert rows["Aline Morel"]["sources"][0]["quote"] == "present : Élise Roux (Cap emploi)"
    assert rows["Bruno Petit"]["reason"]["en"] == "named on 2 lists, never there (1 times excused, 1 absent)"
    missing = next(row for row in answer.data["findings"] if row["finding"] == "missing" and row["partner"].startswith("Mission"))
    assert missing["reason"]["fr"].endswith("dernière personne venue : Denis Faure")
    assert missing["last"] == "2024-07-10"
    assert "Zoé Nouvelle" in next(note["en"] for note in answer.notes if note["en"].startswith("Not found"))


def test_a_role_that_ended_is_said_to_have_ended(embedded_store):
    first, *rest = world()
    ended = tuple(
        link.model_copy(update={"last": "2024-02"}) if link.type == "represented" and link.start == "p-aline morel" else link
        for link in first.links
    )
    fill(embedded_store, [first.model_copy(update={"links": ended}), *rest[2:]])
    answer = invitations(embedded_store, read_text("Aline Morel (Cap emploi)\nÉlise Roux\n"), scope="Vexin", language="fr")
    row = next(row for row in answer.data["findings"] if row["guest"] == "Aline Morel")
    assert row["finding"] == "left"
    assert "jusqu'au 29 février 2024" in row["reason"]["fr"]


def test_who_was_invited_and_never_answered(embedded_store):
    records = []
    for month in (1, 3, 5):
        record = meeting(f"2024-0{month}-10", ["Aline Morel (Cap emploi)", "Denis Faure (Mission Locale)"], title=f"Mois {month}")
        guest = meeting("2024-12-01", ["Bruno Petit (CIO)"])
        row = Attendance(who="p-bruno petit", event="e", presence="unknown", invited=True)
        records.append(record.model_copy(update={
            "people": (*record.people, *guest.people), "attendance": (*record.attendance, row),
        }))  # fmt: skip
    fill(embedded_store, records)
    answer = invitations(embedded_store, read_text("Bruno Petit\nAline Morel\n"), scope="Vexin", language="en")
    assert ("never-answers", "Bruno Petit") in findings(answer)


def test_a_name_of_two_people_is_never_guessed(store):
    fill(store, [meeting("2024-01-10", ["Aline Morel (Cap emploi)"], bassin="Vexin"),
                 meeting("2024-02-10", ["Aline Morel (CIO)"], bassin="Blois")])  # fmt: skip
    answer = invitations(store, read_text("Aline Morel\nAline Morel (CIO)\n"), language="en", everything=True)
    by_line = {row["line"]: row["finding"] for row in answer.data["findings"] if row["line"]}
    assert by_line == {1: "several", 2: "fine"}


def test_nothing_known_is_not_nobody_expected(store):
    publish(store, Graph({}, {}), "empty")
    answer = invitations(store, read_text("Aline Morel\n"), language="en")
    assert "not known" in answer.sentence["en"]
    assert findings(answer) == {("unknown", "Aline Morel")}
    with pytest.raises(UnknownName):
        invitations(store, read_text("Aline Morel\n"), scope="Perche")


# --- reading lists ------------------------------------------------------------------------------------------------------


def test_lists_with_a_heading_are_read_by_column(tmp_path):
    path = tmp_path / "invités.csv"
    path.write_text("Nom;Prénom;Structure;Mail\nMOREL;Aline;Cap emploi;a@exemple.fr\n;;CIO;\n", "cp1252")
    first, second = read_guests(path)
    assert (first.person, first.body) == ("Aline MOREL", "Cap emploi")
    assert (second.person, second.body) == (None, "CIO")


def test_pasted_lines_are_cut_where_people_cut():
    lines = read_text("1. Aline Morel <a.morel@exemple.fr> (Cap emploi)\n• CIO : Bruno Petit 02 00 00 00 00\n\n")
    assert [line.pieces for line in lines] == [("Aline Morel", "Cap emploi"), ("CIO", "Bruno Petit")]


def test_a_workbook_is_read(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Participants", "Organisme"])
    book.active.append(["Aline Morel", "Cap emploi"])
    book.save(tmp_path / "liste.xlsx")
    (line,) = read_guests(tmp_path / "liste.xlsx")
    assert (line.person, line.body) == ("Aline Morel", "Cap emploi")


def test_an_empty_list_is_refused(tmp_path):
    with pytest.raises(SourceError, match="names nobody"):
        read_text(" \n\n")


def test_links_are_not_needed_for_a_body_alone(embedded_store):
    fill(embedded_store, world())
    assert isinstance(world()[0].links[0], Link)
    answer = invitations(embedded_store, read_text("Mission Locale\nCIO\n"), scope="Vexin", language="en", everything=True)
    assert {("fine", "Mission Locale"), ("never-comes", "CIO")} <= findings(answer)
