"""Frames of statements about actors: ``lexicon/statements.toml``, and where one matches in a parsed sentence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, get_args

from whoholds.code.anyof import any_of
from whoholds.code.clauses import words
from whoholds.code.lexicon import TriggerClass, forms
from whoholds.code.phrases import NOUN_TAGS
from whoholds.code.triggers import Trigger, fill, verb_lemma
from whoholds.errors import LexiconError
from whoholds.model import Demand, Side

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Clause = Literal["", "own", "must", "negated", "hostile"]

_PAST = {"swore": "swear", "broke": "break", "sworn": "swear", "broken": "break", "rose": "rise"}
NO_CLASS = TriggerClass(name="statement", relation="holds")
"""A trigger needs a class of control; a frame has none."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One meaning: the words that carry it, and the roles in which its parts stand."""

    name: str
    kind: str
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    noun_actor: tuple[str, ...] = ()
    noun_other: tuple[str, ...] = ()
    pair: bool = False
    """Two actors side by side may stand in the first role: "talks between A and B"."""
    state: bool = False
    """It lasts: without a date it is so on the report's day."""
    negated: bool = False
    """It is meant where it is denied: "will not accept"."""
    passive: bool = False
    """The subject of its passive is the actor: "is allied with"."""
    clause: Clause = ""
    """Which clauses count: what the actor itself would do, what others must, what it will not do, what harms."""
    among: str = ""
    """The list of words of which the object must be one."""
    party: bool = False
    """The other side must read like a party: "withdrew from the coalition", not "from the bridge"."""
    placeless: bool = False
    """Where a place is named beside it, it is control."""
    example: Mapping[str, str] = field(default_factory=dict)
    counter: str = ""

    @cached_property
    def carriers(self) -> frozenset[str]:
        """Words of which a sentence holds one wherever the frame matches."""
        return frozenset((*(verb.split()[0] for verb in self.verbs), *self.nouns, *self.adjectives))


@dataclass(frozen=True, kw_only=True)
class Frames:
    """The lexicon of statements."""

    alignments: tuple[Frame, ...]
    stances: tuple[Frame, ...]
    words: Mapping[str, frozenset[str]]

    @property
    def gate(self) -> re.Pattern[str]:
        """Matches every sentence in which some frame could match, or some number stand."""
        stems: set[str] = {*_PAST, *_FURTHER}
        for frame in (*self.alignments, *self.stances):
            if frame.among and len(frame.verbs) > 1:  # the rarer half of "declared a truce"
                stems |= {f for word in self.words[frame.among] for f in forms(word)}
            elif not frame.clause:
                stems |= {f for verb in frame.verbs for f in forms(_rarest(verb))}
            stems |= {f for noun in frame.nouns for f in forms(noun)} | set(frame.adjectives)
        stems |= {f for name in ("heads", "people", "arms") for word in self.words[name] for f in forms(word)}
        stems |= {f"{word.removesuffix('man')}men" for word in self.words["people"] if word.endswith("man")}
        harm, reach = (
            any_of({f for word in self.words[name] for f in forms(word)}) for name in ("hostile", "reach")
        )
        return re.compile(
            rf"\b{any_of(stems)}\b|\b(?:won['’]t|must|should|(?:would|will) (?:not|never|{harm}))\b"
            rf"|\b{reach}\s+(?:\w+\s+){{0,2}}to\b", re.I,
        )  # fmt: skip


_FURTHER = frozenset(
    [form for verb in ("serve", "appoint", "name", "elect", "declare", "proclaim", "estimate", "put") for form in forms(verb)]
    + ["led", "met", "quit", "begged", "told", "sought", "left", "gave", "sent", "men", "number", "numbers", "numbered", "numbering", "strength", "strong"]
    + ["ranks", "manpower", "headcount", "himself", "herself", "itself", "loyal", "consist", "consists"]
)  # fmt: skip
"""What rules in code look for beside the lexicon."""
_RARE = words(
    "weapon arm drone ammunition talk alliance allegiance loyalty fealty ultimatum pact truce ceasefire deal command charge gun "
    "aid training funding"
)


def _rarest(verb: str) -> str:
    """The word of a frame's verb to look for: the object of "send weapon", but the verb of "call for"."""
    first, *rest = verb.split()
    return rest[-1] if rest and rest[-1] in _RARE else first


def parse(raw: Mapping[str, Any], where: str) -> Frames:
    """Frames out of their tables; raises ``LexiconError`` that names the frame and the key."""
    found: dict[str, list[Frame]] = {"alignment": [], "stance": []}
    for group, kinds in (("alignment", get_args(Side)), ("stance", get_args(Demand))):
        for table in raw.get(group, ()):
            values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
            unknown = sorted(set(values) - set(Frame.__dataclass_fields__))
            if unknown:
                raise LexiconError(f"{where}: frame {table.get('name')!r} has an unknown key {unknown[0]!r}")
            frame = Frame(**values)
            if frame.kind not in kinds:
                raise LexiconError(f"{where}: frame {frame.name!r}: {frame.kind!r} is no {group}")
            found[group].append(frame)
    return Frames(
        alignments=tuple(found["alignment"]),
        stances=tuple(found["stance"]),
        words={name: frozenset(values) for name, values in raw["words"].items()},
    )


@cache
def frames() -> Frames:
    """The frames in the package."""
    with files("whoholds.code").joinpath("lexicon", "statements.toml").open("rb") as file:
        return parse(tomllib.load(file), "lexicon/statements.toml")


def matches(doc: Doc, frames: tuple[Frame, ...]) -> Iterator[tuple[Frame, Trigger]]:
    """Every frame that some word of the sentence carries; the longest form of a frame first."""
    for token in doc:
        said = (_verb_lemma(token), token.lemma_.lower(), token.lower_)
        for frame in frames:
            if frame.carriers.isdisjoint(said):
                continue
            trigger = _match(token, frame)
            if trigger is not None:
                yield frame, trigger


def _verb_lemma(token: Token) -> str:
    return _PAST.get(token.lower_, verb_lemma(token))


def _match(token: Token, frame: Frame) -> Trigger | None:
    if token.pos_ in ("VERB", "AUX") or token.tag_ in ("VBN", "VBD", "VBG"):
        if token.dep_ == "amod":
            return _adjective(token, frame)
        for verb in sorted(frame.verbs, key=lambda v: -len(v)):
            first, *rest = verb.split()
            if _verb_lemma(token) != first:
                continue
            if not rest:
                return Trigger(token=token.i, entry=NO_CLASS, form="verb")
            inner = next((c for c in token.children if _completes(c, rest[0])), None)
            if inner is not None:
                return Trigger(token=token.i, entry=NO_CLASS, form="verb", inner=inner.i)
    if token.tag_ in NOUN_TAGS and token.lemma_.lower() in frame.nouns:
        return Trigger(token=token.i, entry=NO_CLASS, form="noun")
    return _adjective(token, frame)


def _adjective(token: Token, frame: Frame) -> Trigger | None:
    if token.lower_ not in frame.adjectives or token.pos_ not in ("ADJ", "VERB"):
        return None
    if token.dep_ in ("acomp", "acl", "relcl", "ROOT", "ccomp", "amod", "attr", "conj", "advcl"):
        hyphened = token.i > 0 and token.nbor(-1).text in ("-", "–")
        form = "adjective" if hyphened and token.dep_ != "acomp" else "verb"
        return Trigger(token=token.i, entry=NO_CLASS, form=form)
    return None


def _completes(child: Token, word: str) -> bool:
    fits = child.dep_ in ("prt", "prep", "advmod", "dobj", "nsubjpass")
    return fits and word in (child.lower_, child.lemma_.lower())


def role(doc: Doc, trigger: Trigger, roles: tuple[str, ...], *, passive: bool = False) -> list[Token]:
    """What stands in the first role that is filled; an adjective's subject is its verb's."""
    token = doc[trigger.token]
    if trigger.form == "noun" and "light" in roles:
        return [doc[i] for i in fill(doc, trigger, tuple(r for r in roles if r != "light"))] or _light(token)
    if passive and "subject" in roles and token.dep_ == "acl":
        return [token.head]
    if passive and "subject" in roles and (own := [c for c in token.children if c.dep_ == "nsubjpass"]):
        return own
    if token.dep_ in ("acomp", "attr") and "subject" in roles:
        return [c for c in token.head.children if c.dep_ in ("nsubj", "nsubjpass")]
    return [doc[i] for i in fill(doc, trigger, roles)]


def _light(noun: Token) -> list[Token]:
    """Who does what a noun says by a verb of little meaning: "*X* made a plea", "*X* is in talks"."""
    verb = noun.head if noun.dep_ in ("dobj", "attr") else noun.head.head if noun.dep_ == "pobj" else None
    if verb is None or verb.lemma_ not in _LIGHT or (noun.dep_ == "pobj" and noun.head.lower_ != "in"):
        return []
    return [c for c in verb.children if c.dep_ == "nsubj"]


_LIGHT = frozenset(
    [
        "make",
        "issue",
        "repeat",
        "renew",
        "reiterate",
        "express",
        "voice",
        "signal",
        "be",
        "enter",
        "hold",
        "put",
        "have",
    ]
)
