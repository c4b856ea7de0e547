"""An explanation names what was found, what was not counted, and why."""

import pytest

from whoholds.code.coder import Coder
from whoholds.code.decide import ByRules
from whoholds.code.explain import tree
from whoholds.code.parse import sentence
from whoholds.model import Document

pytestmark = pytest.mark.model


def explained(text, **kwargs):
    return Coder(decider=ByRules(), **kwargs).explain(Document(name="r", text=text))


def test_a_claim_stands_with_its_score_and_speaker():
    text = explained("The rebels captured Tamanah, officials said.")
    assert "+ 0.70 rebels gains Tamanah" in text
    assert "says officials" in text


def test_a_candidate_below_the_threshold_says_so():
    assert "not counted: below the threshold 0.95" in explained(
        "The rebels captured Tamanah.", threshold=0.95
    )


def test_a_trigger_without_a_place_says_what_is_missing():
    assert "'captured' (take)" in explained("The rebels captured three soldiers.")


def test_a_sentence_outside_the_lexicon_was_not_read():
    assert "no word of the lexicon" in explained("The bank raised its rate.")


def test_another_language_is_said_first():
    assert "only English" in Coder(decider=ByRules()).explain(Document(name="r", text="Non.", language="fr"))


def test_the_tree_hangs_each_word_below_its_head():
    assert tree(sentence("The rebels captured Tamanah.")) == [
        "captured  VBD", "├─ rebels  nsubj", "└─ Tamanah  dobj",
    ]  # fmt: skip
