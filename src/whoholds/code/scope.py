"""What the parse forbids, whatever the scorer thinks: a claim's place must be an argument of its claim.

In "The militia controls most of the country, but in the valley a force is forming" nothing says that the militia
holds the valley.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from whoholds.code.clauses import infinitive, words
from whoholds.code.frames import frames
from whoholds.code.lexicon import english
from whoholds.code.phrases import lemma
from whoholds.code.rules import Mark
from whoholds.model import Relation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_BREAKS = frozenset({"but", "while", "whereas", "although", "though", ";", "however"})
"""Words after which another clause begins."""
_SEATS = frozenset({"capital", "capitals", "seat", "size"})
_INSIDE = frozenset({"in", "inside", "within", "outside"})
_WITHIN = frozenset(
    {"position", "location", "area", "zone", "point", "place", "land", "ground", "front", "spot"}
)
"""Kinds that are no more than a stretch of what they lie in: who attacks positions in a town attacks the town."""
_ORDERS = words("order tell want")
"""Of the words for what others are told to do, those that make it a plan."""
_GOVERNED = words("xcomp ccomp dobj pobj prep conj acl advcl")
_ASKED_FOR = words("for on upon to of")
_TO_COME = frozenset({"VB", "VBP", "NN", "NNS"})
"""Tags of what is yet to come: "demanded that they *leave*", not "asked why they left"."""
_TRAVEL = words("leave flee depart")
_AGREED = words("agreement deal accord plan truce ceasefire treaty pact memorandum term")
_KINDS = frozenset({"city", "town", "village", "district", "province", "port", "centre", "center", "hub"})


def out_of_reach(doc: Doc, marks: Sequence[Mark], relation: Relation, place: tuple[int, int]) -> bool:
    """Whether a place is cut off from every trigger of its relation by a clause boundary, while each has its own place.

    It is not where the place itself stands in a role, or hangs on (or holds) a phrase that does.
    """
    start, end = place
    arguments = [m for m in marks if m.role == "place" and m.relation == relation]
    if not arguments or any(start <= m.token < end for m in arguments):
        return False
    free = [m for m in marks if m.role == "trigger" and m.relation == relation]
    served = {m.trigger for m in arguments}
    if any(m.token not in served and not broken(doc, m.token, start) for m in free):
        return False
    return all(broken(doc, m.trigger, start) and not _hangs(doc, start, end, m.token) for m in arguments)


def contains_only(doc: Doc, place: tuple[int, int]) -> bool:
    """Whether the place only says where another lies or how large it is: "the capital *of Panjshir*", "Kandahar, the second
    city *of Afghanistan*", "a stronghold *in Afrin*", "Beni *in North Kivu*", "an area the size *of Belgium*".
    """
    start, end = place
    head = next((doc[k] for k in range(start, end) if not start <= doc[k].head.i < end), doc[end - 1])
    if head.dep_ != "pobj":
        return False
    link, owner = head.head.lower_, head.head.head
    if link in _INSIDE:
        named = owner.pos_ == "PROPN" and owner.dep_ in {"dobj", "nsubjpass", "conj", "appos"}
        return named or (owner.pos_ == "NOUN" and lemma(owner) in _things())
    return link == "of" and (
        owner.lower_ in _SEATS
        or (owner.dep_ == "appos" and owner.lower_ in _KINDS and owner.head.pos_ == "PROPN")
    )


@cache
def _things() -> frozenset[str]:
    """Kinds of place that lie in another and are no part of it by name: a base, a town, a stronghold."""
    words = english().words
    return words.place_kinds - words.part - words.most - words.centre - words.outskirts - _WITHIN


def broken(doc: Doc, trigger: int, place: int) -> bool:
    """Whether another clause begins between two tokens."""
    low, high = sorted((trigger, place))
    return any(t.lower_ in _BREAKS and not _joins_names(doc, t.i) for t in doc[low + 1 : high])


def _joins_names(doc: Doc, k: int) -> bool:
    """Whether "but" only excepts: "all but two villages"."""
    return k > 0 and doc[k].lower_ == "but" and doc[k - 1].lower_ in {"all", "everything", "nothing", "none"}


def _hangs(doc: Doc, start: int, end: int, argument: int) -> bool:
    own = {t.i for k in range(start, end) for t in doc[k].ancestors}
    above = {t.i for t in doc[argument].ancestors}
    return argument in own or bool(above & set(range(start, end)))


def demanded(trigger: Token) -> bool:
    """Whether it is only demanded that others leave (codebook, ruling 8): "*urged* the militia to withdraw", "*calls for*
    the withdrawal", "they *should* leave". What an agreement calls for is a plan.
    """
    if trigger.tag_ not in _TO_COME:
        return False
    token = trigger
    while not _ought(token):
        if not _governed(token):
            return False
        edge, token = token.dep_, token.head
        if edge != "conj" and _demands(token):
            asking = [c for c in token.children if c.dep_ == "nsubj"] + [token.head] * (token.dep_ == "acl")
            return not any(lemma(c) in _AGREED for c in asking)
    return True


def travels(trigger: Token) -> bool:
    """Whether a word for leaving says no more than that somebody went: a president who flies out gives up no city."""
    return lemma(trigger) in _TRAVEL


def _ought(verb: Token) -> bool:
    """As in "they should leave"; "should they leave" is a condition."""
    return any(c.dep_ == "aux" and c.lower_ == "should" and c.i != verb.left_edge.i for c in verb.children)


def _governed(token: Token) -> bool:
    """Whether what is done to the word above a token bears on it: as its object, its content or its aim, or joined to it."""
    if token.dep_ == "prep":
        return token.lower_ in _ASKED_FOR
    return token.dep_ in _GOVERNED and (token.dep_ != "advcl" or infinitive(token))


def _demands(token: Token) -> bool:
    """Whether a word demands: "urge", "an ultimatum", "call *for*", not "called the withdrawal a success"."""
    if lemma(token) == "call":
        return any(t.lower_ in _ASKED_FOR for t in token.doc[token.i + 1 : token.i + 2])
    return lemma(token) in (frames().words["demands"] - _ORDERS) | {"request", "ultimatum"}
