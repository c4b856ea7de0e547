"""Geometry of units: which polygon holds a point, which units touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from whoholds.model import Unit

Shapes = npt.NDArray[np.object_]
NEAR = 0.25
"""Degrees: a town in the sea, off a simplified coast, belongs to a polygon this near."""


def holders(points: npt.NDArray[np.float64], polygons: Sequence[bytes]) -> list[int | None]:
    """For each point (longitude, latitude) the index of the polygon that holds it, or the one close by."""
    found: list[int | None] = [None] * len(points)
    if not len(points) or not polygons:
        return found
    shapes = shapely.from_wkb(np.array(polygons, dtype=object))
    tree = shapely.STRtree(shapes)
    where = shapely.points(points)
    for i, j in zip(*tree.query(where, predicate="intersects"), strict=True):
        if found[i] is None:
            found[i] = int(j)
    stray = np.array([i for i, j in enumerate(found) if j is None], dtype=int)
    if len(stray):
        for i, j in zip(*tree.query_nearest(where[stray], max_distance=NEAR, all_matches=False), strict=True):
            found[stray[i]] = int(j)
    return found


def adjacency(units: Sequence[Unit]) -> Mapping[str, tuple[str, ...]]:
    """Unit -> units it touches. Points touch along the edges of their Delaunay triangulation."""
    shapes = shapely.from_wkb(np.array([u.geometry for u in units], dtype=object))
    pairs: dict[str, set[str]] = defaultdict(set)
    if len(units) < 2:
        return {}
    if bool(np.all(shapely.get_type_id(shapes) == 0)):
        edges = _triangulation(shapes)
    else:
        # A hair's breadth bridges borders whose vertices were rounded apart.
        tree = shapely.STRtree(shapes)
        edges = [
            (i, j)
            for i, j in zip(*tree.query(shapes, predicate="dwithin", distance=1e-4), strict=True)
            if i < j
        ]
    for i, j in edges:
        pairs[units[i].id].add(units[j].id)
        pairs[units[j].id].add(units[i].id)
    return {unit: tuple(sorted(others)) for unit, others in pairs.items()}


def _triangulation(points: npt.NDArray[np.object_]) -> list[tuple[int, int]]:
    where = {(p.x, p.y): i for i, p in enumerate(points)}
    lines = shapely.delaunay_triangles(shapely.MultiPoint(list(points)), only_edges=True)
    edges = []
    for line in shapely.get_parts(lines):
        start, end = (where[(x, y)] for x, y in line.coords)
        edges.append((start, end))
    return edges


def areal(shape: Any) -> Any:
    """The polygons of a geometry, without stray lines and points."""
    return shapely.union_all([p for p in shapely.get_parts(shape) if shapely.get_dimensions(p) == 2])


def holes(shapes: Shapes) -> int:
    """How many gaps a coverage has."""
    return sum(len(p.interiors) for p in shapely.get_parts(shapely.union_all(shapes)))


def overlaps(shapes: Shapes, outlines: Shapes, names: Sequence[str]) -> list[tuple[str, float]]:
    """For each shape the outline that holds most of it, and the share."""
    best: list[tuple[str, float]] = [("", 0.0)] * len(shapes)
    outlines = shapely.make_valid(outlines)
    points = bool(np.all(shapely.get_dimensions(shapes) == 0))
    for i, j in zip(*shapely.STRtree(outlines).query(shapes, predicate="intersects"), strict=True):
        share = (
            1.0
            if points
            else float(shapely.area(shapely.intersection(shapes[i], outlines[j])) / shapely.area(shapes[i]))
        )
        if share > best[i][1]:
            best[i] = (names[j], share)
    return best


def areas(shapes: Shapes) -> npt.NDArray[np.float64]:
    """Square kilometres, in the equal-area projection EPSG:6933."""
    import pyproj

    to_equal_area = pyproj.Transformer.from_crs(4326, 6933, always_xy=True)
    flat = shapely.transform(shapes, lambda xy: np.column_stack(to_equal_area.transform(xy[:, 0], xy[:, 1])))
    result: npt.NDArray[np.float64] = shapely.area(flat) / 1e6
    return result
