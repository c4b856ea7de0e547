"""A source out of line about one unit: it keeps saying there what all others contradict.

Not its claims but its view of the unit is off: other borders, another idea of control, a copy of an old map. Its
errors there are one error, so that weighing each claim by the source's worth elsewhere overrates them together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

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

Rows = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Alone:
    """A source and a unit, as codes; ``rows`` of the table are its claims about it, ``others`` all else that is
    said of it. ``agreed`` is the mean probability of what they say on the map without them.
    """

    unit: int
    source: int
    rows: Rows
    others: Rows
    agreed: float = 1.0


def out_of_line(table: Table, start: Floats, days: int, weighing: Weighing) -> list[Alone]:
    """Sources out of line, judged by the map without them on the days that they speak of; worst first.

    ``table`` as told, none of its rows lowered; ``start`` [U, 2A], as for :func:`inference.smoothed`.
    """
    if weighing.parameters.misaligned == 1:
        return []
    asked = list(_standing_alone(table, days, weighing.parameters))
    if not asked:
        return []

    def agreed(
        asked: list[Alone], key: Callable[[Alone], object], rows: Callable[[Alone], Rows]
    ) -> list[float]:
        """Each key with its rows is one more unit in the same vectors, so many at a time."""
        out: list[float] = []
        for begin in range(0, len(asked), _TOGETHER):
            some = asked[begin : begin + _TOGETHER]
            cases = {key(a): (a.unit, rows(a)) for a in some}
            place = {case: i for i, case in enumerate(cases)}
            owner = np.array([unit for unit, _ in cases.values()])
            sizes = [len(its) for _, its in cases.values()]
            told = table.take(np.concatenate([its for _, its in cases.values()]))
            told = told.with_units(np.repeat(np.arange(len(owner), dtype=np.int32), sizes))
            p = inference.smoothed(told, start[owner], days, weighing, owner)
            out += _agreed(p, table, some, [place[key(a)] for a in some])
        return out

    with_it = agreed(asked, lambda a: a.unit, lambda a: np.concatenate([a.rows, a.others]))
    asked = [a for a, p in zip(asked, with_it, strict=True) if p < CARRIED]
    without = agreed(asked, lambda a: (a.unit, a.source), lambda a: a.others)
    found = [replace(a, agreed=x) for a, x in zip(asked, without, strict=True) if x <= AGREED]
    return sorted(found, key=lambda a: (a.agreed, a.unit, a.source))


def lowered(table: Table, pairs: Collection[tuple[int, int]], factor: float, owner: Any = None) -> Table:
    """The table with less weight on what a source says of a unit, for each pair of a unit and a source.

    ``owner`` tells which unit of the map each of the table's is, where they are not the same.
    """
    if not pairs:
        return table
    unit = table.unit if owner is None else owner[table.unit]
    sources = len(table.sources)
    keys = [unit_ * sources + source for unit_, source in pairs]
    askew = (table.scope == UNIT) & np.isin(unit.astype(np.int64) * sources + table.source, keys)
    return replace(table, weight=np.where(askew, table.weight * factor, table.weight))


def _standing_alone(table: Table, days: int, parameters: Parameters) -> Iterator[Alone]:
    """Sources that speak of a unit for long enough while enough others name another holder."""
    own = table.scope == UNIT
    said = np.flatnonzero(
        own & (table.symbol == HOLDS) & evidence.counted(table, parameters) & (table.day < days)
    )
    order = said[np.lexsort((table.day[said], table.source[said], table.unit[said]))]
    unit, source = table.unit[order], table.source[order]
    if not len(order):
        return
    by_unit = np.argsort(table.unit, kind="stable")
    told = table.unit[by_unit]
    begins = np.flatnonzero(np.r_[True, (unit[1:] != unit[:-1]) | (source[1:] != source[:-1])])
    ends = np.append(begins[1:], len(order)).astype(np.intp)
    long = table.day[order[ends - 1]] - table.day[order[begins]] >= DAYS
    for begin, end in np.stack([begins, ends], axis=1)[long & (ends - begins >= CLAIMS)]:
        mine = order[begin:end]
        first, last = table.day[mine[0]], table.day[mine[-1]]
        here = order[np.searchsorted(unit, unit[begin]) : np.searchsorted(unit, unit[begin], side="right")]
        against = here[
            (table.source[here] != source[begin])
            & (table.day[here] >= first)
            & (table.day[here] <= last)
            & ~np.isin(table.actor[here], table.actor[mine])
        ]
        if len(np.unique(table.source[against])) >= OTHERS:
            all_of = by_unit[slice(*np.searchsorted(told, [unit[begin], unit[begin] + 1]))]
            its = own[all_of] & (table.source[all_of] == source[begin])
            yield Alone(
                unit=int(unit[begin]), source=int(source[begin]), rows=all_of[its], others=all_of[~its]
            )


def _agreed(p: Floats, table: Table, asked: list[Alone], units: Any) -> list[float]:
    """Mean probability [T, U, A+1] of what each says, in its unit's row of ``p``."""
    out = []
    for alone, unit in zip(asked, units, strict=True):
        said = alone.rows[table.symbol[alone.rows] == HOLDS]
        day = np.clip(table.day[said], 0, len(p) - 1)
        out.append(float(p[day, unit, table.actor[said]].mean()))
    return out
