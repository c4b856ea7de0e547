"""The control table: the rows that every tabular and geographic export shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.errors import ExportError
from whoholds.publish.edition import STATES, Edition, SeriesName

Columns = dict[str, list[Any]]
DATES = ("date", "newest_evidence", "known")
"""Columns of days, also where every cell of one is empty."""


@dataclass(frozen=True, kw_only=True)
class View:
    """Which part of an edition to export.

    ``on`` asks for one day; otherwise the days from ``first`` to ``last`` (default: all of the edition).
    ``changes`` keeps the first day and the days on which state or holder changed.
    """

    series: SeriesName = "now"
    on: date | None = None
    first: date | None = None
    last: date | None = None
    changes: bool = False

    def days(self, edition: Edition) -> range:
        """Positions of the days on the edition's second axis."""
        if self.on is not None:
            at = edition.index(self.on)
            return range(at, at + 1)
        first = edition.index(self.first or edition.first)
        last = edition.index(self.last or edition.last)
        if last < first:
            raise ExportError(f"--from {self.first} lies after --to {self.last}")
        return range(first, last + 1)


def control(edition: Edition, view: View) -> Columns:
    """Columns of ``control.csv``, by unit, then day. Dates are ``date``, numbers numbers, gaps ``None``."""
    series, days = edition.series(view.series), view.days(edition)
    rows, cols = _cells(edition, view, days)
    states = np.array([*STATES, ""], dtype=object)
    holders = np.array([*series.posteriors.states, None], dtype=object)
    calendar = [edition.first + timedelta(days=d) for d in range(edition.days)]
    dates = [calendar[c] for c in cols]
    newest = series.newest[rows, cols]
    columns: Columns = _unit_columns(edition, rows)
    columns |= {
        "date": dates,
        "state": states[series.state[rows, cols]].tolist(),
        "holder": holders[series.holder[rows, cols]].tolist(),
        "probability": _rounded(series.probability[rows, cols]),
        "claims": series.claims[rows, cols].tolist(),
        "outlets": series.outlets[rows, cols].tolist(),
        "newest_evidence": [date.fromordinal(n) if n else None for n in newest.tolist()],
        "known": dates if view.series == "then" else [edition.known] * len(dates),
    }
    for k, name in enumerate(series.posteriors.states):
        columns[f"p_{name}"] = _rounded(series.posteriors.p[rows, cols, k])
    if edition.rolled:
        columns["rollup"] = [
            "majority" if u in edition.seatless else edition.rolled for u in columns["unit_id"]
        ]
    return columns


def unit_rows(edition: Edition, view: View) -> npt.NDArray[np.int64]:
    """Index of the unit of each row of :func:`control`."""
    return _cells(edition, view, view.days(edition))[0]


def _cells(edition: Edition, view: View, days: range) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Find unit and day index of each row."""
    shape = (len(edition.units), len(days))
    keep = changed(edition, view)[:, days.start : days.stop] if view.changes else np.ones(shape, bool)
    if view.changes:
        keep[:, 0] = True
    rows, cols = np.nonzero(keep)
    return rows, cols + days.start


def changed(edition: Edition, view: View) -> npt.NDArray[np.bool_]:
    """Where state or holder differ from the day before: (units, days), the first day all false."""
    series = edition.series(view.series)
    found = np.zeros(series.state.shape, bool)
    found[:, 1:] = (series.state[:, 1:] != series.state[:, :-1]) | (
        series.holder[:, 1:] != series.holder[:, :-1]
    )
    return found


def _unit_columns(edition: Edition, rows: npt.NDArray[np.int64]) -> Columns:
    def spread(values: list[Any]) -> list[Any]:
        found: list[Any] = np.array([*values, None], dtype=object)[:-1][rows].tolist()
        return found

    parents = [edition.parent_of.get(unit.id) for unit in edition.units]
    return {
        "unit_id": spread([unit.id for unit in edition.units]),
        "unit_name": spread([unit.name for unit in edition.units]),
        "level": spread([unit.level for unit in edition.units]),
        "parent_id": spread([unit.parent for unit in edition.units]),
        "parent_name": spread([parent.name if parent else None for parent in parents]),
        "code": spread([unit.code for unit in edition.units]),
    }


def _rounded(values: npt.NDArray[np.float32]) -> list[float]:
    out: list[float] = np.round(values.astype(np.float64), 4).tolist()
    return out
