"""Why: what the map would say without a claim, a story or a source. Exact: the chain is run without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate import evidence
from whoholds.adjudicate.parameters import Parameters
from whoholds.adjudicate.suppose import Evidence, Supposed
from whoholds.adjudicate.table import Bools, Floats
from whoholds.errors import AdjudicationError
from whoholds.model import Influence, Posteriors, Testimony

By = Literal["claim", "story", "source"]
LEAST, SHARE, CLOSE = 0.01, 0.9, 0.1
"""Of a claim that carries an answer: logits that it moves it by; part of the way that the carriers go by
themselves; logits that they may miss it by all the same (2.5 points of probability).
"""
_VARIANTS = 1500
"""Hypothetical units that are run together: enough to fill the vectors, small enough for the cache."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Deltas:
    """How far each claim of a unit moves the map's answer, on all days.

    ``whole`` [T, states] are the probabilities with all claims, ``state`` [T] the likeliest state of each day
    (index into the posterior's states), ``delta`` [claims, T] the logit of its probability minus the logit
    without the claim, and ``without`` [claims, T, states] the probabilities without it: each day as the posteriors
    see it, with hindsight or as known on it. Claims that move nothing (copies) are left out.
    """

    unit: str
    claims: tuple[str, ...]
    whole: npt.NDArray[np.float32]
    state: npt.NDArray[np.int16]
    delta: npt.NDArray[np.float32]
    without: npt.NDArray[np.float32]


def influences(
    posteriors: Posteriors,
    testimonies: Sequence[Testimony],
    unit: str,
    day: date,
    parameters: Parameters,
    by: By = "claim",
) -> list[Influence]:
    """Claims that carry the answer for a unit and day, largest influence first.

    ``by`` *story* and *source* leave out all copies of a story, or all that one source said: claims
    that say the same shadow each other when they are left out one by one. Raises :class:`AdjudicationError` for
    a day that is not on the map.
    """
    t = (day - posteriors.first).days
    if not 0 <= t < posteriors.p.shape[1]:
        raise AdjudicationError(f"{day} is no day of the map, which begins on {posteriors.first}")
    (found,) = deltas(posteriors, testimonies, parameters, units=[unit], by=by)
    out = []
    for row, name in enumerate(found.claims):
        rest = found.without[row, t]
        out.append(
            Influence(
                claim=name,
                state=posteriors.states[found.state[t]],
                delta=float(found.delta[row, t]),
                without=(posteriors.states[int(rest.argmax())], float(rest.max())),
            )
        )
    return sorted(out, key=lambda i: (-abs(i.delta), i.claim))


def deltas(
    posteriors: Posteriors,
    testimonies: Sequence[Testimony],
    parameters: Parameters,
    units: Sequence[str] | None = None,
    by: By = "claim",
) -> Iterator[Deltas]:
    """:class:`Deltas` of the units (default: all) in order, from the posterior's own evidence."""
    given = Evidence(posteriors, testimonies, parameters)
    table = given.table
    names, groups = {
        "claim": (table.names, table.claim),
        "story": (table.stories, table.story),
        "source": (table.sources, table.source),
    }[by]
    counted = evidence.counted(table, parameters)
    row_of = {u: i for i, u in enumerate(posteriors.units)}
    wanted = [row_of[u] for u in (posteriors.units if units is None else units)]
    batch: list[tuple[Supposed, npt.NDArray[Any]]] = []
    for u in wanted:
        rows = given.rows(u)
        left_out = np.unique(groups[rows[counted[rows]]])
        kept = np.concatenate([np.ones((1, len(rows)), bool), groups[rows] != left_out[:, None]])
        batch.append((Supposed(unit=u, rows=rows, kept=kept), left_out))
        if sum(case.times for case, _ in batch) >= _VARIANTS or u == wanted[-1]:
            for p, (case, out) in zip(given.run([case for case, _ in batch]), batch, strict=True):
                yield _deltas(p, posteriors.units[case.unit], names[out].tolist())
            batch = []


def carriers(
    posteriors: Posteriors,
    testimonies: Sequence[Testimony],
    parameters: Parameters,
    day: date,
    units: Sequence[str] | None = None,
) -> Iterator[tuple[Deltas, list[int]]]:
    """Each unit's :class:`Deltas`, and which of its claims carry the answer of a day.

    Those are the claims that move it by :data:`LEAST` when they alone are left out; and, because claims
    that say the same shadow each other, as many more as it takes until the carriers by themselves bring
    the answer :data:`SHARE` of the way from knowing nothing to where all claims bring it.
    """
    given = Evidence(posteriors, testimonies, parameters)
    t = min(max((day - posteriors.first).days, 0), posteriors.p.shape[1] - 1)
    for found in deltas(posteriors, testimonies, parameters, units=units):
        yield found, _carriers(given, found, t)


def _carriers(given: Evidence, found: Deltas, t: int) -> list[int]:
    named: list[int] = np.flatnonzero(np.abs(found.delta[:, t]) >= LEAST).tolist()
    if len(named) == len(found.claims):
        return named
    unit = given.posteriors.units.index(found.unit)
    rows = given.rows(unit)
    theirs = np.searchsorted(given.table.names, found.claims)[:, None] == given.table.claim[rows]

    def answer(kept: Bools) -> Floats:
        (p,) = given.run([Supposed(unit=unit, rows=rows, kept=kept)])
        return _logit(p[t, :, found.state[t]])

    whole, nothing = answer(np.array([[True], [False]]) & np.ones(len(rows), bool))
    close = max((1 - SHARE) * abs(whole - nothing), CLOSE)
    while rest := [row for row in range(len(theirs)) if row not in named]:
        kept = theirs[named].any(axis=0)
        off = np.abs(answer(np.stack([kept, *(kept | theirs[row] for row in rest)])) - whole)
        if off[0] <= close:
            break
        named.append(rest[int(off[1:].argmin())])
    return named


def _deltas(p: Floats, unit: str, claims: Sequence[str]) -> Deltas:
    """From [T, 1 + claims, states], all rows first."""
    best = p[:, 0].argmax(axis=1)
    logit = _logit(np.take_along_axis(p, best[:, None, None], axis=2)[:, :, 0])
    return Deltas(
        unit=unit,
        claims=tuple(claims),
        whole=p[:, 0].astype(np.float32),
        state=best.astype(np.int16),
        delta=(logit[:, :1] - logit[:, 1:]).T.astype(np.float32),
        without=p[:, 1:].transpose(1, 0, 2).astype(np.float32),
    )


def _logit(p: Floats) -> Floats:
    clear = np.clip(p.astype(float), 1e-12, 1 - 1e-12)
    logit: Floats = np.log(clear) - np.log1p(-clear)
    return logit
