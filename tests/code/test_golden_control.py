"""Golden sentences: a map of what works, phenomenon by phenomenon. Not a target to tune to."""

import importlib.util
from pathlib import Path

import pytest

from whoholds.code.coder import Coder

_spec = importlib.util.spec_from_file_location("golden_control", Path(__file__).with_name("golden.py"))
golden = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(golden)

FLOOR = 0.92
"""Share of all cases that must be right in everything they name; docs/reference/quality.md has the table."""


def test_the_set_is_broad_and_a_third_of_it_yields_nothing():
    found = golden.cases()
    assert len(found) >= 150
    assert len({c.conflict for c in found} - {"none"}) >= 5
    assert sum(not c.claims for c in found) >= len(found) / 3
    assert len({c.text for c in found}) == len(found)
    assert {key for c in found for claim in c.claims for key in claim} == golden.KEYS  # none is passed over


@pytest.mark.model
@pytest.mark.gate
def test_the_share_that_is_right_does_not_fall(gate):
    shares = golden.shares(Coder())
    right, total = (sum(n) for n in zip(*shares.values(), strict=True))
    rows = {name: f"{good} of {all_}" for name, (good, all_) in shares.items()}
    gate(
        "golden sentences: share right in all they name", right / total, least=FLOOR,
        of=f"{total} sentences of our own, {len({c.conflict for c in golden.cases()} - {'none'})} conflicts", rows=rows,
    )  # fmt: skip


@pytest.mark.model
@pytest.mark.gate
def test_news_of_other_kinds_yields_next_to_nothing(gate):
    found = [c for c in golden.cases() if c.phenomenon == "offtopic"]
    assert len(found) >= 10
    wrong = [c.text for c, claims in zip(found, golden.coded(found, Coder()), strict=True) if claims]
    gate("golden sentences of other news: with a claim", len(wrong), most=1, of=f"{len(found)} sentences")
