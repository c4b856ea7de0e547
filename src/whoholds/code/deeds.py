"""What is done to a place, and who does it as far as grammar says: whom "by" names, who drives a holder out, or nobody."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from whoholds.code.clauses import is_verb, subject, words
from whoholds.code.lexicon import english
from whoholds.code.phrases import lemma
from whoholds.code.rules import Mark
from whoholds.code.standing import is_party
from whoholds.model import Relation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_WHEN = frozenset({"after", "following", "since", "before", "during", "until", "upon", "despite", "with"})
"""What makes an event the setting of another."""
_OUT_OF = frozenset({"from", "of", "out"})
_ENDS = words("end break collapse crumble cease finish terminate shatter lapse")
_HOLDS = words("rule control grip hold administration occupation")
_AN_END = words("end collapse loss breakdown")
_FORCES = words("force compel oblige")
_LIFTS = words("break lift end relieve raise")


def serving(marks: Sequence[Mark], relation: Relation, place: tuple[int, int]) -> set[int]:
    """Triggers of a relation that have the place as argument."""
    start, end = place
    return {
        m.trigger for m in marks if m.role == "place" and m.relation == relation and start <= m.token < end
    }


def whole(doc: Doc, place: tuple[int, int]) -> tuple[int, int]:
    """A place with the noun that it only modifies: "Afrin *city*"."""
    head = doc[place[1] - 1]
    while head.dep_ == "compound" and head.head.i > head.i:
        head = head.head
    return place[0], head.i + 1


def agents(doc: Doc, marks: Sequence[Mark], relation: Relation, place: tuple[int, int]) -> list[int]:
    """Tokens that "by" names as doers of a trigger of this relation that has the place as argument."""
    own = serving(marks, relation, place)
    return [
        m.token for m in marks
        if m.role == "actor" and m.trigger in own and any(t.dep_ == "agent" for t in (doc[m.token].head, doc[m.token].head.head))
    ]  # fmt: skip


def driver(doc: Doc, place: tuple[int, int]) -> int | None:
    """Token of who drives the holder from the place (codebook, ruling 4): "the army was forced out of Bama by *insurgents*",
    "*rebels* forced the army to leave Bama".
    """
    head = _head(doc, place)
    way = list(takewhile(lambda t: not is_verb(t), head.ancestors))
    verb = next((t for t in head.ancestors if is_verb(t)), None)
    if verb is None or any(t.dep_ in {"prep", "agent"} and t.lower_ not in _OUT_OF for t in way[-1:]):
        return None
    if verb.dep_ in {"xcomp", "ccomp"} and lemma(verb.head) in _FORCES and lemma(verb) in _leaves():
        forced = verb.head
        doer = _by(forced, verb) if _is_passive(forced) else subject(forced)
    else:
        doer = _by(verb) if lemma(verb) in _drives() and _is_passive(verb) else None
    return None if doer is None else doer.i


def _head(doc: Doc, span: tuple[int, int]) -> Token:
    """The token of a span that hangs on none of the others."""
    return next(doc[k] for k in range(*span) if not span[0] <= doc[k].head.i < span[1] or doc[k].head.i == k)


def _by(*verbs: Token) -> Token | None:
    """Whom "by" names beside one of the verbs."""
    by = (c for verb in verbs for c in verb.children if c.lower_ == "by")
    return next((g for link in by for g in link.children if g.dep_ == "pobj"), None)


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ == "nsubjpass" for c in verb.children)


@cache
def _leaves() -> frozenset[str]:
    """Verbs for what a holder does who leaves."""
    return frozenset(v.split()[0] for c in english().classes if c.relation == "loses" for v in c.verbs) - {
        "be"
    }


@cache
def _drives() -> frozenset[str]:
    """Verbs for making a holder leave, without their "out"."""
    return frozenset(v.split()[0] for c in english().classes if c.name == "drive out" for v in c.verbs)


def unsaid(doc: Doc, marks: Sequence[Mark], relation: Relation, place: tuple[int, int]) -> bool:
    """Whether all that has the place as argument changes its holder and leaves out who does it: "it was taken", "after
    the capture of the town", "the fall of the town was a blow".
    """
    own = serving(marks, relation, place)
    if not own and relation == "gains" and _taken(doc, place):
        return True
    if (
        not own
        or relation not in {"gains", "loses"}
        or any(m.role == "actor" and m.trigger in own for m in marks)
    ):
        return False
    return all(_agentless(doc[t]) for t in own)


def _taken(doc: Doc, place: tuple[int, int]) -> bool:
    """As in "the recently *recaptured* district"."""
    near = [c for k in range(*place) for c in doc[k].lefts if c.dep_ == "amod" and c.tag_ == "VBN"]
    return any(lemma(c) in _takes() and c.i > 0 and doc[c.i - 1].pos_ != "CCONJ" for c in near)


@cache
def _takes() -> frozenset[str]:
    """Verbs of taking."""
    return frozenset(v for c in english().classes if c.relation == "gains" for v in c.verbs)


def lifted(doc: Doc, marks: Sequence[Mark], relation: Relation, place: tuple[int, int]) -> bool:
    """Whether a siege is only told to end, by whoever broke it: that is not who besieged (codebook, ruling 7)."""
    own = serving(marks, relation, place) if relation == "contests" else set()
    return bool(own) and all(
        lemma(doc[k]) in _sieges()
        and doc[k].dep_ in {"dobj", "nsubj", "nsubjpass"}
        and lemma(doc[k].head) in _LIFTS
        and not any(t.lower_ == "by" for t in doc[k].subtree)
        for k in own
    )


def is_over(trigger: Token) -> bool:
    """Whether a hold is only told to end: "*rule* was ended", "the *grip* on the town collapsed", "*control* is over", "the end
    of *rule*".
    """
    holds = [trigger, *(c for c in trigger.children if c.dep_ in {"nsubj", "nsubjpass", "dobj"})]
    noun = next((t for t in holds if t.pos_ == "NOUN" and lemma(t) in _HOLDS), None)
    if noun is None or any(c.dep_ == "neg" for c in noun.head.children):
        return False
    verb = noun.head
    if noun.dep_ == "pobj" and verb.lower_ == "of":
        return lemma(verb.head) in _AN_END
    if noun.dep_ == "nsubj" and any(c.dep_ == "dobj" for c in verb.children):
        return False  # "the rebel administration in Bouake ended the school fees"
    over = verb.lemma_ == "be" and any(c.dep_ == "advmod" and c.lower_ == "over" for c in verb.children)
    return noun.dep_ in {"nsubj", "nsubjpass", "dobj"} and (over or lemma(verb) in _ENDS)


def besieged(doc: Doc, party: tuple[int, int]) -> bool:
    """Whether a party is who is besieged: "the brigade, *encircled* in Asmara", "2,000 men *were cut off* in the town"."""
    head = _head(doc, party)
    told = [c for c in head.children if c.dep_ == "acl" and c.tag_ == "VBN"]
    told += [c for c in head.children if c.dep_ == "relcl" and _is_passive(c)]
    told += [head.head] if head.dep_ == "nsubjpass" else []
    verbs = [
        (lemma(v), *(f"{lemma(v)} {c.lower_}" for c in v.children if c.dep_ == "prt"))
        for v in told
        if not any(c.dep_ == "dobj" for c in v.children)
    ]
    return any(_besieges() & set(names) for names in verbs)


@cache
def _besieges() -> frozenset[str]:
    return frozenset(v for c in english().classes if c.name == "besiege" for v in c.verbs)


@cache
def _sieges() -> frozenset[str]:
    return frozenset(n for c in english().classes if c.name == "besiege" for n in c.nouns)


def _in_clause(token: Token, above: Token) -> bool:
    """Whether a token stands in a relative clause somewhere under another."""
    while token.i != above.i:
        if token.dep_ in {"relcl", "acl"}:
            return True
        token = token.head
    return False


def _agentless(trigger: Token) -> bool:
    if any(t.lower_ == "by" and not _in_clause(t, trigger) for t in trigger.subtree):
        return False
    if trigger.pos_ in {"NOUN", "PROPN"}:
        if any(c.dep_ in {"amod", "compound"} and c.text in english().adjectives for c in trigger.lefts):
            return False  # "the German capture of the town"
        if trigger.head.lower_ == "with" and _crowns(trigger.head):
            return False
        return trigger.dep_ in {"nsubj", "nsubjpass"} or trigger.head.lower_ in _WHEN
    return any(c.dep_ == "auxpass" for c in trigger.children)


def _crowns(link: Token) -> bool:
    """As in "*the coalition* opened the war with the capture of Ndélé": it is the subject who takes it."""
    verb = link.head
    doer = subject(verb)
    if doer is None or not doer.i < verb.i < link.i or _is_passive(verb):
        return False
    return is_party(" ".join(t.text for t in doer.subtree if t.i <= doer.i))
