"""How sure a map may be."""

import numpy as np
import pytest

from whoholds.adjudicate import calibrate, scoring


def overconfident(units=60, days=20, right=0.8, seed=0):
    """A map that says 0.98 and is right in four units of five, all days alike."""
    rng = np.random.default_rng(seed)
    truth = np.repeat(rng.integers(0, 3, (units, 1)), days, axis=1)
    said = np.where(rng.random((units, 1)) < right, truth, (truth + 1) % 3)
    p = np.full((units, days, 3), 0.01)
    np.put_along_axis(p, said[:, :, None], 0.98, axis=2)
    return p, truth


def test_anchors_make_an_overconfident_map_less_sure():
    p, truth = overconfident()
    power, floor = calibrate.fit(p, truth)
    mended = calibrate.calibrated(p, power, floor)
    assert mended.sum(axis=2) == pytest.approx(1)
    assert scoring.score(mended, truth).log < scoring.score(p, truth).log
    assert mended.max() == pytest.approx(0.8, abs=0.05)


def test_without_enough_anchored_units_nothing_is_fitted():
    p, truth = overconfident()
    truth[calibrate.FEWEST - 1 :] = scoring.UNTOLD
    assert calibrate.fit(p, truth) is None


def test_no_calibration_is_the_identity():
    p, _ = overconfident()
    assert calibrate.calibrated(p, 1.0, 0.0) == pytest.approx(p)
