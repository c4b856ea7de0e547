"""The actors that a project lists: what an ``[[actor]]`` table says, read and checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoholds.errors import ConfigError

KINDS = ("state", "armed group", "party", "person", "organisation")
"""What an actor is. A person is one only in public office or at the head of an armed group."""

_ID = re.compile(r"[a-z0-9_]+")
_KEYS = frozenset({"id", "name", "aliases", "side", "outlets", "kind", "parents", "sides", "formerly"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, kw_only=True)
class Period:
    """A side, and the days from and to which an actor stood on it; ``None`` is open."""

    side: str
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A party that may hold a place. ``side`` groups allies; ``outlets`` are its own organs.

    ``parents`` are what it is part of; ``sides`` say with whom it stood when; ``formerly`` are ids that were merged
    into it. The ledger keeps names as written, so a merge or a split of entries here loses nothing.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    side: str | None = None
    outlets: tuple[str, ...] = ()
    kind: str | None = None
    parents: tuple[str, ...] = ()
    sides: tuple[Period, ...] = ()
    formerly: tuple[str, ...] = ()


def read_actors(path: Path | str) -> list[Actor]:
    """Read the ``[[actor]]`` tables of a file; raises :class:`ConfigError` that names the table and the key."""
    try:
        raw = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read as TOML: {error}") from error
    tables = raw.get("actor", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ConfigError(f"{path}: actors stand in [[actor]] tables")
    return [_actor(path, n, table) for n, table in enumerate(tables, 1)]


def _actor(path: Path | str, number: int, table: Mapping[str, Any]) -> Actor:
    where = f"{path}: [[actor]] number {number}"
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise ConfigError(f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}")
    for key in ("id", "name"):
        if not isinstance(table.get(key), str) or not table[key].strip():
            raise ConfigError(f"{where}: needs {key!r}, a text")
    if not _ID.fullmatch(table["id"]):
        raise ConfigError(f"{where}: actor id {table['id']!r}: use only a-z, 0-9 and _")
    if table.get("kind") not in (None, *KINDS):
        raise ConfigError(f"{where}: kind {table['kind']!r} is none of {', '.join(KINDS)}")
    for key in ("aliases", "outlets", "parents", "formerly"):
        values = table.get(key, [])
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            raise ConfigError(f"{where}: {key!r} must be a list of texts")
    return Actor(
        id=table["id"], name=table["name"], aliases=tuple(table.get("aliases", ())), side=table.get("side"),
        outlets=tuple(table.get("outlets", ())), kind=table.get("kind"), parents=tuple(table.get("parents", ())),
        sides=tuple(_period(where, period) for period in table.get("sides", ())),
        formerly=tuple(table.get("formerly", ())),
    )  # fmt: skip


def _period(where: str, table: object) -> Period:
    if (
        not isinstance(table, dict)
        or not isinstance(table.get("side"), str)
        or set(table) - {"side", "from", "to"}
    ):
        raise ConfigError(
            f"{where}: each of 'sides' is a table with 'side' and, where known, 'from' and 'to'"
        )
    first, last = (str(table[key]) if key in table else None for key in ("from", "to"))
    for day in filter(None, (first, last)):
        if not _DAY.fullmatch(day):
            raise ConfigError(f"{where}: {day!r} in 'sides' is no day; write 2021-08-15")
    if first and last and last < first:
        raise ConfigError(f"{where}: in 'sides' a period ends on {last}, before it begins on {first}")
    return Period(side=table["side"], first=first, last=last)
