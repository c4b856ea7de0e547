"""The five published states: what a map dares to say of probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate import evidence
from whoholds.adjudicate.parameters import Parameters
from whoholds.adjudicate.table import CONTESTS, DENIES, HOLDS, UNIT, Bools, Ints, Table, tabulate
from whoholds.model import STATES, Posteriors, States, Testimony

HELD, UNCONFIRMED, CONTESTED, DISPUTED, UNKNOWN = range(len(STATES))


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Shape of the map, and how a day is seen: with hindsight, or as known at its end."""

    units: int
    days: int
    on_the_day: bool


def published(posteriors: Posteriors, testimonies: Sequence[Testimony], parameters: Parameters) -> States:
    """Published states of a posterior, by the rules in :class:`Parameters`.

    ``testimonies`` are those that the posterior was computed from. A claim bears on the days within
    ``stale_days`` of its own (an event: from its own on); on a map *as known on the day*, from its
    publication on.
    """
    actors = posteriors.states[:-1]
    units, days = posteriors.p.shape[:2]
    last = posteriors.first + timedelta(days=days - 1)
    table = _used(posteriors.units, actors, posteriors.first, last, posteriors.known, testimonies, parameters)
    grid = Grid(units=units, days=days, on_the_day=posteriors.on_the_day)
    bearing = spans(table, grid, parameters.stale_days)
    best = posteriors.p[:, :, :-1].argmax(axis=2)
    sure = posteriors.p[:, :, :-1].max(axis=2) >= parameters.held
    given = _given(posteriors, grid, parameters.stale_days)
    apart, said = (
        given[:, :, :-1] | _said(table, bearing, grid, len(actors), own=own) for own in (False, True)
    )
    vouched, named = (np.take_along_axis(x, best[:, :, None], axis=2)[:, :, 0] for x in (apart, said))
    claims = covered(table.unit, table.claim, bearing, grid)
    state = np.full((units, days), UNKNOWN, dtype=np.int8)
    state[both_ways(table, grid, len(actors), parameters.disputed_days)] = DISPUTED
    state[posteriors.p[:, :, -1] >= parameters.contested] = CONTESTED
    # Who is only left over when the others have gone, and is said by nobody to hold it, is no holder.
    state[sure & named] = UNCONFIRMED
    state[sure & vouched] = HELD
    state[(claims == 0) & ~given.any(axis=2)] = UNKNOWN
    return States(
        units=posteriors.units,
        first=posteriors.first,
        state=state,
        holder=np.where(state <= UNCONFIRMED, best, -1).astype(np.int16),
        newest_evidence=_newest(table, bearing, grid, posteriors.first),
        claims=claims,
        outlets=covered(table.unit, table.outlet, bearing, grid),
    )


def _used(
    units: Sequence[str], actors: Sequence[str], first: date, last: date, known: date,
    testimonies: Sequence[Testimony], parameters: Parameters,
) -> Table:  # fmt: skip
    table = tabulate(testimonies, units, actors, first, last, known, parameters)
    return table.take(np.flatnonzero(evidence.counted(table, parameters)))


def spans(table: Table, grid: Grid, days: int, back: bool = True) -> tuple[Ints, Ints]:
    """First day and day after the last on which each row bears: within ``days`` of its own day.

    With hindsight a state report also bears on the days before it, unless ``back`` is false; events,
    and anything on a map as known on the day, never do.
    """
    start = table.day if not grid.on_the_day else np.maximum(table.day, table.published)
    if back and not grid.on_the_day:
        event = table.onset | (table.symbol == CONTESTS) | (table.scope != UNIT)
        start = np.where(event, start, start - days)
    newest = np.maximum(table.day, np.minimum(table.published, grid.days))
    return (
        np.clip(start, 0, grid.days).astype(np.int32),
        np.clip(newest + days + 1, 0, grid.days).astype(np.int32),
    )


def covered(unit: Ints, what: Ints, bearing: tuple[Ints, Ints], grid: Grid) -> npt.NDArray[np.int32]:
    """How many different ``what`` bear on each unit and day, [U, T]."""
    if not len(unit):
        return np.zeros((grid.units, grid.days), dtype=np.int32)
    key = unit.astype(np.int64) * (int(what.max()) + 1) + what
    pairs, pair = np.unique(key, return_inverse=True)
    owner = (pairs // (int(what.max()) + 1)).astype(np.int32)
    order = np.lexsort((bearing[0], pair))
    begin, end, pair = bearing[0][order], bearing[1][order], pair[order]
    # Within a pair, spans sorted by their start: each adds only the days that none before it covered.
    reach = _running_maximum(end, pair)
    begin = np.maximum(begin, reach)
    end = np.maximum(end, begin)
    out = np.zeros((grid.units, grid.days + 1), dtype=np.int32)
    np.add.at(out, (owner[pair], begin), 1)
    np.add.at(out, (owner[pair], end), -1)
    return out.cumsum(axis=1, dtype=np.int32)[:, :-1]


def _running_maximum(end: Ints, group: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Largest ``end`` of the rows before each within its group; 0 for the first."""
    big = int(end.max()) + 1
    running = np.maximum.accumulate(group.astype(np.int64) * big + end)
    before = np.concatenate([[0], running[:-1] - group[:-1].astype(np.int64) * big])
    first = np.concatenate([[True], group[1:] != group[:-1]])
    return np.where(first, 0, before)


def _said(table: Table, bearing: tuple[Ints, Ints], grid: Grid, actors: int, *, own: bool) -> Bools:
    """[U, T, A]: some source says that the actor holds the unit; one that is not the actor's, or also its ``own``."""
    rows = np.flatnonzero((table.symbol == HOLDS) & (own | (table.side != table.actor)))
    return _any(table.unit[rows], table.actor[rows], (bearing[0][rows], bearing[1][rows]), grid, actors)


def _any(unit: Ints, actor: Ints, span: tuple[Ints, Ints], grid: Grid, actors: int) -> Bools:
    count = np.zeros((grid.units, grid.days + 1, actors), dtype=np.int32)
    np.add.at(count, (unit, span[0], actor), 1)
    np.add.at(count, (unit, np.maximum(span[1], span[0]), actor), -1)
    out: Bools = count.cumsum(axis=1)[:, :-1] > 0
    return out


def _given(posteriors: Posteriors, grid: Grid, days: int) -> Bools:
    """[U, T, A+1]: the project's file of initial holders vouches for an actor, or a contest, until it is stale."""
    out = np.zeros((grid.units, grid.days, len(posteriors.states)), dtype=bool)
    initial = cast("Mapping[str, str]", posteriors.parameters.get("initial", {}))
    for row, unit in enumerate(posteriors.units):
        holder = initial.get(unit)
        if holder is not None:
            out[row, : days + 1, posteriors.states.index(holder)] = True
    return out


def both_ways(table: Table, grid: Grid, actors: int, days: int) -> Bools:
    """[U, T]: claims of the last ``days`` about the day pull for and against some actor's hold."""
    span = spans(table, grid, days, back=False)

    def told(rows: npt.NDArray[Any], actor: Ints) -> Bools:
        return _any(table.unit[rows], actor, (span[0][rows], span[1][rows]), grid, actors)

    holds, denies, fights = (np.flatnonzero(table.symbol == s) for s in (HOLDS, DENIES, CONTESTS))
    held = told(holds, table.actor[holds])
    denied = told(denies, table.actor[denies])
    fought = told(fights, np.zeros_like(table.actor[fights]))[:, :, :1]
    against = denied | fought | (held.sum(axis=2, keepdims=True) - held > 0)
    out: Bools = (held & against).any(axis=2)
    return out


def _newest(table: Table, bearing: tuple[Ints, Ints], grid: Grid, first: date) -> npt.NDArray[np.int32]:
    """Ordinal of the newest published date among the rows that bear on each day, [U, T]."""
    out = np.zeros((grid.units, grid.days), dtype=np.int32)
    zero = first.toordinal()
    for row in np.argsort(table.published, kind="stable"):  # newer reports overwrite older ones
        out[table.unit[row], bearing[0][row] : bearing[1][row]] = zero + table.published[row]
    return out
