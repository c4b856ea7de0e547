"""An edition's id: equal for equal bytes, another for whatever is drawn, named or set otherwise."""

from dataclasses import replace
from datetime import date

import pytest


def test_the_same_answer_has_the_same_id(made):
    assert made(12, 20).id == made(12, 20).id


@pytest.mark.parametrize(
    "change",
    [
        lambda e: {"base": e.base[1:]},
        lambda e: {"base": (replace(e.base[0], name="Another land"), *e.base[1:])},
        lambda e: {"base": (replace(e.base[0], geometry=e.base[1].geometry), *e.base[1:])},
        lambda e: {"units": (replace(e.units[0], population=1), *e.units[1:])},
        lambda e: {"units": (replace(e.units[0], names=("Old name",)), *e.units[1:])},
        lambda e: {"parents": (replace(e.parents[0], geometry=e.parents[1].geometry), *e.parents[1:])},
        lambda e: {"actors": e.actors[::-1]},
        lambda e: {"actors": (replace(e.actors[0], name="Crown"), *e.actors[1:])},
        lambda e: {"credits": ("Another source",)},
        lambda e: {"licence": "CC0"},
        lambda e: {"boundary_note": "Otherwise."},
        lambda e: {"marks": ((date(2031, 1, 2), "Another outlet"),)},
        lambda e: {"synthetic": False},
        lambda e: {"content": "more"},
        lambda e: {"initial": {e.units[0].id: "crown"}},
        lambda e: {"settings": replace(e.settings, fresh_days=30)},
    ],
)
def test_whatever_is_drawn_named_or_set_is_in_the_id(made, change):
    edition = made(12, 20)
    assert replace(edition, **change(edition)).id != edition.id
