"""Units as a picture, to see whether an import went well: :func:`draw`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

_FILLS = ("#dbe4ee", "#e9e2d0", "#dcebdc", "#eedede", "#e4dff0", "#f0ead6")
_MOST_NAMES = 120


def draw(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Draw the finest units of a layer, a tint for each parent, with names where there is room.

    ``rows`` are those of :class:`whoholds.locate.boundaries.Report`; the suffix of ``path`` chooses the format.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    finest = max(row["level"] for row in rows)
    units = [row for row in rows if row["level"] == finest]
    shapes = shapely.from_wkb(np.array([row["geometry"] for row in units], dtype=object))
    parents = sorted({str(row["parent"]) for row in units})
    figure = Figure(figsize=(12, 9), layout="tight")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for row, shape in zip(units, shapes, strict=True):
        tint = _FILLS[parents.index(str(row["parent"])) % len(_FILLS)]
        for part in shapely.get_parts(shape):
            if part.geom_type == "Point":
                axes.plot(part.x, part.y, ".", color="#555555")
            else:
                axes.fill(*part.exterior.xy, facecolor=tint, edgecolor="#555555", linewidth=0.5)
        if len(units) <= _MOST_NAMES:
            middle = shape.representative_point()
            axes.annotate(row["name"], (middle.x, middle.y), ha="center", va="center", fontsize=6)
    axes.set_aspect(1 / max(0.2, float(np.cos(np.radians(shapely.total_bounds(shapes)[1::2].mean())))))
    axes.set_title(f"{len(units)} units of level {finest} in {len(parents)} parents")
    figure.savefig(path, dpi=120)
