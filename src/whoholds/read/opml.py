"""The list of feeds to watch, as feed readers export it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from whoholds.errors import ConfigError
from whoholds.model import Problem

LARGEST = 5_000_000


def subscriptions(path: Path) -> tuple[list[str], list[Problem]]:
    """Addresses of the feeds in an OPML file, in its order, and what is wrong with others.

    Raises :class:`ConfigError` where the file is no OPML.
    """
    from lxml import etree

    try:
        if path.stat().st_size > LARGEST:
            raise ConfigError(f"{path}: more than {LARGEST:,} bytes; that is no list of feeds")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.parse(str(path), parser).getroot()
    except OSError as bad:
        raise ConfigError(f"{path}: cannot be read: {bad.strerror or bad}") from None
    except etree.XMLSyntaxError as bad:
        raise ConfigError(f"{path}: no OPML: {bad}") from None
    if root.tag != "opml":
        raise ConfigError(f"{path}: no OPML: its first element is <{root.tag}>")
    feeds: dict[str, None] = {}
    problems = []
    for outline in root.iter("outline"):
        url = (outline.get("xmlUrl") or "").strip()
        if url and _usable(url):
            feeds[url] = None
        elif url or outline.get("type") == "rss":
            problems.append(
                Problem(
                    file=str(path),
                    line=outline.sourceline,
                    reason=f"no feed address in this outline: {url[:80]!r}",
                )
            )
    return list(feeds), problems


def _usable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False
