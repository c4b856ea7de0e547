from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from whoholds.errors import BoundaryError
from whoholds.locate.boundaries import import_units
from whoholds.locate.units import Frame

SHARED = Path(__file__).parents[3] / "shared" / "data" / "boundaries-afg"


def square(x: float, y: float, size: float = 1.0) -> dict[str, Any]:
    return json.loads(shapely.to_geojson(shapely.box(x, y, x + size, y + size)))


def geojson(path: Path, *features: tuple[dict[str, Any], dict[str, Any]]) -> Path:
    rows = [{"type": "Feature", "properties": p, "geometry": g} for p, g in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")
    return path


def cod(path: Path) -> Path:
    def row(name: str, code: str, province: str, x: float) -> tuple[dict[str, Any], dict[str, Any]]:
        columns = {
            "ADM2_EN": name, "ADM2_PCODE": code, "ADM2_AR": "عين", "ADM1_EN": province, "ADM1_PCODE": code[:4],
            "ADM0_EN": "Syria", "ADM0_PCODE": "SY", "validOn": "2019-01-01",
        }  # fmt: skip
        return columns, square(x, 35.0)

    return geojson(
        path,
        row("Ayn", "SY0101", "North", 38.0),
        row("Bab", "SY0102", "North", 39.0),
        row("Ayn", "SY0201", "South", 40.0),
    )


def test_cod_ab_is_recognised_with_parents_codes_names_and_dates(tmp_path: Path) -> None:
    out = tmp_path / "own.parquet"
    report = import_units(cod(tmp_path / "a.geojson"), out, licence="CC BY-IGO")
    frame = Frame.load("SYR", units_file=out)
    assert report.levels == {"1": 2, "2": 3}
    assert frame.map_units == ("SYR.north.ayn", "SYR.north.bab", "SYR.south.ayn")
    ayn = frame.units["SYR.north.ayn"]
    assert (ayn.code, ayn.parent, ayn.names, str(ayn.valid_from)) == (
        "SY0101",
        "SYR.north",
        ("عين",),
        "2019-01-01",
    )
    assert frame.expand("SYR.north") == ("SYR.north.ayn", "SYR.north.bab")
    assert frame.licences[0] == "CC BY-IGO"


def test_gadm_names_are_parted(tmp_path: Path) -> None:
    columns = {
        "GID_0": "SYR",
        "GID_1": "SYR.1_1",
        "NAME_1": "North",
        "GID_2": "SYR.1.1_1",
        "NAME_2": "Ayn",
        "VARNAME_2": "Ain|Ein",
    }
    out = tmp_path / "own.parquet"
    import_units(geojson(tmp_path / "g.geojson", (columns, square(38, 35))), out, licence="own")
    assert Frame.load("SYR", units_file=out).units["SYR.north.ayn"].names == ("Ain", "Ein")


def test_natural_earth_is_recognised(tmp_path: Path) -> None:
    columns = {
        "adm1_code": "SYR-1",
        "name": "North",
        "name_alt": "Shamal",
        "iso_3166_2": "SY-N",
        "adm0_a3": "SYR",
    }
    report = import_units(geojson(tmp_path / "n.geojson", (columns, square(38, 35))), licence="public domain")
    assert [(r["id"], r["code"], r["level"]) for r in report.rows] == [("SYR.north", "SY-N", "1")]


def test_any_other_file_needs_a_mapping(tmp_path: Path) -> None:
    path = geojson(tmp_path / "x.geojson", ({"naam": "Ayn", "deel": "North"}, square(38, 35)))
    with pytest.raises(BoundaryError, match="--map name=COLUMN"):
        import_units(path, licence="own", country="SYR")
    report = import_units(path, licence="own", country="Syria", mapping={"name": "naam", "parent": "deel"})
    assert [r["id"] for r in report.rows] == ["SYR.north", "SYR.north.ayn"]


def test_a_mapping_to_a_column_that_is_not_there_lists_those_that_are(tmp_path: Path) -> None:
    path = geojson(tmp_path / "x.geojson", ({"naam": "Ayn"}, square(38, 35)))
    with pytest.raises(BoundaryError, match="the file has: naam"):
        import_units(path, licence="own", country="SYR", mapping={"name": "nom"})


def test_a_licence_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(BoundaryError, match="licence"):
        import_units(cod(tmp_path / "a.geojson"), licence=" ")


def test_overlaps_and_gaps_are_closed_and_told(tmp_path: Path) -> None:
    columns = [{"name": n} for n in ("A", "B")]
    path = geojson(tmp_path / "x.geojson", (columns[0], square(38, 35, 1.01)), (columns[1], square(39, 35)))
    out = tmp_path / "own.parquet"
    report = import_units(path, out, licence="own", country="SYR", mapping={"name": "name"})
    assert any("borders made to meet" in n for n in report.notes)
    frame = Frame.load("SYR", units_file=out)
    assert shapely.coverage_is_valid([shapely.from_wkb(frame.units[u].geometry) for u in frame.map_units])


def test_an_invalid_outline_is_repaired(tmp_path: Path) -> None:
    bow = {"type": "Polygon", "coordinates": [[[38, 35], [39, 36], [39, 35], [38, 36], [38, 35]]]}
    report = import_units(
        geojson(tmp_path / "x.geojson", ({"name": "A"}, bow)),
        licence="own",
        country="SYR",
        mapping={"name": "name"},
    )
    assert any("1 invalid outlines repaired" in n for n in report.notes)
    assert shapely.from_wkb(report.rows[0]["geometry"]).is_valid


def test_codes_that_are_not_unique_and_missing_names_are_problems(tmp_path: Path) -> None:
    path = geojson(
        tmp_path / "x.geojson",
        ({"n": "A", "c": "1"}, square(38, 35)),
        ({"n": None, "c": "1"}, square(39, 35)),
    )
    report = import_units(path, licence="own", country="SYR", mapping={"name": "n", "code": "c"})
    assert [p.reason for p in report.problems] == [
        "code 1 is not unique", "no name in column n", "code 1 is not unique",
    ]  # fmt: skip


def test_units_without_a_code_do_not_share_one(tmp_path: Path) -> None:
    rows = ({"n": "A", "c": None}, square(38, 35)), ({"n": "B", "c": None}, square(39, 35))
    path = geojson(tmp_path / "x.geojson", *rows)
    report = import_units(path, licence="own", country="SYR", mapping={"name": "n", "code": "c"})
    assert report.problems == ()


def test_units_of_one_name_in_one_parent_keep_apart(tmp_path: Path) -> None:
    path = geojson(tmp_path / "x.geojson", ({"n": "A"}, square(38, 35)), ({"n": "A"}, square(39, 35)))
    report = import_units(path, licence="own", country="SYR", mapping={"name": "n"})
    assert len({r["id"] for r in report.rows}) == 2


def test_another_projection_comes_back_to_degrees(tmp_path: Path) -> None:
    import numpy as np
    import pyogrio

    path = tmp_path / "x.gpkg"
    shape = shapely.to_wkb(np.array([shapely.box(4_200_000, 4_100_000, 4_210_000, 4_110_000)], dtype=object))
    pyogrio.raw.write(
        path,
        shape,
        [np.array(["A"], dtype=object)],
        ["name"],
        geometry_type="Polygon",
        crs="EPSG:3857",
        driver="GPKG",
    )
    report = import_units(path, licence="own", country="SYR", mapping={"name": "name"})
    assert any("reprojected" in n for n in report.notes)
    assert (round(report.rows[0]["longitude"], 1), round(report.rows[0]["latitude"], 1)) == (37.8, 34.6)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(BoundaryError, match="no such file"):
        import_units(tmp_path / "none.shp", licence="own")


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/data/boundaries-afg")
def test_real_boundaries_whose_levels_do_not_nest_say_so_with_the_list(tmp_path: Path) -> None:
    out = tmp_path / "own.parquet"
    report = import_units(SHARED, out, licence="public domain", credit="geoBoundaries", year="2014")
    assert len(report.not_nested) == 84
    assert ("Dara", "Panjshir", 0.51) in [(u, p, round(s, 2)) for u, p, s in report.not_nested]
    assert any("do not nest" in n for n in report.notes)
    frame = Frame.load("AFG", units_file=out)
    assert len(frame.map_units) == 398
    assert frame.credits[0] == "geoBoundaries"


def test_a_layer_of_another_country_is_no_map_of_towns(tmp_path: Path) -> None:
    out = tmp_path / "own.parquet"
    import_units(cod(tmp_path / "a.geojson"), out, licence="own")
    with pytest.raises(BoundaryError, match="no units of AFG, only of SYR"):
        Frame.load("AFG", units_file=out)


def test_units_without_an_outline_or_twice_in_a_file_are_problems_and_the_rest_is_a_map(
    tmp_path: Path,
) -> None:
    rows: list[Any] = [
        ({"n": "Ayn", "p": "North"}, square(38, 35)),
        ({"n": "Bab", "p": "North"}, None),
        ({"n": "Ayn again", "p": "North"}, square(38, 35)),
        ({"n": None, "p": "North"}, square(39, 35)),
    ]
    out = tmp_path / "own.parquet"
    mapping = {"name": "n", "parent": "p"}
    found = import_units(
        geojson(tmp_path / "a.geojson", *rows), out, country="SYR", mapping=mapping, licence="own"
    )
    assert [problem.reason.split(":")[0] for problem in found.problems] == [
        "no name in column n",
        "Bab has no outline and no point",
        "Ayn again has no area of its own (is it in the file twice?)",
    ]
    assert found.problems[0].line == 4
    assert Frame.load("SYR", units_file=out).map_units == ("SYR.north.ayn", "SYR.north.unnamed-2")


def test_a_parents_code_is_taken_and_a_day_that_is_none_left_out(tmp_path: Path) -> None:
    row = {"n": "Ayn", "p": "North", "pc": "SY01", "v": "since 2020"}
    out, file = tmp_path / "own.parquet", geojson(tmp_path / "a.geojson", (row, square(38, 35)))
    mapping = {"name": "n", "parent": "p", "parent_code": "pc", "valid_from": "v"}
    import_units(file, out, country="SYR", mapping=mapping, licence="own")
    units = Frame.load("SYR", units_file=out).units
    assert (units["SYR.north"].code, units["SYR.north.ayn"].valid_from) == ("SY01", None)


def test_a_level_that_is_none_is_refused(tmp_path: Path) -> None:
    file = geojson(tmp_path / "a.geojson", ({"n": "Ayn", "p": "North"}, square(38, 35)))
    mapping = {"name": "n", "parent": "p", "level": "ADM"}
    with pytest.raises(BoundaryError, match="of level 'ADM', but units are of level 1, 2 or 3"):
        import_units(file, country="SYR", mapping=mapping, licence="own")
