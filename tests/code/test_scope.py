"""What the parse forbids and what it leaves unsaid."""

import pytest

from whoholds.code.parse import sentence
from whoholds.code.scope import contains_only, demanded

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


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The ministry demanded that the coalition immediately withdraw from Marib.", "withdraw"),
        ("The council passed a resolution calling on foreign forces to withdraw from Taiz.", "withdraw"),
        ("Marchers demanded a truce and the retreat of all gunmen from the port.", "retreat"),
        ("He said that the army should entirely withdraw from Aden.", "withdraw"),
        ("They ignored demands to leave the border post.", "leave"),
        ("The council called for the withdrawal of foreign troops from Taiz.", "withdrawal"),
    ],
)
def test_a_demand_that_others_leave_is_no_claim(text, word):
    assert demanded(next(t for t in sentence(text).doc if t.text == word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The agreement called for rebel forces to withdraw from Marib.", "withdraw"),
        ("The army said it will withdraw from Taiz.", "withdraw"),
        ("The army ordered its troops to withdraw from Aden.", "withdraw"),
        ("The mayor asked why the soldiers had left the town.", "left"),
        ("Asked about the withdrawal of the army from Taiz, he smiled.", "withdrawal"),
        ("The president called the withdrawal from Taiz a success.", "withdrawal"),
        ("The minister urged calm and announced the withdrawal of troops from Taiz.", "withdrawal"),
        ("The army urged calm as rebels leave Taiz.", "leave"),
        ("Should the army withdraw from Taiz, rebels will take it.", "withdraw"),
    ],
)
def test_what_only_stands_near_a_word_of_demand_is_none(text, word):
    assert not demanded(next(t for t in sentence(text).doc if t.text == word))
