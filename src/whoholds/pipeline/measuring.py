"""How good it is: claims against gold, the map against a truth, the map against someone else's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate import scoring
from whoholds.adjudicate.table import tabulate
from whoholds.code import score as claims_score
from whoholds.errors import ConfigError
from whoholds.model import CONTESTED, STATES, Problem
from whoholds.pipeline.answers import Told
from whoholds.pipeline.coding import coded
from whoholds.pipeline.editions import edition_of
from whoholds.pipeline.given import Given, Row, on_our_days, rows_of
from whoholds.pipeline.project import Project
from whoholds.publish import chart, differences

NOBODY = "(nobody)"
"""In a comparison of maps: a unit without a published holder."""


def score_claims(
    gold: Path, system: Path | None, reports: Path | None, problems: list[Problem]
) -> claims_score.Score:
    """Score claims against a gold file; without ``system`` the coder reads the gold's reports.

    The reports are in the gold file itself, in ``reports``, or in ``reports.jsonl`` beside it. What of them could not
    be read goes to ``problems``: such a report counts as one without claims.
    """
    wanted = claims_score.load(gold)
    if system is not None:
        return claims_score.score(wanted, claims_score.load(system))
    lines = coded(str(_with_text(gold, reports)), problems)
    found = {line["id"]: line["claims"] for line in lines}
    if not set(found) & set(wanted):
        raise ConfigError(f"{gold}: none of its ids is among the reports read")
    return claims_score.score(wanted, found)


def _with_text(gold: Path, reports: Path | None) -> Path:
    beside = reports or gold.with_name("reports.jsonl")
    with gold.open("rb") as lines:
        own = json.loads(next((line for line in lines if line.strip()), "{}"))
    if "text" in own and reports is None:
        return gold
    if not beside.is_file():
        raise ConfigError(f"{gold}: has no texts; name the file of its reports with --reports")
    return beside


def score_map(
    project: Project, truth: Path, *, known: date | None = None, diagram: Path | None = None
) -> dict[str, Any]:
    """Scores of the map against a truth, by period and for moving units apart, beside the naive maps.

    Units of the truth above the map's own level are scored by their seat. ``diagram`` gets the
    reliability diagram of the map's own probabilities.
    """
    rows = rows_of(truth)
    told = Told.of(project, known=known, recorded=None, reach=max((row.day for row in rows), default=None))
    states = told.posteriors.states
    given = _given(told, truth, rows, states)
    index = [told.states.units.index(unit) for unit in given.units]
    ours = told.posteriors.p[index]
    case = told.case
    table = tabulate(
        case.testimonies, told.states.units, case.actors, case.first, case.last, case.known, case.parameters
    )
    size = (len(told.states.units), ours.shape[1], len(case.actors))
    maps = {
        "whoholds": ours,
        "as known on the day": case.posteriors(on_the_day=True).p[index],
        "last claim wins": scoring.last_claim_wins(table, *size)[index],
        "14-day vote": scoring.vote(table, *size)[index],
    }
    if diagram:
        _draw(project, known, ours, given, diagram)
    moving = scoring.moving(given.holder)[:, None] & np.ones_like(given.holder, dtype=bool)
    return {
        "unit_days": int((given.holder >= 0).sum()),
        "published": _published_agreement(told, given, index),
        "maps": {name: _scores(p, given.holder) for name, p in maps.items()},
        "moving": {name: _scores(p, given.holder, moving) for name, p in maps.items()},
        "periods": dict(_periods(maps["whoholds"], given.holder, case.first)),
        "problems": given.problems,
    }


def _given(told: Told, file: Path, rows: Sequence[Row], states: Sequence[str]) -> Given:
    """The rows on our map; :class:`ConfigError` where none of them is about it."""
    given = on_our_days(told.case.project, file, rows, states, first=told.case.first, days=told.days)
    if not given.units:
        found = "".join(f"\n{problem}" for problem in given.problems)
        raise ConfigError(
            f"{file}: no row is about a unit and a day of this map, which begins on {told.case.first}{found}"
        )
    return given


def _draw(project: Project, known: date | None, p: npt.NDArray[np.float32], given: Given, path: Path) -> None:
    """Reliability of the likeliest state on the unit-days that the truth speaks of."""
    told = given.holder >= 0
    right = p.argmax(axis=2) == given.holder
    chart.reliability(
        edition_of(project, known=known), path, p.max(axis=2)[told].tolist(), right[told].tolist()
    )


def _scores(p: Any, truth: Any, where: Any = None) -> dict[str, Any]:
    return asdict(scoring.score(p, truth, where))


def _periods(p: Any, truth: npt.NDArray[np.int64], first: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """Scores by calendar month."""
    months = np.array(
        [(date.fromordinal(first.toordinal() + t)).strftime("%Y-%m") for t in range(truth.shape[1])]
    )
    for month in sorted(set(months[(truth >= 0).any(axis=0)].tolist())):
        where = np.broadcast_to(months == month, truth.shape)
        yield month, _scores(p, truth, where)


def _published_agreement(told: Told, given: Given, index: list[int]) -> dict[str, float]:
    """Of the unit-days with a published holder (or contest), the share that agrees, and how many there are."""
    ours = _published(told)[index]
    both = (given.holder >= 0) & (ours >= 0)
    right = float((ours[both] == given.holder[both]).mean()) if both.any() else float("nan")
    return {"said": int(both.sum()), "agreement": right}


def _published(told: Told) -> npt.NDArray[np.int64]:
    """What the map publishes: the holder, *contested*, or -1."""
    contested = told.posteriors.states.index(CONTESTED)
    return np.where(told.states.state == STATES.index("contested"), contested, told.states.holder).astype(
        np.int64
    )


def compare(
    project: Project, file: Path, *, known: date | None = None, picture: Path | None = None
) -> dict[str, Any]:
    """Agreement with someone else's map: share, Cohen's kappa, where they differ and since when.

    ``picture`` gets a map of it, with a strip of days for the units that differ most.
    """
    rows = rows_of(file)
    told = Told.of(project, known=known, recorded=None, reach=max((row.day for row in rows), default=None))
    states = [*told.posteriors.states]
    states += [*sorted({project.holder(row.holder) for row in rows if row.holder} - set(states)), NOBODY]
    given = _given(told, file, rows, states)
    index = [told.states.units.index(unit) for unit in given.units]
    ours = _published(told)[index]
    ours[ours < 0] = states.index(NOBODY)
    found = scoring.compare(ours, given.holder, len(states))
    day = told.case.first.toordinal()
    apart = [
        differences.Apart(
            unit=given.units[d.unit],
            since=date.fromordinal(day + d.since),
            until=date.fromordinal(day + d.until),
            here=states[d.mine],
            there=states[d.theirs],
        )
        for d in found.differences
    ]
    if picture:
        spoken = (given.holder != scoring.UNTOLD).sum(axis=1).tolist()
        edition = edition_of(project, known=known, reach=told.case.last)
        differences.write(edition, picture, dict(zip(given.units, spoken, strict=True)), apart)
    return {
        "unit_days": found.days,
        "agreement": round(found.agreement, 4),
        "kappa": round(found.kappa, 4),
        "differences": [
            {
                "unit_id": a.unit,
                "name": project.label(a.unit),
                "since": a.since.isoformat(),
                "until": a.until.isoformat(),
                "here": a.here,
                "there": a.there,
            }
            for a in apart
        ],
        "problems": given.problems,
    }


def map_in_words(found: dict[str, Any]) -> str:
    """The scores of :func:`score_map` for a terminal."""
    said = found["published"]
    lines = [
        f"{found['unit_days']} unit-days of truth; the map names a holder or a contest on {said['said']} of them, "
        f"{said['agreement']:.3f} agree",
        f"{'':36}{'accuracy':>9}{'Brier':>8}{'log':>8}{'ECE':>8}",
    ]
    for group, title in (("maps", ""), ("moving", "moving units: ")):
        for name, row in found[group].items():
            if row["days"]:
                lines.append(
                    f"{title + name:36}{row['accuracy']:9.3f}{row['brier']:8.3f}{row['log']:8.3f}{row['ece']:8.3f}"
                )
    lines += [
        f"{month}: accuracy {row['accuracy']:.3f} on {row['days']} unit-days"
        for month, row in found["periods"].items()
    ]
    return "\n".join(lines)


def comparison_in_words(found: dict[str, Any]) -> str:
    """The result of :func:`compare` for a terminal."""
    lines = [
        f"{found['unit_days']} unit-days: agreement {found['agreement']:.3f}, kappa {found['kappa']:.3f}"
    ]
    lines += [
        f"{d['since']} to {d['until']}  {d['name']}: {d['here']} here, {d['there']} there"
        for d in found["differences"]
    ]
    return "\n".join(lines)
