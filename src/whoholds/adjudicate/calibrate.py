"""Calibration: how sure a map may be, given how sure others turned out to be.

A chain takes its sources' errors as independent. They are not: a source that is wrong about a unit
tends to stay wrong (other borders, another idea of control). Two numbers mend what can be mended from
outside: a ``power`` that flattens or sharpens, and a ``floor`` that every state keeps its share of.
"""

from __future__ import annotations

from typing import Any

import numpy.typing as npt

from whoholds.adjudicate import scoring
from whoholds.adjudicate.table import Floats

POWERS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25)
FLOORS = (0.0, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.25)
FEWEST = 30
"""Anchored units below which nothing is fitted: their days are not independent of each other."""


def calibrated(p: Floats, power: float, floor: float) -> Floats:
    """Probabilities [..., S] to a ``power``, renormalised, with ``floor`` shared evenly by all states."""
    if power != 1:
        p = p**power
        p = p / p.sum(axis=-1, keepdims=True)
    out: Floats = (1 - floor) * p + floor / p.shape[-1]
    return out


def fit(p: Floats, anchors: npt.NDArray[Any]) -> tuple[float, float] | None:
    """Power and floor with the best log score on anchors: known states [U, T], -1 where not known.

    ``p`` [U, T, S] must not be calibrated yet. ``None`` with fewer than :data:`FEWEST` anchored units: then the
    settings' default stands. Fit and judge on different units.
    """
    told = anchors != scoring.UNTOLD
    if int(told.any(axis=1).sum()) < FEWEST:
        return None
    known, truth = p[told].astype(float), anchors[told]
    scores = {
        (power, floor): scoring.score(calibrated(known, power, floor), truth).log
        for power in POWERS
        for floor in FLOORS
    }
    return min(scores, key=lambda pair: (scores[pair], abs(pair[0] - 1), pair[1]))


__all__ = ["FEWEST", "calibrated", "fit"]
