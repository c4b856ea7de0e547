"""What somebody denies by pointing back: "The army denied this", "…, which the council rejected" (codebook, ruling 16)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from whoholds.code import modality
from whoholds.code.anyof import any_of
from whoholds.code.candidates import Draft
from whoholds.code.clauses import is_verb, lemma
from whoholds.code.lexicon import forms
from whoholds.code.modality import DENY, TOLD
from whoholds.code.parse import Sentence
from whoholds.code.speaker import SAY

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LESS = 0.9
"""How sure a denial is, beside what it denies."""

MAY_DENY = re.compile(rf"\b{any_of(form for verb in DENY for form in forms(verb))}\b", re.I)
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
            yield from (
                (sentence, _denial(said, draft, thing)) for said, draft in _meant(found, sentence, thing)
            )


def _meant(
    found: Sequence[tuple[Sentence, Draft]], sentence: Sentence, thing: Token
) -> list[tuple[Sentence, Draft]]:
    """What is denied: the last thing told before the word that points back, here or else in the sentence before."""
    own = [c.left_edge.i for c in thing.head.children if c.dep_ == "nsubj"]
    before = thing.i if thing.tag_ == "WDT" else min(own, default=thing.head.i)
    here = [(s, d) for s, d in found if s.index == sentence.index and d.trigger < before]
    if not here and thing.tag_ != "WDT":
        here = [(s, d) for s, d in found if s.index == sentence.index - 1]
    last = max((d.trigger for _, d in here), default=0)
    return [(s, d) for s, d in here if d.trigger == last and _told(s, d) and not _more(s.doc, last, thing)]


def _more(doc: Doc, trigger: int, thing: Token) -> bool:
    """Whether something else is told after a trigger, up to the word that points back."""
    until = thing.i if thing.doc is doc else len(doc)
    return any(t.dep_ not in _ASIDE and _tells(t) for t in doc[trigger + 1 : until])


def _tells(verb: Token) -> bool:
    """Whether a verb has a subject of its own, and is not who says or denies it."""
    subjects = {c.dep_ for c in verb.children} & {"nsubj", "nsubjpass"}
    return is_verb(verb) and ("nsubjpass" in subjects or (bool(subjects) and lemma(verb) not in SAY | DENY))


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
    aside = sentence.doc[draft.trigger].dep_ in _ASIDE
    return not aside and (draft.modality or mood) in {"asserted", "claimed"}


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
