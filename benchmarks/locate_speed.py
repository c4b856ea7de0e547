"""Loading, scanning, placing and pointing: seconds and memory, beside what a user would take instead.

    PYTHONPATH=src python benchmarks/locate_speed.py [ARTICLES-FOLDER]

Without a folder of texts the scan runs over a made-up megabyte. Seconds are CPU time of this process.
"""

from __future__ import annotations

import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from whoholds.locate import layers
from whoholds.locate.gazetteer import Gazetteer
from whoholds.locate.resolve import Resolver
from whoholds.locate.units import Frame
from whoholds.model import Claim, Document, Place


def timed(title: str, work: Callable[[], Any], per: float = 1.0, unit: str = "s") -> Any:
    """Run, print CPU seconds (or a rate), return the result."""
    start = time.process_time()
    result = work()
    spent = time.process_time() - start
    shown = f"{spent:.3f} s" if unit == "s" else f"{per / spent:,.0f} {unit}"
    print(f"{title:58} {shown:>18}   {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB peak")
    return result


def megabyte(folder: Path | None, frame: Frame) -> str:
    """A million characters of news text, or of made-up sentences."""
    if folder is not None:
        text = "\n".join(p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.md")))
        return (text * (1_000_000 // len(text) + 1))[:1_000_000]
    towns = [u.name for u in frame.units.values()]
    random.seed(1)
    words = ["on", "Sunday", "the", "fighters", "said", "that", "they", "had", "taken", "the", "road", "near"]
    return " ".join(
        random.choice(towns) if random.random() < 0.05 else random.choice(words) for _ in range(160_000)
    )


def fresh(code: str) -> None:
    """Time a statement in a new interpreter."""
    script = f"import time; t = time.process_time(); {code}; print(f'{{time.process_time() - t:.3f}} s')"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    print(f"{code[:58]:58} {out.strip():>18}")


def main() -> None:
    """Print the table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    fresh("import whoholds.locate.resolve")
    frame = timed("Frame.load('AFG')", lambda: Frame.load("AFG"))
    timed("Frame.load('UKR'): 5,488 towns", lambda: Frame.load("UKR"))
    gazetteer = Gazetteer(frame)
    timed("build one country's scan", lambda: gazetteer.scan("Kunduz"))
    text = megabyte(folder, frame)
    found = timed("scan 1 MB, one country", lambda: gazetteer.scan(text))
    names = sorted({n for u in frame.units.values() for n in (u.name, *u.names)}, key=len, reverse=True)
    union = re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b")
    part = text[:100_000]
    hits = timed("  a regular expression of the same names, 0.1 MB", lambda: union.findall(part))
    print(
        f"  found in that tenth: {len(gazetteer.scan(part))} by whoholds (of {len(found)}), {len(hits)} by the expression"
    )
    world = [
        (n, r["country"])
        for r in layers._read(layers.DATA / "places.parquet", None)
        for n in (r["name"], *r["names"])
    ]
    automaton = timed(f"build the world's scan, {len(world):,} names", lambda: whole_world(world))
    timed("scan 1 MB, the world", lambda: sum(1 for _ in automaton.iter(text.lower())))
    resolver = Resolver(frame, gazetteer=gazetteer)
    resolver.candidates(Place(name="Kunduz"))
    documents = [Document(name=str(i), text=text[i * 2000 : (i + 1) * 2000]) for i in range(200)]
    claims = [
        Claim(
            document=d.id,
            relation="gains",
            actor=None,
            place=Place(name=frame.units[u].name),
            quote="",
            sentence=d.text[:200],
            span=(0, 0),
        )
        for d, u in zip(documents, frame.map_units, strict=False)
    ]
    timed(
        "place claims, each in a report of its own",
        lambda: [resolver.place(c, d) for c, d in zip(claims, documents, strict=True)],
        200,
        "claims/s",
    )
    districts = shapely.from_wkb(np.array([frame.units[u].geometry for u in frame.map_units], dtype=object))
    tree = shapely.STRtree(districts)
    points = shapely.points(np.random.default_rng(1).uniform((60.5, 29.4), (74.9, 38.5), (100_000, 2)))
    timed("points in 398 polygons", lambda: tree.query(points, predicate="intersects"), 100_000, "points/s")


def whole_world(names: list[tuple[str, str]]) -> Any:
    """An automaton of every spelling of every place."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for name, country in names:
        if len(name) > 3:
            automaton.add_word(f" {name.lower()} ", country)
    automaton.make_automaton()
    return automaton


if __name__ == "__main__":
    main()
