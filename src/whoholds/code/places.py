"""Place mentions: named, counted, unnamed and pronominal, each with what it may stand for."""

from __future__ import annotations

from collections.abc import Sequence

from whoholds.code.memory import Memory
from whoholds.code.mentions import PlaceMention
from whoholds.code.named import named, record_of
from whoholds.code.parse import Sentence
from whoholds.code.phrases import NOUN_TAGS, runs
from whoholds.code.unnamed import left_of, pronoun, readings_of, unnamed
from whoholds.code.view import View
from whoholds.model import Place


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
    view = View(
        sentence=sentence,
        memory=memory,
        runs=runs(sentence.doc),
        named=[m for m in found if m.shape == "name"],
    )
    start, end = span
    own = next((r for r in view.runs if start <= r.start < end or start < r.end <= end), None)
    if with_name and own is not None:
        return record_of(view, start, end, own)
    head = next(
        (sentence.doc[k] for k in range(end - 1, start - 1, -1) if sentence.doc[k].tag_ in NOUN_TAGS), None
    )
    if head is None:
        return Place()
    return readings_of(view, head, left_of(head))[-1]
