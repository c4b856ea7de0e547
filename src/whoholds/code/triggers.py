"""Trigger words of a sentence, and the words that stand in their roles.

Roles are those of ``lexicon/en.toml``. Passives are turned round, conjunctions followed, relative
pronouns replaced by what they refer to; a prepositional phrase counts only where it hangs on the
trigger itself and no clause boundary lies between: a far adverbial never names the place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from whoholds.code.kept import kept
from whoholds.code.lexicon import TriggerClass, english
from whoholds.code.phrases import NOUN_TAGS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_CLAUSES = frozenset({"advcl", "ccomp", "relcl", "parataxis", "acl"})
_HANDS = frozenset(
    {"control", "hand", "hands", "occupation", "rule", "authority", "administration", "possession"}
)


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """A word that carries a claim, and its class."""

    token: int
    entry: TriggerClass
    form: str
    """``verb``, ``noun`` or ``adjective``."""
    inner: int | None = None
    """The noun of a verb that needs one: "control" of "took control"."""


@kept
def triggers(doc: Doc) -> tuple[Trigger, ...]:
    """Every trigger of a parsed sentence, by position; several classes may share a word."""
    found = []
    first_words = _first_words()
    for token in doc:
        if first_words.isdisjoint((verb_lemma(token), _noun_lemma(token), token.lower_)):
            continue
        for entry in english().classes:
            if (verb := _verb(token, entry)) is not None:
                found.append(verb)
            elif token.tag_ in NOUN_TAGS and _noun_lemma(token) in entry.nouns:
                found.append(Trigger(token=token.i, entry=entry, form="noun"))
            elif (
                token.tag_ in {"VBN", "VBD", "JJ", "NN"}
                and token.lower_ in entry.adjectives
                and _modifies(token)
            ):
                found.append(Trigger(token=token.i, entry=entry, form="adjective"))
    return _heaviest(found)


@cache
def _first_words() -> frozenset[str]:
    """Words that any trigger begins with: most tokens are none of them, and need no closer look."""
    return frozenset(
        phrase.split()[0] for c in english().classes for phrase in (*c.verbs, *c.nouns, *c.adjectives)
    )


def _heaviest(found: list[Trigger]) -> tuple[Trigger, ...]:
    """Longer forms win: "take control" hides "take"; "fall to" hides "fall" where the taker is there."""
    inner = {(t.token, t.inner) for t in found if t.inner is not None}
    taken = {token for token, _ in inner}
    nouns = {noun for _, noun in inner}
    return tuple(
        t for t in found
        if t.inner is not None or not ((t.form == "verb" and t.token in taken) or (t.form == "noun" and t.token in nouns))
    )  # fmt: skip


def _verb(token: Token, entry: TriggerClass) -> Trigger | None:
    if token.pos_ not in {"VERB", "AUX"} and token.tag_ not in {"VBN", "VBD", "VBG"}:
        return None
    if token.dep_ == "amod" and token.tag_ in {"VBN", "VBG"} and token.i + 1 < len(token.doc):
        return None
    for verb in entry.verbs:
        words = verb.split()
        if verb_lemma(token) != words[0]:
            continue
        if len(words) == 1:
            return Trigger(token=token.i, entry=entry, form="verb")
        if words[1:] and words[0] == "be" and words[1].endswith(("en", "ed", "st")):
            continue
        inner = _completion(token, words[1:])
        if inner is not None:
            return Trigger(token=token.i, entry=entry, form="verb", inner=inner if inner != token.i else None)
    return None


def _completion(token: Token, rest: list[str]) -> int | None:
    """Token of the particle, or of the noun, that the verb needs; ``token.i`` itself for a particle."""
    if len(rest) == 1:
        for child in token.children:
            if child.lower_ == rest[0] and child.dep_ in {"prt", "advmod", "prep"}:
                return token.i
            if child.dep_ in {"dobj", "attr", "acomp", "nsubjpass"} and rest[0] in {
                child.lemma_.lower(),
                child.lower_,
            }:
                return child.i
            if child.dep_ == "prep" and child.lower_ in {"in", "under"} and rest[0] == "control":
                for grand in child.children:
                    if grand.lower_ == rest[0] and child.lower_ == "in":
                        return int(grand.i)
        return None
    preposition, noun = rest[0], rest[1]
    for child in token.children:
        if child.lower_ == preposition and child.dep_ in {"prep", "prt", "agent"}:
            for grand in child.subtree:
                if grand.lower_ in {noun, noun.rstrip("s")} or (noun in _HANDS and grand.lower_ in _HANDS):
                    return int(grand.i)
    return None


def verb_lemma(token: Token) -> str:
    """Lemma of a verb, with the lemmatizer's slips on rare past tenses mended."""
    return _PAST.get(token.lower_, token.lemma_.lower())


_PAST = {"retook": "retake", "overran": "overrun", "fled": "flee", "retaken": "retake", "reseized": "reseize"}


def _noun_lemma(token: Token) -> str:
    lower: str = token.lemma_.lower()
    return lower[:-1] if token.tag_ in {"NNS", "NNPS"} and lower.endswith("s") else lower


def _modifies(token: Token) -> bool:
    """Whether it stands before a noun: "rebel-*held* towns", "the *besieged* city"."""
    k = token.i + 1
    return (
        k < len(token.doc) and (token.doc[k].tag_ in NOUN_TAGS | {"JJ", "NNP"}) and token.tag_ != "VBD"
    ) or (token.i > 0 and token.nbor(-1).text in {"-", "–"})


# Roles


def fill(doc: Doc, trigger: Trigger, roles: tuple[str, ...]) -> list[int]:
    """Head tokens of what stands in the first of the roles that is filled, conjuncts included."""
    for role in roles:
        if found := _role(doc, trigger, role):
            return [c for token in found for c in conjuncts(token)]
    return []


def _role(doc: Doc, trigger: Trigger, role: str) -> list[Token]:
    token = doc[trigger.token]
    inner = doc[trigger.inner] if trigger.inner is not None else None
    if role == "held":
        return [doc[k] for k in _after_adjective(doc, trigger.token)]
    if role == "self":
        return list(_itself(token))
    if role in {"poss", "mod"}:
        base = inner if inner is not None else token
        return [
            c
            for c in base.children
            if c.dep_ == role or (role == "mod" and c.dep_ in {"compound", "amod", "nmod"})
        ]
    if trigger.form == "adjective":
        return _before_adjective(doc, trigger.token) if role == "subject" else []
    if trigger.form == "noun":
        happens = token.head if token.dep_ in _SUBJECTS and token.head.pos_ in {"VERB", "AUX"} else None
        return [*_under(token, role), *_under(happens, role)]
    if role == "object":
        return _objects(token)
    if role == "subject":
        return _subjects(token)
    if role == "dative":
        return [c for c in token.children if c.dep_ == "dative"]
    if role in {"into hands", "under control"}:
        return _holder(token)
    return [*_under(token, role), *(_under(inner, role) if inner is not None else [])]


def _objects(token: Token) -> list[Token]:
    if _passive(token):
        return _plain_subjects(token)
    objects = [c for c in token.children if c.dep_ in {"dobj", "oprd", "attr"}]
    if (
        not objects
        and token.dep_ in {"relcl"}
        and token.tag_ != "VBN"
        and not any(c.dep_ == "dobj" for c in token.children)
    ):
        return [token.head] if _has_subject(token) else []
    if not objects:
        shared = [c for c in token.children if c.dep_ == "conj" and c.pos_ == "VERB"]
        objects = [o for c in shared[:1] for o in c.children if o.dep_ == "dobj"]
    return [_referent(o) for o in objects]


def _subjects(token: Token) -> list[Token]:
    if _passive(token):
        return [
            g
            for c in token.children
            if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by")
            for g in c.children
            if g.dep_ == "pobj"
        ]
    return _plain_subjects(token)


def _plain_subjects(token: Token) -> list[Token]:
    """Grammatical subjects, followed through conjunctions, infinitives and participles."""
    seen: set[int] = set()
    while token.i not in seen:
        seen.add(token.i)
        subjects = [c for c in token.children if c.dep_ in _SUBJECTS and c.lower_ != "there"]
        if subjects:
            return [_referent(s) for s in subjects]
        if (shown := _shown(token)) is not None:
            return shown
        if token.dep_ in {"acl", "relcl"} and token.head.tag_ in NOUN_TAGS:
            return [token.head] if token.dep_ == "acl" else []
        if (
            token.dep_
            in {"conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "dobj", "acomp", "auxpass", "aux"}
            and token.head.i != token.i
        ):
            raised = (
                [c for c in token.head.children if c.dep_ == "dobj"]
                if token.dep_ in {"xcomp", "ccomp"}
                else []
            )
            if (
                raised
                and token.dep_ == "xcomp"
                and verb_lemma(token.head) in {"allow", "force", "order", "help", "enable", "let", "cause"}
            ):
                return raised
            token = token.head
        else:
            return []
    return []


def _shown(token: Token) -> list[Token] | None:
    """Return what a map or list says it of: "labels *X* as held by Y", "*X* is shown as under Y's control"."""
    doc = token.doc
    k = token.i - 1
    while k > 0 and doc[k].pos_ in {"ADV", "AUX"}:
        k -= 1
    if k < 1 or doc[k].lower_ != "as":
        return None
    showing = [
        t
        for t in doc[:k]
        if {t.lemma_.lower(), t.lower_.rstrip("s"), t.lower_.removesuffix("ed")} & english().words.showing
    ]
    if not showing:
        return None
    if doc[k - 1].tag_ in NOUN_TAGS and doc[k - 1].i > showing[-1].i:
        return [doc[k - 1]]
    return [c for c in showing[-1].children if c.dep_ in {"dobj", "nsubjpass"}] or None


def _passive(token: Token) -> bool:
    if any(c.dep_ in {"auxpass", "nsubjpass"} for c in token.children):
        return True
    if token.tag_ == "VBN" and (
        token.dep_ in {"acl", "amod"} or any(c.dep_ == "agent" for c in token.children)
    ):
        return True
    if (
        token.tag_ in {"VBN", "VBD"}
        and token.dep_ == "conj"
        and not any(c.dep_ in {"nsubj", "dobj", "aux"} for c in token.children)
    ):
        return _passive(token.head) if token.head.pos_ in {"VERB", "AUX"} else False
    return False


def _has_subject(token: Token) -> bool:
    return any(c.dep_ in _SUBJECTS for c in token.children)


def _referent(token: Token) -> Token:
    """Find what a relative pronoun stands for; the token itself otherwise."""
    if token.lower_ in {"which", "who", "that", "whom"} and token.tag_ in {"WDT", "WP"}:
        for ancestor in token.ancestors:
            if ancestor.dep_ == "relcl":
                head: Token = ancestor.head
                return head
    return token


def _under(token: Token | None, role: str) -> Iterator[Token]:
    """Objects of a preposition that hangs on the token itself."""
    if token is None:
        return
    first, _, second = role.partition(" ")
    for child in token.children:
        if child.dep_ not in {"prep", "prt", "dative", "agent", "advmod"} or child.lower_ != first:
            continue
        for grand in child.children:
            if grand.dep_ == "pobj" and not second:
                yield grand
            elif grand.dep_ in {"prep", "pcomp"} and second == grand.lower_:
                yield from (g for g in grand.children if g.dep_ == "pobj")


def _holder(token: Token) -> list[Token]:
    """Who stands in "under the control of X", "into X's hands", "to rebel control"."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in {"into", "under", "in", "to"}:
            for noun in child.children:
                if noun.lower_ in _HANDS:
                    return [
                        *[c for c in noun.children if c.dep_ in {"poss", "amod", "compound"}],
                        *_under(noun, "of"),
                    ]
    return []


def _itself(token: Token) -> Iterator[Token]:
    """Find what a noun is said to be: "X, a stronghold of Y", "X is a stronghold", "the stronghold X"."""
    if token.dep_ == "appos":
        yield token.head
    if token.dep_ == "attr":
        yield from (c for c in token.head.children if c.dep_ in _SUBJECTS)
    yield from (c for c in token.children if c.dep_ == "appos")
    if token.dep_ == "compound":
        yield token.head


def _before_adjective(doc: Doc, k: int) -> list[Token]:
    if k > 1 and doc[k - 1].text in {"-", "–"}:
        return [doc[k - 2]]
    return [doc[k - 1]] if k and doc[k - 1].tag_ in NOUN_TAGS else []


def _after_adjective(doc: Doc, k: int) -> list[int]:
    head = doc[k].head if doc[k].head.i > k else None
    return [head.i] if head is not None else []


def conjuncts(token: Token) -> list[int]:
    """List the token and what is joined to it by "and" or commas; appositions and "of" names included."""
    found = [token.i]
    for child in token.children:
        if (child.dep_ in {"conj"} and child.tag_ in NOUN_TAGS | {"PRP", "CD", "JJ"}) or (
            child.dep_ == "appos" and child.tag_ in NOUN_TAGS
        ):
            found += conjuncts(child)
    return found
