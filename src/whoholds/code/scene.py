"""One sentence in its article, as the rules for statements see it: who in it is an actor, and who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from whoholds.code import modality, speaker, when
from whoholds.code.clauses import lemma
from whoholds.code.frames import frames
from whoholds.code.lexicon import english
from whoholds.code.memory import Memory
from whoholds.code.mentions import ActorMention
from whoholds.code.naming import full_name, written
from whoholds.code.parse import Article, Sentence
from whoholds.code.party import core, is_neutral
from whoholds.code.score import agree
from whoholds.code.speaker import Attribution
from whoholds.code.standing import is_party, private
from whoholds.code.when import Calendar
from whoholds.model import Modality, Polarity, Relation, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

FOLLOWING = 3
"""Sentences after a statement's own that may cast doubt on it."""
_SPOKESMEN = frozenset({"spokesman", "spokeswoman", "spokesperson"})
_COUNT = re.compile(
    r"^(?:(?:about|some|around|nearly|almost|more than|at least|roughly|over|up to|the|a few|hundreds of|thousands of|dozens of)\s+)*"
    r"(?:[\d,]+|two|three|four|five|six|seven|eight|nine|ten|several|dozens|hundreds|thousands)?(?:\s+(?:hundred|thousand))?\s+(?=\w)",
    re.I,
)
_MERE = frozenset({"man", "member", "volunteer", "recruit", "guard", "personnel"})
"""People who are counted, but no party by themselves."""
_GROUPS = frozenset(
    {"hundred", "thousand", "dozen", "score", "number", "group", "handful", "member", "ten", "rank"}
)


class Told(TypedDict):
    """The fields that every statement has."""

    document: str
    quote: str
    sentence: str
    span: Span
    start: str | None
    end: str | None
    speaker: tuple[str, ...]
    by_party: bool
    modality: Modality
    polarity: Polarity


@dataclass(frozen=True, kw_only=True, eq=False)
class Scene:
    """A parsed sentence with its actor mentions and what the article has said before."""

    article: Article
    sentence: Sentence
    mentions: tuple[ActorMention, ...]
    known: Memory
    attribution: Attribution
    calendar: Calendar
    parties: frozenset[str]
    """Actors of the report's control claims: likelier meant by "it" and "they" than a place or an onlooker."""
    private: frozenset[str]
    """Surnames of people whom the report calls by no public role."""

    def actor(self, token: Token) -> str | None:
        """Name of the party, or of the person in a public role, at a token; ``None`` for anyone else."""
        if lemma(token) in _GROUPS and (inner := _object_of(token)) is not None:
            token = inner
        if token.tag_ in ("WP", "WDT"):
            noun = _referent(token)
            return None if noun is None else self.actor(noun)
        if token.tag_ in ("PRP", "PRP$"):
            return self._pronoun(token)
        if token.lower_ in english().words.months | frames().words["events"]:
            return None
        if (
            is_neutral(token) and lemma(token) not in frames().words["offices"] | frames().words["bodies"]
        ) or token.text in self.private:
            return None
        if lemma(token) in _SPOKESMEN and (party := self._spoken_for(token)) is not None:
            return party
        if self.in_office(token):
            return _plain(written(_named_holder(token)))
        mention = next((m for m in self.mentions if m.span[0] <= token.i < m.span[1]), None)
        if lemma(token) in _MERE and not (mention and (mention.resolved or _named(mention.name))):
            return None
        if mention is not None and (mention.shape != "name" or token.pos_ == "PROPN" or _party_word(token)):
            return self.likely(_plain(mention.name)) if mention.resolved else _plain(mention.name)
        return _plain(written(token)) if token.pos_ == "PROPN" or _party_word(token) else None

    def first(self, tokens: Iterable[Token]) -> tuple[str, Token] | None:
        """The first of the tokens that is an actor."""
        return next(((name, t) for t in tokens if (name := self.actor(t))), None)

    def likely(self, name: str) -> str:
        """The name, or the newest party named before, where the name is none of the report's parties."""
        words = {word.lower() for word in name.split()}
        party = words & (english().words.actor_heads | english().words.actor_kinds)
        if party or not self.parties or any(agree(name, p) for p in self.parties):
            return name
        before = (m.name for m in reversed(self.known.actors))
        return next((b for b in before if any(agree(b, p) for p in self.parties)), name)

    def _pronoun(self, token: Token) -> str | None:
        if token.lower_ in ("we", "our", "us", "i", "my"):
            names, _ = speaker.speakers(self.attribution, self.sentence, token.i)
            return names[-1] if names else None
        mention = next((m for m in self.mentions if m.head == token.i), None)
        if token.lower_ in ("he", "she", "his", "her", "him"):
            noun = speaker.meant_by(self.attribution, self.sentence, token)
            if noun is not None:
                return None if noun.i == token.i else _Other(self, noun).actor()
            if mention is not None and is_party(mention.name):
                return None
        if mention is not None and token.lower_ in ("it", "its") and self._one_person(mention.name):
            mention = next((m for m in reversed(self.known.actors) if not self._one_person(m.name)), None)
        return self.likely(_plain(mention.name)) if mention is not None else None

    def _one_person(self, name: str) -> bool:
        """Whether a name is an office, for which "it" does not stand."""
        return name.split()[-1].lower() in frames().words["offices"] - {
            "leadership",
            "presidency",
            "delegation",
        }

    def spokesman(self, token: Token) -> tuple[str, ...]:
        """The spokesman who says it, where the token is one, or stands for one."""
        if token.lower_ in ("he", "she"):
            token = speaker.meant_by(self.attribution, self.sentence, token) or token
        return (written(token),) if lemma(token) in _SPOKESMEN else ()

    def _spoken_for(self, token: Token) -> str | None:
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in ("for", "of"):
                return next((_plain(written(o)) for o in child.children if o.dep_ == "pobj"), None)
            if child.dep_ == "poss" and child.tag_ == "PRP$":
                return self._pronoun(child)
            if child.dep_ in ("compound", "amod", "poss", "nmod") and child.text[:1].isupper():
                return _plain(written(child)) if child.dep_ != "amod" else child.text
        return None

    def in_office(self, token: Token) -> bool:
        """Whether the phrase names an office: "former vice president", "General Adan"."""
        offices = frames().words["offices"]
        if lemma(token) in offices or lemma(token) in frames().words["bodies"]:
            return True
        titles = {lemma(c) for c in token.children if c.dep_ in ("compound", "amod", "appos", "nmod")}
        return token.pos_ == "PROPN" and bool(titles & offices)

    def told(
        self,
        trigger: Token,
        tokens: Sequence[Token],
        *,
        relation: Relation = "holds",
        own: tuple[str, ...] = (),
    ) -> Told:
        """Who says it, how surely, for when, and the quote; ``own``: a speaker known beforehand."""
        at = self.sentence.index
        following = self.article.sentences[at + 1 : at + 1 + FOLLOWING]
        mood, polarity = modality.judge(self.sentence, trigger.i, following, relation)
        speakers, by_party = speaker.speakers(self.attribution, self.sentence, trigger.i)
        start, end = when.resolve(self.calendar, self.sentence, trigger.i, relation, mood)
        text = self.article.document.text
        first, last = min(t.i for t in (trigger, *tokens)), max(t.i for t in (trigger, *tokens))
        span = self.sentence.source(first, last + 1)
        whole = self.sentence.source(0, len(self.sentence.doc))
        return Told(
            document=self.article.document.id, quote=text[slice(*span)], sentence=text[slice(*whole)], span=span,
            start=start, end=end, speaker=speakers or own, by_party=by_party or bool(own), modality=mood,
            polarity=polarity,
        )  # fmt: skip


@dataclass(frozen=True)
class _Other:
    """A noun of another sentence, asked whether it is an actor."""

    scene: Scene
    noun: Token

    def actor(self) -> str | None:
        noun = self.noun
        if is_neutral(noun) or noun.text in self.scene.private:
            return None
        if lemma(noun) in _SPOKESMEN:
            return self.scene._spoken_for(noun)
        fits = self.scene.in_office(noun) or noun.pos_ == "PROPN" or _party_word(noun)
        return _plain(written(noun)) if fits else None


def private_people(sentences: Iterable[Sentence]) -> frozenset[str]:
    """Surnames of people whom the article calls by a trade or as onlookers, not by an office."""
    found = set()
    for sentence, token in ((s, t) for s in sentences if s.parsed for t in s.doc if t.pos_ == "PROPN"):
        name = [
            c
            for c in token.children
            if c.dep_ in ("compound", "flat") and c.pos_ == "PROPN" and c.i < token.i
        ]
        if token.text[:1].islower() or not name:
            continue
        whole = " ".join(t.text for t in (*name, token))
        if _private_beside(token, full_name(token)) or private(whole, sentence.text):
            found.add(token.text)
    return frozenset(found)


def _private_beside(token: Token, name: Sequence[Token]) -> bool:
    """Whether what stands beside a name is no office and no party's word."""
    beside = [c for c in token.children if c.dep_ in ("appos", "compound", "amod") and c.pos_ == "NOUN"]
    offices = frames().words["offices"] | frames().words["roles"] | frames().words["heads"]
    return (
        bool(beside and name)
        and not is_party(" ".join(t.text for t in name))
        and not any(lemma(t) in offices or _party_word(t) for b in beside for t in core(b))
    )


def _named_holder(noun: Token) -> Token:
    """The person whom an office is said to be held by: "*Tarin* was a general who ..."."""
    if noun.dep_ == "attr":
        return next((c for c in noun.head.children if c.dep_ == "nsubj" and c.pos_ == "PROPN"), noun)
    return noun


def _party_word(token: Token) -> bool:
    words = frames().words
    return (
        lemma(token) in (words["people"] - _MERE) | words["bodies"]
        or token.lower_ in english().words.actor_kinds
    )


def _named(name: str) -> bool:
    return any(word[:1].isupper() for word in name.split())


def _referent(token: Token) -> Token | None:
    """What a relative pronoun stands for."""
    return next((a.head for a in token.ancestors if a.dep_ == "relcl"), None)


def _object_of(token: Token) -> Token | None:
    return next(
        (
            o
            for c in token.children
            if c.lower_ == "of"
            for o in c.children
            if o.dep_ == "pobj" and o.pos_ != "PRON"
        ),
        None,
    )


def _plain(name: str) -> str:
    """The name without a number in front: "some 200 militiamen" are militiamen."""
    return _COUNT.sub("", name).strip(" ,\"'").removesuffix("'s") or name
