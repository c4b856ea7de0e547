"""Which reports are copies of one story, found as they arrive.

Each text is a set of hashed word shingles. A fixed quarter of the hash space (FracMinHash: Irber et
al. 2022, *Lightweight compositional analysis of metagenomes with FracMinHash*) goes into an inverted
index, so that a trimmed copy finds its original at any ratio of lengths, which banded MinHash does
not; candidates are then compared on all their shingles. Two measures decide: how much of the shorter
text stands in the longer (containment), and whether each one's opening has something of the other. So
a round-up is a copy of the story that it opens with, and of no other: otherwise every round-up would
weld its stories into one. What it repeats further down is caught claim by claim (``sightings``).

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
_OPENING = 96
"""Shingles that count as a text's opening: about its first hundred words."""
_BEGINNING = 12
"""Shingles by which the first words of a text are known in another."""


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """When two texts are copies. Shares are of distinct shingles of ``words`` words."""

    words: int = 4
    contained: float = 0.4
    """At least this share of the shorter text stands in the longer one, ..."""
    opening: float = 0.15
    """... and this share of each one's opening stands in the other: it may have a new lead, not another story."""
    lead: int = 40
    """Words of its own that a copy may put before the other's first words; more make it a round-up."""
    covered: float = 0.5
    """A copy that covers less of the longer text is called a part."""
    credited: float = 0.25
    """Instead of ``contained`` where one names the other, or both name the same agency, as the origin."""
    fewest: int = 16
    """Shared shingles below which nothing is said, except of equal texts: one stock sentence is no copy."""
    apart: int = 2
    """Days after which an outlet that repeats itself reports anew (a daily situation report)."""


@dataclass(frozen=True, slots=True)
class _Text:
    """What is kept of a report: 4 bytes a shingle."""

    id: str
    outlet: str | None
    published: date | None
    shingles: Hashes  # sorted, distinct
    opening: Hashes  # sorted, distinct
    first: Hashes  # the opening in its order
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
        first=run[:_OPENING],
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
    if shared < likeness.fewest or not (_opens(one, other, likeness) and _opens(other, one, likeness)):
        return None
    if shared >= likeness.contained * len(short.shingles):
        return "text" if shared >= likeness.covered * len(long.shingles) else "part"
    same_agency = one.credits & other.credits or one.outlet in other.credits or other.outlet in one.credits
    return "credit" if same_agency and shared >= likeness.credited * len(short.shingles) else None


def _opens(one: _Text, other: _Text, likeness: Likeness) -> bool:
    """Tell whether the one begins with the other: not with another story, after which the other begins."""
    if _common(one.opening, other.shingles) < likeness.opening * len(one.opening):
        return False
    begins = np.flatnonzero(np.isin(one.first, other.first[:_BEGINNING]))
    if len(begins) < _BEGINNING // 2:
        return True
    before = np.unique(one.first[: begins[0]])
    return len(before) <= likeness.lead or _common(before, other.shingles) * 2 >= len(before)


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
