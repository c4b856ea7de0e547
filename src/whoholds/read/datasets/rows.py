"""Tables as rows: CSV in any common delimiter, HXL-tagged CSV, and spreadsheets."""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import IO

from whoholds.errors import Unreadable
from whoholds.model import Problem

Row = Mapping[str, str]
"""Cells by folded column name (see :func:`fold`), stripped; an empty cell is an empty string."""

LARGEST_CELL = 1_000_000
LARGEST_BOOK = 512_000_000
"""Unpacked bytes of a spreadsheet; more is taken for a bomb."""
SUFFIXES = frozenset({".csv", ".tsv", ".tab", ".xlsx", ".xlsm"})


@dataclass(frozen=True, kw_only=True)
class Table:
    """A file's columns and its rows, each with its line. ``tags`` are the HXL tags by column, if any."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[int, Row] | Problem]
    tags: Mapping[str, str]


def fold(name: str) -> str:
    """Fold a column name: lower case, words joined by underscores."""
    return re.sub(r"[^\w#+]+", "_", name.strip().lstrip("\ufeff").lower()).strip("_")


def table(path: Path) -> Table:
    """Open a table. Raises :class:`Unreadable` where it is none; broken rows are problems."""
    lines = _sheet(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else _csv(path)
    head = next((line for line in lines if isinstance(line, Problem) or any(line[1])), None)
    if head is None:
        raise Unreadable("the table is empty")
    if isinstance(head, Problem):
        raise Unreadable(head.reason, head.kind)
    names = [fold(cell) for cell in head[1]]
    first = next(lines, None)
    tags: dict[str, str] = {}
    if _is_tags(names):
        tags = dict(zip(names, names, strict=True))
    elif first is not None and not isinstance(first, Problem) and _is_tags([fold(cell) for cell in first[1]]):
        tags = {name: fold(cell) for name, cell in zip(names, first[1], strict=False) if cell.strip()}
        first = None
    doubled = sorted({name for name in names if name and names.count(name) > 1})
    if doubled:
        raise Unreadable(f"two columns are called {' and '.join(doubled)}: rename one")
    rest = lines if first is None else chain([first], lines)
    return Table(columns=tuple(name for name in names if name), rows=_rows(rest, names, str(path)), tags=tags)


def _rows(
    lines: Iterable[tuple[int, list[str]] | Problem], names: list[str], file: str
) -> Iterator[tuple[int, Row] | Problem]:
    for line in lines:
        if isinstance(line, Problem):
            yield line
            continue
        number, cells = line
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            yield Problem(
                file=file, line=number,
                reason=f"{len(cells)} cells under {len(names)} columns: is a text with commas missing its quotes?",
            )  # fmt: skip
            continue
        cells = [*cells, *[""] * (len(names) - len(cells))]
        yield number, {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}


def _csv(path: Path) -> Iterator[tuple[int, list[str]] | Problem]:
    csv.field_size_limit(LARGEST_CELL)
    with path.open("rb") as raw:
        head = raw.read(64 * 1024)
        encoding = "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        if encoding != "utf-16" and b"\0" in head:
            raise Unreadable("a binary file (it holds NUL bytes), not a table")
        raw.seek(0)
        # Bytes that are no UTF-8 come through as surrogates, so that one bad cell costs one row.
        text = io.TextIOWrapper(raw, encoding=encoding, errors="surrogateescape", newline="")
        reader = csv.reader(text, delimiter=_delimiter(head.decode(encoding, "replace")), strict=True)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except UnicodeDecodeError:  # only UTF-16 is read strictly: what follows cannot be told apart
                yield Problem(
                    file=str(path), line=reader.line_num + 1, kind="encoding",
                    reason="broken UTF-16: the rest is not read; save the table as UTF-8",
                )  # fmt: skip
                return
            except csv.Error as bad:
                yield Problem(file=str(path), line=reader.line_num, reason=f"broken CSV: {bad}")
                if "unexpected end" in str(bad):
                    return
                continue
            if any(
                "\udc80" <= character <= "\udcff"
                for cell in cells
                for character in cell
                if character > "\ud7ff"
            ):
                yield Problem(
                    file=str(path),
                    line=reader.line_num,
                    kind="encoding",
                    reason="not UTF-8; save the table as UTF-8",
                )
                continue
            if any("\0" in cell for cell in cells):
                yield Problem(file=str(path), line=reader.line_num, reason="the row holds NUL characters")
                continue
            yield reader.line_num, cells


def _delimiter(head: str) -> str:
    """Take the mark that the first line has most of."""
    first = head.lstrip("\ufeff\r\n").split("\n", 1)[0]
    return max(",;\t|", key=first.count)


def _sheet(path: Path) -> Iterator[tuple[int, list[str]] | Problem]:
    """Yield the rows of a workbook's first sheet that has any."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    # What openpyxl's XML and ZIP layers raise on broken files, while it opens and while it reads.
    broken = (
        ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError, EOFError, OSError, zlib.error,
        zipfile.BadZipFile, InvalidFileException,
    )  # fmt: skip
    number = 0
    try:
        with path.open("rb") as file:
            _unbombed(file)
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                found = False
                sheet.reset_dimensions()  # what a file says of its size is not always so, and cuts rows off
                for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                    found = found or any(cell is not None for cell in cells)
                    if found:
                        yield number, [_cell(cell) for cell in cells]
                if found:
                    return
    except broken as bad:
        yield Problem(
            file=str(path),
            line=number or None,
            reason=f"a broken workbook: {str(bad)[:120] or type(bad).__name__}",
        )


def _unbombed(file: IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as bad:
        raise Unreadable(f"no workbook: {bad}") from None
    if size > LARGEST_BOOK:
        raise Unreadable(f"unpacks to {size:,} bytes; a workbook may have {LARGEST_BOOK:,}")
    file.seek(0)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return (
        str(int(value))
        if isinstance(value, float) and value.is_integer() and abs(value) < sys.maxsize
        else str(value)
    )


def _is_tags(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(cell.startswith("#") for cell in filled)
