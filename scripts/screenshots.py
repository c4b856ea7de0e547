"""Take the pictures of the page that the docs show: ``python scripts/screenshots.py DEMO/site``.

Needs Chromium (Debian's, as for the browser tests). DEMO is the folder of ``make demo``.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import sync_playwright

DOCS = Path(__file__).parent.parent / "docs"
CHROMIUM = "/usr/bin/chromium"
PLACE = "#/AFG.panjshir.bazarak?on=2021-08-19"


@dataclass(frozen=True)
class Shot:
    """A picture: where it goes, what is asked of the page, and in which window."""

    file: str
    where: str = PLACE
    width: int = 1200
    height: int = 760
    scheme: Literal["light", "dark"] = "light"


SHOTS = (
    Shot("explanation/map-light.png"), Shot("explanation/map-dark.png", scheme="dark"),
    Shot("explanation/map-grey.png", PLACE + "&grey=1"), Shot("explanation/map-rtl.png", PLACE + "&lang=prs"),
    Shot("explanation/map-phone.png", width=390, height=780),
)  # fmt: skip


def main(site: Path) -> None:
    """Take all of them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], timeout=120_000)
        for shot in SHOTS:
            page = browser.new_page(
                viewport={"width": shot.width, "height": shot.height}, color_scheme=shot.scheme
            )
            page.set_default_timeout(180_000)
            page.goto((site / "index.html").resolve().as_uri() + shot.where)
            page.locator("#evidence blockquote").first.wait_for()
            page.screenshot(path=DOCS / shot.file)
            _small(DOCS / shot.file)
            page.close()
        browser.close()


def _small(path: Path) -> None:
    """Keep a picture in 200 colours: a third of the bytes, to the eye the same."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(200).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
