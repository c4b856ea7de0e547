"""The chain against an oracle that enumerates every path."""

from itertools import product

import numpy as np
import pytest

from whoholds.adjudicate import chain, evidence, single

ACTORS, DAYS = 2, 5


def random_field(rng, units=3, days=DAYS):
    pushed, dropped = rng.random((days, 1, units)) < 0.5, rng.random((days, 1, units)) < 0.3
    return chain.Field(
        emission=rng.normal(0, 2, (days, ACTORS + 1, units)),
        push=rng.exponential(0.5, (days, ACTORS + 1, units)) * pushed,
        drop=rng.exponential(0.5, (days, ACTORS, units)) * dropped,
        eventful=(pushed | dropped)[:, 0],
        activity=rng.uniform(0.3, 3, (days, units)),
    )


def daily_matrix(rates, field, t, u):
    """Transition into day t, written out from the definition."""
    a, scaled = ACTORS, rates.matrix.copy()
    scaled[:a] *= field.activity[t, u]
    step = np.eye(2 * a) + scaled - np.diag(scaled.sum(axis=1))
    return step @ event_matrix(field, t, u)


def event_matrix(field, t, u):
    """P(to | from) of a day of events: competing hazards, of which the first to strike decides."""
    a = ACTORS
    out = np.eye(2 * a)
    for i in range(2 * a):
        hazard = {}
        for k in range(a):
            if k != i:
                hazard[k] = field.push[t, k, u]
                if i < a:
                    hazard[k] += field.drop[t, i, u] / (a - 1)
        if i < a:
            hazard[a + i] = field.push[t, a, u]
        total = sum(hazard.values())
        if total:
            out[i, i] = np.exp(-total)
            for k, h in hazard.items():
                out[i, k] = (1 - np.exp(-total)) * h / total
    return out


def by_enumeration(initial, rates, field, u, last=DAYS - 1):
    """Posterior of every day from all paths, given claims up to ``last``."""
    k = 2 * ACTORS
    weight = np.zeros((DAYS, k))
    likelihood = chain.likelihood(field.emission)
    matrices = [daily_matrix(rates, field, t, u) for t in range(DAYS)]
    opening = initial[:, u] @ event_matrix(field, 0, u)
    for path in product(range(k), repeat=DAYS):
        p = opening[path[0]]
        for t, z in enumerate(path):
            p *= matrices[t][path[t - 1], z] if t else 1.0
            p *= likelihood[t, z, u] if t <= last else 1.0
        weight[range(DAYS), path] += p
    return weight / weight.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("seed", range(4))
def test_smoothing_and_filtering_equal_enumeration(seed):
    rng = np.random.default_rng(seed)
    field = random_field(rng)
    rates = chain.Rates.of(ACTORS, 0.03, 0.05, 0.1, 0.6)
    initial = rng.dirichlet(np.ones(2 * ACTORS), 3).T
    forward = chain.filtered(initial, rates, field)
    for u in range(3):
        for t in range(DAYS):
            assert forward[t, :, u] == pytest.approx(
                by_enumeration(initial, rates, field, u, last=t)[t], abs=1e-12
            )
    both = chain.smoothed(forward, rates, field)
    for u in range(3):
        assert both[..., u] == pytest.approx(by_enumeration(initial, rates, field, u), abs=1e-12)


@pytest.mark.parametrize("days", [1, 2, 7, 50])
def test_a_few_units_by_products_equal_many_day_by_day(days):
    rng = np.random.default_rng(days)
    field = random_field(rng, days=days)
    rates = chain.Rates.of(ACTORS, 0.03, 0.05, 0.1, 0.6)
    initial = rng.dirichlet(np.ones(2 * ACTORS), 3).T
    slow = chain.smoothed(chain.filtered(initial, rates, field), rates, field)
    assert single.smoothed(initial, rates, field) == pytest.approx(slow, abs=1e-12)


@pytest.mark.parametrize("actors", [1, 2, 5])
def test_every_transition_is_a_distribution(actors):
    rng = np.random.default_rng(1)
    moves = chain.jumps(rng.exponential(1, (7, actors + 1)), rng.exponential(1, (7, actors)))
    assert moves.sum(axis=2) == pytest.approx(1)
    assert (moves >= 0).all()
    assert chain.jumps(np.zeros((1, actors + 1)), np.zeros((1, actors)))[0] == pytest.approx(
        np.eye(2 * actors)
    )


def test_collapse_undoes_expand_up_to_the_memory():
    p = np.array([[0.2], [0.3], [0.5]])
    split = chain.expand(p)
    assert split.shape == (4, 1)
    split[2:] /= 2
    assert chain.collapse(split) == pytest.approx(p)


def test_ten_thousand_days_without_a_word_stay_probabilities():
    field = evidence.empty_field(10_000, 1, 3)
    rates = chain.Rates.of(3, 0.001, 0.001, 0.1, 0.5)
    start = np.full((6, 1), 1 / 6)
    p = chain.smoothed(chain.filtered(start, rates, field), rates, field)
    assert p.sum(axis=1) == pytest.approx(1)
    assert p[-1, 0, 0] == pytest.approx(p[-1, 1, 0])
