"""Write the page as a folder, or as one file to send by mail."""

from __future__ import annotations

import base64
import hashlib
import html
from importlib import resources
from pathlib import Path
from string import Template

from whoholds.publish import picture
from whoholds.publish.edition import Edition
from whoholds.publish.figure import INVENTED
from whoholds.publish.site import data

STYLES = ("vendor/leaflet.css", "page.css")
LIBRARIES = ("vendor/leaflet.js", "edition.js")
"""What data.js needs before it."""
ELEMENTS = (
    "words.js", "paint.js", "claim-card.js", "control-map.js", "day-slider.js", "map-legend.js",
    "evidence-panel.js", "unit-table.js", "change-list.js", "search-box.js", "share-box.js", "app.js",
)  # fmt: skip


def write(edition: Edition, out: Path) -> list[Path]:
    """Write the site into the folder ``out``; open ``out/index.html``. Returns every file written."""
    written = [
        _put(
            out / "index.html",
            _page(edition, _linked(), "script-src 'self'; style-src 'self' 'unsafe-inline'"),
        ),
        _put(out / "data.js", data.script("whoholds.edition", data.page_data(edition))),
    ]
    for name in (*STYLES, *LIBRARIES, *ELEMENTS, "vendor/leaflet.LICENSE.txt"):
        written.append(_put(out / name, _static(name)))
    for k in range(len(edition.units)):
        text = data.script("whoholds.evidence", k, data.evidence(edition, k))
        written.append(_put(out / "evidence" / f"{k}.js", text))
    return written


def one_file(edition: Edition, path: Path) -> list[Path]:
    """Write the whole page, evidence included, as a single HTML file."""
    calls = [data.script("whoholds.edition", data.page_data(edition))]
    calls += [
        data.script("whoholds.evidence", k, data.evidence(edition, k)) for k in range(len(edition.units))
    ]
    scripts = [*map(_static, LIBRARIES), "".join(calls), *map(_static, ELEMENTS)]
    styles = "".join(f"<style>{_static(name)}</style>" for name in STYLES)
    body = "".join(f"<script>{text}</script>\n" for text in scripts)
    hashes = " ".join(f"'sha256-{_hash(text)}'" for text in scripts)
    return [_put(path, _page(edition, (styles, body), f"script-src {hashes}; style-src 'unsafe-inline'"))]


def _linked() -> tuple[str, str]:
    """Style and script elements of the folder's page."""
    styles = "\n".join(f'<link rel="stylesheet" href="{name}">' for name in STYLES)
    names = (*LIBRARIES, "data.js", *ELEMENTS)
    return styles, "\n".join(f'<script defer src="{name}"></script>' for name in names)


def _page(edition: Edition, parts: tuple[str, str], allowed: str) -> str:
    """Fill the page; whatever comes from reports or settings is escaped here."""
    styles, scripts = parts
    credit = " · ".join([*edition.credits, edition.boundary_note, edition.licence])
    synthetic = (
        f'<strong class="synthetic" data-say="synthetic">{INVENTED}</strong>' if edition.synthetic else ""
    )
    return Template(_static("page.html")).substitute(
        title=html.escape(edition.title),
        version=html.escape(edition.version),
        description=html.escape(picture.describe(edition, edition.last)),
        noscript=html.escape(picture.describe(edition, edition.last)),
        csp=f"default-src 'none'; img-src 'self' data:; {allowed}; base-uri 'none'; form-action 'none'",
        synthetic=synthetic,
        credits=html.escape(credit),
        edition=f"whoholds {html.escape(edition.version)} · edition <code>{edition.id[:12]}</code>",
        method="",
        styles=styles,
        scripts=scripts,
    )


def _static(name: str) -> str:
    return (resources.files("whoholds.publish.site") / "static" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
