"""What a number counts: fighters, troops, arms, or nothing that tells a strength."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from whoholds.code.clauses import lemma
from whoholds.code.frames import frames
from whoholds.code.quantities import Quantity, quantities

if TYPE_CHECKING:
    from spacy.tokens import Token

    from whoholds.code.parse import Sentence


@dataclass(frozen=True, kw_only=True, eq=False)
class Counted:
    """A number with what it counts: ``noun`` is its head, or the number itself where nothing follows."""

    quantity: Quantity
    first: Token
    noun: Token
    unit: str


def counted(sentence: Sentence) -> Iterator[Counted]:
    """Numbers of a sentence that may count forces, by position."""
    doc = sentence.doc
    for quantity in quantities(sentence.text):
        inside = [t for t in doc if quantity.span[0] <= t.idx < quantity.span[1]]
        if not inside:
            continue
        after = list(doc)[inside[-1].i + 1 :]
        if _PART.match(sentence.text[quantity.span[1] :]):
            continue  # "300 of them" are counted already
        strong = _strong(after)
        if strong is not None:
            yield Counted(quantity=quantity, first=inside[0], noun=strong, unit="")
            continue
        noun, unit = _unit(after)
        if noun is not None and not unit:
            continue  # prisoners, pounds, hours
        yield Counted(quantity=quantity, first=inside[0], noun=noun or inside[-1], unit=unit)


_PART = re.compile(r"\s+of\s+(?:them|whom|which|these|those)\b", re.I)


def _strong(after: Sequence[Token]) -> Token | None:
    """As in "3,000-strong", "4,000 strong"."""
    rest = [t for t in after[:2] if t.text not in ("-", "–")]
    return rest[0] if rest and rest[0].lower_ == "strong" else None


def _unit(after: Sequence[Token]) -> tuple[Token | None, str]:
    """The noun that a number counts and its name as a unit; no name for what is no force."""
    people, arms = frames().words["people"], frames().words["arms"]
    run: list[Token] = []
    for token in after:
        skipped = token.lower_ in ("of", "more", "other", "the", "its", "their", "'s", "-") or token.dep_ in (
            "det",
            "poss",
        )
        if token.pos_ in ("NOUN", "PROPN", "ADJ") or (
            token.tag_ in ("VBN", "VBG") and token.head.i > token.i
        ):
            run.append(token)
        elif not (skipped and (not run or token.lower_ in ("'s", "-"))):
            break
    nouns = [t for t in run if t.pos_ in ("NOUN", "PROPN")]
    if not nouns:
        return None, ""
    head = next((t for t in reversed(nouns) if unit_lemma(t) in people | arms), None)
    if head is None or (head.i != nouns[-1].i and nouns[-1].head.i != head.i):
        return nouns[-1], ""
    kind = [t for t in run if t.i == head.i - 1 and t.lower_ in ("armoured", "armored")]
    return head, " ".join(t.lower_ for t in (*kind, head))


def unit_lemma(token: Token) -> str:
    """The noun in the singular, also where the parser leaves "militiamen"."""
    word = token.lower_
    if word.endswith("men"):
        return f"{word[:-3]}man"
    return "troop" if word == "troops" else lemma(token)
