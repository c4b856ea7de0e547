"""What a claim may be made of: the place and actor mentions of a sentence, and the decisions over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from whoholds.code import actors, places
from whoholds.code.memory import Memory
from whoholds.code.mentions import ActorMention, PlaceMention
from whoholds.code.parse import Article, Sentence
from whoholds.model import Polarity, Relation

Role = Literal["place", "actor"]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """*Place mention* stands in *relation* to *actor mention*; indices into the sentence's candidates."""

    place: int
    relation: Relation
    polarity: Polarity = "affirmed"
    actor: int | None = None
    against: int | None = None
    trigger: int | None = None
    probability: float = 1.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Candidates:
    """One parsed sentence with its mentions."""

    sentence: Sentence
    places: tuple[PlaceMention, ...]
    actors: tuple[ActorMention, ...]


def read(article: Article) -> Iterator[Candidates]:
    """Candidates of each parsed sentence, in order, context sentences included."""
    memory = Memory()
    for sentence in article.sentences:
        if not sentence.parsed:
            continue
        memory.begin(sentence)
        found_places = places.mentions(sentence, memory)
        found_actors = actors.mentions(sentence, memory)
        memory.end(sentence, found_places, found_actors)
        yield Candidates(sentence=sentence, places=tuple(found_places), actors=tuple(found_actors))
