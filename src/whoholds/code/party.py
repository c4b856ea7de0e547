"""Does a speaker belong to, or speak for, a party to the conflict?

By general words (army, ministry, rebel, commander, governor ...), by names that the caller knows as a party's,
or because the speaker speaks of itself ("said its fighters had taken"). No conflict, country or movement is
known here: a ministry or an official of a country that the report names nowhere else is no party.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from whoholds.code.clauses import infinitive, lemma

if TYPE_CHECKING:
    from spacy.tokens import Token


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARTY = _words(
    "ministry minister army military navy commander command general colonel major captain lieutenant brigadier marshal "
    "admiral spokesman spokeswoman spokesperson government regime junta president presidency premier governor mayor "
    "rebel insurgent militant militia guerrilla fighter force troop soldier brigade battalion division regiment staff "
    "front movement authority official opposition separatist insurgency alliance police security officer warlord "
    "paramilitary jihadist gunman cabinet administration governorate deputy chief aide councillor council garrison "
    "leader group faction leadership commander-in-chief unit secretary chancellor bureau room operation"
)
STATE = _words(
    "ministry minister army military navy government president presidency premier official defence defense authority "
    "officer intelligence general staff prime secretary ambassador deputy chief administration spokesman leader aide"
)
"""Of these, what every country has."""

NEUTRAL = _words(
    "monitor observatory resident witness doctor nurse journalist correspondent reporter agency newspaper analyst "
    "institute charity ngo diplomat villager trader farmer driver teacher aid humanitarian hospital activist researcher "
    "expert historian website radio television tv news post channel relative refugee shopkeeper priest bishop "
    "archbishop pilot worker network observer watchdog company university magazine media blogger outlet map "
    "photographer civilian un health imam engineer student think-tank nun local elder western cousin fisherman"
)

_PERSON_LINKS = ("appos", "compound", "amod", "nmod", "poss", "nummod")
_OWN_MEN = _words("force fighter man troop soldier unit army militant member brigade mujahideen")


def core(noun: Token) -> list[Token]:
    """The noun with what stands before it and the object of its "of" or "for"."""
    out = [noun]
    for child in noun.children:
        if child.dep_ in ("compound", "amod", "nmod", "poss", "npadvmod") and child.i < noun.i:
            out += core(child)
        elif child.dep_ == "prep" and child.lower_ in ("of", "for"):
            out += [t for o in child.children if o.dep_ == "pobj" for t in core(o)]
    return sorted(out, key=lambda t: t.i)


def fold(name: str) -> str:
    """A name without case, article and plural, to compare by."""
    words = re.sub(r"[^\w]+", " ", re.sub(r"'s\b", "", name.lower())).split()
    return " ".join(w.rstrip("s") or w for w in words if w not in ("the", "a", "an"))


def is_party(noun: Token, text: str, parties: frozenset[str]) -> bool:
    """Whether the noun phrase of ``noun`` names a party or one who speaks for it.

    ``text`` is all that is known of the report; ``parties`` are folded names of actors.
    """
    words = core(noun)
    for child in noun.children:
        if child.dep_ == "appos":
            words += core(child)
    lemmas = {w for t in words for w in (lemma(t), t.lower_.rstrip("s"), *t.lower_.split("-"))}
    own = fold(" ".join(t.text for t in core(noun)))
    known = any(_within(p, own) for p in parties)
    if lemmas & NEUTRAL:
        return bool(lemmas & {"state", "state-run", "pro-government"}) and (
            known or not _foreign(words, text)
        )
    if lemmas & PARTY:
        return not (lemmas & STATE and _foreign(words, text) and not known)
    return known or any(_within(own, p) for p in parties) or _is_country(words, text)


def _within(short: str, long: str) -> bool:
    return bool(short) and re.search(rf"\b{re.escape(short)}\b", long) is not None


def _foreign(words: list[Token], text: str) -> bool:
    """The phrase names a country or people that the report names nowhere else."""
    nations = [t for t in words if t.text[:1].isupper() and t.pos_ in ("ADJ", "PROPN") and t.dep_ != "ROOT"
               and not {lemma(t), t.lower_} & (PARTY | STATE)]  # fmt: skip
    nations = [t for t in nations if t.dep_ in ("amod", "compound", "nmod", "poss") and t.ent_iob_ != "X"]
    return bool(nations) and not any(_elsewhere(t, text) for t in nations)


def _elsewhere(token: Token, text: str) -> bool:
    """The name's stem stands in the report outside this phrase ("Ukrain" for "Ukrainian")."""
    stem = re.escape(token.text[: max(4, min(6, len(token) - 3))])
    return len(re.findall(rf"\b{stem}", text)) > len(
        re.findall(rf"\b{re.escape(token.text)}\b", token.doc.text)
    )


def _is_country(words: list[Token], text: str) -> bool:
    """A bare name that other words of the report are made from: "Ukraine", where there are "Ukrainian forces"."""
    if len(words) != 1 or words[0].pos_ != "PROPN" or words[0].text.isupper():
        return False
    name = words[0].text
    stem = re.escape(name[:-1] if name[-1] in "aey" else name)
    return re.search(rf"\b{stem}(?:n|ian|ish|i|ese|an|ni)s?\b", text) is not None


def speaks_of_itself(verb: Token, speaker: Token) -> bool:
    """As in "claimed to have taken", "said it had taken", "said its fighters had", "we have taken"."""
    if speaker.i > verb.i and not verb.children:
        return False
    for child in verb.children:
        if child.dep_ == "xcomp" and infinitive(child):
            return True
        if child.dep_ == "ccomp" and any(_own(s, speaker) for s in child.children):
            return True
    return False


def _own(noun: Token, speaker: Token) -> bool:
    if noun.dep_ not in ("nsubj", "nsubjpass"):
        return False
    if noun.lower_ == "it":
        return speaker.tag_ not in ("NNS",)
    owner = [c.lower_ for c in noun.children if c.dep_ == "poss"]
    return bool({"its", "their", "our", "his"} & set(owner)) and lemma(noun) in _OWN_MEN
