"""A project that names an invented person in every place that can hold a name; for the tests of `forget` and its measurement."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from click.testing import CliRunner, Result
from name_search import hits
from openpyxl import Workbook

from maillage import cli

NAME, SURNAME = "Solène Quervac", "Quervac"
FIRST = """SPRO – Bassin de Vendôme
Compte rendu de la réunion du jeudi 14 mars 2024
Étaient présents :
- Cap emploi 41 : Solène Quervac, Bruno Petitjean
- Mission Locale du Vendômois : Maud Thiersaint
- CIO de Vendôme : Aline Morellet
Mme Quervac présente l'offre de service de Cap emploi (solene.quervac@exemple.test, 02 54 00 00 00).
S. Quervac enverra la liste des ateliers avant le 30 mars 2024.
"""
SECOND = """SPRO – Bassin de Vendôme
Réunion du jeudi 13 juin 2024
Présents : QUERVAC Solène (Cap emploi 41), Maud Thiersaint (Mission Locale du Vendômois), Aline Morellet (CIO de Vendôme)
Excusé : Bruno Petitjean (Cap emploi 41)
Solène Quervac rappelle le calendrier.
"""
LATER = FIRST.replace("14 mars 2024", "12 septembre 2024").replace("30 mars", "30 septembre")
HOMONYM = """SPRO – Bassin de Romorantin-Lanthenay
Compte rendu de la réunion du jeudi 3 octobre 2024
Étaient présents :
- Sologne Insertion : Solène Quervac
- Pôle emploi : David Quermelin
"""


class Place:
    """A project with sources beside it; `run` is the command. MAILLAGE_CACHE must be `cache`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.root, self.sources, self.cache = folder, folder / "p", folder / "cr", folder / "cache"
        self.root.mkdir()
        self.sources.mkdir()

    def run(self, *words: str, ok: int | None = 0) -> Result:
        done = CliRunner().invoke(cli.maillage, ["-C", str(self.root), *words])
        assert ok is None or done.exit_code == ok, (done.output, done.exception)
        return done

    def source(self, name: str, text: str) -> None:
        (self.sources / name).write_text(text, "utf-8")

    def found(self, *names: str) -> list[str]:
        return hits(list(names), [self.root, self.cache])


def told(place: Place, forms: Iterable[str] = ("xlsx",)) -> None:
    """Write the name into everything that a project can hold."""
    place.source("2024-03-14.txt", FIRST)
    place.source("2024-06-13.txt", SECOND)
    place.run("load", str(place.sources))
    book = Workbook()
    sheet = book.active
    sheet.title = "Partenaires"
    sheet.append(["Périmètre", "Nature", "Structure", "Personne", "Remarque"])
    sheet.append(["Vendôme", "bassin", "Cap emploi 41", NAME, "joindre Solène Quervac le matin"])
    sheet.append(["Vendôme", "bassin", "CIO de Vendôme", "Aline Morellet", None])
    book.properties.creator = NAME
    book.save(place.root / "partenaires.xlsx")
    people = json.loads(
        place.run("export", "json", "--audience", "names", "--out", str(place.folder / "all.json"), ok=None).stdout or "0"
    )
    assert people == 0
    record = next(path for path in (place.root / "records").glob("*03-14*.json"))
    data = json.loads(record.read_text("utf-8"))
    one = next(person for person in data["people"] if person["name"] == NAME)
    seen = {
        "record": data["id"],
        "item": one["id"],
        "name": NAME,
        "quote": one["evidence"]["quote"],
        "source": data["source"]["path"],
    }
    other = next(path for path in (place.root / "records").glob("*06-13*.json"))
    theirs = json.loads(other.read_text("utf-8"))
    two = next(person for person in theirs["people"] if SURNAME.lower() in person["name"].lower())
    pair = {"format": "decision/1", "id": "abcd1234", "by": "Camille", "when": "2024-07-01T10:00:00+00:00", "kind": "pair",
            "of": "person", "verdict": "same", "why": f"{NAME} me l'a dit", "a": seen,
            "b": {"record": theirs["id"], "item": two["id"], "name": two["name"]}}  # fmt: skip
    name = {"format": "decision/1", "id": "abcd1235", "by": "Camille", "when": "2024-07-02T10:00:00+00:00", "kind": "name",
            "of": "person", "name": SURNAME, "perimeter": None, "target": seen}  # fmt: skip
    own = {**pair, "id": "abcd1236", "by": NAME, "when": "2024-07-03T10:00:00+00:00"}
    (place.root / "decisions" / "camille.jsonl").write_text("".join(json.dumps(x) + "\n" for x in (pair, name)), "utf-8")
    (place.root / "decisions" / "solene-quervac.jsonl").write_text(json.dumps(own) + "\n", "utf-8")
    change = {"action": "change", "record": data["id"], "kind": "person", "key": {"name": NAME}, "passage": NAME,
              "values": {"name": "Solène Quervac-Le Goff"}, "source": data["source"]["path"], "by": "Camille",
              "when": "2024-07-01T10:00:00+00:00", "why": f"nom d'usage de {NAME}"}  # fmt: skip
    (place.root / "corrections" / "camille.jsonl").write_text(json.dumps(change, ensure_ascii=False) + "\n", "utf-8")
    for form in forms:
        place.run("export", form, "--audience", "names")
    place.run("map", "--audience", "names", "--out", str(place.root / "sorties" / "carte.html"), ok=None)
    place.run("prepare", "Vendôme", "--audience", "names", "--out", str(place.root / "sorties" / "avant.docx"), ok=None)
    (place.root / "sorties" / "note.txt").write_text(f"Appeler {NAME}", "utf-16")
    (place.root / "sorties" / "autre.txt").write_text("Rien ici", "utf-8")
    (place.root / "records" / ".x.json.abc.part").write_text(NAME, "utf-8")
