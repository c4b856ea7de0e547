"""A real Chromium, offline; every request that leaves the page's own files is an error."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from whoholds.model import Unit

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
sys.path[:0] = [str(Path(__file__).parents[1] / "publish"), str(Path(__file__).parent)]


@pytest.fixture(scope="session")
def chromium():
    """One browser for the session."""
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"no Chromium at {CHROMIUM}: the page cannot be tested")
        pytest.skip(f"no Chromium at {CHROMIUM} (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS, timeout=120_000)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def edition():
    import synthetic

    return synthetic.edition(40, 60)


@pytest.fixture(scope="session")
def folder(edition, tmp_path_factory):
    """Folder of the published small edition."""
    from whoholds.publish import site

    out = tmp_path_factory.mktemp("site")
    site.write(edition, out)
    return out


@pytest.fixture(scope="session")
def nested(edition):
    """The small edition with a country above its provinces, rolled up by majority."""
    top = Unit(id="XVR", name="Varrinland", level="country", seat=edition.parents[0].seat)
    parents = (*(replace(p, parent="XVR") for p in edition.parents), top)
    return replace(edition, parents=parents, settings=replace(edition.settings, rollup="majority"))


@pytest.fixture(scope="session")
def nested_folder(nested, tmp_path_factory):
    """Folder of its page, and beside it the page in one file, ``one.html``."""
    from whoholds.publish import site

    out = tmp_path_factory.mktemp("nested")
    site.write(nested, out, downloads=False)
    site.one_file(nested, out / "one.html")
    return out


@pytest.fixture
def open_page(chromium, folder):
    """``open_page(hash, folder=..., name=..., **context)``: a page from a file, with its errors collected."""
    contexts = []

    def opened(state="", *, folder=folder, name="index.html", query="", **options):
        context = chromium.new_context(viewport={"width": 1280, "height": 800}, **options)
        contexts.append(context)
        context.set_offline(True)
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda line: line.type == "error" and page.faults.append(line.text))
        page.on("dialog", lambda dialog: (page.faults.append("dialog"), dialog.dismiss()))
        page.on(
            "request",
            lambda request: request.url.startswith(("file:", "data:")) or page.faults.append(request.url),
        )
        page.goto(f"{(folder / name).as_uri()}{query}{state}")
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready]")
        return page

    yield opened
    faults = [fault for context in contexts for page in context.pages for fault in page.faults]
    for context in contexts:
        context.close()
    assert faults == []
