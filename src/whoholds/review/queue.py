"""What an editor should look at first: :func:`waiting`, and of statements :func:`unjudged`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from whoholds.model import Alignment, Attested, Claim, Said, Statement


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A claim or statement that waits for an editor, and why; ``weight`` in [0, 1] orders the queue."""

    claim: Claim | Statement
    why: str
    weight: float

    @property
    def record(self) -> dict[str, object]:
        """The item as JSON."""
        return {
            "claim": self.claim.id,
            "why": self.why,
            "weight": round(self.weight, 4),
            "confidence": round(self.claim.confidence, 4),
            "quote": self.claim.quote,
            "sentence": self.claim.sentence,
        }


def waiting(attested: Iterable[Attested], *, threshold: float, limit: int) -> list[Waiting]:
    """Unjudged claims that are unsure or without a sure place, those nearest to a decision first."""
    items = [item for found in attested if found.judgement is None for item in _reasons(found, threshold)]
    items.sort(key=lambda item: (-item.weight, item.claim.id))
    return items[:limit]


def _reasons(found: Attested, threshold: float) -> Iterator[Waiting]:
    claim = found.claim
    placed = [p for p in found.placements if p.unit is not None]
    if claim.confidence < threshold:
        # The nearer to the threshold, the likelier that one look puts it on the map.
        yield Waiting(claim=claim, why="below the threshold", weight=claim.confidence / threshold)
    elif not placed and claim.place.name and not any(p.via == "elsewhere" for p in found.placements):
        yield Waiting(claim=claim, why=f"no place called {claim.place.name}", weight=claim.confidence)
    elif placed and max(p.probability for p in placed) < 0.7:
        yield Waiting(claim=claim, why=f"which {claim.place.name}?", weight=claim.confidence)


def unjudged(said: Iterable[Said], unknown: Callable[[str], bool], *, limit: int) -> list[Waiting]:
    """Statements that nobody has judged: first those that name somebody unknown, then the newest.

    ``unknown`` tells whether a name is no actor's who may have a page, so that the statement stands nowhere.
    """
    items = [
        (one.document.published or date.min, _statement(one.statement, unknown))
        for one in said
        if one.judgement is None
    ]
    items.sort(key=lambda item: (-item[1].weight, -item[0].toordinal(), item[1].claim.id))
    return [item for _, item in items[:limit]]


def _statement(said: Statement, unknown: Callable[[str], bool]) -> Waiting:
    kind = type(said).__name__.lower()
    names = (said.actor, said.other if isinstance(said, Alignment) else None)
    strangers = [name for name in names if name and unknown(name)]
    if strangers:
        return Waiting(claim=said, why=f"{kind}: no party called {strangers[0]}", weight=1.0)
    return Waiting(claim=said, why=f"{kind}: not judged yet", weight=0.5)
