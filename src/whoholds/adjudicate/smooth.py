"""From testimonies to posteriors: over all that is known, or as it was known on each day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate import chain, inference, reliability
from whoholds.adjudicate.evidence import Weighing
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
    days = _days(actors, first, last)
    table = tabulate(testimonies, units, actors, first, last, known, parameters)
    start = starting(units, actors, initial or {}, parameters)
    weighing = inference.learn(table, start, days, len(actors), parameters)
    p = inference.smoothed(table, start, days, weighing)
    told = {**_told(weighing, table, units), "initial": dict(initial or {})}
    return _posteriors(p, units, actors, first, known, told)


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
    days = _days(actors, first, last)
    table = tabulate(testimonies, units, actors, first, last, known, parameters)
    start = starting(units, actors, initial or {}, parameters)
    weighings = [(0, Weighing(parameters=parameters, actors=len(actors)))]
    for begin in range(parameters.refit_days, days, parameters.refit_days):
        early = table.take(np.flatnonzero(table.published < begin))
        weighing = inference.learn(early, start, begin, len(actors), parameters, warm=weighings[-1][1])
        if weighing.learnt is not None:
            weighings.append((begin, weighing))
    p = inference.as_known(table, start, days, weighings)
    told = {**_told(weighings[-1][1], table, units), "initial": dict(initial or {})}
    return _posteriors(p, units, actors, first, known, told, on_the_day=True)


def again(table: Table, owner: npt.NDArray[Any], posteriors: Posteriors, parameters: Parameters) -> Floats:
    """Smoothed probabilities [T, rows, A+1] of some or hypothetical units, weighed as the posteriors were.

    The table's units are rows of ``owner``, which tells each one's unit of the map.
    """
    actors, told = posteriors.states[:-1], posteriors.parameters
    initial: Any = told.get("initial", {})
    learnt: Any = told.get("learnt")
    units = [posteriors.units[i] for i in owner]
    weighing = Weighing(
        parameters=parameters,
        actors=len(actors),
        learnt=reliability.from_plain(learnt, table.sources.tolist()) if learnt else None,
        attention=np.array([learnt["attention"][u] for u in units]) if learnt else None,
    )
    start = starting(units, actors, initial, parameters)
    return inference.smoothed(table, start, posteriors.p.shape[1], weighing)


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


def _days(actors: Sequence[str], first: date, last: date) -> int:
    if not actors or last < first:
        raise AdjudicationError("a map needs at least one actor, and a last day that is not before the first")
    return (last - first).days + 1


def _told(weighing: Weighing, table: Table, units: Sequence[str]) -> dict[str, Any]:
    """Settings, and what was learnt or why nothing was: what an edition records."""
    settings = weighing.parameters.settings()
    if weighing.learnt is not None:
        wrong = reliability.wrongness(weighing.learnt, weighing.actors)
        names = table.sources.tolist()
        return {
            **settings,
            "learnt": {
                **reliability.plain(weighing.learnt, names),
                "attention": dict(zip(units, map(float, _attention(weighing)), strict=True)),
            },
            "sources_learnt": {n: round(float(w), 3) for n, w in zip(names, wrong, strict=True)},
        }
    p = weighing.parameters
    why = "learn = false" if not p.learn else (
        f"it takes {p.learn_sources} sources with {p.learn_claims} claims each on units that they share"
    )  # fmt: skip
    return {**settings, "learnt": None, "not_learnt": f"sources are weighed by the settings: {why}"}


def _attention(weighing: Weighing) -> Floats:
    return np.ones(0) if weighing.attention is None else weighing.attention


def _posteriors(
    p: Floats,
    units: Sequence[str],
    actors: Sequence[str],
    first: date,
    known: date,
    told: dict[str, Any],
    on_the_day: bool = False,
) -> Posteriors:
    return Posteriors(
        units=tuple(units),
        first=first,
        states=(*actors, CONTESTED),
        p=np.ascontiguousarray(p.transpose(1, 0, 2), dtype=np.float32),
        known=known,
        parameters=told,
        on_the_day=on_the_day,
    )
