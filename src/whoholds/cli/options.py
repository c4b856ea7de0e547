"""Options that several verbs share, and how problems and progress are shown."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, TypeVar

import click

from whoholds.model import Problem

F = TypeVar("F", bound=Callable[..., Any])
Item = TypeVar("Item")


class Day(click.ParamType[date]):
    """An ISO day."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """``YYYY-MM-DD`` or a usage error."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date; write YYYY-MM-DD", param, ctx)


class Instant(click.ParamType[datetime]):
    """An ISO date-time; without an offset it is UTC, a bare day is its end."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """ISO date-time or a usage error."""
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no time; write YYYY-MM-DDTHH:MM:SS", param, ctx)
        if "T" not in value and ":" not in value:
            moment = datetime.combine(moment, time.max)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class New(click.Path):
    """A file to write that is not there yet: an editor's own entries are never written over."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """A path, or a usage error."""
        if Path(value).exists():
            self.fail(f"{value} is there already, perhaps with your entries; name another file", param, ctx)
        return super().convert(value, param, ctx)


DAY = Day()
INSTANT = Instant()
FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
OUTPUT = click.Path(path_type=Path)
NEW = New(path_type=Path)

project = click.option(
    "-p", "--project", "folder", default=".", show_default="here",
    type=click.Path(path_type=Path), help="The project's folder.",
)  # fmt: skip
as_json = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
known = click.option("--known", type=DAY, help="Use only what was published by the end of this day.")
recorded = click.option("--recorded", type=INSTANT, help="Use only what our ledger had at this time.")


def report(problems: Iterable[Problem], *, as_json: bool = False) -> int:
    """Print problems to standard error; return the exit code, 0 or 1."""
    code = 0
    for problem in problems:
        code = 1
        line = {
            "file": problem.file,
            "line": problem.line or 1,
            "reason": problem.reason,
            "kind": problem.kind,
        }
        click.echo(json.dumps(line, ensure_ascii=False) if as_json else str(problem), err=True)
    return code


def progress(items: Iterable[Item], what: str, total: int | None = None) -> Iterator[Item]:
    """The items, with a bar on standard error where that is a terminal."""
    from tqdm import tqdm

    yield from tqdm(
        items, desc=what, total=total, file=sys.stderr, disable=not sys.stderr.isatty(), leave=False
    )


def table(rows: Iterable[tuple[str, ...]], header: tuple[str, ...]) -> str:
    """Plain columns for a terminal."""
    lines = [header, *rows]
    widths = [max(len(row[i]) for row in lines) for i in range(len(header))]
    return "\n".join(
        "  ".join(x.ljust(w) for x, w in zip(row, widths, strict=True)).rstrip() for row in lines
    )
