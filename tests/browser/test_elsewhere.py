"""The page where others put it: in a frame, in one file, on a phone, without scripts or with a file missing."""

import shutil

import pytest
from seen import day, evidenced, expected, settled, shown

from whoholds.publish import site

pytestmark = pytest.mark.browser


def test_the_embedded_page_leads_to_the_whole_one(edition, open_page):
    page = open_page(f"#/?on={day(edition, 30)}", query="?embed=1")
    whole = page.get_by_role("link", name="Open the whole page")
    page.keyboard.press("ArrowRight")
    settled(page, 31)
    assert whole.get_attribute("href").endswith(f"index.html#/?on={day(edition, 31)}&series=now")


def test_share_gives_link_citation_and_frame(edition, open_page):
    page = open_page(f"#/{edition.units[3].id}?on={day(edition, 30)}")
    page.click("#share-open")
    assert f"on={day(edition, 30)}" in page.input_value("#shareLink")
    cited = page.input_value("#shareCite")
    assert edition.id in cited
    assert edition.units[3].name in cited
    assert "?embed=1#" in page.input_value("#shareFrame")


def test_embedded_pages_drop_what_the_host_has(open_page):
    page = open_page(query="?embed=1")
    assert not page.locator("nav").is_visible()
    assert page.locator("#day").is_visible()


def test_phones_get_the_evidence_as_a_sheet(edition, chromium, open_page):
    unit, _ = evidenced(edition, 50)
    page = open_page(f"#/?on={day(edition, 50)}")
    page.set_viewport_size({"width": 390, "height": 844})
    assert not page.locator("map-legend").is_visible() or page.locator("aside").bounding_box()["height"] < 60
    page.evaluate("id => app.go({unit: id})", unit.id)
    page.wait_for_selector("aside.open #evidence blockquote")
    page.locator("button.sheet").click()
    page.wait_for_function("() => !document.querySelector('aside.open')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_missing_evidence_file_is_said(edition, folder, open_page, tmp_path):
    shutil.copytree(folder, tmp_path / "site")
    (tmp_path / "site" / "evidence" / "3.js").unlink()
    page = open_page(f"#/{edition.units[3].id}", folder=tmp_path / "site")
    page.get_by_role("alert").wait_for()
    page.faults.clear()


def test_one_file_holds_it_all(edition, open_page, tmp_path):
    unit, bearings = evidenced(edition, 50)
    site.one_file(edition, tmp_path / "map.html")
    page = open_page(f"#/{unit.id}?on={day(edition, 50)}", folder=tmp_path, name="map.html")
    page.wait_for_selector("#evidence blockquote")
    assert page.locator("#evidence .stance blockquote").count() == len(bearings)
    assert shown(page) == expected(edition, day(edition, 50))


def test_without_scripts_the_page_still_says_who_holds_how_many(edition, open_page):
    page = open_page(java_script_enabled=False)
    assert "Crown Guard" in page.locator("noscript").inner_text()
