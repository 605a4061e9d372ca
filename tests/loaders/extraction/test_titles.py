"""Titles that a person would give, and the territory that the lines of a title speak for: invented headers."""

from __future__ import annotations

from pathlib import Path

import pytest

from maillage.loaders.evaluate import read_record

LIST = "\n\nPrésents : Nora Faye (CPIE), Yann Quéré (DDT), Elsa Roux (CAF)\n"


def main_of(tmp_path: Path, head: str, name: str = "texte.txt") -> tuple[str, str | None, set[str]]:
    """Title and day of the main event, names of the territories it concerns."""
    path = tmp_path / name
    path.write_text(head + LIST, "utf-8")
    record = read_record(path)
    main = next(event for event in record.events if event.main)
    names = {territory.id: territory.name for territory in record.territories}
    return main.title, main.date, {names[link.end] for link in record.links if link.type == "concerns" and link.start == main.id}


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Contrat local de santé du Val\nComité technique du 4 mai 2021", "Comité technique – Contrat local de santé du Val"),
        ("Charte « Bien vieillir »\nCOMPTE RENDU DU COMITÉ DE SUIVI\n4 mai 2021", "Comité de suivi – Charte « Bien vieillir »"),
        ("Objet de la réunion : groupe technique habitat\nDate : 04/05/2021", "Groupe technique habitat"),
        ("Groupe « accueil des jeunes »\nRéunion du 4 mai 2021", "Groupe « accueil des jeunes »"),
        ("Commission culture du 4 mai 2021", "Commission culture"),
        ("12 rue du Port, 22100 Dinan\nBureau du 4 mai 2021", "Bureau"),
    ],
)  # fmt: skip
def test_a_bare_meeting_takes_the_words_that_say_of_what(tmp_path: Path, head: str, title: str) -> None:
    assert main_of(tmp_path, head)[0] == title


@pytest.mark.parametrize(
    ("head", "territory"),
    [
        ("Cité éducative de Lormont\nComité de pilotage du 4 mai 2021", "Lormont"),
        ("Groupe de suivi « apprentis » – Aveyron\nRéunion du 4 mai 2021", "Aveyron"),
        ("PRÉFÈTE DU GERS\nConseil départemental de la vie associative\nSéance du 4 mai 2021", "Gers"),
        ("Réseau des médiateurs de la Creuse\nRéunion du 4 mai 2021", "Creuse"),
    ],
)
def test_the_lines_of_a_title_tell_the_perimeter(tmp_path: Path, head: str, territory: str) -> None:
    assert main_of(tmp_path, head)[2] == {territory}


@pytest.mark.parametrize(
    "head",
    [
        "Association des amis de Lormont\nAssemblée générale du 4 mai 2021",
        "Lycée de Lormont\nConseil d'administration du 4 mai 2021",
        "Réunion du comité des fêtes à la salle de Lormont\n4 mai 2021",
        "Atelier de lecture\nSalle des fêtes de Lormont, 4 mai 2021",
    ],
)
def test_the_place_of_a_body_or_a_room_is_no_perimeter(tmp_path: Path, head: str) -> None:
    assert main_of(tmp_path, head)[2] == set()


@pytest.mark.parametrize("name", ["CR_2021-05-04.txt", "20210504 bureau.txt", "bureau 04-05-2021.txt"])
def test_the_name_of_the_file_tells_a_day_that_the_text_leaves_out(tmp_path: Path, name: str) -> None:
    assert main_of(tmp_path, "Bureau de l'association", name)[1] == "2021-05-04"


def test_a_day_in_the_text_stands_against_the_name_of_the_file(tmp_path: Path) -> None:
    assert main_of(tmp_path, "Bureau du 6 mai 2021", "CR_2021-05-10.txt")[1] == "2021-05-06"
    assert main_of(tmp_path, "Bureau du 6 mai", "CR_2021-05-10.txt")[1] == "2021-05-06"
