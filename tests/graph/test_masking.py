"""Names of known people in titles."""

import pytest

from maillage.graph import audience
from maillage.graph.masking import MASK, KnownPeople
from maillage.graph.model import Node, Relationship

PEOPLE = KnownPeople(["Aline Morel", "PETIT Bruno", "Marie-Claude d'Hérouël", "Blois"])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Entretien avec Aline Morel", "Entretien avec [personne]"),
        ("Départ d'Aline MOREL, adieux", "Départ d'[personne], adieux"),
        ("Remise à Petit Bruno et A. Morel", "Remise à [personne] et [personne]"),
        ("Marie-Claude d’Herouel : bilan", "[personne] : bilan"),
        ("Visite de Mme Lefèvre-Duval à Blois", "Visite de Mme [personne] à Blois"),
        ("Point avec M. de La Tour. Suite", "Point avec M. [personne]. Suite"),
        ("CR_Aline_Morel.docx", "CR_[personne].docx"),
    ],
)
def test_people_are_masked_however_they_are_written(text, masked):
    assert PEOPLE.mask(text) == masked


@pytest.mark.parametrize(
    "text", ["Un petit pas pour Blois", "Madame la présidente", "Comité M 14", "Morel et Petit SARL", "Bassin de Blois"]
)
def test_other_words_stay(text):
    assert PEOPLE.mask(text) == text


@pytest.mark.parametrize("level", ["organisations", "roles"])
def test_titles_of_what_others_see_name_nobody(level):
    found = [
        Node(
            "e", ("Event",), {"name": "Entretien Aline Morel", "name_key": "entretien aline morel", "place": "chez Aline Morel"}
        ),
        Node("r", ("Record",), {"name": "CR Aline Morel.docx", "source": "a/CR Aline Morel.docx"}),
        Node("g", ("Partnership",), {"name": "Convention avec Bruno Petit"}),
        Node("a", ("Action",), {"name": "Aline Morel rappelle", "who_text": "Aline Morel"}),
        Node("o", ("Actor", "Organisation"), {"name": "Cabinet Aline Morel", "names": ["Cabinet Aline Morel"]}),
    ]
    shown = list(audience.nodes(found, level, {}, PEOPLE))
    said = str([dict(node.properties) for node in shown if node.id != "o"]).lower()
    assert "morel" not in said
    assert "petit" not in said
    assert MASK in said
    assert next(node for node in shown if node.id == "o").name == "Cabinet Aline Morel", "a body may bear a person's name"
    (link,) = audience.relationships(
        [Relationship("f", "HELD_IN", "e", "t", {"record": "CR Aline Morel.docx", "quote": "Aline Morel"})], level, None, PEOPLE
    )
    assert dict(link.properties) == {"record": "CR [personne].docx"}


def test_who_may_see_names_sees_titles_as_they_are():
    (shown,) = audience.nodes([Node("e", ("Event",), {"name": "Entretien Aline Morel"})], "names", {}, PEOPLE)
    assert shown.name == "Entretien Aline Morel"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Entretien Morel et Petit", "Entretien [personne] et [personne]"),
        ("Point avec MOREL", "Point avec [personne]"),
        ("Petit déjeuner des partenaires", "Petit déjeuner des partenaires"),
        ("Réunion chez Morel et Fils", "Réunion chez Morel et Fils"),
        ("Comité du Bassin de Blois", "Comité du Bassin de Blois"),
        ("un petit pas", "un petit pas"),
        ("Visite de La Tour", "Visite de La Tour"),
    ],
)
def test_a_surname_alone_is_masked_where_it_can_only_be_one(text, masked):
    people = KnownPeople(["Aline Morel", "PETIT Bruno"], ["Morel", "PETIT", "Blois"], ["Morel et Fils", "Bassin de Blois"])
    assert people.mask(text) == masked
