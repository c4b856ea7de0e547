"""What a parse keeps of what was asked of it."""

import spacy
from spacy.tokens import Doc

from whoholds.code.kept import kept


def test_a_question_is_answered_once_a_parse_and_each_parse_by_itself():
    asked: list[str] = []

    @kept
    def length(doc: Doc) -> int:
        asked.append(doc.text)
        return len(doc)

    nlp = spacy.blank("en")
    one, other = nlp("Rebels left."), nlp("They left the town.")
    assert [length(one), length(other), length(one)] == [3, 5, 3]
    assert asked == [one.text, other.text]
