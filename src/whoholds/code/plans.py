"""What is planned, tried for, or tried in vain: infinitives and nouns under words of intent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whoholds.code.clauses import Step, infinitive, lemma, words

if TYPE_CHECKING:
    from spacy.tokens import Token

REPEL = words("repel repulse repulsed repelled rebuff thwart foil beat fail foiled thwarted unsuccessful")
_DRIVE = words("force push drive throw hurl turn hold fend fight")
"""With "back" or "off", as good as to repel."""
PLAN = words(
    "plan vow intend aim threaten prepare order want hope promise pledge try attempt seek wish propose urge call "
    "demand decide mean swear undertake resolve instruct require agree work poise poised set ready bind due "
    "determined eager keen move task prospect about"
)
_PLAN_NOUN = words(
    "attempt effort bid aim goal objective plan intention intent purpose decision order target promise pledge vow "
    "threat push operation offensive campaign assault attack preparation hope ambition drive mission counteroffensive "
    "counter-offensive counterattack proposal readiness prospect eve battle fight march verge brink"
)
_BARE_VERBS = words(
    "capture recapture storm seize retake take push advance attack siege besiege control secure enter hold"
)


def is_planned(step: Step) -> bool:
    """Whether a word of intent plans the thing: an infinitive, or a noun ("planned a counter-attack")."""
    if step.edge in ("xcomp", "ccomp", "acl", "pcomp") and lemma(step.head) != "announce":
        return infinitive(step.child) or step.edge in ("xcomp", "pcomp")
    if step.edge == "dobj" and lemma(step.head) == "announce":
        return lemma(step.child) in ("withdrawal", "retreat", "pullout", "evacuation")
    return step.edge == "dobj" and lemma(step.head) in ("plan", "threaten", "prepare", "order", "promise")


def is_purpose(step: Step) -> bool:
    """Whether it is what for: "launched an offensive to take", "in an attempt to take", "with the aim of taking"."""
    child, head = step.child, step.head
    if step.edge in ("acl", "relcl") and infinitive(child):
        return lemma(head) in _PLAN_NOUN
    if step.edge == "prep" and child.lower_ == "to" and _bare_noun(child):
        return lemma(head) in _PLAN_NOUN
    if step.edge == "pcomp" and head.lower_ in ("of", "at", "for", "with"):
        return lemma(head.head) in _PLAN_NOUN | PLAN
    return step.edge == "advcl" and infinitive(child)


def _bare_noun(to: Token) -> bool:
    """As in "an assault to capture the dam" read by the parser as a noun after "to"."""
    nouns = [c for c in to.children if c.dep_ == "pobj"]
    return any(
        n.lower_ in _BARE_VERBS and not any(c.dep_ in ("det", "poss") for c in n.children) for n in nouns
    )


def in_vain(attempt: Token) -> bool:
    """Whether who tries does not get there: "tried to take it but *failed*", "and *were forced back*" (codebook, ruling 19);
    not where others are: "and the army was forced back".
    """
    then = (v for v in attempt.conjuncts if v.i > attempt.i)
    same = (v for v in then if not any(c.dep_ in ("nsubj", "nsubjpass") for c in v.children))
    return any(lemma(v) == "fail" or _beaten(v) for v in same)


def _beaten(verb: Token) -> bool:
    """As in "were repelled", "was driven off"."""
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    back = any(c.lower_ in ("back", "off") and c.dep_ in ("advmod", "prt") for c in verb.children)
    return passive and (lemma(verb) in REPEL or (back and lemma(verb) in _DRIVE))
