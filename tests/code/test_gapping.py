"""Members of a row that leave out their verb."""

import pytest

from whoholds.code import gapping
from whoholds.code.candidates import read
from whoholds.code.parse import Parser
from whoholds.model import Document

pytestmark = pytest.mark.model


def found(text, verb, place):
    """Words of the member that the place stands in, and the party it names as doer."""
    candidates = next(read(Parser(None).article(Document(name="r", text=text))))
    doc = candidates.sentence.doc
    trigger = next(t.i for t in doc if t.text == verb)
    at = next(t.i for t in doc if t.text == place)
    member = gapping.member(doc, (at, at + 1), trigger)
    doer = gapping.doer(doc, (at, at + 1), trigger, candidates.actors)
    return member and doc[slice(*member)].text, doer and doer.name


@pytest.mark.parametrize(
    ("text", "verb", "place", "member", "doer"),
    [
        ("Sirba was taken by the army on 3 May, Kulbus by the rebels on the 5th.", "taken", "Kulbus", "Kulbus by the rebels on the 5th", "rebels"),
        ("Sirba fell to the army on Monday, Kulbus to the rebels a day later.", "fell", "Kulbus", "Kulbus to the rebels a day later", "rebels"),
        ("The army took Sirba on Monday and the rebels Kulbus on Tuesday.", "took", "Kulbus", "the rebels Kulbus on Tuesday", "rebels"),
        ("The army took Sirba on 3 May, Kulbus on the 5th and Tine on 8 May.", "took", "Kulbus", "Kulbus on the 5th", None),
        ("On 3 May the rebels took Sirba, on 5 May Kulbus.", "took", "Kulbus", "on 5 May Kulbus", None),
    ],
)  # fmt: skip
def test_a_member_without_a_verb_has_its_own_doer_and_date(text, verb, place, member, doer):
    assert found(text, verb, place) == (member, doer)


@pytest.mark.parametrize(
    ("text", "verb", "place"),
    [
        ("The army took Sirba on Monday, and the rebels left Kulbus on Tuesday.", "took", "Kulbus"),
        ("The army took Sirba on Monday.", "took", "Sirba"),
        ("Kulbus, by the lake, was taken by the army.", "taken", "Kulbus"),
    ],
)
def test_where_the_verb_is_said_nothing_is_left_out(text, verb, place):
    assert found(text, verb, place) == (None, None)


def test_an_army_base_is_not_the_army_s_doing():
    assert found("The rebels captured Marea and army base Menagh.", "captured", "base")[1] is None


def test_a_preposition_that_the_first_member_does_not_use_names_no_doer():
    text = "The army took Sirba on Monday and Kulbus by the lake on Tuesday."
    assert found(text, "took", "Kulbus")[1] is None
