"""How fast the ledger takes claims, and how fast it answers: 5 million claims over 5,000 units by default.

    python benchmarks/store_ingest.py [--claims N] [--units N] [--plain] [--no-placements] [--keep FILE]

Reports of five claims each, ten years, units by Zipf's law. The clock runs on ``append`` alone; making
the invented entries is not counted. Beside it: bare rows of the same content into a bare SQLite table
with one index, what a script of one's own would do. ``--plain`` appends without bulk mode.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from whoholds.model import Claim, Document, Entry, Pass, Place, Placement
from whoholds.store import Ledger

CODER = "rules-en@0.4"
FIRST = date(2015, 1, 1)
WORDS = [f"word{n}" for n in range(5000)]


def reports(claims: int, units: int, seed: int = 0) -> Iterator[list[Entry]]:
    """Reports of five claims, each a list of entries: document, claims, placements, pass."""
    rng = random.Random(seed)
    weights = [1 / (n + 1) for n in range(units)]
    for n in range(claims // 5):
        chosen = rng.choices(range(units), weights, k=5)
        actors = rng.choices(["northern army", "river front", "valley council"], k=5)
        words = rng.choices(WORDS, k=80)
        text, spans = "", []
        for i in range(5):
            quote = f"{actors[i]} captured District {chosen[i]}"
            sentence = f"On Sunday the {quote} after {' '.join(words[i * 16 : i * 16 + 16])}."
            spans.append((len(text) + 14, len(text) + 14 + len(quote), sentence, quote))
            text += sentence + " "
        day = FIRST + timedelta(days=n * 3650 * 5 // claims)
        document = Document(name=str(n), text=text, published=day, outlet=f"outlet{n % 50}")
        id_ = document.id
        entries: list[Entry] = [document]
        for i, (start, end, sentence, quote) in enumerate(spans):
            claim = Claim(
                document=id_, relation="gains", actor=actors[i], place=Place(name=f"District {chosen[i]}"),
                quote=quote, sentence=sentence, span=(start, end), start=day.isoformat(), confidence=0.9,
            )  # fmt: skip
            entries.append(claim)
            entries.append(
                Placement(claim=claim.id, unit=f"U-{chosen[i]}", probability=0.91, gazetteer="shipped@1")
            )
        entries.append(Pass(document=id_, coder=CODER))
        yield entries


def batches(claims: int, units: int, size: int, placed: bool = True) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    for number, entries in enumerate(reports(claims, units), 1):
        batch += entries if placed else [e for e in entries if not isinstance(e, Placement)]
        if number % (size // 5) == 0:
            yield batch
            batch = []
    if batch:
        yield batch


def ingest(ledger: Ledger, claims: int, units: int, size: int, plain: bool, placed: bool) -> None:
    spent, used, worst, done, lines = 0.0, 0.0, 0.0, 0, 0
    with nullcontext() if plain else ledger.bulk():
        for batch in batches(claims, units, size, placed):
            start, cpu = time.perf_counter(), time.process_time()
            lines += ledger.append(batch, by=CODER)
            took = time.perf_counter() - start
            used += time.process_time() - cpu
            spent, worst, done = spent + took, max(worst, took), done + size
            if done % 500_000 == 0:
                print(f"  {done:>9,} claims: {done / spent:,.0f}/s so far", flush=True)
        end = time.perf_counter()
    after = time.perf_counter() - end
    what = "placed claims" if placed else "claims"
    print(f"append: {done / spent:,.0f} {what}/s ({done / used:,.0f} per second of CPU), ", end="")
    print(f"{lines / spent:,.0f} lines/s")
    print(f"  worst batch {worst:.2f} s; indexes and full text after the load: {after:.0f} s")


def baseline(folder: Path, claims: int, units: int, size: int) -> None:
    db = sqlite3.connect(folder / "bare.db")
    db.executescript(
        "PRAGMA journal_mode=WAL; CREATE TABLE c(id TEXT, unit TEXT, day TEXT, quote TEXT, actor TEXT)"
    )
    db.execute("CREATE INDEX i ON c(unit, day)")
    spent = used = 0.0
    for batch in batches(min(claims, 500_000), units, size):
        start, cpu = time.perf_counter(), time.process_time()
        pairs = pairwise(batch)
        rows = [
            (c.id, p.unit, c.start, c.sentence, c.actor)
            for c, p in pairs
            if isinstance(c, Claim) and isinstance(p, Placement)
        ]
        with db:
            db.executemany("INSERT INTO c VALUES (?, ?, ?, ?, ?)", rows)
        spent += time.perf_counter() - start
        used += time.process_time() - cpu
    db.close()
    rows = min(claims, 500_000)
    print(
        f"a bare table, one index, no check: {rows / spent:,.0f} claims/s ({rows / used:,.0f} per second of CPU)"
    )


def latest(ledger: Ledger, units: int) -> None:
    rng = random.Random(1)
    for limit in (1, 10, 50):
        times, cpu = [], time.process_time()
        for _ in range(400):
            unit = f"U-{min(int(rng.paretovariate(0.5)), units - 1)}"
            known = FIRST + timedelta(days=rng.randrange(1, 3650))
            start = time.perf_counter()
            ledger.unit_latest(unit, known=known, limit=limit)
            times.append((time.perf_counter() - start) * 1000)
        times.sort()
        used = (time.process_time() - cpu) / 400 * 1000
        print(f"latest {limit} claims of a unit as known at T: ", end="")
        print(f"p50 {statistics.median(times):.2f} ms, p95 {times[380]:.2f} ms, CPU {used:.2f} ms")


def scan(ledger: Ledger, folder: Path) -> None:
    """All claims as arrays: built once, scanned, and brought up to date after one more report."""
    start, cpu = time.perf_counter(), time.process_time()
    side = ledger.sidecar(folder)
    took, used = time.perf_counter() - start, time.process_time() - cpu
    columns = [
        "unit",
        "document",
        "probability",
        "confidence",
        "published",
        "actor",
        "relation",
        "outlet",
        "polarity",
    ]
    rates = []
    for _ in range(3):
        start = time.perf_counter()
        table = side.scan(columns=columns)
        arrays = [
            column.combine_chunks().indices.to_numpy()
            if "dictionary" in str(column.type)
            else column.to_numpy()
            for column in (c.unify_dictionaries() for c in table.columns)
        ]
        rates.append(len(arrays[0]) / (time.perf_counter() - start))
    print(f"columns: built in {took:.0f} s ({used:.0f} s of CPU), ", end="")
    print(f"scan of {len(columns)} columns to numpy: {max(rates):,.0f} rows/s (worst {min(rates):,.0f})")
    size = sum(f.stat().st_size for f in folder.iterdir())
    print(f"  {size / 1e6:.0f} MB of Parquet")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=int, default=5_000_000)
    parser.add_argument("--units", type=int, default=5_000)
    parser.add_argument("--batch", type=int, default=10_000)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--no-placements", action="store_true", help="claims alone")
    parser.add_argument("--no-scan", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "ledger.db"
        if not (options.keep and path.exists()):
            with Ledger.create(path) as ledger:
                ingest(
                    ledger,
                    options.claims,
                    options.units,
                    options.batch,
                    options.plain,
                    not options.no_placements,
                )
            print(f"file: {path.stat().st_size / 1e9:.2f} GB")
        baseline(Path(folder), options.claims, options.units, options.batch)
        with Ledger.open(path, read_only=True) as ledger:
            latest(ledger, options.units)
            if not options.no_scan:
                scan(ledger, Path(folder) / "columns")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
