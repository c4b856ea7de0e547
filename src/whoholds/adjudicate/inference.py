"""Inference on tables: smoothed, as known on the day, and learning from it, in blocks of units.

This is the entry for claims by the million; :mod:`whoholds.adjudicate.smooth` is the one for testimonies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate import chain, evidence, reliability, single
from whoholds.adjudicate.evidence import Weighing
from whoholds.adjudicate.parameters import Parameters
from whoholds.adjudicate.replay import Segment, replayed
from whoholds.adjudicate.table import NEVER, Floats, Table

_CELLS = 32_000_000
"""Unit-day-states that are worked on at a time: some hundred megabytes. A day of so many units fills the vectors, and
their late claims are re-run together.
"""


def blocks(table: Table, units: int, days: int, states: int) -> Iterator[tuple[slice, npt.NDArray[Any]]]:
    """Runs of units that fit into memory, each with the rows that speak of it."""
    size = max(1, _CELLS // (days * states))
    order, bounds = table.by_unit(units)
    for begin in range(0, units, size):
        end = min(begin + size, units)
        yield slice(begin, end), order[bounds[begin] : bounds[end]]


def _part(table: Table, rows: npt.NDArray[Any], block: slice) -> Table:
    part = table.take(rows)
    return part.with_units(part.unit - np.int32(block.start))


def smoothed(
    table: Table, start: Floats, days: int, weighing: Weighing, owner: npt.NDArray[Any] | None = None
) -> Floats:
    """Probabilities [T, U, A+1] given the whole table; ``start`` [2A, U].

    ``owner`` [U] tells which unit of the map each column of ``start`` is, where they are not the same.
    """
    units = start.shape[1]
    owner = np.arange(units) if owner is None else owner
    if units <= single.FEW:
        field = _filled(table, days, weighing, owner, np.float64)
        return _mapped(single.smoothed(start, weighing.rates, field), weighing)
    out = np.empty((days, units, weighing.actors + 1), dtype=_dtype(units, days))
    for block, rows in blocks(table, units, days, len(start)):
        field = _filled(_part(table, rows, block), days, weighing, owner[block], out.dtype)
        forward = chain.filtered(start[:, block], weighing.rates, field)
        out[:, block] = _mapped(chain.smoothed(forward, weighing.rates, field), weighing)
    return out


def _mapped(p: Floats, weighing: Weighing) -> Floats:
    """A chain's probabilities [T, 2A, U] as a map's [T, U, A+1]."""
    return weighing.calibrated(chain.collapse(p).transpose(0, 2, 1))


def _dtype(units: int, days: int) -> Any:
    return np.float64 if units * days <= 1_000_000 else np.float32


def _filled(table: Table, days: int, weighing: Weighing, owner: npt.NDArray[Any], dtype: Any) -> chain.Field:
    found = weighing.evidence(table)
    field = weighing.field(days, len(owner), owner, dtype)
    weighing.add(field, found.take(found.ends == NEVER))
    return field


Seen = tuple[int, Weighing, Table]
"""From a day on: how claims are weighed, and the claims."""


def as_known(seen: Sequence[Seen], start: Floats, days: int) -> Floats:
    """Probabilities [T, U, A+1] of each day given what was published by then.

    ``seen`` is in order, the first from day 0; all its tables have the same rows, with weights of their own.
    """
    units, actors = start.shape[1], seen[0][1].actors
    out = np.empty((days, units, actors + 1), dtype=_dtype(units, days))
    ends = [begin for begin, *_ in seen[1:]] + [days]
    for block, rows in blocks(seen[0][2], units, days, len(start)):
        owner = np.arange(block.start, block.stop)
        for (begin, weighing, table), end in zip(seen, ends, strict=True):
            part = _part(table, rows, block)
            segment = Segment(begin=begin, end=min(end, days), weighing=weighing)
            field = weighing.field(days, len(owner), owner, out.dtype)
            replayed(weighing.evidence(part), start[:, block], segment, field, out[:, block])
            out[begin:end, block] = weighing.calibrated(out[begin:end, block])
    return out


def learn(
    table: Table,
    start: Floats,
    days: int,
    actors: int,
    parameters: Parameters,
    warm: Weighing | None = None,
) -> Weighing:
    """Weigh as well as a table allows: learnt from it if it has enough sources, else by the settings.

    ``warm`` is an earlier weighing to go on from. Days before the map's first are not learnt from.
    """
    first = Weighing(parameters=parameters, actors=actors)
    lesson = _lesson(table, len(table.sources), actors, parameters)
    if not reliability.enough(lesson.table, parameters):
        return first
    units = start.shape[1]
    attention = reliability.attention(table, units)
    drawn = np.unique(np.linspace(0, units - 1, min(units, parameters.learn_units)).astype(np.int32))
    place = np.full(units, -1, dtype=np.int32)
    place[drawn] = np.arange(len(drawn))
    lesson = lesson.take(np.flatnonzero(place[lesson.table.unit] >= 0), place)
    weighing = first if warm is None or warm.learnt is None else replace(warm, attention=attention)
    for _ in range(parameters.rounds if weighing is first else 3):
        learnt = _round(lesson, start[:, drawn], days, weighing, attention[drawn], drawn)
        weighing = replace(first, learnt=learnt, attention=attention)
    return weighing


def _lesson(table: Table, sources: int, actors: int, parameters: Parameters) -> reliability.Lesson:
    weight = evidence.independent_weights(table, parameters, learnt=True)
    rows = np.flatnonzero((weight > 0) & (table.day >= 0))
    # What a map took from a party does not make the map that party's organ.
    side = reliability.sides(table.take(~table.copied), sources)
    table = table.take(rows)
    return reliability.Lesson(
        table=table,
        weight=weight[rows],
        kinds=reliability.classes(table),
        prior=evidence.prior_ratios(table, actors, parameters),
        sides=side,
        actors=actors,
    )


def _round(
    lesson: reliability.Lesson,
    start: Floats,
    days: int,
    weighing: Weighing,
    attention: Floats,
    owner: npt.NDArray[Any],
) -> reliability.Learnt:
    """One round: who held what, given what is believed of the sources; then what that says of them."""
    actors, moves = weighing.actors, chain.Moves.none(2 * weighing.actors)
    count = np.zeros((len(lesson.sides), reliability.KINDS * reliability.INTERESTS, 3))
    occupied = np.zeros(actors + 1)
    units = start.shape[1]
    for block, rows in blocks(lesson.table, units, days, len(start)):
        part = lesson.take(rows, np.arange(units, dtype=np.int32) - np.int32(block.start))
        field = _filled(part.table, days, weighing, owner[block], np.float32)
        forward = chain.filtered(start[:, block], weighing.rates, field)
        p = chain.collapse(chain.smoothed(forward, weighing.rates, field, moves))
        count += reliability.counts(part, p)
        occupied += np.einsum("tku,u->k", p, attention[block])
    exposure = reliability.exposures(occupied, lesson.sides, actors)
    says = reliability.fitted(lesson, count, exposure, weighing.parameters.kappa)
    return reliability.Learnt(
        says=says,
        total=reliability.totals(says, lesson.sides, actors, lesson.used()),
        rates=reliability.fitted_rates(moves, actors),
        claims=len(lesson.table),
        sources=int(lesson.used().any(axis=1).sum()),
    )
