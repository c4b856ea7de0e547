"""Charts of an edition: what each actor held over time, and how far its probabilities can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.publish import palette
from whoholds.publish.edition import STATES, Edition, SeriesName
from whoholds.publish.figure import BESIDE, HEAD, figure, save

_FOUGHT = STATES.index("contested")
Rows = list[tuple[str, str, str, npt.NDArray[np.float64]]]
SEEN = 0.06
"""Part of the height from which on a band has room for the letter of its actor."""


def over_time(edition: Edition, path: Path, *, series: SeriesName = "now") -> list[Path]:
    """Draw units, area and (where known) population held by each actor on every day, stacked."""
    from matplotlib import dates

    formatter: Any = dates.ConciseDateFormatter

    measures: list[tuple[str, npt.NDArray[np.float64]]] = [("Units", np.ones(len(edition.units)))]
    for label, read in _MEASURES:
        values = [read(unit) for unit in edition.units]
        if all(value is not None for value in values):
            measures.append((label, np.array(values, dtype=np.float64)))
    known = "as known on the day" if series == "then" else f"as known on {edition.known:%-d %B %Y}"
    canvas = figure(edition, (12.8, 2.2 + 2.4 * len(measures)), f"Held over time, {known}")
    width, height = canvas.figure.get_size_inches()
    grid = canvas.figure.add_gridspec(
        len(measures), 1, left=0.9 / width, right=1 - BESIDE / width, bottom=(canvas.foot + 0.3) / height,
        top=1 - HEAD / height, hspace=0.12,
    )  # fmt: skip
    panels = []
    days = [edition.first + timedelta(days=d) for d in range(edition.days)]
    for k, (label, weight) in enumerate(measures):
        axes = canvas.figure.add_subplot(grid[k])
        panels.append(axes)
        rows = held(edition, weight, series)
        handles = _stack(axes, days, rows)
        _letters(axes, days, rows, list(palette.letters(edition).values()), float(weight.sum()))
        axes.set_ylabel(label, fontsize=9)
        axes.set_xlim(days[0], max(days[-1], days[0] + timedelta(days=1)))
        axes.tick_params(labelsize=8, labelbottom=k == len(measures) - 1)
        axes.set_ylim(0, float(weight.sum()) or 1)
        axes.yaxis.set_major_formatter("{x:,.0f}")
        axes.xaxis.set_major_formatter(formatter(axes.xaxis.get_major_locator()))
    letters = [f"{letter} " for letter in palette.letters(edition).values()] + ["", ""]
    canvas.legend(
        panels, handles, [f"{sign}{name}" for sign, (name, *_) in zip(letters, rows, strict=True)], "Held by"
    )
    return save(canvas, path, edition)


_MEASURES: tuple[tuple[str, Callable[[Any], float | None]], ...] = (
    ("Area, km²", lambda unit: unit.area_km2),
    ("Population", lambda unit: unit.population),
)


def held(edition: Edition, weight: npt.NDArray[np.float64], series: SeriesName = "now") -> Rows:
    """Name, colour, hatch and daily total of each actor, of *contested*, and of the rest."""
    own = edition.series(series)
    rows: Rows = []
    for actor in edition.actors:
        at = own.posteriors.states.index(actor.id) if actor.id in own.posteriors.states else -2
        rows.append((actor.name, palette.hues(edition)[actor.id], "", weight @ (own.holder == at)))
    fought = own.state == _FOUGHT
    rows.append(("Contested", palette.NOTHING, "///", weight @ fought))
    rows.append(("Disputed or unknown", palette.NOTHING, "", weight @ ((own.holder < 0) & ~fought)))
    return rows


def _stack(axes: Any, days: Sequence[Any], rows: Rows) -> list[Any]:
    handles, below = [], np.zeros(len(days))
    for _, colour, hatch, total in rows:
        style = {"facecolor": colour, "hatch": hatch, "edgecolor": palette.LINE if hatch else "none"}
        handles.append(axes.fill_between(days, below, below + total, step="post", linewidth=0, **style))
        below = below + total
    return handles


def _letters(axes: Any, days: Sequence[Any], rows: Rows, letters: Sequence[str], whole: float) -> None:
    """Put each actor's letter where its band is widest, so that it is not told by hue alone."""
    from matplotlib.patheffects import withStroke

    below = np.zeros(len(days))
    for letter, (*_, total) in zip(letters, rows, strict=False):
        at = int(total.argmax())
        if total[at] > SEEN * whole:
            middle = below[at] + total[at] / 2
            axes.text(
                days[at], middle, f" {letter} ", fontsize=9, weight="bold", va="center", parse_math=False, clip_on=True,
                ha="right" if at > len(days) / 2 else "left", path_effects=[withStroke(linewidth=2, foreground="#FFFFFF")],
            )  # fmt: skip
        below = below + total


def reliability(
    edition: Edition,
    path: Path,
    probability: Sequence[float],
    outcome: Sequence[bool],
    *,
    bins: int = 10,
) -> list[Path]:
    """Draw how often what was given a probability came true, with the number of cases in each bin.

    Bars are 95% Wilson intervals; the diagonal is a map whose 0.8 means eight of ten.
    """
    canvas = figure(edition, (9.0, 9.0), "How often it was so, when the map said how likely")
    axes = canvas.figure.add_axes((0.12, 0.3, 0.76, 0.56))
    below = canvas.figure.add_axes((0.12, 0.1, 0.76, 0.14), sharex=axes)
    given, so = np.asarray(probability, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    at = np.minimum((given * bins).astype(int), bins - 1)
    count = np.bincount(at, minlength=bins)
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle="--")
    for k in np.flatnonzero(count):
        share, mean = float(so[at == k].mean()), float(given[at == k].mean())
        low, high = wilson(share, int(count[k]))
        axes.plot([mean, mean], [low, high], color=palette.HUES[0], linewidth=2)
        axes.plot([mean], [share], "o", color=palette.HUES[0], markersize=7)
    axes.set(xlim=(0, 1), ylim=(0, 1), ylabel="Share that was so")
    below.bar((np.arange(bins) + 0.5) / bins, count, width=0.9 / bins, color="#8A8A8A")
    below.set(xlabel="Probability given by the map", ylabel="Cases")
    return save(canvas, path, edition)


def wilson(share: float, n: int, z: float = 1.96) -> tuple[float, float]:
    """95% interval of a share of ``n`` cases (Wilson 1927)."""
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))
