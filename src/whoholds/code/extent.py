"""How much of a place a phrase speaks of: whole, most, part, centre, outskirts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whoholds.code.lexicon import english
from whoholds.code.phrases import COMPASS, COMPASS_NOUNS, lemma
from whoholds.model import Extent

if TYPE_CHECKING:
    from spacy.tokens import Doc

PARTS = english().words.part
_WEAK = frozenset({"district", "neighborhood", "neighbourhood", "suburb", "countryside", "territory", "area"})


def of_name(doc: Doc, start: int, end: int) -> Extent:
    """Extent from the words around a name: "parts of X", "near X", "eastern X", "X's outskirts"."""
    return _after(doc, end) or _before(doc, start) or "whole"


def of_noun(doc: Doc, start: int, end: int) -> Extent | None:
    """Extent of a phrase without a name, or ``None`` where nothing says it."""
    inner = {t.lower_ for t in doc[start:end]}
    if inner & {"surrounding", "nearby", "neighboring", "neighbouring", "adjacent"}:
        return "outskirts"
    if inner & {"entire", "whole", "complete"}:
        return "whole"
    if lemma(doc[end - 1]) == "outskirt":
        return "outskirts"
    if inner & COMPASS:
        return "part"
    return _before(doc, start)


def _after(doc: Doc, end: int) -> Extent | None:
    k = end
    if k < len(doc) and doc[k].tag_ == "POS":
        k += 1
    for token in doc[k : k + 3]:
        if token.tag_ not in {"NN", "NNS", "JJ", "NNP"}:
            return None
        if token.lower_ in english().words.centre:
            return "centre"
        if token.lower_ in english().words.outskirts:
            return "outskirts"
    return None


def _before(doc: Doc, start: int) -> Extent | None:
    words, k = english().words, start - 1
    while k >= 0 and start - k < 12:
        lower, token = doc[k].lower_, doc[k]
        if lower in words.near or (
            lower in COMPASS_NOUNS and k + 1 < len(doc) and doc[k + 1].text in {"of", "from"}
        ):
            return "outskirts"
        if lower in words.outskirts and k + 1 < len(doc) and doc[k + 1].text in {"of", "to"}:
            return "outskirts"
        if k + 1 < len(doc) and doc[k + 1].text == "of":
            if lower in words.centre:
                return "centre"
            if lower in words.most or lower in {"percent", "%"}:
                return "most"
            if lower in PARTS - _WEAK or lemma(token) in PARTS - _WEAK:
                return "part"
        if lower in COMPASS:
            return "part"
        if lower in {"central", "downtown"}:
            return "centre"
        if (
            lower
            not in {
                "the",
                "of",
                "a",
                "to",
                "town",
                "city",
                "village",
                "towns",
                "villages",
                "cities",
                "district",
                "its",
                "and",
                "both",
                "entire",
                "whole",
                "strategic",
            }
            and token.tag_ not in {"NNP", "JJ"}
            and lower not in _WEAK
        ):
            return None
        k -= 1
    return None
