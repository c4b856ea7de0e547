"""Score claims against gold claims, as the codebook's section *Score* defines it.

A system claim matches a gold claim where relation, polarity, place and actor agree; each gold claim is
matched at most once, by maximum matching that prefers pairs which agree in more fields.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from whoholds.errors import ConfigError

Record = Mapping[str, Any]
"""A claim as the codebook's record."""

_GENERIC = frozenset(
    {"the", "a", "an", "of", "in", "on", "at", "city", "town", "village", "district", "province", "governorate", "oblast"}
    | {"region", "state", "county", "area", "areas", "neighborhood", "neighbourhood", "suburb", "countryside", "forces"}
    | {"force", "troops", "soldiers", "fighters", "militants", "militia", "militiamen", "army", "armies", "military", "units"}
    | {"unit", "men", "group", "groups", "gunmen", "insurgents"}
)  # fmt: skip

ROWS: Mapping[str, frozenset[str] | None] = {
    "all": None,
    "gains+loses": frozenset({"gains", "loses"}),
    "holds": frozenset({"holds"}),
    "contests": frozenset({"contests"}),
}
"""Rows of the table, and the relations that each counts."""


def fold(name: str | None) -> tuple[str, ...]:
    """Words of a name without case, accents, plural s, articles and generic words; the plain words if none is left.

    >>> fold("the towns of Al-Báb")
    ('al', 'bab')
    """
    ascii_only = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", re.sub(r"'s\b", "", ascii_only))
    singular = [w[:-1] if len(w) > 4 and w.endswith("s") and not w.endswith("ss") else w for w in words]
    return tuple(w for w in singular if w not in _GENERIC and f"{w}s" not in _GENERIC) or tuple(singular)


def agree(one: str | None, other: str | None) -> bool:
    """Whether one folded name stands in the other as whole words; no name agrees only with no name.

    >>> agree("Islamic State fighters", "the Islamic State in Iraq"), agree(None, "rebels")
    (True, False)
    """
    short, long = sorted((fold(one), fold(other)), key=len)
    if not short:
        return not long
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def same_place(gold: Record, system: Record) -> bool:
    """Whether two places agree: equal folded names, or both unnamed within agreeing places."""
    if gold.get("name") is None or system.get("name") is None:
        return gold.get("name") is system.get("name") and agree(gold.get("within"), system.get("within"))
    return fold(gold["name"]) == fold(system["name"])


def matches(gold: Record, system: Record) -> bool:
    """Whether a system claim counts as the gold claim."""
    return (
        gold["relation"] == system["relation"]
        and gold["polarity"] == system["polarity"]
        and same_place(gold["place"], system["place"])
        and agree(gold["actor"], system["actor"])
    )


def _start(gold: Record, system: Record) -> bool:
    if not gold.get("start"):
        return not system.get("start")
    return str(system.get("start") or "").startswith(gold["start"])


FIELDS: Mapping[str, Callable[[Record, Record], bool]] = {
    "speaker": lambda g, s: {fold(x) for x in g["speaker"]} == {fold(x) for x in s["speaker"]},
    "modality": lambda g, s: bool(g["modality"] == s["modality"]),
    "start": _start,
    "by_party": lambda g, s: bool(g["by_party"]) == bool(s["by_party"]),
    "extent": lambda g, s: bool(g["place"].get("extent") == s["place"].get("extent")),
    "quantifier": lambda g, s: bool(g["place"].get("quantifier") == s["place"].get("quantifier")),
}
"""What is compared over matched claims."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """Counts over some relations, and the usual ratios of them."""

    gold: int
    system: int
    matched: int

    @property
    def precision(self) -> float:
        """Share of system claims that are right."""
        return self.matched / self.system if self.system else 0.0

    @property
    def recall(self) -> float:
        """Share of gold claims that were found."""
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, kw_only=True)
class Score:
    """The codebook's table, with the claims behind it; each list holds (id, claim) or (id, gold, system)."""

    rows: Mapping[str, Row]
    fields: Mapping[str, float | None]
    pairs: Sequence[tuple[str, Record, Record]] = field(repr=False)
    missed: Sequence[tuple[str, Record]] = field(repr=False)
    false: Sequence[tuple[str, Record]] = field(repr=False)

    def table(self) -> str:
        """Format the table as text."""
        lines = [f"{'':12} {'gold':>5} {'system':>6} {'matched':>7} {'precision':>9} {'recall':>6} {'F1':>6}"]
        lines += [
            f"{name:12} {r.gold:5} {r.system:6} {r.matched:7} {r.precision:9.3f} {r.recall:6.3f} {r.f1:6.3f}"
            for name, r in self.rows.items()
        ]
        shares = "  ".join(f"{k} {'-' if v is None else format(v, '.3f')}" for k, v in self.fields.items())
        return "\n".join([*lines, f"over matched claims: {shares}"])

    def listing(self) -> str:
        """Format every missed and every false claim, one a line."""
        return "\n".join(
            f"{label:6} {key} {brief(claim)}"
            for label, rows in (("missed", self.missed), ("false", self.false))
            for key, claim in rows
        )

    def as_json(self) -> dict[str, Any]:
        """Return the figures as plain data."""
        rows = {
            name: {
                "gold": r.gold, "system": r.system, "matched": r.matched,
                "precision": round(r.precision, 3), "recall": round(r.recall, 3), "f1": round(r.f1, 3),
            }
            for name, r in self.rows.items()
        }  # fmt: skip
        return {**rows, "fields": {k: None if v is None else round(v, 3) for k, v in self.fields.items()}}


def score(gold: Mapping[str, Sequence[Record]], system: Mapping[str, Sequence[Record]]) -> Score:
    """Score claims by report id; a report that the system does not have counts as without claims."""
    pairs: list[tuple[str, Record, Record]] = []
    missed: list[tuple[str, Record]] = []
    false: list[tuple[str, Record]] = []
    for key, wanted in gold.items():
        found = system.get(key, ())
        matched = pair(wanted, found)
        pairs += [(key, wanted[i], found[j]) for i, j in matched]
        missed += [(key, c) for i, c in enumerate(wanted) if i not in dict(matched)]
        false += [(key, c) for j, c in enumerate(found) if j not in {j for _, j in matched}]
    return Score(
        rows={name: _row(kept, pairs, missed, false) for name, kept in ROWS.items()},
        fields={
            k: sum(f(g, s) for _, g, s in pairs) / len(pairs) if pairs else None for k, f in FIELDS.items()
        },
        pairs=pairs,
        missed=missed,
        false=false,
    )


def _row(
    kept: frozenset[str] | None,
    pairs: Iterable[tuple[str, Record, Record]],
    missed: Iterable[tuple[str, Record]],
    false: Iterable[tuple[str, Record]],
) -> Row:
    def count(claims: Iterable[Record]) -> int:
        return sum(kept is None or c["relation"] in kept for c in claims)

    matched = count(g for _, g, _ in pairs)
    return Row(
        gold=matched + count(c for _, c in missed),
        system=matched + count(c for _, c in false),
        matched=matched,
    )


def pair(gold: Sequence[Record], system: Sequence[Record]) -> list[tuple[int, int]]:
    """Maximum matching of two lists of claims (augmenting paths), pairs with more agreeing fields first."""
    options = [_options(g, system) for g in gold]
    owner: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j in options[i]:
            if j in tried:
                continue
            tried.add(j)
            if j not in owner or place(owner[j], tried):
                owner[j] = i
                return True
        return False

    for i in range(len(gold)):
        place(i, set())
    return sorted((i, j) for j, i in owner.items())


def _options(gold: Record, system: Sequence[Record]) -> list[int]:
    """Claims that match, those with more agreeing fields first."""
    found = [j for j, claim in enumerate(system) if matches(gold, claim)]
    return sorted(found, key=lambda j: -sum(f(gold, system[j]) for f in FIELDS.values()))


def brief(claim: Record) -> str:
    """Format a claim in one line."""
    place = claim["place"]
    denied = "" if claim["polarity"] == "affirmed" else " (denied)"
    within = f" within {place['within']}" if place.get("within") else ""
    name = place.get("name") or f"[{place.get('quantifier')} {place.get('n') or ''} {place.get('kind')}]"
    return f"{claim['actor']} {claim['relation']}{denied} {name}{within} | {claim.get('quote', '')}"


def load(path: Path | str) -> dict[str, list[Record]]:
    """Read gold or system claims: JSON Lines with ``id`` and ``claims``. Raises ``ConfigError`` on a bad line."""
    found: dict[str, list[Record]] = {}
    with Path(path).open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                found[row["id"]] = row["claims"]
            except (ValueError, KeyError, TypeError) as error:
                raise ConfigError(f'{path}:{number}: needs "id" and "claims" ({error})') from error
    return found
