"""The ledger's answer: every unit on every day, as adjudicated from one moment's claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

import numpy as np

from whoholds.adjudicate import Parameters, adjudicate, calibrate, published
from whoholds.adjudicate.scoring import UNTOLD
from whoholds.errors import ConfigError
from whoholds.model import CONTESTED, Attested, Posteriors, States, Testimony
from whoholds.pipeline.cast import Cast
from whoholds.pipeline.given import on_our_days, rows_of
from whoholds.pipeline.project import Project
from whoholds.pipeline.testimony import Left, rejected, testimonies
from whoholds.read.sightings import sightings

MOST_ACTORS = 12
"""States of a chain; actors that are named more rarely than these are left out of the map."""
LONGEST = 36_600
"""Days that a map may span: a century."""
FEWEST_STORIES = 3
"""Stories that it takes to put an unlisted actor on the map of a project that lists its actors."""
OFF_MAP = "its actor is not on this map, being neither listed nor among those that most reports name"
"""Why a claim of an actor that is not among the map's does not count."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """What there is to adjudicate: the claims of one moment, placed and dated.

    ``known`` is the newest published day used; ``first`` to ``last`` are the days asked about.
    """

    project: Project
    cast: Cast
    """Who appears in these claims."""
    attested: Mapping[str, Attested]
    testimonies: tuple[Testimony, ...]
    rejected: tuple[Testimony, ...]
    """What the claims that an editor rejected would have said."""
    left: Mapping[str, str]
    """Claims that say nothing to this map, and why."""
    actors: tuple[str, ...]
    first: date
    last: date
    known: date
    newest: date
    content: str
    recorded: datetime | None

    @cached_property
    def parameters(self) -> Parameters:
        """How the evidence is weighed: the settings, calibrated on the project's anchors where there are enough."""
        return self._calibrated[0]

    @cached_property
    def _calibrated(self) -> tuple[Parameters, str]:
        """The parameters, and in words what the anchors did."""
        settings, file = self.settings, self.project.anchors
        if file is None:
            return settings, "no: there is no file of anchors"
        raw = self._run(replace(settings, power=1.0, floor=0.0))
        if raw.parameters["learnt"]:
            return settings, "no: sources were learnt"
        rows = [row for row in rows_of(file) if row.day <= self.known]
        named = {self.project.holder(row.holder) for row in rows if row.holder} - set(raw.states)
        # Of whom only later reports speak, an earlier map knows nothing; on a map of all reports it is a slip.
        states = [*raw.states, *(sorted(named) if self.known < self.newest else ())]
        given = on_our_days(self.project, file, rows, states, first=self.first, days=raw.p.shape[1])
        if given.problems:
            raise ConfigError("\n".join(map(str, given.problems)))
        anchors = np.where(given.holder < len(raw.states), given.holder, UNTOLD)
        count = int((anchors != UNTOLD).any(axis=1).sum())
        fitted = calibrate.fit(raw.p[[raw.units.index(unit) for unit in given.units]], anchors)
        if fitted is None:
            return settings, f"no: {count} units have an anchor, it takes {calibrate.FEWEST}"
        return replace(settings, power=fitted[0], floor=fitted[1]), f"on anchors in {count} units"

    @property
    def settings(self) -> Parameters:
        """How evidence is weighed on a map as known on the day: anchors tell of what nobody knew then."""
        return self.project.config.adjudicate

    def weighed(self, posteriors: Posteriors) -> Parameters:
        """The parameters that these posteriors were made with."""
        return self.settings if posteriors.on_the_day else self.parameters

    def posteriors(self, *, on_the_day: bool = False) -> Posteriors:
        """Probabilities as known at the end, or as known on each day."""
        if on_the_day:
            return self._run(self.settings, on_the_day=True)
        made = self._run(self.parameters)
        return replace(made, parameters={**made.parameters, "calibrated": self._calibrated[1]})

    def _run(self, parameters: Parameters, *, on_the_day: bool = False) -> Posteriors:
        return adjudicate(
            self.testimonies, self.project.frame.map_units, self.actors, self.first, self.last, self.known,
            parameters, self.project.initial, on_the_day=on_the_day,
        )  # fmt: skip

    def states(self, posteriors: Posteriors) -> States:
        """What the map says of them."""
        return published(posteriors, self.testimonies, self.weighed(posteriors))


def case_of(
    project: Project,
    *,
    known: date | None = None,
    recorded: datetime | None = None,
    reach: date | None = None,
) -> Case:
    """The claims published by ``known`` and recorded by ``recorded``; days up to ``reach`` or the newest report.

    The publication delay is kept here, so that whatever is made of the case keeps it too.
    Raises :class:`ConfigError` where the ledger holds no dated report.
    """
    with project.ledger(read_only=True) as ledger:
        days = (d.published for d in ledger.documents(recorded=recorded) if d.published)
        newest = ledger.newest_published() if recorded is None else max(days, default=None)
        if newest is None:
            raise ConfigError(
                f"{project.folder}: no report was read yet; read some: whoholds read -p {project.folder} FILE"
            )
        day = min(known or newest, project.config.publish.cutoff(newest))
        attested = {item.claim.id: item for item in _once(list(ledger.as_of(known=day, recorded=recorded)))}
        oldest = min((i.document.published or newest for i in attested.values()), default=newest)
        content = ledger.content(recorded=recorded)
    cast = Cast.of(project.actors, project.frame, attested.values())
    attested = {
        key: item
        for key, item in attested.items()
        if not _of_person(item, cast, project.config.publish.persons)
    }
    first = project.config.project.start or oldest
    if first > day:
        raise ConfigError(f"the map starts on {first}, but the newest report that may be used is of {day}")
    last = max(reach or day, day)
    if (last - first).days > LONGEST:
        raise ConfigError(
            f"a map from {first} to {last} is too long: see [project] start, and the day asked about"
        )
    found = list(
        testimonies(
            attested.values(), project.frame, cast.registry, first=first, threshold=project.threshold, initial=project.initial
        )
    )  # fmt: skip
    rows = [row for row in found if not isinstance(row, Left)]
    actors = _actors(rows, project)
    used = tuple(row for row in rows if row.actor in actors or not row.actor)
    return Case(
        project=project, cast=cast, attested=attested, actors=actors, first=first, known=day, newest=newest, content=content,
        testimonies=used, rejected=tuple(rejected(attested.values(), project.frame, cast.registry, first=first)),
        left=_left(found, used), last=last, recorded=recorded,
    )  # fmt: skip


def _left(found: Iterable[Testimony | Left], used: Iterable[Testimony]) -> dict[str, str]:
    """Claims that say nothing to the map, and why."""
    counted = {row.claim for row in used}
    return {
        row.claim: row.reason if isinstance(row, Left) else OFF_MAP
        for row in found
        if row.claim not in counted
    }


def _once(attested: list[Attested]) -> Iterator[Attested]:
    """The claims, those that are sightings of one as of one story."""
    first = sightings((item.claim, item.document) for item in attested)
    seen = Counter(first.values())
    for item in attested:
        one = first[item.claim.id]
        yield replace(item, story=one) if seen[one] > 1 else item


def _of_person(item: Attested, cast: Cast, persons: bool) -> bool:
    """Whether somebody who must not be named holds, takes or loses a place by this claim, as read or as amended.

    That is a private person, or who may be one, unless an editor named another; without ``persons``, anybody.
    """
    read, said = item.claim.actor, dict(item.judgement.fields if item.judgement else ()).get("actor")
    if not persons and any(name and cast.is_person(name) for name in (read, said)):
        return True
    return not said and read is not None and cast.may_be_private(read, item.claim.sentence)


def _actors(rows: list[Testimony], project: Project) -> tuple[str, ...]:
    """Actors of the map: listed ones that are spoken of, then those that are not, most stories first.

    Where a project lists its actors, an unlisted one needs :data:`FEWEST_STORIES`: a single odd reading
    puts no new party on a map. It is proposed to the editor all the same. Where there are too many, those stay
    with whom the map begins.
    """
    stories = Counter(actor for actor, _ in {(row.actor, row.story) for row in rows if row.actor})
    hidden = (
        set()
        if project.config.publish.persons
        else {a.id for a in project.actors.actors if a.kind == "person"}
    )
    first = set(project.initial.values()) - {CONTESTED}
    if held := hidden & first:
        raise ConfigError(
            f"the map begins with {min(held)!r}, a person, but [publish] persons = false names none"
        )
    listed = [a.id for a in project.actors.actors if a.id in stories or a.id in first]
    least = FEWEST_STORIES if project.actors.actors else 1
    others = {a for a, n in stories.items() if n >= least} | first
    ranked = sorted(others - set(listed), key=lambda a: (-stories[a], a))
    kept = sorted([*listed, *ranked], key=lambda a: a not in first)[:MOST_ACTORS]
    return tuple(a for a in (*listed, *ranked) if a in kept) or (project.actors.government,)
