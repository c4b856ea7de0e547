"""Web archives: WARC (plain or compressed) and WACZ, record by record, and captures of our own.

Read with FastWARC, written with warcio. Every document's ``locator`` is ``FILE#OFFSET`` of its record.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from whoholds.errors import Unreadable
from whoholds.model import Document, Problem
from whoholds.read import article, plain, report

_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_MEMBER = {True: b"\x1f\x8b\x08", False: b"\r\nWARC/1."}


@dataclass(frozen=True, kw_only=True)
class Capture:
    """One answered request: what came back, from where, when, and where it is kept."""

    url: str
    at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    charset: str | None = None
    locator: str | None = None


def read(path: Path, defaults: report.Defaults) -> Iterator[Document | Problem]:
    """Yield the articles of an archive; a bad record is one problem.

    The day of the capture is a guess at the day of publication where the page states none.
    """
    for item in captures(path):
        if isinstance(item, Problem):
            yield item
            continue
        try:
            yield document(item, defaults)
        except Unreadable as bad:
            yield Problem(file=str(path), kind=bad.kind, reason=f"{item.url} ({item.locator}): {bad}")


def captures(path: Path) -> Iterator[Capture | Problem]:
    """Yield every page of an archive as it was captured: answers with status 200 and a text type."""
    if path.suffix.lower() == ".wacz":
        yield from _wacz(path)
        return
    try:
        with path.open("rb") as file:
            yield from _records(file, path.name, str(path))
    except OSError as bad:
        yield Problem(file=str(path), reason=f"cannot be opened: {bad.strerror or bad}")


def document(
    capture: Capture, defaults: report.Defaults, said: Mapping[str, object] | None = None
) -> Document:
    """Make the article on a captured page; raises :class:`Unreadable` where there is none.

    ``said`` is what a feed states of it; it goes before what the page only lets guess.
    """
    markup, _ = plain.page_text(capture.body, capture.charset)
    if article.looks_like_html(capture.body) or ("html" in _kind(capture) and b"<" in capture.body[:512]):
        fields = article.page(markup, capture.url)
    else:
        fields = {"text": markup, "url": capture.url}
    listed = fields.get("guessed")
    guessed = set(listed) if isinstance(listed, tuple) else set()
    for name in ("title", "outlet", "author", "published", "language"):
        if said and said.get(name) and (not fields.get(name) or name in guessed):
            fields[name] = said[name]
            guessed.discard(name)
    if not fields.get("published") and defaults.published is None:
        fields["published"] = capture.at.date().isoformat()
        guessed.add("published")
    return report.document(
        {**fields, "guessed": tuple(sorted(guessed)), "locator": capture.locator}, defaults
    )


def _kind(capture: Capture) -> str:
    return next((value.lower() for name, value in capture.headers if name.lower() == "content-type"), "")


def _records(file: IO[bytes], name: str, shown: str) -> Iterator[Capture | Problem]:
    """Iterate over records; after a broken one go on at the next that can be read."""
    file.seek(0)
    zipped = file.read(2) == b"\x1f\x8b"
    start: int | None = 0
    found = broken = False
    held: Capture | Problem | None = None  # one behind, as FastWARC does not tell that the last is cut short
    while start is not None:
        at = start
        file.seek(start)
        try:
            for record in _iterator(file):
                if held:
                    yield held
                at, found, broken = record.stream_pos, True, False
                held = _capture(record, name, shown)
            if held and found:
                yield (
                    held
                    if _complete(file, at, zipped)
                    else Problem(file=shown, reason=f"cut short after byte {at}")
                )
            break
        except (OSError, ValueError) as bad:
            if held:
                yield held
            held = None
            if not broken:
                yield Problem(file=shown, reason=f"broken record after byte {at}: {bad}")
            broken = True
            start = _next(file, max(at, start) + 1, zipped)
    if not found and not broken:
        yield Problem(file=shown, reason="no WARC record in this file")


def _iterator(file: IO[bytes]) -> Iterator[Any]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.resource
    return iter(ArchiveIterator(file, record_types=kinds, parse_http=True, auto_decode="all"))


def _complete(file: IO[bytes], at: int, zipped: bool) -> bool:
    """Tell whether the record at an offset, the last one read, is whole."""
    file.seek(at)
    if not zipped:
        head = file.read(1 << 16).partition(b"\r\n\r\n")[0]
        length = re.search(rb"Content-Length:\s*(\d+)", head, re.I)
        return length is not None and file.seek(0, io.SEEK_END) >= at + len(head) + 4 + int(length[1])
    unpacker = zlib.decompressobj(wbits=31)
    while not unpacker.eof and (block := file.read(1 << 16)):
        while block and not unpacker.eof:
            unpacker.decompress(block, 1 << 20)
            block = unpacker.unconsumed_tail
    return unpacker.eof


def _capture(record: Any, name: str, shown: str) -> Capture | Problem | None:
    """Take one record; ``None`` for what is no page."""
    url = record.headers.get("WARC-Target-URI") or ""
    http = record.http_headers
    kind = (
        (record.http_content_type or record.headers.get("Content-Type") or "").split(";")[0].strip().lower()
    )
    status = int(http.status_code or 0) if http is not None else 200
    if status != 200 or kind not in _PAGES or not url.startswith(("http://", "https://")):
        return None
    if record.record_date is None:
        return Problem(
            file=f"{shown}#{record.stream_pos}", reason=f"{url}: the record does not say when it was taken"
        )
    body = record.reader.read(plain.LARGEST + 1)
    if len(body) > plain.LARGEST:
        reason = f"{url}: more than {plain.LARGEST:,} bytes: too large for one article"
        return Problem(file=f"{shown}#{record.stream_pos}", reason=reason)
    return Capture(
        url=url,
        at=record.record_date,
        status=status,
        headers=tuple((str(key), str(value)) for key, value in (http.items() if http is not None else ())),
        body=body,
        charset=record.http_charset,
        locator=f"{name}#{record.stream_pos}",
    )


def _next(file: IO[bytes], start: int, zipped: bool) -> int | None:
    """Find where the next record may begin, at or after an offset."""
    mark = _MEMBER[zipped]
    file.seek(start)
    base, held = start, b""
    while block := file.read(1 << 20):
        held += block
        at = held.find(mark)
        if at >= 0:
            return base + at + (0 if zipped else 2)
        base += len(held) - len(mark) + 1
        held = held[-len(mark) + 1 :]
    return None


def _wacz(path: Path) -> Iterator[Capture | Problem]:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [name for name in archive.namelist() if name.startswith("archive/") and ".warc" in name]
            if not parts:
                yield Problem(file=str(path), reason="no archive/*.warc.gz in this WACZ")
            for part in parts:
                # Stored, not deflated, by the standard, so that seeking in it is cheap.
                with archive.open(part) as file:
                    yield from _records(file, f"{path.name}!{part}", f"{path}!{part}")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as bad:
        yield Problem(file=str(path), reason=f"no WACZ: {bad}")


class Writer:
    """Keeps captures: one gzip member each, appended and flushed, so that a kill loses at most the last."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)

    def kept(self, capture: Capture) -> Capture:
        """Append a capture, and give it its locator."""
        return replace(capture, locator=self.keep(capture))

    def keep(self, capture: Capture) -> str:
        """Append a response record with its digest; the locator of the record."""
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter

        with self._path.open("ab") as file:
            offset = file.tell()
            writer = WARCWriter(file, gzip=True)
            kept = [(key, value) for key, value in capture.headers if key.lower() not in _TRANSFER]
            record = writer.create_warc_record(
                capture.url,
                "response",
                payload=io.BytesIO(capture.body),
                length=len(capture.body),  # else warcio leaves a temporary file open
                http_headers=StatusAndHeaders(
                    f"{capture.status} ",
                    [*kept, ("Content-Length", str(len(capture.body)))],
                    protocol="HTTP/1.1",
                ),
                warc_headers_dict={"WARC-Date": capture.at.strftime("%Y-%m-%dT%H:%M:%SZ")},
            )
            writer.write_record(record)
        return f"{self._path.name}#{offset}"


_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive"})
"""Headers of the transfer, not of the page: the body is kept unpacked."""


def verify(path: Path) -> tuple[int, list[Problem]]:
    """Check the digest of every record: how many hold, and what does not."""
    from fastwarc.warc import ArchiveIterator

    good, bad = 0, []
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, parse_http=True):
                if record.verify_payload_digest() or record.verify_block_digest():
                    good += 1
                else:
                    bad.append(
                        Problem(
                            file=f"{path}#{record.stream_pos}", reason="the digest does not fit the record"
                        )
                    )
    except (OSError, ValueError) as broken:
        bad.append(Problem(file=str(path), reason=f"broken record: {broken}"))
    return good, bad
