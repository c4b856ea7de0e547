"""Write the page as a folder, or as one file to send by mail."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from string import Template

from whoholds.publish import chart, feeds, manifest, picture
from whoholds.publish.edition import Edition
from whoholds.publish.export import export
from whoholds.publish.figure import INVENTED
from whoholds.publish.site import actors, data
from whoholds.publish.site.actor_map import ActorMaps

STYLES = ("vendor/leaflet.css", "page.css")
LIBRARIES = ("vendor/leaflet.js", "edition.js")
"""What data.js needs before it."""
ELEMENTS = (
    "element.js", "words.js", "paint.js", "claim-card.js", "map-names.js", "control-map.js", "day-slider.js", "map-legend.js",
    "evidence-panel.js", "unit-table.js", "change-list.js", "search-box.js", "share-box.js", "view-bar.js", "app.js",
)  # fmt: skip


LINK = '<a href="actors.html" data-say="actors">Actors</a>'
"""What leads from the map to the actors' page, where there is one."""
FEED = '<link rel="alternate" type="application/atom+xml" href="feeds/map.atom">'
"""Where a feed reader finds the changes."""

FILES = (
    "control-changes.csv", "claims.csv", "map.geojson", "map.gpkg", "control.parquet", "map.png", "map.svg", "time.png", "datapackage.json",
)  # fmt: skip
"""What the page offers to take away, from ``files/``; words.js says what each is."""


_BY_SOURCE = ("sources", "repeats")
"""Parameters that name sources, of which one may be a private person."""


def write(
    edition: Edition, out: Path, *, downloads: bool = True, spoken_of: Sequence[actors.Answer] | None = None
) -> list[Path]:
    """Write the site into the folder ``out``; open ``out/index.html``. Returns every file written.

    ``downloads`` adds tables, pictures and feeds; ``spoken_of``, answers of ``whoholds who``, the actors' page. Files
    that an earlier edition left in the folder and this one does not have are removed; files that no edition wrote are
    left alone. A unit of which there is nothing to read has no file of evidence.
    """
    offered = FILES if downloads else ()
    written = [
        _put(
            out / "index.html",
            _page(
                edition,
                _linked(),
                "script-src 'self'; style-src 'self' 'unsafe-inline'",
                actors=LINK if spoken_of is not None else "",
                feed=FEED if downloads else "",
            ),
        ),
        _put(out / "data.js", data.script("whoholds.edition", data.page_data(edition, offered))),
        _put(out / "quotes.js", data.script("whoholds.quoted", data.quotes(edition))),
    ]
    for name in (*STYLES, *LIBRARIES, *ELEMENTS, "vendor/leaflet.LICENSE.txt"):
        written.append(_put(out / name, _bytes(name)))
    written += [_put(out / "evidence" / f"{k}.js", text) for k, text in _evidence(edition)]
    if downloads:
        written += _downloads(edition, out / "files")
        written += feeds.write(edition, out / "feeds")
    if spoken_of is not None:
        maps = ActorMaps(edition)
        written += actors.write(spoken_of, out, title=edition.title, synthetic=edition.synthetic, maps=maps)
    _remove_left(out, written)
    return [*written, _put(out / "manifest.json", manifest.manifest(edition, out, written))]


def _evidence(edition: Edition) -> Iterator[tuple[int, str]]:
    """Index of each unit of which there is something to read, and its evidence as a script."""
    quiet = data.silent(edition)
    for k in range(len(edition.units)):
        if k not in quiet:
            yield k, data.script("whoholds.evidence", k, data.evidence(edition, k))


def _downloads(edition: Edition, folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name in ("control-changes.csv", "control.parquet"):
        written += export(edition, folder / name, changes=True)
    for name in ("claims.csv", "map.geojson", "map.gpkg", "map.png", "map.svg"):
        written += export(edition, folder / name)
    written += chart.over_time(edition, folder / "time.png")
    tables = ["control-changes.csv", "claims.csv"]
    return [*written, _put(folder / "datapackage.json", manifest.datapackage(edition, tables))]


def _remove_left(out: Path, written: Sequence[Path]) -> None:
    """Remove what the manifest of an earlier edition lists and this edition did not write."""
    try:
        listed = list(json.loads((out / "manifest.json").read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return  # none, or somebody else's
    kept, root = {path.resolve() for path in written}, out.resolve()
    for name in listed:
        path = (out / name).resolve()
        if path not in kept and path.is_relative_to(root):
            path.unlink(missing_ok=True)


def one_file(edition: Edition, path: Path) -> list[Path]:
    """Write the whole page, evidence included, as a single HTML file."""
    calls = [
        data.script("whoholds.edition", data.page_data(edition)),
        data.script("whoholds.quoted", data.quotes(edition)),
    ]
    calls += [text for _, text in _evidence(edition)]
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


def _page(edition: Edition, parts: tuple[str, str], allowed: str, *, actors: str = "", feed: str = "") -> str:
    """Fill the page; whatever comes from reports or settings is escaped here."""
    styles, scripts = parts
    sources = " · ".join(t for t in (*edition.credits, edition.licence) if t)
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
        actors=actors,
        feed=feed,
        credits=html.escape(sources),
        note=html.escape(f" · {edition.boundary_note}" if edition.boundary_note else ""),
        edition=f"whoholds {html.escape(edition.version)} · edition <code>{edition.id[:12]}</code>",
        method=_method(edition),
        styles=styles,
        scripts=scripts,
    )


def _method(edition: Edition) -> str:
    """Fill the page on method and limits with what this edition was made with."""
    settings, parameters = edition.settings, edition.now.posteriors.parameters
    rows = "".join(
        f'<tr><th scope="row">{html.escape(str(name))}</th><td>{html.escape(str(value)[:200])}</td></tr>'
        for name, value in sorted(parameters.items())
        if name not in _BY_SOURCE
    )
    how = {
        "seat": "coloured like the unit of their capital, or where that is unknown by majority",
        "majority": "coloured where one holder has more than half of their units",
        "shares": "not coloured; only shares are given",
    }
    private = "" if settings.speakers == "names" else "Private speakers appear by role, also inside quotes."
    private = private if settings.persons else "Persons are not named, nor are those in public roles."
    delay = f"Reports of the last {settings.delay_days} days are held back." if settings.delay_days else ""
    wide = "Places are shown coarser than they are known, and words" if edition.rolled else "Words"
    coarse = f"{wide}, titles and links of reports are withheld." if settings.coarsen else ""
    fields = {
        "fresh": settings.fresh_days, "known": edition.known, "first": edition.first, "last": edition.last,
        "boundary": edition.boundary_note, "privacy": private, "delay": delay, "coarse": coarse, "id": edition.id,
        "content": edition.content, "version": edition.version, "licence": edition.licence,
        "credits": " · ".join(edition.credits), "rollup": how[settings.rollup],
        "recorded": f" --recorded {edition.recorded.isoformat()}" if edition.recorded else "",
    }  # fmt: skip
    escaped = {name: html.escape(str(value)) for name, value in fields.items()}
    return Template(_static("method.html")).substitute(escaped, parameters=rows)


def _static(name: str) -> str:
    return _bytes(name).decode()


def _bytes(name: str) -> bytes:
    return (resources.files("whoholds.publish.site") / "static" / name).read_bytes()


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
