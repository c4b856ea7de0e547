"""The chain of one unit's control, for many units at once. It knows nothing of news.

Internal states: 0..A-1 *held by k*, A..2A-1 *contested, held by k before*. The memory matters when a
fight ends without a word: the former holder is the likeliest, and a party that never was near is not.
Time comes first in every array and units last, [days, states, units]: a day of one state lies together for all
units, so that what is done to each of them is done to a row of numbers at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True)
class Rates:
    """Daily rates of change. ``matrix`` [2A, 2A] has a zero diagonal; row i to column j."""

    matrix: Floats

    @classmethod
    def of(cls, actors: int, change: float, contest: float, settle: float, repelled: float) -> Rates:
        """Symmetric between actors; with one actor a contest is always settled for it."""
        a, eye = actors, np.eye(actors)
        others = (1 - eye) / max(a - 1, 1)
        matrix = np.zeros((2 * a, 2 * a))
        matrix[:a, :a] = change * others
        matrix[:a, a:] = contest * eye
        back = repelled if a > 1 else 1.0
        matrix[a:, :a] = settle * (back * eye + (1 - back) * others)
        return cls(matrix=matrix)


@dataclass(frozen=True, kw_only=True)
class Field:
    """Everything known of a block of units, laid out by day.

    ``emission`` [T, A+1, U] log-likelihoods, ``push`` [T, A+1, U] hazards of coming under an actor (or
    into contest) that day, ``drop`` [T, A, U] hazards of slipping from an actor, ``eventful`` [T, U]
    where any of them may not be zero, ``activity`` [T, U] factor on the rates between holders and into contest.
    """

    emission: Floats
    push: Floats
    drop: Floats
    eventful: npt.NDArray[np.bool_]
    activity: Floats


def expand(collapsed: Floats) -> Floats:
    """[..., A+1, U] over actors and *contested* to [..., 2A, U] internal states."""
    a = collapsed.shape[-2] - 1
    return np.concatenate([collapsed[..., :a, :], np.repeat(collapsed[..., a:, :], a, axis=-2)], axis=-2)


def collapse(p: Floats) -> Floats:
    """[..., 2A, U] to [..., A+1, U]: contested whoever held it before."""
    a = p.shape[-2] // 2
    return np.concatenate([p[..., :a, :], p[..., a:, :].sum(axis=-2, keepdims=True)], axis=-2)


def likelihood(emission: Floats) -> Floats:
    """Log-likelihoods [..., A+1, U] to likelihoods [..., 2A, U], scaled to a maximum of one."""
    return expand(_scaled(emission))


def _scaled(emission: Floats) -> Floats:
    out: Floats = np.exp(emission - emission.max(axis=-2, keepdims=True))
    return out


def seen(p: Floats, emission: Floats) -> Floats:
    """Multiply a message [2A, U] by the :func:`likelihood` of a day, in place."""
    a, said = len(emission) - 1, _scaled(emission)
    p[:a] *= said[:a]
    p[a:] *= said[a]
    return p


def jumps(push: Floats, drop: Floats) -> Floats:
    """Transition of a day of events, [n, 2A, 2A], from hazards ``push`` [n, A+1] and ``drop`` [n, A].

    A report that k took the unit is believed with probability 1 - exp(-hazard), whoever held it
    before; rows sum to one, so that an event says nothing of the days before it.
    """
    n, a = drop.shape
    eye = np.eye(a)
    rate = np.zeros((n, 2 * a, 2 * a))
    rate[:, :a, :a] = push[:, None, :a] * (1 - eye)
    rate[:, a:, :a] = push[:, None, :a]
    rate[:, :a, a:] = push[:, a, None, None] * eye
    # Who lets go leaves the unit to the others, or in dispute where there are none.
    rate[:, :a, :a] += drop[:, :, None] * (1 - eye) / max(a - 1, 1)
    if a == 1:
        rate[:, :a, a:] += drop[:, :, None] * eye
    total = rate.sum(axis=2, keepdims=True)
    move = -np.expm1(-total)
    out: Floats = rate * np.divide(move, total, out=np.zeros_like(total), where=total > 0)
    out += np.exp(-total) * np.eye(2 * a)
    return out


def ceiling(rates: Rates) -> float:
    """Activity above which a day's changes would no longer be probabilities: half a unit a day."""
    a = len(rates.matrix) // 2
    return float(0.5 / max(rates.matrix[:a].sum(axis=1).max(), 1e-12))


class Steps:
    """One day's step, forward and backward, for any of a block's units; messages are [2A, n]."""

    def __init__(self, rates: Rates, field: Field) -> None:
        self.field = field
        dtype = field.emission.dtype
        self.matrix = rates.matrix.astype(dtype)
        # What a day adds to a message: rows of the generator sum to zero.
        self._generator = (rates.matrix - np.diag(rates.matrix.sum(axis=1))).astype(dtype)
        self._flow = np.ascontiguousarray(self._generator.T)
        self.actors = len(self.matrix) // 2
        self._ceiling = ceiling(rates)
        self._every = np.arange(field.activity.shape[1])

    def events(self, t: int, units: Any) -> tuple[npt.NDArray[Any], Floats] | None:
        """Which of the units have events on day t, and their transitions; ``None`` if none has."""
        rows = np.flatnonzero(self.field.eventful[t, units])
        if not len(rows):
            return None
        which = self._every[units][rows]
        return rows, jumps(self.field.push[t][:, which].T, self.field.drop[t][:, which].T)

    def _scales(self, t: int, units: Any) -> Floats:
        out: Floats = np.minimum(self.field.activity[t, units], self._ceiling)
        return out

    def first(self, initial: Floats, units: Any = slice(None)) -> Floats:
        """Probabilities of day 0 before its claims, from those of the start."""
        return self._after_events(initial.astype(self.field.emission.dtype), 0, units)

    def forward(self, p: Floats, t: int, units: Any) -> Floats:
        """Probabilities of day t before its claims, from those of the day before."""
        moving = p.copy()
        moving[: self.actors] *= self._scales(t, units)
        return self._after_events(p + self._flow @ moving, t, units)

    def _after_events(self, p: Floats, t: int, units: Any) -> Floats:
        found = self.events(t, units)
        if found is not None:
            rows, matrix = found
            p[:, rows] = np.einsum("in,nij->jn", p[:, rows], matrix)
        return p

    def before_events(self, b: Floats, t: int, units: Any) -> Floats:
        """Carry a message of day t back over the day's events; may overwrite it."""
        found = self.events(t, units)
        if found is not None:
            rows, matrix = found
            b[:, rows] = np.einsum("nij,jn->in", matrix, b[:, rows])
        return b

    def backward(self, b: Floats, t: int, units: Any) -> Floats:
        """Carry a message of day t, already before its events, to the day before."""
        out: Floats = self._generator @ b
        out[: self.actors] *= self._scales(t, units)
        out += b
        return out

    def count(self, moves: Moves, before: Floats, after: Floats, t: int) -> None:
        """Add day t's expected changes: ``before`` over the joint, ``after`` its message."""
        a, scale = self.actors, self._scales(t, slice(None))
        moves.changes[:a] += (before[:a] * scale) @ after.T * self.matrix[:a]
        moves.changes[a:] += before[a:] @ after.T * self.matrix[a:]

    def expose(self, moves: Moves, p: Floats, t: int) -> None:
        """Add what day t's step exposed to change: ``p`` of the day before."""
        a = self.actors
        moves.exposure[:a] += (p[:a] * self._scales(t, slice(None))).sum(axis=1)
        moves.exposure[a:] += p[a:].sum(axis=1)


def normalised(p: Floats) -> Floats:
    """Probabilities [..., 2A, U] that sum to one over the states."""
    out: Floats = p / p.sum(axis=-2, keepdims=True)
    return out


def filtered(initial: Floats, rates: Rates, field: Field) -> Floats:
    """Probabilities [T, 2A, U] given the claims up to each day; ``initial`` [2A, U] is day 0's prior."""
    steps, every = Steps(rates, field), slice(None)
    out = np.empty((len(field.emission), *initial.shape), dtype=field.emission.dtype)
    for t in range(len(out)):
        prior = steps.forward(out[t - 1], t, every) if t else steps.first(initial)
        out[t] = normalised(seen(prior, field.emission[t]))
    return out


@dataclass(kw_only=True)
class Moves:
    """What a smoothing pass counts for learning the rates: expected ``changes`` [2A, 2A] that no report
    of an event explains, and the ``exposure`` [2A] to them in days, over all units.
    """

    changes: Floats
    exposure: Floats

    @classmethod
    def none(cls, states: int) -> Moves:
        """Nothing counted yet."""
        return cls(changes=np.zeros((states, states)), exposure=np.zeros(states))


def smoothed(forward: Floats, rates: Rates, field: Field, moves: Moves | None = None) -> Floats:
    """Probabilities [T, 2A, U] given all claims; overwrites and returns ``forward``, adds to ``moves``."""
    steps, every = Steps(rates, field), slice(None)
    message = np.ones_like(forward[0])
    for t in range(len(forward) - 1, 0, -1):
        after = steps.before_events(seen(message, field.emission[t]), t, every)
        message = steps.backward(after, t, every)
        both = forward[t - 1] * message
        joint = both.sum(axis=0)
        if moves is not None:
            steps.count(moves, forward[t - 1] / joint, after, t)
        np.divide(both, joint, out=forward[t - 1])
        if moves is not None:
            steps.expose(moves, forward[t - 1], t)
        message = normalised(message)
    return forward
