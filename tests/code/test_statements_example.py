"""The shipped example: strengths, alignments and stances against its gold (the rules were made with it in view)."""

import json
from pathlib import Path

import pytest

from whoholds.code.coder import Coder
from whoholds.code.score_statements import KINDS, matches, score
from whoholds.code.statements import record
from whoholds.read import Defaults, read

EXAMPLE = Path(__file__).parents[2] / "examples" / "afghanistan-2021"


@pytest.mark.model
@pytest.mark.gate
def test_f1_over_all_three_kinds(gate):
    gold = {
        r["id"]: r for r in map(json.loads, (EXAMPLE / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    }
    documents = list(read(str(EXAMPLE / "reports.jsonl"), Defaults(undated=True)))
    said = {
        coding.document.name: {kind: [record(s) for s in getattr(coding, kind)] for kind in KINDS}
        for coding in Coder().code(documents)
    }
    rates = score(gold, said)
    for kind, least in {"all": 0.85, **dict.fromkeys(KINDS, 0.70)}.items():
        gate(
            f"{kind if kind != 'all' else 'strengths, alignments and stances'}, example: F1", rates[kind]["f1"], least=least,
            of="the bundled example (the rules were made with it in view)",
        )  # fmt: skip


def test_a_statement_that_differs_in_polarity_or_actor_is_no_match():
    one = {"actor": "hill league", "polarity": "affirmed", "kind": "calls", "topic": "talks"}
    assert matches("stances", one, one | {"topic": "peace talks"})
    assert not matches("stances", one, one | {"polarity": "denied"})
    assert not matches("stances", one, one | {"actor": "river front"})


def test_each_gold_statement_is_matched_once():
    one = {"actor": "hill league", "polarity": "affirmed", "low": 5, "high": 5}
    rates = score({"r": {"strengths": [one]}}, {"r": {"strengths": [one, one]}})["strengths"]
    assert (rates["hits"], rates["precision"], rates["recall"]) == (1, 0.5, 1.0)
