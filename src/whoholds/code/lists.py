"""What is said of one name in a list is said of all: "holds *A*, *B* and *C*"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from whoholds.code.candidates import Candidates, Draft
from whoholds.code.mentions import PlaceMention
from whoholds.code.scope import contains_only

if TYPE_CHECKING:
    from spacy.tokens import Doc

LESS = 0.95
"""How sure a name of the list is, beside the one that was decided on."""


def completed(candidates: Candidates, drafts: Iterable[Draft]) -> Iterator[Draft]:
    """The drafts, each about as sure as the surest that says the same of a name joined to its own; and one more for each
    name that is joined to a draft's place and has none of its own.

    Names are joined where the parse says so (conjuncts), or where nothing but commas and "and" stands
    between them.
    """
    told = list(drafts)
    if not told:
        return
    doc = candidates.sentence.doc
    ends = {p.span[1] for p in candidates.places if p.shape == "name"}
    names = [
        p for p in candidates.places
        if p.shape == "name" and not contains_only(doc, p.span) and not _says_in_what(doc, p.span[0], ends)
    ]  # fmt: skip
    own = [_mention(names, draft) for draft in told]
    taken = set(own)
    for draft, name in zip(told, own, strict=True):
        beside = (
            LESS * other.probability
            for other, its in zip(told, own, strict=True)
            if name is not None and its is not None and its != name
            and _says(other) == _says(draft) and _joined(candidates, names[its], names[name])
        )  # fmt: skip
        yield replace(draft, probability=max(draft.probability, *beside, 0.0))
    for draft, first in zip(told, own, strict=True):
        if first is None:
            continue
        for k, other in enumerate(names):
            if k not in taken and _joined(candidates, names[first], other):
                taken.add(k)
                apart = _each_its_own(candidates, names[first], other)
                within = other.place.within if apart else draft.place.within
                place = replace(other.place, extent=draft.place.extent, within=within)
                yield replace(
                    draft,
                    place=place,
                    tokens=(*draft.tokens, other.span),
                    probability=draft.probability * LESS,
                    why=f"{draft.why}; listed with it",
                )


def _says(draft: Draft) -> tuple[object, ...]:
    return draft.relation, draft.polarity, draft.actor, draft.modality


def _says_in_what(doc: Doc, start: int, ends: set[int]) -> bool:
    """Whether a name directly says in what the name before it lies: "Bukavu in *South Kivu*"."""
    return start > 1 and doc[start - 1].lower_ == "in" and start - 1 in ends


def _mention(names: list[PlaceMention], draft: Draft) -> int | None:
    """Which of the names the draft's place is."""
    if draft.place.quantifier != "named" or not draft.tokens:
        return None
    start, end = draft.tokens[0]
    found = [k for k, name in enumerate(names) if name.span[0] < end and start < name.span[1]]
    return found[0] if len(found) == 1 else None


def _each_its_own(candidates: Candidates, one: PlaceMention, other: PlaceMention) -> bool:
    """Whether the names come with what they lie in: "*A in P and B in Q*"."""
    low, high = sorted((one, other), key=lambda name: name.span)
    between = candidates.sentence.doc[low.span[1] : high.span[0]]
    return len(between) > 2 and between[0].lower_ == "in" and between[-1].lower_ == "and"


def _joined(candidates: Candidates, one: PlaceMention, other: PlaceMention) -> bool:
    doc = candidates.sentence.doc
    low, high = sorted((one, other), key=lambda name: name.span)
    between = doc[low.span[1] : high.span[0]]
    inside = {k for p in candidates.places if p.shape == "name" for k in range(*p.span)}
    joints = {",", "and", "the"} | ({"in"} if _each_its_own(candidates, one, other) else set())
    plain = all(t.lower_ in joints or t.i in inside for t in between)
    commas = any(t.lower_ in {",", "and"} for t in between)
    return doc[other.head] in doc[one.head].conjuncts or (plain and commas and _listed(doc, low, high))


def _listed(doc: Doc, low: PlaceMention, high: PlaceMention) -> bool:
    """Whether the run of names ends in "and X": "A, B and C", not "A, in B" or "A, B," (town, province)."""
    return any(t.lower_ == "and" for t in doc[low.span[1] : high.span[0]]) or (
        high.span[1] < len(doc)
        and doc[high.span[1]].lower_ in {",", "and"}
        and any(t.lower_ == "and" for t in doc[high.span[1] : high.span[1] + 6])
    )
