"""A sheet of paper for pictures: title, panels, legend, credit line; saved the same way each time."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoholds.errors import ExportError
from whoholds.publish.edition import Edition

DPI = 125
HEAD, BESIDE, LINE = 0.95, 3.0, 0.21
"""Inches of the title, of a legend beside the panels, and of a line in it."""
INVENTED = "INVENTED REPORTS, DO NOT CITE"


@dataclass(frozen=True, kw_only=True)
class Canvas:
    """A figure with a title and a foot; what is between belongs to the caller. ``tall`` has the legend below."""

    figure: Any
    tall: bool
    foot: float
    """Height of the foot in inches."""

    def panels(self, count: int, ratio: float, lines: int) -> list[Any]:
        """Axes for ``count`` equal panels of width / height ``ratio``, as large as a legend of ``lines`` lets them be."""
        width, height = self.figure.get_size_inches()
        beside, below = (0.25, self.foot + 0.45 + LINE * -(-lines // 2)) if self.tall else (BESIDE, self.foot)
        wide, high = width - 0.25 - beside, height - HEAD - below
        columns = max(range(1, count + 1), key=lambda n: (min(wide / n, ratio * high / -(-count // n)), -n))
        rows = -(-count // columns)
        needed = wide if self.tall else min(wide, columns * (ratio * high / rows + 0.2))
        grid = self.figure.add_gridspec(
            rows, columns, left=0.25 / width, right=(0.25 + needed) / width, bottom=below / height,
            top=1 - HEAD / height, wspace=0.04, hspace=0.22 * rows / high,
        )  # fmt: skip
        made = [self.figure.add_subplot(grid[k // columns, k % columns]) for k in range(count)]
        for axes in made:
            axes.set_anchor("N" if self.tall else "NW")
        return made

    def legend(
        self, panels: Sequence[Any], handles: Sequence[Any], labels: Sequence[str], title: str
    ) -> None:
        """Put the legend beside the panels, or under them on a tall sheet."""
        width, height = self.figure.get_size_inches()
        for axes in panels:
            axes.apply_aspect()
        boxes = [axes.get_position() for axes in panels]
        right, top, low = max(b.x1 for b in boxes), max(b.y1 for b in boxes), min(b.y0 for b in boxes)
        place: dict[str, Any] = {
            "loc": "upper left",
            "bbox_to_anchor": (right + 0.12 / width, top + 0.06 / height),
        }
        if self.tall:
            place = {"loc": "upper center", "bbox_to_anchor": (0.5, low - 0.06 / height), "ncols": 2}
        made = self.figure.legend(
            handles, [textwrap.fill(label, 34) for label in labels], title=title, fontsize=9, title_fontsize=9,
            frameon=False, alignment="left", handlelength=1.8, handleheight=1.3, **place,
        )  # fmt: skip
        for text in made.get_texts():
            text.set_parse_math(False)


def figure(edition: Edition, size: tuple[float, float], subtitle: str) -> Canvas:
    """Return an empty sheet of this size in inches, with title, subtitle and foot."""
    from matplotlib.figure import Figure

    width, height = size
    made = Figure(figsize=size, dpi=DPI)
    left = 0.25 / width
    plain: dict[str, Any] = {"va": "center", "parse_math": False}
    room = int(width * 6.4) - (26 if edition.synthetic else 0)
    made.text(left, 1 - 0.33 / height, _shortened(edition.title, room), fontsize=16, weight="bold", **plain)
    made.text(left, 1 - 0.64 / height, subtitle, fontsize=11, color="#333333", **plain)
    foot = _foot(edition, int(width * 17))
    for k, line in enumerate(reversed(foot)):
        made.text(left, (0.16 + 0.135 * k) / height, line, fontsize=7, color="#444444", **plain)
    if edition.synthetic:
        at = (1 - left, 1 - 0.33 / height)
        made.text(*at, INVENTED, fontsize=10, weight="bold", color="#B00020", ha="right", va="center")
    return Canvas(figure=made, tall=height >= width, foot=0.3 + 0.135 * len(foot))


def _foot(edition: Edition, width: int) -> list[str]:
    """Lines under a picture: what may be cut comes first, what identifies the edition has a line of its own."""
    credit = " · ".join(part for part in (*edition.credits, edition.boundary_note) if part)
    lines = textwrap.wrap(credit, width, max_lines=3, placeholder=" …")
    return [*lines, f"{edition.licence} · whoholds {edition.version} · edition {edition.id[:12]}"]


def save(canvas: Canvas, path: Path, edition: Edition) -> list[Path]:
    """Write by suffix, without time stamps or random ids; :class:`ExportError` for another than png, svg or pdf."""
    import matplotlib as mpl

    by_suffix: dict[str, dict[str, Any]] = {
        ".png": {"Software": None},
        ".svg": {"Date": None, "Creator": f"whoholds {edition.version}"},
        ".pdf": {
            "CreationDate": None,
            "ModDate": None,
            "Producer": None,
            "Creator": f"whoholds {edition.version}",
        },
    }
    suffix = path.suffix.lower()
    if suffix not in by_suffix:
        raise ExportError(f"{path}: a picture ends in {', '.join(by_suffix)}")
    settings: dict[Any, Any] = {
        "svg.hashsalt": edition.id,
        "svg.fonttype": "path",
        "hatch.linewidth": 1.6,
        "pdf.fonttype": 42,
    }
    with mpl.rc_context(settings):
        canvas.figure.savefig(path, metadata=by_suffix[suffix])
    return [path]


def _shortened(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
