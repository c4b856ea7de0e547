"""Questions to the map: :func:`why` a unit has its colour, and :func:`diff` between two days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate import carriers, deltas
from whoholds.adjudicate.explain import LEAST
from whoholds.errors import ConfigError
from whoholds.model import CONTESTED, STATES, Attested, Posteriors, States
from whoholds.pipeline.answer import Case, case_of
from whoholds.pipeline.editions import series_of
from whoholds.pipeline.project import Project
from whoholds.pipeline.testimony import as_judged
from whoholds.publish import speakers
from whoholds.publish.rollup import majority

DOUBTFUL = 0.1
"""A placement that is less likely says nothing on where a claim is."""
SHOWN = 5
"""Claims without effect that the terminal shows."""
_ROLLED = {"": "", "seat": ", as the unit of its capital is", "majority": ", as most of its units are"}


@dataclass(frozen=True, kw_only=True, eq=False)
class Told:
    """The map's answer for one unit and day: what every question reads."""

    case: Case
    posteriors: Posteriors
    asked: Posteriors
    """Those of the units that ``states`` tells of."""
    states: States

    @classmethod
    def of(
        cls,
        project: Project,
        *,
        known: date | None,
        recorded: datetime | None,
        reach: date | None,
        units: Sequence[str] | None = None,
    ) -> Told:
        """Adjudicate a project's ledger; ``units`` are those whose states are asked for (default: all)."""
        case = case_of(project, known=known, recorded=recorded, reach=reach)
        posteriors = case.posteriors()
        asked = posteriors if units is None else _of(posteriors, units)
        return cls(case=case, posteriors=posteriors, asked=asked, states=case.states(asked))

    def at(self, day: date) -> int:
        """Position of a day; :class:`ConfigError` where the map begins later."""
        if day < self.case.first:
            raise ConfigError(f"{day} is before the map, which begins on {self.case.first}")
        return (day - self.case.first).days

    @property
    def days(self) -> int:
        """How many days the map has."""
        return int(self.states.state.shape[1])

    def out_of_line(self, unit: str) -> Mapping[str, float]:
        """Sources that weigh less about a unit, because they keep saying there what all others contradict."""
        found = cast("Mapping[str, Mapping[str, float]]", self.posteriors.parameters.get("out_of_line", {}))
        return found.get(unit, {})

    def state(self, row: int, at: int) -> tuple[str, str]:
        """State and holder's id, empty where nobody is said to hold it."""
        holder = int(self.states.holder[row, at])
        return STATES[self.states.state[row, at]], self.posteriors.states[holder] if holder >= 0 else ""

    def of_unit(self, unit: str, at: int) -> tuple[str, str, npt.NDArray[np.float32]]:
        """State, holder and probabilities of a map unit."""
        row = self.states.units.index(unit)
        return (*self.state(row, at), self.asked.p[row, at])

    def of_most(self, parts: Sequence[str], at: int) -> tuple[str, str, npt.NDArray[np.float32]]:
        """State and holder of the majority of these map units, with each actor's share of them."""
        rows = np.array([self.states.units.index(part) for part in parts])
        most = majority(series_of(self.asked, self.states), rows)
        holder = int(most["holder"][at])
        named = self.posteriors.states[holder] if holder >= 0 else ""
        return STATES[int(most["state"][at])], named, most["p"][at]


def why(
    project: Project,
    text: str,
    *,
    on: date | None = None,
    known: date | None = None,
    recorded: datetime | None = None,
) -> dict[str, Any]:
    """The answer for a unit and a day (the map's last by default), with the claims behind it, largest influence first.

    A parent unit has the colour that the page rolls up for it: that of its seat, or where that is not known, or the
    project does not go by it, of the majority of its parts; and the claims about all of them. ``initial`` is who held the
    unit at the start by the project's own file, ``rollup`` how a parent got its colour, ``because`` says why a unit is unknown, ``left`` which claims about it do not count and why,
    ``out_of_line`` which sources weigh less here.
    Raises :class:`whoholds.errors.UnknownUnit` where the text names no unit, or several.
    """
    unit = project.unit(text)
    parts = project.frame.expand(unit)
    told = Told.of(project, known=known, recorded=recorded, reach=on, units=parts)
    by_seat = len(parts) == 1 or project.config.publish.rollup == "seat"
    seat = project.seat(unit) if by_seat else None
    on = on or told.case.last
    at = told.at(on)
    state, holder, p = told.of_unit(seat, at) if seat else told.of_most(parts, at)
    return {
        "unit": unit,
        "name": project.label(unit),
        "on": on.isoformat(),
        "known": told.case.known.isoformat(),
        "state": state,
        "holder": holder,
        "rollup": "majority" if seat is None else "seat" if len(parts) > 1 else "",
        "initial": project.initial.get(seat or "", ""),
        "because": _because(told, seat, on) if state == "unknown" else "",
        "p": {name: round(float(x), 4) for name, x in zip(told.posteriors.states, p, strict=True)},
        "claims": _claims(told, parts, at, seat),
        "left": _left(told, parts),
        "out_of_line": sorted({source for part in parts for source in told.out_of_line(part)}),
    }


def _of(posteriors: Posteriors, units: Sequence[str]) -> Posteriors:
    """The posteriors of some units."""
    row = {unit: k for k, unit in enumerate(posteriors.units)}
    return replace(posteriors, units=tuple(units), p=posteriors.p[[row[unit] for unit in units]])


def _because(told: Told, unit: str | None, on: date) -> str:
    """Why a unit is unknown on a day; ``None`` is one that goes by the majority of its parts."""
    if unit is None:
        return "no party holds more than half of its units"
    rules, at = told.case.parameters, told.at(on)
    row = told.states.units.index(unit)
    if told.states.claims[row, at]:
        likely = told.asked.p[row, at, :-1].max() >= rules.held
        return "no claim says who holds it" if likely else f"no actor's probability reaches {rules.held:g}"
    days = [t.published for t in told.case.testimonies if t.unit == unit and t.day <= on]
    if not days:
        return "no claim about it counts up to this day"
    return f"its newest report is of {max(days)}, more than {rules.stale_days} days before"


def _left(told: Told, units: Sequence[str]) -> list[dict[str, str]]:
    """Claims placed in the units that say nothing to the map, by published day, and why they do not."""
    frame, within = told.case.project.frame, set(units)

    def there(item: Attested) -> bool:
        return any(
            p.unit and p.probability >= DOUBTFUL and (on := set(frame.expand(p.unit))) and on <= within
            for p in item.placements
        )

    about = [item for item in map(told.case.attested.__getitem__, told.case.left) if there(item)]
    about.sort(key=lambda item: (str(item.document.published), item.claim.id))
    return [
        {"id": item.claim.id, "quote": said.quote, "reason": told.case.left[item.claim.id]}
        for item, said in _public(told, about)
    ]


def _claims(told: Told, units: Sequence[str], at: int, seat: str | None) -> list[dict[str, Any]]:
    """Claims about the units, as the contract has them: first those that bear on the ``seat``, whose answer is theirs.

    ``delta`` moves the answer of ``unit``: the seat, or that of the units which the claim moves most.
    """
    best: dict[str, tuple[bool, float, str, dict[str, Any]]] = {}
    case, day = told.case, told.case.first + timedelta(days=at)
    for found, carry in carriers(told.posteriors, case.testimonies, case.parameters, day, units=list(units)):
        for row in carry:
            claim, delta, rest = found.claims[row], float(found.delta[row, at]), found.without[row, at]
            likely = told.posteriors.states[int(rest.argmax())]
            without = {"state": likely, "p": round(float(rest.max()), 2)}
            mine = (found.unit == seat, delta, found.unit, without)
            best[claim] = max(best.get(claim, mine), mine, key=lambda x: (x[0], abs(x[1])))
    order = sorted(best, key=lambda claim: (not best[claim][0], -abs(best[claim][1]), claim))
    shown = _public(told, [told.case.attested[claim] for claim in order])
    actors = {row.claim: row.actor for row in told.case.testimonies}
    return [
        {
            "id": claim,
            "quote": said.quote,
            "sentence": said.sentence,
            "speaker": list(said.speaker),
            "outlet": item.document.outlet or "",
            "published": item.document.published.isoformat() if item.document.published else "",
            "url": item.document.url or "",
            "relation": said.relation,
            "actor": actors[claim],
            "named": said.actor is not None,
            "delta": round(best[claim][1], 3),
            "unit": best[claim][2],
            "place": "" if best[claim][2] == seat else told.case.project.label(best[claim][2]),
            "modality": said.modality,
            "polarity": said.polarity,
            "without": best[claim][3],
        }
        for claim, (item, said) in zip(order, shown, strict=True)
    ]


def _public(told: Told, items: list[Attested]) -> list[tuple[Attested, Any]]:
    """The claims as the project lets them be shown, and as an editor amended them."""
    project, cast = told.case.project, told.case.cast
    public = [cast.name(a) for a in told.case.actors]
    public += [unit.name for unit in project.frame.units.values()]
    said = [replace(item, claim=as_judged(item)) for item in items]
    shown = speakers.shown(said, project.config.publish, public, cast.persons)
    return [(item, public_item.claim) for item, public_item in zip(items, shown, strict=True)]


def in_words(answer: dict[str, Any]) -> str:
    """The answer of :func:`why` for a terminal."""
    held = f"{answer['state']} by {answer['holder']}" if answer["holder"] else answer["state"]
    held += _ROLLED[answer["rollup"]] if answer["state"] != "unknown" else ""
    held += f", because {answer['because']}" if answer["because"] else ""
    chances = ", ".join(
        f"{name} {p:.2f}" for name, p in sorted(answer["p"].items(), key=lambda x: -x[1]) if p >= 0.005
    )
    lines = [
        f"{answer['name']} on {answer['on']} (known by {answer['known']}): {held}",
        f"  {'share of its units' if answer['rollup'] == 'majority' else 'probability'}: {chances}",
    ]
    for claim in answer["claims"]:
        who = " > ".join(claim["speaker"]) or "in its own voice"
        whose = f"the answer of {claim['place']}" if claim["place"] else "this answer"
        moves = f"{'for' if claim['delta'] > 0 else 'against'} {whose} by {abs(claim['delta']):.2f}"
        if abs(claim["delta"]) < LEAST:
            moves = "one of several that say so"
        lines += [
            "",
            f"  “{claim['quote']}”",
            f"    {claim['outlet']}, {claim['published']}, {who}; {_said_of(claim)}"
            f"{' (denied)' if claim['polarity'] == 'denied' else ''}, {claim['modality']}",
            f"    {moves}; without it: {claim['without']['state']}, "
            f"{claim['without']['p']:.2f}   [{claim['id'][:12]}] {claim['url']}",
        ]
    for source in answer["out_of_line"]:
        lines += ["", f"  {source} keeps saying here what the others contradict, and weighs less"]
    if answer["initial"]:
        initial, at_first = answer["initial"], "at the map's first day"
        began = f"{CONTESTED} {at_first}" if initial == CONTESTED else f"held {at_first} by {initial}"
        lines.append(f"  {began}, as the project's own file says")
    elif not answer["claims"] and not answer["left"]:
        lines.append("  no claim speaks of it: not reported is not the same as not happened")
    return "\n".join([*lines, *_left_in_words(answer["left"])])


def _said_of(claim: Mapping[str, Any]) -> str:
    """What a claim says of whom; where it names nobody, whom it is taken to speak of."""
    if claim["named"] or not claim["actor"]:
        return f"{claim['relation']} {claim['actor']}"
    return f"{claim['relation']}, nobody named: of {claim['actor']}, whom reports had there"


def _left_in_words(left: Sequence[dict[str, str]]) -> list[str]:
    """Claims that do not count, the newest first, and how to let one count."""
    if not left:
        return []
    lines = ["", f"  {len(left)} more about it, on any day, {'do' if len(left) > 1 else 'does'} not count:"]
    lines += [f"    “{c['quote']}”: {c['reason']}   [{c['id'][:12]}]" for c in left[::-1][:SHOWN]]
    if len(left) > SHOWN:
        lines.append(f"    and {len(left) - SHOWN} older ones")
    return [*lines, "    to let one count: whoholds judge CLAIM accept (or amend) --by NAME --reason TEXT"]


def diff(
    project: Project,
    first: date,
    second: date,
    *,
    known: date | None = None,
    recorded: datetime | None = None,
) -> list[dict[str, str]]:
    """Units whose state or holder differs between two days, since when, and the claim that moved them most."""
    told = Told.of(project, known=known, recorded=recorded, reach=max(first, second))
    begin, end = told.at(first), told.at(second)
    changed = [u for u in range(len(told.states.units)) if told.state(u, begin) != told.state(u, end)]
    units = [told.states.units[u] for u in changed]
    moved = (
        {d.unit: d for d in deltas(told.posteriors, told.case.testimonies, told.case.parameters, units=units)}
        if units
        else {}
    )
    out = []
    for row, unit in zip(changed, units, strict=True):
        at = _since(told, row, begin, end)
        found = moved[unit]
        strongest = int(np.abs(found.delta[:, at]).argmax()) if found.claims else None
        (from_state, from_holder), (to_state, to_holder) = told.state(row, begin), told.state(row, end)
        out.append(
            {
                "unit_id": unit,
                "from_state": from_state,
                "from_holder": from_holder,
                "to_state": to_state,
                "to_holder": to_holder,
                "day": date.fromordinal(told.case.first.toordinal() + at).isoformat(),
                "claim": "" if strongest is None else found.claims[strongest],
            }
        )
    return out


def _since(told: Told, row: int, begin: int, end: int) -> int:
    """Position of the day since which the unit is as on the second day, going from the first towards it."""
    step = 1 if end >= begin else -1
    at = end
    while at != begin and told.state(row, at - step) == told.state(row, end):
        at -= step
    return at
