"""From testimonies to posteriors: over all that is known, or as it was known on each day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    """Probabilities [2A, units] before the first day: the project's file, else nothing is known."""
    a, p = len(actors), parameters
    known = {name: i for i, name in enumerate((*actors, CONTESTED))}
    flat = np.full(a + 1, (1 - p.prior_contested) / a)
    flat[a] = p.prior_contested
    out = np.tile(flat[:, None], len(units))
    for place, unit in enumerate(units):
        holder = initial.get(unit)
        if holder is None:
            continue
        if holder not in known:
            raise AdjudicationError(f"initial holder of {unit} is {holder}, which no actor of this map is")
        out[:, place] *= (1 - p.initial_trust) / (1 - flat[known[holder]])
        out[known[holder], place] = p.initial_trust
    split = chain.expand(out)
    split[a:] /= a
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
    *,
    on_the_day: bool = False,
) -> Posteriors:
    """Probability of each holder, unit and day from ``first`` to ``last``, from all published by ``known``.

    ``initial`` names the holder (an actor or *contested*) of a unit before ``first``. ``on_the_day``: each day sees
    only what was published by its end, and what is learnt of the sources is learnt anew every ``refit_days``, from
    what was published before. The answer does not depend on the order of the testimonies. Raises
    :class:`AdjudicationError` where ``actors`` is empty, ``last`` lies before ``first`` or a testimony names no
    actor of the map.
    """
    if not actors or last < first:
        raise AdjudicationError("a map needs at least one actor, and a last day that is not before the first")
    days, initial = (last - first).days + 1, initial or {}
    table = tabulate(testimonies, units, actors, first, last, known, parameters)
    start = starting(units, actors, initial, parameters)
    if on_the_day:
        moments = range(parameters.refit_days, days, parameters.refit_days)
        p, weighing, found = day_by_day(table, start, days, len(actors), parameters, moments)
    else:
        p, weighing, found = over_all(table, start, days, len(actors), parameters)
    return Posteriors(
        units=tuple(units),
        first=first,
        states=(*actors, CONTESTED),
        p=np.ascontiguousarray(p.transpose(1, 0, 2), dtype=np.float32),
        known=known,
        parameters={**_told(weighing, found, table.sources.tolist(), units), "initial": dict(initial)},
        on_the_day=on_the_day,
    )


def over_all(
    table: Table, start: Floats, days: int, actors: int, parameters: Parameters
) -> tuple[Floats, Weighing, list[Alone]]:
    """Probabilities [T, U, A+1] given the whole table, how it was weighed, and which sources are out of line."""
    weighing = inference.learn(table, start, days, actors, parameters)
    p = inference.smoothed(table, start, days, weighing)
    found = out_of_line(table, start, days, weighing, p)
    if found:
        units = np.unique([alone.unit for alone in found])
        told = _without(table, found, parameters).only(units)
        p[:, units] = inference.smoothed(told, start[:, units], days, weighing, units)
    return p, weighing, found


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


def _told(
    weighing: Weighing, found: Sequence[Alone], names: Sequence[str], units: Sequence[str]
) -> dict[str, Any]:
    """What an edition records: the settings, and what was learnt of the sources or why nothing was."""
    p = weighing.parameters
    told: dict[str, Any] = {**p.settings(), "learnt": None}
    for alone in sorted(found, key=lambda a: (a.unit, a.source)):
        here = told.setdefault("out_of_line", {}).setdefault(units[alone.unit], {})
        here[names[alone.source]] = round(alone.agreed, 3)
    if weighing.learnt is None or weighing.attention is None:
        why = "learn = false" if not p.learn else (
            f"it takes {p.learn_sources} sources with {p.learn_claims} claims each on units that they share"
        )  # fmt: skip
        return {**told, "not_learnt": f"sources are weighed by the settings: {why}"}
    wrong = reliability.wrongness(weighing.learnt, weighing.actors)
    told["learnt"] = {
        **reliability.plain(weighing.learnt, names),
        "attention": dict(zip(units, map(float, weighing.attention), strict=True)),
    }
    return {**told, "sources_learnt": {n: round(float(w), 3) for n, w in zip(names, wrong, strict=True)}}
