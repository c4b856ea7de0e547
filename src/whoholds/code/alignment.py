"""Whom an actor stands with: joins, leads, serves, backs, opposes, splits, negotiates, allied, surrenders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from whoholds.code import speaker
from whoholds.code.clauses import infinitive, lemma, subject
from whoholds.code.frames import NO_CLASS, Frame, frames, matches, role
from whoholds.code.lexicon import english
from whoholds.code.naming import full_name, written
from whoholds.code.scene import Scene, Told
from whoholds.code.score import agree
from whoholds.code.standing import is_party
from whoholds.code.triggers import Trigger
from whoholds.model import Alignment, Relation, Side

if TYPE_CHECKING:
    from spacy.tokens import Token

CONFIDENCE = 0.7
"""A rough share of what is right; see the report on the golden sentences."""

_SELF = frozenset({"himself", "herself", "itself", "themselves"})
_NAMED = frozenset(
    {
        "name",
        "appoint",
        "elect",
        "make",
        "choose",
        "declare",
        "proclaim",
        "crown",
        "install",
        "call",
        "confirm",
    }
)

_BECOMES = frozenset({"become", "replace", "succeed"})
"""Whose subject takes the office."""


def alignments(scene: Scene) -> Iterator[Alignment]:
    """Alignments that the sentence tells; each pair and kind once."""
    seen: set[tuple[str | None, str, str | None]] = set()
    for found in (*_named(scene), *_served(scene), *_heads(scene), *_framed(scene)):
        key = (found.actor, found.kind, found.other)
        if key not in seen and not any(
            found.kind == k and found.actor == a and found.other is None for a, k, _ in seen
        ):
            seen.add(key)
            yield found


def _framed(scene: Scene) -> Iterator[Alignment]:
    doc = scene.sentence.doc
    for frame, trigger in matches(doc, frames().alignments):
        actors, others = _sides(scene, frame, trigger)
        if frame.pair and len(actors) > 1 and not others:
            actors, others = actors[:1], actors[1:]
        accused = _accused(doc[trigger.token])
        if accused is not None:
            actors = _actors(scene, [accused])
        if frame.party:
            others = [(name, t) for name, t in others if _reads_like_party(name, t)]
        if not actors or not others or _not_said(scene, frame, doc[trigger.token]):
            continue
        kind = cast("Side", frame.kind)  # the lexicon was checked for it when it was read
        relation: Relation = "holds" if frame.state else "gains"
        told = scene.told(doc[trigger.token], [actors[0][1], others[0][1]], relation=relation)
        if accused is not None:
            _accuse(scene, told, accused.head)
        for name, _ in actors:
            if told["modality"] == "planned" and told["speaker"] and agree(told["speaker"][-1], name):
                told["speaker"] = told["speaker"][:-1]  # who agrees to it does not report it
            for other, token in others:
                if name != other and not _counted(other, token):
                    yield Alignment(actor=name, kind=kind, other=other, confidence=CONFIDENCE, **told)


def _not_said(scene: Scene, frame: Frame, verb: Token) -> bool:
    """A demand, a town given up, and a fight in a place say nothing of where parties stand."""
    if _demanded(verb) or (frame.kind == "surrenders" and _gives_up_a_thing(verb)):
        return True
    if frame.kind == "splits" and any(
        c.lower_ in ("with", "without") for c in verb.children if c.dep_ == "prep"
    ):
        return lemma(verb) in ("leave", "abandon")  # "leaving the government with little"
    return frame.placeless and any(
        o.pos_ == "PROPN" or lemma(o) in english().words.place_kinds
        for c in verb.children
        if c.dep_ == "prep" and c.lower_ not in ("against", "since", "until")
        for o in c.children
        if o.ent_type_ != "DATE"
    )


def _reads_like_party(name: str, token: Token) -> bool:
    words = frames().words
    return lemma(token) in words["bodies"] | words["strength"] or is_party(name)


def _counted(name: str, token: Token) -> bool:
    """Those whom a number counts are no party: "commands 3,000 fighters"."""
    return name[:1].islower() and any(c.dep_ == "nummod" for c in token.children)


def _accused(verb: Token) -> Token | None:
    """Who is said to do it: "accused *Chad* of backing the rebels"."""
    if verb.dep_ != "pcomp" or verb.head.lower_ != "of" or lemma(verb.head.head) not in ("accuse", "suspect"):
        return None
    return next((c for c in verb.head.head.children if c.dep_ in ("dobj", "nsubjpass")), None)


def _accuse(scene: Scene, told: Told, verb: Token) -> None:
    """What somebody is accused of is claimed by the accuser."""
    accuser = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if accuser is not None:
        told["speaker"], told["by_party"] = speaker.subject_of(scene.attribution, scene.sentence, verb)
    told["modality"] = "claimed" if told["modality"] == "asserted" else told["modality"]


def _gives_up_a_thing(verb: Token) -> bool:
    """A town that is surrendered changes hands, which is control; only who surrenders changes sides."""
    return any(c.dep_ in ("dobj", "nsubjpass") and c.lower_ not in _SELF for c in verb.children)


def _demanded(verb: Token) -> bool:
    """What somebody is told to do: "called on the fighters to join the army"."""
    while verb.dep_ == "conj":
        verb = verb.head
    return verb.dep_ == "xcomp" and infinitive(verb) and lemma(verb.head) in frames().words["demands"]


def _sides(
    scene: Scene, frame: Frame, trigger: Trigger
) -> tuple[list[tuple[str, Token]], list[tuple[str, Token]]]:
    doc, noun = scene.sentence.doc, trigger.form == "noun"
    if trigger.form == "adjective":
        before, after = role(doc, trigger, ("subject",)), role(doc, trigger, ("held",))
        if frame.kind == "allied":
            before, after = after, before
    else:
        before = role(doc, trigger, frame.noun_actor if noun else frame.actor, passive=frame.passive)
        after = role(doc, trigger, frame.noun_other if noun else frame.other)
    return _actors(scene, [t for t in before if t.i != trigger.token]), _actors(scene, after)


def _actors(scene: Scene, tokens: list[Token]) -> list[tuple[str, Token]]:
    """Names of the tokens that are actors; an apposition is the same actor again."""
    heads = {t.i for t in tokens}
    own = [t for t in tokens if not _beside_one_of(t, heads)]
    return [(name, t) for t in own if (name := scene.actor(t))]


def _beside_one_of(token: Token, heads: set[int]) -> bool:
    """Whether it, or what it is joined to, stands in apposition to one of the others."""
    while token.dep_ == "conj" and token.head.i in heads:
        token = token.head
    return token.dep_ == "appos" and token.head.i in heads


def _named(scene: Scene) -> Iterator[Alignment]:
    """As in "declared himself caretaker president", "was named head of the council", "elected X as its chairman"."""
    for verb in scene.sentence.doc:
        if lemma(verb) not in _NAMED | _BECOMES or verb.pos_ != "VERB":
            continue
        office = _office(verb)
        if office is None:
            continue
        itself = any(t.lower_ in _SELF for t in verb.subtree if t.i < office.i and t.i > verb.i)
        passive = any(c.dep_ == "auxpass" for c in verb.children) or verb.dep_ == "acl"
        person = subject(verb) if itself or passive or lemma(verb) in _BECOMES else next(
            (t for t in verb.subtree if verb.i < t.i < office.i and t.pos_ == "PROPN" and t.head.pos_ != "PROPN"), None
        )  # fmt: skip
        name = scene.actor(person) if person is not None else None
        if name is None or person is None:
            continue
        local = lemma(office) in frames().words["territorial"]
        other = None if local else _of(scene, office)
        chooser = _chooser(scene, verb) if not itself and lemma(verb) not in _BECOMES else None
        kind: Side = "serves" if local and chooser else "leads"
        other = other or (chooser if not passive or local else None)
        told = scene.told(verb, [person, office], relation="gains")
        if itself:
            told["speaker"] = (*told["speaker"], name) if name not in told["speaker"] else told["speaker"]
            told["by_party"] = True
            told["modality"] = "claimed" if told["modality"] == "asserted" else told["modality"]
        role_words = _role(office, keep_of=other is None or local)
        yield Alignment(actor=name, kind=kind, other=other, role=role_words, confidence=CONFIDENCE, **told)


def _chooser(scene: Scene, verb: Token) -> str | None:
    """Who names somebody: the subject, or whom "by" names."""
    found = scene.first(
        role(scene.sentence.doc, Trigger(token=verb.i, entry=NO_CLASS, form="verb"), ("subject",))
    )
    return found[0] if found else None


def _office(verb: Token) -> Token | None:
    """The office that a verb of naming gives: its complement."""
    roles = frames().words["roles"] | frames().words["heads"]
    below = [t for t in verb.subtree if t.i > verb.i and lemma(t) in roles and t.pos_ in ("NOUN", "PROPN")]
    fitting = [t for t in below if t.dep_ in ("oprd", "attr", "dobj", "pobj", "ccomp", "appos", "xcomp")]
    return next((t for t in fitting if t.dep_ != "pobj" or t.head.lower_ == "as"), None)


def _role(office: Token, *, keep_of: bool = False) -> str:
    words = [t for t in office.subtree if t.i <= office.i and t.dep_ not in ("det", "poss", "case") and not t.is_punct
             and t.lower_ not in ("himself", "herself", "itself")]  # fmt: skip
    if keep_of:
        words += [t for c in office.children if c.lower_ == "of" for t in c.subtree if t.dep_ != "det"]
    return " ".join(t.text for t in words)


def _of(scene: Scene, office: Token) -> str | None:
    for child in office.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "for", "under"):
            return next((name for o in child.children if o.dep_ == "pobj" and (name := scene.actor(o))), None)
        if child.dep_ == "poss":
            return scene.actor(child)
    return None


def _served(scene: Scene) -> Iterator[Alignment]:
    """As in "served as vice president under Ghani"."""
    for verb in scene.sentence.doc:
        if verb.lemma_ != "serve" or verb.pos_ != "VERB":
            continue
        office = next(
            (o for c in verb.children if c.lower_ == "as" for o in c.children if o.dep_ == "pobj"), None
        )
        if office is None:
            continue
        doers = role(scene.sentence.doc, Trigger(token=verb.i, entry=NO_CLASS, form="verb"), ("subject",))
        person = scene.first(doers)
        under = [
            o
            for t in (verb, office)
            for c in t.children
            if c.lower_ in ("under", "for", "with")
            for o in c.children
        ]
        master = scene.first(under)
        other = master[0] if master else _of(scene, office)
        if person is None or lemma(office) not in frames().words["roles"]:
            continue
        told = scene.told(verb, [person[1], office, *([master[1]] if master else [])], relation="gains")
        yield Alignment(
            actor=person[0], kind="serves", other=other, role=_role(office), confidence=CONFIDENCE, **told
        )  # fmt: skip


def _heads(scene: Scene) -> Iterator[Alignment]:
    """As in "Musa Hilal, the leader of the militia", "the commander of the garrison, Colonel Petro Hrytsenko"."""
    for noun in scene.sentence.doc:
        if lemma(noun) not in frames().words["heads"] or noun.pos_ not in ("NOUN", "PROPN"):
            continue
        person = _person(noun)
        led = _of(scene, noun)
        if person is None or led is None or person.text in scene.private:
            continue
        told = scene.told(noun, [person], relation="holds")
        kind: Side = "leads"
        yield Alignment(
            actor=written(person), kind=kind, other=led, role=_role(noun), confidence=CONFIDENCE, **told
        )  # fmt: skip


def _person(noun: Token) -> Token | None:
    """Who holds the office: what it stands beside, or what is said to be it."""
    beside = [noun.head] if noun.dep_ == "appos" else [c for c in noun.children if c.dep_ == "appos"]
    if noun.dep_ == "attr":
        beside += [c for c in noun.head.children if c.dep_ == "nsubj"]
    if not beside:  # the parser hangs a far apposition on the nearest noun
        beside = [t for t in noun.subtree if t.dep_ == "appos" and t.i > noun.i and full_name(t)]
    return next((t for t in beside if t.pos_ == "PROPN"), None)
