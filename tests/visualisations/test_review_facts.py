"""Doubtful readings at the keyboard and on their sheet."""

import openpyxl
import pytest
from desk import PEOPLE, Desk

from maillage.graph.doubtful import doubtful
from maillage.graph.record import Record
from maillage.visualisations import review_book, review_facts


@pytest.fixture
def record():
    data = PEOPLE[0].model_dump(mode="json")
    data["attendance"][0]["optional"] = True
    data["links"][0]["optional"] = True
    return Record.model_validate(data)


def talk(record, keys, language="en", **options):
    shown, saved, undone, pressed = [], [], [], list(keys)

    def save(correction):
        saved.append(correction)
        return f"c{len(saved)}"

    outcome = review_facts.converse(
        doubtful([record]), language, key=lambda: pressed.pop(0) if pressed else "q", show=shown.append, save=save, undo=undone.append,
        width=90, **options,
    )  # fmt: skip
    return outcome, saved, undone, "\n".join(shown)


def test_a_reading_is_shown_with_its_sentence(record):
    text = talk(record, "")[3]
    assert "1/2 · doubtful reading · attendance" in text
    assert "Aline Morel · Réunion (2024-01-05) · present" in text
    assert "« present : Aline Morel (Cap emploi) » 1.txt" in text
    assert "[r]ight  [w]rong  [l]ater" in text
    assert "lecture incertaine · présence" in talk(record, "", "fr")[3]


@pytest.mark.parametrize(("key", "action"), [("r", "accept"), ("v", "accept"), ("w", "refuse"), ("f", "refuse")])
def test_one_key_is_one_correction(record, key, action):
    outcome, saved, _, _ = talk(record, key)
    assert [correction.action for correction in saved] == [action]
    assert (outcome.answered, outcome.left) == (1, 1)


def test_later_back_and_a_screenful(record):
    outcome, saved, undone, _ = talk(record, "lr")
    assert (outcome.answered, outcome.left, undone) == (1, 1, [])
    outcome, saved, undone, _ = talk(record, "xrbw")
    assert ([c.action for c in saved], undone) == (["accept", "refuse"], ["c1"])
    assert talk(record, "rr", most=1)[0].answered == 1


def test_the_sheet_out_and_back(record, tmp_path):
    desk, path = Desk(record, *PEOPLE[1:]), tmp_path / "r.xlsx"
    path.write_bytes(review_book.to_xlsx(desk.cases(), "fr", doubtful(desk.records)))
    book = openpyxl.load_workbook(path)
    sheet = book["Lectures"]
    assert sheet.max_row == 3
    assert sheet.data_validations.dataValidation[0].formula1 == '"juste,faux"'
    sheet["B2"], sheet["C2"], sheet["B3"] = "juste", "vérifié", "peut-être"
    book.save(path)
    taken = review_book.read(desk.identity, path)
    assert [(c.action, c.why) for c in taken.corrections] == [("accept", "vérifié")]
    assert [r.fr for r in taken.refused] == ["Lectures, ligne 3 : « peut-être » n'est pas une réponse. Choisissez dans la liste."]
    sheet["B3"], sheet["E3"] = "faux", "autre chose"
    book.save(path)
    assert "modifiés" in review_book.read(desk.identity, path).refused[0].fr
    desk.records = PEOPLE
    assert all("n'attend plus" in r.fr or "modifiés" in r.fr for r in review_book.read(desk.identity, path).refused)
