"""Adjudication against known truths: a simulated world, and Ukraine's towns; each beside the naive maps."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from whoholds.adjudicate import Parameters, adjudicate, scoring
from whoholds.adjudicate.table import tabulate

ROOT = Path(__file__).parents[2]
WORLDS = ROOT.parent / "shared" / "benchmark" / "worlds.py"
UKRAINE = ROOT.parent / "shared" / "data" / "ukraine-control"
SEED = 10

pytestmark = [pytest.mark.gate, pytest.mark.slow]


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not WORLDS.exists(), reason="needs the world maker in ../shared")
def test_a_simulated_world_of_400_units_is_told_better_than_the_naive_maps_tell_it(gate) -> None:
    benchmark = loaded(ROOT / "benchmarks" / "adjudicate_worlds.py")
    world = loaded(WORLDS).make(*benchmark.SIZES["medium"], seed=SEED)
    logs, eces = {}, {}
    for name, first, p, _ in benchmark.maps(world, True):
        scored = np.zeros(world["Z"].shape, dtype=bool)
        scored[:, first:] = True
        found = scoring.score(p, world["Z"], scored)
        logs[name], eces[name] = found.log, found.ece
    of = f"a simulated world, 400 units, 365 days, seed {SEED}"
    best = min(logs["last claim wins"], logs["14-day vote"])
    for view in ("as known on the day", "smoothed"):
        gate(
            f"world, {view}: log score, the better naive map's less ours",
            best - logs[f"whoholds, {view}"],
            least=0.3,
            of=of,
        )
    gate("world, smoothed: calibration error", eces["whoholds, smoothed"], most=0.02, of=of)


@pytest.mark.skipif(not UKRAINE.exists(), reason="needs the town statuses in ../shared")
def test_ukraines_towns_are_told_no_worse_than_by_the_last_claim(gate) -> None:
    benchmark = loaded(ROOT / "benchmarks" / "adjudicate_ukraine.py")
    towns, status = benchmark.truth()
    told = benchmark.testimonies(set(towns))
    case = (towns, benchmark.ACTORS, benchmark.FIRST, benchmark.LAST, benchmark.LAST, Parameters())
    spoken = np.isin(towns, [t.unit for t in told])[:, None] & np.ones((1, status.shape[1]), dtype=bool)
    last = scoring.last_claim_wins(tabulate(told, *case), len(towns), status.shape[1], len(benchmark.ACTORS))
    naive = scoring.score(last, status, spoken)
    now = scoring.score(adjudicate(told, *case, on_the_day=True).p, status, spoken)
    later = scoring.score(adjudicate(told, *case).p, status, spoken)
    of = f"{len(told)} dated events on {len({t.unit for t in told})} towns of Ukraine, 2022 to 2024"
    gate(
        "Ukraine, as known on the day: log score, last claim's less ours",
        naive.log - now.log,
        least=0.0,
        of=of,
    )
    gate("Ukraine, smoothed: accuracy", later.accuracy, least=0.85, of=of)
