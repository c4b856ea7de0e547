"""Confidence: what the evidence is, and what it is worth."""

import numpy as np
import pytest

from whoholds.code import features
from whoholds.code.confidence import EVIDENCE, Chances, confidence, evidence
from whoholds.code.readings import Mention, Reading

SURE = Chances(relation=0.9, actor=0.5, name=0.5, within=0.8, polarity=0.5)
GAINS = features.RELATIONS.index("gains")


def reading(**bits: int) -> Reading:
    """Place and actor; bits are set in the marks of the mention named."""
    marks = np.zeros((2, features.WIDTH), np.uint8)
    for name, bit in bits.items():
        marks[0 if name == "place" else 1, bit] = 1
    mentions = tuple(
        Mention(segment="text", start=k, end=k + 1, sentence=0, tokens=(k, k + 1)) for k in range(2)
    )
    return Reading(
        text="PA", before="", title="", mentions=mentions, marks=marks, ties=np.zeros((2, 2), np.uint8)
    )


def seen(found: tuple[float, ...]) -> dict[str, float]:
    return dict(zip(EVIDENCE, found, strict=True))


def test_an_actor_in_its_role_is_told_from_one_in_another():
    own = seen(evidence(reading(actor=3 * GAINS + 1), 0, 1, 0, GAINS, SURE))
    other = seen(evidence(reading(actor=3 * ((GAINS + 1) % 4) + 1), 0, 1, 0, GAINS, SURE))
    assert (own["actor role"], own["other role"]) == (1, 0)
    assert (other["actor role"], other["other role"]) == (0, 1)


def test_within_counts_only_for_a_place_without_a_name():
    named = seen(evidence(reading(), 0, None, 0, GAINS, SURE))
    unnamed = seen(evidence(reading(), 0, None, None, GAINS, SURE))
    assert (named["within"], named["unnamed"]) == (0, 0)
    assert unnamed["within"] == pytest.approx(np.log(4), abs=1e-3)
    assert unnamed["unnamed"] == 1


def test_confidence_rises_with_the_relation():
    fitted = {**dict.fromkeys(EVIDENCE, 0.0), "relation": 0.5, "bias": -0.2}
    low, high = (
        confidence(
            evidence(
                reading(), 0, None, 0, GAINS, Chances(relation=p, actor=1, name=1, within=1, polarity=1)
            ),
            fitted,
        )
        for p in (0.2, 0.9)
    )
    assert 0 < low < high < 1
