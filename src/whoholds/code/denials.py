"""What somebody denies by pointing back: "The army denied this", "…, which the council rejected" (codebook, ruling 16)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from whoholds.code import modality
from whoholds.code.candidates import Draft
from whoholds.code.clauses import is_verb, lemma
from whoholds.code.modality import DENY, TOLD
from whoholds.code.parse import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LESS = 0.9
"""How sure a denial is, beside what it denies."""

MAY_DENY = re.compile(r"\b(?:den(?:y|ies|ied|ying)|reject|dismiss|refut|rebut)\w*\b", re.I)
"""Matches every sentence that may deny what the one before it says."""

_ASIDE = frozenset({"amod", "compound", "relcl", "acl", "pobj"})
_BACK = frozenset({"this", "that", "it", "these", "those"})


def contradicted(
    told: Iterable[tuple[Sentence, Draft]], sentences: Sequence[Sentence]
) -> Iterator[tuple[Sentence, Draft]]:
    """The drafts with their sentences, and one more for each that another speaker denies in the same sentence or the next."""
    found = list(told)
    yield from found
    for sentence in sentences:
        if not sentence.parsed or sentence.context or not MAY_DENY.search(sentence.text):
            continue
        for thing in _denied(sentence.doc):
            back = thing.tag_ != "WDT"
            for said, draft in found:
                same = said.index == sentence.index and draft.trigger < thing.i
                if (said.index == sentence.index - 1 if back else same) and _told(said, draft):
                    yield sentence, _denial(said, draft, thing)


def _denied(doc: Doc) -> list[Token]:
    """What is denied and only points back: "this", "the claim", the "which" of a clause at the end."""
    return [
        t for t in doc if t.dep_ == "dobj" and is_verb(t.head) and lemma(t.head) in DENY and _points_back(t)
    ]


def _points_back(token: Token) -> bool:
    if token.tag_ == "WDT":
        return token.lower_ == "which" and token.i > 0 and token.doc[token.i - 1].text == ","
    own = {c.dep_ for c in token.children}
    if token.lower_ in _BACK:
        return not own
    return lemma(token) in TOLD and bool(own & {"det", "poss"}) and own <= {"det", "poss", "amod", "prep"}


def _told(sentence: Sentence, draft: Draft) -> bool:
    """Whether a draft is the thing told in its sentence, as a fact or a claim; not what it mentions ("rebel-held")."""
    mood, _ = modality.judge(sentence, draft.trigger, (), draft.relation)
    return (draft.modality or mood) in {"asserted", "claimed"} and sentence.doc[
        draft.trigger
    ].dep_ not in _ASIDE


def _denial(said: Sentence, draft: Draft, thing: Token) -> Draft:
    _, polarity = modality.judge(said, draft.trigger, (), draft.relation)
    denied = (draft.polarity or polarity) == "denied"
    return replace(
        draft,
        trigger=thing.i,
        tokens=((thing.i, thing.i + 1), (thing.head.i, thing.head.i + 1)),
        polarity="affirmed" if denied else "denied",
        own=False,
        probability=draft.probability * LESS,
        why=f"{draft.why}; then denied",
    )
