"""Who "we" are: in a party's own words the doer is the party that speaks.

"We have taken the town" says an army through its spokesman; a network that points at names in the text finds none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from whoholds.code.clauses import clause, subject, words
from whoholds.code.deeds import serving
from whoholds.code.frames import frames
from whoholds.code.lexicon import english
from whoholds.code.rules import Mark
from whoholds.model import Relation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PORTFOLIOS = frozenset({"Defence", "Defense", "Interior", "Foreign", "Information", "Prime"})
_TITLES = ("Mr ", "Mrs ", "Ms ", "Dr ")
_WE = frozenset({"we", "us", "our", "ours"})


def is_own(doc: Doc, marks: Sequence[Mark], relation: Relation, trigger: int, place: tuple[int, int]) -> bool:
    """Whether the doer of the trigger is "we", "our units", or the trigger is ours: "in our hands"."""
    if _ours(doc[trigger]):
        return True
    own = serving(marks, relation, place) | {trigger}
    doers = [doc[m.token] for m in marks if m.role == "actor" and m.trigger in own]
    if not doers and (said := subject(clause(doc[trigger]))) is not None:
        doers = [said]
    return any(_ours(doer) for doer in doers)


def _ours(token: Token) -> bool:
    return token.lower_ in _WE or any(c.dep_ == "poss" and c.lower_ in _WE for c in token.children)


def party(speaker: str) -> str | None:
    """The party in a speaker's description; ``None`` where it has a person's name alone.

    >>> party("a spokesman for the Military Council"), party("senior SDF officer"), party("the army"), party("Ann Lee")
    ('Military Council', 'SDF', 'army', None)
    >>> party("Prime Minister Ann Lee") is party("Mr Lee's spokesman") is None
    True
    """
    plain = re.sub(r"^(?:the|a|an|its|one|another)\s+", "", speaker.strip(), flags=re.I)
    voice = rf"(?:{'|'.join(sorted(_voices()))})s?"
    found = re.search(rf"\b{voice} (?:for|of|from|with|in) (?:the |its )?(?P<party>.+)$", plain, re.I)
    if found := found or re.match(rf"(?P<party>.+?)(?:'s)? {voice}\b", plain, re.I):
        named = _without_rank(found["party"])
        return None if named in _PORTFOLIOS or (named or "").startswith(_TITLES) else named
    own = {w.lower() for w in plain.split()}
    return plain if own & _parties() or plain.isupper() else None


@lru_cache(maxsize=16)
def introduced(speaker: str, text: str) -> str | None:
    """The party of a person as a text introduces them elsewhere: "a senior *rebel* commander, Ann Lee," for "Mr Lee"."""
    surname = re.sub(r"'s\b.*", "", speaker.strip()).split(" ")[-1]
    if not surname[:1].isupper():
        return None
    office = rf"(?:[\w'-]+ ){{0,5}}(?:{'|'.join(sorted(_voices()))})(?: (?:for|of|from|with|in) (?:the |its )?[\w'-]+(?: [\w'-]+){{0,5}})?"
    name = rf"(?:[A-Z][\w'-]+ ){{0,3}}{re.escape(surname)}\b"
    found = re.finditer(rf"\b(?P<before>{office}),? {name}|\b{name}, (?P<after>{office})(?=[,.])", text)
    return next((named for m in found if (named := party(m["before"] or m["after"]))), None)


@cache
def _voices() -> frozenset[str]:
    """What those are called who speak for a party, and what a party issues."""
    return frames().words["offices"] | words(
        "member fighter soldier militant source adviser advisor statement communique"
    )


@cache
def _parties() -> frozenset[str]:
    """Party words that are no one person's office."""
    return english().words.actor_kinds - _voices()


def _without_rank(phrase: str) -> str | None:
    """The phrase from its first name or party word on: "senior local *rebel*"."""
    parts, kinds = phrase.split(), _parties()
    first = next((k for k, w in enumerate(parts) if w[:1].isupper() or w.lower() in kinds), None)
    return None if first is None else " ".join(parts[first:])
