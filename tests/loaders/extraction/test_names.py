import pytest

from maillage.loaders.document import Document
from maillage.loaders.extraction.bodies import find_bodies, identify
from maillage.loaders.extraction.names_of_people import find_people
from maillage.loaders.extraction.perimeter import find_perimeters
from maillage.loaders.extraction.reading import Reading


def bodies(text: str) -> list[str]:
    return [mention.body.name for mention in find_bodies(Reading(Document("x.txt", "text/plain", text, ())))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("avec Pôle emploi Cahors et la CCI du Lot.", ["Pôle emploi Cahors", "CCI du Lot"]),
        ("la Mission locale du Pays Basque, Cap emploi 64", ["Mission Locale du Pays Basque", "Cap emploi 64"]),
        ("La CCI Tarn-et-Garonne finance", ["CCI Tarn-et-Garonne"]),
        ("l'association Les Jardins Partagés signe", ["Les Jardins Partagés"]),
        ("le lycée Jean Moulin accueille", ["Lycée Jean Moulin"]),
        ("Syndicat des bouchers du Perche", ["Syndicat des bouchers du Perche"]),
        ("reçu par l'ADAT hier", ["ADAT"]),
    ],
)
def test_a_body_is_named_with_what_tells_it_apart(text: str, names: list[str]) -> None:
    assert bodies(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "les entreprises et les organismes de formation",
        "un CAP petite enfance",
        "le RSA et le CPF",
        "retravailler le dépliant",
        "les départements voisins",
    ],
)
def test_classes_measures_and_words_are_no_bodies(text: str) -> None:
    assert bodies(text) == []


def test_a_person_after_a_network_is_not_part_of_its_name() -> None:
    assert bodies("Pôle emploi Sophie Bernard présente") == ["Pôle emploi"]


def test_a_listed_name_keeps_its_network() -> None:
    body = identify("DIRECCTE / UD du Tarn")
    assert (body.network, body.kind) == ("Direccte", "state")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sophie Bernard, directrice, et M. Hervé LE GOFF ont ouvert", ["Sophie Bernard", "Hervé Le Goff"]),
        ("Mme de La Tour rappelle, J. Petitjean note", ["de La Tour", "J. Petitjean"]),
        ("au lycée Jules Ferry, salle Jean Vilar", []),
        ("auprès d'Anne Dupuis", ["Anne Dupuis"]),
    ],
)
def test_people_in_prose(text: str, names: list[str]) -> None:
    assert [name.name for name in find_people(text)] == names


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Réunion du bassin de Vierzon", "Vierzon", "bassin"),
        ("SPRO Départemental 18", "Cher", "departement"),
        ("SPRO Vendôme", "Vendôme", "bassin"),
        ("Comité local pour l'emploi Gâtine Sud", "Gâtine Sud", "bassin"),
    ],
)
def test_a_perimeter_is_read_from_its_head(text: str, name: str, kind: str) -> None:
    found = find_perimeters(text)
    assert [(p.name, p.kind) for p in found] == [(name, kind)]


def test_lettered_lines_of_a_programme_are_no_people() -> None:
    text = "14 h\tAteliers\n\tA. Groupements locaux – CFPPA\n\tB. Accueillir un stagiaire, un apprenti"
    assert [found.name for found in find_people(text)] == []
    assert len(find_people("Étaient là\n\tA. Groussard, trésorier\n\tD. Morvan, secrétaire")) == 2
