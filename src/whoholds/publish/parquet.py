"""The control table with geometry as GeoParquet 1.1."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import shapely

from whoholds.publish.edition import Edition
from whoholds.publish.geojson import about
from whoholds.publish.table import DATES, View, control, unit_rows


def write(edition: Edition, path: Path, view: View) -> list[Path]:
    """Write the rows of the control table; each unit's geometry is stored once per row group."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = control(edition, view)
    arrays = {name: _array(pa, name, values) for name, values in columns.items()}
    shapes = pa.array([unit.geometry for unit in edition.units], pa.binary())
    rows = pa.array(unit_rows(edition, view), pa.int32())
    # Never spread out: a country over ten years would take gigabytes, more than an array of bytes can hold.
    arrays["geometry"] = pa.DictionaryArray.from_arrays(rows, shapes)
    facts = {"geo": json.dumps(_geo(edition)), "whoholds": json.dumps(about(edition, view), sort_keys=True)}
    table = pa.table(arrays)
    # Without Arrow's own schema: it would have every reader take the geometry for a categorical.
    with pq.ParquetWriter(path, table.schema, compression="zstd", store_schema=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(facts)
    return [path]


def _array(pa: Any, name: str, values: list[Any]) -> Any:
    kinds = {type(v) for v in values if v is not None}
    if kinds == {date} or (not kinds and name in DATES):
        return pa.array(values, pa.date32())
    return pa.array(values, pa.string()) if kinds <= {str} else pa.array(values)


def _geo(edition: Edition) -> dict[str, Any]:
    shapes = shapely.from_wkb([unit.geometry for unit in edition.units])
    return {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {
            "geometry": {
                "encoding": "WKB",
                "geometry_types": sorted({shape.geom_type for shape in shapes}),
                "bbox": [float(x) for x in shapely.total_bounds(shapes)],
                # No "crs": the standard's default is longitude, latitude on WGS 84.
            }
        },
    }
