"""The commands for before a meeting as a person runs them: what they write, in both languages, and what bad input gets."""

import json
import os
import subprocess
import sys

import pytest
from openpyxl import load_workbook

HEAD = "réunion;objet;jour;bassin;nom;structure;présence\n"
ROWS = HEAD + "".join(
    f"r{n};Réunion de bassin {n};2024-0{n}-05;Vexin;{name};{body};{there}\n"
    for n in range(1, 5)
    for name, body, there in (
        ("Aline Morel", "Cap emploi", "oui" if n < 4 else "non"),
        ("Bruno Petit", "CIO", "oui" if n < 4 else "non"),
        ("Chloé Garnier", "CCI du Vexin", "non" if n < 4 else "oui"),
        ("Denis Faure", "CCI du Vexin", "oui" if n == 4 else "non"),
    )
)
MAPPING = """
[events]
key = "réunion"
[event]
title = "objet"
date = "jour"
[territory]
name = "bassin"
[person]
name = "nom"
[organisation]
name = "structure"
[attendance]
presence = { column = "présence", values = { "oui" = "present", "non" = "absent" } }
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    place = tmp_path_factory.mktemp("before")
    (place / "table.csv").write_text(ROWS, "utf-8")
    (place / "m.toml").write_text(MAPPING, "utf-8")
    (place / "p").mkdir()

    def maillage(*words, language="en", given=None):
        surroundings = {**os.environ, "MAILLAGE_LANG": language, "MAILLAGE_CACHE": str(place / "cache"), "COLUMNS": "120"}
        surroundings.pop("MAILLAGE_DB", None)
        command = [sys.executable, "-m", "maillage.cli", "-C", str(place / "p"), *words]
        return subprocess.run(
            command, env=surroundings, input=given, capture_output=True, text=True, encoding="utf-8", check=False
        )

    maillage.place = place
    done = maillage("load", str(place / "table.csv"), "--mapping", str(place / "m.toml"))
    assert done.returncode == 0, done.stderr
    return maillage


def test_a_pasted_list_is_checked(run):
    done = run("invitations", "-", "--scope", "Vexin", "--format", "table", given="Aline Morel (Cap emploi)\nZoé Nouvelle\n")
    assert done.returncode == 0, done.stderr
    assert "1 of 3 known partners are on the list, 2 missing" in " ".join(done.stdout.split())
    assert "Not found in the records: Zoé Nouvelle." in done.stdout
    french = run("invitations", "-", "--perimetre", "Vexin", language="fr", given="CIO\n")
    assert json.loads(french.stdout)["counts"]["missing"] == 2


def test_a_list_that_is_not_there_or_empty_is_said(run):
    assert "no such file" in run("invitations", "rien.xlsx").stderr
    empty = run("invitations", "-", given="\n", language="fr")
    assert empty.returncode == 1
    assert "ne nomme personne" in empty.stderr


def test_a_seating_is_written_in_every_form(run):
    for suffix in ("html", "xlsx", "csv", "json"):
        out = run.place / f"tables.{suffix}"
        done = run("seating", "--scope", "Vexin", "--seats", "2", "--rounds", "2", "--out", str(out))
        assert done.returncode == 0, done.stderr
        assert out.stat().st_size > 100
    data = json.loads((run.place / "tables.json").read_text("utf-8"))
    assert len(data["rounds"]) == 2
    assert "Aline Morel" in (run.place / "tables.html").read_text("utf-8")
    french = run("tables", "--scope", "Vexin", "--places", "2", "--séparer", "Aline Morel", language="fr")
    assert french.returncode == 2
    assert "écrivez deux noms" in french.stderr


def test_a_sheet_is_filled_loaded_and_told_by_changes(run):
    sheet = run.place / "feuille.xlsx"
    assert (
        run(
            "feuille", "--scope", "Vexin", "--date", "14/05/2024", "--titre", "Comité de mai", "--out", str(sheet), language="fr"
        ).returncode
        == 0
    )
    book = load_workbook(sheet)
    page = book.active
    names = {page.cell(row, 1).value: row for row in range(11, 30)}
    page.cell(names["Aline Morel"], 5).value = "présente"
    page.cell(names["Denis Faure"], 5).value = "présent"
    book.save(sheet)
    loaded = run("load", str(sheet), "--format", "json")
    assert json.loads(loaded.stdout)["read"] == ["../feuille.xlsx"], loaded.stderr
    changed = json.loads(run("changes", "--scope", "Vexin").stdout)
    assert changed["counts"]["record"] == 1
    assert changed["counts"]["first-meeting"] == 1, changed
    assert "ensemble pour la première fois (Comité de mai)" in next(
        row["text"]["fr"] for row in changed["changes"] if row["change"] == "first-meeting"
    )
    since = run("changements", "--depuis", "2024-05", "--format", "table", language="fr")
    assert "Depuis le 1er mai 2024" in since.stdout


def test_the_page_is_written_as_html_and_as_word(run):
    for name in ("avant.html", "avant.docx"):
        done = run("préparer", "Vexin", "--out", str(run.place / name), language="fr")
        assert done.returncode == 0, done.stderr
    assert "Qui ne s&#39;est pas encore rencontré" in (run.place / "avant.html").read_text("utf-8")
    assert (run.place / "avant.docx").read_bytes().startswith(b"PK")
    assert run("prepare", "Vexin").returncode == 0
    assert (run.place / "p" / "sorties" / "before.html").is_file()
    near = run("prepare", "Vexinn")
    assert near.returncode == 1
    assert "Did you mean" in near.stderr


def test_dates_are_written_for_a_calendar(run):
    done = run("ask", "agenda", "--format", "ics")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("BEGIN:VCALENDAR")


@pytest.mark.parametrize("command", ["invitations", "seating", "changes", "sheet", "prepare"])
def test_help_in_both_languages(run, command):
    english, french = run(command, "--help"), run(command, "--help", language="fr")
    assert english.returncode == french.returncode == 0
    assert english.stdout != french.stdout


def test_the_help_of_cypher_holds_the_schema(run):
    from maillage.graph.ontology import ontology

    shown = run("cypher", "--help").stdout
    assert all(f":{label}" in shown for label in ontology().nodes)
    assert all(f"[:{name}]" in shown for name in ontology().relationships)
