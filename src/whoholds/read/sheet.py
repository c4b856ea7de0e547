"""A spreadsheet of reports: one a row, the columns called as the fields of JSON Lines, ``text`` among them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from whoholds.errors import Unreadable
from whoholds.model import Document, Problem
from whoholds.read import report
from whoholds.read.datasets import rows
from whoholds.read.repeats import Repeats


def holds_reports(path: Path) -> bool:
    """Whether a table's rows are reports to be coded, not claims: it has a column ``text`` and none for a holder."""
    try:
        columns = set(rows.table(path).columns)
    except (Unreadable, OSError):
        return False
    return "text" in columns and not columns & {"holder", "relation", "status"}


def read(path: Path, defaults: report.Defaults) -> Iterator[Document | Problem]:
    """Yield the reports of a table, row by row; a bad row costs only itself."""
    repeats = Repeats()
    for item in rows.table(path).rows:
        if isinstance(item, Problem):
            yield item
            continue
        line, row = item
        fields: dict[str, object] = {name: cell for name, cell in row.items() if cell}
        for made in report.attempt(partial(report.document, fields, defaults), str(path), line):
            yield from repeats.told(made, str(path), f"line {line}", line)
