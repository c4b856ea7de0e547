"""What one actor holds, as small maps of a few days: inline pictures without script, units drawn once and used again."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from whoholds.publish import palette
from whoholds.publish.edition import STATES, Edition
from whoholds.publish.site.shapes import simplified

WIDTH = 320
"""Units of a map's longer side; shapes are rounded to them."""
DAYS = 4
"""Maps of one actor, at most: its last day, and days before on which it held another number of units."""
_UNCONFIRMED = STATES.index("unconfirmed")


class ActorMaps:
    """Maps of each actor of an edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        _, self._shapes, _ = simplified(edition)

    @cached_property
    def _scale(self) -> tuple[float, float, float, float]:
        """West and north edge, and pixels to a degree of longitude and of latitude."""
        west, south, east, north = shapely.total_bounds(self._shapes)
        flat = math.cos(math.radians((south + north) / 2))
        size = max((east - west) * flat, north - south) or 1.0
        return west, north, WIDTH * flat / size, WIDTH / size

    @property
    def box(self) -> str:
        """The picture's ``viewBox``."""
        west, north, across, down = self._scale
        bounds = shapely.total_bounds(self._shapes)
        return f"-4 -4 {(bounds[2] - west) * across + 8:.0f} {(north - bounds[1]) * down + 8:.0f}"

    @cached_property
    def shapes(self) -> str:
        """Every unit as a shape to use, and all of them as the ground; once a page."""
        units = "".join(self._shape(k, shape) for k, shape in enumerate(self._shapes))
        ground = "".join(f'<use href="#unit-{k}"/>' for k in range(len(self._shapes)))
        return f'<svg class="shapes" aria-hidden="true"><defs>{units}<g id="ground">{ground}</g></defs></svg>'

    def _shape(self, k: int, shape: Any) -> str:
        if shape.geom_type == "Point":
            (x, y), *_ = self._pixels(shapely.get_coordinates(shape))
            return f'<circle id="unit-{k}" cx="{x}" cy="{y}" r="3"/>'
        rings = [r for part in shapely.get_parts(shape) for r in (part.exterior, *part.interiors)]
        lines = (self._pixels(shapely.get_coordinates(ring)) for ring in rings)
        return f'<path id="unit-{k}" d="{"".join(_path(line) for line in lines if len(line) > 2)}"/>'

    def _pixels(self, points: npt.NDArray[np.float64]) -> list[tuple[int, int]]:
        west, north, across, down = self._scale
        at = np.round((points - [west, north]) * [across, -down]).astype(int)
        kept = at[np.r_[True, np.any(np.diff(at, axis=0) != 0, axis=1)]]
        return [(int(x), int(y)) for x, y in kept]

    def of(self, actor: str) -> str:
        """Maps of what an actor held, oldest first; nothing where it never held anything on the map."""
        states = self.edition.now.posteriors.states
        if actor not in states:
            return ""
        mine = self.edition.now.holder == states.index(actor)
        if not mine.any():
            return ""
        hue = palette.hues(self.edition)[actor]
        name = next(a.name for a in self.edition.actors if a.id == actor)
        maps = "".join(self._map(name, hue, mine[:, day], day) for day in _days(mine.sum(axis=0)))
        return f'<div class="maps">{maps}</div>'

    def _map(self, name: str, hue: str, mine: npt.NDArray[np.bool_], day: int) -> str:
        on = (self.edition.first + timedelta(days=day)).isoformat()
        rows = np.flatnonzero(mine).tolist()
        weak = [k for k in rows if self.edition.now.state[k, day] == _UNCONFIRMED]
        held = "".join(f'<use href="#unit-{k}"/>' for k in rows if k not in set(weak))
        said = "".join(f'<use href="#unit-{k}"/>' for k in weak)
        count = f"{len(rows)} of {len(mine)} units" + (f", {len(weak)} on its own word" if weak else "")
        label = html.escape(f"{name} on {on}: {count}", quote=True)
        return (
            f'<figure><svg viewBox="{self.box}" role="img" aria-label="{label}"><use class="ground" href="#ground"/>'
            f'<g class="held" fill="{hue}">{held}</g><g class="said" fill="{hue}">{said}</g></svg>'
            f"<figcaption>{on}: {count}</figcaption></figure>"
        )


def _path(line: Sequence[tuple[int, int]]) -> str:
    """A closed ring as an SVG path of steps."""
    (x, y), text = line[0], f"M{line[0][0]} {line[0][1]}l"
    for px, py in line[1:]:
        text += f"{px - x} {py - y} "
        x, y = px, py
    return text.rstrip() + "z"


def _days(counts: npt.NDArray[np.int64]) -> list[int]:
    """The last day, and up to three before it, spread over the days on which the number of units changed."""
    changed = [0, *(np.flatnonzero(np.diff(counts)) + 1).tolist()]
    changed = [day for day in changed if counts[day]] or changed
    last = len(counts) - 1
    spread = np.linspace(0, len(changed) - 1, min(DAYS - 1, len(changed))).round().astype(int).tolist()
    return sorted({*(changed[k] for k in spread), last})
