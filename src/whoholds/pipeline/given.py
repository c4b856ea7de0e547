"""A map that somebody gives us: ``unit,parent,date,holder``, on our units and days.

A row holds until the unit's next one, the unit's last row for its own day only. ``holder`` may be *contested*.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate.scoring import UNTOLD
from whoholds.errors import ConfigError, UnknownUnit
from whoholds.model import Problem
from whoholds.pipeline.project import Project

Row = dict[str, Any]
"""A row by column; ``date`` is a date, ``line`` its line in the file."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Given:
    """Someone's map on our units and days: indices into the states, -1 where it says nothing, [U, T]."""

    units: tuple[str, ...]
    holder: npt.NDArray[np.int64]
    problems: tuple[Problem, ...]


def rows_of(file: Path) -> list[Row]:
    """Rows of the file, with their lines; :class:`ConfigError` where a column or a date is not right."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(_rows(file, csv.DictReader(lines)))


def _rows(file: Path, reader: csv.DictReader[str]) -> Iterator[Row]:
    if missing := {"unit", "date", "holder"} - set(reader.fieldnames or ()):
        raise ConfigError(f"{file}: lacks the column {min(missing)}; it needs unit,parent,date,holder")
    for row in reader:
        try:
            day = date.fromisoformat(row["date"].strip())
        except ValueError as error:
            raise ConfigError(f"{file}:{reader.line_num}: {error}; write YYYY-MM-DD") from error
        yield {**row, "date": day, "holder": row["holder"].strip(), "line": reader.line_num}


def on_our_days(
    project: Project, file: Path, rows: Sequence[Row], states: Sequence[str], *, first: date, days: int
) -> Given:
    """The rows on our units; those about no unit, or no state of the map, are problems.

    A unit above the map's level is its seat.
    """
    problems: list[Problem] = []
    index = {state: i for i, state in enumerate(states)}
    by_unit: dict[str, list[tuple[int, int]]] = {}
    for row in rows:
        name = ", ".join(x for x in (row["unit"].strip(), (row.get("parent") or "").strip()) if x)
        try:
            unit = project.unit(name)
        except UnknownUnit as error:
            problems.append(Problem(file=str(file), line=row["line"], reason=str(error).splitlines()[0]))
            continue
        holder = project.holder(row["holder"])
        if holder not in index:
            problems.append(
                Problem(file=str(file), line=row["line"], reason=f"{row['holder']!r} is no actor of this map")
            )
            continue
        at = (row["date"] - first).days
        if 0 <= at < days:
            by_unit.setdefault(project.seat(unit), []).append((at, index[holder]))
    return Given(units=tuple(by_unit), holder=_filled(by_unit, days), problems=tuple(problems))


def _filled(by_unit: Mapping[str, list[tuple[int, int]]], days: int) -> npt.NDArray[np.int64]:
    out = np.full((len(by_unit), days), UNTOLD, dtype=np.int64)
    for row, said in enumerate(by_unit.values()):
        said.sort()
        for (at, holder), (after, _) in zip(said, [*said[1:], (said[-1][0] + 1, -1)], strict=True):
            out[row, at : max(after, at + 1)] = holder
    return out
