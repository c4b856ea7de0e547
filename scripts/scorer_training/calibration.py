"""Whether a confidence means what it says."""

from __future__ import annotations

import numpy as np


def calibration_error(p: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error over bins of equal width; both arrays have one value a claim."""
    at = np.minimum((p * bins).astype(int), bins - 1)
    return float(
        sum(abs(p[at == b].mean() - right[at == b].mean()) * (at == b).mean() for b in set(at.tolist()))
    )
