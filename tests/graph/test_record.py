import json
from pathlib import Path

import pytest

from maillage.graph import record as record_format
from maillage.graph.errors import RecordError
from maillage.graph.record import Attendance, Event, Evidence, Person, Record, dumps, json_schema, loads, record_id

TEXT = "Présents : Aline Morel"


def small(**changes):
    values = {
        "id": record_id(TEXT),
        "source": {"path": "cr/a.txt"},
        "text": TEXT,
        "events": [Event(id="e", title="Réunion", date="2024-03-05")],
        "people": [Person(id="p", name="Aline Morel", evidence=Evidence(spans=((11, 22),), quote="Aline Morel", rule="list"))],
        "attendance": [Attendance(who="p", event="e", presence="present")],
    }
    return Record(**{**values, **changes})


def test_a_record_comes_back_from_its_json():
    record = small()
    assert loads(dumps(record)) == record
    assert "Présents" in dumps(record)


def test_the_id_ignores_white_space_and_composition_only():
    assert record_id("a  b\n") == record_id("a b")
    assert record_id("é") == record_id("e\u0301")
    assert record_id("a b") != record_id("A b")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"attendance": [{"who": "x", "event": "e", "presence": "present"}]}, "refers to 'x'"),
        ({"attendance": [{"who": "e", "event": "p", "presence": "present"}]}, "refers to 'e'"),
        ({"events": [{"id": "e", "title": "R", "date": "5 mars"}]}, "EDTF"),
        ({"people": [{"id": "e", "name": "A"}]}, "two items"),
        ({"people": [{"id": "p", "name": "A", "evidence": {"spans": [[5, 900]]}}]}, "outside the text"),
        ({"links": [{"type": "about", "start": "e", "end": "p"}]}, "no programmes"),
        ({"unknown": 1}, "Extra inputs"),
    ],
)
def test_a_broken_record_is_refused_with_its_reason(changes, reason):
    data = {**json.loads(dumps(small())), **changes}
    with pytest.raises(RecordError, match=reason) as caught:
        loads(json.dumps(data), "a.json")
    assert str(caught.value).startswith("a.json: ")
    assert "\n" not in caught.value.fr


def test_the_json_schema_file_is_up_to_date():
    stored = Path(record_format.__file__).with_name("record.schema.json")
    assert json.loads(stored.read_text("utf-8")) == json_schema()


def test_the_json_schema_accepts_a_record_and_refuses_a_wrong_one():
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(json.loads(dumps(small())), json_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"format": "record/1", "id": "x"}, json_schema())


def test_pages_are_counted_from_their_starts():
    record = small(pages=(10, 18))
    assert [record.page_at(offset) for offset in (0, 9, 10, 20)] == [1, 1, 2, 3]
    assert small().page_at(3) is None
