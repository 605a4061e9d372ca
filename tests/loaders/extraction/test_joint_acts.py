"""Partnerships told by a verb, an agent, « avec » or who a person speaks for: invented sentences, right ones and look-alikes."""

from __future__ import annotations

from pathlib import Path

import pytest

from maillage.loaders.evaluate import read_record

TOP = """Compte rendu du comité de suivi
Mardi 2 mars 2021, mairie de Dinan

Présents : Nora Faye (CPIE), Yann Quéré (DDT), Elsa Roux (CAF), Jo Hamel (Tilia Bretagne)

Un point est fait sur les mois passés et sur le budget de la ville.

"""


def partners(tmp_path: Path, sentence: str) -> list[set[str]]:
    path = tmp_path / "texte.txt"
    path.write_text(TOP + sentence + "\n", "utf-8")
    record = read_record(path)
    names = {body.id: body.name for body in record.organisations}
    return [{names[member] for member in group.members} for group in record.partnerships]


@pytest.mark.parametrize(
    "sentence",
    [
        "Le CPIE et la CAF préparent un guide des aides.",
        "Le CPIE et la CAF vont ouvrir un point d'accueil en mai.",
        "La CAF et le CPIE sont copilotes de la fiche 3.",
        "Le CPIE et la CAF ont déposé un dossier.",
        "Un guide porté par le CPIE et la CAF sortira bientôt.",
        "Organisation : CPIE et CAF.",
        "La CAF finance deux ateliers du CPIE.",
        "Le CPIE tiendra un stand commun avec la CAF.",
        "Le CPIE propose une permanence dans les locaux de la CAF.",
        "Nora Faye propose un atelier mensuel avec la CAF.",
    ],
)
def test_bodies_that_do_something_together_are_partners(tmp_path: Path, sentence: str) -> None:
    assert partners(tmp_path, sentence) == [{"CPIE", "CAF"}]


@pytest.mark.parametrize(
    "sentence",
    [
        "Le CPIE et la CAF sont excusés.",
        "Le CPIE et la CAF indiquent que le budget est tenu.",
        "Le CPIE et la CAF feront remonter leurs chiffres.",
        "Le CPIE et la CAF ne préparent rien de commun.",
        "Le CPIE prépare un guide ; la CAF attend.",
        "Nora Faye a rencontré la CAF.",
        "Le CPIE prendra contact avec la CAF.",
        "Le CPIE a un désaccord avec la CAF sur le projet.",
        "Les élus saluent le travail du CPIE et de la CAF.",
        "Le CPIE lit le rapport de la CAF.",
    ],
)
def test_a_list_of_bodies_or_a_contact_is_no_partnership(tmp_path: Path, sentence: str) -> None:
    assert partners(tmp_path, sentence) == []
