"""The actors' page in a real browser: readable by all, no script runs, and each line opens its sentence."""

import pytest
from test_actor_page import ANSWER, LINE

from whoholds.publish import site

pytestmark = pytest.mark.browser

PLAIN = {
    key: "Hill League" if isinstance(value, str) and "<" in value else value for key, value in LINE.items()
}
SECOND = ANSWER | {
    "id": "hill_league", "name": "Hill League", "aliases": ["League"], "parents": [{"id": "u", "name": "Mountain Union"}],
    "sides": [{"side": "rebels", "from": "2021-06-01", "to": None}], "strengths": [PLAIN | {"low": 300, "high": 400, "unit": "men", "qualifier": "between"}],
    "stances": [PLAIN | {"kind": "calls", "topic": "talks"}],
    "alignments": [PLAIN | {"kind": "joins", "other": "River Front", "role": None, "actor_id": "hill_league", "other_id": "river_front"}],
}  # fmt: skip


def violations(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [(v["id"], [node["html"][:120] for node in v["nodes"][:3]]) for v in found]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, edition):
    out = tmp_path_factory.mktemp("actors")
    third = SECOND | {"id": edition.actors[0].id, "name": edition.actors[0].name}
    site.write(edition, out, downloads=False, spoken_of=[ANSWER, SECOND, third])
    return out


def test_the_map_leads_to_it(open_page, folder):
    page = open_page(folder=folder)
    assert page.locator("nav a[href='actors.html']").count() == 1


@pytest.fixture
def open_actors(chromium, folder):
    """The page from its file; it has no script of its own, so there is nothing to wait for."""
    contexts = []

    def opened(**options):
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        page.goto((folder / "actors.html").as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_actors, scheme):
    page = open_actors(bypass_csp=True, color_scheme=scheme)
    assert violations(page) == []


def test_a_click_on_a_line_opens_its_sentence(open_actors):
    page = open_actors()
    line = page.locator("#actor-hill-league .stance details")
    assert line.get_attribute("open") is None
    line.locator("summary").click()
    assert line.get_attribute("open") is not None


def test_the_maps_of_an_actor_are_coloured(open_actors, edition):
    page = open_actors()
    last = page.locator(f"#actor-{edition.actors[0].id.replace('_', '-')} .maps figure").last
    assert last.locator("svg").bounding_box()["height"] > 40
    box = last.locator(".held use").first.bounding_box()
    assert box["width"] > 1
    assert box["height"] > 1
