from datetime import date

import pytest

from maillage.loaders.extraction.french_dates import clock, find_dates, resolve

MAIN = date(2016, 6, 23)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("lundi 3 octobre à 9h00", "2016-10-03"),
        ("le 29/09 est prévue une rencontre", "2016-09-29"),
        ("le 05.11.19", "2019-11-05"),
        ("12 nov.", "2016-11-12"),
        ("30 Juin 2016", "2016-06-30"),
        ("1er mars 2017", "2017-03-01"),
        ("à l'automne 2014", "2014-23"),
        ("au printemps 2016", "2016-21"),
        ("du 3 au 5 mars 2021", "2021-03-03/2021-03-05"),
        ("2019-10-03_v2", "2019-10-03"),
        ("je 15/9 14h", "2016-09-15"),
        ("le vingt-sept mai", "2016-05-27"),
        ("avril 2013", "2013-04-XX"),
        ("en 2011", "2011"),
    ],
)
def test_a_written_date_becomes_edtf(text: str, edtf: str) -> None:
    (mention,) = find_dates(text)
    assert resolve(mention, MAIN).edtf == edtf


def test_two_days_of_one_month_are_two_dates() -> None:
    assert [resolve(m, MAIN).edtf for m in find_dates("le 7 et le 8 mars 2018")] == ["2018-03-07", "2018-03-08"]


def test_the_weekday_tells_the_year() -> None:
    (mention,) = find_dates("ce mercredi 21 juin")
    assert resolve(mention, date(2016, 3, 25)).edtf == "2017-06-21"
    assert resolve(mention, date(2016, 3, 25)).inferred == ("year",)


def test_a_day_already_past_in_this_year_lies_ahead_when_the_sentence_looks_ahead() -> None:
    (mention,) = find_dates("le 12 janvier")
    assert resolve(mention, MAIN, 1).edtf == "2017-01-12"
    assert resolve(mention, MAIN, -1).edtf == "2016-01-12"


def test_a_weekday_with_a_number_is_a_day_of_the_coming_months() -> None:
    (mention,) = find_dates("vendredi 29 ici")
    assert resolve(mention, date(2022, 4, 8), 1).edtf == "2022-04-29"


def test_without_anchor_the_year_stays_open() -> None:
    (mention,) = find_dates("le 6 décembre")
    assert resolve(mention, None).edtf == "XXXX-12-06"


def test_the_year_written_in_words_holds_for_the_day_after_it() -> None:
    (mention,) = find_dates("L'an deux mil onze, le vingt-sept mai à dix-huit heures")
    assert resolve(mention, None).edtf == "2011-05-27"
    assert mention.time == "18:00"


@pytest.mark.parametrize("text", ["1/2 h", "salle 2/3", "12,5 %", "2.1 Bilan", "n° 3/4", "4-5 personnes"])
def test_numbers_that_are_no_dates(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "time"),
    [("9h30-12h15", "09:30"), ("à 14 h", "14:00"), ("18:05", "18:05"), ("neuf heures trente", "09:30"), ("page 9", None)],
)
def test_times_of_day(text: str, time: str | None) -> None:
    assert clock(text) == time
