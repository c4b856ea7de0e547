"""Geometry for the page: simplified with shared borders kept shared, on a grid, as short text.

A shape is polygons joined by ``;``, a polygon is rings joined by ``,``, a ring is differences of grid
steps written as Google's polyline algorithm writes them (five bits to a character, from ``?`` on), longitude
first. A point is a ring of one point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from whoholds.publish.edition import Edition
from whoholds.publish.labels import neighbours

STEPS = 20_000
"""Grid steps over the longer side: under a tenth of a pixel at country zoom, a pixel at province zoom."""


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Origin and step in degrees."""

    west: float
    south: float
    step: float

    def encode(self, shape: Any) -> str:
        """Write a polygon, line or point, or several, as text."""
        return ";".join(
            ",".join(self._ring(shapely.get_coordinates(ring)) for ring in _rings(part))
            for part in shapely.get_parts(shape)
            if not part.is_empty
        )

    def _ring(self, points: npt.NDArray[np.float64]) -> str:
        steps = np.round((points - [self.west, self.south]) / self.step).astype(np.int64)
        if len(steps) > 1:
            steps = steps[np.r_[True, np.any(np.diff(steps, axis=0) != 0, axis=1)]]
        return "".join(_varint(n) for n in np.diff(steps, axis=0, prepend=0).ravel().tolist())


@lru_cache(maxsize=1)
def simplified(edition: Edition) -> tuple[Grid, list[Any], list[Any]]:
    """Return the grid, the units' shapes and the parents' outlines (``None`` where there is none)."""
    raw = shapely.from_wkb([unit.geometry for unit in edition.units])
    west, south, east, north = shapely.total_bounds(raw)
    size = max(east - west, north - south) or 1.0
    grid = Grid(west=west, south=south, step=size / STEPS)
    shapes = _snapped(_lighter(raw, size), grid)
    outlines = [_outline(edition, k, shapes) for k in range(len(edition.parents))]
    return grid, list(shapes), outlines


def _lighter(shapes: npt.NDArray[Any], size: float) -> npt.NDArray[Any]:
    """Take out vertices until there are about twenty-five to a unit; points stay."""
    areas = np.isin(shapely.get_type_id(shapes), [3, 6])
    if not areas.any():
        return shapes
    budget, tolerance = 25 * len(shapes) + 3000, size / 20_000
    lighter = shapes.copy()
    while shapely.get_num_coordinates(lighter[areas]).sum() > budget and tolerance < size / 100:
        lighter[areas] = shapely.coverage_simplify(shapes[areas], tolerance)
        tolerance *= 1.5
    return lighter


def _snapped(shapes: npt.NDArray[Any], grid: Grid) -> npt.NDArray[Any]:
    """Move areas onto the grid, all borders at once, so that none crosses itself or another.

    Rounding each vertex alone lets a narrow part touch itself. Here the borders are one drawing, rounded and
    cut where they meet (snap rounding, Hobby 1999), and each face of it goes to the unit that it lies in. An
    area too small for the grid keeps its shape.
    """
    origin, areas = [grid.west, grid.south], np.flatnonzero(np.isin(shapely.get_type_id(shapes), [3, 6]))
    if not len(areas):
        return shapes
    exact = shapely.transform(shapes[areas], lambda at: (at - origin) / grid.step)
    lines = shapely.union_all(shapely.boundary(exact), grid_size=1)
    faces = np.array(shapely.polygonize([lines]).geoms, dtype=object)
    face, owner = shapely.STRtree(exact).query(shapely.point_on_surface(faces), predicate="intersects")
    face, at = np.unique(face, return_index=True)
    snapped = shapes.copy()
    for k in np.unique(owner[at]):
        mine = shapely.union_all(faces[face[owner[at] == k]])
        snapped[areas[k]] = shapely.transform(mine, lambda at: at * grid.step + origin)
    return snapped


def _outline(edition: Edition, at: int, shapes: npt.NDArray[Any]) -> Any:
    """Make a parent's area: dissolved from its units, or its own where its units are points."""
    parent = edition.parents[at]
    areas = [shapes[k] for k in edition.within[parent.id] if shapes[k].geom_type != "Point"]
    if areas:
        return shapely.union_all(areas)
    if not parent.geometry:
        return None
    own = shapely.from_wkb(parent.geometry)
    return own.simplify(max(own.bounds[2] - own.bounds[0], 0.01) / 300)


def base(edition: Edition, grid: Grid) -> list[tuple[str, str, str, int]]:
    """Kind, name and text of each base feature, cut to the surroundings of the map; then what neighbours are called.

    Last in each stands the index of the unit that a town lies in, else -1.
    """
    size = grid.step * STEPS
    window = shapely.box(grid.west - size, grid.south - size, grid.west + 2 * size, grid.south + 2 * size)
    units = shapely.from_wkb([unit.geometry for unit in edition.units])
    mine, tree = shapely.union_all(units), shapely.STRtree(units)
    found: list[tuple[str, str, str, int]] = []
    for feature in edition.base:
        shape = shapely.from_wkb(feature.geometry)
        if feature.kind == "land" and shape.difference(mine).area < 0.05 * shape.area:
            continue  # The units cover it.
        if shape.geom_type != "Point":
            shape = shapely.make_valid(shape.simplify(size / 800)).intersection(window)
        parts = [p for p in shapely.get_parts(shape) if not p.is_empty]
        if parts:
            inside = tree.query(shape, predicate="within") if feature.kind == "town" else []
            text = ";".join(grid.encode(p) for p in parts)
            found.append((feature.kind, feature.name, text, int(inside[0]) if len(inside) else -1))
    return found + [("name", name, grid.encode(at), -1) for name, at in neighbours(edition)]


def _rings(part: Any) -> Sequence[Any]:
    return [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]


def _varint(number: int) -> str:
    bits = ~(number << 1) if number < 0 else number << 1
    text = ""
    while bits >= 32:
        text += chr((32 | (bits & 31)) + 63)
        bits >>= 5
    return text + chr(bits + 63)
