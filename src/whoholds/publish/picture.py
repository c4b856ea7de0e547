"""The map of one day, or of several side by side, as PNG, SVG or PDF; no browser, the same bytes each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import shapely

from whoholds.publish import ground, palette
from whoholds.publish.edition import Edition, SeriesName
from whoholds.publish.figure import Canvas, figure, save
from whoholds.publish.looks import Look, looks

Preset = Literal["wide", "square", "a4"]
SIZES: dict[Preset, tuple[float, float]] = {"wide": (12.8, 7.2), "square": (9.0, 9.0), "a4": (8.27, 11.69)}
"""Inches; PNG has 125 dots to the inch, so *wide* is 1600 x 900."""


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
    canvas = figure(edition, SIZES[style.preset], _subtitle(edition, days, series))
    counts: Counter[Look] = Counter()
    for axes, day in zip(canvas.panels(len(days)), days, strict=True):
        table, index = looks(
            edition, edition.series(series), slice(edition.index(day), edition.index(day) + 1)
        )
        shown = [table[k] for k in index[:, 0]]
        _draw(edition, axes, shown, style)
        if len(days) > 1:
            axes.set_title(f"{day:%-d %B %Y}", fontsize=9)
        counts = Counter(shown)
    _legend(edition, canvas, counts, style, last=days[-1] if len(days) > 1 else None)
    return save(canvas, path, edition)


def describe(edition: Edition, day: date, series: SeriesName = "now") -> str:
    """One sentence for those who cannot see the picture."""
    table, index = looks(edition, edition.series(series), slice(edition.index(day), edition.index(day) + 1))
    counts = Counter(table[k] for k in index[:, 0])
    parts = [f"{label_of(edition, look)} {n}" for look, n in sorted(_merged(counts).items())]
    return f"{edition.title}, {day:%-d %B %Y}, {len(edition.units)} units: {', '.join(parts)}."


def label_of(edition: Edition, look: Look) -> str:
    """Words of a legend line."""
    names = {a.id: a.name for a in edition.actors}
    if look.state == "held":
        return names.get(look.holder, look.holder)
    if look.state == "unconfirmed":
        return f"{names.get(look.holder, look.holder)}, unconfirmed"
    return {"contested": "Contested", "disputed": "Reports disagree", "unknown": "No recent report"}.get(
        look.state, "Shares only"
    )


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


def _draw(edition: Edition, axes: Any, shown: Sequence[Look], style: Style) -> None:
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
        axes.add_collection(
            PathCollection(paths, facecolor=fill, edgecolor=mark, hatch=hatch, linewidth=0, zorder=2)
        )
    ground.borders(edition, axes)
    if style.grey:
        _letters(edition, axes, shapes, shown)
    ground.frame(axes, shapely.total_bounds(shapes))


def paint(edition: Edition, look: Look, *, grey: bool = False) -> tuple[str, str, str]:
    """Fill, colour of the marks, and hatch of a look."""
    hues = palette.hues(edition)
    if grey:
        hues = dict.fromkeys(hues, "#9A9A9A")
    if look.state == "held":
        return hues[look.holder], "none", ""
    if look.state == "unconfirmed":
        return palette.pale(hues[look.holder]), hues[look.holder], "..."
    if look.state in ("contested", "disputed"):
        first, second = (hues[a] for a in look.between) if look.between else (palette.NOTHING, palette.LINE)
        if grey:
            first, second = "#FFFFFF", "#555555"
        return (first, second, "////") if look.state == "contested" else ("#FFFFFF", second, "xxx")
    return palette.NOTHING, "none", ""


def _letters(edition: Edition, axes: Any, shapes: Any, shown: Sequence[Look]) -> None:
    letter = palette.letters(edition)
    for shape, look in zip(shapes, shown, strict=True):
        at = shape.representative_point()
        sign = letter.get(look.holder) or {"contested": "/", "disputed": "?"}.get(look.state, "")
        text = sign.lower() if look.state == "unconfirmed" else sign
        axes.text(at.x, at.y, text, fontsize=5.5, ha="center", va="center", zorder=5, parse_math=False)


def _legend(edition: Edition, canvas: Canvas, counts: Counter[Look], style: Style, last: date | None) -> None:
    from matplotlib.patches import Patch

    letter = palette.letters(edition)
    handles, labels = [], []
    for look, n in sorted(_merged(counts).items(), key=lambda item: legend_order(edition, item[0])):
        both = tuple(a.id for a in edition.actors[:2]) if look.state in ("contested", "disputed") else ()
        fill, mark, hatch = paint(
            edition, Look(state=look.state, holder=look.holder, between=both), grey=style.grey
        )
        handles.append(
            Patch(facecolor=fill, edgecolor=mark if hatch else palette.LINE, hatch=hatch, linewidth=0.5)
        )
        sign = f"{letter[look.holder]}  " if style.grey and look.holder else ""
        labels.append(f"{sign}{label_of(edition, look)[:40]}  {n}")
    canvas.legend(handles, labels, f"Units, {last:%-d %b %Y}" if last else "Units")


def legend_order(edition: Edition, look: Look) -> tuple[int, int]:
    """Sort key of a legend line: by holder in the edition's order, then by state."""
    order = [a.id for a in edition.actors]
    states = ("held", "unconfirmed", "contested", "disputed", "unknown", "")
    return (order.index(look.holder) if look.holder in order else len(order), states.index(look.state))
