"""Decisions by the lexicon and the parse alone: the transparent baseline, and the fall-back without weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from whoholds.code.candidates import Candidates, Draft
from whoholds.code.lexicon import english
from whoholds.code.mentions import ActorMention, PlaceMention
from whoholds.code.phrases import lemma
from whoholds.code.triggers import Trigger, conjuncts, fill, triggers
from whoholds.model import Relation

if TYPE_CHECKING:
    from spacy.tokens import Doc

CONFIDENCE = {"verb": 0.7, "noun": 0.6, "adjective": 0.7}
"""Shares that were right on the gold, by form; rough, and only used without weights."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What the lexicon sees in a token: with which relation it stands in which role of which trigger."""

    token: int
    role: Literal["trigger", "place", "actor", "against"]
    relation: Relation
    trigger: int
    entry: str


def marks(doc: Doc) -> list[Mark]:
    """Every role that some trigger of a parsed sentence gives to a token: features for the scorer."""
    found = []
    for trigger in triggers(doc):
        for role, tokens in _filled(doc, trigger).items():
            found += [
                Mark(
                    token=t,
                    role=role,
                    relation=trigger.entry.relation,
                    trigger=trigger.token,
                    entry=trigger.entry.name,
                )
                for t in dict.fromkeys(tokens)
            ]
    return found


def _filled(doc: Doc, trigger: Trigger) -> dict[Literal["trigger", "place", "actor", "against"], list[int]]:
    """Tokens in all roles of a trigger, the weaker ones included; part words lead on to what they are part of."""
    entry, noun, adjective = trigger.entry, trigger.form == "noun", trigger.form == "adjective"
    places = ("held",) if adjective else entry.noun_place if noun else entry.place
    doers = ("subject",) if adjective else entry.noun_actor if noun else entry.actor
    return {
        "trigger": [trigger.token],
        "place": [k for role in places for head in fill(doc, trigger, (role,)) for k in _leads_to(doc, head)],
        "actor": [k for role in doers for k in fill(doc, trigger, (role,))],
        "against": [
            k for role in (entry.noun_against if noun else entry.against) for k in fill(doc, trigger, (role,))
        ],
    }


def _leads_to(doc: Doc, head: int) -> list[int]:
    """Return the token, and what stands after "of", "in", "including" under it."""
    found = [head]
    for child in doc[head].children:
        if child.lower_ in {"of", "in", "including", "near", "around"}:
            found += [k for grand in child.children if grand.dep_ == "pobj" for k in conjuncts(grand)]
    return found


def decide(candidates: Candidates) -> list[Draft]:
    """Claims that the lexicon's frames see in one sentence; the first frame that fits a place wins."""
    doc = candidates.sentence.doc
    found: dict[tuple[int, Relation], Draft] = {}
    for trigger in triggers(doc):
        for place, draft in _drafts(doc, trigger, candidates):
            found.setdefault((place, draft.relation), draft)
    gained = {place for place, relation in found if relation in {"gains", "loses"}}
    return [d for (place, relation), d in found.items() if relation != "contests" or place not in gained]


def _drafts(doc: Doc, trigger: Trigger, candidates: Candidates) -> Iterator[tuple[int, Draft]]:
    entry, form = trigger.entry, trigger.form
    noun = form == "noun"
    places = fill(
        doc, trigger, ("held",) if form == "adjective" else entry.noun_place if noun else entry.place
    )
    doers = fill(
        doc, trigger, ("subject",) if form == "adjective" else entry.noun_actor if noun else entry.actor
    )
    others = fill(doc, trigger, entry.noun_against if noun else entry.against)
    actor = _actor(doers, candidates.actors)
    against = _actor(others, candidates.actors)
    if actor is None and (entry.needs_actor or doers):
        return  # what does it is no party
    doing = {_place_at(d, candidates.places) for d in doers}
    for place in (p for head in places for p in _places(doc, head, candidates.places) if p not in doing):
        mention = candidates.places[place]
        tokens = [mention.span, (trigger.token, trigger.token + 1), *([actor.span] if actor else [])]
        yield place, Draft(
            relation=entry.relation, place=mention.place, actor=actor.name if actor else None,
            against=against.name if against else None, trigger=trigger.token, tokens=tuple(tokens),
            extent=entry.extent if mention.place.extent == "whole" else None, probability=CONFIDENCE[form],
            why=f"{form} of class {entry.name!r}",
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
            reached += _in_a_row(doc, child.i + 1, places) or [
                p
                for grand in child.children
                if grand.dep_ == "pobj"
                for k in conjuncts(grand)
                for p in _places(doc, k, places)
            ]
        elif child.dep_ == "appos":
            reached += _places(doc, child.i, places)
    return reached


def _in_a_row(doc: Doc, start: int, places: Sequence[PlaceMention]) -> list[int]:
    """Mentions that follow each other from a token on, joined by commas and "and"."""
    found: list[int] = []
    k = start
    while k < len(doc):
        at = _place_at(k, places)
        if at is not None:
            found.append(at)
            k = places[at].span[1]
        elif doc[k].text in {",", "and", "&", "the"} and k - start < 4 + 6 * len(found):
            k += 1
        else:
            break
    return found


def _listed(doc: Doc, head: int, places: Sequence[PlaceMention]) -> list[int]:
    """Names that "including" adds to a counted set."""
    found = []
    for child in doc[head].children:
        if child.lower_ in {"including", "namely"}:
            for grand in child.children:
                if grand.dep_ == "pobj":
                    found += [p for k in conjuncts(grand) if (p := _place_at(k, places)) is not None]
    return found


def _actor(heads: list[int], actors: Sequence[ActorMention]) -> ActorMention | None:
    return next((m for head in heads for m in actors if m.span[0] <= head < m.span[1]), None)
