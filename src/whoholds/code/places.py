"""Place mentions: named, counted, unnamed and pronominal, each with what it may stand for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from whoholds.code.lexicon import english
from whoholds.code.memory import Memory
from whoholds.code.mentions import PlaceMention
from whoholds.code.named import named, record_of
from whoholds.code.parse import Sentence
from whoholds.code.phrases import NOUN_TAGS, lemma, runs, text
from whoholds.code.unnamed import left_of, pronoun, readings_of, unnamed
from whoholds.code.view import View
from whoholds.model import Place

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SETTLEMENTS = frozenset({"city", "town", "village", "settlement", "hamlet"})
_CALLED = frozenset({"NN", "NNP", "NNPS"})


def mentions(sentence: Sentence, memory: Memory) -> list[PlaceMention]:
    """Every phrase of the sentence that may be the place of a claim, from left to right."""
    found = runs(sentence.doc)
    view = View(sentence=sentence, memory=memory, runs=found, named=[])
    for run in found:
        if (mention := named(view, run)) is not None:
            view.named.append(mention)
    covered = {i for m in view.named for i in range(*m.span)}
    in_runs = {i for r in found for i in range(r.start, r.end)}
    others = [
        mention
        for token in sentence.doc
        if token.i not in covered and token.i not in in_runs
        if (mention := unnamed(view, token) or pronoun(view, token)) is not None
    ]
    return sorted([*view.named, *others], key=lambda m: m.head)


def describe(
    sentence: Sentence, memory: Memory, found: Sequence[PlaceMention], span: tuple[int, int], with_name: bool
) -> Place:
    """Return kind, quantifier, extent and container of a phrase, whoever found it; ``found`` are the sentence's mentions.

    The name is left to the caller where the phrase itself has none.
    """
    view = _view(sentence, memory, found)
    start, end = span
    own = next((r for r in view.runs if start <= r.start < end or start < r.end <= end), None)
    if with_name and own is not None:
        return record_of(view, start, end, own)
    head = _head(sentence.doc, span)
    return Place() if head is None else readings_of(view, head, left_of(head))[-1]


def antecedent(
    sentence: Sentence, memory: Memory, found: Sequence[PlaceMention], span: tuple[int, int]
) -> str | None:
    """Name of the settlement that a definite phrase takes up: "the *port town*"; ``None`` for any other phrase."""
    head = _head(sentence.doc, span)
    if head is None or lemma(head) not in _SETTLEMENTS:
        return None
    return readings_of(_view(sentence, memory, found), head, left_of(head))[0].name


def _view(sentence: Sentence, memory: Memory, found: Sequence[PlaceMention]) -> View:
    named = [m for m in found if m.shape == "name"]
    return View(sentence=sentence, memory=memory, runs=runs(sentence.doc), named=named)


def _head(doc: Doc, span: tuple[int, int]) -> Token | None:
    """Last noun of a phrase."""
    return next((doc[k] for k in reversed(range(*span)) if doc[k].tag_ in NOUN_TAGS), None)


def titled(doc: Doc, span: tuple[int, int]) -> str | None:
    """Name of one definite thing that is called by a title or number: "the *17th Division headquarters*",
    "*neighbourhood 2*"; ``None`` for any other phrase.
    """
    head = next((doc[k] for k in reversed(range(*span)) if doc[k].tag_ == "NN"), None)
    if head is None or lemma(head) not in english().words.place_kinds:
        return None
    after = doc[head.i + 1] if head.i + 1 < len(doc) else None
    if after is not None and after.tag_ == "CD" and after.head.i == head.i and after.text[0].isdigit():
        return text(doc, head.i, after.i + 1)
    first = left_of(head)
    names = (t for t in doc[first : head.i] if t.tag_ in {"NNP", "NNPS"} or t.text[0].isdigit())
    titles = [t for t in names if t.text not in english().adjectives]
    if not titles or doc[first].lower_ != "the" or doc[head.i - 1].tag_ not in _CALLED:
        return None
    return text(doc, titles[0].i, head.i + 1)
