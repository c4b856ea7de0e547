"""What many outlets repeat is one claim, with many sightings."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from whoholds.model import Claim, Document, Place, Polarity
from whoholds.read.sightings import sightings

QUOTE = "The whole of Panjshir is under our full control, the spokesman told reporters in Kabul on Monday."


def said(
    outlet: str, sentence: str = QUOTE, speaker: str = "spokesman for the Taliban", day: int = 6, place: str = "Panjshir",
    actor: str = "Taliban", polarity: Polarity = "affirmed", start: str = "2021-09-06",
) -> tuple[Claim, Document]:  # fmt: skip
    document = Document(name=outlet, text=sentence, outlet=outlet, published=date(2021, 9, day))
    claim = Claim(
        document=document.id, relation="holds", actor=actor, place=Place(name=place), quote=sentence, sentence=sentence,
        span=(0, len(sentence)), start=start, speaker=(speaker,) if speaker else (), polarity=polarity,
    )  # fmt: skip
    return claim, document


def apart(*pairs: tuple[Claim, Document]) -> int:
    return len(set(sightings(pairs).values()))


def test_a_speakers_word_in_ten_outlets_is_one_claim_with_ten_sightings() -> None:
    pairs = [
        said(f"Outlet {n}", f"{n} hours later, he said {n} more things and that the valley was theirs.")
        for n in range(10)
    ]
    found = sightings(pairs)
    assert len(found) == 10
    assert set(found.values()) == {min(found)}


def test_the_same_sentence_is_one_claim_whoever_is_named() -> None:
    assert apart(said("A"), said("B", QUOTE.replace("Monday", "Sunday"), speaker="")) == 1


def test_two_outlets_residents_are_two_voices() -> None:
    one = said("A", "Residents said the Taliban flag flew over Bazarak.", "residents")
    other = said("B", "The white banner has been up since noon, people there told us by phone.", "residents")
    assert apart(one, other) == 2


def test_another_place_party_polarity_or_week_is_another_claim() -> None:
    assert apart(said("A"), said("B", place="Parwan")) == 2
    assert apart(said("A"), said("B", actor="National Resistance Front")) == 2
    assert apart(said("A"), said("B", polarity="denied")) == 2
    assert apart(said("A", day=1), said("B", day=4)) == 1
    assert apart(said("A", day=1), said("B", day=5)) == 2


def test_a_spokesmans_words_on_another_day_of_the_war_are_another_claim() -> None:
    later = "By then they had run up their own banner over the bazaar, he told a radio station."
    assert apart(said("A"), said("B", later)) == 1
    assert apart(said("A"), said("B", later, start="2021-09-08")) == 2


@given(
    st.permutations(
        [said("A"), said("B"), said("C", day=9), said("D", speaker=""), said("E", place="Parwan")]
    )
)
def test_the_order_of_claims_does_not_matter(pairs: list[tuple[Claim, Document]]) -> None:
    assert sightings(pairs) == sightings(sorted(pairs, key=lambda pair: pair[0].id))


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8, unique=True))
def test_one_sentence_is_one_claim_for_as_long_as_it_keeps_coming_back_within_three_days(
    days: list[int],
) -> None:
    gaps = [later - day for day, later in pairwise(sorted(days))]
    assert apart(*(said(f"Outlet {day}", day=day) for day in days)) == 1 + sum(gap > 3 for gap in gaps)
