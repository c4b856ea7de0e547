"""What lies under and over a map of units: land, water, names; outlines, scale bar and north."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from whoholds.publish import palette
from whoholds.publish.edition import Edition
from whoholds.publish.labels import neighbours


def base(edition: Edition, axes: Any) -> None:
    """Draw the neighbours, lakes and rivers."""
    from matplotlib.collections import LineCollection, PathCollection

    axes.set_facecolor("#FFFFFF")
    for kind, colour, order in (("land", palette.LAND, 0), ("lake", palette.WATER, 3.2)):
        shapes = [shapely.from_wkb(f.geometry) for f in edition.base if f.kind == kind]
        axes.add_collection(
            PathCollection(
                [path(s) for s in shapes], facecolor=colour, edgecolor="#B5B5B5", linewidth=0.4, zorder=order
            )
        )
    rivers = [shapely.from_wkb(f.geometry) for f in edition.base if f.kind == "river"]
    lines = [np.asarray(part.coords) for r in rivers for part in shapely.get_parts(r)]
    axes.add_collection(LineCollection(lines, colors="#7FA8CC", linewidths=0.7, zorder=3.1))


def names(edition: Edition, axes: Any, most: int) -> None:
    """Name neighbours and up to so many towns, where there is room, the most important first; the frame must stand."""
    from matplotlib.patheffects import withStroke

    axes.apply_aspect()
    points = axes.figure.dpi / 72
    edge = axes.get_window_extent()
    for name, at in neighbours(edition):
        x = axes.transData.transform((at.x, at.y))[0]
        if min(x - edge.x0, edge.x1 - x) < 3.6 * points * len(name[:30]):
            continue
        axes.text(
            at.x, at.y, " ".join(name[:30].upper()), fontsize=5.5, color="#7A7A7A", ha="center", va="center",
            zorder=1, parse_math=False, clip_on=True,
        )  # fmt: skip
    taken: list[tuple[float, float, float]] = []
    for town in [f for f in edition.base if f.kind == "town"][:most]:
        at = shapely.from_wkb(town.geometry)
        x, y = axes.transData.transform((at.x, at.y)) / points
        wide = 6 + 3.6 * len(town.name[:30])
        if any(x < left + w and left < x + wide and abs(y - low) < 8 for left, low, w in taken):
            continue
        taken.append((x, y, wide))
        axes.plot([at.x], [at.y], "o", color="#111111", markersize=1.8, zorder=5)
        axes.annotate(
            town.name[:30], (at.x, at.y), (2.5, -2), textcoords="offset points", fontsize=6, zorder=5, parse_math=False,
            clip_on=True, path_effects=[withStroke(linewidth=1.6, foreground="#FFFFFF", alpha=0.75)],
        )  # fmt: skip


def borders(edition: Edition, axes: Any) -> None:
    """Draw the outlines of the units, and stronger those of their parents."""
    from matplotlib.collections import LineCollection

    for units, width in ((edition.units, 0.25), (edition.parents, 0.9)):
        lines = [r for unit in units if unit.geometry for r in rings(shapely.from_wkb(unit.geometry))]
        axes.add_collection(LineCollection(lines, colors=palette.LINE, linewidths=width, zorder=3))


def extent(shapes: Any) -> tuple[float, float, float, float]:
    """West, south, east and north of the units, wider where they have next to no width or height: one town, or a row."""
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    least = max(east - west, north - south) / 10 or 0.2
    across, up = max(0.0, least - (east - west)) / 2, max(0.0, least - (north - south)) / 2
    return west - across, south - up, east + across, north + up


def frame(axes: Any, bounds: tuple[float, float, float, float]) -> None:
    """Show the units with a margin, at true proportions in their middle; scale bar and north."""
    west, south, east, north = bounds
    margin = max(east - west, north - south) * 0.04
    axes.set_xlim(west - margin, east + margin)
    axes.set_ylim(south - margin, north + margin)
    kilometre = 1 / (111.32 * max(0.05, np.cos(np.radians((south + north) / 2))))
    axes.set_aspect(kilometre * 111.32)
    axes.set_xticks([])
    axes.set_yticks([])
    wanted = (east - west) / kilometre / 4
    step = 10 ** np.floor(np.log10(wanted))
    length = max(m * step for m in (1, 2, 5) if m * step <= wanted)
    x, y = west, south - margin * 0.55
    axes.plot(
        [x, x + length * kilometre], [y, y], color="#222222", linewidth=1.6, solid_capstyle="butt", zorder=6
    )
    axes.text(x + length * kilometre + margin * 0.2, y, f"{length:g} km", fontsize=7, va="center", zorder=6)
    axes.annotate(
        "N", (0.965, 0.985), (0.965, 0.915), xycoords="axes fraction", ha="center", va="top", fontsize=9,
        arrowprops={"arrowstyle": "-|>", "color": "#222222"}, zorder=6,
    )  # fmt: skip


def rings(shape: Any) -> list[Any]:
    """Outer and inner rings of a polygon, as points."""
    lines = shapely.get_parts(shape.boundary)
    return [np.asarray(line.coords)[:, :2] for line in lines]


def path(shape: Any) -> Any:
    """Polygon with its holes as one path."""
    from matplotlib.path import Path as Outline

    return Outline.make_compound_path(*(Outline(ring, closed=True) for ring in rings(shape)))
