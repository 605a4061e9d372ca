"""Hostile texts as names of people, bodies, events, places, files, cells and subjects: nothing happens, and names stay what they are.

MAILLAGE_HOSTILE=500 takes all of them; without it, every twelfth and all legitimate ones.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import unicodedata
import zipfile
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hostile import LEGITIMATE, strings
from hostile_records import records, usable
from openpyxl import Workbook, load_workbook

from maillage import cli
from maillage.graph import project as projects
from maillage.graph.exports import FORMS, write
from maillage.graph.facts import build
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.queries.stream import source

EVERY = 12 if os.environ.get("MAILLAGE_HOSTILE") != "500" else 1
TEXTS = usable(list(dict.fromkeys([*strings()[::EVERY], *LEGITIMATE])))
MOVES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff]")
"""What moves a cursor, colours a screen, turns or hides text."""


@pytest.fixture(scope="module")
def filled(embedded_session_store):
    store = embedded_session_store
    while store.write("MATCH (n) WITH n LIMIT 10000 DETACH DELETE n RETURN count(n) AS n")[0]["n"]:
        pass
    found = records(TEXTS)
    graph = build(found, resolve(found))
    publish(store, graph, "hostile")
    return store, graph


def test_names_come_back_as_they_went_in(filled):
    store, graph = filled
    rows = store.read("MATCH (n) WHERE NOT n:Statement RETURN n.id AS id, n.name AS name")
    kept = {row["id"]: row["name"] for row in rows if row["name"] is not None}  # without the note of what was published
    wanted = {node.id: node.name for node in graph.nodes.values() if node.labels[-1] != "Statement"}
    assert kept == wanted
    people = {row["name"] for row in store.read("MATCH (p:Person) RETURN p.name AS name")}
    assert {text for text in LEGITIMATE if text.strip()} <= people


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_export_is_sound(filled, tmp_path, form):
    path = tmp_path / f"out{FORMS[form]}"
    write(form, source(filled[0], audience="names"), path, "fr", None)
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file() and not file.name.endswith(".gz"):
            _sound(file, neo4j=form == "neo4j")


def _sound(path, neo4j=False):
    data = path.read_bytes()
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert not any(name.startswith("/") or ".." in name for name in package.namelist())
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    ElementTree.fromstring(package.read(name))
        if path.suffix == ".xlsx":
            for sheet in load_workbook(path).worksheets:
                assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    elif path.suffix == ".csv" and not neo4j:
        text = data.decode("utf-8-sig")
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in text.partition("\n")[0] else ","):
            assert [cell for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _number(cell)] == []
    elif path.suffix in (".gexf", ".graphml", ".xml"):
        ElementTree.fromstring(data)
    elif path.suffix in (".json", ".jsonld"):
        for text in data.decode("utf-8").strip().split("\n") if path.name == f"out{FORMS['ftm']}" else [data]:
            json.loads(text)


def _number(cell):
    return re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", cell) is not None


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A project that holds the records; `run` gives what a command prints."""
    root = tmp_path_factory.mktemp("hostile")
    before = {name: os.environ.get(name) for name in ("MAILLAGE_CACHE",)}
    os.environ["MAILLAGE_CACHE"] = str(root / "pytest-cache")
    project = projects.create(root / "p")
    for record in records(TEXTS):
        projects.write_record(project, record)
    yield project
    for name, value in before.items():
        os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)


def said(project, *words, ok=(0,)):
    done = CliRunner().invoke(cli.maillage, ["-C", str(project.root), *words], env={"COLUMNS": "160"})
    assert done.exit_code in ok, (words, done.output[-400:], done.exception)
    return done.output


COMMANDS = [
    ("status", "--format", "text"), ("ask", "never-met", "--scope", "Vexin", "--format", "table"),
    ("ask", "people", "--scope", "Vexin", "--format", "table"), ("review", "--format", "table", "--all"), ("decisions",),
    ("correct", "--format", "table"), ("changes", "--format", "table"), ("seating", "--scope", "Vexin", "--format", "table"),
    ("ask", "actions", "--format", "table"),
]  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_nothing_moves_the_terminal(folder, words):
    shown = said(folder, *words, ok=(0, 1, 2))
    assert MOVES.findall(shown) == []


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_tables_hold_no_formula(folder, tmp_path, form):
    for name, words in (("a", ["ask", "never-met", "--scope", "Vexin"]), ("b", ["seating", "--scope", "Vexin"])):
        out = tmp_path / f"{name}.{form}"
        said(folder, *words, "--out", str(out))
        _sound(out)


def test_the_review_workbook_and_the_sheet_hold_no_formula(folder, tmp_path):
    said(folder, "review", "--all", "--xlsx", str(tmp_path / "r.xlsx"))
    said(folder, "sheet", "--scope", "Vexin", "--out", str(tmp_path / "s.xlsx"))
    for path in tmp_path.glob("*.xlsx"):
        with zipfile.ZipFile(path) as package:
            cells = "".join(package.read(name).decode() for name in package.namelist() if "worksheets/sheet" in name)
        assert not re.search(r"<f>(?!COUNT|SUM|IF\()[^<]*(cmd|HYPERLINK|DDE|SUM\(1\)|1\+1)", cells)


def test_the_page_before_a_meeting_is_only_text(folder, tmp_path):
    for name in ("p.html", "p.docx"):
        said(folder, "prepare", "Vexin", "--out", str(tmp_path / name))
    assert "<script>window.hit" not in (tmp_path / "p.html").read_text("utf-8")
    _sound(tmp_path / "p.docx")


def _name_of_file(text):
    """`text` as a file may be called here; None where it cannot be."""
    name = text.replace("/", "_").replace("\0", "")[:80]
    return (
        name if name.strip(" .") and len(name.encode()) < 200 and not any(unicodedata.category(c) == "Cs" for c in name) else None
    )


def test_files_cells_and_subjects_are_loaded(tmp_path, monkeypatch):
    monkeypatch.setenv("MAILLAGE_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "cr"
    folder.mkdir()
    texts = TEXTS[:: max(1, len(TEXTS) // 25)]
    for number, text in enumerate(texts):
        name = _name_of_file(text)
        if name:
            line = " ".join(text.split())[:200]
            head = f"SPRO – Bassin de Vendôme\nRéunion du jeudi 14 mars 2024\n{number}\n"
            content = f"{head}Présents :\n- Cap emploi 41 : Aline Morel\n- {line}\n"
            (folder / f"{name}.txt").write_text(content, "utf-8", errors="replace")
    book = Workbook()
    book.active.append(["Nom", "Structure", "Présence"])
    for text in texts:
        cell = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)[:30_000]
        book.active.append([cell, cell, "présent"])
        for column in (1, 2):
            book.active.cell(book.active.max_row, column).data_type = "s"
    book.save(folder / "feuille.xlsx")
    for number, text in enumerate(texts):
        subject = " ".join(text.replace("\0", "").split())[:400]
        mail = f"From: a@exemple.test\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\nRéunion du 14 mars 2024 ({number})\n"
        (folder / f"mail {number}.eml").write_bytes(mail.encode("utf-8", "replace"))
    root = tmp_path / "p"
    root.mkdir()
    done = CliRunner().invoke(cli.maillage, ["-C", str(root), "load", str(folder), "--format", "text"])
    assert done.exit_code in (0, 1), (done.output[-500:], done.exception)
    assert "Traceback" not in done.output
    assert MOVES.findall(done.output) == []
    assert {path.name for path in tmp_path.iterdir()} <= {"cache", "cr", "p"}
    assert list((root / "records").glob("*.json")), done.output[-1000:]
    shown = CliRunner().invoke(cli.maillage, ["-C", str(root), "status", "--format", "text"])
    assert MOVES.findall(shown.output) == []
