"""Who does it: the party that the scorer points at, where grammar does not know better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from whoholds.code import gapping
from whoholds.code.actors import whose
from whoholds.code.candidates import Candidates
from whoholds.code.clauses import lemma
from whoholds.code.deeds import agents, besieged, driver, lifted, serving, unsaid, whole
from whoholds.code.fullnames import full_name
from whoholds.code.lexicon import english
from whoholds.code.mentions import ActorMention
from whoholds.code.parse import Article
from whoholds.code.party import speaks_of_itself
from whoholds.code.readings import Reading
from whoholds.code.rules import Mark
from whoholds.code.scope import broken
from whoholds.code.score import agree, fold
from whoholds.code.scorer import Decision
from whoholds.code.speaker import SAY
from whoholds.code.standing import is_party
from whoholds.model import Place, Relation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NOBODY = frozenset({"nobody", "none"})
_ANYBODY = frozenset({"one", "group", "party", "side", "faction", "force", "authority"})
_DEFINITE = frozenset({"the", "these", "those", "its", "their", "his", "our"})


def actor(
    candidates: Candidates,
    reading: Reading,
    marks: Sequence[Mark],
    decision: Decision,
    place: Place,
    trigger: int,
) -> str | None:
    """Name of the actor of a decision, which the word ``trigger`` carries, as grammar or else the scorer has it.

    In this order: whom a member without a verb, or "by" names, or whose it is called ("the *rebel* capture"); nobody, where the taker is left out
    (codebook, ruling 3), nobody does it, or the one pointed at is besieged; who "said it had"; the subject of the verb whose object the place is; what the scorer points at. What a doing pronoun stands for counts
    where the scorer points at nobody, at a kind without a name, or at the place itself; a doer by any other road only
    where the scorer points at nobody.
    """
    doc = candidates.sentence.doc
    span = whole(doc, reading.mentions[decision.place].tokens)
    deed = _Deed(candidates=candidates, marks=marks, relation=decision.relation, span=span, trigger=trigger)
    if (own := deed.gapped() or deed.agent() or deed.owner()) is not None:
        return full_name(candidates.article, candidates.sentence, own)
    if unsaid(doc, marks, decision.relation, span) or lifted(doc, marks, decision.relation, span):
        return None
    if any(_is_nobody(t) for t in deed.doers):
        return None
    mention = None if decision.actor is None else reading.mentions[decision.actor]
    here = mention.tokens if mention and mention.segment == "text" else (0, 0)
    if decision.relation == "contests" and any(here) and besieged(doc, here):
        return None
    subject = deed.speaker(but=here)
    if subject is None and (mention is None or mention.segment == "text"):
        subject = deed.subject(but=here)
    if subject is not None:
        return full_name(candidates.article, candidates.sentence, subject)
    pointed, meant = party(candidates, reading, decision.actor), deed.meant()
    if pointed is not None and (_is_it(pointed, place) or deed.loser(here)):
        return meant
    if decision.actor is None and meant is None:
        return full_name(candidates.article, candidates.sentence, deed.named())
    vague = pointed is None or pointed.lower() in english().words.actor_kinds
    return meant if vague and meant and not meant.islower() else pointed


@dataclass(frozen=True, kw_only=True, eq=False)
class _Deed:
    """What is said to happen to a place, and the words in the doer's role."""

    candidates: Candidates
    marks: Sequence[Mark]
    relation: Relation
    span: tuple[int, int]
    trigger: int

    @cached_property
    def doc(self) -> Doc:
        return self.candidates.sentence.doc

    @cached_property
    def triggers(self) -> set[int]:
        return serving(self.marks, self.relation, self.span)

    @cached_property
    def doers(self) -> list[Token]:
        return [self.doc[m.token] for m in self.marks if m.role == "actor" and m.trigger in self.triggers]

    def at(self, token: Token) -> ActorMention | None:
        """The party that a token belongs to."""
        return next((a for a in self.candidates.actors if a.span[0] <= token.i < a.span[1]), None)

    def gapped(self) -> str | None:
        """Whom a member of a row that leaves out its verb names as doer."""
        found = gapping.doer(self.doc, self.span, self.trigger, self.candidates.actors)
        return None if found is None else found.name

    def agent(self) -> str | None:
        """Whom "by" names as doer."""
        by = agents(self.doc, self.marks, self.relation, self.span)
        return next((a.name for k in by if (a := self.at(self.doc[k])) is not None), None)

    def owner(self) -> str | None:
        """Whose a noun calls it: "the *rebel* capture of the town", "the last *government* stronghold", "the *army's* hold"."""
        stronghold = {self.trigger} if self.relation == "holds" else set()
        nouns = [self.doc[k] for k in sorted(self.triggers or stronghold) if self.doc[k].pos_ == "NOUN"]
        before = [(n, t) for n in nouns for t in n.lefts if t.i == n.i - 1 or t.dep_ == "poss"]
        found = [(n, self.at(t)) for n, t in before if t.i not in range(*self.span)]
        names = (a.name for n, a in found if a is not None and not a.resolved and n.i not in range(*a.span))
        name = next(names, None)
        return name and _without_praise(name)

    def loser(self, span: tuple[int, int]) -> bool:
        """Whether the party at the span is whom the place is taken *from*."""
        taken = {*self.triggers, *range(*self.span)}
        links = [t.head for t in self.doc[slice(*span)] if t.dep_ == "pobj"]
        return self.relation == "gains" and any(p.lower_ == "from" and p.head.i in taken for p in links)

    def speaker(self, but: tuple[int, int]) -> str | None:
        """Who says it of itself, where ``but`` lies outside: "*the alliance* said it had taken", "*the SNA* said its men
        had".
        """
        for doer in self.doers:
            verb = doer.head.head
            if doer.head.dep_ != "ccomp" or lemma(verb) not in SAY:
                continue
            said_by = next((c for c in verb.children if c.dep_ == "nsubj"), None)
            if said_by is None or _covers(said_by, but) or not speaks_of_itself(verb, said_by):
                continue
            if (found := self.at(said_by)) is not None:
                return found.name
        return None

    def subject(self, but: tuple[int, int]) -> str | None:
        """The party that is subject of the verb whose object the place is, where ``but`` lies outside of it.

        In "the government holds Gardez, but most of the districts are in the hands of the Taliban" Gardez is the
        government's. "The rebels" and "his men" may be whom the text named before: then this keeps silent.
        """
        first = (_first_of_row(self.doc[k]) for k in range(*self.span))
        verbs = {t.head.i for t in first if t.dep_ == "dobj"} & self.triggers
        own = next((t for t in self.doers if t.dep_ == "nsubj" and t.head.i in verbs), None)
        found = None if own is None or _covers(own, but) else self.at(own)
        if (
            own is None
            or found is None
            or found.resolved
            or found.name.lower() in english().words.bare_actors
        ):
            return None
        definite = any(c.lower_ in _DEFINITE or c.dep_ == "poss" for c in own.children)
        before = any(but) and but[0] < own.i and not broken(self.doc, own.i, but[0])
        return None if found.shape == "kind" and definite and before else found.name

    def named(self) -> str | None:
        """The party in the doer's role, wherever the clause takes its subject from: "*the rebels* fled, *abandoning* two
        villages", "the *German* capture of Paris".
        """
        before = [
            c for k in self.triggers for c in self.doc[k].lefts if c.dep_ in {"amod", "compound"} and self.doc[k].pos_ == "NOUN"
        ]  # fmt: skip
        found = (a.name for t in (*self.doers, *before) if (a := self.at(t)) is not None and not a.resolved)
        return next((name for name in found if is_party(name)), None)

    def meant(self) -> str | None:
        """The party that a pronoun, or "the group", in the doer's role stands for."""
        named = (a.name for t in self.doers if (a := self.at(t)) is not None and a.resolved)
        return next((name for name in named if is_party(name)), None)


def driven(candidates: Candidates, reading: Reading, decision: Decision) -> tuple[str, str | None] | None:
    """Who drives a holder from the place of a loss, and the holder; ``None`` where nobody is said to."""
    token = driver(candidates.sentence.doc, reading.mentions[decision.place].tokens)
    found = next((a for a in candidates.actors if token is not None and a.span[0] <= token < a.span[1]), None)
    name = full_name(candidates.article, candidates.sentence, found.name) if found else None
    return None if name is None else (name, party(candidates, reading, decision.actor))


def against(
    candidates: Candidates, reading: Reading, marks: Sequence[Mark], decision: Decision
) -> str | None:
    """Name of the counterpart: what the scorer points at; where that holds the place, who "lost it to" the actor; who is
    besieged in it.
    """
    span = reading.mentions[decision.place].tokens
    doer = None if decision.actor is None else reading.mentions[decision.actor]
    if (
        decision.relation == "contests"
        and doer
        and doer.segment == "text"
        and besieged(candidates.sentence.doc, doer.tokens)
    ):
        return party(candidates, reading, decision.actor)
    mention = None if decision.against is None else reading.mentions[decision.against]
    if mention is None or mention.segment != "text":
        return party(candidates, reading, decision.against)
    if span[0] >= mention.tokens[1] or mention.tokens[0] >= span[1]:
        return party(candidates, reading, decision.against)
    losing = serving(marks, "loses", span) if decision.relation == "gains" else set()
    roles = [m.token for m in marks if m.role == "actor" and m.trigger in losing]
    return next((a.name for k in roles for a in candidates.actors if a.span[0] <= k < a.span[1]), None)


def _is_nobody(token: Token) -> bool:
    """As in "*no group* controls the town", "*nobody* holds it"; "no rebels hold it" denies it of the rebels."""
    denied = any(c.dep_ == "det" and c.lower_ == "no" for c in token.children)
    return token.lower_ in _NOBODY or (denied and lemma(token) in _ANYBODY)


def _without_praise(name: str) -> str:
    """A party's name without what is said of its hold: "*last* government" stronghold, "*key* Taliban" base."""
    words = name.split()
    while (
        len(words) > 1
        and words[0].isalpha()
        and words[0].islower()
        and words[0] not in english().words.actor_kinds
    ):
        words = words[1:]
    return " ".join(words)


def _covers(head: Token, span: tuple[int, int]) -> bool:
    """Whether the phrase of a noun holds some token of a span."""
    return any(t.i in range(*span) for t in head.subtree)


def _first_of_row(token: Token) -> Token:
    """The first of "Gardez, Sharana and Khost", on which the others hang."""
    while token.dep_ == "conj":
        token = token.head
    return token


def _is_it(name: str, place: Place) -> bool:
    """Whether the name is the place's own, or that of what a nameless place lies in."""
    return fold(name) == fold(place.name) if place.name else bool(place.within) and agree(name, place.within)


def party(candidates: Candidates, reading: Reading, mention: int | None) -> str | None:
    """Name of a party that a mention stands for; "its forces" by what they point back to."""
    if mention is None:
        return None
    found = reading.mentions[mention]
    sentence = candidates.article.sentences[found.sentence]
    name = words_of(candidates.article, reading, mention)
    if found.segment == "text":
        start, end = found.tokens
        resolved = [a.name for a in candidates.actors if a.resolved and start <= a.head < end]
        name = resolved[-1] if resolved else _introduced(candidates, name, found.tokens)
    if name and sentence.parsed and name.split()[-1].lower() in english().words.actor_kinds:
        name += whose(sentence.doc[found.tokens[1] - 1])
    return full_name(candidates.article, candidates.sentence, name)


def _introduced(candidates: Candidates, name: str | None, span: tuple[int, int]) -> str | None:
    """The name, whole where the sentence introduces it: for "NF)", "Front (NF)" and "Northern Front" it is "Northern
    Front (NF)".
    """
    if name is None:
        return None
    start, end = span
    doc, known = candidates.sentence.doc, candidates.known.long_names
    bare, _, short = name.removesuffix(")").rpartition(" (")
    full = known.get(short, "")
    if full and (full.endswith(bare) if bare else start > 0 and doc[start - 1].text == "("):
        return f"{full} ({short})"
    after = [t.text for t in doc[end : end + 3]]
    follows = after[::2] == ["(", ")"] and after[1] in known and name.endswith(known[after[1]])
    return f"{name} ({after[1]})" if follows else name


def words_of(article: Article, reading: Reading, mention: int | None) -> str | None:
    """A mention as the document writes it, blanks and emphasis marks cleaned."""
    if mention is None:
        return None
    found = reading.mentions[mention]
    sentence = article.sentences[found.sentence]
    if sentence.context:
        return reading.words(mention)
    start, end = sentence.source(*found.tokens)
    return " ".join(article.document.text[start:end].replace("*", "").split())
