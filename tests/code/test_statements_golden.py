"""Golden sentences of strengths, alignments and stances, in the half the rules were made with and the half set aside."""

import importlib.util
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location(
    "golden_statements", Path(__file__).with_name("golden_statements.py")
)
golden = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(golden)

pytestmark = pytest.mark.model

LEAST = {False: 0.85, True: 0.60}
"""Share right in all slots that neither half may fall below; the issue asks 0.60 of the half set aside."""


def test_there_are_enough_and_a_third_yields_nothing():
    every = [case for kind in golden.KINDS for case, _ in golden.cases(kind)]
    assert len(every) >= 120
    assert 3 * sum(not case["claims"] for case in every) >= len(every)


@pytest.mark.gate
@pytest.mark.parametrize("aside", [False, True], ids=["made with", "set aside"])
def test_share_right_in_all_slots(aside, gate):
    good = total = 0
    for kind in golden.KINDS:
        chosen = [case for case, apart in golden.cases(kind) if apart == aside]
        said = golden.read(kind, chosen)
        good += sum(golden.right(kind, case, found) for case, found in zip(chosen, said, strict=True))
        total += len(chosen)
    half = "set aside" if aside else "made with"
    gate(
        f"strengths, alignments and stances, golden: right in all slots, {half}", good / total, least=LEAST[aside],
        of=f"{total} sentences of our own, the half {half}",
    )  # fmt: skip
