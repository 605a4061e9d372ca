"""Events, who takes part in them, agreements, actions and names told in sentences: invented texts of other themes."""

from __future__ import annotations

from pathlib import Path

import pytest

from maillage.graph.record import Record
from maillage.loaders.evaluate import read_record

TOP = """Compte rendu du comité de suivi
Mardi 2 mars 2021, mairie de Dinan

Présents : Nora Faye (CPIE), Yann Quéré (DDT), Elsa Roux (CAF)

"""


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    def reader(text: str) -> Record:
        path = tmp_path / "texte.txt"
        path.write_text(TOP + text + "\n", "utf-8")
        return read_record(path)

    return reader


@pytest.mark.parametrize(
    ("sentence", "title", "day", "status"),
    [
        ("La collecte de jouets aura lieu le 4 décembre.", "Collecte de jouets", "2021-12-04", "planned"),
        ("La ressourcerie ouvrira en septembre 2021.", "Ouverture de la ressourcerie", "2021-09-XX", "planned"),
        ("Un hangar visité par Yann Quéré le 12 février conviendrait.", "Visite d'un hangar", "2021-02-12", "held"),
        (
            "La formation des bénévoles n'a pas eu lieu ; elle se tiendra le 7 mai.",
            "Formation des bénévoles",
            "2021-05-07",
            "planned",
        ),
        ("Le pacte local a été signé le 3 juin 2019.", "Signature du pacte local", "2019-06-03", "held"),
        ("L'atelier du 9 février a été annulé.", "Atelier", "2021-02-09", "cancelled"),
        ("Une visite de la ferme aura lieu les 5 et 6 juin.", "Visite de la ferme", "2021-06-05", "planned"),
    ],
)
def test_an_event_is_told_by_a_verb_a_pronoun_or_a_noun(read, sentence: str, title: str, day: str, status: str) -> None:  # type: ignore[no-untyped-def]
    other = [event for event in read(sentence).events if not event.main]
    assert [(event.title, (event.date or "")[: len(day)], event.status) for event in other] == [(title, day, status)]


def test_who_is_named_with_an_event_takes_part_in_it(read) -> None:  # type: ignore[no-untyped-def]
    record = read("Une visite du marais aura lieu le 12 avril avec le CPIE et l'association Roue Libre.")
    names = {body.id: body.name for body in record.organisations}
    visit = next(event.id for event in record.events if not event.main)
    assert {names[link.start] for link in record.links if link.type == "contributed" and link.end == visit} == {
        "CPIE",
        "Roue Libre",
    }


def test_who_reports_on_a_meeting_is_not_said_to_have_been_there(read) -> None:  # type: ignore[no-untyped-def]
    record = read("Nora Faye rappelle que la réunion du 9 février a duré deux heures.")
    other = {event.id for event in record.events if not event.main}
    assert other
    assert not [row for row in record.attendance if row.event in other]


@pytest.mark.parametrize(
    ("sentence", "members"),
    [
        ("La convention qui unit le CPIE et la CAF prend fin en juin.", {"CPIE", "CAF"}),
        ("La charte a été signée en 2019 par le CPIE et la CAF.", {"CPIE", "CAF"}),
        ("Une convention tripartite CPIE / DDT / CAF est à écrire.", {"CPIE", "DDT", "CAF"}),
        ("Le jardin est géré par un groupement réunissant le CPIE, la DDT et la CAF.", {"CPIE", "DDT", "CAF"}),
    ],
)
def test_words_that_bind_bodies_make_a_partnership(read, sentence: str, members: set[str]) -> None:  # type: ignore[no-untyped-def]
    record = read(sentence)
    names = {body.id: body.name for body in record.organisations}
    assert [{names[member] for member in group.members} for group in record.partnerships] == [members]


@pytest.mark.parametrize(
    ("sentence", "who", "due"),
    [
        ("Décision 2 – Le CPIE imprime la carte avant le 15 mai.", {"CPIE"}, "2021-05-15"),
        ("Nora se charge de relancer les écoles.", {"Nora Faye"}, None),
        ("Le dossier sera transmis à la DDT avant le 30 avril.", set(), "2021-04-30"),
        ("Yann Quéré fera tester le parcours.", {"Yann Quéré"}, None),
        ("La CAF va lancer un appel aux familles.", {"CAF"}, None),
    ],
)
def test_an_act_to_come_is_an_action(read, sentence: str, who: set[str], due: str | None) -> None:  # type: ignore[no-untyped-def]
    record = read(sentence)
    names = {item.id: item.name for item in (*record.organisations, *record.people)}
    assert [({names[one] for one in action.who}, action.due) for action in record.actions] == [(who, due)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Nora Faye ouvre la séance et remercie les participants.",
        "Elsa Roux fait le point sur les chiffres de l'année.",
        "La fréquentation a doublé depuis janvier.",
    ],
)
def test_what_was_said_or_done_is_no_action(read, sentence: str) -> None:  # type: ignore[no-untyped-def]
    assert read(sentence).actions == ()


def test_the_turns_of_a_dialogue_are_heard_and_no_list(tmp_path: Path) -> None:
    turns = "\n".join(
        f"{name} : {words}"
        for name, words in [
            ("Nora FAYE", "Bonjour à tous."),
            ("Yann QUÉRÉ", "Bonjour, Yann Quéré, je suis là pour la mairie de Dinan."),
            ("Nora FAYE", "Premier sujet, la fête du port."),
            ("Yann QUÉRÉ", "Je vérifie le budget et je vous envoie la réponse."),
            ("Elsa ROUX", "Elsa Roux, de la CAF, désolée pour le retard."),
            ("Nora FAYE", "Bienvenue, on parlait du port."),
            ("Elsa ROUX", "Très bien, on peut aider."),
            ("Yann QUÉRÉ", "Merci beaucoup à vous."),
            ("Nora FAYE", "Alors à bientôt."),
        ]
    )
    path = tmp_path / "texte.txt"
    path.write_text(f"Transcription de la réunion du port\nJeudi 4 mars 2021\n\n{turns}\n", "utf-8")
    record = read_record(path)
    names = {item.id: item.name for item in (*record.people, *record.organisations)}
    assert record.kind == "transcript"
    assert {names[row.who] for row in record.attendance if row.presence == "present"} >= {"Nora Faye", "Yann Quéré", "Elsa Roux"}
    assert {(names[link.start], names[link.end]) for link in record.links if link.type == "represented"} == {
        ("Yann Quéré", "Mairie de Dinan"),
        ("Elsa Roux", "CAF"),
    }
    assert [names[action.who[0]] for action in record.actions] == ["Yann Quéré"]


def test_a_long_name_and_its_sigle_are_one_body(read) -> None:  # type: ignore[no-untyped-def]
    record = read("Le Conseil local de santé mentale (CLSM) se structure. Le CLSM cherche un local.")
    assert len([body for body in record.organisations if "santé mentale" in body.name or body.name == "CLSM"]) == 1


def test_an_office_names_the_body_and_its_head(read) -> None:  # type: ignore[no-untyped-def]
    record = read("La préfète du Gers, Mme Alix Benoît, a envoyé un message le 2 mars.")
    names = {item.id: item.name for item in (*record.people, *record.organisations)}
    pairs = {(names[link.start], names[link.end]) for link in record.links if link.type == "represented"}
    assert ("Alix Benoît", "Préfecture du Gers") in pairs
