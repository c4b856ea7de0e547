"""The scorer: decisions from outputs by hand."""

import math

import numpy as np
import pytest

from whoholds.code import features
from whoholds.code.confidence import EVIDENCE
from whoholds.code.readings import Mention, Reading
from whoholds.code.scorer import RELATIONS, Scorer
from whoholds.errors import ModelError


def mention(text: str, words: str) -> Mention:
    start = text.index(words)
    return Mention(segment="text", start=start, end=start + len(words), sentence=0, tokens=(0, 1))


def by_hand(text: str, *words: str) -> Reading:
    count = len(words)
    return Reading(
        text=text, before="", title="", mentions=tuple(mention(text, w) for w in words),
        marks=np.zeros((count, features.WIDTH), np.uint8), ties=np.zeros((count, count), np.uint8),
    )  # fmt: skip


class Session:
    """Stands in for the network: says what it was told to say."""

    def __init__(self, **outputs: np.ndarray) -> None:
        self.outputs = outputs

    def run(self, names: list[str], inputs: object) -> list[np.ndarray]:
        return [self.outputs[name][None] for name in names]


class Whole:
    """Stands in for the word pieces: keeps every mention."""

    def inputs(self, reading: Reading) -> tuple[dict[str, np.ndarray], list[int]]:
        kept = list(range(len(reading.mentions)))
        return {"mt": np.array([kept])}, kept


def outputs(count: int) -> dict[str, np.ndarray]:
    """Nothing anywhere, and every pointer at none."""
    shapes = {
        "rel": (4,),
        "pol": (4,),
        "ext": (5,),
        "qua": (6,),
        "mod": (4, 5),
        "dat": (4,),
        "ptr": (10, count + 1),
    }
    found = {name: np.full((count, *shape), -8.0, np.float32) for name, shape in shapes.items()}
    found["ptr"][:, :, -1] = 8
    return found


FITTED = {**dict.fromkeys(EVIDENCE, 0.0), "relation": 1.0, "bias": 0.0}
CARD = {"threshold": {"best": 0.4, "precise": 0.7}, "confidence": FITTED}


def scored(reading: Reading, said: dict[str, np.ndarray], card: dict = CARD):
    return Scorer(Session(**said), Whole(), card).score([reading])[0]


def gains(said: dict[str, np.ndarray], place: int, actor: int | None, strength: float = 4.0) -> None:
    r = RELATIONS.index("gains")
    said["rel"][place, r] = strength
    said["ptr"][place, 8, place] = 20
    if actor is not None:
        said["ptr"][place, r, actor] = 20


def test_pointers_become_mentions():
    reading = by_hand("Rebels took Morek from the army.", "Rebels", "Morek", "army")
    said = outputs(3)
    gains(said, 1, 0)
    said["ptr"][1, 4 + RELATIONS.index("gains"), 2] = 20
    (decision,) = scored(reading, said)
    assert (decision.place, decision.name, decision.actor, decision.against) == (1, 1, 0, 2)
    assert (decision.relation, decision.polarity, decision.within) == ("gains", "affirmed", None)
    assert math.isclose(decision.probability, 1 / (1 + math.exp(-4)), abs_tol=1e-3)


def test_no_actor_where_the_pointer_says_none():
    said = outputs(1)
    gains(said, 0, None)
    (decision,) = scored(by_hand("Morek was taken.", "Morek"), said)
    assert decision.actor is None


def test_denial_lowers_no_probability_but_turns_the_polarity():
    said = outputs(1)
    gains(said, 0, None)
    said["pol"][0, RELATIONS.index("gains")] = 9
    (decision,) = scored(by_hand("They did not take Morek.", "Morek"), said)
    assert decision.polarity == "denied"
    assert decision.probability > 0.9


def test_of_overlapping_places_the_likelier_stays():
    reading = by_hand("Rebels took Morek air base.", "Morek air base", "Morek")
    said = outputs(2)
    gains(said, 0, None, 3.0)
    gains(said, 1, None, 1.0)
    assert [d.place for d in scored(reading, said)] == [0]


def test_two_places_apart_both_stay_likelier_first():
    reading = by_hand("Rebels took Morek and Souran.", "Morek", "Souran")
    said = outputs(2)
    gains(said, 0, None, 1.0)
    gains(said, 1, None, 3.0)
    assert [d.place for d in scored(reading, said)] == [1, 0]


def test_mentions_of_one_actor_count_together():
    """Two places where the rebels are named beat one of the army, each weaker than it."""
    reading = by_hand("Rebels fought the army and rebels took Morek.", "Rebels", "army", "rebels", "Morek")
    said = outputs(4)
    gains(said, 3, None)
    said["ptr"][3, RELATIONS.index("gains"), :] = [2.0, 2.3, 2.0, -9, -9]
    (decision,) = scored(reading, said)
    assert decision.actor in {0, 2}


def test_the_card_says_what_evidence_is_worth():
    said = outputs(1)
    gains(said, 0, None, 3.0)
    card = {**CARD, "confidence": {**FITTED, "relation": 0.0, "bias": -1.0}}
    (decision,) = scored(by_hand("Morek was taken.", "Morek"), said, card)
    assert decision.probability == pytest.approx(1 / (1 + math.e), abs=0.001)


def test_candidates_keep_what_lost():
    reading = by_hand("Rebels took Morek air base.", "Morek air base", "Morek")
    said = outputs(2)
    gains(said, 0, None, 3.0)
    gains(said, 1, None, 1.0)
    found = Scorer(Session(**said), Whole(), CARD).candidates(reading)
    assert [d.place for d in found] == [0, 1]


def test_nothing_said_is_nothing_decided():
    assert scored(by_hand("Morek is a town.", "Morek"), outputs(1)) == []


def test_missing_weights_say_what_to_do(tmp_path):
    with pytest.raises(ModelError, match="install whoholds again"):
        Scorer.load(tmp_path)
