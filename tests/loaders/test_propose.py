"""Mappings proposed for tables, and directories read through them."""

import tomllib

import openpyxl
import pytest

from maillage.graph.errors import SourceError
from maillage.loaders.directories import record_of_directory
from maillage.loaders.mapping import read_mapping
from maillage.loaders.propose import propose
from maillage.loaders.tables import records


def written(tmp_path, proposal):
    path = tmp_path / "m.toml"
    path.write_text(proposal.toml, "utf-8")
    return read_mapping(path)


def workbook(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_directory_with_a_title_above_its_headings(tmp_path):
    path = workbook(
        tmp_path / "annuaire.xlsx",
        [["Annuaire du réseau"], [], ["Nom", "Prénom", "Fonction", "Structure", "Sigle", "SIRET", "Bassin", "Courriel"],
         ["Morel", "Aline", "conseillère", "Cap emploi", "CE", "12345678900011", "Vendôme", "a@b.fr"],
         ["Petit", "Bruno", "", "Centre d'information", "CIO", "", "Vendôme", ""],
         ["Morel", "Aline", "élue", "Ville de Blois", "", "", "", ""]],
    )  # fmt: skip
    proposal = propose(path)
    assert proposal.purpose == "directory"
    assert "Left out on purpose (addresses and numbers): Courriel" in proposal.toml
    assert "a@b.fr" not in proposal.toml
    record = record_of_directory(path, written(tmp_path, proposal), "annuaire.xlsx", "")
    people = {person.id: (person.given, person.family) for person in record.people}
    bodies = {body.id: body for body in record.organisations}
    assert [(people[x.start], bodies[x.end].name, x.role) for x in record.links if x.type == "represented"] == [
        (("Aline", "Morel"), "Cap emploi", "conseillère"), (("Bruno", "Petit"), "Centre d'information", None),
        (("Aline", "Morel"), "Ville de Blois", "élue"),
    ]  # fmt: skip
    assert len(record.people) == 3, "one name in two bodies may be two people: resolution decides"
    cap = next(body for body in bodies.values() if body.name == "Cap emploi")
    assert (cap.acronym, cap.identifiers) == ("CE", {"siret": "12345678900011"})
    assert {t.id: t.name for t in record.territories}[cap.scope] == "Vendôme"
    assert "a@b.fr" in record.text, "the record is the source's own text"


def test_a_directory_of_bodies_alone(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("Nom;Réseau;Commission\nMission Locale du Vendômois;Mission Locale;Emploi\n", "utf-8")
    record = record_of_directory(path, written(tmp_path, propose(path)), "s.csv", "")
    assert [body.name for body in record.organisations] == ["Mission Locale du Vendômois", "Emploi"]
    assert [(x.type, x.start, x.end) for x in record.links] == [
        ("member_of", record.organisations[0].id, record.organisations[1].id)
    ]
    assert record.people == ()


def test_a_table_of_attendance(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text(
        "Réunion,Date,Personne,Structure,Présence\nComité,2024-03-05,Aline Morel,CIO,Présente\nComité,2024-03-05,Luc Roy,CIO,excusé\n"
        "Forum,12/04/2024,Luc Roy,CIO,x\n",
        "utf-8",
    )
    proposal = propose(path)
    assert proposal.purpose == "attendance"
    found = list(records(path, written(tmp_path, proposal), "p.csv", ""))
    assert [(record.events[0].title, record.events[0].date, [row.presence for row in record.attendance]) for record in found] == [
        ("Comité", "2024-03-05", ["present", "excused"]), ("Forum", "2024-04-12", ["present"]),
    ]  # fmt: skip


def test_cells_speak_against_a_heading(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("Nom,Prénom,Statut\nMorel,Aline,titulaire\nRoy,Luc,stagiaire\n", "utf-8")
    assert propose(path).purpose == "directory", "« Statut » holds no presences"


def test_a_table_that_names_nobody_is_refused_with_its_columns(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("Couleur,Poids\nrouge,3\n", "utf-8")
    with pytest.raises(SourceError, match="Couleur, Poids"):
        propose(path)


@pytest.mark.parametrize("heading", ['Nom "officiel"', "Nom \\ long", "=Nom"])
def test_a_proposal_is_toml_whatever_the_headings(tmp_path, heading):
    path = workbook(tmp_path / "a.xlsx", [[heading, "Structure"], ["ligne\nsuivante", "=1+1"]])
    assert tomllib.loads(propose(path).toml)["organisation"]["name"] == "Structure"
