"""Readings: a sentence with its context, and mentions that know where they stand."""

import pytest

from whoholds.code.parse import Parser
from whoholds.code.readings import readings
from whoholds.model import Document

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def article():
    text = "Rebels entered Morek. Shops stayed shut. They left it on Friday. The army came back."
    return next(
        Parser(None).articles(
            [Document(name="a", text=text, title="Battle for Morek", before="It was June.")]
        )
    )


def own(article):
    return [s for s in article.sentences if not s.context]


def test_context_is_the_title_and_the_two_sentences_before(article):
    first, _, third, fourth = readings(article, own(article))
    assert first.before == "It was June."
    assert third.before == "Rebels entered Morek. Shops stayed shut."
    assert fourth.before == "Shops stayed shut. They left it on Friday."
    assert {r.title for r in (first, third, fourth)} == {"Battle for Morek"}


def test_mentions_lead_back_to_words_and_tokens(article):
    reading = readings(article, [own(article)[2]])[0]
    for k, mention in enumerate(reading.mentions):
        tokens = article.sentences[mention.sentence].doc[slice(*mention.tokens)]
        assert tokens.text == reading.words(k)
    words = {(m.segment, reading.words(k)) for k, m in enumerate(reading.mentions)}
    assert {("text", "They"), ("before", "Rebels"), ("before", "Morek"), ("title", "Morek")} <= words


def test_the_sentence_comes_first_and_is_tied_to_itself_only(article):
    reading = readings(article, [own(article)[2]])[0]
    inside = [m.segment == "text" for m in reading.mentions]
    assert inside == sorted(inside, reverse=True)
    assert reading.ties.shape == (sum(inside), sum(inside))
    assert len(reading.marks) == len(reading.mentions)


def test_a_sentence_reads_the_same_whatever_is_read_with_it(article):
    alone = readings(article, [own(article)[2]])[0]
    among = readings(article, own(article))[2]
    assert alone.mentions == among.mentions
    assert (alone.marks == among.marks).all()
