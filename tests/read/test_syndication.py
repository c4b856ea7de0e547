"""Copies of one story are found whatever was done to them; two stories on one event are not copies."""

from __future__ import annotations

import itertools
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoholds.model import Copy, Document
from whoholds.read.credits import credits_of
from whoholds.read.postings import Postings
from whoholds.read.syndication import Stories, alike, shingles

WIRE = """KABUL, Aug 9 (North Wire) - The Taliban captured the northern city of Kunduz on Sunday, residents and a
police officer said, the third provincial capital that the government has lost in three days. Fighting had gone on
in the suburbs for two weeks. Government forces still held the airport to the south of the city, and a senior
officer said reinforcements were on their way from Kabul. A shopkeeper near the main square described empty
streets and white flags on the governor's office. Two hospitals were short of blood and fuel. The interior ministry
called the withdrawal tactical and promised to return within days, while a spokesman for the insurgents said that
all checkpoints were in their hands. Traders at the Sher Khan border crossing said customs had been closed for a
month and that lorries were waiting on the Tajik side of the river. Aid groups asked both sides for safe roads."""
RIVAL = """Insurgents hoisted their flag over the main square of Kunduz on Sunday after soldiers pulled out to the
airport, according to people who live in the city. It is the third provincial capital to go in as many days, and by
far the largest. Shops stayed shut. A nurse at the regional hospital said that the wards were full and that nobody
had slept. Officials in the capital spoke of a counter-attack but gave no day for it."""


def report(text: str, outlet: str = "Post", name: str = "a", day: int = 9) -> Document:
    return Document(name=name, text=text, outlet=outlet, published=date(2021, 8, day))


def copies(*reports: Document) -> set[tuple[str, str]]:
    names = {r.id: r.name for r in reports}
    stories = Stories()
    found = [copy for r in reports for copy in stories.add(r)]
    pairs = (sorted((names[copy.first], names[copy.second])) for copy in found)
    return {(first, second) for first, second in pairs}


SENTENCES = WIRE.replace("\n", " ").split(". ")


@pytest.mark.parametrize(
    "edited",
    [
        pytest.param(". ".join(SENTENCES[:3]), id="trimmed to a third"),
        pytest.param(WIRE.replace("(North Wire)", "(Staff)"), id="by-line changed"),
        pytest.param("Kunduz has fallen. " + ". ".join(SENTENCES[1:]), id="new lead"),
        pytest.param(WIRE.upper().replace("-", " "), id="other case and punctuation"),
        pytest.param(WIRE + " " + RIVAL, id="merged with another, which comes second"),
    ],
)
def test_an_edited_copy_is_a_copy(edited: str) -> None:
    assert copies(report(WIRE, "North Wire", "a"), report(edited, "Herald", "b")) == {("a", "b")}


def test_two_reports_of_one_event_are_not_copies() -> None:
    assert alike(report(WIRE, "North Wire"), report(RIVAL, "Herald")) is None


def test_a_round_up_joins_the_story_it_opens_with_and_welds_nothing() -> None:
    round_up = report(WIRE + " " + RIVAL, "Digest", "c")
    assert copies(report(WIRE, "Wire", "a"), report(RIVAL, "Herald", "b"), round_up) == {("a", "c")}


def test_a_report_known_already_has_no_copies_and_is_not_its_own() -> None:
    stories = Stories([report(WIRE)])
    assert stories.add(report(WIRE)) == ()
    [copy] = stories.add(report(WIRE, "Herald"))
    assert isinstance(copy, Copy)
    assert copy.first < copy.second


def test_an_outlet_that_says_the_same_on_a_later_day_reports_anew_unless_word_for_word() -> None:
    monday, friday = report(WIRE, "Monitor", "a", 9), report(WIRE + " Roads reopened.", "Monitor", "b", 13)
    assert alike(monday, friday) is None
    assert alike(monday, report(WIRE, "Monitor", "b", 13)) == "text"
    assert (
        alike(report(WIRE, "Wire", "a", 9), report(WIRE + " Roads reopened.", "Monitor", "b", 13)) == "text"
    )


def test_a_credited_agency_lowers_the_bar() -> None:
    third = ". ".join(SENTENCES[:3]).replace("KABUL, Aug 9 (North Wire) - ", "")
    rest = " ".join(f"detail{n}" for n in range(130))
    credited = report(f"{third}. {rest} (North Wire)", "Herald", "b")
    silent = report(f"{third}. {rest}", "Herald", "b")
    assert alike(report(WIRE, "North Wire"), credited) == "credit"
    assert alike(report(WIRE, "North Wire"), silent) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KABUL, Aug 15 (Reuters) - The city.", {"reuters"}),
        ("The city fell. (Meridian Wire)", {"meridian wire"}),
        ("The city fell. AP contributed to this report.", {"ap"}),
        ("The city fell. With reporting by North Wire", {"north wire"}),
        ("The Alliance (ANDSF) lost the city on Sunday.", set()),
    ],
)
def test_credit_lines(text: str, expected: set[str]) -> None:
    assert credits_of(text) == expected


def test_links_do_not_depend_on_the_order_of_arrival() -> None:
    reports = [
        report(WIRE, "Wire", "a"),
        report(". ".join(SENTENCES[:4]), "Herald", "b"),
        report(RIVAL, "Post", "c"),
        report(WIRE + " " + RIVAL, "Digest", "d"),
    ]
    assert len({frozenset(copies(*order)) for order in itertools.permutations(reports)}) == 1


WORDS = st.lists(st.sampled_from(["the", "army", "took", "a", "town", "and", "left", "it"]), max_size=30)


@given(WORDS, WORDS)
def test_likeness_is_symmetric_and_equal_texts_are_copies(one: list[str], other: list[str]) -> None:
    a, b = report(" ".join(one), "A"), report(" ".join(other), "B")
    assert alike(a, b) == alike(b, a)
    if one and one == other:
        assert alike(a, b) == "text"


@given(WORDS)
def test_there_is_a_shingle_for_every_run_of_words(words: list[str]) -> None:
    runs = shingles(" ".join(words))
    assert len(runs) == (max(1, len(words) - 3) if words else 0)
    assert set(np.unique(runs).tolist()) == set(runs.tolist())


def test_postings_find_what_they_hold_after_runs_are_merged() -> None:
    random = np.random.default_rng(1)
    texts = [np.unique(random.integers(0, 2**32, 400, dtype=np.uint32)) for _ in range(1500)]
    postings = Postings()
    for text in texts:
        postings.add(text)
    assert all(postings.sharing(text, 0.5) == [number] for number, text in enumerate(texts))
