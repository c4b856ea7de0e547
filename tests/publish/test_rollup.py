"""Roll-up to the units above: seat, majority, shares; every export says which."""

import csv
from dataclasses import replace

import numpy as np
import pytest

from whoholds.errors import ExportError
from whoholds.model import Unit
from whoholds.publish import STATES, export, rolled
from whoholds.publish.edition import NO_STATE


def test_seat_gives_the_parent_the_state_of_its_capital(edition):
    wide = rolled(edition, "seat")
    for k, parent in enumerate(wide.units):
        seat = [unit.id for unit in edition.units].index(parent.seat)
        assert np.array_equal(wide.now.state[k], edition.now.state[seat])
        assert np.array_equal(wide.now.holder[k], edition.now.holder[seat])


def test_majority_needs_more_than_half_of_the_units(edition):
    wide = rolled(edition, "majority")
    for k, parent in enumerate(wide.units):
        inside = [i for i, unit in enumerate(edition.units) if unit.parent == parent.id]
        for day in (0, 20, 40, 59):
            held = [edition.now.holder[i, day] for i in inside if edition.now.state[i, day] <= 1]
            most = [a for a in (0, 1) if held.count(a) * 2 > len(inside)]
            assert wide.now.holder[k, day] == (most[0] if most else -1)


def test_shares_publish_numbers_and_no_state(edition, tmp_path):
    wide = rolled(edition, "shares")
    assert (wide.now.state == NO_STATE).all()
    export(edition, tmp_path / "shares.csv", rollup="shares", on=edition.last)
    with (tmp_path / "shares.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["state"] for row in rows} == {""}
    assert {row["rollup"] for row in rows} == {"shares"}
    inside = [i for i, unit in enumerate(edition.units) if unit.parent == rows[0]["unit_id"]]
    league = np.mean([edition.now.holder[i, -1] == 1 for i in inside])
    assert float(rows[0]["p_league"]) == pytest.approx(league, abs=1e-4)


def test_claims_of_the_seat_keep_what_they_moved_and_others_say_nothing(edition):
    wide = rolled(edition, "seat")
    seats = {parent.seat for parent in edition.parents}
    origin = {}
    for bearing in edition.bearings:
        origin.setdefault(bearing.testimony.claim, set()).add(bearing.testimony.unit)
    for bearing in wide.bearings:
        assert (bearing.moved is not None) == bool(origin[bearing.testimony.claim] & seats)


def test_a_map_without_parents_cannot_roll_up(made):
    with pytest.raises(ExportError, match="nothing to roll up"):
        rolled(made(10, 20, parents=[]), "seat")


def test_where_the_seat_is_not_known_the_majority_decides_and_the_row_says_so(made, tmp_path):
    edition = made(10, 20)
    some = [edition.parents[0], *(replace(parent, seat="nowhere") for parent in edition.parents[1:])]
    export(made(10, 20, parents=some), tmp_path / "wide.csv", rollup="seat", on=edition.last)
    with (tmp_path / "wide.csv").open(newline="") as file:
        how = {row["unit_id"]: row["rollup"] for row in csv.DictReader(file)}
    assert how == {p.id: "seat" if p is some[0] else "majority" for p in some}
    parents = [replace(parent, seat="nowhere") for parent in edition.parents]
    seat, most = (rolled(made(10, 20, parents=parents), how) for how in ("seat", "majority"))
    assert np.array_equal(seat.now.state, most.now.state)
    assert np.array_equal(seat.now.holder, most.now.holder)
    assert (seat.now.state != STATES.index("unknown")).any()


@pytest.fixture
def nested(made):
    """The small edition under a country whose capital is the first province's."""
    plain = made(40, 60)
    country = Unit(id="XVR", name="Varrinland", level="country", seat=plain.parents[0].seat)
    return made(40, 60, parents=[country, *(replace(p, parent="XVR") for p in plain.parents)])


def test_a_map_rolls_up_to_each_level_from_its_own_units(nested):
    assert nested.levels == ("1", "country")
    capital = [unit.id for unit in nested.units].index(nested.parents[0].seat)
    seat, most = rolled(nested, "seat", "country"), rolled(nested, "majority", "country")
    assert [unit.id for unit in seat.units] == ["XVR"]
    assert np.array_equal(seat.now.state[0], nested.now.state[capital])
    for day in (0, 30, 59):
        held = [h for h, s in zip(nested.now.holder[:, day], nested.now.state[:, day], strict=True) if s <= 1]
        wanted = next((a for a in (0, 1) if held.count(a) > 20), -1)
        assert most.now.holder[0, day] == wanted
    assert [p.id for p in rolled(nested, "seat").parents] == ["XVR"]


def test_another_level_is_refused_with_those_that_there_are(nested):
    with pytest.raises(ExportError, match="only to: 1, country"):
        rolled(nested, "seat", "3")
