"""How good it is: claims against gold, the map against a truth, the map against someone else's.

Maps come as ``unit,parent,date,holder``; a row holds until the unit's next one, the last for one day.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.adjudicate import scoring
from whoholds.adjudicate.table import tabulate
from whoholds.code import score as claims_score
from whoholds.errors import ConfigError, UnknownUnit
from whoholds.model import CONTESTED, STATES, Problem
from whoholds.pipeline.answers import Told
from whoholds.pipeline.coding import coded
from whoholds.pipeline.editions import edition_of
from whoholds.pipeline.project import Project
from whoholds.publish import chart

NOBODY = "(nobody)"
"""In a comparison of maps: a unit without a published holder."""


def score_claims(gold: Path, system: Path | None, reports: Path | None) -> claims_score.Score:
    """Score claims against a gold file; without ``system`` the coder reads the gold's reports.

    The reports are in the gold file itself, in ``reports``, or in ``reports.jsonl`` beside it.
    """
    wanted = claims_score.load(gold)
    if system is not None:
        return claims_score.score(wanted, claims_score.load(system))
    problems: list[Problem] = []
    lines = coded(str(_with_text(gold, reports)), problems)
    found = {line["id"]: line["claims"] for line in lines}
    if not set(found) & set(wanted):
        raise ConfigError(f"{gold}: none of its ids is among the reports read")
    return claims_score.score(wanted, found)


def _with_text(gold: Path, reports: Path | None) -> Path:
    beside = reports or gold.with_name("reports.jsonl")
    with gold.open(encoding="utf8") as lines:
        own = json.loads(next(lines, "{}"))
    if "text" in own and reports is None:
        return gold
    if not beside.is_file():
        raise ConfigError(f"{gold}: has no texts; name the file of its reports with --reports")
    return beside


@dataclass(frozen=True, kw_only=True, eq=False)
class Given:
    """Someone's map on our units and days: indices into ``states``, -1 where it says nothing."""

    units: tuple[str, ...]
    holder: npt.NDArray[np.int64]
    problems: tuple[Problem, ...]


def score_map(
    project: Project, truth: Path, *, known: date | None = None, diagram: Path | None = None
) -> dict[str, Any]:
    """Scores of the map against a truth, by period and for moving units apart, beside the naive maps.

    Units of the truth above the map's own level are scored by their seat. ``diagram`` gets the
    reliability diagram of the map's own probabilities.
    """
    rows = list(_rows(truth))
    told = Told.of(project, known=known, recorded=None, reach=max(row["date"] for row in rows))
    states = told.posteriors.states
    given = _given(project, told, rows, truth, dict(zip(states, range(len(states)), strict=True)))
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
        "problems": [str(problem) for problem in given.problems],
    }


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


def compare(project: Project, file: Path, *, known: date | None = None) -> dict[str, Any]:
    """Agreement with someone else's map: share, Cohen's kappa, where they differ and since when."""
    rows = list(_rows(file))
    told = Told.of(project, known=known, recorded=None, reach=max(row["date"] for row in rows))
    states = [*told.posteriors.states]
    states += [*sorted({_holder(project, row) for row in rows} - set(states)), NOBODY]
    given = _given(project, told, rows, file, {name: i for i, name in enumerate(states)})
    index = [told.states.units.index(unit) for unit in given.units]
    ours = _published(told)[index]
    ours[ours < 0] = states.index(NOBODY)
    found = scoring.compare(ours, given.holder, len(states))
    day = told.case.first.toordinal()
    return {
        "unit_days": found.days,
        "agreement": round(found.agreement, 4),
        "kappa": round(found.kappa, 4),
        "differences": [
            {
                "unit_id": given.units[d.unit],
                "name": project.label(given.units[d.unit]),
                "since": date.fromordinal(day + d.since).isoformat(),
                "until": date.fromordinal(day + d.until).isoformat(),
                "here": states[d.mine],
                "there": states[d.theirs],
            }
            for d in found.differences
        ],
        "problems": [str(problem) for problem in given.problems],
    }


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    """Rows of ``unit,parent,date,holder`` with their line."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        if missing := {"unit", "date", "holder"} - set(reader.fieldnames or ()):
            raise ConfigError(f"{file}: lacks the column {min(missing)}; it needs unit,parent,date,holder")
        for row in reader:
            try:
                day = date.fromisoformat(row["date"].strip())
            except ValueError as error:
                raise ConfigError(f"{file}:{reader.line_num}: {error}; write YYYY-MM-DD") from error
            yield {**row, "date": day, "holder": row["holder"].strip(), "line": reader.line_num}


def _given(
    project: Project, told: Told, rows: list[dict[str, Any]], file: Path, states: Mapping[str, int]
) -> Given:
    """Someone's rows on our units; a row holds until the unit's next one, the last row for its day only."""
    problems: list[Problem] = []
    by_unit: dict[str, list[tuple[int, int]]] = {}
    days = told.states.state.shape[1]
    for row in rows:
        name = ", ".join(x for x in (row["unit"].strip(), (row.get("parent") or "").strip()) if x)
        try:
            unit = project.unit(name)
        except UnknownUnit as error:
            problems.append(Problem(file=str(file), line=row["line"], reason=str(error).splitlines()[0]))
            continue
        holder = _holder(project, row)
        if holder not in states:
            problems.append(
                Problem(file=str(file), line=row["line"], reason=f"{row['holder']!r} is no actor of this map")
            )
            continue
        at = (row["date"] - told.case.first).days
        if 0 <= at < days:
            by_unit.setdefault(told.seat(unit), []).append((at, states[holder]))
    holders = np.full((len(by_unit), days), scoring.UNTOLD, dtype=np.int64)
    for row_, said in enumerate(by_unit.values()):
        said.sort()
        for (at, holder_), (after, _) in zip(said, [*said[1:], (said[-1][0] + 1, -1)], strict=True):
            holders[row_, at : max(after, at + 1)] = holder_
    return Given(units=tuple(by_unit), holder=holders, problems=tuple(problems))


def _holder(project: Project, row: Mapping[str, Any]) -> str:
    name = str(row["holder"])
    return CONTESTED if name.lower() == CONTESTED else project.actors.resolve(name)


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
    return "\n".join([*lines, *found["problems"]])


def comparison_in_words(found: dict[str, Any]) -> str:
    """The result of :func:`compare` for a terminal."""
    lines = [
        f"{found['unit_days']} unit-days: agreement {found['agreement']:.3f}, kappa {found['kappa']:.3f}"
    ]
    lines += [
        f"{d['since']} to {d['until']}  {d['name']}: {d['here']} here, {d['there']} there"
        for d in found["differences"]
    ]
    return "\n".join([*lines, *found["problems"]])
