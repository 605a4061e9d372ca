"""`forget` as a person runs it: afterwards the name is nowhere but in the sources; a kill in the middle is finished; nobody comes back."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from name_search import hits
from openpyxl import Workbook, load_workbook

from maillage import cli
from maillage.graph.errors import ProjectError
from maillage.graph.exports import FORMS
from maillage.graph.privacy import forgetting

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
    """A project with sources beside it; `run` is the command."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.root, self.sources, self.cache = folder, folder / "p", folder / "cr", folder / "cache"
        self.root.mkdir()
        self.sources.mkdir()
        monkeypatch.setenv("MAILLAGE_CACHE", str(self.cache))
        monkeypatch.setenv("MAILLAGE_AUTHOR", "Camille")

    def run(self, *words: str, ok: int | None = 0) -> Result:
        done = CliRunner().invoke(cli.maillage, ["-C", str(self.root), *words])
        assert ok is None or done.exit_code == ok, (done.output, done.exception)
        return done

    def source(self, name: str, text: str) -> None:
        (self.sources / name).write_text(text, "utf-8")

    def found(self, *names: str) -> list[str]:
        return hits(list(names), [self.root, self.cache])


@pytest.fixture
def place(tmp_path, monkeypatch):
    return Place(tmp_path, monkeypatch)


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


def test_the_name_is_nowhere_but_in_the_sources(place):
    told(place, sorted(FORMS))
    assert len(place.found(NAME)) > 10
    plan = json.loads(place.run("forget", NAME).stdout)
    assert plan["records"] == 2
    assert plan["workbook_rows"] == 1
    assert [Path(source).name for source in plan["sources_not_touched"]] == ["2024-03-14.txt", "2024-06-13.txt"]
    assert len(place.found(NAME)) > 10  # a plan writes nothing
    done = place.run("forget", NAME, "--yes")
    assert SURNAME not in done.stdout + done.stderr
    assert place.found(NAME, "S. Quervac", "Mme Quervac", "Quervac-Le Goff") == []
    assert len(hits([NAME], [place.sources])) == 2  # sources are not ours to change
    place.run("ask", "attendance", ok=None)
    place.run("map", "--audience", "names", "--out", str(place.root / "sorties" / "carte.html"), ok=None)
    place.run("export", "csv", "--audience", "names")
    assert place.found(NAME, "S. Quervac", "Quervac-Le Goff") == []
    assert (place.root / "sorties" / "autre.txt").exists()
    register = [json.loads(line) for line in (place.root / "oublis" / "registre.jsonl").read_text("utf-8").splitlines()]
    assert register[0]["by"] == "Camille"
    assert register[0]["records"] == 2
    rows = list(load_workbook(place.root / "partenaires.xlsx").active.iter_rows(values_only=True))
    assert rows[1][:4] == ("Vendôme", "bassin", "Cap emploi 41", None)
    assert rows[2][3] == "Aline Morellet"
    assert json.loads(place.run("forget", NAME, "--yes").stdout)["records"] == 0  # once more changes nothing
    assert len(list((place.root / "oublis").glob("*.json"))) == 1


def test_nobody_comes_back_with_a_source(place):
    place.source("2024-03-14.txt", FIRST)
    place.run("load", str(place.sources))
    place.run("forget", NAME, "--yes")
    place.source("2024-03-14.txt", FIRST + "Fin.\n")  # the same source, changed
    place.source("2024-09-12.txt", LATER)  # another one, the same body
    done = json.loads(place.run("load", str(place.sources)).stdout)
    assert done["masked_in_doubt"] == 0
    assert len(list((place.root / "records").glob("*.json"))) == 2
    assert place.found(NAME, SURNAME + " ", "Mme " + SURNAME) == []


def test_a_homonym_is_asked_and_comes_back_when_it_is_somebody_else(place):
    place.source("2024-03-14.txt", FIRST)
    place.run("load", str(place.sources))
    place.run("forget", NAME, "--yes")
    place.source("2024-10-03.txt", HOMONYM)
    assert json.loads(place.run("load", str(place.sources)).stdout)["masked_in_doubt"] == 1
    assert place.found(NAME) == []
    (asked,) = json.loads(place.run("forget").stdout)
    assert asked["source"].endswith("2024-10-03.txt")
    place.run("forget", "--answer", asked["record"], "different")
    assert json.loads(place.run("forget").stdout) == []
    assert [Path(path).name.partition(".")[0] for path in hits([NAME], [place.root])] == ["2024-10-03"]
    place.run("load", str(place.sources))
    assert len(hits([NAME], [place.root])) == 1


def test_homonyms_of_the_project_are_named_by_their_ids(place):
    place.source("2024-03-14.txt", FIRST)
    place.source("2024-10-03.txt", HOMONYM)
    place.run("load", str(place.sources))
    refused = place.run("forget", NAME, ok=1).exception
    assert isinstance(refused, ProjectError)
    assert SURNAME not in refused.en + refused.fr
    ids = re.findall(r"\bp[0-9a-f]{10,}\b", refused.en)
    assert len(ids) == 2
    done = json.loads(place.run("forget", ids[0], "--yes").stdout)
    assert done["records"] == 1
    assert len(hits([NAME], [place.root])) == 1
    place.run("load", str(place.sources))
    assert len(hits([NAME], [place.root])) == 1


class Killed(BaseException):
    """Nothing catches it, as nothing catches a kill."""


@pytest.mark.parametrize("step", ["write_record", "write_bytes", "_remove", "note"])
def test_a_stop_anywhere_is_finished_by_the_next_command(place, monkeypatch, step):
    told(place)
    whole, seen = getattr(forgetting, step), []

    def killed(*words, **more):
        seen.append(1)
        if len(seen) > (step != "note"):
            raise Killed
        return whole(*words, **more)

    monkeypatch.setattr(forgetting, step, killed)
    with pytest.raises(Killed):
        cli.maillage.main(["-C", str(place.root), "forget", NAME, "--yes"], standalone_mode=False)
    monkeypatch.setattr(forgetting, step, whole)
    place.run("load", str(place.sources))
    assert place.found(NAME, "S. Quervac", "Mme Quervac") == []
    assert not any(json.loads(path.read_text("utf-8"))["under_way"] for path in (place.root / "oublis").glob("*.json"))
