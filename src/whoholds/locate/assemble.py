"""Put a country's units together: polygons, the names without polygons, the towns, the country itself."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from whoholds.model import Unit

from . import countries, layers
from .shapes import holders
from .spelling import fold, slug, sound

NAMESAKE = 0.15
"""Degrees that a town may lie outside the district that has its name and still be its centre."""
TYPES = ("District", "Raion", "Rayon", "Locality", "Township", "Cercle", "Province", "Governorate")


@dataclass(frozen=True, kw_only=True)
class Assembled:
    """The parts of a frame; see :class:`whoholds.locate.units.Frame`."""

    units: tuple[Unit, ...]
    seats: Mapping[str, str]
    version: str
    credits: tuple[str, ...]
    licences: tuple[str, ...]
    spread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    geonames: Mapping[str, str] = field(default_factory=dict)


def assemble(country: str, units_file: Path | None, *, disputed: str) -> Assembled:
    """Units of a country, parents before children, each level by id."""
    rows = _rows(country, units_file, disputed)
    polygons = [_unit(r) for r in rows if r["geometry"]]
    geonames = {r["id"]: r["geonames"] for r in rows if r["geonames"]}
    towns, second = _towns(country, polygons, geonames)
    named = [_unit(r) for r in rows if not r["geometry"]]
    divisions = (
        [] if any(u.level == "2" for u in polygons) else _divisions(country, [*polygons, *named], geonames)
    )
    orphans, spread = _spread([*named, *divisions], towns, geonames, second)
    seats = _seats([*polygons, *orphans], towns)
    top = Unit(id=country, name=countries.titles().get(country, country), level="country", names=(country,))
    units = (top, *sorted([*polygons, *orphans], key=lambda u: (u.level, u.id)), *(t for t, _ in towns))
    files = layers.about(units_file) if units_file else _main(country)
    gazetteer = layers.about(layers.DATA / "places.parquet")
    return Assembled(
        units=units, seats=seats, version=_version(units),
        credits=tuple(dict.fromkeys((*files.credits, *gazetteer.credits))),
        licences=tuple(dict.fromkeys((*files.licences, *gazetteer.licences))),
        spread=spread, geonames=geonames | {t.id: str(r["id"]) for t, r in towns},
    )  # fmt: skip


def _main(country: str) -> layers.Layer:
    own = layers.DATA / f"{country}.parquet"
    return layers.about(own if own.exists() else layers.DATA / "admin1.parquet")


def _rows(country: str, units_file: Path | None, disputed: str) -> list[layers.Row]:
    """The layer's rows, with the territories that the policy adds."""
    rows = layers.units(country, units_file)
    if units_file is not None or disputed != "all":
        return rows
    for entry in layers.table("disputed.csv"):
        filed = entry["unit"].split(".")[0]
        if country in entry["claimants"].split() and filed != country:
            rows += [{**r, "parent": country} for r in layers.units(filed) if r["id"] == entry["unit"]]
    return rows


def _unit(row: Mapping[str, Any]) -> Unit:
    return Unit(
        id=row["id"], name=row["name"], level=row["level"], parent=row["parent"], code=row["code"] or row["geonames"],
        names=tuple(row["names"] or ()), seat=row["seat"], latitude=row["latitude"], longitude=row["longitude"],
        area_km2=row["area_km2"], valid_from=_day(row["valid_from"]), valid_to=_day(row["valid_to"]),
        geometry=row["geometry"] or b"",
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _finest(polygons: Sequence[Unit]) -> list[Unit]:
    level = max((u.level for u in polygons), default="1")
    return [u for u in polygons if u.level == level]


def _towns(
    country: str, polygons: Sequence[Unit], geonames: Mapping[str, str]
) -> tuple[list[tuple[Unit, layers.Row]], dict[str, str]]:
    """Towns as units with their rows, largest first within a first-level unit; and their second-level codes."""
    rows = sorted(layers.places(country), key=lambda r: (-(r["population"] or 0), r["id"]))
    finest = _finest(polygons)
    by_id = {u.id: u for u in polygons}
    by_code = {code: unit for unit, code in geonames.items()}
    spots = np.array([(r["longitude"], r["latitude"]) for r in rows], dtype=float)
    where = _namesakes(rows, spots, holders(spots, [u.geometry for u in finest]), finest)
    points = shapely.to_wkb(shapely.points(spots)) if rows else []
    iso2 = next((c["iso2"] for c in layers.table("countries.csv") if c["iso3"] == country), "")
    towns: list[tuple[Unit, layers.Row]] = []
    taken: set[str] = set()
    second: dict[str, str] = {}
    for row, index, point in zip(rows, where, points, strict=True):
        parent = finest[index].id if index is not None else by_code.get(f"{iso2}.{row['admin1']}", country)
        first = parent
        while first in by_id and by_id[first].level != "1":
            first = by_id[first].parent or country
        identifier = f"{first}~{slug(row['name'])}"
        if identifier in taken or identifier.endswith("~"):
            identifier = f"{identifier}-{row['id']}".replace("~-", "~")
        taken.add(identifier)
        if row["admin2"]:
            second[identifier] = f"{iso2}.{row['admin1']}.{row['admin2']}"
        towns.append((_town(row, identifier, parent, point), row))
    return towns, second


def _namesakes(
    rows: Sequence[layers.Row],
    spots: npt.NDArray[np.float64],
    where: Sequence[int | None],
    units: Sequence[Unit],
) -> list[int | None]:
    """Put a town that has a neighbouring district's name into that district: it is its centre.

    Points and borders come from different sources; a centre a few kilometres over the line is common.
    """
    called: dict[str, list[int]] = defaultdict(list)
    for i, unit in enumerate(units):
        if unit.level != "1":
            called[sound(unit.name)].append(i)
    found = list(where)
    for n, (row, spot) in enumerate(zip(rows, spots, strict=True)):
        others = [i for i in called.get(sound(row["name"]), ()) if i != where[n]]
        for i in others:
            if shapely.distance(shapely.Point(spot), shapely.from_wkb(units[i].geometry)) < NAMESAKE:
                found[n] = i
    return found


def _town(row: layers.Row, identifier: str, parent: str, point: bytes) -> Unit:
    return Unit(
        id=identifier, name=row["name"], level="place", parent=parent, code=f"GeoNames:{row['id']}",
        names=tuple(row["names"] or ()), latitude=round(row["latitude"], 5), longitude=round(row["longitude"], 5),
        population=row["population"] or None, geometry=point,
    )  # fmt: skip


def _divisions(country: str, above: Sequence[Unit], geonames: dict[str, str]) -> list[Unit]:
    """Second-level units that we know by name only, under their first-level unit."""
    by_code = {geonames[u.id]: u for u in above if u.id in geonames and u.level == "1"}
    units: dict[str, Unit] = {}
    for row in layers.divisions(country):
        parent = by_code.get(row["code"].rsplit(".", 1)[0])
        if parent is None:
            continue
        name = row["name"]
        for word in TYPES:
            name = name.removesuffix(f" {word}").removeprefix(f"{word} ").strip()
        identifier = f"{parent.id}.{slug(name)}"
        if identifier in units or not slug(name):
            identifier += f"-{slug(row['code'])}"
        units[identifier] = Unit(
            id=identifier, name=name, level="2", parent=parent.id, code=row["code"],
            names=(row["name"],) if row["name"] != name else (),
        )  # fmt: skip
        geonames[identifier] = row["code"]
    return list(units.values())


def _spread(
    units: Sequence[Unit],
    towns: Sequence[tuple[Unit, layers.Row]],
    geonames: Mapping[str, str],
    second: Mapping[str, str],
) -> tuple[list[Unit], dict[str, tuple[str, ...]]]:
    """Where the units without a polygon lie, by their towns.

    A first-level unit that is newer than the polygons (West Kordofan) becomes a part of the polygon that
    holds all its towns, or is spread over those that do; a second-level unit holds its towns.
    """
    members: dict[str, list[Unit]] = defaultdict(list)
    for town, row in towns:
        if town.id in second:
            members[second[town.id]].append(town)
            members[second[town.id].rsplit(".", 1)[0]].append(town)
        elif row["admin1"]:
            members[f"*.{row['admin1']}"].append(town)
    placed, spread = [], {}
    for unit in units:
        code = geonames.get(unit.id, "")
        inside = members.get(code) or members.get(f"*.{code.split('.')[-1]}" if unit.level == "1" else "", [])
        if unit.level == "1":
            holding = Counter(t.parent for t in inside if t.parent)
            spread[unit.id] = tuple(sorted(h for h, n in holding.items() if n >= 0.1 * holding.total()))
        if inside and unit.latitude is None:
            unit = replace(
                unit,
                latitude=round(sum(t.latitude or 0 for t in inside) / len(inside), 5),
                longitude=round(sum(t.longitude or 0 for t in inside) / len(inside), 5),
            )
        placed.append(unit)
    return placed, spread


def _seats(units: Sequence[Unit], towns: Sequence[tuple[Unit, layers.Row]]) -> dict[str, str]:
    """Unit -> the town that is its seat: the one that GeoNames calls so, else the largest namesake."""
    parents = {u.id: u.parent for u in units}
    seats = {row["unit"]: row["town"] for row in layers.table("seats.csv") if row["unit"] in parents}
    names = {u.id: {fold(n) for n in (u.name, *u.names)} for u in units}
    first = {u.id for u in units if u.level == "1"}
    for grade in ("country", "1", None):
        for town, row in towns:
            for above in _chain(town.parent, parents):
                fits = above in first and row["seat"] == grade if grade else fold(town.name) in names[above]
                if fits:
                    seats.setdefault(above, town.id)
    known = {t.id for t, _ in towns} | set(parents)
    return {unit: town for unit, town in seats.items() if town in known}


def _chain(unit: str | None, parents: Mapping[str, str | None]) -> Iterable[str]:
    while unit is not None and unit in parents:
        yield unit
        unit = parents[unit]


def _version(units: Iterable[Unit]) -> str:
    """Hash of all that a placement or a picture depends on."""
    digest = hashlib.blake2b(digest_size=4)
    for u in units:
        digest.update(repr((u.id, u.name, u.parent, u.names, u.seat)).encode())
        digest.update(u.geometry)
    return digest.hexdigest()
