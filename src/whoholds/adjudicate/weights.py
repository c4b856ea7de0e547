"""Independence: what a claim is worth beside the others. Copies count once, repetitions little."""

from __future__ import annotations

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
    Floats,
    Ints,
    Table,
)  # fmt: skip


def originals(table: Table) -> npt.NDArray[np.bool_]:
    """Rows that stand for their stories: the first published of all that say the same.

    The same: of one unit, actor and symbol, in one story, and from the same party (or from none), so
    that an enemy's admission in a story is not a copy of the boast that it quotes.
    """
    said = (table.unit, table.story, table.actor, table.symbol, table.scope != UNIT, table.side)
    order = np.lexsort((table.claim, ~table.onset, -table.weight, table.published, *said))
    same = np.stack([column[order] for column in said])
    first = np.ones(len(table), dtype=bool)
    first[1:] = (same[:, 1:] != same[:, :-1]).any(axis=0)
    kept = np.empty(len(table), dtype=bool)
    kept[order] = first
    return kept


def repetition(table: Table, repeat_days: float) -> Floats:
    """Weight in [0, 1] of each row as a repetition of what its source last said of the unit.

    After g days a source's repetition is worth 1 - exp(-g / repeat_days): who says on Tuesday what it
    said on Monday has not looked twice. Saying something else in between makes it news again.
    """
    order = np.lexsort((table.claim, table.symbol, table.actor, table.published, table.unit, table.source))
    unit, source, actor, symbol, day = (
        c[order] for c in (table.unit, table.source, table.actor, table.symbol, table.day)
    )
    again = np.zeros(len(table), dtype=bool)
    again[1:] = (
        (unit[1:] == unit[:-1])
        & (source[1:] == source[:-1])
        & (actor[1:] == actor[:-1])
        & (symbol[1:] == symbol[:-1])
    )
    gap = np.abs(np.diff(day, prepend=day[:1]))
    weight = np.empty(len(table))
    weight[order] = np.where(again, 1 - np.exp(-gap / repeat_days), 1.0)
    return weight


def interests(table: Table) -> Ints:
    """Whose word it is: 0 a third party's, 1 the named actor's own, 2 another party's."""
    return np.where(table.side == NOBODY, 0, np.where(table.side == table.actor, 1, 2)).astype(np.int32)


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


def silenced(table: Table, weight: Floats, parameters: Parameters, units: int) -> Ints:
    """Day of publication on which a region-wide row falls silent, :data:`NEVER` if it does not.

    What is said about a unit itself outweighs what is said about all of its region: a row that names
    a holder region-wide ends when a claim about the unit that pulls against it is published, unless
    that claim is more than ``outweigh_days`` older.
    """
    ends = np.full(len(table), NEVER, dtype=np.int32)
    wide = np.flatnonzero(
        np.isin(table.scope, (REGION, WHOLE, SOME)) & (table.symbol == HOLDS) & (weight > 0)
    )
    own = np.flatnonzero((table.scope == UNIT) & (weight > 0) & (table.symbol != CONTESTS))
    own = own[np.argsort(table.unit[own], kind="stable")]
    bounds = np.searchsorted(table.unit[own], np.arange(units + 1))
    for r in wide:
        near = own[bounds[table.unit[r]] : bounds[table.unit[r] + 1]]
        names_it = table.actor[near] == table.actor[r]
        against = np.where(table.symbol[near] == HOLDS, ~names_it, names_it)
        against &= table.day[near] >= table.day[r] - parameters.outweigh_days
        if against.any():
            ends[r] = table.published[near[against]].min()
    return ends


def until_rows(table: Table) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Rows that also speak of a later day, and that day: states told with an end."""
    rows = np.flatnonzero((table.until != NEVER) & (table.until > table.day) & (table.symbol == HOLDS))
    return rows, table.until[rows]
