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
    factor on the rates between holders and into contest, ``pull`` [T, U, 2A] factor on the rates into
    each state, or ``None``.
    """

    emission: Floats
    push: Floats
    drop: Floats
    activity: Floats
    pull: Floats | None = None


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
        self._ceiling = 0.5 / max(float(top.sum(axis=1).max()), 1e-12)

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
        s = self._scales(t, units)
        pull = None if self.field.pull is None else self.field.pull[t, units]
        out = p.copy()
        for part, scale in ((busy, s), (calm, 1.0)):
            if pull is None:
                out += scale * (p @ part - p * part.sum(axis=1))
            else:
                out += scale * ((p @ part) * pull - p * (pull @ part.T))
        found = self.events(t, units)
        if found is not None:
            rows, matrix = found
            out[rows] = np.einsum("ni,nij->nj", out[rows], matrix)
        return out

    def backward(self, b: Floats, t: int, units: Any) -> Floats:
        """Message to the day before t, from day t's message times its likelihood [n, 2A]."""
        found = self.events(t, units)
        if found is not None:
            rows, matrix = found
            b = b.copy()
            b[rows] = np.einsum("nij,nj->ni", matrix, b[rows])
        busy, calm = self._parts
        s = self._scales(t, units)
        pull = None if self.field.pull is None else self.field.pull[t, units]
        out = b.copy()
        for part, scale in ((busy, s), (calm, 1.0)):
            if pull is None:
                out += scale * (b @ part.T - b * part.sum(axis=1))
            else:
                out += scale * ((b * pull) @ part.T - b * (pull @ part.T))
        return out

    def count(self, moves: Moves, before: Floats, after: Floats, t: int) -> None:
        """Add day t's expected changes: ``before`` [U, 2A] over the joint, ``after`` its message."""
        a = self.actors
        scale = self._scales(t, slice(None))
        if self.field.pull is not None:
            after = after * self.field.pull[t]
        held = (before[:, :a] * scale).T @ after * self.matrix[:a]
        moves.changes[:a] += held
        moves.changes[a:] += before[:, a:].T @ after * self.matrix[a:]
        moves.daily[t, 0] += held.sum()


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
    """What a smoothing pass counts for learning the rates: expected changes and exposure to them.

    ``changes`` [2A, 2A] and ``exposure`` [2A] over all units and days; ``daily`` [T, 2] changes of
    held units and the changes that the rates expected, by day.
    """

    changes: Floats
    exposure: Floats
    daily: Floats

    @classmethod
    def none(cls, states: int, days: int) -> Moves:
        """Nothing counted yet."""
        return cls(changes=np.zeros((states, states)), exposure=np.zeros(states), daily=np.zeros((days, 2)))


def smoothed(forward: Floats, rates: Rates, field: Field, moves: Moves | None = None) -> Floats:
    """Probabilities [T, U, 2A] given all claims; overwrites and returns ``forward``, adds to ``moves``.

    Moves are counted for fields without events only.
    """
    steps, every = Steps(rates, field), slice(None)
    message = np.ones_like(forward[0])
    for t in range(len(forward) - 1, 0, -1):
        after = message * likelihood(field.emission[t])
        message = steps.backward(after, t, every)
        joint = (forward[t - 1] * message).sum(axis=1, keepdims=True)
        if moves is not None:
            steps.count(moves, forward[t - 1] / joint, after, t)
        forward[t - 1] *= message / joint
        message = normalised(message)
    return forward
