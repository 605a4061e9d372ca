"""`forget` as a person runs it: afterwards the name is nowhere but in the sources; a kill in the middle is finished; nobody comes back."""

import json
import re
from pathlib import Path

import pytest
from forgotten import FIRST, HOMONYM, LATER, NAME, SURNAME, Place, told
from name_search import hits
from openpyxl import load_workbook

from maillage import cli
from maillage.graph.errors import ProjectError
from maillage.graph.exports import FORMS
from maillage.graph.privacy import forgetting


@pytest.fixture
def place(tmp_path, monkeypatch):
    found = Place(tmp_path)
    monkeypatch.setenv("MAILLAGE_CACHE", str(found.cache))
    monkeypatch.setenv("MAILLAGE_AUTHOR", "Camille")
    return found


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


@pytest.mark.neo4j
def test_a_shared_database_follows(place, neo4j_address, neo4j_store):
    told(place)
    place.run("--db", neo4j_address, "publish")
    every = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN properties(n) AS n, properties(r) AS r"
    assert SURNAME in str(neo4j_store.read(every))
    done = place.run("forget", NAME, "--yes")  # the project knows where it was published to
    assert "reached" not in done.stderr
    assert SURNAME.lower() not in str(neo4j_store.read(every)).lower()
