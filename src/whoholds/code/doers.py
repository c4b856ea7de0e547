"""Who does it: the party that the scorer points at, where grammar does not know better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from whoholds.code.actors import whose
from whoholds.code.candidates import Candidates
from whoholds.code.fullnames import full_name
from whoholds.code.lexicon import english
from whoholds.code.parse import Article
from whoholds.code.readings import Reading
from whoholds.code.rules import Mark
from whoholds.code.scope import agents, serving, unsaid
from whoholds.code.score import agree, fold
from whoholds.code.scorer import Decision
from whoholds.model import Place

if TYPE_CHECKING:
    from spacy.tokens import Token


def actor(
    candidates: Candidates, reading: Reading, marks: Sequence[Mark], decision: Decision, place: Place
) -> str | None:
    """Name of the actor of a decision: the doer that "by" gives, where there is one; else what the scorer points at.

    "The town was taken" and "after the capture of the town" name nobody (codebook, ruling 3). A place does nothing to
    itself: where the scorer points at it, what the doing word's pronoun stands for counts.
    """
    doc, span = candidates.sentence.doc, reading.mentions[decision.place].tokens
    by = agents(doc, marks, decision.relation, span)
    named = [a.name for a in candidates.actors for d in by if a.span[0] <= d < a.span[1]]
    if named:
        return full_name(candidates.article, candidates.sentence, named[0])
    if unsaid(doc, marks, decision.relation, span):
        return None
    if (other := _other_subject(candidates, reading, marks, decision)) is not None:
        return full_name(candidates.article, candidates.sentence, other)
    pointed = party(candidates, reading, decision.actor)
    if pointed is None or not _is_it(pointed, place):
        return pointed
    own = serving(marks, decision.relation, span)
    heads = {m.token for m in marks if m.role == "actor" and m.trigger in own}
    return next((a.name for a in candidates.actors if a.resolved and a.head in heads), None)


def _other_subject(
    candidates: Candidates, reading: Reading, marks: Sequence[Mark], decision: Decision
) -> str | None:
    """The party that is subject of the verb whose object the place is, where the scorer points elsewhere.

    In "the government holds Gardez, but most of the districts are in the hands of the Taliban" Gardez is the
    government's.
    """
    doc, span = candidates.sentence.doc, reading.mentions[decision.place].tokens
    first = (_first_of_row(doc[k]) for k in range(*span))
    verbs = {t.head.i for t in first if t.dep_ == "dobj"}
    verbs &= serving(marks, decision.relation, span)
    subjects = [doc[m.token] for m in marks if m.role == "actor" and m.trigger in verbs]
    own = next((t for t in subjects if t.dep_ == "nsubj" and t.head.i in verbs), None)
    if own is None:
        return None
    pointed = None if decision.actor is None else reading.mentions[decision.actor]
    if pointed and pointed.segment == "text" and {t.i for t in own.subtree} & set(range(*pointed.tokens)):
        return None
    return next(
        (a.name for a in candidates.actors if a.span[0] <= own.i < a.span[1] and not a.resolved), None
    )


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
        name = resolved[-1] if resolved else _introduced(candidates, name, start)
    if name and sentence.parsed and name.split()[-1].lower() in english().words.actor_kinds:
        name += whose(sentence.doc[found.tokens[1] - 1])
    return full_name(candidates.article, candidates.sentence, name)


def _introduced(candidates: Candidates, name: str | None, start: int) -> str | None:
    """The name, whole where the sentence introduces it: for "NF)" and "Front (NF)" it is "Northern Front (NF)"."""
    if name is None:
        return None
    bare, _, short = name.removesuffix(")").rpartition(" (")
    full = candidates.known.long_names.get(short, "")
    opened = bool(start) and candidates.sentence.doc[start - 1].text == "("
    return f"{full} ({short})" if full and (full.endswith(bare) if bare else opened) else name


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
