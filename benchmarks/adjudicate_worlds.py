"""Score adjudication on simulated worlds with known truth, beside what one would do without it.

    python benchmarks/adjudicate_worlds.py medium --seeds 10 11 12 13 14

needs ../shared/benchmark/worlds.py (numba). The world is not the fitted model: contagion, surges,
attackers' memory, false claims, rumours, copies that are not marked. The truth is used for scores only.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from whoholds.adjudicate import Parameters, scoring, smooth
from whoholds.adjudicate.table import CONTESTS, DENIES, EXCEPT, HOLDS, NEVER, UNIT, WHOLE, Table

SIZES = {"small": (40, 100, 2), "medium": (400, 365, 4), "large": (30_000, 1_000, 4)}
WARM_UP = 10
"""Days that are not scored: nothing was said before the first."""


def table_of(world: dict[str, Any], parameters: Parameters) -> Table:
    """A world's claims as the adjudicator's columns; it sees nothing else of the world."""
    source, unit, day, published, kind, actor, story = world["C"].T.astype(np.int32)
    n = len(unit)
    wide = np.zeros(int(story.max()) + 1, dtype=bool)
    wide[story[kind == 3]] = True
    scope = np.where(kind == 3, WHOLE, np.where((kind == 1) & wide[story], EXCEPT, UNIT))
    return Table(
        names=np.arange(n),
        sources=np.arange(len(world["salign"])),
        stories=np.arange(int(story.max()) + 1),
        unit=unit,
        day=day,
        published=published,
        until=np.full(n, NEVER, np.int32),
        symbol=np.array([HOLDS, DENIES, CONTESTS, HOLDS], np.int32)[kind],
        actor=actor,
        side=world["salign"].astype(np.int32)[source],
        source=source,
        outlet=source,
        story=story,
        scope=scope.astype(np.int32),
        breadth=np.where(scope == UNIT, 1, 1000).astype(np.int32),
        claim=np.arange(n, dtype=np.int32),
        onset=np.zeros(n, bool),
        copied=np.zeros(n, bool),
        weight=np.ones(n, np.float32),
        error=np.full(n, parameters.errors[parameters.default_letter], np.float32),
    )


def plain(table: Table, parameters: Parameters) -> tuple[Table, Parameters]:
    """The chain without what this stage adds: no sources, no stories, no silence."""
    n = len(table)
    zero = np.zeros(n, np.int32)
    bare = replace(
        table,
        source=zero,
        side=zero - 1,
        story=np.arange(n, dtype=np.int32),
        scope=zero,
        sources=np.array(["all"]),
    )
    return bare, replace(
        parameters,
        learn_sources=1,
        omega=0.0,
        trust=1.0,
        calm=0.0,
        repeat_days=1e-9,
        outweigh_days=0,
        misaligned=1.0,
    )


def maps(world: dict[str, Any], naive: bool) -> Iterator[tuple[str, int, Any, float]]:
    """Name, first day to score, probabilities [U, T, S] and seconds of processor time of each way to make the map."""
    units, days = world["Z"].shape
    actors, middle = world["A"], days // 2
    settings = Parameters()
    table = table_of(world, settings)
    start = smooth.starting([""] * units, [""] * actors, {}, settings)
    if naive:
        for name, make in (("last claim wins", scoring.last_claim_wins), ("14-day vote", scoring.vote)):
            begin = time.process_time()
            yield name, middle, make(table, units, days, actors), time.process_time() - begin
    ways = {"whoholds": (table, settings)}
    if naive:
        ways = {
            "plain chain": plain(table, settings),
            "settings only": (table, replace(settings, learn=False)),
            "whoholds, misaligned = 1": (table, replace(settings, misaligned=1.0)),
        } | ways
    for name, (rows, given) in ways.items():
        begin = time.process_time()
        now, *_ = smooth.day_by_day(rows, start, days, actors, given, [middle])
        yield f"{name}, as known on the day", middle, now.transpose(1, 0, 2), time.process_time() - begin
        del now
        begin = time.process_time()
        p, *_ = smooth.over_all(rows, start, days, actors, given)
        yield f"{name}, smoothed", WARM_UP, p.transpose(1, 0, 2), time.process_time() - begin


def askew(world: dict[str, Any], share: float, seed: int) -> None:
    """Let a share of the pairs of a unit and a source that is no party's always name one and the same holder."""
    rng = np.random.default_rng(seed)
    claims, shape = world["C"], (len(world["Z"]), len(world["salign"]))
    off, holder = rng.random(shape) < share, rng.integers(0, world["A"], shape)
    off[:, world["salign"] >= 0] = False
    unit, source = claims[:, 1], claims[:, 0]
    rows = off[unit, source] & (claims[:, 4] == 0)
    claims[rows, 5] = holder[unit, source][rows]


def main() -> None:
    """Print a table of means (and spreads) over the seeds."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("size", choices=SIZES)
    arguments.add_argument("--seeds", type=int, nargs="+", default=[0])
    arguments.add_argument("--only-ours", action="store_true")
    arguments.add_argument(
        "--askew", type=float, default=0.0, help="share of units that a source is off about"
    )
    arguments.add_argument("--worlds", type=Path, default=Path(__file__).parents[2] / "shared/benchmark")
    given = arguments.parse_args()
    sys.path.insert(0, str(given.worlds))
    import worlds

    found: dict[str, list[tuple[float, ...]]] = {}
    for seed in given.seeds:
        world = worlds.make(*SIZES[given.size], seed=seed)
        if given.askew:
            askew(world, given.askew, seed)
        truth = world["Z"]
        for name, first, p, seconds in maps(world, not given.only_ours):
            scored = np.zeros(truth.shape, dtype=bool)
            scored[:, first:] = True
            s = scoring.score(p, truth, scored)
            row = (s.accuracy, s.brier, s.log, s.ece, seconds)
            found.setdefault(name, []).append(row)
            print(f"# seed {seed} {name}: " + " ".join(f"{x:.3f}" for x in row), flush=True)
            del p  # a large map, while the next is made
    print("| map | accuracy | Brier | log | ECE | CPU s |\n|---|---|---|---|---|---|")
    for name, rows in found.items():
        mean, spread = np.mean(rows, axis=0), np.std(rows, axis=0)
        print(
            f"| {name} | "
            + " | ".join(f"{m:.3f} ± {s:.3f}" for m, s in zip(mean, spread, strict=True))
            + " |"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"peak memory {peak:.2f} GB, the world's own included")


if __name__ == "__main__":
    main()
