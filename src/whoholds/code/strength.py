"""How strong an actor is: a number of fighters, troops or arms that it has, fields, sends or is said to have.

A number tells a strength where the verb over what it counts says that an actor has it ("commands around 10,000
fighters"), that it is there ("900 American soldiers are in"), or that somebody estimates it ("put its strength at").
Losses, prisoners, deserters, purchases and people without arms tell none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from whoholds.code import speaker
from whoholds.code.clauses import clause, is_verb, lemma, path, subject
from whoholds.code.frames import frames
from whoholds.code.quantities import Quantity, quantities
from whoholds.code.scene import Scene
from whoholds.code.score import agree
from whoholds.model import Strength

if TYPE_CHECKING:
    from spacy.tokens import Token

CONFIDENCE = 0.7
"""A rough share of what is right; see the report on the golden sentences."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Counted:
    """A number with what it counts: ``noun`` is its head, or the number itself where nothing follows."""

    quantity: Quantity
    first: Token
    noun: Token
    unit: str


def strengths(scene: Scene) -> Iterator[Strength]:
    """Strengths that the sentence tells, by position."""
    for counted in _counted(scene):
        found = _owner(scene, counted)
        if found is None:
            continue
        actor, trigger, estimator = found
        q = counted.quantity
        told = scene.told(trigger, [counted.first, counted.noun], relation="holds")
        if scene.sentence.text[q.span[0] :].lower().startswith(("no ", "not ")):
            told["polarity"] = "affirmed"  # "no more than": the number's own "no"
        if estimator is not None:
            names, by_party = speaker.subject_of(scene.attribution, scene.sentence, estimator)
            told["speaker"], told["by_party"] = names or told["speaker"], by_party or told["by_party"]
        if (q.unsure or (lemma(trigger) == "estimate" and not told["speaker"])) and told["modality"] in (
            "asserted",
            "claimed",
        ):
            told["modality"] = "possible"
        yield Strength(
            actor=actor, low=q.low, high=q.high, unit=counted.unit, qualifier=q.qualifier, confidence=CONFIDENCE,
            **told,
        )  # fmt: skip


def _counted(scene: Scene) -> Iterator[_Counted]:
    doc = scene.sentence.doc
    for quantity in quantities(scene.sentence.text):
        inside = [t for t in doc if quantity.span[0] <= t.idx < quantity.span[1]]
        if not inside:
            continue
        noun, unit = _unit(doc[inside[-1].i + 1 :] if inside[-1].i + 1 < len(doc) else [])
        if noun is not None and not unit:
            continue  # prisoners, pounds, hours
        yield _Counted(quantity=quantity, first=inside[0], noun=noun or inside[-1], unit=unit)


def _unit(after: object) -> tuple[Token | None, str]:
    """The noun that a number counts and its name as a unit; no name for what is no force."""
    people, arms = frames().words["people"], frames().words["arms"]
    run: list[Token] = []
    for token in after:  # type: ignore[attr-defined]
        skipped = token.lower_ in ("of", "more", "other", "the", "its", "their", "'s", "-") or token.dep_ in (
            "det",
            "poss",
        )
        if token.pos_ in ("NOUN", "PROPN", "ADJ") or (
            token.tag_ in ("VBN", "VBG") and token.head.i > token.i
        ):
            run.append(token)
        elif not (skipped and (not run or token.lower_ in ("'s", "-"))):
            break
    nouns = [t for t in run if t.pos_ in ("NOUN", "PROPN")]
    if not nouns:
        return None, ""
    head = next((t for t in reversed(nouns) if _lemma(t) in people | arms), None)
    if head is None or (head.i != nouns[-1].i and nouns[-1].head.i != head.i):
        return nouns[-1], ""
    kind = [t for t in run if t.i == head.i - 1 and t.lower_ in ("armoured", "armored")]
    return head, " ".join(t.lower_ for t in (*kind, head))


def _lemma(token: Token) -> str:
    known = {
        "men": "man",
        "troops": "troop",
        "policemen": "policeman",
        "militiamen": "militiaman",
        "gunmen": "gunman",
    }
    return known.get(token.lower_, lemma(token))


def _owner(scene: Scene, counted: _Counted) -> tuple[str | None, Token, Token | None] | None:
    """Whose strength it is, the word that carries it, and the verb of who estimates it; ``None`` for no strength."""
    words = frames().words
    if any(
        c.dep_ in ("acl", "relcl") and lemma(c) in words["loss"] - {"leave"} for c in counted.noun.children
    ):
        return None
    verb = clause(counted.noun)
    if lemma(verb) == "leave" and verb.tag_ == "VBN" and lemma(verb.head) == "have":
        verb = verb.head  # "has no more than 20 tanks left"
    if not is_verb(verb):
        return _phrase_owner(scene, counted, verb)
    if lemma(verb) in words["loss"] and not _with(counted.noun):
        return None
    for rule in (_with_owner, _estimated, _had, _present):
        found = rule(scene, counted, verb)
        if found is not None:
            return found
    return None


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


def _with_owner(
    scene: Scene, counted: _Counted, verb: Token
) -> tuple[str | None, Token, Token | None] | None:
    holder = _with(counted.noun)
    if holder is None or not counted.unit:
        return None
    own = _own(scene, counted.noun)
    if own is None and lemma(holder) in ("column", "convoy", "force", "contingent"):
        own = next((name for c in holder.children if c.dep_ == "prep" for o in c.children if o.i != counted.noun.i
                    and (name := scene.actor(o))), None)  # fmt: skip
    actor = own or scene.actor(holder)
    return (actor, counted.noun, None) if actor else None


def _phrase_owner(
    scene: Scene, counted: _Counted, root: Token
) -> tuple[str | None, Token, Token | None] | None:
    return _with_owner(scene, counted, root)


def _estimated(scene: Scene, counted: _Counted, verb: Token) -> tuple[str | None, Token, Token | None] | None:
    """As in "put its strength at", "estimated its fighters at", "its strength is estimated at", "spoke of"."""
    words = frames().words
    if lemma(verb) not in words["estimate"] or not any(
        s.child.dep_ == "prep" and s.child.lower_ in ("at", "of") and s.head.i == verb.i
        for s in path(counted.noun)
    ):
        return None if lemma(verb) not in ("count", "see") else _counted_by(scene, counted, verb)
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    things = [c for c in verb.children if c.dep_ == ("nsubjpass" if passive else "dobj")]
    actor = next((name for t in things if (name := _of_strength(scene, t))), None)
    if actor is None and (things or lemma(verb) != "speak"):
        return None
    teller = subject(verb)
    rival = scene.actor(teller) if teller is not None and actor is None else None
    return actor or _before(scene, but=rival), verb, None if passive else verb


def _counted_by(
    scene: Scene, counted: _Counted, verb: Token
) -> tuple[str | None, Token, Token | None] | None:
    if not counted.unit or counted.noun.dep_ != "dobj" or lemma(verb) != "count":
        return None
    actor = _own(scene, counted.noun) or _before(scene)
    return (actor, verb, verb) if actor else None


def _had(scene: Scene, counted: _Counted, verb: Token) -> tuple[str | None, Token, Token | None] | None:
    """As in "commands around 10,000 fighters", "has between 3,000 and 4,000 soldiers", "number 600"."""
    if lemma(verb) not in frames().words["have"] or (
        counted.noun.dep_ in ("nsubj", "nsubjpass") and counted.noun.head.i == verb.i
    ):
        return None
    steps = list(path(counted.noun))
    between = [s for s in steps if s.head.i == verb.i]
    top = between[0].child if between else counted.noun
    if top.dep_ == "agent" or (top.dep_ == "prep" and top.lower_ not in ("to", "at", "between")):
        return None
    doer = subject(verb)
    if doer is None or top.i < verb.i:
        return None
    if lemma(verb) in ("be", "number", "total", "grow", "swell") or not counted.unit:
        there = doer.lower_ == "there" or any(c.dep_ == "expl" for c in verb.children)
        actor = (_own(scene, counted.noun) or _before(scene)) if there else _of_strength(scene, doer)
    else:
        actor = scene.actor(doer)
        actor = actor if actor is not None else _own(scene, counted.noun)
    if not counted.unit and lemma(verb) not in ("be", "number", "total", "grow", "swell", "have"):
        return None
    return (actor, verb, None) if actor else None


def _present(scene: Scene, counted: _Counted, verb: Token) -> tuple[str | None, Token, Token | None] | None:
    """As in "thousands of Tigrayan fighters are still in", "held by some 200 policemen", "there are 900 soldiers"."""
    if not counted.unit or lemma(verb) not in frames().words["present"]:
        return None
    actor = _own(scene, counted.noun)
    if actor is None or _lemma(counted.noun) in frames().words["arms"]:
        actor = _served(scene, verb) or actor
    return (actor, verb, None) if actor else None


def _served(scene: Scene, verb: Token) -> str | None:
    """As in "serve in the legion"."""
    if lemma(verb) not in ("serve", "fight", "belong"):
        return None
    objects = [
        o for c in verb.children if c.dep_ == "prep" and c.lower_ in ("in", "for", "to") for o in c.children
    ]
    return next((name for o in objects if (name := scene.actor(o))), None)


def _own(scene: Scene, noun: Token) -> str | None:
    """Who the counted are, by the words beside them: "RSF fighters", "soldiers of the Malian army"."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "from"):
            owner = next((name for o in child.children if (name := scene.actor(o))), None)
            if owner:
                return owner
        if child.dep_ == "poss":
            return scene.actor(child)
    modifiers = [c for c in noun.children if c.dep_ in ("amod", "compound", "nmod") and c.text[:1].isupper()]
    if modifiers:
        return " ".join(t.text for t in noun.doc[modifiers[0].left_edge.i : noun.i] if t.text[:1].isupper())
    if (
        lemma(noun) in ("fighter", "troop", "man", "member", "force")
        or _lemma(noun) in frames().words["arms"]
    ):
        return None
    return noun.lower_ if _lemma(noun) in frames().words["people"] else None


def _of_strength(scene: Scene, noun: Token) -> str | None:
    """Whose strength a noun means: its owner's where it is "its strength", else the party itself."""
    if lemma(noun) in frames().words["strength"] or noun.lower_ in ("numbers", "ranks"):
        for child in noun.children:
            if child.dep_ == "poss":
                return scene.actor(child)
            if child.dep_ == "prep" and child.lower_ in ("of", "in"):
                return next((name for o in child.children if (name := scene.actor(o))), None)
        if noun.lower_ in ("force", "army") and (name := scene.actor(noun)):
            return name
        return _own(scene, noun) or _before(scene)
    if noun.lower_ in ("it", "that", "which", "there", "this"):
        return _before(scene) or scene.actor(noun)
    if _lemma(noun) in ("man", "men", "fighter"):
        return _own(scene, noun) or scene.actor(noun)
    return scene.actor(noun)


def _before(scene: Scene, but: str | None = None) -> str | None:
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
