"""What is said of actors beside control: strengths, alignments, stances; and what they share with a claim.

Part of :mod:`whoholds.model`, from which everything here is imported.
"""

from __future__ import annotations

import hashlib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

Modality = Literal["asserted", "claimed", "possible", "planned", "conditional"]
Polarity = Literal["affirmed", "denied"]
Side = Literal["joins", "leads", "serves", "backs", "opposes", "splits", "negotiates", "allied", "surrenders"]
Demand = Literal["calls", "rejects", "offers", "threatens", "appeals"]
Qualifier = Literal["", "about", "at least", "at most", "between"]
Span = tuple[int, int]
"""Start and end in Unicode code points: ``text[start:end]``."""


def content_id(kind: str, *parts: object) -> str:
    """Hash of length-prefixed parts, so that no two different lists of parts meet."""
    text = "".join(["-" if part is None else f"{len(said := str(part))}:{said}" for part in parts])
    return hashlib.blake2b(text.encode(), digest_size=16, person=kind.encode()[:16]).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What the claims beside control share: who says it, where, how surely, and for when (as in a claim)."""

    document: str
    actor: str | None
    quote: str
    sentence: str
    span: Span
    start: str | None = None
    end: str | None = None
    speaker: tuple[str, ...] = ()
    by_party: bool = False
    modality: Modality = "asserted"
    polarity: Polarity = "affirmed"
    confidence: float = 1.0

    @cached_property
    def id(self) -> str:
        """Content hash over what is said and where."""
        return content_id(
            type(self).__name__.lower(), self.document, *self.span, self.polarity, self.modality, self.actor,
            self.start, self.end, "\x1f".join(self.speaker), self.by_party, *self._slots(),
        )  # fmt: skip

    def _slots(self) -> tuple[object, ...]:
        return ()


@dataclass(frozen=True, kw_only=True)
class Strength(Statement):
    """*actor* has between ``low`` and ``high`` of ``unit`` (fighters, tanks ...); ``None`` is no bound."""

    low: int | None = None
    high: int | None = None
    unit: str = ""
    qualifier: Qualifier = ""

    def _slots(self) -> tuple[object, ...]:
        return self.low, self.high, self.unit, self.qualifier


@dataclass(frozen=True, kw_only=True)
class Alignment(Statement):
    """*actor* joins, leads, serves, backs ... ``other``, in a ``role`` ("vice president") where there is one."""

    kind: Side
    other: str | None = None
    role: str | None = None

    def _slots(self) -> tuple[object, ...]:
        return self.kind, self.other, self.role


@dataclass(frozen=True, kw_only=True)
class Stance(Statement):
    """*actor* calls for, rejects, offers, threatens or appeals for ``topic``, in the words of the text."""

    kind: Demand
    topic: str

    def _slots(self) -> tuple[object, ...]:
        return self.kind, self.topic


def iso_days(text: str | None) -> tuple[date, date] | None:
    """First and last day of a date with precision day, month or year; ``None`` where there is none."""
    if not text:
        return None
    parts = [int(x) for x in text[:10].split("-")]
    first = date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
    if len(parts) == 3:
        return first, first
    month = parts[1] if len(parts) == 2 else 12
    return first, date(first.year, month, monthrange(first.year, month)[1])
