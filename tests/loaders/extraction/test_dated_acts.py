"""Events that no noun of theirs tells: approved minutes, agreements of a day, votes, meetings that are moved; invented sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from maillage.loaders.evaluate import read_record

TOP = """Compte rendu de la commission habitat
Mardi 2 mars 2021, mairie de Dinan

Présents : Nora Faye (CPIE), Yann Quéré (DDT), Elsa Roux (CAF)

"""


def events(tmp_path: Path, sentence: str) -> list[tuple[str, str, str]]:
    path = tmp_path / "texte.txt"
    path.write_text(TOP + sentence + "\n", "utf-8")
    return [(event.title, event.date or "", event.status) for event in read_record(path).events if not event.main]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("1. Approbation du PV du 12 janvier\nAdopté sans remarque.", [("Commission habitat", "2021-01-12", "held")]),
        ("Le compte rendu du 8 décembre 2020 est approuvé.", [("Commission habitat", "2020-12-08", "held")]),
        (
            "L'avenant n° 2 du 4 juin 2019 court encore.",
            [("Signature de l'avenant n° 2", "2019-06-04", "held")],
        ),
        ("La Ville a voté le 9 février une aide au départ.", [("Vote d'une aide au départ", "2021-02-09", "held")]),
        (
            "La réunion du 16 mars est déplacée au 23.",
            [("Réunion", "2021-03-16", "postponed"), ("Réunion", "2021-03-23", "planned")],
        ),
        ("Le forum, repoussé du 27 mai au 10 juin, est complet.", [("Forum", "2021-06-10", "planned")]),
        ("Prochain rendez-vous : la fête du vélo, samedi 5 juin.", [("Fête du vélo", "2021-06-05", "planned")]),
        ("Prochaine : mardi 6 avril.", [("Prochaine réunion : Commission habitat", "2021-04-06", "planned")]),
    ],
)
def test_a_day_tells_its_event(tmp_path: Path, sentence: str, found: list[tuple[str, str, str]]) -> None:
    assert events(tmp_path, sentence) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "Le compte rendu sera envoyé avant le 12 mars.",
        "Le PV du 12 janvier manque.",
        "La loi du 4 juin 2019 s'applique.",
        "La convention arrive à échéance le 31 décembre 2021.",
        "Le dossier du 9 février est incomplet.",
        "Le budget est reporté au 12 de la page.",
    ],
)
def test_a_deadline_or_a_paper_is_no_event(tmp_path: Path, sentence: str) -> None:
    assert events(tmp_path, sentence) == []


@pytest.mark.parametrize(
    ("head", "what", "found"),
    [
        ("Délai", "Préparer le stage de mars", 0),
        ("Échéance", "Trouver une salle pour les ateliers", 0),
        ("Délai", "Visite du lycée Sorbier", 1),
        ("Jour", "Préparer le stage de mars", 1),
    ],
)
def test_a_day_in_the_column_of_deadlines_is_no_event(tmp_path: Path, head: str, what: str, found: int) -> None:
    told = events(tmp_path, f"Quoi\tQui\t{head}\n{what}\tClub Sorbier\t12 juin 2031")
    assert sum(day == "2031-06-12" for _, day, _ in told) == found


def test_a_year_told_elsewhere_is_the_year_of_the_same_day(tmp_path: Path) -> None:
    told = events(tmp_path, "Un forum a eu lieu à Dinan le 14 mai 2018.\n\nLe forum du 14 mai a réuni cent personnes.")
    assert {day for _, day, _ in told} == {"2018-05-14"}
