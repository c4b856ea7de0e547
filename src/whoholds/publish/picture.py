"""The map of one day, or of several side by side, as PNG, SVG or PDF; no browser, the same bytes each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
import shapely

from whoholds.publish import ground, palette
from whoholds.publish.edition import Edition, SeriesName
from whoholds.publish.figure import Canvas, figure, save
from whoholds.publish.looks import Look, label_of, legend_order, looks

Preset = Literal["wide", "square", "a4"]
SIZES: dict[Preset, tuple[float, float]] = {"wide": (12.8, 7.2), "square": (9.0, 9.0), "a4": (8.27, 11.69)}
"""Inches; PNG has 125 dots to the inch, so *wide* is 1600 x 900."""

TOWNS = 30
"""Towns that a picture tries to name."""


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a picture is drawn; ``grey`` puts letters in place of hues."""

    preset: Preset = "wide"
    grey: bool = False


def write(
    edition: Edition,
    path: Path,
    days: Sequence[date],
    *,
    series: SeriesName = "now",
    style: Style = Style(),
) -> list[Path]:
    """Draw the given days; more than one become small multiples with one legend."""
    shown = [_shown(edition, day, series) for day in days]
    counts = [_merged(Counter(looks)) for looks in shown]
    lines = sorted({look for count in counts for look in count}, key=lambda look: legend_order(edition, look))
    canvas = figure(edition, SIZES[style.preset], _subtitle(edition, days, series))
    west, south, east, north = ground.extent(shapely.from_wkb([unit.geometry for unit in edition.units]))
    ratio = (east - west) * np.cos(np.radians((south + north) / 2)) / (north - south)
    panels = canvas.panels(len(days), ratio, len(lines))
    for axes, day, looks_of in zip(panels, days, shown, strict=True):
        _draw(edition, axes, looks_of, style, TOWNS // len(days))
        if len(days) > 1:
            axes.set_title(f"{day:%-d %B %Y}", fontsize=9)
    _legend(edition, canvas, panels, [(look, [count[look] for count in counts]) for look in lines], style)
    return save(canvas, path, edition)


def describe(edition: Edition, day: date, series: SeriesName = "now") -> str:
    """One sentence for those who cannot see the picture."""
    counts = _merged(Counter(_shown(edition, day, series)))
    parts = [f"{label_of(edition, look)} {n}" for look, n in sorted(counts.items())]
    return f"{edition.title}, {day:%-d %B %Y}, {len(edition.units)} units: {', '.join(parts)}."


def _shown(edition: Edition, day: date, series: SeriesName) -> list[Look]:
    """Look of each unit on a day."""
    at = edition.index(day)
    table, index = looks(edition, edition.series(series), slice(at, at + 1))
    return [table[k] for k in index[:, 0]]


def _subtitle(edition: Edition, days: Sequence[date], series: SeriesName) -> str:
    when = f"{days[0]:%-d %B %Y}" if len(days) == 1 else f"{days[0]:%-d %B %Y} to {days[-1]:%-d %B %Y}"
    known = "as known on the day" if series == "then" else f"as known on {edition.known:%-d %B %Y}"
    return f"{when}, {known}"


def _merged(counts: Counter[Look]) -> Counter[Look]:
    """Add up counts without telling apart who contests with whom."""
    merged: Counter[Look] = Counter()
    for look, n in counts.items():
        merged[Look(state=look.state, holder=look.holder)] += n
    return merged


def _draw(edition: Edition, axes: Any, shown: Sequence[Look], style: Style, towns: int) -> None:
    """Draw base features, then units by look, then borders."""
    from matplotlib.collections import PathCollection

    shapes = shapely.from_wkb([unit.geometry for unit in edition.units])
    ground.base(edition, axes)
    for look in sorted(set(shown)):
        mine = [shape for shape, its in zip(shapes, shown, strict=True) if its == look]
        fill, mark, hatch = paint(edition, look, grey=style.grey)
        points = [shape for shape in mine if shape.geom_type == "Point"]
        paths = [ground.path(shape) for shape in mine if shape.geom_type != "Point"]
        if points:
            axes.scatter(
                [p.x for p in points], [p.y for p in points], s=26, c=fill, edgecolors=mark or palette.LINE,
                hatch=hatch, linewidths=0.6, zorder=4,
            )  # fmt: skip
        for face, edge, lines in ((fill, mark, hatch), *_crossing(edition, look, grey=style.grey)):
            axes.add_collection(
                PathCollection(paths, facecolor=face, edgecolor=edge, hatch=lines, linewidth=0, zorder=2)
            )
    ground.borders(edition, axes)
    if style.grey:
        _letters(edition, axes, shapes, shown)
    ground.frame(axes, ground.extent(shapes))
    ground.names(edition, axes, 0 if style.grey else towns)


def paint(edition: Edition, look: Look, *, grey: bool = False) -> tuple[str, str, str]:
    """Fill, colour of the marks, and hatch of a look."""
    hues = palette.greys(edition) if grey else palette.hues(edition)
    if look.state == "held":
        return hues[look.holder], "none", ""
    if look.state == "unconfirmed":
        return palette.pale(hues[look.holder]), hues[look.holder], "..."
    if look.state in ("contested", "disputed"):
        first, second = (hues[a] for a in look.between) if look.between else (palette.NOTHING, palette.LINE)
        if grey:
            first, second = "#FFFFFF", "#555555"
        return (first, second, "////") if look.state == "contested" else ("#FFFFFF", second, "\\\\\\\\")
    return palette.NOTHING, "none", ""


def _crossing(edition: Edition, look: Look, *, grey: bool) -> list[tuple[str, str, str]]:
    """What is drawn over the first: where reports disagree, lines of the other hue, the other way."""
    if look.state != "disputed":
        return []
    hues = palette.hues(edition)
    return [("none", hues[look.between[0]] if look.between and not grey else "#555555", "////")]


def _letters(edition: Edition, axes: Any, shapes: Any, shown: Sequence[Look]) -> None:
    letter = palette.letters(edition)
    for shape, look in zip(shapes, shown, strict=True):
        at = shape.representative_point()
        sign = letter.get(look.holder) or {"contested": "/", "disputed": "?"}.get(look.state, "")
        text = palette.small(sign) if look.state == "unconfirmed" else sign
        axes.text(at.x, at.y, text, fontsize=5.5, ha="center", va="center", zorder=5, parse_math=False)


def _legend(
    edition: Edition,
    canvas: Canvas,
    panels: Sequence[Any],
    lines: Sequence[tuple[Look, Sequence[int]]],
    style: Style,
) -> None:
    """A line for each look, with how many units bear it in each panel."""
    from matplotlib.patches import Patch

    letter = palette.letters(edition)
    handles, labels = [], []
    for look, counts in lines:
        both = tuple(a.id for a in edition.actors[:2]) if look.state in ("contested", "disputed") else ()
        look = replace(look, between=both)
        parts = [paint(edition, look, grey=style.grey), *_crossing(edition, look, grey=style.grey)]
        patches = [
            Patch(facecolor=fill, edgecolor=mark if hatch else palette.LINE, hatch=hatch, linewidth=0.5)
            for fill, mark, hatch in parts
        ]
        handles.append(patches[0] if len(patches) == 1 else tuple(patches))
        sign = letter.get(look.holder, "") if style.grey else ""
        sign = palette.small(sign) if look.state == "unconfirmed" else sign
        numbers = "\u00a0·\u00a0".join(str(n) for n in counts)  # Breaks in a line come before the numbers.
        labels.append(f"{sign} {label_of(edition, look)[:40]} \u00a0{numbers}".strip())
    canvas.legend(panels, handles, labels, "Units" if len(panels) == 1 else "Units, day by day")
