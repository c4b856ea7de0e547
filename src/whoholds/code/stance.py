"""What an actor says it wants: calls for, rejects, offers, threatens, appeals; with the topic in a few words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from whoholds.code.clauses import infinitive, lemma
from whoholds.code.frames import Frame, frames, matches, role
from whoholds.code.scene import Scene
from whoholds.code.triggers import Trigger
from whoholds.model import Demand, Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

CONFIDENCE = 0.7
"""A rough share of what is right; see the report on the golden sentences."""
LONGEST = 14
"""Words of a topic; what follows is left out."""

_CUT = frozenset({"relcl", "advcl", "acl", "npadvmod", "parataxis", "cc", "conj"})


def stances(scene: Scene) -> Iterator[Stance]:
    """Stances that the sentence tells; one a verb."""
    doc, seen = scene.sentence.doc, set()
    for frame, trigger in matches(doc, frames().stances):
        verb = doc[trigger.token]
        if verb.i in seen:
            continue
        doer = scene.first(role(doc, trigger, frame.actor))
        if doer is None or (frame.name == "threaten" and _harmless(verb)):
            continue
        topic = _topic(scene, frame, trigger, doer[1])
        if not topic:
            continue
        own = scene.spokesman(doer[1])
        told = scene.told(verb, [doer[1], *topic], relation="gains", own=own)
        if frame.clause in ("negated", "must", "hostile") and told["modality"] in ("planned", "conditional"):
            told["modality"] = "asserted"  # that it is said is no plan
        if frame.negated:
            if told["polarity"] == "affirmed":
                continue
            told["polarity"] = "affirmed"
            told["modality"] = "asserted" if told["modality"] == "planned" else told["modality"]
        seen.add(verb.i)
        kind = cast("Demand", frame.kind)  # the lexicon was checked for it when it was read
        words = " ".join(t.text for t in topic).replace(" '", "'").replace(" - ", "-")
        yield Stance(actor=doer[0], kind=kind, topic=words, confidence=CONFIDENCE, **told)


def _topic(scene: Scene, frame: Frame, trigger: Trigger, doer: Token) -> list[Token]:
    verb = scene.sentence.doc[trigger.token]
    for name in frame.topic:
        if name == "act":
            heads = [
                c
                for c in verb.children
                if c.dep_ in ("xcomp", "ccomp", "advcl", *(("acl",) if trigger.form == "noun" else ()))
                and infinitive(c)
                and c.i > verb.i
            ]
        elif name == "that":
            heads = [
                c
                for c in verb.children
                if c.dep_ == "ccomp" and c.i > verb.i and _counts(c, frame, scene, doer)
            ]
        else:
            heads = role(scene.sentence.doc, trigger, (name,))
            heads = [h for h in heads if h.i > verb.i or name == "object"]
            heads = [
                h
                for h in heads
                if h.tag_ not in ("PRP", "PRP$")
                and (name != "object" or not _person(scene, h, frame.kind))
                and (not frame.among or lemma(h) in frames().words[frame.among])
            ]
        if heads:
            words = _words(heads[0])
            return [] if _private(words) or lemma(heads[0]) in frames().words["no_topic"] else words
    return []


def _person(scene: Scene, token: Token, kind: str) -> bool:
    """Whom it is offered to, who is urged, or whom one opposes, is no topic."""
    return token.dep_ == "dative" or (
        (token.pos_ == "PROPN" or kind == "rejects") and scene.actor(token) is not None
    )


def _counts(verb: Token, frame: Frame, scene: Scene, doer: Token) -> bool:
    """Whether a clause is one of those that the frame speaks of."""
    aux = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    would = bool(aux & _WOULD)
    no = any(c.dep_ == "neg" for c in verb.children)
    own = any((s.tag_ == "PRP" and s.lower_ != "it") or _same(scene, s, doer) for s in subjects)
    if frame.clause == "own":
        return would and not no and own
    if frame.clause == "negated":
        return would and no and own
    if frame.clause == "hostile":
        theirs = own or any(scene.actor(s) for s in subjects)
        return would and not no and theirs and lemma(verb) in frames().words["hostile"]
    if frame.clause == "must":
        asked = bool(aux & _MUST) or (verb.tag_ == "VB" and not aux - {"be"})
        people = any(scene.actor(s) for s in subjects) or any(c.dep_ == "auxpass" for c in verb.children)
        return asked and people and not any(s.lower_ in ("he", "she", "i") for s in subjects)
    return True


_WOULD = frozenset({"will", "would", "'ll", "’ll", "could", "wo"})
_MUST = frozenset({"must", "should"})


def _same(scene: Scene, subject: Token, doer: Token) -> bool:
    """Whether the clause's subject is who says it: "it", or the name again."""
    if subject.lower_ == "it" and doer.tag_ in ("NNS", "NNPS"):
        return False
    name = scene.actor(subject)
    return name is not None and name == scene.actor(doer)


def _harmless(verb: Token) -> bool:
    """A vow to defend or to help threatens nobody."""
    done = [c for c in verb.children if c.dep_ == "xcomp"]
    return any(lemma(c) in frames().words["benign"] for c in done)


def _words(head: Token) -> list[Token]:
    """The phrase of a head, without its articles, what it opens with, and what hangs loosely on it."""
    verb = head.pos_ in ("VERB", "AUX")
    start = _beginning(head) if verb else head.left_edge.i
    dropped: set[int] = set()
    for token in head.subtree:
        loose = token.dep_ in _CUT and token.head.i == head.i and (verb or token.dep_ != "conj")
        if token.i != head.i and (loose or token.dep_ in ("relcl", "advcl")):
            dropped |= {t.i for t in token.subtree if t.i >= head.i}
    kept = [
        t
        for t in head.subtree
        if t.i >= start
        and t.i not in dropped
        and t.lower_ not in ("that", "would", "will")
        and not (t.is_punct and t.text != "-")
    ]
    while kept and kept[0].lower_ in ("a", "an", "the", "its", "their", "his", "her"):
        kept = kept[1:]
    return _unbroken(kept)[:LONGEST]


def _beginning(verb: Token) -> int:
    """A clause begins with its subject, unless that is the actor's own: "that *the border* would be open"."""
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    own = not subjects or any(t.tag_ in ("PRP", "PRP$") for t in subjects[0].subtree)
    return int(verb.i if own or verb.dep_ == "xcomp" else subjects[0].left_edge.i)


def _unbroken(tokens: list[Token]) -> list[Token]:
    out: list[Token] = []
    for token in tokens:
        if out and token.i - out[-1].i > 3:
            break
        out.append(token)
    return out


def _private(words: list[Token]) -> bool:
    return not words or all(lemma(t) in ("it", "this", "that", "they", "each", "other") for t in words)
