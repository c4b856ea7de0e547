"""RSS, Atom and JSON Feed: what a feed says of each story, and the story where the feed carries it whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from whoholds.errors import Unreadable
from whoholds.model import Document, Problem
from whoholds.read import plain, report

MOST_ENTRIES = 2_000
_SHORTEST = 200
"""Characters below which an entry's text is a teaser, not the story."""
_ENTITIES = re.compile(rb"<!(?:DOCTYPE[^>]*\[|ENTITY)", re.I)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One story of a feed. ``text`` is plain, and empty where the feed gives only a teaser."""

    id: str
    url: str | None
    title: str | None
    published: str | None
    author: str | None
    text: str


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed as read."""

    title: str | None
    language: str | None
    entries: tuple[Entry, ...]
    left_out: int = 0
    """Entries after the first :data:`MOST_ENTRIES`."""


def read(path: Path, defaults: report.Defaults) -> Iterator[Document | Problem]:
    """Yield the stories that a saved feed carries whole; a teaser is a problem (only ``watch`` fetches)."""
    try:
        feed = parse(plain.bytes_of(path))
    except Unreadable as bad:
        yield report.problem(bad, str(path))
        return
    if not feed.entries:
        yield Problem(file=str(path), reason="a feed without entries")
    if feed.left_out:
        reason = f"{feed.left_out:,} entries after the first {MOST_ENTRIES:,} are not read: split the file"
        yield Problem(file=str(path), reason=reason)
    for number, entry in enumerate(feed.entries, start=1):
        if not entry.text:
            yield Problem(
                file=str(path),
                reason=f"entry {number} ({entry.url or entry.id}) is a teaser; whoholds watch fetches it",
            )
            continue
        try:
            yield report.document(fields(entry, feed), defaults)
        except Unreadable as bad:
            yield Problem(
                file=str(path), kind=bad.kind, reason=f"entry {number} ({entry.url or entry.id}): {bad}"
            )


def fields(entry: Entry, feed: Feed) -> dict[str, object]:
    """Give a report's fields as the feed states them."""
    return {
        "id": entry.url or entry.id, "url": entry.url, "title": entry.title, "published": entry.published,
        "author": entry.author, "text": entry.text, "outlet": feed.title, "language": feed.language,
    }  # fmt: skip


def looks_like_feed(head: bytes) -> bool:
    """Tell whether the first bytes are a feed's."""
    return bool(re.search(rb"<rss[\s>]|<feed[\s>]|<rdf:RDF|jsonfeed\.org/version/", head[:2048], re.I))


def parse(data: bytes, base: str = "") -> Feed:
    """Read a feed of any of the three kinds. Raises :class:`Unreadable` where it is none of them."""
    if not data.strip():
        raise Unreadable("the feed is empty")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(data, base)
    if _ENTITIES.search(data[:65536]):
        raise Unreadable("the feed declares XML entities; it is not read, as they can blow up or open files")
    import feedparser

    parsed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.get("version"):
        reason = parsed.get("bozo_exception")
        raise Unreadable(f"no RSS or Atom feed: {str(reason)[:120] if reason else 'no such elements'}")
    head = parsed.feed
    return Feed(
        title=_text(head.get("title")),
        language=_text(head.get("language")),
        entries=tuple(_entry(item, base) for item in parsed.entries[:MOST_ENTRIES]),
        left_out=max(0, len(parsed.entries) - MOST_ENTRIES),
    )


def _entry(item: Mapping[str, Any], base: str) -> Entry:
    contents = [part.get("value") or "" for part in item.get("content") or ()] + [item.get("summary") or ""]
    stamp = item.get("published_parsed") or item.get("updated_parsed")
    stated = _text(item.get("published")) or _text(item.get("updated"))
    if not report.parse_day(stated) and stamp:
        stated = "{:04}-{:02}-{:02}".format(*stamp[:3])
    url = _address(item.get("link"), base)
    return Entry(
        id=_text(item.get("id")) or url or report.fingerprint(_text(item.get("title")), stated),
        url=url,
        title=_text(item.get("title")),
        published=stated,
        author=_text(item.get("author")),
        text=_whole(max(contents, key=len)),
    )


def _json_feed(data: bytes, base: str) -> Feed:
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as bad:
        raise Unreadable(f"no JSON Feed: {bad}") from None
    if not isinstance(value, dict) or "jsonfeed.org/version/" not in str(value.get("version")):
        raise Unreadable("no JSON Feed: its version is missing")
    items = _dicts(value.get("items"))
    return Feed(
        title=_text(value.get("title")),
        language=_text(value.get("language")),
        entries=tuple(_json_entry(item, base) for item in items[:MOST_ENTRIES]),
        left_out=max(0, len(items) - MOST_ENTRIES),
    )


def _json_entry(item: Mapping[str, Any], base: str) -> Entry:
    url = _address(item.get("url"), base)
    people = _dicts(item.get("authors")) or _dicts([item.get("author")])
    title, stated = _text(item.get("title")), _text(item.get("date_published"))
    body = _text(item.get("content_text")) or ""
    return Entry(
        id=_text(item.get("id")) or url or report.fingerprint(title, stated),
        url=url,
        title=title,
        published=stated,
        author=_text(people[0].get("name")) if people else None,
        text=body if len(body) >= _SHORTEST else _whole(_text(item.get("content_html")) or ""),
    )


def _dicts(value: object) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _address(value: object, base: str) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        url = urljoin(base, value.strip())
        return url if urlsplit(url).scheme in {"http", "https"} else None
    except ValueError:
        return None


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _whole(markup: str) -> str:
    """Take the plain text of a feed's HTML, or nothing where it is a teaser."""
    if len(markup) < _SHORTEST:
        return ""
    from lxml import etree, html

    try:
        tree = html.fromstring(f"<div>{markup}</div>")
    except (etree.ParserError, ValueError):
        return ""
    for node in tree.xpath(".//script | .//style | .//iframe"):
        node.drop_tree()
    for block in tree.iter("p", "br", "li", "h1", "h2", "h3", "h4", "blockquote", "div"):
        block.tail = "\n" + (block.tail or "")
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n"))
    text = "\n".join(line for line in lines if line)
    return text if len(text) >= _SHORTEST else ""
