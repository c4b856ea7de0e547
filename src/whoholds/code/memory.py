"""What an article has said so far: the places and parties that "the town" or "they" may mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from whoholds.code.mentions import ActorMention, PlaceMention
from whoholds.code.parse import Sentence
from whoholds.model import Place

_INTRODUCED = re.compile(
    r"((?:[A-Z][\w'-]+|of|for|the|and|al-\w+)(?: (?:[A-Z][\w'-]+|of|for|the|and|al-\w+))+) \(([A-Z][A-Za-z-]{1,7})\)"
)

_JOINING = frozenset({"of", "for", "the", "and"})


@dataclass
class Memory:
    """Filled sentence by sentence; newest last."""

    places: list[Place] = field(default_factory=list)
    actors: list[ActorMention] = field(default_factory=list)
    subject: ActorMention | None = None
    long_names: dict[str, str] = field(default_factory=dict)
    """Abbreviation -> the full name that introduced it."""

    def begin(self, sentence: Sentence) -> None:
        """Learn what the sentence itself introduces."""
        for match in _INTRODUCED.finditer(sentence.text):
            words = match[1].split()
            initials = "".join(w[0] for w in words if w[0].isupper())
            if (initials and initials[-1] == match[2][-1].upper()) or len(match[2]) >= 3:
                words = words[max(0, len(words) - 2 * len(match[2])) :]
                while len(words) > 1 and words[0].lower() in _JOINING:
                    words = words[1:]
                self.long_names.setdefault(match[2], " ".join(words))

    def end(self, sentence: Sentence, places: Sequence[PlaceMention], actors: Sequence[ActorMention]) -> None:
        """Remember the mentions of a sentence that has been read."""
        self.places += [m.place for m in places if m.shape == "name" and m.place.name]
        self.actors += [a for a in actors if a.shape in {"name", "kind"}]
        self.subject = _subject(sentence, actors) or self.subject
        del self.places[:-40], self.actors[:-40]


def _subject(sentence: Sentence, actors: Sequence[ActorMention]) -> ActorMention | None:
    """Party that the sentence is about: the first one that is a subject."""
    subjects = [a for a in actors if sentence.doc[a.head].dep_ in {"nsubj", "nsubjpass"}]
    return next((a for a in subjects if a.shape != "adjective"), None)
