"""Mapped tables: one record an event."""

import gzip
from pathlib import Path

import pytest

from maillage.graph import project as projects
from maillage.graph.errors import SourceError
from maillage.loaders.tables import read_mapping, read_tables, records

MAPPING = """
[events]
key = "réunion"
[event]
identifier = { column = "réunion", scheme = "test" }
title = "objet"
date = "jour"
status = { column = "état", values = { "annulée" = "cancelled" }, default = "held" }
[territory]
name = "bassin"
[person]
name = "nom"
role = "fonction"
[organisation]
name = "structure"
[attendance]
presence = { column = "présence", values = { "oui" = "present", "non" = "absent", "excusé" = "excused" } }
"""
ROWS = """réunion;objet;jour;état;bassin;nom;fonction;structure;présence
r1;Comité;05/03/2024 9h30;;Vexin;Aline Morel;directrice;Cap emploi;oui
r1;Comité;05/03/2024 9h30;;Vexin;Bruno Petit;;Mission locale;excusé
r1;Comité;05/03/2024 9h30;;Vexin;Bruno Petit;;Mission locale;oui
r1;Comité;05/03/2024 9h30;;Vexin;;;CIO;non
r2;Comité;2024-04-02;annulée;Vexin;Aline Morel;directrice;Cap emploi;non
"""


def write(folder: Path, rows: str = ROWS, mapping: str = MAPPING) -> tuple[Path, Path]:
    (folder / "m.toml").write_text(mapping, "utf-8")
    (folder / "t.csv").write_text(rows, "utf-8")
    return folder / "t.csv", folder / "m.toml"


def test_each_event_gives_a_record_with_its_rows(tmp_path):
    table, mapping = write(tmp_path)
    first, second = records(table, read_mapping(mapping), "t.csv", "digest")
    event = first.events[0]
    assert (event.title, event.date, event.time, event.status, event.listed) == (
        "Comité",
        "2024-03-05",
        "09:30",
        "held",
        "complete",
    )
    names = {person.id: person.name for person in first.people} | {body.id: body.name for body in first.organisations}
    assert {(names[row.who], row.presence, *(names[body] for body in row.on_behalf_of)) for row in first.attendance} == {
        ("Aline Morel", "present", "Cap emploi"),
        ("Bruno Petit", "present", "Mission locale"),
        ("CIO", "absent"),
    }
    assert (second.events[0].status, second.events[0].listed) == ("cancelled", "none")
    assert [(link.type, link.end) for link in first.links if link.start == "event"] == [("concerns", "territory")]


def test_every_fact_of_a_table_points_to_its_row(tmp_path):
    table, mapping = write(tmp_path)
    for record in records(table, read_mapping(mapping), "t.csv", "digest"):
        for row in record.attendance:
            (start, end), quote = row.evidence.spans[0], row.evidence.quote
            assert record.text[start:end] == quote


def test_two_files_are_joined_by_a_key(tmp_path):
    (tmp_path / "e.csv.gz").write_bytes(gzip.compress("id,sujet\nr1,Comité\nr9,Sans liste\n".encode()))
    (tmp_path / "t.csv").write_text("id,nom,là\nr1,Aline Morel,oui\n", "utf-8")
    (tmp_path / "m.toml").write_text(
        '[events]\nkey="id"\nfile="e.csv.gz"\n[event]\ntitle="sujet"\n[person]\nname="nom"\n'
        '[attendance]\npresence={column="là",values={oui="present"}}\n', "utf-8")  # fmt: skip
    found = list(records(tmp_path / "t.csv", read_mapping(tmp_path / "m.toml"), "t.csv", "d", tmp_path / "e.csv.gz"))
    assert [(record.events[0].title, len(record.attendance)) for record in found] == [("Comité", 1), ("Sans liste", 0)]


def test_a_known_table_is_skipped_until_it_or_its_mapping_changes(tmp_path):
    table, mapping = write(tmp_path)
    project = projects.create(tmp_path / "p")
    (reading,) = read_tables(project, [table], mapping, {}, [])
    unchanged: list[str] = []
    assert list(read_tables(project, [table], mapping, {reading.source: reading.sha256}, unchanged)) == []
    assert unchanged == [reading.source]
    mapping.write_text(MAPPING + "\n# other\n", "utf-8")
    assert len(list(read_tables(project, [table], mapping, {reading.source: reading.sha256}, []))) == 1


@pytest.mark.parametrize(
    ("rows", "mapping", "said"),
    [
        (ROWS.replace("présence", "venue"), MAPPING, "no column 'présence'"),
        (ROWS.replace(";non", ";peut-être"), MAPPING, "'peut-être'"),
        (ROWS.replace("2024-04-02", "mardi"), MAPPING, "'mardi' is no date"),
        ("", MAPPING, "no header line"),
        (ROWS, MAPPING.replace("[attendance]", "[presences]"), "mapping"),
        (ROWS, "x = [", "mapping"),
    ],
)
def test_a_wrong_table_or_mapping_gets_one_sentence(tmp_path, rows, mapping, said):
    table, mapping_file = write(tmp_path, rows, mapping)
    with pytest.raises(SourceError, match=said) as caught:
        list(records(table, read_mapping(mapping_file), "t.csv", "d"))
    assert str(tmp_path) in caught.value.fr
