"""How many press spellings of Afghan places does the resolver get right?

    PYTHONPATH=src python benchmarks/locate_names.py [--half held|dev] [--misses]

``tests/locate/press_afg.csv`` was written before any rule was tuned; ``held`` is the half (by hash) that
nobody looked at while tuning. *Right*: the first candidate has probability 0.5 or more and lies on the
right map unit (a district, or a province's own id). *Wrong*: it has, and does not. *Review*: below 0.5,
or *no match*. Side by side: exact names, and rapidfuzz over all names, as a user would do it by hand.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz, process

from whoholds.locate.resolve import Resolver
from whoholds.locate.units import Frame
from whoholds.model import Place

ROWS = Path(__file__).parents[1] / "tests" / "locate" / "press_afg.csv"
Answer = Callable[[str, str, str | None], str | None]


def rows(half: str) -> list[dict[str, str]]:
    """The spellings of one half, or of both (``all``)."""
    with ROWS.open(encoding="utf-8") as file:
        table = csv.DictReader(line for line in file if not line.startswith("#"))
        return [r for r in table if half in ("all", r["half"])]


def province(frame: Frame, unit: str) -> str | None:
    """Name of the province above a district; none for a province itself."""
    above = [a for a in frame.ancestors(unit) if frame.units[a].level == "1"]
    return frame.units[above[0]].name if above else None


def ours(resolver: Resolver) -> Answer:
    """The resolver, as the pipeline asks it."""

    def answer(name: str, kind: str, within: str | None) -> str | None:
        place = Place(name=name, kind="province" if kind == "province" else None, within=within)
        best = resolver.candidates(place)[0]
        return best.unit if best.probability >= 0.5 else None

    return answer


def exact(frame: Frame) -> Answer:
    """A dictionary of the names as they are spelled in the data."""
    known: dict[str, set[str]] = {}
    for unit in frame.units.values():
        for name in (unit.name, *unit.names):
            known.setdefault(name.casefold(), set()).add(unit.id)

    def answer(name: str, kind: str, within: str | None) -> str | None:
        return _one(frame, known.get(name.casefold(), set()), kind, within)

    return answer


def fuzzy(frame: Frame) -> Answer:
    """rapidfuzz.process.extractOne with WRatio over the same names."""
    known: dict[str, set[str]] = {}
    for unit in frame.units.values():
        for name in (unit.name, *unit.names):
            known.setdefault(name.casefold(), set()).add(unit.id)
    names = list(known)

    def answer(name: str, kind: str, within: str | None) -> str | None:
        hit = process.extractOne(name.casefold(), names, scorer=fuzz.WRatio, score_cutoff=80)
        return _one(frame, known[hit[0]], kind, within) if hit else None

    return answer


def _one(frame: Frame, units: set[str], kind: str, within: str | None) -> str | None:
    """The single unit left when the province is known, else none."""
    if within:
        inside = {u for u in units if within in {frame.units[a].name for a in frame.ancestors(u)}}
        units = inside or units
    units = {u for u in units if (frame.units[u].level == "1") == (kind == "province")} or units
    on_map = {u if kind == "province" else (frame.expand(u) or (u,))[0] for u in units}
    return on_map.pop() if len(on_map) == 1 else None


def judge(frame: Frame, row: dict[str, str], unit: str | None) -> str:
    """Right, wrong or review."""
    if unit is None:
        return "review"
    if row["kind"] == "province":
        return "right" if unit == row["unit"] else "wrong"
    return "right" if frame.expand(unit) == (row["unit"],) else "wrong"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", default="held", choices=("held", "dev", "all"))
    parser.add_argument("--misses", action="store_true", help="print what is not right (spoils the half)")
    arguments = parser.parse_args()
    frame = Frame.load("AFG")
    table = rows(arguments.half)
    methods = {
        "whoholds": ours(Resolver(frame)),
        "exact names": exact(frame),
        "rapidfuzz WRatio": fuzzy(frame),
    }
    print(
        f"{len(table)} spellings ({arguments.half}) of {len({r['unit'] for r in table})} units, {frame.version}"
    )
    for title, answer in methods.items():
        for known in (True, False):
            results: Counter[str] = Counter()
            for row in table:
                within = province(frame, row["unit"]) if known else None
                unit = answer(row["spelling"], row["kind"], within)
                verdict = judge(frame, row, unit)
                results[verdict] += 1
                if arguments.misses and title == "whoholds" and verdict != "right":
                    print(
                        f"  {'province' if known else 'country'} {verdict}: {row['spelling']} = {row['unit']}, got {unit}"
                    )
            shares = ", ".join(f"{k} {results[k] / len(table):.1%}" for k in ("right", "wrong", "review"))
            print(f"{title:18} {'province known' if known else 'country only':15} {shares}")


if __name__ == "__main__":
    main()
