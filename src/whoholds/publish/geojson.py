"""The map of one day as GeoJSON (RFC 7946), with what makes it citable as foreign members."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import shapely

from whoholds.publish.edition import Edition
from whoholds.publish.table import View, control, unit_rows


def write(edition: Edition, path: Path, view: View) -> list[Path]:
    """Write one feature per row of the control table; the edition stands beside the features."""
    columns = control(edition, view)
    # The standard has outer rings run counterclockwise; boundaries come as they come.
    drawn = shapely.orient_polygons(shapely.from_wkb([unit.geometry for unit in edition.units]))
    shapes = [json.loads(text) for text in shapely.to_geojson(drawn)]
    names = list(columns)
    features = [
        {
            "type": "Feature",
            "geometry": shapes[unit],
            "properties": {n: _plain(v) for n, v in zip(names, row, strict=True)},
        }
        for unit, row in zip(
            unit_rows(edition, view).tolist(), zip(*columns.values(), strict=True), strict=True
        )
    ]
    if view.on is not None:
        for feature in features:
            feature["id"] = feature["properties"]["unit_id"]
    collection = {"type": "FeatureCollection", **about(edition, view), "features": features}
    path.write_text(
        json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    return [path]


def about(edition: Edition, view: View) -> dict[str, Any]:
    """Tell what a file is a view of: edition, day of knowledge, licence, credits."""
    return {
        "name": "control",
        "title": edition.title,
        "edition": edition.id,
        "version": edition.version,
        "series": view.series,
        "known": edition.known.isoformat(),
        "rollup": edition.rolled,
        "licence": edition.licence,
        "credits": list(edition.credits),
        "synthetic": edition.synthetic,
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
