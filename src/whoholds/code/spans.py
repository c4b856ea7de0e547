"""Every stretch of a sentence that may name a place or a party, overlapping ones included.

The scorer points at these, so what counts is that the right stretch is among them, and with the right
ends; how many wrong ones stand beside it costs little.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from whoholds.code.lexicon import english
from whoholds.code.phrases import Run, is_name_word, runs

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LONGEST = 14
"""Tokens; a longer phrase is never a name."""

_DETERMINERS = frozenset(
    {"the", "a", "an", "this", "that", "these", "those", "its", "their", "his", "her", "both", "any", "such"}
)
_PRONOUNS = frozenset({"it", "they", "them", "which", "who", "there", "he", "we", "itself", "themselves", "those", "that", "where"}
    | {"both", "one", "its", "their", "our", "his", "here", "she", "us", "i", "whom"})  # fmt: skip
_ARGUMENTS = frozenset({"nsubj", "dobj", "pobj", "nsubjpass", "conj", "attr"})


def spans(doc: Doc) -> list[tuple[int, int]]:
    """Token spans (end exclusive), sorted, without articles in front or punctuation around."""
    names = runs(doc)
    found = {trimmed for a, b in _all(doc, names) if (trimmed := _trim(doc, a, b)) is not None}
    found |= {(t.i, t.i + 1) for t in doc if t.lower_ in _PRONOUNS}
    return sorted(found)


def _all(doc: Doc, names: tuple[Run, ...]) -> Iterator[tuple[int, int]]:
    starts = {run.start: run for run in names}
    for run in names:
        yield from _around(doc, run, starts)
    for chunk in doc.noun_chunks:
        yield from _inside(doc, chunk.start, chunk.end, chunk.root.i)
    for token in doc:
        if (
            token.pos_ in {"NOUN", "PROPN"}
            or is_name_word(token)
            or token.lower_ in english().words.actor_kinds
        ):
            yield token.i, token.i + 1
        if token.pos_ == "NUM" and token.dep_ in _ARGUMENTS:
            yield token.i, token.i + 1
        if token.tag_ == "CD" and token.i and doc[token.i - 1].pos_ == "NOUN":
            yield token.i - 1, token.i + 1
        if token.text in {'"', "'"}:
            yield from _quoted(doc, token.i)


def _around(doc: Doc, run: Run, starts: dict[int, Run]) -> Iterator[tuple[int, int]]:
    """Yield a name, with the nouns after it, with what "of" or brackets add, and without its first words."""
    yield run.start, run.end
    for k in range(run.start + 1, run.end):
        yield k, run.end
        yield run.start, k
    k = run.end
    while k < len(doc) and k - run.end < 3 and doc[k].tag_ in {"NN", "NNS", "JJ", "VBG", "CD"}:
        k += 1
        if doc[k - 1].tag_ != "JJ":
            yield run.start, k
    k = run.end
    if k < len(doc) and doc[k].text in {"of", "for", "in"}:
        after = starts.get(k + 2 if k + 1 < len(doc) and doc[k + 1].lower_ == "the" else k + 1)
        if after is not None:
            yield run.start, after.end
            if after.end < len(doc) and doc[after.end].text == "and":
                last = starts.get(after.end + 2) or starts.get(after.end + 1)
                if last is not None:
                    yield run.start, last.end
    if k < len(doc) and doc[k].text == "(":
        inner = starts.get(k + 1)
        if inner is not None and inner.end < len(doc) and doc[inner.end].text == ")":
            yield run.start, inner.end + 1


def _inside(doc: Doc, start: int, end: int, head: int) -> Iterator[tuple[int, int]]:
    """Yield a noun phrase, its parts at a possessive, its tails, and it with the phrase after "of"."""
    yield start, end
    for k in range(start, end):
        if doc[k].tag_ == "POS":
            yield start, k
            yield k + 1, end
        if k <= head and (doc[k].pos_ in {"NOUN", "PROPN", "ADJ", "NUM"} or doc[k].tag_ == "VBN"):
            yield k, head + 1
    if end < len(doc) and doc[end].text in {"of", "for", "to", "between", "linking", "connecting", "leading"}:
        following = next((c for c in doc[end + 1 :].noun_chunks), None)
        if following is not None and following.start <= end + 2:
            yield start, following.end
            for k in range(start + 1, head + 1):
                yield k, following.end
    if end < len(doc) and doc[end].text == "(":
        for k in range(end + 1, min(end + 6, len(doc))):
            if doc[k].text == ")":
                yield start, k + 1
                break


def _quoted(doc: Doc, k: int) -> Iterator[tuple[int, int]]:
    """Yield a short quoted name ("600") with the noun after it."""
    for end in range(k + 2, min(k + 4, len(doc))):
        if doc[end].text == doc[k].text:
            yield k + 1, end
            if end + 1 < len(doc) and doc[end + 1].pos_ == "NOUN":
                yield k + 1, end + 2


def _trim(doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    while start < end and (
        doc[start].lower_ in _DETERMINERS or (doc[start].is_punct and doc[start].text != "'")
    ):
        start += 1
    while end > start and (_loose(doc[end - 1])):
        end -= 1
    return (start, end) if start < end and end - start <= LONGEST else None


def _loose(token: Token) -> bool:
    return token.tag_ == "POS" or (token.is_punct and token.text not in {"'", ")"}) or token.is_space
