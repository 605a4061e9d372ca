"""Whole records, invented: what comes out of a short text."""

import tempfile
from pathlib import Path

from maillage.graph.record import Record, dumps, loads
from maillage.loaders.document import Document
from maillage.loaders.extraction import extract
from maillage.loaders.readers import read as read_file

MINUTES = """Réunion SPRO bassin de Vendôme
14 mars 2017

Participants : Luc Martel (Pôle Emploi), Jeanne Roussel et Paul Vannier (Cap Emploi), Inès Faure (Mission Locale du Vendômois)

Les échanges entre partenaires portent sur les visites d'entreprises.
La convention signée le 6 février avec le GRETA est rappelée.
La réunion du 2 février a été annulée.

Prochaine réunion SPRO pour le bassin de Vendôme :
jeudi 8 juin à 14h00 à la Mission Locale
"""


def read(text: str, name: str = "cr.txt") -> Record:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, "utf-8")
        document = next(iter(read_file(path)))
    assert isinstance(document, Document)
    return extract(document, path=name)


def test_the_main_event_has_its_day_its_perimeter_and_a_complete_list() -> None:
    record = read(MINUTES)
    (main,) = [event for event in record.events if event.main]
    assert (main.date, main.listed, main.status) == ("2017-03-14", "complete", "held")
    names = {territory.id: territory.name for territory in record.territories}
    assert [names[link.end] for link in record.links if link.type == "concerns" and link.start == main.id] == ["Vendôme"]


def test_the_next_date_is_an_event_linked_to_the_main_one() -> None:
    record = read(MINUTES)
    (link,) = [link for link in record.links if link.type == "next"]
    event = next(event for event in record.events if event.id == link.end)
    assert (event.date, event.time, event.status, event.inferred) == ("2017-06-08", "14:00", "planned", ("year",))


def test_a_cancelled_meeting_is_an_event_that_did_not_take_place() -> None:
    record = read(MINUTES)
    assert [event.status for event in record.events if event.date == "2017-02-02"] == ["cancelled"]


def test_people_present_stand_for_their_bodies() -> None:
    record = read(MINUTES)
    names = {item.id: item.name for item in record.people} | {item.id: item.name for item in record.organisations}
    assert {(names[row.who], names[row.on_behalf_of[0]]) for row in record.attendance if row.on_behalf_of} == {
        ("Luc Martel", "Pôle emploi"),
        ("Jeanne Roussel", "Cap emploi"),
        ("Paul Vannier", "Cap emploi"),
        ("Inès Faure", "Mission Locale du Vendômois"),
    }


def test_a_bare_network_name_is_the_one_unit_of_the_record() -> None:
    record = read(MINUTES)
    assert [body.name for body in record.organisations if body.kind == "mission_locale"] == ["Mission Locale du Vendômois"]


def test_participants_called_partners_are_one_partnership() -> None:
    record = read(MINUTES)
    assert max(len(group.members) for group in record.partnerships) == 3


def test_every_item_quotes_words_of_the_text() -> None:
    record = read(MINUTES)
    for group in (
        "events",
        "organisations",
        "people",
        "territories",
        "programmes",
        "links",
        "attendance",
        "partnerships",
        "actions",
    ):
        for item in getattr(record, group):
            assert item.evidence.rule
            assert item.evidence.quote in record.text
            assert 0 < item.evidence.confidence <= 1


def test_reading_is_a_pure_function() -> None:
    assert dumps(read(MINUTES)) == dumps(read(MINUTES))
    assert loads(dumps(read(MINUTES))) == read(MINUTES)


def test_an_empty_text_gives_an_empty_record() -> None:
    record = extract(Document("cr.txt", "text/plain", "", ()), path="cr.txt")
    assert not record.events
    assert not record.organisations


def test_an_article_tells_who_spoke_for_whom() -> None:
    record = read(
        "Retour sur la rencontre des acteurs du bassin de Vierzon\n\nPublié le 12 mai 2021\n\n"
        "La rencontre du 4 mai a été animée par Sophie Bernard, directrice de la Mission locale du Val. "
        "Jean Petit (Pôle emploi Vierzon) a présenté les chiffres. La CCI, excusée, n'a pas pu venir.\n"
    )
    names = {item.id: item.name for item in record.people} | {item.id: item.name for item in record.organisations}
    assert {(names[link.start], names[link.end]) for link in record.links if link.type == "represented"} == {
        ("Sophie Bernard", "Mission Locale du Val"),
        ("Jean Petit", "Pôle emploi Vierzon"),
    }
    presence = {names[row.who]: row.presence for row in record.attendance}
    assert presence["Jean Petit"] == "present"
    assert presence["CCI"] == "excused"
    assert [event.date for event in record.events if event.main] == ["2021-05-04"]
