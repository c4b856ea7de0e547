"""Decisions by the lexicon and the parse alone: the transparent baseline, and the fall-back without weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from whoholds.code.candidates import Candidates, Decision
from whoholds.code.lexicon import english
from whoholds.code.mentions import ActorMention, PlaceMention
from whoholds.code.phrases import lemma
from whoholds.code.triggers import Trigger, conjuncts, fill, triggers

if TYPE_CHECKING:
    from spacy.tokens import Doc

CONFIDENCE = {"verb": 0.7, "noun": 0.6, "adjective": 0.7}
"""Shares that were right on the gold, by form; rough, and only used without weights."""


def decide(candidates: Candidates) -> list[Decision]:
    """Claims that the lexicon's frames see in one sentence, best form of each first."""
    doc = candidates.sentence.doc
    found: dict[tuple[int, str], Decision] = {}
    for trigger in triggers(doc):
        for decision in _decisions(doc, trigger, candidates):
            found.setdefault((decision.place, decision.relation), decision)
    gained = {d.place for d in found.values() if d.relation in {"gains", "loses"}}
    return [d for d in found.values() if d.relation != "contests" or d.place not in gained]


def _decisions(doc: Doc, trigger: Trigger, candidates: Candidates) -> Iterator[Decision]:
    entry, form = trigger.entry, trigger.form
    noun = form == "noun"
    places = fill(
        doc, trigger, ("held",) if form == "adjective" else entry.noun_place if noun else entry.place
    )
    doers = fill(doc, trigger, entry.noun_actor if noun else entry.actor)
    others = fill(doc, trigger, entry.noun_against if noun else entry.against)
    actor = _actor(doc, doers, candidates.actors)
    if entry.needs_actor and actor is None:
        return
    for head in places:
        for place in _places(doc, head, candidates.places):
            if place in {_place_at(d, candidates.places) for d in doers}:
                continue
            yield Decision(
                place=place, relation=entry.relation, actor=actor, against=_actor(doc, others, candidates.actors),
                trigger=trigger.token, probability=CONFIDENCE[form],
            )  # fmt: skip


def _place_at(head: int, places: Sequence[PlaceMention]) -> int | None:
    return next((i for i, m in enumerate(places) if m.span[0] <= head < m.span[1]), None)


def _places(doc: Doc, head: int, places: Sequence[PlaceMention]) -> list[int]:
    """Mentions that a phrase's head leads to: itself, or the names after "parts of", "the towns of"."""
    own = _place_at(head, places)
    if own is not None:
        return [own, *_listed(doc, head, places)]
    words = english().words
    token = doc[head]
    leads = words.part | words.outskirts | words.centre | words.some | words.place_kinds
    if not (
        token.like_num or token.lower_ in leads | {"all", "most", "one", "number"} or lemma(token) in leads
    ):
        return []
    reached: list[int] = []
    for child in token.children:
        if child.lower_ in {"of", "in", "to"} and child.dep_ == "prep":
            for grand in child.children:
                if grand.dep_ == "pobj":
                    reached += [p for k in conjuncts(grand) for p in _places(doc, k, places)]
        elif child.dep_ == "appos":
            reached += _places(doc, child.i, places)
    return reached


def _listed(doc: Doc, head: int, places: Sequence[PlaceMention]) -> list[int]:
    """Names that "including" adds to a counted set."""
    found = []
    for child in doc[head].children:
        if child.lower_ in {"including", "namely"}:
            for grand in child.children:
                if grand.dep_ == "pobj":
                    found += [p for k in conjuncts(grand) if (p := _place_at(k, places)) is not None]
    return found


def _actor(doc: Doc, heads: list[int], actors: Sequence[ActorMention]) -> int | None:
    for head in heads:
        for i, mention in enumerate(actors):
            if mention.span[0] <= head < mention.span[1]:
                return i
    return None
