"""Every export, read back by software that is not ours, says what the edition says."""

import csv
import json
import struct
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from whoholds.publish import STATES, export
from whoholds.publish.plain import plain


def truth(edition, day):
    """unit -> (state, holder or None) of a day."""
    own, at = edition.now, edition.index(day)
    names = own.posteriors.states
    return {
        unit.id: (STATES[own.state[k, at]], names[own.holder[k, at]] if own.holder[k, at] >= 0 else None)
        for k, unit in enumerate(edition.units)
    }


def changes(edition):
    state, holder = edition.now.state, edition.now.holder
    return len(edition.units) + int(
        ((state[:, 1:] != state[:, :-1]) | (holder[:, 1:] != holder[:, :-1])).sum()
    )


@pytest.fixture(scope="module")
def day(edition):
    return date(2031, 2, 1)


@pytest.mark.parametrize(("name", "layer"), [("m.geojson", None), ("m.gpkg", "control")])
def test_gdal_reads_the_map_of_a_day(edition, day, tmp_path, name, layer):
    import pyogrio
    import shapely

    export(edition, tmp_path / name, on=day)
    meta, _, geometry, values = pyogrio.raw.read(tmp_path / name, layer=layer)
    rows = dict(zip(meta["fields"], values, strict=True))
    found = zip(rows["unit_id"], rows["state"], rows["holder"], strict=True)
    assert {unit: (state, holder) for unit, state, holder in found} == truth(edition, day)
    assert meta["crs"] == "EPSG:4326"
    areas = shapely.area(shapely.from_wkb(geometry))
    assert areas.sum() == pytest.approx(
        sum(shapely.from_wkb(u.geometry).area for u in edition.units), rel=1e-6
    )
    p = rows["p_crown"].astype(float)
    assert np.allclose(p, edition.now.posteriors.p[:, edition.index(day), 0], atol=1e-4)


def test_the_geopackage_has_changes_claims_and_styles(edition, tmp_path):
    import pyogrio

    export(edition, tmp_path / "m.gpkg")
    assert [name for name, _ in pyogrio.list_layers(tmp_path / "m.gpkg")] == [
        "control", "changes", "claims", "about", "layer_styles",
    ]  # fmt: skip
    assert pyogrio.read_info(tmp_path / "m.gpkg", layer="changes")["features"] == changes(edition)
    assert pyogrio.read_info(tmp_path / "m.gpkg", layer="claims")["features"] == len(edition.bearings)
    meta, _, _, values = pyogrio.raw.read(tmp_path / "m.gpkg", layer="layer_styles")
    styles = dict(zip(meta["fields"], values, strict=True))
    assert styles["f_table_name"].tolist() == ["control", "changes"]
    assert styles["useAsDefault"].all()


def test_the_style_is_a_rule_per_holder_and_state_that_qgis_can_parse(edition, tmp_path):
    from xml.etree import ElementTree

    from whoholds.publish.gpkg_style import control_style

    style = ElementTree.fromstring(control_style(edition))
    rules = style.findall("renderer-v2/rules/rule")
    symbols = {symbol.get("name") for symbol in style.findall("renderer-v2/symbols/symbol")}
    assert len(rules) == 2 * len(edition.actors) + 3
    assert {rule.get("symbol") for rule in rules} == symbols
    assert style.find("temporal") is None
    played = ElementTree.fromstring(control_style(edition, played=True))
    assert played.find("temporal").get("startField") == "date"
    assert played.find("renderer-v2/orderby/orderByClause").text == '"date"'
    assert rules[0].get("filter") == "\"holder\" = 'crown' AND \"state\" = 'held'"


def test_towns_are_styled_as_points(made):
    from xml.etree import ElementTree

    import shapely

    from whoholds.publish.gpkg_style import control_style

    towns = [
        replace(u, geometry=shapely.to_wkb(shapely.Point(u.longitude, u.latitude))) for u in made(4, 5).units
    ]
    symbols = ElementTree.fromstring(control_style(made(4, 5, units=towns))).findall(
        "renderer-v2/symbols/symbol"
    )
    assert {symbol.get("type") for symbol in symbols} == {"marker"}
    told = [tuple(o.get("value") for o in symbol.findall("layer/Option/Option")) for symbol in symbols]
    assert len(set(told)) == len(symbols) == 7


def test_gdal_filters_the_geopackage_by_day_and_holder(edition, tmp_path):
    import pyogrio

    export(edition, tmp_path / "m.gpkg", on=edition.last)
    found = pyogrio.raw.read(
        tmp_path / "m.gpkg", layer="control", where="holder = 'league' AND date = '2031-03-01'"
    )
    assert len(found[2]) == int((edition.now.holder[:, -1] == 1).sum())


def test_geopandas_reads_geoparquet(edition, tmp_path):
    import geopandas

    export(edition, tmp_path / "m.parquet", changes=True)
    frame = geopandas.read_parquet(tmp_path / "m.parquet")
    assert len(frame) == changes(edition)
    assert frame.crs.equals("OGC:CRS84")
    assert frame.geometry.is_valid.all()
    day = frame[frame["date"] == edition.first]
    found = {r.unit_id: (r.state, r.holder if isinstance(r.holder, str) else None) for r in day.itertuples()}
    assert found == truth(edition, edition.first)


def test_outer_rings_run_as_the_standard_says(made, tmp_path):
    import shapely

    plain = made(4, 5)
    for exterior in (True, False):
        units = [
            replace(
                u,
                geometry=shapely.to_wkb(
                    shapely.orient_polygons(shapely.from_wkb(u.geometry), exterior_cw=exterior)
                ),
            )
            for u in plain.units
        ]
        export(made(4, 5, units=units), tmp_path / "m.geojson")
        found = json.loads((tmp_path / "m.geojson").read_text())["features"]
        rings = [shapely.LinearRing(feature["geometry"]["coordinates"][0]) for feature in found]
        assert shapely.is_ccw(rings).all()


def test_geoparquet_holds_a_geometry_once_however_many_days_it_has(made, tmp_path):
    """Random points do not compress, and there is more than a mebibyte of them: twice would be seen."""
    import geopandas
    import shapely

    angles, rng = np.linspace(0, 2 * np.pi, 30_000, endpoint=False), np.random.default_rng(1)
    drawn = [
        shapely.Polygon(np.c_[3 * k + np.cos(angles), np.sin(angles)] * rng.uniform(0.9, 1, (30_000, 1)))
        for k in range(4)
    ]
    units = [replace(u, geometry=shapely.to_wkb(s)) for u, s in zip(made(4, 30).units, drawn, strict=True)]
    export(made(4, 30, units=units, parents=[]), tmp_path / "m.parquet")
    once = sum(len(unit.geometry) for unit in units)
    assert (tmp_path / "m.parquet").stat().st_size < 1.2 * once
    frame = geopandas.read_parquet(tmp_path / "m.parquet")
    assert [shape.wkb for shape in frame.geometry[::30]] == [unit.geometry for unit in units]


def test_days_stay_days_where_nobody_reports(made, tmp_path):
    import pyarrow.parquet as pq
    import pyogrio

    plain = made(10, 20, attested=[], bearings=[])
    silent = {
        name: replace(s, newest=np.zeros_like(s.newest))
        for name, s in (("now", plain.now), ("then", plain.then))
    }
    edition = made(10, 20, attested=[], bearings=[], **silent)
    for name in ("m.parquet", "m.gpkg"):
        export(edition, tmp_path / name)
    assert str(pq.read_schema(tmp_path / "m.parquet").field("newest_evidence").type) == "date32[day]"
    meta = pyogrio.read_info(tmp_path / "m.gpkg", layer="control")
    assert dict(zip(meta["fields"], meta["dtypes"], strict=True))["newest_evidence"] == "datetime64[D]"
    assert pyogrio.read_info(tmp_path / "m.gpkg", layer="claims")["features"] == 0


def test_pyarrow_finds_the_editions_facts(edition, tmp_path):
    import pyarrow.parquet as pq

    export(edition, tmp_path / "m.parquet")
    schema = pq.read_schema(tmp_path / "m.parquet")
    assert json.loads(schema.metadata[b"whoholds"])["edition"] == edition.id
    assert json.loads(schema.metadata[b"geo"])["version"] == "1.1.0"
    assert pq.read_metadata(tmp_path / "m.parquet").num_rows == 40 * 60


def test_libhxl_reads_the_tagged_table(edition, day, tmp_path):
    import hxl

    export(edition, tmp_path / "control.csv", on=day, hxl=True)
    options = hxl.InputOptions(allow_local=True)
    with hxl.data(str(tmp_path / "control.csv"), options) as source:
        found = {row.get("#adm2+id"): (row.get("#status"), row.get("#org+holder") or None) for row in source}
    assert found == truth(edition, day)
    with hxl.data(str(tmp_path / "control.csv"), options) as source:
        held = source.with_rows("#org+holder=league").values
        assert len(held) == sum(holder == "league" for _, holder in truth(edition, day).values())


def test_a_spreadsheet_runs_nothing(tmp_path):
    import synthetic

    edition = synthetic.hostile()
    export(edition, tmp_path / "control.csv", on=edition.last)
    export(edition, tmp_path / "claims.csv")
    for name in ("control.csv", "claims.csv"):
        with (tmp_path / name).open(newline="", encoding="utf-8") as file:
            for row in csv.reader(file):
                assert not [cell for cell in row if cell.lstrip().startswith(("=", "+", "@"))]
                assert not [c for c in row if c.startswith("-") and not c[1:].replace(".", "").isdigit()]


def test_a_geopackage_keeps_hostile_text_as_text(tmp_path):
    import pyogrio
    import synthetic

    edition = synthetic.hostile()
    export(edition, tmp_path / "m.gpkg")
    meta, _, _, values = pyogrio.raw.read(tmp_path / "m.gpkg", layer="control")
    rows = dict(zip(meta["fields"], values, strict=True))
    assert rows["unit_name"].tolist() == [unit.name for unit in edition.units]
    meta, _, _, values = pyogrio.raw.read(tmp_path / "m.gpkg", layer="claims")
    quotes = dict(zip(meta["fields"], values, strict=True))["quote"]
    assert {*quotes} == {edition.by_claim[b.testimony.claim].claim.quote for b in edition.bearings}


def test_a_style_keeps_hostile_names_in_its_labels(edition):
    from dataclasses import replace
    from xml.etree import ElementTree

    import synthetic

    from whoholds.publish import Actor
    from whoholds.publish.gpkg_style import control_style

    names = ["\"/><rule filter='TRUE'/>", *map(plain, synthetic.HOSTILE)]
    actors = tuple(Actor(id=f"a{k}' OR 'x'='x", name=name) for k, name in enumerate(names))
    style = ElementTree.fromstring(control_style(replace(edition, actors=actors)))
    rules = style.findall("renderer-v2/rules/rule")
    assert [rule.get("label") for rule in rules[: 2 * len(names) : 2]] == names
    assert rules[0].get("filter") == "\"holder\" = 'a0'' OR ''x''=''x' AND \"state\" = 'held'"


def test_a_data_package_keeps_hostile_text_as_text():
    import synthetic

    from whoholds.publish import manifest

    edition = synthetic.hostile()
    package = json.loads(manifest.datapackage(edition, ["control-changes.csv", "claims.csv"]))
    assert package["title"] == edition.title
    assert [source["title"] for source in package["sources"]] == list(edition.credits)


def test_claims_carry_quote_source_and_what_they_moved(edition, tmp_path):
    export(edition, tmp_path / "claims.csv")
    with (tmp_path / "claims.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(edition.bearings)
    for row in rows:
        cited = edition.by_claim[row["claim_id"]]
        assert (row["quote"], row["url"]) == (cited.claim.quote, cited.document.url)
        assert row["quote"] in row["sentence"]
        assert float(row["moved"]) == 1.8


def test_pictures_have_their_size_and_no_outside_reference(edition, tmp_path):
    from whoholds.publish.picture import Style

    for preset, size in (("wide", (1600, 900)), ("square", (1125, 1125))):
        export(edition, tmp_path / "m.png", style=Style(preset=preset))
        head = (tmp_path / "m.png").read_bytes()
        assert head[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", head[16:24]) == size
    export(edition, tmp_path / "m.pdf")
    assert (tmp_path / "m.pdf").read_bytes().startswith(b"%PDF-")


def test_the_same_edition_gives_the_same_bytes_in_every_format(made, tmp_path):
    for name in ("c.csv", "claims.csv", "m.geojson", "m.gpkg", "m.parquet", "m.png", "m.svg", "m.pdf"):
        for run in ("one", "two"):
            (tmp_path / run).mkdir(exist_ok=True)
            export(made(12, 20), tmp_path / run / name)
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_towns_as_points_export_too(made, tmp_path):
    from dataclasses import replace

    import pyogrio
    import shapely

    edition = made(12, 20)
    points = [
        replace(u, level="place", geometry=shapely.to_wkb(shapely.Point(u.longitude, u.latitude)))
        for u in edition.units
    ]
    towns = made(12, 20, units=points, level="place")
    for name in ("m.gpkg", "m.geojson", "m.png"):
        export(towns, tmp_path / name)
    assert pyogrio.read_info(tmp_path / "m.gpkg", layer="control")["geometry_type"] == "Point"
