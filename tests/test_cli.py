"""The commands in processes of their own, as a person runs them. Records come from a mapped table, so reading text is not at stake."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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
HEAD = "réunion;objet;jour;bassin;nom;structure;présence\n"
# Three listed meetings: Cap emploi and the CIO always meet, the CCI comes alone.
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


@pytest.fixture
def place(tmp_path):
    (tmp_path / "table.csv").write_text(ROWS, "utf-8")
    (tmp_path / "m.toml").write_text(MAPPING, "utf-8")
    (tmp_path / "p").mkdir()
    return tmp_path


@pytest.fixture
def run(place):
    def maillage(*words: str, language: str = "en", **environment: str) -> subprocess.CompletedProcess[str]:
        surroundings = {
            **os.environ,
            "MAILLAGE_LANG": language,
            "MAILLAGE_CACHE": str(place / "cache"),
            "COLUMNS": "100",
            **environment,
        }
        command = [sys.executable, "-m", "maillage.cli", "-C", str(place / "p"), *words]
        return subprocess.run(command, env=surroundings, capture_output=True, text=True, encoding="utf-8", check=False)

    return maillage


@pytest.fixture
def loaded(run, place):
    done = run("load", str(place / "table.csv"), "--mapping", str(place / "m.toml"))
    assert done.returncode == 0, done.stderr
    return run


def test_the_first_load_makes_a_project_and_says_so(run, place):
    done = run("load", str(place / "table.csv"), "--mapping", str(place / "m.toml"), "--format", "text")
    assert done.returncode == 0
    assert done.stderr.strip() == f"New project in {place / 'p'}"
    assert "1 file read" in done.stdout
    assert "nodes created" in done.stdout
    assert len(list((place / "p" / "records").glob("*.json"))) == 4


def test_the_report_in_json(loaded, place):
    report = json.loads(loaded("load", str(place / "table.csv"), "--mapping", str(place / "m.toml")).stdout)
    assert report["unchanged"] == 1
    assert report["read"] == []
    assert sum(report["nodes"].values()) + sum(report["relationships"].values()) == 0


def test_a_dry_run_says_the_same_and_writes_nothing(loaded, place):
    table = place / "table.csv"
    table.write_text(ROWS + "r5;Réunion 5;2024-05-05;Vexin;Élise Roux;GRETA;oui\n", "utf-8")
    before = {path.name for path in (place / "p" / "records").iterdir()}
    words = ("load", str(table), "--mapping", str(place / "m.toml"), "--format", "json")
    planned = json.loads(loaded(*words, "--dry-run").stdout)
    assert {path.name for path in (place / "p" / "records").iterdir()} == before
    done = json.loads(loaded(*words).stdout)
    assert planned["dry_run"]
    assert planned["nodes"]["created"] == done["nodes"]["created"] > 0
    assert planned["relationships"] == done["relationships"]


def test_a_dry_run_before_any_project_leaves_the_folder_empty(run, place):
    words = ("load", str(place / "table.csv"), "--mapping", str(place / "m.toml"), "--format", "json")
    planned = run(*words, "--dry-run")
    assert planned.returncode == 0, planned.stderr
    assert list((place / "p").iterdir()) == []
    done = json.loads(run(*words).stdout)
    assert json.loads(planned.stdout)["nodes"]["created"] == done["nodes"]["created"] > 0


def test_a_table_that_names_nobody_is_refused_and_the_others_are_loaded(run, place):
    (place / "figures.csv").write_text("mois;montant\n2024-01;1200\n2024-02;1350\n", "utf-8")
    (place / "list.csv").write_text("Nom;Structure;Présent\nAline Morel;Mission locale du Vexin;oui\n", "utf-8")
    done = run("load", str(place / "figures.csv"), str(place / "list.csv"), "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["read"] == ["../list.csv"]
    assert "figures.csv: no column of this table" in done.stderr


def test_an_empty_folder_is_refused_and_makes_no_project(run, place):
    (place / "nothing").mkdir()
    done = run("load", str(place / "nothing"))
    assert done.returncode == 1
    assert "no file to read in this folder" in done.stderr
    assert list((place / "p").iterdir()) == []


def test_who_has_not_met(loaded):
    answer = json.loads(loaded("ask", "never-met", "--scope", "Vexin").stdout)
    assert answer["coverage"] == {"occasions": 4, "listed": 4, "partial": 0, "unlisted": 0}
    assert answer["as_of"] == "2024-04-05"
    assert {partner["name"] for partner in answer["partners"]} == {"Cap emploi (Vexin)", "CIO (Vexin)"} or answer["pairs"]
    verdicts = {frozenset((pair["a"]["name"], pair["b"]["name"])): pair["verdict"] for pair in answer["pairs"]}
    assert all(verdict in ("never-seen", "not-known", "plenary-only", "worked-together") for verdict in verdicts.values())


def test_answers_as_table_csv_and_workbook(loaded, place):
    table = loaded("ask", "jamais-vus", "--scope", "Vexin", "--people", "--all", "--format", "table", language="fr").stdout
    assert "Aline Morel" in table
    assert all(len(line) <= 160 for line in table.splitlines())
    text = loaded("ask", "never-met", "--scope", "Vexin", "--people", "--all", "--format", "csv").stdout
    assert "Aline Morel" in text
    target = place / "answer.xlsx"
    done = loaded("ask", "never-met", "--scope", "Vexin", "--people", "--all", "--out", str(target))
    assert done.returncode == 0, done.stderr
    openpyxl = pytest.importorskip("openpyxl")
    cells = [str(cell) for row in openpyxl.load_workbook(target).worksheets[0].iter_rows(values_only=True) for cell in row]
    assert "Aline Morel" in cells


def test_an_unknown_scope_offers_the_nearest(loaded):
    done = loaded("ask", "never-met", "--scope", "Vexain")
    assert done.returncode == 1
    assert "Vexin" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_deleted_database_is_built_again_with_the_same_ids(loaded, place):
    query = ("cypher", "MATCH (n) WHERE NOT n:Publication RETURN n.id AS id, n.rev AS rev ORDER BY id")
    before = loaded(*query).stdout
    shutil.rmtree(place / "cache")
    assert loaded(*query).stdout == before
    assert len(json.loads(before)) > 10


def test_cypher_reads_and_cannot_write(loaded):
    rows = json.loads(loaded("cypher", "MATCH (p:Person {name: $name}) RETURN p.name AS name", "-p", "name=Aline Morel").stdout)
    assert rows == [{"name": "Aline Morel"}]
    done = loaded("cypher", "MATCH (n) DETACH DELETE n")
    assert done.returncode == 1
    assert "only reading" in done.stderr
    assert json.loads(loaded("cypher", "MATCH (p:Person) RETURN count(p) AS n").stdout) == [{"n": 4}]


def test_a_withdrawn_source_takes_away_what_nobody_else_says(run, place):
    (place / "src").mkdir()
    table = shutil.copy(place / "table.csv", place / "src")
    assert run("load", str(table), "--mapping", str(place / "m.toml")).returncode == 0
    Path(table).unlink()
    report = json.loads(run("load", str(place / "src")).stdout)
    assert report["missing"] == ["../src/table.csv"]
    assert report["records"] == 4
    report = json.loads(run("load", str(place / "src"), "--withdraw").stdout)
    assert report["withdrawn"] == ["../src/table.csv"]
    assert report["records"] == 0
    assert report["nodes"]["deleted"] > 10


def test_maillage_alone_says_what_is_there_and_what_next(loaded):
    done = loaded("status", "--format", "text")
    assert "Records: 4, read from 1 file (.csv 1)" in done.stdout
    assert "Bassin de Vexin" in done.stdout or "Vexin" in done.stdout
    assert "Next:" in done.stdout
    assert json.loads(loaded().stdout)["records"] == 4


def test_doctor_says_all_is_well(loaded):
    done = loaded("doctor")
    assert done.returncode == 0, done.stdout
    assert "!!" not in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("load", "nowhere"), "no such file or folder"),
        (("ask", "never-met", "--scope", "x"), "no Maillage project here"),
        (("status",), "no Maillage project here"),
        (("--db", "http://x", "ask", "never-met", "--scope", "x"), "no database address"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_status_1(run, words, said):
    done = run(*words)
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


@pytest.mark.parametrize("words", [("ask", "no-such-question"), ("load",), ("nonsense",), ("ask", "never-met", "--nonsense")])
def test_wrong_usage_is_status_2(run, words):
    assert run(*words).returncode == 2


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_command_has_help(run, language):
    listed = run("--help", language=language).stdout
    names = [
        line.split()[0]
        for line in re.split("Command(?:e?)s:", listed)[1].splitlines()
        if line.startswith("  ") and line[2] != " "
    ]
    assert len(names) >= 9
    for name in names:
        done = run(name, "--help", language=language)
        assert done.returncode == 0
        assert len(done.stdout) > 60


def test_french_names_of_commands_work_with_and_without_accents(loaded):
    for name in ("état", "etat", "status"):
        assert json.loads(loaded(name, "--format", "json", language="fr").stdout)["records"] == 4


def test_completion_scripts(run):
    for shell in ("bash", "zsh", "fish"):
        assert "maillage" in run("completion", shell).stdout


def test_help_comes_at_once():
    import time

    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "maillage.cli", "--help"], capture_output=True, check=True)
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 1.0, "loads what help does not need (the limit of 0.4 s is measured in benchmarks)"


def test_help_imports_nothing_heavy():
    heavy = ["neo4j", "pydantic", "arcadedb", "pyvis", "networkx", "rich"]
    code = f"import sys, maillage.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_folder_of_the_project_is_no_source(loaded, place):
    (place / "p" / "note.md").write_text("Réunion du 3 mai 2024\nPrésents : Aline Morel (Cap emploi)\n", "utf-8")
    report = json.loads(loaded("load", str(place / "p")).stdout or "{}")
    assert report["read"] in (["note.md"], [])
    assert all("records/" not in item["source"] for item in report["refused"])


def test_paths_with_accents_and_spaces(run, place):
    folder = place / "Comptes rendus été"
    folder.mkdir()
    shutil.copy(place / "table.csv", folder / "présences n°1.csv")
    done = run("load", str(folder / "présences n°1.csv"), "--mapping", str(place / "m.toml"))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["read"] == ["../Comptes rendus été/présences n°1.csv"]


def test_the_examples_folder_is_there():
    import maillage.examples

    assert Path(maillage.examples.__file__).exists()


VIEWS = {
    "réseau": "map",
    "jamais-vus": "gaps",
    "programmes": "programmes",
    "frise": "timeline",
    "territoires": "territories",
    "matrice": "matrix",
}


@pytest.mark.parametrize("french", list(VIEWS))
def test_every_view_is_one_page_in_the_outputs(loaded, place, french):
    done = loaded("carte", "--vue", french, "--perimetre", "Vexin", "--depuis", "2024")
    assert done.returncode == 0, done.stderr
    html = (place / "p" / "sorties" / f"{VIEWS[french]}.html").read_text("utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert "default-src 'none'" in html
    assert "— Vexin" in html


def test_the_circles_and_the_surroundings_of_one_actor(loaded, place):
    assert loaded("map", "--view", "circles", "--scope", "Vexin").returncode == 0
    assert "Circles of partners" in (place / "p" / "sorties" / "circles.html").read_text("utf-8")
    done = loaded("map", "--actor", "CCI du Vexin", "--out", str(place / "around.html"))
    assert done.returncode == 0, done.stderr
    assert "With whom CCI du Vexin works" in (place / "around.html").read_text("utf-8")


def test_what_a_view_cannot_do_is_said(loaded):
    for words in (["--view", "circles"], ["--view", "matrix", "--actor", "CIO"], ["--people", "--audience", "organisations"]):
        done = loaded("map", *words)
        assert done.returncode == 2, words
        assert "Error" in done.stderr
    missing = loaded("map", "--actor", "Nobody at all")
    assert missing.returncode == 1
    assert "No person or organisation is called" in missing.stderr


def test_the_same_records_give_the_same_page_and_a_new_one_moves_little(loaded, place):
    page, positions = place / "p" / "sorties" / "map.html", place / "p" / "sorties" / "positions"
    assert loaded("map").returncode == 0
    first, (kept,) = page.read_bytes(), list(positions.iterdir())
    before = json.loads(kept.read_text("utf-8"))["nodes"]
    assert loaded("map").returncode == 0
    assert page.read_bytes() == first
    (place / "table.csv").write_text(ROWS + "r5;Réunion 5;2024-05-05;Vexin;Élise Roux;GRETA;oui\n" * 1, "utf-8")
    assert loaded("load", str(place / "table.csv"), "--mapping", str(place / "m.toml")).returncode == 0
    assert loaded("map").returncode == 0
    after = json.loads(kept.read_text("utf-8"))["nodes"]
    assert {node: place for node, place in after.items() if node in before} == before
    assert set(after) >= set(before)


def test_a_correction_reaches_the_answers_and_is_taken_back(run, place):
    run("load", str(place / "table.csv"), "--mapping", str(place / "m.toml"))
    record = sorted((place / "p" / "records").glob("*.json"))[0].name

    def attendances():
        return json.loads(
            run("cypher", "MATCH (:Person)-[x:ATTENDED]->(:Event) RETURN count(x) AS n", "--format", "json").stdout
        )[0]["n"]

    before = attendances()
    rows = json.loads(run("correct", record, "--show", "--format", "json").stdout)
    code = next(row["code"] for row in rows if row["claim"] == "attendance" and "present" in row["says"])
    done = run("correct", record, "--refuse", code, "--why", "vu au téléphone", MAILLAGE_AUTHOR="Coordinatrice")
    assert done.returncode == 0, done.stderr
    assert attendances() == before - 1
    (line,) = json.loads(run("correct", "--list", "--format", "json").stdout)
    assert (line["state"], line["by"], line["why"]) == ("applied", "Coordinatrice", "vu au téléphone")
    assert run("corriger", "--annuler", line["number"], language="fr").returncode == 0
    assert attendances() == before


def test_a_sheet_with_a_wrong_cell_names_it_and_ends_with_1(run, place):
    from openpyxl import load_workbook

    run("load", str(place / "table.csv"), "--mapping", str(place / "m.toml"))
    record = sorted((place / "p" / "records").glob("*.json"))[0].name
    assert run("correct", record, "--out", str(place / "s.xlsx")).returncode == 0
    book = load_workbook(place / "s.xlsx")
    book["Corrections"].cell(2, 2).value = "peut-être"
    book["Corrections"].cell(3, 2).value = "refuse"
    book.save(place / "s.xlsx")
    done = run("correct", "--from", str(place / "s.xlsx"))
    assert done.returncode == 1
    assert "s.xlsx, B2: " in done.stderr
    assert "1 correction taken over" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_directory_comes_back_through_load(loaded, tmp_path):
    import openpyxl

    path = tmp_path / "annuaire.xlsx"
    assert loaded("export", "xlsx", "--audience", "names", "--out", str(path)).returncode == 0
    book = openpyxl.load_workbook(path)
    row = next(number for number in range(2, 40) if book["Meetings"].cell(number, 4).value)
    book["Meetings"].cell(row, 7).value = "Salle des fêtes"
    book.save(path)
    done = loaded("load", str(path), "--dry-run")
    assert " correction, 0 rows of partenaires.xlsx." in done.stderr
    done = loaded("load", str(path))
    assert (done.returncode, "annuaire.xlsx: " in done.stderr) == (0, True)
    found = loaded("cypher", "MATCH (e:Event) WHERE e.place = 'Salle des fêtes' RETURN count(e) AS n", "--format", "json")
    assert json.loads(found.stdout) == [{"n": 1}]


def test_a_mapping_is_proposed_and_loads(run, tmp_path):
    table = tmp_path / "annuaire.csv"
    table.write_text("Prénom;Nom;Structure;Fonction\nAline;Morel;CIO de Vendôme;conseillère\n", "utf-8")
    mapping = tmp_path / "m.toml"
    assert "[directory]" in run("mapping", str(table)).stdout
    assert run("correspondance", str(table), "--out", str(mapping), language="fr").returncode == 0
    done = run("load", str(table), "--mapping", str(mapping), "--format", "json")
    assert json.loads(done.stdout)["records"] == 1
    (tmp_path / "x.csv").write_text("Couleur;Poids\nrouge;3\n", "utf-8")
    assert run("mapping", str(tmp_path / "x.csv")).returncode == 1


def test_a_name_is_that_of_somebody_before_that_of_what_mentions_it(run, tmp_path):
    minutes = tmp_path / "cr.txt"
    minutes.write_text(
        "Compte rendu du comité local de Sancerre\nRéunion du jeudi 12 mars 2020\n\n"
        "Étaient présents : Odile Ferrandon (Mission Locale du Sancerrois), Basile Quintard (Cap emploi)\n\n"
        "Décisions\n- La Mission Locale transmet le calendrier des ateliers à tous les partenaires avant le 30 mars 2020.\n",
        "utf-8",
    )
    run("load", str(minutes))
    said = run("why", "Mission Locale", "Cap emploi")
    assert said.returncode == 0, said.stderr


def test_the_atlas_is_a_folder_that_is_renewed(loaded, place):
    done = loaded("atlas", "--sortie", str(place / "atlas"), "--titre", "Vexin", language="fr")
    assert done.returncode == 0, done.stderr
    assert re.search(r"Écrit : .*index\.html \(\d+ pages ; fichiers : \d+ nouveaux, 0 changés", done.stderr)
    html = (place / "atlas" / "index.html").read_text("utf-8")
    assert '<html lang="fr">' in html
    assert not (place / "atlas" / "p").exists()
    again = loaded("atlas", "--out", str(place / "atlas"), "--title", "Vexin", language="fr")
    assert " 0 nouveaux, 0 changés, 0 supprimés" in again.stderr
    named = loaded("atlas", "--public", "noms", language="fr")
    assert named.returncode == 0, named.stderr
    assert len(list((place / "p" / "sorties" / "atlas" / "p").glob("*.html"))) == 4


def test_the_atlas_does_not_write_among_other_files(loaded, place):
    (place / "papers").mkdir()
    (place / "papers" / "letter.txt").write_text("dear", "utf-8")
    done = loaded("atlas", "--out", str(place / "papers"))
    assert done.returncode == 1
    assert "no atlas wrote" in done.stderr
    assert [path.name for path in (place / "papers").iterdir()] == ["letter.txt"]
