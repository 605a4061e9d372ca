"""Presence that sentences tell, in records without a list or beside one: invented texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from maillage.graph.record import Record
from maillage.loaders.evaluate import read_record

HEAD = "Association Les Ateliers de la Sorgue\nCompte rendu de l'assemblée générale du 4 avril 2019\n\n"


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    def reader(text: str) -> Record:
        path = tmp_path / "texte.txt"
        path.write_text(text, "utf-8")
        return read_record(path)

    return reader


def presence(record: Record, title: str = "") -> dict[str, str]:
    """Name → presence at the main event, or at the one whose title begins with `title`."""
    shown = {item.id: item.name for item in (*record.people, *record.organisations)}
    events = {event.id for event in record.events if (event.title.startswith(title) if title else event.main)}
    return {shown[row.who]: row.presence for row in record.attendance if row.event in events}


def stands(record: Record) -> set[tuple[str, str]]:
    shown = {item.id: item.name for item in (*record.people, *record.organisations)}
    return {(shown[row.who], shown[other.who]) for row in record.attendance for other in row.stands_in_for}


def contributed(record: Record, title: str) -> set[tuple[str, str]]:
    shown = {item.id: item.name for item in record.organisations}
    events = {event.id for event in record.events if event.title.startswith(title)}
    return {(shown[link.start], link.role or "") for link in record.links if link.type == "contributed" and link.end in events}


@pytest.mark.parametrize(
    ("sentence", "there"),
    [
        ("Assistaient également Mme Inès Vidal et deux bénévoles du Secours populaire.", {"Inès Vidal", "Secours populaire"}),
        ("Léa Roux, entourée de Luc Fabre (GRETA) et des conseillers de la CPAM, a coupé le ruban.", {"Léa Roux", "CPAM"}),
        ("Le CIDFF, l'AFPA et la CAF animaient les ateliers.", {"CIDFF", "AFPA", "CAF"}),
        ("Jean Faure, directeur, n'a pas caché sa joie.", {"Jean Faure"}),
        ("On notait la présence de Karim Benali (Pôle emploi) et de l'AFPA.", {"Karim Benali", "AFPA"}),
        ("Étaient également présentes l'AFPA et la Chambre de métiers.", {"AFPA", "Chambre de métiers"}),
        ("Elle a réuni le CIDFF, la CPAM et M. Luc Fabre (GRETA).", {"CIDFF", "CPAM", "Luc Fabre"}),
        ("Elle s'est tenue en présence de Mmes Garnier (CIDFF), Roubaud (CCI) et de MM. Teyssier, de la CAF, et Faure.",
         {"Garnier", "Roubaud", "Teyssier", "Faure"}),
    ],
)  # fmt: skip
def test_a_formula_of_presence_tells_who_was_there(read, sentence: str, there: set[str]) -> None:  # type: ignore[no-untyped-def]
    found = presence(read(HEAD + sentence + "\n"))
    assert there <= {name for name, value in found.items() if value == "present"}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Le bilan est présenté dans le rapport de l'AFPA, afin de convaincre la CPAM.", "CPAM"),
        ("Les ateliers se tiennent autour de trois axes définis par le CIDFF.", "CIDFF"),
        ("On notait la présence de Karim Benali pour préparer le dossier de la CAF.", "CAF"),
    ],
)
def test_a_body_of_another_clause_is_not_there(read, sentence: str, name: str) -> None:  # type: ignore[no-untyped-def]
    assert name not in presence(read(HEAD + sentence + "\n"))


def test_the_away_with_and_without_a_word(read) -> None:  # type: ignore[no-untyped-def]
    text = (
        "Marie Colin (Cap emploi) n'avait pu se libérer. Alain Poncet (GRETA) s'est excusé, pas de nouvelles de l'AFPA. "
        "Paul Mas de la CAF devait être là, il m'a écrit qu'il était coincé. "
        "Personne pour représenter la CPAM. Jean Faure avait dû annuler.\n"
    )
    found = presence(read(HEAD + text))
    assert found == {
        "Jean Faure": "excused",
        "Paul Mas": "excused",
        "Marie Colin": "excused",
        "Alain Poncet": "excused",
        "AFPA": "absent",
        "CPAM": "absent",
    }


@pytest.mark.parametrize(
    ("sentence", "pairs"),
    [
        ("Le sous-préfet, Paul Marchand, était représenté par Clara Brun.", {("Clara Brun", "Paul Marchand")}),
        ("Mme Orsel, de la CAF, a été remplacée au pied levé par son collègue Thierry Girard.", {("Thierry Girard", "Orsel")}),
        ("Gérard Daumas, représentant Mme Cabanel, présidente de la CPAM, a pris la parole.", {("Gérard Daumas", "Cabanel")}),
        ("Lucas Prévot, de la CAF, a parlé avec la Régie, représentée par Mme Auzan.", set()),
    ],
)
def test_who_came_in_whose_place(read, sentence: str, pairs: set[tuple[str, str]]) -> None:  # type: ignore[no-untyped-def]
    record = read(HEAD + sentence + "\n")
    assert stands(record) == pairs
    for came, away in pairs:
        assert presence(record)[came] == "present"
        assert presence(record)[away] == "excused"


@pytest.mark.parametrize(
    ("sentence", "pair"),
    [
        ("La CPAM avait délégué Mme Faurel.", ("Faurel", "CPAM")),
        ("M. Teyssier – CAF, le directeur du CIDFF et Mme Anne Colin (AFPA) étaient là.", ("Anne Colin", "AFPA")),
    ],
)
def test_who_was_sent_speaks_for_the_body(read, sentence: str, pair: tuple[str, str]) -> None:  # type: ignore[no-untyped-def]
    record = read(HEAD + sentence + "\n")
    shown = {item.id: item.name for item in (*record.people, *record.organisations)}
    pairs = {(shown[link.start], shown[link.end]) for link in record.links if link.type == "represented"}
    assert pair in pairs
    assert ("Teyssier", "CIDFF") not in pairs


def test_someone_without_a_name_came_for_a_person(read) -> None:  # type: ignore[no-untyped-def]
    record = read(HEAD + "Étaient là Léa Morin et une salariée de l'AFPA qui remplaçait Didier Brossard.\n")
    assert presence(record)["Didier Brossard"] == "excused"
    assert presence(record)["AFPA"] == "present"


def test_the_writer_of_a_mail_counts_himself_and_recipients_do_not_count(read) -> None:  # type: ignore[no-untyped-def]
    record = read(
        "De : Odile Garnier <o.garnier@ml.example>\nÀ : Marc Teyssier <m.teyssier@pe.example>\n"
        "Objet : compte rendu du groupe mobilité du 12 mars 2020\n\nBonjour,\n"
        "Nous étions trois hier : Lise Roubaud (CCI), Clara Brun (CAF) en visio, et moi-même.\nBien à vous,\nOdile Garnier\n"
    )
    found = presence(record)
    assert found["Odile Garnier"] == found["Lise Roubaud"] == "present"
    assert "Marc Teyssier" not in found


def test_a_bracket_is_shared_with_those_joined_by_and_only(read) -> None:  # type: ignore[no-untyped-def]
    record = read(HEAD + "Étaient là Luc Martel, Léa Roux, Inès Vidal et Paul Mas (CAF).\n")
    shown = {item.id: item.name for item in (*record.people, *record.organisations)}
    pairs = {(shown[link.start], shown[link.end]) for link in record.links if link.type == "represented"}
    assert ("Paul Mas", "CAF") in pairs
    record = read(HEAD + "Étaient là Luc Martel et Léa Roux, Inès Vidal (CAF).\n")
    shown = {item.id: item.name for item in (*record.people, *record.organisations)}
    pairs = {(shown[link.start], shown[link.end]) for link in record.links if link.type == "represented"}
    assert pairs == {("Inès Vidal", "CAF")}


def test_the_foot_of_a_mail_says_for_whom_its_writer_sits(read) -> None:  # type: ignore[no-untyped-def]
    record = read(
        "De : Odile Garnier <o.garnier@ml.example>\nÀ : Lise Roubaud <l.roubaud@cci.example>\n"
        "Objet : compte rendu du groupe mobilité du 12 mars 2020\n\nBonjour,\nNous étions deux hier : Lise Roubaud (CCI) et moi.\n\n"
        "Odile Garnier\nMission locale de Niort\n"
    )
    shown = {item.id: item.name for item in (*record.people, *record.organisations)}
    rows = {shown[row.who]: [shown[body] for body in row.on_behalf_of] for row in record.attendance}
    assert rows == {"Odile Garnier": ["Mission Locale de Niort"], "Lise Roubaud": ["CCI"]}


def test_who_leads_or_speaks_beside_a_list_is_there(read) -> None:  # type: ignore[no-untyped-def]
    record = read(
        "Comité local de Dinan\nProcès-verbal du 12 mars 2019\n\n"
        "Le comité s'est réuni sous la présidence de Mme Odile Garnier, sous-préfète de Dinan, en présence de M. Marc Teyssier.\n"
        "Étaient présents :\nM. Jean Faure, CCI\nMme Inès Vidal, CMA\nM. Hugo Pascal, GRETA\n\n1. Bilan\n"
        "Nadia Kaci présente le bilan de l'année. Paul Royer a écrit par courrier qu'il ne viendrait plus.\n"
    )
    found = presence(record)
    assert {"Odile Garnier", "Marc Teyssier", "Nadia Kaci"} <= {name for name, value in found.items() if value == "present"}
    assert "Paul Royer" not in found


def test_the_heading_of_a_part_for_guests_is_no_list(read) -> None:  # type: ignore[no-untyped-def]
    record = read(HEAD + "Parole aux invités\nM. Ducros regrette le retard. Laurent Filte annonce un appel à projets.\n")
    assert set(presence(record).values()) == {"present"}


def test_officers_speak_for_the_body_of_the_assembly(read) -> None:  # type: ignore[no-untyped-def]
    record = read(HEAD + "Le président Paul Marchand ouvre la séance. Nadia Kaci, trésorière, présente les comptes.\n")
    shown = {item.id: item.name for item in (*record.people, *record.organisations)}
    pairs = {(shown[link.start], shown[link.end]) for link in record.links if link.type == "represented"}
    assert pairs == {("Paul Marchand", "Les Ateliers de la Sorgue"), ("Nadia Kaci", "Les Ateliers de la Sorgue")}


def test_a_report_names_its_meetings_again_in_headings(read) -> None:  # type: ignore[no-untyped-def]
    record = read(
        "PLIE du Vald'or – Rapport d'activité 2021\n\nInstance\tDate\tLieu\nComité de pilotage\t26 mars\tvisio\n"
        "Conférence des chantiers\t7 octobre\tCholet\n\n2.1 Le comité de pilotage du 26 mars\n"
        "Présidé par Mme Florence Dabert, il a réuni Pôle emploi et la CAF.\n\n2.2 La conférence des chantiers\n"
        "Samuel Chirol et Emma Sourdin ont animé les échanges.\n"
    )
    assert presence(record, "Comité de pilotage") == {"Florence Dabert": "present", "Pôle emploi": "present", "CAF": "present"}
    assert presence(record, "Conférence") == {"Samuel Chirol": "present", "Emma Sourdin": "present"}


@pytest.mark.parametrize(
    ("sentence", "title", "found"),
    [
        ("La CPAM organise une réunion d'information le 3 juin 2019.", "Réunion d'information", {("CPAM", "organiser")}),
        ("Une visite de l'AFPA est prévue le 3 juin 2019.", "Visite", {("AFPA", "organiser")}),
        ("La CPAM et la CAF signent la convention le 3 juin 2019.", "Signature", {("CPAM", "signatory"), ("CAF", "signatory")}),
        ("La CPAM rappelle que la réunion d'information du 3 juin 2019 est utile.", "Réunion d'information", set()),
    ],
)
def test_bodies_tied_to_a_secondary_event(read, sentence: str, title: str, found: set[tuple[str, str]]) -> None:  # type: ignore[no-untyped-def]
    head = "Groupe mobilité – compte rendu du 4 avril 2019\n\nPrésents : Léa Roux (CCI), Paul Mas (GRETA), Anne Blin (CIDFF)\n\n"
    assert contributed(read(head + sentence + "\n"), title) == found


def test_bodies_in_the_row_of_a_meeting(read) -> None:  # type: ignore[no-untyped-def]
    record = read(
        "Groupe mobilité – compte rendu du 4 avril 2019\n\nPrésents : Léa Roux (CCI), Paul Mas (GRETA), Anne Blin (CIDFF)\n\n"
        "Quoi\tQui\tQuand\nRéunion de calage\tCPAM, CAF\tmardi 14 mai 2019, 9 h\nÉcrire au préfet\tCIDFF\t3 juin 2019\n"
    )
    assert {name for name, _ in contributed(record, "Réunion de calage")} == {"CPAM", "CAF"}


@pytest.mark.parametrize("line", ["Prochain comité : 14 avril 2023, 9 h, Maison des associations.", "ABSENTS : Anne Colin (CCI)"])
def test_neither_a_venue_nor_a_label_is_a_body(read, line: str) -> None:  # type: ignore[no-untyped-def]
    names = {
        body.name
        for body in read(
            "Comité local – compte rendu du 3 mars 2023\n\nPrésents : Léa Roux (CCI)\n\n" + line + "\n"
        ).organisations
    }
    assert names == {"CCI"}
