"""A sheet of paper for pictures: title, panels, legend, credit line; saved the same way each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from whoholds.errors import ExportError
from whoholds.publish.edition import Edition

DPI = 125
INVENTED = "INVENTED REPORTS, DO NOT CITE"


@dataclass(frozen=True, kw_only=True)
class Canvas:
    """A figure with a title and a foot; what is between belongs to the caller. ``tall`` has the legend below."""

    figure: Any
    tall: bool

    def panels(self, count: int) -> list[Any]:
        """Axes for ``count`` equal panels."""
        columns = int(np.ceil(np.sqrt(count * (0.8 if self.tall else 1.4)))) if count > 1 else 1
        rows = -(-count // columns)
        left, right, bottom, top = (0.03, 0.97, 0.24, 0.88) if self.tall else (0.02, 0.76, 0.08, 0.88)
        grid = self.figure.add_gridspec(
            rows, columns, left=left, right=right, bottom=bottom, top=top, wspace=0.06, hspace=0.14
        )
        return [self.figure.add_subplot(grid[k // columns, k % columns]) for k in range(count)]

    def legend(self, handles: Sequence[Any], labels: Sequence[str], title: str) -> None:
        """Put the legend beside the panels, or under them on a tall sheet."""
        place: dict[str, Any] = {"loc": "upper left", "bbox_to_anchor": (0.77, 0.88)}
        if self.tall:
            place = {"loc": "upper center", "bbox_to_anchor": (0.5, 0.225), "ncols": 2}
        made = self.figure.legend(
            handles, labels, title=title, fontsize=9, title_fontsize=9, frameon=False,
            alignment="left", handlelength=1.8, handleheight=1.3, **place,
        )  # fmt: skip
        for text in made.get_texts():
            text.set_parse_math(False)


def figure(edition: Edition, size: tuple[float, float], subtitle: str) -> Canvas:
    """Return an empty sheet of this size in inches, with title, subtitle and foot."""
    from matplotlib.figure import Figure

    made = Figure(figsize=size, dpi=DPI)
    made.text(
        0.02, 0.955, _shortened(edition.title, 70), fontsize=16, weight="bold", va="center", parse_math=False
    )
    made.text(0.02, 0.912, subtitle, fontsize=11, va="center", color="#333333", parse_math=False)
    foot = [
        *edition.credits,
        edition.boundary_note,
        f"whoholds {edition.version}",
        f"edition {edition.id[:12]}",
    ]
    text = _shortened(" · ".join(part for part in foot if part), int(size[0] * 17))
    made.text(0.02, 0.022, text, fontsize=7, color="#444444", va="center", parse_math=False)
    if edition.synthetic:
        made.text(0.98, 0.955, INVENTED, fontsize=10, weight="bold", color="#B00020", ha="right", va="center")
    return Canvas(figure=made, tall=size[1] >= size[0])


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
