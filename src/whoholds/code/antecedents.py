"""Which place "the town" or "it" means: the newest one named before it that can be of that kind."""

from __future__ import annotations

from collections.abc import Sequence

from whoholds.code.lexicon import english
from whoholds.code.memory import Memory
from whoholds.code.mentions import PlaceMention
from whoholds.model import Place

_FAMILIES = english().words.families
_SETTLEMENTS = _FAMILIES[0]


def place_for(kind: str | None, memory: Memory, named: Sequence[PlaceMention], before: int) -> str | None:
    """Name that a phrase of this kind at token ``before`` points back to, or ``None``.

    ``kind`` is ``None`` for a pronoun: then the newest name of any kind.
    """
    here = [m.place for m in named if m.span[1] <= before]
    for place in reversed([*memory.places, *here]):
        if place.name and (kind is None or _agrees(kind, place)):
            return place.name
    return None


def _agrees(kind: str, place: Place) -> bool:
    known = _known_kind(place)
    if kind == known:
        return True
    if kind in _SETTLEMENTS:
        return known in _SETTLEMENTS or (known is None and place.name not in english().countries)
    if known is None:
        return kind in {"area", "region", "territory"} and kind != "territory"
    return any(kind in family and known in family for family in _FAMILIES)


def _known_kind(place: Place) -> str | None:
    words = (place.name or "").lower().replace("'s", "").split()
    kinds = english().words.place_kinds
    if len(words) > 1 and words[-1] in kinds:
        return words[-1]
    if place.name in english().countries:
        return "country"
    return place.kind.split()[-1] if place.kind else None
