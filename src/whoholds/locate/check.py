"""Look at a frame before using it: what is wrong with it, and a picture."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import shapely

from whoholds.errors import BoundaryError
from whoholds.model import Problem

from .units import Frame


def check(frame: Frame) -> list[Problem]:
    """Overlapping or crooked outlines, units without a parent on the level above, names used twice."""
    units = [frame.units[u] for u in frame.map_units]
    shapes = shapely.from_wkb(np.array([u.geometry for u in units], dtype=object))
    file = frame.version
    problems = [
        Problem(file=file, reason=f"{u.id}: invalid outline")
        for u, ok in zip(units, shapely.is_valid(shapes), strict=True)
        if not ok
    ]
    if bool(np.all(shapely.get_dimensions(shapes) == 2)):
        edges = shapely.coverage_invalid_edges(shapes)
        problems += [
            Problem(file=file, reason=f"{u.id}: its border does not meet its neighbour's")
            for u, edge in zip(units, edges, strict=True)
            if edge is not None and not edge.is_empty
        ]
    problems += [
        Problem(file=file, reason=f"{u.id}: no parent on the level above")
        for u in units
        if u.level != "1" and (u.parent is None or u.parent == frame.country)
    ]
    names = Counter((u.parent, u.name) for u in units)
    problems += [
        Problem(file=file, reason=f"{n} units are called {name!r} in {parent}")
        for (parent, name), n in names.items()
        if n > 1
    ]
    return problems


def draw(frame: Frame, path: Path) -> None:
    """A picture of the map's units, shaded by parent; :class:`BoundaryError` unless it ends in png, svg or pdf."""
    if path.suffix.lower() not in (".png", ".svg", ".pdf"):
        raise BoundaryError(f"{path}: a picture ends in .png, .svg or .pdf")
    from matplotlib.collections import PolyCollection
    from matplotlib.figure import Figure

    parents = sorted({frame.units[u].parent or "" for u in frame.map_units})
    shade = {p: 0.55 + 0.4 * (i * 7 % len(parents)) / len(parents) for i, p in enumerate(parents)}
    figure = Figure(figsize=(10, 8), layout="constrained")
    axes = figure.add_subplot()
    for unit in (frame.units[u] for u in frame.map_units):
        shape = shapely.from_wkb(unit.geometry)
        grey = shade[unit.parent or ""]
        if shape.geom_type == "Point":
            axes.plot(shape.x, shape.y, ".", color=str(grey / 2), markersize=3)
            continue
        rings = [np.asarray(p.exterior.coords)[:, :2] for p in shapely.get_parts(shape)]
        axes.add_collection(PolyCollection(rings, facecolor=str(grey), edgecolor="0.2", linewidth=0.3))
    axes.autoscale()
    axes.set_aspect(1.3)
    axes.set_axis_off()
    axes.set_title(f"{frame.version}: {len(frame.map_units)} units of level {frame.level}")
    axes.text(0, 0, "; ".join(frame.credits), transform=axes.transAxes, fontsize=7)
    figure.savefig(path, dpi=150)
