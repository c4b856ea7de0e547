"""What makes an edition citable and verifiable: a data package and a manifest of hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from whoholds.publish.csv_hxl import claims
from whoholds.publish.edition import Edition
from whoholds.publish.table import View, control

_DESCRIPTIONS = {
    "unit_id": "Identifier of the unit", "unit_name": "Name of the unit", "level": "Administrative level",
    "parent_id": "Identifier of the unit that contains it", "parent_name": "Its name",
    "code": "Official code, where there is one", "date": "Day for which the state holds (valid time)",
    "state": "held, unconfirmed, contested, disputed or unknown; empty under roll-up by shares",
    "holder": "Actor id; only where held or unconfirmed", "probability": "Probability of the published state",
    "claims": "Claims used, copies counted once", "outlets": "Number of outlets behind them",
    "newest_evidence": "Published day of the newest evidence used",
    "known": "Reports published up to this day were used", "rollup": "How the state came from smaller units",
    "claim_id": "Content hash of the claim in the ledger", "says": "holds, denies or contests, of of_actor",
    "of_actor": "Actor id", "relation": "holds, gains, loses or contests, as the codebook has it",
    "actor": "Actor as written", "against": "Counterpart as written", "place": "Place as written",
    "modality": "asserted, claimed, possible, planned or conditional", "polarity": "affirmed or denied",
    "day": "Day from which it is said to hold", "start": "Start as precise as the text", "end": "End, likewise",
    "published": "Day of publication in the report's own offset", "outlet": "Outlet", "speaker": "Who says it, outermost first",
    "url": "Address of the report", "quote": "Exact words", "sentence": "The sentence they stand in",
    "story": "Equal for copies of one story", "verdict": "An editor's word, where there is one",
    "moved": "Largest change of log-odds that the claim made on any day",
}  # fmt: skip
_OF_PARTS = {
    "probability": "Share of its units that are published so",
    "claims": "Claims used, added up over its units: one that bears on several counts in each",
    "outlets": "Largest number of outlets behind one of its units",
}  # fmt: skip
"""What a number of a rolled-up unit is that does not go by its capital."""


def datapackage(edition: Edition, files: Sequence[str]) -> str:
    """Describe the tables as a Frictionless data package: columns, licence, method version, known date."""
    package = {
        "profile": "tabular-data-package",
        "name": f"whoholds-{edition.country.lower()}-{edition.id[:12]}",
        "id": edition.id,
        "title": edition.title,
        "version": edition.version,
        "licenses": [{"name": edition.licence.replace(" ", "-"), "title": edition.licence}],
        "sources": [{"title": credit} for credit in edition.credits],
        "known": edition.known.isoformat(),
        "synthetic": edition.synthetic,
        "method": f"whoholds {edition.version}",
        "resources": [_resource(edition, name) for name in files if name.endswith(".csv")],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(edition: Edition, name: str) -> dict[str, Any]:
    is_claims = name.endswith("claims.csv")
    columns = claims(edition) if is_claims else control(edition, View(on=edition.last))
    key = ["claim_id", "unit_id"] if is_claims else ["unit_id", "date"]
    return {
        "name": "claims" if is_claims else "control-changes",
        "path": name,
        "profile": "tabular-data-resource",
        "format": "csv",
        "encoding": "utf-8",
        "schema": {"fields": [_field(column, edition.rolled) for column in columns], "primaryKey": key},
    }


def _field(name: str, rolled: str | None = None) -> dict[str, str]:
    kinds = {"date": "date", "known": "date", "newest_evidence": "date", "published": "date", "day": "date"}
    kind = kinds.get(name, "integer" if name in ("claims", "outlets") else "string")
    if name in ("probability", "moved") or name.startswith("p_"):
        kind = "number"
    return {"name": name, "type": kind, "description": _meaning(name, rolled)}


def _meaning(name: str, rolled: str | None) -> str:
    """What a column says; of a unit that is made of others, how its number came from theirs."""
    chance = "of contested" if name == "p_contested" else f"that {name.removeprefix('p_')} holds the unit"
    text = _DESCRIPTIONS.get(name, f"Probability {chance}")
    of_parts = _OF_PARTS.get(name, "Share of its units that are so" if name.startswith("p_") else "")
    if not rolled or not of_parts:
        return text
    return f"{text}, as of its capital; where that is not known: {of_parts}" if rolled == "seat" else of_parts


def citation(edition: Edition) -> str:
    """One line to cite the edition by."""
    where = f" {edition.settings.url}" if edition.settings.url else ""
    return (
        f"{edition.title}, {edition.first} to {edition.last}, as known on {edition.known}. "
        f"whoholds {edition.version}, edition {edition.id}.{where} ({edition.licence})"
    )


def manifest(edition: Edition, root: Path, files: Sequence[Path]) -> str:
    """List every file with its SHA-256, and what the edition is made from."""
    about = {
        "edition": edition.id, "content": edition.content, "version": edition.version, "title": edition.title,
        "known": edition.known.isoformat(), "first": edition.first.isoformat(), "last": edition.last.isoformat(),
        "recorded": edition.recorded.isoformat() if edition.recorded else None,
        "synthetic": edition.synthetic, "licence": edition.licence, "credits": list(edition.credits),
        "citation": citation(edition),
    }  # fmt: skip
    hashes = {path.relative_to(root).as_posix(): _sha256(path) for path in sorted(files)}
    return json.dumps(about | {"files": hashes}, ensure_ascii=False, indent=1) + "\n"


def verify(root: Path) -> list[str]:
    """Files of a published folder that are missing or differ from its manifest."""
    listed: dict[str, str] = json.loads((root / "manifest.json").read_text(encoding="utf-8"))["files"]
    return [
        name
        for name, digest in listed.items()
        if not (root / name).is_file() or _sha256(root / name) != digest
    ]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
