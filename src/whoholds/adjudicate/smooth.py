"""From testimonies to posteriors: over all that is known, or as it was known on each day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate import chain, inference, reliability
from whoholds.adjudicate.evidence import Weighing
from whoholds.adjudicate.misalignment import Alone, lowered, out_of_line
from whoholds.adjudicate.parameters import Parameters
from whoholds.adjudicate.table import Floats, Table, tabulate
from whoholds.errors import AdjudicationError
from whoholds.model import CONTESTED, Posteriors, Testimony


def starting(
    units: Sequence[str], actors: Sequence[str], initial: Mapping[str, str], parameters: Parameters
) -> Floats:
    """Probabilities [units, 2A] before the first day: the project's file, else nothing is known."""
    a, p = len(actors), parameters
    known = {name: i for i, name in enumerate((*actors, CONTESTED))}
    flat = np.full(a + 1, (1 - p.prior_contested) / a)
    flat[a] = p.prior_contested
    out = np.tile(flat, (len(units), 1))
    for row, unit in enumerate(units):
        holder = initial.get(unit)
        if holder is None:
            continue
        if holder not in known:
            raise AdjudicationError(f"initial holder of {unit} is {holder}, which no actor of this map is")
        out[row] *= (1 - p.initial_trust) / (1 - flat[known[holder]])
        out[row, known[holder]] = p.initial_trust
    split = chain.expand(out)
    split[:, a:] /= a
    return split


@dataclass(frozen=True, kw_only=True, eq=False)
class _Map:
    """What a map is made from: its claims as a table, its units before the first day, its days."""

    units: Sequence[str]
    actors: Sequence[str]
    first: date
    known: date
    parameters: Parameters
    initial: Mapping[str, str]
    days: int
    table: Table
    start: Floats

    @classmethod
    def of(
        cls,
        testimonies: Sequence[Testimony],
        units: Sequence[str],
        actors: Sequence[str],
        first: date,
        last: date,
        known: date,
        parameters: Parameters,
        initial: Mapping[str, str] | None,
    ) -> _Map:
        if not actors or last < first:
            raise AdjudicationError(
                "a map needs at least one actor, and a last day that is not before the first"
            )
        return cls(
            units=units,
            actors=actors,
            first=first,
            known=known,
            parameters=parameters,
            initial=initial or {},
            days=(last - first).days + 1,
            table=tabulate(testimonies, units, actors, first, last, known, parameters),
            start=starting(units, actors, initial or {}, parameters),
        )

    def answer(
        self, p: Floats, weighing: Weighing, found: Sequence[Alone], *, on_the_day: bool
    ) -> Posteriors:
        """Posteriors of [T, U, A+1], with the settings, and what was learnt of the sources: what an edition records."""
        names = self.table.sources.tolist()
        told = {**_told(weighing, names, self.units), "initial": dict(self.initial)}
        for alone in sorted(found, key=lambda a: (a.unit, a.source)):
            here = told.setdefault("out_of_line", {}).setdefault(self.units[alone.unit], {})
            here[names[alone.source]] = round(alone.agreed, 3)
        return Posteriors(
            units=tuple(self.units),
            first=self.first,
            states=(*self.actors, CONTESTED),
            p=np.ascontiguousarray(p.transpose(1, 0, 2), dtype=np.float32),
            known=self.known,
            parameters=told,
            on_the_day=on_the_day,
        )


def adjudicate(
    testimonies: Sequence[Testimony],
    units: Sequence[str],
    actors: Sequence[str],
    first: date,
    last: date,
    known: date,
    parameters: Parameters,
    initial: Mapping[str, str] | None = None,
) -> Posteriors:
    """Probability of each holder, unit and day from ``first`` to ``last``, from all published by ``known``.

    ``initial`` names the holder (an actor or *contested*) of a unit before ``first``. The answer does
    not depend on the order of the testimonies. Raises :class:`AdjudicationError` where ``actors`` is
    empty, ``last`` lies before ``first`` or a testimony names no actor of the map.
    """
    its = _Map.of(testimonies, units, actors, first, last, known, parameters, initial)
    return its.answer(*over_all(its.table, its.start, its.days, len(actors), parameters), on_the_day=False)


def as_known_on_the_day(
    testimonies: Sequence[Testimony],
    units: Sequence[str],
    actors: Sequence[str],
    first: date,
    last: date,
    known: date,
    parameters: Parameters,
    initial: Mapping[str, str] | None = None,
) -> Posteriors:
    """As :func:`adjudicate`, but each day sees only what was published by its end.

    What is learnt of the sources is learnt anew every ``refit_days``, from what was published before.
    Arguments and errors are those of :func:`adjudicate`; nothing published after ``known`` is seen.
    """
    its = _Map.of(testimonies, units, actors, first, last, known, parameters, initial)
    moments = range(parameters.refit_days, its.days, parameters.refit_days)
    return its.answer(
        *day_by_day(its.table, its.start, its.days, len(actors), parameters, moments), on_the_day=True
    )


def over_all(
    table: Table, start: Floats, days: int, actors: int, parameters: Parameters
) -> tuple[Floats, Weighing, list[Alone]]:
    """Probabilities [T, U, A+1] given the whole table, how it was weighed, and which sources are out of line."""
    weighing = inference.learn(table, start, days, actors, parameters)
    found = out_of_line(table, start, days, weighing)
    return inference.smoothed(_without(table, found, parameters), start, days, weighing), weighing, found


def day_by_day(
    table: Table, start: Floats, days: int, actors: int, parameters: Parameters, moments: Iterable[int]
) -> tuple[Floats, Weighing, list[Alone]]:
    """As :func:`over_all` for each day given what was published by then, learning anew at each of the moments."""
    seen: list[inference.Seen] = [(0, Weighing(parameters=parameters, actors=actors), table)]
    found: list[Alone] = []
    for begin in moments:
        early = table.take(np.flatnonzero(table.published < begin))
        weighing = inference.learn(early, start, begin, actors, parameters, warm=seen[-1][1])
        found = out_of_line(early, start, begin, weighing)
        if weighing.learnt is not None or found or seen[-1][2] is not table:
            seen.append((begin, weighing, _without(table, found, parameters)))
    return inference.as_known(seen, start, days), seen[-1][1], found


def _without(table: Table, found: Sequence[Alone], parameters: Parameters) -> Table:
    return lowered(table, [(a.unit, a.source) for a in found], parameters.misaligned)


def again(table: Table, owner: npt.NDArray[Any], posteriors: Posteriors, parameters: Parameters) -> Floats:
    """Probabilities [T, rows, A+1] of some or hypothetical units, seen and weighed as the posteriors were.

    The table's units are rows of ``owner``, which tells each one's unit of the map. Where the posteriors are as known
    on the day, what was learnt of the sources is what was known of them in the end.
    """
    actors, told = posteriors.states[:-1], posteriors.parameters
    initial: Any = told.get("initial", {})
    learnt: Any = told.get("learnt")
    askew: Any = told.get("out_of_line", {})
    units = [posteriors.units[i] for i in owner]
    sources = table.sources.tolist()
    weighing = Weighing(
        parameters=parameters,
        actors=len(actors),
        learnt=reliability.from_plain(learnt, sources) if learnt else None,
        attention=np.array([learnt["attention"][u] for u in units]) if learnt else None,
    )
    pairs = [
        (i, sources.index(s))
        for i in set(owner.tolist())
        for s in askew.get(posteriors.units[i], ())
        if s in sources
    ]
    table = lowered(table, pairs, parameters.misaligned, owner)
    start = starting(units, actors, initial, parameters)
    days = posteriors.p.shape[1]
    if posteriors.on_the_day:
        return inference.as_known([(0, weighing, table)], start, days)
    return inference.smoothed(table, start, days, weighing)


def readjudicate(
    posteriors: Posteriors, testimonies: Sequence[Testimony], units: Sequence[str], parameters: Parameters
) -> npt.NDArray[np.float32]:
    """New probabilities [units, T, states] of some units, after a late claim about them.

    ``testimonies`` are all that speak of these units, the late ones included; no other unit is touched.
    What was learnt of the sources stays as it was.
    """
    last = posteriors.first + timedelta(days=posteriors.p.shape[1] - 1)
    table = tabulate(testimonies, units, posteriors.states[:-1], posteriors.first, last, date.max, parameters)
    owner = np.array([posteriors.units.index(u) for u in units])
    p = again(table, owner, posteriors, parameters)
    return np.ascontiguousarray(p.transpose(1, 0, 2), dtype=np.float32)


def _told(weighing: Weighing, names: Sequence[str], units: Sequence[str]) -> dict[str, Any]:
    """Settings, and what was learnt or why nothing was."""
    settings, p = weighing.parameters.settings(), weighing.parameters
    if weighing.learnt is None or weighing.attention is None:
        why = "learn = false" if not p.learn else (
            f"it takes {p.learn_sources} sources with {p.learn_claims} claims each on units that they share"
        )  # fmt: skip
        return {**settings, "learnt": None, "not_learnt": f"sources are weighed by the settings: {why}"}
    wrong = reliability.wrongness(weighing.learnt, weighing.actors)
    return {
        **settings,
        "learnt": {
            **reliability.plain(weighing.learnt, names),
            "attention": dict(zip(units, map(float, weighing.attention), strict=True)),
        },
        "sources_learnt": {n: round(float(w), 3) for n, w in zip(names, wrong, strict=True)},
    }
