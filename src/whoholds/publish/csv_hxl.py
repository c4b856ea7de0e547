"""Tables as CSV: the map's states with an optional HXL tag row, and the claims behind them.

A cell of text that a spreadsheet would run as a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from whoholds.model import Level
from whoholds.publish.edition import Edition
from whoholds.publish.table import Columns, View, control

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_AREA: dict[str, tuple[str, str]] = {
    "country": ("#country", "#region"), "1": ("#adm1", "#country"), "2": ("#adm2", "#adm1"),
    "3": ("#adm3", "#adm2"), "place": ("#loc", "#adm1"),
}  # fmt: skip


def write_control(edition: Edition, path: Path, view: View, *, hxl: bool = False) -> list[Path]:
    """Write ``control.csv`` (design, *Contracts*); with ``hxl``, a row of tags under the header."""
    columns = control(edition, view)
    for name in columns:
        if name == "probability" or name.startswith("p_"):
            columns[name] = [f"{value:.4f}" for value in columns[name]]
    tags = [hxl_tag(name, edition.level) for name in columns] if hxl else None
    path.write_text(_csv(columns, tags), encoding="utf-8", newline="")
    return [path]


def write_claims(edition: Edition, path: Path) -> list[Path]:
    """Write ``claims.csv``: one row per claim and unit that it bears on."""
    path.write_text(_csv(claims(edition), None), encoding="utf-8", newline="")
    return [path]


def claims(edition: Edition) -> Columns:
    """One row per claim and unit: what was said, by whom, when, and what it says of the unit."""
    names = {unit.id: unit.name for unit in edition.units}
    rows: list[dict[str, Any]] = []
    for unit in edition.units:
        for bearing in edition.by_unit[unit.id]:
            cited, said = edition.by_claim[bearing.testimony.claim], bearing.testimony
            claim, document = cited.claim, cited.document
            peak = max((m.delta for m in bearing.moved or ()), key=abs, default=None)
            rows.append(
                {
                    "claim_id": cited.id, "unit_id": unit.id, "unit_name": names[unit.id],
                    "says": said.symbol, "of_actor": said.actor, "relation": claim.relation,
                    "actor": claim.actor, "against": claim.against, "place": claim.place.name,
                    "modality": claim.modality, "polarity": claim.polarity, "day": said.day,
                    "start": claim.start, "end": claim.end, "published": document.published,
                    "outlet": document.outlet, "speaker": " > ".join(claim.speaker), "url": document.url,
                    "quote": claim.quote, "sentence": claim.sentence, "story": cited.story,
                    "verdict": cited.verdict, "moved": None if peak is None else round(peak, 3),
                }
            )  # fmt: skip
    return {name: [row[name] for row in rows] for name in _CLAIM_COLUMNS}


_CLAIM_COLUMNS = (
    "claim_id", "unit_id", "unit_name", "says", "of_actor", "relation", "actor", "against", "place",
    "modality", "polarity", "day", "start", "end", "published", "outlet", "speaker", "url", "quote",
    "sentence", "story", "verdict", "moved",
)  # fmt: skip


def hxl_tag(column: str, level: Level) -> str:
    """HXL tag of a column of ``control.csv`` for units of this level."""
    area, parent = _AREA[level]
    fixed = {
        "unit_id": f"{area}+id", "unit_name": f"{area}+name", "level": "#meta+level",
        "parent_id": f"{parent}+id", "parent_name": f"{parent}+name", "code": f"{area}+code",
        "date": "#date+start", "state": "#status", "holder": "#org+holder",
        "probability": "#indicator+probability", "claims": "#indicator+claims+num",
        "outlets": "#indicator+outlets+num", "newest_evidence": "#date+evidence", "known": "#date+known",
        "rollup": "#meta+rollup",
    }  # fmt: skip
    return fixed.get(column, f"#indicator+{column}")


def guarded(value: object) -> object:
    """Turn a cell into what a spreadsheet may see: no text runs as a formula."""
    if isinstance(value, str) and value.lstrip(" \n").startswith(_FORMULA):
        return "'" + value
    return value.isoformat() if isinstance(value, date) else value


def _csv(columns: Columns, tags: Iterable[str] | None) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    if tags:
        writer.writerow(tags)
    texts = {name: [guarded(v) for v in values] for name, values in columns.items()}
    writer.writerows(zip(*texts.values(), strict=True))
    return out.getvalue()
