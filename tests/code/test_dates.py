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
