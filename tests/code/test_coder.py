"""The coder's public face: documents in, claims and problems out."""

from datetime import date

import pytest

from whoholds.code.coder import LONGEST, Coder, record
from whoholds.model import Document, Mention

pytestmark = pytest.mark.model


def claims(text, **fields):
    document = Document(name="r", text=text, published=date(2021, 8, 19), **fields)
    (coding,) = Coder().code([document])
    return coding.claims


def test_a_taking_is_a_gain_with_actor_and_place():
    (claim,) = claims("On Monday the rebels captured Tamanah from the army.")
    assert (claim.relation, claim.actor, claim.place.name, claim.against) == (
        "gains",
        "rebels",
        "Tamanah",
        "army",
    )


def test_the_quote_stands_at_the_span_in_the_text_as_given():
    text = "Officials  said so.\n\nOn Monday the “Popular\u00a0Front” captured the *town* of Tamanah."
    (claim,) = claims(text)
    assert text[slice(*claim.span)] == claim.quote
    assert "Front” captured the *town* of Tamanah" in claim.quote


def test_a_far_adverbial_never_names_the_place_held():
    found = claims(
        "The militia controls most of the country, but about 70 miles north of the capital in the Harran Valley, "
        "a force opposed to it is forming."
    )
    assert {(c.relation, c.actor) for c in found} == {("holds", "militia")}
    assert all("Harran" not in (c.place.name or "") for c in found)


@pytest.mark.parametrize("language", ["EN", "en_GB", "en-US", "English", ""])
def test_english_is_known_by_all_its_names(language):
    assert not next(Coder().code([Document(name="r", text="It rained.", language=language)])).problems


def test_a_question_claims_nothing():
    told = "The rebels have captured Tamanah"
    assert claims(f"{told}.")
    assert claims(f'"{told}." Where is the army?')
    assert not claims(f"{told}?")
    assert not claims(f'"Is it true that {told[:1].lower()}{told[1:]}?"')
    assert "a question" in Coder().explain(Document(name="r", text=f"{told}?"))


def test_another_language_is_a_problem_not_a_claim():
    (coding,) = Coder().code([Document(name="r", text="Les rebelles ont pris Tamanah.", language="fr")])
    assert coding.claims == ()
    assert "English" in coding.problems[0].reason


def test_a_text_beyond_the_limit_is_a_problem():
    (coding,) = Coder().code([Document(name="r", text="x" * (LONGEST + 1))])
    assert "1,000,000" in coding.problems[0].reason


def test_a_long_report_without_a_word_of_war_is_not_read():
    market = " ".join(["The market holds its prices, traders in the town of Tamanah said."] * 12)
    assert not claims(market + " The union took the hall of Tamanah.")
    assert claims(market + " The rebels took the hall of Tamanah.")
    explained = Coder().explain(Document(name="r", text=market))
    assert explained == "r: not read: no word of war stands in it"


def test_a_few_sentences_need_no_word_of_war():
    assert claims("The movement took Tamanah on Monday.")


def test_a_record_has_the_codebook_keys():
    (claim,) = claims("On Monday the rebels captured Tamanah from the army.")
    found = record(claim)
    assert found["place"]["except"] == []
    assert set(found) >= {
        "relation",
        "actor",
        "against",
        "place",
        "start",
        "end",
        "speaker",
        "by_party",
        "modality",
        "polarity",
        "quote",
        "sentence",
        "span",
        "confidence",
    }


def test_a_known_place_is_no_party():
    class Known:
        def mentions(self, text):
            return [Mention(span=(0, 6), kind="place", id="x")] if text == "Harran" else []

    document = Document(name="r", text="Harran captured the town of Tamanah.")
    (coding,) = Coder(names=Known()).code([document])
    assert [c.actor for c in coding.claims] == [None]
    (coding,) = Coder().code([document])
    assert [c.actor for c in coding.claims] == ["Harran"]
