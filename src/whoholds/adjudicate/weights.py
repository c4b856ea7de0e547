"""Independence: what a claim is worth beside the others. Copies count once, repetitions little."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate.parameters import Parameters
from whoholds.adjudicate.table import (
    CONTESTS,
    DENIES,
    EXCEPT,
    HOLDS,
    NEVER,
    NOBODY,
    REGION,
    SOME,
    UNIT,
    WHOLE,
    Bools,
    Floats,
    Ints,
    Table,
)  # fmt: skip

_BACK = 7
"""Days before its own that a state report also speaks of, where it is weighed against a word on a whole region."""


def originals(table: Table) -> npt.NDArray[np.bool_]:
    """Rows that stand for their stories: the first published of all that say the same, and not merely as a plan;
    of those of one day, one that is not made from the others.

    The same: of one unit, actor and symbol, in one story, and from the same party (or from none), so
    that an enemy's admission in a story is not a copy of the boast that it quotes.
    """
    said = (table.unit, table.story, table.actor, table.symbol, table.scope != UNIT, table.side)
    plan = table.weight <= 0
    order = np.lexsort((table.claim, ~table.onset, -table.weight, table.copied, table.published, plan, *said))
    kept = np.empty(len(table), dtype=bool)
    kept[order] = _starts([column[order] for column in said])
    return kept


def _starts(columns: Sequence[npt.NDArray[Any]]) -> Bools:
    """Whether a row differs in any of the columns from the one before it; true of the first."""
    out = np.ones(len(columns[0]), dtype=bool)
    out[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return out


def repetition(table: Table, repeat_days: float) -> Floats:
    """Weight in [0, 1] of each row as a repetition of what its source last said of the unit.

    After g days a source's repetition is worth 1 - exp(-g / repeat_days): who says on Tuesday what it
    said on Monday has not looked twice. Saying something else in between makes it news again. What is
    said of a whole region is no repetition of what is said of the unit, nor the other way round.
    """
    region = table.breadth > 1
    order = np.lexsort(
        (table.claim, table.symbol, table.actor, table.published, region, table.unit, table.source)
    )
    said = (table.unit, table.source, region, table.actor, table.symbol)
    day = table.day[order]
    gap = np.abs(np.diff(day, prepend=day[:1]))
    weight = np.empty(len(table))
    weight[order] = np.where(_starts([c[order] for c in said]), 1.0, 1 - np.exp(-gap / repeat_days))
    return weight


def unheard(table: Table) -> Floats:
    """Days [rows] since the latest that was known of the unit when a row about it was published.

    Infinite where nothing was known, 0 for rows about a whole region. States told on one day of one day do not
    know of each other, but of an event that is told with them.
    """
    gap = np.zeros(len(table))
    rows = np.flatnonzero(table.scope == UNIT)
    state = ~table.onset & (table.symbol != CONTESTS)
    order = rows[np.lexsort([c[rows] for c in (state, table.day, table.published, table.unit)])]
    unit, day = table.unit[order].astype(np.int64), table.day[order].astype(np.int64)
    low = int(day.min(initial=0))
    span = int(day.max(initial=0)) - low + 1
    # A running maximum within each unit: units come in order, so that each starts above the one before.
    latest = np.maximum.accumulate(unit * span + (day - low))
    new = _starts([unit, table.published[order], day, state[order]])
    first = np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
    before = np.concatenate([[-1], latest[:-1]])[first] - unit * span
    gap[order] = np.where(before >= 0, np.maximum(day - low - before, 0), np.inf)
    return gap


def shared(table: Table, weight: Floats) -> Floats:
    """The weights, of holders told at once (of one unit and day, on one day) no more together than the weightiest.

    Else it would count as many changes as there are reports of it, and which of two holders it was would hang on
    who is counted first.
    """
    rows = np.flatnonzero((table.scope == UNIT) & (table.symbol == HOLDS) & ~table.onset & (weight > 0))
    told = [table.unit, table.published, table.day]
    rows = rows[np.lexsort([c[rows] for c in told])]
    begin = np.flatnonzero(_starts([c[rows] for c in told]))
    out = weight.copy()
    if len(rows):
        most, total = (sums.reduceat(weight[rows], begin) for sums in (np.maximum, np.add))
        out[rows] *= np.repeat(most / total, np.diff(begin, append=len(rows)))
    return out


def interests(table: Table) -> Ints:
    """Whose word it is: 0 a third party's, 1 the named actor's own, 2 another party's."""
    return np.where(table.side == NOBODY, 0, np.where(table.side == table.actor, 1, 2)).astype(np.int32)


def region_wide(table: Table) -> Bools:
    """Rows that say of a region that it is held, or of a unit that it is excepted."""
    holds = (table.symbol == HOLDS) & np.isin(table.scope, (REGION, WHOLE))
    out: Bools = holds | (table.symbol == DENIES) & (table.scope != UNIT)
    return out


def scope_factor(table: Table, parameters: Parameters) -> Floats:
    """Worth of a claim about a region for one of its units; 1 for claims about the unit."""
    p = parameters
    factor = np.ones(len(table))
    wide = table.scope != UNIT
    factor[table.scope == SOME] = p.region_some
    factor[wide & (table.symbol == CONTESTS)] *= p.region_fighting
    factor[(table.scope == WHOLE) & (table.symbol == DENIES)] *= p.region_denied
    factor[(table.scope == REGION) & (table.symbol == DENIES)] *= p.excepted
    factor[table.scope == EXCEPT] = p.excepted
    own = (table.symbol == HOLDS) & (interests(table) == 1)
    factor[wide & own] *= p.region_boast
    return factor


def silenced(table: Table, weight: Floats, parameters: Parameters) -> Ints:
    """Day of publication on which a region-wide row falls silent, :data:`NEVER` if it does not.

    What is said about less outweighs what is said about more (a unit against its province, a province
    against the country): a row that names a holder region-wide ends when a claim about a narrower part
    that pulls against it is published, unless that claim is more than ``outweigh_days`` older, or older than
    another about a narrower part that agreed with the row and was known by then.
    """
    ends = np.full(len(table), NEVER, dtype=np.int32)
    wide = np.isin(table.scope, (REGION, WHOLE, SOME)) & (table.symbol == HOLDS) & (weight > 0)
    told = (weight > 0) & (table.symbol != CONTESTS) & (table.scope != EXCEPT)
    for actor, breadth in np.unique(np.stack([table.actor[wide], table.breadth[wide]], axis=1), axis=0):
        narrower, same = told & (table.breadth < breadth), table.actor == actor
        against = narrower & np.where(table.symbol == HOLDS, ~same, same)
        rows = np.flatnonzero(wide & same & (table.breadth == breadth))
        agreed = _latest(table, np.flatnonzero(narrower & same & ~against), rows)
        for onset, back in ((True, 0), (False, _BACK)):  # a state also speaks of the days before its own
            day, found = table.day[rows] + back, np.flatnonzero(against & (table.onset == onset))
            since = np.maximum(2 * (day - parameters.outweigh_days), agreed + 1)
            ends[rows] = np.minimum(ends[rows], _first_between(table, found, rows, since, 2 * day + 1))
    return ends


def _half_days(table: Table) -> Ints:
    """When each row happens: a state in the first half of its day, an event in the second."""
    return 2 * table.day + table.onset


def _places(table: Table, rows: npt.NDArray[Any], half_days: Ints) -> npt.NDArray[np.int64]:
    """Keys in the order of unit and half day, for the rows' units; half days beyond all rows are the first or the last."""
    known = _half_days(table)
    low, high = int(known.min(initial=0)) - 1, int(known.max(initial=0)) + 1
    unit = table.unit[rows].astype(np.int64) * (high - low + 1)
    out: npt.NDArray[np.int64] = unit + np.clip(half_days, low, high) - low
    return out


def _latest(table: Table, told: npt.NDArray[Any], asked: npt.NDArray[Any]) -> Ints:
    """Latest half day of the rows ``told`` about the unit of each row ``asked``, up to its day and published by then;
    far in the past where there are none.
    """
    half = _half_days(table)
    key = _places(table, told, half[told])
    order = np.argsort(key, kind="stable")
    key, told = key[order], told[order]
    unit, published = np.append(table.unit[told], NOBODY), np.append(table.published[told], 0)
    at = np.searchsorted(key, _places(table, asked, 2 * table.day[asked] + 1), side="right") - 1
    while (late := (unit[at] == table.unit[asked]) & (published[at] > table.published[asked])).any():
        at[late] -= 1
    out: Ints = np.where(unit[at] == table.unit[asked], np.append(half[told], 0)[at], -NEVER // 2)
    return out.astype(np.int32)


def _first_between(
    table: Table, told: npt.NDArray[Any], asked: npt.NDArray[Any], since: Ints, until: Ints
) -> Ints:
    """Earliest publication of the rows ``told`` about the unit of each row ``asked``, of the half days from ``since`` to
    ``until``; :data:`NEVER` where there are none.
    """
    key = _places(table, told, _half_days(table)[told])
    order = np.argsort(key, kind="stable")
    key, told = key[order], told[order]
    low = np.searchsorted(key, _places(table, asked, since))
    high = np.searchsorted(key, _places(table, asked, until), side="right")
    ends = np.full(len(asked), NEVER, dtype=np.int32)
    some = np.flatnonzero(high > low)
    if len(some):
        published = np.append(table.published[told], NEVER)
        bounds = np.stack([low[some], high[some]], axis=1).ravel()
        ends[some] = np.minimum.reduceat(published, bounds)[::2]
    return ends
