"""One pattern for many words."""

import re

from hypothesis import given
from hypothesis import strategies as st

from whoholds.code.anyof import any_of

WORDS = st.text("ab-'", min_size=1, max_size=4)


@given(st.sets(WORDS, min_size=1), WORDS)
def test_it_matches_each_of_the_words_and_no_other(words: set[str], other: str):
    pattern = re.compile(any_of(words))
    assert all(pattern.fullmatch(word) for word in words)
    assert bool(pattern.fullmatch(other)) == (other in words)


def test_a_word_that_begins_a_longer_one_is_found_whole():
    assert re.findall(rf"\b{any_of(['hold', 'holds', 'holder'])}\b", "holds hold holder holding") == [
        "holds",
        "hold",
        "holder",
    ]
