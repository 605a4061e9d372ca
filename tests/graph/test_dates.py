from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.graph.dates import bounds, is_day, is_edtf


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2016-06-23", date(2016, 6, 23), date(2016, 6, 23)),
        ("2016-12-XX", date(2016, 12, 1), date(2016, 12, 31)),
        ("2018-XX-07", date(2018, 1, 7), date(2018, 12, 7)),
        ("201X", date(2010, 1, 1), date(2019, 12, 31)),
        ("2016-23", date(2016, 9, 1), date(2016, 11, 30)),
        ("2016-24", date(2016, 12, 1), date(2017, 2, 28)),
        ("2016-06-23/2016-06-24", date(2016, 6, 23), date(2016, 6, 24)),
        ("2016-06~", date(2016, 6, 1), date(2016, 6, 30)),
        ("XXXX-09-29", None, None),
        (None, None, None),
        ("", None, None),
    ],
)
def test_bounds_are_the_first_and_last_day_a_date_can_mean(edtf, first, last):
    assert bounds(edtf) == (first, last)


@pytest.mark.parametrize("text", ["23/06/2016", "2016-13", "2016-06-32", "juin 2016", "2016-06-23T09:00"])
def test_what_is_no_edtf_date_is_refused(text):
    assert not is_edtf(text)
    with pytest.raises(ValueError, match="no"):
        bounds(text)


@given(st.dates())
def test_a_full_date_is_one_day(day):
    text = day.isoformat()
    assert bounds(text) == (day, day)
    assert is_day(text)


def test_a_month_is_not_one_day():
    assert not is_day("2016-06")
    assert not is_day(None)
