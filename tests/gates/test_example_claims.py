"""The bundled example's control claims against its gold: a floor; one writer wrote both."""

from pathlib import Path

import pytest

from whoholds.pipeline.measuring import score_claims

GOLD = Path(__file__).parents[2] / "examples" / "afghanistan-2021" / "gold.jsonl"


@pytest.mark.gate
@pytest.mark.model
def test_claims_of_the_example(gate) -> None:
    rows = score_claims(GOLD, None, None, []).rows
    of = f"{rows['all'].gold} gold claims of the bundled example"
    gate("control claims, example: F1", rows["all"].f1, least=0.70, of=of)
    gate("control claims, example: F1 of gains and loses", rows["gains+loses"].f1, least=0.70, of=of)
