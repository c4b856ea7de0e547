"""Hostile text is made harmless once, before any exporter sees it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoholds.publish.plain import plain, web_address


@given(st.text(alphabet=st.characters(codec=None), max_size=60))
def test_what_is_left_can_be_written_and_does_not_reorder(text):
    left = plain(text)
    left.encode("utf-8")
    assert not [c for c in left if unicodedata.category(c) in ("Cc", "Cs")]
    assert not [
        c
        for c in left
        if unicodedata.bidirectional(c) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    ]
    assert plain(left) == left


def test_ordinary_text_of_any_script_is_untouched():
    for text in ("Zurmat’s “centre” – 70%", "می‌گوید", "Кемра", "👩‍👩‍👧", "a\u200fb"):
        assert plain(text) == text


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://a b",
        'https://a/"x',
        "//a",
        None,
    ],
)
def test_only_web_addresses_are_links(url):
    assert web_address(url) is None


def test_a_web_address_stays():
    assert web_address("https://news.example/a?b=1&c=%20#d") == "https://news.example/a?b=1&c=%20#d"
