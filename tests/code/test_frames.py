"""Every frame of the lexicon of statements does what its own example says, and leaves its counter-example alone."""

import re
from functools import cache

import pytest

from whoholds.code.frames import frames, parse
from whoholds.code.parse import Parser
from whoholds.code.score import agree
from whoholds.code.statements import statements
from whoholds.errors import LexiconError
from whoholds.model import Document

FRAMES = (*frames().alignments, *frames().stances)


@cache
def said(text):
    (article,) = Parser(re.compile("(?!)")).articles([Document(name="r", text=text)])
    found = statements(article)
    return (*found.alignments, *found.stances)


@pytest.mark.model
@pytest.mark.parametrize("frame", FRAMES, ids=lambda f: f.name)
def test_the_example_holds(frame):
    (one,) = said(frame.example["text"])
    wanted = {key: value for key, value in frame.example.items() if key != "text"}
    assert wanted
    assert all(agree(getattr(one, key), value) for key, value in wanted.items())
    assert one.kind == frame.kind


@pytest.mark.model
@pytest.mark.parametrize("frame", FRAMES, ids=lambda f: f.name)
def test_the_counter_example_yields_nothing(frame):
    assert not said(frame.counter)


@pytest.mark.parametrize("frame", FRAMES, ids=lambda f: f.name)
def test_the_gate_lets_every_example_through(frame):
    assert frames().gate.search(frame.example["text"])


def test_a_frame_of_an_unknown_kind_is_refused():
    with pytest.raises(LexiconError, match="frame 'x': 'marries' is no alignment"):
        parse({"alignment": [{"name": "x", "kind": "marries"}], "words": {}}, "here")


def test_an_unknown_key_is_named():
    with pytest.raises(LexiconError, match="unknown key 'colour'"):
        parse({"stance": [{"name": "x", "kind": "calls", "colour": "red"}], "words": {}}, "here")
