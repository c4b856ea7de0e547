"""Which reports are copies of one story, found as they arrive.

Each text is a set of hashed word shingles. A fixed quarter of the hash space (FracMinHash: Irber et
al. 2022, *Lightweight compositional analysis of metagenomes with FracMinHash*) goes into an inverted
index, so that a trimmed copy finds its original at any ratio of lengths, which banded MinHash does
not; candidates are then compared on all their shingles. Two measures decide: how much of the shorter
text stands in the longer (containment), and how much of the longer is covered. A text that only
*contains* another, such as a round-up, is a copy of the one it opens with, and of no other: otherwise
every round-up would weld its stories into one.

The answer for a pair depends on the two reports alone, so links are the same in any order of arrival.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from whoholds.model import Copy, Document
from whoholds.read.credits import credits_of
from whoholds.read.postings import Postings

Hashes = npt.NDArray[np.uint32]

_WORD = re.compile(r"[^\W_]+")
_OPENING = 48
"""Shingles that count as a text's opening: about its first three sentences."""


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """When two texts are copies. Shares are of distinct shingles of ``words`` words."""

    words: int = 4
    contained: float = 0.45
    """At least this share of the shorter text stands in the longer one ..."""
    covered: float = 0.55
    """... and either this share of the longer is covered, ..."""
    opening: float = 0.5
    """... or this share of the longer one's opening."""
    credited: float = 0.25
    """Instead of ``contained`` and ``covered`` where both name the same agency."""
    fewest: int = 8
    """Shared shingles below which nothing is said, except of equal texts."""
    apart: int = 2
    """Days after which an outlet that repeats itself reports anew (a daily situation report)."""


@dataclass(frozen=True, slots=True)
class _Text:
    """What is kept of a report: 4 bytes a shingle."""

    id: str
    outlet: str | None
    published: date | None
    shingles: Hashes  # sorted, distinct
    opening: Hashes
    whole: int  # hash of all its words
    credits: frozenset[str]


class Stories:
    """An index of the reports known so far; it answers with the copies of each new one."""

    def __init__(self, known: Iterable[Document] = (), likeness: Likeness | None = None) -> None:
        self._likeness = likeness or Likeness()
        self._texts: list[_Text] = []
        self._ids: set[str] = set()
        self._postings = Postings()
        for document in known:
            if document.id not in self._ids:
                self._put(_text(document, self._likeness.words))

    def add(self, document: Document) -> tuple[Copy, ...]:
        """Put in a report; its copies among those put in before. A report known already has none."""
        if document.id in self._ids:
            return ()
        new = _text(document, self._likeness.words)
        found = []
        for number in self._postings.sharing(new.shingles, least=0.4 * self._likeness.credited):
            old = self._texts[number]
            if via := _copies(new, old, self._likeness):
                first, second = sorted((new.id, old.id))
                found.append(Copy(first=first, second=second, via=via))
        self._put(new)
        return tuple(sorted(found, key=lambda copy: (copy.first, copy.second)))

    def __len__(self) -> int:
        return len(self._texts)

    def _put(self, text: _Text) -> None:
        self._ids.add(text.id)
        self._postings.add(text.shingles)
        self._texts.append(text)


def alike(one: Document, other: Document, likeness: Likeness | None = None) -> str | None:
    """How the one is a copy of the other (*text*, *part*, *credit*), or ``None``. Symmetric."""
    likeness = likeness or Likeness()
    return _copies(_text(one, likeness.words), _text(other, likeness.words), likeness)


def shingles(text: str, words: int = 4) -> Hashes:
    """Hashes of every run of ``words`` words, in the order of the text. Case, accents and punctuation
    do not count; a text with fewer words is one shingle.
    """
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    codes = np.array([zlib.crc32(word.encode()) for word in _WORD.findall(text.lower())], dtype=np.uint64)
    width = min(words, len(codes))
    if width == 0:
        return np.empty(0, dtype=np.uint32)
    mixed = np.zeros(len(codes) - width + 1, dtype=np.uint64)
    for at in range(width):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + codes[at : len(codes) - width + 1 + at]
        mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return (mixed >> np.uint64(32)).astype(np.uint32)


def _text(document: Document, words: int) -> _Text:
    run = shingles(document.text, words)
    return _Text(
        id=document.id,
        outlet=document.outlet.lower() if document.outlet else None,
        published=document.published,
        shingles=np.unique(run),
        opening=np.unique(run[:_OPENING]),
        whole=zlib.crc32(run.tobytes()),
        credits=credits_of(document.text),
    )


def _copies(one: _Text, other: _Text, likeness: Likeness) -> str | None:
    if len(one.shingles) == 0 or len(other.shingles) == 0:
        return None
    if one.whole == other.whole and np.array_equal(one.shingles, other.shingles):
        return "text"
    if _anew(one, other, likeness):
        return None
    # Of two equally long texts neither is the longer one: the id breaks the tie, so that order does not.
    short, long = sorted((one, other), key=lambda text: (len(text.shingles), text.id))
    shared = _common(short.shingles, long.shingles)
    if shared < likeness.fewest:
        return None
    contained, covered = shared / len(short.shingles), shared / len(long.shingles)
    if contained >= likeness.contained:
        if covered >= likeness.covered:
            return "text"
        if _common(long.opening, short.shingles) >= likeness.opening * len(long.opening):
            return "part"
    same_agency = one.credits & other.credits or one.outlet in other.credits or other.outlet in one.credits
    return "credit" if same_agency and covered >= likeness.credited else None


def _anew(one: _Text, other: _Text, likeness: Likeness) -> bool:
    """Tell whether an outlet says again, on another day, what it said before."""
    if one.outlet is None or one.outlet != other.outlet or not one.published or not other.published:
        return False
    return abs((one.published - other.published).days) >= likeness.apart


def _common(one: Hashes, other: Hashes) -> int:
    """Count the members of two sorted sets that are in both."""
    if len(one) > len(other):
        one, other = other, one
    at = np.searchsorted(other, one)
    at[at == len(other)] = 0
    return int(np.count_nonzero(other[at] == one))
