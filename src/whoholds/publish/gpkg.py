"""A GeoPackage that QGIS opens coloured: the map, its changes, the claims, and a style for each layer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from whoholds.publish import csv_hxl
from whoholds.publish.edition import Edition
from whoholds.publish.geojson import about
from whoholds.publish.gpkg_style import control_style
from whoholds.publish.table import DATES, Columns, View, control, unit_rows


def write(edition: Edition, path: Path, view: View) -> list[Path]:
    """Write layers ``control`` (the view), ``changes`` (every change), ``claims`` and ``about``.

    The same edition gives the same bytes: GDAL's clock is set to the edition's known day. Version 1.2 is what
    the QGIS of older systems (3.22) reads without a warning.
    """
    import pyogrio

    path.unlink(missing_ok=True)
    moment = f"{edition.known.isoformat()}T00:00:00.000Z"
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": moment})
    try:
        _layer(edition, path, "control", view)
        _layer(edition, path, "changes", View(series=view.series, changes=True))
        _table(path, "claims", csv_hxl.claims(edition))
        facts = about(edition, view)
        _table(path, "about", {"name": list(facts), "value": [str(v) for v in facts.values()]})
        styles = {"control": control_style(edition), "changes": control_style(edition, played=True)}
        _table(path, "layer_styles", _styles(styles, moment))
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    return [path]


def _layer(edition: Edition, path: Path, layer: str, view: View) -> None:
    import shapely

    shapes = shapely.from_wkb([unit.geometry for unit in edition.units])
    points = all(shape.geom_type == "Point" for shape in shapes)
    if not points:
        shapes = [shapely.MultiPolygon([s]) if s.geom_type == "Polygon" else s for s in shapes]
    wkb = np.array(shapely.to_wkb(shapes), dtype=object)[unit_rows(edition, view)]
    columns = {name if name != "rollup" else "roll_up": v for name, v in control(edition, view).items()}
    kind = "Point" if points else "MultiPolygon"
    _write(path, layer, columns, geometry=wkb, geometry_type=kind, crs="EPSG:4326")


def _table(path: Path, layer: str, columns: Columns) -> None:
    _write(path, layer, columns, geometry=None, geometry_type=None, crs=None)


def _write(path: Path, layer: str, columns: Columns, **geometry: Any) -> None:
    import pyogrio.raw

    append = path.exists()
    pyogrio.raw.write(
        path, field_data=[_array(name, v) for name, v in columns.items()], fields=np.array(list(columns), dtype=object),
        layer=layer, driver="GPKG", append=append, promote_to_multi=False,
        dataset_options={} if append else {"VERSION": "1.2"}, **geometry,
    )  # fmt: skip


def _array(name: str, values: list[Any]) -> np.ndarray[Any, Any]:
    """Values as GDAL takes them: dates as days, gaps as such, booleans, numbers, text."""
    kinds = {type(v) for v in values if v is not None}
    if kinds == {date} or (not kinds and name in DATES):
        return np.array(values, dtype="datetime64[D]")
    if kinds and kinds <= {int, float}:
        return np.array([np.nan if v is None else v for v in values]) if None in values else np.array(values)
    return np.array(values) if kinds == {bool} else np.array(values, dtype=object)


def _styles(styles: Mapping[str, str], moment: str) -> Columns:
    """Rows of the table where QGIS looks for the styles of a GeoPackage's layers."""
    count = len(styles)
    return {
        "f_table_catalog": [""] * count, "f_table_schema": [""] * count, "f_table_name": list(styles),
        "f_geometry_column": ["geom"] * count, "styleName": ["control"] * count,
        "styleQML": list(styles.values()), "styleSLD": [""] * count, "useAsDefault": [True] * count,
        "description": ["Who holds what"] * count, "owner": [""] * count, "ui": [None] * count,
        "update_time": [moment] * count,
    }  # fmt: skip
