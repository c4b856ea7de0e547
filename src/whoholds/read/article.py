"""One article in one file: HTML through trafilatura, plain text, Markdown with front matter.

What a page states (meta tags, JSON-LD, ``<time pubdate>``) is *found*; what is only inferred (a date in
the address, the host as outlet) is *guessed*, and the document lists those fields. A date in the body
is never taken for the date of publication.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

from whoholds.errors import Unreadable
from whoholds.model import Document, Problem
from whoholds.read import metadata, plain, report

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"([\w-]+)[ \t]*:[ \t]*(.*)")
_ALIASES = {
    "pubdate": "published", "date": "published", "source": "outlet", "site": "outlet", "lang": "language", "link": "url",
    "canonical": "url", "byline": "author", "subject": "title",
}  # fmt: skip
_STATED = ("id", "title", "published", "outlet", "url", "author", "language", "synthetic", "year_hint")
_LINKED = r"\[((?:[^\[\]\n]|\[[^\[\]\n]{0,100}\]){0,800})\]\((?:[^()\n]|\([^()\n]{0,200}\)){0,800}\)"


def read(path: Path, defaults: report.Defaults) -> Iterator[Document | Problem]:
    """Read the article of an HTML, text or Markdown file."""
    try:
        data = plain.bytes_of(path)
        suffix = path.suffix.lower()
        if suffix in {".html", ".htm", ".xhtml"} or looks_like_html(data):
            yield from _page_file(data, path, defaults)
        elif suffix in {".md", ".markdown"}:
            yield report.document({**markdown(plain.text_of(data)), "place": place(path, defaults)}, defaults)
        else:
            yield report.document({"place": place(path, defaults), "text": plain.text_of(data)}, defaults)
    except Unreadable as bad:
        yield report.problem(bad, str(path))


def _page_file(data: bytes, path: Path, defaults: report.Defaults) -> Iterator[Document | Problem]:
    markup, encoding = plain.page_text(data)
    made = report.document({**page(markup), "place": place(path, defaults)}, defaults)
    if encoding != "utf-8":
        yield Problem(
            file=str(path), kind="encoding",
            reason=f"not UTF-8: read as {encoding}, as the page declares; check names with accents",
        )  # fmt: skip
    yield made


def looks_like_html(data: bytes) -> bool:
    """Tell whether the first bytes are a page's."""
    return bool(
        re.match(
            rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|\?xml[^>]*>\s*<html)", data[:512], re.I
        )
    )


def place(path: Path, defaults: report.Defaults) -> str:
    """Name of a report that has none: the folder that is read and the way from there, or its own folder and file.

    The same from wherever it is read, and no other's in one folder: not that of ``2022/08/15.txt`` for ``2021/08/15.txt``.
    """
    whole = Path(os.path.abspath(path))  # noqa: PTH100  (pathlib's keeps "..")
    folder = Path(os.path.abspath(defaults.folder)) if defaults.folder else whole.parent  # noqa: PTH100
    return (Path(folder.name) / whole.relative_to(folder)).as_posix()


def page(markup: str, url: str | None = None) -> dict[str, object]:
    """Fields of a page: its main text, and what its head says of it. ``url`` is where it came from.

    Nothing on the page is run or fetched. Raises :class:`Unreadable` where no article text is found.
    """
    # trafilatura logs what it cannot parse; the problem says it once, in our words.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    import trafilatura

    tree = trafilatura.load_html(markup)
    if tree is None:
        raise Unreadable("no page can be made of this mark-up")
    found = metadata.of(tree, url)
    text = trafilatura.extract(
        tree, favor_precision=True, include_comments=False, include_tables=False, deduplicate=False
    )
    if not text or not text.strip():
        raise Unreadable("no article text found on the page")
    return {**found, "text": _without_title(text, found.get("title"))}


def markdown(text: str) -> dict[str, object]:
    """Front matter (``key: value`` lines between ``---``) and the prose below it, marks removed."""
    front = _FRONT.match(text)
    fields = _stated(front[1]) if front else {}
    prose, title = prose_of(text[front.end() :] if front else text)
    fields.setdefault("title", title)
    return {**fields, "text": prose}


def _stated(front: str) -> dict[str, object]:
    """Take what front matter states of the report; a date that is none (a list, a period) states nothing."""
    fields: dict[str, object] = {}
    pairs = [pair for line in front.splitlines() if (pair := _FIELD.fullmatch(line))]
    # "date" may be the event's, so that a "published" or "pubDate" beside it goes first.
    for pair in sorted(pairs, key=lambda pair: pair[1].lower() == "date"):
        key = _ALIASES.get(pair[1].lower(), pair[1].lower())
        value = pair[2].strip().strip("\"'")
        if key in _STATED and value and (key != "published" or report.parse_day(value)):
            fields.setdefault(key, value)
    return fields


def prose_of(text: str) -> tuple[str, str | None]:
    """Markdown without its marks, and its first heading. Code, tables, images and rules are dropped."""
    text = re.sub(r"^(```|~~~).*?^\1[^\n]*$", "", text, flags=re.S | re.M)
    heading = re.search(r"^#{1,6}[ \t]+(\S.{0,300}?)[ \t]{0,9}#{0,9}$", text, re.M)
    text = re.sub(r"^#{1,6}[ \t]+.*$", "", text, flags=re.M)
    text = re.sub(r"^[ \t]*(?:\||[-*_=]{3,}[ \t]*$|<!--).*$", "", text, flags=re.M)
    text = re.sub("!" + _LINKED, "", text)
    text = re.sub(_LINKED, r"\1", text)
    text = re.sub(r"^[ \t]*(?:>[ \t]?|[-*+][ \t]+|\d+[.)][ \t]+)", "", text, flags=re.M)
    text = re.sub(r"(\*\*|__|\*|(?<!\w)_|`)(?=\S)(.{1,300}?)(?<=\S)\1(?!\w)", r"\2", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip(), heading[1] if heading else None


def _without_title(text: str, title: object) -> str:
    """Drop the title where trafilatura repeats it as the first line: it is context, never a claim."""
    first, _, rest = text.partition("\n")
    return rest.lstrip("\n") if isinstance(title, str) and first.strip() == title.strip() and rest else text
