"""Who denies what by pointing back. The decider's part is played by hand."""

import re

import pytest

from whoholds.code.candidates import Draft
from whoholds.code.denials import MAY_DENY, contradicted
from whoholds.code.parse import Parser
from whoholds.model import Document, Place

pytestmark = pytest.mark.model


def denials(text, trigger, relation="gains"):
    """The drafts added to one draft in the first sentence that ``trigger`` carries: sentence, word, polarity."""
    sentences = Parser(None).article(Document(name="r", text=text)).sentences
    at = next(t.i for t in sentences[0].doc if t.text == trigger)
    draft = Draft(
        relation=relation, place=Place(name="Sirba"), actor="rebels", against=None, trigger=at, tokens=((at, at + 1),)
    )  # fmt: skip
    _, *added = contradicted([(sentences[0], draft)], sentences)
    return [(s.index, s.doc[d.trigger].text, d.polarity) for s, d in added]


@pytest.mark.parametrize(
    ("text", "trigger", "word"),
    [
        ("Rebels captured Sirba on Monday, residents said. The army denied this.", "captured", "this"),
        ("Rebels captured Sirba, they said. The army rejected the claim.", "captured", "claim"),
        ("Rebels captured Sirba, the group claimed. The army denied this.", "captured", "this"),
        ("Rebels took Sibut. The government denied the report on state radio.", "took", "report"),
    ],
)
def test_the_next_sentence_denies_what_was_said(text, trigger, word):
    assert denials(text, trigger) == [(1, word, "denied")]


def test_the_same_sentence_denies_it_at_its_end():
    assert denials("The rebels said they had captured Sirba, which the army denied.", "captured") == [
        (0, "which", "denied")
    ]


def test_the_same_sentence_denies_it_after_a_semicolon():
    text = "Residents said that rebels had captured Sirba; the army denied it."
    assert denials(text, "captured") == [(0, "it", "denied")]


def test_who_denies_a_denial_affirms():
    text = "The army said it had not lost Sirba. The rebels rejected this."
    assert denials(text, "lost", "loses") == [(1, "this", "affirmed")]


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Rebels captured Sirba on Monday. The army denied the governor a visa.", "captured"),
        ("Rebels captured Sirba on Monday. The army denied that it had bombed a school.", "captured"),
        ("Rebels vowed to capture Sirba. The army rejected this.", "capture"),
        ("Rebels captured Sirba on Monday. It rained. The army denied this.", "captured"),
        (
            "Rebels captured Sirba, although the bridge was said to have been mined. The army denied it.",
            "captured",
        ),
        ("Rebels captured Sirba; the mayor said trains were running, and the railway denied it.", "captured"),
    ],
)
def test_what_points_elsewhere_denies_nothing(text, trigger):
    assert denials(text, trigger) == []


@pytest.mark.parametrize(("after", "read"), [(MAY_DENY, [True, True]), (None, [True, False])])
def test_a_sentence_that_may_deny_is_read_after_one_that_may_claim(after, read):
    report = Document(name="r", text="It fell. He denied it.")
    sentences = Parser(re.compile("fell"), after=after).article(report).sentences
    assert [s.parsed for s in sentences] == read
