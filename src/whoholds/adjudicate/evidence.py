"""What each claim says, in numbers: log-likelihoods of states and hazards of events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate import weights
from whoholds.adjudicate.chain import Field
from whoholds.adjudicate.parameters import Parameters
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

SAME, FOUGHT, OTHER = 0, 1, 2
"""What a unit is to the actor that a claim names: held by it, contested, held by another."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One row per claim, unit and day it speaks of, ready to be summed by unit and day.

    ``emission`` [n, A+1] log-likelihoods of a state report; ``push`` [n, A+1] and ``drop`` [n, A]
    hazards of an event report (:func:`chain.jumps`). A row is known from ``published`` until ``ends``.
    ``row`` is the row of the table; ``news`` marks claims about the unit itself.
    """

    unit: Ints
    day: Ints
    published: Ints
    ends: Ints
    row: Ints
    news: Bools
    emission: Floats
    push: Floats
    drop: Floats

    def __len__(self) -> int:
        return len(self.unit)

    def take(self, rows: npt.NDArray[Any]) -> Evidence:
        """Rows that an index or a mask picks."""
        return Evidence(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})


Ratios = Callable[[Table], Floats]
"""Log-likelihoods [rows, 3] of a claim where its actor holds, the unit is contested, another holds."""


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


def independent_weights(table: Table, parameters: Parameters) -> Floats:
    """Weight in [0, 1] of each row: as told, times scope, copies and repetitions."""
    weight = table.weight * weights.scope_factor(table, parameters)
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


def weigh(
    table: Table, actors: int, units: int, parameters: Parameters, ratios: Floats | None = None
) -> Evidence:
    """Evidence in a table: what remains after copies, silences and weights.

    ``ratios`` [rows, 3] replace the settings' where sources were learnt. Days before the map's start
    speak of its first day.
    """
    weight = independent_weights(table, parameters)
    ends = weights.silenced(table, weight, parameters, units)
    rows = np.flatnonzero((weight > 0) & (ends > table.published))
    table, weight, ends = table.take(rows), weight[rows], ends[rows]
    ratio = prior_ratios(table, actors, parameters) if ratios is None else ratios[rows]
    belief = beliefs(table, ratio, actors, parameters)
    event = table.onset | (table.symbol == CONTESTS) | ((table.scope != UNIT) & (table.symbol == HOLDS))
    n = len(table)
    emission, push, drop = np.zeros((n, actors + 1)), np.zeros((n, actors + 1)), np.zeros((n, actors))
    hazard = -np.log1p(-belief) * weight
    _states(emission, table, np.flatnonzero(~event), weight[:, None] * ratio)
    target = np.where(table.symbol == CONTESTS, actors, table.actor)
    fresh = -np.log1p(-parameters.fresh) * weight
    taking = np.flatnonzero((event | (table.symbol == HOLDS)) & (table.symbol != DENIES) & (target != NOBODY))
    push[taking, target[taking]] = np.where(event, hazard, fresh)[taking]
    losing = np.flatnonzero(event & (table.symbol == DENIES))
    drop[losing, table.actor[losing]] = hazard[losing]
    evidence = Evidence(
        unit=table.unit, day=np.maximum(table.day, 0), published=table.published, ends=ends, row=rows.astype(np.int32),
        news=table.scope == UNIT, emission=emission, push=push, drop=drop,
    )  # fmt: skip
    return _with_ends(evidence, table, hazard, weight[:, None] * ratio)


def _states(emission: Floats, table: Table, rows: npt.NDArray[Any], ratio: Floats) -> None:
    emission[rows] = ratio[rows, OTHER, None]
    emission[rows, -1] = ratio[rows, FOUGHT]
    named = rows[table.actor[rows] != NOBODY]
    emission[named, table.actor[named]] = ratio[named, SAME]


def _with_ends(evidence: Evidence, table: Table, hazard: Floats, ratio: Floats) -> Evidence:
    """Add what a state told with an end says: half of it on its last day, and a loss the day after."""
    rows, until = weights.until_rows(table)
    rows, until = rows[until >= 0], until[until >= 0]
    if not len(rows):
        return evidence
    n = len(evidence)
    index = np.concatenate([np.arange(n), rows, rows])
    more = evidence.take(index)
    last, after = slice(n, n + len(rows)), slice(n + len(rows), None)
    both = np.concatenate([rows, np.arange(n, n + len(rows))])
    more.emission[after] = more.push[after] = more.push[last] = 0
    _states(more.emission, table.take(index), np.arange(n, n + len(rows)), ratio[index])
    plain = both[~table.onset[index[both]]]
    more.emission[plain] /= 2
    more.day[last], more.day[after] = until, until + 1
    more.drop[after, table.actor[rows]] = hazard[rows] / 2
    return more


def empty_field(days: int, units: int, actors: int, dtype: Any = float) -> Field:
    """Field without any claim: nothing is known and nothing happens."""
    return Field(
        emission=np.zeros((days, units, actors + 1), dtype),
        push=np.zeros((days, units, actors + 1), dtype),
        drop=np.zeros((days, units, actors), dtype),
        activity=np.ones((days, units), dtype),
    )


def add(field: Field, evidence: Evidence, sign: int = 1) -> None:
    """Add rows to a field, or take them away (``sign`` -1); days beyond the field are left out."""
    evidence = evidence.take(evidence.day < len(field.emission))
    at = (evidence.day, evidence.unit)
    for whole, part in (
        (field.emission, evidence.emission),
        (field.push, evidence.push),
        (field.drop, evidence.drop),
    ):
        np.add.at(whole, at, sign * part)


__all__ = ["NEVER", "Evidence", "add", "beliefs", "empty_field", "prior_ratios", "weigh"]
