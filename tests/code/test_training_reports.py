"""Reports written for training: every claim can be found in its text, in the codebook's words."""

import tomllib
from pathlib import Path
from typing import get_args

import pytest

from whoholds.model import Extent, Modality, Quantifier, Relation

FOLDER = Path(__file__).parents[2] / "scripts" / "scorer_training" / "reports"
FILES = sorted(FOLDER.glob("*.toml"))
KEYS = {"r", "no", "a", "against", "p", "kind", "within", "extent", "quantifier", "n", "of", "except", "by", "dated", "s", "q"}  # fmt: skip


def reports(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))["report"]


def test_there_are_some():
    assert len(FILES) > 20


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_quote_stands_once_in_its_report(path):
    wrong = [
        c["q"] for r in reports(path) for c in r["claims"] if " ".join(r["text"].split()).count(c["q"]) != 1
    ]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_name_stands_in_title_or_text(path):
    for report in reports(path):
        told = report.get("title", "") + " " + " ".join(report["text"].split())
        names = [c[k] for c in report["claims"] for k in ("a", "against", "p", "within") if k in c]
        assert [n for n in names if n not in told] == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_claims_speak_the_codebook(path):
    for claim in (c for r in reports(path) for c in r["claims"]):
        assert set(claim) <= KEYS
        assert claim["r"] in get_args(Relation)
        assert claim.get("by", "asserted") in get_args(Modality)
        assert claim.get("extent", "whole") in get_args(Extent)
        assert claim.get("quantifier", "named") in get_args(Quantifier)
        assert claim.keys() & {"p", "kind", "within", "quantifier"}, claim["q"]
