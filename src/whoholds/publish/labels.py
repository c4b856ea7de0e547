"""Where the names of neighbouring countries stand, on the page and in pictures."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from whoholds.publish.edition import Edition

MARGIN = 0.05
"""What is in sight around the units, as a part of the longer side."""
LEAST = 0.004
"""Room that a name needs, as a part of what is in sight."""


def neighbours(edition: Edition) -> list[tuple[str, Any]]:
    """Name and point of each land of the base that has room beside the units, largest first."""
    units = shapely.from_wkb([unit.geometry for unit in edition.units])
    west, south, east, north = shapely.total_bounds(units)
    margin = MARGIN * max(east - west, north - south)
    sight = shapely.box(west - margin, south - margin, east + margin, north + margin)
    mine = shapely.union_all(shapely.simplify(units, margin / 20)).buffer(margin / 8)
    found = []
    for feature in edition.base:
        if feature.kind != "land" or not feature.name:
            continue
        room = shapely.make_valid(shapely.from_wkb(feature.geometry)).intersection(sight).difference(mine)
        if room.area > LEAST * sight.area:
            found.append((room.area, feature.name, _middle(room)))
    return [(name, at) for _, name, at in sorted(found, key=lambda item: (-item[0], item[1]))]


def _middle(room: Any) -> Any:
    """Centre of the largest circle in the largest part."""
    part = max(shapely.get_parts(room), key=lambda p: p.area)
    circle = shapely.maximum_inscribed_circle(part, tolerance=float(np.sqrt(part.area)) / 50)
    return shapely.Point(circle.coords[0])
