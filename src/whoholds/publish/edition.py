"""An edition: one answer of the ledger, made ready to publish.

Every exporter takes an :class:`Edition` and nothing else; :func:`whoholds.publish.make_edition` builds it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from whoholds.errors import ConfigError, ExportError
from whoholds.model import (
    Claim,
    Document,
    Level,
    Posteriors,
    State,
    Testimony,
    Unit,
    Verdict,
    content_id,
)

STATES: tuple[State, ...] = ("held", "unconfirmed", "contested", "disputed", "unknown")
"""The published states; ``Series.state`` holds indices into this."""
NO_STATE = len(STATES)
"""In ``Series.state``: no state is published here, only shares (roll-up ``shares``)."""

ARRAYS = ("state", "holder", "probability", "newest", "claims", "outlets")
_WEB = ("https://", "http://")
SeriesName = Literal["now", "then"]
"""*now*: as known at the edition's ``known`` day. *then*: as known on each day itself."""
Rollup = Literal["seat", "majority", "shares"]


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A party that may hold a unit. The order in an edition gives the colours."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Series:
    """What is published of every unit on every day; all arrays have shape (units, days)."""

    posteriors: Posteriors
    state: npt.NDArray[np.uint8]
    """Index into :data:`STATES`."""
    holder: npt.NDArray[np.int16]
    """Index into ``posteriors.states``; -1 unless *held* or *unconfirmed*."""
    probability: npt.NDArray[np.float32]
    """Of the published state; where there is none, of the likeliest one."""
    newest: npt.NDArray[np.int32]
    """Published day (proleptic ordinal) of the newest evidence used; 0 where there is none."""
    claims: npt.NDArray[np.int32]
    """Claims used, copies of one story counted once."""
    outlets: npt.NDArray[np.int32]

    def until(self, days: int) -> Series:
        """Keep only the first ``days`` days."""
        arrays = {name: getattr(self, name)[:, :days] for name in ARRAYS}
        return Series(posteriors=replace(self.posteriors, p=self.posteriors.p[:, :days]), **arrays)


@dataclass(frozen=True, kw_only=True)
class Moved:
    """From ``first`` to ``last`` day, a claim moved the log-odds of what it says by ``delta``."""

    first: date
    last: date
    delta: float


@dataclass(frozen=True, kw_only=True)
class Bearing:
    """What one claim says of one unit, and how far it moved the map there, in either series.

    No span: it moved nothing. ``None``: nobody computed it.
    """

    testimony: Testimony
    moved: tuple[Moved, ...] | None = None
    moved_then: tuple[Moved, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Cited:
    """A claim as it is published: ``claim`` may lack the words of the ledger's, ``id`` is the ledger's."""

    id: str
    claim: Claim
    document: Document
    story: str
    verdict: Verdict | None = None
    reason: str = ""
    """An editor's, where there is a verdict; the editor's name is not published."""


@dataclass(frozen=True, kw_only=True)
class BaseFeature:
    """Something drawn under the units: ``land`` (neighbours), ``lake``, ``river`` or ``town`` (a point)."""

    kind: Literal["land", "lake", "river", "town"]
    name: str
    geometry: bytes
    """WKB in EPSG:4326."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How an edition is published: ``[publish]`` of the project file."""

    delay_days: int = 0
    """Nothing published in the last so many days before the newest report is used or shown."""
    coarsen: Level | None = None
    """Finest level to publish; finer units are rolled up to it; on every map, quotes, titles and links are withheld."""
    speakers: Literal["roles", "names"] = "roles"
    persons: bool = True
    """Whether persons appear at all, in public roles; off, no actor, speaker or quote names one, and what is claimed
    or stated of one is left out."""
    rollup: Rollup = "seat"
    fresh_days: int = 60
    """Evidence older than this gives a unit a dashed outline."""
    url: str | None = None
    """Where the site will stand; feeds and citations use it."""
    archive: str = "https://web.archive.org/web/{date}/{url}"
    """Address of an archive's copy of a report; ``{date}`` is its published day as 20210819. Empty: no such link."""
    report: str = ""
    """Where readers report a problem: ``mailto:desk@example.org``, or an address in which ``{link}`` is the view."""

    def __post_init__(self) -> None:
        """Refuse what would be no link, and days that are fewer than none or more than a century.

        Raises:
            ConfigError: ``url``, ``archive`` or ``report`` is no address of the web (or of a mailbox), or
                ``delay_days`` or ``fresh_days`` is out of bounds.
        """
        for name in ("delay_days", "fresh_days"):
            if not 0 <= (days := getattr(self, name)) <= 36_600:
                raise ConfigError(f"[publish] {name} = {days}: must lie between 0 and 36600")
        for name, kinds in (("url", _WEB), ("archive", _WEB), ("report", ("mailto:", *_WEB))):
            text = getattr(self, name)
            if text and not text.startswith(kinds):
                raise ConfigError(f"[publish] {name}: {text!r} must begin with {' or '.join(kinds)}")

    def cutoff(self, newest: date) -> date:
        """Last published day that may be used, given the day of the newest report."""
        return newest - timedelta(days=self.delay_days)


def _digest(parts: Iterable[Unit | Actor | BaseFeature]) -> str:
    """Hash of every field of every part."""
    hashed = hashlib.sha256()
    for part in parts:
        values = (getattr(part, each.name) for each in fields(part))
        said = (value.hex() if isinstance(value, bytes) else value for value in values)
        hashed.update(content_id(type(part).__name__, *said).encode())
    return hashed.hexdigest()


@dataclass(frozen=True, kw_only=True, eq=False)
class Edition:
    """One reproducible publication."""

    title: str
    country: str
    level: Level
    units: tuple[Unit, ...]
    """In the order of the series' first axis."""
    parents: tuple[Unit, ...]
    """All that contains the units, nearest level first."""
    actors: tuple[Actor, ...]
    now: Series
    then: Series
    cited: tuple[Cited, ...]
    """Claims that bear on some unit, by published day, then id."""
    bearings: tuple[Bearing, ...]
    base: tuple[BaseFeature, ...]
    settings: Settings
    content: str
    """``content`` of ``whoholds log --verify``."""
    version: str
    credits: tuple[str, ...]
    licence: str
    synthetic: bool
    boundary_note: str
    marks: tuple[tuple[date, str], ...]
    """Days on which the method or the sources changed."""
    recorded: datetime | None
    """Set where the ledger was read as of an earlier moment."""
    inputs: str = ""
    """Digest of what else the map was made with: the project's parties and threshold."""
    initial: Mapping[str, str] = field(default_factory=dict)
    """Unit to the actor (or *contested*) that the publisher's own file has there on the first day."""
    rolled: Rollup | None = None
    """How the states came from smaller units, where they did."""
    seatless: frozenset[str] = frozenset()
    """Units that a roll-up by seat had to colour by majority: their capital is not known."""

    @property
    def first(self) -> date:
        """First day of both series."""
        return self.now.posteriors.first

    @property
    def days(self) -> int:
        """Number of days of both series."""
        return int(self.now.state.shape[1])

    @property
    def last(self) -> date:
        """Last day of both series."""
        return self.first + timedelta(days=self.days - 1)

    @property
    def known(self) -> date:
        """Published day up to which reports were used."""
        return self.now.posteriors.known

    def series(self, name: SeriesName) -> Series:
        """Return the series of this name."""
        return self.then if name == "then" else self.now

    def index(self, day: date) -> int:
        """Position of a day on the series' second axis."""
        at = (day - self.first).days
        if not 0 <= at < self.days:
            raise ExportError(f"{day}: this edition has the days {self.first} to {self.last}")
        return at

    @cached_property
    def id(self) -> str:
        """Hash of ledger content, settings, version, days and all that is drawn or named: equal ids, equal bytes."""
        settings = asdict(self.settings) | {"parameters": dict(self.now.posteriors.parameters)}
        return content_id(
            "edition", self.content, self.inputs, self.version, self.title, self.country, self.level, self.first, self.days,
            self.known, self.recorded, self.rolled, self.synthetic, self.licence, self.boundary_note, self.credits, self.marks,
            sorted(self.initial.items()),
            _digest((*self.units, *self.parents, *self.actors, *self.base)),
            json.dumps(settings, sort_keys=True, default=str),
        )  # fmt: skip

    @cached_property
    def parent_of(self) -> Mapping[str, Unit]:
        """Parent unit by unit id, where there is one."""
        by_id = {unit.id: unit for unit in self.parents}
        return {unit.id: by_id[unit.parent] for unit in self.units if unit.parent in by_id}

    @cached_property
    def within(self) -> Mapping[str, tuple[int, ...]]:
        """Indices of the units in each parent, whatever lies between."""
        above = {unit.id: unit.parent for unit in (*self.units, *self.parents)}
        found: dict[str, list[int]] = {parent.id: [] for parent in self.parents}
        for k, unit in enumerate(self.units):
            up = unit.parent
            while up is not None:
                if up in found:
                    found[up].append(k)
                up = above.get(up)
        return {parent: tuple(inside) for parent, inside in found.items()}

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """Levels that the map can be rolled up to, nearest first."""
        return tuple(dict.fromkeys(p.level for p in self.parents if self.within[p.id]))

    def spoken_of(self, actors: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Whether a claim on the unit names the actor: (units, actors)."""
        said = {(b.testimony.unit, b.testimony.actor) for b in self.bearings}
        return np.array([[(unit.id, actor) in said for actor in actors] for unit in self.units], bool)

    @cached_property
    def by_claim(self) -> Mapping[str, Cited]:
        """Cited claims by claim id."""
        return {item.id: item for item in self.cited}

    @cached_property
    def by_unit(self) -> Mapping[str, tuple[Bearing, ...]]:
        """Bearings by unit id, newest published first."""
        found: dict[str, list[Bearing]] = {unit.id: [] for unit in self.units}
        for bearing in self.bearings:
            found[bearing.testimony.unit].append(bearing)
        order = lambda b: (-b.testimony.published.toordinal(), b.testimony.claim)  # noqa: E731
        return {unit: tuple(sorted(items, key=order)) for unit, items in found.items()}
