"""Suppose some of the evidence were not there: a posterior's own chain, run on hypothetical units.

Each thing supposed is one more unit in the same vectors, weighed anew: without the first copy of a story
the second one counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate import smooth
from whoholds.adjudicate.parameters import Parameters
from whoholds.adjudicate.table import Bools, Floats, Table, tabulate
from whoholds.model import Posteriors, Testimony


@dataclass(frozen=True, kw_only=True, eq=False)
class Supposed:
    """One unit of the map, several times: ``rows`` of the table speak of it, ``kept`` [times, rows] tells which
    of them are there.
    """

    unit: int
    rows: npt.NDArray[Any]
    kept: Bools

    @property
    def times(self) -> int:
        """How many hypothetical units this is."""
        return len(self.kept)


class Evidence:
    """What a posterior was computed from, ready to be run again without some of it."""

    def __init__(
        self, posteriors: Posteriors, testimonies: Sequence[Testimony], parameters: Parameters
    ) -> None:
        days = posteriors.p.shape[1]
        self.posteriors, self.parameters = posteriors, parameters
        self.table: Table = tabulate(
            testimonies, posteriors.units, posteriors.states[:-1], posteriors.first,
            posteriors.first + timedelta(days=days - 1), posteriors.known, parameters,
        )  # fmt: skip
        self._order, self._bounds = self.table.by_unit(len(posteriors.units))

    def rows(self, unit: int) -> npt.NDArray[Any]:
        """Rows of the table that speak of a unit of the map."""
        return self._order[self._bounds[unit] : self._bounds[unit + 1]]

    def run(self, cases: Sequence[Supposed]) -> list[Floats]:
        """Probabilities [T, times, states] of each case, all cases in one run."""
        rows, unit, offset = [], [], 0
        for case in cases:
            which, row = np.nonzero(case.kept)
            rows.append(case.rows[row])
            unit.append(which + offset)
            offset += case.times
        wide = self.table.take(np.concatenate(rows)).with_units(np.concatenate(unit).astype(np.int32))
        owner = np.repeat([case.unit for case in cases], [case.times for case in cases])
        p = smooth.again(wide, owner, self.posteriors, self.parameters)
        ends = np.cumsum([case.times for case in cases])
        return [p[:, end - case.times : end] for case, end in zip(cases, ends, strict=True)]
