"""What an editor may say of a claim, and what becomes of it."""

import pytest

from whoholds.errors import ConfigError
from whoholds.model import Claim, Place
from whoholds.review.judge import amended, field_change

CLAIM = Claim(
    document="d", relation="gains", actor="rebels", place=Place(name="Morek", kind="town"), quote="rebels took Morek",
    sentence="The rebels took Morek.", span=(4, 21), start="2024-11-30",
)  # fmt: skip


def test_only_the_fields_named_change() -> None:
    changes = [
        field_change(text)
        for text in ("actor=the army", "place.name=Souran", "place.extent=part", "end=2024-12")
    ]
    claim = amended(CLAIM, changes)
    assert (claim.actor, claim.place.name, claim.place.extent, claim.end) == (
        "the army",
        "Souran",
        "part",
        "2024-12",
    )
    assert (claim.relation, claim.place.kind, claim.start, claim.quote) == (
        CLAIM.relation, "town", CLAIM.start, CLAIM.quote,
    )  # fmt: skip


def test_an_empty_value_takes_a_field_away() -> None:
    assert amended(CLAIM, [field_change("start="), field_change("place.kind=")]).start is None


def test_the_unit_is_no_part_of_the_claim() -> None:
    assert amended(CLAIM, [field_change("unit=SYR.hama")]) == CLAIM


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("actor", "write field=value"),
        ("colour=red", "known: actor, against"),
        ("relation=conquers", "none of holds, gains"),
        ("place.extent=half", "none of whole"),
        ("start=yesterday", "start=yesterday"),
        ("place.n=four", "place.n=four"),
    ],
)
def test_a_wrong_change_says_what_is_right(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        field_change(text)
