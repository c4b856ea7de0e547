"""The worked example of docs/explanation/adjudication.md."""

import pytest
from world import answers, day, says, state

from whoholds.adjudicate import Parameters, carriers, deltas, influences
from whoholds.errors import AdjudicationError

ACTORS = ("north", "south")


def test_the_worked_example_of_the_documentation():
    told = [says("wire", 10, onset=True), says("denial", 11, symbol="denies")]
    then, states = answers(told, actors=ACTORS, on_the_day=True)
    assert then.p[0, 9] == pytest.approx([0.47, 0.47, 0.07], abs=0.006)
    assert then.p[0, 10, 0] == pytest.approx(0.94, abs=0.005)
    assert state(states, 10, actors=ACTORS) == ("held", "north")
    assert then.p[0, 11, 0] == pytest.approx(0.73, abs=0.005)
    assert state(states, 11, actors=ACTORS) == ("disputed", None)
    now, _ = answers(told, actors=ACTORS)
    wire, denial = influences(now, told, "u", day(11), Parameters())
    assert (wire.claim, wire.without[0], round(wire.without[1], 2)) == ("wire", "south", 0.83)
    assert (denial.claim, denial.without[0], round(denial.without[1], 2)) == ("denial", "north", 0.94)


@pytest.mark.parametrize("off", [-1, 250])
def test_a_day_that_is_not_on_the_map_has_no_influences(off):
    now, _ = answers([says("wire", 10)], actors=ACTORS)
    with pytest.raises(AdjudicationError, match="no day of the map"):
        influences(now, [says("wire", 10)], "u", day(off), Parameters())


def test_every_copy_of_a_story_is_one_influence_by_story_and_none_by_claim():
    told = [says("wire", 10, onset=True), says("copy", 10, onset=True, story="wire", told=11, outlet="Echo")]
    now, _ = answers(told, actors=ACTORS)
    by_claim = influences(now, told, "u", day(12), Parameters())
    assert [i.claim for i in by_claim] == ["wire"]
    assert abs(by_claim[0].delta) < 0.01  # its copy would stand in for it
    (story,) = influences(now, told, "u", day(12), Parameters(), by="story")
    assert story.delta > 2


def test_claims_that_shadow_each_other_still_carry_the_answer():
    told = [says(f"r{n}", 10 + n, onset=True) for n in range(6)]
    now, _ = answers(told, actors=ACTORS)
    ((found, carry),) = carriers(now, told, Parameters(), day(100))
    assert abs(found.delta[:, 100]).max() < 0.01  # any five of them say what all six say
    alone = [t for t in told if t.claim in {found.claims[row] for row in carry}]
    assert 1 <= len(alone) < 6
    assert answers(alone, actors=ACTORS)[0].p[0, 100, 0] > 0.9


def test_on_a_map_as_known_on_the_day_later_claims_explain_nothing():
    told = [says("wire", 10, onset=True), says("late", 12, "south", told=40)]
    then, _ = answers(told, actors=ACTORS, on_the_day=True)
    (found,) = deltas(then, told, Parameters())
    assert found.whole == pytest.approx(then.p[0], abs=1e-6)
    late = found.delta[found.claims.index("late")]
    assert abs(late[:40]).max() == 0
    assert abs(late[40]) > 1
    nothing, _ = answers([], actors=ACTORS, on_the_day=True)
    assert found.without[found.claims.index("wire"), :40] == pytest.approx(nothing.p[0, :40], abs=1e-6)
