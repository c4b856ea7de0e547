"""What the words of the data contracts mean."""

from datetime import date

import pytest

from whoholds.model import iso_days


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021-08-15", date(2021, 8, 15), date(2021, 8, 15)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("9999-12", date(9999, 12, 1), date.max),  # no day comes after it
        ("9999", date(9999, 1, 1), date.max),
    ],
)
def test_a_date_is_its_first_and_last_day(text: str, first: date, last: date) -> None:
    assert iso_days(text) == (first, last)


def test_no_date_has_no_days() -> None:
    assert iso_days(None) is None
    assert iso_days("") is None
