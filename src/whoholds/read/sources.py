"""Where reports come from: a file of any kind, a folder, or standard input."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from whoholds.errors import Unreadable
from whoholds.model import Document, Problem
from whoholds.read import article, datasets, feed, jsonl, pdf, plain, report, sheet, warc

Reader = Callable[[Path, report.Defaults], Iterator[Document | Problem]]

_BY_SUFFIX: dict[str, Reader] = {
    ".jsonl": jsonl.read, ".ndjson": jsonl.read, ".json": jsonl.whole, ".pdf": pdf.read, ".warc": warc.read, ".wacz": warc.read, ".rss": feed.read,
    ".atom": feed.read,
}  # fmt: skip
_BINARY = {
    b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture", b"GIF8": "a GIF picture", b"\x7fELF": "a program",
    b"MZ": "a program", b"\xd0\xcf\x11\xe0": "an old Office file", b"{\\rtf": "a rich text file",
    b"SQLite format 3": "a database", b"PK\x03\x04": "a ZIP or Office file", b"\x1f\x8b": "a gzip file",
}  # fmt: skip


def everything(
    source: str | Path, defaults: report.Defaults
) -> Iterator[Document | datasets.Coded | Problem]:
    """Every report of a source: ``-`` is standard input, a folder is walked by name, a file is read
    by its suffix, else by its first bytes. A table's reports come with their claims. Never raises for
    what stands in a source.
    """
    if str(source) == "-":
        yield from standard_input(sys.stdin.buffer, defaults)
        return
    path = Path(source)
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except FileNotFoundError:
        yield Problem(file=str(path), reason="there is no such file or folder")
    except (OSError, ValueError) as bad:
        yield _closed(path, bad)
    else:
        yield from folder(path, defaults) if is_folder else file(path, defaults)


def read(source: str | Path, defaults: report.Defaults) -> Iterator[Document | Problem]:
    """Every report of a source that is still to be coded; a table, whose rows are claims, is a problem."""
    for item in everything(source, replace(defaults, tables=False)):
        if not isinstance(item, tuple):
            yield item


def file(path: Path, defaults: report.Defaults) -> Iterator[Document | datasets.Coded | Problem]:
    """Yield the reports of one file."""
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except OSError as bad:
        yield _closed(path, bad)
        return
    if not regular:
        yield Problem(file=str(path), reason="not a regular file")
    elif not datasets.is_table(path):
        yield from _reports(path, defaults)
    elif defaults.mapping is None and sheet.holds_reports(path):
        yield from sheet.read(path, defaults)
    elif defaults.tables:
        yield from datasets.read(path, defaults)
    else:
        yield Problem(
            file=str(path), reason="a table: its rows are claims already, for whoholds read, not for code"
        )


def _reports(path: Path, defaults: report.Defaults) -> Iterator[Document | Problem]:
    try:
        reader = _BY_SUFFIX.get(path.suffix.lower())
        if reader is None:
            with path.open("rb") as opened:
                reader = _sniff(opened.read(2048), path.name.lower())
        yield from reader(path, defaults)
    except Unreadable as bad:
        yield report.problem(bad, str(path))
    except OSError as bad:
        yield _closed(path, bad)


def _closed(path: Path | str, bad: OSError | ValueError) -> Problem:
    return Problem(file=str(path), reason=f"cannot be opened: {getattr(bad, 'strerror', None) or bad}")


def folder(root: Path, defaults: report.Defaults) -> Iterator[Document | datasets.Coded | Problem]:
    """Every file below a folder, in the order of names. Hidden files are passed over; a link is
    followed only to what stays inside. A folder in it that may not be opened is a problem.
    """
    home, empty = os.path.realpath(root), True
    defaults = replace(defaults, folder=root)
    closed: list[OSError] = []
    for base, folders, names in os.walk(root, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in [*folders, *sorted(names)]:
            path = Path(base) / name
            if name.startswith("."):
                continue
            empty = empty and name not in names
            is_link = os.path.islink(path)  # noqa: PTH114  (of these two, pathlib's raise where rights are missing)
            if is_link and not Path(os.path.realpath(path)).is_relative_to(home):
                yield Problem(file=str(path), reason="a link that leads out of the folder: not followed")
            elif is_link:
                if not os.path.exists(path):  # noqa: PTH110
                    yield Problem(file=str(path), reason="a link that leads nowhere")
                # Otherwise its target lies in the folder and is read under its own name.
            elif name in names:
                yield from file(path, defaults)
    yield from (_closed(bad.filename, bad) for bad in closed)
    if empty and not closed:
        yield Problem(file=str(root), reason="no file in this folder")


def standard_input(stream: BinaryIO, defaults: report.Defaults) -> Iterator[Document | Problem]:
    """JSON Lines where the first line is an object, else one page or one plain text."""
    if not hasattr(stream, "peek"):
        stream = io.BufferedReader(cast("io.RawIOBase", stream))
    head = stream.peek(512)[:512]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from jsonl.lines(stream, "<stdin>", defaults)
        return
    try:
        data = plain.capped(stream)
        fields = (
            article.page(plain.page_text(data)[0])
            if article.looks_like_html(data)
            else {"text": plain.text_of(data)}
        )
        yield report.document(fields, defaults)
    except Unreadable as bad:
        yield report.problem(bad, "<stdin>")


def _sniff(head: bytes, name: str) -> Reader:
    """Choose the reader for a file whose suffix says nothing."""
    if name.endswith(".warc.gz") or head.startswith(b"WARC/1."):
        return warc.read
    if head.startswith(b"%PDF-"):
        return pdf.read
    for magic, kind in _BINARY.items():
        if head.startswith(magic):
            raise Unreadable(f"{kind}, not a report")
    if feed.looks_like_feed(head):
        return feed.read
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return jsonl.read
    return article.read
