"""What all layers share: the columns of a unit, provenance, and a writer that gives the same bytes twice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely

GRID = 1e-5
UNIT_SCHEMA = pa.schema(
    [
        ("id", pa.string()), ("country", pa.string()), ("level", pa.string()), ("name", pa.string()),
        ("parent", pa.string()), ("code", pa.string()), ("geonames", pa.string()),
        ("names", pa.list_(pa.string())), ("seat", pa.string()), ("area_km2", pa.float64()),
        ("latitude", pa.float64()), ("longitude", pa.float64()), ("disputed", pa.string()),
        ("valid_from", pa.string()), ("valid_to", pa.string()), ("geometry", pa.binary()),
    ]
)  # fmt: skip
"""``geonames`` is the GeoNames code (AF.42); ``disputed`` the other claimants, blank-separated ISO codes."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A pinned package and what we take from it."""

    package: str
    file: str
    sha256: str
    title: str
    licence: str
    credit: str


def write(
    path: Path,
    schema: pa.Schema,
    groups: Iterable[Sequence[Mapping[str, Any]]],
    *,
    title: str,
    sources: Sequence[Source],
    year: str,
    geometry: bool = True,
) -> None:
    """Write rows as Parquet, one row group per group (per country), provenance in the metadata."""
    about = {"title": title, "year": year, "sources": [asdict(s) for s in sources]}
    metadata = {"whoholds": json.dumps(about, sort_keys=True)}
    if geometry:
        column = {"encoding": "WKB", "geometry_types": [], "crs": None}
        metadata["geo"] = json.dumps(
            {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}},
            sort_keys=True,
        )
    schema = schema.with_metadata(metadata)
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=19) as writer:
        for rows in groups:
            writer.write_table(pa.Table.from_pylist(list(rows), schema=schema), row_group_size=len(rows) or 1)


def areas(geometries: np.ndarray) -> np.ndarray:
    """Square kilometres, in the equal-area projection EPSG:6933."""
    to_equal_area = pyproj.Transformer.from_crs(4326, 6933, always_xy=True)
    flat = shapely.transform(
        geometries, lambda xy: np.column_stack(to_equal_area.transform(xy[:, 0], xy[:, 1]))
    )
    return np.round(shapely.area(flat) / 1e6, 1)


def on_grid(geometries: np.ndarray) -> np.ndarray:
    """Round coordinates to a common grid (about one metre): shared borders stay shared."""
    return shapely.transform(geometries, lambda xy: np.round(xy / GRID) * GRID)
