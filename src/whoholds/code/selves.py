"""Who "we" are: in a party's own words the doer is the party that speaks.

"We have taken the town" says an army through its spokesman; a network that points at names in the text finds none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from whoholds.code.clauses import clause, subject
from whoholds.code.lexicon import english
from whoholds.code.rules import Mark
from whoholds.code.scope import serving
from whoholds.model import Relation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_WE = frozenset({"we", "us", "our", "ours"})
_VOICES = (
    "spokesman spokeswoman spokesperson commander officer official leader chief head fighter general colonel major captain "
    "lieutenant source member adviser advisor minister deputy envoy representative soldier militant statement communique"
)
_VOICE = rf"(?:{'|'.join(_VOICES.split())})s?"
_FOR = re.compile(rf"\b{_VOICE} (?:for|of|from|with|in) (?:the |its )?(?P<party>.+)$", re.I)
_OF = re.compile(rf"^(?P<party>.+?)(?:'s)? {_VOICE}\b", re.I)


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
    """
    plain = re.sub(r"^(?:the|a|an|its|one|another)\s+", "", speaker.strip(), flags=re.I)
    if found := _FOR.search(plain) or _OF.match(plain):
        return _without_rank(found["party"])
    words = {w.lower() for w in plain.split()}
    return plain if words & _parties() or plain.isupper() else None


@cache
def _parties() -> frozenset[str]:
    """Party words that are no one person's office."""
    return english().words.actor_kinds - set(_VOICES.split())


def _without_rank(phrase: str) -> str | None:
    """The phrase from its first name or party word on: "senior local *rebel*"."""
    words, kinds = phrase.split(), _parties()
    first = next((k for k, w in enumerate(words) if w[:1].isupper() or w.lower() in kinds), None)
    return None if first is None else " ".join(words[first:])
