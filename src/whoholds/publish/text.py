"""The map in a terminal: a small map of letters, and the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from string import ascii_uppercase

import numpy as np
import shapely

from whoholds.publish import palette
from whoholds.publish.edition import Edition, SeriesName
from whoholds.publish.looks import Look, label_of, legend_order, looks


def text_map(edition: Edition, day: date, *, series: SeriesName = "now", width: int = 64) -> str:
    """Draw one day with letters: a holder's capital where held, small where unconfirmed.

    ``/`` is contested, ``?`` disputed, ``.`` unknown. Below stand the counts and where the answer is from.
    """
    at = edition.index(day)
    table, index = looks(edition, edition.series(series), slice(at, at + 1))
    shown = [table[k] for k in index[:, 0]]
    capitals = _capitals(edition)
    signs = [_sign(capitals, look) for look in shown]
    known = "on the day" if series == "then" else f"on {edition.known}"
    lines = [f"{edition.title}, {day}, as known {known}", "", *_grid(edition, signs, width), ""]
    counts = Counter(
        (_sign(capitals, look), label_of(edition, look), *legend_order(edition, look)) for look in shown
    )
    ordered = sorted(counts.items(), key=lambda item: item[0][2:])
    lines += [f"  {sign:<3}{label:<40} {n:>5}" for (sign, label, *_), n in ordered]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _capitals(edition: Edition) -> dict[str, str]:
    """One capital by actor id, no two equal: that of pictures in grey where it is free, else another of its name."""
    given: dict[str, str] = {}
    for actor in edition.actors:
        tries = palette.letters(edition)[actor.id][:1] + actor.name.upper() + ascii_uppercase
        free = (c for c in tries if c != c.lower() and c not in given.values())
        given[actor.id] = next(free, "*")
    return given


def _sign(capitals: Mapping[str, str], look: Look) -> str:
    letter = capitals.get(look.holder, "?")
    plain = {"held": letter, "unconfirmed": letter.lower(), "contested": "/", "disputed": "?", "unknown": "."}
    return plain.get(look.state, " ")


def _grid(edition: Edition, signs: list[str], width: int) -> list[str]:
    """Rows of signs; a character is taken to be twice as high as it is wide."""
    shapes = shapely.from_wkb([unit.geometry for unit in edition.units])
    west, south, east, north = shapely.total_bounds(shapes)
    step = (east - west or 1.0) / width
    tall = step * 2 * max(0.05, float(np.cos(np.radians((south + north) / 2))))
    height = max(1, min(40, round((north - south) / tall)))
    x = west + (np.arange(width) + 0.5) * step
    y = north - (np.arange(height) + 0.5) * ((north - south) / height)
    across, down = (axis.ravel() for axis in np.meshgrid(x, y))
    cells = np.full(width * height, " ", dtype="<U1")
    points, units = shapely.STRtree(shapes).query(shapely.points(across, down), predicate="intersects")
    cells[points] = np.array(signs, dtype="<U1")[units]
    for k, shape in enumerate(shapes):
        if shape.geom_type == "Point":
            column = min(width - 1, int((shape.x - west) / step))
            row = min(height - 1, int((north - shape.y) / ((north - south) / height or 1)))
            cells[row * width + column] = signs[k]
    return ["".join(row) for row in cells.reshape(height, width)]
