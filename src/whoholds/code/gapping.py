"""Members of a row that leave out the verb: "Kursk was taken by the corps on 3 May, *Oryol by the division on the 5th*".

Linguists call it gapping. The parser hangs such a member on whatever stands near, so its own doer and date are read from
the order of its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from whoholds.code.clauses import is_verb
from whoholds.code.mentions import ActorMention

if TYPE_CHECKING:
    from spacy.tokens import Doc

_JOINTS = frozenset({",", ";", "and", "but", "while"})
_LINKS = frozenset({"by", "to"})
_ARTICLES = frozenset({"the", "a", "an"})


def member(doc: Doc, place: tuple[int, int], trigger: int) -> tuple[int, int] | None:
    """Tokens of the verbless member that a place stands in, after the one with the trigger; else ``None``."""
    start, end = place
    first = next((k + 1 for k in range(start - 1, -1, -1) if doc[k].lower_ in _JOINTS), 0)
    last = next((k for k in range(end, len(doc)) if doc[k].lower_ in _JOINTS or doc[k].is_sent_end), len(doc))
    if not trigger < first or any(is_verb(t) for t in doc[first:last]):
        return None
    return first, last


def doer(
    doc: Doc, place: tuple[int, int], trigger: int, parties: Sequence[ActorMention]
) -> ActorMention | None:
    """The party that such a member names in the place of the first one's: "*by* the rebels", after the place where the
    first has its own so; "*the rebels* Oryol", before the place where the first has a subject.
    """
    found = member(doc, place, trigger)
    if found is None:
        return None
    after = doc[place[1]] if place[1] < found[1] else None
    if after is not None and after.lower_ in _LINKS and _links(doc, trigger, found[0], after.lower_):
        named = [p for p in parties if after.i < p.span[0] <= after.i + 2]
        return max(named, key=lambda p: p.span[1], default=None)
    before = [k for k in range(found[0], place[0]) if doc[k].lower_ not in _ARTICLES]
    if doc[place[0]].tag_ in {"NN", "NNS"}:
        return None  # "Sirba and *army* base Menagh"
    if not before or any(doc[k].lower_ in _LINKS for k in range(trigger, found[0])):
        return None
    named = [p for p in parties if p.shape in {"name", "kind"} and p.span[1] == place[0]]
    return next((p for p in named if p.span[0] <= before[0]), None)


def _links(doc: Doc, trigger: int, end: int, link: str) -> bool:
    """Whether the first member names somebody by the same word."""
    return any(doc[k].lower_ == link and doc[k].head.i == trigger for k in range(trigger, end))
