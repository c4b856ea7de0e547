"""Who decides what a sentence claims: the trained scorer, or the lexicon's rules alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Protocol

from whoholds.code import pointers, rules
from whoholds.code.candidates import Draft, read
from whoholds.code.lists import completed
from whoholds.code.parse import Article, Sentence
from whoholds.code.readings import readings
from whoholds.code.scorer import Scorer


class Decider(Protocol):
    """Makes drafts of an article's sentences; ``threshold`` is the least confidence to act on."""

    name: str
    threshold: float

    def drafts(self, article: Article) -> Iterator[tuple[Sentence, Draft]]:
        """Yield drafts with the sentence they stand in, in the order of the text."""
        ...


class ByRules:
    """The lexicon's frames: transparent, and right less than half of the time."""

    name = "rules"
    threshold = 0.5

    def drafts(self, article: Article) -> Iterator[tuple[Sentence, Draft]]:
        """Yield what the frames see."""
        for candidates in read(article):
            if not candidates.sentence.context and not candidates.sentence.asks:
                for draft in rules.decide(candidates):
                    yield candidates.sentence, draft


class ByScorer:
    """The trained scorer over all mentions of the sentences that the gate lets through."""

    name = "scorer"

    def __init__(self, scorer: Scorer, weigh: pointers.Weigh = pointers.weighed) -> None:
        self._scorer, self._weigh = scorer, weigh
        self.threshold = scorer.threshold

    def drafts(self, article: Article) -> Iterator[tuple[Sentence, Draft]]:
        """Yield what the scorer finds at least possible."""
        chosen = [s for s in article.sentences if s.gated and s.parsed and not s.context and not s.asks]
        found = {s.index: r for s, r in zip(chosen, readings(article, chosen), strict=True)} if chosen else {}
        for candidates in read(article):
            reading = found.get(candidates.sentence.index)
            if reading is not None:
                decisions = self._scorer.score([reading])[0]
                for draft in completed(
                    candidates, pointers.drafts(candidates, reading, decisions, self._weigh)
                ):
                    yield candidates.sentence, draft


@cache
def default() -> Decider:
    """Return the decider that the package ships: the scorer where its weights are, else the rules."""
    if (files("whoholds.code") / "weights" / "card.json").is_file():
        return ByScorer(Scorer.load())
    return ByRules()
