"""Testimonies as columns: what the rest of the stage computes with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate.parameters import Parameters
from whoholds.errors import AdjudicationError
from whoholds.model import Testimony

HOLDS, DENIES, CONTESTS = 0, 1, 2
UNIT, REGION, WHOLE, SOME, EXCEPT = 0, 1, 2, 3, 4
"""Scope: the unit itself, a named region, all or most of one, some of one, an exception."""
NEVER = np.iinfo(np.int32).max
NOBODY = -1

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[Any]
Bools = npt.NDArray[np.bool_]

_NAMES = frozenset({"names", "sources", "stories"})
_SYMBOLS = {"holds": HOLDS, "denies": DENIES, "contests": CONTESTS}
_SCOPES = {"named": REGION, "all": WHOLE, "most": WHOLE, "some": SOME, "count": SOME, "except": EXCEPT}


@dataclass(frozen=True, kw_only=True)
class Table:
    """One row per claim and unit; every column has shape (rows,). Days count from the map's first day.

    ``actor`` and ``side`` index the actors (:data:`NOBODY` for none); ``claim``, ``source`` and ``story`` index
    ``names``, ``sources`` and ``stories``, in order; ``outlet`` is a code. ``weight`` holds
    confidence, placement and modality; copies and repetitions are weighed later. ``error`` is the
    source's chance of naming a wrong holder. ``breadth`` is the number of units that the claim speaks of. ``copied``
    marks what a source made from others (``repeats``) took from one of them.
    """

    names: npt.NDArray[Any]
    sources: npt.NDArray[Any]
    stories: npt.NDArray[Any]

    unit: Ints
    day: Ints
    published: Ints
    until: Ints
    symbol: Ints
    actor: Ints
    side: Ints
    source: Ints
    outlet: Ints
    story: Ints
    scope: Ints
    breadth: Ints
    claim: Ints
    onset: Bools
    copied: Bools
    weight: Floats
    error: Floats

    def __len__(self) -> int:
        return len(self.unit)

    def take(self, rows: npt.NDArray[Any]) -> Table:
        """Rows that an index or a mask picks."""
        columns = {f.name: getattr(self, f.name)[rows] for f in fields(self) if f.name not in _NAMES}
        return replace(self, **columns)

    def with_units(self, unit: Ints) -> Table:
        """Same rows, said of other units: a hypothetical map's."""
        return replace(self, unit=unit)

    def only(self, units: npt.NDArray[Any]) -> Table:
        """Rows about some units, given in order, which become the units of the map."""
        place = np.searchsorted(units, self.unit)
        rows = np.flatnonzero(units[np.minimum(place, len(units) - 1)] == self.unit)
        return self.take(rows).with_units(place[rows].astype(np.int32))

    def by_unit(self, units: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Rows in the order of their units, and where each unit's begin (and, last, where all end)."""
        order = np.argsort(self.unit, kind="stable")
        return order, np.searchsorted(self.unit[order], np.arange(units + 1))


def _codes(values: Sequence[str]) -> tuple[npt.NDArray[Any], Ints]:
    """The different values in order, and the place of each of the values among them."""
    names, code = np.unique(np.array(values, dtype=str), return_inverse=True)
    return names, code.astype(np.int32)


def tabulate(
    testimonies: Sequence[Testimony],
    units: Sequence[str],
    actors: Sequence[str],
    first: date,
    last: date,
    known: date,
    parameters: Parameters,
) -> Table:
    """Testimonies that count: on these units, published by ``known``, about days up to ``last``.

    Days after the report's own are read as the report's. Rows come by unit and claim, whatever the order of the
    testimonies, so that sums over them are the same to the last bit. Raises :class:`AdjudicationError` for a
    testimony about an actor that the map does not have.
    """
    unit_of = {u: i for i, u in enumerate(units)}
    actor_of = {a: i for i, a in enumerate(actors)}
    told = [
        t
        for t in testimonies
        if t.unit in unit_of and t.published <= known and min(t.day, t.published) <= last
    ]
    unknown = sorted({t.actor for t in told if t.actor not in actor_of and t.symbol != "contests"})
    if unknown:
        raise AdjudicationError(f"claims name {', '.join(unknown)}, which no actor of this map is")
    joined = with_copies(told, parameters)
    copied = np.array([new is not old for new, old in zip(joined, told, strict=True)], dtype=bool)
    return _columns(joined, copied, unit_of, actor_of, first.toordinal(), parameters)


def with_copies(told: Sequence[Testimony], parameters: Parameters) -> Sequence[Testimony]:
    """The testimonies, those of a source that is made from others (``repeats``) in the story that they repeat.

    A map says *held by k*; if a source that it rests on said so shortly before, of the unit or of its region, the
    map's word becomes a copy of that word: one story, one party, one scope.
    """
    if not parameters.repeats:
        return told
    said: dict[tuple[str, str, str], list[Testimony]] = {}
    for t in sorted(told, key=lambda t: (t.published, t.claim)):
        if not _rests_on(t, parameters):
            said.setdefault((t.unit, t.symbol, t.actor), []).append(t)
    return [_copied(t, said.get((t.unit, t.symbol, t.actor), ()), parameters) for t in told]


def _rests_on(t: Testimony, parameters: Parameters) -> tuple[str, ...]:
    return parameters.repeats.get(t.source) or parameters.repeats.get(t.outlet) or ()


def _copied(t: Testimony, said: Sequence[Testimony], parameters: Parameters) -> Testimony:
    """The testimony as a copy of the newest of those ``said`` before it that it rests on; itself where none is."""
    origins = _rests_on(t, parameters)
    for old in reversed(said):
        if (t.published - old.published).days > parameters.repeats_days:
            break
        if old.published <= t.published and ("*" in origins or {old.source, old.outlet} & set(origins)):
            return replace(
                t,
                story=old.story,
                side=old.side,
                scope=old.scope,
                quantifier=old.quantifier,
                others=old.others,
            )
    return t


def _columns(
    told: Sequence[Testimony],
    copied: Bools,
    unit_of: Mapping[str, int],
    actor_of: Mapping[str, int],
    zero: int,
    parameters: Parameters,
) -> Table:
    def ints(values: list[int]) -> Ints:
        return np.array(values, dtype=np.int32)

    names, claim = _codes([t.claim for t in told])
    sources, source = _codes([t.source for t in told])
    stories, story = _codes([t.story for t in told])
    table = Table(
        names=names,
        sources=sources,
        stories=stories,
        unit=ints([unit_of[t.unit] for t in told]),
        day=ints([min(t.day, t.published).toordinal() - zero for t in told]),
        published=ints([t.published.toordinal() - zero for t in told]),
        until=ints(
            [NEVER if t.until is None else min(t.until, t.published).toordinal() - zero for t in told]
        ),
        symbol=ints([_SYMBOLS[t.symbol] for t in told]),
        actor=ints([actor_of.get(t.actor, NOBODY) for t in told]),
        side=ints([actor_of.get(t.side or "", NOBODY) for t in told]),
        source=source,
        outlet=_codes([t.outlet for t in told])[1],
        story=story,
        scope=ints([_scope(t) for t in told]),
        breadth=ints([1 if _scope(t) == UNIT else max(2, t.others) for t in told]),
        claim=claim,
        onset=np.array([t.onset for t in told], dtype=bool),
        copied=copied,
        weight=np.array([t.weight * parameters.modality[t.modality] for t in told], dtype=float),
        error=np.array([parameters.error(t.source, t.outlet) for t in told], dtype=float),
    )
    t = table
    return t.take(
        np.lexsort(
            (t.weight, t.onset, t.until, t.breadth, t.scope, t.day, t.symbol, t.actor, t.claim, t.unit)
        )
    )


def _scope(t: Testimony) -> int:
    if t.quantifier == "except":
        return EXCEPT
    if t.scope == "unit" or (t.others <= 1 and t.quantifier == "named"):
        return UNIT
    return _SCOPES[t.quantifier]
