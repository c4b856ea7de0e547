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
        anew = range(parameters.refit_days, days, parameters.refit_days)
        p, appraisals = day_by_day(table, start, days, len(actors), parameters, anew)
    else:
        p, appraisals = over_all(table, start, days, len(actors), parameters)
    return Posteriors(
        units=tuple(units),
        first=first,
        states=(*actors, CONTESTED),
        p=np.ascontiguousarray(p.transpose(1, 0, 2), dtype=np.float32),
        known=known,
        parameters={**_told(appraisals, table.sources.tolist(), units), "initial": dict(initial)},
        on_the_day=on_the_day,
    )


@dataclass(frozen=True, kw_only=True)
class Appraisal:
    """What was made of the sources, for the days from ``since`` on: how they are weighed, and who is out of line."""

    since: int
    weighing: Weighing
    alone: Sequence[Alone] = ()

    def seen(self, table: Table) -> inference.Seen:
        """The table as it is weighed from then on."""
        pairs = [(a.unit, a.source) for a in self.alone]
        return self.since, self.weighing, lowered(table, pairs, self.weighing.parameters.misaligned)


def over_all(
    table: Table, start: Floats, days: int, actors: int, parameters: Parameters
) -> tuple[Floats, list[Appraisal]]:
    """Probabilities [T, U, A+1] given the whole table, and what was learnt from it."""
    weighing = inference.learn(table, start, days, actors, parameters)
    p = inference.smoothed(table, start, days, weighing)
    appraisal = Appraisal(since=0, weighing=weighing, alone=out_of_line(table, start, days, weighing, p))
    if appraisal.alone:
        units = np.unique([alone.unit for alone in appraisal.alone])
        _, _, told = appraisal.seen(table)
        p[:, units] = inference.smoothed(told.only(units), start[:, units], days, weighing, units)
    return p, [appraisal]


def day_by_day(
    table: Table, start: Floats, days: int, actors: int, parameters: Parameters, anew: Iterable[int]
) -> tuple[Floats, list[Appraisal]]:
    """As :func:`over_all` for each day given what was published by then; on each of the days ``anew`` it is learnt anew."""
    appraisals = [Appraisal(since=0, weighing=Weighing(parameters=parameters, actors=actors))]
    for since in anew:
        early = table.take(np.flatnonzero(table.published < since))
        weighing = inference.learn(early, start, since, actors, parameters, warm=appraisals[-1].weighing)
        alone = out_of_line(early, start, since, weighing)
        if weighing.learnt is not None or alone or appraisals[-1].alone:
            appraisals.append(Appraisal(since=since, weighing=weighing, alone=alone))
    return inference.as_known([appraisal.seen(table) for appraisal in appraisals], start, days), appraisals


def again(table: Table, owner: npt.NDArray[Any], posteriors: Posteriors, parameters: Parameters) -> Floats:
    """Probabilities [T, rows, A+1] of some or hypothetical units, seen and weighed as the posteriors were.

    The table's units are rows of ``owner``, which tells each one's unit of the map.
    """
    actors, told = posteriors.states[:-1], posteriors.parameters
    initial: Any = told.get("initial", {})
    appraisals: Any = told.get("appraisals", [{"since": 0, **told}])
    units = [posteriors.units[i] for i in owner]
    seen = [
        _recalled(appraisal, units, table.sources.tolist(), len(actors), parameters).seen(table)
        for appraisal in appraisals
    ]
    start = starting(units, actors, initial, parameters)
    days = posteriors.p.shape[1]
    if posteriors.on_the_day:
        return inference.as_known(seen, start, days)
    ((_, weighing, weighed),) = seen
    return inference.smoothed(weighed, start, days, weighing)


def _recalled(
    told: Mapping[str, Any], units: Sequence[str], sources: Sequence[str], actors: int, parameters: Parameters
) -> Appraisal:
    """An appraisal as an edition records it, of these units and sources."""
    learnt, askew = told["learnt"], told.get("out_of_line", {})
    weighing = Weighing(
        parameters=parameters,
        actors=actors,
        learnt=reliability.from_plain(learnt, sources) if learnt else None,
        attention=np.array([learnt["attention"][u] for u in units]) if learnt else None,
    )
    place = {source: i for i, source in enumerate(sources)}
    alone = [
        Alone(unit=i, source=place[source], agreed=agreed)
        for i, unit in enumerate(units)
        for source, agreed in askew.get(unit, {}).items()
        if source in place
    ]
    return Appraisal(since=told["since"], weighing=weighing, alone=alone)


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


def _told(appraisals: Sequence[Appraisal], names: Sequence[str], units: Sequence[str]) -> dict[str, Any]:
    """What an edition records: the settings, and what was learnt of the sources in the end or why nothing was.

    Where it was learnt more than once, ``appraisals`` has each, with the day ``since`` which it counts.
    """
    weighing = appraisals[-1].weighing
    p = weighing.parameters
    told = {**p.settings(), **_plain(appraisals[-1], names, units)}
    if len(appraisals) > 1:
        told["appraisals"] = [{"since": a.since, **_plain(a, names, units)} for a in appraisals]
    if weighing.learnt is None:
        why = "learn = false" if not p.learn else (
            f"it takes {p.learn_sources} sources with {p.learn_claims} claims each on units that they share"
        )  # fmt: skip
        return {**told, "not_learnt": f"sources are weighed by the settings: {why}"}
    wrong = reliability.wrongness(weighing.learnt, weighing.actors)
    return {**told, "sources_learnt": {n: round(float(w), 3) for n, w in zip(names, wrong, strict=True)}}


def _plain(appraisal: Appraisal, names: Sequence[str], units: Sequence[str]) -> dict[str, Any]:
    """An appraisal as plain data, by unit and source."""
    told: dict[str, Any] = {"learnt": None}
    for alone in sorted(appraisal.alone, key=lambda a: (a.unit, a.source)):
        here = told.setdefault("out_of_line", {}).setdefault(units[alone.unit], {})
        here[names[alone.source]] = round(alone.agreed, 3)
    weighing = appraisal.weighing
    if weighing.learnt is not None and weighing.attention is not None:
        told["learnt"] = {
            **reliability.plain(weighing.learnt, names),
            "attention": dict(zip(units, map(float, weighing.attention), strict=True)),
        }
    return told
