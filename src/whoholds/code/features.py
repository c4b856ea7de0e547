"""What the parse says about the mentions of a sentence, as numbers for the scorer.

No feature names a conflict, a place or a party: they say in which role of which relation's trigger a
phrase stands, how its head hangs in the tree, what shape it has, and how far two phrases are apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, get_args

import numpy as np
import numpy.typing as npt

from whoholds.code import triggers
from whoholds.model import Relation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

RELATIONS: tuple[Relation, ...] = get_args(Relation)
ROLES = ("place", "actor", "against")
DEPENDENCIES = (
    "nsubj", "nsubjpass", "dobj", "pobj", "poss", "compound", "amod", "conj", "appos", "attr", "agent", "nmod",
    "nummod", "ROOT", "advmod",
)  # fmt: skip
SHAPES = ("PROPN", "NOUN", "PRON", "ADJ", "NUM", "VERB")
FAR = 7
"""Longest path between two heads that is told apart."""

ROLE_BITS = len(RELATIONS) * len(ROLES)
WIDTH = ROLE_BITS + len(DEPENDENCIES) + len(SHAPES) + 2
"""Numbers for each mention: role bits, dependency, shape, "begins with a capital", "after a negation"."""
TIES = 2 * (FAR + 1) + 1
"""Kinds of tie between two mentions: path length, twice (with and without a shared trigger), and none."""

Roles = dict[int, list[tuple[int, int, int]]]
"""For each token that stands in a role: relation, role and the trigger's token."""

_NEGATIONS = frozenset({"not", "n't", "no", "never", "without", "neither", "nor", "deny", "fail", "failed", "denied", "denies", "unable", "repel", "repelled",
    "repulse", "repulsed", "reject", "rejected", "false", "falsely", "longer", "prevent", "prevented", "refute", "refuted"})  # fmt: skip


def heads(doc: Doc, spans: Sequence[tuple[int, int]]) -> list[int]:
    """Head token of each span: the one that hangs on something outside it."""
    return [_head(doc, a, b) for a, b in spans]


def _head(doc: Doc, start: int, end: int) -> int:
    for k in range(start, end):
        above = doc[k].head.i
        if above == k or not start <= above < end:
            return k
    return end - 1


def marks(doc: Doc, spans: Sequence[tuple[int, int]], given: Roles | None = None) -> npt.NDArray[np.uint8]:
    """Marks of each span, shape (spans, ``WIDTH``), zeros and ones. ``given``: the sentence's :func:`roles`, where known."""
    found = np.zeros((len(spans), WIDTH), np.uint8)
    known = roles(doc) if given is None else given
    for row, head in zip(found, heads(doc, spans), strict=True):
        token = doc[head]
        for relation, role, _ in known.get(head, ()):
            row[relation * len(ROLES) + role] = 1
        if token.dep_ in DEPENDENCIES:
            row[ROLE_BITS + DEPENDENCIES.index(token.dep_)] = 1
        if token.pos_ in SHAPES:
            row[ROLE_BITS + len(DEPENDENCIES) + SHAPES.index(token.pos_)] = 1
        row[-2] = token.text[:1].isupper()
        row[-1] = _negated(token)
    return found


def ties(doc: Doc, spans: Sequence[tuple[int, int]], given: Roles | None = None) -> npt.NDArray[np.uint8]:
    """Tie between every two spans, shape (spans, spans), values below ``TIES - 1``."""
    at = heads(doc, spans)
    known = roles(doc) if given is None else given
    shared = [{trigger for _, _, trigger in known.get(h, ())} for h in at]
    chains = {h: _chain(doc[h]) for h in set(at)}
    above = {h: {token: k for k, token in enumerate(chain)} for h, chain in chains.items()}
    lengths = {(a, b): _path(above[a], chains[b]) for a in chains for b in chains}
    return np.array(
        [[lengths[a, b] + (FAR + 1) * bool(s & t) for b, t in zip(at, shared, strict=True)] for a, s in zip(at, shared, strict=True)],
        np.uint8,
    ).reshape(len(spans), len(spans))  # fmt: skip


def roles(doc: Doc) -> Roles:
    """Roles that the lexicon gives the words of a sentence."""
    found: Roles = {}
    for trigger in triggers.triggers(doc):
        entry = trigger.entry
        noun = trigger.form == "noun"
        wanted = (
            (entry.noun_place, entry.noun_actor, entry.noun_against)
            if noun
            else (entry.place, entry.actor, entry.against)
        )
        for role, names in enumerate(wanted):
            for token in triggers.fill(doc, trigger, names):
                found.setdefault(token, []).append((RELATIONS.index(entry.relation), role, trigger.token))
    return found


def _chain(token: Token) -> list[int]:
    chain = [token.i]
    while token.head.i != token.i and len(chain) < 40:
        token = token.head
        chain.append(token.i)
    return chain


def _path(above: Mapping[int, int], b: list[int]) -> int:
    """Length of the path over the lowest common ancestor, at most ``FAR``; ``above``: how far up each token is."""
    for k, token in enumerate(b):
        if token in above:
            return min(above[token] + k, FAR)
    return FAR


def _negated(token: Token) -> bool:
    """Whether a word of denial hangs on what the token hangs on, up to three steps up."""
    for _ in range(4):
        if token.lower_ in _NEGATIONS or any(c.lower_ in _NEGATIONS for c in token.children):
            return True
        if token.head.i == token.i:
            return False
        token = token.head
    return False
