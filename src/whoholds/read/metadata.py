"""What a page's head says of the article: found (stated) and guessed (inferred) kept apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from whoholds.read.report import parse_day

_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "dc.date.issued", "dc.date", "dcterms.date",
    "dcterms.issued", "date", "pubdate", "publishdate", "publish-date", "publication_date", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_IN_ADDRESS = re.compile(r"/(20\d\d|19\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:[/-]|$)")


def of(tree: Any, url: str | None = None) -> dict[str, object]:
    """Title, outlet, author, published, language and url of a parsed page, and which were guessed."""
    meta = _meta(tree)
    article = _json_ld(tree)
    address = (
        _first(tree.xpath("//link[@rel='canonical']/@href"))
        or meta.get("og:url")
        or _text(article.get("url"))
    )
    address = address if _own(address, url) else url
    fields: dict[str, object] = {
        "title": meta.get("og:title") or _text(article.get("headline")) or _heading(tree),
        "outlet": meta.get("og:site_name") or _text(article.get("publisher")),
        "author": meta.get("author") or _text(article.get("author")) or meta.get("article:author"),
        "published": _published(tree, meta, article),
        "language": _first(tree.xpath("/html/@lang | /html/@xml:lang")) or meta.get("og:locale"),
        "url": address,
    }
    guesses = dict(_guesses(fields))
    return {**fields, **guesses, "guessed": tuple(sorted(guesses))}


def _own(address: str | None, url: str | None) -> bool:
    """Tell whether a page may call this its address: on the host that it came from, where that is known."""
    try:
        claimed = urlsplit(address or "")
        came = urlsplit(url).hostname if url else None
    except ValueError:
        return False
    if claimed.scheme not in {"http", "https"} or not claimed.hostname:
        return False
    return came is None or _site(came) == _site(claimed.hostname)


def _site(host: str) -> str:
    return re.sub(r"^(?:www|m|amp|mobile)\.", "", host)


def _guesses(fields: dict[str, object]) -> Iterator[tuple[str, str]]:
    try:
        address = urlsplit(str(fields["url"] or ""))
    except ValueError:  # an archive may hold any address
        return
    if not fields["published"] and (date := _IN_ADDRESS.search(address.path)):
        day = f"{date[1]}-{int(date[2]):02}-{int(date[3]):02}"
        if parse_day(day):
            yield "published", day
    if not fields["outlet"] and address.hostname:
        yield "outlet", address.hostname.removeprefix("www.")


def _meta(tree: Any) -> dict[str, str]:
    """Meta tags by lower-case name; the first of each wins."""
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = (tag.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _published(tree: Any, meta: dict[str, str], article: dict[str, Any]) -> str | None:
    candidates = [
        _text(article.get("datePublished")),
        *(meta.get(name) for name in _DATES),
        *tree.xpath("//time[@pubdate or @itemprop='datePublished']/@datetime"),
    ]
    return next((str(date) for date in candidates if date and parse_day(date)), None)


def _json_ld(tree: Any) -> dict[str, Any]:
    """Find the first schema.org article among the page's JSON-LD; other data and broken JSON are passed over."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            data = json.loads(script)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            kinds = node.get("@type")
            if any("Article" in str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                return node
    return {}


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    for node in data if isinstance(data, list) else [data]:
        if isinstance(node, dict):
            yield node
            graph = node.get("@graph")
            if isinstance(graph, list):
                yield from (part for part in graph if isinstance(part, dict))


def _text(value: Any) -> str | None:
    """Take a JSON-LD value as text: a string, the name of a thing, or the first of several."""
    if isinstance(value, list):
        return _text(value[0]) if value else None
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("@id"))
    return value.strip() or None if isinstance(value, str) else None


def _heading(tree: Any) -> str | None:
    for path in ("//h1", "//title"):
        for node in tree.xpath(path):
            if text := " ".join(node.text_content().split()):
                return text
    return None


def _first(values: list[Any]) -> str | None:
    return next((str(value).strip() for value in values if str(value).strip()), None)
