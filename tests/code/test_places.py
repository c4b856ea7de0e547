"""Places that are called by a title or a number."""

import pytest

from whoholds.code.parse import sentence
from whoholds.code.places import titled

pytestmark = pytest.mark.model


def name_of(text, word):
    doc = sentence(text).doc
    at = next(t.i for t in doc if t.text == word)
    return titled(doc, (at, at + 1))


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("The rebels took the 17th Division headquarters.", "headquarters", "17th Division headquarters"),
        ("They recaptured the Scientific Research area.", "area", "Scientific Research area"),
        ("Militias advanced into neighbourhood 2 of the city.", "neighbourhood", "neighbourhood 2"),
    ],
)
def test_a_title_or_a_number_names_a_thing(text, word, name):
    assert name_of(text, word) == name


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The rebels took four villages.", "villages"),
        ("The rebels took a village.", "village"),
        ("Troops crossed the Turkish border.", "border"),
        ("They took the hospital at 3 in the morning.", "hospital"),
    ],
)
def test_other_phrases_have_no_name(text, word):
    assert name_of(text, word) is None
