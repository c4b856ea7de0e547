"""What an editor may say of a claim, and what becomes of it."""

from dataclasses import replace

import pytest

from whoholds.errors import ConfigError
from whoholds.model import Alignment, Claim, Place, Stance, Strength
from whoholds.review.judge import amended, field_change, refuse_nonsense

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
    changed = amended(CLAIM, [field_change("start="), field_change("place.kind=")])
    assert (changed.start, changed.place.kind, changed.actor) == (None, None, CLAIM.actor)


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


STATEMENT = {"document": "d", "actor": "river front", "quote": "q", "sentence": "q", "span": (0, 1)}
STRENGTH = Strength(**STATEMENT, low=300, high=None, unit="men", qualifier="at least")
ALIGNMENT = Alignment(**STATEMENT, kind="joins", other="hill league")
STANCE = Stance(**STATEMENT, kind="calls", topic="talks")


@pytest.mark.parametrize(
    ("one", "changes", "after"),
    [
        (
            STRENGTH,
            ["low=", "high=400", "qualifier=at most"],
            {"low": None, "high": 400, "qualifier": "at most"},
        ),
        (ALIGNMENT, ["kind=splits", "role=deputy"], {"kind": "splits", "role": "deputy"}),
        (STANCE, ["topic=peace talks", "polarity=denied"], {"topic": "peace talks", "polarity": "denied"}),
        (STANCE, ["actor=hill league", "start=2021-08"], {"actor": "hill league", "start": "2021-08"}),
    ],
)
def test_a_statement_is_amended_in_its_own_slots(one, changes, after):
    changed = amended(one, [field_change(change, type(one)) for change in changes])
    assert changed == replace(one, **after)


@pytest.mark.parametrize(
    ("one", "text", "said"),
    [
        (STRENGTH, "place.name=Bazarak", "no field 'place.name'; known: actor, end, high, low"),
        (STRENGTH, "low=many", "low=many"),
        (ALIGNMENT, "kind=marries", "'marries' is none of joins"),
        (STANCE, "low=3", "no field 'low'"),
    ],
)
def test_what_a_statement_has_not_cannot_be_set(one, text, said):
    with pytest.raises(ConfigError, match=said):
        field_change(text, type(one))


@pytest.mark.parametrize(
    ("low", "high", "said"), [(None, None, "needs a number"), (300, 200, "high = 200 is less than low = 300")]
)
def test_a_strength_that_says_no_number_is_refused(low, high, said):
    with pytest.raises(ConfigError, match=said):
        refuse_nonsense(replace(STRENGTH, low=low, high=high))
