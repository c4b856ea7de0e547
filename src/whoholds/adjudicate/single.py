"""The chain for a handful of units: a late claim re-runs its own unit in a few milliseconds.

Day by day, a step costs the same few dozen microseconds for one unit as for a hundred. For one unit it
pays to multiply whole transition matrices instead, many stretches of days at a time: first within the
stretches, all at once, then from stretch to stretch. The result is that of :func:`chain.smoothed`.
"""

from __future__ import annotations

import numpy as np

from whoholds.adjudicate import chain
from whoholds.adjudicate.chain import Field, Floats, Rates

FEW = 8
"""Units up to which this is faster than going day by day."""


def matrices(initial: Floats, rates: Rates, field: Field) -> Floats:
    """Each day's step, events and likelihood as one matrix [T, U, 2A, 2A]; day 0 starts from ``initial``."""
    days, units = field.activity.shape
    k = len(initial)
    a = k // 2
    generator = rates.matrix - np.diag(rates.matrix.sum(axis=1))
    scale = np.minimum(field.activity, chain.ceiling(rates))[:, :, None, None]
    step = np.empty((days, units, k, k))
    step[:, :, :a] = scale * generator[:a]
    step[:, :, a:] = generator[a:]
    step += np.eye(k)
    step[0] = initial.T[:, None, :]
    day, unit = np.nonzero(field.eventful)
    if len(day):
        step[day, unit] = step[day, unit] @ chain.jumps(field.push[day, :, unit], field.drop[day, :, unit])
    step *= chain.likelihood(field.emission).transpose(0, 2, 1)[:, :, None, :]
    return step


def smoothed(initial: Floats, rates: Rates, field: Field) -> Floats:
    """Probabilities [T, 2A, U] given all claims, for a few units; ``initial`` [2A, U]."""
    step = matrices(initial, rates, field)
    days, units, k, _ = step.shape
    run = max(1, int(np.sqrt(days)))
    stretches = -(-days // run)
    padded = np.empty((stretches * run, units, k, k))
    padded[:days], padded[days:] = step, np.eye(k)
    # [day in stretch, stretch, U, 2A, 2A]: one multiplication serves all stretches.
    by_day = np.ascontiguousarray(padded.reshape(stretches, run, units, k, k).swapaxes(0, 1))
    ahead, back = np.empty_like(by_day), np.empty_like(by_day)
    ahead[0], back[-1] = by_day[0], by_day[-1]
    for i in range(1, run):
        ahead[i] = _scaled(ahead[i - 1] @ by_day[i])
        back[-1 - i] = _scaled(by_day[-1 - i] @ back[-i])
    forward = np.empty((stretches, units, 1, k))
    backward = np.ones((stretches + 1, units, k, 1))
    message = np.full((units, 1, k), 1 / k)
    for s in range(stretches):
        forward[s] = message
        message = _scaled(message @ ahead[-1, s])
        backward[-2 - s] = _scaled(back[0, -1 - s] @ backward[-1 - s])
    alpha = (forward @ ahead)[..., 0, :]
    # What lies after a day: the rest of its stretch, then all stretches behind.
    beta = np.ones((run, stretches, units, k))
    beta[:-1] = (back[1:] @ backward[1:])[..., 0]
    beta[-1] = backward[1:, ..., 0]
    p = (alpha * beta).swapaxes(0, 1).reshape(stretches * run, units, k)[:days]
    return chain.normalised(p.transpose(0, 2, 1))


def _scaled(m: Floats) -> Floats:
    """Same matrix up to a factor, far from under- and overflow."""
    out: Floats = m / m.max(axis=(-2, -1), keepdims=True)
    return out
