"""One sentence as the reading of place phrases sees it, and small questions about its name runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from whoholds.code.lexicon import english
from whoholds.code.memory import Memory
from whoholds.code.mentions import PlaceMention
from whoholds.code.parse import Sentence
from whoholds.code.phrases import Run, lemma, text

if TYPE_CHECKING:
    from spacy.tokens import Doc

APPOSED = english().words.apposed
"""Kinds after which "of NAME" names the thing itself."""

NO_PLACE = frozenset({"front", "position", "office", "ministry", "corridor", "place"})
"""Words of the kind list that are no places by themselves."""

_TAIL_ADJECTIVES = frozenset({"military", "oil", "chemical", "nuclear", "international"})
_NO_TAIL = frozenset({"area", "countryside", "center", "centre", "front", "stronghold", "border"})


@dataclass(frozen=True, kw_only=True)
class View:
    """What the reading of one sentence's phrases needs: its name runs, and the named places found so far."""

    sentence: Sentence
    memory: Memory
    runs: tuple[Run, ...]
    named: list[PlaceMention]

    @property
    def doc(self) -> Doc:
        """The sentence's tokens."""
        return self.sentence.doc


def run_at(view: View, k: int) -> Run | None:
    """Run of name words that begins at a token."""
    return next((r for r in view.runs if r.start == k), None)


def name_of(doc: Doc, run: Run) -> str:
    """Name as written, with the nouns that belong to it."""
    return text(doc, run.start, extended(doc, run))


def extended(doc: Doc, run: Run) -> int:
    """End of the phrase with the lower-case nouns that belong to the name: "Azot chemical *plant*"."""
    end, words = run.end, english().words
    for k in range(run.end, min(run.end + 3, len(doc))):
        if doc[k].tag_ not in {"NN", "NNS", "VBG"} and doc[k].lower_ not in _TAIL_ADJECTIVES:
            break
        if lemma(doc[k]) in words.place_kinds and doc[k].lower_ not in words.outskirts | NO_PLACE | _NO_TAIL:
            end = k + 1
    return end


def of_follows(doc: Doc, k: int) -> bool:
    """Whether "of" is the next word."""
    return k + 1 < len(doc) and doc[k + 1].text == "of"
