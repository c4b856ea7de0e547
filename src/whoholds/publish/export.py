"""One edition to one file, by suffix."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from whoholds.errors import ExportError
from whoholds.publish import csv_hxl, geojson, gpkg, parquet, picture
from whoholds.publish.edition import Edition, Rollup, SeriesName
from whoholds.publish.rollup import rolled
from whoholds.publish.table import View

SUFFIXES = (".csv", ".geojson", ".gpkg", ".parquet", ".png", ".svg", ".pdf")


def export(
    edition: Edition,
    path: Path,
    *,
    on: date | None = None,
    from_: date | None = None,
    to: date | None = None,
    changes: bool = False,
    hxl: bool = False,
    rollup: Rollup | None = None,
    series: SeriesName = "now",
    days: Sequence[date] = (),
    style: picture.Style = picture.Style(),
) -> list[Path]:
    """Write the edition to ``path`` in the format of its suffix; return the files written.

    Tables (``.csv``, ``.parquet``) hold every day unless ``on``, ``from_`` or ``to`` says otherwise;
    maps and pictures show ``on``, by default the last day. A file named ``claims.csv`` holds the claims.
    ``days`` asks a picture for several days side by side. Raises :class:`ExportError` for another suffix.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ExportError(
            f"{path}: cannot write {suffix or 'a file without suffix'}; choose {', '.join(SUFFIXES)}"
        )
    if rollup:
        edition = rolled(edition, rollup)
    view = View(series=series, on=on, first=from_, last=to, changes=changes)
    one = view if on or from_ or to or changes else View(series=series, on=edition.last)
    if path.name == "claims.csv":
        return csv_hxl.write_claims(edition, path)
    if suffix == ".csv":
        return csv_hxl.write_control(edition, path, view, hxl=hxl)
    if suffix == ".parquet":
        return parquet.write(edition, path, view)
    if suffix == ".geojson":
        return geojson.write(edition, path, one)
    if suffix == ".gpkg":
        return gpkg.write(edition, path, one)
    return picture.write(edition, path, days or [on or to or edition.last], series=series, style=style)
