"""Names that were not placed, or not surely: a list that an editor turns into aliases."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from whoholds.model import Claim, Placement

SURE = 0.5


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """A place as written, how often, and our best guess (``None``: none) with its probability."""

    name: str
    within: str | None
    times: int
    guess: str | None
    probability: float
    quote: str


def doubtful(placed: Iterable[tuple[Claim, tuple[Placement, ...]]]) -> list[Doubt]:
    """The named places whose best candidate has less than even odds, most frequent first.

    Names of other countries and relative places are no doubts: nobody can alias them.
    """
    times: Counter[tuple[str, str | None]] = Counter()
    first: dict[tuple[str, str | None], tuple[Claim, Placement | None]] = {}
    for claim, placements in placed:
        best = max((p for p in placements if p.unit), key=lambda p: p.probability, default=None)
        settled = any(
            p.via == "relative" or (p.via == "elsewhere" and p.probability >= SURE) for p in placements
        )
        if claim.place.name and not settled and (best is None or best.probability < SURE):
            key = (claim.place.name, claim.place.within)
            times[key] += 1
            first.setdefault(key, (claim, best))
    return [
        Doubt(
            name=name, within=within, times=n, guess=best.unit if best else None,
            probability=best.probability if best else 0.0, quote=claim.quote,
        )
        for (name, within), n in sorted(times.items(), key=lambda x: (-x[1], x[0][0], x[0][1] or ""))
        for claim, best in [first[(name, within)]]
    ]  # fmt: skip


def write_doubts(doubts: Iterable[Doubt], path: Path) -> None:
    """Write them as an ``aliases.csv`` to fill in: rows without a unit are skipped when it is read."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["alias", "unit", "times", "within", "guess", "probability", "quote"])
        for d in doubts:
            writer.writerow(
                [d.name, "", d.times, d.within or "", d.guess or "", f"{d.probability:.2f}", d.quote]
            )
