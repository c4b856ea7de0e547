"""The candidates of an article, and the drafts of claims that a decider makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from whoholds.code import actors, places
from whoholds.code.memory import Memory
from whoholds.code.mentions import ActorMention, PlaceMention
from whoholds.code.parse import Article, Sentence
from whoholds.model import Extent, Modality, Place, Polarity, Relation


@dataclass(frozen=True, kw_only=True, eq=False)
class Candidates:
    """One parsed sentence with its mentions; ``known`` is what the article had said before it."""

    article: Article
    sentence: Sentence
    places: tuple[PlaceMention, ...]
    actors: tuple[ActorMention, ...]
    known: Memory


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A claim as decided, before speaker and dates: what is said of which place, and by which words.

    ``trigger`` is the token that carries it; ``tokens`` are the token spans that the quote must cover.
    ``modality`` is ``None`` where the decider leaves it to the rules.
    """

    relation: Relation
    place: Place
    actor: str | None
    against: str | None
    trigger: int
    tokens: tuple[tuple[int, int], ...]
    own: bool = False
    """Whether the doer is who speaks: "we have taken the town"."""
    polarity: Polarity | None = None
    modality: Modality | None = None
    extent: Extent | None = None
    dated: float | None = None
    """Probability that the text dates it, where the decider has a view."""
    probability: float = 1.0
    why: str = ""
    """What decided, in words, for ``--explain``."""


def read(article: Article) -> Iterator[Candidates]:
    """Yield the candidates of each parsed sentence, in order, context sentences included."""
    memory = Memory()
    for sentence in article.sentences:
        if not sentence.parsed:
            continue
        memory.begin(sentence)
        found_places = places.mentions(sentence, memory)
        found_actors = actors.mentions(sentence, memory)
        yield Candidates(
            article=article,
            sentence=sentence,
            places=tuple(found_places),
            actors=tuple(found_actors),
            known=memory,
        )
        memory.end(sentence, found_places, found_actors)
