"""What the page knows: the edition as data.js, and the evidence of each unit as a file of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.publish import feeds, palette
from whoholds.publish.edition import Bearing, Edition, Moved, Series, SeriesName
from whoholds.publish.looks import Look, looks
from whoholds.publish.rollup import rolled, seat_of
from whoholds.publish.site import shapes

Json = dict[str, Any]
_NAMES: tuple[SeriesName, ...] = ("now", "then")
NEVER = -99_999
"""Day of the newest evidence where there is none; negative days are before the map's first."""


def script(call: str, *values: object) -> str:
    """One call with JSON arguments, safe inside a script element."""
    texts = (json.dumps(v, ensure_ascii=False, separators=(",", ":")) for v in values)
    text = f"{call}({','.join(texts)});\n"
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def page_data(edition: Edition, files: Sequence[str] = ()) -> Json:
    """Collect everything but the evidence: units, shapes, actors, both series as runs; ``files`` to offer, and feeds with them."""
    grid, units, outlines = shapes.simplified(edition)
    levels = [rolled(edition, edition.settings.rollup, level) for level in edition.levels]
    table, series = _both([edition, *levels])
    hue, grey, letter = palette.hues(edition), palette.greys(edition), palette.letters(edition)
    quiet = silent(edition)
    parents = [parent for level in levels for parent in level.units]
    at = {parent.id: k for k, parent in enumerate(parents)}
    shape_of = {parent.id: shape for parent, shape in zip(edition.parents, outlines, strict=True)}
    return {
        "id": edition.id, "title": edition.title, "country": edition.country, "level": edition.level,
        "version": edition.version, "content": edition.content, "known": edition.known.isoformat(),
        "first": edition.first.isoformat(), "days": edition.days, "synthetic": edition.synthetic,
        "licence": edition.licence, "credits": list(edition.credits), "boundaryNote": edition.boundary_note,
        "fresh": edition.settings.fresh_days, "rollup": edition.settings.rollup, "rolled": edition.rolled or "",
        "recorded": edition.recorded.isoformat() if edition.recorded else "", "url": edition.settings.url or "",
        "marks": [[(day - edition.first).days, text] for day, text in edition.marks],
        "nothing": palette.NOTHING, "feeds": _feeds(edition) if files else None,
        "actors": [{"id": a.id, "name": a.name, "hue": hue[a.id], "grey": grey[a.id], "letter": letter[a.id]} for a in edition.actors],
        "looks": [{"state": t.state, "holder": t.holder, "between": list(t.between)} for t in table],
        "units": [
            {"id": u.id, "name": u.name, "parent": at.get(u.parent or "", -1), "code": _short(u.code), "also": list(u.names)}
            | ({"silent": 1} if k in quiet else {})
            | ({"initial": edition.initial[u.id]} if u.id in edition.initial else {})
            for k, u in enumerate(edition.units)
        ],
        "parents": [
            {"id": p.id, "name": p.name, "level": p.level, "parent": at.get(p.parent or "", -1), "units": edition.within[p.id],
             "seat": -1 if (seat := seat_of(p, edition)) is None else seat}
            for p in parents
        ],
        "grid": {"west": grid.west, "south": grid.south, "step": grid.step},
        "shapes": [grid.encode(shape) for shape in units],
        "outlines": ["" if (s := shape_of[p.id]) is None else grid.encode(s) for p in parents],
        "base": [{"kind": k, "name": n, "shape": s, "unit": u} for k, n, s, u in shapes.base(edition, grid)],
        "series": series, "levels": edition.levels,
        "archive": "" if edition.synthetic else edition.settings.archive, "report": edition.settings.report,
        "files": list(files),
    }  # fmt: skip


def _feeds(edition: Edition) -> Json:
    """Feeds without their suffix: of the map, of each parent and each actor by id."""
    parents = {p.id: f"feeds/{feeds.stem('parent', p.id)}" for p in feeds.parents(edition)}
    return {
        "map": "feeds/map",
        "parents": parents,
        "actors": {a.id: f"feeds/{feeds.stem('actor', a.id)}" for a in edition.actors},
    }


def silent(edition: Edition) -> frozenset[int]:
    """Units of which there is nothing to read: no claim bears on them, and their probabilities never change."""
    quiet = [k for k, unit in enumerate(edition.units) if not edition.by_unit[unit.id]]
    return frozenset(k for k in quiet if all(len(_curve(edition.series(name), k)) == 1 for name in _NAMES))


def _short(code: str | None) -> str:
    """A code that people search by; long ones are some database's keys, and a tenth of the page."""
    return code if code and len(code) <= 12 else ""


def _both(levels: Sequence[Edition]) -> tuple[list[Look], Json]:
    """Put looks of all levels and both series in one table, and each series as runs into it, level after level."""
    found = {name: [looks(level, level.series(name)) for level in levels] for name in _NAMES}
    table = sorted(
        {look for own in found.values() for part, _ in own for look in part} | {Look(state="unknown")}
    )
    place = {look: k for k, look in enumerate(table)}
    series: Json = {name: {"looks": [], "newest": []} for name in _NAMES}
    for name in _NAMES:
        for level, (own, index) in zip(levels, found[name], strict=True):
            newest = level.series(name).newest
            days = np.where(newest > 0, newest - level.first.toordinal(), NEVER)
            series[name]["looks"] += runs(np.array([place[look] for look in own], dtype=np.int64)[index])
            series[name]["newest"] += runs(np.minimum(days, level.days - 1))
    return table, series


def runs(values: npt.NDArray[Any]) -> list[list[int]]:
    """Rows as first day and value of each run: day, value, day, value, ..."""
    starts = np.ones(values.shape, bool)
    starts[:, 1:] = values[:, 1:] != values[:, :-1]
    made = []
    for row, start in zip(values, starts, strict=True):
        days = np.flatnonzero(start)
        made.append(np.stack([days, row[days]], axis=1).ravel().tolist())
    return made


def evidence(edition: Edition, unit: int) -> Json:
    """Collect the claims that bear on a unit, and its probabilities in hundredths as runs."""
    bearings = edition.by_unit[edition.units[unit].id]
    return {
        "claims": [_claim(edition, bearing) for bearing in bearings],
        "p": {name: _curve(edition.series(name), unit) for name in _NAMES},
    }


def quotes(edition: Edition) -> list[list[Any]]:
    """List every quote once per unit, for the search: unit, words, outlet, day."""
    found = []
    for k, unit in enumerate(edition.units):
        for bearing in edition.by_unit[unit.id]:
            cited = edition.by_claim[bearing.testimony.claim]
            day = min(max((bearing.testimony.published - edition.first).days, 0), edition.days - 1)
            if cited.claim.quote and cited.verdict != "reject":
                found.append([k, cited.claim.quote, cited.document.outlet or "", day])
    return found


def _curve(series: Series, unit: int) -> list[list[int]]:
    """Cut into runs of equal probabilities: day, then one number for each state."""
    p = np.round(series.posteriors.p[unit].astype(np.float64) * 100).astype(int)
    starts = np.flatnonzero(np.r_[True, np.any(p[1:] != p[:-1], axis=1)])
    return [[int(day), *p[day].tolist()] for day in starts]


def _claim(edition: Edition, bearing: Bearing) -> Json:
    cited, said = edition.by_claim[bearing.testimony.claim], bearing.testimony
    claim, document = cited.claim, cited.document
    moved = {
        name: _moved(edition, spans)
        for name, spans in (("now", bearing.moved), ("then", bearing.moved_then))
        if spans is not None
    }
    return {
        "id": cited.id, "quote": claim.quote, "sentence": claim.sentence,
        "outlet": document.outlet or "", "title": document.title or "", "language": document.language or "",
        "url": document.url or "", "speaker": list(claim.speaker), "published": said.published.isoformat(),
        "start": claim.start or "", "end": claim.end or "", "day": said.day.isoformat(),
        "until": said.until.isoformat() if said.until else "", "says": said.symbol, "actor": said.actor,
        "relation": claim.relation, "modality": claim.modality, "polarity": claim.polarity,
        "story": cited.story, "side": said.side or "", "scope": said.scope, "verdict": cited.verdict or "", "reason": cited.reason,
        "moved": moved,
    }  # fmt: skip


def _moved(edition: Edition, spans: tuple[Moved, ...]) -> list[list[float]]:
    first = edition.first
    return [[(m.first - first).days, (m.last - first).days, round(m.delta, 2)] for m in spans]
