"""What the parse forbids and what it leaves unsaid."""

import pytest

from whoholds.code.parse import sentence
from whoholds.code.scope import contains_only

pytestmark = pytest.mark.model


def only_contains(text, name):
    doc = sentence(text).doc
    start = next(k for k in range(len(doc)) if doc[k : k + len(name.split())].text == name)
    return contains_only(doc, (start, start + len(name.split())))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The rebels hold the capital of Marib.", "Marib"),
        ("They captured Taiz, the second city of Yemen.", "Yemen"),
        ("The army seized the last rebel strongholds in Ghouta.", "Ghouta"),
        ("Rebels took the main square in Raqqa.", "Raqqa"),
    ],
)
def test_where_a_place_lies_is_not_what_is_held(text, name):
    assert only_contains(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The rebels hold the town of Marib.", "Marib"),
        ("Government forces attacked rebel positions in Taiz.", "Taiz"),
        ("The army took parts of Ghouta.", "Ghouta"),
        ("Fighting went on in Raqqa.", "Raqqa"),
    ],
)
def test_a_place_of_which_something_is_said_is_held_itself(text, name):
    assert not only_contains(text, name)
