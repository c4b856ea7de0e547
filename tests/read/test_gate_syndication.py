"""The floor under the figures: copies of 50 real stories, edited in five ways, are found and nothing else is."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT / ".." / "shared" / "data" / "war-articles"


@pytest.mark.gate
@pytest.mark.skipif(not ARTICLES.exists(), reason="needs the articles in ../shared")
def test_pairs_are_found_with_precision_and_recall(gate) -> None:
    spec = importlib.util.spec_from_file_location(
        "read_syndication", ROOT / "benchmarks" / "read_syndication.py"
    )
    assert spec
    assert spec.loader
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    reports = benchmark.corpus(ARTICLES, seed=40, count=50)
    found, truth = benchmark.linked(reports)
    assert len(truth) == 750
    of = "750 pairs of 50 stories, each with five edited copies"
    gate("copies: precision of pairs", len(found & truth) / len(found), least=0.98, of=of)
    gate("copies: recall of pairs", len(found & truth) / len(truth), least=0.92, of=of)
