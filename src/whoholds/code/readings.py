"""What the scorer reads: a sentence, what stands before it, the title, and every mention in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from whoholds.code import features
from whoholds.code.parse import Article, Sentence
from whoholds.code.spans import spans

Segment = Literal["text", "before", "title"]
SEGMENTS: tuple[Segment, ...] = ("text", "before", "title")
BEFORE = 2
"""Sentences before the one read that pronouns may point to."""


@dataclass(frozen=True, kw_only=True)
class Mention:
    """Phrase that may name a place or a party.

    ``start`` and ``end`` count characters of its segment of the :class:`Reading`; ``sentence`` is its
    sentence's index in the article, ``tokens`` its tokens there (end exclusive).
    """

    segment: Segment
    start: int
    end: int
    sentence: int
    tokens: tuple[int, int]


@dataclass(frozen=True, kw_only=True, eq=False)
class Reading:
    """Sentence with its context; the mentions of the sentence itself come first."""

    text: str
    before: str
    title: str
    mentions: tuple[Mention, ...]
    marks: npt.NDArray[np.uint8]
    """Of every mention, shape (mentions, ``features.WIDTH``)."""
    ties: npt.NDArray[np.uint8]
    """Between the mentions of the sentence itself, square."""

    def words(self, mention: int) -> str:
        """Mention as written."""
        found = self.mentions[mention]
        text = {"text": self.text, "before": self.before, "title": self.title}[found.segment]
        return text[found.start : found.end]


def readings(article: Article, sentences: Sequence[Sentence]) -> list[Reading]:
    """Readings of parsed sentences of one article, in the order given."""
    body = [s for s in article.sentences if not s.title]
    place = {s.index: k for k, s in enumerate(body)}
    title = [s for s in article.sentences if s.title]
    seen: dict[int, _Seen] = {}
    found = []
    for sentence in sentences:
        at = place[sentence.index]
        found.append(_reading([sentence], body[max(0, at - BEFORE) : at], title, seen))
    return found


@dataclass(frozen=True, kw_only=True, eq=False)
class _Seen:
    """What was found in a sentence, kept for the sentences after it."""

    spans: list[tuple[int, int]]
    characters: list[tuple[int, int]]
    """Of each span, in the sentence."""
    roles: features.Roles
    marks: npt.NDArray[np.uint8]


def _see(sentence: Sentence, seen: dict[int, _Seen]) -> _Seen:
    if sentence.index not in seen:
        found = spans(sentence.doc) if sentence.parsed else []
        doc = sentence.doc
        roles = features.roles(doc) if found else {}
        seen[sentence.index] = _Seen(
            spans=found,
            characters=[(doc[a].idx, doc[b - 1].idx + len(doc[b - 1])) for a, b in found],
            roles=roles,
            marks=features.marks(doc, found, roles),
        )
    return seen[sentence.index]


def _reading(
    own: Sequence[Sentence], before: Sequence[Sentence], title: Sequence[Sentence], seen: dict[int, _Seen]
) -> Reading:
    mentions: list[Mention] = []
    marks = []
    for segment, sentences in zip(SEGMENTS, (own, before, title), strict=True):
        for one, offset in zip(sentences, _offsets(sentences), strict=True):
            known = _see(one, seen)
            marks.append(known.marks)
            mentions += [
                Mention(segment=segment, start=offset + a, end=offset + b, sentence=one.index, tokens=tokens)
                for tokens, (a, b) in zip(known.spans, known.characters, strict=True)
            ]
    return Reading(
        text=_joined(own), before=_joined(before), title=_joined(title), mentions=tuple(mentions),
        marks=np.concatenate(marks), ties=features.ties(own[0].doc, _see(own[0], seen).spans, _see(own[0], seen).roles),
    )  # fmt: skip


def _offsets(sentences: Sequence[Sentence]) -> list[int]:
    """Where each sentence begins when they are joined by blanks."""
    offsets = [0]
    for sentence in sentences[:-1]:
        offsets.append(offsets[-1] + len(sentence.text) + 1)
    return offsets[: len(sentences)]


def _joined(sentences: Sequence[Sentence]) -> str:
    return " ".join(s.text for s in sentences)
