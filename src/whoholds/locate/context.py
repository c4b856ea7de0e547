"""What a report speaks of around a claim: the places in its sentence, in all of it, in other countries."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from whoholds.model import Claim, Document, Mention

from . import countries
from .gazetteer import Gazetteer
from .spelling import fold, plain
from .toponym import parse
from .units import Frame

SEVERAL = 4
"""Names of places from which on a report may be one about capitals."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """Where a claim stands.

    ``sentence`` holds units named in the claim's sentence, ``document`` how strongly the report speaks of
    a unit or of places in it (0 to 1), ``before`` the places named before the claim, nearest last.
    ``capitals`` is the share of capitals of regions among the names that the report speaks of, 0 where they are
    few. ``abroad`` is positive where the report speaks more of other countries than of this one.
    """

    sentence: frozenset[str] = frozenset()
    document: Mapping[str, float] = field(default_factory=dict)
    before: Sequence[str] = ()
    capitals: float = 0.0
    abroad: float = 0.0

    def last_before(self, level: str, frame: Frame) -> str | None:
        """The nearest place of a level named before the claim."""
        return next((u for u in reversed(self.before) if frame.units[u].level == level), None)


@dataclass(frozen=True, kw_only=True)
class _Read:
    """A document's places: in order, and counted by (folded name, unit)."""

    mentions: Sequence[Mention]
    named: Mapping[tuple[str, str], int]
    abroad: float

    def share(self, some: frozenset[str], own: str) -> float:
        """Share of ``some`` among the names, ``own`` left out; 0 where the names are fewer than :data:`SEVERAL`."""
        names = {name for name, _ in self.named} - {own}
        return len(names & some) / len(names) if len(names) >= SEVERAL else 0.0

    def weights(self, own: str, frame: Frame) -> dict[str, float]:
        """How strongly each unit is spoken of (0 to 1), the name ``own`` left out."""
        counts: Counter[str] = Counter()
        for (name, unit), n in self.named.items():
            if name != own:
                for u in {unit, *frame.ancestors(unit)} - {frame.country}:
                    counts[u] += n
        most = max(counts.values(), default=1)
        return {u: math.log1p(n) / math.log1p(most) for u, n in counts.items()}


class Reader:
    """Reads contexts, each document once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        frame = gazetteer.frame
        self._seats = frozenset(
            fold(frame.units[seat].name) for of, seat in frame.seats.items() if frame.units[of].level == "1"
        )
        self._last: tuple[tuple[str, int], _Read] | None = None

    def read(self, claim: Claim, document: Document) -> Context:
        """The context of a claim in its document. What the claim's own name says is no context."""
        key = (document.name, hash(document.text))
        if self._last is None or self._last[0] != key:
            self._last = (key, self._document(document))
        read = self._last[1]
        frame = self._gazetteer.frame
        own = fold(parse(claim.place.name or "").core)
        sentence = {
            m.id
            for m in self._gazetteer.mentions(claim.sentence)
            if fold(claim.sentence[m.span[0] : m.span[1]]) != own
        }
        return Context(
            sentence=frozenset(
                sentence | {a for u in sentence for a in frame.ancestors(u) if a != frame.country}
            ),
            document=read.weights(own, frame),
            capitals=read.share(self._seats, own),
            before=[m.id for m in read.mentions if m.span[1] <= claim.span[0]],
            abroad=read.abroad,
        )

    def _document(self, document: Document) -> _Read:
        mentions = self._gazetteer.mentions(document.text)
        around = f"{document.title or ''}. {document.before}"
        named = Counter((fold(document.text[m.span[0] : m.span[1]]), m.id) for m in mentions)
        named.update((fold(around[m.span[0] : m.span[1]]), m.id) for m in self._gazetteer.mentions(around))
        return _Read(mentions=mentions, named=named, abroad=self._abroad(document, bool(named)))

    def _abroad(self, document: Document, home: bool) -> float:
        """Positive where the report names other countries and neither this one nor a place in it."""
        text = f" {plain((document.title or '') + ' ' + document.text)} "
        here = self._gazetteer.frame.country
        counts: Counter[str] = Counter()
        for name, iso3 in countries.names().items():
            if len(name) > 3:
                counts[iso3] += text.count(f" {name} ")
        away = max((n for c, n in counts.items() if c != here), default=0)
        if counts[here] or not away:
            return 0.0
        return 0.5 if home else 2.0
