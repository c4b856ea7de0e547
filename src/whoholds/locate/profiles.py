"""How boundary files call their columns: geoBoundaries, OCHA COD-AB, GADM, Natural Earth, our own exports."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whoholds.errors import BoundaryError


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Which column holds what, for one file.

    ``names`` lists columns with other names of the unit (``|`` parts several in one). ``parents`` goes from
    the first level down to the one above: (column of the name, column of the code or ``None``).
    """

    name: str
    unit: str
    code: str | None = None
    level: str = "1"
    names: Sequence[str] = ()
    parents: Sequence[tuple[str, str | None]] = ()
    population: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    country: str | None = None


FIELDS = ("name", "code", "parent", "parent_code", "names", "population", "valid_from", "valid_to", "level")
"""What ``--map FIELD=COLUMN`` may set; ``level`` is given as a value, not as a column."""


def recognise(columns: Sequence[str], *, level: str | None = None) -> Profile | None:
    """The profile of a file by its columns; ``None`` where none fits."""
    by_lower = {c.lower(): c for c in columns}
    for reader in (_geoboundaries, _cod, _gadm, _natural_earth, _whoholds):
        profile = reader(by_lower, level)
        if profile is not None:
            return profile
    return None


def mapped(columns: Sequence[str], mapping: Mapping[str, str], *, level: str | None = None) -> Profile:
    """A profile from ``--map``: at least ``name``; raises :class:`BoundaryError` for unknown words."""
    for key, column in mapping.items():
        if key not in FIELDS:
            raise BoundaryError(f"--map {key}=...: unknown field; there are: {', '.join(FIELDS)}")
        if key != "level" and column not in columns:
            raise BoundaryError(f"--map {key}={column}: no such column; the file has: {', '.join(columns)}")
    if "name" not in mapping:
        raise BoundaryError("--map name=COLUMN is needed: which column holds the units' names?")
    parent = mapping.get("parent")
    return Profile(
        name="mapping", unit=mapping["name"], code=mapping.get("code"),
        level=mapping.get("level") or level or ("2" if parent else "1"),
        names=(mapping["names"],) if "names" in mapping else (), parents=((parent, mapping.get("parent_code")),) if parent else (),
        population=mapping.get("population"), valid_from=mapping.get("valid_from"), valid_to=mapping.get("valid_to"),
    )  # fmt: skip


def _geoboundaries(columns: Mapping[str, str], level: str | None) -> Profile | None:
    """``shapeName``, ``shapeID``, ``shapeGroup``, ``shapeType`` (ADM2); parents are not in the file."""
    if not {"shapename", "shapeid"} <= set(columns):
        return None
    return Profile(
        name="geoBoundaries", unit=columns["shapename"], code=columns["shapeid"], level=level or "",
        country=columns.get("shapegroup"),
    )  # fmt: skip


def _cod(columns: Mapping[str, str], level: str | None) -> Profile | None:
    """OCHA COD-AB: ``ADM2_EN``, ``ADM2_PCODE``, ``ADM2ALT1EN``, ``ADM1_EN``, ``validOn``, ``validTo``."""
    levels = sorted({m[1] for c in columns if (m := re.match(r"adm(\d)_pcode$", c))})
    if not levels or levels[-1] == "0":
        return None
    n = level or levels[-1]
    names = {m[1]: c for c in columns.values() if (m := re.match(r"adm(\d)_(?:en|fr|es|name)$", c.lower()))}
    if n not in names:
        return None
    others = [
        c for k, c in columns.items() if re.match(rf"adm{n}(?:_?alt\d|_(?!en$|pcode$|ref$)[a-z]{{2}}$)", k)
    ]
    return Profile(
        name="COD-AB", unit=names[n], code=columns[f"adm{n}_pcode"], level=n, names=others,
        parents=[(names[p], columns[f"adm{p}_pcode"]) for p in levels if "0" < p < n and p in names],
        valid_from=columns.get("validon"), valid_to=columns.get("validto"), country=columns.get("adm0_pcode"),
    )  # fmt: skip


def _gadm(columns: Mapping[str, str], level: str | None) -> Profile | None:
    """GADM: ``GID_2``, ``NAME_2``, ``VARNAME_2``, ``NL_NAME_2``, ``NAME_1``."""
    levels = sorted(m[1] for c in columns if (m := re.match(r"gid_(\d)$", c)))
    if not levels or levels[-1] == "0":
        return None
    n = level or levels[-1]
    if f"name_{n}" not in columns:
        return None
    return Profile(
        name="GADM", unit=columns[f"name_{n}"], code=columns[f"gid_{n}"], level=n,
        names=[columns[k] for k in (f"varname_{n}", f"nl_name_{n}") if k in columns],
        parents=[(columns[f"name_{p}"], columns[f"gid_{p}"]) for p in levels if "0" < p < n],
        country=columns.get("gid_0"),
    )  # fmt: skip


def _natural_earth(columns: Mapping[str, str], level: str | None) -> Profile | None:
    """Natural Earth admin-1: ``adm1_code``, ``name``, ``name_alt``, ``iso_3166_2``."""
    if not {"adm1_code", "name"} <= set(columns):
        return None
    others = [
        columns[k] for k in ("name_en", "name_alt", "name_local", "gn_name", "woe_name") if k in columns
    ]
    return Profile(
        name="Natural Earth", unit=columns["name"], code=columns.get("iso_3166_2", columns["adm1_code"]),
        level=level or "1", names=others, country=columns.get("adm0_a3"),
    )  # fmt: skip


def _whoholds(columns: Mapping[str, str], level: str | None) -> Profile | None:
    """An export of ours: ``unit_id``, ``unit_name``, ``parent_name``, ``level``."""
    if not {"unit_id", "unit_name"} <= set(columns):
        return None
    parent = columns.get("parent_name")
    return Profile(
        name="whoholds", unit=columns["unit_name"], code=columns["unit_id"], level=level or ("2" if parent else "1"),
        parents=((parent, columns.get("parent_id")),) if parent else (),
    )  # fmt: skip
