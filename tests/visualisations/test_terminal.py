import json
from datetime import date

import pytest

from maillage.visualisations.terminal import evaluation, neutral, plain, table, to_csv, to_json


def test_control_and_bidirectional_marks_do_not_reach_the_terminal():
    assert plain("A\x1b[2Jb\u202ec\r\nd") == "A[2Jbc d"


def test_legitimate_names_are_left_alone():
    for name in ("O'Connor", "d'Hondt", "L'Étape 62", "张伟", "Anne-Laure"):
        assert plain(name) == name


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)"])
def test_a_cell_that_a_spreadsheet_would_compute_is_neutralised(text):
    assert neutral(text) == "'" + text
    assert to_csv(["a"], [{"a": text}]).splitlines()[1] == "'" + text


def test_a_table_fits_the_width_and_says_nothing_of_hidden_columns():
    rows = [{"partner": "Mission locale du Vexin " * 3, "meetings": n} for n in range(5)]
    text = table(["partner", "meetings"], rows, {"partner": "Partenaire"}, 40, 2)
    assert all(len(line) <= 40 for line in text.splitlines())
    assert "Partenaire" in text
    assert "4" not in text


def test_json_keeps_accents_and_dates():
    assert json.loads(to_json({"d": date(2024, 3, 5), "n": "é"})) == {"d": "2024-03-05", "n": "é"}


def test_a_table_too_wide_leaves_out_the_least_needed_columns_and_folders():
    row = {
        "a": "Mission Locale du Vexin",
        "b": "Cap emploi 95",
        "strength": "table (15 at most)",
        "elsewhere": 3,
        "source": "cr/2024/mars.docx",
    }
    columns = list(row)
    wide, narrow = table(columns, [row], {}, 120, None), table(columns, [row], {}, 60, None)
    assert "strength" in wide
    assert "strength" not in narrow
    assert "mars.docx" in wide
    assert "cr/2024" not in wide


def test_scores_say_each_record_all_kinds_and_each_failure_when_asked():
    figures = {"right": 3, "alarms": 1, "misses": 0, "precision": 0.75, "recall": 1.0, "f1": 0.857}
    failure = {"record": "a", "kind": "people", "what": "Zoé Tarn", "missed": False, "sentence": "Zoé Tarn,\nexcusée"}
    report = {
        "nodes": figures,
        "links": figures,
        "kinds": {"people": figures},
        "records": {"a": {"nodes": figures, "links": figures}},
        "failures": [failure],
    }
    short, whole = evaluation(report, "en", False), evaluation(report, "en", True)
    assert [line.split()[:5] for line in short if line.startswith(("a ", "people"))] == [
        ["a", "nodes", "3", "1", "0"],
        ["a", "links", "3", "1", "0"],
        ["people", "3", "1", "0", "P"],
    ]
    assert whole[-1] == "a people false: Zoé Tarn « Zoé Tarn, excusée »"
