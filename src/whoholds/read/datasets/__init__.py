"""Datasets as sources: their rows are claims already, with the dataset as outlet and its source as speaker.

:func:`read` streams reports with their claims; :func:`preview` shows the first ones in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Protocol

from whoholds.errors import Unreadable
from whoholds.model import Claim, Document, Problem
from whoholds.read import report
from whoholds.read.datasets import control, mapping, rows
from whoholds.read.datasets.acled import Acled
from whoholds.read.datasets.saying import Saying, coded
from whoholds.read.datasets.ucdp import Ucdp
from whoholds.read.datasets.viina import ViinaControl, ViinaEvents

Coded = tuple[Document, tuple[Claim, ...]]
SUFFIXES = rows.SUFFIXES


class Shape(Protocol):
    """How one kind of table is read."""

    @property
    def outlet(self) -> str:
        """Name of the dataset; empty where the file's name serves."""
        ...

    def sayings(self, row: rows.Row) -> Iterator[Saying]:
        """What a row says; raises :class:`Unreadable` for a bad one."""
        ...


def is_table(source: str | Path) -> bool:
    """Tell whether a source is a table, to be read here rather than as an article."""
    return Path(source).suffix.lower() in SUFFIXES


def read(source: str | Path, defaults: report.Defaults) -> Iterator[Coded | Problem]:
    """Reports and claims of a table, row by row; problems name the line and go on.

    The kind is told by the columns: ACLED, UCDP GED, VIINA, or any control table (unit, date, holder),
    HXL tags included; ``defaults.mapping`` is a file that describes other columns. Raises ``ConfigError`` for a wrong mapping.
    """
    path = Path(source)
    given = mapping.load(defaults.mapping) if defaults.mapping else None
    try:
        table = rows.table(path)
        shape = _shape(table, path, given)
    except Unreadable as bad:
        yield report.problem(bad, str(path))
        return
    except OSError as bad:
        yield Problem(file=str(path), reason=f"cannot be opened: {bad.strerror or bad}")
        return
    outlet = defaults.outlet or shape.outlet or path.stem
    seen: dict[str, int] = {}
    for item in table.rows:
        if isinstance(item, Problem):
            yield item
            continue
        line, row = item
        try:
            made = [(said.id, coded(said, outlet, defaults)) for said in shape.sayings(row)]
        except Unreadable as bad:
            yield report.problem(bad, str(path), line)
            continue
        for name, pair in made:
            first = seen.setdefault(name, line)
            if first != line:
                yield Problem(
                    file=str(path), line=line, kind="repeat", reason=f"the same id {name!r} as line {first}"
                )
            else:
                yield pair


def preview(source: str | Path, defaults: report.Defaults, first: int = 5) -> list[str | Problem]:
    """Say in words what the first rows would become: a dry run. Problems stand among them."""
    if not is_table(source):
        return [Problem(file=str(source), reason="no table: a dry run shows the rows of tables only")]
    rows = islice(read(source, defaults), first)
    return [item if isinstance(item, Problem) else _shown(*item) for item in rows]


def _shown(document: Document, claims: tuple[Claim, ...]) -> str:
    if not claims:
        return f"{document.name}: no claim of control ({document.title})"
    claim = claims[0]
    return (
        f"{claim.relation} | {claim.actor or '-'} | {claim.place.name}, {claim.place.within or '-'} | {claim.start}"
        f" | {claim.modality} | said by {'; '.join(claim.speaker) or document.outlet}, published {document.published}"
    )


def _shape(table: rows.Table, path: Path, given: mapping.ColumnMap | None) -> Shape:
    """Choose by the columns; raises :class:`Unreadable` that says what is missing and what is near it."""
    columns = frozenset(table.columns)
    if given:
        mapped = mapping.Mapped(given, path.stem)
        _need(mapped.required, columns, "the mapping")
        return mapped
    if ViinaControl.fits(columns):
        return ViinaControl(table.columns)
    for known in (Acled(), Ucdp(), ViinaEvents()):
        if known.required <= columns:
            return known
    shape = control.Control(table.columns, table.tags)
    if shape.required <= shape.columns.keys():
        return shape
    for known in (Acled(), Ucdp(), ViinaEvents()):
        if len(known.required & columns) * 2 > len(known.required):
            _need(known.required, columns, known.outlet)
    missing = sorted(shape.required - shape.columns.keys())
    raise Unreadable(
        f"no column for {', '.join(missing)} among: {', '.join(table.columns)}. A control table has unit, date and"
        " holder, a table of reports has published and text; for other names write a mapping file (--mapping)"
    )


def _need(required: frozenset[str], columns: frozenset[str], what: str) -> None:
    missing = sorted(required - columns)
    if missing:
        near = {name: get_close_matches(name, columns, 1) for name in missing}
        hints = "; ".join(f"is {found[0]!r} your {name!r}?" for name, found in near.items() if found)
        raise Unreadable(
            f"{what} needs the columns {', '.join(missing)}, which are missing"
            + (f": {hints}" if hints else "")
        )
