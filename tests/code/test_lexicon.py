"""Every class of the lexicon does what its own example says, and leaves its counter-example alone."""

import copy
import re

import pytest

from whoholds.code import lexicon, rules
from whoholds.code.candidates import read
from whoholds.code.lexicon import english
from whoholds.code.parse import Parser
from whoholds.errors import LexiconError
from whoholds.model import Document

CLASSES = english().classes


def drafts(text):
    (article,) = Parser().articles([Document(name="r", text=text)])
    return [d for c in read(article) for d in rules.decide(c)]


@pytest.mark.model
@pytest.mark.parametrize("entry", CLASSES, ids=lambda c: c.name)
def test_the_example_holds(entry):
    wanted = (entry.relation, entry.example["place"], entry.example.get("actor"))
    found = [d for d in drafts(entry.example["text"]) if f"class {entry.name!r}" in d.why]
    assert wanted in [(d.relation, d.place.name, d.actor) for d in found]
    if "against" in entry.example:
        assert entry.example["against"] in [d.against for d in found]


@pytest.mark.model
@pytest.mark.parametrize("entry", CLASSES, ids=lambda c: c.name)
def test_the_counter_example_yields_nothing_of_the_class(entry):
    assert not [d for d in drafts(entry.counter) if f"class {entry.name!r}" in d.why]


@pytest.mark.parametrize("entry", CLASSES, ids=lambda c: c.name)
def test_the_gate_lets_every_example_through(entry):
    assert english().gate.search(entry.example["text"])


def test_the_gate_holds_back_other_news():
    assert not english().gate.search("The central bank raised its rate to five percent.")


def test_no_word_of_the_lexicon_names_a_conflict_place_or_actor():
    words = {w for c in CLASSES for w in (*c.verbs, *c.nouns, *c.adjectives)}
    words |= {
        w
        for name in lexicon.Words.__dataclass_fields__
        if name != "families"
        for w in getattr(english().words, name)
    }
    assert [w for w in words if re.search(r"[A-Z]", w)] == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"relation": "owns"}, "no relation"),
        ({"place": ["beside"]}, "unknown role 'beside'"),
        ({"colour": "red"}, "unknown key 'colour'"),
    ],
)
def test_a_wrong_line_is_named(change, message):
    raw = {
        "class": [{"name": "take", "relation": "gains"} | change],
        "words": copy.deepcopy(lexicon._read("en.toml")["words"]),
    }
    with pytest.raises(LexiconError, match=message):
        lexicon.parse(raw, {})
