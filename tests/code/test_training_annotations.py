"""Sentences annotated for training: one line each, in the codebook's words, and no text of the articles."""

import json
from pathlib import Path
from typing import get_args

from whoholds.model import Extent, Modality, Quantifier, Relation

FILE = Path(__file__).parents[2] / "scripts" / "scorer_training" / "annotations.jsonl"
ROWS = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
CLAIMS = [c for row in ROWS for c in row["claims"]]
KEYS = {"r", "no", "a", "against", "p", "kind", "within", "extent", "quantifier", "n", "of", "except", "by", "dated", "q"}  # fmt: skip
LONGEST_NAME = 120
"""Characters; names of places and parties only, never a sentence, and nobody who speaks."""


def test_each_sentence_is_named_once_by_a_hash():
    names = [row["sentence"] for row in ROWS]
    assert len(set(names)) == len(names) > 2_000
    assert all(len(name) == 16 and int(name, 16) >= 0 for name in names)


def test_claims_speak_the_codebook():
    for claim in CLAIMS:
        assert set(claim) <= KEYS
        assert claim["r"] in get_args(Relation)
        assert claim.get("by", "asserted") in get_args(Modality)
        assert claim.get("extent", "whole") in get_args(Extent)
        assert claim.get("quantifier", "named") in get_args(Quantifier)
        assert claim.keys() & {"p", "kind", "within"}


def test_a_quote_is_where_it_stands_and_not_its_words():
    assert all(0 <= start < end for start, end in (c["q"] for c in CLAIMS))


def test_only_names_are_kept():
    told = [c[k] for c in CLAIMS for k in ("a", "against", "p", "within") if c.get(k)]
    assert all(len(name) <= LONGEST_NAME for name in told)


def test_many_sentences_hold_none():
    assert sum(not row["claims"] for row in ROWS) > len(ROWS) / 3
