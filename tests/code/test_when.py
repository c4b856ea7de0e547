"""Which date of a sentence, or of its entry in a list, belongs to a claim."""

from datetime import date

import pytest

from whoholds.code import when
from whoholds.code.parse import Parser
from whoholds.model import Document

pytestmark = pytest.mark.model


def start(text, verb, place, relation="gains", published=date(2024, 5, 20), modality="asserted"):
    """Start of a claim on the place that the verb carries."""
    article = Parser(None).article(Document(name="r", text=text, published=published))
    sentence = next(s for s in article.sentences if f"{place} " in f"{s.text.rstrip('.')} ".replace(",", " "))
    trigger = next(t.i for t in sentence.doc if t.text == verb)
    at = next(t.i for t in sentence.doc if t.text == place)
    calendar = when.Calendar(article=article)
    return when.resolve(calendar, sentence, trigger, relation, modality, place=(at, at + 1))[0]


@pytest.mark.parametrize(
    ("place", "day"), [("Sirba", "2024-05-03"), ("Kulbus", "2024-05-05"), ("Tine", "2024-05-07")]
)
def test_each_member_of_a_row_has_its_own_date(place, day):
    assert (
        start("The army took Sirba on 3 May, Kulbus on the 5th and Tine two days later.", "took", place)
        == day
    )


def test_one_date_for_the_whole_row_is_every_member_s():
    text = "The army took Sirba, Kulbus and Tine on 8 May."
    assert {start(text, "took", place) for place in ("Sirba", "Kulbus", "Tine")} == {"2024-05-08"}


@pytest.mark.parametrize(
    "text",
    ["April 28 - The rebels take Sirba.", "28 April: The rebels take Sirba.", "- Apr. 28 – The rebels take Sirba."],
)  # fmt: skip
def test_an_entry_that_opens_with_a_day_happens_on_it(text):
    assert start(text, "take", "Sirba") == "2024-04-28"


def test_the_day_of_an_entry_holds_to_its_end():
    text = "April 28 - A convoy leaves. The rebels take Sirba.\nThe army leaves Kulbus."
    assert start(text, "take", "Sirba") == "2024-04-28"
    assert start(text, "leaves", "Kulbus", relation="loses") is None


def test_what_had_been_before_an_entry_is_not_of_its_day():
    text = "April 28 - The rebels shell Sirba, which the army had taken."
    assert start(text, "taken", "Sirba") is None


def test_what_an_entry_only_plans_is_not_of_its_day():
    assert start("April 28 - The rebels will take Sirba.", "take", "Sirba", modality="planned") is None


@pytest.mark.parametrize(
    "text",
    ["09:10 Rebels have taken Sirba.", "0910: Rebels have taken Sirba.", "- 14:05 GMT - It rained. Rebels have taken Sirba."],
)  # fmt: skip
def test_an_hour_that_opens_an_entry_is_of_the_report_s_day(text):
    assert start(text, "taken", "Sirba") == "2024-05-20"


@pytest.mark.parametrize(
    "text", ["1945: Rebels have taken Sirba.", "1230 rebels have taken Sirba.", "12.50 dollars later they have taken Sirba."]
)  # fmt: skip
def test_figures_that_may_be_a_year_or_a_count_are_no_hour(text):
    assert start(text, "taken", "Sirba") is None


def test_a_plan_for_the_end_of_the_year_is_for_this_one():
    text = "The army will leave Sirba by the end of the year."
    assert start(text, "leave", "Sirba", relation="loses", modality="planned") == "2024-12"


def test_an_event_without_a_day_stays_undated():
    assert start("Rebels have taken Sirba.", "taken", "Sirba") is None


def test_of_two_dates_as_near_the_fuller_one_counts():
    assert start("Sirba was taken by 19 January of this year.", "taken", "Sirba") == "2024-01-19"


@pytest.mark.parametrize(
    ("text", "word", "now"),
    [
        ("The rebels control Sirba.", "control", True),
        ("The rebels controlled Sirba.", "controlled", True),
        ("The army has held Sirba for ten days.", "held", True),
        ("The rebels once ruled Sirba.", "ruled", False),
        ("The rebels formerly controlled Sirba.", "controlled", False),
        ("The rebels used to control Sirba.", "control", False),
        ("The army freed a man from Sirba, which the rebels had held for months.", "held", False),
        ("Sirba, a former stronghold of the rebels, was quiet.", "stronghold", False),
        ("Sirba, once a rebel stronghold, was quiet.", "stronghold", False),
    ],
)
def test_a_state_that_is_over_is_not_of_the_report_s_day(text, word, now):
    assert start(text, word, "Sirba", relation="holds") == ("2024-05-20" if now else None)
