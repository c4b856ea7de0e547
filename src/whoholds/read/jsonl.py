"""JSON Lines: one report a line, the contract's fields; a broken line costs only itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from whoholds.errors import Unreadable
from whoholds.model import Document, Problem
from whoholds.read import feed, plain, report
from whoholds.read.repeats import Repeats

LONGEST_LINE = 16_000_000
"""Bytes; a longer line is skipped without being held in memory."""


def read(path: Path, defaults: report.Defaults) -> Iterator[Document | Problem]:
    """Yield the reports of a file, in its order, one line in memory at a time."""
    try:
        with path.open("rb") as file:
            yield from lines(file, str(path), defaults)
    except OSError as bad:
        yield Problem(file=str(path), reason=f"cannot be opened: {bad.strerror or bad}")


def lines(file: BinaryIO, shown: str, defaults: report.Defaults) -> Iterator[Document | Problem]:
    """Yield the reports of an open binary stream; ``shown`` is what problems call it."""
    repeats, empty = Repeats(), True
    for number, line in enumerate(_capped(file), start=1):
        if not line.strip():
            continue
        empty = False
        try:
            made = report.document(_object(line), defaults)
        except Unreadable as bad:
            yield report.problem(bad, shown, number)
        else:
            yield from repeats.told(made, shown, f"line {number}", number)
    if empty:
        yield Problem(file=shown, reason="the file is empty")


def whole(path: Path, defaults: report.Defaults) -> Iterator[Document | Problem]:
    """Yield the reports of a ``.json`` file: one object, a list of them, a JSON Feed, or JSON Lines after all."""
    try:
        data = plain.bytes_of(path)
        if feed.looks_like_feed(data):
            yield from feed.read(path, defaults)
            return
        value = json.loads(plain.text_of(data))
    except Unreadable as bad:
        yield report.problem(bad, str(path))
        return
    except (ValueError, RecursionError) as bad:
        if data.count(b"\n{"):
            yield from read(path, defaults)
        else:
            yield Problem(file=str(path), line=getattr(bad, "lineno", None), reason=f"broken JSON: {bad}")
        return
    listed = value if isinstance(value, list) else [value]
    repeats = Repeats()
    for number, item in enumerate(listed, start=1):
        try:
            made = report.document(_checked(item), defaults)
        except Unreadable as bad:
            yield Problem(file=str(path), kind=bad.kind, reason=f"report {number}: {bad}")
        else:
            yield from repeats.told(made, str(path), f"report {number}")


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise Unreadable(f"a line of more than {LONGEST_LINE:,} bytes")
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as bad:
        raise Unreadable(f"not UTF-8: byte 0x{line[bad.start]:02x} at {bad.start}", "encoding") from None
    except json.JSONDecodeError as bad:
        raise Unreadable(f"broken JSON: {bad.msg} at column {bad.colno}") from None
    except RecursionError:
        raise Unreadable("broken JSON: nested too deep") from None
    except ValueError as bad:  # an integer of thousands of digits
        raise Unreadable(f"broken JSON: {bad}") from None
    return _checked(value)


def _checked(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable(f"a report must be an object, not {type(value).__name__}")
    return value


def _capped(file: BinaryIO) -> Iterator[bytes]:
    """Lines; of one over the limit only its head, so that memory stays flat."""
    while line := file.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := file.readline(1 << 20)) and not rest.endswith(b"\n"):
                pass
        yield line
