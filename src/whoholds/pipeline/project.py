"""A project: its settings, its units, its actors and its ledger, opened together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from whoholds import config
from whoholds.code.coder import map_threshold
from whoholds.code.registry import Actors
from whoholds.errors import ConfigError, UnknownUnit
from whoholds.locate.gazetteer import read_aliases
from whoholds.locate.resolve import Resolver
from whoholds.locate.units import Frame
from whoholds.model import CONTESTED
from whoholds.pipeline.rows import rows
from whoholds.store.ledger import Ledger

LEDGER = "ledger.db"


@dataclass(frozen=True, kw_only=True)
class Project:
    """A folder with ``whoholds.toml`` and ``ledger.db``."""

    folder: Path
    config: config.Config

    @classmethod
    def open(cls, folder: Path) -> Project:
        """Read the project file; the ledger, the units and the actors are opened when asked for."""
        return cls(folder=folder, config=config.load(folder / config.FILE))

    @cached_property
    def frame(self) -> Frame:
        """The map's units."""
        settings = self.config.project
        units = self._file(settings.units)
        return Frame.load(settings.country, settings.level or None, units, disputed=settings.disputed)

    @cached_property
    def actors(self) -> Actors:
        """The registry of actors; empty where the project lists none."""
        path = self._file(self.config.project.actors)
        country = self.frame.country
        return Actors.from_toml(path, country) if path else Actors(home=country)

    @cached_property
    def resolver(self) -> Resolver:
        """Finds the units that a claim's place may mean."""
        masked = [name for actor in self.actors.actors for name in (actor.name, *actor.aliases)]
        path = self._file(self.config.project.aliases)
        aliases, problems = read_aliases(path, self.frame) if path else ([], [])
        if problems:
            raise ConfigError("\n".join(map(str, problems)))
        return Resolver(self.frame, actors_to_mask=masked, aliases=aliases)

    @cached_property
    def threshold(self) -> float:
        """Least confidence of a claim that reaches the map unjudged."""
        own = self.config.code.threshold
        return map_threshold() if own is None else own

    @cached_property
    def initial(self) -> dict[str, str]:
        """Who held which map unit at the start, from ``unit,parent,holder``."""
        path = self._file(self.config.project.initial)
        return dict(self._initial_rows(path)) if path else {}

    @contextmanager
    def ledger(self, *, read_only: bool = False) -> Iterator[Ledger]:
        """The ledger, closed at the end."""
        ledger = Ledger.open(self.folder / LEDGER, read_only=read_only)
        try:
            yield ledger
        finally:
            ledger.close()

    @property
    def title(self) -> str:
        """Title of the map."""
        return self.config.project.title or self.frame.units[self.frame.country].name

    def unit(self, text: str) -> str:
        """The one unit that the text names: an id, ``Name`` or ``Name, Parent``.

        Raises:
            UnknownUnit: none does, or several do.
        """
        found = [unit for unit in self.frame.find(text) if self.frame.expand(unit)]
        if len(found) == 1:
            return found[0]
        if not found:
            made = (self.folder / config.FILE).exists()
            where = f"-p {self.folder}" if made else f"--country {self.frame.country}"
            raise UnknownUnit(f"no unit is called {text!r} here; list them with: whoholds units list {where}")
        names = "\n".join(f"  {unit}  {self.label(unit)}" for unit in found)
        raise UnknownUnit(f"{text!r} may be any of these; name one by its id or as 'Name, Parent':\n{names}")

    def label(self, unit: str) -> str:
        """Name and parent of a unit, as a reader knows it."""
        here = self.frame.units[unit]
        above = self.frame.units.get(here.parent or "")
        return f"{here.name}, {above.name}" if above else here.name

    def seat(self, unit: str) -> str | None:
        """The map unit whose colour a unit has: itself, the only one in it, or the one of its capital, if known."""
        parts = self.frame.expand(unit)
        capital = self.frame.units[unit].seat or ""
        held = self.frame.expand(capital) if capital in self.frame.units else ()
        return next((part for part in (parts if len(parts) == 1 else held[:1]) if part in parts), None)

    @property
    def anchors(self) -> Path | None:
        """File of holders that are known for certain."""
        return self._file(self.config.project.anchors)

    def _file(self, name: str) -> Path | None:
        if not name:
            return None
        path = self.folder / name
        if not path.is_file():
            raise ConfigError(f"{self.folder / config.FILE}: there is no file {path}")
        return path

    def holder(self, name: str) -> str:
        """Id of the actor that somebody's table names as holder, or *contested*."""
        return CONTESTED if name.lower() == CONTESTED else self.actors.resolve(name)

    def _initial_rows(self, path: Path) -> Iterator[tuple[str, str]]:
        """Map units with their holders: a row about a unit goes before one about what contains it, wherever they stand."""
        given: dict[str, tuple[int, str]] = {}
        for line, row in rows(path, ("unit", "parent", "holder")):
            if not row["unit"] or not row["holder"]:
                raise ConfigError(f"{path}:{line}: a row needs a unit and a holder")
            try:
                unit = self.unit(", ".join(filter(None, (row["unit"], row["parent"]))))
            except UnknownUnit as error:
                raise UnknownUnit(f"{path}:{line}: {error}") from None
            holder = self.holder(row["holder"])
            first, known = given.setdefault(unit, (line, holder))
            if known != holder:
                raise ConfigError(f"{path}:{line}: {row['unit']} has another holder on line {first}")
        for unit in sorted(given, key=lambda unit: len(self.frame.ancestors(unit))):
            yield from ((part, given[unit][1]) for part in self.frame.expand(unit))


def init(
    folder: Path,
    *,
    country: str,
    level: str | None = None,
    start: date | None = None,
    title: str | None = None,
    units: Path | None = None,
    actors: Path | None = None,
    initial: Path | None = None,
) -> Project:
    """Make a project: a folder with its settings, copies of the files given, and an empty ledger.

    Raises:
        ConfigError: there is a project already, the country has no units, or a file is wrong.
    """
    if (folder / config.FILE).exists():
        raise ConfigError(
            f"{folder}: is a project already; read reports into it with: whoholds read -p {folder} FILE"
        )
    files = {"units": units, "actors": actors, "initial": initial}
    there = {key: str(path.absolute()) if path else "" for key, path in files.items()}
    given = config.ProjectSettings(
        country=country,
        level=level or "",
        units=there["units"],
        actors=there["actors"],
        initial=there["initial"],
    )
    checked = Project(folder=folder, config=config.Config(project=given))
    frame, _ = checked.frame, (checked.actors, checked.initial)  # what is wrong stops before anything is made
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["[project]", f'country = "{frame.country}"', f'level = "{frame.level}"']
    if title:
        lines.append(f"title = {_quoted(title)}")
    if start:
        lines.append(f"start = {start.isoformat()}")
    for key, path in files.items():
        if path:
            (folder / path.name).write_bytes(path.read_bytes())
            lines.append(f"{key} = {_quoted(path.name)}")
        elif key != "units":
            lines.append(_LATER[key])
    (folder / config.FILE).write_text("\n".join([*lines, "", _TEMPLATE]), encoding="utf8")
    project = Project.open(folder)
    Ledger.create(folder / LEDGER).close()
    return project


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a string of TOML, too


_LATER = {
    "actors": '# actors = "actors.toml"    # who may hold a place, aliases, own outlets',
    "initial": '# initial = "initial.csv"   # unit,parent,holder: who held what at the start',
}
"""What can be named later, as a line to take the sign from."""
_TEMPLATE = """\
# Every setting, with what it means and its default: docs/reference/settings.md

[code]
# threshold = 0.7     # claims below it wait for review; without it, from where four in five are right

[adjudicate]
# held = 0.8          # probability at which a unit counts as held
# stale_days = 180    # after so long without evidence a unit is unknown

[publish]
# speakers = "roles"  # private speakers appear by role; "names" shows them as written
# delay_days = 0      # nothing newer than this is published
"""
