"""Paths, subjects, quotations, names and parties on trees built by hand: no parser is loaded."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from whoholds.code.clauses import clause, infinitive, path, subject
from whoholds.code.modality import judge
from whoholds.code.naming import written
from whoholds.code.parse import Article, Sentence
from whoholds.code.party import Parties, is_party, speaks_of_itself
from whoholds.code.quotation import quotations
from whoholds.code.speaker import Attribution, speakers
from whoholds.model import Document

VOCAB = spacy.blank("en").vocab
POS = {
    "N": "NOUN",
    "V": "VERB",
    "J": "ADJ",
    "I": "ADP",
    "D": "DET",
    "M": "AUX",
    "P": "PRON",
    "T": "PART",
    "R": "ADV",
}


def tree(text: str, index: int = 0, paragraph: int = 0) -> Sentence:
    """A sentence from ``word~lemma/TAG/dep/head`` tokens; the lemma may be left out."""
    rows = [token.rsplit("/", 3) for token in text.split()]
    words = [row[0].split("~")[0] for row in rows]
    doc = Doc(
        VOCAB, words=words,
        lemmas=[(row[0].split("~")[1:] or [row[0].lower()])[0] for row in rows],
        tags=[row[1] for row in rows],
        pos=["PROPN" if row[1].startswith("NNP") else POS.get(row[1][0], "PUNCT") for row in rows],
        deps=[row[2] for row in rows], heads=[int(row[3]) for row in rows],
    )  # fmt: skip
    return Sentence(
        text=doc.text, tree=doc, origin=range(len(doc.text) + 1), index=index, paragraph=paragraph
    )


def plain(text: str, index: int = 0, paragraph: int = 0) -> Sentence:
    """A sentence of words alone."""
    doc = Doc(VOCAB, words=text.split())
    return Sentence(
        text=doc.text, tree=doc, origin=range(len(doc.text) + 1), index=index, paragraph=paragraph
    )


def report(*sentences: Sentence) -> Article:
    return Article(document=Document(name="r", text=""), sentences=sentences)


DENIED = "The/DT/det/1 army/NN/nsubj/2 denied~deny/VBD/ROOT/2 that/IN/mark/6 Homs/NNP/nsubj/6 had/VBD/aux/6 fallen~fall/VBN/ccomp/2"
FAILED = "They/PRP/nsubj/1 failed~fail/VBD/ROOT/1 to/TO/aux/3 take/VB/xcomp/1 Goma/NNP/dobj/3"
RELATIVE = "Rebels~rebel/NNS/nsubj/1 hold/VBP/ROOT/1 Hama/NNP/dobj/1 ,/,/punct/2 which/WDT/dobj/6 they/PRP/nsubj/6 took~take/VBD/relcl/2"


def test_a_path_leads_to_the_root_and_marks_asides() -> None:
    doc = tree(RELATIVE).doc
    assert [(s.child.text, s.head.text, s.aside) for s in path(doc[6])] == [
        ("took", "Hama", True),
        ("Hama", "hold", True),
    ]
    assert [s.aside for s in path(doc[0])] == [False]


def test_an_infinitive_is_no_aside() -> None:
    doc = tree("An/DT/det/1 attempt/NN/ROOT/1 to/TO/aux/3 take/VB/relcl/1 Goma/NNP/dobj/3").doc
    assert infinitive(doc[3])
    assert [s.aside for s in path(doc[3])] == [False]


def test_a_clause_and_its_subject() -> None:
    doc = tree(FAILED).doc
    assert clause(doc[4]).text == "take"
    assert str(subject(doc[3])) == "They"


def test_a_denial_reaches_the_clause_below_it() -> None:
    assert judge(tree(DENIED), 6) == ("asserted", "denied")
    assert judge(tree(FAILED), 3) == ("asserted", "denied")


def test_a_negation_beside_a_verb_of_speech_stays_there() -> None:
    said = "He/PRP/nsubj/3 did/VBD/aux/3 not/RB/neg/3 say/VB/ROOT/3 that/IN/mark/6 Homs/NNP/nsubj/6 fell~fall/VBD/ccomp/3"
    assert judge(tree(said), 6) == ("asserted", "affirmed")


def test_an_unproved_claim_is_seen_two_sentences_later_but_not_three() -> None:
    taken = tree("Rebels/NNS/nsubj/1 took~take/VBD/ROOT/1 Goma/NNP/dobj/1")
    other, doubt = plain("They posted a film ."), plain("The claim could not be verified .")
    assert judge(taken, 1, [other, doubt])[0] == "claimed"
    assert judge(taken, 1, [other, other, doubt])[0] == "asserted"


def test_a_quotation_runs_over_sentences_and_paragraphs() -> None:
    text = [
        plain('" We took the bridge . ', 0, 0), plain("They fled .", 1, 0),
        plain('" Now we hold it all , " he said .', 2, 1), plain("Nobody else spoke .", 3, 1),
    ]  # fmt: skip
    (found,) = quotations(text)
    assert (found.first, found.last) == (0, 2)
    assert found.holds(1, 3)
    assert not found.holds(3, 3)


def test_a_mark_that_was_forgotten_ends_with_its_paragraph() -> None:
    text = [plain('" We took the bridge today .', 0, 0), plain("Nobody else spoke there .", 1, 1)]
    (found,) = quotations(text)
    assert found.last == 0


def test_words_in_scare_quotes_are_no_quotation() -> None:
    assert quotations([plain('They " liberated " the town .')]) == ()


def test_a_title_goes_and_what_is_spoken_for_stays() -> None:
    person = tree("Defence/NNP/compound/3 Minister/NNP/compound/3 Ann/NNP/compound/3 Ray/NNP/ROOT/3").doc
    role = tree("the/DT/det/1 spokesman/NN/ROOT/1 for/IN/prep/1 the/DT/det/4 army/NN/pobj/2").doc
    assert written(person[3]) == "Ann Ray"
    assert written(role[1]) == "spokesman for the army"


def test_a_ministry_is_a_party_only_where_its_nation_is_named_again() -> None:
    ministry = tree("The/DT/det/2 British/JJ/amod/2 ministry/NN/nsubj/3 said~say/VBD/ROOT/3").doc[2]
    assert not is_party(ministry, Parties(nations={"britain": 1}))
    assert is_party(ministry, Parties(nations={"britain": 2}))


def test_a_known_name_is_a_party_and_a_resident_is_none() -> None:
    group = tree("M23/NNP/nsubj/1 said~say/VBD/ROOT/1").doc[0]
    resident = tree("A/DT/det/1 resident/NN/nsubj/2 said~say/VBD/ROOT/2").doc[1]
    assert is_party(group, Parties(names=frozenset(["m23"])))
    assert not is_party(resident, Parties(names=frozenset(["m23"])))


def test_who_claims_to_have_taken_speaks_of_itself() -> None:
    doc = tree("AQIM/NNP/nsubj/1 claims~claim/VBZ/ROOT/1 to/TO/aux/3 hold/VB/xcomp/1 it/PRP/dobj/3").doc
    assert speaks_of_itself(doc[1], doc[0])


def test_speakers_are_read_upwards_from_the_trigger() -> None:
    sentence = tree(DENIED)
    assert speakers(Attribution(article=report(sentence)), sentence, 6) == (("army",), True)
    assert speakers(Attribution(article=report(sentence)), sentence, 2) == ((), False)
