"""Places that are called by a title or a number, and sets of them that are counted."""

import pytest

from whoholds.code.candidates import read
from whoholds.code.parse import Parser, sentence
from whoholds.code.places import antecedent, titled
from whoholds.model import Document

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


@pytest.mark.parametrize(
    ("phrase", "name"),
    [("the port town", "Palma"), ("a town", None), ("the towns", None), ("the bridge", None)],
)
def test_a_definite_settlement_takes_up_the_last_one_named(phrase, name):
    whole = next(
        Parser(None).articles([Document(name="r", text=f"Troops entered Palma. They held {phrase}.")])
    )
    last = list(read(whole))[-1]
    start, end = 2, 2 + len(phrase.split())
    assert antecedent(last.sentence, last.known, last.places, (start, end)) == name


@pytest.mark.parametrize(
    ("text", "phrase", "n", "of"),
    [
        ("Rebels took two of the three crossings on Sunday.", "three crossings", 2, 3),
        ("Of the nine districts, six are held by the rebels.", "nine districts", 6, 9),
        ("The army controls 14 of the state's 17 districts.", "17 districts", 14, 17),
        ("Rebels captured the four villages on Sunday.", "four villages", 4, None),
    ],
)
def test_a_part_of_a_counted_set(text, phrase, n, of):
    article = Parser(None).article(Document(name="r", text=text))
    (candidates,) = read(article)
    found = [p.place for p in candidates.places if p.place.kind == phrase.split()[1].removesuffix("s")]
    assert [(p.quantifier, p.n, p.of) for p in found] == [("count", n, of)]


@pytest.mark.parametrize(
    ("text", "kind", "within"),
    [
        ("Rebels overran a base of the Northern Army (NA) at Kemra.", "base", "Kemra"),
        ("Militias took two villages from M23 on Monday.", "village", None),
        ("The army cleared three roads from Sirba to Kemra.", "road", "Sirba"),
    ],
)
def test_a_thing_lies_in_a_place_and_in_no_party(text, kind, within):
    (candidates,) = read(Parser(None).article(Document(name="r", text=text)))
    assert [p.place.within for p in candidates.places if p.place.kind == kind] == [within]
