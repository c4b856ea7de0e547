from __future__ import annotations

import pytest

from whoholds.locate.toponym import grade, parse


@pytest.mark.parametrize(
    ("text", "core", "kind"),
    [
        ("Panjshir Valley", "Panjshir", "valley"),
        ("the city of Kunduz", "Kunduz", "city"),
        ("Kharkiv Oblast", "Kharkiv", "oblast"),
        ("Pashtun Zarghun district", "Pashtun Zarghun", "district"),
        ("Kabul airport", "Kabul", "airport"),
        ("Kherson International Airport", "Kherson", "international airport"),
        ("Bagram", "Bagram", None),
        ("the province", "province", None),
    ],
)
def test_type_words_are_read_not_looked_up(text: str, core: str, kind: str | None) -> None:
    toponym = parse(text)
    assert (toponym.core, toponym.kind, toponym.relative) == (core, kind, False)


@pytest.mark.parametrize(
    ("text", "core", "part"),
    [
        ("northern Helmand", "Helmand", "northern"),
        ("the north of Helmand", "Helmand", "north of"),
        ("south-eastern Ghazni", "Ghazni", "south-eastern"),
        ("most of Kunar", "Kunar", "most of"),
        ("Marja and its surroundings", "Marja", None),
    ],
)
def test_parts_are_taken_off_the_name(text: str, core: str, part: str | None) -> None:
    toponym = parse(text)
    assert (toponym.core, toponym.part, toponym.relative) == (core, part, False)


def test_a_distance_makes_a_place_relative() -> None:
    toponym = parse("about 70 miles north of Kabul")
    assert (toponym.core, toponym.relative, toponym.way) == ("Kabul", True, "north")
    assert toponym.km == pytest.approx(112.6, abs=0.1)


def test_a_number_in_words_counts() -> None:
    assert parse("twenty kilometres east of Kunduz").km == 20.0


def test_between_two_places_names_both() -> None:
    toponym = parse("between Kunduz and Taloqan")
    assert (toponym.core, toponym.other, toponym.relative) == ("Kunduz", "Taloqan", True)


@pytest.mark.parametrize("text", ["near Bazarak", "north of Aleppo", "outside Kandahar"])
def test_near_and_beside_are_relative(text: str) -> None:
    assert parse(text).relative


@pytest.mark.parametrize(
    ("kind", "level"),
    [
        ("city", "place"),
        ("villages", "place"),
        ("provincial capital", "place"),
        ("oblast", "1"),
        ("raion", "2"),
        ("valley", "area"),
        ("dam", None),
        (None, None),
    ],
)
def test_kinds_say_which_level_is_meant(kind: str | None, level: str | None) -> None:
    assert grade(kind) == level


def test_a_number_that_is_none_leaves_the_distance_open() -> None:
    for number in ("1.200.000", "9" * 400):
        found = parse(f"{number} km north of Kabul")
        assert (found.core, found.relative, found.km, found.way) == ("Kabul", True, None, "north")
