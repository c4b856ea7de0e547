"""Sources that are not independent: one that is off about a unit, and one that is made from others."""

from dataclasses import replace

import numpy as np
import pytest
from world import answers, day, says

from whoholds.adjudicate import Parameters, deltas, influences

ACTORS = ("north", "south")
AS_TOLD = Parameters(misaligned=1.0)


def quarrel():
    """Two say north, over two months; one keeps saying south, in the meantime and after."""
    told = [says(f"{s}{n}", 10 + 20 * n, "north", source=s) for s in ("one", "two") for n in range(3)]
    return [*told, *(says(f"odd{n}", 12 + 20 * n, "south", source="odd") for n in range(3))]


def test_a_source_that_alone_keeps_contradicting_is_named_and_weighs_less():
    found, _ = answers(quarrel(), actors=ACTORS)
    ((source, agreed),) = found.parameters["out_of_line"]["u"].items()
    assert source == "odd"
    assert agreed < 0.1
    as_told, _ = answers(quarrel(), actors=ACTORS, settings=AS_TOLD)
    assert "out_of_line" not in as_told.parameters
    assert 1 - found.p[0, 52, 0] < (1 - as_told.p[0, 52, 0]) / 2


def test_a_source_out_of_line_about_one_unit_counts_in_full_in_all_others():
    units = ("u", *(f"v{n}" for n in range(12)))
    calm = [replace(t, unit=unit, claim=f"{t.claim} of {unit}") for t in quarrel()[:-1] for unit in units[1:]]
    found, _ = answers([*quarrel(), *calm], units=units, actors=ACTORS)
    as_told, _ = answers([*quarrel(), *calm], units=units, actors=ACTORS, settings=AS_TOLD)
    alone, _ = answers(quarrel(), actors=ACTORS)
    assert list(found.parameters["out_of_line"]) == ["u"]
    assert found.p[0] == pytest.approx(alone.p[0], abs=1e-6)
    assert np.array_equal(found.p[1:], as_told.p[1:])


def test_who_is_first_to_tell_of_a_change_is_not_out_of_line():
    told = [says(f"{s}{n}", 10 + 10 * n, "north", source=s) for s in ("one", "two") for n in range(3)]
    told += [
        says(f"first{n}", 45 + 20 * n, "south", source="first") for n in range(3)
    ]  # nobody contradicts it
    told += [says("slip", 20, "south", source="careless")]
    assert "out_of_line" not in answers(told, actors=ACTORS)[0].parameters


def test_on_a_map_as_known_on_the_day_it_weighs_less_from_when_it_was_found():
    told = [*quarrel(), says("odd again", 70, "south", source="odd")]
    then, _ = answers(told, actors=ACTORS, on_the_day=True)
    as_told, _ = answers(told, actors=ACTORS, on_the_day=True, settings=AS_TOLD)
    assert np.array_equal(then.p[:, :60], as_told.p[:, :60])  # learnt anew every 30 days
    assert then.p[0, 70, 0] > as_told.p[0, 70, 0] + 0.1


def test_explanations_of_a_map_as_known_on_the_day_weigh_it_less_from_when_it_was_found():
    told = [*quarrel(), says("odd again", 70, "south", source="odd")]
    then, _ = answers(told, actors=ACTORS, on_the_day=True)
    (found,) = deltas(then, told, Parameters())
    assert found.whole == pytest.approx(then.p[0], abs=1e-6)


def test_explanations_weigh_it_as_the_map_did():
    told = quarrel()
    now, _ = answers(told, actors=ACTORS)
    (found,) = deltas(now, told, Parameters())
    without = answers([t for t in told if t.claim != "one0"], actors=ACTORS)[0]
    assert found.without[found.claims.index("one0"), 52] == pytest.approx(without.p[0, 52], abs=1e-4)


MAP = {"source": "Some map", "outlet": "Some map"}
RESTS = Parameters(repeats={"Some map": ("wire",)})


@pytest.mark.parametrize("said", [{}, {"scope": "region", "others": 5}], ids=["unit", "region"])
@pytest.mark.parametrize("later", [0, 4])
def test_a_map_adds_nothing_to_what_its_sources_said(said, later):
    wire = says("w", 10, source="wire", side="north", modality="claimed", **said)
    coloured = says("m", 10 + later, **MAP)
    alone, once = answers([wire], settings=RESTS), answers([wire, coloured], settings=RESTS)
    assert np.array_equal(alone[0].p, once[0].p)
    assert np.array_equal(alone[1].state, once[1].state)  # nor does a party's boast become anyone's knowledge
    assert once[1].claims[0, 20] == 1
    twice = answers([wire, coloured])
    assert not np.array_equal(alone[0].p, twice[0].p)


def test_what_a_map_repeats_is_explained_as_the_story_that_it_repeats():
    told = [says("w", 10, source="wire", story="the report"), says("m", 14, story="a map", **MAP)]
    now, _ = answers(told, settings=RESTS)
    (found,) = influences(now, told, "u", day(20), RESTS, by="story")
    assert found.claim == "the report"


def test_a_map_counts_where_its_sources_did_not_say_so():
    wire = says("w", 10, source="wire")
    for other in (
        says("m", 14, "south", **MAP),  # says otherwise
        says("m", 60, **MAP),  # says so long after
        says("m", 5, **MAP),  # said so first
    ):
        assert answers([wire, other], settings=RESTS)[1].claims[0, 60] == 2
    elsewhere = says("w", 10, source="radio")
    assert answers([elsewhere, says("m", 14, **MAP)], settings=RESTS)[1].claims[0, 60] == 2
    anyone = Parameters(repeats={"Some map": ("*",)})
    assert answers([elsewhere, says("m", 14, **MAP)], settings=anyone)[1].claims[0, 60] == 1
