"""Numbers as reports write them."""

import pytest

from whoholds.code.quantities import quantities


def read(text):
    return [(q.low, q.high, q.qualifier) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("about 2,000 fighters", (2000, 2000, "about")),
        ("between 300 and 400 men", (300, 400, "between")),
        ("3,000-4,000 soldiers", (3000, 4000, "between")),
        ("12,000 to 15,000 soldiers", (12000, 15000, "between")),
        ("more than a thousand men", (1000, None, "at least")),
        ("no more than 1,500", (None, 1500, "at most")),
        ("up to 1.5 million men", (None, 1_500_000, "at most")),
        ("3,000 or more", (3000, None, "at least")),
        ("a few hundred volunteers", (200, 900, "about")),
        ("tens of thousands of men", (20_000, 90_000, "about")),
        ("two thousand", (2000, 2000, "")),
        ("twenty-one tanks", (21, 21, "")),
        ("estimated at 7,000.", (7000, 7000, "")),
        ("two hundred and fifty fighters", (250, 250, "")),
        ("a hundred and fifty men", (150, 150, "")),
        ("five thousand two hundred men", (5200, 5200, "")),
        ("two or three hundred fighters", (200, 300, "between")),
        ("between two hundred and three hundred men", (200, 300, "between")),
        ("between 500 and two thousand", (500, 2000, "between")),
        ("2-3,000 fighters", (2000, 3000, "between")),
        ("1.5 to 2 million", (1_500_000, 2_000_000, "between")),
        ("300 metropolitan police", (300, 300, "")),
    ],
)
def test_bounds_and_qualifier(text, wanted):
    assert read(text) == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "in 2019",
        "on 17 May",
        "65 percent",
        "$400",
        "the 3rd Brigade",
        "at 10:30",
        "T-72",
        "In May 2014 fighters",
        "9" * 400,
    ],
)
def test_what_counts_nothing(text):
    assert read(text) == []


def test_perhaps_is_kept():
    assert [q.unsure for q in quantities("perhaps 40,000 men, 300 of them new")] == [True, False]


def test_two_numbers_beside_each_other_are_no_range():
    assert read("The groups have 2,000 and 3,000 fighters.") == [(2000, 2000, ""), (3000, 3000, "")]
    assert read("300 to 200 men") == [(300, 300, ""), (200, 200, "")]
