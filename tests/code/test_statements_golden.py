"""Golden sentences of strengths, alignments and stances, in the part the rules were made with and the parts kept apart."""

import importlib.util
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location(
    "golden_statements", Path(__file__).with_name("golden_statements.py")
)
golden = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(golden)

pytestmark = pytest.mark.model

LEAST = {"made with": 0.85, "set aside": 0.80, "later": 0.80}
"""Share right in all slots that no part may fall below."""


def test_there_are_enough_and_a_third_yields_nothing():
    every = [case for kind in golden.KINDS for part in golden.cases(kind).values() for case in part]
    assert len(every) >= 180
    assert 3 * sum(not case["claims"] for case in every) >= len(every)


@pytest.mark.parametrize("kind", golden.KINDS)
def test_cases_ask_for_nothing_that_is_not_compared(kind):
    asked = {
        key for part in golden.cases(kind).values() for case in part for one in case["claims"] for key in one
    }
    assert asked <= {"actor", "kind", "topic", "start", *golden.SHARED, *golden.DEFAULTS[kind]}


@pytest.mark.gate
@pytest.mark.parametrize("part", LEAST)
def test_share_right_in_all_slots(part, gate):
    good = total = 0
    for kind in golden.KINDS:
        chosen = golden.cases(kind)[part]
        said = golden.read(kind, chosen)
        good += sum(golden.right(kind, case, found) for case, found in zip(chosen, said, strict=True))
        total += len(chosen)
    gate(
        f"strengths, alignments and stances, golden: right in all slots, {part}", good / total, least=LEAST[part],
        of=f"{total} sentences of our own, {part}",
    )  # fmt: skip
