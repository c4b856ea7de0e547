"""One claim, many sightings: what one speaker said, as ten outlets repeat it.

Copies of a story are linked as documents (:mod:`whoholds.read.syndication`). Here single claims are
linked: the spokesman's sentence in ten otherwise independent reports, or the paragraph that a round-up
took over, is one piece of evidence, seen ten times.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from whoholds.model import Claim, Document
from whoholds.read.syndication import shingles

_DAYS = 3
_ALIKE = 0.6
_FEWEST = 4
"""Shared runs of three words below which two sentences are not the same words."""
_ARTICLE = re.compile(r"^(?:the|a|an)\s+")
_MANY = re.compile(
    r"\b(?:residents?|officials?|witness(?:es)?|locals?|people|sources?|elders?|villagers?|shopkeepers?|drivers?|doctors?"
    r"|traders?|reports?|media|analysts?|diplomats?|activists?|soldiers?|fighters?|teachers?|workers?|callers?|refugees?"
    r"|journalists?|members?|listeners?|nurses?|farmers?)\b",
    re.I,
)
"""Speakers that stand for many: two outlets' residents are two voices."""


def sightings(said: Iterable[tuple[Claim, Document]]) -> dict[str, str]:
    """Which claims are sightings of one: each claim's id, and the least id among those that are one with it.

    Two claims are one where they say the same of the same place within three days, and the words are the
    same or one speaker with an office of their own (a spokesman, a ministry) said both. The answer does
    not depend on the order of the claims.
    """
    groups: defaultdict[tuple[object, ...], list[tuple[Claim, Document]]] = defaultdict(list)
    for claim, document in said:
        groups[_key(claim)].append((claim, document))
    found: dict[str, str] = {}
    for group in groups.values():
        found.update(_joined(sorted(group, key=lambda pair: (pair[1].published or date.min, pair[0].id))))
    return found


def _joined(group: list[tuple[Claim, Document]]) -> Mapping[str, str]:
    """Join what is linked, directly or through others, under the least id; the group is in order of days."""
    least = {claim.id: claim.id for claim, _ in group}

    def root(name: str) -> str:
        while least[name] != name:
            name = least[name]
        return name

    runs = [np.unique(shingles(claim.sentence, 3)) for claim, _ in group]
    for i, (one, its) in enumerate(group):
        for j in range(i - 1, -1, -1):
            other, their = group[j]
            if not _near(its, their):
                break
            if _same_speaker(one, other) or _same_words(runs[i], runs[j]):
                low, high = sorted((root(one.id), root(other.id)))
                least[high] = low
    return {name: root(name) for name in least}


def _key(claim: Claim) -> tuple[object, ...]:
    place = claim.place
    return (
        claim.relation,
        claim.polarity,
        _fold(claim.actor),
        _fold(place.name),
        _fold(place.within if not place.name else None),
    )


def _near(one: Document, other: Document) -> bool:
    if one.published is None or other.published is None:
        return one.published == other.published
    return abs((one.published - other.published).days) <= _DAYS


def _same_speaker(one: Claim, other: Claim) -> bool:
    if not one.speaker or not other.speaker or one.start != other.start:
        return False
    mine, theirs = _fold(one.speaker[-1]), _fold(other.speaker[-1])
    return mine == theirs and not _MANY.search(mine)


def _same_words(one: np.ndarray, other: np.ndarray) -> bool:
    shared = len(np.intersect1d(one, other))
    return shared >= _FEWEST and shared >= _ALIKE * min(len(one), len(other))


def _fold(name: str | None) -> str:
    if not name:
        return ""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return _ARTICLE.sub("", " ".join(plain.lower().split()))
