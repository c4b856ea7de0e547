"""The frame: all units of a country, how they nest, and which of them a map colours.

A unit's id is readable and safe in CSV, URLs and HTML attributes::

    AFG                           country, ISO 3166
    AFG.panjshir                  first level
    AFG.panjshir.bazarak          second level
    UKR.donetsk~bakhmut           populated place, after the first-level unit that holds it
    UKR.donetsk~ivanivka-707292   a smaller namesake there, with its GeoNames id

Ids stay when boundaries or display names are corrected; :attr:`Frame.version` changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal, cast

from whoholds.errors import ConfigError
from whoholds.model import Level, Unit

from . import countries
from .assemble import Assembled, assemble
from .spelling import fold, sound

Disputed = Literal["all", "iso"]
"""``all``: a territory that several states claim is on the map of each; ``iso``: only where ISO 3166 has it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Frame:
    """The units of one country in one version of its boundaries.

    ``map_units`` are the units that get a colour, all of level ``level``; the others give them parents,
    towns and names. ``units`` goes from the country down to its populated places.
    """

    country: str
    level: Level
    version: str
    units: Mapping[str, Unit]
    map_units: tuple[str, ...]
    credits: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    seats: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Unit to the town that is its capital; :attr:`Unit.seat` is the map unit that holds that town."""
    spread: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """Units without a polygon that are no part of a single other one -> the units that hold their towns."""
    geonames: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Unit id to its GeoNames code or id."""

    @classmethod
    def load(
        cls,
        country: str,
        level: str | None = None,
        units_file: Path | None = None,
        *,
        disputed: Disputed = "all",
    ) -> Frame:
        """Units of ``country`` (name or ISO code), coloured at ``level``: *1*, *2* or *place*.

        Without ``level`` the finest polygons there are. ``units_file`` is a layer made by
        :func:`whoholds.locate.boundaries.import_units`, used instead of what we ship.
        Raises :class:`whoholds.errors.ConfigError` where the level does not exist.
        """
        iso3 = countries.code(country)
        parts = assemble(iso3, units_file, disputed=disputed)
        chosen = _level(parts, level, iso3)
        units = {u.id: u for u in parts.units}
        of_level = tuple(u.id for u in parts.units if u.level == chosen and u.geometry)
        frame = cls(
            country=iso3, level=chosen, version=f"{iso3}-{chosen}@{parts.version}", units=units,
            map_units=of_level, credits=parts.credits, licences=parts.licences, spread=parts.spread,
            geonames=parts.geonames, seats=parts.seats,
        )  # fmt: skip
        for unit, town in parts.seats.items():
            on_map = frame.expand(town)
            if on_map:
                units[unit] = replace(units[unit], seat=on_map[0])
        return frame

    @cached_property
    def _children(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for unit in self.units.values():
            if unit.parent is not None:
                found[unit.parent].append(unit.id)
        return {parent: tuple(sorted(ids)) for parent, ids in found.items()}

    @cached_property
    def _on_map(self) -> frozenset[str]:
        return frozenset(self.map_units)

    def children(self, unit: str) -> tuple[str, ...]:
        """Units directly below, by id."""
        return self._children.get(unit, ())

    def ancestors(self, unit: str) -> tuple[str, ...]:
        """Parent, grandparent, ... up to the country; nothing for a unit of another frame."""
        found: list[str] = []
        parent = self.units[unit].parent if unit in self.units else None
        while parent is not None and parent in self.units:
            found.append(parent)
            parent = self.units[parent].parent
        return tuple(found)

    def expand(self, unit: str) -> tuple[str, ...]:
        """What a word about this unit is about on the map: the map units in it, or the one that holds it."""
        if unit in self._on_map:
            return (unit,)
        if unit in self.spread:
            return tuple(dict.fromkeys(m for part in self.spread[unit] for m in self.expand(part)))
        below = self._below.get(unit)
        if below:
            return below
        return next(((a,) for a in self.ancestors(unit) if a in self._on_map), ())

    @cached_property
    def _below(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for unit in self.map_units:
            for ancestor in self.ancestors(unit):
                found[ancestor].append(unit)
        return {ancestor: tuple(ids) for ancestor, ids in found.items()}

    def neighbours(self, unit: str) -> tuple[str, ...]:
        """Units of the same level that share a border; for towns, those joined in the triangulation."""
        return self._neighbours[self.units[unit].level].get(unit, ())

    @cached_property
    def _neighbours(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        from .shapes import adjacency

        return {
            level: adjacency([u for u in self.units.values() if u.level == level and u.geometry])
            for level in ("country", "1", "2", "3", "place")
        }

    def find(self, text: str) -> tuple[str, ...]:
        """Units that ``text`` names: an id, ``Name`` or ``Name, Parent``, in any spelling.

        Map units come first: *Kunduz* is the district on a map of districts. Several ids mean that the
        name is ambiguous; none that it is unknown.
        """
        if text in self.units:
            return (text,)
        name, _, parent = (part.strip() for part in text.partition(","))
        found = self._named(name)
        if parent:
            above = set(self._named(parent))
            found = tuple(u for u in found if above & set(self.ancestors(u)))
        on_map = tuple(u for u in found if u in self._on_map)
        polygons = tuple(u for u in found if self.units[u].level != "place")
        if on_map or polygons:
            return self._called(name, on_map or polygons)
        towns = self._called(name, found)
        return tuple(dict.fromkeys(m for u in towns for m in (self.expand(u) or (u,))))

    def _called(self, name: str, found: tuple[str, ...]) -> tuple[str, ...]:
        """Those whose own name it is, else all: what only a by-name has yields to them."""
        return tuple(u for u in found if fold(self.units[u].name) == fold(name)) or found

    def is_place(self, name: str) -> bool:
        """Whether this very name is one of a unit below the country."""
        return any(self.units[unit].level != "country" for unit in self._by_fold.get(fold(name), ()))

    def _named(self, name: str) -> tuple[str, ...]:
        from .toponym import parse

        for text in dict.fromkeys((name, parse(name).core or name)):
            if (key := fold(text)) and key in self._by_fold:
                return tuple(dict.fromkeys(self._by_fold[key]))
            # The index by sound is dear: it is made only for a name that is not found as it is written.
            if (key := sound(text)) and key in self._by_sound:
                return tuple(dict.fromkeys(self._by_sound[key]))
        return ()

    @cached_property
    def _by_fold(self) -> Mapping[str, list[str]]:
        return _index(self.units.values(), fold)

    @cached_property
    def _by_sound(self) -> Mapping[str, list[str]]:
        return _index(self.units.values(), sound)


def _index(units: Iterable[Unit], key: Callable[[str], str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for unit in units:
        for name in (unit.name, *unit.names):
            found[key(name)].append(unit.id)
    return found


def _level(parts: Assembled, level: str | None, country: str) -> Level:
    have = sorted({u.level for u in parts.units if u.geometry and u.level != "country"})
    if not have:
        raise ConfigError(
            f"{country}: we have no units and no towns of it; bring boundaries: whoholds units import FILE"
        )
    polygons = [x for x in have if x != "place"]
    if level is None:
        return polygons[-1] if polygons else "place"
    if level not in have:
        raise ConfigError(
            f"{country} has no units of level {level!r}; there are: {', '.join(have)}. "
            "For others bring your own boundaries: whoholds units import FILE"
        )
    return cast("Level", level)
