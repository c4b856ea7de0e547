"""What the claims teach of their sources: rates of saying what, given who holds, by EM.

A source is taken as a stream of claims: while the unit stands in state z, it says *k holds* (denies it,
tells of fighting, says it of a whole region) so many times a day. Rates are tied by whose word it is
(a party of itself, a party of another, a third party) and by what z is to k (held by k, contested,
held by another). From a source that often boasts and is often wrong, EM learns that a boast is worth
little; from its rare admissions, that they are worth much.

The likelihood of a claim is composite: ``omega`` 0 uses only what was said given that the source
spoke, 1 also that it spoke just now. Method: gamma-Poisson M-step, pooled over the sources of a kind;
see docs/explanation/adjudication.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate import chain, weights
from whoholds.adjudicate.chain import Rates
from whoholds.adjudicate.parameters import Parameters
from whoholds.adjudicate.table import CONTESTS, DENIES, HOLDS, NOBODY, UNIT, Floats, Ints, Table

KINDS, INTERESTS = 5, 3
_HOLDS, _DENIES, _FIGHTS, _WIDE, _EXCEPTS = range(KINDS)
SAME, FOUGHT, OTHER = 0, 1, 2
"""What a unit is to the actor that a claim names: held by it, contested, held by another."""
_TINY = 1e-12
_UNSAID = 1e-9


def classes(table: Table) -> Ints:
    """Kind of claim times whose word it is, in 0..14."""
    own = table.scope == UNIT
    kind = np.where(table.symbol == HOLDS, np.where(own, _HOLDS, _WIDE), _FIGHTS)
    kind = np.where(table.symbol == DENIES, np.where(own, _DENIES, _EXCEPTS), kind)
    return (kind * INTERESTS + weights.interests(table)).astype(np.int32)


@dataclass(frozen=True, kw_only=True, eq=False)
class Learnt:
    """What was learnt. ``says`` [sources, classes, 3] rates per watched day of each claim while its
    actor holds, the unit is contested, another holds; ``total`` [sources, A+1] rate of speaking at all;
    ``rates`` of change. ``claims`` and ``sources`` count what it was learnt from.
    """

    says: Floats
    total: Floats
    rates: Rates
    claims: int
    sources: int

    def ratios(self, table: Table, untaught: Floats) -> Floats:
        """Log-rates [rows, 3] of the table's claims; ``untaught`` where no source said such a thing."""
        says = self.says[table.source, classes(table)]
        out: Floats = np.where(says[:, :1] > _UNSAID, np.log(says), untaught)
        return out

    def normaliser(self, table: Table, omega: float) -> Floats:
        """Part [rows, A+1] of the log-likelihood that the source's talkativeness takes away."""
        out: Floats = (1 - omega) * np.log(self.total[table.source] + _TINY)
        return out

    def silence(self, omega: float) -> Floats:
        """Log-likelihood [A+1] of a day on which a unit of ordinary attention is not spoken of."""
        out: Floats = -omega * self.total.sum(axis=0)
        return out


def sides(table: Table, sources: int) -> Ints:
    """Party that each source speaks for, or :data:`NOBODY`."""
    out = np.full(sources, NOBODY, dtype=np.int32)
    np.maximum.at(out, table.source, table.side)
    return out


def attention(table: Table, units: int) -> Floats:
    """How closely each unit is watched [U]: its claims against the mean, so that 1 is ordinary."""
    count = np.bincount(table.unit[table.scope == UNIT], minlength=units)
    out: Floats = (count + 1) / (count.mean() + 1)
    return out


def overlapping(table: Table, sources: int, claims: int) -> Ints:
    """Sources with at least ``claims`` claims on units of which ``sources`` speak, themselves included."""
    own = table.take(np.flatnonzero(table.scope == UNIT))
    pairs = np.unique(np.stack([own.unit, own.source]), axis=1)
    voices = np.bincount(pairs[0], minlength=int(own.unit.max(initial=-1)) + 1)
    shared = own.source[voices[own.unit] >= sources]
    return np.flatnonzero(np.bincount(shared) >= claims).astype(np.int32)


@dataclass(frozen=True, kw_only=True, eq=False)
class Lesson:
    """Claims to learn from: kept rows with their weights, classes and first beliefs [rows, 3]."""

    table: Table
    weight: Floats
    kinds: Ints
    prior: Floats
    sides: Ints
    actors: int

    def take(self, rows: npt.NDArray[Any], place: Ints) -> Lesson:
        """Some of the rows, their units renumbered by ``place``."""
        table = self.table.take(rows)
        return replace(
            self,
            table=table.with_units(place[table.unit]),
            weight=self.weight[rows],
            kinds=self.kinds[rows],
            prior=self.prior[rows],
        )

    def used(self) -> npt.NDArray[np.bool_]:
        """[sources, classes]: which source says which kind of thing at all."""
        out = np.zeros((len(self.sides), KINDS * INTERESTS), dtype=bool)
        out[self.table.source, self.kinds] = True
        return out

    def first(self) -> Floats:
        """Rates [sources, classes, 3] up to a factor, from the settings."""
        out = np.full((len(self.sides), KINDS * INTERESTS, 3), _UNSAID)
        out[self.table.source, self.kinds] = np.exp(self.prior)
        return out


def named(ratio: Floats, actor: Ints, actors: int) -> Floats:
    """Values [rows, 3] by what a unit is to the actor, laid out by state [rows, A+1]."""
    out = np.repeat(ratio[:, OTHER, None], actors + 1, axis=1)
    out[:, actors] = ratio[:, FOUGHT]
    rows = np.flatnonzero(actor != NOBODY)
    out[rows, actor[rows]] = ratio[rows, SAME]
    return out


def totals(says: Floats, side: Ints, actors: int, used: npt.NDArray[np.bool_]) -> Floats:
    """Rate [sources, A+1] at which each source says anything, by state."""
    out = np.zeros((len(side), actors + 1))
    rate = np.where(used[:, :, None], says, 0.0)
    for kind in range(KINDS):
        for k in [NOBODY] if kind == _FIGHTS else range(actors):
            interest = np.where(side == NOBODY, 0, np.where(side == k, 1, 2))
            fights = kind == _FIGHTS
            which = rate[:, kind * INTERESTS : (kind + 1) * INTERESTS]
            mine = which.sum(axis=1) if fights else which[np.arange(len(side)), interest]
            out += named(mine, np.full(len(side), k), actors)
    return out


def exposures(occupied: Floats, side: Ints, actors: int) -> Floats:
    """Watched days [sources, classes, 3] on which each kind of claim could have been made.

    ``occupied`` [A+1] are watched unit-days in each state.
    """
    out = np.zeros((len(side), KINDS, INTERESTS, 3))
    held = occupied[:actors].sum()
    for k in range(actors):
        interest = np.where(side == NOBODY, 0, np.where(side == k, 1, 2))
        for s, i in enumerate(interest):
            out[s, :, i] += (occupied[k], occupied[actors], held - occupied[k])
    out[:, _FIGHTS] = (0.0, occupied[actors], held)
    return out.reshape(len(side), KINDS * INTERESTS, 3)


def counts(lesson: Lesson, p: Floats) -> Floats:
    """Expected claims [sources, classes, 3] by what the unit was to their actor; ``p`` [T, A+1, U]."""
    t = lesson.table
    at = p[np.clip(t.day, 0, len(p) - 1), :, t.unit]
    same = np.where(t.actor == NOBODY, 0.0, at[np.arange(len(t)), np.maximum(t.actor, 0)])
    same[t.symbol == CONTESTS] = 0
    fought = at[:, -1]
    share = np.stack([same, fought, np.maximum(1 - same - fought, 0)], axis=1) * lesson.weight[:, None]
    out = np.zeros((len(lesson.sides), KINDS * INTERESTS, 3))
    np.add.at(out, (t.source, lesson.kinds), share)
    return out


def fitted(lesson: Lesson, count: Floats, exposure: Floats, kappa: float) -> Floats:
    """M-step: rates [sources, classes, 3], each source shrunk to the mean of its kind (party or not).

    ``kappa`` claims' worth of the mean go into each source; the mean itself is held by as many of the
    settings'. An assertion never speaks more for another holder than for the one it names.
    """
    used, first = lesson.used(), lesson.first()
    says = np.full_like(first, _UNSAID)
    for kind in (lesson.sides == NOBODY, lesson.sides != NOBODY):
        for c in np.flatnonzero(used[kind].any(axis=0)):
            who = np.flatnonzero(kind & used[:, c])
            shape, n, e = first[who, c].mean(axis=0), count[who, c], exposure[who, c]
            base = n.sum() / max(float((e * shape).sum()), _TINY)
            mean = (n.sum(axis=0) + kappa) / (e.sum(axis=0) + kappa / (base * shape))
            scale = (n.sum(axis=1) + 1) / ((mean * e).sum(axis=1) + 1)
            says[kind, c] = mean
            says[who, c] = (n + kappa) / (e + kappa / (scale[:, None] * mean))
    fights = slice(_FIGHTS * INTERESTS, (_FIGHTS + 1) * INTERESTS)
    says[:, fights, SAME] = says[:, fights, OTHER]
    for kind in (_HOLDS, _WIDE):
        at = slice(kind * INTERESTS, (kind + 1) * INTERESTS)
        says[:, at, OTHER] = np.minimum(says[:, at, OTHER], says[:, at, SAME])
    return says


def fitted_rates(moves: chain.Moves, actors: int) -> Rates:
    """M-step: rates of change, with two changes' worth of a quiet prior."""
    a, eye = actors, np.eye(actors, dtype=bool)
    held, fought = moves.exposure[:a].sum(), moves.exposure[a:].sum()
    direct, into = moves.changes[:a, :a].sum(), moves.changes[:a, a:].sum()
    back, on = moves.changes[a:, :a][eye].sum(), moves.changes[a:, :a][~eye].sum()
    return Rates.of(
        a,
        change=(direct + 2) / (held + 2 / 0.003),
        contest=(into + 2) / (held + 2 / 0.003),
        settle=(back + on + 2) / (fought + 2 / 0.1),
        repelled=(back + 2) / (back + on + 4),
    )


def plain(learnt: Learnt, names: Sequence[str]) -> dict[str, Any]:
    """All that was learnt, as plain data by source: what an edition records."""
    return {
        "claims": learnt.claims,
        "sources": learnt.sources,
        "says": {str(n): learnt.says[i].tolist() for i, n in enumerate(names)},
        "total": {str(n): learnt.total[i].tolist() for i, n in enumerate(names)},
        "rates": learnt.rates.matrix.tolist(),
    }


def from_plain(data: Mapping[str, Any], names: Sequence[str]) -> Learnt:
    """Inverse of :func:`plain`; sources that it does not know of say nothing."""
    first = next(iter(data["says"].values()))
    mute, quiet = (
        np.full_like(np.array(first), _UNSAID),
        np.zeros_like(np.array(next(iter(data["total"].values())))),
    )
    return Learnt(
        says=np.array([data["says"].get(str(n), mute) for n in names]),
        total=np.array([data["total"].get(str(n), quiet) for n in names]),
        rates=Rates(matrix=np.array(data["rates"])),
        claims=data["claims"],
        sources=data["sources"],
    )


def wrongness(learnt: Learnt, actors: int) -> Floats:
    """Learnt chance [sources] that a source names a wrong holder, on a unit of which nothing is known."""
    party = learnt.says[:, _HOLDS * INTERESTS : (_HOLDS + 1) * INTERESTS].sum(axis=1)
    other = (actors - 1) * party[:, OTHER]
    out: Floats = other / (party[:, SAME] + other)
    return out


def enough(table: Table, parameters: Parameters) -> bool:
    """Whether enough sources speak enough of the same units to learn from."""
    p = parameters
    if not p.learn or not len(table):
        return False
    return len(overlapping(table, p.learn_sources, p.learn_claims)) >= p.learn_sources
