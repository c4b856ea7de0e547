"""Districts, provinces, the country: each level shows what an export rolls up, and says how."""

import pytest
from seen import day, expected, legend, settled, shown

from whoholds.publish import STATES, rolled

pytestmark = pytest.mark.browser


def test_provinces_roll_up_to_their_seats(edition, open_page):
    page = open_page(f"#/{edition.parents[0].id}?on={day(edition, 30)}&level=1")
    units = expected(edition, day(edition, 30))
    assert shown(page) == {parent.id: units[parent.seat] for parent in edition.parents}
    inside = [u for u in edition.units if u.parent == edition.parents[0].id]
    assert page.locator("#evidence button.link").count() == len(inside)


def test_each_level_shows_what_an_export_rolls_up(edition, nested, nested_folder, open_page):
    """Districts, provinces and the country; the status counts what the map shows; each step leads one level down."""
    page = open_page(f"#/XVR?on={day(edition, 30)}&level=country", folder=nested_folder)
    for level in ("country", "1"):
        wide = rolled(nested, "majority", level)
        page.evaluate("level => app.go({level})", level)
        page.wait_for_function(
            "n => document.querySelectorAll('control-map:not(.versus) path[data-unit]').length === n",
            arg=len(wide.units),
        )
        assert shown(page) == expected(wide, day(edition, 30))
        counts = page.locator("map-legend .count").all_inner_texts()
        assert sum(map(int, counts)) == len(wide.units)
    assert "of 40" in page.locator("#evidence").inner_text()
    page.locator("#evidence button.link").first.click()
    page.wait_for_function(
        "id => document.querySelector('#evidence h2').textContent.includes(id)", arg=edition.parents[0].name
    )
    page.locator("#evidence button.link").first.click()
    page.wait_for_selector("#evidence blockquote")
    assert "level" not in page.evaluate("location.hash")


def test_a_level_without_a_majority_says_so_and_not_that_there_is_no_report(
    edition, nested, nested_folder, open_page
):
    """Legend, status, tooltip, table and panel say the same; of the districts there is no report."""
    wide = rolled(nested, "majority", "country")
    at = next(k for k in range(60) if STATES[wide.now.state[0, k]] == "unknown")
    page = open_page(f"#/XVR?on={day(edition, at)}&level=country", folder=nested_folder)
    assert legend(page, "unknown").startswith("No majority")
    assert "No majority 1" in page.locator("#status").inner_text()
    assert "nobody holds most of its parts" in page.locator("#evidence .verdict").inner_text()
    path = page.locator("control-map:not(.versus) path[data-unit='XVR']")
    assert path.get_attribute("aria-label").endswith("nobody holds most of its parts by recent reports")
    page.evaluate("app.go({level: 'units', on: 0})")
    settled(page, 0)
    assert legend(page, "unknown").startswith("No recent report")


def test_a_province_that_goes_by_its_seat_speaks_of_its_capital(edition, open_page):
    """The first province's capital is unknown at first; that says nothing of its other districts."""
    page = open_page(f"#/{edition.parents[0].id}?on={edition.first}&level=1")
    assert shown(page)[edition.parents[0].id] == ["unknown", ""]
    assert legend(page, "unknown").startswith("No recent report of the capital")
    assert "no report of its capital" in page.locator("#evidence .verdict").inner_text()
