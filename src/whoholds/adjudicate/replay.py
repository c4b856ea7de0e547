"""As known on the day: the filter replayed, each report arriving when it was published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate import chain, evidence
from whoholds.adjudicate.evidence import Evidence
from whoholds.adjudicate.table import Floats


def replayed(found: Evidence, start: Floats, rates: chain.Rates, field: chain.Field) -> Floats:
    """Probabilities [T, U, A+1] of each day D, given the rows published by D and not silenced by then.

    ``field`` is empty and gets filled; ``start`` [U, 2A] precedes day 0. A row about day e that is
    published on D > e re-runs its unit from e to D, and no other unit.
    """
    days, units = field.activity.shape
    steps = chain.Steps(rates, field)
    message = np.empty((days, units, start.shape[1]), dtype=field.emission.dtype)
    out = np.empty((days, units, field.emission.shape[2]), dtype=np.float32)
    arriving = _by_day(np.clip(found.published, 0, days), days)
    leaving = _by_day(np.clip(found.ends, 0, days), days)
    for now in range(days):
        came, left = arriving(now), leaving(now)
        evidence.add(field, found.take(came))
        evidence.add(field, found.take(left), -1)
        changed = np.concatenate([came, left])
        late = changed[found.day[changed] < now]
        if len(late):
            again, place = np.unique(found.unit[late], return_inverse=True)
            since = np.full(len(again), now)
            np.minimum.at(since, place, found.day[late])
            _rerun(message, start, steps, again, since, now)
        _step(message, start, steps, now, slice(None))
        out[now] = chain.collapse(message[now])
    return out


def _by_day(day: npt.NDArray[Any], days: int) -> Callable[[int], npt.NDArray[Any]]:
    order = np.argsort(day, kind="stable")
    bounds = np.searchsorted(day[order], np.arange(days + 1))
    return lambda t: order[bounds[t] : bounds[t + 1]]


def _rerun(
    message: Floats,
    start: Floats,
    steps: chain.Steps,
    units: npt.NDArray[Any],
    since: npt.NDArray[Any],
    now: int,
) -> None:
    for t in range(int(since.min()), now):
        _step(message, start, steps, t, units[since <= t])


def _step(message: Floats, start: Floats, steps: chain.Steps, t: int, units: Any) -> None:
    prior = steps.forward(message[t - 1, units], t, units) if t else steps.first(start[units], units)
    message[t, units] = chain.normalised(prior * chain.likelihood(steps.field.emission[t, units]))
