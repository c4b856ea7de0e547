"""Our scorer says what the codebook's scorer says."""

import importlib.util
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoholds.code.score import FIELDS, agree, fold, load, pair, score
from whoholds.errors import ConfigError

SHARED = Path(__file__).parents[3] / "shared" / "gold"


def claim(relation="gains", actor="rebels", name="Tamanah", polarity="affirmed", within=None, **fields):
    place = {"name": name, "within": within, "quantifier": "named", "extent": "whole"}
    rest = {"speaker": [], "modality": "asserted", "start": None, "by_party": False}
    return {
        "relation": relation,
        "polarity": polarity,
        "actor": actor,
        "place": place,
        "quote": "q",
        **rest,
        **fields,
    }


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("rebel forces", "rebels", True),
        ("the Army", "Syrian Army", False),
        ("Army", "army units", True),
        (None, None, True),
        (None, "rebels", False),
        ("Islamic State", "Islamic State in Iraq", True),
        ("Iraq State", "Islamic State in Iraq", True),
        ("Islamic Iraq", "Islamic State in Iraq", True),
    ],
)
def test_names_agree_as_whole_words(one, other, same):
    assert agree(one, other) is same


def test_unnamed_places_agree_by_what_contains_them():
    gold = {"r": [claim(name=None, within="Homs")]}
    assert score(gold, {"r": [claim(name=None, within="Homs province")]}).rows["all"].matched == 1
    assert score(gold, {"r": [claim(name=None)]}).rows["all"].matched == 0
    assert score(gold, {"r": [claim(name="Homs")]}).rows["all"].matched == 0


def test_a_claim_where_there_is_none_is_false():
    result = score({"r": []}, {"r": [claim()]})
    assert result.rows["all"].precision == 0
    assert len(result.false) == 1


def test_a_gold_claim_is_matched_once():
    row = score({"r": [claim()]}, {"r": [claim(), claim()]}).rows["all"]
    assert (row.gold, row.system, row.matched) == (1, 2, 1)
    assert pair([claim()], [claim(), claim()]) == [(0, 0)]


def test_matching_is_maximal_where_greedy_is_not():
    short, long = claim(actor="Islamic State"), claim(actor="Islamic State in Iraq")
    assert len(pair([short, claim(actor="Iraq")], [long, short])) == 2


def test_of_two_equal_claims_the_one_with_the_right_fields_is_paired():
    gold = claim(modality="claimed")
    assert pair([gold], [claim(), claim(modality="claimed")]) == [(0, 1)]


@given(st.lists(st.sampled_from(["gains", "loses", "holds", "contests"]), max_size=6))
def test_gold_against_itself_is_perfect(relations):
    claims = [claim(relation=r, name=f"P{i}") for i, r in enumerate(relations)]
    row = score({"r": claims}, {"r": claims}).rows["all"]
    assert (row.matched, row.gold, row.system) == (len(relations),) * 3


def test_a_bad_line_is_named(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "claims": []}\n{"id": "b"}\n')
    with pytest.raises(ConfigError, match=r"gold\.jsonl:2"):
        load(path)


def test_the_table_names_every_row():
    result = score({"r": [claim()]}, {"r": []})
    assert all(name in result.table() for name in ("all", "gains+loses", "holds", "contests", *FIELDS))
    assert "Tamanah" in result.listing()


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is absent: the codebook's own scorer stands there")
def test_it_agrees_with_the_codebooks_scorer():
    spec = importlib.util.spec_from_file_location("official", SHARED / "score.py")
    official = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(official)
    gold = load(SHARED / "control-claims-dev.jsonl")
    rng = random.Random(4)
    pool = [c for claims in gold.values() for c in claims]
    system = {
        k: [_noisy(rng, c, pool) for c in claims + rng.choices(pool, k=rng.randint(0, 2))]
        for k, claims in gold.items()
    }
    ours, (theirs, missed, false) = score(gold, system), official.score(gold, system)
    assert json.loads(json.dumps(ours.as_json())) == theirs
    assert (len(ours.missed), len(ours.false)) == (len(missed), len(false))
    assert 0 < ours.rows["all"].f1 < 1
    assert all(fold(c["actor"]) == official.fold(c["actor"]) for c in pool)


def _noisy(rng, claim, pool):
    other = rng.choice(pool)
    return {k: (other[k] if rng.random() < 0.15 else v) for k, v in claim.items()}
