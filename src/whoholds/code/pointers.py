"""From the scorer's pointers to drafts: the words that its mentions stand for, and the trigger between them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from whoholds.code import doers, places
from whoholds.code.candidates import Candidates, Draft
from whoholds.code.deeds import is_over
from whoholds.code.doers import words_of
from whoholds.code.lexicon import english
from whoholds.code.readings import Reading
from whoholds.code.rules import Mark, decide, marks
from whoholds.code.scope import contains_only, demanded, out_of_reach, travels
from whoholds.code.score import fold
from whoholds.code.scorer import Decision
from whoholds.code.selves import is_own
from whoholds.code.standing import holds_office
from whoholds.model import Place, Relation

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NEXT_TO = frozenset({"nearby", "surrounding", "neighbouring", "neighboring", "adjacent"})
_OTHER = frozenset({"other", "others", "another", "else", "elsewhere", "rest", "remaining", "remainder"})

AGREEMENT = (0.73, 0.81, -0.82)
"""Slope, bonus where the rules agree, and bias of the final confidence, fitted on reports that the weights did not learn from
(``scripts/calibrate_coder.py``)."""


Weigh = Callable[[float, bool], float]
"""Confidence of a decision from the scorer's probability and whether the rules say the same by themselves."""


def weighed(probability: float, agreed: bool) -> float:
    """Probability in the light of the rules: more where they say the same, else less."""
    p = min(max(probability, 0.01), 0.99)
    slope, bonus, bias = AGREEMENT
    return 1 / (1 + math.exp(-(slope * math.log(p / (1 - p)) + bonus * agreed + bias)))


def drafts(
    candidates: Candidates, reading: Reading, decisions: Iterable[Decision], weigh: Weigh = weighed
) -> Iterator[Draft]:
    """Drafts of one sentence, most probable first."""
    ranked = sorted(decisions, key=lambda d: -d.probability)
    if not ranked:
        return
    doc = candidates.sentence.doc
    seen = marks(doc)
    ruled = decide(candidates)
    told: list[tuple[tuple[int, int], int, Relation]] = []
    for decision in ranked:
        span = reading.mentions[decision.place].tokens
        elsewhere = out_of_reach(doc, seen, decision.relation, span) or _elsewhere(
            candidates, reading, decision
        )
        if elsewhere or _is_force(doc, span) or _is_person(doc, span):
            continue
        own = [reading.mentions[i] for i in (decision.place, decision.actor) if i is not None]
        tokens = [m.tokens for m in own if m.segment == "text"]
        trigger = _trigger(candidates, seen, decision, tokens)
        if decision.relation == "loses" and demanded(doc[trigger]):
            continue
        place = _place(candidates, reading, seen, decision)
        relation, actor, against = _roles(candidates, reading, seen, decision, place, trigger)
        if any((t == trigger or r == relation) and span[0] < b and a < span[1] for (a, b), t, r in told):
            continue  # one word says one thing of a place, and a relation is said once
        told.append((span, trigger, relation))
        if relation == "loses" and actor and holds_office(actor) and travels(doc[trigger]):
            continue
        cover = (*tokens, (trigger, trigger + 1))
        yield Draft(
            relation=relation,
            place=place,
            actor=actor,
            own=relation == decision.relation and is_own(doc, seen, relation, trigger, span),
            against=against,
            trigger=trigger,
            tokens=cover,
            probability=weigh(decision.probability, any(_same(d, relation, place, cover) for d in ruled)),
            why=f"scorer, trigger {doc[trigger].text!r}",
        )


def _roles(
    candidates: Candidates,
    reading: Reading,
    seen: Sequence[Mark],
    decision: Decision,
    place: Place,
    trigger: int,
) -> tuple[Relation, str | None, str | None]:
    """Relation, actor and counterpart: who is driven out by somebody loses to whom drives, and that is a taking; whose hold
    ends, loses.
    """
    driven = doers.driven(candidates, reading, decision) if decision.relation == "loses" else None
    actor, against = driven or (
        doers.actor(candidates, reading, seen, decision, place, trigger),
        doers.against(candidates, reading, seen, decision),
    )
    ends = decision.relation == "holds" and is_over(candidates.sentence.doc[trigger])
    relation: Relation = "gains" if driven else "loses" if ends else decision.relation
    return relation, actor, None if against == actor else against


def _is_force(doc: Doc, phrase: tuple[int, int]) -> bool:
    """Whether a name is a party's by its article: "the FARDC", no "the UAE"."""
    start, end = phrase
    name = doc[start].text
    short = end == start + 1 and len(name) > 2 and name.isalpha() and name.isupper()
    return short and start > 0 and doc[start - 1].lower_ == "the" and name not in english().countries


def _is_person(doc: Doc, phrase: tuple[int, int]) -> bool:
    """Whether a name is a person's by what follows: "Ann Lee, 26, was captured", "Ann Lee, who was captured"."""
    return re.match(r",\s*(?:who\b|[1-9]\d,)", doc[phrase[1] : phrase[1] + 3].text) is not None


def _elsewhere(candidates: Candidates, reading: Reading, decision: Decision) -> bool:
    """Whether the place, or what names it, only says where the place meant lies."""
    named = [reading.mentions[i] for i in {decision.place, decision.name} if i is not None]
    return any(contains_only(candidates.sentence.doc, m.tokens) for m in named if m.segment == "text")


def _same(ruled: Draft, relation: Relation, place: Place, tokens: tuple[tuple[int, int], ...]) -> bool:
    """Whether a rule's draft says the same of the same place in the same words."""
    low, high = min(a for a, _ in ruled.tokens), max(b for _, b in ruled.tokens)
    return (
        ruled.relation == relation
        and fold(ruled.place.name) == fold(place.name)
        and any(a < high and low < b for a, b in tokens)
    )


def _place(candidates: Candidates, reading: Reading, seen: Sequence[Mark], decision: Decision) -> Place:
    """Return the record of the place: its name and container as pointed at, the rest from the words around."""
    start, end = reading.mentions[decision.place].tokens
    named = None if _others(candidates, reading, decision) else decision.name
    name = words_of(candidates.article, reading, named)
    if name is None:
        name = places.titled(candidates.sentence.doc, (start, end))
    elif named == decision.place and name.islower():
        name = (
            places.antecedent(candidates.sentence, candidates.known, candidates.places, (start, end)) or name
        )
    container = None if _is_party(reading, seen, decision) else decision.within
    within = words_of(candidates.article, reading, container)
    place = places.describe(
        candidates.sentence, candidates.known, candidates.places, (start, end), with_name=name is not None
    )
    if name is None:
        quantifier = place.quantifier if place.quantifier != "named" else decision.quantifier
        own = place.within if _says_where(candidates.sentence.doc, (start, end)) else None
        return replace(place, name=None, within=own or within, quantifier=quantifier)
    kept = (
        place.quantifier
        if place.quantifier in {"all", "most"} and place.kind in {None, "country", "province"}
        else "named"
    )
    return replace(
        place, name=name, within=within or place.within, quantifier=kept, n=None, of=None, extent=place.extent
    )


def _says_where(doc: Doc, phrase: tuple[int, int]) -> bool:
    """Whether a phrase itself says where the thing lies: "a hill *near* the base", "the *nearby* crossing"."""
    start, end = phrase
    after = end < len(doc) and doc[end].dep_ in {"prep", "advmod", "acl"} and doc[end].head.i == end - 1
    return after or any(t.lower_ in _NEXT_TO for t in doc[max(0, start - 2) : end])


def _is_party(reading: Reading, seen: Sequence[Mark], decision: Decision) -> bool:
    """Whether what the place is said to lie in is a party: "retook Kunduz from *the Taliban*"."""
    if decision.within is None or decision.within in {decision.actor, decision.against}:
        return True
    found = reading.mentions[decision.within]
    if reading.words(decision.within).split()[-1].lower() in english().words.actor_kinds:
        return True
    heads = {m.token for m in seen if m.role in {"actor", "against"}}
    return found.segment == "text" and bool(heads & set(range(*found.tokens)))


def _others(candidates: Candidates, reading: Reading, decision: Decision) -> bool:
    """Whether the place is all but what was named before: "every *other* province" is not that province."""
    start, end = reading.mentions[decision.place].tokens
    if decision.name is None or not any(
        t.lower_ in _OTHER for t in candidates.sentence.doc[max(0, start - 2) : end]
    ):
        return False
    found = reading.mentions[decision.name]
    return found.segment != "text" or not (found.tokens[0] < end and start < found.tokens[1])


def _triggers_of(seen: Sequence[Mark], decision: Decision, doer: Sequence[tuple[int, int]]) -> set[int]:
    """Triggers of a decision's relation that have the one pointed at as doer."""
    return {
        m.trigger
        for m in seen
        if m.role == "actor" and m.relation == decision.relation and any(a <= m.token < b for a, b in doer)
    }


def _trigger(
    candidates: Candidates, seen: list[Mark], decision: Decision, tokens: list[tuple[int, int]]
) -> int:
    """Token that carries the claim: a trigger that has the place in its role, of several the doer's own; else the nearest
    of the relation.
    """
    doc = candidates.sentence.doc
    start, end = tokens[0] if tokens else (0, len(doc))
    fitting = [
        m for m in seen if m.role == "place" and start <= m.token < end and m.relation == decision.relation
    ]
    if fitting:
        done = _triggers_of(seen, decision, tokens[1:])
        return min(fitting, key=lambda m: (m.trigger not in done, abs(m.trigger - start), m.trigger)).trigger
    near = [m for m in seen if m.role == "trigger" and m.relation == decision.relation]
    head = doc[end - 1]
    if near:
        chain = {t.i: n for n, t in enumerate([head, *head.ancestors])}
        return min(near, key=lambda m: (chain.get(m.token, 50), abs(m.token - start), m.token)).trigger
    for ancestor in head.ancestors:
        if ancestor.pos_ in {"VERB", "AUX"}:
            return int(ancestor.i)
    return int(head.i)
