"""Relative places: *70 miles north of Kabul*, *between Kunduz and Taloqan*. A point with a radius."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely

from .units import Frame

BEARINGS = {"north": 0.0, "east": 90.0, "south": 180.0, "west": 270.0}
KM_PER_DEGREE = 111.2
VAGUE_KM = 15.0
"""How far *near* and *north of* reach where no distance is given."""


def near(
    frame: Frame, anchors: Sequence[str], *, km: float | None, way: str | None
) -> list[tuple[str, float]]:
    """Map units around the place described, each with its share of the circle, largest first.

    One anchor: ``km`` away from it towards ``way`` (a compass word), within a quarter of that distance.
    Two: around the middle of the line between them. Shares sum to at most 1.
    """
    points = [
        (u.longitude, u.latitude)
        for a in anchors
        if (u := frame.units[a]).latitude is not None and u.longitude is not None
    ]
    if len(points) != len(anchors) or not points:
        return []
    x, y = (sum(p[i] for p in points if p[i] is not None) / len(points) for i in (0, 1))
    shrink = max(math.cos(math.radians(y)), 0.1)
    if len(points) == 2:
        apart = (
            math.hypot((points[0][0] - points[1][0]) * shrink, points[0][1] - points[1][1]) * KM_PER_DEGREE
        )
        radius = max(apart / 4, 5.0)
    else:
        distance = km if km is not None else VAGUE_KM
        radius = max(distance / 4, 5.0)
        angle = bearing(way)
        if angle is None:
            radius = max(distance, 5.0)
        else:
            x += distance / KM_PER_DEGREE / shrink * math.sin(math.radians(angle))
            y += distance / KM_PER_DEGREE * math.cos(math.radians(angle))
    return _shares(frame, x, y, radius, shrink)


def bearing(way: str | None) -> float | None:
    """Degrees clockwise from north of *north*, *south-west*, *northern*; ``None`` for *near* and the like."""
    names = [n for n in ("north", "south", "east", "west") if n in (way or "")]
    if not names:
        return None
    east = sum(math.sin(math.radians(BEARINGS[n])) for n in names)
    north = sum(math.cos(math.radians(BEARINGS[n])) for n in names)
    return math.degrees(math.atan2(east, north)) % 360


def _shares(frame: Frame, x: float, y: float, radius: float, shrink: float) -> list[tuple[str, float]]:
    degrees = radius / KM_PER_DEGREE
    circle = shapely.affinity.scale(shapely.Point(x, y).buffer(degrees), xfact=1 / shrink)
    units = [frame.units[u] for u in frame.map_units]
    shapes = shapely.from_wkb(np.array([u.geometry for u in units], dtype=object))
    hits = shapely.STRtree(shapes).query(circle, predicate="intersects")
    if bool(np.all(shapely.get_type_id(shapes) == 0)):
        return sorted((units[i].id, 1.0 / len(hits)) for i in hits)
    parts = [(units[i].id, shapely.area(shapely.intersection(shapes[i], circle)) / circle.area) for i in hits]
    return sorted(((u, float(p)) for u, p in parts), key=lambda x: (-x[1], x[0]))
