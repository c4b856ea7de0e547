"""Editions that are legal and rare: one town, areas without a known capital, an emoji in a report, an editor's amendment."""

from dataclasses import replace

import pytest
import shapely
import synthetic

from whoholds.publish import Settings, site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """Folder of a small map without capitals, whose first claim was amended and has an emoji, and that edition."""
    plain = synthetic.edition(10, 20)
    parents = tuple(replace(parent, seat=None) for parent in plain.parents)
    first = plain.by_unit[plain.units[0].id][0].testimony.claim
    cited = tuple(
        replace(c, verdict="amend", claim=replace(c.claim, sentence=f"🇦🇫🔥 {c.claim.sentence}"))
        if c.id == first
        else c
        for c in plain.cited
    )
    edition = replace(plain, parents=parents, cited=cited)
    out = tmp_path_factory.mktemp("odd")
    site.write(edition, out, downloads=False)
    return edition, out


def test_a_quote_after_an_emoji_is_marked_whole_in_its_whole_sentence(odd, open_page):
    edition, folder = odd
    unit = edition.units[0]
    page = open_page(f"#/{unit.id}?on={edition.last}", folder=folder)
    claim = edition.by_claim[edition.by_unit[unit.id][0].testimony.claim].claim
    quote = page.locator("#evidence blockquote", has_text="🔥")
    assert quote.inner_text() == claim.sentence
    assert quote.locator("mark").inner_text() == claim.quote


def test_a_claim_that_an_editor_amended_says_so(odd, open_page):
    edition, folder = odd
    page = open_page(f"#/{edition.units[0].id}?on={edition.last}", folder=folder)
    page.wait_for_selector("#evidence blockquote")
    assert page.get_by_text("Amended by an editor").count() == 1


def test_changes_of_areas_without_a_known_capital_have_no_sentence_and_no_fault(odd, open_page):
    edition, folder = odd
    page = open_page(f"#/?on={edition.last}&vs={edition.first}&view=changes&level=1", folder=folder)
    page.wait_for_selector("change-list tbody tr")
    page.wait_for_timeout(300)
    assert set(page.locator("td.sentence").all_inner_texts()) == {""}


def test_a_page_in_one_file_whose_words_are_withheld_looks_for_no_other(odd, open_page, tmp_path):
    site.one_file(synthetic.edition(10, 20, settings=Settings(coarsen="1")), tmp_path / "one.html")
    page = open_page(folder=tmp_path, name="one.html")
    page.fill("#search", "took")
    page.wait_for_selector("#found li[aria-disabled]")


def test_a_map_of_one_town_is_drawn_with_its_surroundings(open_page, tmp_path):
    plain = synthetic.edition(1, 5)
    town = replace(plain.units[0], geometry=shapely.to_wkb(shapely.Point(65, 34)))
    site.write(synthetic.edition(1, 5, units=[town], parents=[]), tmp_path, downloads=False)
    page = open_page(folder=tmp_path)
    box = page.locator("path[data-unit]").bounding_box()
    assert box["width"] > 8
    assert page.locator(".leaflet-control-scale-line").inner_text().split()[0] in ("1", "2", "3", "5", "10")
    page.locator(".zoom button").first.click()
    page.locator("path[data-unit]").click()
    page.wait_for_selector("#evidence h2")
