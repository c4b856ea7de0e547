"""Why: what the map would say without a claim, a story or a source. Exact: the chain is run without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate import evidence, smooth
from whoholds.adjudicate.parameters import Parameters
from whoholds.adjudicate.table import Floats, Table, tabulate
from whoholds.model import Influence, Posteriors, Testimony

By = Literal["claim", "story", "source"]
_STEADY, _AGAINST = 3, 0.2
"""Claims of a source on one unit, and the mean probability of what they say without it, to call it out of line."""
_VARIANTS = 1500
"""Hypothetical units that are run together: enough to fill the vectors, small enough for the cache."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Deltas:
    """How far each claim of a unit moves the map's answer, on all days.

    ``state`` [T] is the likeliest state of each day (index into the posterior's states), ``delta``
    [claims, T] the logit of its probability minus the logit without the claim, and ``without``
    [claims, T, states] the probabilities without it. Claims that move nothing (copies) are left out.
    """

    unit: str
    claims: tuple[str, ...]
    state: npt.NDArray[np.int16]
    delta: npt.NDArray[np.float32]
    without: npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Misalignment:
    """A source out of line about one unit: ``agreed`` is the mean probability, on the map without it, of
    what its ``claims`` say.
    """

    unit: str
    source: str
    claims: int
    agreed: float


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
    that say the same shadow each other when they are left out one by one.
    """
    (found,) = deltas(posteriors, testimonies, parameters, units=[unit], by=by)
    t = (day - posteriors.first).days
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


def misaligned(
    posteriors: Posteriors,
    testimonies: Sequence[Testimony],
    parameters: Parameters,
    units: Sequence[str] | None = None,
) -> list[Misalignment]:
    """Sources that keep telling of a unit what all others contradict, worst first.

    Not their claims but their view of the unit is off: other borders, another idea of control, a copy of
    an old map. A source is judged by the map without it, on the days it speaks of; fewer than
    :data:`_STEADY` claims are chance.
    """
    told: dict[tuple[str, str], list[Testimony]] = {}
    for t in testimonies:
        if t.symbol == "holds" and t.scope == "unit" and t.published <= posteriors.known:
            told.setdefault((t.unit, t.source), []).append(t)
    days, out = posteriors.p.shape[1], []
    for found in deltas(posteriors, testimonies, parameters, units=units, by="source"):
        for row, source in enumerate(found.claims):
            claims = told.get((found.unit, source), [])
            at = [min(max((t.day - posteriors.first).days, 0), days - 1) for t in claims]
            state = [posteriors.states.index(t.actor) for t in claims]
            if len(claims) >= _STEADY:
                agreed = float(found.without[row, at, state].mean())
                if agreed <= _AGAINST:
                    out.append(
                        Misalignment(unit=found.unit, source=source, claims=len(claims), agreed=agreed)
                    )
    return sorted(out, key=lambda m: (m.agreed, -m.claims, m.unit, m.source))


def deltas(
    posteriors: Posteriors,
    testimonies: Sequence[Testimony],
    parameters: Parameters,
    units: Sequence[str] | None = None,
    by: By = "claim",
) -> Iterator[Deltas]:
    """:class:`Deltas` of the units (default: all) in order, from the posterior's own evidence."""
    last = posteriors.first + timedelta(days=posteriors.p.shape[1] - 1)
    table = tabulate(
        testimonies, posteriors.units, posteriors.states[:-1], posteriors.first, last, posteriors.known, parameters
    )  # fmt: skip
    names = _names(table, testimonies, by)
    groups = {"claim": table.claim, "story": table.story, "source": table.source}[by]
    counted = evidence.counted(table, parameters)
    row_of = {u: i for i, u in enumerate(posteriors.units)}
    wanted = [row_of[u] for u in (posteriors.units if units is None else units)]
    order = np.argsort(table.unit, kind="stable")
    bounds = np.searchsorted(table.unit[order], np.arange(len(row_of) + 1))
    batch: list[_Variants] = []
    for u in wanted:
        rows = order[bounds[u] : bounds[u + 1]]
        batch.append(_Variants(unit=u, rows=rows, left_out=np.unique(groups[rows[counted[rows]]])))
        if sum(len(v) for v in batch) >= _VARIANTS or u == wanted[-1]:
            yield from _run(batch, table, groups, posteriors, parameters, names)
            batch = []


@dataclass(frozen=True, kw_only=True, eq=False)
class _Variants:
    """A unit once with all its rows and once without each group of them."""

    unit: int
    rows: npt.NDArray[Any]
    left_out: npt.NDArray[Any]

    def __len__(self) -> int:
        return len(self.left_out) + 1


def _names(table: Table, testimonies: Sequence[Testimony], by: By) -> Sequence[str]:
    if by == "claim":
        return [str(n) for n in table.names]
    used = set(table.names.tolist())
    return sorted({getattr(t, by) for t in testimonies if t.claim in used})


def _run(
    batch: Sequence[_Variants],
    table: Table,
    groups: npt.NDArray[Any],
    posteriors: Posteriors,
    parameters: Parameters,
    names: Sequence[str],
) -> Iterator[Deltas]:
    rows, variant, offset = [], [], 0
    for v in batch:
        keep = np.concatenate([np.ones((1, len(v.rows)), bool), groups[v.rows] != v.left_out[:, None]])
        which, row = np.nonzero(keep)
        rows.append(v.rows[row])
        variant.append(which + offset)
        offset += len(v)
    wide = table.take(np.concatenate(rows)).with_units(np.concatenate(variant).astype(np.int32))
    owner = np.repeat([v.unit for v in batch], [len(v) for v in batch])
    p = smooth.again(wide, owner, posteriors, parameters)
    offset = 0
    for v in batch:
        yield _deltas(
            p[:, offset : offset + len(v)], posteriors.units[v.unit], [names[g] for g in v.left_out]
        )
        offset += len(v)


def _deltas(p: Floats, unit: str, claims: Sequence[str]) -> Deltas:
    """From [T, 1 + claims, states], all rows first."""
    best = p[:, 0].argmax(axis=1)
    mine = np.take_along_axis(p, best[:, None, None], axis=2)[:, :, 0].astype(float)
    mine = np.clip(mine, 1e-12, 1 - 1e-12)
    logit = np.log(mine) - np.log1p(-mine)
    return Deltas(
        unit=unit,
        claims=tuple(claims),
        state=best.astype(np.int16),
        delta=(logit[:, :1] - logit[:, 1:]).T.astype(np.float32),
        without=p[:, 1:].transpose(1, 0, 2).astype(np.float32),
    )
