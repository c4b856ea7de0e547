"""The bundled example in a real browser: move the slider, click Panjshir, read who says so."""

from datetime import date
from pathlib import Path

import pytest

from whoholds.pipeline.editions import edition_of
from whoholds.pipeline.intake import read
from whoholds.pipeline.project import init
from whoholds.publish import site as publisher
from whoholds.read import Defaults

pytestmark = [pytest.mark.browser, pytest.mark.model]
EXAMPLE = Path(__file__).parents[2] / "examples" / "afghanistan-2021"


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    folder = tmp_path_factory.mktemp("example")
    project = init(folder / "p", country="AFG", start=date(2021, 6, 1), actors=EXAMPLE / "actors.toml")
    for _ in read(project, [str(EXAMPLE / "reports.jsonl")], Defaults()):
        pass
    publisher.write(edition_of(project), folder / "site")
    return folder / "site"


def test_slider_click_and_quote(open_page, example):
    page = open_page(folder=example)
    days = page.locator("input#day")
    page.wait_for_selector("path[data-unit]")
    day = (date(2021, 8, 19) - date(2021, 6, 1)).days
    days.evaluate(
        "(slider, day) => { slider.value = day; slider.dispatchEvent(new Event('input', {bubbles: true})) }",
        day,
    )
    district = page.locator('path[data-unit="AFG.panjshir.bazarak"]')
    page.wait_for_function(
        "unit => document.querySelector(`path[data-unit='${unit}']`)?.dataset.holder === 'resistance'",
        arg="AFG.panjshir.bazarak",
    )
    assert district.get_attribute("data-state") in ("held", "unconfirmed")
    district.dispatch_event("click")
    quote = page.locator("#evidence blockquote").first
    quote.wait_for()
    assert "Panjshir" in page.locator("#evidence").inner_text()
    others = page.locator('path[data-unit="AFG.kandahar.kandahar"]')
    assert others.get_attribute("data-holder") == "taliban"
