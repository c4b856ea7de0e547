"""The data that whoholds ships: read one country at a time, with its licence.

Every layer is a Parquet file with one row group per country, so that a country costs one small read.
The key ``whoholds`` of its metadata holds title, year and sources (package, hash, licence, credit).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from whoholds.errors import BoundaryError

DATA = Path(__file__).parent / "data"
Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Layer:
    """What a layer is and whose: for ``units list``, the data statement and the credits on a map."""

    name: str
    title: str
    year: str
    licences: tuple[str, ...]
    credits: tuple[str, ...]
    sources: tuple[str, ...]
    """Title, package and SHA-256 of each source."""


def units(country: str, path: Path | None = None) -> list[Row]:
    """Rows of the country's units (ISO3), finest layer that we ship; ``path`` reads an imported file.

    Raises :class:`BoundaryError` where that file is no layer, or none of the country.
    """
    own = DATA / f"{country}.parquet"
    if path is None:
        return _read(own if own.exists() else DATA / "admin1.parquet", country)
    about(path)
    rows = _read(path, country)
    if not rows:
        there = ", ".join(sorted({row["country"] for row in _read(path, None)}))
        raise BoundaryError(f"{path}: has no units of {country}, only of {there or 'nowhere'}")
    return rows


def places(country: str) -> list[Row]:
    """Populated places of a country, by GeoNames id."""
    return _read(DATA / "places.parquet", country)


def divisions(country: str) -> list[Row]:
    """GeoNames codes and names of a country's second-level units."""
    return _read(DATA / "divisions.parquet", country)


@cache
def cities() -> Sequence[Row]:
    """Large cities of the world, largest first."""
    return _read(DATA / "cities.parquet", None)


def basemap(bounds: tuple[float, float, float, float]) -> dict[str, list[tuple[str | None, bytes]]]:
    """Country outlines, lakes and rivers clipped to (west, south, east, north): kind -> [(name, WKB)].

    Rivers are lines, the others polygons, in EPSG:4326. What lies outside is left out.
    """
    import numpy as np
    import shapely

    found: dict[str, list[tuple[str | None, bytes]]] = {"country": [], "lake": [], "river": []}
    rows = _read(DATA / "basemap.parquet", None)
    shapes = shapely.from_wkb(np.array([r["geometry"] for r in rows], dtype=object))
    for i in shapely.STRtree(shapes).query(shapely.box(*bounds)):
        part = shapely.clip_by_rect(shapes[i], *bounds)
        if not part.is_empty:
            found[rows[i]["kind"]].append((rows[i]["name"], shapely.to_wkb(part)))
    return {kind: sorted(parts, key=lambda p: (p[0] or "", p[1])) for kind, parts in found.items()}


def about(path: Path) -> Layer:
    """Title, year, licences and sources of a layer file."""
    with _open(path) as file:
        metadata = file.schema_arrow.metadata or {}
    if b"whoholds" not in metadata:
        raise BoundaryError(
            f"{path}: no whoholds layer (no provenance in it); make one with: whoholds units import"
        )
    facts = json.loads(metadata[b"whoholds"])
    sources = facts["sources"]
    return Layer(
        name=path.stem,
        title=facts["title"],
        year=facts["year"],
        licences=tuple(dict.fromkeys(s["licence"] for s in sources)),
        credits=tuple(dict.fromkeys(s["credit"] for s in sources)),
        sources=tuple(f"{s['title']} ({s['package']}, sha256 {s['sha256'][:12]})" for s in sources),
    )


def shipped() -> tuple[Layer, ...]:
    """Every layer in the package."""
    return tuple(about(path) for path in sorted(DATA.glob("*.parquet")))


def table(name: str) -> list[dict[str, str]]:
    """A small CSV file of ours, comment lines (``#``) left out."""
    path = DATA / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def _read(path: Path, country: str | None) -> list[Row]:
    with _open(path) as file:
        groups = list(range(file.num_row_groups)) if country is None else _groups(file, country)
        rows: list[Row] = file.read_row_groups(groups).to_pylist() if groups else []
    return [r for r in rows if country is None or r["country"] == country]


def _open(path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise BoundaryError(
            f"{path}: cannot be read as a layer: {error}; make one with: whoholds units import"
        ) from error


def _groups(file: Any, country: str) -> list[int]:
    """The row groups whose statistics say that they may hold the country."""
    column = file.schema_arrow.get_field_index("country")
    found = []
    for i in range(file.num_row_groups):
        statistics = file.metadata.row_group(i).column(column).statistics
        if statistics is None or statistics.min <= country <= statistics.max:
            found.append(i)
    return found
