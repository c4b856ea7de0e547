from __future__ import annotations

import shapely

from whoholds.locate import layers


def test_every_shipped_layer_names_its_licence_source_and_hash() -> None:
    shipped = {layer.name: layer for layer in layers.shipped()}
    assert set(shipped) == {"AFG", "admin1", "basemap", "cities", "divisions", "places"}
    for layer in shipped.values():
        assert layer.title
        assert layer.licences
        assert layer.credits
        assert all("sha256" in source for source in layer.sources)


def test_the_package_data_stay_small() -> None:
    assert sum(p.stat().st_size for p in layers.DATA.rglob("*") if p.is_file()) <= 40_000_000


def test_a_country_is_read_alone() -> None:
    assert {r["country"] for r in layers.units("SYR")} == {"SYR"}
    assert {r["country"] for r in layers.places("SDN")} == {"SDN"}
    assert layers.units("XXX") == []


def test_the_basemap_is_clipped_to_the_bounds() -> None:
    bounds = (60.0, 29.0, 75.0, 39.0)
    parts = layers.basemap(bounds)
    assert {"Afghanistan", "Pakistan", "Iran"} <= {name for name, _ in parts["country"]}
    assert parts["river"]
    frame = shapely.box(*bounds).buffer(1e-9)
    assert all(frame.covers(shapely.from_wkb(shape)) for kind in parts.values() for _, shape in kind)
