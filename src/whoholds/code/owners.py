"""Whose a counted force is: the party that the words beside it name, or that the report spoke of before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whoholds.code.clauses import is_verb, lemma, subject
from whoholds.code.counted import unit_lemma
from whoholds.code.frames import frames
from whoholds.code.naming import written
from whoholds.code.scene import Scene
from whoholds.code.score import agree

if TYPE_CHECKING:
    from spacy.tokens import Token


def named_beside(scene: Scene, noun: Token) -> str | None:
    """Who the counted are, by the words beside them: "RSF fighters", "men of the army", "fighters loyal to it"."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "from"):
            owner = next((name for o in child.children if (name := scene.actor(o))), None)
            if owner:
                return owner
        if child.lower_ in frames().words["loyal"]:
            lords = [o for c in child.children if c.dep_ == "prep" for o in c.children if o.dep_ == "pobj"]
            return next((name for o in lords if (name := scene.actor(o))), None)
        if child.dep_ == "poss":
            return scene.actor(child)
    modifiers = [c for c in noun.children if c.dep_ in ("amod", "compound", "nmod") and c.text[:1].isupper()]
    if modifiers:
        return " ".join(t.text for t in noun.doc[modifiers[0].left_edge.i : noun.i] if t.text[:1].isupper())
    if (
        lemma(noun) in ("fighter", "troop", "man", "member", "force")
        or unit_lemma(noun) in frames().words["arms"]
    ):
        return None
    return noun.lower_ if unit_lemma(noun) in frames().words["people"] else None


def is_strength(noun: Token) -> bool:
    """Whether a noun means a party's strength: "its numbers", "the ranks of"."""
    return lemma(noun) in frames().words["strength"] or noun.lower_ in ("numbers", "ranks")


def of_strength(scene: Scene, noun: Token) -> str | None:
    """Whose strength a noun means: its owner's where it is "its strength", else the party itself.

    ``""`` where the report has said before whose; ``None`` where the noun is nobody's.
    """
    named = [c for c in noun.children if c.dep_ in ("compound", "amod", "nmod")]
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None and is_strength(noun):
        return scene.actor(owner)
    party = noun.lower_ in ("force", "army") or (named and lemma(noun) in _FORCES)
    if party and (name := scene.actor(noun)):
        return name
    if is_strength(noun):
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                return next((name for o in child.children if (name := scene.actor(o))), None)
        return named_beside(scene, noun) or (scene.actor(noun) if named else None) or ""
    if noun.lower_ in ("it", "that", "which", "there", "this"):
        return ""
    if lemma(noun) in frames().words["attackers"]:
        return _who_attacked(scene) or scene.actor(noun)
    if unit_lemma(noun) in ("man", "men", "fighter"):
        return named_beside(scene, noun) or scene.actor(noun)
    return scene.actor(noun)


def _who_attacked(scene: Scene) -> str | None:
    """The party that the report last said attacked or took something."""
    earlier = scene.article.sentences[: scene.sentence.index]
    for verb in (t for s in reversed(earlier) if s.parsed for t in s.doc):
        if lemma(verb) in frames().words["attack"] and is_verb(verb):
            doer = subject(verb)
            if doer is not None and doer.dep_ == "nsubj" and doer.pos_ == "PROPN":
                return scene.likely(written(doer))
    return None


def before(scene: Scene, but: str | None = None) -> str | None:
    """The actor that the article spoke of last: its subject, else the newest; ``but`` the one who speaks."""
    known = scene.known
    newest = [known.subject, *reversed(known.actors)]
    names = (scene.likely(m.name) for m in newest if m is not None)
    return next(
        (name for name in names if but is None or not (agree(name, but) or agree(_party(but), name))), None
    )


def _party(name: str) -> str:
    """The first word of "Taliban commander"."""
    return name.split()[0]


def party_of(scene: Scene, noun: Token, counted: Token) -> str | None:
    """The party that a noun means; for "a force of 5,000 men" the one that it is said to be, or to belong to."""
    if lemma(noun) in _COLLECTIVES:
        if noun.dep_ == "appos" and (name := scene.actor(noun.head)):
            return name
        if noun.dep_ == "attr" and (doer := subject(noun.head)) is not None and (name := scene.actor(doer)):
            return name
        if noun.dep_ == "dobj" and lemma(noun.head) in frames().words["have"]:
            doer = subject(noun.head)
            if doer is not None and (name := scene.actor(doer)):
                return name
        of = (o for c in noun.children if c.dep_ == "prep" and c.lower_ in ("of", "from") for o in c.children)
        owner = next((name for o in of if o.i != counted.i and (name := scene.actor(o))), None)
        if owner:
            return owner
    return scene.actor(noun)


_FORCES = frozenset({"force", "army", "troop", "fighter"})
_COLLECTIVES = frozenset(
    [
        "column",
        "convoy",
        "force",
        "contingent",
        "group",
        "army",
        "militia",
        "unit",
        "detachment",
        "garrison",
        "reinforcement",
    ]
)
