"""Places abroad, seen from one country."""

from whoholds.locate.elsewhere import Elsewhere


def test_a_large_city_speaks_of_its_country_only_from_outside_it() -> None:
    assert Elsewhere("AFG").knows("Aleppo")
    assert not Elsewhere("SYR").knows("Aleppo")
    assert not Elsewhere("SYR").knows("Xyzzy")


def test_a_countrys_name_speaks_of_it_more_than_a_citys_does_and_never_at_home() -> None:
    nation, city = (Elsewhere("AFG").weight(name) or 0.0 for name in ("Syria", "Aleppo"))
    assert nation > city
    assert Elsewhere("SYR").weight("Syria") is None
