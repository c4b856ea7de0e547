from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely

from whoholds.errors import BoundaryError, ConfigError, UnknownUnit
from whoholds.locate.units import Frame

Load = Callable[..., Frame]


def test_afghanistan_is_coloured_by_its_398_districts(frame: Load) -> None:
    afghanistan = frame("AFG")
    assert (afghanistan.level, len(afghanistan.map_units)) == ("2", 398)
    assert sum(u.level == "1" for u in afghanistan.units.values()) == 34


def test_ids_are_unique_readable_and_safe(frame: Load) -> None:
    for country in ("AFG", "UKR"):
        assert all(re.fullmatch(r"[A-Z]{3}[a-z0-9.~-]*", u) for u in frame(country).units)


@pytest.mark.parametrize("name", ["Syria", "SYR", "sy", "Syrian Arab Republic"])
def test_a_country_is_known_by_any_of_its_names(name: str) -> None:
    assert Frame.load(name).country == "SYR"


def test_an_unknown_country_says_which_are_near() -> None:
    with pytest.raises(UnknownUnit, match="Afghanistan"):
        Frame.load("Afganistn")


def test_a_level_that_is_not_shipped_says_which_are_and_what_to_do() -> None:
    with pytest.raises(ConfigError, match=r"there are: 1, place.*whoholds units import"):
        Frame.load("Mali", "2")


def test_panjshir_is_panjshir_although_natural_earth_calls_it_parwan(frame: Load) -> None:
    afghanistan = frame("AFG")
    panjshir = afghanistan.units["AFG.panjshir"]
    assert (panjshir.name, panjshir.code, afghanistan.geonames["AFG.panjshir"]) == (
        "Panjshir",
        "AF-PAN",
        "AF.42",
    )
    assert not any("Parwan" in n or "پروان" in n for n in panjshir.names)
    assert shapely.from_wkb(panjshir.geometry).contains(shapely.Point(69.53, 35.31))  # Bazarak


def test_daykundi_is_daykundi_although_natural_earth_calls_it_uruzgan(frame: Load) -> None:
    daykundi = frame("AFG").units["AFG.daykundi"]
    assert (daykundi.name, daykundi.code) == ("Daykundi", "AF-DAY")
    assert not any("ruzgan" in n.lower() for n in daykundi.names)


def test_the_two_districts_that_overlap_puts_wrongly_have_their_provinces(frame: Load) -> None:
    units = frame("AFG").units
    assert units["AFG.khost.musa-khel"].parent == "AFG.khost"
    assert units["AFG.maidan-wardak.jaghatu"].parent == "AFG.maidan-wardak"


def test_districts_have_no_slivers_and_provinces_are_made_of_them(frame: Load) -> None:
    afghanistan = frame("AFG")
    districts = shapely.from_wkb(np.array([afghanistan.units[u].geometry for u in afghanistan.map_units]))
    assert shapely.coverage_is_valid(districts)
    helmand = shapely.from_wkb(
        np.array([afghanistan.units[u].geometry for u in afghanistan.expand("AFG.helmand")])
    )
    outline = shapely.from_wkb(afghanistan.units["AFG.helmand"].geometry)
    assert shapely.union_all(helmand).symmetric_difference(outline).area < 1e-9


def test_a_province_expands_to_its_districts_and_a_town_to_its_district(frame: Load) -> None:
    afghanistan = frame("AFG")
    assert len(afghanistan.expand("AFG.panjshir")) == 7
    assert afghanistan.expand("AFG.kunduz~kunduz") == ("AFG.kunduz.kunduz",)
    assert afghanistan.expand("AFG.kunduz.kunduz") == ("AFG.kunduz.kunduz",)
    assert len(afghanistan.expand("AFG")) == 398


def test_a_district_on_a_map_of_provinces_stands_for_its_province(frame: Load) -> None:
    assert frame("AFG", "1").expand("AFG.panjshir.bazarak") == ("AFG.panjshir",)


def test_neighbours_touch_and_touching_is_mutual(frame: Load) -> None:
    afghanistan = frame("AFG")
    around = afghanistan.neighbours("AFG.panjshir.bazarak")
    assert "AFG.panjshir.rukha" in around
    assert "AFG.helmand.sangin" not in around
    assert all("AFG.panjshir.bazarak" in afghanistan.neighbours(u) for u in around)


def test_every_province_has_its_seat_on_the_map(frame: Load) -> None:
    afghanistan = frame("AFG")
    seats = {u.id: u.seat for u in afghanistan.units.values() if u.level == "1"}
    assert all(seat in afghanistan.map_units for seat in seats.values())
    assert (seats["AFG.kunduz"], seats["AFG.uruzgan"], seats["AFG.kapisa"]) == (
        "AFG.kunduz.kunduz", "AFG.uruzgan.tarin-kot", "AFG.kapisa.mahmud-e-raqi",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("AFG.panjshir", ("AFG.panjshir",)),
        ("Kunduz", ("AFG.kunduz.kunduz",)),
        ("Kunduz, Kunduz", ("AFG.kunduz.kunduz",)),
        ("Panjshir", ("AFG.panjshir",)),
        ("Panjsher province", ("AFG.panjshir",)),
        ("Arghandab", ("AFG.kandahar.arghandab", "AFG.zabul.arghandab")),
        ("Arghandab, Zabul", ("AFG.zabul.arghandab",)),
        ("Marzipan", ()),
    ],
)
def test_find_takes_an_id_a_name_or_a_name_with_its_parent(
    frame: Load, text: str, units: tuple[str, ...]
) -> None:
    assert frame("AFG").find(text) == units


def test_a_units_own_name_beats_anothers_by_name(frame: Load) -> None:
    assert frame("SDN").find("South Darfur") == (
        "SDN.south-darfur",
    )  # East Darfur's list of names has it too


def test_towns_can_be_the_units_of_a_map(frame: Load) -> None:
    ukraine = frame("UKR", "place")
    assert "UKR.donetsk~bakhmut" in ukraine.map_units
    assert ukraine.units["UKR.donetsk~bakhmut"].parent == "UKR.donetsk"
    assert "UKR.donetsk~bakhmut" in ukraine.expand("UKR.donetsk")
    assert ukraine.neighbours("UKR.donetsk~bakhmut")


def test_disputed_crimea_is_on_the_map_of_both_claimants_unless_told_otherwise(frame: Load) -> None:
    assert "UKR.crimea" in frame("UKR").map_units
    assert "UKR.crimea" in frame("RUS").map_units
    assert "UKR.crimea" not in Frame.load("RUS", disputed="iso").units
    assert "UKR.crimea" in Frame.load("UKR", disputed="iso").units


def test_a_state_newer_than_the_polygons_lies_in_those_that_hold_its_towns(frame: Load) -> None:
    assert set(frame("SDN").expand("SDN.west-kordofan")) == {"SDN.north-kordofan", "SDN.south-kordofan"}


def test_the_same_data_give_the_same_version_and_the_level_is_part_of_it(frame: Load) -> None:
    assert Frame.load("SYR").version == frame("SYR").version
    assert frame("AFG", "1").version != frame("AFG").version


def test_every_frame_names_whom_to_credit(frame: Load) -> None:
    assert any("geoBoundaries" in c for c in frame("AFG").credits)
    assert "GeoNames" in frame("SYR").credits


def test_a_file_that_is_no_layer_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    path.write_text("no")
    with pytest.raises(BoundaryError, match="cannot be read as a layer"):
        Frame.load("AFG", units_file=path)


def test_a_table_of_somebody_else_is_no_layer_and_says_how_to_make_one(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "districts.parquet"
    pq.write_table(pa.table({"name": ["A"], "geometry": [b"x"]}), path)
    with pytest.raises(BoundaryError, match="make one with: whoholds units import"):
        Frame.load("AFG", units_file=path)


def test_a_country_of_which_we_have_nothing_is_no_empty_map() -> None:
    with pytest.raises(ConfigError, match="no units and no towns"):
        Frame.load("BVT")
