"""A map that somebody gives us: ``unit,parent,date,holder``, on our units and days.

A row holds until the unit's next one, the unit's last row for its own day only. ``holder`` may be *contested*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate.scoring import UNTOLD
from whoholds.errors import ConfigError, UnknownUnit
from whoholds.model import Problem
from whoholds.pipeline.project import Project
from whoholds.pipeline.rows import rows


@dataclass(frozen=True, kw_only=True)
class Row:
    """What a line of the file says; ``unit`` is ``Name`` or ``Name, Parent``."""

    line: int
    unit: str
    day: date
    holder: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Given:
    """Someone's map on our units and days: indices into the states, -1 where it says nothing, [U, T]."""

    units: tuple[str, ...]
    holder: npt.NDArray[np.int64]
    problems: tuple[Problem, ...]


def rows_of(file: Path) -> list[Row]:
    """What the file says; raises :class:`ConfigError` where it lacks a column, or a date is none."""
    return [_row(file, line, cells) for line, cells in rows(file, ("unit", "parent", "date", "holder"))]


def _row(file: Path, line: int, cells: Mapping[str, str]) -> Row:
    try:
        day = date.fromisoformat(cells["date"])
    except ValueError as error:
        raise ConfigError(f"{file}:{line}: {error}; write YYYY-MM-DD") from error
    unit = ", ".join(filter(None, (cells["unit"], cells["parent"])))
    return Row(line=line, unit=unit, day=day, holder=cells["holder"])


def on_our_days(
    project: Project, file: Path, rows: Sequence[Row], states: Sequence[str], *, first: date, days: int
) -> Given:
    """The rows on our units; those about no unit, or no state of the map, are problems, and so is one that gives a unit
    another holder than an earlier row does for the same day.

    A unit above the map's level is its seat. A row with a holder that is no state of the map says nothing, but ends
    what the unit's row before it said.
    """
    problems: list[Problem] = []
    index = {state: i for i, state in enumerate(states)}
    by_unit: dict[str, dict[int, tuple[int, int]]] = {}
    for row in rows:
        try:
            unit, holder = project.unit(row.unit), project.holder(row.holder)
        except UnknownUnit as error:
            problems.append(Problem(file=str(file), line=row.line, reason=str(error).splitlines()[0]))
            continue
        state = index.get(holder, UNTOLD) if row.holder else UNTOLD
        if state == UNTOLD:
            reason = f"{row.holder!r} is no actor of this map" if row.holder else "names no holder"
            problems.append(Problem(file=str(file), line=row.line, reason=reason))
        if (seat := project.seat(unit)) is None:
            reason = f"{row.unit} is no unit of this map, and its capital is not known"
            problems.append(Problem(file=str(file), line=row.line, reason=reason))
            continue
        said = by_unit.setdefault(seat, {})
        known, line = said.setdefault((row.day - first).days, (state, row.line))
        if known != state:
            reason = f"{row.unit} has another holder on {row.day} by line {line}"
            problems.append(Problem(file=str(file), line=row.line, reason=reason))
    lines = {unit: _line([(day, h) for day, (h, _) in said.items()], days) for unit, said in by_unit.items()}
    spoken = tuple(unit for unit, line in lines.items() if (line != UNTOLD).any())
    holder_of = np.array([lines[unit] for unit in spoken], dtype=np.int64).reshape(len(spoken), days)
    return Given(units=spoken, holder=holder_of, problems=tuple(problems))


def _line(said: list[tuple[int, int]], days: int) -> npt.NDArray[np.int64]:
    """The holder of a unit on each of our days; rows before the first of them may last into them."""
    out = np.full(days, UNTOLD, dtype=np.int64)
    said.sort()
    for (at, holder), (after, _) in zip(said, [*said[1:], (said[-1][0] + 1, -1)], strict=True):
        out[max(at, 0) : max(after, at + 1, 0)] = holder
    return out
