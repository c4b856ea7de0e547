"""The project file: ``whoholds.toml`` to the parameters of each stage.

Each table fills one frozen dataclass of a stage; the field's own docstring is its documentation.
An unknown key fails with the nearest known one, so that a misspelt setting never passes in silence.
"""

from __future__ import annotations

import difflib
import tomllib
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from whoholds.adjudicate import Parameters
from whoholds.errors import ConfigError
from whoholds.locate.units import Disputed
from whoholds.publish.edition import Settings as PublishSettings

FILE = "whoholds.toml"

Settings = TypeVar("Settings")


@dataclass(frozen=True, kw_only=True)
class ProjectSettings:
    """What the map is of: ``[project]``."""

    country: str
    """ISO 3166 alpha-3 code."""
    title: str = ""
    """Title of the map; the country's name where it is empty."""
    level: str = ""
    """Level of the coloured units: 1, 2 or place; the finest shipped where it is empty."""
    start: date | None = None
    """First day of the map; the first report's day where it is missing."""
    units: str = ""
    """File of own units, made by ``whoholds units import``."""
    actors: str = ""
    """File of ``[[actor]]`` tables."""
    initial: str = ""
    """File ``unit,parent,holder``: who held what at the start."""
    anchors: str = ""
    """File ``unit,parent,date,holder``: holders that are known for certain, to calibrate the probabilities by. A row
    holds until the unit's next one. Below thirty units, and where sources were learnt, it changes nothing."""
    aliases: str = ""
    """File ``alias,unit``: an editor's own spellings of places."""
    disputed: Disputed = "all"
    """A territory that several states claim: on the map of each (all), or only where ISO 3166 has it (iso)."""


@dataclass(frozen=True, kw_only=True)
class CodeSettings:
    """How much of what the coder finds reaches the map: ``[code]``."""

    threshold: float | None = None
    """Claims below this confidence go to review; the scorer's own for maps where it is missing."""
    jobs: int = 1
    """Processes that parse."""

    def __post_init__(self) -> None:
        """Refuse settings that cannot mean anything."""
        if self.threshold is not None and not 0 <= self.threshold <= 1:
            raise ConfigError(f"[code] threshold = {self.threshold}: must lie between 0 and 1")
        if self.jobs < 1:
            raise ConfigError(f"[code] jobs = {self.jobs}: at least 1")


@dataclass(frozen=True, kw_only=True)
class Config:
    """A whole project file."""

    project: ProjectSettings
    code: CodeSettings = field(default_factory=CodeSettings)
    adjudicate: Parameters = field(default_factory=Parameters)
    publish: PublishSettings = field(default_factory=PublishSettings)


def load(path: Path) -> Config:
    """Read a project file.

    Raises:
        ConfigError: the file is missing, is no TOML, or has an unknown key or a wrong value.
    """
    if not path.is_file():
        raise ConfigError(
            f"{path}: no project here; make one with: whoholds init {path.parent} --country ISO3"
        )
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not a TOML file: {error}") from error
    return fill(Config, table, str(path))


def fill(kind: type[Settings], table: dict[str, Any], where: str) -> Settings:
    """Build a settings dataclass from a TOML table, checking every key and type."""
    hints = typing.get_type_hints(kind)
    known = {item.name: item for item in fields(cast("Any", kind))}
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(sorted(known))}"
            raise ConfigError(f"{where}: unknown setting {key!r}{hint}")
    for name, item in known.items():
        if name not in table and item.default is MISSING and item.default_factory is MISSING:
            raise ConfigError(f"{where}: {name!r} is missing")
    values = {key: _value(hints[key], value, f"{where}: {key}") for key, value in table.items()}
    try:
        return kind(**values)
    except ConfigError as error:
        raise ConfigError(f"{where.partition(': ')[0]}: {error}") from error


def _value(hint: Any, value: Any, where: str) -> Any:
    """The value as the field wants it; TOML's arrays become tuples."""
    origin = typing.get_origin(hint)
    if hasattr(hint, "__dataclass_fields__"):
        return fill(hint, _as(dict, value, where), where)
    if origin in (typing.Union, types.UnionType):
        return _value(next(a for a in typing.get_args(hint) if a is not type(None)), value, where)
    if origin is Literal:
        if value not in typing.get_args(hint):
            raise ConfigError(f"{where}: {value!r} is none of {', '.join(map(repr, typing.get_args(hint)))}")
        return value
    if origin is tuple:
        return tuple(_value(typing.get_args(hint)[0], v, where) for v in _as(list, value, where))
    if origin is Mapping:
        inner = typing.get_args(hint)[1]
        return {k: _value(inner, v, where) for k, v in _as(dict, value, where).items()}
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if hint is str and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _as(hint, value, where)


def _as(kind: Any, value: Any, where: str) -> Any:
    wrong = bool if kind is not bool else ()  # a bool is an int, and a date-time a date
    if not isinstance(value, kind) or isinstance(value, datetime if kind is date else wrong):
        how = "; write 2021-06-01, without quotes" if kind is date else ""
        raise ConfigError(f"{where}: {value!r} is no {getattr(kind, '__name__', kind)}{how}")
    return value
