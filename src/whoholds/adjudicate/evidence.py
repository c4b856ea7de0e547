"""What each claim says, in numbers: log-likelihoods of states and hazards of events."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate import weights
from whoholds.adjudicate.calibrate import calibrated
from whoholds.adjudicate.chain import Field, Rates
from whoholds.adjudicate.parameters import Parameters
from whoholds.adjudicate.reliability import OTHER, SAME, Learnt, named
from whoholds.adjudicate.table import (
    CONTESTS,
    DENIES,
    HOLDS,
    NEVER,
    NOBODY,
    REGION,
    UNIT,
    WHOLE,
    Bools,
    Floats,
    Ints,
    Table,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One row per claim, unit and day it speaks of, ready to be summed by unit and day.

    ``emission`` [n, A+1] log-likelihoods of a state report; ``push`` [n, A+1] and ``drop`` [n, A]
    hazards of an event report (:func:`chain.jumps`). A row is known from ``published`` until ``ends``.
    ``news`` marks claims about the unit itself.
    """

    unit: Ints
    day: Ints
    published: Ints
    ends: Ints
    news: Bools
    emission: Floats
    push: Floats
    drop: Floats

    def __len__(self) -> int:
        return len(self.unit)

    def take(self, rows: npt.NDArray[Any]) -> Evidence:
        """Rows that an index or a mask picks."""
        return Evidence(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})


def prior_ratios(table: Table, actors: int, parameters: Parameters) -> Floats:
    """Log-likelihoods [rows, 3] that the settings give, before anything is learnt.

    A source that errs names any wrong actor alike, so that its word is worth the same however many
    actors a map has.
    """
    p, interest = parameters, weights.interests(table)
    rivals = max(actors - 1, 1)
    own, rival = interest == 1, interest == 2
    error = np.where(own, np.maximum(p.boast_error, table.error), table.error)
    error = np.where(rival, p.admission_error, error)
    fought = np.where(own, p.boast_contested_share, p.contested_share)
    holds = np.stack([1 - error, (1 - error) * fought, error / rivals], axis=1)
    denied = np.where(
        own, p.admission_error, np.where(rival, p.enemy_denial, np.maximum(p.denial, table.error))
    )
    denies = np.stack([denied, (1 + denied) / 2, np.ones_like(denied)], axis=1)
    contests = np.broadcast_to([p.calm_fighting, 1.0, p.calm_fighting], holds.shape)
    chosen = np.where((table.symbol == HOLDS)[:, None], holds, denies)
    out: Floats = np.log(np.where((table.symbol == CONTESTS)[:, None], contests, chosen))
    return out


def beliefs(table: Table, ratios: Floats, actors: int, parameters: Parameters) -> Floats:
    """Chance in (0, 1) that an event report, or one about a whole region, is true of the unit."""
    p, interest = parameters, weights.interests(table)
    against = np.exp(ratios[:, OTHER] - ratios[:, SAME])
    belief = 1 / (1 + max(actors - 1, 1) * against)
    belief = np.where(interest == 1, np.minimum(belief, p.event_boast), belief)
    loss = 1 - np.exp(ratios[:, SAME] - ratios[:, OTHER])
    belief = np.where(table.symbol == DENIES, loss, belief)
    belief = np.where(table.symbol == CONTESTS, p.fighting, belief)
    belief = np.where(
        (table.scope == WHOLE) & (table.symbol == HOLDS), np.minimum(belief, p.region_all), belief
    )
    belief = np.where(
        (table.scope == REGION) & (table.symbol == HOLDS), np.minimum(belief, p.region_named), belief
    )
    return np.clip(belief, 0.0, 1 - 1e-9)


def independent_weights(table: Table, parameters: Parameters, learnt: bool = False) -> Floats:
    """Weight in [0, 1] of each row: as told, times scope, copies and repetitions.

    Where sources were ``learnt``, so was what region-wide claims are worth, and their factor is left out.
    """
    factor = weights.scope_factor(table, parameters)
    if learnt:
        factor[weights.region_wide(table)] = 1.0
    weight = table.weight * factor
    kept = weights.originals(table) & (weight > 0)
    weight = np.where(kept, weight, 0.0)
    rows = np.flatnonzero(kept)
    weight[rows] *= weights.repetition(table.take(rows), parameters.repeat_days)
    early = np.maximum(-table.day, 0)
    out: Floats = weight * 0.5 ** (early / parameters.fade_days)
    return out


def counted(table: Table, parameters: Parameters) -> Bools:
    """Rows that say anything: no copies, nothing merely planned."""
    out: Bools = independent_weights(table, parameters) > 0
    return out


@dataclass(frozen=True, kw_only=True, eq=False)
class Weighing:
    """How claims are weighed at one moment: by the settings, or by what was ``learnt`` of the sources.

    ``attention`` [units] is how closely each unit was watched when they were learnt, 1 for ordinary:
    where few look, silence says little. Without learning, silence says nothing.
    """

    parameters: Parameters
    actors: int
    learnt: Learnt | None = None
    attention: Floats | None = None

    @property
    def rates(self) -> Rates:
        """Rates of change between states."""
        p = self.parameters
        prior = Rates.of(self.actors, p.change, p.contest, p.settle, p.repelled)
        return prior if self.learnt is None else self.learnt.rates

    @property
    def reach(self) -> int:
        """Days before its own that a claim bears on directly: there is news of the unit."""
        return 0 if self.learnt is None else self.parameters.news_before

    def calibrated(self, p: Floats) -> Floats:
        """Probabilities [..., A+1] as sure as they may be: where sources were learnt, as they are."""
        if self.learnt is not None:
            return p
        return calibrated(p, self.parameters.power, self.parameters.floor)

    def evidence(self, table: Table) -> Evidence:
        """Evidence in a table: what remains after copies, silences and weights.

        Days before the map's start speak of its first day.
        """
        weight = independent_weights(table, self.parameters, self.learnt is not None)
        ends = weights.silenced(table, weight, self.parameters)
        rows = np.flatnonzero((weight > 0) & (ends > table.published))
        table, weight, ends = table.take(rows), weight[rows], ends[rows]
        ratio = prior_ratios(table, self.actors, self.parameters)
        if self.learnt is not None:
            ratio = self.learnt.ratios(table, ratio)
        said = self._states(table, weight, ratio)
        event = table.onset.copy()
        if self.learnt is None:
            event |= (table.symbol == CONTESTS) | weights.region_wide(table) & (table.symbol == HOLDS)
        hazard = -np.log1p(-beliefs(table, ratio, self.actors, self.parameters)) * weight
        found = Evidence(
            unit=table.unit,
            day=np.maximum(table.day, 0),
            published=table.published,
            ends=ends,
            news=table.scope == UNIT,
            emission=np.where(event[:, None], 0.0, said),
            push=self._pushes(table, np.where(event, hazard, self._fresh(table, weight))),
            drop=self._drops(table, np.where(event, hazard, 0.0)),
        )
        return _with_ends(found, table, said, hazard)

    def _states(self, table: Table, weight: Floats, ratio: Floats) -> Floats:
        """Log-likelihoods [rows, A+1] of the rows as reports of a state."""
        said = named(ratio, table.actor, self.actors)
        if self.learnt is not None:
            said = (said - self.learnt.normaliser(table, self.parameters.omega)) * self.parameters.trust
        out: Floats = said * weight[:, None]
        return out

    def _fresh(self, table: Table, weight: Floats) -> Floats:
        """Hazards [rows] that what a state report tells came about unheard, since the last word."""
        if self.learnt is not None:
            return np.zeros_like(weight)
        unheard = -np.expm1(-weights.unheard(table) / self.parameters.fresh_days)
        out: Floats = -np.log1p(-self.parameters.fresh * unheard) * weights.shared(table, weight)
        return out

    def _pushes(self, table: Table, hazard: Floats) -> Floats:
        push = np.zeros((len(table), self.actors + 1))
        target = np.where(table.symbol == CONTESTS, self.actors, table.actor)
        rows = np.flatnonzero((table.symbol != DENIES) & (target != NOBODY))
        if self.learnt is not None:
            rows = rows[hazard[rows] > 0]
        push[rows, target[rows]] = hazard[rows]
        return push

    def _drops(self, table: Table, hazard: Floats) -> Floats:
        drop = np.zeros((len(table), self.actors))
        rows = np.flatnonzero((table.symbol == DENIES) & (table.actor != NOBODY))
        drop[rows, table.actor[rows]] = hazard[rows]
        return drop

    def field(self, days: int, units: int, owner: Any = slice(None), dtype: Any = float) -> Field:
        """Field before any claim: nothing happens, and silence says what it says.

        ``owner`` picks, from the map's units, those that the field is of.
        """
        field = empty_field(days, units, self.actors, dtype)
        if self.learnt is not None and self.attention is not None:
            watched = self.attention[owner]
            silence = self.learnt.silence(self.parameters.omega) * self.parameters.trust
            field.emission[:] = silence[:, None] * watched
            field.activity[:] = np.exp(-self.parameters.calm * watched)
        return field

    def add(self, field: Field, evidence: Evidence, sign: int = 1) -> None:
        """Add rows to a field, or take them away (``sign`` -1); days beyond the field are left out."""
        days = len(field.emission)
        evidence = evidence.take(evidence.day < days)
        _add(field.emission, evidence, sign * evidence.emission)
        events = evidence.take(np.flatnonzero(evidence.push.any(axis=1) | evidence.drop.any(axis=1)))
        _add(field.push, events, sign * events.push)
        _add(field.drop, events, sign * events.drop)
        field.eventful[events.day, events.unit] = True
        day, unit = evidence.day[evidence.news], evidence.unit[evidence.news]
        for shift in range(-self.reach, self.parameters.news_after + 1):
            near = (day + shift >= 0) & (day + shift < days)
            field.activity[day[near] + shift, unit[near]] = 1


def _add(field: Floats, evidence: Evidence, said: Floats) -> None:
    """Sum rows [n, states] into a field [T, states, U], each on its day and unit."""
    _, states, units = field.shape
    day = evidence.day.astype(np.intp)[:, None]
    place = (day * states + np.arange(states)) * units + evidence.unit[:, None]
    np.add.at(field.reshape(-1), place.ravel(), said.ravel().astype(field.dtype))


def _with_ends(evidence: Evidence, table: Table, said: Floats, hazard: Floats) -> Evidence:
    """Add what a state told with an end says: half of it on its last day, and a loss the day after.

    A state that is told to last until the report was published is not told to be lost.
    """
    rows = np.flatnonzero(
        (table.until != NEVER) & (table.until > np.maximum(table.day, 0)) & (table.symbol == HOLDS)
    )
    past = table.until[rows] < table.published[rows]
    n, lost = len(evidence), rows[past]
    more = evidence.take(np.concatenate([np.arange(n), rows, lost]))
    last, after = slice(n, n + len(rows)), slice(n + len(rows), None)
    more.emission[rows] /= 2
    more.emission[last] = said[rows] / 2
    more.emission[after] = more.push[last] = more.push[after] = 0
    more.day[last], more.day[after] = table.until[rows], table.until[lost] + 1
    more.drop[np.arange(n + len(rows), len(more)), table.actor[lost]] = hazard[lost] / 2
    return more


def empty_field(days: int, units: int, actors: int, dtype: Any = float) -> Field:
    """Field without any claim: nothing is known and nothing happens."""
    return Field(
        emission=np.zeros((days, actors + 1, units), dtype),
        push=np.zeros((days, actors + 1, units), dtype),
        drop=np.zeros((days, actors, units), dtype),
        eventful=np.zeros((days, units), bool),
        activity=np.ones((days, units), dtype),
    )
