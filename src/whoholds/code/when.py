"""When a claim says its relation held: which date of the sentence, or of the story, belongs to it.

:func:`calendar` reads all date expressions of a report in order, once. :func:`resolve` then takes, among those of
the claim's sentence, the one whose place in the parse is nearest above the claim's trigger: on its own verb, on
the verb it is joined to, on the verb of speech over it (a dated statement, codebook ruling 1). A state told
without a date takes the report's day; an event told without one stays undated: the day of publication is never
guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from whoholds.code.clauses import is_verb, path
from whoholds.code.dates import Clock, Moment, moments
from whoholds.model import Modality, Relation

if TYPE_CHECKING:
    from spacy.tokens import Token

    from whoholds.code.parse import Article, Sentence

FAR = 100


@dataclass(frozen=True, kw_only=True, eq=False)
class Calendar:
    """The date expressions of a report, by sentence index, and the report's own day."""

    moments: dict[int, tuple[Moment, ...]]
    published: str | None


def calendar(article: Article) -> Calendar:
    """Read the dates of a report in the order of its sentences; the title gives a year where nothing else does."""
    document = article.document
    clock = Clock(published=document.published, year=document.year_hint)
    found: dict[int, tuple[Moment, ...]] = {}
    for sentence in article.sentences:
        if sentence.title:
            if clock.year is None and not document.published:
                clock = Clock(year=moments(sentence.doc.text, clock)[1].year)
            continue
        found[sentence.index], clock = moments(sentence.doc.text, clock)
    return Calendar(moments=found, published=document.published.isoformat() if document.published else None)


def resolve(
    of: Calendar, sentence: Sentence, trigger: int, relation: Relation, modality: Modality = "asserted"
) -> tuple[str | None, str | None]:
    """Start and end of the claim that token ``trigger`` carries, as precise as the text; ``None`` where untold."""
    token = sentence.doc[trigger]
    here = of.moments.get(sentence.index, ())
    near = sorted((_distance(token, m, sentence), n) for n, m in enumerate(here))
    near = [(d, n) for d, n in near if d < FAR]
    if near:
        moment = here[near[0][1]]
        return moment.start, moment.end
    if relation == "holds" and modality in ("asserted", "claimed", "possible"):
        return of.published, None
    return None, None


def _distance(trigger: Token, moment: Moment, sentence: Sentence) -> int:
    """How far the date's place in the parse is from the trigger; ``FAR`` where it dates something else."""
    anchor = _anchor(moment, sentence)
    if anchor is None:
        return FAR
    above = [trigger, *(step.head for step in path(trigger))]
    places = {t.i: n for n, t in enumerate(above)}
    step = anchor
    for hops in range(8):
        if step.i in places:
            return _cost(above, places[step.i], anchor, step, hops)
        if is_verb(step) and hops and step.dep_ not in ("amod",):
            return FAR  # the date belongs to another clause
        if step.head.i == step.i:
            break
        step = step.head
    return FAR


def _anchor(moment: Moment, sentence: Sentence) -> Token | None:
    """The token by which the date hangs on the rest of the sentence."""
    start, end = moment.span
    inside = [t for t in sentence.doc if start <= t.idx < end]
    for token in inside:
        if token.head.i == token.i or not start <= token.head.idx < end:
            return token
    return inside[0] if inside else None


def _cost(above: list[Token], place: int, anchor: Token, meet: Token, hops: int) -> int:
    return 2 * place + (anchor.i > meet.i)
