"""A mapping file: how the columns of any other table become claims.

outlet = "My map"
[columns]            # field of a claim = column of the table
unit = "Rayon"
date = "Tag"
holder = "Wer"
[values.holder]      # cell of the table = our word
RF = "Russia"
[constants]
parent = "Ukraine"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast, get_args

from whoholds.errors import ConfigError, Unreadable
from whoholds.model import Modality, Place, Polarity, Relation
from whoholds.read.datasets.rows import Row, fold
from whoholds.read.datasets.saying import Saying, iso_day, several

FIELDS = (
    "id", "unit", "kind", "parent", "date", "end", "holder", "against", "relation", "speaker", "modality", "polarity",
    "published", "url", "label",
)  # fmt: skip
"""What a column or a constant may give. ``holder`` is the actor; ``contested`` there means nobody."""


@dataclass(frozen=True, kw_only=True)
class ColumnMap:
    """A mapping file, checked."""

    outlet: str | None
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)


def load(path: Path) -> ColumnMap:
    """Read a mapping file; raises :class:`ConfigError` that names the key and the nearest known one."""
    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as bad:
        raise ConfigError(f"{path}: the mapping cannot be read: {bad}") from None
    for name in data:
        _known(name, ("outlet", "columns", "values", "constants"), path)
    columns, constants, values = (_table(data, key, path) for key in ("columns", "constants", "values"))
    for name in (*columns, *constants, *values):
        _known(name, FIELDS, path)
    missing = [name for name in ("unit", "date") if name not in columns and name not in constants]
    if missing or not ({"holder", "relation"} & (columns.keys() | constants.keys())):
        raise ConfigError(
            f"{path}: [columns] needs unit, date and holder; {', '.join(missing) or 'holder'} is missing"
        )
    return ColumnMap(
        outlet=data.get("outlet"),
        columns={name: fold(str(column)) for name, column in columns.items()},
        values={name: {str(k).lower(): str(v) for k, v in table.items()} for name, table in values.items()},
        constants={name: str(value) for name, value in constants.items()},
    )


class Mapped:
    """A table read by a mapping."""

    required: frozenset[str]

    def __init__(self, mapping: ColumnMap, outlet: str) -> None:
        self._mapping = mapping
        self.outlet = mapping.outlet or outlet
        self.required = frozenset(mapping.columns.values())

    def sayings(self, row: Row) -> Iterator[Saying]:
        """Yield the row's claim. A cell with a word outside the codebook is :class:`Unreadable`."""
        cell = {**self._mapping.constants, **{n: row.get(c, "") for n, c in self._mapping.columns.items()}}
        for name, table in self._mapping.values.items():
            if name in cell:
                cell[name] = table.get(cell[name].lower(), cell[name])
        if not cell["unit"]:
            raise Unreadable(f"{self._mapping.columns.get('unit', 'unit')} is empty: which place is meant?")
        contested = cell.get("holder", "").lower() == "contested"
        relation = cell.get("relation") or ("contests" if contested else "holds")
        day = iso_day(cell["date"], self._mapping.columns.get("date", "date"))
        yield Saying(
            id=cell.get("id") or f"{cell['unit']}/{cell.get('parent', '')}/{day}",
            day=day,
            end=iso_day(cell["end"], "end") if cell.get("end") else None,
            relation=cast(Relation, _one_of(relation, Relation, "relation")),
            actor=None if contested else cell.get("holder") or None,
            against=cell.get("against") or None,
            place=Place(name=cell["unit"], kind=cell.get("kind") or None, within=cell.get("parent") or None),
            speaker=several(cell.get("speaker", "")),
            modality=cast(Modality, _one_of(cell.get("modality") or "asserted", Modality, "modality")),
            polarity=cast(Polarity, _one_of(cell.get("polarity") or "affirmed", Polarity, "polarity")),
            published=iso_day(cell["published"], "published") if cell.get("published") else None,
            url=cell.get("url") or None,
            label=cell.get("label", ""),
        )


def _one_of(value: str, kind: Any, name: str) -> str:
    words = get_args(kind)
    if value not in words:
        raise Unreadable(f"{name}: {value!r} is none of {', '.join(words)}; map it under [values.{name}]")
    return value


def _table(data: Mapping[str, Any], key: str, path: Path) -> dict[str, Any]:
    value = data.get(key, {})
    if not isinstance(value, dict) or (
        key == "values" and not all(isinstance(v, dict) for v in value.values())
    ):
        raise ConfigError(f"{path}: [{key}] must be a table")
    return value


def _known(name: str, names: tuple[str, ...], path: Path) -> None:
    if name not in names:
        near = get_close_matches(name, names, 1, 0.5)
        raise ConfigError(f"{path}: unknown key {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
