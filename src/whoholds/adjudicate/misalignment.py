"""A source out of line about one unit: it keeps saying there what all others contradict.

Not its claims but its view of the unit is off: other borders, another idea of control, a copy of an old map. Its
errors there are one error, so that weighing each claim by the source's worth elsewhere overrates them together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate import evidence, inference
from whoholds.adjudicate.evidence import Weighing
from whoholds.adjudicate.parameters import Parameters
from whoholds.adjudicate.table import HOLDS, UNIT, Floats, Table

CLAIMS, DAYS, OTHERS = 3, 30, 2
"""Claims of a source on a unit, the days from the first to the last of them, and sources that name another
holder in that time: with less, it may be the first to know."""
AGREED, CARRIED = 0.2, 0.8
"""Mean probability of what it says, on the map without it, from which it is out of line; and on the map with it,
above which it is not even asked: then others say so, too."""
_TOGETHER = 2000
"""Sources that are asked about together: enough to fill the vectors, small enough for the memory."""
_JOINED = 1_000_000
"""Claims that are looked through together, each once for every source that may contradict it."""

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Alone:
    """A source out of line and the unit, as codes; ``agreed`` is the mean probability of what the source says of
    the unit, on the map without that.
    """

    unit: int
    source: int
    agreed: float


def out_of_line(
    table: Table, start: Floats, days: int, weighing: Weighing, whole: Floats | None = None
) -> list[Alone]:
    """Sources out of line, judged by the map without them on the days that they speak of; worst first.

    ``table`` as told, none of its rows lowered; ``start`` [2A, U] as for :func:`inference.smoothed`, and ``whole``
    what that makes of them, if it is at hand.
    """
    if weighing.parameters.misaligned == 1:
        return []
    unit, source = _standing_alone(table, days, weighing.parameters)
    if not len(unit):
        return []
    units = np.unique(unit) if whole is None else np.arange(start.shape[1])
    if whole is None:
        whole = inference.smoothed(table.only(units), start[:, units], days, weighing, units)
    said = _Said(table, start.shape[1])
    with_it = _in_parts(lambda u, s: said.agreed(whole, np.searchsorted(units, u), u, s), unit, source)
    unit, source = unit[with_it < CARRIED], source[with_it < CARRIED]

    def without(unit: Indices, source: Indices) -> Floats:
        """Each pair is one more unit in the same vectors."""
        p = inference.smoothed(said.without(unit, source), start[:, unit], days, weighing, unit)
        return said.agreed(p, np.arange(len(unit)), unit, source)

    found = zip(unit.tolist(), source.tolist(), _in_parts(without, unit, source).tolist(), strict=True)
    return sorted(
        (Alone(unit=u, source=s, agreed=a) for u, s, a in found if a <= AGREED),
        key=lambda alone: (alone.agreed, alone.unit, alone.source),
    )


def lowered(table: Table, pairs: Collection[tuple[int, int]], factor: float) -> Table:
    """The table with less weight on what a source says of a unit, for each pair of a unit and a source."""
    if not pairs:
        return table
    sources = len(table.sources)
    keys = [unit * sources + source for unit, source in pairs]
    askew = (table.scope == UNIT) & np.isin(table.unit.astype(np.int64) * sources + table.source, keys)
    return replace(table, weight=np.where(askew, table.weight * factor, table.weight))


class _Said:
    """What sources say of units, for many pairs of a unit and a source at once."""

    def __init__(self, table: Table, units: int) -> None:
        self.table = table
        self._order, self._bounds = table.by_unit(units)

    def _rows(self, unit: Indices, source: Indices) -> tuple[Indices, Indices, npt.NDArray[np.bool_]]:
        """All that is said of each pair's unit: the pair, the row, and whether it is the source on the unit itself."""
        pair, place = _ranges(self._bounds[unit], self._bounds[unit + 1])
        row = self._order[place]
        return pair, row, (self.table.scope[row] == UNIT) & (self.table.source[row] == source[pair])

    def without(self, unit: Indices, source: Indices) -> Table:
        """All else that is said of each pair's unit; the pairs are the table's units."""
        pair, row, its = self._rows(unit, source)
        return self.table.take(row[~its]).with_units(pair[~its].astype(np.int32))

    def agreed(self, p: Floats, place: Indices, unit: Indices, source: Indices) -> Floats:
        """Mean probability of what each source says of its unit, on the map ``p`` [T, places, A+1]."""
        pair, row, its = self._rows(unit, source)
        its &= self.table.symbol[row] == HOLDS
        pair, row = pair[its], row[its]
        day = np.clip(self.table.day[row], 0, len(p) - 1)
        sums = np.bincount(pair, p[day, place[pair], self.table.actor[row]], minlength=len(unit))
        out: Floats = sums / np.bincount(pair, minlength=len(unit))
        return out


def _in_parts(ask: Callable[[Indices, Indices], Floats], unit: Indices, source: Indices) -> Floats:
    parts = [slice(begin, begin + _TOGETHER) for begin in range(0, len(unit), _TOGETHER)]
    return np.concatenate([np.zeros(0), *(ask(unit[part], source[part]) for part in parts)])


def _standing_alone(table: Table, days: int, parameters: Parameters) -> tuple[Indices, Indices]:
    """Units, and for each a source that speaks of it for long enough while enough others name another holder."""
    said = table.take(
        np.flatnonzero(
            (table.scope == UNIT)
            & (table.symbol == HOLDS)
            & (table.day < days)
            & evidence.counted(table, parameters)
        )
    )
    said = said.take(np.lexsort((said.day, said.source, said.unit)))
    new = np.ones(len(said) + 1, dtype=bool)
    new[1:-1] = (said.unit[1:] != said.unit[:-1]) | (said.source[1:] != said.source[:-1])
    edges = np.flatnonzero(new)
    begin, end = edges[:-1], edges[1:]
    long = (said.day[end - 1] - said.day[begin] >= DAYS) & (end - begin >= CLAIMS)
    begin, end = begin[long], end[long]
    low = np.searchsorted(said.unit, said.unit[begin])
    high = np.searchsorted(said.unit, said.unit[begin], side="right")
    part = np.cumsum(high - low) // _JOINED
    contradicted = [np.zeros(0, dtype=bool)]
    for at in np.split(np.arange(len(begin)), np.flatnonzero(np.diff(part)) + 1):
        contradicted.append(_contradicted(said, begin[at], end[at], low[at], high[at]))
    alone = begin[np.concatenate(contradicted)]
    return said.unit[alone].astype(np.intp), said.source[alone].astype(np.intp)


def _contradicted(
    said: Table, begin: Indices, end: Indices, low: Indices, high: Indices
) -> npt.NDArray[np.bool_]:
    """Whether enough others name another holder between a source's first and last word of a unit.

    ``said`` by unit, source and day; the source's rows are from ``begin`` to ``end``, its unit's from ``low`` to ``high``.
    """
    named, mine = _ranges(begin, end)
    pair, row = _ranges(low, high)
    meanwhile = (said.day[row] >= said.day[begin[pair]]) & (said.day[row] <= said.day[end[pair] - 1])
    others = meanwhile & (said.source[row] != said.source[begin[pair]])
    pair, row = pair[others], row[others]
    actors = int(said.actor.max(initial=0)) + 1
    other = ~np.isin(pair * actors + said.actor[row], named * actors + said.actor[mine])
    sources = len(said.sources)
    voices = np.unique(pair[other] * sources + said.source[row[other]]) // sources
    out: npt.NDArray[np.bool_] = np.bincount(voices, minlength=len(begin)) >= OTHERS
    return out


def _ranges(low: Indices, high: Indices) -> tuple[Indices, Indices]:
    """Every number from each ``low`` to before its ``high``, behind the place of the two."""
    sizes = high - low
    place = np.repeat(np.arange(len(low)), sizes)
    return place, np.arange(len(place)) + (low - np.cumsum(sizes) + sizes)[place]
