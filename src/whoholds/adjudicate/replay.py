"""As known on the day: the filter replayed, each report arriving when it was published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate import chain
from whoholds.adjudicate.evidence import Evidence, Weighing
from whoholds.adjudicate.table import Floats


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Days from ``begin`` to before ``end``, seen with one weighing."""

    begin: int
    end: int
    weighing: Weighing


def replayed(found: Evidence, start: Floats, segment: Segment, field: chain.Field, out: Floats) -> None:
    """Write to ``out`` [T, U, A+1] each day D of the segment, given the rows known by D.

    A row is known from its publication until it is silenced. ``field`` is the weighing's, without any
    row, and gets filled; ``start`` [2A, U] precedes day 0. A row about day e that is published on
    D > e re-runs its unit from e to D, and no other unit.
    """
    days, units = field.activity.shape
    run = _Run(start, chain.Steps(segment.weighing.rates, field), days, units)
    arriving, leaving = _by_day(found.published, days), _by_day(found.ends, days)
    begin, weighing = segment.begin, segment.weighing
    before = (found.published < begin) & (found.ends >= begin)
    weighing.add(field, found.take(before))
    for t in range(begin):
        run.step(t, slice(None))
    for now in range(begin, segment.end):
        came, left = arriving(now), leaving(now)
        if len(came):
            weighing.add(field, found.take(came))
        if len(left):
            weighing.add(field, found.take(left), -1)
        changed = np.concatenate([came, left])
        run.again(found.unit[changed], found.day[changed] - weighing.reach, now)
        run.step(now, slice(None))
        out[now] = chain.collapse(run.message[now]).T


def _by_day(day: npt.NDArray[Any], days: int) -> Callable[[int], npt.NDArray[Any]]:
    order = np.argsort(day, kind="stable")
    bounds = np.searchsorted(day[order], np.arange(days + 2))
    return lambda t: order[bounds[t] : bounds[t + 1]]


class _Run:
    """Filtered probabilities of every day so far, [T, 2A, U], as they are believed now."""

    def __init__(self, start: Floats, steps: chain.Steps, days: int, units: int) -> None:
        self.start, self.steps = start, steps
        self.message = np.empty((days, len(start), units), dtype=steps.field.emission.dtype)

    def step(self, t: int, units: Any) -> None:
        """Filter day t from the day before."""
        steps = self.steps
        if t:
            prior = steps.forward(self.message[t - 1][:, units], t, units)
        else:
            prior = steps.first(self.start[:, units], units)
        self.message[t][:, units] = chain.normalised(chain.seen(prior, steps.field.emission[t][:, units]))

    def again(self, units: npt.NDArray[Any], since: npt.NDArray[Any], now: int) -> None:
        """Re-run units from the days on which something changed to before ``now``."""
        late = since < now
        if not late.any():
            return
        which, place = np.unique(units[late], return_inverse=True)
        first = np.full(len(which), now)
        np.minimum.at(first, place, np.maximum(since[late], 0))
        for t in range(int(first.min()), now):
            self.step(t, which[first <= t])
