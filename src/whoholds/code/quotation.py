"""Quotations of a report: where they open and close, over sentences and paragraphs.

A quotation that is still open where its paragraph ends goes on where the next paragraph opens with a quotation
mark, as newspapers set it. Only double marks count (the parse has straightened curly ones): single ones are
mostly apostrophes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whoholds.code.parse import Sentence

SHORTEST = 4
"""Words that a quotation must have: shorter ones ("liberated") are the writer's own sentence."""


@dataclass(frozen=True, kw_only=True)
class Quotation:
    """Stretches of sentences between quotation marks: sentence index to characters of its text."""

    parts: tuple[tuple[int, int, int], ...]
    paragraph: int

    @property
    def first(self) -> int:
        """Index of the sentence it opens in."""
        return self.parts[0][0]

    @property
    def last(self) -> int:
        """Index of the sentence it closes in."""
        return self.parts[-1][0]

    def holds(self, index: int, character: int) -> bool:
        """Whether the character of the sentence is inside."""
        return any(i == index and start <= character < end for i, start, end in self.parts)

    def edge(self, index: int) -> int:
        """Where the quotation ends in its last sentence, and begins in any other."""
        return self.parts[-1][2] if index == self.last else self.parts[0][1]


def quotations(sentences: Sequence[Sentence]) -> tuple[Quotation, ...]:
    """All quotations, in order, of four words or more."""
    found: list[Quotation] = []
    parts: list[tuple[int, int, int]] = []
    inside, paragraph = False, None
    for sentence in sentences:
        text = sentence.text
        if sentence.paragraph != paragraph:
            if inside and not text.startswith('"'):  # never closed: the mark was forgotten
                _close(found, parts, paragraph)
                inside = False
            elif inside:
                text = " " + text[1:]
            paragraph = sentence.paragraph
        start = 0
        for at, char in enumerate(text):
            if char != '"':
                continue
            if inside:
                parts.append((sentence.index, start, at))
                _close(found, parts, paragraph)
            inside, start = not inside, at + 1
        if inside:
            parts.append((sentence.index, start, len(text)))
    _close(found, parts, paragraph)
    return tuple(q for q in found if _length(q, sentences) >= SHORTEST)


def _close(found: list[Quotation], parts: list[tuple[int, int, int]], paragraph: int | None) -> None:
    if parts:
        found.append(Quotation(parts=tuple(parts), paragraph=paragraph or 0))
        parts.clear()


def _length(quotation: Quotation, sentences: Sequence[Sentence]) -> int:
    return sum(len(sentences[i].text[a:b].split()) for i, a, b in quotation.parts)
