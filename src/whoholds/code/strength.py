"""How strong an actor is: a number of fighters, troops or arms that it has, fields, sends or is said to have.

A number tells a strength where the verb over what it counts says that an actor has it ("commands around 10,000
fighters"), that it is there ("900 American soldiers are in"), or that somebody estimates it ("put its strength at").
Losses, prisoners, deserters, purchases and people without arms tell none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from whoholds.code import speaker
from whoholds.code.clauses import clause, is_verb, lemma, path, subject
from whoholds.code.counted import Counted, counted, unit_lemma
from whoholds.code.frames import frames
from whoholds.code.naming import written
from whoholds.code.owners import before, is_strength, named_beside, of_strength, party_of
from whoholds.code.scene import Scene
from whoholds.model import Strength

if TYPE_CHECKING:
    from spacy.tokens import Token

CONFIDENCE = 0.7
"""A rough share of what is right; see the report on the golden sentences."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Owned:
    """Whose strength it is, the word that carries it, and the verb of who estimates it.

    ``actor`` is ``None`` where the sentence does not say whose, and the report has said it before; ``rival`` is then
    who speaks, and is not meant.
    """

    actor: str | None
    trigger: Token
    estimator: Token | None = None
    rival: str | None = None


def strengths(scene: Scene) -> Iterator[Strength]:
    """Strengths that the sentence tells, by position."""
    last: str | None = None
    for one in counted(scene.sentence):
        found = _owner(scene, one)
        actor = None if found is None else found.actor or last or before(scene, but=found.rival)
        if found is None or actor is None:
            continue
        last, q = actor, one.quantity
        told = scene.told(found.trigger, [one.first, one.noun], relation="holds")
        if scene.sentence.text[q.span[0] :].lower().startswith(("no ", "not ")):
            told["polarity"] = "affirmed"  # "no more than": the number's own "no"
        if found.estimator is not None:
            names, by_party = _estimator(scene, found.estimator)
            told["speaker"], told["by_party"] = names or told["speaker"], by_party or told["by_party"]
        if (q.unsure or (_by_nobody(found.trigger) and not told["speaker"])) and told["modality"] in (
            "asserted",
            "claimed",
        ):
            told["modality"] = "possible"
        yield Strength(
            actor=actor, low=q.low, high=q.high, unit=one.unit, qualifier=q.qualifier, confidence=CONFIDENCE,
            **told,
        )  # fmt: skip


def _estimator(scene: Scene, verb: Token) -> tuple[tuple[str, ...], bool]:
    """Who estimates; of two subjects that the parser hangs on one verb the nearer."""
    subjects = [c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i]
    if len(subjects) > 1:
        return (written(subjects[-1]),), scene.actor(subjects[-1]) is not None
    return speaker.subject_of(scene.attribution, scene.sentence, verb)


def _by_nobody(trigger: Token) -> bool:
    """An estimate whose author the text does not tell: "is estimated at", "is estimated to have"."""
    over = trigger.head if trigger.dep_ == "xcomp" else trigger
    figures = any(lemma(c) in frames().words["figures"] for c in trigger.children if c.dep_ == "nsubj")
    return figures or lemma(over) == "estimate"


def _owner(scene: Scene, counted: Counted) -> _Owned | None:
    """Whose strength it is; ``None`` for no strength."""
    words, noun = frames().words, counted.noun
    if noun.lower_ == "strong":
        return _so_strong(scene, noun)
    if any(c.dep_ in ("acl", "relcl") and lemma(c) in words["loss"] - {"leave"} for c in noun.children):
        return None
    verb = clause(noun)
    if lemma(verb) == "leave" and verb.tag_ == "VBN" and lemma(verb.head) == "have":
        verb = verb.head  # "has no more than 20 tanks left"
    if not is_verb(verb):
        return _with_owner(scene, counted, verb)
    if noun.dep_ == "nsubjpass" and lemma(verb) in words["estimate"]:
        verb = next((c for c in verb.children if c.dep_ == "xcomp"), verb)  # "are believed to be hiding"
    if found := _reached(scene, counted, verb):
        return found
    if lemma(verb) in words["loss"] and not _with(noun) and not _left(verb):
        return None
    rules = (_with_owner, _estimated, _ranged, _made_of, _had, _present, _with_them)
    return next((found for rule in rules if (found := rule(scene, counted, verb))), None)


def _left(verb: Token) -> bool:
    """As in "was left with 20 tanks", "only 200 soldiers were left"."""
    return lemma(verb) == "leave" and any(c.dep_ == "auxpass" for c in verb.children)


def _so_strong(scene: Scene, strong: Token) -> _Owned | None:
    """As in "the 3,000-strong militia", "the militia is 4,000 strong"."""
    if strong.dep_ == "amod":
        holder: Token | None = strong.head
    else:
        holder = subject(clause(strong)) if is_verb(clause(strong)) else None
    actor = party_of(scene, holder, strong) if holder is not None else None
    return _Owned(actor=re.sub(r"^.*\bstrong\s+", "", actor), trigger=strong) if actor else None


def _with(noun: Token) -> Token | None:
    """The noun that "with 300 men" or "of 300 soldiers" hangs on."""
    for step in path(noun):
        if is_verb(step.head):
            return None
        if (
            step.child.dep_ == "prep"
            and step.child.lower_ in ("with", "of")
            and step.head.pos_ in ("NOUN", "PROPN")
        ):
            return step.head
    return None


def _with_owner(scene: Scene, counted: Counted, verb: Token) -> _Owned | None:
    holder = _with(counted.noun)
    if holder is None or not counted.unit:
        return None
    own = named_beside(scene, counted.noun)
    actor = own if own and own[:1].isupper() else party_of(scene, holder, counted.noun) or own
    return _Owned(actor=actor, trigger=counted.noun) if actor else None


def _under(counted: Counted, verb: Token, prepositions: Collection[str]) -> bool:
    """Whether the number hangs on the verb by one of the prepositions."""
    return any(
        s.child.dep_ == "prep" and s.child.lower_ in prepositions and s.head.i == verb.i
        for s in path(counted.noun)
    )


def _estimated(scene: Scene, counted: Counted, verb: Token) -> _Owned | None:
    """As in "put its strength at", "estimated its fighters at", "its strength is estimated at", "spoke of"."""
    if lemma(verb) not in frames().words["estimate"] or not _under(counted, verb, ("at", "of")):
        return _counted_by(scene, counted, verb) if lemma(verb) == "count" else None
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    things = [c for c in verb.children if c.dep_ == ("nsubjpass" if passive else "dobj")]
    if not things and lemma(verb) != "speak":
        return None
    whose = [found for t in things if (found := of_strength(scene, t)) is not None]
    if things and not whose:
        return None
    teller = subject(verb) if not things else None
    rival = scene.actor(teller) if teller is not None else None
    return _Owned(
        actor=(whose or [""])[0] or None, trigger=verb, estimator=None if passive else verb, rival=rival
    )


def _counted_by(scene: Scene, counted: Counted, verb: Token) -> _Owned | None:
    if not counted.unit or counted.noun.dep_ != "dobj":
        return None
    return _Owned(actor=named_beside(scene, counted.noun), trigger=verb, estimator=verb)


def _ranged(scene: Scene, counted: Counted, verb: Token) -> _Owned | None:
    """As in "estimates of its strength range from 3,000 to 5,000"."""
    doer = subject(verb) if lemma(verb) in ("range", "vary", "run", "go") else None
    if doer is None or lemma(doer) not in frames().words["figures"]:
        return None
    of = [o for c in doer.children if c.dep_ == "prep" and c.lower_ in ("of", "for") for o in c.children]
    whose = next((found for o in of if (found := of_strength(scene, o)) is not None), "")
    return _Owned(actor=whose or None, trigger=verb)


def _reached(scene: Scene, counted: Counted, verb: Token) -> _Owned | None:
    """As in "has grown to 6,000", "was reduced to 90 soldiers", "its strength fell to 300"."""
    words = frames().words
    if lemma(verb) not in words["reach"] | words["fall"] or not _under(counted, verb, ("to", "from", "at")):
        return None
    doer = subject(verb)
    if doer is None or (lemma(verb) in words["fall"] and not is_strength(doer)):
        return None
    return _named_or_before(of_strength(scene, doer), verb)


def _made_of(scene: Scene, counted: Counted, verb: Token) -> _Owned | None:
    """As in "is made up of 4,000 fighters", "consists of", "was left with 20 tanks"."""
    made = lemma(verb) in frames().words["made"] and _under(counted, verb, ("of",))
    if not counted.unit or not (made or (_left(verb) and _under(counted, verb, ("with",)))):
        return None
    doer = subject(verb)
    return _named_or_before(of_strength(scene, doer), verb) if doer is not None else None


def _named_or_before(whose: str | None, trigger: Token) -> _Owned | None:
    """``""`` is whoever the report spoke of before, ``None`` nobody."""
    return None if whose is None else _Owned(actor=whose or None, trigger=trigger)


def _had(scene: Scene, counted: Counted, verb: Token) -> _Owned | None:
    """As in "commands around 10,000 fighters", "has between 3,000 and 4,000 soldiers", "number 600"."""
    if lemma(verb) not in frames().words["have"] or (
        counted.noun.dep_ in ("nsubj", "nsubjpass") and counted.noun.head.i == verb.i
    ):
        return None
    between = [s for s in path(counted.noun) if s.head.i == verb.i]
    top = between[0].child if between else counted.noun
    outside = top.i < counted.first.i
    if top.dep_ == "agent" or (
        top.dep_ == "prep"
        and outside
        and top.lower_ not in ("to", "at", "between", "about", "around", "over")
    ):
        return None
    doer = _subject(verb)
    if doer is None or top.i < verb.i:
        return None
    bare = lemma(verb) in ("be", "number", "total")
    if bare or not counted.unit:
        there = doer.lower_ == "there" or any(c.dep_ == "expl" for c in verb.children)
        if not counted.unit and not bare and lemma(verb) != "have":
            return None
        if there:
            return _Owned(actor=named_beside(scene, counted.noun), trigger=verb)
        return _named_or_before(of_strength(scene, doer), verb)
    actor = scene.actor(doer)
    actor = actor if actor is not None else named_beside(scene, counted.noun)
    return _Owned(actor=actor, trigger=verb) if actor else None


def _subject(verb: Token) -> Token | None:
    """The verb's subject; "forces in Balkh, numbering 4,000" are the forces, not Balkh."""
    found = subject(verb)
    if verb.dep_ == "acl" and found is not None and found.dep_ == "pobj" and found.pos_ == "PROPN":
        above = found.head.head
        return (
            above if above.pos_ == "NOUN" and found.head.lower_ in ("in", "at", "near", "around") else found
        )
    return found


def _present(scene: Scene, counted: Counted, verb: Token) -> _Owned | None:
    """As in "thousands of Tigrayan fighters are still in", "held by some 200 policemen", "there are 900 soldiers"."""
    if not counted.unit or not (lemma(verb) in frames().words["present"] or _left(verb)):
        return None
    actor = named_beside(scene, counted.noun)
    if actor is None or unit_lemma(counted.noun) in frames().words["arms"]:
        actor = _served(scene, verb) or actor
    return _Owned(actor=actor, trigger=verb) if actor else None


def _with_them(scene: Scene, counted: Counted, verb: Token) -> _Owned | None:
    """As in "controls the valley with some 10,000 fighters"; who fights "with" them has them not."""
    if not counted.unit or lemma(verb) in (
        "fight",
        "clash",
        "meet",
        "battle",
        "trade",
        "negotiate",
        "speak",
        "join",
    ):
        return None
    doer = subject(verb) if _under(counted, verb, ("with",)) else None
    actor = scene.actor(doer) if doer is not None and doer.dep_ == "nsubj" else None
    return _Owned(actor=actor, trigger=verb) if actor else None


def _served(scene: Scene, verb: Token) -> str | None:
    """As in "serve in the legion"."""
    if lemma(verb) not in ("serve", "fight", "belong"):
        return None
    objects = [
        o for c in verb.children if c.dep_ == "prep" and c.lower_ in ("in", "for", "to") for o in c.children
    ]
    return next((name for o in objects if (name := scene.actor(o))), None)
