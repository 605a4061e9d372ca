"""Officers, invited bodies and signatures of a session, told in sentences: invented records."""

from __future__ import annotations

from pathlib import Path

import pytest

from maillage.graph.record import Record
from maillage.loaders.evaluate import read_record

COUNCIL = """ASSOCIATION ROUE LIBRE
Conseil d'administration du 2 mars 2021

Présents : Nora Faye, Yann Quéré, Elsa Roux, Jo Hamel

Les comptes sont lus et le budget de la saison est discuté.
"""
COMMITTEE = """Compte rendu du comité de suivi
Mardi 2 mars 2021, mairie de Dinan

Présents : Nora Faye (CPIE), Yann Quéré (DDT), Elsa Roux (CAF)

Les comptes sont lus et le budget de la saison est discuté.
"""


def read(tmp_path: Path, text: str) -> Record:
    path = tmp_path / "texte.txt"
    path.write_text(text + "\n", "utf-8")
    return read_record(path)


def bodies(record: Record) -> dict[str, str]:
    return {body.id: body.name for body in record.organisations}


@pytest.mark.parametrize(
    "sentence",
    [
        "La présidente Ana Gilbert ouvre la séance.",
        "Ana Gilbert, trésorière, présente les comptes.",
        "Ana Gilbert (directrice) relit le projet.",
    ],
)
def test_an_officer_of_a_council_sits_for_its_body(tmp_path: Path, sentence: str) -> None:
    record = read(tmp_path, COUNCIL + sentence)
    person = next(person.id for person in record.people if person.family == "Gilbert")
    assert [bodies(record)[link.end] for link in record.links if link.type == "represented" and link.start == person] == [
        "Roue Libre"
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "L'ancienne présidente Ana Gilbert a écrit.",
        "Ana Gilbert, directrice de la CAF, a écrit.",
        "Ana Gilbert propose un goûter.",
    ],
)
def test_another_role_is_no_office_of_the_council(tmp_path: Path, sentence: str) -> None:
    record = read(tmp_path, COUNCIL + sentence)
    person = next((person.id for person in record.people if person.family == "Gilbert"), None)
    held = [bodies(record)[link.end] for link in record.links if link.type == "represented" and link.start == person]
    assert "Roue Libre" not in held


def test_bodies_said_to_be_invited_take_part(tmp_path: Path) -> None:
    record = read(tmp_path, COMMITTEE + "Le forum aura lieu le 12 mai. Le CPIE et la CAF y sont invités.")
    forum = next(event.id for event in record.events if event.title.startswith("Forum"))
    assert {bodies(record)[link.start] for link in record.links if link.type == "contributed" and link.end == forum} == {
        "CPIE",
        "CAF",
    }


def test_a_signature_in_session_is_on_the_day_of_the_meeting(tmp_path: Path) -> None:
    record = read(
        tmp_path,
        COMMITTEE + "À noter : la signature, en ouverture de séance, de la charte « Bon accueil » par le CPIE et la CAF.",
    )
    signature = next(event for event in record.events if event.kind == "signature")
    assert (signature.title, signature.date, signature.status) == ("Signature de la charte « Bon accueil »", "2021-03-02", "held")
    signed = {bodies(record)[link.start] for link in record.links if link.type == "contributed" and link.end == signature.id}
    assert signed == {"CPIE", "CAF"}


def test_bodies_that_hold_an_event_together_take_part(tmp_path: Path) -> None:
    record = read(tmp_path, COMMITTEE + "Nuit des jeux : le 12 mai, le CPIE et la CAF recherchent vingt bénévoles.")
    night = next(event.id for event in record.events if not event.main)
    assert {bodies(record)[link.start] for link in record.links if link.type == "contributed" and link.end == night} == {
        "CPIE",
        "CAF",
    }
