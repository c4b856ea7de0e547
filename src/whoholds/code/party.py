"""Does a speaker belong to, or speak for, a party to the conflict?

By general phrase (army, ministry, rebel, commander, governor ...), by names that the caller knows as a party's, or
because the speaker speaks of itself ("said its fighters had taken"). What every state has (a ministry, an official)
is a party's only where the report names that nation again: "the UK defence ministry" in a report that is not about
Britain is an onlooker. A person quoted by name without more counts as one in office: news quotes private people by
what they are ("a resident").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from whoholds.code.clauses import infinitive, lemma, words
from whoholds.code.lexicon import english

if TYPE_CHECKING:
    from spacy.tokens import Token

    from whoholds.code.parse import Article


PARTY = words(
    "ministry minister army military navy commander command general colonel major captain lieutenant brigadier marshal "
    "admiral spokesman spokeswoman spokesperson government regime junta president presidency premier governor mayor "
    "rebel insurgent militant militia guerrilla fighter force troop soldier brigade battalion division regiment staff "
    "front movement authority official opposition separatist insurgency alliance police security officer warlord "
    "paramilitary jihadist gunman cabinet administration governorate deputy chief aide councillor council garrison "
    "leader group faction leadership commander-in-chief unit secretary chancellor bureau room operation coalition "
    "communique communiqué kremlin headquarters defense defence"
)
STATE = words(
    "ministry minister army military navy government president presidency premier official defence defense authority "
    "officer intelligence general staff prime secretary ambassador administration department force troop"
)
"""What every state has, warring or not."""

NEUTRAL = words(
    "monitor observatory resident witness doctor nurse journalist correspondent reporter agency newspaper analyst "
    "institute charity ngo diplomat villager trader farmer driver teacher aid humanitarian hospital activist researcher "
    "expert historian website radio television tv news post channel relative refugee shopkeeper priest bishop "
    "archbishop pilot worker network observer watchdog company university magazine media blogger outlet map times "
    "photographer civilian un health imam engineer student think-tank nun elder western cousin fisherman journal "
    "patriarch monitoring rights herald guardian daily reuters afp ap bbc cnn source report lord judge tribe inhabitant"
)
LEANING = words("state state-run official opposition pro government government-run government-owned")
"""What makes a source or outlet a party's: "opposition sources", "state media"."""

_OWN_MEN = words("force fighter man troop soldier unit army militant member brigade defender")


@dataclass(frozen=True, kw_only=True)
class Parties:
    """What a report tells of its parties: known names, folded, and how often each nation is named."""

    names: frozenset[str] = frozenset()
    nations: Mapping[str, int] = field(default_factory=dict)


def parties(article: Article, names: Collection[str] = ()) -> Parties:
    """The parties of a report; ``names`` are actors of the project or of the report's claims."""
    nations = Counter(filter(None, (nation(t.text) for s in article.sentences for t in s.doc)))
    return Parties(names=frozenset(filter(None, map(fold, names))), nations=nations)


@cache
def nation(word: str) -> str | None:
    """The nation that a country's name, a people or an adjective belongs to."""
    lexicon = english()
    return lexicon.countries.get(word) or lexicon.adjectives.get(word)


def fold(name: str) -> str:
    """A name without case, article and plural, to compare by."""
    phrase = re.sub(r"[^\w]+", " ", re.sub(r"'s\b", "", name.lower())).split()
    return " ".join(w.rstrip("s") or w for w in phrase if w not in ("the", "a", "an"))


def core(noun: Token) -> list[Token]:
    """The noun with what stands before it, and the object of its "of" or "for"."""
    out = [noun]
    for child in noun.children:
        if child.dep_ in ("compound", "amod", "nmod", "poss", "npadvmod") and child.i < noun.i:
            out += core(child)
        elif child.dep_ == "prep" and child.lower_ in ("of", "for"):
            out += [t for o in child.children if o.dep_ == "pobj" for t in core(o)]
    return sorted(out, key=lambda t: t.i)


def is_party(noun: Token, known: Parties) -> bool:
    """Whether the noun phrase of ``noun`` names a party, or one who speaks for it."""
    phrase = core(noun) + [t for c in noun.children if c.dep_ == "appos" for t in core(c)]
    lemmas = {part for t in phrase for form in (lemma(t), t.lower_) for part in (form, *form.split("-"))}
    lemmas |= {w.removesuffix("s") for w in lemmas}
    own = fold(" ".join(t.text for t in core(noun)))
    if lemmas & NEUTRAL:
        leans = lemmas & LEANING or (lemmas & {"source"} and lemmas & PARTY)
        return bool(leans) or ("source" in lemmas and _is_of_a_named_nation(phrase, known))
    if any(_within(p, own) or _within(own, p) for p in known.names):
        return True
    if lemmas & PARTY:
        return not (lemmas & STATE and _is_onlooker(phrase, known))
    nations = [n for t in phrase if (n := nation(t.text))]
    if nations:
        return not _is_onlooker(phrase, known)
    return noun.pos_ == "PROPN" and not noun.text.isupper()


def _within(short: str, long: str) -> bool:
    return bool(short) and re.search(rf"\b{re.escape(short)}\b", long) is not None


def _is_onlooker(phrase: list[Token], known: Parties) -> bool:
    """The phrase is of a nation that the report names nowhere else."""
    own = Counter(filter(None, (nation(t.text) for t in phrase)))
    return bool(own) and all(known.nations.get(n, 0) <= count for n, count in own.items())


def _is_of_a_named_nation(phrase: list[Token], known: Parties) -> bool:
    return any(nation(t.text) for t in phrase) and not _is_onlooker(phrase, known)


def is_neutral(noun: Token) -> bool:
    """Whether the noun phrase names an onlooker by what it is: a resident, a monitor, a newspaper."""
    return any({lemma(t), t.lower_.removesuffix("s")} & NEUTRAL for t in core(noun))


def speaks_of_itself(verb: Token, speaker: Token) -> bool:
    """As in "claimed to have taken", "said it had taken", "said its fighters had"."""
    if is_neutral(speaker):
        return False
    for child in verb.children:
        if child.dep_ == "xcomp" and infinitive(child):
            return True
        if child.dep_ == "ccomp" and any(_is_own(s, speaker) for s in child.children):
            return True
    return False


def _is_own(noun: Token, speaker: Token) -> bool:
    if noun.dep_ not in ("nsubj", "nsubjpass"):
        return False
    if noun.lower_ == "it":
        return speaker.tag_ != "NNS"
    owner = {c.lower_ for c in noun.children if c.dep_ == "poss"}
    return bool({"its", "their", "our", "his"} & owner) and lemma(noun) in _OWN_MEN
