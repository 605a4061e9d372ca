"""Attendance lists of invented records: one layout a test."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.graph.model import Span
from maillage.loaders.document import Block, Cell, Document
from maillage.loaders.extraction.attendance import AttendanceReading, Row, read_attendance


def document(text: str) -> Document:
    blocks: list[Block] = []
    at = 0
    for line in text.split("\n"):
        span = Span(at, at + len(line))
        if "\t" in line.strip():
            cells, start = [], at
            for column, cell in enumerate(line.split("\t")):
                cells.append(Cell(Span(start, start + len(cell)), len(blocks), column))
                start += len(cell) + 1
            blocks.append(Block("row", span, table=0, cells=tuple(cells)))
        else:
            blocks.append(Block("paragraph" if line.strip() else "blank", span))
        at += len(line) + 1
    return Document("invented.txt", "text/plain", text, tuple(blocks))


def read(text: str) -> AttendanceReading:
    return read_attendance(document(text))


def row(reading: AttendanceReading, name: str) -> Row:
    found = [r for r in reading.rows if r.name == name]
    assert len(found) == 1, [r.name for r in reading.rows]
    return found[0]


def bodies(item: Row) -> list[str]:
    return [b.name for b in item.bodies]


def test_brackets_after_names() -> None:
    reading = read(
        "Présents : Odile Vernhes et Paul Castan (CIO de Brive), Nadia Haddad (DREETS)\nExcusés : la CAF, M. Ollier (ADIL 19)"
    )
    assert bodies(row(reading, "Odile Vernhes")) == bodies(row(reading, "Paul Castan")) == ["CIO de Brive"]
    assert row(reading, "Nadia Haddad").presence == "present"
    assert (row(reading, "CAF").kind, row(reading, "CAF").presence) == ("body", "excused")
    assert row(reading, "Ollier").presence == "excused"


def test_a_bracket_does_not_reach_past_titled_members() -> None:
    reading = read("Absents excusés :\nM. Yves Blondel, M. Henri Lacour, Mme Roque (MSA du Berry).")
    assert bodies(row(reading, "Yves Blondel")) == []
    assert bodies(row(reading, "Roque")) == ["MSA du Berry"]


def test_capitals_are_normalised_and_given_names_come_first() -> None:
    reading = read(
        "Participants\n- ABADIE Laure – Mission locale du Comtat\n- DE LA TOUR Inès – Cap emploi 84\n- LE GALL-MORIN Éric – CCI"
    )
    assert [r.name for r in reading.rows] == ["Laure Abadie", "Inès de la Tour", "Éric Le Gall-Morin"]
    assert (reading.rows[2].given, reading.rows[2].family) == ("Éric", "Le Gall-Morin")


def test_body_before_names() -> None:
    reading = read(
        "Présents :\nFrance Travail : Claire Fabre, directrice ; Marc Tissot\nCAPEB : excusée\nGRETA du Jura : deux formateurs\nCMA : --"
    )
    assert bodies(row(reading, "Claire Fabre")) == bodies(row(reading, "Marc Tissot")) == ["France Travail"]
    assert row(reading, "CAPEB").presence == "excused"
    assert row(reading, "GRETA du Jura").people == 2
    assert row(reading, "CMA").presence == "absent"


def test_bodies_without_a_name_beside_bodies_with_one() -> None:
    reading = read(
        "Étaient représentés : AFPA, CIBC, Chambre de métiers (M. Ferrand), CCI (excusée), CAF (excusée), UDAF (Mme Vial, en visio)"
    )
    assert [(r.name, r.presence) for r in reading.rows] == [
        ("AFPA", "present"),
        ("CIBC", "present"),
        ("Ferrand", "present"),
        ("CCI", "excused"),
        ("CAF", "excused"),
        ("Vial", "present"),
    ]


def test_headings_of_bodies_groups_and_scopes() -> None:
    reading = read(
        "Présents :\n\nSPRO Vierzon : Luc Guyot – ML VIERZON"
        "\n\nConseil régional\n\nAnne Petitjean\nYves Royer\n\nCollège employeurs\nEva Collard (Medef)"
    )
    first = row(reading, "Luc Guyot")
    assert (first.group, bodies(first)) == ("SPRO Vierzon", ["ML VIERZON"])
    assert bodies(row(reading, "Anne Petitjean")) == bodies(row(reading, "Yves Royer")) == ["Conseil régional"]
    assert (row(reading, "Eva Collard").group, bodies(row(reading, "Eva Collard"))) == ("Collège employeurs", ["Medef"])


def test_substitutes_and_proxies() -> None:
    reading = read(
        "Présents :\nMme Aline Breton, présidente, M. Cyril Guérin, trésorier\nCCI Creuse : Hugo Faure, en remplacement de Mme Joubert\n"
        "Excusés :\nM. Denis Hamel (pouvoir à M. Guérin)\nPouvoirs :\nM. Imbert à Mme Breton"
    )
    absent = row(reading, "Joubert")
    assert absent.presence == "excused"
    assert row(reading, "Hugo Faure").stands_in_for == ((reading.rows.index(absent), "substitute"),)
    assert row(reading, "Cyril Guérin").stands_in_for == ((reading.rows.index(row(reading, "Denis Hamel")), "proxy"),)
    assert row(reading, "Aline Breton").stands_in_for == ((reading.rows.index(row(reading, "Imbert")), "proxy"),)
    assert row(reading, "Imbert").presence == "excused"


def test_a_proxy_set_aside_does_not_count() -> None:
    reading = read("Présents : Mme Aline Breton, M. Cyril Guérin\nPouvoirs :\nM. Imbert à Mme Breton (non signé, écarté)")
    assert row(reading, "Aline Breton").stands_in_for == ()


def test_states_of_their_own() -> None:
    reading = read(
        "Présents :\n- Ali Demir – FFB (en visio)\n- Julie Roussel – Carif-Oref (arrivée à 15h)\n- Louis Bertin – Cap emploi (excusé)\n"
        "- Paule Serres – CFA BTP"
    )
    assert (row(reading, "Ali Demir").mode, row(reading, "Paule Serres").mode) == ("remote", "room")
    assert (row(reading, "Julie Roussel").presence, row(reading, "Julie Roussel").timing) == ("present", "late")
    assert row(reading, "Louis Bertin").presence == "excused"


def test_invited_people_were_there_when_the_list_says_who_was() -> None:
    reading = read("Présents : Paul Castan (Adie)\nInvitée : Lison Perrault, coopérative Le Levain")
    assert (row(reading, "Lison Perrault").presence, row(reading, "Lison Perrault").invited) == ("present", True)


def test_a_sheet_with_half_days_and_signatures() -> None:
    reading = read(
        "FEUILLE D'ÉMARGEMENT\n\nNOM\tPrénom\tOrganisme\tMatin\tAprès-midi\nDUCOS\tMireille\tCIDFF\tMD\tMD\nCAZENAVE\tJean\tidem\tJC\t\n"
        "LASSALLE\tYan\tPJJ\texcusé\texcusé"
    )
    assert row(reading, "Mireille Ducos").sessions == ("matin", "après-midi")
    assert (row(reading, "Jean Cazenave").sessions, bodies(row(reading, "Jean Cazenave"))) == (("matin",), ["CIDFF"])
    assert row(reading, "Yan Lassalle").presence == "excused"


def test_a_sheet_with_one_column_a_date_and_a_legend() -> None:
    reading = read(
        "Membre\tStructure\t12/05\t23/06\nMme ROQUE Violaine\tUMIH 23\tA\tP\nM. OLLIER\tAFPA\tP\tE\n\nP : présent, E : excusé, A : absent"
    )
    states = [(r.name, r.sessions, r.presence) for r in reading.rows]
    assert states == [
        ("Violaine Roque", ("12/05",), "absent"),
        ("Violaine Roque", ("23/06",), "present"),
        ("Ollier", ("12/05",), "present"),
        ("Ollier", ("23/06",), "excused"),
    ]


def test_crosses_under_headings_and_notes() -> None:
    reading = read(
        "Nom\tOrganisme\tPrésent\tExcusé\tAbsent\tObservations\nMme KERN Gaëlle\tRectorat\tX\t\t\tarrivée à 9h40\n"
        "M. WEISS Karl\tCCI\t\tX\t\tpouvoir à Mme Kern\nM. JELLOUL\tMSA\t\t\tX\t"
    )
    assert row(reading, "Gaëlle Kern").timing == "late"
    assert row(reading, "Gaëlle Kern").stands_in_for == ((1, "proxy"),)
    assert [r.presence for r in reading.rows] == ["present", "excused", "absent"]


def test_lists_inside_a_paragraph() -> None:
    text = (
        "Jeudi, comité à Guéret. Étaient là : Solène Huet (FFB), Marc Tissot (Adie). Excusés : la Région. "
        "On a parlé de la rentrée et du budget."
    )
    reading = read(text)
    assert [(r.name, r.presence) for r in reading.rows] == [
        ("Solène Huet", "present"),
        ("Marc Tissot", "present"),
        ("Région", "excused"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Le comité rappelle que les participants ont été satisfaits de la journée.\nM. Ollier présente le bilan : 12 stages.",
        "Ordre du jour : budget, calendrier, questions diverses.",
        "",
    ],
)
def test_prose_gives_no_rows(text: str) -> None:
    assert read(text).rows == ()


def test_stated_size_and_completeness() -> None:
    assert read("Présents (3) :\nMme Ruiz (CGT)\nM. Bru (FO)\nM. Alaux (CFDT)").blocks[0].complete == "complete"
    block = read("Présents (12) :\nMme Ruiz (CGT)\nM. Bru (FO)").blocks[0]
    assert (block.stated_size, block.complete) == (12, "partial")


def test_spans_point_at_the_words() -> None:
    text = "Présents : Nadia Haddad (DREETS), Jean-Paul Huet, CCI de l'Ain"
    for item in read(text).rows:
        assert text[item.span.start : item.span.end] == item.name
        for body in item.bodies:
            assert text[body.span.start : body.span.end] == body.name


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Présents :",
                "Excusés :",
                "M.",
                "Mme",
                "Paul",
                "RUIZ",
                "CCI",
                "(",
                ")",
                ",",
                ";",
                "\n",
                "\t",
                " – ",
                "pouvoir à",
                "/",
                ":",
                "«",
                "12",
            ]
        ),
        max_size=30,
    )
)
def test_any_jumble_is_read_without_an_error(pieces: list[str]) -> None:
    reading = read(" ".join(pieces))
    for item in reading.rows:
        assert 0.0 <= item.confidence <= 1.0
        assert all(not isinstance(t, int) or 0 <= t < len(reading.rows) for t, _ in item.stands_in_for)


def test_a_long_list_is_read_fast() -> None:
    text = "Présents :\n" + "\n".join(f"- RUIZ{'ABCDEFGHIJ'[n % 10]} Paul – Mission locale de Vichy" for n in range(60))
    read(text)
    begin = time.perf_counter()
    assert len(read(text).rows) >= 10
    assert time.perf_counter() - begin < 1.0


SHARED = Path(__file__).resolve().parents[5] / "shared" / "gold" / "blocks"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the blocks of public records are not beside the checkout")
def test_blocks_of_public_records() -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("blocks", Path(__file__).resolve().parents[4] / "benchmarks" / "blocks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    score = module.Score()
    for path in sorted(SHARED.glob("*/*.gold")):
        reading = read_attendance(module.document_of(path.with_suffix(".txt")))
        score.add(module.gold_rows(path), reading, None, path.stem)
    right, alarms, missed = score.people
    assert 2 * right / (2 * right + alarms + missed) >= 0.97
    right, alarms, missed = score.pairs
    assert 2 * right / (2 * right + alarms + missed) >= 0.93


def bodies_of(reading: AttendanceReading, name: str) -> list[str]:
    return [mention.name for mention in row(reading, name).bodies]


def test_a_bracket_does_not_reach_past_a_semicolon() -> None:
    reading = read("Présents : Claire Bonnet (Mairie de Foix) ; Jean ROUX ; Anne-Lise MOREL (Rectorat)")
    assert bodies_of(reading, "Jean Roux") == []
    assert bodies_of(reading, "Anne-Lise Morel") == ["Rectorat"]
    reading = read("Présents : Jean ROUX, Anne-Lise MOREL (Rectorat) ; Luc Petit (CCI du Lot)")
    assert bodies_of(reading, "Jean Roux") == ["Rectorat"]


def test_a_label_of_area_is_no_body_where_each_has_one() -> None:
    reading = read(
        "Présents :\nBassin de Vannes : Marc Audran, France Travail Redon\n"
        "Pontivy : Élise Morvan, Mission locale de Pontivy + Denis Morvan, DDETS 56"
    )
    assert bodies_of(reading, "Marc Audran") == ["France Travail Redon"]
    assert bodies_of(reading, "Denis Morvan") == ["DDETS 56"]
    assert {r.name for r in reading.rows} == {"Marc Audran", "Élise Morvan", "Denis Morvan"}
    reading = read("Présents :\nFoix : Mme Claire Bonnet, maire\nPamiers : M. Jean Roux, adjoint")
    assert bodies_of(reading, "Claire Bonnet") == ["Foix"]


@pytest.mark.parametrize(
    ("text", "name", "body"),
    [
        ("Présents : Paul Marais du CLEF, Anne Dubois (CCI du Lot)", "Paul Marais", ["CLEF"]),
        ("Présents : Paul du BELLAY (CCI du Lot), Anne Dubois (CCI du Lot)", "Paul du Bellay", ["CCI du Lot"]),
    ],
)
def test_of_a_sigle_after_a_name(text: str, name: str, body: list[str]) -> None:
    assert bodies_of(read(text), name) == body


def test_for_somebody_named_in_capitals() -> None:
    reading = read("Présents :\nSandrine Metz, Pôle emploi Menton, pour Luc DUMAS\nAnne Roux, CCI de Nice")
    assert row(reading, "Luc Dumas").presence == "excused"
    assert row(reading, "Sandrine Metz").stands_in_for
    reading = read("Présents :\nSandrine Metz, pour Luc Dumas Conseil\nAnne Roux, CCI de Nice")
    assert not row(reading, "Sandrine Metz").stands_in_for


def test_a_mandate_of_a_body_and_of_a_person() -> None:
    reading = read("Présents :\nSYNDEC : M. Vincent AUBERT\nFOLIA : Mme Agnès FERRAND, mandat de PRODISC\nPRODISC : excusé")
    assert [r.name for r in reading.rows if r.kind == "person"] == ["Vincent Aubert", "Agnès Ferrand"]
    reading = read("Présents :\nSYNDEC : M. Vincent AUBERT\nFOLIA : Mme Agnès FERRAND, mandat de M. PETIT")
    assert "Petit" in [r.name for r in reading.rows if r.kind == "person"]
