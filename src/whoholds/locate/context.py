"""What a report speaks of around a claim: the places in its sentence, in all of it, in other countries."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from whoholds.model import Claim, Document, Mention

from . import countries
from .gazetteer import Gazetteer
from .spelling import plain
from .units import Frame


@dataclass(frozen=True, kw_only=True)
class Context:
    """Where a claim stands.

    ``sentence`` holds units named in the claim's sentence, ``document`` how strongly the report speaks of
    a unit or of places in it (0 to 1), ``before`` the places named before the claim, nearest last.
    ``abroad`` is positive where the report speaks more of other countries than of this one.
    """

    sentence: frozenset[str] = frozenset()
    document: Mapping[str, float] = field(default_factory=dict)
    before: Sequence[str] = ()
    abroad: float = 0.0

    def last_before(self, level: str, frame: Frame) -> str | None:
        """The nearest place of a level named before the claim."""
        return next((u for u in reversed(self.before) if frame.units[u].level == level), None)


class Reader:
    """Reads contexts, each document once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._last: tuple[str, Sequence[Mention], Mapping[str, float], float] | None = None

    def read(self, claim: Claim, document: Document) -> Context:
        """The context of a claim in its document."""
        key = f"{document.name}\x1f{hash(document.text)}"
        if self._last is None or self._last[0] != key:
            self._last = (key, *self._document(document))
        _, mentions, weights, abroad = self._last
        frame = self._gazetteer.frame
        own = {claim.place.name, claim.place.within}
        sentence = {
            m.id
            for m in self._gazetteer.mentions(claim.sentence)
            if claim.sentence[m.span[0] : m.span[1]] not in own - {claim.place.within}
        }
        before = [m.id for m in mentions if m.span[1] <= claim.span[0]]
        return Context(
            sentence=frozenset(sentence | {a for u in sentence for a in frame.ancestors(u) if a != frame.country}),
            document=weights, before=before, abroad=abroad,
        )  # fmt: skip

    def _document(self, document: Document) -> tuple[Sequence[Mention], Mapping[str, float], float]:
        frame = self._gazetteer.frame
        mentions = self._gazetteer.mentions(document.text)
        counts: Counter[str] = Counter()
        others = self._gazetteer.mentions(f"{document.title or ''}. {document.before}")
        for mention in (*mentions, *others):
            counts.update({mention.id, *frame.ancestors(mention.id)} - {frame.country})
        total = max(counts.values(), default=1)
        weights = {u: math.log1p(n) / math.log1p(total) for u, n in counts.items()}
        return mentions, weights, self._abroad(document, bool(counts))

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
