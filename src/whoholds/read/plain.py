"""Bytes to text: what encoding a file is in, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import BinaryIO

from whoholds.errors import Unreadable

LARGEST = 20_000_000
"""Bytes of one article file, mark-up included; a larger one is refused before it is read."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w.:-]{2,40})""", re.I
)


def bytes_of(path: Path) -> bytes:
    """Read the whole of a small file; raises :class:`Unreadable` where it is too large or closed to us."""
    try:
        with path.open("rb") as file:
            return capped(file)
    except OSError as bad:
        raise Unreadable(f"cannot be opened: {bad.strerror or bad}") from None


def capped(stream: BinaryIO) -> bytes:
    """Read a stream to its end, or raise :class:`Unreadable` at :data:`LARGEST` bytes."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Unreadable(f"more than {LARGEST:,} bytes: too large for one article")
    return data


def text_of(data: bytes) -> str:
    """UTF-8 text (or UTF-16 and UTF-32 with a byte order mark), line ends made one newline.

    Raises :class:`Unreadable` for what is empty, binary or in another encoding.
    """
    if not data.strip():
        raise Unreadable("the file is empty")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lines(_decode(data, encoding))
    if b"\0" in data:
        raise Unreadable("a binary file (it holds NUL bytes), not text")
    return _lines(_decode(data, "utf-8"))


def page_text(data: bytes, charset: str | None = None) -> tuple[str, str]:
    """Decode a page's mark-up, and tell the encoding: UTF-8, else what ``charset`` (the transfer's word)
    or the page itself declares. Raises :class:`Unreadable` where neither fits.
    """
    try:
        return text_of(data), "utf-8"
    except Unreadable as bad:
        declared = charset or declared_charset(data)
        if bad.kind != "encoding" or declared is None:
            raise
        return _lines(_decode(data, declared)), declared


def declared_charset(data: bytes) -> str | None:
    """Find the encoding that a page names in its first kilobytes."""
    found = _DECLARED.search(data[:4096])
    return found[1].decode("ascii").lower() if found else None


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        raise Unreadable(f"declares an unknown encoding {encoding!r}", "encoding") from None
    except UnicodeDecodeError as bad:
        line = data.count(b"\n", 0, bad.start) + 1
        raise Unreadable(
            f"not {encoding.upper()}: byte 0x{data[bad.start]:02x} at line {line}; save it as UTF-8",
            "encoding",
        ) from None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
