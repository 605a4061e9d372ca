"""Whole files of every format, and whole inputs of a project, that `fuzz.py` damages. Everybody in them is invented."""

from __future__ import annotations

import gzip
import io
import json
import random
import tempfile
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mutations import mutated, mutated_json

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent / "tests"

MINUTES = """Compte rendu du comité local de Sancerre
Réunion du jeudi 12 mars 2020, mairie de Sancerre

Présents : Odile Ferrandon (Mission Locale), Basile Quintard (Cap emploi)
Excusée : Maïwenn Delcasse (CIO)

La convention entre la Mission Locale et Cap emploi est signée. Prochaine réunion le 14 mai 2020 à 9 h.
"""


def file_seeds() -> dict[str, bytes]:
    """A whole file of each format that is read, by a name with its suffix."""
    data = TESTS / "loaders" / "readers" / "data"
    found = {path.suffix[1:]: path.read_bytes() for path in data.glob("minutes-fr.*")}
    found["xls"] = (data / "emargement.xls").read_bytes()
    vendome = HERE.parent / "examples" / "vendome"
    found |= {path.suffix[1:]: path.read_bytes() for path in vendome.iterdir() if path.suffix in (".xlsx", ".html", ".msg")}
    found["pdf"] = next(vendome.glob("*.pdf")).read_bytes()
    found |= {"txt": MINUTES.encode(), "md": f"# {MINUTES}\n| Nom | Structure |\n|---|---|\n| Odile Ferrandon | CIO |\n".encode()}
    rows = "Nom;Structure;Présence\nOdile Ferrandon;Mission Locale;x\nBasile Quintard;Cap emploi;excusé\n"
    found |= {"csv": rows.encode("cp1252"), "tsv": rows.replace(";", "\t").encode(), "csv.gz": gzip.compress(rows.encode())}
    found["eml"] = _mail({"relevé.docx": found["docx"], "liste.csv": found["csv"]})
    found["zip"] = _zip({"a.txt": found["txt"], "b/c.html": found["html"], "d.rtf": found["rtf"][:3000]})
    found["ods"] = _ods()
    found |= _imports()
    return dict(sorted(found.items()))


def _mail(attachments: dict[str, bytes]) -> bytes:
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["To"] = "Odile Ferrandon <o@sancerre.example>", "b@sancerre.example"
    mail["Subject"], mail["Date"] = "Relevé de décisions", "Tue, 20 Mar 2018 08:41:12 +0100"
    mail.set_content(MINUTES)
    mail.add_alternative(f"<p>{MINUTES}</p>", subtype="html")
    for name, content in attachments.items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _ods() -> bytes:
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table"))
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in (("Nom", "Structure", "Présence"), ("Odile Ferrandon", "Mission Locale", "x"), ("Basile Quintard", "CIO", ""))
    )
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet><table:table table:name='Feuille1'>{rows}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return _zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()})


def _imports() -> dict[str, bytes]:
    """What other programs write, made by our own exports."""
    from maillage.graph.exports import write
    from maillage.graph.exports.source import of_graph
    from maillage.graph.facts import build
    from maillage.graph.record import dumps
    from maillage.graph.resolution import resolve

    records = base_records()
    graph = build(records, resolve(records))
    found = {"json": dumps(records[0]).encode()}
    with tempfile.TemporaryDirectory() as folder:
        for form, name in (("kumu", "kumu.xlsx"), ("gexf", "gexf"), ("oparl", "oparl.json"), ("ftm", "ftm.json")):
            path = Path(folder) / f"a.{name}"
            write(form, of_graph(graph), path)
            found[name] = path.read_bytes()
    return found


def base_records() -> list[Any]:
    from records import meeting

    return [
        meeting("2024-03-05", ["Odile Ferrandon (Mission Locale)", "Basile Quintard (Cap emploi)"], excused=["M. Delcasse (CIO)"]),
        meeting("2024-04-09", ["O. Ferrandon (Mission Locale)", "Basile Quintard (CIO)"], bodies=["GRETA"], title="Atelier"),
        meeting(None, ["Ferrandon"], bassin="Perche", title="Sans date"),
    ]  # fmt: skip


MAPPING = """
[rows]
delimiter = ";"
[events]
key = "id"
[event]
title = "objet"
date = "jour"
status = { column = "état", values = { "annulé" = "cancelled" }, default = "held" }
[territory]
name = "bassin"
kind = { value = "bassin" }
[person]
name = "nom"
role = "rôle"
[organisation]
name = "structure"
identifier = { column = "siret", scheme = "siret" }
[attendance]
presence = { column = "là", values = { "oui" = "present", "non" = "absent" } }
prefer = ["present", "absent"]
"""
TABLE = (
    "id;objet;jour;état;bassin;nom;rôle;structure;siret;là\n"
    "1;Comité;2024-03-05;;Vexin;Odile Ferrandon;directrice;Mission Locale;12345678900011;oui\n"
    "1;Comité;2024-03-05;;Vexin;Basile Quintard;;Cap emploi;;non\n2;Atelier;09/04/2024;annulé;Perche;Basile Quintard;;CIO;;oui\n"
)


def as_toml(data: Any) -> str:
    """A mapping as TOML: JSON writes texts, numbers and lists the same way, tables inside become inline ones."""

    def inline(value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{json.dumps(str(key))} = {inline(item)}" for key, item in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(inline, value)) + "]"
        return json.dumps(value, ensure_ascii=False)

    return "".join(f"{json.dumps(str(key))} = {inline(value)}\n" for key, value in data.items())


def input_seeds() -> dict[str, Callable[[random.Random], bytes]]:
    """Makers of damaged inputs of a project, by kind."""
    from maillage.graph.record import dumps

    records = [json.loads(dumps(record)) for record in base_records()]
    found: dict[str, Callable[[random.Random], bytes]] = {
        "record": lambda draw: json.dumps(mutated_json(draw, draw.choice(records))).encode("utf-8", "replace"),
        "record-text": lambda draw: mutated(draw, json.dumps(draw.choice(records), ensure_ascii=False).encode()),
        "mapping": lambda draw: mutated(draw, MAPPING.encode()),
        "mapping-parts": lambda draw: as_toml(mutated_json(draw, tomllib.loads(MAPPING))).encode("utf-8", "replace"),
        "table": lambda draw: mutated(draw, TABLE.encode()),
    }
    for kind, content in project_files().items():
        if kind.endswith(".jsonl"):
            lines = [json.loads(line) for line in content.splitlines()]
            found[kind.partition(".")[0]] = lambda draw, lines=lines, content=content: (  # type: ignore[misc]
                mutated(draw, content)
                if draw.random() < 0.3
                else b"\n".join(json.dumps(mutated_json(draw, line)).encode("utf-8", "replace") for line in lines)
            )
        else:
            found[kind.partition(".")[0]] = lambda draw, content=content: mutated(draw, content)  # type: ignore[misc]
    return found


def project_files() -> dict[str, bytes]:
    """Rosters, decisions, corrections and an answered workbook of questions, as the program writes them."""
    from maillage.graph import corrections, decisions, doubtful, questions
    from maillage.graph import project as projects
    from maillage.graph import roster as rosters
    from maillage.graph.claims import claims
    from maillage.graph.identity import of_project
    from maillage.graph.standing import seen
    from maillage.visualisations import review_book

    with tempfile.TemporaryDirectory() as folder:
        project = projects.create(Path(folder) / "p")
        records = base_records()
        for record in records:
            projects.write_record(project, record)
        rosters.write(project, [], [], "fr")
        fill(project.root)
        one, two = records[0].people[0], records[1].people[0]
        decisions.append(project, "Camille", [
            {"format": decisions.FORMAT, "kind": "pair", "of": "person", "verdict": verdict,
             "a": seen(records[0], one.id, "person"), "b": seen(records[1], two.id, "person")}
            for verdict in ("same", "different", "unsure")
        ])  # fmt: skip
        claim = claims(records[0])[0]
        corrections.append(project, [corrections.correction_of(records[0], claim, action) for action in ("refuse", "accept")])
        identity = of_project(project)
        book = review_book.to_xlsx(
            questions.cases(identity, "fr", unsure=True), "fr", doubtful.doubtful(identity.records.values())
        )
        lines = {
            f"{kind}.jsonl": b"".join(path.read_bytes() for path in sorted((project.root / kind).rglob("*.jsonl")))
            for kind in ("decisions", "corrections")
        }
        return {
            "partenaires.xlsx": (project.root / "partenaires.xlsx").read_bytes(),
            "territoires.xlsx": (project.root / "territoires.xlsx").read_bytes(),
            "review.xlsx": _answered(book),
            **lines,
        }


def fill(root: Path) -> None:
    """Rows for the two workbooks of a project."""
    import openpyxl

    for name, rows in (
        ("partenaires.xlsx", [["Périmètre", "Nature", "Dans", "Structure", "Réseau", "Personne", "Fonction", "Depuis", "Jusqu'au"],
                              ["Vexin", "bassin", "", "Mission Locale", "Mission Locale", "Odile Ferrandon", "", "2020", "2024-05"],
                              ["Comité", "instance", "Vexin", "GRETA", "", "", "", "", ""]]),
        ("territoires.xlsx", [["Nom", "Nature", "Code", "Dans", "Communes"], ["Vexin", "bassin", "", "95", "Magny-en-Vexin"]]),
    ):  # fmt: skip
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(root / name)


def _answered(data: bytes) -> bytes:
    """The workbook of questions with an answer in each row."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        headings = [cell.value for cell in sheet[1]]
        if "Réponse" in headings:
            for row in sheet.iter_rows(min_row=2):
                answer = row[headings.index("Réponse")]
                answer.value = answer.value or ("juste" if "Lecture" in sheet.title else "différent")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
