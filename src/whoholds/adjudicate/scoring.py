"""How good a map is, against someone else's: scores, calibration, agreement, and the naive maps beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate.table import CONTESTS, DENIES, HOLDS, NOBODY, Bools, Floats, Table

UNTOLD = -1
"""Where a map to compare with says nothing."""
BINS = 20
_FLOOR = 1e-6
_TOGETHER = 1_000_000
"""Unit-days that are scored at a time."""


@dataclass(frozen=True, kw_only=True)
class Bin:
    """Days on which the likeliest state had about this probability, and how often it was right."""

    probability: float
    right: float
    days: int


@dataclass(frozen=True, kw_only=True)
class Score:
    """Scores over unit-days. ``accuracy`` of the likeliest state; ``brier`` over all states (0 to 2);
    ``log`` mean negative log probability of the truth; ``ece`` expected calibration error of the
    likeliest state, in bins of equal width; ``reliability`` those bins.
    """

    days: int
    accuracy: float
    brier: float
    log: float
    ece: float
    reliability: tuple[Bin, ...] = ()


def score(p: Floats, truth: npt.NDArray[Any], where: Bools | None = None) -> Score:
    """Score probabilities [..., S] against true states [...]; :data:`UNTOLD` days are left out."""
    told = truth != UNTOLD if where is None else (truth != UNTOLD) & where
    sums, bins = np.zeros(4), np.zeros((3, BINS))
    step = max(1, _TOGETHER * len(p) // max(truth.size, 1))
    for begin in range(0, len(p), step):
        part = slice(begin, begin + step)
        _tally(sums, bins, p[part][told[part]], truth[part][told[part]].astype(np.intp))
    days = int(bins[0].sum())
    if not days:
        return Score(days=0, accuracy=np.nan, brier=np.nan, log=np.nan, ece=np.nan)
    squares, right, log, hits = sums / days
    diagram = tuple(
        Bin(probability=top / n, right=good / n, days=int(n)) for n, top, good in bins.T.tolist() if n
    )
    return Score(
        days=days,
        accuracy=float(hits),
        brier=float(1 + squares - 2 * right),
        log=float(log),
        ece=sum(b.days * abs(b.probability - b.right) for b in diagram) / days,
        reliability=diagram,
    )


def _tally(sums: Floats, bins: Floats, p: Floats, truth: npt.NDArray[np.intp]) -> None:
    """Add days [n, S] to the sums (squares, right, log, hits) and to the bins (days, probabilities, hits)."""
    right = np.take_along_axis(p, truth[:, None], axis=1)[:, 0].astype(float)
    top, hit = p.max(axis=1).astype(float), p.argmax(axis=1) == truth
    log = -np.log(np.maximum(right, _FLOOR))
    sums += np.einsum("ns,ns->", p, p, dtype=float), right.sum(), log.sum(), hit.sum()
    place = np.minimum((top * BINS).astype(np.intp), BINS - 1)
    for row, what in zip(bins, (None, top, hit), strict=True):
        row += np.bincount(place, what, BINS)


def moving(truth: npt.NDArray[Any]) -> Bools:
    """Units [U] whose true state changes at all in [U, T]."""
    told = truth != UNTOLD
    low = np.where(told, truth, np.iinfo(np.int32).max).min(axis=1)
    high = np.where(told, truth, -1).max(axis=1)
    out: Bools = told.any(axis=1) & (low != high)
    return out


def last_claim_wins(table: Table, units: int, days: int, actors: int, share: float = 0.05) -> Floats:
    """Naive map [U, T, A+1]: the newest claim published by each day holds, copies and boasts alike.

    ``share`` is spread over all states, so that a single error does not cost an infinite log score.
    A denial takes the actor away and leaves the others.
    """
    order = np.lexsort((table.claim, table.published, table.day))
    votes = _said(table, actors)
    out = np.full((units, days, actors + 1), 1 / (actors + 1), dtype=np.float32)
    newest = np.full((units, days), -1, dtype=np.int64)
    known = np.maximum(table.published, np.maximum(table.day, 0))
    inside = order[known[order] < days]
    # Of the claims known by a day, the one about the latest day: a running maximum of their ranks.
    rank = np.arange(len(inside))
    np.maximum.at(newest, (table.unit[inside], known[inside]), rank)
    newest = np.maximum.accumulate(newest, axis=1)
    told = newest >= 0
    out[told] = votes[inside][newest[told]] * (1 - share) + share / (actors + 1)
    return out


def vote(table: Table, units: int, days: int, actors: int, window: int = 14) -> Floats:
    """Naive map [U, T, A+1]: shares of the claims published in the last ``window`` days, else carried on."""
    count = np.zeros((units, days + 1, actors + 1))
    begin = np.clip(table.published, 0, days)
    votes = _said(table, actors)
    np.add.at(count, (table.unit, begin), votes)
    np.add.at(count, (table.unit, np.clip(begin + window, 0, days)), -votes)
    count = count.cumsum(axis=1)[:, :-1]
    out = np.empty((units, days, actors + 1), dtype=np.float32)
    previous = np.full((units, actors + 1), 1 / (actors + 1))
    for t in range(days):
        total = count[:, t].sum(axis=1, keepdims=True)
        share = (count[:, t] + 1 / (actors + 1)) / (total + 1)
        previous = np.where(total > 0.5, share, previous)
        out[:, t] = previous
    return out


def _said(table: Table, actors: int) -> Floats:
    """Vote [rows, A+1] of each claim, all rows summing to one."""
    out = np.zeros((len(table), actors + 1))
    rows = np.arange(len(table))
    named = table.actor != NOBODY
    holds = (table.symbol == HOLDS) & named
    out[rows[holds], table.actor[holds]] = 1
    denies = (table.symbol == DENIES) & named
    out[denies] = 1 / actors
    out[rows[denies], table.actor[denies]] = 0
    out[table.symbol == CONTESTS, actors] = 1
    silent = out.sum(axis=1) == 0
    out[silent] = 1 / (actors + 1)
    return out


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A run of days on which two maps disagree about a unit: ``since`` and ``until`` are day numbers,
    both included; ``mine`` and ``theirs`` are states at its start.
    """

    unit: int
    since: int
    until: int
    mine: int
    theirs: int


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How far two maps agree where both speak. ``kappa`` is Cohen's: agreement beyond chance.

    ``table`` [S, S] counts unit-days, rows mine, columns theirs; ``differences`` longest first.
    """

    days: int
    agreement: float
    kappa: float
    table: npt.NDArray[np.int64]
    differences: tuple[Difference, ...]


def compare(mine: npt.NDArray[Any], theirs: npt.NDArray[Any], states: int) -> Agreement:
    """Compare two maps of states [U, T], :data:`UNTOLD` where one says nothing."""
    both = (mine != UNTOLD) & (theirs != UNTOLD)
    counts = np.zeros((states, states), dtype=np.int64)
    np.add.at(counts, (mine[both], theirs[both]), 1)
    total = int(counts.sum())
    agreed = np.trace(counts) / total if total else np.nan
    chance = float(counts.sum(axis=1) @ counts.sum(axis=0)) / total**2 if total else np.nan
    kappa = 1.0 if chance == 1 else float((agreed - chance) / (1 - chance))
    return Agreement(
        days=total, agreement=float(agreed), kappa=kappa, table=counts, differences=_runs(mine, theirs, both)
    )  # fmt: skip


def _runs(mine: npt.NDArray[Any], theirs: npt.NDArray[Any], both: Bools) -> tuple[Difference, ...]:
    apart = both & (mine != theirs)
    # A run ends where the maps agree, or disagree in another way.
    kind = np.where(apart, mine.astype(np.int64) * 1000 + theirs, -1)
    edge = np.ones_like(apart)
    edge[:, 1:] = kind[:, 1:] != kind[:, :-1]
    out = []
    for unit, since in zip(*np.nonzero(edge & apart), strict=True):
        after = np.flatnonzero(edge[unit, since + 1 :])
        until = since + int(after[0]) if len(after) else apart.shape[1] - 1
        out.append(
            Difference(unit=int(unit), since=int(since), until=until, mine=int(mine[unit, since]),
                       theirs=int(theirs[unit, since]))
        )  # fmt: skip
    return tuple(sorted(out, key=lambda d: (d.since - d.until, d.unit, d.since)))
