"""Where two maps differ, and since when: a map of the units beside a strip of days for each that differs most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import shapely

from whoholds.publish import ground, palette
from whoholds.publish.edition import Edition
from whoholds.publish.figure import figure, save

STRIPS = 22
"""Units that get a strip; the picture says how many more differ."""
SHADES = ((0.0, "#FFFFFF", "the same throughout"), (0.25, "#FDD49E", "apart on up to a quarter of the days"),
          (0.5, "#FC8D59", "up to half"), (1.0, "#B30000", "more than half"))  # fmt: skip
"""Upper bound of the share of compared days that differ, colour, words."""


@dataclass(frozen=True, kw_only=True)
class Apart:
    """Days on which the maps differ about a unit: actor ids, or other words, here and there."""

    unit: str
    since: date
    until: date
    here: str
    there: str

    @property
    def days(self) -> int:
        """How many days."""
        return (self.until - self.since).days + 1


def write(edition: Edition, path: Path, compared: Mapping[str, int], found: Sequence[Apart]) -> list[Path]:
    """Draw it; ``compared`` counts the days on which both maps speak of a unit."""
    days: dict[str, int] = {}
    for apart in found:
        days[apart.unit] = days.get(apart.unit, 0) + apart.days
    canvas = figure(
        edition, (15.0, 8.2), f"{len(days)} of {len(compared)} compared units differ from the other map"
    )
    _shaded(edition, canvas.figure.add_axes((0.02, 0.2, 0.46, 0.68)), compared, days)
    worst = sorted(days, key=lambda unit: (-days[unit], unit))
    strips = canvas.figure.add_axes((0.62, 0.14, 0.36, 0.7))
    _strips(edition, strips, worst[:STRIPS], found)
    if len(worst) > STRIPS:
        strips.set_title(
            f"the {STRIPS} that differ longest; {len(worst) - STRIPS} more differ", fontsize=9, loc="left"
        )
    _keys(edition, canvas.figure, [apart.there for apart in found if apart.unit in worst[:STRIPS]])
    return save(canvas, path, edition)


def _shaded(edition: Edition, axes: Any, compared: Mapping[str, int], days: Mapping[str, int]) -> None:
    from matplotlib.collections import PathCollection

    ground.base(edition, axes)
    shapes = shapely.from_wkb([unit.geometry for unit in edition.units])
    for unit, shape in zip(edition.units, shapes, strict=True):
        colour = palette.NOTHING
        if unit.id in compared:
            share = days.get(unit.id, 0) / compared[unit.id]
            colour = next(colour for most, colour, _ in SHADES if share <= most)
        if shape.geom_type == "Point":
            axes.scatter(
                [shape.x], [shape.y], s=26, c=colour, edgecolors=palette.LINE, linewidths=0.6, zorder=4
            )
        else:
            axes.add_collection(PathCollection([ground.path(shape)], facecolor=colour, linewidth=0, zorder=2))
    ground.borders(edition, axes)
    ground.frame(axes, ground.extent(shapes))
    ground.names(edition, axes, 20)


def _strips(edition: Edition, axes: Any, units: Sequence[str], found: Sequence[Apart]) -> None:
    """Draw a row per unit, a bar per run of days in the colour of what the other map says, and with its letter."""
    from matplotlib.patheffects import withStroke

    hues, name = palette.hues(edition), {unit.id: unit.name for unit in edition.units}
    letters = palette.letters(edition)
    for row, unit in enumerate(units):
        for apart in (a for a in found if a.unit == unit):
            fought = apart.there not in hues
            axes.barh(
                row, timedelta(days=apart.days), left=apart.since, height=0.7, color=hues.get(apart.there, palette.NOTHING),
                hatch="////" if fought else "", edgecolor=palette.LINE, linewidth=0.5,
            )  # fmt: skip
            axes.text(
                apart.since, row, f" {letters.get(apart.there, '')}", fontsize=6.5, va="center", clip_on=True,
                parse_math=False, path_effects=[withStroke(linewidth=1.6, foreground="#FFFFFF")],
            )  # fmt: skip
    axes.set_yticks(range(len(units)), [name[unit] for unit in units], fontsize=8, parse_math=False)
    axes.set_ylim(max(len(units), 1) - 0.4, -0.6)
    axes.set_xlim(edition.first, edition.first + timedelta(days=edition.days))
    axes.tick_params(axis="x", labelsize=8, rotation=20)
    axes.grid(axis="x", color="#DDDDDD")
    axes.set_axisbelow(True)


def _keys(edition: Edition, figure: Any, there: Sequence[str]) -> None:
    from matplotlib.patches import Patch

    shades = [Patch(facecolor=colour, edgecolor=palette.LINE, label=words) for _, colour, words in SHADES]
    shades.append(Patch(facecolor=palette.NOTHING, edgecolor=palette.LINE, label="not compared"))
    figure.legend(
        handles=shades, loc="lower left", bbox_to_anchor=(0.02, 0.09), ncols=3, fontsize=8, frameon=False
    )
    hues, names = palette.hues(edition), {actor.id: actor.name for actor in edition.actors}
    letters = palette.letters(edition)
    bars = [
        Patch(
            facecolor=hues.get(word, palette.NOTHING), hatch="" if word in hues else "////", edgecolor=palette.LINE,
            label=f"{letters[word]} {names[word]}" if word in letters else word,
        )
        for word in dict.fromkeys(there)
    ]  # fmt: skip
    made = figure.legend(
        handles=bars, loc="upper left", bbox_to_anchor=(0.6, 0.935), ncols=4, fontsize=8, frameon=False,
        title="The other map says, while this one says otherwise", title_fontsize=9, alignment="left",
    )  # fmt: skip
    for text in made.get_texts():
        text.set_parse_math(False)
