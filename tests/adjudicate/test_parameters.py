"""Settings that cannot mean anything are refused, with their name."""

from dataclasses import fields

import pytest

from whoholds.adjudicate import Parameters
from whoholds.adjudicate.parameters import _LIMITS
from whoholds.errors import ConfigError


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"held": 1.0}, "held = 1.0: must lie between 0 and 1"),
        ({"misaligned": 0.0}, "misaligned = 0.0"),
        ({"denial": 0.0}, "denial = 0.0"),
        ({"floor": 1.0}, "floor = 1.0"),
        ({"settle": -0.1}, "settle = -0.1"),
        ({"repeat_days": 0.0}, "repeat_days = 0.0: must be more than 0"),
        ({"refit_days": 0}, "refit_days = 0: must be at least 1"),
        ({"stale_days": -1}, "stale_days = -1"),
        ({"errors": {"F": 1.2}}, "errors.F = 1.2"),
        ({"modality": {"asserted": 2.0}}, "modality.asserted = 2.0"),
        ({"sources": {"Gazette": "G"}}, "G is no letter"),
        ({"default_letter": "Z"}, "Z is no letter"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_name(setting, said):
    with pytest.raises(ConfigError, match=said):
        Parameters(**setting)


def test_every_number_has_a_limit_of_its_own():
    limited = " ".join(names for _, _, names in _LIMITS).split()
    numbers = {f.name for f in fields(Parameters) if f.type in ("int", "float", "Mapping[str, float]")}
    assert sorted(limited) == sorted(numbers)
