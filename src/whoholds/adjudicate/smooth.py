"""From testimonies to posteriors: over all that is known, or as it was known on each day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate import chain, evidence
from whoholds.adjudicate.parameters import Parameters
from whoholds.adjudicate.replay import replayed
from whoholds.adjudicate.table import NEVER, Floats, Table, tabulate
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


def prior_rates(actors: int, parameters: Parameters) -> chain.Rates:
    """Settings' rates of change."""
    p = parameters
    return chain.Rates.of(actors, p.change, p.contest, p.settle, p.repelled)


def run(table: Table, units: int, days: int, actors: int, start: Floats, parameters: Parameters) -> Floats:
    """Smoothed probabilities [T, U, A+1] for a table of claims."""
    found = evidence.weigh(table, actors, units, parameters)
    field = evidence.empty_field(days, units, actors)
    evidence.add(field, found.take(found.ends == NEVER))
    rates = prior_rates(actors, parameters)
    return chain.collapse(chain.smoothed(chain.filtered(start, rates, field), rates, field))


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
    if not actors or last < first:
        raise AdjudicationError("a map needs at least one actor and one day")
    table = tabulate(testimonies, units, actors, first, last, known, parameters)
    start = starting(units, actors, initial or {}, parameters)
    p = run(table, len(units), (last - first).days + 1, len(actors), start, parameters)
    return _posteriors(p, units, actors, first, known, parameters, initial or {})


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
    """As :func:`adjudicate`, but each day sees only what was published by its end, settings included.

    Arguments and errors are those of :func:`adjudicate`; nothing published after ``known`` is seen.
    """
    if not actors or last < first:
        raise AdjudicationError("a map needs at least one actor and one day")
    table = tabulate(testimonies, units, actors, first, last, known, parameters)
    start = starting(units, actors, initial or {}, parameters)
    found = evidence.weigh(table, len(actors), len(units), parameters)
    field = evidence.empty_field((last - first).days + 1, len(units), len(actors))
    p = replayed(found, start, prior_rates(len(actors), parameters), field)
    out = _posteriors(p, units, actors, first, known, parameters, initial or {})
    return replace(out, on_the_day=True)


def again(table: Table, owner: npt.NDArray[Any], posteriors: Posteriors, parameters: Parameters) -> Floats:
    """Smoothed probabilities [T, variants, A+1] of hypothetical units: ``owner`` tells each one's unit."""
    actors = posteriors.states[:-1]
    initial = posteriors.parameters.get("initial", {})
    start = starting(posteriors.units, actors, initial, parameters)[owner]  # type: ignore[arg-type]
    return run(table, len(owner), posteriors.p.shape[1], len(actors), start, parameters)


def _posteriors(
    p: Any, units: Sequence[str], actors: Sequence[str], first: date, known: date, parameters: Parameters,
    initial: Mapping[str, str],
) -> Posteriors:  # fmt: skip
    return Posteriors(
        units=tuple(units),
        first=first,
        states=(*actors, CONTESTED),
        p=np.ascontiguousarray(p.transpose(1, 0, 2), dtype=np.float32),
        known=known,
        parameters={**parameters.settings(), "initial": dict(initial)},
    )
