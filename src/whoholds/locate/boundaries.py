"""Anyone's boundaries: read a file, set it right, say what was done, write a layer that a frame can load.

GeoJSON, Shapefile, GeoPackage, FlatGeobuf and whatever else GDAL reads. The work: reproject, repair,
close gaps and overlaps, make ids, find or build parents, and check what cannot be set right by machine.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from whoholds.errors import BoundaryError
from whoholds.model import Problem

from . import countries, layers
from .profiles import Profile, mapped, recognise
from .shapes import areal, areas, holes, overlaps
from .spelling import slug

SUFFIXES = frozenset({".geojson", ".json", ".shp", ".gpkg", ".fgb", ".kml", ".gml"})
NESTED = 0.9
"""A unit nests where this share of it lies in one parent."""
GAP = 0.02
"""Degrees: gaps narrower than this are closed."""
Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One file, read: a row of attributes and a shape for each unit, all of one level."""

    path: Path
    profile: Profile
    rows: Sequence[Mapping[str, Any]]
    shapes: Shapes
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report:
    """What an import found and did."""

    out: Path | None
    country: str
    levels: Mapping[str, int]
    """Level to number of units."""
    notes: tuple[str, ...]
    """What was done, in order, in plain words."""
    problems: tuple[Problem, ...]
    not_nested: tuple[tuple[str, str, float], ...] = ()
    """(unit, best parent, share of the unit in it) of the units below :data:`NESTED`."""
    rows: Sequence[Mapping[str, Any]] = field(default=(), repr=False)

    def __str__(self) -> str:
        head = ", ".join(f"{n} units of level {level}" for level, n in sorted(self.levels.items()))
        lines = [f"{self.country}: {head}", *self.notes]
        lines += [f"  {unit}: {share:.0%} in {parent}" for unit, parent, share in self.not_nested]
        return "\n".join(lines)


def import_units(
    path: Path | Sequence[Path],
    out: Path | None = None,
    *,
    country: str | None = None,
    level: str | None = None,
    mapping: Mapping[str, str] | None = None,
    profile: str | None = None,
    licence: str,
    credit: str = "",
    year: str = "",
) -> Report:
    """Read boundary files and write them as a layer (``out``, GeoParquet) for :meth:`Frame.load`.

    ``path`` is a file, a folder of files, or several files, one level each. ``mapping`` (``name``, ``code``,
    ``parent``, ...) says which column holds what where no profile fits. ``licence`` is asked for because it
    stands on every map. Parents come from the finest file's columns; else from the next file above, by
    overlap; else from the shipped first level. Raises :class:`BoundaryError` where a file cannot be read.
    """
    if not licence.strip():
        raise BoundaryError(
            "a licence line is needed (--licence 'CC BY 4.0, Ministry of ...'): it stands on every map"
        )
    parts = _by_level([read(p, level=level, mapping=mapping, profile=profile) for p in _files(path)])
    iso3 = _country(parts, country)
    parts = [clean(p) for p in parts]
    finest = parts[-1]
    above, shares, notes = _above(parts, iso3)
    rows = _rows(iso3, finest, above)
    not_nested = tuple(
        sorted(
            (r["name"], p, s)
            for r, (p, s) in zip(rows[-len(finest.rows) :], shares, strict=True)
            if s < NESTED
        )
    )
    if not_nested:
        notes.append(
            f"the levels do not nest: {len(not_nested)} of {len(shares)} units lie less than {NESTED:.0%} in one parent; "
            f"level {above_level(finest)} was dissolved from level {finest.profile.level}, so that the map nests"
        )
    if out is not None:
        _write(rows, out, parts, licence=licence, credit=credit or licence, year=year)
    return Report(
        out=out, country=iso3, levels=Counter(r["level"] for r in rows), not_nested=not_nested, rows=rows,
        notes=(*(f"{p.path.name}: {n}" for p in parts for n in p.notes), *notes), problems=finest.problems,
    )  # fmt: skip


def _by_level(parts: Sequence[Part]) -> list[Part]:
    """The files, widest level first; one of each level."""
    twice = [level for level, n in Counter(p.profile.level for p in parts).items() if n > 1]
    if twice:
        raise BoundaryError(f"two files of level {twice[0]}: give one file per level, or --level")
    return sorted(parts, key=lambda p: p.profile.level)


def _files(path: Path | Sequence[Path]) -> list[Path]:
    paths = [path] if isinstance(path, Path) else list(path)
    found = [
        f
        for p in paths
        for f in (sorted(p.iterdir()) if p.is_dir() else [p])
        if not p.is_dir() or _is_layer(f)
    ]
    missing = next((p for p in found if not p.exists()), None)
    if missing is not None:
        raise BoundaryError(f"{missing}: no such file")
    if not found:
        raise BoundaryError(f"{paths[0]}: no boundary file in it ({', '.join(sorted(SUFFIXES))})")
    return found


def _is_layer(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and "meta" not in path.name.lower()


def read(
    path: Path,
    *,
    level: str | None = None,
    mapping: Mapping[str, str] | None = None,
    profile: str | None = None,
) -> Part:
    """One file as it is, in EPSG:4326, with the profile that fits."""
    import pyogrio

    try:
        meta, _, geometry, values = pyogrio.raw.read(path)
    except Exception as error:  # GDAL raises a class per driver
        raise BoundaryError(f"{path}: cannot be read as boundaries: {error}") from error
    columns = [str(c) for c in meta["fields"]]
    chosen = mapped(columns, mapping, level=level) if mapping else recognise(columns, level=level)
    if chosen is None or (profile and chosen.name.lower() != profile.lower()):
        raise BoundaryError(
            f"{path}: its columns fit no known profile{f' {profile}' if profile else ''}: {', '.join(columns)}. "
            "Say which is which: --map name=COLUMN --map code=COLUMN --map parent=COLUMN"
        )
    rows = [{c: _value(v[i]) for c, v in zip(columns, values, strict=True)} for i in range(len(geometry))]
    shapes = shapely.from_wkb(geometry)
    if not rows or bool(np.any(shapely.get_dimensions(shapes) == 1)):
        raise BoundaryError(f"{path}: {'no units' if not rows else 'lines, not areas or points'} in it")
    if not chosen.level:
        kinds = {str(r.get(k, "")) for r in rows for k in r if k.lower() == "shapetype"}
        found = next((k[3:] for k in sorted(kinds) if k[:3] == "ADM" and k[3:].isdigit()), "")
        chosen = replace(chosen, level=found or "1")
    if chosen.level not in ("1", "2", "3"):
        raise BoundaryError(
            f"{path}: of level {chosen.level!r}, but units are of level 1, 2 or 3: give --level"
        )
    notes = [f"{len(rows)} units, columns as of {chosen.name}, level {chosen.level}"]
    part = Part(path=path, profile=chosen, rows=rows, shapes=shapes)
    part = _drawn(replace(part, problems=tuple(_check(part))), "has no outline and no point")
    crs = meta.get("crs")
    if crs and crs not in ("EPSG:4326", "OGC:CRS84"):
        part = replace(part, shapes=_reproject(part.shapes, crs))
        notes.append(f"reprojected from {crs[:40]}")
    return replace(part, notes=tuple(notes))


def _drawn(part: Part, reason: str) -> Part:
    """The part without the units of which there is nothing to draw; each is a problem."""
    there = ~(shapely.is_missing(part.shapes) | shapely.is_empty(part.shapes))
    if not there.any():
        raise BoundaryError(f"{part.path}: no unit in it has an outline or a point")
    rows, lost = ([part.rows[i] for i in np.flatnonzero(mask).tolist()] for mask in (there, ~there))
    told = [f"{row[part.profile.unit] or 'a unit'} {reason}: left out" for row in lost]
    problems = (*part.problems, *(Problem(file=str(part.path), reason=text) for text in told))
    return replace(part, rows=rows, shapes=part.shapes[there], problems=problems)


def _value(value: Any) -> Any:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return None
    return " ".join(value.split()) if isinstance(value, str) else value


def _reproject(shapes: Shapes, crs: str) -> Shapes:
    import pyproj

    to_degrees = pyproj.Transformer.from_crs(crs, 4326, always_xy=True)
    result: Shapes = shapely.transform(
        shapes, lambda xy: np.column_stack(to_degrees.transform(xy[:, 0], xy[:, 1]))
    )
    return result


def clean(part: Part) -> Part:
    """Repair invalid outlines; close gaps and cut overlaps; simplify nothing."""
    shapes, notes = part.shapes, list(part.notes)
    if bool(np.all(shapely.get_dimensions(shapes) == 0)):
        return part
    invalid = int(np.sum(~shapely.is_valid(shapes)))
    if invalid:
        shapes = np.array([areal(s) for s in shapely.make_valid(shapes)], dtype=object)
        notes.append(f"{invalid} invalid outlines repaired")
    if not shapely.coverage_is_valid(shapes):
        overlap = float(np.sum(shapely.area(shapes)) - shapely.area(shapely.union_all(shapes)))
        gaps = holes(shapes)
        shapes = shapely.coverage_clean(shapes, gap_width=GAP)
        notes.append(
            f"borders made to meet: {gaps} gaps, overlaps of {overlap * 12_000:.0f} km2 or so before, {holes(shapes)} gaps after"
        )
    part = replace(part, shapes=shapes, notes=tuple(notes))
    return _drawn(part, "has no area of its own (is it in the file twice?)")


def above_level(part: Part) -> str:
    """The level above a part's."""
    return str(int(part.profile.level) - 1)


def _country(parts: Sequence[Part], country: str | None) -> str:
    if country:
        return countries.code(country)
    for part in parts:
        column = part.profile.country
        if column:
            return countries.code(str(part.rows[0][column]))
    raise BoundaryError(f"{parts[0].path}: which country is this? Give --country")


def _above(
    parts: Sequence[Part], country: str
) -> tuple[list[tuple[str, str | None]], list[tuple[str, float]], list[str]]:
    """For each finest unit the (name, code) of its parent, its share there, and how the parents were found."""
    finest = parts[-1]
    count = len(finest.rows)
    if finest.profile.parents:
        name, code = finest.profile.parents[-1]
        parents = [(str(r[name] or ""), str(r[code]) if code and r[code] else None) for r in finest.rows]
        note = f"parents from the column {name}"
        return parents, [(p, 1.0) for p, _ in parents], [note]
    if finest.profile.level == "1":
        return [("", None)] * count, [("", 1.0)] * count, []
    if len(parts) > 1:
        upper = parts[-2]
        names = [str(r[upper.profile.unit]) for r in upper.rows]
        outlines, source = upper.shapes, upper.path.name
    else:
        rows = [r for r in layers.units(country) if r["level"] == "1" and r["geometry"]]
        names, source = [r["name"] for r in rows], "the shipped first level"
        outlines = shapely.from_wkb(np.array([r["geometry"] for r in rows], dtype=object))
    shares = overlaps(finest.shapes, outlines, names)
    return [(n, None) for n, _ in shares], shares, [f"parents by overlap with {source}"]


def _check(part: Part) -> list[Problem]:
    """Rows that cannot be units, and codes that are not unique."""
    problems = []
    codes = Counter(str(r[part.profile.code]) for r in part.rows) if part.profile.code else Counter()
    for number, row in enumerate(part.rows, start=1):
        if not row[part.profile.unit]:
            problems.append(
                Problem(file=str(part.path), line=number, reason=f"no name in column {part.profile.unit}")
            )
        if part.profile.code and row[part.profile.code] and codes[str(row[part.profile.code])] > 1:
            problems.append(
                Problem(
                    file=str(part.path), line=number, reason=f"code {row[part.profile.code]} is not unique"
                )
            )
    return problems


def _rows(country: str, part: Part, above: Sequence[tuple[str, str | None]]) -> list[dict[str, Any]]:
    """Rows of the layer: parents dissolved from their units, then the units."""
    level, profile = part.profile.level, part.profile
    sizes = areas(part.shapes)
    parents: dict[str, list[int]] = {}
    for i, (name, _) in enumerate(above):
        parents.setdefault(name, []).append(i)
    upper: list[dict[str, Any]] = []
    ids: dict[str, str] = {"": country}
    for name, members in sorted(parents.items()):
        if name:
            shape = shapely.union_all(part.shapes[members])
            code = above[members[0]][1]
            row = _row(
                f"{country}.{slug(name)}",
                country,
                above_level(part),
                name,
                country,
                code,
                shape,
                float(np.sum(sizes[members])),
            )
            upper.append(row)
            ids[name] = row["id"]
    rows, taken = [], {r["id"] for r in upper}
    for i, source in enumerate(part.rows):
        name = str(source[profile.unit] or f"unnamed {i + 1}")
        parent = ids[above[i][0]]
        identifier = f"{parent}.{slug(name) or i + 1}"
        while identifier in taken:
            identifier += "-also"
        taken.add(identifier)
        code = str(source[profile.code]) if profile.code and source[profile.code] else None
        row = _row(identifier, country, level, name, parent, code, part.shapes[i], float(sizes[i]))
        row["names"] = sorted(
            {n.strip() for c in profile.names for n in str(source[c] or "").split("|") if n.strip()} - {name}
        )
        row["valid_from"], row["valid_to"] = (
            _day(source[c]) if c else None for c in (profile.valid_from, profile.valid_to)
        )
        rows.append(row)
    return [*upper, *rows]


def _row(
    identifier: str,
    country: str,
    level: str,
    name: str,
    parent: str,
    code: str | None,
    shape: Any,
    area: float,
) -> dict[str, Any]:
    point = shapely.point_on_surface(shape)
    return {
        "id": identifier, "country": country, "level": level, "name": name, "parent": parent, "code": code,
        "geonames": None, "names": [], "seat": None, "area_km2": round(area, 1), "latitude": round(point.y, 5),
        "longitude": round(point.x, 5), "disputed": None, "valid_from": None, "valid_to": None,
        "geometry": shapely.to_wkb(shape),
    }  # fmt: skip


def _day(value: Any) -> str | None:
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else str(value)[:10]
    if isinstance(value, (date, datetime)):
        return value.isoformat()[:10]
    text = str(value or "")[:10].replace("/", "-")
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _write(
    rows: Sequence[Mapping[str, Any]],
    out: Path,
    parts: Sequence[Part],
    *,
    licence: str,
    credit: str,
    year: str,
) -> None:
    """A layer file with the columns of the shipped ones and its provenance."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pq.read_schema(layers.DATA / "admin1.parquet")
    sources = [
        {"package": p.path.name, "file": p.path.name, "sha256": hashlib.sha256(p.path.read_bytes()).hexdigest(),
         "title": f"{p.profile.name}, level {p.profile.level}", "licence": licence, "credit": credit}
        for p in parts
    ]  # fmt: skip
    about = {
        "title": f"Units imported from {', '.join(p.path.name for p in parts)}",
        "year": year,
        "sources": sources,
    }
    metadata = {"whoholds": json.dumps(about, sort_keys=True), "geo": (schema.metadata or {})[b"geo"]}
    table = pa.Table.from_pylist([dict(r) for r in rows], schema=schema.with_metadata(metadata))
    out.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, out, compression="zstd", compression_level=19)
