"""Rows of a small CSV table that somebody gives us: :func:`rows`."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from whoholds.errors import ConfigError


def rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Line and cells of each row, without blanks around them; ``parent`` may be missing, and a cell may be empty.

    Raises:
        ConfigError: the file is no UTF-8 text, lacks one of the columns, or has a row with more cells than columns.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, restval="")
            if missing := [c for c in columns if c != "parent" and c not in (reader.fieldnames or ())]:
                raise ConfigError(f"{path}: lacks the column {missing[0]}; it needs {','.join(columns)}")
            for row in reader:
                if any(cell.strip() for cell in row.pop(None, ())):
                    raise ConfigError(
                        f"{path}:{reader.line_num}: more cells than columns: is a name with a comma missing its quotes?"
                    )
                yield reader.line_num, {name: row.get(name, "").strip() for name in columns}
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 text; save the table as CSV in UTF-8") from error
    except csv.Error as error:
        raise ConfigError(f"{path}: no table: {error}") from error
