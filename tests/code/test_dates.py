"""Date expressions: the golden set, and what holds for any text."""

from __future__ import annotations

import itertools
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoholds.code.dates import Clock, moments
from whoholds.code.parse import Parser
from whoholds.code.when import Calendar
from whoholds.model import Document

GOLDEN = Path(__file__).parents[1] / "golden" / "dates.toml"
CASES: list[dict[str, Any]] = tomllib.loads(GOLDEN.read_text(encoding="utf-8"))["date"]


def told(case: dict[str, Any]) -> tuple[str, str]:
    """What is read of the expression in brackets; ("several",) shows where it was read as more than one."""
    marked = case["text"]
    first, last = marked.index("["), marked.index("]") - 1
    plain = marked.replace("[", "").replace("]", "")
    found, _ = moments(plain, Clock(published=case.get("published")))
    hits = [m for m in found if m.span[0] < last and first < m.span[1]]
    if len(hits) > 1:
        return "several", ""
    return (hits[0].start or "", hits[0].end or "") if hits else ("", "")


def share(cases: list[dict[str, Any]]) -> float:
    return sum(told(c) == (c["start"], c["end"]) for c in cases) / len(cases)


def test_the_golden_set_has_enough_cases_in_both_halves() -> None:
    aside = [c for c in CASES if c.get("aside")]
    assert len(CASES) >= 120
    assert 0.4 <= len(aside) / len(CASES) <= 0.6


@pytest.mark.parametrize("case", [c for c in CASES if not c.get("aside")], ids=lambda c: c["text"])
def test_expressions_the_rules_were_written_for(case: dict[str, Any]) -> None:
    assert told(case) == (case["start"], case["end"])


def test_expressions_that_were_set_aside_are_read_as_well_as_when_first_measured() -> None:
    assert share([c for c in CASES if c.get("aside")]) >= 0.93


def test_a_report_without_a_date_and_a_day_without_a_year_say_nothing() -> None:
    assert moments("On 8 April, rebels took the hill on Monday.", Clock())[0] == ()


def test_the_year_comes_from_the_story_and_turns_with_it() -> None:
    found, clock = moments("It fell on 20 December 2012. On 4 January the army took Salma.", Clock())
    assert [m.start for m in found] == ["2012-12-20", "2013-01-04"]
    assert clock.day == date(2013, 1, 4)


def test_a_year_that_the_title_does_not_name_is_an_aside():
    text = "Strikes went on until 2020. On 23 March the army attacked. It had been a base since 2003. It fell on 4 May."
    clock = Clock(year=2022, years=(2022, 2022))
    assert [m.start for m in moments(text, clock)[0] if m.role == "at"] == ["2022-03-23", "2022-05-04"]


def test_a_winter_does_not_run_beyond_the_years_of_the_title():
    text = "It fell in December 2018. On 4 January the army took Salma."
    told = [m.start for m in moments(text, Clock(year=2017, years=(2017, 2018)))[0]]
    assert told == ["2018-12", "2018-01-04"]


@pytest.mark.model
@pytest.mark.parametrize(
    ("title", "days"),
    [
        ("Siege of Salma (2016–17)", ["2016-12-20", "2017-01-04"]),
        ("2016 attacks on Salma", ["2016-12-20", "2017-01-04"]),
        ("Salma", ["2016-12-20", "2017-01-04"]),
    ],
)
def test_a_winter_runs_on_within_the_years_of_the_title(title, days):
    text = "The army came on 20 December 2016. On 4 January it took Salma."
    told = Calendar(article=Parser(None).article(Document(name="r", title=title, text=text))).moments
    assert [m.start for here in told.values() for m in here] == days


def test_the_clock_moves_from_sentence_to_sentence() -> None:
    _, clock = moments("The army took Haffa on 13 June.", Clock(published=date(2012, 7, 1)))
    assert [m.start for m in moments("Two days later it took Salma.", clock)[0]] == ["2012-06-15"]


def test_roles_and_ranges() -> None:
    clock = Clock(published=date(2022, 9, 1))
    roles = {
        "They held it since May.": ("since", "2022-05", None),
        "They held it until 9 May.": ("until", None, "2022-05-09"),
        "They held it from 3 May to 9 June.": ("since", "2022-05-03", "2022-06-09"),
        "They took it in May.": ("at", "2022-05", None),
    }
    for text, expected in roles.items():
        (moment,) = moments(text, clock)[0]
        assert (moment.role, moment.start, moment.end) == expected


def test_a_day_that_no_month_has_is_not_read() -> None:
    assert moments("It fell on 31 June 2014.", Clock())[0] == ()


WORDS = (
    "on in since until last next the night of a two days later ago 3 14 31 May March 2014 1999 Friday week month "
    "year early mid- - to and , . between from 24th Brigade dawn yesterday"
)
PIECES = st.sampled_from(WORDS.split())


@given(st.lists(PIECES, max_size=14), st.dates(min_value=date(1990, 1, 1), max_value=date(2030, 1, 1)))
def test_any_words_give_valid_dates_in_order_and_twice_the_same(words: list[str], day: date) -> None:
    text, clock = " ".join(words), Clock(published=day)
    found, after = moments(text, clock)
    assert (found, after) == moments(text, clock)
    for moment, following in itertools.pairwise(found):
        assert moment.span[1] <= following.span[0]
    for moment in found:
        assert moment.start or moment.end
        for iso in filter(None, (moment.start, moment.end)):
            padded = iso + "-01" * (2 - iso.count("-"))
            assert date.fromisoformat(padded)


FRIDAY = Clock(published=date(2024, 11, 29))


@pytest.mark.parametrize("text", ["on 2023-02-30", "code 1234-56-78", "on 31 June"])
def test_what_the_calendar_lacks_is_no_date(text: str) -> None:
    assert moments(text, FRIDAY)[0] == ()


def test_a_day_that_the_story_s_month_lacks_is_no_date() -> None:
    assert moments("on the 31st of that month", Clock(published=date(2024, 11, 29), month=(2023, 6)))[0] == ()


@pytest.mark.parametrize("text", ["yesterday", "last Friday", "last week", "two years ago", "the day before"])
def test_nothing_comes_before_the_first_day_of_the_calendar(text: str) -> None:
    assert moments(text, Clock(published=date(1, 1, 1)))[0] == ()


@pytest.mark.parametrize("text", ["the next day", "two days later", "the following month", "a year later"])
def test_without_a_day_in_the_story_nothing_comes_after_the_report_s_own(text: str) -> None:
    assert moments(text, FRIDAY)[0] == ()


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("on the night of May 3", "2024-05-03", None),
        ("on the night of May 3-4, 2023", "2023-05-03", None),
        ("the night of 3-4 May 2023", "2023-05-03", None),
        ("the night of 30 April to 1 May", "2024-04-30", None),
        ("from 28 December to 3 January 2024", "2023-12-28", "2024-01-03"),
        ("December to February 2024", "2023-12", "2024-02"),
        ("in 2021-08", "2021-08", None),
        ("between 2011-12", "2011", "2012"),
        ("at 2024-05-01T12:00Z", "2024-05-01", None),
        ("on 15/03/2024", "2024-03-15", None),
        ("on 03/15/2024", "2024-03-15", None),
        ("on 29 May 1453", "1453-05-29", None),
        ("in mid-May 2020", "2020-05", None),
        ("overnight into Tuesday", "2024-11-26", None),
        ("two nights ago", "2024-11-27", None),
        ("in the last days of May", "2024-05", None),
        ("on 3, 5 and 6 May", "2024-05-03", "2024-05-06"),
        ("by the end of the year", "2023-12", None),
    ],
)
def test_a_date_is_read_whole(text: str, start: str, end: str | None) -> None:
    assert [(m.start, m.end) for m in moments(text, FRIDAY)[0]] == [(start, end)]


@pytest.mark.parametrize("text", ["on 3/5/2024", "the September 11 attacks", "half a year ago"])
def test_what_could_be_another_day_is_not_guessed(text: str) -> None:
    assert moments(text, FRIDAY)[0] == ()


def test_the_last_29_february_is_that_of_a_leap_year() -> None:
    found, _ = moments("on 29 February", Clock(published=date(2026, 6, 1)))
    assert found[0].start == "2024-02-29"


def test_a_range_of_weekdays_that_would_run_back_has_no_end() -> None:
    found, _ = moments("from Thursday until Monday", FRIDAY)
    assert [(m.start, m.end) for m in found] == [("2024-11-28", None)]
