"""What the map says of what was reported."""

from datetime import date

import pytest
from world import answers, day, says, state

from whoholds.adjudicate import Parameters


def test_nothing_reported_is_unknown():
    posteriors, states = answers([])
    assert state(states, 100) == ("unknown", None)
    assert posteriors.p[0, 0, :3] == pytest.approx([0.3] * 3, abs=0.01)


@pytest.mark.parametrize("event", [True, False])
@pytest.mark.parametrize("actors", [("north", "south"), ("north", "south", "east", "a", "b", "c", "d")])
def test_one_uncontradicted_report_by_a_third_party_is_held(event, actors):
    _, states = answers([says("a", 10, onset=event)], actors=actors)
    assert state(states, 10, actors=actors) == ("held", "north")
    assert state(states, 60, actors=actors) == ("held", "north")
    assert states.claims[0, 60] == states.outlets[0, 60] == 1
    assert date.fromordinal(int(states.newest_evidence[0, 60])) == day(10)


def test_whom_nobody_says_to_hold_it_holds_nothing_though_all_others_have_gone():
    told = [says(f"left {n}", 20, "south", symbol="denies", onset=True) for n in range(3)]
    posteriors, states = answers(told, actors=("north", "south"))
    assert posteriors.p[0, 30, 0] > Parameters().held
    assert state(states, 30, actors=("north", "south")) == ("unknown", None)


@pytest.mark.parametrize("event", [True, False])
def test_a_partys_own_word_alone_is_unconfirmed(event):
    _, states = answers([says("boast", 10, side="north", onset=event)])
    assert state(states, 12) == ("unconfirmed", "north")


def test_a_boast_against_what_others_said_is_disputed():
    _, states = answers([says("old", 5, "south"), says("boast", 10, side="north", onset=True)])
    assert state(states, 7) == ("held", "south")
    assert state(states, 12) == ("disputed", None)


def test_an_enemys_admission_weighs_more_than_a_third_party():
    third, _ = answers([says("a", 10, onset=True)])
    admitted, states = answers([says("a", 10, onset=True, side="south")])
    assert admitted.p[0, 10, 0] > third.p[0, 10, 0]
    assert state(states, 10) == ("held", "north")


@pytest.mark.parametrize("event", [True, False])
def test_two_that_contradict_each_other_on_one_day_are_believed_alike(event):
    posteriors, states = answers([says("a", 10, onset=event), says("b", 10, "south", onset=event)])
    assert posteriors.p[0, :, 0] == pytest.approx(posteriors.p[0, :, 1], abs=1e-6)
    assert state(states, 10) == ("disputed", None)


def test_an_event_says_nothing_of_the_days_before_it():
    posteriors, _ = answers([says("a", 10, onset=True)])
    assert posteriors.p[0, 9, 0] == pytest.approx(posteriors.p[0, 9, 1])
    assert posteriors.p[0, 10, 0] > 0.9


def test_an_event_explains_later_states_so_that_they_do_not_reach_back():
    posteriors, _ = answers([says("fall", 10, onset=True), says("state", 14)])
    alone, _ = answers([says("state", 14)])
    assert posteriors.p[0, 9, 0] < alone.p[0, 9, 0]
    assert posteriors.p[0, 9, 0] < 0.4


def test_a_state_speaks_of_the_days_around_its_own():
    posteriors, _ = answers([says("a", 10)])
    assert posteriors.p[0, 9, 0] > 0.55


def test_third_party_denial_moves_the_answer_and_an_enemys_less():
    believed, _ = answers([says("a", 10, onset=True)])
    third, states = answers([says("a", 10, onset=True), says("no", 11, symbol="denies")])
    enemy, _ = answers([says("a", 10, onset=True), says("no", 11, symbol="denies", side="south")])
    assert third.p[0, 11, 0] < enemy.p[0, 11, 0] < believed.p[0, 11, 0]
    assert state(states, 11) == ("disputed", None)


def test_fighting_makes_a_held_unit_contested_for_a_while():
    _, states = answers([says("old", 0, "south"), says("clash", 20, symbol="contests")])
    assert state(states, 20) == ("contested", None)
    assert state(states, 90) == ("held", "south")


def test_a_loss_without_a_taker_leaves_the_unit_to_others():
    posteriors, _ = answers([says("old", 0, "south"), says("left", 20, "south", symbol="denies", onset=True)])
    assert posteriors.p[0, 20, 1] < 0.2


def test_a_state_told_with_its_end_does_not_outlive_it():
    posteriors, _ = answers([says("a", 10, told=100, until=day(60))])
    assert posteriors.p[0, 59, 0] > 0.85
    assert posteriors.p[0, 70, 0] < 0.5


def test_evidence_goes_stale():
    _, states = answers([says("a", 10)], days=250)
    assert state(states, 190) == ("held", "north")
    assert state(states, 191) == ("unknown", None)
    _, states = answers([says("a", 10)], days=250, settings=Parameters(stale_days=30))
    assert state(states, 41) == ("unknown", None)


def test_the_map_as_known_on_the_day_sees_no_report_before_it_was_published():
    _, states = answers([says("a", 10, told=20, onset=True)], on_the_day=True)
    assert state(states, 19) == ("unknown", None)
    assert state(states, 20) == ("held", "north")
    _, states = answers([says("a", 10, told=20, onset=True)])
    assert state(states, 10) == ("held", "north")


def test_initial_holders_are_held_until_they_are_stale():
    _, states = answers([], initial={"u": "east"})
    assert state(states, 0) == ("held", "east")
    assert state(states, 200) == ("unknown", None)


def test_a_unit_that_is_contested_at_first_is_so_until_the_contest_is_settled():
    _, states = answers([], initial={"u": "contested"})
    assert state(states, 0) == ("contested", None)
    assert state(states, 60) == ("unknown", None)


def test_planned_and_conditional_claims_say_nothing():
    _, states = answers([says("a", 10, modality="planned"), says("b", 10, modality="conditional")])
    assert states.claims.sum() == 0
    assert state(states, 10) == ("unknown", None)


def test_the_looser_the_wording_the_less_it_moves():
    p = [answers([says("a", 10, modality=m)])[0].p[0, 10, 0] for m in ("asserted", "claimed", "possible")]
    assert p == sorted(p, reverse=True)
    assert p[0] > p[2] + 0.1


WHOLE = {"scope": "region", "quantifier": "most", "others": 34}


def test_most_of_the_country_brings_every_unit_over_the_line():
    for actors in (("north", "south"), ("north", "south", "a", "b", "c", "d", "e")):
        _, states = answers([says("all", 10, onset=False, **WHOLE)], actors=actors)
        assert state(states, 10, actors=actors) == ("held", "north")


def test_most_of_the_country_overrules_what_was_said_long_before():
    _, states = answers([says("old", 0, "south"), says("all", 60, **WHOLE)])
    assert state(states, 60) == ("held", "north")


@pytest.mark.parametrize("own", [5, 12])
def test_any_claim_about_the_unit_itself_outweighs_the_country_wide_one(own):
    _, states = answers([says("all", 10, **WHOLE), says("unit", own, "east")])
    assert state(states, 13) == ("held", "east")


def test_what_is_newest_of_the_unit_itself_decides_whether_the_country_wide_one_fits():
    held, fell = says("held", 8, "south"), says("fell", 9, onset=True)
    after, alone = says("all", 16, **WHOLE), says("all", 16, "south", **WHOLE)
    north = [answers(told)[0].p[0, 20, 0] for told in ([held, fell], [held, fell, after], [held, after])]
    assert north[1] > north[0] + 0.01
    assert north[2] < 0.5
    south = [answers(told)[0].p[0, 20, 1] for told in ([held, fell], [held, fell, alone])]
    assert south[0] == pytest.approx(south[1])


def test_of_one_day_the_event_is_newer_than_the_state():
    held, fell = says("held", 9, "south"), says("fell", 9, onset=True)
    for actor, helps in (("north", True), ("south", False)):
        at = ("north", "south").index(actor)
        without, with_it = (
            answers([held, fell, *more])[0].p[0, 20, at] for more in ([], [says("all", 16, actor, **WHOLE)])
        )
        assert bool(with_it > without + 0.001) is helps


def test_a_word_that_was_not_out_when_the_country_wide_one_was_told_does_not_speak_for_it():
    held, wide = says("held", 8, "south"), says("all", 16, **WHOLE)
    in_time, late = (says("fell", 9, onset=True, told=told) for told in (9, 40))
    assert answers([held, in_time, wide])[0].p[0, 20, 0] > answers([held, late, wide])[0].p[0, 20, 0]


def test_an_excepted_unit_gets_nothing():
    excepted = says("all", 10, symbol="denies", scope="region", quantifier="except", others=34)
    posteriors, states = answers([excepted])
    assert posteriors.p[0, 10, 0] < 0.9 * answers([])[0].p[0, 10, 0]
    assert state(states, 10) == ("unknown", None)


def test_a_party_that_boasts_of_the_whole_country_is_not_believed():
    _, states = answers([says("all", 10, side="north", **WHOLE)])
    assert state(states, 10) == ("unknown", None)


def test_a_claim_about_a_region_is_softer_than_one_about_the_unit():
    unit, _ = answers([says("a", 10, onset=True)])
    region, _ = answers([says("a", 10, onset=True, scope="region", others=9)])
    assert 0.5 < region.p[0, 10, 0] < unit.p[0, 10, 0]


def test_what_is_merely_planned_is_not_what_later_copies_repeat():
    plan, taken = says("plan", 10, story="one", modality="planned"), says("taken", 12, story="one")
    _, states = answers([plan, taken])
    assert state(states, 12) == ("held", "north")
    assert states.claims[0, 12] == 1
