"""Who represents whom, who took part, what was agreed and decided, told in sentences: invented texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from maillage.graph.record import Record
from maillage.loaders.evaluate import read_record


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    def reader(text: str) -> Record:
        path = tmp_path / "texte.txt"
        path.write_text(text, "utf-8")
        return read_record(path)

    return reader


def names(record: Record) -> dict[str, str]:
    return {item.id: item.name for item in record.people} | {item.id: item.name for item in record.organisations}


def represented(record: Record) -> set[tuple[str, str]]:
    shown = names(record)
    return {(shown[link.start], shown[link.end]) for link in record.links if link.type == "represented" and not link.optional}


ARTICLE = "La rencontre du bassin de Vierzon\n\nPublié le 12 mai 2021\n\n"


@pytest.mark.parametrize(
    ("sentence", "pair"),
    [
        ("Luc Martel (Pôle emploi Vierzon) a ouvert la rencontre du 4 mai.", ("Luc Martel", "Pôle emploi Vierzon")),
        (
            "Sophie Bernard, directrice de la Mission locale du Val, a présenté le bilan du 4 mai.",
            ("Sophie Bernard", "Mission Locale du Val"),
        ),
        ("La CCI du Cher, représentée par Paul Vannier, a conclu la journée du 4 mai.", ("Paul Vannier", "CCI du Cher")),
        ("Inès Faure, adjointe au maire de Vierzon, a accueilli la rencontre du 4 mai.", ("Inès Faure", "Ville de Vierzon")),
        ("Jeanne Roussel, déléguée CFDT, a pris la parole le 4 mai.", ("Jeanne Roussel", "CFDT")),
        ("Hugo Perrin, d'Atelier Tournesol, a répondu le 4 mai.", ("Hugo Perrin", "Atelier Tournesol")),
    ],
)
def test_the_words_between_a_person_and_a_body_pair_them(read, sentence: str, pair: tuple[str, str]) -> None:  # type: ignore[no-untyped-def]
    assert represented(read(ARTICLE + sentence + "\n")) == {pair}


def test_an_office_before_the_next_name_is_his(read) -> None:  # type: ignore[no-untyped-def]
    sentence = (
        "L'accueil est assuré par Odile Garnier, du CIDFF, par la directrice du CCAS, Lise Roubaud, et par Luc Martel, de la CAF."
    )
    pairs = represented(read(ARTICLE + sentence + "\n"))
    assert {("Odile Garnier", "CIDFF"), ("Luc Martel", "CAF")} <= pairs
    assert ("Odile Garnier", "CCAS") not in pairs


def test_a_former_employer_is_not_represented(read) -> None:  # type: ignore[no-untyped-def]
    assert represented(read(ARTICLE + "Luc Martel, qui a quitté Pôle emploi Vierzon, a parlé le 4 mai.\n")) == set()


def test_organisers_contribute_and_are_partners(read) -> None:  # type: ignore[no-untyped-def]
    record = read(ARTICLE + "La rencontre du 4 mai était organisée par la Mission locale du Val et la CCI du Cher.\n")
    shown = names(record)
    organisers = {shown[link.start] for link in record.links if link.type == "contributed" and link.role == "organiser"}
    assert organisers == {"Mission Locale du Val", "CCI du Cher"}
    assert [{shown[m] for m in group.members} for group in record.partnerships] == [organisers]


def test_the_parties_of_an_agreement_sign_it(read) -> None:  # type: ignore[no-untyped-def]
    record = read(
        "CONVENTION DE PARTENARIAT\n\nENTRE\n\nla Mission locale du Val, représentée par Mme Sophie Bernard, présidente ;\n\n"
        "la CCI du Cher, représentée par M. Paul Vannier ;\n\nIl a été convenu ce qui suit.\n\nFait à Bourges, le 18 juin 2020.\n"
    )
    shown = names(record)
    (event,) = [event for event in record.events if event.main]
    assert (event.kind, event.date) == ("signature", "2020-06-18")
    assert {shown[link.start] for link in record.links if link.role == "signatory"} == {"Mission Locale du Val", "CCI du Cher"}
    assert represented(record) == {("Sophie Bernard", "Mission Locale du Val"), ("Paul Vannier", "CCI du Cher")}


MINUTES = "Réunion du bassin de Vierzon\nmardi 4 mai 2021\n\nPrésents : Luc Martel (Pôle emploi Vierzon), Inès Faure (CIO de Vierzon)\n\n"


@pytest.mark.parametrize(
    ("sentence", "who", "status", "due"),
    [
        ("Luc Martel enverra la liste avant le 12 mai.", "Luc Martel", "decided", "2021-05-12"),
        ("Le CIO propose de tenir une permanence commune.", "CIO de Vierzon", "proposed", None),
        ("Pôle emploi Vierzon souhaite que le guide soit relu.", "Pôle emploi Vierzon", "wished", None),
        ("Il est décidé de revoir le dépliant.", None, "decided", None),
    ],
)
def test_a_sentence_with_an_act_to_come_is_an_action(read, sentence: str, who: str | None, status: str, due: str | None) -> None:  # type: ignore[no-untyped-def]
    record = read(MINUTES + sentence + "\n")
    shown = names(record)
    (action,) = record.actions
    assert ([shown[ref] for ref in action.who], action.status, action.due) == ([who] if who else [], status, due)
    assert action.evidence.quote == sentence


def test_what_was_is_no_action(read) -> None:  # type: ignore[no-untyped-def]
    assert read(MINUTES + "Luc Martel a présenté le bilan de l'année.\n").actions == ()


def test_rows_under_what_who_when_are_actions(read) -> None:  # type: ignore[no-untyped-def]
    record = read(MINUTES + "Action\tQui\tÉchéance\nRelire le guide\tInès Faure\t12/06\n")
    shown = names(record)
    assert [(action.what, [shown[ref] for ref in action.who], action.due) for action in record.actions] == [
        ("Relire le guide", ["Inès Faure"], "2021-06-12")
    ]


def test_a_meeting_put_off_and_its_new_date_are_two_events(read) -> None:  # type: ignore[no-untyped-def]
    record = read(
        MINUTES
        + "La réunion du 6 avril a été reportée, faute de participants.\nProchaine réunion : jeudi 10 juin, 14h, mairie de Vierzon.\n"
    )
    assert {(event.date, event.status) for event in record.events} == {
        ("2021-05-04", "held"),
        ("2021-04-06", "postponed"),
        ("2021-06-10", "planned"),
    }


def test_a_deadline_is_no_event(read) -> None:  # type: ignore[no-untyped-def]
    assert len(read(MINUTES + "Les dossiers de l'atelier sont à remettre avant le 12 juin.\n").events) == 1
