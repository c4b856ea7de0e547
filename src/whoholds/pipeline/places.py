"""The gazetteer and the units, for editors: :func:`explained`, :func:`listed`, :func:`imported`, :func:`checked`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from whoholds import config
from whoholds.errors import ConfigError
from whoholds.locate import check
from whoholds.locate.boundaries import Report, import_units
from whoholds.locate.resolve import Resolver
from whoholds.locate.units import Frame
from whoholds.model import Problem
from whoholds.pipeline.project import Project


def explained(text: str, *, folder: Path | None, country: str | None) -> str:
    """Which places a text names, and why."""
    if not text.strip():
        raise ConfigError("there is no text to find places in")
    resolver = Resolver(Frame.load(country)) if country else _project(folder).resolver
    return resolver.explain(text)


def _project(folder: Path | None) -> Project:
    where = folder or Path()
    if not (where / config.FILE).is_file():
        raise ConfigError(f"{where}: no project here; name one with -p, or a country with --country ISO3")
    return Project.open(where)


def listed(*, folder: Path | None, country: str | None) -> tuple[list[tuple[str, ...]], list[str]]:
    """The map's units as rows (id, name, level, parent, seat), and their version with licences and credits."""
    frame = Frame.load(country) if country else _project(folder).frame
    rows: list[tuple[str, ...]] = []
    for unit in (frame.units[name] for name in frame.map_units):
        above = frame.units.get(unit.parent or "")
        seat = frame.units.get(frame.seats.get(unit.id, ""))
        rows.append(
            (
                unit.id,
                unit.name,
                unit.level,
                above.name if above else "",
                seat.name if seat else "",
            )
        )
    return rows, [f"{frame.version}. {'; '.join(frame.licences)}. {'; '.join(frame.credits)}"]


def imported(
    files: Sequence[Path],
    out: Path,
    *,
    country: str | None,
    level: str | None,
    columns: Sequence[str],
    profile: str | None,
    licence: str,
    credit: str,
    year: str,
) -> Report:
    """Boundary files as a layer of units; ``columns`` are ``what=column``."""
    if out.suffix.lower() != ".parquet":
        raise ConfigError(f"{out}: units are written as Parquet; name a file that ends in .parquet")
    return import_units(
        files, out, country=country, level=level, mapping=_mapping(columns), profile=profile, licence=licence,
        credit=credit, year=year,
    )  # fmt: skip


def _mapping(columns: Sequence[str]) -> dict[str, str] | None:
    pairs = [column.partition("=") for column in columns]
    if wrong := [name for name, sign, value in pairs if not (sign and value)]:
        raise ConfigError(f"--map {wrong[0]}: write what=column, such as name=NAME_EN")
    return {name: value for name, _, value in pairs} or None


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a look at units found: words for the reader, and problems."""

    text: str
    problems: tuple[Problem, ...]


def checked(
    files: Sequence[Path], *, folder: Path, country: str | None, picture: Path | None,
    level: str | None = None, columns: Sequence[str] = (), profile: str | None = None,
) -> Checked:  # fmt: skip
    """Look at the units that boundary files would make, or without files at those of a country or project."""
    if not files:
        frame = Frame.load(country) if country else _project(folder).frame
        return _looked(frame, picture, text=f"{frame.version}: {len(frame.map_units)} units")
    with TemporaryDirectory() as scratch:
        layer = Path(scratch) / "units.parquet"
        found = import_units(
            files, layer, country=country, level=level, mapping=_mapping(columns), profile=profile,
            licence="not asked for in a check",
        )  # fmt: skip
        looked = _looked(Frame.load(found.country, None, layer), picture, text=str(found))
    return Checked(text=looked.text, problems=(*found.problems, *looked.problems))


def _looked(frame: Frame, picture: Path | None, *, text: str) -> Checked:
    problems = tuple(check.check(frame))
    if picture:
        check.draw(frame, picture)
    return Checked(text=text, problems=problems)
