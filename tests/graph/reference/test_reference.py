"""Public names: what is found, under which spellings, and where the tables come from."""

import gzip
import hashlib
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from maillage.graph import reference
from maillage.graph.reference import prepare

FOLDER = Path(prepare.__file__).parent
SOURCES = tomllib.loads((FOLDER / "sources.toml").read_text("utf-8"))
TABLES = sorted(path.name for path in FOLDER.iterdir() if path.suffix in (".csv", ".json", ".gz"))


def test_every_table_says_where_it_comes_from_and_no_other_does():
    assert sorted(set(SOURCES) - {"rules.toml"}) == TABLES
    assert {key for part in SOURCES.values() for key in ("publisher", "licence", "date") if not part.get(key)} == set()
    assert not any("ODbL" in part["licence"] or "Open Database" in part["licence"] for part in SOURCES.values())


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_the_one_its_source_entry_describes(name):
    path = FOLDER / name
    assert hashlib.sha256(path.read_bytes()).hexdigest() == SOURCES[name]["sha256"]
    assert prepare.count(path) == SOURCES[name]["rows"] > 0


def test_a_table_counts_its_rows_without_the_header(tmp_path):
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"code\tname\n1\tx\n2\ty\n"))
    assert prepare.count(tmp_path / "a.csv.gz") == 2


def test_a_commune_knows_what_it_lies_in():
    (blois,) = reference.find_places("BLOIS", ["commune"])
    assert (blois.code, blois.departement, blois.region) == ("41018", "41", "24")
    for kind, code in (("epci", blois.epci), ("zone_emploi", blois.zone)):
        above = reference.place(kind, code)
        assert above is not None
        assert above.departement in ("41", None)


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("evreux", "commune", "27229"),
        ("St-Étienne", "commune", "42218"),
        ("Saint Etienne", "commune", "42218"),
        ("41", "departement", "41"),
        ("Loir et Cher", "departement", "41"),
        ("2A", "departement", "2A"),
        ("Centre", "region", "24"),
        ("Champagne-Ardenne", "region", "44"),
        ("Île de France", "region", "11"),
        ("Communauté de communes Faucigny-Glières", "epci", "200000172"),
    ],
)
def test_places_answer_to_their_usual_spellings(name, kind, code):
    assert code in [place.code for place in reference.find_places(name, [kind])]


def test_places_of_one_name_come_widest_first_then_most_populous():
    found = reference.find_places("Saint-Denis", ["commune"])
    assert len(found) > 1
    assert [place.population for place in found] == sorted((place.population for place in found), reverse=True)
    kinds = [place.kind for place in reference.find_places("Blois")]
    assert kinds.index("commune") == len(kinds) - 1


def test_an_unknown_name_finds_nothing():
    assert reference.find_places("Xyzzyville") == ()
    assert reference.find_network("Xyzzy") is None
    assert reference.find_programme("Xyzzy") is None
    assert reference.find_units("Xyzzy") == ()
    assert reference.find_body("Xyzzy") is None
    assert reference.place("commune", "00000") is None


def test_communes_of_a_departement_are_all_in_it():
    found = reference.communes_of("41")
    assert found[0].name == "Blois"
    assert {place.departement for place in found} == {"41"}


@pytest.mark.parametrize(
    "name", ["ML BLOIS", "ml de Blois", "Mission locale du Blaisois", "MILO Blois", "Missions locales Blois"]
)
def test_official_and_usual_names_of_a_unit_find_it(name):
    assert [unit.id for unit in reference.find_units(name)] == ["ml:41018S00"]


def test_an_agency_answers_to_its_name_of_either_time():
    (before,), (after,) = reference.find_units("Pôle emploi Belley"), reference.find_units("France Travail Belley")
    assert before == after
    assert before.commune == "01034"


@pytest.mark.parametrize(
    ("name", "identity"),
    [("ML", "mission-locale"), ("missions locales", "mission-locale"), ("Cap Emploi", "cap-emploi"), ("CIO", "cio")],
)
def test_networks_answer_to_acronyms_aliases_and_plurals(name, identity):
    assert reference.find_network(name).id == identity


def test_programmes_answer_to_their_acronym():
    assert reference.find_programme("SPRO").name == "Service public régional de l'orientation"


@pytest.mark.parametrize(
    "name", ["OPCO 2i", "Transitions Pro Guadeloupe", "DDETS 41", "Rectorat de Lyon", "Académie de Lyon", "AGEFMA"]
)
def test_other_known_bodies_are_found(name):
    assert reference.find_body(name) is not None


def test_given_names_have_ranks_compound_ones_too():
    assert reference.given_name_rank("Marie") < reference.given_name_rank("Thibault")
    assert reference.given_name_rank("ÉLISE") == reference.given_name_rank("elise")
    assert reference.given_name_rank("Marie-Chantal") is not None
    assert reference.given_name_rank("Réunion") is None


def test_rules_name_networks_of_the_table():
    rules = tomllib.loads((FOLDER / "rules.toml").read_text("utf-8"))
    named = [identity for part in rules["perimeter"].values() for identity in part]
    assert len(named) == len(set(named))
    for identity in [*named, *rules["renamed"], *rules["renamed"].values()]:
        assert reference.network(identity) is not None, identity
    for new, former in rules["renamed"].items():
        assert former in reference.network(new).predecessors


def test_a_first_look_up_is_quick():
    code = (
        "import time; from maillage.graph import reference as r\n"
        "for look in (lambda: r.find_places('Blois'), lambda: r.find_units('ML BLOIS'), lambda: r.given_name_rank('Marie')):\n"
        "    start = time.process_time(); look(); print(time.process_time() - start)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert max(map(float, done.stdout.split())) < 0.15
