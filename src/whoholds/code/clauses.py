"""Which words govern a word: the path from a claim's trigger up to the main clause, and what stands beside it.

Speaker, modality and date all have a scope, and a scope is a stretch of this path. A relative clause, an
apposition or a modifier ("ISIL-held") is the writer's own aside: it starts a new scope (codebook, ruling 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

ASIDES = frozenset({"relcl", "appos", "amod", "compound", "nmod", "poss"})
"""Edges that lead out of what the sentence states into what it mentions."""


def words(text: str) -> frozenset[str]:
    """A class of words, written as one string."""
    return frozenset(text.split())


@dataclass(frozen=True, kw_only=True)
class Step:
    """One edge up: ``child`` depends on ``head``. ``aside`` is true once a modifier's edge was crossed."""

    child: Token
    head: Token
    aside: bool

    @property
    def edge(self) -> str:
        """The dependency label of the edge."""
        return self.child.dep_


def path(token: Token) -> Iterator[Step]:
    """The edges from a token up to the root of its sentence."""
    aside = False
    while token.head is not token and token.head.i != token.i:
        aside = aside or (token.dep_ in ASIDES and not infinitive(token)) or _reduced(token)
        yield Step(child=token, head=token.head, aside=aside)
        token = token.head


def infinitive(verb: Token) -> bool:
    """As in "to take", "to be taken"."""
    return any(c.tag_ == "TO" or (c.dep_ == "aux" and c.lower_ == "to") for c in verb.children)


def _reduced(token: Token) -> bool:
    """A relative clause without its pronoun: "areas held by", "a village lost in May"; not "reports that it was lost"."""
    content = any(c.dep_ == "mark" for c in token.children)
    return (
        token.dep_ == "acl" and token.tag_ in ("VBN", "VBG", "VBD") and not infinitive(token) and not content
    )


def is_verb(token: Token) -> bool:
    """A verb, or a word that heads a clause as one ("is able to")."""
    return token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB")


def clause(token: Token) -> Token:
    """The verb of the clause that a token stands in, or the token where there is none above."""
    if is_verb(token):
        return token
    return next((step.head for step in path(token) if is_verb(step.head)), token)


def subject(verb: Token) -> Token | None:
    """The verb's subject; that of the verb it is joined to, or governed by, where it has none of its own."""
    seen = verb
    for _ in range(6):
        own = next((c for c in seen.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if own is not None:
            return own
        if seen.dep_ == "acl" and not is_verb(seen.head):
            return seen.head if seen.tag_ != "VBN" else None
        if (
            seen.dep_ not in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "dep")
            or seen.head.i == seen.i
        ):
            return None
        seen = seen.head
    return None


def lemma(token: Token) -> str:
    """Lower-case lemma, or the form where the tagger gave none."""
    return (token.lemma_ or token.text).lower()
