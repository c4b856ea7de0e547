"""Place and actor mentions: a head word, its phrase, and what it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from whoholds.model import Place


@dataclass(frozen=True, kw_only=True)
class PlaceMention:
    """Phrase that may be the place of a claim; ``span`` and ``head`` count tokens of its sentence.

    ``readings`` are what it may stand for, best first: "the town" may be the town named before, or a
    town without a name.
    """

    head: int
    span: tuple[int, int]
    shape: Literal["name", "noun", "pronoun"]
    readings: tuple[Place, ...]

    @property
    def place(self) -> Place:
        """Best reading."""
        return self.readings[0]


Shape = Literal["name", "kind", "adjective", "pronoun", "noun"]
"""What an actor's phrase is made of."""


@dataclass(frozen=True, kw_only=True)
class ActorMention:
    """Phrase that may be a party; ``name`` is as written, or the antecedent's where it is a pronoun."""

    head: int
    span: tuple[int, int]
    shape: Shape
    name: str
    resolved: bool = False
