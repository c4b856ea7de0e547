"""Everybody can read it: keyboard alone, screen readers, hostile text, another writing direction."""

from datetime import timedelta

import pytest

pytestmark = pytest.mark.browser

VIEWS = {
    "map": "#/{unit}?on={day}",
    "table": "#/{unit}?on={day}&view=table",
    "changes": "#/?on={day}&vs={before}&view=changes",
    "method": "#/?on={day}&view=method",
    "compare": "#/{unit}?on={day}&vs={before}",
    "parents": "#/{parent}?on={day}&level=1&grey=1",
    "letters": "#/{unit}?on={day}&grey=1",
    "rtl": "#/{unit}?on={day}&lang=prs",
    "country": "#/XVR?on={day}&level=country",
    "series": "#/{unit}?on={day}&vs=then",
    "filter": "#/?on={day}&only=held:crown,disputed:",
}


def address(edition, view):
    return VIEWS[view].format(
        unit=edition.units[3].id, parent=edition.parents[0].id, day=edition.first + timedelta(days=50),
        before=edition.first + timedelta(days=10),
    )  # fmt: skip


def violations(page):
    from axe_playwright_python.sync_playwright import Axe

    # Without preload: axe would fetch the style sheets again, which a page from a file may not.
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [(v["id"], [node["html"][:120] for node in v["nodes"][:3]]) for v in found]


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(edition, nested_folder, open_page, view):
    page = open_page(address(edition, view), folder=nested_folder, bypass_csp=True)
    page.wait_for_timeout(300)
    assert violations(page) == []


@pytest.mark.parametrize(("name", "query"), [("index.html", "?embed=1"), ("one.html", "")])
def test_axe_finds_nothing_embedded_or_in_one_file(edition, nested_folder, open_page, name, query):
    page = open_page(address(edition, "map"), folder=nested_folder, name=name, query=query, bypass_csp=True)
    page.wait_for_selector("#evidence blockquote")
    for view in VIEWS:
        page.evaluate("hash => (location.hash = hash)", address(edition, view))
        page.wait_for_timeout(300)
        assert violations(page) == [], view
    page.set_viewport_size({"width": 390, "height": 600})
    page.evaluate("hash => (location.hash = hash)", address(edition, "map"))
    page.wait_for_timeout(300)
    assert violations(page) == []


@pytest.mark.parametrize("query", ["", "?embed=1"])
def test_credits_stand_on_every_map_and_the_header_is_one_line(edition, open_page, query):
    page = open_page(address(edition, "map"), query=query)
    credit = page.locator(".credit").get_by_text(edition.credits[0])
    for width in (390, 760, 1024, 1200, 1366):
        page.set_viewport_size({"width": width, "height": 700})
        assert credit.is_visible(), width
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        if width > 900:
            assert page.locator(".top").bounding_box()["height"] < 50, width


def test_axe_finds_nothing_in_the_dark_and_on_a_phone_and_in_dialogs(edition, open_page):
    page = open_page(address(edition, "map"), bypass_csp=True, color_scheme="dark")
    page.wait_for_selector("#evidence blockquote")
    assert violations(page) == []
    page.click("#share-open")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.click("#help-open")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 390, "height": 844})
    page.fill("#search", "Varrin")
    page.wait_for_selector("#found li")
    assert violations(page) == []


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


def test_the_whole_way_to_the_evidence_by_keyboard_alone(edition, open_page):
    """Skip link, map, a neighbour, its sentences, the next change, the day: no pointer at all."""
    page = open_page(f"#/?on={edition.first + timedelta(days=50)}")
    page.keyboard.press("Tab")
    assert "Skip" in focused(page)
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('path[data-unit]')"):
            break
    first = page.evaluate("document.activeElement.dataset.unit")
    assert first, "the map is reached by Tab"
    page.keyboard.press("ArrowRight")
    unit = page.evaluate("document.activeElement.dataset.unit")
    assert unit != first
    page.keyboard.press("Enter")
    page.wait_for_selector("#evidence blockquote")
    page.wait_for_function("() => document.activeElement.matches('#evidence h2')")
    name = next(u.name for u in edition.units if u.id == unit)
    assert name in page.locator("#evidence h2").inner_text()
    before = page.input_value("#day")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("day => document.querySelector('#day').value === String(day - 1)", arg=int(before))
    page.keyboard.press("/")
    assert focused(page) == "search"
    page.keyboard.type(edition.units[7].name)
    page.wait_for_selector("#found li")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("id => location.hash.includes(id)", arg=edition.units[7].id)
    # Until the focus has left the search field, a letter is a letter.
    page.wait_for_function("() => document.activeElement.id !== 'search'")
    page.keyboard.press("c")
    page.wait_for_selector("control-map.versus path[data-unit]")


def test_single_letters_can_be_switched_off(edition, open_page):
    page = open_page(f"#/?on={edition.first}")
    page.keyboard.press("?")
    page.locator("#keys").uncheck()
    page.keyboard.press("Escape")
    # Until the next frame after the dialog closes, keys go to its checkbox.
    page.wait_for_function(
        "() => !document.querySelector('dialog[open]') && document.activeElement.id !== 'keys'"
    )
    page.keyboard.press("c")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('#day').value === '1'")
    assert "vs=" not in page.evaluate("location.hash")


def test_the_status_is_told_to_screen_readers(edition, open_page):
    page = open_page(f"#/?on={edition.first + timedelta(days=3)}")
    status = page.locator("[role=status]")
    assert status.get_attribute("aria-live") == "polite"
    assert status.inner_text().startswith("4 Jan 2031: ")
    assert page.locator("#day").get_attribute("aria-valuetext") == "4 Jan 2031"
    labels = page.eval_on_selector_all(
        "control-map:not(.versus) path[data-unit]", "p => p.map(e => e.ariaLabel)"
    )
    assert all(": " in label for label in labels)
    assert page.locator("control-map:not(.versus) path[tabindex='0']").count() == 1


def test_dari_runs_from_right_to_left_and_comes_back(edition, open_page):
    page = open_page(address(edition, "map"))
    page.select_option("#language", "prs")
    page.wait_for_function("() => document.dir === 'rtl'")
    assert page.evaluate("document.documentElement.lang") == "fa-AF"
    assert page.locator("map-legend h2").inner_text() == "راهنما و پالایه"
    assert "lang=prs" in page.evaluate("location.hash")
    quote = page.locator("#evidence blockquote").first
    assert "took" in quote.inner_text()
    page.select_option("#language", "en")
    page.wait_for_function("() => document.dir === 'ltr'")


@pytest.mark.parametrize("name", ["index.html", "one.html"])
def test_hostile_text_is_only_text(open_page, tmp_path, name):
    import synthetic

    from whoholds.publish import site

    edition = synthetic.hostile()
    site.write(edition, tmp_path, downloads=False)
    site.one_file(edition, tmp_path / "one.html")
    unit = next(u for u in edition.units if len(edition.by_unit[u.id]) > 1)
    page = open_page(f"#/{unit.id}?on={edition.last}", folder=tmp_path, name=name)
    page.wait_for_selector("#evidence blockquote")
    sentences = {edition.by_claim[b.testimony.claim].claim.sentence for b in edition.by_unit[unit.id]}
    assert {*page.locator("#evidence blockquote").all_text_contents()} == sentences
    for view in ("table", "changes", "method", "map"):
        page.evaluate("view => app.go({view, vs: view === 'changes' ? '2031-01-01' : ''})", view)
        page.wait_for_timeout(200)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
    page.fill("#search", "script")
    page.wait_for_selector("#found li")
    page.keyboard.press("Escape")
    page.click("#share-open")
    made = page.evaluate(
        """() => {
          const { body } = new DOMParser().parseFromString(document.getElementById("shareFrame").value, "text/html");
          const [frame] = body.children;
          return [body.querySelectorAll("*").length, frame.localName, frame.title, frame.getAttribute("src")];
        }"""
    )
    link = page.input_value("#shareLink").replace("#", "?embed=1#", 1)
    assert made == [1, "iframe", edition.title, link]
    assert edition.title in page.input_value("#shareCite")
    page.keyboard.press("Escape")
    assert page.evaluate("!/[\\u202a-\\u202e\\u2066-\\u2069]/.test(document.body.textContent)")
    page.locator("control-map:not(.versus) path[data-unit]").first.hover()
    assert page.evaluate("window.hacked") is None
    links = page.eval_on_selector_all("a[href]", "links => links.map(a => a.protocol)")
    assert not [link for link in links if link not in ("file:", "http:", "https:")]


def test_saved_pictures_hold_no_scripts(tmp_path):
    """Text is drawn as shapes; nothing in the file runs, and nothing is fetched."""
    from xml.etree import ElementTree

    import synthetic

    from whoholds.publish import export

    export(synthetic.hostile(), tmp_path / "m.svg")
    elements = list(ElementTree.parse(tmp_path / "m.svg").iter())
    kinds = {element.tag.rpartition("}")[2] for element in elements}
    assert not kinds & {"script", "image", "foreignObject", "a", "text", "iframe", "animate", "set"}
    attributes = {(name.rpartition("}")[2], value) for e in elements for name, value in e.attrib.items()}
    assert not [name for name, _ in attributes if name.startswith("on")]
    assert all(value.startswith("#") for name, value in attributes if name == "href")
    assert len(elements) > 100
