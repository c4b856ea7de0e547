"""Roll-up: from units to the units that contain them.

``seat`` gives a province the state of the unit of its capital, and where that is not known goes by majority. ``majority`` gives it a holder where more
than half of its units have that holder. ``shares`` publishes no state, only which part of its units is
whose; under ``majority`` and ``shares`` the probabilities are those shares.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.errors import ExportError
from whoholds.model import CONTESTED, Level, Unit
from whoholds.publish.edition import NO_STATE, STATES, Bearing, Edition, Rollup, Series

HELD, UNCONFIRMED, FOUGHT, DISPUTED, UNKNOWN = range(len(STATES))


def rolled(edition: Edition, how: Rollup, level: Level | None = None) -> Edition:
    """Return the same edition with its parents of ``level`` (the nearest, if none is named) as units.

    Claims about any unit of a parent bear on the parent. How far they moved it is known only for the seat
    under ``seat``; elsewhere nothing is said of it. Raises :class:`ExportError` where the map has no such level.
    """
    if not edition.levels:
        raise ExportError(f"no unit of level {edition.level!r} has a parent: there is nothing to roll up to")
    level = level or edition.levels[0]
    if level not in edition.levels:
        above = ", ".join(edition.levels)
        raise ExportError(
            f"a map of level {edition.level!r} cannot be rolled up to {level!r}, only to: {above}"
        )
    parents = tuple(p for p in edition.parents if p.level == level and edition.within[p.id])
    seats = {p.id: seat_of(p, edition) for p in parents}
    return replace(
        edition,
        level=level,
        units=parents,
        parents=tuple(
            p for p in edition.parents if p.level in edition.levels[edition.levels.index(level) + 1 :]
        ),
        now=_roll(edition, edition.now, parents, seats, how),
        then=_roll(edition, edition.then, parents, seats, how),
        bearings=_bearings(edition, seats, how),
        rolled=how,
        seatless=frozenset(p for p, at in seats.items() if how == "seat" and at is None),
    )


def seat_of(parent: Unit, edition: Edition) -> int | None:
    """Index of the unit that is, or by its name holds, the parent's capital."""
    inside = [(i, edition.units[i]) for i in edition.within[parent.id]]
    for i, unit in inside:
        if parent.seat == unit.id:
            return i
    wanted = (parent.seat or "").casefold()
    named = [i for i, u in inside if wanted and wanted in {n.casefold() for n in (u.name, *u.names)}]
    return named[0] if len(named) == 1 else None


def _roll(
    edition: Edition, series: Series, parents: tuple[Unit, ...], seats: dict[str, int | None], how: Rollup
) -> Series:
    rows = [_row(edition, series, parent, seats[parent.id], how) for parent in parents]
    stack = {name: np.stack([row[name] for row in rows]) for name in rows[0]}
    p = stack.pop("p").astype(np.float32)
    posteriors = replace(series.posteriors, units=tuple(u.id for u in parents), p=p)
    return Series(posteriors=posteriors, **stack)


def _row(
    edition: Edition, series: Series, parent: Unit, seat: int | None, how: Rollup
) -> dict[str, npt.NDArray[Any]]:
    """All arrays of one parent, each over days."""
    inside = np.array(edition.within[parent.id])
    if how == "seat" and seat is not None:
        names = ("state", "holder", "probability", "newest", "claims", "outlets")
        return {name: getattr(series, name)[seat] for name in names} | {"p": series.posteriors.p[seat]}
    return majority(series, inside, named=how != "shares")


def majority(
    series: Series, inside: npt.NDArray[np.int64], *, named: bool = True
) -> dict[str, npt.NDArray[Any]]:
    """Arrays over days of what contains these units: whose more than half of them are; ``p`` are the shares.

    Without ``named`` nobody is said to hold it.
    """
    share = _shares(series, inside)
    holder, state = share[:, :-1].argmax(axis=1).astype(np.int16), np.full(len(share), UNKNOWN, np.uint8)
    if named:
        most = share[np.arange(len(share)), holder] > 0.5
        fought = share[:, -1] > 0.5
        held = (series.state[inside] == HELD) & (series.holder[inside] == holder)
        state[most] = np.where(held.mean(axis=0)[most] > 0.5, HELD, UNCONFIRMED)
        state[fought] = FOUGHT
        holder[~most] = -1
    else:
        state[:], holder[:] = NO_STATE, -1
    return {
        "state": state,
        "holder": holder,
        "probability": share.max(axis=1),
        "newest": series.newest[inside].max(axis=0),
        "claims": series.claims[inside].sum(axis=0),
        "outlets": series.outlets[inside].max(axis=0),
        "p": share,
    }


def _shares(series: Series, inside: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """Share of the units published as each actor's, and as contested: (days, states)."""
    states = series.posteriors.states
    share = np.zeros((series.state.shape[1], len(states)), np.float32)
    state, holder = series.state[inside], series.holder[inside]
    for k, name in enumerate(states):
        mine = state == FOUGHT if name == CONTESTED else (state <= UNCONFIRMED) & (holder == k)
        share[:, k] = mine.mean(axis=0)
    return share


def _bearings(edition: Edition, seats: dict[str, int | None], how: Rollup) -> tuple[Bearing, ...]:
    """Each claim once per parent: that of the seat first, else the first unit it bears on."""
    above = {edition.units[i].id: parent for parent in seats for i in edition.within[parent]}
    capitals = {edition.units[at].id for at in seats.values() if at is not None} if how == "seat" else set()
    kept: dict[tuple[str, str], Bearing] = {}
    for bearing in edition.bearings:
        parent = above.get(bearing.testimony.unit)
        if parent is None:
            continue
        seat = bearing.testimony.unit in capitals
        key = (bearing.testimony.claim, parent)
        if seat or key not in kept:
            said = replace(bearing.testimony, unit=parent)
            kept[key] = replace(bearing, testimony=said) if seat else Bearing(testimony=said)
    return tuple(kept.values())
