"""From an answer to an edition: :func:`edition_of`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import shapely

from whoholds import __version__
from whoholds.adjudicate import Deltas, deltas
from whoholds.locate import layers
from whoholds.locate.spelling import fold
from whoholds.locate.units import Frame
from whoholds.model import CONTESTED, Level, Posteriors, States, Testimony, content_id
from whoholds.pipeline.answer import Case, case_of
from whoholds.pipeline.project import Project
from whoholds.pipeline.testimony import as_judged
from whoholds.publish import Actor, BaseFeature, Bearing, Edition, Moved, Rollup, Series, make_edition, rolled

STEP = 0.1
"""Influences are published in steps of so many logits."""
LEAST = 0.1
"""A claim that moves a unit by less is said to move it by nothing."""
_SILENT = "Borders are those of the sources named in the credits and say nothing on whose a territory is."
TOWNS = 80
"""Towns named on a map, at most; a page and a picture show those for which there is room."""
BORDERS = {
    "all": f"{_SILENT} A territory that several states claim is drawn on the map of each.",
    "iso": f"{_SILENT} A territory that several states claim is drawn only where ISO 3166 lists it.",
}
"""The policy on disputed territory, as it stands on every map."""


def edition_of(
    project: Project,
    *,
    known: date | None = None,
    recorded: datetime | None = None,
    level: str | None = None,
    rollup: Rollup | None = None,
    reach: date | None = None,
) -> Edition:
    """The edition of a project's ledger; ``level`` above the map's own rolls it up."""
    case = case_of(project, known=known, recorded=recorded, reach=reach)
    now, then = case.posteriors(), case.posteriors(on_the_day=True)
    frame, settings = project.frame, project.config.publish
    parents = {parent for unit in frame.map_units for parent in frame.ancestors(unit)}
    edition = make_edition(
        title=project.title,
        country=frame.country,
        level=frame.level,
        units=[frame.units[unit] for unit in frame.map_units],
        parents=[frame.units[parent] for parent in parents],
        actors=[Actor(id=actor, name=case.cast.name(actor)) for actor in case.actors],
        now=series_of(now, case.states(now)),
        then=series_of(then, case.states(then)),
        attested=tuple(case.attested.values()),
        amended={key: as_judged(item) for key, item in case.attested.items()},
        bearings=tuple(_bearings(case, now, then)),
        base=tuple(_base(project)),
        newest=max(case.newest, reach or case.newest),
        content=case.content,
        inputs=_inputs(project),
        initial=project.initial,
        version=f"{__version__}, {frame.version}",
        settings=settings,
        persons=case.cast.persons,
        credits=frame.credits,
        licence="CC BY 4.0",
        boundary_note=BORDERS[project.config.project.disputed],
    )
    if rollup or (level and level != frame.level):
        return rolled(edition, rollup or settings.rollup, cast(Level | None, level))
    return edition


def _inputs(project: Project) -> str:
    """Digest of what shapes the map beside ledger, units and the settings that an edition carries."""
    parties = json.dumps([asdict(actor) for actor in project.actors.actors], sort_keys=True)
    return content_id("inputs", project.threshold, parties)


def _base(project: Project) -> Iterator[BaseFeature]:
    """Neighbours, lakes, rivers and towns around and on the map."""
    shapes = shapely.from_wkb([project.frame.units[unit].geometry for unit in project.frame.map_units])
    west, south, east, north = shapely.total_bounds(shapes)
    margin = 0.5 * max(east - west, north - south)
    kinds = layers.basemap((west - margin, south - margin, east + margin, north + margin))
    for kind, drawn in (("country", "land"), ("lake", "lake"), ("river", "river")):
        for name, geometry in kinds[kind]:
            yield BaseFeature(kind=cast("Any", drawn), name=name or "", geometry=geometry)
    if project.frame.level != "place":
        for name, where in _towns(project.frame):
            yield BaseFeature(kind="town", name=name, geometry=shapely.to_wkb(where))


def _towns(frame: Frame) -> Iterator[tuple[str, shapely.Point]]:
    """Capitals of first-level units, then other towns, larger ones first; called as the unit where it is its namesake."""
    places = [u for u in frame.units.values() if u.level == "place" and u.longitude is not None]
    places.sort(key=lambda u: (-(u.population or 0), u.id))
    capitals = {frame.seats.get(u.id) for u in frame.units.values() if u.level == "1"}
    inside = {
        capital: [p for p in places if capital in (p.id, *frame.ancestors(p.id))] for capital in capitals
    }
    first = {found[0].id for found in inside.values() if found}
    for town in sorted(places, key=lambda u: u.id not in first)[:TOWNS]:
        names = {fold(frame.units[above].name): frame.units[above].name for above in frame.ancestors(town.id)}
        yield names.get(fold(town.name), town.name), shapely.Point(town.longitude, town.latitude)


def series_of(posteriors: Posteriors, states: States) -> Series:
    """What an edition shows of an answer, per unit and day."""
    best = posteriors.p.argmax(axis=2)
    shown = np.where(
        states.state == 2, len(posteriors.states) - 1, np.where(states.holder >= 0, states.holder, best)
    )
    probability = np.take_along_axis(posteriors.p, shown[:, :, None].astype(np.intp), axis=2)[:, :, 0]
    return Series(
        posteriors=posteriors,
        state=states.state.astype(np.uint8),
        holder=states.holder,
        probability=probability.astype(np.float32),
        newest=states.newest_evidence,
        claims=states.claims,
        outlets=states.outlets,
    )


def _bearings(case: Case, now: Posteriors, then: Posteriors) -> Iterator[Bearing]:
    """Every testimony once per unit, with what its claim moved there in both series; rejected ones moved nothing."""
    units = sorted({row.unit for row in case.testimonies})
    moved = {d.unit: d for d in deltas(now, case.testimonies, case.weighed(now), units=units)}
    moved_then = {d.unit: d for d in deltas(then, case.testimonies, case.weighed(then), units=units)}
    for row in _once(case.rejected):
        yield Bearing(testimony=row, moved=(), moved_then=())
    for row in _once(case.testimonies):
        yield Bearing(
            testimony=row,
            moved=_moved(row, now, moved[row.unit]),
            moved_then=_moved(row, then, moved_then[row.unit]),
        )


def _once(rows: Iterable[Testimony]) -> Iterable[Testimony]:
    """The first of what a claim says of each unit."""
    first: dict[tuple[str, str], Testimony] = {}
    for row in rows:
        first.setdefault((row.claim, row.unit), row)
    return first.values()


def _moved(row: Testimony, posteriors: Posteriors, found: Deltas) -> tuple[Moved, ...]:
    """Runs of days on which the claim moved the log-odds of what it speaks of by the same step."""
    if row.claim not in found.claims:
        return ()
    state = posteriors.states.index(CONTESTED if row.symbol == "contests" else row.actor)
    with_it = found.whole[:, state]
    without = found.without[found.claims.index(row.claim), :, state]
    delta = np.round((_logit(with_it) - _logit(without)) / STEP) * STEP
    return tuple(_runs(delta, posteriors.first))


def _runs(delta: npt.NDArray[np.float64], first: date) -> Iterator[Moved]:
    cuts = np.flatnonzero(np.diff(delta)) + 1
    for begin, end in zip([0, *cuts], [*cuts, len(delta)], strict=True):
        if abs(delta[begin]) >= LEAST:
            yield Moved(
                first=first + timedelta(days=int(begin)),
                last=first + timedelta(days=int(end) - 1),
                delta=round(float(delta[begin]), 1),
            )


def _logit(p: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    clear = np.clip(p.astype(float), 1e-6, 1 - 1e-6)
    logit: npt.NDArray[np.float64] = np.log(clear) - np.log1p(-clear)
    return logit
