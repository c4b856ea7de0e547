"""Scores by hand."""

import numpy as np
import pytest
from world import ACTORS, FIRST, day, says

from whoholds.adjudicate import Parameters, scoring
from whoholds.adjudicate.table import tabulate


def test_scores_of_a_coin_and_of_certainty():
    truth = np.array([[0, 1, scoring.UNTOLD]])
    coin = scoring.score(np.full((1, 3, 2), 0.5), truth)
    assert (coin.days, coin.brier, coin.log) == (2, pytest.approx(0.5), pytest.approx(np.log(2)))
    sure = scoring.score(np.array([[[1.0, 0.0], [1.0, 0.0], [0.5, 0.5]]]), truth)
    assert sure.accuracy == 0.5
    assert sure.brier == pytest.approx(1.0)
    assert sure.ece == pytest.approx(0.5)
    assert [(b.probability, b.right, b.days) for b in sure.reliability] == [(1.0, 0.5, 2)]


def test_a_map_scored_in_parts_has_the_scores_of_the_whole(monkeypatch):
    rng = np.random.default_rng(1)
    p, truth = rng.dirichlet(np.ones(3), (5, 40)), rng.integers(-1, 3, (5, 40))
    whole = scoring.score(p, truth)
    monkeypatch.setattr(scoring, "_TOGETHER", 80)
    parts = scoring.score(p, truth)
    for name in ("days", "accuracy", "brier", "log", "ece"):
        assert getattr(parts, name) == pytest.approx(getattr(whole, name))
    assert whole.brier == pytest.approx(((p - np.eye(3)[truth]) ** 2).sum(axis=2)[truth >= 0].mean())


def test_where_nothing_is_told_there_is_no_score():
    assert scoring.score(np.full((1, 1, 2), 0.5), np.array([[scoring.UNTOLD]])).days == 0


def test_moving_units_are_those_whose_truth_changes():
    truth = np.array([[0, 0, 1], [0, 0, scoring.UNTOLD], [-1, -1, -1]])
    assert scoring.moving(truth).tolist() == [True, False, False]


def table(*testimonies):
    return tabulate(testimonies, ("u",), ACTORS, FIRST, day(20), day(20), Parameters())


def test_the_last_claim_wins_from_its_publication_on():
    p = scoring.last_claim_wins(table(says("a", 3, "north"), says("b", 5, "south", told=8)), 1, 20, 3)
    assert p[0, 2] == pytest.approx([0.25] * 4)
    assert p[0, [3, 7, 8, 19]].argmax(axis=1).tolist() == [0, 0, 1, 1]


def test_an_older_day_told_later_does_not_win():
    p = scoring.last_claim_wins(table(says("a", 6, "north"), says("b", 2, "south", told=9)), 1, 20, 3)
    assert p[0, 15].argmax() == 0


def test_the_vote_counts_two_weeks_and_then_carries_on():
    told = [says("a", 1, "north"), says("b", 10, "south"), says("c", 11, "south")]
    p = scoring.vote(table(*told), 1, 20, 3)
    assert p[0, [1, 10, 11, 19]].argmax(axis=1).tolist() == [0, 0, 1, 1]


def test_maps_are_compared_where_both_speak():
    mine = np.array([[0, 0, 0, 1, 1, -1]])
    theirs = np.array([[0, 1, 1, 1, 0, 1]])
    found = scoring.compare(mine, theirs, 3)
    assert (found.days, found.agreement) == (5, 0.4)
    assert found.table[0, 1] == 2
    assert [(d.since, d.until, d.mine, d.theirs) for d in found.differences] == [(1, 2, 0, 1), (4, 4, 1, 0)]
    # chance: mine 0.6/0.4, theirs 0.4/0.6 -> 0.48
    assert found.kappa == pytest.approx((0.4 - 0.48) / 0.52)


def test_a_map_compared_with_itself_agrees():
    mine = np.array([[0, 1, 2, 2]])
    found = scoring.compare(mine, mine, 3)
    assert (found.agreement, found.kappa, found.differences) == (1.0, 1.0, ())
