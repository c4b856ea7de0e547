"""The chain of one unit's control, for many units at once. It knows nothing of news.

Internal states: 0..A-1 *held by k*, A..2A-1 *contested, held by k before*. The memory matters when a
fight ends without a word: the former holder is the likeliest, and a party that never was near is not.
Time comes first in every array, so that one day of all units lies together: [days, units, states].
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

    ``emission`` [T, U, A+1] log-likelihoods, ``push`` [T, U, A+1] hazards of coming under an actor (or
    into contest) that day, ``drop`` [T, U, A] hazards of slipping from an actor, ``activity`` [T, U]
    factor on the rates between holders and into contest.
    """

    emission: Floats
    push: Floats
    drop: Floats
    activity: Floats


def expand(collapsed: Floats) -> Floats:
    """[..., A+1] over actors and *contested* to [..., 2A] internal states."""
    a = collapsed.shape[-1] - 1
    return np.concatenate([collapsed[..., :a], np.repeat(collapsed[..., a:], a, axis=-1)], axis=-1)


def collapse(p: Floats) -> Floats:
    """[..., 2A] to [..., A+1]: contested whoever held it before."""
    a = p.shape[-1] // 2
    return np.concatenate([p[..., :a], p[..., a:].sum(axis=-1, keepdims=True)], axis=-1)


def likelihood(emission: Floats) -> Floats:
    """Log-likelihoods [..., A+1] to likelihoods [..., 2A], scaled to a maximum of one."""
    return expand(np.exp(emission - emission.max(axis=-1, keepdims=True)))


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
    """One day's step, forward and backward, for any of a block's units."""

    def __init__(self, rates: Rates, field: Field) -> None:
        self.field = field
        self.matrix = rates.matrix.astype(field.emission.dtype)
        a = self.matrix.shape[0] // 2
        self.actors = a
        top, bottom = self.matrix.copy(), self.matrix.copy()
        top[a:] = 0
        bottom[:a] = 0
        self._parts = (top, bottom)
        self._ceiling = ceiling(rates)

    def events(self, t: int, units: Any) -> tuple[Floats, Floats] | None:
        """Which of the units have events on day t, and their transitions; ``None`` if none has."""
        push, drop = self.field.push[t, units], self.field.drop[t, units]
        rows = np.flatnonzero(push.any(axis=1) | drop.any(axis=1))
        return (rows, jumps(push[rows], drop[rows])) if len(rows) else None

    def _scales(self, t: int, units: Any) -> Floats:
        out: Floats = np.minimum(self.field.activity[t, units], self._ceiling)[:, None]
        return out

    def first(self, initial: Floats, units: Any = slice(None)) -> Floats:
        """Probabilities of day 0 before its claims, from those of the start [n, 2A]."""
        out = initial.astype(self.field.emission.dtype)
        found = self.events(0, units)
        if found is not None:
            rows, matrix = found
            out[rows] = np.einsum("ni,nij->nj", out[rows], matrix)
        return out

    def forward(self, p: Floats, t: int, units: Any) -> Floats:
        """Probabilities of day t before its claims, from those of the day before [n, 2A]."""
        busy, calm = self._parts
        scale = self._scales(t, units)
        out: Floats = p + scale * (p @ busy - p * busy.sum(axis=1)) + (p @ calm - p * calm.sum(axis=1))
        found = self.events(t, units)
        if found is not None:
            rows, matrix = found
            out[rows] = np.einsum("ni,nij->nj", out[rows], matrix)
        return out

    def before_events(self, b: Floats, t: int, units: Any) -> Floats:
        """Carry a message of day t [n, 2A] back over the day's events."""
        found = self.events(t, units)
        if found is not None:
            rows, matrix = found
            b = b.copy()
            b[rows] = np.einsum("nij,nj->ni", matrix, b[rows])
        return b

    def backward(self, b: Floats, t: int, units: Any) -> Floats:
        """Carry a message of day t, already before its events, to the day before [n, 2A]."""
        busy, calm = self._parts
        scale = self._scales(t, units)
        out: Floats = b + scale * (b @ busy.T - b * busy.sum(axis=1)) + (b @ calm.T - b * calm.sum(axis=1))
        return out

    def count(self, moves: Moves, before: Floats, after: Floats, t: int) -> None:
        """Add day t's expected changes: ``before`` [U, 2A] over the joint, ``after`` its message."""
        a, scale = self.actors, self._scales(t, slice(None))
        moves.changes[:a] += (before[:, :a] * scale).T @ after * self.matrix[:a]
        moves.changes[a:] += before[:, a:].T @ after * self.matrix[a:]

    def expose(self, moves: Moves, p: Floats, t: int) -> None:
        """Add what day t's step exposed to change: ``p`` [U, 2A] of the day before."""
        a = self.actors
        moves.exposure[:a] += (p[:, :a] * self._scales(t, slice(None))).sum(axis=0)
        moves.exposure[a:] += p[:, a:].sum(axis=0)


def normalised(p: Floats) -> Floats:
    """Rows that sum to one."""
    out: Floats = p / p.sum(axis=-1, keepdims=True)
    return out


def filtered(initial: Floats, rates: Rates, field: Field) -> Floats:
    """Probabilities [T, U, 2A] given the claims up to each day; ``initial`` [U, 2A] is day 0's prior."""
    steps, every = Steps(rates, field), slice(None)
    out = np.empty((*field.emission.shape[:2], initial.shape[1]), dtype=field.emission.dtype)
    for t in range(len(out)):
        prior = steps.forward(out[t - 1], t, every) if t else steps.first(initial)
        out[t] = normalised(prior * likelihood(field.emission[t]))
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
    """Probabilities [T, U, 2A] given all claims; overwrites and returns ``forward``, adds to ``moves``."""
    steps, every = Steps(rates, field), slice(None)
    message = np.ones_like(forward[0])
    for t in range(len(forward) - 1, 0, -1):
        after = steps.before_events(message * likelihood(field.emission[t]), t, every)
        message = steps.backward(after, t, every)
        joint = (forward[t - 1] * message).sum(axis=1, keepdims=True)
        if moves is not None:
            steps.count(moves, forward[t - 1] / joint, after, t)
        forward[t - 1] *= message / joint
        if moves is not None:
            steps.expose(moves, forward[t - 1], t)
        message = normalised(message)
    return forward
