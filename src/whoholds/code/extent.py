"""How much of a place a phrase speaks of: whole, most, part, centre, outskirts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whoholds.code.lexicon import english
from whoholds.code.phrases import COMPASS, COMPASS_NOUNS, lemma
from whoholds.model import Extent

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PARTS = english().words.part
REACH = 12
"""Words before a name that may say how much of it is meant."""

_WEAK = frozenset({"district", "neighborhood", "neighbourhood", "suburb", "countryside", "territory", "area"})
"""Words that say a kind as often as a part."""
_NEARBY = frozenset({"surrounding", "nearby", "neighboring", "neighbouring", "adjacent"})
_NEARLY = frozenset({"virtually", "nearly", "almost", "practically"})
_WHOLE = frozenset({"all", "whole", "entirety"})
_BETWEEN = english().words.apposed | {"the", "of", "a", "to", "its", "and", "both", "entire", "whole"}
"""Words that may stand between a part word and the name."""


def of_name(doc: Doc, start: int, end: int) -> Extent:
    """Extent from the words around a name: "parts of X", "near X", "eastern X", "X's outskirts"."""
    return _after(doc, end) or _before(doc, start) or "whole"


def of_noun(doc: Doc, start: int, end: int) -> Extent | None:
    """Extent of a phrase without a name, or ``None`` where nothing says it."""
    inner = {t.lower_ for t in doc[start:end]}
    if inner & _NEARBY or lemma(doc[end - 1]) == "outskirt":
        return "outskirts"
    if inner & {"entire", "whole", "complete"}:
        return "whole"
    if inner & COMPASS:
        return "part"
    return _before(doc, start)


def _after(doc: Doc, end: int) -> Extent | None:
    k = end + (end < len(doc) and doc[end].tag_ == "POS")
    for token in doc[k : k + 3]:
        if token.tag_ not in {"NN", "NNS", "JJ", "NNP"}:
            return None
        if token.lower_ in english().words.centre:
            return "centre"
        if token.lower_ in english().words.outskirts:
            return "outskirts"
    return None


def _before(doc: Doc, start: int) -> Extent | None:
    for k in range(start - 1, max(-1, start - REACH), -1):
        found = _told(doc, k)
        if found is not None:
            return found
        token = doc[k]
        if (
            token.lower_ not in _BETWEEN | _WEAK
            and lemma(token) not in _BETWEEN
            and token.tag_ not in {"NNP", "JJ"}
        ):
            return None
    return None


def _told(doc: Doc, k: int) -> Extent | None:
    """Extent that one word gives to the name after it."""
    words, lower = english().words, doc[k].lower_
    following = doc[k + 1].lower_ if k + 1 < len(doc) else ""
    if lower in words.near or (lower in COMPASS_NOUNS and following in {"of", "from"}):
        return "outskirts"
    if lower in words.outskirts and following in {"of", "to"}:
        return "outskirts"
    if following == "of" and (part := _share(doc[k])) is not None:
        return part
    if lower in COMPASS:
        return "centre" if lower == "central" else "part"
    return "centre" if lower == "downtown" else None


def _share(token: Token) -> Extent | None:
    """Extent of "*most* of", "*the centre* of", "60 *percent* of"."""
    words, lower = english().words, token.lower_
    before = token.nbor(-1) if token.i else None
    if lower in words.centre:
        return "centre"
    if lower in _WHOLE:
        return "most" if before is not None and before.lower_ in _NEARLY else "whole"
    if lower in {"percent", "%", "cent"}:
        return _percentage(token)
    if lower in words.most:
        return "most"
    return "part" if {lower, lemma(token)} & (PARTS - _WEAK) else None


def _percentage(token: Token) -> Extent:
    number = next((t.text for t in reversed(token.doc[: token.i]) if t.like_num), "")
    try:
        value = float(number.replace(",", ""))
    except ValueError:
        return "most"
    return "whole" if value >= 100 else "most" if value > 50 else "part"
